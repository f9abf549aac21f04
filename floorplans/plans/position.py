"""The ways a person can say where a drawing lies on the earth.

``x`` and ``y`` are metres in the drawing's own axes, ``lon`` and ``lat`` degrees in EPSG:4326.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NamedPoint:
    """One place that is known both in the drawing and on the earth."""

    name: str
    x: float
    y: float
    lon: float
    lat: float


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
class AssumedPosition:
    """North up at the site's position, because nobody knows better yet."""


Position = GeodataPosition | ControlPoints | PointAndBearing | SameAsBuilding | AssumedPosition
