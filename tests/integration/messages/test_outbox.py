"""What is told to whom, and that it is told exactly if it happened."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from floorplans.actor import Actor
from floorplans.bookings import service as bookings
from floorplans.bookings import settling
from floorplans.bookings.known import KnownSpaces
from floorplans.bookings.views import BookingChange, BookingRequest
from floorplans.database import Database
from floorplans.errors import Conflict
from floorplans.messages import queue
from floorplans.messages import service as messages
from floorplans.messages.kinds import Kind, Topic
from floorplans.people import service as people
from tests.support.factories import make_booking, make_published_revision
from tests.support.web import World

HOUR = timedelta(hours=1)


def told(db: Database, actor: Actor) -> list[tuple[str, UUID]]:
    """What was written to whom, in that order."""
    with db.transaction(actor.organisation_id) as tx:
        rows = tx.execute(text("SELECT kind, person_id FROM message ORDER BY number")).all()
    return [(row.kind, row.person_id) for row in rows]


def book(db: Database, world: World, now: datetime, *, desk: int = 0) -> UUID:
    wanted = BookingRequest(world.desks[desk], now + HOUR, now + 3 * HOUR)
    return bookings.book(db, world.employee, wanted, now).id


def test_a_booking_is_confirmed_to_its_person(posting, world, now):
    book(posting, world, now)
    assert told(posting, world.employee) == [("booked", world.employee.person_id)]


def test_a_booking_from_memory_is_confirmed_once(posting, world, now):
    known = KnownSpaces()
    for days in (1, 2):
        start = now + timedelta(days=days)
        wanted = BookingRequest(world.desks[0], start, start + HOUR)
        bookings.book(posting, world.employee, wanted, now, known=known)
    assert [kind for kind, _ in told(posting, world.employee)] == ["booked", "booked"]


def test_nothing_is_written_where_nobody_sends_mail(db, world, now):
    booking_id = book(db, world, now)
    bookings.cancel(db, world.employee, booking_id, now)
    assert told(db, world.employee) == []


def test_a_refused_booking_is_told_to_nobody(posting, world, now):
    make_booking(posting, world.facility, world.desks[0], now + HOUR, now + 2 * HOUR)
    with pytest.raises(Conflict):
        book(posting, world, now)
    assert told(posting, world.employee) == []


def test_a_request_that_came_twice_is_confirmed_once(posting, world, now):
    wanted = BookingRequest(world.desks[0], now + HOUR, now + 2 * HOUR, "key")
    for _ in range(2):
        bookings.book(posting, world.employee, wanted, now)
    assert len(told(posting, world.employee)) == 1


def test_a_change_is_told_with_the_place_and_hours_before(posting, world, now):
    booking_id = book(posting, world, now)
    wanted = BookingChange(space_id=world.desks[1], to_at=now + 2 * HOUR)
    bookings.change(posting, world.employee, booking_id, wanted, now)
    assert [kind for kind, _ in told(posting, world.employee)] == ["booked", "changed"]
    messages.take(posting, now)
    letter = _end_first_and_read_second(posting, world, now)
    assert letter.before.space_name == "Desk 0"
    assert letter.before.window.to_at == now + 3 * HOUR
    assert letter.entry.space_name == "Desk 1"
    assert letter.entry.window.to_at == now + 2 * HOUR
    assert letter.entry.sequence == 1


def test_a_change_that_changes_nothing_is_not_told(posting, world, now):
    booking_id = book(posting, world, now)
    bookings.change(posting, world.employee, booking_id, BookingChange(), now)
    assert [kind for kind, _ in told(posting, world.employee)] == ["booked"]


def test_cancelling_twice_is_told_once(posting, world, now):
    booking_id = book(posting, world, now)
    for _ in range(2):
        bookings.cancel(posting, world.employee, booking_id, now)
    assert [kind for kind, _ in told(posting, world.employee)] == ["booked", "cancelled"]


def test_a_running_booking_ended_by_facility_staff_is_told_to_its_person(posting, world, now):
    booking_id = book(posting, world, now)
    bookings.cancel(posting, world.facility, booking_id, now + 2 * HOUR)
    assert told(posting, world.employee)[-1] == ("changed", world.employee.person_id)


def test_a_plan_that_holds_bookings_tells_their_people_and_tells_when_they_stand_again(
    posting, world, now
):
    revision = make_published_revision(posting, world.facility, world.floor_id)
    book(posting, world, now)
    ours = world.employee.organisation_id
    with posting.transaction(ours) as tx:
        tx.execute(text("UPDATE space SET bookable = false WHERE id = :id"), {"id": world.desks[0]})
        settling.hold(tx, ours, world.floor_id, now, revision_id=revision)
    with posting.transaction(ours) as tx:
        tx.execute(text("UPDATE space SET bookable = true WHERE id = :id"), {"id": world.desks[0]})
        settling.restore(tx, ours, world.floor_id, now)
    kinds = [kind for kind, _ in told(posting, world.employee)]
    assert kinds == ["booked", "held", "returned"]


def test_who_wants_no_confirmations_still_hears_what_others_do(posting, world, now):
    messages.choose(posting, world.employee, frozenset(Topic) - {Topic.CONFIRMATION})
    booking_id = book(posting, world, now)
    bookings.cancel(posting, world.facility, booking_id, now)
    assert told(posting, world.employee) == [("cancelled", world.employee.person_id)]


def test_who_wants_no_reminders_gets_none(posting, world, now):
    booking_id = book(posting, world, now)
    messages.choose(posting, world.employee, {Topic.CONFIRMATION})
    with posting.transaction(world.employee.organisation_id) as tx:
        assert queue.tell(tx, Kind.REMINDER, booking_id, now) == 0
        assert queue.tell(tx, Kind.RELEASED, booking_id, now) == 0


def test_nobody_who_left_is_told(posting, world, now):
    booking_id = book(posting, world, now)
    people.let_go(posting, world.employee, now)
    bookings.cancel(posting, world.facility, booking_id, now)
    assert [kind for kind, _ in told(posting, world.employee)] == ["booked"]


def test_no_organisation_sees_anothers_messages(posting, world, now):
    book(posting, world, now)
    assert told(posting, world.stranger) == []
    theirs = make_booking(posting, world.employee, world.desks[1], now + HOUR)
    with posting.transaction(world.stranger.organisation_id) as tx:
        assert queue.tell(tx, Kind.BOOKED, theirs, now) == 0


def test_a_message_may_wait_for_its_time_and_go_to_somebody_else(posting, world, now):
    booking_id = make_booking(posting, world.employee, world.desks[0], now + 5 * HOUR)
    with posting.transaction(world.employee.organisation_id) as tx:
        queue.tell(
            tx,
            Kind.REMINDER,
            booking_id,
            now,
            to=world.facility.person_id,
            due_at=now + 4 * HOUR,
        )
    assert messages.take(posting, now) is None
    taken = messages.take(posting, now + 4 * HOUR)
    letter = messages.letter(posting, taken, now + 4 * HOUR)
    assert letter.to.person_id == world.facility.person_id


def _end_first_and_read_second(posting, world, now):
    with posting.transaction(world.employee.organisation_id) as tx:
        tx.execute(
            text(
                "UPDATE message SET outcome = 'sent', ended_at = :now, leased_until = NULL"
                " WHERE kind = 'booked'"
            ),
            {"now": now},
        )
    taken = messages.take(posting, now)
    return messages.letter(posting, taken, now)
