"""Edits that make no sense on any plan."""

from __future__ import annotations

import pytest

from floorplans.errors import Invalid
from floorplans.plans.categories import ROOM_CATEGORIES, fits
from floorplans.plans.editing import Action
from floorplans.plans.editing.actions import At, Change, Draw, Renumber, Repeat
from floorplans.plans.editing.limits import check
from importers.dxf.understand.words import category_of
from tests.unit.floorplans.plans.editing.actions import DESK, EVERY_ACTION, ROOM, SQUARE


def refusal(action: Action) -> str:
    with pytest.raises(Invalid) as refused:
        check(action)
    return refused.value.code


@pytest.mark.parametrize("action", EVERY_ACTION, ids=lambda a: type(a).__name__)
def test_sensible_edits_pass(action: Action) -> None:
    check(action)


def test_a_change_of_nothing_is_refused() -> None:
    assert refusal(Change((ROOM,))) == "nothing_to_change"
    assert refusal(Change((ROOM,), add_features=())) == "nothing_to_change"
    check(Change((ROOM,), remove_features=("quiet",)))


def test_a_desk_is_no_office_unless_it_becomes_a_room() -> None:
    assert refusal(Change((ROOM, DESK), category="office")) == "category_unfit"
    assert refusal(Draw("locker", "desk", SQUARE)) == "category_unfit"
    check(Change((ROOM, DESK), kind="room", category="office"))


def test_rows_of_copies_have_an_end_and_lie_apart() -> None:
    assert refusal(Repeat(DESK, 1, 1, 1, 0)) == "copies_out_of_range"
    assert refusal(Repeat(DESK, 200, 200, 1, 0, 0, 1)) == "copies_out_of_range"
    assert refusal(Repeat(DESK, 2, 1, 0, 0, 0, 1)) == "copies_on_each_other"
    assert refusal(Repeat(DESK, 2, 2, 1, 0)) == "copies_on_each_other"


@pytest.mark.parametrize("pattern", ["A-", "{}-{}"])
def test_a_pattern_holds_the_number_once(pattern: str) -> None:
    assert refusal(Renumber((ROOM,), pattern)) == "pattern_without_place"


def test_numbers_neither_repeat_nor_fall_below_zero() -> None:
    two = (ROOM, At("room", 6, 1.5))
    assert refusal(Renumber(two, "{}", step=0)) == "numbers_out_of_range"
    assert refusal(Renumber(two, "{}", first=1, step=-2)) == "numbers_out_of_range"
    check(Renumber(two, "{}", first=2, step=-2))


@pytest.mark.parametrize(
    "word", ["Meeting", "Phone", "Server", "Stairs", "Lift", "WC", "Office", "Kitchen", "Lobby"]
)
def test_what_is_read_of_a_drawing_can_be_chosen_too(word: str) -> None:
    assert (category_of(word) or "room") in ROOM_CATEGORIES


def test_a_place_is_what_it_is_for() -> None:
    assert fits("desk", "desk")
    assert not fits("desk", "office")
    assert not fits("room", "locker")
