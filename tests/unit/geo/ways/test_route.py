"""A way as lines for the map and as sentences."""

from __future__ import annotations

from dataclasses import replace

import pytest
from shapely import LineString

from geo.ways.exits import nearest_exits, way_out
from geo.ways.floor import Door
from geo.ways.profiles import ON_FOOT, STEP_FREE, WHEELCHAIR
from geo.ways.route import route
from geo.ways.shafts import Level
from geo.ways.site import Closed, Outdoor
from geo.ways.starts import AtDoor, AtPlace, Outside, Spot
from geo.ways.wording import sentences
from tests.support.house import (
    CORRIDOR,
    EAST,
    EAST_DOOR,
    LIFT,
    LIFT_DOOR,
    STREET_DOOR,
    WEST,
    WEST_DOOR,
    make_floor,
    make_network,
)


def said(told) -> list[str]:
    return sentences(told.steps, str, "desk 12")


def test_a_way_is_drawn_from_its_start_to_its_end():
    told = route(make_network(1), AtPlace(0, WEST), 0, EAST)
    (leg,) = told.legs
    assert leg.line[0] == pytest.approx((2, 1))
    assert leg.line[-1] == pytest.approx((18, 1))
    assert LineString(leg.line).length == pytest.approx(told.metres, abs=0.01)
    assert told.doors == ((0, WEST_DOOR), (0, EAST_DOOR))


def test_out_of_the_door_and_to_the_right_is_said_so():
    told = route(make_network(1), AtPlace(0, WEST), 0, EAST)
    assert said(told) == [
        "Go 7 m.",
        "Through the door on the left, then right, 7 m.",
        "Through the door on the right, then slightly left, 5 m.",
        "You are at desk 12.",
    ]


def test_by_lift_there_is_a_line_for_each_floor_and_one_sentence_for_the_lift():
    told = route(make_network(3, STEP_FREE), AtPlace(0, CORRIDOR), 2, CORRIDOR)
    assert [leg.floor for leg in told.legs] == [0, 2]
    assert told.shafts == (LIFT,)
    assert told.doors == ((0, LIFT_DOOR), (2, LIFT_DOOR))
    assert said(told).count("Take the lift to 2.") == 1


def test_stairs_over_two_floors_are_one_sentence():
    told = route(make_network(3, ON_FOOT), AtPlace(0, CORRIDOR), 2, CORRIDOR)
    assert said(told).count("Take the stairs to 2.") == 1
    assert not any("to 1" in sentence for sentence in said(told))


def test_a_way_out_of_doors_is_drawn_as_it_is_known():
    line = ((30.0, 6.0), (30.0, 20.0))
    way = Outdoor((0, STREET_DOOR), (1, STREET_DOOR), 60.0, line=line)
    network = make_network(
        [make_floor(), make_floor()], outdoors=[way], levels=[Level("A", 0), Level("B", 0)]
    )
    there = route(network, AtPlace(0, CORRIDOR), 1, CORRIDOR)
    back = route(network, AtPlace(1, CORRIDOR), 0, CORRIDOR)
    assert [leg.floor for leg in there.legs] == [0, None, 1]
    assert there.legs[1].line[1:-1] == line
    assert back.legs[1].line[1:-1] == line[::-1]
    assert there.doors == ((0, STREET_DOOR), (1, STREET_DOOR))


def test_from_the_street_it_begins_at_the_entrance():
    told = route(make_network(1), Outside(40, 6), 0, EAST)
    assert told.legs[0].floor is None
    assert told.legs[0].line[0] == (40, 6)
    assert told.legs[1].floor == 0


def test_from_a_position_it_begins_where_one_stands():
    told = route(make_network(1), Spot(0, 3.0, 3.0, 4.0), 0, EAST)
    assert told.legs[0].line[0] == (3.0, 3.0)


def test_where_one_is_already_there_is_nothing_to_walk():
    told = route(make_network(1), AtPlace(0, WEST), 0, WEST)
    assert told.legs == ()
    assert said(told) == ["You are at desk 12."]


def test_without_a_way_there_is_no_route():
    floors = [make_floor(connectors=[]), make_floor(ground=False, connectors=[])]
    assert route(make_network(floors), AtPlace(0, WEST), 1, WEST) is None


def test_a_way_out_ends_in_its_door_and_says_so():
    network = make_network(2)
    told = way_out(network, AtPlace(0, WEST), 0, STREET_DOOR)
    assert told.legs[-1].line[-1] == pytest.approx((20.05, 6.1))
    assert told.doors == ((0, WEST_DOOR), (0, STREET_DOOR))
    assert said(told)[-2:] == ["Through the door.", "You are outside."]
    (first,) = nearest_exits(network, AtPlace(0, WEST), 3)
    assert (first.floor, first.door) == (0, STREET_DOOR)
    assert told.seconds == pytest.approx(first.seconds)
    assert told.metres == pytest.approx(sum(LineString(leg.line).length for leg in told.legs))


def test_the_way_out_from_another_floor_goes_down_first():
    told = way_out(make_network(3), Spot(2, 10, 6.1), 0, STREET_DOOR)
    assert [leg.floor for leg in told.legs] == [2, 0]
    assert said(told)[-1] == "You are outside."
    assert any(words.startswith("Take the stairs to 0") for words in said(told))


def test_nobody_is_led_out_by_a_door_that_is_closed_or_too_narrow():
    shut = make_network(2, closed=Closed(doors=frozenset({(0, STREET_DOOR)})))
    plan = make_floor()
    street = replace(plan.doors[STREET_DOOR], clear_m=0.7)
    narrow = make_network([replace(plan, doors=[*plan.doors[:STREET_DOOR], street])], WHEELCHAIR)
    for network in (shut, narrow):
        assert nearest_exits(network, AtPlace(0, WEST), 3) == ()
    assert way_out(shut, AtPlace(0, WEST), 0, STREET_DOOR) is None


def test_out_of_a_building_from_out_of_doors_is_still_a_way():
    told = way_out(make_network(1), Outside(25, 6.1), 0, STREET_DOOR)
    assert [leg.line for leg in told.legs] == [((25, 6.1), (20.05, 6.1))]
    assert said(told) == ["You are outside."]


def test_at_the_entrance_one_is_at_the_way_out_and_turns_round_nowhere():
    told = way_out(make_network(1), AtDoor(0, STREET_DOOR), 0, STREET_DOOR)
    assert (told.legs, told.doors) == ((), ((0, STREET_DOOR),))
    assert said(told) == ["You are at the way out."]


def test_from_one_door_to_another_one_still_goes_through_the_house():
    plan = make_floor()
    west = Door(LineString([(-0.05, 5.6), (-0.05, 6.6)]), 1.0, to_outside=True)
    network = make_network([replace(plan, doors=[*plan.doors, west])])
    for start in (AtDoor(0, STREET_DOOR), Outside(25, 6.1)):
        told = way_out(network, start, 0, len(plan.doors))
        assert told.doors == ((0, STREET_DOOR), (0, len(plan.doors)))
        assert said(told) == ["Go 20 m.", "Through the door.", "You are outside."]
