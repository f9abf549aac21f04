"""A short walk past points."""

from __future__ import annotations

from itertools import pairwise, permutations
from math import hypot

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.walk import walk

points_of = st.lists(
    st.tuples(st.integers(0, 40), st.integers(0, 40)).map(lambda p: (float(p[0]), float(p[1]))),
    max_size=30,
)


def length(points, order, start) -> float:
    way = [start, *(points[index] for index in order)]
    return sum(hypot(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(way))


@given(points_of)
def test_every_point_is_visited_once(points) -> None:
    assert sorted(walk(points, (0.0, 0.0))) == list(range(len(points)))


@given(points_of)
def test_the_walk_is_the_same_each_time(points) -> None:
    assert walk(points, (3.0, 4.0)) == walk(points, (3.0, 4.0))


def test_two_rows_are_walked_along_and_back() -> None:
    rows = [(2.0 * x, y) for y in (0.0, 5.0) for x in range(6)]
    assert walk(rows, (-1.0, 0.0)) == [0, 1, 2, 3, 4, 5, 11, 10, 9, 8, 7, 6]


def test_a_walk_that_crosses_itself_is_mended() -> None:
    # Always going to the nearest leaves the far one behind for the end.
    line = [(1.0, 0.0), (-2.0, 0.0), (4.0, 0.0), (-9.0, 0.0)]
    assert length(line, walk(line, (0.0, 0.0)), (0.0, 0.0)) == pytest.approx(17.0)


@given(st.lists(st.tuples(st.floats(0, 9), st.floats(0, 9)), min_size=4, max_size=6, unique=True))
def test_a_few_points_are_hardly_longer_than_the_shortest_walk(points) -> None:
    start = (0.0, 0.0)
    best = min(length(points, order, start) for order in permutations(range(len(points))))
    assert length(points, walk(points, start), start) <= 1.35 * best + 1e-6
