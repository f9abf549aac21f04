"""Storeys are laid on each other by what stands above each other, and never a bay aside."""

from __future__ import annotations

import math

import pytest
from shapely import MultiPolygon, box

from bench.pointed.storeys import Stacked, make_stacked
from geo.alignment import AlignmentRefusal, Storey, align
from geo.georeference import Similarity
from geo.landmarks import corners_of, direction_of, landmark

BUILDINGS = 120
RIGHT_M = 0.15


def off_m(stacked: Stacked, found: Similarity) -> float:
    """How far the outer edge's corners lie from where they should."""
    outline = stacked.upper.outline
    assert outline is not None
    corners = outline.envelope.exterior.coords
    return max(math.dist(found.point(*c), stacked.true.point(*c)) for c in corners)


def test_storeys_of_random_buildings_are_laid_right_or_not_at_all() -> None:
    told, wrong = 0, []
    for seed in range(BUILDINGS):
        stacked = make_stacked(seed)
        found = align(stacked.upper, stacked.lower).found
        if found is not None:
            told += 1
            if off_m(stacked, found.transform) > RIGHT_M:
                wrong.append(seed)
    assert wrong == []
    assert told >= 0.85 * BUILDINGS


def test_what_is_left_over_is_as_small_as_the_drawing_was_careless() -> None:
    found = align(make_stacked(4).upper, make_stacked(4).lower).found
    assert found is not None
    assert 0.005 < found.left_over_m < 0.06
    assert found.matched["column"] >= 6


@pytest.mark.parametrize("seed", range(6))
def test_a_building_that_looks_the_same_both_ways_is_not_guessed(seed: int) -> None:
    stacked = make_stacked(seed, symmetric=True)
    aligned = align(stacked.upper, stacked.lower)
    assert aligned.found is None
    assert aligned.refusal is AlignmentRefusal.AMBIGUOUS
    assert len(aligned.others) == 2


def test_a_symmetric_floor_that_was_drawn_round_the_same_origin_lies_where_it_was_drawn() -> None:
    lower = make_stacked(2, symmetric=True).lower
    found = align(lower, lower).found
    assert found is not None
    assert found.transform.point(10, 5) == pytest.approx((10, 5), abs=0.01)


def test_nothing_in_common_is_said_and_not_guessed() -> None:
    one = make_stacked(1).lower
    edge = MultiPolygon([box(0, 0, 5, 200)])
    stair = landmark("ramp", box(0, 0, 2, 30))
    assert stair is not None
    other = Storey((stair, *corners_of(edge)), edge, direction_of([edge]))
    assert align(one, other).refusal is AlignmentRefusal.TOO_LITTLE


def test_a_floor_without_anything_has_no_landmarks() -> None:
    empty = Storey((), None, None)
    assert align(empty, make_stacked(1).lower).refusal is AlignmentRefusal.NO_LANDMARKS


def test_an_upper_storey_that_is_smaller_lies_on_its_part_of_the_lower_one() -> None:
    edge, small = MultiPolygon([box(0, 0, 48, 30)]), MultiPolygon([box(12, 0, 36, 18)])
    posts = [(x, y) for x in range(0, 49, 6) for y in range(0, 31, 6)]
    stair, lift = box(14, 3, 19, 5.5), box(25, 12, 27, 14.2)

    def storey(outline: MultiPolygon, within: MultiPolygon, dx: float) -> Storey:
        kept = [box(x - 0.2, y - 0.2, x + 0.2, y + 0.2) for x, y in posts]
        own = [("column", p) for p in kept if within.buffer(0.5).contains(p)]
        own += [("stair", stair), ("lift", lift)]
        moved = Similarity(1.0, 0.0, dx, 0.0)
        marks = [landmark(kind, moved.apply(shape)) for kind, shape in own]
        laid = moved.apply(outline)
        return Storey(
            (*(m for m in marks if m is not None), *corners_of(laid)), laid, direction_of([laid])
        )

    found = align(storey(small, small, 100.0), storey(edge, edge, 0.0)).found
    assert found is not None
    assert found.transform.point(112, 0) == pytest.approx((12, 0), abs=0.05)


def test_a_mirrored_sheet_is_laid_right_and_told() -> None:
    mirrored = [seed for seed in range(60) if make_stacked(seed).true.mirrored]
    assert mirrored
    for seed in mirrored:
        stacked = make_stacked(seed)
        found = align(stacked.upper, stacked.lower).found
        assert found is None or found.transform.mirrored
