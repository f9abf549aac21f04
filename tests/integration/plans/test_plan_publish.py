"""Publishing: spaces keep who they are, bookings keep their places, or are held."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from shapely import box
from sqlalchemy import text

from floorplans.actor import Actor
from floorplans.database import Database
from floorplans.errors import Conflict, NotFound, Refused
from floorplans.places import service as places
from floorplans.plans import map_document, service
from floorplans.plans.position import ControlPoints, NamedPoint
from floorplans.plans.views import PublishReport
from importers.draft import DraftDesk, DraftZone, FloorPlanDraft
from tests.support.databases import statements_of
from tests.support.drafts import (
    make_draft,
    make_draft_desk,
    make_draft_room,
    publish_draft,
    stage_draft,
)
from tests.support.edited import seen
from tests.support.factories import make_booking, make_floor


def make_row(*labels: str | None, shift_m: float = 0.0) -> list[DraftDesk]:
    """Desks two metres apart, one for each label."""
    return [
        make_draft_desk(label, 1.5 + 2 * i + shift_m, 2, handle=f"{i + 16:X}")
        for i, label in enumerate(labels)
    ]


def make_plan(desks: Sequence[DraftDesk], **parts: object) -> FloorPlanDraft:
    room = make_draft_room("1.01", "Open office", polygon=box(0, 0, 20, 12))
    return make_draft(rooms=[room], desks=desks, **parts)  # type: ignore[arg-type]


def ids(db: Database, actor: Actor, floor: UUID) -> dict[str, UUID]:
    return {space.name: space.id for space in places.spaces(db, actor, floor)}


def told(report: PublishReport) -> dict[str, int]:
    return {name: count for name, count in report.counts.items() if count}


def state(db: Database, actor: Actor, booking_id: UUID) -> str:
    with db.transaction(actor.organisation_id) as tx:
        found = text("SELECT state FROM booking WHERE id = :id")
        return str(tx.execute(found, {"id": booking_id}).scalar_one())


def test_a_published_plan_is_the_floor_people_see(
    db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    zone = DraftZone("Sales", box(0, 0, 5, 5), "Z", None)
    made = stage_draft(db, staff, floor, make_plan(make_row("1", "2"), zones=[zone]), now)
    report = service.publish(db, staff, made, now)
    assert report.counts["new"] == 3
    view = places.floor(db, staff, floor)
    assert (view.revision_id, view.map_digest) == (made, report.map_digest)
    spaces = {s.name: s for s in places.spaces(db, staff, floor)}
    assert set(spaces) == {"1", "2", "1.01 Open office"}
    assert spaces["1"].within_id == spaces["1.01 Open office"].id
    document = map_document.read(service.map_document(db, staff, floor, report.map_digest))
    assert {f["id"] for f in document["spaces"]["features"]} == {str(s.id) for s in spaces.values()}
    assert document["zones"]["features"][0]["properties"] == {"name": "Sales"}
    with pytest.raises(NotFound):
        service.map_document(db, staff, make_floor(db, staff), report.map_digest)


def test_a_map_tells_every_open_page_that_it_changed(
    db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    publish_draft(db, staff, floor, make_plan(make_row("1")), now)
    with db.transaction(staff.organisation_id) as tx:
        found = text("SELECT version FROM floor_version WHERE floor_id = :floor")
        assert tx.execute(found, {"floor": floor}).scalar_one() >= 1


def test_the_next_plan_keeps_ids_and_says_what_changed(
    db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    publish_draft(db, staff, floor, make_plan(make_row("1", "2", "3", "4")), now)
    before = ids(db, staff, floor)
    desks = make_row("1", "2", "30")
    desks[1] = replace(desks[1], polygon=box(15, 8, 16.6, 8.8))
    new = make_draft_desk("9", 12, 8)
    after_plan = stage_draft(db, staff, floor, make_plan([*desks, new]), now)
    preview = service.preview(db, staff, after_plan, now)
    report = service.publish(db, staff, after_plan, now)
    assert told(report) == {"same": 3, "moved": 1, "renamed": 1, "new": 1, "gone": 1}
    assert report.counts == preview.counts
    after = ids(db, staff, floor)
    assert (after["1"], after["2"], after["30"]) == (before["1"], before["2"], before["3"])
    assert "4" not in after
    assert {c.name: c.change for c in report.changes} == {
        "1.01 Open office": "same",
        "1": "same",
        "2": "moved",
        "30": "same",
        "9": "new",
        "4": "gone",
    }
    why = {c.name: c.why for c in report.changes}
    assert why["2"].startswith("Same number 2, same object in the drawing, moved 1")
    assert "was 3" in why["30"]
    assert all(0 < c.score <= 1 for c in report.changes)


def test_labels_that_we_made_up_stay_with_their_desks_when_the_count_begins_anew(
    db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    def numbered(*places: float) -> list[DraftDesk]:
        return [make_draft_desk(f"R-{i:02}", x, 2, given=False) for i, x in enumerate(places, 1)]

    publish_draft(db, staff, floor, make_plan(numbered(4, 6, 8)), now)
    before = {(s.id, s.name, s.lon) for s in places.spaces(db, staff, floor)}
    made = stage_draft(db, staff, floor, make_plan(numbered(2, 4, 6, 8)), now)
    report = service.publish(db, staff, made, now)
    assert told(report) == {"same": 4, "new": 1}
    after = {(s.id, s.name, s.lon) for s in places.spaces(db, staff, floor)}
    assert before < after
    assert {name for _, name, _ in after - before} == {"R-04"}


def test_the_preview_changes_nothing(
    db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    publish_draft(db, staff, floor, make_plan(make_row("1")), now)
    before = (places.floor(db, staff, floor), places.spaces(db, staff, floor))
    service.preview(db, staff, stage_draft(db, staff, floor, make_plan(make_row("5")), now), now)
    assert (places.floor(db, staff, floor), places.spaces(db, staff, floor)) == before


def test_a_booking_whose_desk_is_gone_is_held_and_its_neighbours_stay(
    db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    publish_draft(db, staff, floor, make_plan(make_row("1", "2", "3")), now)
    desk = ids(db, staff, floor)
    tomorrow = now + timedelta(days=1)
    kept = make_booking(db, staff, desk["1"], tomorrow)
    lost = make_booking(db, staff, desk["2"], tomorrow)
    running = make_booking(db, staff, desk["2"], now - timedelta(minutes=30))
    past = make_booking(db, staff, desk["2"], now - timedelta(days=3))
    seated = make_booking(
        db, staff, desk["3"], now - timedelta(hours=1), now + timedelta(hours=1), state="checked_in"
    )
    made = stage_draft(db, staff, floor, make_plan(make_row("1")), now)
    assert service.preview(db, staff, made, now).held_bookings == 2
    report = service.publish(db, staff, made, now)
    assert report.held_bookings == 2
    states = [state(db, staff, b) for b in (kept, lost, running, past, seated)]
    assert states == ["confirmed", "held", "held", "confirmed", "checked_in"]


def test_a_room_that_can_no_longer_be_booked_holds_its_bookings(
    db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    room = make_draft_room("2", "Rhine", "conferenceroom")
    publish_draft(db, staff, floor, make_draft(rooms=[room]), now)
    (space,) = places.spaces(db, staff, floor)
    booking = make_booking(db, staff, space.id, now + timedelta(days=1))
    office = replace(room, category="office")
    publish_draft(db, staff, floor, make_draft(rooms=[office]), now)
    assert state(db, staff, booking) == "held"


def test_a_desk_that_comes_back_has_its_id_and_its_bookings_again(
    db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    publish_draft(db, staff, floor, make_plan(make_row("1", "2")), now)
    desk = ids(db, staff, floor)
    booking = make_booking(db, staff, desk["2"], now + timedelta(days=1))
    publish_draft(db, staff, floor, make_plan(make_row("1")), now)
    made = stage_draft(db, staff, floor, make_plan(make_row("1", "2")), now)
    report = service.publish(db, staff, made, now)
    assert ids(db, staff, floor) == desk
    assert (report.restored_bookings, state(db, staff, booking)) == (1, "confirmed")


def test_bringing_a_plan_back_restores_ids_names_zones_and_bookings(
    db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    zone = DraftZone("Sales", box(0, 0, 5, 5), "Z", None)
    first = publish_draft(db, staff, floor, make_plan(make_row("1", "2"), zones=[zone]), now)
    before = seen(db, staff, floor)
    booking = make_booking(db, staff, ids(db, staff, floor)["2"], now + timedelta(days=1))
    later = now + timedelta(hours=1)
    second = publish_draft(db, staff, floor, make_plan(make_row("1b", shift_m=0.1)), later)
    report = service.bring_back(db, staff, first, later)
    assert seen(db, staff, floor) == before
    assert (report.restored_bookings, state(db, staff, booking)) == (1, "confirmed")
    states = {r.id: r.state for r in service.revisions(db, staff, floor)}
    assert states == {first: "published", second: "superseded"}
    with db.transaction(staff.organisation_id) as tx:
        zones = tx.execute(text("SELECT name FROM zone WHERE ended_at IS NULL")).scalars().all()
        live = tx.execute(text("SELECT count(*) FROM zone_shape WHERE is_live")).scalar_one()
    assert (zones, live) == (["Sales"], 1)


def test_plans_can_be_brought_back_and_forth(
    db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    first = publish_draft(db, staff, floor, make_plan(make_row("1", "2")), now)
    second = publish_draft(db, staff, floor, make_plan(make_row("1")), now)
    for back in (first, second, first):
        service.bring_back(db, staff, back, now)
    assert set(ids(db, staff, floor)) == {"1", "2", "1.01 Open office"}


def test_only_an_earlier_plan_can_be_brought_back(
    db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    published = publish_draft(db, staff, floor, make_plan(make_row("1")), now)
    draft = stage_draft(db, staff, floor, make_plan(make_row("2")), now)
    for revision, code in ((published, "already_published"), (draft, "plan_not_published")):
        with pytest.raises(Conflict) as refused:
            service.bring_back(db, staff, revision, now)
        assert refused.value.code == code


def test_an_unconfirmed_unit_and_an_empty_plan_are_refused_and_change_nothing(
    db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    unsure = stage_draft(db, staff, floor, make_plan(make_row("1"), certain=False), now)
    empty = stage_draft(db, staff, floor, make_draft(), now)
    for revision, code in ((unsure, "units_unconfirmed"), (empty, "no_spaces")):
        assert [h.code for h in service.preview(db, staff, revision, now).hindrances] == [code]
        with pytest.raises(Refused) as refused:
            service.publish(db, staff, revision, now)
        assert refused.value.code == code
    assert places.floor(db, staff, floor).revision_id is None


def test_an_assumed_position_is_kept_as_a_finding(
    db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    made = publish_draft(db, staff, floor, make_plan(make_row("1")), now)
    seen = service.revision(db, staff, made)
    assert [(i.code, i.severity) for i in seen.issues] == [("POSITION_ASSUMED", "warning")]
    assert seen.georeference is not None
    assert seen.georeference.method == "assumed"


def corners(scale: float = 1.0) -> tuple[NamedPoint, ...]:
    """Three corners of the floor about 20 m north of the site's position, north up."""
    lon, lat = 4.9, 52.3702
    east, north = 20 / 68_030, 12 / 111_290  # degrees at this latitude
    return (
        NamedPoint("sw", 0, 0, lon, lat),
        NamedPoint("se", 20 * scale, 0, lon + east, lat),
        NamedPoint("nw", 0, 12 * scale, lon, lat + north),
    )


