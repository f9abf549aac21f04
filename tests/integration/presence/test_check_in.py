"""Check-in and check-out: when they are taken, what they free, and what stays."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from floorplans.bookings import service as bookings
from floorplans.bookings.views import BookingChange, BookingRequest
from floorplans.database import Database
from floorplans.errors import Conflict, DomainError, NotFound, Refused
from floorplans.messages import service as messages
from floorplans.presence import service
from tests.support.factories import make_booking
from tests.support.presence import Office, ask, make_office

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def book(db: Database, office: Office, now: datetime, hours: int = 4) -> UUID:
    """Noor's booking of the desk, from an hour after ``now`` on."""
    start = now + HOUR
    wanted = BookingRequest(office.desk, start, start + hours * HOUR)
    return bookings.book(db, office.noor, wanted, now).id


def state_of(db: Database, office: Office, booking_id: UUID) -> str:
    with db.transaction(office.noor.organisation_id) as tx:
        found: str = tx.execute(
            text("SELECT state FROM booking WHERE id = :id"), {"id": booking_id}
        ).scalar_one()
    return found


def code_of(act: object, *values: object) -> str:
    with pytest.raises(DomainError) as caught:
        act(*values)  # type: ignore[operator]
    return caught.value.code


def test_who_checks_in_is_there(db: Database, office: Office, now: datetime) -> None:
    booking_id = book(db, office, now)
    seen = service.check_in(db, office.noor, booking_id, now + 50 * MINUTE)
    assert seen.booking.state == "checked_in"
    assert seen.can_check_out
    assert not seen.can_check_in


def test_the_map_shows_a_place_as_occupied_after_check_in(
    db: Database, office: Office, now: datetime
) -> None:
    booking_id = book(db, office, now)
    service.check_in(db, office.noor, booking_id, now + HOUR)
    there = now + 2 * HOUR
    shown = bookings.availability(db, office.ben, office.floor_id, there, there + MINUTE, there)
    assert f'"id":"{office.desk}","status":"occupied"' in shown.body


def test_check_in_opens_some_minutes_before_and_says_when(
    db: Database, office: Office, now: datetime
) -> None:
    booking_id = book(db, office, now)
    with pytest.raises(Refused) as caught:
        service.check_in(db, office.noor, booking_id, now + 44 * MINUTE)
    assert caught.value.code == "check_in_not_open"
    assert "15 minutes before" in caught.value.message
    assert "09:45" in caught.value.message
    assert service.check_in(db, office.noor, booking_id, now + 45 * MINUTE).can_check_out


def test_checking_in_again_changes_nothing(db: Database, office: Office, now: datetime) -> None:
    booking_id = book(db, office, now)
    service.check_in(db, office.noor, booking_id, now + HOUR)
    again = service.check_in(db, office.noor, booking_id, now + 2 * HOUR)
    assert [stay.from_at for stay in again.stays] == [now + HOUR]


def test_a_strangers_booking_cannot_be_checked_in_to(
    db: Database, office: Office, now: datetime
) -> None:
    booking_id = book(db, office, now)
    with pytest.raises(NotFound):
        service.check_in(db, office.ben, booking_id, now + HOUR)
    assert service.check_in(db, office.fatima, booking_id, now + HOUR).can_check_out


@pytest.mark.parametrize("state", ["cancelled", "released"])
def test_what_has_ended_cannot_be_checked_in_to(
    db: Database, office: Office, now: datetime, state: str
) -> None:
    booking_id = make_booking(db, office.noor, office.desk, now, state=state)
    with pytest.raises(Conflict) as caught:
        service.check_in(db, office.noor, booking_id, now)
    assert (
        caught.value.code == {"cancelled": "booking_ended", "released": "booking_released"}[state]
    )


def test_a_booking_that_ran_out_cannot_be_checked_in_to(
    db: Database, office: Office, now: datetime
) -> None:
    booking_id = book(db, office, now)
    assert code_of(service.check_in, db, office.noor, booking_id, now + 5 * HOUR) == "booking_ended"


