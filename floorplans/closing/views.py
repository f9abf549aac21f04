"""The values that go into and come out of the use cases about closures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from floorplans.wording import OfPlace


@dataclass(frozen=True, slots=True)
class ClosureRequest:
    """Closes one space, several, a zone, a drawn area, or (none of them) the whole floor.

    ``area`` is a GeoJSON Polygon in EPSG:4326; it closes what it overlaps and what is within
    ``margin_m`` metres of it. Without ``to_at`` it is closed until somebody opens it.
    """

    floor_id: UUID
    from_at: datetime
    to_at: datetime | None
    reason: str
    space_id: UUID | None = None
    zone_id: UUID | None = None
    area: dict[str, Any] | None = None
    space_ids: tuple[UUID, ...] = ()
    margin_m: float = 0.0


@dataclass(frozen=True, slots=True)
class ClosureChange:
    """What should be different; None keeps what there is. ``is_open_ended`` takes the end away."""

    to_at: datetime | None = None
    reason: str | None = None
    is_open_ended: bool = False


@dataclass(frozen=True, slots=True)
class ClosureView:
    """A closure, and how many bookings it has affected and affects.

    ``target`` says in words what is closed. ``bookings`` counts all that it held, ``waiting``
    those whose people have not answered, ``moved`` those that have another place.
    """

    id: UUID
    floor_id: UUID
    floor_name: str
    building_name: str
    time_zone: str
    target: str
    space_id: UUID | None
    zone_id: UUID | None
    space_ids: tuple[UUID, ...]
    area: dict[str, Any] | None
    margin_m: float
    from_at: datetime
    to_at: datetime | None
    reason: str
    bookings: int
    waiting: int
    moved: int


@dataclass(frozen=True, slots=True)
class ClosedPlace:
    """A bookable space that a closure closes."""

    id: UUID
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Affected(OfPlace):
    """A booking that a closure affects; for facility staff.

    ``state`` is ``waiting`` (nobody has answered), ``moved`` (to ``moved_to``), ``shortened``,
    ``cancelled``, ``returned`` (the place is open again) or ``over``. Place and hours are those it
    had; ``offered`` are the names of the places that its person can take instead.
    """

    booking_id: UUID
    person_id: UUID
    person_name: str
    person_email: str
    space_id: UUID
    space_name: str
    kind: str
    from_at: datetime
    to_at: datetime
    state: str
    answered_at: datetime | None
    moved_to: str | None
    offered: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClosurePreview:
    """What a closure would close, and whom it would affect, with what each would be offered."""

    places: tuple[ClosedPlace, ...]
    affected: tuple[Affected, ...]


@dataclass(frozen=True, slots=True)
class Opened:
    """What opening, or closing for less time, gave back.

    ``returned`` counts bookings that stand again, ``told_back`` people who had moved and were told
    that their earlier place is open and free.
    """

    returned: int
    told_back: int
