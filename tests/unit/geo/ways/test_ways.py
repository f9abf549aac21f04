"""Ways on foot: round corners, through doors, and as short as they can be."""

from __future__ import annotations

import itertools
import math
import random

import numpy as np
import pytest
import shapely
from shapely import LineString, MultiLineString, Point, Polygon, box

from geo.passages import Passage, links
from geo.ways.graph import NO_NODE, FloorWays, ways_of
from geo.ways.halls import halls_of
from geo.ways.search import Net, cheapest, way_to
from geo.ways.sight import in_sight

RADIUS_M = 0.3
NO_WALLS = MultiLineString()


def make_ways(rooms, places, doors=(), obstacles=(), walls=NO_WALLS, radius_m=RADIUS_M):
    halls = halls_of(rooms, walls, doors, obstacles, radius_m)
    return ways_of(halls, doors, links(rooms, [Passage(door, 0.9) for door in doors]), places)


def make_net(ways: FloorWays) -> Net:
    return Net(len(ways.at), ways.ends, ways.length_m.astype(float))


def length(ways: FloorWays, one: int, other: int) -> float | None:
    """From where one stands before a place to where one stands before another."""
    start, end = (int(ways.place_node[place]) for place in (one, other))
    found = cheapest(make_net(ways), {start: 0.0}, [end], 1)
    return found[0][1] if found else None


def test_in_an_empty_room_the_way_is_straight():
    ways = make_ways([box(0, 0, 10, 10)], [Point(1, 1), Point(7, 9)])
    assert length(ways, 0, 1) == pytest.approx(10.0)


def test_round_a_corner_the_way_keeps_from_the_wall():
    corridor = Polygon([(0, 0), (10, 0), (10, 10), (8, 10), (8, 2), (0, 2)])
    ways = make_ways([corridor], [Point(1, 1), Point(9, 9)])
    turn = (8 + RADIUS_M, 2 - RADIUS_M)
    expected = math.dist((1, 1), turn) + math.dist(turn, (9, 9))
    assert length(ways, 0, 1) == pytest.approx(expected, abs=1e-4)


def test_rooms_are_left_by_their_doors_alone():
    rooms = [box(0, 0, 5, 5), box(5.2, 0, 10, 5)]
    door = LineString([(5.1, 4), (5.1, 4.9)])
    places = [Point(4.5, 0.5), Point(5.7, 0.5)]
    assert length(make_ways(rooms, places), 0, 1) is None
    ways = make_ways(rooms, places, [door])
    assert length(ways, 0, 1) > 7.5
    assert ways.door_nodes[0].min() > NO_NODE


def test_rooms_that_meet_in_the_gap_of_a_door_are_apart():
    rooms = [box(0, 0, 5, 5), box(5, 0, 10, 5)]
    walls = MultiLineString([[(5, 0), (5, 2)], [(5, 2.9), (5, 5)]])
    door = LineString([(5, 2), (5, 2.9)])
    assert len(halls_of(rooms, walls, [door], [], RADIUS_M)) == 2
    assert len(halls_of(rooms, walls, [], [], RADIUS_M)) == 1


def test_rooms_without_a_wall_between_them_are_one_hall():
    (hall,) = halls_of([box(0, 0, 5, 5), box(5, 0, 10, 5)], NO_WALLS, [], [], RADIUS_M)
    assert hall.rooms == (0, 1)
    assert hall.free.equals(box(RADIUS_M, RADIUS_M, 10 - RADIUS_M, 5 - RADIUS_M))


def test_a_booth_in_a_hall_is_walked_around():
    rooms = [box(0, 0, 10, 10), box(4, 0, 6, 9)]
    walls = MultiLineString([rooms[1].exterior])
    ways = make_ways(rooms, [Point(1, 1), Point(9, 1), Point(5, 5)], walls=walls)
    assert length(ways, 0, 1) > 16
    assert length(ways, 0, 2) is None


def test_between_tables_too_close_to_each_other_nobody_goes():
    tables = [box(4, 0, 6, 4.8), box(4, 5.2, 6, 9)]
    places = [Point(1, 5), Point(9, 5)]
    assert length(make_ways([box(0, 0, 10, 10)], places, obstacles=tables), 0, 1) > 10
    apart = [box(4, 0, 6, 4.5), box(4, 5.5, 6, 9)]
    assert length(make_ways([box(0, 0, 10, 10)], places, obstacles=apart), 0, 1) == pytest.approx(8)


def test_before_a_desk_one_stands_beside_it():
    desk = box(4, 4, 5.6, 4.8)
    ways = make_ways([box(0, 0, 10, 10)], [desk.centroid], obstacles=[desk])
    stand = Point(ways.at[ways.place_node[0]])
    assert desk.distance(stand) == pytest.approx(RADIUS_M, abs=1e-6)
    assert ways.off_m[0] == pytest.approx(0.4 + RADIUS_M, abs=1e-6)


def test_where_a_room_is_too_narrow_nobody_stands():
    ways = make_ways([box(0, 0, 0.5, 4)], [Point(0.25, 2)])
    assert ways.place_node.tolist() == [NO_NODE]


def furnished(seed: int) -> tuple[list[Polygon], list[Point]]:
    """Tables at all angles in a hall of 14 by 10 m, and places between them."""
    rng = random.Random(seed)
    tables = []
    for _ in range(rng.randint(2, 9)):
        table = box(0, 0, rng.uniform(0.6, 4), rng.uniform(0.6, 1.6))
        turned = shapely.affinity.rotate(table, rng.choice([0, 90, rng.uniform(0, 180)]))
        tables.append(shapely.affinity.translate(turned, rng.uniform(0, 12), rng.uniform(0, 9)))
    places = [Point(rng.uniform(0.4, 13.6), rng.uniform(0.4, 9.6)) for _ in range(6)]
    return tables, places


@pytest.mark.parametrize("seed", range(40))
def test_no_way_is_longer_than_over_all_corners_that_see_each_other(seed):
    tables, places = furnished(seed)
    ways = make_ways([box(0, 0, 14, 10)], places, obstacles=tables)
    (hall,) = ways.halls
    corners = np.unique(shapely.get_coordinates(hall.free), axis=0)
    at = np.vstack([ways.at, corners])
    ends = np.array(list(itertools.combinations(range(len(at)), 2)), dtype=np.int32)
    ends = ends[in_sight(hall.free, at[ends[:, 0]], at[ends[:, 1]])]
    lengths = np.hypot(*(at[ends[:, 0]] - at[ends[:, 1]]).T)
    everything = Net(len(at), ends, lengths)
    stands = ways.place_node.tolist()
    for start in stands:
        told = dict(cheapest(make_net(ways), {start: 0.0}, stands, len(stands)))
        best = dict(cheapest(everything, {start: 0.0}, stands, len(stands)))
        assert told.keys() == best.keys()
        for place, metres in told.items():
            assert metres == pytest.approx(best[place], rel=1e-4, abs=1e-3)


@pytest.mark.parametrize("seed", range(40, 60))
def test_every_way_stays_on_free_ground(seed):
    tables, places = furnished(seed)
    ways = make_ways([box(0, 0, 14, 10)], places, obstacles=tables)
    (hall,) = ways.halls
    start = int(ways.place_node[0])
    before = {node: came for node, _, came in make_net(ways).reached({start: 0.0})}
    grown = hall.free.buffer(1e-3)
    for end in ways.place_node.tolist():
        if end in before:
            way = ways.at[way_to(end, before)]
            assert grown.covers(LineString(way) if len(way) > 1 else Point(way[0]))
