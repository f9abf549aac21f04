"""Sites, buildings and floors."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from typing import Annotated
from uuid import UUID

from flask import Response, request
from flask_openapi3.models.tag import Tag
from pydantic import Field, RootModel

from app.api.answers import GEOJSON_TYPE, as_json, compressed, told, unchanged, unpacked
from app.api.blueprint import api
from app.api.checks import checked
from app.api.fields import Asked, Instant, Latitude, Line, Longitude, Told
from app.api.paths import FloorPath
from app.api.problems import CAN_CLASH, WITH_BODY
from app.context import actor, db, now
from app.security.access import needs
from floorplans.actor import Role
from floorplans.places import service as places
from floorplans.places.rules import HIGHEST_ORDINAL, LOWEST_ORDINAL
from floorplans.plans import service as plans

Ordinal = Annotated[
    int,
    Field(ge=LOWEST_ORDINAL, le=HIGHEST_ORDINAL, description="0 is the main entrance"),
]
TAG = Tag(name="places", description="Sites, buildings, floors and what lies on them.")


class FloorInList(Told):
    id: UUID
    name: str
    short_name: str
    ordinal: int
    revision_id: UUID | None
    bookable_count: int
    space_count: int


class BuildingInList(Told):
    id: UUID
    name: str
    floors: list[FloorInList]


class BuildingAnswer(BuildingInList):
    site_id: UUID
    site_name: str
    time_zone: str


class BuildingList(RootModel[list[BuildingAnswer]]):
    pass


class SiteAnswer(Told):
    id: UUID
    name: str
    time_zone: str
    srid: int
    lon: float
    lat: float
    buildings: list[BuildingInList]


class SiteList(RootModel[list[SiteAnswer]]):
    pass


class FloorBeside(Told):
    id: UUID
    name: str
    short_name: str
    ordinal: int
    revision_id: UUID | None


class AtAsked(Asked):
    at: Instant | None = Field(default=None, description="Of the plan in force then; now")


class PlanOfFloor(Told):
    """A plan by the digest of its map, and from when until when it is in force."""

    from_at: datetime = Field(serialization_alias="from")
    to_at: datetime | None = Field(serialization_alias="until")
    revision_id: UUID
    map_digest: str


class FloorAnswer(Told):
    """``revision_id`` and ``map_digest`` are of the plan that holds now.

    ``plans`` are those that were, are and will be in force, in that order.
    """

    id: UUID
    name: str
    short_name: str
    ordinal: int
    building_id: UUID
    building_name: str
    site_id: UUID
    site_name: str
    time_zone: str
    srid: int
    revision_id: UUID | None
    map_digest: str | None
    siblings: list[FloorBeside]
    plans: list[PlanOfFloor]
    heading_deg: float | None = Field(
        description="Bearing from true north that the map shows upwards; null is north"
    )


class Made(Told):
    """The id of what was made."""

    id: UUID


class SiteAsked(Asked):
    name: Line
    time_zone: Line = Field(description="IANA name, as Europe/Amsterdam")
    lon: Longitude
    lat: Latitude


class BuildingAsked(Asked):
    site_id: UUID
    name: Line


class FloorAsked(Asked):
    building_id: UUID
    name: Line
    ordinal: Ordinal
    short_name: Line | None = None


@api.get("/sites", tags=[TAG], responses={200: SiteList})
@checked
def sites() -> Response:
    """Every site with its buildings and floors."""
    return told(SiteList.model_validate(places.sites(db(), actor()), from_attributes=True))


@api.get("/buildings", tags=[TAG], responses={200: BuildingList})
@checked
def buildings() -> Response:
    """Every building with its floors, the highest first."""
    return told(BuildingList(_buildings()))


def _buildings() -> list[BuildingAnswer]:
    return [
        BuildingAnswer(
            id=building.id,
            name=building.name,
            floors=[FloorInList.model_validate(floor) for floor in building.floors],
            site_id=site.id,
            site_name=site.name,
            time_zone=site.time_zone,
        )
        for site in places.sites(db(), actor())
        for building in site.buildings
    ]


def site_answer(site_id: UUID) -> SiteAnswer:
    """One site as the API tells it; raises ``NotFound``."""
    for found in places.sites(db(), actor()):
        if found.id == site_id:
            return SiteAnswer.model_validate(found)
    raise places.no_such_site()


def building_answer(building_id: UUID) -> BuildingAnswer:
    """One building as the API tells it; raises ``NotFound``."""
    for found in _buildings():
        if found.id == building_id:
            return found
    raise places.no_such_building()


@api.get("/floors/<uuid:floor_id>", tags=[TAG], responses={200: FloorAnswer})
@checked
def floor(path: FloorPath) -> Response:
    """One floor, with its plans and the floors of the same building."""
    found = places.floor(db(), actor(), path.floor_id)
    plan = found.plan_at(now())
    if plan is not None:
        found = replace(found, revision_id=plan.revision_id, map_digest=plan.map_digest)
    return told(FloorAnswer.model_validate(found))


@api.get(
    "/floors/<uuid:floor_id>/spaces.geojson",
    tags=[TAG],
    responses={
        200: {
            "description": "The spaces of the plan that holds, as polygons in EPSG:4326.",
            "content": {GEOJSON_TYPE: {"schema": {"type": "object"}}},
        },
        304: {"description": "Nothing was published since the answer with this ETag."},
    },
)
@checked
def spaces(path: FloorPath, query: AtAsked) -> Response:
    """The spaces of a floor as GeoJSON: id, shape, kind, name, bookable, features, capacity."""
    found = places.floor(db(), actor(), path.floor_id)
    plan = found.plan_at(query.at or now())
    etag = plan.map_digest if plan else "none"
    if request.if_none_match.contains_weak(etag):
        response = unchanged()
    else:
        response = compressed(_spaces(path.floor_id, plan.map_digest if plan else None))
    response.set_etag(etag, weak=True)
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _spaces(floor_id: UUID, digest: str | None) -> Response:
    if digest is None:
        return as_json({"type": "FeatureCollection", "features": []}, content_type=GEOJSON_TYPE)
    document = json.loads(unpacked(plans.map_document(db(), actor(), floor_id, digest)))
    return as_json(document["spaces"], content_type=GEOJSON_TYPE)


@api.post("/sites", tags=[TAG], responses={201: Made, **WITH_BODY, **CAN_CLASH})
@needs(Role.FACILITY)
@checked
def create_site(body: SiteAsked) -> Response:
    """Make a site; its metric CRS follows from its position."""
    made = places.create_site(
        db(), actor(), name=body.name, time_zone=body.time_zone, lon=body.lon, lat=body.lat
    )
    return told(Made(id=made), 201)


@api.post("/buildings", tags=[TAG], responses={201: Made, **WITH_BODY, **CAN_CLASH})
@needs(Role.FACILITY)
@checked
def create_building(body: BuildingAsked) -> Response:
    """Make a building of a site."""
    made = places.create_building(db(), actor(), site_id=body.site_id, name=body.name)
    return told(Made(id=made), 201)


@api.post("/floors", tags=[TAG], responses={201: Made, **WITH_BODY, **CAN_CLASH})
@needs(Role.FACILITY)
@checked
def create_floor(body: FloorAsked) -> Response:
    """Make a floor, still without a plan."""
    made = places.create_floor(
        db(),
        actor(),
        building_id=body.building_id,
        name=body.name,
        ordinal=body.ordinal,
        short_name=body.short_name,
    )
    return told(Made(id=made), 201)
