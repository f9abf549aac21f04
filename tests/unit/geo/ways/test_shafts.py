"""Stairs and lifts found again on the next floor, and what people say of them."""

from __future__ import annotations

from shapely import affinity, box

from geo.ways.floor import Connector
from geo.ways.shafts import Level, Stop, shafts_of

WELL = box(0, 0, 3, 5)


def make_levels(count: int) -> list[Level]:
    return [Level("House", number) for number in range(count)]


def stair(x: float = 0.0, name: str | None = None, kind: str = "stair") -> Connector:
    return Connector(kind, affinity.translate(WELL, x, 0), name)


def stops(*shafts) -> list[tuple[tuple[int, int], ...]]:
    return [tuple((s.floor, s.connector) for s in shaft.stops) for shaft in shafts]


def test_what_lies_above_each_other_is_one_stair():
    floors = [[stair(0), stair(20)], [stair(20.5), stair(0.3)]]
    assert stops(*shafts_of(make_levels(2), floors)) == [((0, 0), (1, 1)), ((0, 1), (1, 0))]


def test_a_stair_and_a_lift_are_never_one():
    floors = [[stair(0)], [stair(0, kind="lift")]]
    assert stops(*shafts_of(make_levels(2), floors)) == [((0, 0),), ((1, 0),)]


def test_lift_and_elevator_are_one_word():
    floors = [[stair(0, kind="lift")], [stair(0, kind="elevator")]]
    (shaft,) = shafts_of(make_levels(2), floors)
    assert shaft.kind == "lift"


def test_the_same_name_joins_a_stair_that_ends_beside_where_it_began():
    floors = [[stair(0, "T1")], [stair(6, "t1 ")]]
    assert len(shafts_of(make_levels(2), floors)) == 1
    far = [[stair(0, "T1")], [stair(60, "T1")]]
    assert len(shafts_of(make_levels(2), far)) == 2


def test_of_two_above_the_one_of_the_same_name_is_taken():
    floors = [[stair(0, "T2")], [stair(0.5, "T1"), stair(1.0, "T2")]]
    assert stops(*shafts_of(make_levels(2), floors)) == [((0, 0), (1, 1)), ((1, 0),)]


def test_a_lift_may_pass_a_floor_and_a_stair_may_not():
    floors = [[stair(0), stair(9, kind="lift")], [], [stair(0), stair(9, kind="lift")]]
    assert stops(*shafts_of(make_levels(3), floors)) == [((0, 0),), ((0, 1), (2, 1)), ((2, 0),)]


def test_floors_are_joined_by_their_ordinals_whatever_their_order():
    levels = [Level("House", 1), Level("House", -1), Level("House", 0)]
    (shaft,) = shafts_of(levels, [[stair()], [stair()], [stair()]])
    assert [stop.floor for stop in shaft.stops] == [1, 2, 0]


def test_buildings_are_apart():
    levels = [Level("A", 0), Level("B", 1)]
    assert len(shafts_of(levels, [[stair()], [stair()]])) == 2


def test_people_join_what_was_missed_and_part_what_was_wrong():
    floors = [[stair(0), stair(20)], [stair(0), stair(40)]]
    shafts = shafts_of(
        make_levels(2),
        floors,
        joined=[(Stop(0, 1), Stop(1, 1))],
        parted=[(Stop(1, 0), Stop(0, 0))],
    )
    assert stops(*shafts) == [((0, 0),), ((0, 1), (1, 1)), ((1, 0),)]


def test_a_direction_told_on_one_floor_counts_for_all():
    up = Connector("escalator", WELL, goes="up")
    (shaft,) = shafts_of(make_levels(2), [[up], [Connector("escalator", WELL)]])
    assert shaft.goes == "up"


def test_what_is_of_no_kind_that_leads_anywhere_is_left_out():
    assert shafts_of(make_levels(1), [[stair(kind="chimney")]]) == ()