def test_who_leaves_early_frees_the_rest(db: Database, office: Office, now: datetime) -> None:
    booking_id = book(db, office, now)
    service.check_in(db, office.noor, booking_id, now + HOUR)
    left = service.check_out(db, office.noor, booking_id, now + 2 * HOUR)
    assert left.booking.window.to_at == now + 2 * HOUR
    assert left.used_s == 3600
    rest = BookingRequest(office.desk, now + 2 * HOUR, now + 5 * HOUR)
    assert bookings.book(db, office.ben, rest, now + 2 * HOUR).state == "confirmed"


def test_who_leaves_before_the_hours_begin_frees_all_of_them(
    db: Database, office: Office, now: datetime
) -> None:
    booking_id = book(db, office, now)
    service.check_in(db, office.noor, booking_id, now + 50 * MINUTE)
    left = service.check_out(db, office.noor, booking_id, now + 55 * MINUTE)
    assert left.booking.state == "cancelled"
    assert left.used_s == 5 * 60
    assert bookings.book(
        db, office.ben, BookingRequest(office.desk, now + HOUR, now + 5 * HOUR), now + 55 * MINUTE
    )


def test_checking_out_again_changes_nothing(db: Database, office: Office, now: datetime) -> None:
    booking_id = book(db, office, now)
    service.check_in(db, office.noor, booking_id, now + HOUR)
    service.check_out(db, office.noor, booking_id, now + 2 * HOUR)
    again = service.check_out(db, office.noor, booking_id, now + 3 * HOUR)
    assert again.booking.window.to_at == now + 2 * HOUR
    assert again.used_s == 3600


def test_who_has_not_checked_in_cannot_check_out(
    db: Database, office: Office, now: datetime
) -> None:
    booking_id = book(db, office, now)
    assert code_of(service.check_out, db, office.noor, booking_id, now + HOUR) == "not_checked_in"


@pytest.mark.parametrize("how", ["ran out", "ended"])
def test_use_ends_with_the_booking_however_it_ends(
    db: Database, office: Office, now: datetime, how: str
) -> None:
    booking_id = book(db, office, now)
    service.check_in(db, office.noor, booking_id, now + HOUR)
    if how == "ended":
        bookings.cancel(db, office.noor, booking_id, now + 3 * HOUR)
    seen = service.presence(db, office.noor, booking_id, now + 10 * HOUR)
    assert seen.used_s == {"ran out": 4, "ended": 2}[how] * 3600


def test_nothing_frees_itself_where_nobody_asked_for_check_in(
    db: Database, office: Office, now: datetime
) -> None:
    booking_id = book(db, office, now)
    assert service.release_due(db, now + 10 * HOUR) == 0
    assert state_of(db, office, booking_id) == "confirmed"


def test_a_place_that_nobody_came_for_frees_itself_after_its_grace(
    db: Database, office: Office, now: datetime
) -> None:
    ask(db, office, now)
    booking_id = book(db, office, now)
    assert service.release_due(db, now + HOUR + 14 * MINUTE) == 0
    assert service.release_due(db, now + HOUR + 15 * MINUTE) == 1
    assert state_of(db, office, booking_id) == "released"
    late = now + HOUR + 16 * MINUTE
    assert bookings.book(db, office.ben, BookingRequest(office.desk, late, late + HOUR), late)


def test_releasing_late_or_again_does_nothing_more(
    db: Database, office: Office, now: datetime
) -> None:
    ask(db, office, now)
    book(db, office, now)
    assert service.release_due(db, now + 3 * HOUR) == 1
    assert service.release_due(db, now + 3 * HOUR) == 0
    assert service.release_due(db, now + 30 * HOUR) == 0


def test_who_came_keeps_the_place(db: Database, office: Office, now: datetime) -> None:
    ask(db, office, now)
    booking_id = book(db, office, now)
    service.check_in(db, office.noor, booking_id, now + HOUR)
    assert service.release_due(db, now + 3 * HOUR) == 0


def test_who_comes_late_but_before_the_release_keeps_the_place(
    db: Database, office: Office, now: datetime
) -> None:
    ask(db, office, now)
    booking_id = book(db, office, now)
    assert service.check_in(db, office.noor, booking_id, now + 2 * HOUR).can_check_out


