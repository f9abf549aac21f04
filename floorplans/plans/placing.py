"""Where a drawing lies: from what a person (or the drawing) says to a similarity with its doubts.

Everything here is values in, values out; ``floorplans.plans.service`` reads and stores.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import shapely
from shapely import Point, Polygon

from floorplans.errors import Conflict, Invalid, Refused
from floorplans.plans.doubts import FAR_M, doubts, far_notice, is_doubtful, refusal, unusable
from floorplans.plans.position import (
    AssumedPosition,
    ControlPoints,
    GeodataPosition,
    NamedPoint,
    PointAndBearing,
    Position,
    SameAsBuilding,
)
from floorplans.plans.views import Notice, PointResidual
from geo.crs import CrsError, to_lonlat, to_metric, true_north_deg
from geo.georeference import (
    ControlPoint,
    GeoreferenceError,
    Similarity,
    fit,
    from_bearing,
    from_geodata,
)
from importers.draft import FloorPlanDraft

APART_M = 200.0  # between floors of one building: other axes
BESIDE_M = 20.0  # free ground left beside a building whose position is only assumed
POINT_LIMIT = 100
#: The one notice that is no doubt, only told.
LIKE_BUILDING = "POSITION_LIKE_BUILDING"
_LIKE_BUILDING = Notice(
    LIKE_BUILDING,
    "Nobody has said where this plan lies; it was laid over the building's other plan.",
    "Look whether stairs and lifts lie above each other; else place it by points.",
)
_ASSUMED = Notice(
    "POSITION_ASSUMED",
    "Nobody has said where this plan lies; it was put at the site's position.",
    "Place it with control points, so that distances to other buildings are right.",
)
_GEODATA_NOT_USED = Notice(
    "GEODATA_NOT_USED",
    "The drawing carries a position, but it does not lie near the site.",
    "Check the site's position, or place the plan with control points.",
)


@dataclass(frozen=True, slots=True)
class Ground:
    """What is known about the place before the drawing: the site, and what stands there.

    ``building`` is the transform of the building's plan that was published last and
    ``building_extent`` its box, both None when there is none; ``building_assumed`` tells that
    nobody had said where that plan lies; ``others`` are the boxes of the
    site's other buildings. Metres in EPSG:``srid``.
    """

    srid: int
    lon: float
    lat: float
    building: Similarity | None = None
    building_extent: Polygon | None = None
    building_assumed: bool = False
    others: tuple[Polygon, ...] = ()


@dataclass(frozen=True, slots=True)
class Placement:
    """A decided position; ``rmse_m`` is None where nothing can be proven."""

    method: str
    transform: Similarity
    rmse_m: float | None = None
    points: tuple[PointResidual, ...] = ()
    bad_point: str | None = None
    warnings: tuple[Notice, ...] = ()


def placement(position: Position, draft: FloorPlanDraft, ground: Ground) -> Placement:
    """The placement a person asks for.

    Raises ``Invalid`` (points that cannot work), ``Conflict`` (no GEODATA, no other plan) or
    ``Refused`` with code ``position_doubtful`` until the person confirms.
    """
    try:
        match position:
            case GeodataPosition():
                return _as_the_drawing_says(draft, ground)
            case ControlPoints():
                return _by_points(position, ground)
            case PointAndBearing():
                return _by_bearing(position, ground)
            case SameAsBuilding():
                return _as_the_building(draft, ground)
            case AssumedPosition():
                return _assumed(draft, ground)
    except GeoreferenceError as error:
        raise unusable(error.code) from error
    except CrsError as error:
        raise unusable(error.code) from error


def usual_placement(draft: FloorPlanDraft, ground: Ground) -> Placement:
    """Where a drawing goes that nobody has placed: its GEODATA, the building, else assumed."""
    wrong: tuple[Notice, ...] = ()
    if draft.geodata is not None:
        try:
            told = _as_the_drawing_says(draft, ground)
        except (GeoreferenceError, CrsError):
            told = None
        if told is not None and not told.warnings:
            return told
        wrong = (_GEODATA_NOT_USED,)
    found = _like_the_building(draft, ground) or _assumed(draft, ground)
    return replace(found, warnings=(*wrong, *found.warnings))


def _like_the_building(draft: FloorPlanDraft, ground: Ground) -> Placement | None:
    """In the axes of the building's other plan, None when the drawing has others."""
    if ground.building is None:
        return None
    like = _as_the_building(draft, ground)
    if like.warnings:
        return None
    if ground.building_assumed:
        return replace(like, method="assumed", warnings=(_ASSUMED,))
    return replace(like, warnings=(_LIKE_BUILDING,))


def _as_the_drawing_says(draft: FloorPlanDraft, ground: Ground) -> Placement:
    told = draft.geodata
    if told is None:
        raise Conflict(
            "no_geodata",
            "The drawing carries no position of its own.",
            "Place it with control points, or with one point and a bearing.",
        )
    own = from_geodata(told.origin_east, told.origin_north, told.rotation_deg, told.scale)
    if told.epsg == ground.srid:
        return _checked(Placement("geodata", own), draft, ground)
    # The site has one CRS: the corners go there by way of longitude and latitude.
    corners = [*_corners(draft), _centre(draft)]
    there = [to_metric(to_lonlat(Point(own.point(*c)), told.epsg), ground.srid) for c in corners]
    points = [ControlPoint(x, y, p.x, p.y) for (x, y), p in zip(corners, there, strict=True)]
    return _checked(Placement("geodata", fit(points).transform), draft, ground)


