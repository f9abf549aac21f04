"""Doors that lead out of the building."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import shapely
from shapely import LineString, MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from geo.shapes import polygons_of
from importers.draft import DraftDoor

CORRIDOR_M = 1.5  # half the width of a corridor that is open at its ends
STEP_M = 0.7  # from a door to the places on both of its sides
ROUND = 4  # pieces of a quarter of a circle
WALL_M = 0.6  # a door stands this far inside of the edge of its wall at most
DOORS = frozenset({"door", "double_door"})


def with_entrances(doors: Sequence[DraftDoor], body: BaseGeometry | None) -> list[DraftDoor]:
    """The doors; those with the building on one side and nothing on the other are entrances.

    A court that is closed on all sides is no way out of the building. Which storey it is no
    drawing tells for sure: upstairs these are doors to balconies and outer stairs.
    """
    if body is None or body.is_empty:
        return list(doors)
    shapely.prepare(body)
    return [_told(door, body) for door in doors]


def _told(door: DraftDoor, body: BaseGeometry) -> DraftDoor:
    if door.kind not in DOORS:
        return door
    if door.line.centroid.distance(body.boundary) > WALL_M + STEP_M:
        return door
    inside = [bool(body.covers(shapely.Point(place))) for place in sides_of(door.line, STEP_M)]
    return replace(door, kind="entrance") if inside[0] != inside[1] else door


def building_of(shapes: Sequence[Polygon]) -> MultiPolygon:
    """The shapes with the walls, corridors and courts between them."""
    # Round corners: pointed ones have no end where a shape comes to a needle.
    grown = shapely.union_all(shapely.buffer(list(shapes), CORRIDOR_M, quad_segs=ROUND))
    body = shapely.buffer(grown, -CORRIDOR_M, quad_segs=ROUND)
    whole = shapely.union_all([Polygon(part.exterior) for part in polygons_of(body)])
    return MultiPolygon(polygons_of(whole))


def sides_of(line: LineString, step_m: float) -> tuple[tuple[float, float], tuple[float, float]]:
    """The places ``step_m`` away from the middle of a line, on both of its sides."""
    (x0, y0), (x1, y1) = line.coords[0], line.coords[-1]
    length = max(float(line.length), 1e-9)
    dx, dy = -(y1 - y0) / length * step_m, (x1 - x0) / length * step_m
    x, y = (x0 + x1) / 2, (y0 + y1) / 2
    return (x + dx, y + dy), (x - dx, y - dy)
