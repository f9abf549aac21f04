"""Floors in every unit, under every header: the unit is right, or it is asked about.

`script/bench units` tries many more.
"""

from __future__ import annotations

import pytest

from bench.drawn.families import OFFICES
from bench.real_counts import REAL_FLOORS
from bench.units_bench import Trial, drawn, try_units
from importers.base import Limits
from importers.dxf.load import load
from tests.support.plans import drawings

#: Larger drawings are for the measurement.
MOST_BYTES = 600_000
SEED = 1000
FLOORS = {
    path.stem: path
    for path in drawings("floors")
    if path.stem in REAL_FLOORS and path.stat().st_size <= MOST_BYTES
}


def wrong(trials: list[Trial]) -> list[Trial]:
    return [trial for trial in trials if trial.verdict == "confidently wrong"]


@pytest.mark.parametrize("family", sorted(OFFICES))
def test_a_drawn_floor_in_any_unit_is_read_in_it_whatever_its_header_says(family: str) -> None:
    trials = list(try_units(*drawn(family, SEED)))
    assert len(trials) == 30
    assert wrong(trials) == []
    assert sum(trial.certain for trial in trials) >= 24


@pytest.mark.parametrize("name", sorted(FLOORS))
def test_no_real_floor_is_read_in_a_wrong_unit_without_asking(name: str) -> None:
    trials = list(try_units(name, load(FLOORS[name], Limits()).doc, REAL_FLOORS[name].unit))
    assert wrong(trials) == []
