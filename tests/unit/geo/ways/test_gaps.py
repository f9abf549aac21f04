"""Rooms drawn to the faces of walls, open to each other where no wall is drawn."""

from __future__ import annotations

from shapely import LineString, MultiLineString, Point, box

from geo.passages import Passage, links
from geo.ways.graph import ways_of
from geo.ways.halls import halls_of
from geo.ways.search import Net, cheapest

ROOMS = [box(0, 0, 10, 4), box(0, 4.2, 10, 8)]
AROUND = [[(-0.1, -0.1), (10.1, -0.1), (10.1, 8.1), (-0.1, 8.1), (-0.1, -0.1)]]


def wall(left: float, right: float) -> list[list[tuple[float, float]]]:
    """A wall of two faces between the rooms, closed at both ends."""
    return [[(left, 4), (right, 4), (right, 4.2), (left, 4.2), (left, 4)]]


def halls(lines, doors=()) -> int:
    return len(halls_of(ROOMS, MultiLineString(lines), list(doors), [], 0.3))


def test_a_missing_piece_of_wall_is_gone_through():
    lines = AROUND + wall(0, 4) + wall(7, 10)
    (hall,) = halls_of(ROOMS, MultiLineString(lines), [], [], 0.3)
    ways = ways_of([hall], [], [], [Point(1, 3), Point(1, 5)])
    net = Net(len(ways.at), ways.ends, ways.length_m.astype(float))
    one, other = ways.place_node.tolist()
    ((_, metres),) = cheapest(net, {one: 0.0}, [other], 1)
    # Round the end of the wall, and not through it.
    assert 6 < metres < 8


def test_where_a_wall_stands_they_are_apart():
    assert halls(AROUND + wall(0, 10)) == 2


def test_a_wall_of_one_line_is_a_wall():
    assert halls([*AROUND, [(0, 4.1), (10, 4.1)]]) == 2


def test_a_gap_that_is_too_narrow_is_none():
    assert halls(AROUND + wall(0, 4.8) + wall(5.2, 10)) == 2
    assert halls(AROUND + wall(0, 4.4) + wall(5.6, 10)) == 1


def test_a_door_in_the_gap_keeps_them_apart():
    door = LineString([(4, 4.1), (7, 4.1)])
    assert halls(AROUND + wall(0, 4) + wall(7, 10), [door]) == 2
    assert links(ROOMS, [Passage(door, 3.0)])[0] is not None


def test_where_no_walls_are_drawn_nothing_is_taken_for_open():
    assert halls([]) == 2
    assert halls([[(0, 20), (1, 20)]]) == 2
