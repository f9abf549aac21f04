"""A place booked for a colleague: by their leave and their rules, and looked after by both."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from floorplans.actor import Actor
from floorplans.bookings import service as bookings
from floorplans.bookings.views import BookingChange, BookingRequest, BookingView
from floorplans.database import Database
from floorplans.errors import Conflict, NotFound, Refused
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


def book_for(db: Database, actor: Actor, person: Actor, desk: UUID, now: datetime) -> BookingView:
    wanted = BookingRequest(desk, now + HOUR, now + 3 * HOUR)
    return service.book_for(db, actor, person.person_id, wanted, now)


def test_it_is_the_colleagues_booking_and_both_see_it(
    db: Database, office: Office, willing: Actor, now: datetime
) -> None:
    made = book_for(db, office.actor, willing, office.desk, now)
    assert (made.is_mine, made.is_by_me, made.person_name) == (False, True, willing.name)
    (own,) = bookings.my_bookings(db, willing, now)
    assert (own.id, own.is_mine, own.is_by_me) == (made.id, True, False)
    assert bookings.my_bookings(db, office.actor, now) == []
    (by_me,) = bookings.booked_for_others(db, office.actor, now)
    assert (by_me.id, by_me.person_name) == (made.id, willing.name)
    assert bookings.booked_for_others(db, willing, now) == []


def test_nobody_books_for_who_does_not_let_them_but_facility_staff(
    db: Database, office: Office, now: datetime
) -> None:
    with pytest.raises(NotFound) as refused:
        book_for(db, office.actor, office.colleague, office.desk, now)
    assert refused.value.code == "person_not_found"
    assert book_for(db, office.facility, office.colleague, office.desk, now).is_by_me


def test_the_database_refuses_what_a_program_forgot_to_ask(
    db: Database, office: Office, willing: Actor, now: datetime
) -> None:
    made = book_for(db, office.actor, willing, office.desk, now)
    as_if = text("""
        INSERT INTO booking (organisation_id, id, space_id, floor_id, person_id, during, state,
          booked_by)
        SELECT organisation_id, gen_random_uuid(), space_id, floor_id, :person,
          tstzrange(upper(during), upper(during) + interval '1 hour'), 'confirmed', :by
        FROM booking WHERE id = :id""")
    ours = office.actor.organisation_id
    values = {"person": office.actor.person_id, "by": willing.person_id, "id": made.id}
    with pytest.raises(NotFound, match="person_not_found"), db.transaction(ours) as tx:
        tx.execute(as_if, values)
    # The control: it is this permission that was missing, and nothing else.
    people.update_profile(db, office.actor, now, lets_book=True)
    with db.transaction(ours) as tx:
        tx.execute(as_if, values)


def test_it_is_judged_by_the_rules_for_the_colleague(
    db: Database, office: Office, willing: Actor, now: datetime
) -> None:
    policies.make_rule(db, office.facility, Rule("One", most_at_once=1), now)
    book_for(db, office.actor, willing, office.desk, now)
    with pytest.raises(Refused, match="too_many_at_once"):
        book_for(db, office.actor, willing, office.next_desk, now)
    assert book_for(db, office.actor, office.actor, office.next_desk, now).is_mine


def test_a_taken_place_is_offered_others_instead(
    db: Database, office: Office, willing: Actor, now: datetime
) -> None:
    book_for(db, office.actor, office.actor, office.desk, now)
    with pytest.raises(Conflict, match="taken"):
        book_for(db, office.actor, willing, office.desk, now)


def test_who_booked_changes_and_cancels_it_and_no_other_colleague_does(
    db: Database, office: Office, willing: Actor, now: datetime
) -> None:
    made = book_for(db, office.actor, willing, office.desk, now)
    longer = BookingChange(to_at=now + 4 * HOUR)
    changed = bookings.change(db, office.actor, made.id, longer, now)
    assert (changed.to_at, changed.is_by_me) == (now + 4 * HOUR, True)
    assert bookings.cancel(db, office.actor, made.id, now).state == "cancelled"
    other = book_for(db, office.facility, willing, office.next_desk, now)
    with pytest.raises(NotFound):
        bookings.cancel(db, office.actor, other.id, now)


def test_what_its_person_moves_is_nobody_elses_to_see_any_more(
    db: Database, office: Office, willing: Actor, now: datetime
) -> None:
    made = book_for(db, office.actor, willing, office.desk, now)
    bookings.change(db, willing, made.id, BookingChange(space_id=office.next_desk), now)
    assert bookings.booked_for_others(db, office.actor, now) == []
    with pytest.raises(NotFound):
        bookings.booking(db, office.actor, made.id, now)


def test_the_same_request_again_is_the_same_booking(
    db: Database, office: Office, willing: Actor, now: datetime
) -> None:
    wanted = BookingRequest(office.desk, now + HOUR, now + 2 * HOUR, "key")
    first, again = (
        service.book_for(db, office.actor, willing.person_id, wanted, now) for _ in range(2)
    )
    assert first.id == again.id
