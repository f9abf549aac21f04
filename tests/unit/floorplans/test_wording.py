"""Words that several sentences are made of."""

from __future__ import annotations

from datetime import timedelta

import pytest

from floorplans.plans.categories import KINDS
from floorplans.wording import KIND_WORDS, ago_text, listed, one_of


@pytest.mark.parametrize(
    ("words", "told"),
    [(["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_lists_are_read_as_people_say_them(words: list[str], told: str) -> None:
    assert listed(words) == told


def test_every_kind_of_space_has_its_words() -> None:
    assert sorted(KIND_WORDS) == sorted(KINDS)
    assert (one_of("parking"), one_of("area")) == ("a parking place", "an area")


@pytest.mark.parametrize(
    ("minutes", "told"),
    [
        (-5, "just now"),
        (0.9, "just now"),
        (59, "59 min ago"),
        (60, "1 h ago"),
        (24 * 60 - 1, "23 h ago"),
        (24 * 60, "yesterday"),
        (48 * 60, "2 days ago"),
    ],
)
def test_what_passed_is_told_in_the_largest_unit(minutes: float, told: str) -> None:
    assert ago_text(timedelta(minutes=minutes)) == told
