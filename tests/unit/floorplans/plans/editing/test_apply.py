"""What people do in the studio, done to the spaces of a plan."""

from __future__ import annotations

from dataclasses import replace

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import Polygon

from floorplans.plans.editing import Action, Edited, apply
from floorplans.plans.editing.actions import (
    At,
    Change,
    Delete,
    DeleteZone,
    Draw,
    DrawZone,
    Merge,
    Move,
    Renumber,
    Repeat,
    Split,
    Turn,
)
from floorplans.plans.spaces import PlannedSpace, PlannedZone

SQUARE = ((0.0, 0.0), (2.0, 0.0), (2.0, 2.0), (0.0, 2.0))


def make_room(west: float, number: str | None = None, **changes: object) -> PlannedSpace:
    """A room of 4 by 3 m from ``west`` on."""
    room = PlannedSpace(
        kind="room",
        category="office",
        number=number,
        name=number or "Office 1",
        capacity=1,
        bookable=False,
        features=(),
        polygon=shapely.box(west, 0, west + 4, 3),
        rotation_deg=None,
        handle="1A",
        layer="ROOMS",
        named_by_us=number is None,
    )
    return replace(room, **changes)  # type: ignore[arg-type]


def make_desk(x: float, y: float, name: str = "Desk 1") -> PlannedSpace:
    """A desk of 1.6 by 0.8 m with its lower left corner at (x, y)."""
    return PlannedSpace(
        kind="desk",
        category="desk",
        number=None,
        name=name,
        capacity=1,
        bookable=True,
        features=("monitor",),
        polygon=shapely.box(x, y, x + 1.6, y + 0.8),
        rotation_deg=90.0,
        handle="2B",
        layer="DESKS",
        named_by_us=True,
    )


ROOM, NEXT = At("room", 2, 1.5), At("room", 6.2, 1.5)
DESK = At("desk", 1, 1)


def one_room() -> list[PlannedSpace]:
    return [make_room(0, "1.01"), make_desk(0.5, 0.5)]


def two_rooms() -> list[PlannedSpace]:
    return [make_room(0, "1.01"), make_room(4.2, "1.02", polygon=shapely.box(4.2, 0, 9, 3))]


def done(spaces: list[PlannedSpace], *actions: Action) -> Edited:
    edited = apply(spaces, (), actions)
    assert edited.lost == ()
    return edited


def why_not(spaces: list[PlannedSpace], action: Action) -> str:
    """The reason; the plan must be as it was."""
    edited = apply(spaces, (), [action])
    assert edited.spaces == tuple(spaces)
    (lost,) = edited.lost
    return lost.reason


def test_a_point_in_a_desk_in_a_room_means_the_one_of_its_kind() -> None:
    edited = done(one_room(), Change((DESK,), name="Window seat"), Change((ROOM,), name="Blue"))
    assert [space.name for space in edited.spaces] == ["1.01 Blue", "Window seat"]


def test_a_new_number_takes_the_place_of_the_old_in_what_people_read() -> None:
    edited = done(one_room(), Change((ROOM,), name="Blue"), Change((ROOM,), number="2.02"))
    assert (edited.spaces[0].number, edited.spaces[0].name) == ("2.02", "2.02 Blue")


def test_a_number_taken_away_leaves_the_name() -> None:
    edited = done(one_room(), Change((ROOM,), name="Blue"), Change((ROOM,), number=""))
    assert (edited.spaces[0].number, edited.spaces[0].name) == (None, "Blue")


def test_what_a_person_names_is_not_named_by_us_any_more() -> None:
    edited = done([make_desk(0.5, 0.5)], Change((DESK,), number="D-7"))
    assert (edited.spaces[0].name, edited.spaces[0].named_by_us) == ("D-7", False)


def test_a_meeting_room_can_be_booked_and_seats_as_many_as_its_area() -> None:
    room = done(one_room(), Change((ROOM,), category="conferenceroom")).spaces[0]
    assert (room.bookable, room.capacity) == (True, 4)


def test_features_are_given_to_several_and_taken_from_them_without_touching_the_others() -> None:
    own = Change((DESK,), features=("screen", "dock"))
    both = Change((ROOM, DESK), add_features=("quiet", "dock"), remove_features=("screen",))
    edited = done(one_room(), own, both)
    assert [space.features for space in edited.spaces] == [("dock", "quiet"), ("dock", "quiet")]


