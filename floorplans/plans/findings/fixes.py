"""What can be done about a finding, by its code: the one table that the studio knows it from.

A fix is an edit that is ready to be done, or leads to where the cause is mended. Which of a code's
fixes a finding has depends on the plan as it is now: no wall to close, no room to cut.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from shapely.geometry.base import BaseGeometry

from floorplans.plans.editing.actions import (
    Change,
    Delete,
    DrawWall,
    Merge,
    PlanAction,
    Settle,
    Split,
)
from floorplans.plans.editing.codec import to_plain
from floorplans.plans.findings.ground import Ground, line_of, merged, shown
from floorplans.plans.findings.states import spot_of
from floorplans.plans.findings.values import Ask, Finding, Fix, Lead
from floorplans.plans.spaces import PlannedSpace

Maker = Callable[[Finding, Ground], Iterator[Fix]]

_NUMBER, _NAME = Ask("number", "Number"), Ask("name", "Name")


def fixes_of(finding: Finding, ground: Ground) -> tuple[Fix, ...]:
    """What can be done about one finding, the likeliest first."""
    return tuple(fix for maker in TABLE.get(finding.code, ()) for fix in maker(finding, ground))


def _settling(
    finding: Finding,
    name: str,
    label: str,
    action: PlanAction,
    shape: BaseGeometry | None = None,
    *,
    asks: tuple[Ask, ...] = (),
) -> Fix:
    settled = Settle(finding.code, spot_of(finding), action)
    return Fix(name, label, to_plain(settled), asks, shown(shape))


def _closing(label: str) -> Maker:
    """A wall along the line that the reader proposes; the drawing is read again with it."""

    def close(finding: Finding, ground: Ground) -> Iterator[Fix]:
        del ground
        line = line_of(finding)
        if line is not None and line.length > 0:
            (x0, y0), (x1, y1) = line.coords
            action = to_plain(DrawWall(((x0, y0), (x1, y1))))
            yield Fix("close", label, action, (), shown(line), reading=True)

    return close


close_wall = _closing("Close it: draw a wall here")
close_outline = _closing("Close it: the edge of the room runs here")


def split(finding: Finding, ground: Ground) -> Iterator[Fix]:
    room, line = ground.cut(finding), line_of(finding)
    at = ground.name(room) if room else None
    if room is not None and line is not None and at is not None:
        (x0, y0), (x1, y1) = line.coords
        action = Split(at, ((x0, y0), (x1, y1)))
        yield _settling(finding, "split", f"Cut “{room.name}” in two here", action, line)


def make_one(finding: Finding, ground: Ground) -> Iterator[Fix]:
    """What a gap was closed for may be one room all the same."""
    sides = ground.across(finding)
    if sides is not None:
        yield from _merging(finding, ground, sides, "Leave it open: make one of")


def merge(finding: Finding, ground: Ground) -> Iterator[Fix]:
    both = ground.overlapping(finding)
    if both is not None:
        yield from _merging(finding, ground, both, "Make one of")
        for space in both:
            yield from _deleting(finding, ground, space)


def _merging(
    finding: Finding, ground: Ground, two: tuple[PlannedSpace, PlannedSpace], words: str
) -> Iterator[Fix]:
    one, other = (ground.name(space) for space in two)
    whole = merged(two)
    if one is None or other is None or whole is None:
        return
    names = " and ".join(f"“{space.name}”" for space in two)
    yield _settling(finding, "merge", f"{words} {names}", Merge((one, other)), whole)


def pick(finding: Finding, ground: Ground) -> Iterator[Fix]:
    """Which of several numbers a room has."""
    room = ground.room(finding)
    at = ground.name(room) if room else None
    if room is None or at is None:
        return
    for number in finding.choices:
        verb = "Keep" if number == room.number else "Use"
        action = Change((at,), number=number)
        yield _settling(finding, "pick", f"{verb} the number {number}", action, room.polygon)


def name_room(finding: Finding, ground: Ground) -> Iterator[Fix]:
    room = ground.room(finding)
    at = ground.name(room) if room else None
    if room is not None and at is not None:
        action, asks = Change((at,)), (_NUMBER, _NAME)
        yield _settling(finding, "name", f"Name “{room.name}”", action, room.polygon, asks=asks)


def number_place(finding: Finding, ground: Ground) -> Iterator[Fix]:
    """A label of its own for a place that shares one."""
    place = ground.place(finding) or ground.room(finding)
    at = ground.name(place) if place else None
    if place is not None and at is not None:
        action, words = Change((at,)), f"Give “{place.name}” another number"
        yield _settling(finding, "name", words, action, place.polygon, asks=(_NUMBER,))


def delete_room(finding: Finding, ground: Ground) -> Iterator[Fix]:
    room = ground.room(finding)
    if room is not None:
        yield from _deleting(finding, ground, room)


def delete_copy(finding: Finding, ground: Ground) -> Iterator[Fix]:
    copy = ground.copy(finding)
    if copy is not None:
        yield from _deleting(finding, ground, copy)


def delete_place(finding: Finding, ground: Ground) -> Iterator[Fix]:
    place = ground.place(finding)
    if place is not None:
        yield from _deleting(finding, ground, place)


def _deleting(finding: Finding, ground: Ground, space: PlannedSpace) -> Iterator[Fix]:
    at = ground.name(space)
    if at is not None:
        label = f"Delete “{space.name}”"
        yield _settling(finding, "delete", label, Delete((at,)), space.polygon)


def give_role(finding: Finding, ground: Ground) -> Iterator[Fix]:
    """What a layer or a block is taken for, is said under its role."""
    del ground
    label = f"Give “{finding.layer}” another role" if finding.layer else "Look at the roles"
    yield Fix("role", label, lead=Lead("roles", finding.layer))


def _leading(tab: str, label: str) -> Maker:
    def lead(finding: Finding, ground: Ground) -> Iterator[Fix]:
        del finding, ground
        yield Fix("look", label, lead=Lead(tab))

    return lead


look_at_unit = _leading("overview", "Look at the unit")
look_at_letters = _leading("overview", "Look at the encoding")
look_at_views = _leading("overview", "Look at the drawings on the sheet")
look_at_repairs = _leading("overview", "Look at the repairs")
look_at_position = _leading("position", "Place the floor")

TABLE: Mapping[str, tuple[Maker, ...]] = MappingProxyType(
    {
        # Walls and rooms.
        "WALL_LEAK": (close_wall, split, make_one),
        "STRAY_WALL": (look_at_repairs, give_role),
        "WALLS_TOO_DENSE": (give_role,),
        "ROOMS_TOO_DENSE": (give_role,),
        "PATTERN_LEFT_OUT": (give_role,),
        "NO_ROOMS_FOUND": (give_role,),
        "ROOM_NOT_CLOSED": (close_outline,),
        "ROOM_DUPLICATE": (delete_copy,),
        "ROOM_OVERLAP": (merge,),
        "ROOM_TINY": (delete_room,),
        "ROOM_HUGE": (delete_room, look_at_unit),
        "ROOM_IS_A_HULL": (give_role,),
        "ROOM_IS_A_CLUSTER": (give_role,),
        # Numbers and names.
        "NO_ROOM_LABELS": (give_role,),
        "ROOM_WITHOUT_LABEL": (name_room, delete_room),
        "ROOM_TWO_NUMBERS": (pick,),
        "ROOM_SEVERAL_NAMES": (name_room,),
        "LABEL_DUPLICATE": (number_place,),
        # Places.
        "DESK_OVERLAP": (merge,),
        "DESK_ACROSS_ROOMS": (delete_place,),
        # What the whole drawing is.
        "UNITS_UNCERTAIN": (look_at_unit,),
        "UNITS_DIFFER_FROM_HEADER": (look_at_unit,),
        "FLOOR_SIZE_UNUSUAL": (look_at_unit,),
        "AREA_DIFFERS": (look_at_unit,),
        "TEXT_ENCODING_REPAIRED": (look_at_letters,),
        "TEXT_ENCODING_DOUBTFUL": (look_at_letters,),
        "GEODATA_UNREADABLE": (look_at_position,),
        "POSITION_NOT_TOLD": (look_at_position,),
        "SEVERAL_FLOORS": (look_at_views,),
        "PLANS_ALIKE": (look_at_views,),
        "NO_FLOOR_PLAN_FOUND": (look_at_views,),
        "VIEW_LEFT_OUT": (look_at_views,),
        "VIEW_NOT_THERE": (look_at_views,),
        "LAYERS_ALL_OFF": (give_role,),
        "KIND_NOT_KNOWN": (give_role,),
    }
)
