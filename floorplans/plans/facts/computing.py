"""Works out the facts of all spaces of a plan: values in, values out, nothing is stored.

Everything is in metres of the drawing's own axes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import shapely
from shapely import LineString, Point, Polygon, STRtree
from shapely.geometry.base import BaseGeometry

from floorplans.plans.facts.values import (
    BACK_TO_WALL_M,
    NEAR_DOOR_M,
    NEAR_WINDOW_M,
    STEP_FREE_CLEAR_M,
    SpaceFacts,
)
from floorplans.plans.spaces import PlannedSpace
from geo.passages import Link, Passage, links, open_links, reachable
from geo.seating import LOOK_M, back_m, nearest_seen_m, of_room, with_walls
from importers.draft import DraftDoor, FloorPlanDraft

#: Rooms; desks and parking places lie in them.
ROOMS = frozenset(("room", "booth", "area", "locker"))
SEATS = frozenset(("desk",))
ENTRANCE, OPENING = "entrance", "opening"
LIFTS = frozenset(("elevator", "lift"))
#: Rooms of these categories let nobody go on without a step; a lift comes from where one enters.
STAIR_CATEGORIES = frozenset(("stairs", "steps", "escalator"))
LIFT_CATEGORIES = frozenset(("elevator",))
#: A lift's door, and the wall that a door stands in, lie no further away.
DOOR_M = 0.6
DECIMALS = 2


@dataclass(frozen=True, slots=True)
class _Around:
    """What lies in the walls round a room: places of windows and doors, and its walls but doors."""

    windows: list[LineString]
    doors: list[LineString]
    barriers: BaseGeometry
    with_walls: Polygon


@dataclass(frozen=True, slots=True)
class _Floor:
    """The parts of a plan that facts are worked out from; ``rooms`` are places in ``spaces``."""

    spaces: Sequence[PlannedSpace]
    rooms: list[int]
    room_shapes: list[Polygon]
    tree: STRtree
    doors: list[LineString]
    door_tree: STRtree
    windows: list[LineString]
    window_tree: STRtree
    walls: BaseGeometry
    desks: STRtree
    desk_places: list[int]
    around: dict[int, _Around] = field(default_factory=dict)


def facts_of(draft: FloorPlanDraft, spaces: Sequence[PlannedSpace]) -> tuple[SpaceFacts, ...]:
    """The facts of ``spaces``, which are those of ``draft`` with what people made of them."""
    floor = _floor(draft, spaces)
    found = links(floor.room_shapes, _passages(draft))
    ways = _Ways(_step_free(draft, floor, found), _widest(floor, found))
    columns = STRtree([column.polygon for column in draft.columns if column.polygon.area > 0])
    place_of = {index: room for room, index in enumerate(floor.rooms)}
    return tuple(
        _of_room(floor, place_of[index], ways, columns)
        if index in place_of
        else _of_place(floor, index, ways)
        for index in range(len(spaces))
    )


@dataclass(frozen=True, slots=True)
class _Ways:
    """For each room whether it is reached without a step, and its widest door."""

    step_free: Sequence[bool | None]
    widest: Sequence[float | None]


def _floor(draft: FloorPlanDraft, spaces: Sequence[PlannedSpace]) -> _Floor:
    rooms = [i for i, space in enumerate(spaces) if space.kind in ROOMS]
    desks = [i for i, space in enumerate(spaces) if space.kind in SEATS]
    doors = [door for door in draft.doors if door.line.length > 0]
    lines = [door.line for door in doors]
    windows = [window.line for window in draft.windows if window.line.length > 0]
    shapes = [spaces[i].polygon for i in rooms]
    return _Floor(
        spaces=spaces,
        rooms=rooms,
        room_shapes=shapes,
        tree=STRtree(shapes),
        doors=lines,
        door_tree=STRtree(lines),
        windows=windows,
        window_tree=STRtree(windows),
        walls=draft.walls,
        desks=STRtree([spaces[i].polygon for i in desks]),
        desk_places=desks,
    )


def _passages(draft: FloorPlanDraft) -> list[Passage]:
    return [
        Passage(door.line, _clear_m(door), door.kind == ENTRANCE)
        for door in draft.doors
        if door.line.length > 0
    ]


def _clear_m(door: DraftDoor) -> float | None:
    """An opening without a leaf is as clear as it is wide."""
    return door.width_m if door.clear_m is None and door.kind == OPENING else door.clear_m


def _step_free(
    draft: FloorPlanDraft, floor: _Floor, found: Sequence[Link | None]
) -> list[bool | None]:
    """For each room whether it is reached without a step; None where no way in is known."""
    entered = any(link is not None and None in (link.one, link.other) for link in found)
    starts = _at_lifts(draft, floor, found)
    if not entered and not starts:
        return [None] * len(floor.rooms)
    ways = [link for link in found if link is not None]
    ways += open_links(floor.room_shapes, floor.walls, STEP_FREE_CLEAR_M)
    barred = [n for n, i in enumerate(floor.rooms) if floor.spaces[i].category in STAIR_CATEGORIES]
    return reachable(len(floor.rooms), ways, starts, barred, STEP_FREE_CLEAR_M)


def _at_lifts(draft: FloorPlanDraft, floor: _Floor, found: Sequence[Link | None]) -> list[int]:
    """The rooms that are lifts, that hold one, or that one opens into."""
    rooms = {n for n, i in enumerate(floor.rooms) if floor.spaces[i].category in LIFT_CATEGORIES}
    for lift in draft.connectors:
        if lift.kind not in LIFTS or lift.polygon.area <= 0:
            continue
        rooms.update(_rooms_at(floor, lift.polygon.centroid)[:1])
        near = floor.door_tree.query(lift.polygon, predicate="dwithin", distance=DOOR_M)
        for link in (found[door] for door in near.tolist()):
            if link is not None:
                rooms.update(room for room in (link.one, link.other) if room is not None)
    return sorted(rooms)


def _rooms_at(floor: _Floor, place: Point) -> list[int]:
    """The rooms that hold a point, the smallest first."""
    inside = floor.tree.query(place, predicate="within").tolist()
    return sorted(inside, key=lambda n: floor.room_shapes[n].area)


def _widest(floor: _Floor, found: Sequence[Link | None]) -> list[float | None]:
    """The clear width of the widest door of each room whose width is known."""
    best: list[float | None] = [None] * len(floor.rooms)
    for link in found:
        if link is None or link.clear_m is None:
            continue
        for room in (link.one, link.other):
            if room is not None:
                best[room] = max(link.clear_m, best[room] or 0.0)
    return best


def _around(floor: _Floor, room: int) -> _Around:
    """Worked out once for each room: hundreds of desks may stand in it."""
    if room not in floor.around:
        shape = floor.room_shapes[room]
        windows = [floor.windows[i] for i in of_room(shape, floor.windows, floor.window_tree)]
        doors = [floor.doors[i] for i in of_room(shape, floor.doors, floor.door_tree)]
        # Who sits with the back to a door has no wall there.
        ways = shapely.buffer(np.array(doors, dtype=object), DOOR_M, cap_style="flat")
        barriers = shape.boundary.difference(shapely.union_all(ways))
        floor.around[room] = _Around(windows, doors, barriers, with_walls(shape))
    return floor.around[room]


def _of_room(floor: _Floor, room: int, ways: _Ways, columns: STRtree) -> SpaceFacts:
    return SpaceFacts(
        net_area_m2=net_area_m2(floor.room_shapes[room], columns),
        # A drawing without any window does not tell.
        near_window=bool(_around(floor, room).windows) if floor.windows else None,
        step_free=ways.step_free[room],
        door_clear_m=_rounded(ways.widest[room]),
    )


def net_area_m2(room: Polygon, columns: STRtree) -> float:
    """The area of a room without the columns that stand in it."""
    near = columns.query(room, predicate="intersects").tolist()
    taken = shapely.union_all([columns.geometries[i] for i in near])
    return round(float(room.difference(taken).area), DECIMALS)


def _of_place(floor: _Floor, index: int, ways: _Ways) -> SpaceFacts:
    space = floor.spaces[index]
    middle = space.polygon.centroid
    room = next(iter(_rooms_at(floor, middle)), None)
    way = SpaceFacts(
        step_free=None if room is None else ways.step_free[room],
        door_clear_m=None if room is None else _rounded(ways.widest[room]),
    )
    if space.kind not in SEATS:
        return way
    found = None if room is None else _around(floor, room)
    shape = None if room is None else floor.room_shapes[room]
    window, door = (_seen(middle, found, what, floor, shape) for what in ("windows", "doors"))
    return replace(
        way,
        window_m=_rounded(window),
        near_window=_near(window, floor.windows, NEAR_WINDOW_M),
        door_m=_rounded(door),
        near_door=_near(door, floor.doors, NEAR_DOOR_M),
        back_to_wall=_back_to_wall(floor, index, room),
    )


def _seen(
    middle: Point, found: _Around | None, what: str, floor: _Floor, shape: Polygon | None
) -> float | None:
    """How far it is to the nearest window (or door) of the room, or of a floor without rooms."""
    if found is not None:
        lines = found.windows if what == "windows" else found.doors
        return nearest_seen_m(middle, lines, shape, floor.walls, found.with_walls)
    lines, tree = (
        (floor.windows, floor.window_tree) if what == "windows" else (floor.doors, floor.door_tree)
    )
    if not lines:
        return None
    return nearest_seen_m(middle, [lines[int(tree.nearest(middle))]], None, floor.walls)


def _near(distance: float | None, lines: Sequence[LineString], limit: float) -> bool | None:
    """Near or not; a drawing without any window (or door) does not tell."""
    if not lines:
        return None
    return distance is not None and distance <= limit


def _back_to_wall(floor: _Floor, index: int, room: int | None) -> bool | None:
    space = floor.spaces[index]
    if space.rotation_deg is None or room is None:
        return None
    x0, y0, x1, y1 = space.polygon.bounds
    box = shapely.box(x0 - LOOK_M, y0 - LOOK_M, x1 + LOOK_M, y1 + LOOK_M)
    near = floor.desks.query(box).tolist()
    others = [floor.spaces[i].polygon for n in near if (i := floor.desk_places[n]) != index]
    barriers = _around(floor, room).barriers
    behind = back_m(space.polygon, space.rotation_deg, barriers, others)
    return behind is not None and behind <= BACK_TO_WALL_M


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(float(value), DECIMALS)
