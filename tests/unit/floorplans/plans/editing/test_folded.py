"""A draft with its edits, what is told of those without a place, and how much a plan may hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from shapely import box, segmentize

from floorplans.errors import Refused
from floorplans.plans.editing import Action
from floorplans.plans.editing.actions import At, Change, Delete, Draw, Repeat
from floorplans.plans.editing.folded import Entry, Folded, fold, notices, then
from floorplans.plans.editing.limits import MOST_EDITS, MOST_POINTS
from floorplans.plans.editing.room import check_room
from floorplans.plans.spaces import PlannedZone
from importers.draft import FloorPlanDraft
from tests.support.drafts import make_draft, make_draft_desk
from tests.unit.floorplans.plans.editing.actions import SQUARE

DESK, NOWHERE = At("desk", 2.0, 2.0), At("desk", 15.0, 9.0)


def make_entry(number: int, action: Action, metres_per_unit: float = 0.001) -> Entry:
    return Entry(number, action, metres_per_unit, "Noor", datetime(2026, 11, 18, tzinfo=UTC), False)


def make_plan() -> FloorPlanDraft:
    return make_draft(desks=[make_draft_desk("1", 2, 2), make_draft_desk("2", 5, 2)])


def refusal(before: Folded, after: Folded, edits: int = 0) -> str:
    with pytest.raises(Refused) as refused:
        check_room(make_plan(), before, after, edits)
    return refused.value.code


def test_without_edits_a_plan_is_as_it_was_read() -> None:
    plan = fold(make_plan(), [])
    assert plan.spaces == plan.read
    assert plan.edited() == frozenset()


def test_what_is_changed_and_changed_back_is_not_edited() -> None:
    changes = [make_entry(1, Change((DESK,), number="A")), make_entry(2, Delete((DESK,)))]
    plan = fold(make_plan(), changes[:1])
    assert plan.edited() == {"r0"}
    back = then(plan, [make_entry(2, Change((DESK,), number="1"))])
    assert back.edited() == frozenset()


def test_it_is_the_same_whether_edits_are_done_at_once_or_one_by_one() -> None:
    entries = [
        make_entry(2, Repeat(DESK, 1, 3, 0, 0, 0, 2.0)),
        make_entry(5, Delete((At("desk", 2.0, 4.0),))),
        make_entry(6, Delete((NOWHERE,))),
    ]
    plan = fold(make_plan(), [])
    for entry in entries:
        plan = then(plan, [entry])
    whole = fold(make_plan(), entries)
    assert plan == whole
    assert [space.key for space in plan.spaces] == [space.key for space in whole.spaces]
    assert set(plan.lost) == {6}


def test_an_edit_in_another_unit_finds_its_place() -> None:
    inches = make_entry(1, Change((At("desk", 50.8, 50.8),), number="A"), 0.0254)
    assert fold(make_plan(), [inches]).spaces[0].number == "A"


def test_one_notice_tells_of_all_edits_without_a_place() -> None:
    entries = [make_entry(n, Change((NOWHERE,), number=f"A{n}")) for n in range(1, 6)]
    (notice,) = notices(fold(make_plan(), entries), entries)
    assert notice.message.startswith("5 edits have no place on the plan as it is now")
    assert "number “A3”" in notice.message
    assert "number “A4”" not in notice.message
    assert notice.message.endswith("And 2 more.")
    assert notices(fold(make_plan(), []), []) == ()


def test_a_log_has_an_end() -> None:
    plan = fold(make_plan(), [])
    assert refusal(plan, plan, MOST_EDITS) == "too_many_edits"


def test_outlines_have_an_end() -> None:
    plan = fold(make_plan(), [])
    zone = PlannedZone("Fine", segmentize(box(0, 0, 1, 1), 3 / MOST_POINTS))
    assert refusal(plan, replace(plan, zones=(zone,))) == "too_many_points"


def test_what_the_drawing_has_outside_its_box_may_be_named_but_not_added_to() -> None:
    far = replace(make_draft_desk("9", 5000, 2), polygon=box(4999, 1, 5001, 3))
    before = fold(replace(make_plan(), desks=(far,)), [])
    named = then(before, [make_entry(1, Change((At("desk", 5000, 2),), number="A"))])
    check_room(make_plan(), before, named, 0)
    drawn = make_entry(1, Draw("desk", "desk", tuple((x + 5000, y) for x, y in SQUARE)))
    assert refusal(before, then(before, [drawn])) == "edit_outside_plan"
