"""Where a drawing lies: from what a person (or the drawing) says to a similarity with its doubts.

Everything here is values in, values out; ``floorplans.plans.service`` reads and stores.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from shapely import Point, Polygon

from floorplans.errors import Conflict, Refused
from floorplans.plans.aligning.by_floor import by_floor
from floorplans.plans.by_points import by_points
from floorplans.plans.doubts import FAR_M, SCALE_DOUBT, far_notice, unusable
from floorplans.plans.placed import (
    Ground,
    Placement,
    box_of,
    centre_of,
    corners_of,
    distance_m,
    floor_corners,
)
from floorplans.plans.position import (
    AssumedPosition,
    ControlPoints,
    GeodataPosition,
    LikeFloor,
    NamedPoint,
    PointAndBearing,
    Position,
    SameAsBuilding,
    WorldFile,
)
from floorplans.plans.position_views import CornerError
from floorplans.plans.views import Notice, PointResidual
from floorplans.plans.world_file import parse
from geo.accuracy import farthest
from geo.crs import CrsError, to_lonlat, to_metric, true_north_deg
from geo.georeference import (
    ControlPoint,
    GeoreferenceError,
    Similarity,
    fit,
    from_bearing,
    from_geodata,
)
from geo.rigid import CLICK_M
from importers.draft import FloorPlanDraft

__all__ = ["LIKE_BUILDING", "Ground", "Placement", "placement", "usual_placement"]

APART_M = 200.0  # between floors of one building: other axes
BESIDE_M = 20.0  # free ground left beside a building whose position is only assumed
BEARING_READ_DEG = 1.0  # what a bearing that somebody reads off is wrong by
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
    "Place it by points, so that distances to other buildings are right.",
)
_SCALE_ODD = Notice(
    "SCALE_SUSPECT",
    "The world file makes the drawing larger or smaller than its unit says.",
    "Check the drawing's unit, and that the file belongs to this drawing.",
)
_TURNED_OVER = Notice(
    "PLAN_TURNED_OVER",
    "The world file turns the plan over.",
    "That is right for a plan that was drawn mirrored, or whose rows count downwards.",
)
_GEODATA_NOT_USED = Notice(
    "GEODATA_NOT_USED",
    "The drawing carries a position, but it does not lie near the site.",
    "Check the site's position, or place the plan by points.",
)


def placement(position: Position, draft: FloorPlanDraft, ground: Ground) -> Placement:
    """The placement a person asks for.

    Raises ``Invalid`` (points that cannot work), ``Conflict`` (no GEODATA, no other plan) or
    ``Refused`` with code ``position_doubtful`` until the person confirms.
    """
    try:
        return _placed(position, draft, ground)
    except (GeoreferenceError, CrsError) as error:
        raise unusable(error.code) from error


def _placed(position: Position, draft: FloorPlanDraft, ground: Ground) -> Placement:
    match position:
        case ControlPoints():
            made = by_points(position, draft, ground)
        case PointAndBearing():
            made = _by_bearing(position, draft, ground)
        case GeodataPosition():
            made = _as_the_drawing_says(draft, ground)
        case WorldFile():
            made = _by_world_file(position, draft, ground)
        case LikeFloor():
            made = by_floor(position.floor_id, draft, ground)
        case SameAsBuilding():
            made = _as_the_building(draft, ground)
        case AssumedPosition():
            made = _assumed(draft, ground)
    return made


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
            "Place it by points, or with one point and a bearing.",
        )
    own = from_geodata(told.origin_east, told.origin_north, told.rotation_deg, told.scale)
    made = Placement("geodata", _in_site(own, told.epsg, draft, ground))
    return _checked(made, draft, ground)


def _in_site(own: Similarity, epsg: int, draft: FloorPlanDraft, ground: Ground) -> Similarity:
    """A position in another CRS: the corners go to the site's by way of longitude and latitude."""
    if epsg == ground.srid:
        return own
    corners = [*corners_of(draft), centre_of(draft)]
    there = [to_metric(to_lonlat(Point(own.point(*c)), epsg), ground.srid) for c in corners]
    flip = -1.0 if own.mirrored else 1.0
    points = [ControlPoint(x, flip * y, p.x, p.y) for (x, y), p in zip(corners, there, strict=True)]
    return replace(fit(points).transform, mirrored=own.mirrored)


