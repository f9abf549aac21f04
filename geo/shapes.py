"""Measures of plane shapes: boxes at an angle, thickness, likeness. Lengths are in metres."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

FLAT_M = 1e-6
SLIVER_M = 1e-3  # a shape thinner than this is a line
FINE_SHARE = 2e-4  # of its extent: in a needle of kilometres no circle is sought to centimetres


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle at an angle: ``length`` runs along ``angle_deg`` (0 to 180), ``width`` across."""

    x: float
    y: float
    length: float
    width: float
    angle_deg: float

    @property
    def polygon(self) -> Polygon:
        return rectangle(self.x, self.y, self.length, self.width, self.angle_deg)

    @property
    def area(self) -> float:
        return self.length * self.width


def rectangle(x: float, y: float, length: float, width: float, angle_deg: float) -> Polygon:
    """The rectangle centred on (x, y) whose ``length`` side points along ``angle_deg``."""
    turn = math.radians(angle_deg)
    along = (math.cos(turn) * length / 2, math.sin(turn) * length / 2)
    across = (-math.sin(turn) * width / 2, math.cos(turn) * width / 2)
    corners = [
        (x + s * along[0] + t * across[0], y + s * along[1] + t * across[1])
        for s, t in ((-1, -1), (1, -1), (1, 1), (-1, 1))
    ]
    return Polygon(corners)


def oriented_box(shape: BaseGeometry) -> Box | None:
    """The smallest rectangle around ``shape`` at any angle; None when it is empty or a line."""
    if shape.is_empty:
        return None
    around = shapely.minimum_rotated_rectangle(shape)
    if around.geom_type != "Polygon":
        return None
    corners = shapely.get_coordinates(around)
    first, second = corners[1] - corners[0], corners[2] - corners[1]
    one, two = float(np.hypot(*first)), float(np.hypot(*second))
    if min(one, two) < FLAT_M:
        return None
    long_side = first if one >= two else second
    angle = math.degrees(math.atan2(float(long_side[1]), float(long_side[0]))) % 180.0
    if angle > 180.0 - 1e-7:
        angle = 0.0
    centre = corners[:4].mean(axis=0)
    return Box(float(centre[0]), float(centre[1]), max(one, two), min(one, two), angle)


def thickness(shape: Polygon) -> float:
    """The diameter of the largest circle inside: how wide a person finds the place."""
    if shape.is_empty or shape.area < SLIVER_M * shape.length:
        return 0.0
    return 2.0 * float(inscribed_radius(shape, 0.05).length)


def inscribed_radius(shape: Polygon, tolerance_m: float) -> BaseGeometry:
    """A line from the centre of the largest circle inside to the edge; may be empty."""
    if shape.is_empty:
        return LineString()
    west, south, east, north = shape.bounds
    tolerance = max(tolerance_m, FINE_SHARE * max(east - west, north - south))
    # Needles make the search divide by zero on its way to an answer that is still right.
    with np.errstate(all="ignore"):
        return shapely.maximum_inscribed_circle(shape, tolerance=tolerance)


def likeness(one: BaseGeometry, two: BaseGeometry) -> float:
    """The shared area divided by the area of both together, 0 to 1."""
    both = float(one.intersection(two).area)
    together = float(one.area) + float(two.area) - both
    return both / together if together > 0 else 0.0


def polygons_of(shape: BaseGeometry) -> tuple[Polygon, ...]:
    """Every polygon inside ``shape``, whatever it is wrapped in."""
    parts: Iterable[BaseGeometry] = shapely.get_parts(shape, return_index=False)
    found: list[Polygon] = []
    for part in parts:
        if part.geom_type == "Polygon":
            if not part.is_empty:
                found.append(part)
        elif hasattr(part, "geoms"):
            found.extend(polygons_of(part))
    return tuple(found)


def one_or_many(parts: Sequence[Polygon]) -> Polygon | MultiPolygon:
    """The pieces of one area as one shape: of a single piece a ``Polygon``."""
    return parts[0] if len(parts) == 1 else MultiPolygon(parts)


def hull(point_sets: Sequence[NDArray[np.float64]]) -> BaseGeometry:
    """The convex hull of all points; may be a line or a point."""
    points = np.vstack(point_sets)
    # A line through all points has the same hull and is made much faster than as many points.
    return shapely.convex_hull(shapely.linestrings(points if len(points) > 1 else points[[0, 0]]))
