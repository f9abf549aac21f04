"""Booking spaces that the process remembers: a memory is used, and never believed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from floorplans.bookings import service
from floorplans.bookings.known import KnownSpaces
from floorplans.bookings.rules import SpaceFacts
from floorplans.bookings.views import BookingRequest
from floorplans.closing.service import close_place
from floorplans.closing.views import ClosureRequest
from floorplans.database import Database, Query, Row
from floorplans.errors import Conflict, DomainError, NotFound
from floorplans.ids import new_id
from tests.integration.bookings.conftest import Office
from tests.support.factories import make_booking, make_organisation, make_person

HOUR = timedelta(hours=1)


@pytest.fixture
def known(db: Database, office: Office, now: datetime) -> KnownSpaces:
    """A memory of the office's desk as it was when somebody booked it a while ago."""
    known = KnownSpaces()
    earlier = BookingRequest(office.desk, now + HOUR, now + 2 * HOUR)
    service.book(db, office.colleague, earlier, now, known=known)
    assert known.recall(office.desk) is not None
    return known


def make_request(office: Office, now: datetime, key: str | None = None) -> BookingRequest:
    return BookingRequest(office.desk, now + 3 * HOUR, now + 4 * HOUR, key)


def change(db: Database, office: Office, statement: str) -> None:
    with db.transaction(office.actor.organisation_id) as tx:
        tx.execute(text(statement), {"desk": office.desk})


def test_a_known_space_is_booked_in_one_statement(
    db: Database,
    office: Office,
    known: KnownSpaces,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sent: list[Query] = []
    alone = db.alone

    def counting(query: Query) -> Row | None:
        sent.append(query)
        return alone(query)

    monkeypatch.setattr(db, "alone", counting)
    made = service.book(db, office.actor, make_request(office, now), now, known=known)
    assert len(sent) == 1
    assert service.booking(db, office.actor, made.id, now) == made


def closed(db: Database, office: Office, now: datetime) -> None:
    closing = ClosureRequest(
        office.floor_id, now, now + 9 * HOUR, reason="Paint", space_id=office.desk
    )
    close_place(db, office.facility, closing, now)


def taken(db: Database, office: Office, now: datetime) -> None:
    make_booking(db, office.colleague, office.desk, now + 3 * HOUR)


def made_unbookable(db: Database, office: Office, now: datetime) -> None:
    change(db, office, "UPDATE space SET bookable = false WHERE id = :desk")


def ended(db: Database, office: Office, now: datetime) -> None:
    change(db, office, "UPDATE space SET ended_at = now() WHERE id = :desk")


def limited(db: Database, office: Office, now: datetime) -> None:
    change(db, office, "UPDATE organisation SET book_ahead_days = 0")


@pytest.mark.parametrize(
    ("happen", "code"),
    [
        (closed, "closed"),
        (taken, "taken"),
        (made_unbookable, "not_bookable"),
        (ended, "space_not_found"),
        (limited, "too_far_ahead"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_has_changed_since_is_refused(
    db: Database,
    office: Office,
    known: KnownSpaces,
    now: datetime,
    happen: Callable[[Database, Office, datetime], None],
    code: str,
) -> None:
    happen(db, office, now)
    wanted = BookingRequest(office.desk, now + 3 * HOUR, now + 4 * HOUR)
    if code == "too_far_ahead":
        wanted = BookingRequest(office.desk, now + 27 * HOUR, now + 28 * HOUR)
    with pytest.raises(DomainError) as refusal:
        service.book(db, office.actor, wanted, now, known=known)
    assert refusal.value.code == code


def test_a_refusal_is_never_given_from_memory(
    db: Database, office: Office, known: KnownSpaces, now: datetime
) -> None:
    far = BookingRequest(office.desk, now + timedelta(days=300), now + timedelta(days=300, hours=1))
    change(db, office, "UPDATE organisation SET book_ahead_days = 365")
    assert service.book(db, office.actor, far, now, known=known).is_mine


def test_the_answer_tells_the_name_of_today(
    db: Database, office: Office, known: KnownSpaces, now: datetime
) -> None:
    change(db, office, "UPDATE space SET name = 'Window seat' WHERE id = :desk")
    made = service.book(db, office.actor, make_request(office, now), now, known=known)
    assert made.space_name == "Window seat"


def test_a_repeated_request_is_told_of_its_first_booking(
    db: Database, office: Office, known: KnownSpaces, now: datetime
) -> None:
    wanted = make_request(office, now, "once")
    first = service.book(db, office.actor, wanted, now, known=known)
    assert service.book(db, office.actor, wanted, now, known=known) == first
    other = BookingRequest(office.desk, now + 5 * HOUR, now + 6 * HOUR, "once")
    with pytest.raises(Conflict, match="idempotency_key_reused"):
        service.book(db, office.actor, other, now, known=known)


def test_what_one_organisation_made_known_is_nothing_to_another(
    db: Database, office: Office, known: KnownSpaces, now: datetime
) -> None:
    stranger = make_person(db, make_organisation(db))
    with pytest.raises(NotFound, match="space_not_found"):
        service.book(db, stranger, make_request(office, now), now, known=known)


def test_a_full_memory_begins_anew() -> None:
    known = KnownSpaces(most=2)
    spaces = [
        SpaceFacts(new_id(), new_id(), "desk", "1", True, True, "0", "A", "UTC", 1, 1, *[None] * 5)
        for _ in range(3)
    ]
    for space in spaces:
        known.keep(space)
    assert [known.recall(space.id) for space in spaces] == [None, None, spaces[2]]
