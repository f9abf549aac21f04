"""Until when a booking can be changed and cancelled, and who may pass that."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from floorplans.actor import Actor
from floorplans.bookings import service
from floorplans.bookings.views import BookingChange, BookingRequest
from floorplans.closing.service import close_place
from floorplans.closing.views import ClosureRequest
from floorplans.database import Database
from floorplans.errors import DomainError, Refused
from floorplans.policies import service as policies
from floorplans.policies.views import Rule
from tests.integration.bookings.conftest import Office

HOUR = timedelta(hours=1)


@pytest.fixture
def booked(db: Database, office: Office, now: datetime) -> UUID:
    """A booking that begins in three hours, where four are the deadline for both."""
    policies.make_rule(
        db, office.facility, Rule("Four hours", change_by_min=240, cancel_by_min=240), now
    )
    return book(db, office.actor, office.desk, now + 3 * HOUR)


def book(db: Database, actor: Actor, desk: UUID, at: datetime) -> UUID:
    return service.book(db, actor, BookingRequest(desk, at, at + 2 * HOUR), now=at - HOUR).id


def code_of(act: object) -> str:
    assert callable(act)
    try:
        act()
    except DomainError as error:
        return error.code
    return "ok"


def test_too_late_is_told_with_the_rule_until_when_and_what_is_still_possible(
    db: Database, office: Office, booked: UUID, now: datetime
) -> None:
    with pytest.raises(Refused) as refused:
        service.cancel(db, office.actor, booked, now)
    error = refused.value
    assert error.message == (
        "The rule “Four hours” lets bookings be cancelled until 4 hours before they begin, here"
        " until Wednesday 18 November 2026, 08:00. It stays as it is."
    )
    assert error.advice == (
        "Facility staff can still have it cancelled; once it has begun, you can end it early."
    )
    assert (error.fields["rule"], error.fields["deadline_minutes"]) == ("Four hours", 240)


def test_up_to_the_deadline_both_are_possible(
    db: Database, office: Office, booked: UUID, now: datetime
) -> None:
    at = now - HOUR
    service.change(db, office.actor, booked, BookingChange(to_at=now + 4 * HOUR), at)
    assert service.cancel(db, office.actor, booked, at).state == "cancelled"


def test_after_it_neither_place_nor_hours_change_not_even_to_less(
    db: Database, office: Office, booked: UUID, now: datetime
) -> None:
    for change in (
        BookingChange(space_id=office.next_desk),
        BookingChange(from_at=now + 5 * HOUR, to_at=now + 6 * HOUR),
        BookingChange(to_at=now + 4 * HOUR),
    ):
        act = lambda change=change: service.change(db, office.actor, booked, change, now)  # noqa: E731
        assert code_of(act) == "deadline_passed"
    service.change(db, office.actor, booked, BookingChange(), now)


def test_facility_staff_may_pass_it(
    db: Database, office: Office, booked: UUID, now: datetime
) -> None:
    service.change(db, office.facility, booked, BookingChange(to_at=now + 4 * HOUR), now)
    assert service.cancel(db, office.facility, booked, now).state == "cancelled"


def test_what_runs_can_be_ended_at_any_time(
    db: Database, office: Office, booked: UUID, now: datetime
) -> None:
    ended = service.cancel(db, office.actor, booked, now + 4 * HOUR)
    assert ended.to_at == now + 4 * HOUR


def test_one_act_has_a_deadline_without_the_other(
    db: Database, office: Office, now: datetime
) -> None:
    policies.make_rule(db, office.facility, Rule("Change", change_by_min=240), now)
    booking_id = book(db, office.actor, office.desk, now + 3 * HOUR)
    change = BookingChange(to_at=now + 4 * HOUR)
    assert code_of(lambda: service.change(db, office.actor, booking_id, change, now)) == (
        "deadline_passed"
    )
    assert code_of(lambda: service.cancel(db, office.actor, booking_id, now)) == "ok"


def test_the_narrowest_rule_that_says_one_holds(
    db: Database, office: Office, booked: UUID, now: datetime
) -> None:
    policies.make_rule(db, office.facility, Rule("Desks", kind="desk", cancel_by_min=60), now)
    change = BookingChange(to_at=now + 4 * HOUR)
    assert code_of(lambda: service.change(db, office.actor, booked, change, now)) == (
        "deadline_passed"
    )
    assert code_of(lambda: service.cancel(db, office.actor, booked, now)) == "ok"


def test_whose_place_is_closed_then_may_still_leave_it(
    db: Database, office: Office, booked: UUID, now: datetime
) -> None:
    wanted = ClosureRequest(
        office.floor_id, now, now + 9 * HOUR, "water damage", space_id=office.desk
    )
    close_place(db, office.facility, wanted, now)
    moved = service.change(db, office.actor, booked, BookingChange(space_id=office.next_desk), now)
    assert moved.space_id == office.next_desk
