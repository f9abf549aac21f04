"""OGC API - Tiles, Part 1: Core (OGC 20-057): the collections as Mapbox Vector Tiles.

Tiles are those of the web's usual maps (WebMercatorQuad, EPSG:3857). They are made when they are
asked for: what they tell of free places is of that moment.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response
from pydantic import Field

from app.api.answers import as_json, compressed, nothing
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
from app.api.problems import Responses
from app.context import actor, db, now
from floorplans.catalogue import service as catalogue
from floorplans.catalogue.views import Collection, Wanted
from floorplans.errors import NotFound
from geo.tiles import DEEPEST, Tile

JSON = "application/json"
MVT_TYPE = "application/vnd.mapbox-vector-tile"
MATRIX_SET = "WebMercatorQuad"
_DEFINED = f"http://www.opengis.net/def/tilematrixset/OGC/1.0/{MATRIX_SET}"
_CRS = "http://www.opengis.net/def/crs/EPSG/0/3857"
_JSON: Responses = {200: {"description": "JSON.", "content": {JSON: {"schema": {}}}}}
_TILE: Responses = {
    200: {
        "description": "A tile with one layer, named like the collection.",
        "content": {MVT_TYPE: {"schema": {"type": "string", "format": "binary"}}},
    },
    204: {"description": "Nothing lies in this tile."},
}


class TilesetPath(CollectionPath):
    matrix_set: str


class TilePath(TilesetPath):
    level: int
    row: int
    column: int


class TileAsked(WhenAsked):
    site_id: UUID | None = None
    building_id: UUID | None = None
    floor_id: UUID | None = None
    kind: Code | None = Field(None, description="Of a space")


@api.get("/ogc/collections/<collection>/tiles", tags=[TAG], responses=_JSON)
@checked
def tilesets(path: CollectionPath) -> Response:
    """The tilesets of a collection; there is one."""
    about = known(path.collection)
    here = f"{ROOT}/collections/{about}/tiles"
    told = {
        "links": [link("self", here, JSON, ABOUT[about][0])],
        "tilesets": [_tileset(about)],
    }
    return as_json(told)


@api.get("/ogc/collections/<collection>/tiles/<matrix_set>", tags=[TAG], responses=_JSON)
@checked
def tileset(path: TilesetPath) -> Response:
    """What a tileset is, and the form of the addresses of its tiles."""
    about = known(path.collection)
    _matrix_set(path.matrix_set)
    return as_json(_tileset(about))


@api.get(
    "/ogc/collections/<collection>/tiles/<matrix_set>/<int:level>/<int:row>/<int:column>",
    tags=[TAG],
    responses=_TILE,
)
@by_the_standard
@checked
def tile(path: TilePath, query: TileAsked) -> Response:
    """A tile; of spaces with “datetime” whether each is free then."""
    about = known(path.collection)
    _matrix_set(path.matrix_set)
    try:
        where = Tile(path.level, path.row, path.column)
    except ValueError:
        raise NotFound(
            "tile_not_found",
            "There is no such tile at this level.",
            f"Levels go from 0 to {DEEPEST}; each has twice the rows and columns of the last.",
        ) from None
    at, hours = read_when(query.when)
    wanted = Wanted(
        at, hours, site_id=query.site_id, building_id=query.building_id, floor_id=query.floor_id,
        kind=query.kind,
    )  # fmt: skip
    body = catalogue.tile(db(), actor(), about, where, wanted, now())
    response = Response(body, content_type=MVT_TYPE) if body else nothing()
    response.headers["Cache-Control"] = "private, no-cache"
    return compressed(response) if body else response


def _matrix_set(name: str) -> None:
    if name != MATRIX_SET:
        raise NotFound(
            "tileset_not_found",
            "There is no such tileset.",
            f"Take {MATRIX_SET}, the tiles of the web's usual maps.",
        )


def _tileset(about: Collection) -> dict[str, Any]:
    title, description = ABOUT[about]
    here = f"{ROOT}/collections/{about}/tiles/{MATRIX_SET}"
    item = link("item", f"{here}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}", MVT_TYPE, title)
    return {
        "title": title,
        "description": description,
        "dataType": "vector",
        "crs": _CRS,
        "tileMatrixSetURI": _DEFINED,
        "layers": [
            {
                "id": str(about),
                "dataType": "vector",
                "minTileMatrix": str(catalogue.first_level(about)),
                "maxTileMatrix": str(DEEPEST),
            }
        ],
        "links": [
            link("self", here, JSON, title),
            item | {"templated": True},
            {
                "href": _DEFINED,
                "rel": "http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme",
                "type": JSON,
                "title": MATRIX_SET,
            },
        ],
    }
