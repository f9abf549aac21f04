"""Spaces are put in zones by changing the zones, which may be of several pieces."""

from __future__ import annotations

import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import Polygon

from floorplans.plans.editing import Edited, apply
from floorplans.plans.editing.actions import At, Change, DrawZone
from floorplans.plans.layout import anchor_of
from floorplans.plans.spaces import PlannedSpace, PlannedZone

ROOM_M = (4.0, 3.0)
#: From one room to the next: its width and a wall.
STEP_M = 4.2


def make_space(kind: str, polygon: Polygon) -> PlannedSpace:
    return PlannedSpace(
        kind=kind,
        category="office" if kind == "room" else kind,
        number=None,
        name="One",
        capacity=1,
        bookable=kind == "desk",
        features=(),
        polygon=polygon,
        rotation_deg=None,
        handle=None,
        layer=None,
    )


def make_rooms(count: int) -> list[PlannedSpace]:
    """Rooms side by side with a wall of 20 cm between them."""
    width, depth = ROOM_M
    lefts = [STEP_M * place for place in range(count)]
    return [make_space("room", shapely.box(left, 0, left + width, depth)) for left in lefts]


def make_desk(x: float, y: float) -> PlannedSpace:
    return make_space("desk", shapely.box(x, y, x + 1.6, y + 0.8))


def at(space: PlannedSpace) -> At:
    middle = space.polygon.centroid
    return At(space.kind, middle.x, middle.y)


def put(zone: str, *spaces: PlannedSpace) -> Change:
    return Change(tuple(map(at, spaces)), zone=zone)


def done(spaces: list[PlannedSpace], *changes: Change | DrawZone) -> Edited:
    edited = apply(spaces, (), changes)
    assert edited.lost == ()
    return edited


def members(edited: Edited, name: str) -> list[int]:
    """The places of the spaces whose anchor lies in a zone."""
    (zone,) = [each for each in edited.zones if each.name == name]
    return [
        place
        for place, space in enumerate(edited.spaces)
        if zone.shape.intersects(anchor_of(space.polygon))
    ]


def test_a_new_zone_holds_the_chosen_rooms_and_no_other() -> None:
    rooms = make_rooms(4)
    edited = done(rooms, put("Sales", rooms[0], rooms[1]))
    (zone,) = edited.zones
    assert members(edited, "Sales") == [0, 1]
    assert isinstance(zone.shape, Polygon)
    assert zone.shape.is_valid
    assert shapely.intersection(zone.shape, rooms[2].polygon).area == 0


def test_rooms_far_from_each_other_make_a_zone_of_two_pieces() -> None:
    rooms = make_rooms(4)
    edited = done(rooms, put("Sales", rooms[0], rooms[3]))
    assert members(edited, "Sales") == [0, 3]
    assert len(shapely.get_parts(edited.zones[0].shape)) == 2


def test_a_zone_grows_and_whoever_comes_leaves_the_other() -> None:
    rooms = make_rooms(4)
    edited = done(rooms, put("Sales", *rooms[:2]), put("Law", *rooms[2:]), put("law", rooms[1]))
    assert [zone.name for zone in edited.zones] == ["Sales", "Law"]
    assert members(edited, "Sales") == [0]
    assert members(edited, "Law") == [1, 2, 3]


def test_a_zone_that_nobody_is_left_in_is_gone() -> None:
    desks = [make_desk(0, 0), make_desk(2, 0)]
    assert done(desks, put("Sales", *desks), put("", *desks)).zones == ()
    assert [zone.name for zone in done(desks, put("A", *desks), put("B", *desks)).zones] == ["B"]


def test_a_desk_leaves_the_zone_of_its_room_and_the_room_stays() -> None:
    (room,) = make_rooms(1)
    spaces = [room, make_desk(0.2, 0.2), make_desk(0.2, 2.0)]
    edited = done(spaces, put("Sales", room), put("", spaces[1]))
    assert members(edited, "Sales") == [0, 2]


def test_desks_are_in_a_zone_without_their_room_and_a_room_brings_its_desks() -> None:
    (room,) = make_rooms(1)
    spaces = [room, make_desk(0.1, 1.1), make_desk(2.3, 1.1)]
    assert members(done(spaces, put("Sales", *spaces[1:])), "Sales") == [1, 2]
    assert members(done(spaces, put("Sales", room)), "Sales") == [0, 1, 2]
    grown = done(spaces, put("Sales", spaces[1]), put("Sales", spaces[2]))
    assert members(grown, "Sales") == [1, 2]


def test_desks_in_rows_are_one_piece_and_those_between_stay_out() -> None:
    desks = [make_desk(2.0 * column, 2.0 * row) for row in range(3) for column in range(5)]
    chosen = [desks[place] for place in (0, 1, 2, 5, 7, 10, 11, 12)]
    edited = done(desks, put("Ring", *chosen))
    assert members(edited, "Ring") == [0, 1, 2, 5, 7, 10, 11, 12]
    assert len(shapely.get_parts(edited.zones[0].shape)) == 1


def test_a_drawn_zone_keeps_its_outline_where_nothing_comes_or_goes() -> None:
    rooms = make_rooms(4)
    ring = ((-5.0, -5.0), (4.1, -5.0), (4.1, 8.0), (-5.0, 8.0))
    drawn = Polygon(ring)
    edited = done(rooms, DrawZone("Sales", ring), put("Sales", rooms[1]))
    assert edited.zones[0].shape.covers(drawn)
    left = done(rooms, DrawZone("Sales", ring), put("", rooms[3]))
    assert left.zones == (PlannedZone("Sales", drawn),)


#: A zone, or none, and who is put there.
STEPS = st.tuples(st.sampled_from(["A", "B", ""]), st.sets(st.integers(0, 11), min_size=1))


@given(st.lists(STEPS, max_size=8))
def test_whatever_is_put_where_each_space_lies_where_it_was_put_last(
    steps: list[tuple[str, set[int]]],
) -> None:
    desks = [make_desk(1.7 * column, 0.9 * row) for row in range(3) for column in range(4)]
    edited = done(desks, *(put(zone, *(desks[k] for k in sorted(those))) for zone, those in steps))
    wanted = {place: zone for zone, those in steps for place in those}
    for zone in edited.zones:
        assert zone.shape.is_valid
        own = [place for place, name in wanted.items() if name == zone.name]
        assert members(edited, zone.name) == sorted(own)
    assert {zone.name for zone in edited.zones} == {name for name in wanted.values() if name}
