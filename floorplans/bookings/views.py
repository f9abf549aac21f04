"""The values that go into and come out of the booking use cases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from floorplans.equipment.views import Bring, Brought
from floorplans.nearest.views import NearSpace
from floorplans.wording import OfPlace


@dataclass(frozen=True, slots=True)
class Window:
    """A half-open stretch of time, both ends aware and in UTC; always longer than nothing."""

    from_at: datetime
    to_at: datetime

    def plan_at(self, now: datetime) -> datetime:
        """The instant whose plan these hours are shown on.

        They are shown on the plan in force when they begin; hours that run on the present one,
        whatever held when they began.
        """
        return self.from_at if self.to_at <= now else max(self.from_at, now)


@dataclass(frozen=True, slots=True)
class BookingRequest:
    """One space for one window, and what is brought along.

    The same key sent again gives the same booking again. ``note`` is for the person and facility
    staff, of a private booking for the person alone; nobody else sees whose a private booking is.
    """

    space_id: UUID
    from_at: datetime
    to_at: datetime
    idempotency_key: str | None = None
    bring: tuple[Bring, ...] = ()
    note: str | None = None
    is_private: bool = False


@dataclass(frozen=True, slots=True)
class BookingChange:
    """What should be different; None keeps what there is, and an empty note takes it away."""

    space_id: UUID | None = None
    from_at: datetime | None = None
    to_at: datetime | None = None
    note: str | None = None
    is_private: bool | None = None


class Phase(StrEnum):
    """Where a booking stands at a given moment, in the words a person uses."""

    UPCOMING = "upcoming"
    RUNNING = "running"
    PAST = "past"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class BookingView(OfPlace):
    """A booking as its person (or facility staff) may see it.

    ``state`` is ``held`` when a new plan took the space away: the booking is kept, and its person
    should choose another space, ``requested`` while somebody must still approve it (it takes
    nothing until then, and can be answered until ``answer_by``), ``declined`` when nobody did;
    ``answer`` is what they wrote. ``person_name`` and ``note`` are None unless the viewer may know
    them; ``booked_by_name`` is the colleague who booked it for its person; ``is_by_me`` tells that
    the viewer booked it for somebody else, ``team_id`` as a part of what.
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
    brings: tuple[Brought, ...] = ()
    is_by_me: bool = False
    person_id: UUID | None = None
    team_id: UUID | None = None
    is_private: bool = False
    note: str | None = None
    answer_by: datetime | None = None
    answer: str | None = None
    booked_by_name: str | None = None


@dataclass(frozen=True, slots=True)
class Offers:
    """Free places instead of the one that a held booking lost, the nearest first.

    ``parts`` are hours of the booking in which its own place is open, where a closure takes others.
    """

    booking_id: UUID
    spaces: tuple[NearSpace, ...]
    parts: tuple[Window, ...] = ()


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
