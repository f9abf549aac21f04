"""Workplaces at furniture drawn as loose lines: a chair, and the surface in front of it."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import shapely
from shapely import LineString, Point, Polygon, STRtree
from shapely.geometry.base import BaseGeometry

from geo.shapes import Box, oriented_box, polygons_of, rectangle
from importers.dxf.understand.pieces import DESK, TABLE, Piece
from importers.dxf.understand.plan import Plan
from importers.dxf.understand.seats import is_chair_size
from importers.roles import LayerRole

REACH_M = 0.35
EDGE_M = 0.5  # a straight edge shorter than this is no surface to work at
PLACE_LENGTH_M = 1.2
PLACE_DEPTH_M = 0.7
FREE_WEIGHT = 0.5
CHAIRS_AT_LINES = 4
AT_LINES_SHARE = 0.6
MIN_FACE_M2, MAX_FACE_M2 = 0.3, 3.0


def benches(plan: Plan, chairs: Sequence[Piece]) -> list[tuple[Piece, Piece]]:
    """(place, chair) for each chair that stands at loose furniture lines."""
    if not chairs:
        return []
    lines = _furniture_lines(plan)
    if not lines:
        return []
    tree = STRtree(lines)
    found = []
    for chair in chairs:
        place = _place_of(chair, lines, tree)
        if place is not None:
            found.append((place, chair))
    return found


def chair_types_at_lines(plan: Plan, pieces: Sequence[Piece]) -> set[str]:
    """Blocks without a telling name that are chairs, for they stand at benches of loose lines."""
    groups: dict[str, list[Piece]] = defaultdict(list)
    for piece in pieces:
        if piece.kind == TABLE and piece.block is not None and is_chair_size(piece):
            groups[piece.block].append(piece)
    groups = {block: found for block, found in groups.items() if len(found) >= CHAIRS_AT_LINES}
    lines = _furniture_lines(plan) if groups else []
    edges = [edge for line in lines for edge in _edges(line)]
    if not edges:
        return set()
    tree = STRtree(edges)
    chairs = set()
    for block, members in groups.items():
        shapes = np.array([m.shape for m in members], dtype=object)
        near = set(tree.query(shapes, predicate="dwithin", distance=REACH_M)[0].tolist())
        crossed = set(tree.query(shapes, predicate="crosses")[0].tolist())
        if len(near - crossed) >= AT_LINES_SHARE * len(members):
            chairs.add(block)
    return chairs


def working_types(
    tables: Sequence[Piece],
    at: dict[int, list[int]],
    chairs: Sequence[Piece],
    seats: Sequence[Piece | None],
) -> set[str]:
    """Chair types that people work on: never seen, or mostly seen, as the seat of a workplace."""
    worked: dict[str, float] = defaultdict(float)
    other: dict[str, float] = defaultdict(float)
    seated = {k for ks in at.values() for k in ks}
    for k, chair in enumerate(chairs):
        # Many chairs that stand at no table tell that their kind is for work at benches.
        worked[chair.type] += 0.0 if k in seated else FREE_WEIGHT
    for index in range(len(tables)):
        seat = seats[index]
        for k in at.get(index, []):
            (worked if chairs[k] is seat else other)[chairs[k].type] += 1.0
    return {c.type for c in chairs if worked[c.type] >= other[c.type]}


def _furniture_lines(plan: Plan) -> list[BaseGeometry]:
    roles = {LayerRole.FURNITURE, LayerRole.DESK}
    return [
        line
        for _, stroke in plan.strokes_on(roles)
        if (stroke.insertion is None or stroke.insertion in plan.opened)
        and plan.told_layer(stroke.layer) != LayerRole.FURNITURE
        and stroke.kind in {"line", "polyline"}
        and (line := stroke.line) is not None
    ]


def _place_of(chair: Piece, lines: Sequence[BaseGeometry], tree: STRtree) -> Piece | None:
    near = sorted(int(i) for i in tree.query(chair.shape, predicate="dwithin", distance=REACH_M))
    edges = [e for i in near for e in _edges(lines[i])]
    edges = [e for e in edges if e.distance(chair.shape) <= REACH_M]
    if not edges:
        return None
    centre = Point(chair.box.x, chair.box.y)
    edge = min(edges, key=lambda e: (round(float(e.distance(centre)), 3), -e.length, e.bounds))
    foot = edge.interpolate(edge.project(centre))
    dx, dy = foot.x - centre.x, foot.y - centre.y
    size = math.hypot(dx, dy)
    if size < 1e-6:
        return None
    ahead = (dx / size, dy / size)
    shape = _face_ahead(foot, ahead, lines, tree) or _assumed(edge, foot, ahead)
    box = oriented_box(shape)
    if box is None:
        return None
    seat = (-ahead[0], -ahead[1])
    return Piece(DESK, shape, box, None, chair.layer, chair.handle, None, seat, (), False)


def _edges(line: BaseGeometry) -> list[LineString]:
    points = shapely.get_coordinates(line)
    long = np.hypot(*np.diff(points, axis=0).T) >= EDGE_M
    return [LineString(points[i : i + 2]) for i in np.flatnonzero(long)]


def _face_ahead(
    foot: Point, ahead: tuple[float, float], lines: Sequence[BaseGeometry], tree: STRtree
) -> Polygon | None:
    """The closed shape just behind the edge in front of the chair, if it has a desk's size."""
    around = foot.buffer(2.0)
    pieces = [lines[int(i)] for i in sorted(tree.query(around, predicate="intersects"))]
    noded = shapely.union_all(shapely.set_precision(pieces, 0.001))
    target = Point(foot.x + 0.1 * ahead[0], foot.y + 0.1 * ahead[1])
    for face in polygons_of(shapely.polygonize([noded])):
        if face.contains(target) and MIN_FACE_M2 <= face.area <= MAX_FACE_M2:
            return face
    return None


def _assumed(edge: LineString, foot: Point, ahead: tuple[float, float]) -> Polygon:
    """A usual desk behind the edge, where the lines do not close."""
    box = Box(
        foot.x + ahead[0] * PLACE_DEPTH_M / 2,
        foot.y + ahead[1] * PLACE_DEPTH_M / 2,
        min(PLACE_LENGTH_M, max(float(edge.length), EDGE_M)),
        PLACE_DEPTH_M,
        math.degrees(math.atan2(ahead[0], -ahead[1])),
    )
    return rectangle(box.x, box.y, box.length, box.width, box.angle_deg)
