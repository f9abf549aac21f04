"""The values that go into and come out of the use cases of equipment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from floorplans.wording import OfPlace


@dataclass(frozen=True, slots=True)
class Bring:
    """So many of a thing, to go with a booking."""

    equipment_id: UUID
    count: int = 1


@dataclass(frozen=True, slots=True)
class Brought:
    """What goes with a booking, and where it is kept until then."""

    equipment_id: UUID
    kind: str
    name: str
    kept_at: str | None
    count: int


@dataclass(frozen=True, slots=True)
class Things:
    """So many alike things as staff describe them: on a site, or for one floor of it alone.

    ``owned`` counts the ``broken`` ones too.
    """

    site_id: UUID
    floor_id: UUID | None
    kind: str
    name: str
    kept_at: str | None
    owned: int
    broken: int = 0


@dataclass(frozen=True, slots=True)
class KitOf(OfPlace):
    """A place that has so many of a thing as its kit."""

    space_id: UUID
    space_name: str
    kind: str
    floor_name: str
    count: int


@dataclass(frozen=True, slots=True)
class Where(OfPlace):
    """A place that equipment goes to."""

    id: UUID
    name: str
    floor_name: str


@dataclass(frozen=True, slots=True)
class EquipmentView:
    """Equipment as facility staff see it; ``out`` is how many are out at this moment."""

    id: UUID
    things: Things
    site_name: str
    floor_name: str | None
    out: int
    kit_of: tuple[KitOf, ...]


@dataclass(frozen=True, slots=True)
class Left:
    """How many of a thing are left all through some hours, of all that can be used."""

    id: UUID
    kind: str
    name: str
    kept_at: str | None
    floor_id: UUID | None
    usable: int
    left: int


@dataclass(frozen=True, slots=True)
class KitPart:
    """So many of a thing that belong to a place."""

    space_id: UUID
    equipment_id: UUID
    count: int


@dataclass(frozen=True, slots=True)
class OnOffer:
    """What can be brought along on a floor in some hours, and which of it is a place's kit."""

    things: tuple[Left, ...]
    kits: tuple[KitPart, ...]


@dataclass(frozen=True, slots=True)
class HandOut:
    """What is to be got ready: for whom, where, from when until when."""

    booking_id: UUID
    equipment_id: UUID
    name: str
    kept_at: str | None
    count: int
    from_at: datetime
    to_at: datetime
    time_zone: str
    space_name: str
    kind: str
    floor_name: str
    person_name: str


@dataclass(frozen=True, slots=True)
class Lost:
    """A booking that no longer gets what it was to bring, because too few are left."""

    booking_id: UUID
    person_name: str
    space_name: str
    time_zone: str
    from_at: datetime
    to_at: datetime
    count: int


@dataclass(frozen=True, slots=True)
class Kept:
    """What came of a change of equipment: it, and the bookings that lost theirs."""

    id: UUID
    lost: tuple[Lost, ...]
