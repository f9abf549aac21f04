"""What people do to a draft: kept, undone, and told to others."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from floorplans.actor import Actor, Role, operator
from floorplans.database import Database
from floorplans.errors import Conflict, Invalid, Refused
from floorplans.plans import service
from floorplans.plans.editing.actions import (
    Action,
    At,
    Change,
    Delete,
    Draw,
    DrawZone,
    Move,
    Renumber,
    Repeat,
)
from tests.support.drafts import (
    stage_draft,
)
from tests.support.edited import (
    FIRST,
    ROOM,
    SECOND,
    SQUARE,
    make_plan,
    names,
    same_plan,
    told,
)
from tests.support.factories import make_person


@pytest.fixture
def draft(db: Database, staff: Actor, floor: UUID, now: datetime) -> UUID:
    return stage_draft(db, staff, floor, make_plan(), now)


@pytest.fixture
def colleague(db: Database, staff: Actor) -> Actor:
    return make_person(db, staff.organisation_id, role=Role.FACILITY)


def test_a_draft_shows_what_is_made_of_it_beside_what_was_read(
    db: Database, staff: Actor, draft: UUID, now: datetime
) -> None:
    service.edit(db, staff, draft, Change((ROOM,), name="Blue"), 0, now)
    service.edit(db, staff, draft, Draw("room", "office", SQUARE, name="New"), 1, now)
    service.edit(db, staff, draft, DrawZone("Sales", SQUARE), 2, now)
    document = service.draft_document(db, staff, draft)
    spaces = document["spaces"]["features"]  # type: ignore[index]
    assert [(s["properties"]["name"], s["properties"]["edited"]) for s in spaces] == [
        ("1.01 Blue", True),
        ("1", False),
        ("2", False),
        ("New", True),
    ]
    assert document["rooms"]["features"][0]["properties"]["name"] == "Den"  # type: ignore[index]
    zones = document["planned_zones"]["features"]  # type: ignore[index]
    assert [zone["properties"]["name"] for zone in zones] == ["Sales"]
    edits = {"number": 3, "can_undo": True, "can_redo": False, "lost": []}
    assert document["edits"] == edits


def test_an_edit_answers_with_what_changed_and_nothing_else(
    db: Database, staff: Actor, draft: UUID, now: datetime
) -> None:
    renumbered = service.edit(db, staff, draft, Renumber((SECOND, FIRST), "A-{}"), 0, now)
    assert told(renumbered) == ([], ["A-2", "A-1"], [])
    deleted = service.edit(db, staff, draft, Delete((FIRST,)), renumbered.number, now)
    assert told(deleted) == ([], [], [renumbered.changed[0]["id"]])
    drawn = service.edit(db, staff, draft, Draw("desk", "desk", SQUARE), deleted.number, now)
    assert told(drawn) == (["Desk 1"], [], [])
    assert drawn.planned_zones is None
    assert (drawn.number, drawn.can_undo, drawn.can_redo) == (3, True, False)


def test_the_list_tells_who_did_what_and_when(
    db: Database, staff: Actor, colleague: Actor, draft: UUID, now: datetime
) -> None:
    later = now + timedelta(hours=1)
    service.edit(db, staff, draft, Delete((FIRST,)), 0, now)
    service.edit(db, colleague, draft, Move((SECOND,), 0.0, 1.0), 1, later)
    service.undo(db, staff, draft, 2)
    found = service.edits(db, staff, draft)
    assert [(e.number, e.what, e.by, e.at, e.undone, e.lost) for e in found.edits] == [
        (1, "Deleted 1 desk.", staff.name, now, False, None),
        (2, "Moved 1 desk by 1.00 m.", colleague.name, later, True, None),
    ]
    assert (found.number, found.can_undo, found.can_redo) == (1, True, True)


def test_the_list_tells_who_took_what_back_until_it_is_done_again(
    db: Database, staff: Actor, colleague: Actor, draft: UUID, now: datetime
) -> None:
    service.edit(db, staff, draft, Delete((FIRST,)), 0, now)
    assert service.undo(db, colleague, draft, 1).edit.undone_by == colleague.name
    assert [e.undone_by for e in service.edits(db, staff, draft).edits] == [colleague.name]
    service.redo(db, staff, draft, 0)
    assert [e.undone_by for e in service.edits(db, staff, draft).edits] == [None]


def test_what_the_operator_does_is_nobodys(
    db: Database, staff: Actor, draft: UUID, now: datetime
) -> None:
    service.edit(db, operator(staff.organisation_id), draft, Delete((FIRST,)), 0, now)
    assert [edit.by for edit in service.edits(db, staff, draft).edits] == [None]


def test_who_is_behind_is_told_what_is_new_and_changes_nothing(
    db: Database, staff: Actor, colleague: Actor, draft: UUID, now: datetime
) -> None:
    service.edit(db, staff, draft, Change((ROOM,), name="Blue"), 0, now)
    service.edit(db, staff, draft, Change((ROOM,), name="Red"), 1, now)
    for act in (
        lambda: service.edit(db, colleague, draft, Delete((ROOM,)), 1, now),
        lambda: service.undo(db, colleague, draft, 1),
        lambda: service.redo(db, colleague, draft, 1),
        lambda: service.edit(db, colleague, draft, Delete((ROOM,)), 1, now, dry_run=True),
    ):
        with pytest.raises(Conflict) as stale:
            act()
        assert stale.value.code == "edits_stale"
        assert stale.value.fields["number"] == 2
        (newer,) = stale.value.fields["edits"]
        assert (newer["number"], newer["by"]) == (2, staff.name)
        assert newer["what"] == "Changed 1 room: name “Red”."
    assert names(db, staff, draft)[0] == "1.01 Red"


def test_a_page_from_before_an_undo_is_behind_even_when_as_many_edits_follow(
    db: Database, staff: Actor, draft: UUID, now: datetime
) -> None:
    seen = service.edit(db, staff, draft, Change((ROOM,), name="Blue"), 0, now).number
    service.undo(db, staff, draft, seen)
    other = service.edit(db, staff, draft, Change((ROOM,), name="Red"), 0, now).number
    assert other != seen
    with pytest.raises(Conflict):
        service.edit(db, staff, draft, Delete((ROOM,)), seen, now)


def test_two_people_go_on_with_one_plan(
    db: Database, staff: Actor, colleague: Actor, draft: UUID, now: datetime
) -> None:
    first = service.edit(db, staff, draft, Change((FIRST,), number="A"), 0, now)
    second = service.edit(db, colleague, draft, Change((SECOND,), number="B"), first.number, now)
    assert names(db, staff, draft) == ["1.01 Den", "A", "B"]
    service.undo(db, staff, draft, second.number)
    assert names(db, colleague, draft) == ["1.01 Den", "A", "2"]


def test_undoing_and_doing_again_gives_each_plan_there_was(
    db: Database, staff: Actor, draft: UUID, now: datetime
) -> None:
    actions: list[Action] = [
        Renumber((FIRST, SECOND), "A-{}"),
        Delete((SECOND,)),
        Repeat(FIRST, 3, 1, 3.0, 0.0),
        DrawZone("Sales", SQUARE),
    ]
    plans = [service.draft_document(db, staff, draft)]
    for after, action in enumerate(actions):
        service.edit(db, staff, draft, action, after, now)
        plans.append(service.draft_document(db, staff, draft))
    for after in (4, 3, 2, 1):
        undone = service.undo(db, staff, draft, after)
        assert (undone.number, undone.can_undo, undone.edit.undone) == (after - 1, after > 1, True)
        assert same_plan(service.draft_document(db, staff, draft), plans[after - 1])
    for after in (0, 1, 2, 3):
        done = service.redo(db, staff, draft, after)
        assert (done.number, done.can_redo, done.edit.undone) == (after + 1, after < 3, False)
        assert same_plan(service.draft_document(db, staff, draft), plans[after + 1])


def test_an_undone_edit_answers_with_the_way_back(
    db: Database, staff: Actor, draft: UUID, now: datetime
) -> None:
    service.edit(db, staff, draft, Delete((FIRST,)), 0, now)
    assert told(service.undo(db, staff, draft, 1)) == (["1"], [], [])
    copied = service.edit(db, staff, draft, Repeat(FIRST, 1, 2, 0, 0, 0, 2.0), 0, now)
    back = service.undo(db, staff, draft, copied.number)
    assert told(back) == ([], [], [copied.added[0]["id"]])
    service.edit(db, staff, draft, DrawZone("Sales", SQUARE), 0, now)
    assert service.undo(db, staff, draft, 3).planned_zones == ()


def test_something_new_drops_what_was_undone(
    db: Database, staff: Actor, draft: UUID, now: datetime
) -> None:
    service.edit(db, staff, draft, Delete((FIRST,)), 0, now)
    service.undo(db, staff, draft, 1)
    new = service.edit(db, staff, draft, Change((FIRST,), number="A"), 0, now)
    assert new.can_redo is False
    assert [edit.number for edit in service.edits(db, staff, draft).edits] == [new.number]
    with pytest.raises(Conflict) as refused:
        service.redo(db, staff, draft, new.number)
    assert refused.value.code == "nothing_to_redo"


def test_there_is_nothing_to_undo_before_the_first_edit(
    db: Database, staff: Actor, draft: UUID
) -> None:
    with pytest.raises(Conflict) as refused:
        service.undo(db, staff, draft, 0)
    assert refused.value.code == "nothing_to_undo"


@pytest.mark.parametrize(
    ("action", "code"),
    [
        (Delete((At("desk", 50, 50),)), "edit_impossible"),
        (Draw("room", "office", ((0, 0), (1, 1))), "edit_impossible"),
        (Change((ROOM,)), "nothing_to_change"),
        (Change((ROOM,), category="desk"), "category_unfit"),
        (Move((FIRST,), 5e6, 0.0), "edit_outside_plan"),
        (DrawZone("Far", tuple((x + 900, y) for x, y in SQUARE)), "edit_outside_plan"),
        (Repeat(FIRST, 101, 101, 0.1, 0, 0, 0.1), "copies_out_of_range"),
    ],
)
def test_what_cannot_be_done_is_refused_with_its_reason_and_not_kept(
    db: Database, staff: Actor, draft: UUID, now: datetime, action: Action, code: str
) -> None:
    with pytest.raises((Refused, Invalid)) as refused:
        service.edit(db, staff, draft, action, 0, now)
    assert refused.value.code == code
    assert "Nothing was changed." in refused.value.message
    assert service.edits(db, staff, draft).edits == ()


def test_a_plan_does_not_grow_without_end(
    db: Database, staff: Actor, draft: UUID, now: datetime
) -> None:
    rows = Repeat(FIRST, 100, 100, 0.1, 0, 0, 0.1)
    service.edit(db, staff, draft, rows, 0, now)
    with pytest.raises(Refused) as refused:
        service.edit(db, staff, draft, rows, 1, now)
    assert refused.value.code == "too_many_spaces"


def test_what_an_edit_would_give_can_be_seen_before(
    db: Database, staff: Actor, draft: UUID, now: datetime
) -> None:
    service.edit(db, staff, draft, Delete((FIRST,)), 0, now)
    service.undo(db, staff, draft, 1)
    ahead = service.edit(db, staff, draft, Renumber((SECOND,), "A-{}", 7), 0, now, dry_run=True)
    assert told(ahead) == ([], ["A-7"], [])
    assert (ahead.number, ahead.can_redo) == (0, True)
    assert names(db, staff, draft) == ["1.01 Den", "1", "2"]
    assert told(service.redo(db, staff, draft, 0))[2] == ["r1"]  # it dropped nothing