def test_a_placed_plan_is_published_where_the_points_say(
    db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    made = stage_draft(db, staff, floor, make_plan(make_row("1")), now)
    placed = service.place(db, staff, made, ControlPoints(corners()), now)
    assert placed.georeference.rmse_m is not None
    assert placed.georeference.rmse_m < 0.5
    service.publish(db, staff, made, now)
    desk = next(s for s in places.spaces(db, staff, floor) if s.kind == "desk")
    assert (desk.lon, desk.lat) == pytest.approx(
        (4.9 + 1.5 / 68_030, 52.3702 + 2 / 111_290), abs=1e-5
    )
    assert service.revision(db, staff, made).georeference == placed.georeference


def test_mending_the_position_alone_keeps_every_id(
    db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    publish_draft(db, staff, floor, make_plan(make_row(None, None, None)), now)
    before = ids(db, staff, floor)
    made = stage_draft(db, staff, floor, make_plan(make_row(None, None, None)), now)
    service.place(db, staff, made, ControlPoints(corners()), now)
    report = service.publish(db, staff, made, now)
    assert ids(db, staff, floor) == before
    assert report.counts["new"] == report.counts["gone"] == 0


def test_a_room_that_is_split_keeps_its_id_and_its_bookings_in_the_part_with_its_number(
    db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    whole = make_draft_room("2", "Rhine", "conferenceroom", polygon=box(0, 0, 10, 6))
    publish_draft(db, staff, floor, make_draft(rooms=[whole]), now)
    before = ids(db, staff, floor)
    booking = make_booking(db, staff, before["2 Rhine"], now + timedelta(days=1))
    part = replace(whole, polygon=box(0, 0, 6, 6))
    cut = make_draft_room("3", "Maas", "conferenceroom", polygon=box(6.1, 0, 10, 6))
    made = stage_draft(db, staff, floor, make_draft(rooms=[part, cut]), now)
    report = service.publish(db, staff, made, now)
    assert told(report) == {"split": 1, "new": 1}
    assert ids(db, staff, floor)["2 Rhine"] == before["2 Rhine"]
    assert {c.name: c.why for c in report.changes}["3 Maas"] == "Split from 2."
    assert state(db, staff, booking) == "confirmed"


def test_the_bookings_of_a_room_that_was_merged_into_another_are_held(
    db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    large = make_draft_room("2", "Rhine", "conferenceroom", polygon=box(0, 0, 6, 6))
    small = make_draft_room("3", "Maas", "conferenceroom", polygon=box(6.1, 0, 10, 6))
    publish_draft(db, staff, floor, make_draft(rooms=[large, small]), now)
    before = ids(db, staff, floor)
    kept, lost = (
        make_booking(db, staff, before[name], now + timedelta(days=1))
        for name in ("2 Rhine", "3 Maas")
    )
    both = replace(large, polygon=box(0, 0, 10, 6))
    made = stage_draft(db, staff, floor, make_draft(rooms=[both]), now)
    report = service.publish(db, staff, made, now)
    assert told(report) == {"merged": 1, "gone": 1}
    assert {c.change: c.why for c in report.changes}["gone"] == "Merged into 2."
    assert [state(db, staff, b) for b in (kept, lost)] == ["confirmed", "held"]


def test_a_doubtful_position_is_not_stored_until_it_is_confirmed(
    db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    made = stage_draft(db, staff, floor, make_plan(make_row("1")), now)
    with pytest.raises(Refused) as refused:
        service.place(db, staff, made, ControlPoints(corners(scale=10)), now)
    assert refused.value.code == "position_doubtful"
    assert service.revision(db, staff, made).georeference is None
    service.place(db, staff, made, ControlPoints(corners(scale=10), confirm=True), now)
    assert service.revision(db, staff, made).georeference is not None


def test_what_was_understood_is_shown_in_the_drawings_own_metres(
    db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    made = stage_draft(db, staff, floor, make_plan(make_row("1"), certain=False), now)
    document = service.draft_document(db, staff, made)
    desk = document["desks"]["features"][0]  # type: ignore[index]
    assert (desk["properties"]["x"], desk["properties"]["y"]) == (1.5, 2.0)
    suggestions = [s["code"] for s in document["suggestions"]]  # type: ignore[attr-defined, index]
    assert suggestions == ["units_unconfirmed", "position_missing"]


def test_two_thousand_desks_are_published_with_few_statements(
    db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    desks = [make_draft_desk(f"{i}.{j}", 2 * i, 1.5 * j) for i in range(50) for j in range(40)]
    made = stage_draft(db, staff, floor, make_draft(desks=desks), now)
    with statements_of(db) as statements:
        report = service.publish(db, staff, made, now)
    assert report.counts["new"] == 2000
    assert len(statements) < 65
