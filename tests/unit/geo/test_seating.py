"""What surrounds a seat, against looking everywhere."""

from __future__ import annotations

import math
from random import Random

import numpy as np
import pytest
import shapely
from shapely import LineString, MultiLineString, Point, Polygon, STRtree, box
from shapely.affinity import rotate, translate

from geo.seating import IN_WALL_M, back_m, nearest_seen_m, of_room

ROOM = Polygon([(0, 0), (8, 0), (8, 3), (4, 3), (4, 8), (0, 8)])  # an L
NO_WALLS = MultiLineString()


def make_windows(seed: int) -> list[LineString]:
    """Windows in the middle of the walls of the L, 0.15 m beyond its edge."""
    random = Random(seed)
    sides = [
        ((0, -0.15), (8, -0.15)),
        ((8.15, 0), (8.15, 3)),
        ((-0.15, 0), (-0.15, 8)),
        ((0, 8.15), (4, 8.15)),
    ]
    found = []
    for (x0, y0), (x1, y1) in random.sample(sides, random.randint(1, 3)):
        start = random.uniform(0.1, 0.6)
        a, b = start, start + 0.25
        found.append(
            LineString(
                [(x0 + a * (x1 - x0), y0 + a * (y1 - y0)), (x0 + b * (x1 - x0), y0 + b * (y1 - y0))]
            )
        )
    return found


def seen_by_looking_everywhere(place: Point, windows: list[LineString]) -> float | None:
    """The nearest of many points of the windows whose way leaves the room only at its end."""
    best = None
    for window in windows:
        for share in np.linspace(0, 1, 101):
            end = window.interpolate(share, normalized=True)
            length = place.distance(end)
            steps = np.linspace(0, max(0.0, length - 0.4), 80) / length
            points = shapely.points(
                place.x + steps * (end.x - place.x), place.y + steps * (end.y - place.y)
            )
            if bool(shapely.covers(ROOM, points).all()) and (best is None or length < best):
                best = length
    return best


@pytest.mark.parametrize("seed", range(40))
def test_the_nearest_window_is_the_one_that_looking_everywhere_finds(seed):
    random = Random(1000 + seed)
    windows = make_windows(seed)
    while not ROOM.covers(place := Point(random.uniform(0.3, 7.7), random.uniform(0.3, 7.7))):
        pass
    found = nearest_seen_m(place, windows, ROOM, NO_WALLS)
    truth = seen_by_looking_everywhere(place, windows)
    if truth is None:
        assert found is None
    elif found is not None:
        # Of a window that is half hidden four points are looked at, not all.
        assert truth - 0.02 <= found <= truth + 2.0
    whole = [
        w
        for w in windows
        if ROOM.buffer(IN_WALL_M).covers(shapely.convex_hull(shapely.union_all([w, place])))
    ]
    if whole:
        assert found == pytest.approx(truth, abs=0.03)


def test_a_window_round_the_corner_is_not_seen():
    window = LineString([(8.15, 1), (8.15, 2)])
    assert nearest_seen_m(Point(1, 7), [window], ROOM, NO_WALLS) is None


def test_without_a_room_a_wall_stands_before_the_window():
    window, place = LineString([(5, 0), (5, 2)]), Point(0, 1)
    assert nearest_seen_m(place, [window], None, NO_WALLS) == pytest.approx(5)
    wall = MultiLineString([[(2, -3), (2, 5)]])
    assert nearest_seen_m(place, [window], None, wall) is None


def test_windows_of_a_room_are_those_in_its_own_walls():
    windows = [LineString([(1, -0.15), (2, -0.15)]), LineString([(1, 12), (2, 12)])]
    assert of_room(ROOM, windows, STRtree(windows)) == [0]


@pytest.mark.parametrize("turn", [0.0, 37.0, 90.0, 180.0, 251.5])
def test_the_wall_behind_a_seat_is_found_however_the_desk_is_turned(turn):
    # At a turn of 0 the person sits below the desk, 1.4 m before the lower wall.
    desk, wall = box(2, 1.4, 3.6, 2.2), LineString([(0, 0), (8, 0)])
    turned = [rotate(shape, turn, origin=(0, 0)) for shape in (desk, wall)]
    moved = [translate(shape, 50, -20) for shape in turned]
    assert back_m(moved[0], turn, moved[1], []) == pytest.approx(1.4)


def test_another_desk_behind_means_that_there_is_no_wall():
    desk, wall, other = box(2, 3, 3.6, 3.8), LineString([(0, 0), (8, 0)]), box(2, 1, 3.6, 1.8)
    assert back_m(desk, 0.0, wall, [other]) is None


def test_a_wall_that_ends_behind_half_of_a_seat_is_none():
    desk, wall = box(2, 1.4, 3.6, 2.2), LineString([(0, 0), (2.8, 0)])
    assert back_m(desk, 0.0, wall, []) is None


def test_a_slanted_wall_is_as_far_as_its_furthest_point_behind_the_seat():
    desk, wall = box(2, 1.4, 3.6, 2.2), LineString([(0, 0), (8, -4)])
    half = 0.3
    expected = 1.4 + math.tan(math.atan2(4, 8)) * (2.8 + half)
    assert back_m(desk, 0.0, wall, []) == pytest.approx(expected)
