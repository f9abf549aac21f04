"""OGC API - Features, Part 1: Core (OGC 17-069r4): floors and spaces for GIS programs.

Sites, buildings, floors and spaces are collections; ``datetime`` picks the plans in force and what
is free then. The standard answers a request that makes no sense with 400, and so do these views.
"""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID

from flask import Response, request
from pydantic import Field

from app.api.answers import GEOJSON_TYPE, as_json, compressed
from app.api.blueprint import api
from app.api.checks import checked
from app.api.fields import Code
from app.api.ogc_common import (
    ABOUT,
    ROOT,
    TAG,
    CollectionPath,
    WhenAsked,
    by_the_standard,
    known,
    link,
    read_when,
)
from app.api.ogc_values import BoxText
from app.api.problems import Responses
from app.context import actor, db, now
from floorplans.catalogue import service as catalogue
from floorplans.catalogue.views import Box, Collection, Feature, Wanted

CONFORMS_TO = (
    "http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/tileset",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/tilesets-list",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/geodata-tilesets",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/mvt",
)
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
JSON = "application/json"
VECTOR_TILESETS = "http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector"
OPENAPI = "application/vnd.oai.openapi+json;version=3.1"
MOST = 1_000
_PLAIN: Responses = {200: {"description": "JSON.", "content": {JSON: {"schema": {}}}}}
_FEATURES: Responses = {
    200: {
        "description": "GeoJSON in EPSG:4326, longitude first.",
        "content": {GEOJSON_TYPE: {"schema": {"type": "object"}}},
    }
}


class FeaturePath(CollectionPath):
    feature_id: UUID


class ItemsAsked(WhenAsked):
    bbox: BoxText | None = Field(None, description="West, south, east, north; degrees")
    limit: Annotated[int, Field(ge=1)] = Field(100, description=f"At most {MOST} are given")
    after: UUID | None = Field(None, description="As the link “next” has it")
    site_id: UUID | None = None
    building_id: UUID | None = None
    floor_id: UUID | None = None
    kind: Code | None = Field(None, description="Of a space")


@api.get("/ogc", tags=[TAG], responses=_PLAIN)
@checked
def landing() -> Response:
    """Where everything is: the first address to give to a GIS program."""
    return as_json(
        {
            "title": "Floorplans",
            "description": "Sites, buildings, floors and spaces, and what is free.",
            "links": [
                link("self", ROOT, JSON, "This page"),
                link("service-desc", "/openapi.json", OPENAPI, "The whole API"),
                link("conformance", f"{ROOT}/conformance", JSON, "What of the standard is here"),
                link("data", f"{ROOT}/collections", JSON, "The collections"),
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
            "links": [link("self", f"{ROOT}/collections", JSON, "The collections")],
            "collections": [_collection(each, box) for each in Collection],
        }
    )


@api.get("/ogc/collections/<collection>", tags=[TAG], responses=_PLAIN)
@checked
def collection(path: CollectionPath) -> Response:
    """One collection."""
    wanted = known(path.collection)
    return as_json(_collection(wanted, catalogue.extent(db(), actor())))


@api.get("/ogc/collections/<collection>/items", tags=[TAG], responses=_FEATURES)
@by_the_standard
@checked
def items(path: CollectionPath, query: ItemsAsked) -> Response:
    """The features of a collection, page by page; the link “next” leads on."""
    about, limit = known(path.collection), min(query.limit, MOST)
    at, hours = read_when(query.when)
    box = None if query.bbox is None else Box(*query.bbox)
    wanted = Wanted(
        at, hours, box, query.after, limit, query.site_id, query.building_id, query.floor_id,
        query.kind,
    )  # fmt: skip
    found = catalogue.page(db(), actor(), about, wanted, now())
    here = f"{ROOT}/collections/{about}/items"
    links = [link("self", f"{here}{_asked()}", GEOJSON_TYPE, "This page")]
    if found.after is not None:
        onwards = f"{here}{_asked(after=str(found.after))}"
        links.append(link("next", onwards, GEOJSON_TYPE, "The next page"))
    document = {
        "type": "FeatureCollection",
        "timeStamp": now().isoformat(),
        "numberReturned": len(found.features),
        "links": links,
        "features": [_feature(each) for each in found.features],
    }
    return _fresh(as_json(document, content_type=GEOJSON_TYPE))


@api.get("/ogc/collections/<collection>/items/<uuid:feature_id>", tags=[TAG], responses=_FEATURES)
@by_the_standard
@checked
def item(path: FeaturePath, query: WhenAsked) -> Response:
    """One feature."""
    about = known(path.collection)
    at, hours = read_when(query.when)
    found = catalogue.feature(db(), actor(), about, path.feature_id, Wanted(at, hours), now())
    here = f"{ROOT}/collections/{about}"
    links = [
        link("self", f"{here}/items/{found.id}{_asked()}", GEOJSON_TYPE, "This feature"),
        link("collection", here, JSON, ABOUT[about][0]),
    ]
    return _fresh(as_json(_feature(found) | {"links": links}, content_type=GEOJSON_TYPE))


def _collection(about: Collection, box: Box | None) -> dict[str, Any]:
    title, description = ABOUT[about]
    here = f"{ROOT}/collections/{about}"
    told: dict[str, Any] = {
        "id": str(about),
        "title": title,
        "description": description,
        "itemType": "feature",
        "crs": [CRS84],
        "links": [
            link("self", here, JSON, title),
            link("items", f"{here}/items", GEOJSON_TYPE, title),
            link(VECTOR_TILESETS, f"{here}/tiles", JSON, f"{title}, as vector tiles"),
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


def _asked(**changed: str) -> str:
    """What was asked, as the query of a link; all of it was understood."""
    asked = request.args.to_dict() | changed
    return f"?{urlencode(asked)}" if asked else ""
