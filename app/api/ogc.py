"""OGC API - Features, Part 1: Core (OGC 17-069r4): floors and spaces for GIS programs.

Sites, buildings, floors and spaces are collections; ``datetime`` picks the plans in force and what
is free then. The standard answers a request that makes no sense with 400, and so do these views.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from functools import wraps
from http import HTTPStatus
from typing import Annotated, Any, cast
from urllib.parse import urlencode
from uuid import UUID

from flask import Response, request
from flask_openapi3.models.tag import Tag
from pydantic import Field

from app.api.answers import GEOJSON_TYPE, as_json, compressed
from app.api.blueprint import api
from app.api.checks import View, checked
from app.api.fields import Asked, Code
from app.api.ogc_values import BoxText, When, WhenText
from app.api.problems import Responses
from app.context import actor, addresses, db, now
from app.errors import problem_of, problem_response
from floorplans.bookings import service as bookings
from floorplans.bookings.views import Window
from floorplans.catalogue import service as catalogue
from floorplans.catalogue.views import Box, Collection, Feature, Wanted
from floorplans.errors import Invalid, NotFound

TAG = Tag(name="ogc", description="OGC API - Features, for GIS programs.")
PREFIX = "/api/v1"
ROOT = "/ogc"
CONFORMS_TO = (
    "http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
)
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
JSON = "application/json"
OPENAPI = "application/vnd.oai.openapi+json;version=3.1"
MOST = 1_000
#: An instant is asked of what is free as the minute that begins with it.
MOMENT = timedelta(minutes=1)
_ABOUT = {
    Collection.SITES: ("Sites", "Where an organisation has buildings: one point each."),
    Collection.BUILDINGS: ("Buildings", "The outlines of all floors of a building together."),
    Collection.FLOORS: ("Floors", "Outlines by the plan in force."),
    Collection.SPACES: (
        "Spaces",
        "Rooms, desks and other places by the plan in force; with “datetime” whether each is free.",
    ),
}
_PLAIN: Responses = {200: {"description": "JSON.", "content": {JSON: {"schema": {}}}}}
_FEATURES: Responses = {
    200: {
        "description": "GeoJSON in EPSG:4326, longitude first.",
        "content": {GEOJSON_TYPE: {"schema": {"type": "object"}}},
    }
}


class CollectionPath(Asked):
    collection: str


class FeaturePath(CollectionPath):
    feature_id: UUID


class WhenAsked(Asked):
    when: WhenText | None = Field(
        None,
        alias="datetime",
        description="An instant, or two with a slash between: 2026-11-18T09:00:00Z/2026-11-18T17:"
        "00:00Z; “..” is an open end. Of the plans in force then; and what is free, but for open "
        "ends",
    )


class ItemsAsked(WhenAsked):
    bbox: BoxText | None = Field(None, description="West, south, east, north; degrees")
    limit: Annotated[int, Field(ge=1)] = Field(100, description=f"At most {MOST} are given")
    after: UUID | None = Field(None, description="As the link “next” has it")
    site_id: UUID | None = None
    building_id: UUID | None = None
    floor_id: UUID | None = None
    kind: Code | None = Field(None, description="Of a space")


def _by_the_standard(view: View) -> View:
    """Answer 400 where the house answers 422."""

    @wraps(view)
    def wrapper(**values: Any) -> Response:
        try:
            return view(**values)
        except Invalid as error:
            return problem_response(replace(problem_of(error), status=HTTPStatus.BAD_REQUEST))

    wrapper.__delay_validate_request__ = True  # type: ignore[attr-defined]
    return cast("View", wrapper)


@api.get("/ogc", tags=[TAG], responses=_PLAIN)
@checked
def landing() -> Response:
    """Where everything is: the first address to give to a GIS program."""
    return as_json(
        {
            "title": "Floorplans",
            "description": "Sites, buildings, floors and spaces, and what is free.",
            "links": [
                _link("self", ROOT, JSON, "This page"),
                _link("service-desc", "/openapi.json", OPENAPI, "The whole API"),
                _link("conformance", f"{ROOT}/conformance", JSON, "What of the standard is here"),
                _link("data", f"{ROOT}/collections", JSON, "The collections"),
            ],
        }
    )


@api.get("/ogc/conformance", tags=[TAG], responses=_PLAIN)
@checked
def conformance() -> Response:
    """Which parts of the standard these addresses follow."""
    return as_json({"conformsTo": CONFORMS_TO})


@api.get("/ogc/collections", tags=[TAG], responses=_PLAIN)
@checked
def collections() -> Response:
    """What there are features of."""
    box = catalogue.extent(db(), actor())
    return as_json(
        {
            "links": [_link("self", f"{ROOT}/collections", JSON, "The collections")],
            "collections": [_collection(each, box) for each in Collection],
        }
    )


@api.get("/ogc/collections/<collection>", tags=[TAG], responses=_PLAIN)
@checked
def collection(path: CollectionPath) -> Response:
    """One collection."""
    wanted = _known(path.collection)
    return as_json(_collection(wanted, catalogue.extent(db(), actor())))


@api.get("/ogc/collections/<collection>/items", tags=[TAG], responses=_FEATURES)
@_by_the_standard
@checked
def items(path: CollectionPath, query: ItemsAsked) -> Response:
    """The features of a collection, page by page; the link “next” leads on."""
    about, limit = _known(path.collection), min(query.limit, MOST)
    at, hours = _when(query.when)
    box = None if query.bbox is None else Box(*query.bbox)
    wanted = Wanted(
        at, hours, box, query.after, limit, query.site_id, query.building_id, query.floor_id,
        query.kind,
    )  # fmt: skip
    found = catalogue.page(db(), actor(), about, wanted, now())
    here = f"{ROOT}/collections/{about}/items"
    links = [_link("self", f"{here}{_asked()}", GEOJSON_TYPE, "This page")]
    if found.after is not None:
        onwards = f"{here}{_asked(after=str(found.after))}"
        links.append(_link("next", onwards, GEOJSON_TYPE, "The next page"))
    document = {
        "type": "FeatureCollection",
        "timeStamp": now().isoformat(),
        "numberReturned": len(found.features),
        "links": links,
        "features": [_feature(each) for each in found.features],
    }
    return _fresh(as_json(document, content_type=GEOJSON_TYPE))


@api.get("/ogc/collections/<collection>/items/<uuid:feature_id>", tags=[TAG], responses=_FEATURES)
@_by_the_standard
@checked
def item(path: FeaturePath, query: WhenAsked) -> Response:
    """One feature."""
    about = _known(path.collection)
    at, hours = _when(query.when)
    found = catalogue.feature(db(), actor(), about, path.feature_id, Wanted(at, hours), now())
    here = f"{ROOT}/collections/{about}"
    links = [
        _link("self", f"{here}/items/{found.id}{_asked()}", GEOJSON_TYPE, "This feature"),
        _link("collection", here, JSON, _ABOUT[about][0]),
    ]
    return _fresh(as_json(_feature(found) | {"links": links}, content_type=GEOJSON_TYPE))


def _when(when: When | None) -> tuple[datetime, Window | None]:
    """When which plans are shown, and the hours whose availability is told."""
    if when is None:
        return now(), None
    if when.from_at is None or when.to_at is None:
        return when.from_at or when.to_at or now(), None
    ends = when.to_at if when.from_at < when.to_at else when.to_at + MOMENT
    window = bookings.shown_window(when.from_at, ends)
    return window.plan_at(now()), window


def _known(name: str) -> Collection:
    try:
        return Collection(name)
    except ValueError:
        names = ", ".join(Collection)
        raise NotFound(
            "collection_not_found", "There is no such collection.", f"Take one of: {names}."
        ) from None


def _collection(about: Collection, box: Box | None) -> dict[str, Any]:
    title, description = _ABOUT[about]
    here = f"{ROOT}/collections/{about}"
    told: dict[str, Any] = {
        "id": str(about),
        "title": title,
        "description": description,
        "itemType": "feature",
        "crs": [CRS84],
        "links": [
            _link("self", here, JSON, title),
            _link("items", f"{here}/items", GEOJSON_TYPE, title),
        ],
    }
    if box is not None:
        corners = [box.west, box.south, box.east, box.north]
        told["extent"] = {"spatial": {"bbox": [corners], "crs": CRS84}}
    return told


def _feature(one: Feature) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": str(one.id),
        "geometry": one.geometry,
        "properties": one.properties,
    }


def _fresh(response: Response) -> Response:
    response.headers["Cache-Control"] = "private, no-cache"
    return compressed(response)


def _link(rel: str, path: str, media_type: str, title: str) -> dict[str, str]:
    return {
        "href": addresses().page(f"{PREFIX}{path}"),
        "rel": rel,
        "type": media_type,
        "title": title,
    }


def _asked(**changed: str) -> str:
    """What was asked, as the query of a link; all of it was understood."""
    asked = request.args.to_dict() | changed
    return f"?{urlencode(asked)}" if asked else ""
