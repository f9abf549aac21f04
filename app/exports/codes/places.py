"""Which places of a floor get a code, and in which order they are walked past."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from floorplans.plans.exporting.exported import ExportedFloor, ExportedSpace
from geo.walk import Place, walk

FLOOR = "floor"
KINDS = (FLOOR, "room", "desk", "booth", "parking", "locker", "area")
#: Labels for doors hold the code of their room: a door is a line of one plan, and lasts no longer.
DOOR = "door"
#: From the middle of a door, across half a thick wall, to the floor of the room it leads into.
DOOR_REACH_M = 0.5
#: What stands inside others, and is labelled after what it stands in.
_HOLDING = "room"


@dataclass(frozen=True, slots=True)
class Label:
    """What is printed beside a code: nothing about people."""

    id: UUID
    kind: str
    name: str
    number: str | None
    floor_name: str
    building_name: str


def labels_of(floor: ExportedFloor, kinds: Iterable[str] = KINDS) -> list[Label]:
    """The floor, then each room with what stands in it, as one walks from the entrance.

    A room that cannot be booked gets a code where something in it can: it shows what is free there.
    Of the kind ``door`` there is one for each door of such a room.
    """
    wanted = frozenset(kinds)
    found = [_of_floor(floor)] if FLOOR in wanted else []
    for each in _walked(floor):
        label = _of_space(floor, each)
        if each.kind in wanted:
            found.append(label)
        if DOOR in wanted and each.kind == _HOLDING:
            found += [replace(label, kind=DOOR)] * _doors(floor, each)
    return found


def _doors(floor: ExportedFloor, room: ExportedSpace) -> int:
    """How many doors lead into a room."""
    return sum(
        each.kind == DOOR and room.polygon.distance(each.line.centroid) <= DOOR_REACH_M
        for each in floor.openings
    )


def _walked(floor: ExportedFloor) -> list[ExportedSpace]:
    places = [each for each in floor.spaces if each.bookable and each.kind != _HOLDING]
    rooms = {each.id: each for each in floor.spaces if each.kind == _HOLDING}
    held: dict[UUID | None, list[ExportedSpace]] = defaultdict(list)
    for each in places:
        held[each.within if each.within in rooms else None].append(each)
    stops = [each for each in rooms.values() if each.bookable or each.id in held] + held[None]
    stops.sort(key=lambda each: (each.number or each.name, str(each.id)))
    found: list[ExportedSpace] = []
    here = _entrance(floor)
    for stop in _ordered(stops, here):
        inside = _ordered(held[stop.id], here) if stop.id in rooms else []
        found += [stop, *inside]
        here = _at(found[-1])
    return found


def _ordered(spaces: list[ExportedSpace], start: Place) -> list[ExportedSpace]:
    by_number = sorted(spaces, key=lambda each: (each.number or each.name, str(each.id)))
    return [by_number[index] for index in walk([_at(each) for each in by_number], start)]


def _entrance(floor: ExportedFloor) -> Place:
    """The entrance, else the stairs, else the floor's upper left."""
    ways_in = [each.line.centroid for each in floor.openings if each.kind == "entrance"]
    ways_in += [each.polygon.centroid for each in floor.connectors]
    if ways_in:
        return ways_in[0].x, ways_in[0].y
    west, _, _, north = floor.outline.bounds if not floor.outline.is_empty else (0, 0, 0, 0)
    return west, north


def _at(space: ExportedSpace) -> Place:
    return space.anchor.x, space.anchor.y


def _of_floor(floor: ExportedFloor) -> Label:
    return Label(
        floor.floor_id, FLOOR, floor.floor_name, floor.short_name, floor.floor_name,
        floor.building_name,
    )  # fmt: skip


def _of_space(floor: ExportedFloor, space: ExportedSpace) -> Label:
    return Label(
        space.id, space.kind, space.name, space.number, floor.floor_name, floor.building_name
    )
