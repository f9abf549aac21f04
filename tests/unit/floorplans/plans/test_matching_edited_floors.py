"""Whole random floors, edited by known operations, are found again."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bench.edited.judging import Case, judge, make_case
from bench.edited.operations import OPERATIONS, some_operations
from floorplans.plans.matching import Matching, match, notices

#: A floor takes some tenths of a second; ``script/bench matching`` reads 500 of them.
SOME = settings(max_examples=24, deadline=None, derandomize=True)
#: Then only the shapes tell, and desks in even rows are their own mirror images.
LEAVES_NO_KEY = {"renumber_all", "mirror_wing", "redraw"}


def told(case: Case) -> set[str]:
    found = match(case.known, case.wanted)
    return {notice.code for notice in notices(found.frames, [k.polygon for k in case.known])}


def changes(found: Matching) -> set[str]:
    return {m.verdict.change for m in found.matches}


@pytest.mark.parametrize("operation", sorted(OPERATIONS))
def test_every_space_is_found_again_after_one_operation(operation: str) -> None:
    score = judge(make_case(5, [operation]))
    assert min(score.precision, score.recall) >= 0.99


@SOME
@given(st.integers(0, 10_000))
def test_nearly_every_space_is_found_again_after_several_operations(seed: int) -> None:
    operations = some_operations(Random(seed))
    assume(not set(operations) >= LEAVES_NO_KEY)
    score = judge(make_case(seed, operations))
    assert min(score.precision, score.recall) >= 0.95


@SOME
@given(st.integers(0, 10_000), st.randoms(use_true_random=False))
def test_the_order_of_the_plans_changes_nothing(seed: int, chance: Random) -> None:
    case = make_case(seed, ["swap_desks", "delete"], wings=1)
    shuffled = list(case.known)
    chance.shuffle(shuffled)
    assert match(shuffled, case.wanted) == match(case.known, case.wanted)


def test_an_unchanged_floor_is_the_same_everywhere_and_surely_so() -> None:
    case = make_case(2, ["rename_layers"])
    found = match(case.known, case.wanted)
    assert changes(found) == {"same"}
    assert min(m.verdict.score for m in found.matches) > 0.9
    assert told(case) == set()


def test_a_floor_shifted_as_a_whole_is_told_once_and_its_spaces_are_the_same() -> None:
    case = make_case(4, ["shift"])
    assert changes(match(case.known, case.wanted)) == {"same"}
    assert told(case) == {"PLAN_SHIFTED"}


@pytest.mark.parametrize(
    ("operation", "code"),
    [("turn", "PLAN_TURNED"), ("scale", "PLAN_SCALED"), ("mirror", "PLAN_MIRRORED")],
)
def test_a_floor_that_lies_otherwise_as_a_whole_is_told_so(operation: str, code: str) -> None:
    case = make_case(7, [operation, "redraw"])
    assert changes(match(case.known, case.wanted)) == {"same"}
    assert told(case) == {code}


def test_a_mirrored_wing_is_told_and_the_rest_stays() -> None:
    case = make_case(8, ["mirror_wing", "redraw"])
    found = match(case.known, case.wanted)
    assert told(case) == {"WING_MIRRORED"}
    moved = [m for m in found.matches if m.verdict.change == "moved"]
    assert moved
    assert len(moved) < len(found.matches)
    assert all("mirrored with the part of the floor round it" in m.verdict.why for m in moved)


def test_rooms_that_were_split_say_what_was_cut_off() -> None:
    case = make_case(9, ["split"])
    found = match(case.known, case.wanted)
    cut = [v for v in found.new.values() if v.why.startswith("Split from ")]
    assert len(cut) == len(found.new) == 3
    whole = {m.known for m in found.matches if m.verdict.change == "split"}
    assert whole == {v.other for v in cut}


def test_rooms_that_were_merged_say_into_which() -> None:
    case = make_case(9, ["merge"])
    found = match(case.known, case.wanted)
    assert found.gone
    assert all(v.why.startswith("Merged into ") for v in found.gone.values())
    whole = {m.known for m in found.matches if m.verdict.change == "merged"}
    assert whole == {v.other for v in found.gone.values()}
