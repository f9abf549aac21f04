"""What an installation has from before a migration is there after it, as far as it is known."""

from __future__ import annotations

from datetime import datetime, timedelta

from alembic import command

from floorplans.actor import Role
from floorplans.bookings.service import cancel
from floorplans.database import Database
from floorplans.places import service as places
from floorplans.plans import service
from importers.draft import FloorPlanDraft
from tests.support.databases import Clone
from tests.support.drafts import make_draft, make_draft_desk, publish_draft
from tests.support.factories import make_booking, make_floor, make_organisation, make_person
from tests.support.migrating import alembic_config, migrate

HOUR = timedelta(hours=1)


def make_desks(*names: str) -> FloorPlanDraft:
    return make_draft(desks=[make_draft_desk(name, 2.0 * int(name), 2) for name in names])


def go_back_to(clone: Clone, revision: str) -> None:
    command.downgrade(alembic_config(clone.owner_url), revision)


def test_the_last_time_of_each_plan_is_known_from_before_times_were_kept(
    clone: Clone, cloned_db: Database, now: datetime
) -> None:
    db = cloned_db
    staff = make_person(db, make_organisation(db), role=Role.FACILITY)
    floor = make_floor(db, staff)
    first = publish_draft(db, staff, floor, make_desks("1"), now)
    publish_draft(db, staff, floor, make_desks("2"), now + HOUR)
    service.bring_back(db, staff, first, now + 2 * HOUR)
    go_back_to(clone, "20261121_0024")
    migrate(clone.owner_url, "head")
    publish_draft(db, staff, floor, make_desks("3"), now + 3 * HOUR)
    found = {
        e.number: [(t.from_at, t.to_at) for t in e.in_force]
        for e in service.history(db, staff, floor)
    }
    assert found == {
        1: [(now + 2 * HOUR, now + 3 * HOUR)],
        2: [(now + HOUR, now + 2 * HOUR)],
        3: [(now + 3 * HOUR, None)],
    }


def test_bookings_held_before_holds_were_kept_are_affected_by_the_plan_that_took_their_place(
    clone: Clone, cloned_db: Database, now: datetime
) -> None:
    db = cloned_db
    staff = make_person(db, make_organisation(db), role=Role.FACILITY)
    floor = make_floor(db, staff)
    publish_draft(db, staff, floor, make_desks("1", "2", "3"), now)
    desks = {space.number: space.id for space in places.spaces(db, staff, floor)}
    booked = {
        number: make_booking(db, staff, desks[number], now + timedelta(days=2))
        for number in ("1", "2", "3")
    }
    second = publish_draft(db, staff, floor, make_desks("2", "3"), now + HOUR)
    third = publish_draft(db, staff, floor, make_desks("3"), now + 2 * HOUR)
    before = [service.affected(db, staff, plan, now + 3 * HOUR) for plan in (second, third)]
    assert [[one.booking_id for one in told] for told in before] == [[booked["1"]], [booked["2"]]]
    go_back_to(clone, "20261121_0014")
    migrate(clone.owner_url, "head")
    after = [service.affected(db, staff, plan, now + 3 * HOUR) for plan in (second, third)]
    assert after == before
    cancel(db, staff, booked["2"], now + 3 * HOUR)
    assert [one.state for one in service.affected(db, staff, third, now)] == ["cancelled"]


def test_a_hold_whose_plan_was_published_again_counts_for_the_present_one(
    clone: Clone, cloned_db: Database, now: datetime
) -> None:
    db = cloned_db
    staff = make_person(db, make_organisation(db), role=Role.FACILITY)
    floor = make_floor(db, staff)
    publish_draft(db, staff, floor, make_desks("1", "2"), now)
    desk = next(space.id for space in places.spaces(db, staff, floor) if space.number == "1")
    booking = make_booking(db, staff, desk, now + timedelta(days=2))
    second = publish_draft(db, staff, floor, make_desks("2"), now + HOUR)
    publish_draft(db, staff, floor, make_desks("2", "3"), now + 2 * HOUR)
    service.bring_back(db, staff, second, now + 3 * HOUR)
    go_back_to(clone, "20261121_0014")
    migrate(clone.owner_url, "head")
    (told,) = service.affected(db, staff, second, now + 4 * HOUR)
    assert (told.booking_id, told.state) == (booking, "held")
