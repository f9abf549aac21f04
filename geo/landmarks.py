"""Things that stand above each other on the floors of a building, as points with a size."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

CORNER = "corner"
CORNER_DEG = 30.0  # an edge that turns by less is a curve
SIMPLER_M = 0.15  # of an outline before its corners are counted
SHORT_EDGE_M = 0.8  # a corner between shorter edges is a niche
FOURFOLD = 4


@dataclass(frozen=True, slots=True)
class Landmark:
    """``x, y`` is the middle; ``long_m`` and ``short_m`` the sides of its smallest rectangle."""

    kind: str
    x: float
    y: float
    long_m: float
    short_m: float


def landmark(kind: str, shape: Polygon) -> Landmark | None:
    """A shape as a landmark, None for one without an area."""
    box = shapely.minimum_rotated_rectangle(shape)
    if box.geom_type != "Polygon" or shape.area <= 0:
        return None
    corners = list(box.exterior.coords)
    sides = sorted(math.dist(corners[i], corners[i + 1]) for i in range(2))
    middle = box.centroid
    return Landmark(kind, float(middle.x), float(middle.y), sides[1], sides[0])


def corners_of(outline: MultiPolygon | Polygon) -> Iterator[Landmark]:
    """The corners of the outer edge of a floor."""
    for part in shapely.get_parts(outline):
        ring = np.array(part.simplify(SIMPLER_M).exterior.coords)[:-1]
        if len(ring) < 3:
            continue
        before, after = ring - np.roll(ring, 1, axis=0), np.roll(ring, -1, axis=0) - ring
        lengths = np.hypot(*before.T), np.hypot(*after.T)
        turns = np.degrees(
            np.arctan2(
                before[:, 0] * after[:, 1] - before[:, 1] * after[:, 0],
                (before * after).sum(axis=1),
            )
        )
        for (x, y), one, two, turn in zip(ring, *lengths, turns, strict=True):
            if abs(turn) >= CORNER_DEG and min(one, two) >= SHORT_EDGE_M:
                yield Landmark(CORNER, float(x), float(y), 0.0, 0.0)


def direction_of(lines: Iterable[BaseGeometry]) -> float | None:
    """The angle, radians from 0 to a quarter turn, along which most walls run or stand across.

    The mean of all edges by their length, of four times their angle, so that walls along and
    across agree; None where no direction prevails.
    """
    total, length = 0j, 0.0
    for line in lines:
        for part in shapely.get_parts(line):
            ring = part.exterior if part.geom_type == "Polygon" else part
            points = shapely.get_coordinates(ring)
            steps = np.diff(points[:, 0] + 1j * points[:, 1])
            steps = steps[abs(steps) > 0]
            total += complex((abs(steps) * (steps / abs(steps)) ** FOURFOLD).sum())
            length += float(abs(steps).sum())
    if length == 0 or abs(total) < 0.05 * length:
        return None
    return (math.atan2(total.imag, total.real) / FOURFOLD) % (math.pi / 2)
