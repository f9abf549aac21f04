"""Closures: a space, a zone, an area or a whole floor cannot be used for a time."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from flask import Response
from flask_openapi3.models.tag import Tag
from pydantic import Field, RootModel

from app.api.answers import nothing, told
from app.api.blueprint import api
from app.api.checks import checked
from app.api.fields import Asked, Instant, Latitude, Line, Longitude, Told
from app.api.paths import ClosurePath, FloorPath
from app.api.problems import WITH_BODY
from app.context import actor, db, now
from app.security.access import needs
from floorplans.actor import Role
from floorplans.bookings import service as bookings
from floorplans.bookings.views import ClosureRequest

TAG = Tag(name="closures", description="Places that cannot be used for a time.")

LonLat = Annotated[list[Longitude | Latitude], Field(min_length=2, max_length=2)]
Ring = Annotated[list[LonLat], Field(min_length=4, max_length=1000)]


class Area(Asked):
    """A GeoJSON Polygon in EPSG:4326."""

    type: Literal["Polygon"]
    coordinates: Annotated[list[Ring], Field(min_length=1, max_length=10)]


class ClosureAsked(Asked):
    """Names one space, one zone, an area, or (none of them) the whole floor."""

    floor_id: UUID
    from_at: Instant = Field(alias="from")
    to_at: Instant = Field(alias="to")
    reason: Line
    space_id: UUID | None = None
    zone_id: UUID | None = None
    area: Area | None = None


class ClosureAnswer(Told):
    id: UUID
    floor_id: UUID
    space_id: UUID | None
    zone_id: UUID | None
    area: dict[str, Any] | None
    from_at: datetime = Field(serialization_alias="from")
    to_at: datetime = Field(serialization_alias="to")
    reason: str
    bookings: int


class ClosureList(RootModel[list[ClosureAnswer]]):
    pass


@api.get("/floors/<uuid:floor_id>/closures", tags=[TAG], responses={200: ClosureList})
@checked
def closures(path: FloorPath) -> Response:
    """The closures of a floor that run or are to come."""
    # An unknown floor has no closures either; it must not look like one without any.
    bookings.floor_version(db(), actor(), path.floor_id)
    found = bookings.closures(db(), actor(), path.floor_id, now())
    return told(ClosureList.model_validate(found, from_attributes=True))


@api.post("/closures", tags=[TAG], responses={201: ClosureAnswer, **WITH_BODY})
@needs(Role.FACILITY)
@checked
def close_place(body: ClosureAsked) -> Response:
    """Close a place; bookings in it stay, and the answer counts them.

    Hours that are over (`in_the_past`) or end more than five years from now (`too_far_ahead`) are
    refused.
    """
    wanted = ClosureRequest(
        floor_id=body.floor_id,
        from_at=body.from_at,
        to_at=body.to_at,
        reason=body.reason,
        space_id=body.space_id,
        zone_id=body.zone_id,
        area=body.area.model_dump() if body.area else None,
    )
    made = bookings.close_place(db(), actor(), wanted, now())
    return told(ClosureAnswer.model_validate(made), 201)


@api.delete("/closures/<uuid:closure_id>", tags=[TAG], responses={204: None})
@needs(Role.FACILITY)
@checked
def reopen(path: ClosurePath) -> Response:
    """End a closure now; one that has not begun vanishes."""
    bookings.reopen(db(), actor(), path.closure_id, now())
    return nothing()
