"""What staff see of the stairs, lifts and entrances of a building."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class StopView:
    """A connector where it meets a floor: the ``number``-th of its plan, from 1."""

    floor_id: UUID
    floor_name: str
    floor_short_name: str
    number: int


@dataclass(frozen=True, slots=True)
class OutageView:
    """``to_at`` None: until somebody ends it."""

    id: UUID
    from_at: datetime
    to_at: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class ConnectorView:
    """A way between floors, its stops from the lowest up; a single one leads nowhere known.

    ``kind`` stairs, lift, escalator or ramp; ``goes`` both, up or down; ``clear_m`` None where
    nobody said. ``is_said`` tells whether staff said any of it.
    """

    kind: str
    name: str | None
    goes: str
    clear_m: float | None
    is_for_wheelchairs: bool
    is_said: bool
    stops: tuple[StopView, ...]
    outages: tuple[OutageView, ...]


@dataclass(frozen=True, slots=True)
class WordView:
    """What staff said of two connectors; None where a later plan has none there."""

    id: UUID
    is_same: bool
    one: StopView | None
    other: StopView | None


@dataclass(frozen=True, slots=True)
class LinkedView:
    """The ways between the floors of a building as they are used."""

    building_id: UUID
    building_name: str
    time_zone: str
    floors: tuple[tuple[UUID, str], ...]
    connectors: tuple[ConnectorView, ...]
    words: tuple[WordView, ...]
