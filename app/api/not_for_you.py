"""What rules of booking say of the places of a floor to the person who asks, whatever the hours."""

from __future__ import annotations

from uuid import UUID

from flask import Response
from pydantic import Field, RootModel

from app.api.answers import told
from app.api.availability import TAG
from app.api.blueprint import api
from app.api.checks import checked
from app.api.fields import Asked, Instant, Told
from app.api.paths import FloorPath
from app.context import actor, db
from floorplans.places import service as places
from floorplans.policies import service as policies


class InstantQuery(Asked):
    at: Instant = Field(description="The plan that holds then says where places lie")


class ForbiddenAnswer(Told):
    space_id: UUID
    code: str
    rule: str | None
    says: str


class ForbiddenList(RootModel[list[ForbiddenAnswer]]):
    pass


@api.get("/floors/<uuid:floor_id>/not-for-you", tags=[TAG], responses={200: ForbiddenList})
@checked
def not_for_you(path: FloorPath, query: InstantQuery) -> Response:
    """The places that no hours would make bookable for you, each with what the rule says."""
    places.floor(db(), actor(), path.floor_id)
    found = policies.forbidden(db(), actor(), path.floor_id, query.at)
    return told(ForbiddenList.model_validate(found, from_attributes=True))


class AskingAnswer(Told):
    """A place that is asked for: a booking of yours would wait for somebody's approval."""

    space_id: UUID


class AskingList(RootModel[list[AskingAnswer]]):
    pass


@api.get("/floors/<uuid:floor_id>/asks-approval", tags=[TAG], responses={200: AskingList})
@checked
def asks_approval(path: FloorPath, query: InstantQuery) -> Response:
    """The places whose bookings others would have to approve, if you made them."""
    places.floor(db(), actor(), path.floor_id)
    found = policies.asking(db(), actor(), path.floor_id, query.at)
    return told(AskingList(root=[AskingAnswer(space_id=each) for each in found]))
