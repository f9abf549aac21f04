"""Findings of a draft: what can be done, what is done, and what of it stays."""

from __future__ import annotations

import io
from datetime import datetime
from uuid import UUID

import pytest
from ezdxf import recover

from floorplans.actor import Actor, Role
from floorplans.database import Database
from floorplans.errors import Conflict, Forbidden, NotFound
from floorplans.plans import queries, reading, service
from floorplans.plans.editing.actions import Ignore, Reopen
from floorplans.plans.editing.codec import from_plain
from floorplans.plans.editing.views import EditedView
from floorplans.plans.findings.states import spot_of
from floorplans.plans.findings.values import FindingView, State
from floorplans.plans.stored import from_stored
from tests.support.drafts import make_draft, make_draft_desk, publish_draft, stage_draft
from tests.support.drawings import draw_box, make_broken_wall, make_office, text_of
from tests.support.factories import make_floor, make_organisation, make_person

GAP = "WALL_LEAK"


def staged(db: Database, actor: Actor, floor: UUID, drawing: bytes, now: datetime) -> UUID:
    made = service.upload(db, actor, floor, "gap.dxf", drawing, now)
    read_again(db, actor, made, now)
    return made


def read_again(db: Database, actor: Actor, draft: UUID, now: datetime) -> None:
    assert service.read(db, actor.organisation_id, draft, now) == "draft"


def of_code(db: Database, actor: Actor, draft: UUID, code: str) -> list[FindingView]:
    found = service.findings(db, actor, draft).findings
    return [view for view in found if view.finding.code == code]


def fix(
    db: Database, actor: Actor, draft: UUID, view: FindingView, name: str, now: datetime
) -> EditedView:
    """Do one of the fixes that a finding has."""
    (chosen,) = [each for each in view.fixes if each.name == name]
    assert chosen.action is not None
    number = service.findings(db, actor, draft).number
    return service.edit(db, actor, draft, from_plain(chosen.action), number, now)


@pytest.fixture
def gap(db: Database, staff: Actor, floor: UUID, now: datetime) -> UUID:
    """A draft of two rooms whose wall lacks a piece of 1.5 m."""
    return staged(db, staff, floor, text_of(make_broken_wall(1.5)).encode(), now)


def test_a_gap_that_is_closed_is_asked_about_no_more(
    db: Database, staff: Actor, gap: UUID, now: datetime
) -> None:
    (leak,) = of_code(db, staff, gap, GAP)
    done = fix(db, staff, gap, leak, "close", now)
    assert done.reading
    assert service.revision(db, staff, gap).state == "reading"
    read_again(db, staff, gap, now)
    assert of_code(db, staff, gap, GAP) == []
    assert service.edits(db, staff, gap).edits[0].what.startswith("Drew a wall of 1.50 m")


def test_the_wall_stays_when_the_drawing_is_read_otherwise(
    db: Database, staff: Actor, gap: UUID, now: datetime
) -> None:
    (leak,) = of_code(db, staff, gap, GAP)
    fix(db, staff, gap, leak, "close", now)
    read_again(db, staff, gap, now)
    service.redraw(db, staff, gap, {"units": "m", "repairs": {"close_wall_openings": False}}, now)
    read_again(db, staff, gap, now)
    assert of_code(db, staff, gap, GAP) == []
    assert service.revision(db, staff, gap).counts["rooms"] == 2
    assert "walls" not in service.revision(db, staff, gap).profile


def test_taking_the_wall_back_asks_again(
    db: Database, staff: Actor, gap: UUID, now: datetime
) -> None:
    (leak,) = of_code(db, staff, gap, GAP)
    done = fix(db, staff, gap, leak, "close", now)
    with pytest.raises(Conflict):
        service.undo(db, staff, gap, done.number)
    read_again(db, staff, gap, now)
    assert service.undo(db, staff, gap, done.number).reading
    read_again(db, staff, gap, now)
    assert len(of_code(db, staff, gap, GAP)) == 1
    assert service.redo(db, staff, gap, 0).reading
    read_again(db, staff, gap, now)
    assert of_code(db, staff, gap, GAP) == []


