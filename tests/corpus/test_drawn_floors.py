"""Random floors in several hands are read as they are; `script/bench accuracy` does many more."""

from __future__ import annotations

import pytest

from bench.accuracy_bench import read_drawn
from bench.drawn.families import FAMILIES
from bench.drawn.score import Score, total

SEEDS = range(1000, 1002)
#: Less is found in these two: panels between desks close rooms, and numbers on desks are labels.
HARD = {"dealer", "facility"}


@pytest.fixture(scope="module", params=sorted(set(FAMILIES) - HARD))
def reading(request: pytest.FixtureRequest) -> Score:
    """Two floors in one hand."""
    return total(read_drawn(request.param, seed) for seed in SEEDS)


def test_nearly_all_rooms_are_found_and_few_that_are_none(reading: Score) -> None:
    assert reading.rooms.recall >= 0.95
    assert reading.rooms.precision >= 0.9


def test_nearly_all_desks_are_found_and_nothing_else_is_taken_for_one(reading: Score) -> None:
    assert reading.desks.recall >= 0.97
    assert reading.desks.precision >= 0.97


def test_doors_are_found_once_each(reading: Score) -> None:
    assert reading.doors.recall >= 0.95
    assert reading.doors.precision >= 0.95


def test_rooms_and_desks_have_the_names_that_stand_in_them(reading: Score) -> None:
    assert reading.names.recall >= 0.97
    assert reading.labels.recall >= 0.97
