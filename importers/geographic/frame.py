"""From longitude and latitude to the metres of a draft, with the way back."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import GeometryCollection, Point
from shapely.geometry.base import BaseGeometry

from geo.crs import CrsError, grid_scale, metric_crs, to_metric, true_north_deg
from importers.draft import Geodata
from importers.dxf.findings import Findings
from importers.geographic.refusals import place_unusable, too_far_apart
from importers.geographic.things import Thing
from importers.issues import Severity

#: Things of one site are not further from its middle.
FAR_M = 20_000.0
#: More of them out there are no slips.
FAR_SHARE = 0.1
DEGREE_M = 111_320.0


@dataclass(frozen=True, slots=True)
class Frame:
    """Metres on the ground, y to true north, from a whole metre of the UTM zone around.

    Without ``geodata`` the coordinates are metres already, and nobody knows of where.
    """

    geodata: Geodata | None

    def metres(self, shapes: Sequence[BaseGeometry]) -> list[BaseGeometry]:
        """The shapes in metres of the draft; raises ``ImportRefused`` (CRS_NOT_USABLE)."""
        told = self.geodata
        if told is None or not shapes:
            return list(shapes)
        try:
            moved = to_metric(GeometryCollection(list(shapes)), told.epsg)
        except CrsError:
            raise place_unusable() from None
        turn = math.radians(-told.rotation_deg)
        cos, sin = math.cos(turn) / told.scale, math.sin(turn) / told.scale

        def step(points: NDArray[np.float64]) -> NDArray[np.float64]:
            x, y = points[:, 0] - told.origin_east, points[:, 1] - told.origin_north
            return np.column_stack((cos * x - sin * y, sin * x + cos * y))

        return list(shapely.get_parts(shapely.transform(moved, step)))


def settle_frame(
    things: Sequence[Thing], findings: Findings, *, plain: bool
) -> tuple[Frame, list[Thing]]:
    """The frame around ``things``, and those of them that lie together.

    Raises ``ImportRefused``: CRS_NOT_USABLE, PLACES_TOO_FAR_APART.
    """
    middles = _middles(things)
    if not plain and (np.abs(middles) > (180.0, 90.0)).any():
        raise place_unusable()
    middle = np.median(middles, axis=0)
    scale = (1.0, 1.0) if plain else (DEGREE_M * math.cos(math.radians(middle[1])), DEGREE_M)
    away = np.abs((middles - middle) * scale).max(axis=1)
    spans = np.ptp(shapely.bounds([t.shape for t in things]).reshape(-1, 2, 2), axis=1) * scale
    far = (away > FAR_M) | (spans.max(axis=1) > FAR_M)
    if far.mean() > FAR_SHARE:
        raise too_far_apart()
    if far.any():
        findings.add(
            "STRAY_CONTENT",
            Severity.WARNING,
            f"{int(far.sum()):,} features lie more than 20 km away and were left out.",
            "Delete them in the file, or correct their coordinates.",
        )
    near = [thing for thing, stray in zip(things, far.tolist(), strict=True) if not stray]
    return (Frame(None) if plain else _frame_at(float(middle[0]), float(middle[1]))), near


def _frame_at(lon: float, lat: float) -> Frame:
    try:
        srid = metric_crs(lon, lat)
        there = to_metric(Point(lon, lat), srid)
        north, scale = true_north_deg(lon, lat, srid), grid_scale(lon, lat, srid)
    except CrsError:
        raise place_unusable() from None
    return Frame(Geodata(srid, float(round(there.x)), float(round(there.y)), north % 360.0, scale))


def _middles(things: Sequence[Thing]) -> NDArray[np.float64]:
    bounds = shapely.bounds([thing.shape for thing in things])
    return np.column_stack((bounds[:, [0, 2]].mean(axis=1), bounds[:, [1, 3]].mean(axis=1)))
