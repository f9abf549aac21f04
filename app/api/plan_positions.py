"""Plans: where the drawing lies on the earth, and how well that is known."""

from __future__ import annotations

import math
from typing import Annotated, Any, Literal, TypeVar
from uuid import UUID

from flask import Response
from pydantic import Field, RootModel, StringConstraints
from shapely import Point

from app.api.answers import told
from app.api.blueprint import api
from app.api.checks import checked
from app.api.fields import Asked, Bearing, Latitude, Line, Longitude, Told
from app.api.paths import PlanPath
from app.api.plan_answers import TAG, Georeference, NoticeAnswer
from app.api.plan_fixing import Metres
from app.api.problems import CAN_CLASH, WITH_BODY
from app.context import actor, db, now
from app.security.access import needs
from floorplans.actor import Role
from floorplans.errors import Invalid
from floorplans.plans import position as positions
from floorplans.plans import service as plans
from floorplans.plans.world_file import MOST_CHARACTERS
from geo.crs import CrsError, to_lonlat

MOST_POINTS = 100

_Value = TypeVar("_Value")
Epsg = Annotated[int, Field(ge=1024, le=32767)]


class FaultAnswer(Told):
    """What is wrong with the points. ``points`` is empty where it is of the whole plan.

    ``detail`` is the unit that the drawing seems to be in (kind unit), or what was done to the
    numbers (kind reading): lat_lon_swapped, latitude_sign, longitude_sign, both_signs,
    east_north_swapped.
    """

    kind: Literal[
        "point",
        "pair",
        "plan_swapped",
        "plan_sign",
        "reading",
        "mirrored",
        "unit",
        "stretched",
        "rough",
        "far",
    ]
    points: list[str]
    detail: str | None
    code: str
    message: str
    advice: str


class CornerAnswer(Told):
    """The error to expect at the corner (x, y) of the building farthest from the points, metres.

    ``usual_m`` is a root mean square, ``most_m`` holds in 19 of 20 cases; ``assumed`` tells that
    nothing proves it.
    """

    x: float
    y: float
    usual_m: float
    most_m: float
    assumed: bool


class PlacedAnswer(Told):
    """``fault`` is the likeliest slip; ``others`` explain the points as well, if it is not sure."""

    georeference: Georeference
    bad_point: str | None
    warnings: list[NoticeAnswer]
    fault: FaultAnswer | None
    others: list[FaultAnswer]
    sure: bool
    corner: CornerAnswer | None
    doubtful: bool


class AlignmentAnswer(Told):
    """How a plan lies on another floor; ``code`` tells why there is no way, null where there is."""

    floor_id: UUID
    floor_name: str
    code: str | None
    sentence: str
    advice: str
    matched: dict[str, int]
    left_over_cm: float | None
    worst_cm: float | None
    offset_cm: float | None
    turned_deg: float | None
    mirrored: bool | None
    lead: float | None


class GroundShape(Told):
    """``kind`` is outline, or that of a stair or lift; ``is_own`` tells the plan's own building."""

    building: str
    floor: str
    kind: str
    is_own: bool
    geometry: dict[str, Any]


class GroundAnswer(Told):
    """Shapes in EPSG:4326, as GeoJSON geometries."""

    shapes: list[GroundShape]


class AlignmentList(RootModel[list[AlignmentAnswer]]):
    pass


class PointAsked(Asked):
    """``x`` and ``y`` are metres in the drawing's own axes.

    On the earth it is ``lon`` and ``lat``, or ``east`` and ``north`` in the CRS ``epsg``.
    """

    name: Line
    x: Metres
    y: Metres
    lon: Longitude | None = None
    lat: Latitude | None = None
    east: Metres | None = None
    north: Metres | None = None
    epsg: Epsg | None = None


class PositionAsked(Asked):
    """``control_points`` needs points; ``point_and_bearing`` x, y, lon, lat and bearing_deg;
    ``world_file`` its text and perhaps the epsg; ``like_floor`` the floor_id.

    ``bearing_deg`` is where the drawing's y axis looks, clockwise from true north (90 is east).
    """

    method: Literal[
        "geodata",
        "control_points",
        "point_and_bearing",
        "same_as_building",
        "world_file",
        "like_floor",
        "assumed",
    ]
    points: list[PointAsked] = Field(default_factory=list, max_length=MOST_POINTS)
    mirrored: bool | None = None
    x: Metres | None = None
    y: Metres | None = None
    lon: Longitude | None = None
    lat: Latitude | None = None
    east: Metres | None = None
    north: Metres | None = None
    epsg: Epsg | None = None
    bearing_deg: Bearing | None = None
    world_file: Annotated[str, StringConstraints(max_length=MOST_CHARACTERS)] | None = None
    floor_id: UUID | None = Field(default=None, strict=False)
    confirm: bool = False


@api.put(
    "/plans/<uuid:plan_id>/position",
    tags=[TAG],
    responses={200: PlacedAnswer, **CAN_CLASH, **WITH_BODY},
)
@needs(Role.FACILITY)
@checked
def place(path: PlanPath, body: PositionAsked) -> Response:
    """Say where the drawing lies on the earth; the answer tells how well the points agree."""
    placed = plans.place(db(), actor(), path.plan_id, _position(body), now())
    return told(PlacedAnswer.model_validate(placed))