def refuse(db: Database, actor: Actor, draft: UUID) -> None:
    """What a reader does that cannot make sense of the drawing."""
    said = {"code": "NO_PLAN", "message": "Nothing was understood.", "advice": "Send another."}
    with db.transaction(actor.organisation_id) as tx:
        profile = service.revision(db, actor, draft).profile
        assert queries.set_refused(tx, actor.organisation_id, draft, said, profile)


def test_a_wall_that_led_to_a_refusal_is_taken_back(
    db: Database, staff: Actor, gap: UUID, now: datetime
) -> None:
    (leak,) = of_code(db, staff, gap, GAP)
    done = fix(db, staff, gap, leak, "close", now)
    refuse(db, staff, gap)
    assert service.edits(db, staff, gap).can_undo
    with pytest.raises(Conflict) as stale:
        service.undo(db, staff, gap, done.number + 1)
    assert stale.value.code == "edits_stale"
    back = service.undo(db, staff, gap, done.number)
    assert (back.reading, back.can_undo) == (True, False)
    read_again(db, staff, gap, now)
    assert len(of_code(db, staff, gap, GAP)) == 1


def test_of_a_refused_drawing_nothing_else_is_taken_back(
    db: Database, staff: Actor, gap: UUID, now: datetime
) -> None:
    (leak,) = of_code(db, staff, gap, GAP)
    named = Ignore(GAP, (spot_of(leak.finding),), "It is a passage")
    done = service.edit(db, staff, gap, named, 0, now)
    service.redraw(db, staff, gap, {"units": "m"}, now)
    refuse(db, staff, gap)
    assert not service.edits(db, staff, gap).can_undo
    with pytest.raises(Conflict) as refused:
        service.undo(db, staff, gap, done.number)
    assert refused.value.code == "plan_refused"


