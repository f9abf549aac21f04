"""One floor as a published plan has it: shapes and words, and nothing about people or bookings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shapely import LineString, MultiLineString, MultiPolygon, Point, Polygon

from geo.georeference import Similarity


@dataclass(frozen=True, slots=True)
class ExportedSpace:
    """A space; shapes are in metres of the site's CRS, ``within`` is the space that holds it.

    ``layer`` is the one of the drawing it came from, ``places`` how many may book it at once today.
    """

    id: UUID
    kind: str
    category: str
    number: str | None
    name: str
    capacity: int
    bookable: bool
    features: tuple[str, ...]
    rotation_deg: float | None
    within: UUID | None
    polygon: Polygon
    anchor: Point
    layer: str | None
    places: int = 1


@dataclass(frozen=True, slots=True)
class ExportedZone:
    """A zone of one piece or several, in metres of the site's CRS."""

    id: UUID
    name: str
    shape: Polygon | MultiPolygon


@dataclass(frozen=True, slots=True)
class ExportedOpening:
    """A door or another opening: the line closes the gap in the wall."""

    number: int
    kind: str
    width_m: float
    line: LineString


@dataclass(frozen=True, slots=True)
class ExportedConnector:
    """Stairs, a lift or a ramp."""

    number: int
    kind: str
    name: str | None
    polygon: Polygon


@dataclass(frozen=True, slots=True)
class DrawingFrame:
    """The drawing's own axes: ``transform`` takes its metres to metres of the site's CRS."""

    transform: Similarity
    unit: str
    metres_per_unit: float


@dataclass(frozen=True, slots=True)
class ExportedFloor:
    """A floor in one of its published plans, all shapes in metres of EPSG:``srid``.

    ``digest`` names the plan's content, ``drawing`` is None where the drawing's axes are not known.
    """

    organisation_name: str
    site_id: UUID
    site_name: str
    time_zone: str
    building_id: UUID
    building_name: str
    floor_id: UUID
    floor_name: str
    short_name: str
    ordinal: int
    revision_id: UUID
    revision_number: int
    published_at: datetime
    digest: str
    srid: int
    outline: MultiPolygon
    walls: MultiLineString
    spaces: tuple[ExportedSpace, ...]
    zones: tuple[ExportedZone, ...]
    openings: tuple[ExportedOpening, ...]
    connectors: tuple[ExportedConnector, ...]
    drawing: DrawingFrame | None
