"""Plans: upload a drawing, see what was understood, place it, publish it, bring an old one back."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from flask import Response, request, url_for
from flask_openapi3.models.tag import Tag
from pydantic import Field, RootModel
from shapely import Point
from werkzeug.exceptions import UnsupportedMediaType

from app.api.answers import as_json, compressed, nothing, told
from app.api.blueprint import api
from app.api.checks import checked
from app.api.fields import Asked, Latitude, Line, Longitude, Told
from app.api.paths import FloorPath, PlanPath
from app.api.problems import CAN_CLASH, WITH_BODY
from app.context import actor, db, now
from app.security.access import needs, takes_upload
from floorplans.actor import Role
from floorplans.errors import Invalid
from floorplans.plans import position as positions
from floorplans.plans import service as plans
from geo.crs import CrsError, to_lonlat

TAG = Tag(name="plans", description="From a drawing to a floor that people book on.")
MOST_POINTS = 100
LONGEST_FILE_NAME = 200
UPLOAD = {
    "required": True,
    "content": {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "required": ["file"],
                "properties": {
                    "file": {"type": "string", "format": "binary", "description": "The drawing"}
                },
            }
        }
    },
}

Finite = Annotated[float, Field(allow_inf_nan=False)]
Metres = Annotated[float, Field(ge=-1e7, le=1e7, allow_inf_nan=False)]
Epsg = Annotated[int, Field(ge=1024, le=32767)]


class Issue(Told):
    number: int
    code: str
    severity: str
    message: str
    advice: str
    handle: str | None
    layer: str | None
    x: float | None
    y: float | None


class Residual(Told):
    name: str
    x: float
    y: float
    lon: float
    lat: float
    residual_m: float


class Georeference(Told):
    """``rotation_deg`` is counter-clockwise in the CRS; ``bearing_deg`` clockwise from true north,
    null unless the position was given as one point and a bearing.
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
    points: list[Residual]


class NoticeAnswer(Told):
    code: str
    message: str
    advice: str


class PlanInList(Told):
    id: UUID
    floor_id: UUID
    number: int
    state: str
    file_name: str
    created_at: datetime
    published_at: datetime | None


class PlanList(RootModel[list[PlanInList]]):
    pass


class PlanAnswer(PlanInList):
    """``state`` is reading, refused, draft, published, superseded or discarded."""

    file_bytes: int
    progress_stage: str
    progress_share: float
    refusal: dict[str, str] | None
    profile: dict[str, Any]
    units: dict[str, Any]
    counts: dict[str, int]
    issues: list[Issue]
    georeference: Georeference | None
    map_digest: str | None


class Change(Told):
    space_id: UUID | None
    kind: str
    change: str
    name: str
    old_name: str | None
    moved_m: float | None
    bookable: bool
    bookings: int
    loses_bookings: bool


class PreviewAnswer(Told):
    revision_id: UUID
    floor_id: UUID
    changes: list[Change]
    counts: dict[str, int]
    held_bookings: int
    georeference: Georeference
    hindrances: list[NoticeAnswer]
    warnings: list[NoticeAnswer]


class PublishAnswer(Told):
    revision_id: UUID
    floor_id: UUID
    map_digest: str
    counts: dict[str, int]
    changes: list[Change]
    held_bookings: int
    restored_bookings: int
    warnings: list[NoticeAnswer]


class PlacedAnswer(Told):
    georeference: Georeference
    bad_point: str | None
    warnings: list[NoticeAnswer]


class ProfileAsked(Asked):
    """What a person decides about a drawing; layer and block names may hold ``*``."""

    units: Line | None = None
    layers: dict[str, str] = Field(default_factory=dict)
    blocks: dict[str, str] = Field(default_factory=dict)
    tolerances: dict[str, Finite] = Field(default_factory=dict)


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


@api.get("/plans", tags=[TAG], responses={200: PlanList})
@needs(Role.FACILITY)
@checked
def present_plans() -> Response:
    """Of all floors what is published, being read, refused, or waits to be looked at."""
    found = plans.present_revisions(db(), actor())
    return told(PlanList.model_validate(found, from_attributes=True))