def test_a_reading_that_knows_nothing_of_the_wall_does_not_count(
    db: Database, staff: Actor, gap: UUID, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    with db.transaction(staff.organisation_id) as tx:
        stored = queries.draft_of(tx, staff.organisation_id, gap)
    assert stored is not None
    (leak,) = of_code(db, staff, gap, GAP)
    fix(db, staff, gap, leak, "close", now)
    known, before = reading.walls_of, iter([[]])
    # A worker that began before the wall was drawn, and brings what it understood after that.
    monkeypatch.setattr(reading, "walls_of", lambda *about: next(before, known(*about)))
    late = service.read(db, staff.organisation_id, gap, now, draft=from_stored(stored))
    assert late is None
    assert service.revision(db, staff, gap).state == "reading"


def test_an_opening_that_is_left_open_makes_one_room_and_is_settled(
    db: Database, staff: Actor, gap: UUID, now: datetime
) -> None:
    (leak,) = of_code(db, staff, gap, GAP)
    done = fix(db, staff, gap, leak, "merge", now)
    assert len(done.removed) == 1
    (after,) = of_code(db, staff, gap, GAP)
    assert after.state is State.SETTLED
    assert after.word is not None
    assert after.word.by == staff.name
    assert after.fixes == ()
    service.undo(db, staff, gap, done.number)
    assert of_code(db, staff, gap, GAP)[0].state is State.OPEN


def test_what_is_ignored_stays_ignored_when_the_drawing_is_read_again(
    db: Database, staff: Actor, gap: UUID, now: datetime
) -> None:
    (leak,) = of_code(db, staff, gap, GAP)
    spot = spot_of(leak.finding)
    service.edit(db, staff, gap, Ignore(GAP, (spot,), "a hatch in the wall"), 0, now)
    service.redraw(db, staff, gap, {"units": "m"}, now)
    read_again(db, staff, gap, now)
    (after,) = of_code(db, staff, gap, GAP)
    assert after.word is not None
    told = (after.state, after.word.by, after.word.at, after.word.why)
    assert told == (State.IGNORED, staff.name, now, "a hatch in the wall")
    service.edit(db, staff, gap, Reopen(GAP, (spot,)), 1, now)
    assert of_code(db, staff, gap, GAP)[0].state is State.OPEN


def test_which_of_two_numbers_holds_is_chosen(
    db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    office = make_office()
    other = office.modelspace().add_text("109", height=0.2, dxfattribs={"layer": "A-AREA-IDEN"})
    other.set_placement((3, 3.4))
    draft = staged(db, staff, floor, text_of(office).encode(), now)
    (two,) = of_code(db, staff, draft, "ROOM_TWO_NUMBERS")
    assert sorted(two.finding.choices) == ["101", "109"]
    use = next(each for each in two.fixes if each.label.startswith("Use"))
    assert use.action is not None
    done = service.edit(db, staff, draft, from_plain(use.action), 0, now)
    assert done.changed[0]["properties"]["number"] == use.label.removeprefix("Use the number ")


def test_publishing_asks_about_what_is_open_and_not_about_what_is_ignored(
    db: Database, staff: Actor, gap: UUID, now: datetime
) -> None:
    def doubts() -> list[str]:
        warnings = service.preview(db, staff, gap, now).warnings
        return [notice.message for notice in warnings if notice.code == "FINDINGS_OPEN"]

    asking = [
        view.finding
        for view in service.findings(db, staff, gap).findings
        if view.finding.severity in {"error", "warning"}
    ]
    assert len(doubts()) == 1
    for number, finding in enumerate(asking):
        ignore = Ignore(finding.code, (spot_of(finding),), "known")
        service.edit(db, staff, gap, ignore, number, now)
    assert doubts() == []


def test_a_block_to_publishing_stays_whatever_is_ignored(
    db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    draft = stage_draft(db, staff, floor, make_draft(certain=False), now)
    service.edit(db, staff, draft, Ignore("NO_ROOMS_FOUND", (), "known"), 0, now)
    codes = [notice.code for notice in service.preview(db, staff, draft, now).hindrances]
    assert codes == ["units_unconfirmed", "no_spaces"]


def test_codes_are_told_with_their_meaning_and_how_many_are_left(
    db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    office = make_office()
    draw_box(office.modelspace(), (13, 0), (17, 4), "A-AREA")
    draft = staged(db, staff, floor, text_of(office).encode(), now)
    codes = {code.code: code for code in service.findings(db, staff, draft).codes}
    nameless = codes["ROOM_WITHOUT_LABEL"]
    assert (nameless.open, nameless.ignored, nameless.settled) == (1, 0, 0)
    assert nameless.meaning == "This room has no number and no name, while others do."


def test_a_published_plan_shows_its_findings_without_fixes(
    db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    published = publish_draft(db, staff, floor, make_draft(desks=[make_draft_desk("1", 2, 2)]), now)
    found = service.findings(db, staff, published)
    assert not found.editable
    assert {fix for view in found.findings for fix in view.fixes} == set()


def test_findings_are_for_facility_staff_of_the_organisation(
    db: Database, staff: Actor, gap: UUID
) -> None:
    for use_case in (service.findings, service.redlined):
        with pytest.raises(Forbidden):
            use_case(db, make_person(db, staff.organisation_id, role=Role.EMPLOYEE), gap)
        stranger = make_person(db, make_organisation(db), role=Role.FACILITY)
        make_floor(db, stranger)
        with pytest.raises(NotFound):
            use_case(db, stranger, gap)


def test_the_redline_holds_the_drawing_and_what_is_open(
    db: Database, staff: Actor, gap: UUID, now: datetime
) -> None:
    made = service.redlined(db, staff, gap)
    assert (made.name, made.whole) == ("gap-redline.dxf", True)
    doc, auditor = recover.read(io.BytesIO(made.content))
    assert not auditor.has_errors
    assert len(doc.modelspace().query('LINE[layer=="A-WALL"]')) == 6
    (circle,) = doc.modelspace().query('CIRCLE[layer=="FLOORPLANS_WALL_LEAK"]')
    assert tuple(circle.dxf.center)[:2] == pytest.approx((5.0, 2.75))
    (leak,) = of_code(db, staff, gap, GAP)
    service.edit(db, staff, gap, Ignore(GAP, (spot_of(leak.finding),), "known"), 0, now)
    assert b"FLOORPLANS_WALL_LEAK" not in service.redlined(db, staff, gap).content