def _by_points(position: ControlPoints, ground: Ground) -> Placement:
    if not 2 <= len(position.points) <= POINT_LIMIT:
        raise Invalid(
            "too_few_points" if len(position.points) < 2 else "too_many_points",
            f"{len(position.points)} control points were given.",
            f"Give three or more, spread over the floor, at most {POINT_LIMIT}.",
        )
    points = [_known(p, ground.srid) for p in position.points]
    turned = bool(position.mirrored)
    found = fit([replace(p, y=-p.y) for p in points] if turned else points)
    transform = replace(found.transform, mirrored=turned)
    residuals = tuple(
        PointResidual(p.name, p.x, p.y, p.lon, p.lat, round(error, 4))
        for p, error in zip(position.points, found.residuals_m, strict=True)
    )
    bad = None if found.bad_point is None else position.points[found.bad_point].name
    far = _distance_m(points[0].east, points[0].north, ground) > FAR_M
    made = Placement(
        "control_points",
        transform,
        found.rmse_m if found.proven else None,
        residuals,
        bad,
        doubts(found, bad, far=far),
    )
    asks = found.looks_mirrored and position.mirrored is None
    if (asks or far or is_doubtful(found)) and not position.confirm:
        raise refusal(found, made.points, bad, made.warnings)
    return made


def _by_bearing(position: PointAndBearing, ground: Ground) -> Placement:
    named = NamedPoint("point", position.x, position.y, position.lon, position.lat)
    point = _known(named, ground.srid)
    north_deg = true_north_deg(position.lon, position.lat, ground.srid)
    transform = from_bearing(point, position.bearing_deg, north_deg)
    own = PointResidual(named.name, named.x, named.y, named.lon, named.lat, 0.0)
    far = _distance_m(point.east, point.north, ground) > FAR_M
    made = Placement(
        "point_and_bearing", transform, None, (own,), None, (far_notice(),) if far else ()
    )
    if far and not position.confirm:
        raise Refused(
            "position_doubtful",
            f"{far_notice().message} Nothing was changed.",
            "Correct the point, or confirm that the position is right.",
            warnings=[far_notice().code],
        )
    return made


def _as_the_building(draft: FloorPlanDraft, ground: Ground) -> Placement:
    if ground.building is None or ground.building_extent is None:
        raise Conflict(
            "no_plan_in_building",
            "The building has no published plan yet.",
            "Place this plan with control points, or with one point and a bearing.",
        )
    made = Placement("same_as_building", ground.building)
    if _box(draft, ground.building).distance(ground.building_extent) > APART_M:
        apart = Notice(
            "AXES_DIFFER",
            "By its coordinates this drawing does not lie over the building's other plan.",
            "Place it with control points, or with one point and a bearing.",
        )
        return replace(made, warnings=(apart,))
    return made


def _assumed(draft: FloorPlanDraft, ground: Ground) -> Placement:
    """North up: over the building's other floors, else at the site beside other buildings."""
    start = replace(ground.building, e=0.0, f=0.0) if ground.building else _north_up(ground)
    middle = to_metric(Point(ground.lon, ground.lat), ground.srid)
    if ground.building_extent is not None:
        middle = ground.building_extent.centroid
    here = start.point(*_centre(draft))
    moved = replace(start, e=middle.x - here[0], f=middle.y - here[1])
    if ground.building_extent is None:
        moved = _beside(draft, moved, ground.others)
    return Placement("assumed", moved, warnings=(_ASSUMED,))


def _north_up(ground: Ground) -> Similarity:
    """Turned to true north, which is up on every map; the grid's north leans by up to 3 degrees."""
    return from_geodata(0.0, 0.0, true_north_deg(ground.lon, ground.lat, ground.srid), 1.0)


def _beside(draft: FloorPlanDraft, start: Similarity, others: Sequence[Polygon]) -> Similarity:
    """Moved east until it stands on nobody else's ground."""
    moved = start
    for _ in range(len(others) + 1):
        box = _box(draft, moved)
        hit = [other for other in others if other.intersects(box)]
        if not hit:
            break
        east = max(other.bounds[2] for other in hit)
        moved = replace(moved, e=moved.e + east + BESIDE_M - box.bounds[0])
    return moved


def _checked(made: Placement, draft: FloorPlanDraft, ground: Ground) -> Placement:
    east, north = made.transform.point(*_centre(draft))
    to_lonlat(Point(east, north), ground.srid)
    far = _distance_m(east, north, ground) > FAR_M
    return replace(made, warnings=(far_notice(),)) if far else made


def _known(point: NamedPoint, srid: int) -> ControlPoint:
    values = (point.x, point.y, point.lon, point.lat)
    if not all(map(math.isfinite, values)):
        raise GeoreferenceError("NOT_FINITE")
    there = to_metric(Point(point.lon, point.lat), srid)
    return ControlPoint(point.x, point.y, there.x, there.y)


def _distance_m(east: float, north: float, ground: Ground) -> float:
    site = to_metric(Point(ground.lon, ground.lat), ground.srid)
    return math.hypot(east - site.x, north - site.y)


def _corners(draft: FloorPlanDraft) -> list[tuple[float, float]]:
    west, south, east, north = draft.extent_m
    return [(west, south), (east, south), (east, north), (west, north)]


def _centre(draft: FloorPlanDraft) -> tuple[float, float]:
    west, south, east, north = draft.extent_m
    return ((west + east) / 2, (south + north) / 2)


def _box(draft: FloorPlanDraft, transform: Similarity) -> Polygon:
    moved = shapely.MultiPoint([transform.point(*corner) for corner in _corners(draft)])
    return shapely.box(*moved.bounds)
