"""The values that go into and come out of the nearest use case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from floorplans.errors import DomainError
from floorplans.nearest.position import Position

Precision = Literal["space", "floor"]


@dataclass(frozen=True, slots=True)
class SpaceOrigin:
    """Near this desk or room; its own floor counts, whatever floor the request names."""

    space_id: UUID


@dataclass(frozen=True, slots=True)
class EntranceOrigin:
    """Near an entrance drawn on the requested floor; ``number`` picks one of several."""

    number: int = 0


Origin = Position | SpaceOrigin | EntranceOrigin


@dataclass(frozen=True, slots=True)
class NearestRequest:
    """What is wanted, where, when: ``floor_id`` is the floor that the person is on.

    Without it a position is taken to be on the nearest building's floor by the street; a space
    knows its own floor; an entrance needs it. ``quiet``: nothing but what ``quiet`` knows as such,
    rooms and booths where no kind is given.
    """

    origin: Origin
    floor_id: UUID | None
    from_at: datetime
    to_at: datetime
    kind: str | None = None
    features: tuple[str, ...] = ()
    limit: int = 5
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class NearSpace:
    """A free space. ``distance_m`` is the straight line; ``walk_s`` counts floors too.

    ``lon`` and ``lat`` are the space's own anchor (EPSG:4326).
    """

    space_id: UUID
    name: str
    number: str | None
    kind: str
    features: tuple[str, ...]
    capacity: int
    floor_id: UUID
    floor_name: str
    floor_short_name: str
    building_id: UUID
    building_name: str
    distance_m: float
    walk_s: float
    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class NearestAnswer:
    """The nearest free spaces, cheapest way first, and how the search went.

    ``from_floor_id`` is the floor that the ways begin on, also where none was given.
    ``precision`` is ``floor`` when the position was too vague for a single desk. Everything
    whose way, with floors at their cost, is shorter than ``looked_m`` was looked at;
    ``is_complete`` is False when the search stopped before its reach.
    ``next_free_at`` is set when nothing was found and something on the floor becomes free later
    within the window. ``refusal`` is what a rule says where places are free and none is for the
    person.
    """

    spaces: tuple[NearSpace, ...]
    from_floor_id: UUID
    precision: Precision
    looked_m: float
    is_complete: bool
    next_free_at: datetime | None
    refusal: DomainError | None = None


@dataclass(frozen=True, slots=True)
class StraightPlaces:
    """Free spaces in the order of straight lines, those that the person may have.

    What is not among them lies no nearer than ``beyond_m``, floors of the same building counted
    as it was asked for; ``is_all``: asking for more gives none. ``nothing`` is the answer where
    nothing is free at all.
    """

    spaces: tuple[NearSpace, ...]
    beyond_m: float
    is_all: bool
    nothing: NearestAnswer | None = None