def test_what_a_person_says_of_capacity_and_booking_counts() -> None:
    change = Change((ROOM,), category="conferenceroom", capacity=9, bookable=False)
    room = done(one_room(), change).spaces[0]
    assert (room.bookable, room.capacity) == (False, 9)


def test_many_are_changed_at_once() -> None:
    edited = done(two_rooms(), Change((ROOM, NEXT), features=("screen", "quiet", "screen")))
    assert [space.features for space in edited.spaces] == [("quiet", "screen")] * 2


def test_numbers_follow_the_order_that_was_chosen() -> None:
    edited = done(two_rooms(), Renumber((NEXT, ROOM), "A-{}", first=8, step=2, digits=2))
    assert [space.number for space in edited.spaces] == ["A-10", "A-08"]


def test_a_drawn_room_is_named_after_its_kind() -> None:
    edited = done([], Draw("room", "office", SQUARE), Draw("room", "office", SQUARE))
    assert [space.name for space in edited.spaces] == ["Office 1", "Office 2"]


def test_an_outline_that_crosses_itself_into_two_is_refused() -> None:
    bow = ((0.0, 0.0), (4.0, 4.0), (4.0, 0.0), (0.0, 4.0))
    assert "crosses itself" in why_not([], Draw("room", "office", bow))


def test_a_deleted_desk_leaves_its_room() -> None:
    assert [space.kind for space in done(one_room(), Delete((DESK,))).spaces] == ["room"]


def test_a_moved_desk_is_found_where_it_now_is() -> None:
    there = At("desk", 11, 1)
    edited = done(one_room(), Move((DESK,), 10, 0), Change((there,), name="Far"))
    assert edited.spaces[1].name == "Far"
    assert edited.spaces[1].polygon.bounds == pytest.approx((10.5, 0.5, 12.1, 1.3))


def test_a_turned_desk_keeps_its_middle_and_looks_another_way() -> None:
    desk = done([make_desk(0.5, 0.5)], Turn((DESK,), 90)).spaces[0]
    assert desk.polygon.centroid.distance(make_desk(0.5, 0.5).polygon.centroid) < 1e-9
    assert desk.rotation_deg == -180.0
    assert desk.polygon.bounds == pytest.approx((0.9, 0.1, 1.7, 1.7))


def test_rows_of_desks_come_from_one() -> None:
    edited = done([make_desk(0, 0, "Desk 4")], Repeat(DESK, 3, 2, 2, 0, 0, 3))
    assert len(edited.spaces) == 6
    assert [space.name for space in edited.spaces[:3]] == ["Desk 4", "Desk 5", "Desk 6"]
    assert edited.spaces[5].polygon.bounds == pytest.approx((4, 3, 5.6, 3.8))
    assert edited.spaces[5].handle is None


def test_two_rooms_and_the_wall_between_them_become_one() -> None:
    (room,) = done(two_rooms(), Merge((ROOM, NEXT))).spaces
    assert room.number == "1.02"  # the larger
    assert room.polygon.area == pytest.approx(27)


def test_rooms_that_lie_apart_are_not_merged() -> None:
    spaces = [make_room(0, "1"), make_room(20, "2")]
    assert "beside each other" in why_not(spaces, Merge((ROOM, At("room", 21, 1))))


def test_a_room_is_cut_in_two_and_the_larger_keeps_its_number() -> None:
    spaces = [make_room(0, "1.01", category="conferenceroom", bookable=True, capacity=4)]
    edited = done(spaces, Split(ROOM, ((1.0, 0.1), (1.0, 2.9))))
    assert [space.number for space in edited.spaces] == ["1.01", None]
    assert [space.polygon.area for space in edited.spaces] == pytest.approx([9, 3])
    assert [space.capacity for space in edited.spaces] == [3, 1]


def test_a_line_beside_the_room_cuts_nothing() -> None:
    assert "does not cut" in why_not(one_room(), Split(ROOM, ((9.0, 0.0), (9.0, 3.0))))


def test_an_action_without_its_space_is_told_and_the_others_go_on() -> None:
    gone, name = Change((At("desk", 50, 50),), name="X"), Change((ROOM,), name="Blue")
    edited = apply(one_room(), (), [gone, name])
    assert edited.spaces[0].name == "1.01 Blue"
    assert [(lost.action, "no desk at" in lost.reason) for lost in edited.lost] == [(0, True)]


