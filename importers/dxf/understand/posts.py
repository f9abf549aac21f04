"""Columns: small closed shapes on their own layer, or standing free among the walls."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import shapely
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from geo.linework import COLUMN_M2
from geo.shapes import polygons_of
from importers.draft import DraftColumn
from importers.dxf.understand.plan import Plan, lines_of
from importers.roles import LayerRole

MOST_M2 = 4.0  # on a layer of columns; what is larger there is a pier or a core
LEAST_M2 = 0.005
LEAST_WALL_POST_M2 = 0.03  # among walls, where smaller closed shapes are details
LONG = 3.0  # times its width: a longer shape among walls is a piece of wall
SAME_M = 0.05  # an outline, its hatch and its copy are one column
SNAP_M = 0.001


def columns(plan: Plan) -> tuple[DraftColumn, ...]:
    """The columns of a plan, each once."""
    found = _drawn_as_such(plan) or _among_walls(plan)
    return tuple(sorted(_each_once(found), key=lambda c: (c.polygon.bounds, c.layer)))


def _drawn_as_such(plan: Plan) -> list[DraftColumn]:
    shapes: dict[str, list[BaseGeometry]] = defaultdict(list)
    strokes = defaultdict(list)
    for _, stroke in plan.strokes_on({LayerRole.COLUMN}):
        strokes[stroke.layer].append(stroke)
    for layer, own in strokes.items():
        lines = shapely.set_precision(shapely.union_all(lines_of(own)), SNAP_M)
        # Lines that cross in a column cut it into pieces, which touch.
        shapes[layer] += polygons_of(shapely.polygonize(list(shapely.get_parts(lines))))
    for fill in plan.scene.fills:
        if plan.layer_role(fill.layer) is LayerRole.COLUMN:
            shapes[fill.layer] += [_ring(ring) for ring in fill.rings if len(ring) > 2]
    return [
        DraftColumn(shapely.orient_polygons(polygon), layer)
        for layer, own in sorted(shapes.items())
        for polygon in polygons_of(shapely.union_all(own, grid_size=SNAP_M))
        if LEAST_M2 <= polygon.area <= MOST_M2
    ]


def _among_walls(plan: Plan) -> list[DraftColumn]:
    found = []
    for _, stroke in plan.strokes_on({LayerRole.WALL}):
        if stroke.closed and len(stroke.points) > 2:
            shape = _ring(stroke.points)
            if LEAST_WALL_POST_M2 <= shape.area <= COLUMN_M2 and _is_compact(shape):
                found.append(DraftColumn(shapely.orient_polygons(shape), stroke.layer))
    return found


def _ring(points: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> Polygon:
    """A valid polygon, or an empty one."""
    shape = Polygon(points) if np.isfinite(points).all() else Polygon()
    return shape if shape.is_valid else Polygon()


def _is_compact(shape: Polygon) -> bool:
    box = shapely.minimum_rotated_rectangle(shape)
    if box.geom_type != "Polygon":
        return False
    corners = np.array(box.exterior.coords)
    one, two = sorted(np.hypot(*(corners[1:3] - corners[:2]).T))
    return bool(two <= LONG * one)


def _each_once(found: list[DraftColumn]) -> list[DraftColumn]:
    kept: dict[tuple[int, int], DraftColumn] = {}
    for column in sorted(found, key=lambda c: -c.polygon.area):
        middle = column.polygon.centroid
        cell = round(middle.x / SAME_M), round(middle.y / SAME_M)
        around = [(cell[0] + x, cell[1] + y) for x in (-1, 0, 1) for y in (-1, 0, 1)]
        if not any(place in kept for place in around):
            kept[cell] = column
    return list(kept.values())
