"""Places that cannot be reached, and what is in the way."""

from __future__ import annotations

import pytest
from shapely import MultiLineString, Point, box

from geo.ways.floor import Door, FloorPlan
from geo.ways.profiles import ON_FOOT, PRAM, STEP_FREE, WHEELCHAIR
from geo.ways.site import NOTHING_CLOSED, Closed
from geo.ways.unreachable import unreachable
from tests.support.house import EAST, EAST_DOOR, LIFT, STAIR, make_floor, make_site


def why(site, profile, closed=NOTHING_CLOSED) -> dict[tuple[int, int], str]:
    return {(each.floor, each.place): each.why for each in unreachable(site, profile, closed)}


def test_in_a_house_where_all_is_well_everything_is_reached():
    for profile in (ON_FOOT, STEP_FREE, WHEELCHAIR, PRAM):
        assert why(make_site(2, profile), profile) == {}


def test_a_narrow_door_and_one_of_unknown_width_are_told_apart():
    for clear_m, expected in ((0.7, "door_too_narrow"), (None, "door_width_unknown")):
        site = make_site([make_floor(east_clear_m=clear_m)], PRAM)
        assert why(site, PRAM) == {(0, EAST): expected}


def test_a_floor_without_a_lift_is_behind_steps():
    stairs = make_floor().connectors[:1]
    floors = [make_floor(ground=n == 0, connectors=stairs) for n in range(2)]
    site = make_site(floors, STEP_FREE)
    assert set(why(site, STEP_FREE)) == {(1, 0), (1, 1), (1, 2)}
    assert set(why(site, STEP_FREE).values()) == {"steps"}
    narrow = [make_floor(ground=n == 0, connectors=stairs, east_clear_m=0.7) for n in range(2)]
    assert why(make_site(narrow, PRAM), PRAM)[1, EAST] == "steps_and_doors"


def test_what_is_only_closed_is_told_as_closed():
    site = make_site(2)
    both = frozenset([STAIR, LIFT])
    assert set(why(site, ON_FOOT, Closed(shafts=both)).values()) == {"closed"}
    assert why(site, ON_FOOT, Closed(doors=frozenset([(0, EAST_DOOR)]))) == {(0, EAST): "closed"}


def test_a_place_in_no_room_and_one_in_a_gap_have_no_ground():
    plan = make_floor(places=[Point(50, 50), Point(10.0, 2.0)])
    assert why(make_site([plan]), ON_FOOT) == {(0, 0): "no_ground", (0, 1): "no_ground"}


def test_where_a_wheelchair_cannot_turn_it_says_so():
    tables = [box(10.1, 0, 20, 1.95), box(10.1, 2.95, 14, 5), box(15, 2.95, 20, 5)]
    site = make_site([make_floor(obstacles=tables)], WHEELCHAIR)
    assert why(site, WHEELCHAIR) == {(0, EAST): "no_room_to_turn"}


def test_a_room_without_a_door_has_no_way_and_a_place():
    plan = make_floor(places=[Point(2, 1), Point(18, 1)])
    doors = [door for number, door in enumerate(plan.doors) if number != EAST_DOOR]
    plan = FloorPlan(plan.rooms, plan.walls, doors, plan.obstacles, plan.places, plan.connectors)
    (found,) = unreachable(make_site([plan]), ON_FOOT)
    assert (found.place, found.why) == (EAST, "no_way")
    assert found.at == pytest.approx((18, 1))


def test_without_an_entrance_what_hangs_together_counts_as_reached():
    rooms = [box(0, 0, 5, 5), box(5.2, 0, 10, 5), box(20, 0, 25, 5)]
    door = Door(MultiLineString([[(5.1, 2), (5.1, 3)]]).geoms[0], 1.0)
    places = [Point(1, 1), Point(9, 1), Point(22, 1)]
    plan = FloorPlan(rooms, MultiLineString(), [door], [], places)
    assert why(make_site([plan]), ON_FOOT) == {(0, 2): "no_way"}
