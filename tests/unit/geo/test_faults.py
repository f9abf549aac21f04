"""Which slip of control points is named, and what few points cannot tell."""

from __future__ import annotations

import math
from random import Random

import numpy as np
import pytest

from bench.pointed.judging import named, silent
from bench.pointed.slips import SLIPS
from geo.accuracy import expected_error, farthest
from geo.faults import FaultKind, Limit, Sighting, judge
from geo.georeference import ControlPoint, fit
from geo.trust import chi_square_limit, two_in_many_limit

CORNERS = ((0.0, 0.0), (60.0, 0.0), (60.0, 40.0), (0.0, 40.0), (30.0, 10.0))
TRIED = 60


def make_sightings(count: int = 5, *, scale: float = 1.0, up: float = 1.0) -> list[Sighting]:
    turn = math.radians(30)
    c, s = scale * math.cos(turn), scale * math.sin(turn)
    return [
        Sighting(x, y, (c * x - s * up * y + 5e5, s * x + c * up * y + 58e5))
        for x, y in CORNERS[:count]
    ]


def off(sighting: Sighting, east: float) -> Sighting:
    assert sighting.ground is not None
    return Sighting(sighting.x, sighting.y, (sighting.ground[0] + east, sighting.ground[1]))


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_among_honest_clicks_is_named(slip: str) -> None:
    right = sum(named(seed, slip) for seed in range(TRIED))
    assert right >= 0.93 * TRIED


def test_honest_clicks_are_hardly_ever_suspected() -> None:
    assert sum(not silent(seed) for seed in range(300)) <= 9


def test_surveyed_points_show_a_slip_of_a_metre() -> None:
    points = make_sightings()
    points[2] = off(points[2], 1.1)
    verdict = judge(points)
    assert verdict.fault is not None
    assert (verdict.fault.kind, verdict.fault.points) == (FaultKind.POINT, (2,))
    assert verdict.sure


def test_points_that_agree_have_no_fault() -> None:
    assert judge(make_sightings()).fault is None


def test_two_points_tell_their_distance_and_nothing_else() -> None:
    verdict = judge(make_sightings(2))
    assert verdict.fault is None
    assert verdict.limits == (Limit.TWO_POINTS,)
    stretched = judge([make_sightings(2)[0], off(make_sightings(2)[1], 30)])
    assert stretched.fault is not None
    assert stretched.fault.points == ()


def test_two_points_show_a_wrong_unit() -> None:
    verdict = judge(make_sightings(2, scale=0.3048), {"foot": 0.3048, "mm": 0.001})
    assert verdict.fault is not None
    assert (verdict.fault.kind, verdict.fault.detail) == (FaultKind.UNIT, "foot")


def test_three_points_show_that_one_is_wrong_but_are_not_sure_which() -> None:
    points = make_sightings(3)
    points[1] = off(points[1], 20)
    verdict = judge(points)
    assert verdict.fault is not None
    assert not verdict.sure
    assert Limit.THREE_POINTS in verdict.limits


def test_points_on_a_line_cannot_show_a_mirrored_plan() -> None:
    line = [Sighting(x, 0.0, (x + 1e5, 5e6)) for x in (0.0, 10.0, 25.0, 40.0)]
    assert Limit.ON_A_LINE in judge(line).limits


def test_a_mirrored_plan_is_told_by_three_points() -> None:
    verdict = judge(make_sightings(3, up=-1.0))
    assert verdict.fault is not None
    assert verdict.fault.kind is FaultKind.MIRRORED


def test_a_place_off_the_crs_is_found_by_undoing_the_slip() -> None:
    points = make_sightings()
    right = points[3]
    assert right.ground is not None
    points[3] = Sighting(right.x, right.y, None, {"lat_lon_swapped": right.ground})
    verdict = judge(points)
    assert verdict.fault is not None
    assert (verdict.fault.kind, verdict.fault.points) == (FaultKind.READING, (3,))
    assert verdict.fault.detail == "lat_lon_swapped"


def test_places_in_another_town_are_far() -> None:
    verdict = judge(make_sightings(), site=(9e5, 58e5))
    assert verdict.fault is not None
    assert verdict.fault.kind is FaultKind.FAR


@pytest.mark.parametrize(("free", "chance", "table"), [(3, 0.01, 11.345), (9, 0.05, 16.919)])
def test_the_limit_of_a_sum_of_squares_is_that_of_the_table(free, chance, table) -> None:
    assert chi_square_limit(free, chance) == pytest.approx(table, rel=0.01)


def test_the_limit_of_two_in_many_is_that_of_the_table() -> None:
    assert two_in_many_limit(5, 0.01) == pytest.approx(13.274, rel=1e-3)


@pytest.mark.parametrize("count", [3, 4, 5])
def test_the_error_expected_at_the_far_corner_is_the_one_that_occurs(count: int) -> None:
    """By simulation: the mean square of both agree, and 19 of 20 stay below the most."""
    rng = np.random.default_rng(5)
    known = CORNERS[:count]
    corner = farthest(known, ((120.0, 80.0), (0.0, 0.0)))
    told, true, held = [], [], 0
    for _ in range(3000):
        noise = rng.normal(0, 0.35, (count, 2))
        points = [
            ControlPoint(x, y, x + e, y + n) for (x, y), (e, n) in zip(known, noise, strict=True)
        ]
        found = fit(points)
        error = expected_error(known, found.residuals_m, *corner)
        away = math.dist(found.transform.point(*corner), corner)
        told.append(error.usual_m**2)
        true.append(away**2)
        held += away <= error.most_m
    assert np.mean(told) == pytest.approx(np.mean(true), rel=0.1)
    assert held / 3000 == pytest.approx(0.95, abs=0.015)


def test_two_points_take_a_careful_click_for_the_error() -> None:
    error = expected_error(CORNERS[:2], (0.0, 0.0), 60.0, 40.0)
    assert error.assumed
    assert 0.4 < error.usual_m < 1.0


def test_random_order_of_points_changes_no_verdict() -> None:
    points = make_sightings()
    points[2] = off(points[2], 4)
    order = list(range(len(points)))
    Random(3).shuffle(order)
    verdict = judge([points[i] for i in order])
    assert verdict.fault is not None
    assert order[verdict.fault.points[0]] == 2
