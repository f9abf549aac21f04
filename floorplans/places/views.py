"""What a caller sees of places: values, never rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class FloorSummary:
    """A floor in a list. ``revision_id`` is None until a plan is published."""

    id: UUID
    name: str
    short_name: str
    ordinal: int
    revision_id: UUID | None
    bookable_count: int
    space_count: int


@dataclass(frozen=True, slots=True)
class FreeDesks:
    """How many of a floor's bookable desks nobody holds at an instant and no closure covers."""

    free: int
    desks: int


@dataclass(frozen=True, slots=True)
class BuildingView:
    """A building with its floors, the highest first."""

    id: UUID
    name: str
    floors: tuple[FloorSummary, ...]


@dataclass(frozen=True, slots=True)
class SiteView:
    """A site with its buildings by name; ``lon`` and ``lat`` are EPSG:4326 degrees."""

    id: UUID
    name: str
    time_zone: str
    srid: int
    lon: float
    lat: float
    buildings: tuple[BuildingView, ...]


@dataclass(frozen=True, slots=True)
class NewSite:
    """A site to be made; ``lon`` and ``lat`` are EPSG:4326 degrees, ``time_zone`` is of IANA."""

    name: str
    time_zone: str
    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class Sibling:
    """Another floor of the same building (or this one), the highest first."""

    id: UUID
    name: str
    short_name: str
    ordinal: int
    revision_id: UUID | None


@dataclass(frozen=True, slots=True)
class PlanInTime:
    """A time through which a plan of a floor was, is or will be in force.

    ``to_at`` is None for the last one; a plan that came back is there twice.
    """

    from_at: datetime
    to_at: datetime | None
    revision_id: UUID
    map_digest: str


@dataclass(frozen=True, slots=True)
class FloorView:
    """One floor, and what its map page needs to begin with.

    ``heading_deg`` is the bearing from true north that its map shows upwards, None for north.
    ``plans`` are those that were, are and will be in force, in that order and without gaps.
    """

    id: UUID
    name: str
    short_name: str
    ordinal: int
    building_id: UUID
    building_name: str
    site_id: UUID
    site_name: str
    time_zone: str
    srid: int
    revision_id: UUID | None
    map_digest: str | None
    siblings: tuple[Sibling, ...]
    plans: tuple[PlanInTime, ...] = ()
    heading_deg: float | None = None

    def plan_at(self, instant: datetime) -> PlanInTime | None:
        """The plan in force at an instant; None before the first."""
        begun = [each for each in self.plans if each.from_at <= instant]
        return begun[-1] if begun else None


@dataclass(frozen=True, slots=True)
class SpaceView:
    """A live space; ``lon`` and ``lat`` are those of its anchor, in EPSG:4326 degrees."""

    id: UUID
    floor_id: UUID
    kind: str
    category: str
    number: str | None
    name: str
    capacity: int
    bookable: bool
    features: tuple[str, ...]
    within_id: UUID | None
    lon: float
    lat: float
