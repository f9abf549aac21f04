"""A floor as a file: for CAD programs, GIS, other services, spreadsheets and paper."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from flask import Response, request
from pydantic import Field

from app.api.answers import GEOJSON_TYPE, compressed, unchanged
from app.api.attachment import attachment
from app.api.blueprint import api
from app.api.checks import checked
from app.api.fields import Asked
from app.api.paths import FloorPath
from app.api.plan_answers import TAG
from app.api.problems import Responses
from app.context import actor, db
from app.exports.formats import FORMATS, Format, Options
from floorplans.actor import Role
from floorplans.errors import NotFound
from floorplans.plans import service as plans

#: What is text gains by compression; the others are compressed or drawn already.
_TEXTS = frozenset(("geojson", "csv", "svg", "dxf"))
_BINARY = {"schema": {"type": "string", "format": "binary"}}
_CONTENT = {each.media_type: _BINARY for each in FORMATS.values()}
_FILE: Responses = {
    200: {
        "description": "The file, by its media type.",
        "content": {**_CONTENT, GEOJSON_TYPE: {"schema": {"type": "object"}}},
    },
    304: {"description": "The file with this ETag is still the one."},
}


class ExportPath(FloorPath):
    export_format: Literal["geojson", "csv", "svg", "pdf", "png", "dxf", "gpkg", "imdf"]


class ExportQuery(Asked):
    revision: UUID | None = Field(
        None, description="Id of an earlier plan; without it the one that people see"
    )
    paper: Literal["a4", "a3"] = Field("a4", description="Of svg, pdf and png")
    scale: Annotated[int, Field(ge=10, le=100_000)] | None = Field(
        None, description="The 200 of 1:200; without it the largest round one that fits"
    )


@api.get("/floors/<uuid:floor_id>/exports/<export_format>", tags=[TAG], responses=_FILE)
@checked
def export(path: ExportPath, query: ExportQuery) -> Response:
    """A published plan as a file; DXF, GeoPackage, IMDF and earlier plans need facility."""
    wanted = FORMATS.get(path.export_format)
    if wanted is None:
        raise _no_such_format()
    who, options = actor(), Options(query.paper, query.scale)
    if not wanted.for_everybody:
        who.require(Role.FACILITY)
    floor = plans.exported(db(), who, path.floor_id, query.revision)
    tag = wanted.tag(floor, options)
    if request.if_none_match.contains_weak(tag):
        response = unchanged()
    else:
        response = _file(wanted, wanted.write(floor, options), wanted.file_name(floor))
    response.set_etag(tag, weak=True)
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _file(wanted: Format, content: bytes, name: str) -> Response:
    response = Response(content, content_type=wanted.content_type)
    response.headers["Content-Disposition"] = attachment(name)
    return compressed(response) if wanted.name in _TEXTS else response


def _no_such_format() -> NotFound:
    names = ", ".join(FORMATS)
    return NotFound("no_such_format", "A floor is not written in this format.", f"Use: {names}.")