def _by_world_file(position: WorldFile, draft: FloorPlanDraft, ground: Ground) -> Placement:
    """A world file counts in the drawing's units; a draft is in metres."""
    said = parse(position.text)
    unit = draft.units.metres_per_unit
    own = replace(said, a=said.a / unit, b=said.b / unit)
    epsg = position.epsg or ground.srid
    detail = {"world_file": position.text.strip(), "epsg": epsg}
    made = _checked(
        Placement("world_file", _in_site(own, epsg, draft, ground), detail=detail), draft, ground
    )
    odd = abs(made.transform.scale - 1.0) > SCALE_DOUBT
    notices = (*made.warnings, *((_SCALE_ODD,) if odd else ()))
    return replace(made, warnings=(*notices, *((_TURNED_OVER,) if own.mirrored else ())))


def _by_bearing(position: PointAndBearing, draft: FloorPlanDraft, ground: Ground) -> Placement:
    named = NamedPoint("point", position.x, position.y, position.lon, position.lat)
    point = _known(named, ground.srid)
    north_deg = true_north_deg(position.lon, position.lat, ground.srid)
    transform = from_bearing(point, position.bearing_deg, north_deg)
    own = PointResidual(named.name, named.x, named.y, named.lon, named.lat, 0.0)
    far = distance_m(point.east, point.north, ground) > FAR_M
    made = Placement(
        "point_and_bearing",
        transform,
        None,
        (own,),
        None,
        (far_notice(),) if far else (),
        corner=_swing(position, draft),
        doubtful=far,
    )
    if far and not position.confirm:
        raise Refused(
            "position_doubtful",
            f"{far_notice().message} Nothing was changed.",
            "Correct the point, or confirm that the position is right.",
            warnings=[far_notice().code],
        )
    return made


def _swing(position: PointAndBearing, draft: FloorPlanDraft) -> CornerError:
    """The error at the far corner: a click, and a bearing that is read to a degree."""
    here = (position.x, position.y)
    x, y = farthest([here], floor_corners(draft))
    away = math.dist(here, (x, y)) * math.radians(BEARING_READ_DEG)
    usual = math.hypot(math.sqrt(2) * CLICK_M, away)
    return CornerError(x, y, round(usual, 4), round(2 * usual, 4), assumed=True)


def _as_the_building(draft: FloorPlanDraft, ground: Ground) -> Placement:
    if ground.building is None or ground.building_extent is None:
        raise Conflict(
            "no_plan_in_building",
            "The building has no published plan yet.",
            "Place this plan by points, or with one point and a bearing.",
        )
    made = Placement("same_as_building", ground.building)
    if box_of(draft, ground.building).distance(ground.building_extent) > APART_M:
        apart = Notice(
            "AXES_DIFFER",
            "By its coordinates this drawing does not lie over the building's other plan.",
            "Place it by points, or with one point and a bearing.",
        )
        return replace(made, warnings=(apart,))
    return made


def _assumed(draft: FloorPlanDraft, ground: Ground) -> Placement:
    """North up: over the building's other floors, else at the site beside other buildings."""
    start = replace(ground.building, e=0.0, f=0.0) if ground.building else _north_up(ground)
    middle = to_metric(Point(ground.lon, ground.lat), ground.srid)
    if ground.building_extent is not None:
        middle = ground.building_extent.centroid
    here = start.point(*centre_of(draft))
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
        box = box_of(draft, moved)
        hit = [other for other in others if other.intersects(box)]
        if not hit:
            break
        east = max(other.bounds[2] for other in hit)
        moved = replace(moved, e=moved.e + east + BESIDE_M - box.bounds[0])
    return moved


def _checked(made: Placement, draft: FloorPlanDraft, ground: Ground) -> Placement:
    east, north = made.transform.point(*centre_of(draft))
    to_lonlat(Point(east, north), ground.srid)
    far = distance_m(east, north, ground) > FAR_M
    return replace(made, warnings=(far_notice(),)) if far else made


def _known(point: NamedPoint, srid: int) -> ControlPoint:
    values = (point.x, point.y, point.lon, point.lat)
    if not all(map(math.isfinite, values)):
        raise GeoreferenceError("NOT_FINITE")
    there = to_metric(Point(point.lon, point.lat), srid)
    return ControlPoint(point.x, point.y, there.x, there.y)
