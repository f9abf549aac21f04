"""Floors are edited by known operations and published over: no booking is lost, and the old plan
comes back as it was. `script/bench replacing` does it with 500 floors."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.edited.operations import OPERATIONS
from bench.edited.published import Outcome, Stage, replace_floor
from bench.replacing_bench import TARGET, cases, make_stage
from floorplans.database import Database

FLOORS = 20
SEEDS = st.integers(0, 10_000)
EDITS = st.lists(st.sampled_from(sorted(OPERATIONS)), min_size=1, max_size=4, unique=True)


@pytest.fixture
def stage(db: Database) -> Stage:
    return make_stage(db)


def test_bookings_are_with_their_places_or_held(stage: Stage) -> None:
    total = sum((replace_floor(stage, *case) for case in cases(FLOORS)), Outcome())
    assert total.bookings > 20 * FLOORS
    assert total.right >= TARGET * total.bookings


@settings(
    max_examples=10,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(SEEDS, EDITS)
def test_whatever_is_edited_no_booking_is_lost_and_the_old_plan_comes_back_as_it_was(
    stage: Stage, seed: int, names: list[str]
) -> None:
    # What cuts along walls is done while the floor stands upright.
    outcome = replace_floor(stage, seed, sorted(names, key=list(OPERATIONS).index))
    assert (outcome.lost, outcome.stray, outcome.not_returned) == (0, 0, 0)
