"""The values that go into and come out of the use cases about wait lists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from floorplans.actor import Actor
from floorplans.bookings.views import Window


class Mode(StrEnum):
    """What happens when the turn comes: it is booked by itself, or its person is asked first."""

    BOOK = "book"
    ASK = "ask"


class State(StrEnum):
    """Where a wait stands; all but the first two are ends."""

    WAITING = "waiting"
    #: A place is kept for its person until they answer.
    OFFERED = "offered"
    BOOKED = "booked"
    DECLINED = "declined"
    UNANSWERED = "unanswered"
    LEFT = "left"
    #: Its hours came, and nothing had become free.
    OVER = "over"


@dataclass(frozen=True, slots=True)
class WaitRequest:
    """A wish: one space, or any of a kind on a floor, or in one of the floor's zones."""

    from_at: datetime
    to_at: datetime
    mode: Mode = Mode.ASK
    space_id: UUID | None = None
    kind: str | None = None
    floor_id: UUID | None = None
    zone_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """A wish whose place was found; ``space_id`` or any of ``kind``, in a zone or on the floor."""

    floor_id: UUID
    kind: str
    space_id: UUID | None
    zone_id: UUID | None
    name: str | None
    time_zone: str


@dataclass(frozen=True, slots=True)
class WaitView:
    """One's own wait. ``position`` counts from 1 those who wait for the same; None at the end.

    ``name`` is the space's, None for any of a kind. ``offered_name``, ``answer_by`` and
    ``booking_id`` tell of the place that is kept, or was booked. ``refusal`` (code, message,
    advice) is why it was gone past when something was free.
    """

    id: UUID
    mode: Mode
    state: State
    floor_id: UUID
    floor_name: str
    building_name: str
    time_zone: str
    kind: str
    space_id: UUID | None
    name: str | None
    zone_id: UUID | None
    zone_name: str | None
    from_at: datetime
    to_at: datetime
    position: int | None
    booking_id: UUID | None
    offered_space_id: UUID | None
    offered_name: str | None
    answer_by: datetime | None
    refusal: dict[str, Any] | None
    created_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Chance:
    """Somebody's turn: free spaces that would do, and what else decides how they come to one.

    ``has_own`` tells that they have a booking of this kind in these hours already.
    """

    wait_id: UUID
    number: int
    owner: Actor
    mode: Mode
    window: Window
    time_zone: str
    created_at: datetime
    has_own: bool
    free: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """A place that is kept for a person until they answer."""

    wait_id: UUID
    booking_id: UUID
    space_id: UUID
    answer_by: datetime