def test_grace_begins_when_a_running_booking_was_made(
    db: Database, office: Office, now: datetime
) -> None:
    ask(db, office, now)
    late = now + 2 * HOUR
    bookings.book(db, office.noor, BookingRequest(office.desk, now, now + 4 * HOUR), late)
    assert service.release_due(db, late + 14 * MINUTE) == 0
    assert service.release_due(db, late + 15 * MINUTE) == 1


def test_grace_begins_anew_when_a_booking_moves(
    db: Database, office: Office, now: datetime
) -> None:
    ask(db, office, now)
    booking_id = book(db, office, now)
    late = now + HOUR + 10 * MINUTE
    bookings.change(db, office.noor, booking_id, BookingChange(space_id=office.next_desk), late)
    assert service.release_due(db, late + 14 * MINUTE) == 0
    assert service.release_due(db, late + 15 * MINUTE) == 1


def test_a_later_end_does_not_begin_the_grace_anew(
    db: Database, office: Office, now: datetime
) -> None:
    ask(db, office, now)
    booking_id = book(db, office, now)
    late = now + HOUR + 10 * MINUTE
    bookings.change(db, office.noor, booking_id, BookingChange(to_at=now + 6 * HOUR), late)
    assert service.release_due(db, now + HOUR + 15 * MINUTE) == 1


def test_a_booking_shorter_than_its_grace_runs_out_by_itself(
    db: Database, office: Office, now: datetime
) -> None:
    ask(db, office, now)
    wanted = BookingRequest(office.desk, now + HOUR, now + HOUR + 10 * MINUTE)
    booking_id = bookings.book(db, office.noor, wanted, now).id
    assert service.release_due(db, now + 5 * HOUR) == 0
    assert state_of(db, office, booking_id) == "confirmed"


def test_a_rule_holds_for_the_bookings_that_are_there(
    db: Database, office: Office, now: datetime
) -> None:
    book(db, office, now)
    rule_id = ask(db, office, now)
    assert service.presence_of(db, office.noor, [], now) == {}
    service.forget_rule(db, office.fatima, rule_id, now)
    assert service.release_due(db, now + 3 * HOUR) == 0
    ask(db, office, now)
    assert service.release_due(db, now + 3 * HOUR) == 1


def test_another_organisations_rule_is_not_ours(
    db: Database, office: Office, now: datetime
) -> None:
    ask(db, make_office(db), now)
    book(db, office, now)
    assert service.release_due(db, now + 3 * HOUR) == 0


def test_a_place_that_is_only_claimable_does_not_free_itself(
    db: Database, office: Office, now: datetime
) -> None:
    ask(db, office, now, frees_itself=False)
    book(db, office, now)
    assert service.release_due(db, now + 3 * HOUR) == 0


@pytest.mark.parametrize("state", ["cancelled", "released"])
@pytest.mark.parametrize("wanted", ["confirmed", "checked_in", "held"])
def test_the_database_never_revives_what_has_ended(
    db: Database, office: Office, now: datetime, state: str, wanted: str
) -> None:
    booking_id = make_booking(db, office.noor, office.desk, now, state=state)
    with pytest.raises(DBAPIError) as caught, db.transaction(office.noor.organisation_id) as tx:
        tx.execute(
            text("UPDATE booking SET state = :wanted WHERE id = :id"),
            {"wanted": wanted, "id": booking_id},
        )
    assert "booking_end_is_final" in str(caught.value.orig.diag.constraint_name)  # type: ignore[union-attr]


def test_the_database_never_releases_who_is_there(
    db: Database, office: Office, now: datetime
) -> None:
    booking_id = make_booking(db, office.noor, office.desk, now, state="checked_in")
    with pytest.raises(DBAPIError), db.transaction(office.noor.organisation_id) as tx:
        tx.execute(text("UPDATE booking SET state = 'released' WHERE id = :i"), {"i": booking_id})


def test_who_did_not_come_is_told_with_the_release(
    db: Database, office: Office, now: datetime
) -> None:
    messages.say_whether_sent(db, True)
    ask(db, office, now)
    booking_id = book(db, office, now)
    service.release_due(db, now + 3 * HOUR)
    with db.transaction(office.noor.organisation_id) as tx:
        told = tx.execute(
            text("SELECT kind FROM message WHERE booking_id = :id AND kind = 'released'"),
            {"id": booking_id},
        ).all()
    assert len(told) == 1
