"""From cells to a floor: walls with doors in them, numbers and names, and furniture."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise
from random import Random

import shapely
from shapely import LineString, MultiPolygon, Polygon, affinity
from shapely.ops import substring

from bench.drawn.furniture import furnish
from bench.drawn.layouts import outline_of
from bench.drawn.truth import WAYS, Cell, Piece, TrueDoor, TrueFloor, TrueRoom

DOOR_WIDTHS_M = (0.8, 0.9, 0.9, 1.0)
#: Doors of these kinds of rooms; a bath opens into the ward that it is in.
DOORS_M = {"ward": 1.2, "booth": 0.75, "bath": 0.8, "theatre": 1.6, "shop": 1.8}
DOUBLE = ("theatre", "shop")
ENTRANCE_M = 1.8
LEAST_ENTRANCE_M = 1.3
#: From the end of a wall to the door in it.
JAMB_M = 0.25
GRID_M = 0.001
WINDOWS_M = (1.0, 1.8)
WINDOW_EVERY_M = 2.4
COLUMN_EVERY_M = 5.4


def build(
    rng: Random,
    cells: Sequence[Cell],
    names: Mapping[str, str],
    *,
    inner_m: float,
    outer_m: float,
    storey: int,
    labelled: bool,
    numbering: str,
    windows: str,
    glass: bool,
    columns: bool,
) -> TrueFloor:
    """Walls ``inner_m`` and ``outer_m`` thick, a door for each room, and what stands in it."""
    cells = [Cell(cell.kind, shapely.set_precision(cell.polygon, GRID_M)) for cell in cells]
    doors = _doors(rng, cells)
    doors += _entrance(rng, cells)
    solid = _solid(cells, inner_m, outer_m)
    # The gap reaches through the wall and no further.
    gaps = [door.line.buffer(outer_m, cap_style="flat") for door in doors]
    walls = solid.difference(shapely.union_all(gaps), grid_size=GRID_M)
    axes = _axes(cells, doors)
    rooms = _rooms(cells, solid, names, partial(numbering.format, storey=storey))
    posts = _columns(rooms) if columns else []
    pieces = [piece for room in rooms for piece in furnish(rng, room, _door_of(room, doors), posts)]
    if labelled:
        pieces = _labelled(pieces, storey)
    lights = _windows(rng, cells, doors, windows)
    panes = walls.intersection(_glazed(cells, inner_m)) if glass else MultiPolygon()
    return TrueFloor(rooms, pieces, doors, _many(walls), axes, lights, _many(panes), posts)


def mirrored(floor: TrueFloor, names: Sequence[str]) -> TrueFloor:
    """The floor as seen in a mirror at x = 0, its rooms numbered with ``names``."""
    rooms = [
        TrueRoom(number, room.name, room.kind, affinity.scale(room.polygon, -1, 1, origin=(0, 0)))
        for room, number in zip(floor.rooms, names, strict=True)
    ]
    pieces = [replace(piece, x=-piece.x, turn_deg=-piece.turn_deg) for piece in floor.pieces]
    doors = [
        TrueDoor((-d.hinge[0], d.hinge[1]), (-d.latch[0], d.latch[1]), -d.side, d.double)
        for d in floor.doors
    ]
    walls = affinity.scale(floor.walls, -1, 1, origin=(0, 0))
    axes = [affinity.scale(axis, -1, 1, origin=(0, 0)) for axis in floor.axes]
    return TrueFloor(rooms, pieces, doors, walls, axes, [], MultiPolygon(), [])


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
    cells: Sequence[Cell],
    solid: shapely.Geometry,
    names: Mapping[str, str],
    number_of: Callable[..., str],
) -> list[TrueRoom]:
    rooms: list[TrueRoom] = []
    for index, cell in enumerate(cells):
        inside = max(shapely.get_parts(cell.polygon.difference(solid)), key=lambda part: part.area)
        rooms.append(TrueRoom(number_of(room=index + 1), names[cell.kind], cell.kind, inside))
    return rooms


def _doors(rng: Random, cells: Sequence[Cell]) -> list[TrueDoor]:
    ways = shapely.union_all([c.polygon.boundary for c in cells if c.kind in WAYS])
    wards = shapely.union_all([c.polygon.boundary for c in cells if c.kind == "ward"])
    doors = []
    for cell in cells:
        if cell.kind in WAYS:
            continue
        width = DOORS_M.get(cell.kind) or rng.choice(DOOR_WIDTHS_M)
        into = wards if cell.kind == "bath" else ways
        shared = _straight_parts(cell.polygon.boundary.intersection(into))
        long = [edge for edge in shared if edge.length > width + 2 * JAMB_M]
        if long:
            door = _door(rng, max(long, key=lambda e: e.length), width, cell.polygon)
            doors.append(replace(door, double=cell.kind in DOUBLE))
    return doors


def _entrance(rng: Random, cells: Sequence[Cell]) -> list[TrueDoor]:
    """A double door out of the corridor or the hall."""
    outside = outline_of(cells).exterior.buffer(3 * GRID_M)
    for cell in cells:
        if cell.kind in WAYS:
            free = _straight_parts(cell.polygon.boundary.intersection(outside))
            long = [edge for edge in free if edge.length > LEAST_ENTRANCE_M + 2 * JAMB_M]
            if long:
                edge = min(long, key=lambda e: e.length)
                door = _door(rng, edge, min(ENTRANCE_M, edge.length - 2 * JAMB_M), cell.polygon)
                return [replace(door, double=True)]
    return []


def _windows(
    rng: Random, cells: Sequence[Cell], doors: Sequence[TrueDoor], way: str
) -> list[LineString]:
    """One or more windows in the outer wall of each room, clear of corners and doors."""
    if way == "none":
        return []
    outside = outline_of(cells).exterior.buffer(3 * GRID_M)
    near_doors = shapely.union_all([door.line.buffer(0.3) for door in doors])
    found = []
    for cell in cells:
        for edge in _straight_parts(cell.polygon.boundary.intersection(outside)):
            count = int((edge.length - 2 * JAMB_M) / WINDOW_EVERY_M)
            long = rng.uniform(*WINDOWS_M)
            if way == "curtain" and count:
                count, long = 1, edge.length - 2 * JAMB_M
            for k in range(count):
                middle = (k + 0.5) * edge.length / count
                window = substring(edge, middle - long / 2, middle + long / 2)
                if not window.intersects(near_doors):
                    found.append(window)
    return found


def _glazed(cells: Sequence[Cell], inner_m: float) -> shapely.Geometry:
    """Where meeting rooms have walls of glass: towards corridors and halls."""
    ways = shapely.union_all([c.polygon.boundary for c in cells if c.kind in WAYS])
    edges = [
        edge
        for cell in cells
        if cell.kind == "meeting"
        for edge in _straight_parts(cell.polygon.boundary.intersection(ways))
    ]
    return shapely.union_all([edge.buffer(inner_m, cap_style="flat") for edge in edges])


def _columns(rooms: Sequence[TrueRoom]) -> list[Polygon]:
    """Square columns on a grid through the open offices."""
    found = []
    for room in rooms:
        if room.kind not in {"open", "pods", "cubicles", "parking"}:
            continue
        x0, y0, x1, y1 = room.polygon.bounds
        for i in range(1, int((x1 - x0) / COLUMN_EVERY_M) + 1):
            for j in range(1, int((y1 - y0) / COLUMN_EVERY_M) + 1):
                x, y = x0 + i * COLUMN_EVERY_M, y0 + j * COLUMN_EVERY_M
                post = shapely.box(x - 0.2, y - 0.2, x + 0.2, y + 0.2)
                if room.polygon.buffer(-0.5).contains(post):
                    found.append(post)
    return found


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
        labelled.append(replace(piece, label=label))
    return labelled


def _many(walls: shapely.Geometry) -> MultiPolygon:
    return MultiPolygon([part for part in shapely.get_parts(walls) if part.geom_type == "Polygon"])
