"""Changing and cancelling a booking."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from floorplans.bookings import service
from floorplans.bookings.views import BookingChange, Phase
from floorplans.database import Database
from floorplans.errors import Conflict, Invalid, NotFound, Refused
from tests.integration.bookings.conftest import Office
from tests.support.factories import make_booking, make_floor, make_space

HOUR = timedelta(hours=1)


def test_a_booking_moves_to_other_hours_and_keeps_its_id(
    db: Database, office: Office, now: datetime
) -> None:
    made = make_booking(db, office.actor, office.desk, now + HOUR)
    wanted = BookingChange(from_at=now + 3 * HOUR, to_at=now + 5 * HOUR)
    changed = service.change(db, office.actor, made, wanted, now)
    assert (changed.id, changed.from_at, changed.to_at) == (made, now + 3 * HOUR, now + 5 * HOUR)


def test_a_booking_can_be_made_longer_over_its_own_hours(
    db: Database, office: Office, now: datetime
) -> None:
    made = make_booking(db, office.actor, office.desk, now + HOUR)
    changed = service.change(db, office.actor, made, BookingChange(to_at=now + 4 * HOUR), now)
    assert changed.to_at == now + 4 * HOUR


def test_moving_to_another_floor_shows_on_both(db: Database, office: Office, now: datetime) -> None:
    elsewhere = make_floor(db, office.facility)
    desk = make_space(db, office.facility, elsewhere)
    made = make_booking(db, office.actor, office.desk, now + HOUR)
    floors = (office.floor_id, elsewhere)
    before = [service.floor_version(db, office.actor, floor) for floor in floors]
    changed = service.change(db, office.actor, made, BookingChange(space_id=desk), now)
    after = [service.floor_version(db, office.actor, floor) for floor in floors]
    assert changed.floor_id == elsewhere
    assert after == [version + 1 for version in before]


def test_moving_onto_a_taken_space_is_refused_and_changes_nothing(
    db: Database, office: Office, now: datetime
) -> None:
    made = make_booking(db, office.actor, office.desk, now + HOUR)
    make_booking(db, office.colleague, office.next_desk, now + HOUR)
    with pytest.raises(Conflict, match="taken"):
        service.change(db, office.actor, made, BookingChange(space_id=office.next_desk), now)
    assert service.booking(db, office.actor, made, now).space_id == office.desk


def test_a_running_booking_can_end_earlier(db: Database, office: Office, now: datetime) -> None:
    made = make_booking(db, office.actor, office.desk, now - HOUR, now + 4 * HOUR)
    changed = service.change(db, office.actor, made, BookingChange(to_at=now + HOUR), now)
    assert (changed.to_at, changed.phase) == (now + HOUR, Phase.RUNNING)


def test_what_is_left_of_a_shortened_booking_lasts_a_minute(
    db: Database, office: Office, now: datetime
) -> None:
    made = make_booking(db, office.actor, office.desk, now + HOUR)
    for seconds, code in ((59, "too_short"), (60, None)):
        wanted = BookingChange(to_at=now + HOUR + timedelta(seconds=seconds))
        if code is None:
            changed = service.change(db, office.actor, made, wanted, now)
            assert changed.to_at == wanted.to_at
        else:
            with pytest.raises(Refused, match=code):
                service.change(db, office.actor, made, wanted, now)


def test_a_booking_that_began_this_moment_can_still_be_ended(
    db: Database, office: Office, now: datetime
) -> None:
    made = make_booking(db, office.actor, office.desk, now)
    ended = service.cancel(db, office.actor, made, now + timedelta(seconds=5))
    assert ended.to_at == now + timedelta(seconds=5)


def test_the_start_of_a_running_booking_stays(db: Database, office: Office, now: datetime) -> None:
    made = make_booking(db, office.actor, office.desk, now - HOUR, now + 4 * HOUR)
    with pytest.raises(Refused, match="already_started"):
        service.change(db, office.actor, made, BookingChange(from_at=now + HOUR), now)


@pytest.mark.parametrize("state", ["confirmed", "cancelled"])
def test_a_booking_that_is_over_stays_as_it_is(
    db: Database, office: Office, now: datetime, state: str
) -> None:
    made = make_booking(db, office.actor, office.desk, now - 3 * HOUR, now - HOUR, state=state)
    with pytest.raises(Conflict, match="booking_ended"):
        service.change(db, office.actor, made, BookingChange(to_at=now + HOUR), now)


def test_a_booking_cannot_be_moved_into_the_past(
    db: Database, office: Office, now: datetime
) -> None:
    made = make_booking(db, office.actor, office.desk, now + HOUR)
    wanted = BookingChange(from_at=now - 3 * HOUR, to_at=now - HOUR)
    with pytest.raises(Refused, match="in_the_past"):
        service.change(db, office.actor, made, wanted, now)


def test_an_end_before_the_start_is_refused(db: Database, office: Office, now: datetime) -> None:
    made = make_booking(db, office.actor, office.desk, now + 2 * HOUR)
    with pytest.raises(Invalid, match="window_empty"):
        service.change(db, office.actor, made, BookingChange(to_at=now + HOUR), now)


def test_a_held_booking_is_confirmed_when_its_person_chooses_another_space(
    db: Database, office: Office, now: datetime
) -> None:
    made = make_booking(db, office.actor, office.desk, now + HOUR, state="held")
    with db.transaction(office.actor.organisation_id) as tx:
        tx.execute(text("UPDATE space SET ended_at = now() WHERE id = :id"), {"id": office.desk})
    with pytest.raises(NotFound, match="space_not_found"):
        service.change(db, office.actor, made, BookingChange(to_at=now + 5 * HOUR), now)
    moved = service.change(db, office.actor, made, BookingChange(space_id=office.next_desk), now)
    assert moved.state == "confirmed"


def test_a_colleagues_booking_does_not_exist_for_an_employee(
    db: Database, office: Office, now: datetime
) -> None:
    made = make_booking(db, office.colleague, office.desk, now + HOUR)
    with pytest.raises(NotFound, match="booking_not_found"):
        service.change(db, office.actor, made, BookingChange(to_at=now + 5 * HOUR), now)
    with pytest.raises(NotFound, match="booking_not_found"):
        service.cancel(db, office.actor, made, now)
    with pytest.raises(NotFound, match="booking_not_found"):
        service.booking(db, office.actor, made, now)


def test_facility_staff_change_and_cancel_anybodys_booking(
    db: Database, office: Office, now: datetime
) -> None:
    made = make_booking(db, office.actor, office.desk, now + HOUR)
    wanted = BookingChange(space_id=office.next_desk)
    changed = service.change(db, office.facility, made, wanted, now)
    assert (changed.person_name, changed.is_mine) == (office.actor.name, False)
    assert service.cancel(db, office.facility, made, now).state == "cancelled"


def test_cancelling_a_running_booking_ends_it_now(
    db: Database, office: Office, now: datetime
) -> None:
    made = make_booking(db, office.actor, office.desk, now - HOUR, now + 4 * HOUR)
    ended = service.cancel(db, office.actor, made, now)
    assert (ended.state, ended.to_at, ended.phase) == ("confirmed", now, Phase.PAST)


@pytest.mark.parametrize("begins_h", [-1, 0, 1])
def test_cancelling_twice_is_no_error(
    db: Database, office: Office, now: datetime, begins_h: int
) -> None:
    made = make_booking(db, office.actor, office.desk, now + begins_h * HOUR, now + 4 * HOUR)
    first = service.cancel(db, office.actor, made, now)
    assert service.cancel(db, office.actor, made, now) == first


def test_my_bookings_are_mine_with_the_coming_ones_first(
    db: Database, office: Office, now: datetime
) -> None:
    past = make_booking(db, office.actor, office.desk, now - 5 * HOUR)
    late = make_booking(db, office.actor, office.desk, now + 5 * HOUR)
    soon = make_booking(db, office.actor, office.next_desk, now + HOUR)
    gone = make_booking(db, office.actor, office.desk, now + HOUR, state="cancelled")
    make_booking(db, office.colleague, office.desk, now + 2 * HOUR)
    shown = service.my_bookings(db, office.actor, now)
    assert [booking.id for booking in shown] == [soon, late, gone, past]
