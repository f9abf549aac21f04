"""The values that go into and come out of the search for a place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from floorplans.errors import DomainError


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a place should be like. What a plan does not tell of a place is not fulfilled by it.

    ``people`` is how many it has to hold. Floor, zone and building are wishes too: where nothing
    fits, the next best may lie elsewhere on the site.
    """

    features: tuple[str, ...] = ()
    near_window: bool = False
    away_from_door: bool = False
    back_to_wall: bool = False
    step_free: bool = False
    favourite: bool = False
    people: int | None = None
    building_id: UUID | None = None
    floor_id: UUID | None = None
    zone_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class NearPlace:
    """Near another place, of whatever kind: a desk, a meeting room, a kitchen."""

    space_id: UUID


@dataclass(frozen=True, slots=True)
class NearEntrance:
    """Near an entrance of a floor; ``number`` picks one of several, from 0."""

    floor_id: UUID
    number: int = 0


@dataclass(frozen=True, slots=True)
class NearColleague:
    """Near where a colleague who shows their name has a place in these hours."""

    person_id: UUID


Near = NearPlace | NearEntrance | NearColleague


@dataclass(frozen=True, slots=True)
class FindRequest:
    """A place of one kind for some hours. Without a site it is the one that the wishes are about,
    or where the person usually is."""

    from_at: datetime
    to_at: datetime
    kind: str = "desk"
    wishes: Wishes = Wishes()
    near: Near | None = None
    site_id: UUID | None = None
    limit: int = 10


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing that speaks for a place, or in which it differs from what was wished."""

    code: str
    says: str


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A place that can be booked. ``cost_s`` is what it is ranked by, in seconds of walking.

    ``distance_m`` (straight) and ``walk_s`` are from where the search began; None where it began
    nowhere. ``lon`` and ``lat`` are its own anchor (EPSG:4326).
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
    lon: float
    lat: float
    distance_m: float | None
    walk_s: float | None
    cost_s: float
    is_favourite: bool
    reasons: tuple[Remark, ...]
    differs: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class FoundTime:
    """Other hours in which something has all that was wished, and the best of it."""

    from_at: datetime
    to_at: datetime
    differs: str
    place: FoundPlace


@dataclass(frozen=True, slots=True)
class Beginning:
    """Where the ways of an answer begin; ``is_usual`` when nobody said so and it was learnt."""

    name: str
    space_id: UUID | None
    floor_id: UUID
    is_usual: bool
    lon: float | None = None
    lat: float | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What was found: either ``places``, or the next best in other places and at other times.

    ``refusal`` is what a rule of booking says where that is why there are no ``places``.
    """

    site_id: UUID
    time_zone: str
    beginning: Beginning | None
    places: tuple[FoundPlace, ...] = ()
    next_places: tuple[FoundPlace, ...] = ()
    next_times: tuple[FoundTime, ...] = ()
    refusal: DomainError | None = None


@dataclass(frozen=True, slots=True)
class ColleagueThere:
    """A colleague who shows their name and has a place in the hours asked about."""

    id: UUID
    name: str
    floor_name: str
    building_name: str


@dataclass(frozen=True, slots=True)
class Favourite:
    """A place that a person has starred; ``is_there`` False when it cannot be booked any more."""

    space_id: UUID
    name: str
    number: str | None
    kind: str
    floor_id: UUID
    floor_name: str
    building_name: str
    is_there: bool


@dataclass(frozen=True, slots=True)
class Usual:
    """What a person usually takes: hours as minutes of the day on the wall, and a place.

    ``is_said`` when they said so themselves; else it is learnt from their bookings when asked.
    """

    from_minute: int | None
    to_minute: int | None
    hours_are_said: bool
    space_id: UUID | None
    space_name: str | None
    place_is_said: bool
