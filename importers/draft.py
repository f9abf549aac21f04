"""What an importer understood of one drawing, before anyone has looked at it.

Every coordinate is in metres in the drawing's own axes (x to the right, y up), areas are in
square metres, angles in degrees counter-clockwise from the x axis. Sequences are sorted by a
stable rule, so reading one file twice gives equal drafts.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from shapely import LineString, MultiLineString, MultiPolygon, Polygon

from importers.fingerprint import Fingerprint
from importers.issues import ImportIssue
from importers.repairs import Repair


@dataclass(frozen=True, slots=True)
class UnitEvidence:
    """One witness in the vote on the drawing's unit: who says what, and how much it counts."""

    source: str  # "header", "door_arcs", "desk_sizes", "room_areas", "extent", ...
    says: str  # a unit name of ``geo.units``
    weight: float
    detail: str


@dataclass(frozen=True, slots=True)
class Units:
    """The unit of the drawing, by evidence. ``certain`` is False when the vote was split."""

    name: str
    metres_per_unit: float
    certain: bool
    evidence: tuple[UnitEvidence, ...]


@dataclass(frozen=True, slots=True)
class RoleDecision:
    """What a layer or a block was taken for, and why. ``reason`` is a sentence for a person."""

    name: str
    role: str  # a member of ``importers.roles.LayerRole`` or ``BlockRole``
    reason: str
    count: int  # entities on the layer, or inserts of the block
    visible: bool = True


@dataclass(frozen=True, slots=True)
class DraftRoom:
    """A room. ``stated_area_m2`` and ``department`` are what is written in it, None where not.

    ``own_id`` is our id of the space, where the drawing is an export of ours: on it rests who it
    is, whatever else has changed. So it is for desks and zones. ``own_kind`` is the kind of space
    that such a drawing says, None where it says none: no drawing looks like a locker.
    """

    number: str | None
    name: str | None
    category: str  # an IMDF unit category
    polygon: Polygon
    area_m2: float
    source: str  # "polyline", "hatch" or "linework"
    layer: str
    handle: str | None
    stated_area_m2: float | None = None
    department: str | None = None
    own_id: str | None = None
    own_kind: str | None = None


@dataclass(frozen=True, slots=True)
class DraftDesk:
    """A place to sit, or a parking place: one bookable shape.

    ``x, y`` is the middle of its footprint. ``rotation_deg`` is the turn of a desk whose seat is at
    its bottom: at 0 the seat lies towards -y, at 90 towards +x.

    ``label_given`` is False when the drawing names it nowhere and the label was made up: such a
    label may stand on another desk the next time.
    """

    label: str | None
    x: float
    y: float
    rotation_deg: float
    polygon: Polygon
    block: str | None
    layer: str
    handle: str | None
    features: tuple[str, ...] = ()
    attributes: tuple[tuple[str, str], ...] = ()
    label_given: bool = True
    own_id: str | None = None
    own_kind: str | None = None


@dataclass(frozen=True, slots=True)
class DraftDoor:
    """An opening: the line closes the gap in the wall, from hinge to latch.

    ``operation`` is how it opens, in the words of IfcDoorTypeOperationEnum (ISO 16739-1:2018) in
    small letters: a "single_swing_left" has its hinges on the left of whoever pushes it open;
    "sliding" and "folding" have no way, which plans do not tell. ``opens_to`` is where the free
    edge of the open leaf is, for two leaves the middle between theirs: the room there is the one
    it opens into. ``clear_m`` is measured between the jambs or, without them, by the leaf.
    """

    line: LineString
    width_m: float
    kind: str  # "door", "double_door", "opening" or "entrance"
    layer: str
    handle: str | None
    operation: str | None = None
    opens_to: tuple[float, float] | None = None
    clear_m: float | None = None
    clear_by: str | None = None  # "jambs" or "leaf"


@dataclass(frozen=True, slots=True)
class DraftWindow:
    """A window in a wall: the line runs through its middle, from one end to the other."""

    line: LineString
    width_m: float
    source: str  # "block", "layer" or "linework"
    layer: str
    handle: str | None


