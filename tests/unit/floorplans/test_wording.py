"""Words that several sentences are made of."""

from __future__ import annotations

import pytest

from floorplans.plans.categories import KINDS
from floorplans.wording import KIND_WORDS, listed, one_of


@pytest.mark.parametrize(
    ("words", "told"),
    [(["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_lists_are_read_as_people_say_them(words: list[str], told: str) -> None:
    assert listed(words) == told


def test_every_kind_of_space_has_its_words() -> None:
    assert sorted(KIND_WORDS) == sorted(KINDS)
    assert (one_of("parking"), one_of("area")) == ("a parking place", "an area")
