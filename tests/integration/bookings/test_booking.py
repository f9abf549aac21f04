"""Booking a space."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from floorplans.bookings import service
from floorplans.bookings.views import BookingRequest
from floorplans.closing.service import close_place
from floorplans.closing.views import ClosureRequest
from floorplans.database import Database
from floorplans.errors import Conflict, NotFound, Refused
from floorplans.ids import new_id
from tests.integration.bookings.conftest import Office
from tests.support.factories import (
    make_booking,
    make_floor,
    make_organisation,
    make_person,
    make_space,
)

HOUR = timedelta(hours=1)


def make_request(space_id: UUID, now: datetime, key: str | None = None) -> BookingRequest:
    return BookingRequest(space_id, now + HOUR, now + 9 * HOUR, key)


def test_a_free_desk_is_booked_for_the_asked_hours(
    db: Database, office: Office, now: datetime
) -> None:
    made = service.book(db, office.actor, make_request(office.desk, now), now)
    assert (made.from_at, made.to_at, made.state) == (now + HOUR, now + 9 * HOUR, "confirmed")
    assert service.booking(db, office.actor, made.id, now) == made


def test_a_taken_desk_is_refused_with_the_free_ones_beside_it(
    db: Database, office: Office, now: datetime
) -> None:
    make_booking(db, office.colleague, office.desk, now + 8 * HOUR)
    with pytest.raises(Conflict) as refusal:
        service.book(db, office.actor, make_request(office.desk, now), now)
    assert refusal.value.code == "taken"
    assert [offer["name"] for offer in refusal.value.fields["alternatives"]] == ["Desk 2"]
    assert refusal.value.fields["alternatives"][0]["distance_m"] == 3.0


def test_alternatives_are_the_three_nearest_of_the_same_kind_and_floor_before_others(
    db: Database, office: Office, now: datetime
) -> None:
    with db.transaction(office.actor.organisation_id) as tx:
        building_id = tx.execute(text("SELECT building_id FROM floor")).scalar_one()
    upstairs = make_floor(db, office.facility, building_id=building_id, ordinal=1)
    make_space(db, office.facility, upstairs, x=0.0, name="Desk 9")
    make_space(db, office.facility, office.floor_id, x=1.0, kind="room", name="Room 1")
    make_space(db, office.facility, office.floor_id, x=90.0, name="Desk 3")
    make_booking(db, office.colleague, office.desk, now + HOUR)
    with pytest.raises(Conflict) as refusal:
        service.book(db, office.actor, make_request(office.desk, now), now)
    offered = [offer["name"] for offer in refusal.value.fields["alternatives"]]
    assert offered == ["Desk 2", "Desk 3", "Desk 9"]


def test_two_bookings_may_touch_end_to_start(db: Database, office: Office, now: datetime) -> None:
    make_booking(db, office.colleague, office.desk, now, now + HOUR)
    made = service.book(db, office.actor, make_request(office.desk, now), now)
    assert made.from_at == now + HOUR


def test_a_cancelled_booking_frees_the_desk_at_once(
    db: Database, office: Office, now: datetime
) -> None:
    first = service.book(db, office.actor, make_request(office.desk, now), now)
    service.cancel(db, office.actor, first.id, now)
    assert service.book(db, office.colleague, make_request(office.desk, now), now).is_mine


def test_a_window_that_began_today_keeps_its_start(
    db: Database, office: Office, now: datetime
) -> None:
    wanted = BookingRequest(office.desk, now - HOUR, now + HOUR)
    assert service.book(db, office.actor, wanted, now).from_at == now - HOUR


def test_a_space_of_another_organisation_does_not_exist(
    db: Database, office: Office, now: datetime
) -> None:
    stranger = make_person(db, make_organisation(db))
    with pytest.raises(NotFound, match="space_not_found"):
        service.book(db, stranger, make_request(office.desk, now), now)


def test_a_space_that_ended_does_not_exist(db: Database, office: Office, now: datetime) -> None:
    with db.transaction(office.actor.organisation_id) as tx:
        tx.execute(text("UPDATE space SET ended_at = :now WHERE id = :id"), _desk(office, now))
    with pytest.raises(NotFound, match="space_not_found"):
        service.book(db, office.actor, make_request(office.desk, now), now)


def test_a_space_that_is_not_bookable_is_refused(
    db: Database, office: Office, now: datetime
) -> None:
    hall = make_space(db, office.facility, office.floor_id, kind="area", bookable=False)
    with pytest.raises(Refused, match="not_bookable"):
        service.book(db, office.actor, make_request(hall, now), now)


def test_a_closed_space_is_refused_with_its_reason(
    db: Database, office: Office, now: datetime
) -> None:
    closure = ClosureRequest(office.floor_id, now, now + 2 * HOUR, "new carpet", office.desk)
    close_place(db, office.facility, closure, now)
    with pytest.raises(Refused) as refusal:
        service.book(db, office.actor, make_request(office.desk, now), now)
    assert refusal.value.code == "closed"
    assert refusal.value.fields["reason"] == "new carpet"


def test_an_organisation_sets_how_long_a_booking_may_be(
    db: Database, office: Office, now: datetime
) -> None:
    _rule(db, office, "longest_booking_hours = 4")
    with pytest.raises(Refused, match="too_long"):
        service.book(db, office.actor, make_request(office.desk, now), now)


def test_an_organisation_sets_how_far_ahead_one_may_book(
    db: Database, office: Office, now: datetime
) -> None:
    _rule(db, office, "book_ahead_days = 0")
    tomorrow = BookingRequest(office.desk, now + 24 * HOUR, now + 25 * HOUR)
    with pytest.raises(Refused, match="too_far_ahead"):
        service.book(db, office.actor, tomorrow, now)
    assert service.book(db, office.actor, make_request(office.desk, now), now)


def test_the_same_key_and_request_give_the_same_booking(
    db: Database, office: Office, now: datetime
) -> None:
    wanted = make_request(office.desk, now, key="k1")
    assert (
        service.book(db, office.actor, wanted, now).id
        == service.book(db, office.actor, wanted, now).id
    )


def test_a_repeated_request_finds_its_booking_after_that_was_changed(
    db: Database, office: Office, now: datetime
) -> None:
    wanted = make_request(office.desk, now, key="k1")
    made = service.book(db, office.actor, wanted, now)
    service.cancel(db, office.actor, made.id, now)
    again = service.book(db, office.actor, wanted, now)
    assert (again.id, again.state) == (made.id, "cancelled")


@pytest.mark.parametrize("field", ["space_id", "to_at"])
def test_the_same_key_for_another_request_is_refused(
    db: Database, office: Office, now: datetime, field: str
) -> None:
    wanted = make_request(office.desk, now, key="k1")
    service.book(db, office.actor, wanted, now)
    others = {"space_id": office.next_desk, "to_at": now + 2 * HOUR}
    with pytest.raises(Conflict, match="idempotency_key_reused"):
        service.book(db, office.actor, replace(wanted, **{field: others[field]}), now)


def test_a_key_belongs_to_one_person(db: Database, office: Office, now: datetime) -> None:
    service.book(db, office.actor, make_request(office.desk, now, key="k1"), now)
    other = service.book(db, office.colleague, make_request(office.next_desk, now, key="k1"), now)
    assert other.is_mine


def test_an_unknown_space_is_told_apart_from_a_taken_one(
    db: Database, office: Office, now: datetime
) -> None:
    with pytest.raises(NotFound, match="space_not_found"):
        service.book(db, office.actor, make_request(new_id(), now), now)


def test_each_booking_moves_the_version_of_its_floor(
    db: Database, office: Office, now: datetime
) -> None:
    before = service.floor_version(db, office.actor, office.floor_id)
    service.book(db, office.actor, make_request(office.desk, now), now)
    assert service.floor_version(db, office.actor, office.floor_id) == before + 1


def _desk(office: Office, now: datetime) -> dict[str, object]:
    return {"id": office.desk, "now": now}


def _rule(db: Database, office: Office, rule: str) -> None:
    with db.transaction(office.actor.organisation_id) as tx:
        tx.execute(text(f"UPDATE organisation SET {rule}"))