@api.get("/floors/<uuid:floor_id>/plans", tags=[TAG], responses={200: PlanList})
@needs(Role.FACILITY)
@checked
def floor_plans(path: FloorPath) -> Response:
    """The plans of a floor, published and not."""
    found = plans.revisions(db(), actor(), path.floor_id)
    return told(PlanList.model_validate(found, from_attributes=True))


@api.post(
    "/floors/<uuid:floor_id>/plans",
    tags=[TAG],
    responses={201: PlanAnswer, **CAN_CLASH, **WITH_BODY},
    openapi_extensions={"requestBody": UPLOAD},
)
@needs(Role.FACILITY)
@takes_upload
@checked
def upload(path: FloorPath) -> Response:
    """Send a drawing as the form field “file”; it is read in the background."""
    if request.mimetype != "multipart/form-data":
        raise UnsupportedMediaType
    sent = request.files.get("file")
    if sent is None:
        raise Invalid(
            "file_missing",
            "No drawing was sent. Nothing was changed.",
            "Send it as multipart/form-data in the field “file”.",
        )
    name = (sent.filename or "drawing")[-LONGEST_FILE_NAME:]
    made = plans.upload(db(), actor(), path.floor_id, name, sent.read(), now())
    response = _plan(made, 201)
    response.headers["Location"] = url_for("api.plan", plan_id=made)
    return response


@api.get("/plans/<uuid:plan_id>", tags=[TAG], responses={200: PlanAnswer})
@needs(Role.FACILITY)
@checked
def plan(path: PlanPath) -> Response:
    """One plan: how far its reading is, what was found, what is wrong with it."""
    return _plan(path.plan_id)


@api.patch(
    "/plans/<uuid:plan_id>", tags=[TAG], responses={200: PlanAnswer, **CAN_CLASH, **WITH_BODY}
)
@needs(Role.FACILITY)
@checked
def redraw(path: PlanPath, body: ProfileAsked) -> Response:
    """Say what layers and blocks are, or the unit; the drawing is read again."""
    plans.redraw(db(), actor(), path.plan_id, body.model_dump(exclude_none=True), now())
    return _plan(path.plan_id)


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


@api.get(
    "/plans/<uuid:plan_id>/draft",
    tags=[TAG],
    responses={
        200: {
            "description": "What was understood, in metres of the drawing's own axes.",
            "content": {"application/json": {"schema": {"type": "object"}}},
        },
        **CAN_CLASH,
    },
)
@needs(Role.FACILITY)
@checked
def draft(path: PlanPath) -> Response:
    """What was understood of the drawing, with the findings."""
    return compressed(as_json(plans.draft_document(db(), actor(), path.plan_id)))


@api.get("/plans/<uuid:plan_id>/preview", tags=[TAG], responses={200: PreviewAnswer, **CAN_CLASH})
@needs(Role.FACILITY)
@checked
def preview(path: PlanPath) -> Response:
    """What publishing would do to the floor's spaces and their bookings."""
    found = plans.preview(db(), actor(), path.plan_id, now())
    return told(PreviewAnswer.model_validate(found))


@api.post("/plans/<uuid:plan_id>/publish", tags=[TAG], responses={200: PublishAnswer, **CAN_CLASH})
@needs(Role.FACILITY)
@checked
def publish(path: PlanPath) -> Response:
    """Make this the floor that people see, at once and whole."""
    report = plans.publish(db(), actor(), path.plan_id, now())
    return told(PublishAnswer.model_validate(report))


@api.post(
    "/plans/<uuid:plan_id>/bring-back", tags=[TAG], responses={200: PublishAnswer, **CAN_CLASH}
)
@needs(Role.FACILITY)
@checked
def bring_back(path: PlanPath) -> Response:
    """Make an earlier plan the one that people see again."""
    report = plans.bring_back(db(), actor(), path.plan_id, now())
    return told(PublishAnswer.model_validate(report))


@api.delete("/plans/<uuid:plan_id>", tags=[TAG], responses={204: None, **CAN_CLASH})
@needs(Role.FACILITY)
@checked
def discard(path: PlanPath) -> Response:
    """Put a plan away that will not be published."""
    plans.discard(db(), actor(), path.plan_id)
    return nothing()


def _plan(plan_id: UUID, status: int = 200) -> Response:
    return told(PlanAnswer.model_validate(plans.revision(db(), actor(), plan_id)), status)


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
