"""What is told: in the transaction that does it, in the order in which it was done."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from floorplans.approvals import service as approvals
from floorplans.bookings import service as bookings
from floorplans.bookings.views import BookingChange, BookingRequest
from floorplans.closing import service as closing
from floorplans.closing.views import ClosureChange, ClosureRequest
from floorplans.database import Database
from floorplans.hooks import delivering
from floorplans.hooks import service as hooks
from floorplans.hooks.kinds import Event
from floorplans.mending import service as mending
from floorplans.policies import service as policies
from floorplans.policies.views import Rule
from floorplans.presence import service as presence
from floorplans.presence.views import CheckInRule
from tests.support.factories import make_published_revision, make_site
from tests.support.faults import make_fault
from tests.support.web import World, make_world
from tests.support.webhooks import kinds_told, make_webhook, told

HOUR = timedelta(hours=1)


@pytest.fixture
def world(db: Database, now: datetime) -> World:
    made = make_world(db)
    make_webhook(db, made.admin, now, tells_person=True)
    return made


def book(db: Database, world: World, now: datetime, *, desk: int = 0, **more: object) -> UUID:
    wanted = BookingRequest(world.desks[desk], now + HOUR, now + 3 * HOUR, **more)
    return bookings.book(db, world.employee, wanted, now).id


def ours(db: Database, world: World, now: datetime) -> list[str]:
    return kinds_told(db, world.admin.organisation_id, now)


def test_a_booking_from_its_beginning_to_its_end(db, world, now):
    presence.set_rule(db, world.facility, CheckInRule(None, None, True, 15, 15, True), now)
    made = book(db, world, now)
    later = BookingChange(world.desks[1], now + HOUR, now + 2 * HOUR)
    bookings.change(db, world.employee, made, later, now)
    presence.check_in(db, world.employee, made, now + HOUR)
    presence.check_out(db, world.employee, made, now + 1.5 * HOUR)
    found = told(db, world.admin.organisation_id, now)
    assert [each["type"] for each in found] == [
        *("booking.created", "booking.changed", "booking.checked_in", "booking.ended"),
    ]
    assert [each["sequence"] for each in found] == [1, 2, 3, 4]
    assert {each["data"]["booking_id"] for each in found} == {str(made)}
    _, changed, there, ended = (each["data"] for each in found)
    assert changed["was"]["space_id"] == str(world.desks[0])
    assert changed["was"]["to"] == "2026-11-18T11:00:00Z"
    assert (changed["space"], changed["kind"]) == ("Desk 1", "desk")
    assert (there["state"], "was" in there) == ("checked_in", False)
    assert (ended["from"], ended["to"]) == ("2026-11-18T09:00:00Z", "2026-11-18T09:30:00Z")


def test_a_place_is_named_up_to_its_site(db, world, now):
    book(db, world, now)
    (found,) = told(db, world.admin.organisation_id, now)
    with db.transaction(world.admin.organisation_id) as tx:
        names = tx.execute(
            text("""SELECT f.name, b.name, s.name FROM floor f
            JOIN building b ON b.id = f.building_id JOIN site s ON s.id = f.site_id
            WHERE f.id = :floor"""),
            {"floor": world.floor_id},
        ).one()
    data = found["data"]
    assert (data["floor"], data["building"], data["site"]) == tuple(names)
    assert data["floor_id"] == str(world.floor_id)
    assert data["building_id"] == str(world.building_id)
    assert data["site_id"] == str(world.site_id)


def test_cancelled_and_released(db, world, now):
    presence.set_rule(db, world.facility, CheckInRule(None, None, True, 15, 15, True), now)
    bookings.cancel(db, world.employee, book(db, world, now), now)
    book(db, world, now, desk=1)
    presence.release_due(db, now + 2 * HOUR)
    assert ours(db, world, now) == [
        *("booking.created", "booking.cancelled", "booking.created", "booking.released"),
    ]


def test_what_is_asked_for_is_told_when_it_is_approved(db, world, now):
    rule = Rule("Ask first", approval="needed")
    policies.make_rule(db, world.facility, rule, now)
    asked = book(db, world, now)
    declined = book(db, world, now, desk=1)
    assert ours(db, world, now) == []
    approvals.approve(db, world.facility, asked, now)
    approvals.decline(db, world.facility, declined, now)
    assert ours(db, world, now) == ["booking.created"]


def test_a_closure_that_holds_a_booking(db, world, now):
    book(db, world, now)
    wanted = ClosureRequest(world.floor_id, now, now + 9 * HOUR, "paint", space_id=world.desks[0])
    made = closing.close_place(db, world.facility, wanted, now)
    closing.change(db, world.facility, made.id, ClosureChange(to_at=now + 2 * HOUR), now)
    closing.reopen(db, world.facility, made.id, now)
    found = told(db, world.admin.organisation_id, now)
    closures = [each["data"] for each in found if each["type"].startswith("closure.")]
    assert [each["state"] for each in (one["data"] for one in found) if "state" in each][:2] == [
        *("confirmed", "held"),
    ]
    assert {each["of"] for each in closures} == {"space"}
    assert found[1]["type"] == "closure.made"
    assert found[-1]["type"] in ("closure.ended", "booking.changed")
    assert "closure.ended" in [each["type"] for each in found]


def test_a_closure_changes_and_ends_by_the_clock_of_the_wall(db, world):
    now = datetime.now(UTC)
    wanted = ClosureRequest(world.floor_id, now - HOUR, now + 9 * HOUR, "paint")
    begun = closing.close_place(db, world.facility, wanted, now - HOUR)
    closing.change(db, world.facility, begun.id, ClosureChange(to_at=now + 2 * HOUR), now)
    closing.change(db, world.facility, begun.id, ClosureChange(reason="more paint"), now)
    closing.reopen(db, world.facility, begun.id, now)
    later = ClosureRequest(world.floor_id, now + 20 * HOUR, None, "paint")
    closing.reopen(db, world.facility, closing.close_place(db, world.facility, later, now).id, now)
    assert ours(db, world, now) == [
        *("closure.made", "closure.changed", "closure.ended", "closure.made", "closure.ended"),
    ]


def test_faults_and_plans(db, world, now):
    fault = make_fault(db, world.employee, world.desks[0], now)
    mending.finish(db, world.facility, fault, "thanks", now)
    make_published_revision(db, world.facility, world.floor_id)
    found = told(db, world.admin.organisation_id, now)
    kinds = [each["type"] for each in found]
    assert kinds[:2] == ["fault.reported", "fault.mended"]
    assert set(kinds[2:]) <= {"plan.published"}
    assert found[1]["data"]["mended_at"] == "2026-11-18T08:00:00Z"
    assert "note" not in found[0]["data"]


_BOOK = text("""
INSERT INTO booking (organisation_id, id, space_id, floor_id, person_id, during, state)
VALUES (current_organisation(), gen_random_uuid(), :space, :floor, :by,
  tstzrange(:from_at, :to_at), 'confirmed')
