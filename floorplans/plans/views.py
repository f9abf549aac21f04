"""What a caller sees of plans: values, never rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Notice:
    """Something a person should know before or after an act; ``code`` is stable and upper case."""

    code: str
    message: str
    advice: str


@dataclass(frozen=True, slots=True)
class IssueView:
    """A finding about the drawing; ``x`` and ``y`` are metres in the drawing's own axes.

    ``segment`` (x, y, x, y) is the line that would settle it, across a gap.
    """

    number: int
    code: str
    severity: str
    message: str
    advice: str
    handle: str | None
    layer: str | None
    x: float | None
    y: float | None
    segment: Sequence[float] | None = None


@dataclass(frozen=True, slots=True)
class PointResidual:
    """How far a control point falls from where it should, in metres."""

    name: str
    x: float
    y: float
    lon: float
    lat: float
    residual_m: float


@dataclass(frozen=True, slots=True)
class GeoreferenceView:
    """Where a plan lies: origin + scale * R(rotation) * (x, y), in metres of EPSG:``srid``.

    ``rotation_deg`` is counter-clockwise from the CRS's axes, ``bearing_deg`` clockwise from true
    north to the drawing's y axis (None unless a person gave one). ``rmse_m`` is None where nothing
    can be proven (fewer than three points).
    """

    method: str
    srid: int
    scale: float
    rotation_deg: float
    bearing_deg: float | None
    mirrored: bool
    origin_east: float
    origin_north: float
    rmse_m: float | None
    points: tuple[PointResidual, ...]


@dataclass(frozen=True, slots=True)
class PlacedReport:
    """The answer to ``place``: the georeference, the point to look at again, and warnings."""

    georeference: GeoreferenceView
    bad_point: str | None
    warnings: tuple[Notice, ...]


@dataclass(frozen=True, slots=True)
class RevisionSummary:
    """A revision in a list."""

    id: UUID
    floor_id: UUID
    number: int
    state: str
    file_name: str
    created_at: datetime
    published_at: datetime | None


@dataclass(frozen=True, slots=True)
class RevisionView:
    """One plan revision and where it stands.

    ``counts`` (rooms, desks, parking, doors, zones, issues ...) and ``units`` are empty until the
    drawing is read; ``refusal`` holds ``code``, ``message`` and ``advice``.
    """

    id: UUID
    floor_id: UUID
    number: int
    state: str
    file_name: str
    file_bytes: int
    created_at: datetime
    published_at: datetime | None
    progress_stage: str
    progress_share: float
    refusal: Mapping[str, str] | None
    profile: Mapping[str, Any]
    units: Mapping[str, Any]
    counts: Mapping[str, int]
    issues: tuple[IssueView, ...]
    georeference: GeoreferenceView | None
    map_digest: str | None


@dataclass(frozen=True, slots=True)
class SpaceChange:
    """What publishing does to one space.

    ``change`` is same, moved, resized, split, merged, gone or new, with ``score`` (0 to 1) for how
    sure that is and ``why`` in a sentence; ``renamed`` stands beside it. ``bookings`` counts the
    confirmed ones that still run or lie ahead, ``loses_bookings`` tells that they would be held.
    """

    space_id: UUID | None
    kind: str
    change: str
    name: str
    old_name: str | None
    moved_m: float | None
    bookable: bool
    bookings: int
    loses_bookings: bool
    renamed: bool = False
    score: float = 1.0
    why: str = ""


@dataclass(frozen=True, slots=True)
class PublishPreview:
    """What ``publish`` would do; ``hindrances`` must be settled first, ``warnings`` need not."""

    revision_id: UUID
    floor_id: UUID
    changes: tuple[SpaceChange, ...]
    counts: Mapping[str, int]
    held_bookings: int
    georeference: GeoreferenceView
    hindrances: tuple[Notice, ...]
    warnings: tuple[Notice, ...]


@dataclass(frozen=True, slots=True)
class PublishReport:
    """What ``publish`` or ``bring_back`` did."""

    revision_id: UUID
    floor_id: UUID
    map_digest: str
    counts: Mapping[str, int]
    changes: tuple[SpaceChange, ...]
    held_bookings: int
    restored_bookings: int
    warnings: tuple[Notice, ...]
