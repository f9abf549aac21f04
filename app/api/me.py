"""Who you are here, and what you may change about that."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from flask import Response
from flask_openapi3.models.tag import Tag
from flask_wtf.csrf import generate_csrf
from pydantic import Field, StringConstraints

from app.api.answers import nothing, told
from app.api.blueprint import api
from app.api.checks import checked
from app.api.fields import Asked, Line, Told
from app.api.problems import WITH_BODY
from app.context import actor, db, now
from app.security.identity import is_by_token, session_token
from floorplans.people import service as people
from floorplans.people.passwords import LONGEST, SHORTEST

TAG = Tag(name="me", description="Your own account.")


class ProfileAnswer(Told):
    person_id: UUID
    email: str
    name: str
    role: str
    shows_name: bool
    lets_book: bool
    organisation_id: UUID
    organisation_name: str


class TokenAnswer(Told):
    """Whose session it is, and ``X-CSRFToken`` of its changes; null where a token is sent."""

    person_id: UUID
    csrf_token: str | None


class ProfileAsked(Asked):
    """What should be different; what is left out stays."""

    name: Line | None = None
    shows_name: bool | None = Field(
        default=None, description="Whether colleagues see your name at the places you booked"
    )
    lets_book: bool | None = Field(
        default=None, description="Whether colleagues may book places for you, as for a team"
    )


class PasswordAsked(Asked):
    present: Annotated[str, StringConstraints(max_length=LONGEST)] = Field(repr=False)
    new: Annotated[str, StringConstraints(min_length=SHORTEST, max_length=LONGEST)] = Field(
        repr=False
    )


@api.get("/me", tags=[TAG], responses={200: ProfileAnswer})
@checked
def me() -> Response:
    """Your profile."""
    return told(ProfileAnswer.model_validate(people.profile(db(), actor())))


@api.get("/me/csrf-token", tags=[TAG], responses={200: TokenAnswer})
@checked
def csrf_token() -> Response:
    """What a page without one, such as that without a connection, sends along with a change.

    Other sites cannot read it. A script with a token of its own in the header needs none.
    """
    token = None if is_by_token() else generate_csrf()
    return told(TokenAnswer(person_id=actor().person_id, csrf_token=token))


@api.patch("/me", tags=[TAG], responses={200: ProfileAnswer, **WITH_BODY})
@checked
def change_me(body: ProfileAsked) -> Response:
    """Change your name, whether colleagues see it, and whether they may book for you."""
    changed = people.update_profile(
        db(),
        actor(),
        now(),
        name=body.name,
        shows_name=body.shows_name,
        lets_book=body.lets_book,
    )
    return told(ProfileAnswer.model_validate(changed))


@api.put("/me/password", tags=[TAG], responses={204: None, **WITH_BODY})
@checked
def change_password(body: PasswordAsked) -> Response:
    """Change your password; your other sessions end."""
    people.change_password(db(), actor(), body.present, body.new, session_token=session_token())
    return nothing()
