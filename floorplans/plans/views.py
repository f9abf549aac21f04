"""What a caller sees of plans: values, never rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from floorplans.bookings.views import AffectedBooking


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
    can be proven (fewer than three points). ``detail`` is what the position rests on beside points:
    the floor it was laid on with what matched, or the world file.
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
    detail: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RevisionSummary:
    """A revision in a list; ``begun_by`` is the name of who sent the drawing, None for a command.

    ``effective_from`` is the date of one that is scheduled, and of one that took over on a date.
    """

    id: UUID
    floor_id: UUID
    number: int
    state: str
    file_name: str
    begun_by: str | None
    created_at: datetime
    published_at: datetime | None
    effective_from: datetime | None


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
    begun_by: str | None
    created_at: datetime
    published_at: datetime | None
    effective_from: datetime | None
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
    ``said`` tells that a person decided it. ``key`` is the space's in the draft, ``at`` a point
    inside it, and ``was_at`` the
    middle of where it was, both in metres of the new drawing's own axes; None where it is not, or
    where the drawing has no axes to tell. ``other_id`` is the space that a new one was split from,
    or that one which is gone was merged into. ``altered`` names what else is different about it.
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
    said: bool = False
    key: str | None = None
    at: tuple[float, float] | None = None
    was_at: tuple[float, float] | None = None
    other_id: UUID | None = None
    altered: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PublishPreview:
    """What ``publish`` would do; ``hindrances`` must be settled first, ``warnings`` need not.

    ``sentence`` is the difference to what the floor shows now, ``redrawn`` the parts of it that
    belong to no space: walls, doors, stairs and lifts, zones.
    """

    revision_id: UUID
    floor_id: UUID
    changes: tuple[SpaceChange, ...]
    counts: Mapping[str, int]
    held_bookings: int
    georeference: GeoreferenceView
    hindrances: tuple[Notice, ...]
    warnings: tuple[Notice, ...]
    sentence: str = ""
    redrawn: tuple[str, ...] = ()
    affected: tuple[AffectedBooking, ...] = ()
    effective_from: datetime | None = None


@dataclass(frozen=True, slots=True)
class PublishReport:
    """What ``publish`` or ``bring_back`` did.

    ``state_hash`` stands for all that the plan makes of its floor. ``identical`` tells of a plan
    that came back that it is what it was, ``as_left`` that its bookings are, too, where they were
    when it was replaced; both are None for a plan that is new.
    """

    revision_id: UUID
    floor_id: UUID
    map_digest: str
    counts: Mapping[str, int]
    changes: tuple[SpaceChange, ...]
    held_bookings: int
    restored_bookings: int
    warnings: tuple[Notice, ...]
    state_hash: str = ""
    identical: bool | None = None
    as_left: bool | None = None
    effective_from: datetime | None = None


@dataclass(frozen=True, slots=True)
class UnscheduleReport:
    """What ``unschedule`` did."""

    revision_id: UUID
    floor_id: UUID
    held_bookings: int
    restored_bookings: int


@dataclass(frozen=True, slots=True)
class TimeInForce:
    """A plan was its floor's from one instant to another, ``to_at`` None while no end is known.

    ``by`` is the name of who published it or brought it back, None for a command.
    """

    from_at: datetime
    to_at: datetime | None
    by: str | None


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """A plan of a floor with all that is known of how it came about.

    ``created_by`` sent the drawing and ``published_by`` published it last, both None for a command.
    ``in_force`` has every time that it was, is or will be the floor's, the earliest first; of those
    from before that was kept, only the last is known. ``engine_version`` is the program's that read
    it, None for plans from before that was kept. ``state_hash`` stands for all that the plan made
    of its floor, ``left_hash`` for that and all bookings when it was replaced.
    """

    id: UUID
    floor_id: UUID
    number: int
    state: str
    file_name: str
    file_bytes: int
    file_sha256: str
    profile: Mapping[str, Any]
    engine_version: str | None
    georeference: GeoreferenceView | None
    state_hash: str | None
    left_hash: str | None
    created_at: datetime
    created_by: str | None
    published_at: datetime | None
    published_by: str | None
    effective_from: datetime | None
    in_force: tuple[TimeInForce, ...]


@dataclass(frozen=True, slots=True)
class PlanPicture:
    """A plan for the eye: GeoJSON geometries, and spaces with ``kind``, ``name``, what they became
    (``change``) and ``geometry``.
    """

    revision_id: UUID
    number: int
    lines: tuple[Mapping[str, Any], ...]
    stairs: tuple[Mapping[str, Any], ...]
    spaces: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class ComparedPlans:
    """What differs between two plans of one floor, from the earlier to the later."""

    before: PlanPicture
    after: PlanPicture
    sentence: str
    counts: Mapping[str, int]
    changes: tuple[SpaceChange, ...]
    redrawn: tuple[str, ...]
