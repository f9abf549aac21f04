"""A floor's past: how each plan came about, what differs, and that a rollback is exact."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from random import Random
from uuid import UUID

import pytest
from shapely import box

from bench.edited.operations import some_operations
from bench.edited.rolling import roll_back
from floorplans.actor import Actor
from floorplans.database import Database
from floorplans.errors import Forbidden, Invalid, NotFound
from floorplans.places import service as places
from floorplans.plans import service
from floorplans.plans.editing.actions import At, Change
from floorplans.plans.state_hash import state_hash
from importers.draft import DraftZone
from tests.support.drafts import (
    make_draft,
    make_draft_desk,
    make_draft_room,
    publish_draft,
    stage_draft,
)
from tests.support.factories import make_booking, make_building, make_floor, make_person, make_site

ROLLED = 20


def make_rooms() -> object:
    whole = make_draft_room("2.14", "Rhine", "conferenceroom", polygon=box(0, 0, 10, 6))
    desks = [make_draft_desk(str(k), 12 + 2 * k, 3) for k in range(3)]
    return make_draft(rooms=[whole], desks=desks)


def make_changed_rooms() -> object:
    """The room split in two, one desk moved by a metre, another gone."""
    one = make_draft_room("2.14", "Rhine", "conferenceroom", polygon=box(0, 0, 6, 6))
    two = make_draft_room("2.15", "Maas", "conferenceroom", polygon=box(6.1, 0, 10, 6))
    desks = [make_draft_desk("0", 12, 4), make_draft_desk("1", 14, 3)]
    return make_draft(rooms=[one, two], desks=desks)


def test_the_history_tells_who_when_from_which_file_and_how_it_was_read(
    db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    draft = stage_draft(db, staff, floor, make_rooms(), now)  # type: ignore[arg-type]
    service.publish(db, staff, draft, now + timedelta(hours=1))
    (entry,) = service.history(db, staff, floor)
    name, content = service.source_file(db, staff, draft)
    assert (entry.id, entry.number, entry.state, entry.file_name) == (draft, 1, "published", name)
    assert entry.file_sha256 == sha256(content).hexdigest()
    assert (entry.created_by, entry.published_by) == (staff.name, staff.name)
    assert entry.published_at == now + timedelta(hours=1)
    assert entry.georeference is not None
    assert entry.engine_version
    assert entry.state_hash is not None
    assert entry.left_hash is None


def test_two_published_plans_are_compared_by_the_ids_of_their_spaces(
    db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    first = publish_draft(db, staff, floor, make_rooms(), now)  # type: ignore[arg-type]
    second = publish_draft(db, staff, floor, make_changed_rooms(), now)  # type: ignore[arg-type]
    told = "Room 2.14 Rhine split into two, desk 0 moved, desk 2 gone."
    for pair in ((first, second), (second, first)):
        found = service.compare(db, staff, *pair, now)
        assert found.sentence == told
        assert (found.before.number, found.after.number) == (1, 2)
    assert {s["name"]: s["change"] for s in found.before.spaces} == {
        "2.14 Rhine": "split",
        "0": "moved",
        "1": "same",
        "2": "gone",
    }
    assert {s["name"]: s["change"] for s in found.after.spaces}["2.15 Maas"] == "new"
    # Both lie in the axes of one drawing.
    corners = found.after.spaces[0]["geometry"]["coordinates"][0]
    assert min(corners) == pytest.approx([0, 0], abs=0.002)


def test_a_draft_is_compared_with_what_the_floor_shows_and_with_what_it_showed(
    db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    first = publish_draft(db, staff, floor, make_rooms(), now)  # type: ignore[arg-type]
    publish_draft(db, staff, floor, make_changed_rooms(), now)  # type: ignore[arg-type]
    draft = stage_draft(db, staff, floor, make_rooms(), now)  # type: ignore[arg-type]
    service.edit(db, staff, draft, Change((At("desk", 12.0, 3.0),), capacity=2), 0, now)
    told = service.compare(db, staff, draft, first, now).sentence
    assert told == "Desk 0 with other capacity."
    present = service.revisions(db, staff, floor)[1].id
    preview = service.preview(db, staff, draft, now)
    assert service.compare(db, staff, draft, present, now).sentence == preview.sentence
    assert "merged into" in preview.sentence


def test_walls_doors_and_zones_that_were_redrawn_are_told(
    db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    plan = make_rooms()
    first = publish_draft(db, staff, floor, plan, now)  # type: ignore[arg-type]
    zoned = replace(
        plan,  # type: ignore[type-var]
        zones=(DraftZone("Sales", box(0, 0, 5, 5), "Z", None),),
        doors=(),
    )
    second = publish_draft(db, staff, floor, zoned, now)  # type: ignore[arg-type]
    found = service.compare(db, staff, first, second, now)
    assert (found.redrawn, found.sentence) == (("doors", "zones"), "Doors and zones redrawn.")


def test_only_two_plans_of_one_floor_are_compared(
    db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    first = publish_draft(db, staff, floor, make_rooms(), now)  # type: ignore[arg-type]
    other = publish_draft(db, staff, make_floor(db, staff), make_rooms(), now)  # type: ignore[arg-type]
    for with_what in (first, other):
        with pytest.raises(Invalid):
            service.compare(db, staff, first, with_what, now)
    employee = make_person(db, staff.organisation_id)
    for ask in (
        lambda: service.compare(db, employee, first, other, now),
        lambda: service.history(db, employee, floor),
        lambda: service.source_file(db, employee, first),
    ):
        with pytest.raises(Forbidden):
            ask()
    with pytest.raises(NotFound):
        service.source_file(db, staff, UUID(int=3))


def test_the_state_hash_moves_with_everything_that_it_covers(
    db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    def state() -> object:
        with db.transaction(staff.organisation_id) as tx:
            return state_hash(tx, staff.organisation_id, floor, now)

    assert state() is None
    publish_draft(db, staff, floor, make_rooms(), now)  # type: ignore[arg-type]
    before = state()
    assert state() == before
    desk = next(s.id for s in places.spaces(db, staff, floor) if s.kind == "desk")
    make_booking(db, staff, desk, now + timedelta(days=1))
    booked = state()
    assert booked.plan == before.plan  # type: ignore[attr-defined]
    assert booked.whole != before.whole  # type: ignore[attr-defined]
    publish_draft(db, staff, floor, make_changed_rooms(), now)  # type: ignore[arg-type]
    assert state().plan != before.plan  # type: ignore[attr-defined]


def test_a_zone_has_its_old_spelling_again_after_a_rollback(
    db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    def zoned(name: str) -> object:
        zone = DraftZone(name, box(0, 0, 5, 5), "Z", None)
        return replace(make_rooms(), zones=(zone,))  # type: ignore[type-var]

    first = publish_draft(db, staff, floor, zoned("Sales"), now)  # type: ignore[arg-type]
    publish_draft(db, staff, floor, zoned("SALES"), now)  # type: ignore[arg-type]
    report = service.bring_back(db, staff, first, now)
    assert (report.identical, report.as_left, report.warnings) == (True, True, ())


def test_bookings_that_came_meanwhile_are_told_apart_from_the_plan(
    db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    first = publish_draft(db, staff, floor, make_rooms(), now)  # type: ignore[arg-type]
    publish_draft(db, staff, floor, make_changed_rooms(), now)  # type: ignore[arg-type]
    desk = next(s.id for s in places.spaces(db, staff, floor) if s.kind == "desk")
    make_booking(db, staff, desk, now + timedelta(days=1))
    report = service.bring_back(db, staff, first, now)
    assert (report.identical, report.as_left) == (True, False)
    assert report.state_hash == service.history(db, staff, floor)[1].state_hash


def test_bookings_that_ended_meanwhile_are_still_where_they_were(
    db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    first = publish_draft(db, staff, floor, make_rooms(), now)  # type: ignore[arg-type]
    desk = next(s.id for s in places.spaces(db, staff, floor) if s.number == "1")
    make_booking(db, staff, desk, now + timedelta(minutes=5))
    publish_draft(db, staff, floor, make_changed_rooms(), now + timedelta(minutes=10))  # type: ignore[arg-type]
    assert service.bring_back(db, staff, first, now + timedelta(days=1)).as_left is True


def test_a_booking_that_was_held_until_it_was_over_is_not_where_it_was(
    db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    first = publish_draft(db, staff, floor, make_rooms(), now)  # type: ignore[arg-type]
    desk = next(s.id for s in places.spaces(db, staff, floor) if s.number == "2")
    make_booking(db, staff, desk, now + timedelta(minutes=5))
    publish_draft(db, staff, floor, make_changed_rooms(), now)  # type: ignore[arg-type]
    report = service.bring_back(db, staff, first, now + timedelta(days=1))
    assert (report.identical, report.as_left) == (True, False)


def test_the_plan_before_one_whose_date_has_come_is_brought_back_though_nobody_noted_the_date(
    db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    first = publish_draft(db, staff, floor, make_rooms(), now)  # type: ignore[arg-type]
    later = stage_draft(db, staff, floor, make_changed_rooms(), now)  # type: ignore[arg-type]
    service.publish(db, staff, later, now, effective_from=now + timedelta(hours=2))
    report = service.bring_back(db, staff, first, now + timedelta(hours=9))
    assert (report.revision_id, report.identical) == (first, True)
    assert [e.state for e in service.history(db, staff, floor)] == ["superseded", "published"]


def test_a_plan_whose_date_was_noted_late_left_the_bookings_of_its_date(
    db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    first = publish_draft(db, staff, floor, make_rooms(), now)  # type: ignore[arg-type]
    desk = next(s.id for s in places.spaces(db, staff, floor) if s.number == "1")
    make_booking(db, staff, desk, now + timedelta(hours=1), now + timedelta(hours=3))
    later = stage_draft(db, staff, floor, make_changed_rooms(), now)  # type: ignore[arg-type]
    service.publish(db, staff, later, now, effective_from=now + timedelta(hours=2))
    service.take_over(db, staff.organisation_id, floor, now + timedelta(hours=9))
    assert service.bring_back(db, staff, first, now + timedelta(days=1)).as_left is True


@pytest.mark.parametrize("seed", range(ROLLED))
def test_an_edited_floor_is_what_it_was_after_a_rollback_with_every_booking_on_its_space(
    db: Database, staff: Actor, seed: int, now: datetime
) -> None:
    building = make_building(db, staff, make_site(db, staff))
    floor = make_floor(db, staff, building_id=building)
    done = roll_back(db, staff, floor, seed, some_operations(Random(seed)), now)
    assert done.bookings > 0
    assert (done.equal, done.proven, done.lost, done.moved) == (True, True, 0, 0)
