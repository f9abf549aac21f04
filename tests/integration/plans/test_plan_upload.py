"""Uploading, reading, reading otherwise, and putting away."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

import pytest
from shapely import LineString
from sqlalchemy import text

from floorplans.actor import Actor, Role
from floorplans.database import Database
from floorplans.errors import Conflict, Forbidden, Invalid, NotFound
from floorplans.plans import queries, service
from floorplans.plans.position import PointAndBearing
from importers.draft import DraftWindow
from tests.support.drafts import (
    make_draft,
    make_draft_desk,
    make_draft_room,
    publish_draft,
    stage_draft,
)
from tests.support.drawings import make_broken_wall, text_of
from tests.support.factories import LAT, LON, make_floor, make_organisation, make_person
from tests.support.files import make_dxf


def jobs(db: Database, revision_id: UUID) -> int:
    with db.transaction(None) as tx:
        counted = tx.execute(
            text("SELECT count(*) FROM procrastinate_jobs WHERE args->>'revision_id' = :id"),
            {"id": str(revision_id)},
        )
        return int(counted.scalar_one())


def test_an_upload_waits_to_be_read_and_has_its_job(
    db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    made = service.upload(db, staff, floor, "C:\\plans\\f2.dxf", make_dxf(), now)
    seen = service.revision(db, staff, made)
    assert (seen.state, seen.file_name, seen.number) == ("reading", "f2.dxf", 1)
    assert jobs(db, made) == 1


def test_a_draft_counts_its_doors_and_windows(
    db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    window = DraftWindow(LineString([(6, 0), (8, 0)]), 2.0, "block", "A-GLAZ", None)
    draft = replace(make_draft(rooms=[make_draft_room("1", None)]), windows=(window, window))
    counts = service.revision(db, staff, stage_draft(db, staff, floor, draft, now)).counts
    assert (counts["doors"], counts["windows"]) == (1, 2)


def test_an_upload_that_fails_leaves_neither_file_nor_job(
    db: Database, staff: Actor, now: datetime
) -> None:
    with pytest.raises(NotFound):
        service.upload(db, staff, UUID(int=9), "f.dxf", b"only here", now)
    with db.transaction(staff.organisation_id) as tx:
        assert tx.execute(text("SELECT count(*) FROM source_file")).scalar_one() == 0


def test_a_read_drawing_is_a_draft_with_its_rooms_and_findings(
    db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    made = service.upload(db, staff, floor, "f.dxf", make_dxf(desks=4), now)
    assert service.read(db, staff.organisation_id, made, now) == "draft"
    seen = service.revision(db, staff, made)
    assert (seen.counts["rooms"], seen.counts["desks"]) == (1, 4)
    assert seen.units["name"] == "mm"
    assert (seen.progress_stage, seen.progress_share) == ("done", 1.0)
    assert seen.counts["issues"] == len(seen.issues)
    assert [issue.number for issue in seen.issues] == list(range(1, len(seen.issues) + 1))


def test_a_repair_is_stated_and_left_undone_on_request(
    db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    drawing = text_of(make_broken_wall(0.12)).encode()
    made = service.upload(db, staff, floor, "gap.dxf", drawing, now)
    assert service.read(db, staff.organisation_id, made, now) == "draft"
    assert service.draft_document(db, staff, made)["repairs"] == [
        {
            "name": "close_wall_gaps",
            "count": 1,
            "max_mm": 120.0,
            "applied": True,
            "sentence": "1 gap between walls was closed, over 120.0 mm at most.",
            "about": "Close small gaps between walls where they would join two rooms.",
        }
    ]
    service.redraw(db, staff, made, {"repairs": {"close_wall_gaps": False}}, now)
    assert service.read(db, staff.organisation_id, made, now) == "draft"
    assert service.revision(db, staff, made).counts["rooms"] == 1


def test_a_leak_keeps_the_line_that_would_close_it(
    db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    drawing = text_of(make_broken_wall(0.12)).encode()
    made = service.upload(db, staff, floor, "gap.dxf", drawing, now)
    service.read(db, staff.organisation_id, made, now)
    segments = {i.code: i.segment for i in service.revision(db, staff, made).issues}
    assert segments["WALL_LEAK"] == pytest.approx([5, 2.12, 5, 2])
    assert all(line is None for code, line in segments.items() if code != "WALL_LEAK")


def test_a_file_that_is_no_drawing_is_refused_with_a_way_out(
    db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    made = service.upload(db, staff, floor, "plan.dxf", b"%PDF-1.7 not a drawing", now)
    assert service.read(db, staff.organisation_id, made, now) == "refused"
    refusal = service.revision(db, staff, made).refusal
    assert refusal is not None
    assert set(refusal) == {"code", "message", "advice"}
    with pytest.raises(NotFound):
        service.draft_document(db, staff, made)


def test_a_drawing_that_ends_its_reader_every_time_is_refused(
    db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    made = service.upload(db, staff, floor, "f.dxf", make_dxf(), now)
    assert service.read(db, staff.organisation_id, made, now, attempt=4) == "refused"
    refusal = service.revision(db, staff, made).refusal
    assert refusal is not None
    assert refusal["code"] == "READING_GIVEN_UP"


def test_reading_twice_changes_nothing(
    db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    made = service.upload(db, staff, floor, "f.dxf", make_dxf(), now)
    service.read(db, staff.organisation_id, made, now)
    before = service.revision(db, staff, made)
    assert service.read(db, staff.organisation_id, made, now) is None
    assert service.revision(db, staff, made) == before


def test_the_same_drawing_again_gives_the_same_draft(
    db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    made = service.upload(db, staff, floor, "f.dxf", make_dxf(), now)
    assert service.upload(db, staff, floor, "copy of f.dxf", make_dxf(), now) == made
    service.read(db, staff.organisation_id, made, now)
    assert service.upload(db, staff, floor, "f.dxf", make_dxf(), now) == made


def test_the_same_drawing_with_other_decisions_is_another_draft(
    db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    made = service.upload(db, staff, floor, "f.dxf", make_dxf(), now)
    other = service.upload(db, staff, floor, "f.dxf", make_dxf(), now, profile={"units": "cm"})
    assert other != made
    assert service.revision(db, staff, other).profile == {"units": "cm"}


def test_one_drawing_on_two_floors_is_stored_once(
    db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    second = make_floor(db, staff)
    for place in (floor, second):
        service.upload(db, staff, place, "f.dxf", make_dxf(), now)
    with db.transaction(staff.organisation_id) as tx:
        assert tx.execute(text("SELECT count(*) FROM source_file")).scalar_one() == 1


def test_a_refused_drawing_is_read_once_more_when_it_comes_again(
    db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    made = service.upload(db, staff, floor, "f.dxf", b"nothing", now)
    service.read(db, staff.organisation_id, made, now)
    assert service.upload(db, staff, floor, "f.dxf", b"nothing", now) == made
    assert service.revision(db, staff, made).state == "reading"
    assert jobs(db, made) == 2


def test_a_redraw_with_another_unit_changes_every_length(
    db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    made = service.upload(db, staff, floor, "f.dxf", make_dxf(), now)
    service.read(db, staff.organisation_id, made, now)
    before = service.draft_document(db, staff, made)["extent_m"]
    service.redraw(db, staff, made, {"units": "cm"}, now)
    assert service.draft_document(db, staff, made)["extent_m"] == before  # kept until then
    service.read(db, staff.organisation_id, made, now)
    after = service.draft_document(db, staff, made)["extent_m"]
    assert after == pytest.approx([10 * value for value in before])  # type: ignore[attr-defined]


def test_another_unit_leaves_the_bearing_as_it_was_given(
    db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    made = service.upload(db, staff, floor, "f.dxf", make_dxf(), now)
    service.read(db, staff.organisation_id, made, now)
    told = PointAndBearing(0.0, 0.0, LON, LAT, bearing_deg=70.0)
    service.place(db, staff, made, told, now)
    service.redraw(db, staff, made, {"units": "cm"}, now)
    service.read(db, staff.organisation_id, made, now)
    kept = service.revision(db, staff, made).georeference
    assert kept is not None
    assert kept.bearing_deg == pytest.approx(70.0)


def test_a_profile_with_an_unknown_role_changes_nothing(
    db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    made = stage_draft(db, staff, floor, make_draft(), now)
    with pytest.raises(Invalid) as refused:
        service.redraw(db, staff, made, {"layers": {"A": "spaceship"}}, now)
    assert refused.value.code == "profile_invalid"
    assert service.revision(db, staff, made).state == "draft"


def test_a_published_plan_is_not_read_again(
    db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    made = publish_draft(db, staff, floor, make_draft(desks=[make_draft_desk("1", 2, 2)]), now)
    with pytest.raises(Conflict):
        service.redraw(db, staff, made, {}, now)
    with pytest.raises(Conflict):
        service.discard(db, staff, made)


def test_a_discarded_plan_is_out_of_the_way(
    db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    made = stage_draft(db, staff, floor, make_draft(), now)
    service.discard(db, staff, made)
    assert [r.state for r in service.revisions(db, staff, floor)] == ["discarded"]
    with pytest.raises(Conflict):
        service.publish(db, staff, made, now)


def test_nothing_stays_of_a_drawing_that_is_put_away_before_it_was_understood(
    db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    made = service.upload(db, staff, floor, "f.dxf", make_dxf(), now)
    service.discard(db, staff, made)
    assert service.revisions(db, staff, floor) == []
    with db.transaction(staff.organisation_id) as tx:
        assert tx.execute(text("SELECT count(*) FROM source_file")).scalar_one() == 0
    assert service.read(db, staff.organisation_id, made, now) is None
    again = service.upload(db, staff, floor, "f.dxf", make_dxf(), now)
    assert service.read(db, staff.organisation_id, again, now) == "draft"


def test_a_drawing_that_is_put_away_stays_where_another_floor_has_it(
    db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    other = service.upload(db, staff, make_floor(db, staff), "f.dxf", make_dxf(), now)
    service.discard(db, staff, service.upload(db, staff, floor, "f.dxf", make_dxf(), now))
    assert service.read(db, staff.organisation_id, other, now) == "draft"


def test_a_draft_that_is_put_away_while_it_is_read_again_stays_in_the_list(
    db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    made = stage_draft(db, staff, floor, make_draft(), now)
    service.redraw(db, staff, made, {"units": "cm"}, now)
    service.discard(db, staff, made)
    assert [r.state for r in service.revisions(db, staff, floor)] == ["discarded"]


def test_a_draft_tells_who_began_it(db: Database, staff: Actor, floor: UUID, now: datetime) -> None:
    made = service.upload(db, staff, floor, "f.dxf", make_dxf(), now)
    colleague = make_person(db, staff.organisation_id, role=Role.FACILITY, name="Ada")
    seen = service.revision(db, colleague, made)
    assert (seen.begun_by, seen.created_at) == (staff.name, now)
    assert [plan.begun_by for plan in service.present_revisions(db, colleague)] == [staff.name]


def test_plans_are_for_the_facility_staff_of_one_organisation(
    db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    made = stage_draft(db, staff, floor, make_draft(), now)
    employee = make_person(db, staff.organisation_id)
    stranger = make_person(db, make_organisation(db), role=Role.ADMIN)
    with pytest.raises(Forbidden):
        service.upload(db, employee, floor, "f.dxf", b"x", now)
    with pytest.raises(Forbidden):
        service.revision(db, employee, made)
    with pytest.raises(NotFound):
        service.revision(db, stranger, made)
    with pytest.raises(NotFound):
        service.publish(db, stranger, made, now)
    with pytest.raises(NotFound):
        service.revisions(db, stranger, floor)


def test_the_worker_of_one_organisation_cannot_read_for_another(
    db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    made = service.upload(db, staff, floor, "f.dxf", make_dxf(), now)
    assert service.read(db, make_organisation(db), made, now) is None
    assert service.revision(db, staff, made).state == "reading"


def test_a_reading_with_former_decisions_neither_refuses_the_plan_nor_moves_its_bar(
    db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    made = service.upload(db, staff, floor, "f.dxf", make_dxf(), now)
    service.redraw(db, staff, made, {"units": "cm"}, now)
    said = {"code": "X", "message": "Not with those.", "advice": ""}
    with db.transaction(staff.organisation_id) as tx:
        assert not queries.set_refused(tx, staff.organisation_id, made, said, {})
        assert not queries.set_progress(tx, staff.organisation_id, made, ("Half", 0.5), {})
    assert service.revision(db, staff, made).progress_share == 0
    assert service.read(db, staff.organisation_id, made, now) == "draft"
    assert service.revision(db, staff, made).units["name"] == "cm"
