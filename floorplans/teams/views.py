"""The values that go into and come out of booking for a team."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class TeamRequest:
    """Places of one kind on one floor for all of ``people``, for the same hours.

    ``near`` is a colleague who has a place there in these hours and lets their name be seen. With
    ``other_floor_id`` some of them may be on that floor of the same building.
    """

    floor_id: UUID
    people: tuple[UUID, ...]
    from_at: datetime
    to_at: datetime
    kind: str = "desk"
    features: tuple[str, ...] = ()
    near: UUID | None = None
    #: The places of a proposal, in the order of ``people``; without them the closest that are free.
    places: tuple[UUID, ...] = ()
    #: The same key sent again is the same team, booked once.
    idempotency_key: str | None = None
    other_floor_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class TeamSearch:
    """What a team looks for, on any of some floors. See ``TeamRequest``.

    With ``over_floors`` it may be two of them in one building, where none has enough.
    """

    floor_ids: tuple[UUID, ...]
    people: tuple[UUID, ...]
    from_at: datetime
    to_at: datetime
    kind: str = "desk"
    features: tuple[str, ...] = ()
    near: UUID | None = None
    over_floors: bool = False

    def on(self, floor_id: UUID, places: tuple[UUID, ...] = ()) -> TeamRequest:
        return TeamRequest(
            floor_id,
            self.people,
            self.from_at,
            self.to_at,
            self.kind,
            self.features,
            self.near,
            places,
        )


@dataclass(frozen=True, slots=True)
class ProposedSeat:
    """A free place for one of a team; ``lat`` and ``lon`` are its anchor (EPSG:4326)."""

    person_id: UUID
    person_name: str
    space_id: UUID
    space_name: str
    floor_id: UUID
    floor_name: str
    lat: float
    lon: float
    away_m: float


@dataclass(frozen=True, slots=True)
class Proposal:
    """Places for a whole team, the middle one first; nothing is held.

    All are on one floor, unless there is an ``other_floor_id``. ``spread_m`` is the sum of the
    straight distances from the middle, or from the colleague whom the team sits round; to another
    floor they are as seen from above.
    """

    floor_id: UUID
    floor_name: str
    building_name: str
    spread_m: float
    seats: tuple[ProposedSeat, ...]
    other_floor_id: UUID | None = None
    other_floor_name: str | None = None


@dataclass(frozen=True, slots=True)
class TeamSeat:
    """Who of a booked team sits where, and when: one may have been moved by whoever booked."""

    booking_id: UUID
    person_id: UUID
    person_name: str
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


@dataclass(frozen=True, slots=True)
class Team:
    """What somebody booked for a team, as far as it is still ahead and theirs to look after."""

    id: UUID
    from_at: datetime
    to_at: datetime
    seats: tuple[TeamSeat, ...]


@dataclass(frozen=True, slots=True)
class Seat:
    """Who sits where; ``away_m`` is how far in a straight line from the middle of the team."""

    booking_id: UUID
    person_id: UUID
    person_name: str
    space_id: UUID
    space_name: str
    floor_id: UUID
    away_m: float


@dataclass(frozen=True, slots=True)
class TeamBooking:
    """A booking for each of a team, written together; the one in the middle comes first."""

    id: UUID
    floor_id: UUID
    from_at: datetime
    to_at: datetime
    seats: tuple[Seat, ...]


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody whom the actor may book for."""

    id: UUID
    name: str
