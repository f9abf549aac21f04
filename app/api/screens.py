"""Screens on walls: who made which, new ones, and their end; for facility staff."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from flask import Response
from flask_openapi3.models.tag import Tag
from pydantic import Field, RootModel, StringConstraints

from app.api.answers import nothing, told
from app.api.blueprint import api
from app.api.checks import checked
from app.api.fields import Asked, Told
from app.api.paths import ScreenPath
from app.api.problems import WITH_BODY
from app.context import actor, addresses, db, now
from app.security.access import needs
from floorplans.actor import Role
from floorplans.places.rules import NAME_LENGTH
from floorplans.screens import service as screens

TAG = Tag(name="screens", description="One floor on a wall, without a sign-in.")


class ScreenAsked(Asked):
    floor_id: UUID
    name: Annotated[str, StringConstraints(max_length=NAME_LENGTH)] = Field(
        description="Where it hangs"
    )
    shows_names: bool = Field(
        False, description="The names of those who let colleagues see theirs; else nobody's"
    )


class ScreenAnswer(Told):
    id: UUID
    floor_id: UUID
    floor_name: str
    building_name: str
    name: str
    shows_names: bool
    created_at: datetime


class ScreenList(RootModel[list[ScreenAnswer]]):
    pass


class NewScreenAnswer(Told):
    """The secret address of a screen: it is shown only here."""

    id: UUID
    url: str


@api.get("/screens", tags=[TAG], responses={200: ScreenList})
@needs(Role.FACILITY)
@checked
def all_screens() -> Response:
    """All screens, without their addresses."""
    found = screens.screens(db(), actor())
    return told(ScreenList([ScreenAnswer.model_validate(f, from_attributes=True) for f in found]))


@api.post("/screens", tags=[TAG], responses={201: NewScreenAnswer, **WITH_BODY})
@needs(Role.FACILITY)
@checked
def make_screen(body: ScreenAsked) -> Response:
    """Make a screen of a floor: an address that shows it as it is now to whoever has it."""
    made, token = screens.make_screen(
        db(), actor(), body.floor_id, body.name, shows_names=body.shows_names, now=now()
    )
    return told(NewScreenAnswer(id=made, url=addresses().page(f"/screens/{token}")), 201)


@api.delete("/screens/<uuid:screen_id>", tags=[TAG], responses={204: None})
@needs(Role.FACILITY)
@checked
def revoke_screen(path: ScreenPath) -> Response:
    """End the address of a screen at once."""
    screens.revoke_screen(db(), actor(), path.screen_id)
    return nothing()
