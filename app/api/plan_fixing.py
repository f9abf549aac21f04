"""Plans: what a person knows better than the reader: units, roles, and where the drawing lies."""

from __future__ import annotations

from typing import Annotated, Literal

from flask import Response
from pydantic import Field
from shapely import Point

from app.api.answers import told
from app.api.blueprint import api
from app.api.checks import checked
from app.api.fields import Asked, Latitude, Line, Longitude, Told
from app.api.paths import PlanPath
from app.api.plan_answers import TAG, Georeference, NoticeAnswer, PlanAnswer, plan_answer
from app.api.problems import CAN_CLASH, WITH_BODY
from app.context import actor, db, now
from app.security.access import needs
from floorplans.actor import Role
from floorplans.errors import Invalid
from floorplans.plans import position as positions
from floorplans.plans import service as plans
from geo.crs import CrsError, to_lonlat

MOST_POINTS = 100

Finite = Annotated[float, Field(allow_inf_nan=False)]
Metres = Annotated[float, Field(ge=-1e7, le=1e7, allow_inf_nan=False)]
Epsg = Annotated[int, Field(ge=1024, le=32767)]


class PlacedAnswer(Told):
    georeference: Georeference
    bad_point: str | None
    warnings: list[NoticeAnswer]


class ProfileAsked(Asked):
    """What a person decides about a drawing; layer and block names may hold ``*``.

    A repair that is false is left undone.
    """

    units: Line | None = None
    encoding: Line | None = None
    view: Line | None = None
    layers: dict[str, str] = Field(default_factory=dict)
    blocks: dict[str, str] = Field(default_factory=dict)
    tolerances: dict[str, Finite] = Field(default_factory=dict)
    repairs: dict[str, bool] = Field(default_factory=dict)


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
    """``control_points`` needs points; ``point_and_bearing`` x, y, lon, lat and bearing_deg.

    ``bearing_deg`` is where the drawing's y axis looks, clockwise from true north (90 is east).
    """

    method: Literal["geodata", "control_points", "point_and_bearing", "same_as_building", "assumed"]
    points: list[PointAsked] = Field(default_factory=list, max_length=MOST_POINTS)
    mirrored: bool | None = None
    x: Metres | None = None
    y: Metres | None = None
    lon: Longitude | None = None
    lat: Latitude | None = None
    east: Metres | None = None
    north: Metres | None = None
    epsg: Epsg | None = None
    bearing_deg: Annotated[float, Field(ge=-360, le=360, allow_inf_nan=False)] | None = None
    confirm: bool = False


@api.patch(
    "/plans/<uuid:plan_id>", tags=[TAG], responses={200: PlanAnswer, **CAN_CLASH, **WITH_BODY}
)
@needs(Role.FACILITY)
@checked
def redraw(path: PlanPath, body: ProfileAsked) -> Response:
    """Say what layers and blocks are, the unit, or which view it is; the drawing is read again."""
    plans.redraw(db(), actor(), path.plan_id, body.model_dump(exclude_none=True), now())
    return plan_answer(path.plan_id)


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


def _position(asked: PositionAsked) -> positions.Position:
    match asked.method:
        case "geodata":
            return positions.GeodataPosition()
        case "same_as_building":
            return positions.SameAsBuilding()
        case "assumed":
            return positions.AssumedPosition()
        case "control_points":
            named = tuple(_point(point) for point in asked.points)
            return positions.ControlPoints(named, asked.mirrored, asked.confirm)
        case "point_and_bearing":
            return _bearing(asked)


def _point(asked: PointAsked) -> positions.NamedPoint:
    lon, lat = _on_earth(asked, asked.name)
    return positions.NamedPoint(asked.name, asked.x, asked.y, lon, lat)


def _on_earth(asked: PointAsked | PositionAsked, name: str) -> tuple[float, float]:
    if asked.east is not None and asked.north is not None and asked.epsg is not None:
        return _lonlat(name, asked.east, asked.north, asked.epsg)
    if asked.lon is None or asked.lat is None:
        raise Invalid(
            "point_incomplete",
            f"The point “{name}” has no place on the earth. Nothing was changed.",
            "Give its lon and lat, or its east and north with the EPSG code.",
            point=name,
        )
    return asked.lon, asked.lat


def _lonlat(name: str, east: float, north: float, epsg: int) -> tuple[float, float]:
    try:
        there = to_lonlat(Point(east, north), epsg)
    except CrsError as error:
        raise Invalid(
            "point_outside_crs" if error.code == "OUTSIDE_CRS" else "crs_unknown",
            f"The point “{name}” cannot be used in EPSG:{epsg}. Nothing was changed.",
            "Check the EPSG code, and that east and north are not swapped.",
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
    lon, lat = _on_earth(asked, "point")
    return positions.PointAndBearing(x, y, lon, lat, bearing, asked.confirm)
