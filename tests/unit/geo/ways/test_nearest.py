"""The nearest places, and when that is certain."""

from __future__ import annotations

import pytest
from shapely import MultiLineString, Point, box

from geo.ways.floor import FloorPlan
from geo.ways.nearest import nearest
from geo.ways.profiles import WALK_M_S, least_seconds
from geo.ways.starts import AtPlace, Outside, Spot
from tests.support.house import CORRIDOR, EAST, WEST, make_floor, make_network


def make_row(*xs: float):
    """A hall of 40 by 4 m with places along its middle."""
    places = [Point(x, 2) for x in xs]
    return make_network([FloorPlan([box(0, 0, 40, 4)], MultiLineString(), [], [], places)])


def told(answer) -> list[int]:
    return [near.place for near in answer.found]


def test_the_nearest_come_first():
    answer = nearest(make_row(5, 20, 9, 35), Spot(0, 1, 2), [(0, n) for n in range(4)], 3)
    assert told(answer) == [0, 2, 1]
    assert answer.found[0].seconds == pytest.approx(4 / WALK_M_S, abs=1e-3)
    assert answer.found[0].metres == pytest.approx(4)
    assert answer.exact


def test_a_point_that_is_known_exactly_is_always_proven():
    for start in (AtPlace(0, WEST), Spot(0, 10, 6)):
        answer = nearest(make_network(2), start, [(0, EAST), (1, WEST), (0, CORRIDOR)], 2)
        assert answer.exact
        assert answer.why == "proven"


def test_within_a_circle_the_order_is_proven_where_it_holds():
    network = make_row(5, 15)
    places = [(0, 0), (0, 1)]
    assert nearest(network, Spot(0, 6, 2, 2.0), places, 2).exact
    answer = nearest(network, Spot(0, 9.5, 2, 3.0), places, 2)
    assert not answer.exact
    assert answer.why == "order_differs"


def test_times_are_bounded_from_anywhere_within_the_circle():
    (near,) = nearest(make_row(20), Spot(0, 10, 2, 3.0), [(0, 0)], 1).found
    assert near.least_s <= 7 / WALK_M_S <= near.seconds <= 13 / WALK_M_S <= near.most_s
    assert near.least_s > 5 / WALK_M_S
    assert near.most_s < 15 / WALK_M_S


def test_behind_one_door_the_order_is_proven_from_the_whole_room():
    # From all of the west room one leaves by its door: what comes after it does not change.
    answer = nearest(make_network(1), Spot(0, 5, 2.5, 2.4), [(0, EAST), (0, CORRIDOR)], 2)
    assert told(answer) == [CORRIDOR, EAST]
    assert answer.exact


def test_a_circle_through_a_wall_counts_both_rooms():
    network = make_network(1)
    places = [(0, WEST), (0, EAST)]
    assert nearest(network, Spot(0, 9.0, 2, 0.5), places, 1).exact
    assert not nearest(network, Spot(0, 9.9, 2, 1.5), places, 1).exact


def test_a_circle_larger_than_the_house_is_answered_for_all_of_its_floor():
    everywhere = Spot(0, 10, 6, 3000.0)
    answer = nearest(make_network(2), everywhere, [(0, WEST), (0, EAST)], 2)
    assert len(answer.found) == 2
    assert not answer.exact
    assert all(near.least_s == 0 for near in answer.found)
    # From anywhere on this floor what is on it comes before what is upstairs.
    assert nearest(make_network(2), everywhere, [(1, EAST), (0, WEST)], 2).exact


def test_out_of_doors_the_straight_line_bounds_from_below():
    answer = nearest(make_network(1), Outside(60, 6), [(0, EAST)], 1)
    assert not answer.exact
    assert answer.why == "out_of_doors"
    (near,) = answer.found
    assert near.least_s <= near.seconds
    assert near.most_s is None
    assert near.seconds > least_seconds(make_network(1).profile, 40)


def test_far_from_all_ground_there_is_no_answer():
    answer = nearest(make_network(1), Spot(0, 5000, 5000), [(0, WEST)], 1)
    assert answer == answer.__class__((), exact=False, why="nowhere")
    assert nearest(make_network(1), AtPlace(0, WEST), [], 1).why == "nowhere"


def test_fewer_are_told_where_fewer_can_be_reached():
    no_way = make_floor(connectors=[])
    network = make_network([no_way, make_floor(ground=False, connectors=[])])
    answer = nearest(network, AtPlace(0, WEST), [(1, WEST), (0, EAST)], 2)
    assert told(answer) == [EAST]
    assert answer.exact


def test_a_list_cut_off_by_straight_distance_is_enough_where_it_says_so():
    network = make_row(5, 20, 35)
    start = Spot(0, 1, 2)
    assert nearest(network, start, [(0, 0)], 1, beyond_m=19).exact
    short = nearest(network, start, [(0, 1)], 1, beyond_m=4)
    assert not short.exact
    assert short.why == "more_beyond"


def test_equal_places_keep_the_order_they_were_given_in():
    network = make_row(5, 15, 5)
    assert told(nearest(network, Spot(0, 10, 2), [(0, 1), (0, 0)], 2)) == [1, 0]


def test_at_a_desk_one_stands_in_its_own_room():
    plan = make_floor(obstacles=[box(4, 3.5, 8, 5)], places=[Point(5, 4.9), Point(5, 1)])
    network = make_network([plan])
    answer = nearest(network, Spot(0, 5, 4.8), [(0, 1)], 1)
    assert answer.found[0].metres < 6


def test_a_position_prints_as_nothing():
    assert repr(Spot(0, 1.25, 2.5)) == "<position>"
    assert f"{Outside(1.25, 2.5)}" == "<position>"
