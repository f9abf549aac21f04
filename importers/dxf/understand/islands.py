"""Islands of wall inside drawn rooms: cores, exhibits and obstacles that nobody walks through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import shapely
from shapely import Polygon, STRtree

from geo.linework import COLUMN_M2
from geo.repair import SLIP_M
from importers.dxf.understand.outlines import Outline
from importers.dxf.understand.plan import Plan
from importers.roles import LayerRole

MOST_SHARE = 0.6  # of the room; what fills more is the room itself, drawn by its walls


def without_islands(plan: Plan, rooms: Sequence[Outline]) -> list[Outline]:
    """Drawn rooms with closed wall shapes that stand free inside them as holes.

    A smaller island, a column, takes no room out of a room.
    """
    islands = [shape for shape in _closed_walls(plan) if shape.area >= COLUMN_M2]
    if not islands or not rooms:
        return list(rooms)
    tree = STRtree(islands)
    found = []
    for room in rooms:
        around = room.polygon.buffer(SLIP_M)
        inside = [islands[i] for i in sorted(tree.query(around, predicate="contains").tolist())]
        found.append(_with_holes(room, inside) if inside and room.source != "linework" else room)
    return found


def _with_holes(room: Outline, islands: Sequence[Polygon]) -> Outline:
    solid = shapely.union_all(list(islands))
    if solid.area > MOST_SHARE * room.polygon.area:
        return room
    free = room.polygon.difference(solid)
    return replace(room, polygon=free) if free.geom_type == "Polygon" else room


def _closed_walls(plan: Plan) -> list[Polygon]:
    found = []
    for _, stroke in plan.strokes_on({LayerRole.WALL, LayerRole.COLUMN}):
        if stroke.closed and len(stroke.points) > 2 and np.isfinite(stroke.points).all():
            shape = Polygon(stroke.points)
            if shape.is_valid:
                found.append(shape)
    return found
