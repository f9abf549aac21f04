"""The ground a plan is placed on, and a plan that is placed: values."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import shapely
from shapely import Point, Polygon

from floorplans.plans.position_views import CornerError, FaultView
from floorplans.plans.views import Notice, PointResidual
from geo.crs import to_metric
from geo.georeference import Similarity
from importers.draft import FloorPlanDraft


@dataclass(frozen=True, slots=True)
class OtherFloor:
    """The published plan of another floor of the building, and where it lies.

    ``lies`` takes metres of its drawing to the site's CRS.
    """

    floor_id: UUID
    name: str
    draft: FloorPlanDraft
    lies: Similarity


@dataclass(frozen=True, slots=True)
class Ground:
    """What is known about the place before the drawing: the site, and what stands there.

    ``building`` is the transform of the building's plan that was published last and
    ``building_extent`` its box, both None when there is none; ``building_assumed`` tells that
    nobody had said where that plan lies; ``others`` are the boxes of the
    site's other buildings. Metres in EPSG:``srid``. ``floors`` are those that were asked for.
    """

    srid: int
    lon: float
    lat: float
    building: Similarity | None = None
    building_extent: Polygon | None = None
    building_assumed: bool = False
    others: tuple[Polygon, ...] = ()
    floors: tuple[OtherFloor, ...] = ()


@dataclass(frozen=True, slots=True)
class Placement:
    """A decided position; ``rmse_m`` is None where nothing can be proven.

    ``detail`` is kept with it. ``doubtful`` tells that a person had to confirm it.
    """

    method: str
    transform: Similarity
    rmse_m: float | None = None
    points: tuple[PointResidual, ...] = ()
    bad_point: str | None = None
    warnings: tuple[Notice, ...] = ()
    fault: FaultView | None = None
    others: tuple[FaultView, ...] = ()
    sure: bool = False
    corner: CornerError | None = None
    doubtful: bool = False
    detail: Mapping[str, Any] = field(default_factory=dict)


def corners_of(draft: FloorPlanDraft) -> list[tuple[float, float]]:
    """The corners of all that is drawn, in metres of the drawing's own axes."""
    west, south, east, north = draft.extent_m
    return [(west, south), (east, south), (east, north), (west, north)]


def floor_corners(draft: FloorPlanDraft) -> list[tuple[float, float]]:
    """The corners of the building, where it is known: paper around it does not count."""
    if draft.outline is None or draft.outline.is_empty:
        return corners_of(draft)
    hull = draft.outline.convex_hull
    return [(float(x), float(y)) for x, y in shapely.get_coordinates(hull).tolist()]


def centre_of(draft: FloorPlanDraft) -> tuple[float, float]:
    west, south, east, north = draft.extent_m
    return ((west + east) / 2, (south + north) / 2)


def box_of(draft: FloorPlanDraft, transform: Similarity) -> Polygon:
    moved = shapely.MultiPoint([transform.point(*corner) for corner in corners_of(draft)])
    return shapely.box(*moved.bounds)


def distance_m(east: float, north: float, ground: Ground) -> float:
    """From the site."""
    site = to_metric(Point(ground.lon, ground.lat), ground.srid)
    return math.hypot(east - site.x, north - site.y)
