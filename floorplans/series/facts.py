"""What is stored of series, as values that the decisions are made by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from floorplans.actor import Actor
from floorplans.bookings.views import Window
from floorplans.equipment.views import Brought
from floorplans.series.views import Hours, State


@dataclass(frozen=True, slots=True)
class Place:
    """A place as a series tells of it."""

    id: UUID
    name: str
    kind: str
    floor_id: UUID
    floor_name: str
    building_name: str
    time_zone: str

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


@dataclass(frozen=True, slots=True)
class Booked:
    """The booking of a date as it is now, and whether it is what the series booked."""

    id: UUID
    space_id: UUID
    space_name: str
    window: Window
    state: str
    by_hand: bool
    booked_by: UUID | None = None

    @property
    def is_given_back(self) -> bool:
        return self.state in ("cancelled", "released", "declined")


@dataclass(frozen=True, slots=True)
class DateFacts:
    """A stored date; ``space_id`` and ``hours`` are what the series wants for it."""

    on: date
    space_id: UUID
    space_name: str
    hours: Hours
    state: State
    refusal: dict[str, Any] | None
    try_at: datetime | None
    booked: Booked | None

    @property
    def shown(self) -> State:
        """How it stands, a booking that was given back included."""
        given_back = self.booked is not None and self.booked.is_given_back
        return State.CANCELLED if given_back else self.state


@dataclass(frozen=True, slots=True)
class SeriesFacts:
    """A stored series with its dates by time. ``owner`` is None when that person has left.

    ``booked_by`` is who booked it for that person and looks after it too.
    """

    id: UUID
    person_id: UUID
    person_name: str
    booked_by: UUID | None
    owner: Actor | None
    place: Place
    hours: Hours
    rule: str | None
    starts_on: date
    ends_on: date
    idempotency_digest: bytes | None
    note: str | None
    is_private: bool
    dates: tuple[DateFacts, ...]
    brings: tuple[Brought, ...] = ()

    def is_by(self, actor: Actor) -> bool:
        """Whether the actor booked it for somebody else."""
        return self.booked_by == actor.person_id != self.person_id
