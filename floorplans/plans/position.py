"""The ways a person can say where a drawing lies on the earth.

``x`` and ``y`` are metres in the drawing's own axes, ``lon`` and ``lat`` degrees in EPSG:4326.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class GridPlace:
    """A place as it was typed in a CRS, in metres: slips of typing are looked for in these."""

    east: float
    north: float
    epsg: int


@dataclass(frozen=True, slots=True)
class NamedPoint:
    """One place that is known both in the drawing and on the earth.

    ``typed`` is set where it came as metres of a CRS; ``lon`` and ``lat`` are NaN then when that
    is no place of the CRS.
    """

    name: str
    x: float
    y: float
    lon: float
    lat: float
    typed: GridPlace | None = None


@dataclass(frozen=True, slots=True)
class GeodataPosition:
    """As the drawing itself says (GEODATA)."""


@dataclass(frozen=True, slots=True)
class ControlPoints:
    """Two or more known places; three or more prove the fit.

    ``mirrored`` says that the drawing is turned over (None: nobody has said), ``confirm`` accepts
    a fit that looks doubtful.
    """

    points: tuple[NamedPoint, ...]
    mirrored: bool | None = None
    confirm: bool = False


@dataclass(frozen=True, slots=True)
class PointAndBearing:
    """One known place, and the bearing of the drawing's y axis from true north (90 is east).

    True north is up on every map; a CRS's own north leans by up to 3 degrees from it.
    """

    x: float
    y: float
    lon: float
    lat: float
    bearing_deg: float
    confirm: bool = False


@dataclass(frozen=True, slots=True)
class SameAsBuilding:
    """In the same axes as the building's plan that was published last."""


@dataclass(frozen=True, slots=True)
class WorldFile:
    """The text of a world file, in metres of EPSG:``epsg`` (None: the site's)."""

    text: str
    epsg: int | None = None


@dataclass(frozen=True, slots=True)
class LikeFloor:
    """Laid on the published plan of another floor, by what stands above each other."""

    floor_id: UUID


@dataclass(frozen=True, slots=True)
class AssumedPosition:
    """North up at the site's position, because nobody knows better yet."""


Position = (
    GeodataPosition
    | ControlPoints
    | PointAndBearing
    | SameAsBuilding
    | WorldFile
    | LikeFloor
    | AssumedPosition
)
