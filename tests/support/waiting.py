"""A desk that is taken, and people who want it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from floorplans.actor import Actor, Role
from floorplans.bookings import service as bookings
from floorplans.bookings.views import BookingRequest, BookingView
from floorplans.database import Database
from floorplans.errors import DomainError
from floorplans.waiting import service as waiting
from floorplans.waiting.views import Mode, State, WaitRequest, WaitView
from tests.support.factories import make_floor, make_organisation, make_person, make_space

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Queue:
    """Hanna has the desk from ``from_at`` to ``to_at``; the others would like to."""

    db: Database
    floor_id: UUID
    desk: UUID
    fatima: Actor
    hanna: Actor
    people: tuple[Actor, ...]
    taken: BookingView
    from_at: datetime
    to_at: datetime

    @property
    def organisation_id(self) -> UUID:
        return self.hanna.organisation_id

    def wish(self, mode: Mode = Mode.BOOK, space_id: UUID | None = None) -> WaitRequest:
        return WaitRequest(self.from_at, self.to_at, mode, space_id=space_id or self.desk)

    def join(self, person: Actor, now: datetime, mode: Mode = Mode.BOOK) -> WaitView:
        return waiting.join(self.db, person, self.wish(mode), now)

    def join_any(self, person: Actor, now: datetime, mode: Mode = Mode.BOOK) -> WaitView:
        wish = WaitRequest(self.from_at, self.to_at, mode, kind="desk", floor_id=self.floor_id)
        return waiting.join(self.db, person, wish, now)

    def give_back(self, now: datetime) -> None:
        bookings.cancel(self.db, self.hanna, self.taken.id, now)

    def serve(self, now: datetime) -> int:
        return waiting.serve_due(self.db, now)

    def state(self, person: Actor) -> State:
        """Of the person's latest wait."""
        return self.latest(person).state

    def latest(self, person: Actor) -> WaitView:
        with self.db.transaction(self.organisation_id) as tx:
            latest = tx.execute(
                text("SELECT id FROM wait WHERE person_id = :person ORDER BY number DESC LIMIT 1"),
                {"person": person.person_id},
            ).scalar_one()
        return waiting.wait(self.db, person, latest)

    def book(self, person: Actor, space_id: UUID, now: datetime) -> BookingView:
        wanted = BookingRequest(space_id, self.from_at, self.to_at)
        return bookings.book(self.db, person, wanted, now)

    def who_has(self, space_id: UUID) -> list[UUID]:
        """Who has live bookings of a space, in the order in which they were made."""
        with self.db.transaction(self.organisation_id) as tx:
            found = tx.execute(
                text("""
                SELECT person_id FROM booking
                WHERE space_id = :space AND state IN ('held', 'confirmed', 'checked_in')
                ORDER BY created_at, id"""),
                {"space": space_id},
            )
            return list(found.scalars())


def make_queue(
    db: Database, now: datetime, people: int = 3, *, starts_in: timedelta = 24 * HOUR
) -> Queue:
    """One desk on a floor, booked for eight hours, and people without a place."""
    organisation_id = make_organisation(db)
    fatima = make_person(db, organisation_id, role=Role.FACILITY, name="Fatima Haddad")
    hanna = make_person(db, organisation_id, name="Hanna Berg")
    floor_id = make_floor(db, fatima)
    desk = make_space(db, fatima, floor_id, name="Desk 1")
    from_at = now + starts_in
    to_at = from_at + 8 * HOUR
    taken = bookings.book(db, hanna, BookingRequest(desk, from_at, to_at), now)
    others = tuple(
        make_person(db, organisation_id, name=f"Person {number}") for number in range(people)
    )
    return Queue(db, floor_id, desk, fatima, hanna, others, taken, from_at, to_at)


def code(act: object, *arguments: object) -> str:
    """With which code an act is refused."""
    with pytest.raises(DomainError) as refused:
        act(*arguments)  # type: ignore[operator]
    return refused.value.code
