"""Floors whose layers are renamed to nonsense keep their roles; `script/bench roles` does more."""

from __future__ import annotations

from collections import Counter

import pytest

from bench.accuracy_bench import read_drawn
from bench.drawn.families import OFFICES
from bench.roles_bench import MATTERING, Judged, drawn, nameless, with_lying_names, without_names

SEEDS = (1000, 1001)
NAMED = sorted(set(OFFICES) - {"one_layer"})  # which has no layers to speak of


def mattering(judged: list[Judged]) -> list[Judged]:
    return [one for one in judged if one.true in MATTERING]


@pytest.mark.parametrize("family", NAMED)
def test_roles_survive_names_of_layers_and_blocks_that_say_nothing(family: str) -> None:
    found = [one for seed in SEEDS for one in mattering(without_names(drawn(family, seed)))]
    assert len(found) >= 6
    assert Counter(one.right for one in found)[False] <= 0.05 * len(found)


@pytest.mark.parametrize("family", sorted(OFFICES))
def test_a_floor_without_any_telling_name_has_all_its_rooms_and_desks(family: str) -> None:
    reading = read_drawn(family, 1000, nameless)
    assert reading.rooms.recall >= 0.9
    assert reading.desks.recall >= 0.9
    assert min(reading.rooms.precision, reading.desks.precision) >= 0.9


def test_most_layers_are_known_under_names_of_others() -> None:
    found = [one for family in NAMED for one in mattering(with_lying_names(drawn(family, 1000)))]
    right = sum(one.right for one in found)
    assert right >= 0.6 * len(found)
