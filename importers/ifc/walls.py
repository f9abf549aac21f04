"""Walls as they are drawn and measured: cut at doors, with the line between their faces."""

from __future__ import annotations

import math
from collections.abc import Sequence

import shapely
from shapely import LineString, MultiLineString
from shapely.geometry.base import BaseGeometry

from geo.shapes import oriented_box, polygons_of
from importers.draft import DraftWall
from importers.geographic.placed import lines_of
from importers.geographic.things import Thing

#: A wall that fills less of the box around it is bent, and has no straight line in its middle.
STRAIGHT_SHARE = 0.8
MAX_THICKNESS_M = 1.5
MIN_LENGTH_M = 0.2
MM_DIGITS = 4


def drawn_walls(walls: Sequence[Thing], holes: Sequence[BaseGeometry]) -> MultiLineString:
    """The edges of all walls together, without what stands in their doors."""
    whole = shapely.union_all([wall.shape for wall in walls])
    cut = whole.difference(shapely.union_all(list(holes)))
    rings = lines_of(sorted(polygons_of(cut), key=lambda p: p.bounds))
    return MultiLineString(rings)


def measured_walls(walls: Sequence[Thing]) -> tuple[DraftWall, ...]:
    """The straight walls with their thickness."""
    found = []
    for wall in walls:
        for part in polygons_of(wall.shape):
            box = oriented_box(part)
            if box is None or part.area < STRAIGHT_SHARE * box.area:
                continue
            if box.width > MAX_THICKNESS_M or box.length < MIN_LENGTH_M:
                continue
            turn = math.radians(box.angle_deg)
            dx, dy = math.cos(turn) * box.length / 2, math.sin(turn) * box.length / 2
            line = LineString([(box.x - dx, box.y - dy), (box.x + dx, box.y + dy)])
            found.append(DraftWall(line, round(box.width, MM_DIGITS), wall.layer))
    return tuple(sorted(found, key=lambda w: (w.line.bounds, w.line.wkb)))
