"""Reminders: before the booking, once, and only where they are of use."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

from floorplans.bookings import service as bookings
from floorplans.bookings.views import BookingChange
from floorplans.database import Database
from floorplans.messages import service as messages
from floorplans.messages.kinds import Topic
from floorplans.people import service as people
from tests.support.factories import make_booking
from tests.support.web import World

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


def booked_long_ago(db: Database, world: World, start, *, desk: int = 0, state: str = "confirmed"):
    made = make_booking(db, world.employee, world.desks[desk], start, start + 2 * HOUR, state=state)
    with db.transaction(world.employee.organisation_id) as tx:
        tx.execute(
            text("UPDATE booking SET created_at = :at WHERE id = :id"),
            {"at": start - timedelta(days=2), "id": made},
        )
    return made


def test_a_booking_is_reminded_of_once_in_the_half_hour_before_it(posting, world, now):
    start = now + 2 * HOUR
    booked_long_ago(posting, world, start)
    assert messages.remind(posting, start - 31 * MINUTE) == 0
    assert messages.remind(posting, start - 30 * MINUTE) == 1
    assert messages.remind(posting, start - 29 * MINUTE) == 0
    taken = messages.take(posting, start - 29 * MINUTE)
    letter = messages.letter(posting, taken, start - 29 * MINUTE)
    assert (letter.kind, letter.to.person_id) == ("reminder", world.employee.person_id)


def test_nobody_is_reminded_of_what_has_begun(posting, world, now):
    booked_long_ago(posting, world, now)
    assert messages.remind(posting, now) == 0


def test_who_books_for_the_same_hour_is_not_reminded(posting, world, now):
    start = now + 2 * HOUR
    booking_id = booked_long_ago(posting, world, start)
    with posting.transaction(world.employee.organisation_id) as tx:
        tx.execute(
            text("UPDATE booking SET created_at = :at WHERE id = :id"),
            {"at": start - HOUR, "id": booking_id},
        )
    assert messages.remind(posting, start - MINUTE) == 0


@pytest.mark.parametrize("state", ["held", "checked_in", "cancelled"])
def test_only_a_booking_that_stands_and_waits_is_reminded_of(posting, world, now, state):
    booked_long_ago(posting, world, now + HOUR, state=state)
    assert messages.remind(posting, now + 45 * MINUTE) == 0


def test_no_reminder_where_nobody_sends_mail_or_nobody_wants_it(db, world, now):
    booked_long_ago(db, world, now + HOUR)
    assert messages.remind(db, now + 45 * MINUTE) == 0
    messages.say_whether_sent(db, True)
    messages.choose(db, world.employee, set(Topic) - {Topic.REMINDER})
    assert messages.remind(db, now + 45 * MINUTE) == 0
    messages.choose(db, world.employee, Topic)
    people.let_go(db, world.employee, now)
    assert messages.remind(db, now + 45 * MINUTE) == 0


def test_a_booking_that_moves_to_another_day_is_reminded_of_again(posting, world, now):
    start = now + HOUR
    booking_id = booked_long_ago(posting, world, start)
    assert messages.remind(posting, start - MINUTE) == 1
    tomorrow = start + timedelta(days=1)
    later = BookingChange(from_at=tomorrow, to_at=tomorrow + HOUR)
    bookings.change(posting, world.employee, booking_id, later, now)
    assert messages.remind(posting, tomorrow - MINUTE) == 1


def test_a_reminder_of_what_was_cancelled_meanwhile_is_not_sent(posting, world, now):
    start = now + HOUR
    booking_id = booked_long_ago(posting, world, start)
    messages.remind(posting, start - 10 * MINUTE)
    bookings.cancel(posting, world.employee, booking_id, start - 9 * MINUTE)
    taken = messages.take(posting, start - 8 * MINUTE)
    assert messages.letter(posting, taken, start - 8 * MINUTE) is None
    taken = messages.take(posting, start - 8 * MINUTE)
    assert messages.letter(posting, taken, start - 8 * MINUTE).kind == "cancelled"
