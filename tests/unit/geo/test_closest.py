"""The points that lie closest together, against every choice there is."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.closest import Points, closest_group

coordinates = st.integers(0, 40).map(float)
floors = st.lists(st.tuples(coordinates, coordinates), min_size=1, max_size=9, unique=True)


def spread(points: Points, members: tuple[int, ...]) -> float:
    """The least sum of distances from one of them, worked out the plain way."""
    chosen = points[list(members)]
    return min(sum(float(np.hypot(*(one - middle))) for one in chosen) for middle in chosen)


@given(floors, st.data())
def test_no_other_choice_lies_closer_together(
    places: list[tuple[float, float]], data: st.DataObject
) -> None:
    points = np.array(places)
    size = data.draw(st.integers(1, len(points)))
    found = closest_group(points, size)
    least = min(spread(points, each) for each in combinations(range(len(points)), size))
    assert len(set(found.members)) == size
    assert found.spread_m == pytest.approx(least)
    assert spread(points, found.members) == pytest.approx(least)


def test_around_a_place_the_nearest_are_chosen_wherever_others_lie_together() -> None:
    points = np.array([(0.0, 0), (10, 0), (10, 1), (10, 2), (1, 0)])
    assert closest_group(points, 3).members == (2, 1, 3)
    assert closest_group(points, 3, around=(0.2, 0)).members == (0, 4, 1)


def test_more_than_there_are_is_refused() -> None:
    with pytest.raises(ValueError, match="3 of 2 points"):
        closest_group(np.zeros((2, 2)), 3)
