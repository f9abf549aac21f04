"""Walls with a piece missing are closed, or pointed at; `script/bench cuts` does many more."""

from __future__ import annotations

import pytest
from shapely import LineString

from bench.cuts_bench import HEALED_M, Told, covers, read_cuts
from bench.drawn.cuts import Cut, draw_cut
from bench.drawn.hands import HANDS

SEEDS = range(1000, 1004)
TARGET = 0.95


@pytest.fixture(scope="module")
def told() -> list[Told]:
    return list(read_cuts(SEEDS))


def test_nearly_all_cuts_are_closed_or_covered_by_the_first_finding(told):
    missed = [one for one in told if one.how == "missed"]
    assert len(told) >= 20
    assert len(missed) <= (1 - TARGET) * len(told)


def test_a_cut_that_one_could_walk_through_is_never_closed_without_a_word(told):
    assert all(one.how != "healed" for one in told if one.width_m > HEALED_M)


@pytest.fixture(scope="module")
def cut() -> Cut:
    """A missing piece that is wider than its wall is thick."""
    made = (draw_cut(family, seed) for seed in range(20) for family in HANDS)
    return next(cut for _, cut in filter(None, made) if cut.width_m > 0.5)


def test_only_a_line_in_the_cut_covers_it(cut):
    def covered(line: LineString) -> bool:
        (x0, y0), (x1, y1) = cut.on_sheet(line).coords
        return covers((x0, y0, x1, y1), cut)

    (x0, y0), (x1, y1) = cut.line.coords
    beside = LineString([(x0 + (y1 - y0), y0 - (x1 - x0)), (x1 + (y1 - y0), y1 - (x1 - x0))])
    half = LineString([(x0, y0), ((x0 + x1) / 2, (y0 + y1) / 2)])
    far = LineString([(x0, y0), (x0 + 9 * (x1 - x0), y0 + 9 * (y1 - y0))])
    assert covered(cut.line)
    assert covered(cut.line.reverse())
    assert not covered(half)
    assert not covered(beside)
    assert not covered(far)
