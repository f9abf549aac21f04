"""What is booked together: joined rooms and zones as one, and a space by several at once."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from flask import Response
from flask_openapi3.models.tag import Tag
from pydantic import Field, RootModel

from app.api.answers import nothing, told
from app.api.blueprint import api
from app.api.checks import checked
from app.api.fields import Asked, Line, Told
from app.api.paths import FloorPath, SpacePath, ZonePath
from app.api.problems import CAN_CLASH, WITH_BODY
from app.context import actor, db, now
from app.security.access import needs
from floorplans.actor import Role
from floorplans.bookings import service as bookings

TAG = Tag(name="booked together", description="Rooms and zones as one, and places of one space.")


class JoinedAsked(Asked):
    """The rooms on both sides of a folding wall, and what they are called together."""

    name: Line
    space_ids: Annotated[list[UUID], Field(min_length=1, max_length=100)]


class PlacesAsked(Asked):
    """How many people may book the space at once."""

    places: int


class TogetherAnswer(Told):
    """A space that takes others: it has a zone or parts, and counts what it takes (`takes`)."""

    id: UUID
    floor_id: UUID
    kind: str
    name: str
    capacity: int
    zone_id: UUID | None
    part_ids: list[UUID]
    takes: int
    is_there: bool


class TogetherList(RootModel[list[TogetherAnswer]]):
    pass


class SeparatedAnswer(Told):
    """`held_bookings` are kept, and their people are offered other places."""

    held_bookings: int


@api.get("/floors/<uuid:floor_id>/joined-spaces", tags=[TAG], responses={200: TogetherList})
@checked
def joined_spaces(path: FloorPath) -> Response:
    """What is booked as one on a floor, by name."""
    found = bookings.together(db(), actor(), path.floor_id)
    return told(TogetherList.model_validate(found, from_attributes=True))


@api.post(
    "/floors/<uuid:floor_id>/joined-spaces",
    tags=[TAG],
    responses={201: TogetherAnswer, **CAN_CLASH, **WITH_BODY},
)
@needs(Role.FACILITY)
@checked
def join_rooms(path: FloorPath, body: JoinedAsked) -> Response:
    """Let rooms be booked as one. Each can still be booked by itself, but never both at once."""
    made = bookings.join_rooms(db(), actor(), path.floor_id, body.name, body.space_ids, now())
    return told(TogetherAnswer.model_validate(made, from_attributes=True), 201)


@api.put("/zones/<uuid:zone_id>/bookable", tags=[TAG], responses={200: TogetherAnswer})
@needs(Role.FACILITY)
@checked
def let_zone_be_booked(path: ZonePath) -> Response:
    """Let a zone be booked as one space, with all that lies in it."""
    made = bookings.let_zone_be_booked(db(), actor(), path.zone_id, now())
    return told(TogetherAnswer.model_validate(made, from_attributes=True))


@api.delete("/joined-spaces/<uuid:space_id>", tags=[TAG], responses={200: SeparatedAnswer})
@needs(Role.FACILITY)
@checked
def separate(path: SpacePath) -> Response:
    """Let joined rooms, or a zone, no longer be booked as one."""
    held = bookings.separate(db(), actor(), path.space_id, now())
    return told(SeparatedAnswer(held_bookings=held))


@api.put("/spaces/<uuid:space_id>/places", tags=[TAG], responses={204: None, **WITH_BODY})
@needs(Role.FACILITY)
@checked
def set_places(path: SpacePath, body: PlacesAsked) -> Response:
    """Let so many people book a space at once, such as a bench or a car park without numbers."""
    bookings.set_places(db(), actor(), path.space_id, body.places, now())
    return nothing()
