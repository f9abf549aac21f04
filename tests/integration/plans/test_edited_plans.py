"""An edited plan afterwards: read again, published, brought back, and whose it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from floorplans.actor import Actor, Role
from floorplans.database import Database
from floorplans.errors import Conflict, DomainError, Forbidden, NotFound
from floorplans.places import service as places
from floorplans.plans import map_document, service
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
    make_draft,
    publish_draft,
    stage_draft,
)
from tests.support.edited import (
    FIRST,
    ROOM,
    SECOND,
    SQUARE,
    make_plan,
    names,
    read_again,
    seen,
    told,
)
from tests.support.factories import make_booking, make_floor, make_organisation, make_person


@pytest.fixture
def draft(db: Database, staff: Actor, floor: UUID, now: datetime) -> UUID:
    return stage_draft(db, staff, floor, make_plan(), now)


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
    before = seen(db, staff, floor)
    publish_draft(db, staff, floor, make_plan(), now + timedelta(hours=1))
    assert "A" not in {space.name for space in places.spaces(db, staff, floor)}
    service.bring_back(db, staff, draft, now + timedelta(hours=1))
    assert seen(db, staff, floor) == before


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
