"""A floor whose plans take over on dates, and the hours that tests look at."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from floorplans.actor import Actor
from floorplans.bookings import service as bookings
from floorplans.bookings.known import KnownSpaces
from floorplans.bookings.views import BookingRequest, BookingView
from floorplans.database import Database
from floorplans.errors import DomainError
from floorplans.nearest import service as nearest
from floorplans.nearest.views import NearestRequest, SpaceOrigin
from floorplans.plans import service as plans
from floorplans.plans.views import PublishReport
from tests.support.drafts import make_draft, make_draft_desk, stage_draft

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
#: What the clock in the building shows, and the instant that it means in winter in Amsterdam.
MONDAY = datetime(2026, 11, 23)  # noqa: DTZ001 - the clock in the building
AT = datetime(2026, 11, 22, 23, 0, tzinfo=UTC)
WEEK_AFTER = AT + 7 * DAY
#: Working hours on the Friday before, on that Monday, and on the Monday after.
FRIDAY = AT - 3 * DAY + 9 * HOUR
ON_MONDAY = AT + 9 * HOUR
NEXT_MONDAY = WEEK_AFTER + 9 * HOUR


@dataclass(frozen=True, slots=True)
class Floor:
    """A floor with a person of its staff and one who books."""

    db: Database
    staff: Actor
    person: Actor
    id: UUID
    now: datetime

    def stage(self, desks: Sequence[str], **moved: float) -> UUID:
        """A draft with these desks two metres apart; ``moved`` puts some elsewhere (x)."""
        drawn = [
            make_draft_desk(name, moved.get(name, 2.0 + 2 * (ord(name) - ord("A"))), 2)
            for name in desks
        ]
        return stage_draft(self.db, self.staff, self.id, make_draft(desks=drawn), self.now)

    def publish(self, desks: Sequence[str], at: datetime | None = None, **moved: float) -> UUID:
        made = self.stage(desks, **moved)
        self.put(made, at)
        return made

    def put(self, draft: UUID, at: datetime | None = None) -> PublishReport:
        return plans.publish(self.db, self.staff, draft, self.now, effective_from=at)

    def desks(self) -> dict[str, UUID]:
        """All desks of the floor by name, also those that are gone or to come."""
        with self.db.transaction(self.staff.organisation_id) as tx:
            found = text("SELECT name, id FROM space WHERE floor_id = :floor")
            return {row.name: row.id for row in tx.execute(found, {"floor": self.id})}

    def document(self, at: datetime, hours: float = 1) -> dict[str, Any]:
        found = bookings.availability(
            self.db, self.person, self.id, at, at + hours * HOUR, self.now
        )
        answer: dict[str, Any] = json.loads(found.body)
        return answer

    def shown(self, at: datetime, hours: float = 1) -> dict[str, str]:
        """The status of each desk that is told for some hours, by name."""
        names = {str(own): name for name, own in self.desks().items()}
        told = self.document(at, hours)["spaces"]
        return {names[entry["id"]]: entry["status"] for entry in told}

    def book(
        self, name: str, at: datetime, hours: float = 1, known: KnownSpaces | None = None
    ) -> BookingView:
        request = BookingRequest(self.desks()[name], at, at + hours * HOUR)
        return bookings.book(self.db, self.person, request, self.now, known=known)

    def refusal(self, name: str, at: datetime, hours: float = 1) -> DomainError:
        with pytest.raises(DomainError) as refused:
            self.book(name, at, hours)
        return refused.value

    def state(self, booking: BookingView) -> str:
        return bookings.booking(self.db, self.person, booking.id, self.now).state

    def near(self, at: datetime, hours: float = 1) -> list[tuple[str, float]]:
        """What is free near desk A, with its distance."""
        origin = SpaceOrigin(self.desks()["A"])
        request = NearestRequest(origin, None, at, at + hours * HOUR)
        found = nearest.nearest(self.db, self.person, request, self.now)
        return [(space.name, space.distance_m) for space in found.spaces]
