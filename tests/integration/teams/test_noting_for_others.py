"""Notes and approval of what is booked for a colleague, and notes that change afterwards."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from floorplans.actor import Actor
from floorplans.bookings import service as bookings
from floorplans.bookings.views import BookingChange, BookingRequest, BookingView
from floorplans.database import Database
from floorplans.people import service as people
from floorplans.policies import service as policies
from floorplans.policies.views import Rule
from floorplans.teams import service
from tests.integration.bookings.conftest import Office, office

__all__ = ["office"]

HOUR = timedelta(hours=1)


@pytest.fixture
def willing(db: Database, office: Office, now: datetime) -> Actor:
    """Somebody who lets colleagues book for them."""
    people.update_profile(db, office.colleague, now, lets_book=True)
    return office.colleague


def book(db: Database, office: Office, person: Actor, now: datetime, **more: object) -> BookingView:
    wanted = BookingRequest(office.desk, now + HOUR, now + 2 * HOUR, **more)  # type: ignore[arg-type]
    return service.book_for(db, office.actor, person.person_id, wanted, now)


def test_a_note_is_written_with_it_and_read_by_both(
    db: Database, office: Office, willing: Actor, now: datetime
) -> None:
    made = book(db, office, willing, now, note="Bring the plans", is_private=True)
    for actor in (office.actor, willing):
        seen = bookings.booking(db, actor, made.id, now)
        assert (seen.note, seen.is_private) == ("Bring the plans", True)
    assert bookings.booking(db, office.facility, made.id, now).note is None


def test_a_new_note_moves_nothing_so_who_booked_still_looks_after_it(
    db: Database, office: Office, willing: Actor, now: datetime
) -> None:
    made = book(db, office, willing, now)
    noted = BookingChange(note="By the window", is_private=True)
    changed = bookings.change(db, willing, made.id, noted, now)
    assert (changed.note, changed.is_private) == ("By the window", True)
    (by_me,) = bookings.booked_for_others(db, office.actor, now)
    assert (by_me.id, by_me.note) == (made.id, "By the window")
    bookings.change(db, office.actor, made.id, BookingChange(note="", is_private=False), now)
    (own,) = bookings.my_bookings(db, willing, now)
    assert (own.note, own.is_private) == (None, False)
    # The control: a move makes it theirs alone.
    bookings.change(db, willing, made.id, BookingChange(to_at=now + 3 * HOUR), now)
    assert bookings.booked_for_others(db, office.actor, now) == []


def test_a_request_for_a_colleague_is_among_what_one_booked_for_others(
    db: Database, office: Office, willing: Actor, now: datetime
) -> None:
    policies.make_rule(db, office.facility, Rule("Ask first", approval="needed"), now)
    made = book(db, office, willing, now)
    assert made.state == "requested"
    (by_me,) = bookings.booked_for_others(db, office.actor, now)
    assert (by_me.id, by_me.state) == (made.id, "requested")
