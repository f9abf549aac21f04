"""What people do to a draft: kept, undone, told to others, and published."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from shapely import box
from sqlalchemy import text

from floorplans.actor import Actor, Role, operator
from floorplans.database import Database
from floorplans.errors import Conflict, DomainError, Forbidden, Invalid, NotFound, Refused
from floorplans.places import service as places
from floorplans.plans import map_document, queries, service
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
from floorplans.plans.editing.views import EditedView
from floorplans.plans.stored import to_stored
from importers.draft import FloorPlanDraft, Units
from tests.support.drafts import (
    make_draft,
    make_draft_desk,
    make_draft_room,
    publish_draft,
    stage_draft,
)
from tests.support.factories import make_booking, make_floor, make_organisation, make_person

ROOM, FIRST, SECOND = At("room", 9.0, 5.0), At("desk", 2.0, 2.0), At("desk", 5.0, 2.0)
SQUARE = ((11.0, 1.0), (14.0, 1.0), (14.0, 4.0), (11.0, 4.0))


def make_plan(scale: float = 1.0, metres_per_unit: float = 0.001) -> FloorPlanDraft:
    """A room with two desks, drawn as large as asked for."""
    room = make_draft_room("1.01", "Den", polygon=box(0, 0, 10 * scale, 6 * scale), handle="A")
    desks = [
        replace(
            make_draft_desk(name, x * scale, 2 * scale, handle=name),
            polygon=box((x - 0.8) * scale, 1.6 * scale, (x + 0.8) * scale, 2.4 * scale),
        )
        for name, x in (("1", 2.0), ("2", 5.0))
    ]
    plan = make_draft(rooms=[room], desks=desks)
    west, south, east, north = plan.extent_m
    return replace(
        plan,
        units=Units("mm", metres_per_unit, True, ()),
        extent_m=(west * scale, south * scale, east * scale, north * scale),
    )


def read_again(
    db: Database, actor: Actor, draft: UUID, plan: FloorPlanDraft, now: datetime
) -> None:
    """What a redraw and the job after it do, with what was understood."""
    service.redraw(db, actor, draft, {}, now)
    with db.transaction(actor.organisation_id) as tx:
        assert queries.set_draft(tx, actor.organisation_id, draft, to_stored(plan), {})


def names(db: Database, actor: Actor, draft: UUID) -> list[str]:
    document = service.draft_document(db, actor, draft)
    return [f["properties"]["name"] for f in document["spaces"]["features"]]  # type: ignore[index]


def told(view: EditedView) -> tuple[list[str], list[str], list[str]]:
    """The names of what was added, the names of what changed, the ids of what was removed."""
    added = [f["properties"]["name"] for f in view.added]
    return added, [f["properties"]["name"] for f in view.changed], list(view.removed)


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


def same_plan(one: dict[str, object], other: dict[str, object]) -> bool:
    return all(one[name] == other[name] for name in ("spaces", "planned_zones"))


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


def test_edits_stay_in_place_when_the_drawing_is_read_in_another_unit(
    db: Database, staff: Actor, draft: UUID, now: datetime
) -> None:
    actions = [
        Change((FIRST,), number="A"),
        Move((SECOND,), 0.0, 2.0),
        Draw("room", "office", SQUARE, name="New"),
        Repeat(FIRST, 2, 1, 0.0, 2.0),
    ]
    for after, action in enumerate(actions):
        service.edit(db, staff, draft, action, after, now)
    before = service.draft_document(db, staff, draft)["spaces"]["features"]  # type: ignore[index]
    read_again(db, staff, draft, make_plan(25.4, 0.0254), now)
    service.edit(db, staff, draft, Change((At("desk", 50.8, 50.8),), name="Seat"), 4, now)
    after_all = service.draft_document(db, staff, draft)["spaces"]["features"]  # type: ignore[index]
    for old, new in zip(before, after_all, strict=True):
        assert new["id"] == old["id"]
        corners = [[x * 25.4, y * 25.4] for x, y in old["geometry"]["coordinates"][0]]
        for one, other in zip(new["geometry"]["coordinates"][0], corners, strict=True):
            assert one == pytest.approx(other, abs=0.01)
    assert [each["properties"]["name"] for each in after_all][1] == "A Seat"
    assert [edit.lost for edit in service.edits(db, staff, draft).edits] == [None] * 5


def test_an_edit_whose_place_is_gone_is_told_everywhere_and_the_others_go_on(
    db: Database, staff: Actor, draft: UUID, now: datetime
) -> None:
    service.edit(db, staff, draft, Change((SECOND,), number="B"), 0, now)
    service.edit(db, staff, draft, Change((FIRST,), number="A"), 1, now)
    plan = make_plan()
    read_again(db, staff, draft, replace(plan, desks=plan.desks[:1]), now)
    lost, kept = service.edits(db, staff, draft).edits
    assert (lost.lost, kept.lost) == ("There is no desk at (5.00, 2.00) any more.", None)
    document = service.draft_document(db, staff, draft)
    assert "edit_without_place" in [s["code"] for s in document["suggestions"]]  # type: ignore[attr-defined]
    assert [each["number"] for each in document["edits"]["lost"]] == [1]  # type: ignore[index]
    preview = service.preview(db, staff, draft, now)
    (notice,) = [each for each in preview.warnings if each.code == "edit_without_place"]
    assert "number “B”" in notice.message
    report = service.publish(db, staff, draft, now)
    assert notice in report.warnings


def test_an_edit_without_its_place_can_be_taken_back_and_done_again(
    db: Database, staff: Actor, draft: UUID, now: datetime
) -> None:
    service.edit(db, staff, draft, Change((SECOND,), number="B"), 0, now)
    plan = make_plan()
    read_again(db, staff, draft, replace(plan, desks=plan.desks[:1]), now)
    for step in (
        service.undo(db, staff, draft, 1),
        service.redo(db, staff, draft, 0),
    ):
        assert told(step) == ([], [], [])
        assert step.edit.lost == "There is no desk at (5.00, 2.00) any more."


def test_an_edit_finds_its_place_again_when_the_drawing_is_read_as_before(
    db: Database, staff: Actor, draft: UUID, now: datetime
) -> None:
    service.edit(db, staff, draft, Change((SECOND,), number="B"), 0, now)
    plan = make_plan()
    read_again(db, staff, draft, replace(plan, desks=plan.desks[:1]), now)
    read_again(db, staff, draft, plan, now)
    assert names(db, staff, draft) == ["1.01 Den", "1", "B"]


def test_the_edited_plan_is_what_is_published_and_bookings_stay(
    db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    publish_draft(db, staff, floor, make_plan(), now)
    before = {space.name: space.id for space in places.spaces(db, staff, floor)}
    booking = make_booking(db, staff, before["2"], now + timedelta(days=1))
    new = stage_draft(db, staff, floor, make_plan(), now)
    actions: list[Action] = [
        Renumber((FIRST, SECOND), "A-{}"),
        Repeat(FIRST, 1, 2, 0.0, 0.0, 0.0, 2.0),
        Change((ROOM,), category="conferenceroom", capacity=8, features=("screen",)),
        DrawZone("Sales", SQUARE),
    ]
    for after, action in enumerate(actions):
        service.edit(db, staff, new, action, after, now)
    preview = service.preview(db, staff, new, now)
    report = service.publish(db, staff, new, now)
    assert report.counts == preview.counts
    counts = {name: report.counts[name] for name in ("moved", "renamed", "new", "gone")}
    assert counts == {"moved": 0, "renamed": 2, "new": 1, "gone": 0}
    spaces = {space.name: space for space in places.spaces(db, staff, floor)}
    assert set(spaces) == {"1.01 Den", "A-1", "A-2", "Desk 1"}
    assert (spaces["A-1"].id, spaces["A-2"].id) == (before["1"], before["2"])
    room = spaces["1.01 Den"]
    assert (room.capacity, room.bookable, room.features) == (8, True, ("screen",))
    with db.transaction(staff.organisation_id) as tx:
        found = text("SELECT state FROM booking WHERE id = :id")
        assert tx.execute(found, {"id": booking}).scalar_one() == "confirmed"
    document = map_document.read(service.map_document(db, staff, floor, report.map_digest))
    assert document["zones"]["features"][0]["properties"] == {"name": "Sales"}


def test_a_plan_that_is_drawn_by_hand_alone_can_be_published(
    db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    empty = stage_draft(db, staff, floor, make_draft(), now)
    service.edit(db, staff, empty, Draw("desk", "desk", SQUARE, number="7"), 0, now)
    assert service.preview(db, staff, empty, now).hindrances == ()
    service.publish(db, staff, empty, now)
    assert [space.name for space in places.spaces(db, staff, floor)] == ["7"]


def test_a_plan_that_comes_back_has_the_edits_it_was_published_with(
    db: Database, staff: Actor, floor: UUID, draft: UUID, now: datetime
) -> None:
    service.edit(db, staff, draft, Change((FIRST,), number="A"), 0, now)
    service.publish(db, staff, draft, now)
    before = (places.floor(db, staff, floor), places.spaces(db, staff, floor))
    publish_draft(db, staff, floor, make_plan(), now + timedelta(hours=1))
    assert "A" not in {space.name for space in places.spaces(db, staff, floor)}
    service.bring_back(db, staff, draft, now + timedelta(hours=1))
    assert (places.floor(db, staff, floor), places.spaces(db, staff, floor)) == before


def test_a_newer_drawing_of_the_floor_begins_without_edits(
    db: Database, staff: Actor, floor: UUID, draft: UUID, now: datetime
) -> None:
    service.edit(db, staff, draft, Change((FIRST,), number="A"), 0, now)
    newer = stage_draft(db, staff, floor, make_plan(), now)
    assert service.edits(db, staff, newer).edits == ()
    assert names(db, staff, newer) == ["1.01 Den", "1", "2"]


def test_only_drafts_are_edited(db: Database, staff: Actor, draft: UUID, now: datetime) -> None:
    service.edit(db, staff, draft, Change((FIRST,), number="A"), 0, now)
    service.publish(db, staff, draft, now)
    for act in (
        lambda: service.edit(db, staff, draft, Delete((FIRST,)), 1, now),
        lambda: service.edit(db, staff, draft, Delete((FIRST,)), 1, now, dry_run=True),
        lambda: service.undo(db, staff, draft, 1),
        lambda: service.redo(db, staff, draft, 1),
    ):
        with pytest.raises(Conflict) as refused:
            act()
        assert refused.value.code == "already_published"
    found = service.edits(db, staff, draft)
    assert (len(found.edits), found.can_undo, found.can_redo) == (1, False, False)


def test_a_drawing_that_is_being_read_has_an_empty_list_and_takes_no_edit(
    db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    waiting = service.upload(db, staff, floor, "f.dxf", b"drawing", now)
    assert service.edits(db, staff, waiting).edits == ()
    with pytest.raises(Conflict) as refused:
        service.edit(db, staff, waiting, Delete((FIRST,)), 0, now)
    assert refused.value.code == "still_reading"


def test_edits_are_for_the_facility_staff_of_one_organisation(
    db: Database, staff: Actor, draft: UUID, now: datetime
) -> None:
    employee = make_person(db, staff.organisation_id)
    stranger = make_person(db, make_organisation(db), role=Role.ADMIN)
    for actor, error in ((employee, Forbidden), (stranger, NotFound)):
        for act in (
            lambda a: service.edit(db, a, draft, Delete((FIRST,)), 0, now),
            lambda a: service.edit(db, a, draft, Delete((FIRST,)), 0, now, dry_run=True),
            lambda a: service.undo(db, a, draft, 0),
            lambda a: service.redo(db, a, draft, 0),
            lambda a: service.edits(db, a, draft),
        ):
            with pytest.raises(DomainError) as refused:
                act(actor)
            assert isinstance(refused.value, error)


def test_a_floor_takes_the_edits_of_its_discarded_plans_with_it(
    db: Database, staff: Actor, now: datetime
) -> None:
    floor = make_floor(db, staff)
    plan = stage_draft(db, staff, floor, make_plan(), now)
    service.edit(db, staff, plan, Delete((FIRST,)), 0, now)
    service.discard(db, staff, plan)
    places.remove_floor(db, staff, floor)
    with db.transaction(staff.organisation_id) as tx:
        assert tx.execute(text("SELECT count(*) FROM plan_edit")).scalar_one() == 0
