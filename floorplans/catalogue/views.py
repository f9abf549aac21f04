"""What is asked of the catalogue, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from floorplans.bookings.views import Window


class Collection(StrEnum):
    """What there are features of."""

    SITES = "sites"
    BUILDINGS = "buildings"
    FLOORS = "floors"
    SPACES = "spaces"


@dataclass(frozen=True, slots=True)
class Box:
    """Degrees of EPSG:4326. Where ``west`` is the greater, it reaches over the antimeridian."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True, slots=True)
class Wanted:
    """Features of the plans in force at ``at``, in the order of their ids after ``after``.

    ``hours`` are those for which spaces tell whether they are free; None for no word of it.
    """

    at: datetime
    hours: Window | None = None
    box: Box | None = None
    after: UUID | None = None
    limit: int = 100
    site_id: UUID | None = None
    building_id: UUID | None = None
    floor_id: UUID | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Feature:
    """``geometry`` is GeoJSON in EPSG:4326, None before the first plan."""

    id: UUID
    geometry: dict[str, Any] | None
    properties: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Page:
    """Some features; ``after`` begins the next page, and is None on the last."""

    features: tuple[Feature, ...]
    after: UUID | None
