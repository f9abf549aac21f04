"""The values that go into and come out of the booking use cases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from floorplans.nearest.views import NearSpace


@dataclass(frozen=True, slots=True)
class Window:
    """A half-open stretch of time, both ends aware and in UTC; always longer than nothing."""

    from_at: datetime
    to_at: datetime


@dataclass(frozen=True, slots=True)
class BookingRequest:
    """One space for one window. The same key sent again gives the same booking again."""

    space_id: UUID
    from_at: datetime
    to_at: datetime
    idempotency_key: str | None = None


@dataclass(frozen=True, slots=True)
class BookingChange:
    """What should be different; None keeps what there is."""

    space_id: UUID | None = None
    from_at: datetime | None = None
    to_at: datetime | None = None


class Phase(StrEnum):
    """Where a booking stands at a given moment, in the words a person uses."""

    UPCOMING = "upcoming"
    RUNNING = "running"
    PAST = "past"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class BookingView:
    """A booking as its person (or facility staff) may see it.

    ``state`` is ``held`` when a new plan took the space away: the booking is kept, and its person
    should choose another space. ``person_name`` is None unless the viewer may know it.
    """

    id: UUID
    space_id: UUID
    space_name: str
    kind: str
    floor_id: UUID
    floor_name: str
    building_name: str
    time_zone: str
    from_at: datetime
    to_at: datetime
    state: str
    phase: Phase
    is_mine: bool
    person_name: str | None


@dataclass(frozen=True, slots=True)
class Offers:
    """Free places instead of the one that a held booking lost, the nearest first."""

    booking_id: UUID
    spaces: tuple[NearSpace, ...]


@dataclass(frozen=True, slots=True)
class AffectedBooking:
    """A booking whose place a plan takes; for facility staff.

    ``state`` is ``to_be_held`` before the plan is published; after it ``held`` (nobody has answered
    yet), ``moved`` (to ``moved_to``), ``cancelled``, ``returned`` (the place is back), or ``over``.
    ``space_name`` and the hours are those it had.
    """

    booking_id: UUID
    person_id: UUID
    person_name: str
    person_email: str
    space_id: UUID
    space_name: str
    kind: str
    time_zone: str
    from_at: datetime
    to_at: datetime
    state: str
    answered_at: datetime | None
    moved_to: str | None


@dataclass(frozen=True, slots=True)
class Availability:
    """A floor's availability document as JSON text, and the floor's version it was read at."""

    version: int
    body: str


@dataclass(frozen=True, slots=True)
class ClosureRequest:
    """Closes one space, one zone, a drawn area (GeoJSON Polygon, EPSG:4326), or the whole floor."""

    floor_id: UUID
    from_at: datetime
    to_at: datetime
    reason: str
    space_id: UUID | None = None
    zone_id: UUID | None = None
    area: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class ClosureView:
    """A closure; ``bookings`` counts the bookings it meets, which stay until someone acts."""

    id: UUID
    floor_id: UUID
    space_id: UUID | None
    zone_id: UUID | None
    area: dict[str, Any] | None
    from_at: datetime
    to_at: datetime
    reason: str
    bookings: int