@dataclass(frozen=True, slots=True)
class DraftWall:
    """A wall of two faces: the line runs between them where both are there."""

    line: LineString
    thickness_m: float
    layer: str


@dataclass(frozen=True, slots=True)
class DraftColumn:
    """A column: with those of other storeys above and below, it tells how floors lie."""

    polygon: Polygon
    layer: str


@dataclass(frozen=True, slots=True)
class DraftConnector:
    """A stair, lift, ramp or escalator."""

    kind: str
    name: str | None
    polygon: Polygon
    layer: str
    handle: str | None


@dataclass(frozen=True, slots=True)
class DraftZone:
    name: str | None
    polygon: Polygon
    layer: str
    handle: str | None
    own_id: str | None = None


@dataclass(frozen=True, slots=True)
class Geodata:
    """A georeference that the drawing itself carries (GEODATA).

    ``x_axis`` and ``origin`` take metres of the drawing to metres of the CRS: a point (x, y) lies
    at ``origin + scale * R(rotation_deg) * (x, y)``.
    """

    epsg: int
    origin_east: float
    origin_north: float
    rotation_deg: float
    scale: float


class ViewKind(StrEnum):
    """What one of the drawings on a sheet shows; the words are those of the US CAD standard."""

    FLOOR_PLAN = "floor_plan"
    CEILING_PLAN = "ceiling_plan"
    ROOF_PLAN = "roof_plan"
    SITE_PLAN = "site_plan"
    TECHNICAL_PLAN = "technical_plan"
    ELEVATION = "elevation"
    SECTION = "section"
    DETAIL = "detail"
    SCHEDULE = "schedule"
    LEGEND = "legend"
    TITLE_BLOCK = "title_block"


@dataclass(frozen=True, slots=True)
class DraftView:
    """One of several drawings on a sheet: a floor, an elevation, a detail, a title block.

    A profile chooses it by ``name`` or ``number``, which counts floor plans first. ``ordinal`` is
    the storey that its title tells, 0 at the ground. Rooms, desks and all else in the draft come
    from the views that are ``chosen``.
    """

    number: int
    name: str
    kind: str  # a member of ``ViewKind``
    ordinal: int | None
    extent_m: tuple[float, float, float, float]
    chosen: bool


@dataclass(frozen=True, slots=True)
class DraftUnderlay:
    """A picture to draw over; it fills the draft's ``extent_m``, and is upright.

    ``content`` is None where the picture is kept beside the draft and not in it.
    """

    media_type: str  # "image/png" or "image/jpeg"
    content: bytes | None


@dataclass(frozen=True, slots=True)
class FloorPlanDraft:
    format: str  # "dxf"
    version: str  # "AC1027"
    units: Units
    extent_m: tuple[float, float, float, float]  # min x, min y, max x, max y
    layers: tuple[RoleDecision, ...]
    blocks: tuple[RoleDecision, ...]
    rooms: tuple[DraftRoom, ...]
    desks: tuple[DraftDesk, ...]
    parking: tuple[DraftDesk, ...]
    doors: tuple[DraftDoor, ...]
    connectors: tuple[DraftConnector, ...]
    zones: tuple[DraftZone, ...]
    outline: MultiPolygon | None
    walls: MultiLineString  # for display only; may be empty
    geodata: Geodata | None
    issues: tuple[ImportIssue, ...]
    repairs: tuple[Repair, ...] = ()  # in the order of ``RepairName``
    views: tuple[DraftView, ...] = ()  # empty where all that is drawn is one plan
    windows: tuple[DraftWindow, ...] = ()
    wall_pieces: tuple[DraftWall, ...] = ()
    columns: tuple[DraftColumn, ...] = ()
    # Half of the walls, by length, are no thicker.
    wall_thickness_m: float | None = None
    # How it looks to whoever asks which office drew it; None where the format has no such habits.
    fingerprint: Fingerprint | None = None
    # What people draw over, where the file is a picture or a PDF.
    underlay: DraftUnderlay | None = None
