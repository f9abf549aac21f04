"""The radius that is told holds what it promises, also where readings are as bad as they are."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.beacons import (
    LOSS,
    MARGIN_M,
    SHADOWING_DB,
    USUAL_AT_1_M_DBM,
    fix,
    heard_at,
    in_one_line,
    measured_at,
)

HALL_M = (42.0, 28.0)
CASES = 250
PROMISED = 0.93


def beacons(rng: np.random.Generator) -> np.ndarray:  # type: ignore[type-arg]
    """Four to nine on the walls and the ceiling of a hall, not in a line."""
    while True:
        at = rng.uniform((0, 0), HALL_M, (rng.integers(4, 10), 2))
        if not in_one_line([measured_at(x, y, 1.0) for x, y in at]):
            return at


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_with_noisy_signals_one_is_within_the_radius_that_is_told(seed: int) -> None:
    rng = np.random.default_rng(seed)
    within = 0
    for _ in range(CASES):
        at, here = beacons(rng), rng.uniform((0, 0), HALL_M)
        away = np.maximum(np.hypot(*(at - here).T), 0.3)
        rssi = USUAL_AT_1_M_DBM - 10 * LOSS * np.log10(away) + rng.normal(0, SHADOWING_DB, len(at))
        found = fix([heard_at(x, y, each) for (x, y), each in zip(at, rssi, strict=True)])
        within += math.dist((found.x, found.y), here) <= found.radius_m
    assert within >= PROMISED * CASES


@pytest.mark.parametrize("error_m", [0.3, 1.0, 3.0])
def test_with_noisy_distances_too(error_m: float) -> None:
    rng = np.random.default_rng(7)
    within, radii = 0, []
    for _ in range(CASES):
        at, here = beacons(rng), rng.uniform((0, 0), HALL_M)
        told = np.hypot(*(at - here).T) + rng.normal(0, error_m, len(at))
        heard = [
            measured_at(x, y, max(0.0, d), error_m) for (x, y), d in zip(at, told, strict=True)
        ]
        found = fix(heard)
        radii.append(found.radius_m)
        within += math.dist((found.x, found.y), here) <= found.radius_m
    assert within >= PROMISED * CASES
    # A promise that is kept by telling of half the hall would be none.
    assert np.median(radii) < 2 + 6 * error_m


@given(st.floats(2, 40), st.floats(2, 26))
def test_without_noise_the_point_is_found(x: float, y: float) -> None:
    at = [(0.0, 0.0), (42.0, 0.0), (0.0, 28.0), (42.0, 28.0)]
    found = fix([measured_at(bx, by, math.dist((bx, by), (x, y)), 0.1) for bx, by in at])
    assert (found.x, found.y) == pytest.approx((x, y), abs=0.05)
    assert found.misfit == 1.0


def test_readings_that_contradict_each_other_widen_the_radius() -> None:
    at = [(0.0, 0.0), (20.0, 0.0), (0.0, 20.0), (20.0, 20.0)]
    agree = fix([measured_at(x, y, math.dist((x, y), (6, 7)), 0.5) for x, y in at])
    contradict = fix([measured_at(x, y, 3.0, 0.5) for x, y in at])
    assert contradict.misfit > 5
    assert contradict.radius_m > 2 * agree.radius_m


def test_who_seems_to_be_far_outside_is_told_at_the_edge_of_where_beacons_are_heard() -> None:
    at = [(0.0, 0.0), (20.0, 0.0), (0.0, 20.0), (20.0, 20.0)]
    found = fix([measured_at(x, y, 900.0, 0.5) for x, y in at])
    assert -MARGIN_M <= found.x <= 20 + MARGIN_M
    assert -MARGIN_M <= found.y <= 20 + MARGIN_M
    assert found.misfit > 5


@pytest.mark.parametrize("count", [0, 1, 2])
def test_too_few_are_refused(count: int) -> None:
    with pytest.raises(ValueError, match="too few"):
        fix([measured_at(n, n * n, 2.0) for n in range(count)])


def test_beacons_in_a_corridor_are_refused() -> None:
    with pytest.raises(ValueError, match="one line"):
        fix([measured_at(4.0 * n, 0.3 * (n % 2), 5.0) for n in range(6)])


def test_what_tells_where_somebody_is_prints_without_it() -> None:
    heard = heard_at(4.25, 3.5, -70.0)
    assert "4.25" not in f"{heard!r} {heard}"
