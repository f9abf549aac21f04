"""Curves as points.

The unit of the drawing is not known yet, so the error of a chord is a share of the curve's own
radius: 0.2 % for arcs (2 mm for a door of 1 m), 0.05 % for the bulges of outlines, whose areas
are shown to people.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from importers.issues import ImportRefused

Points = NDArray[np.float64]

#: A chord over this angle leaves 1 - cos(angle / 2) of the radius: 0.2 % and 0.05 %.
ARC_STEP_RAD = 0.1265
BULGE_STEP_RAD = 0.0632
#: Below this a bulge is a straight line for every drawing smaller than a country.
BULGE_MIN = 1e-9
#: A circle of more turns than this is nonsense in the file.
_FULL_RAD = 2 * math.pi
SPLINE_SHARE = 0.001
#: Points that the arcs of one polyline may ask for, counted before any is made: a plan with every
#: column round has a tenth of that in all its lines together.
MOST_CHORDS = 1_000_000
#: A curve through more points than this is drawn straight from one to the next: the equations for
#: it would ask for gigabytes, and points as near to each other show the curve by themselves.
MOST_FITTED = 1_000
LAST_DIGIT = 1e-13  # of a coordinate; smaller differences cannot be told


def sweep_deg(start_deg: float, end_deg: float) -> float:
    """Degrees from start to end counter-clockwise, above 0 and at most 360.

    Angles that are no numbers give none back, and not the whole circle.
    """
    sweep = (end_deg - start_deg) % 360.0
    return 360.0 if sweep <= 1e-9 else sweep


def ellipse_points(
    centre: tuple[float, float],
    major: tuple[float, float],
    minor: tuple[float, float],
    start_rad: float,
    sweep_rad: float,
) -> tuple[Points, bool]:
    """Points of centre + major cos t + minor sin t, and whether they close on themselves."""
    closed = abs(sweep_rad) >= _FULL_RAD - 1e-9
    pieces = max(2, math.ceil(abs(sweep_rad) / ARC_STEP_RAD))
    t = start_rad + np.linspace(0.0, sweep_rad, pieces + 1)
    if closed:
        t = t[:-1]
    points = np.empty((len(t), 2))
    cos, sin = np.cos(t), np.sin(t)
    points[:, 0] = centre[0] + major[0] * cos + minor[0] * sin
    points[:, 1] = centre[1] + major[1] * cos + minor[1] * sin
    return points, closed


def bulged(points: Points, bulges: NDArray[np.float64], closed: bool) -> Points:
    """The vertices of a polyline with its bulges turned into chords."""
    # Asked this way round, a bulge that is no number counts as one and spoils the points.
    if not len(points) or np.all(np.abs(bulges) <= BULGE_MIN):
        return points
    sweeps = 4 * np.abs(np.arctan(bulges))
    if np.nansum(sweeps) / BULGE_STEP_RAD > MOST_CHORDS:
        raise ImportRefused(
            "TOO_MANY_ENTITIES",
            f"One polyline of the drawing has arcs that ask for more than {MOST_CHORDS:,} points; "
            "so many are not read.",
            "Look for scanned curves and for spirals, and delete them.",
        )
    parts: list[Points] = []
    count = len(points)
    for i in range(count if closed else count - 1):
        parts.append(points[i : i + 1])
        if not abs(bulges[i]) <= BULGE_MIN:
            parts.append(_between(points[i], points[(i + 1) % count], float(bulges[i])))
    if not closed:
        parts.append(points[-1:])
    return np.concatenate(parts)


def bulge_circle(
    start: NDArray[np.float64], end: NDArray[np.float64], bulge: float
) -> tuple[float, float, float]:
    """Centre and radius of the arc from ``start`` to ``end``; bulge is tan(angle / 4)."""
    dx, dy = float(end[0] - start[0]), float(end[1] - start[1])
    offset = (1 - bulge * bulge) / (4 * bulge)
    x = (float(start[0]) + float(end[0])) / 2 - dy * offset
    y = (float(start[1]) + float(end[1])) / 2 + dx * offset
    return x, y, math.hypot(dx, dy) * (1 + bulge * bulge) / (4 * abs(bulge))


def _between(start: NDArray[np.float64], end: NDArray[np.float64], bulge: float) -> Points:
    if not math.isfinite(bulge):
        return np.full((1, 2), math.nan)
    x, y, radius = bulge_circle(start, end, bulge)
    sweep = 4 * math.atan(bulge)
    pieces = max(2, math.ceil(abs(sweep) / BULGE_STEP_RAD))
    first = math.atan2(float(start[1]) - y, float(start[0]) - x)
    t = first + sweep * np.arange(1, pieces) / pieces
    return np.column_stack((x + radius * np.cos(t), y + radius * np.sin(t)))
