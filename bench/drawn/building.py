"""From cells to a floor: walls with doors in them, numbers and names, and furniture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from random import Random

import shapely
from shapely import LineString, MultiPolygon, Polygon, affinity

from bench.drawn.furniture import furnish
from bench.drawn.layouts import outline_of
from bench.drawn.truth import Cell, Piece, TrueDoor, TrueFloor, TrueRoom

WAYS = ("corridor", "open")
DOOR_WIDTHS_M = (0.8, 0.9, 0.9, 1.0)
WARD_DOOR_M = 1.2
ENTRANCE_M = 1.8
LEAST_ENTRANCE_M = 1.3
#: From the end of a wall to the door in it.
JAMB_M = 0.25
GRID_M = 0.001


def build(
    rng: Random,
    cells: Sequence[Cell],
    names: Mapping[str, str],
    *,
    inner_m: float,
    outer_m: float,
    storey: int,
    labelled: bool,
) -> TrueFloor:
    """Walls ``inner_m`` and ``outer_m`` thick, a door for each room, and what stands in it."""
    doors = _doors(rng, cells)
    doors += _entrance(rng, cells)
    solid = _solid(cells, inner_m, outer_m)
    # The gap reaches through the wall and no further.
    gaps = [door.line.buffer(outer_m, cap_style="flat") for door in doors]
    walls = solid.difference(shapely.union_all(gaps), grid_size=GRID_M)
    axes = _axes(cells, doors)
    rooms = _rooms(cells, solid, names, storey)
    pieces = [piece for room in rooms for piece in furnish(rng, room, _door_of(room, doors))]
    if labelled:
        pieces = _labelled(pieces, storey)
    return TrueFloor(rooms, pieces, doors, _many(walls), axes)


def mirrored(floor: TrueFloor, names: Sequence[str]) -> TrueFloor:
    """The floor as seen in a mirror at x = 0, its rooms numbered with ``names``."""
    rooms = [
        TrueRoom(number, room.name, room.kind, affinity.scale(room.polygon, -1, 1, origin=(0, 0)))
        for room, number in zip(floor.rooms, names, strict=True)
    ]
    pieces = [
        Piece(p.kind, -p.x, p.y, -p.turn_deg, p.width, p.depth, p.label) for p in floor.pieces
    ]
    doors = [
        TrueDoor((-d.hinge[0], d.hinge[1]), (-d.latch[0], d.latch[1]), -d.side, d.double)
        for d in floor.doors
    ]
    walls = affinity.scale(floor.walls, -1, 1, origin=(0, 0))
    axes = [affinity.scale(axis, -1, 1, origin=(0, 0)) for axis in floor.axes]
    return TrueFloor(rooms, pieces, doors, walls, axes)


def _solid(cells: Sequence[Cell], inner_m: float, outer_m: float) -> shapely.Geometry:
    edges = shapely.union_all([cell.polygon.boundary for cell in cells], grid_size=GRID_M)
    inner = edges.buffer(inner_m / 2, join_style="mitre", cap_style="square")
    outer = outline_of(cells).exterior.buffer(outer_m / 2, join_style="mitre")
    return inner.union(outer, grid_size=GRID_M)


def _axes(cells: Sequence[Cell], doors: Sequence[TrueDoor]) -> list[LineString]:
    edges = shapely.union_all([cell.polygon.boundary for cell in cells], grid_size=GRID_M)
    cut = edges.difference(
        shapely.union_all([d.line.buffer(0.02, cap_style="flat") for d in doors])
    )
    return [part for part in shapely.get_parts(shapely.line_merge(cut)) if part.length > 0.05]


def _rooms(
    cells: Sequence[Cell], solid: shapely.Geometry, names: Mapping[str, str], storey: int
) -> list[TrueRoom]:
    rooms = []
    for index, cell in enumerate(cells):
        inside = max(shapely.get_parts(cell.polygon.difference(solid)), key=lambda part: part.area)
        rooms.append(TrueRoom(f"{storey}{index + 1:02d}", names[cell.kind], cell.kind, inside))
    return rooms


def _doors(rng: Random, cells: Sequence[Cell]) -> list[TrueDoor]:
    ways = shapely.union_all([c.polygon.boundary for c in cells if c.kind in WAYS])
    doors = []
    for cell in cells:
        if cell.kind in WAYS:
            continue
        width = WARD_DOOR_M if cell.kind == "ward" else rng.choice(DOOR_WIDTHS_M)
        shared = _straight_parts(cell.polygon.boundary.intersection(ways))
        long = [edge for edge in shared if edge.length > width + 2 * JAMB_M]
        if long:
            doors.append(_door(rng, max(long, key=lambda e: e.length), width, cell.polygon))
    return doors


def _entrance(rng: Random, cells: Sequence[Cell]) -> list[TrueDoor]:
    """A double door out of the corridor or the hall."""
    outside = outline_of(cells).exterior
    for cell in cells:
        if cell.kind in WAYS:
            free = _straight_parts(cell.polygon.boundary.intersection(outside))
            long = [edge for edge in free if edge.length > LEAST_ENTRANCE_M + 2 * JAMB_M]
            if long:
                edge = min(long, key=lambda e: e.length)
                door = _door(rng, edge, min(ENTRANCE_M, edge.length - 2 * JAMB_M), cell.polygon)
                return [TrueDoor(door.hinge, door.latch, door.side, double=True)]
    return []


def _straight_parts(shared: shapely.Geometry) -> list[LineString]:
    """The straight pieces of a shared edge, whatever points lie on them."""
    lines = [part for part in shapely.get_parts(shared) if part.geom_type == "LineString"]
    if not lines:
        return []
    merged = shapely.line_merge(shapely.union_all(lines, grid_size=GRID_M))
    return [
        LineString(pair)
        for part in shapely.get_parts(merged)
        for pair in pairwise(shapely.simplify(part, GRID_M).coords)
    ]


def _door(rng: Random, edge: LineString, width: float, into: Polygon) -> TrueDoor:
    start = rng.uniform(JAMB_M, max(JAMB_M, edge.length - width - JAMB_M))
    one, two = edge.interpolate(start), edge.interpolate(start + width)
    if rng.random() < 0.5:
        one, two = two, one
    middle = LineString([one, two]).centroid
    dx, dy = (two.x - one.x) / width, (two.y - one.y) / width
    left = shapely.Point(middle.x - dy * 0.3, middle.y + dx * 0.3)
    return TrueDoor((one.x, one.y), (two.x, two.y), 1 if into.contains(left) else -1)


def _door_of(room: TrueRoom, doors: Sequence[TrueDoor]) -> TrueDoor | None:
    near = [door for door in doors if door.middle.distance(room.polygon) < 0.5]
    return near[0] if near else None


def _labelled(pieces: Sequence[Piece], storey: int) -> list[Piece]:
    count = 0
    labelled = []
    for piece in pieces:
        label = None
        if piece.kind == "desk":
            count += 1
            label = f"{storey}.{count:03d}"
        labelled.append(
            Piece(piece.kind, piece.x, piece.y, piece.turn_deg, piece.width, piece.depth, label)
        )
    return labelled


def _many(walls: shapely.Geometry) -> MultiPolygon:
    return MultiPolygon([part for part in shapely.get_parts(walls) if part.geom_type == "Polygon"])