""")


class Undone(Exception):
    """Ends a transaction that was to be undone."""


def book_and_undo(db: Database, world: World, now: datetime) -> None:
    place = {"floor": world.floor_id, "space": world.desks[0]}
    hours = {"from_at": now, "to_at": now + HOUR}
    with db.transaction(world.admin.organisation_id) as tx:
        tx.execute(_BOOK, {**place, **hours, "by": world.employee.person_id})
        assert tx.execute(text("SELECT count(*) FROM webhook_event")).scalar_one() == 1
        raise Undone


def test_what_is_rolled_back_is_not_told(db, world, now):
    with pytest.raises(Undone):
        book_and_undo(db, world, now)
    assert ours(db, world, now) == []


def test_only_what_somebody_wants_is_written(db, now):
    world = make_world(db)
    book(db, world, now)
    assert ours(db, world, now) == []
    make_webhook(db, world.admin, now, events=[Event.BOOKING_CANCELLED])
    made = book(db, world, now, desk=1)
    assert ours(db, world, now) == []
    bookings.cancel(db, world.employee, made, now)
    assert ours(db, world, now) == ["booking.cancelled"]


def test_organisations_count_and_hear_for_themselves(db, world, now):
    make_webhook(db, world.stranger, now)
    book(db, world, now)
    assert kinds_told(db, world.stranger.organisation_id, now) == []
    assert len(delivering.due(db, now)) == 1


def test_a_webhook_of_one_site_hears_of_no_other(db, now):
    world = make_world(db)
    make_webhook(db, world.admin, now, site_id=make_site(db, world.facility))
    here, _ = make_webhook(db, world.admin, now, site_id=world.site_id)
    book(db, world, now)
    delivering.number(db, now)
    assert delivering.due(db, now) == [(world.admin.organisation_id, here)]


def test_whose_it_is_is_written_only_where_a_webhook_may_carry_it(db, now):
    world = make_world(db)
    plain, _ = make_webhook(db, world.admin, now)
    book(db, world, now)
    (found,) = told(db, world.admin.organisation_id, now)
    assert "person_id" not in found["data"]
    make_webhook(db, world.admin, now, tells_person=True)
    book(db, world, now, desk=1)
    assert told(db, world.admin.organisation_id, now)[1]["data"]["person_id"] == str(
        world.employee.person_id
    )
    taken = delivering.take(db, world.admin.organisation_id, plain, now)
    assert taken is not None
    assert not taken.tells_person


def test_a_removed_webhook_is_told_nothing_more(db, world, now):
    (only,) = hooks.webhooks(db, world.admin)
    book(db, world, now)
    delivering.number(db, now)
    hooks.remove(db, world.admin, only.id)
    assert delivering.due(db, now) == []
    book(db, world, now, desk=1)
    assert len(ours(db, world, now)) == 1


def test_events_are_forgotten_after_thirty_days(db, world):
    now = datetime.now(UTC)
    book(db, world, now)
    delivering.number(db, now)
    delivering.forget(db, now + timedelta(days=29))
    assert ours(db, world, now) == ["booking.created"]
    delivering.forget(db, now + timedelta(days=31))
    assert ours(db, world, now) == []
    assert delivering.due(db, now) == []
    book(db, world, now, desk=1)
    assert told(db, world.admin.organisation_id, now)[0]["sequence"] == 2