@api.post(
    "/plans/<uuid:plan_id>/position/check",
    tags=[TAG],
    responses={200: PlacedAnswer, **CAN_CLASH, **WITH_BODY},
)
@needs(Role.FACILITY)
@checked
def check_position(path: PlanPath, body: PositionAsked) -> Response:
    """What saving this position would answer; nothing is stored, and doubts are only told."""
    found = plans.check_position(db(), actor(), path.plan_id, _position(body))
    return told(PlacedAnswer.model_validate(found))


@api.get(
    "/plans/<uuid:plan_id>/alignments",
    tags=[TAG],
    responses={200: AlignmentList, **CAN_CLASH},
)
@needs(Role.FACILITY)
@checked
def alignments(path: PlanPath) -> Response:
    """How the plan lies on each other floor of its building, to the centimetre.

    Found by stairs, lifts, shafts, columns and the outer edge.
    """
    found = plans.alignments(db(), actor(), path.plan_id)
    return told(AlignmentList.model_validate(found, from_attributes=True))


@api.get("/plans/<uuid:plan_id>/ground", tags=[TAG], responses={200: GroundAnswer})
@needs(Role.FACILITY)
@checked
def ground(path: PlanPath) -> Response:
    """What the site's other published floors look like on the earth, to place a plan by."""
    found = plans.site_ground(db(), actor(), path.plan_id)
    return told(GroundAnswer(shapes=[GroundShape.model_validate(shape) for shape in found]))


def _position(asked: PositionAsked) -> positions.Position:
    match asked.method:
        case "control_points":
            named = tuple(_point(point) for point in asked.points)
            return positions.ControlPoints(named, asked.mirrored, asked.confirm)
        case "point_and_bearing":
            return _bearing(asked)
        case "world_file":
            return positions.WorldFile(_asked_for(asked.world_file, "world_file"), asked.epsg)
        case "like_floor":
            return positions.LikeFloor(_asked_for(asked.floor_id, "floor_id"))
        case _:
            return _PLAIN[asked.method]


_PLAIN: dict[str, positions.Position] = {
    "geodata": positions.GeodataPosition(),
    "same_as_building": positions.SameAsBuilding(),
    "assumed": positions.AssumedPosition(),
}


def _asked_for(value: _Value | None, name: str) -> _Value:
    if value is None:
        raise Invalid(
            "position_incomplete", f"{name} is missing. Nothing was changed.", f"Send {name}."
        )
    return value


def _point(asked: PointAsked) -> positions.NamedPoint:
    if asked.east is not None and asked.north is not None and asked.epsg is not None:
        typed = positions.GridPlace(asked.east, asked.north, asked.epsg)
        lon, lat = _lonlat(asked.name, typed)
        return positions.NamedPoint(asked.name, asked.x, asked.y, lon, lat, typed)
    lon, lat = _degrees(asked, asked.name)
    return positions.NamedPoint(asked.name, asked.x, asked.y, lon, lat)


def _degrees(asked: PointAsked | PositionAsked, name: str) -> tuple[float, float]:
    if asked.lon is None or asked.lat is None:
        raise Invalid(
            "point_incomplete",
            f"The point “{name}” has no place on the earth. Nothing was changed.",
            "Give its lon and lat, or its east and north with the EPSG code.",
            point=name,
        )
    return asked.lon, asked.lat


def _lonlat(name: str, typed: positions.GridPlace) -> tuple[float, float]:
    """Degrees; NaN where that is no place of the CRS, so that the slip can be named."""
    try:
        there = to_lonlat(Point(typed.east, typed.north), typed.epsg)
    except CrsError as error:
        if error.code == "OUTSIDE_CRS":
            return math.nan, math.nan
        raise Invalid(
            "crs_unknown",
            f"The point “{name}” cannot be used in EPSG:{typed.epsg}. Nothing was changed.",
            "Check the EPSG code.",
            point=name,
        ) from error
    return there.x, there.y


def _bearing(asked: PositionAsked) -> positions.PointAndBearing:
    x, y, bearing = asked.x, asked.y, asked.bearing_deg
    if x is None or y is None or bearing is None:
        raise Invalid(
            "position_incomplete",
            "A point with a bearing needs x, y, lon, lat and bearing_deg. Nothing was changed.",
            "Send all five.",
        )
    lon, lat = _single(asked)
    return positions.PointAndBearing(x, y, lon, lat, bearing, asked.confirm)


def _single(asked: PositionAsked) -> tuple[float, float]:
    if asked.east is None or asked.north is None or asked.epsg is None:
        return _degrees(asked, "point")
    lon, lat = _lonlat("point", positions.GridPlace(asked.east, asked.north, asked.epsg))
    if math.isnan(lon):
        raise Invalid(
            "point_outside_crs",
            f"The point “point” lies outside the area of use of EPSG:{asked.epsg}. "
            "Nothing was changed.",
            "Check the EPSG code, and that east and north are not swapped.",
            point="point",
        )
    return lon, lat