def test_an_action_that_fails_for_one_of_its_spaces_changes_none() -> None:
    why_not(one_room(), Delete((DESK, At("desk", 50, 50))))


def test_new_spaces_have_keys_from_the_number_of_their_edit_and_old_ones_keep_theirs() -> None:
    spaces = [make_room(0, "1.01", key="r0"), make_desk(0.5, 0.5)]
    actions = [Change((ROOM,), name="Blue"), Repeat(DESK, 3, 1, 0.5, 0)]
    edited = apply(spaces, (), actions, numbers=[4, 9])
    assert [space.key for space in edited.spaces] == ["r0", "", "e9.1", "e9.2"]


def test_copies_of_an_outline_with_very_many_corners_are_refused() -> None:
    round_room = make_room(0, "1", polygon=shapely.Point(2, 1.5).buffer(1.5, quad_segs=500))
    assert "too many corners" in why_not([round_room], Repeat(ROOM, 200, 1, 5, 0))


def make_comb(teeth: int, width_m: float) -> Polygon:
    """A room with very many corners between y = 0 and y = 3."""
    zigzag = [(i * width_m / teeth / 2, 3 * (i % 2)) for i in range(2 * teeth + 1)]
    return Polygon([*zigzag, (width_m, 4), (0, 4)])


@pytest.mark.parametrize(("teeth", "bends"), [(200, 0), (5000, 9)])
def test_a_cut_through_hundreds_of_corners_is_refused(teeth: int, bends: int) -> None:
    room = make_room(0, "1", polygon=make_comb(teeth, 200))
    line = ((-1.0, 1.0), *((20.0 * i, 1.5) for i in range(bends)), (201.0, 1.0))
    assert "too many" in why_not([room], Split(At("room", 2, 3.5), line))


def test_rooms_with_very_many_corners_are_not_merged() -> None:
    spaces = [make_room(0, "1", polygon=make_comb(5000, 4)), make_room(4.2, "2")]
    assert "too many corners" in why_not(spaces, Merge((At("room", 2, 3.5), NEXT)))


def test_a_cut_leaves_the_hole_of_a_room_a_hole() -> None:
    holed = shapely.box(0, 0, 4, 3) - shapely.box(1, 1, 2, 2)
    spaces = done([make_room(0, "1", polygon=holed)], Split(ROOM, ((3.0, 0.0), (3.0, 3.0)))).spaces
    assert [space.polygon.area for space in spaces] == pytest.approx([8, 3])
    assert len(spaces[0].polygon.interiors) == 1


def test_thousands_are_found_and_numbered_at_once() -> None:
    desks = [make_desk(2.0 * i, 2.0 * j) for i in range(60) for j in range(60)]
    places = tuple(At("desk", 2.0 * i + 0.8, 2.0 * j + 0.4) for j in range(60) for i in range(60))
    edited = done(desks, Renumber(places, "{}", digits=4))
    assert edited.spaces[0].number == "0001"
    assert edited.spaces[60].number == "0002"
    assert edited.spaces[-1].number == "3600"


def test_a_zone_is_drawn_replaced_and_deleted() -> None:
    wide = ((0.0, 0.0), (9.0, 0.0), (9.0, 3.0), (0.0, 3.0))
    edited = apply((), (), [DrawZone("Sales", SQUARE), DrawZone("sales", wide)])
    assert [(zone.name, zone.shape.area) for zone in edited.zones] == [("sales", 27)]
    zones = [PlannedZone("Sales", Polygon(SQUARE))]
    assert apply((), zones, [DeleteZone("SALES")]).zones == ()
    assert len(apply((), zones, [DeleteZone("Law")]).lost) == 1


@given(west=st.floats(0.2, 3.8), tilt=st.floats(-0.15, 0.15), degrees=st.floats(-180, 180))
def test_cutting_merging_and_turning_back_gives_the_room_again(
    west: float, tilt: float, degrees: float
) -> None:
    cut = Split(ROOM, ((west - tilt, 0.0), (west + tilt, 3.0)))
    sides = At("room", west - 0.19, 1.5), At("room", west + 0.19, 1.5)
    edited = done(
        one_room()[:1], cut, Merge(sides), Turn((ROOM,), degrees), Turn((ROOM,), -degrees)
    )
    (room,) = edited.spaces
    assert room.number == "1.01"
    assert room.polygon.symmetric_difference(shapely.box(0, 0, 4, 3)).area < 1e-6
