"""Groups of people, for rules to speak of."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from flask import Response
from pydantic import RootModel, StringConstraints

from app.api.answers import nothing, told
from app.api.blueprint import api
from app.api.checks import checked
from app.api.fields import Asked, Line, Told
from app.api.paths import GroupPath, MemberPath
from app.api.problems import CAN_CLASH, WITH_BODY
from app.api.rules import TAG
from app.context import actor, db
from app.security.access import needs
from floorplans.actor import Role
from floorplans.policies import service as policies
from floorplans.policies.keeping import Keeper

Address = Annotated[
    str, StringConstraints(min_length=3, max_length=254, pattern=r"^[^\x00-\x20\x7f]+$")
]


class GroupAsked(Asked):
    name: Line


class MemberAsked(Asked):
    """A person of the organisation, by the address they sign in with."""

    email: Address


class GroupAnswer(Told):
    """``rules`` counts the rules that speak of the group.

    ``kept_by`` says whose word decides who is in it; only what is kept by hand can be changed here.
    ``claim_value`` is what the sign-in with the organisation's own accounts calls the group.
    """

    id: UUID
    name: str
    members: int
    rules: int
    kept_by: Keeper
    claim_value: str | None


class GroupList(RootModel[list[GroupAnswer]]):
    pass


class MemberAnswer(Told):
    person_id: UUID
    name: str
    email: str


class MemberList(RootModel[list[MemberAnswer]]):
    pass


@api.get("/groups", tags=[TAG], responses={200: GroupList})
@needs(Role.FACILITY)
@checked
def groups() -> Response:
    """The groups of people, by name."""
    found = policies.groups(db(), actor())
    return told(GroupList.model_validate(found, from_attributes=True))


@api.post("/groups", tags=[TAG], responses={201: GroupAnswer, **CAN_CLASH, **WITH_BODY})
@needs(Role.FACILITY)
@checked
def make_group(body: GroupAsked) -> Response:
    """Make a group with nobody in it."""
    made = policies.make_group(db(), actor(), body.name)
    return told(GroupAnswer.model_validate(made), 201)


@api.patch(
    "/groups/<uuid:group_id>", tags=[TAG], responses={200: GroupAnswer, **CAN_CLASH, **WITH_BODY}
)
@needs(Role.FACILITY)
@checked
def rename_group(path: GroupPath, body: GroupAsked) -> Response:
    """Call a group something else."""
    renamed = policies.rename_group(db(), actor(), path.group_id, body.name)
    return told(GroupAnswer.model_validate(renamed))


@api.delete("/groups/<uuid:group_id>", tags=[TAG], responses={204: None, **CAN_CLASH})
@needs(Role.FACILITY)
@checked
def remove_group(path: GroupPath) -> Response:
    """Remove a group of which no rule speaks."""
    policies.remove_group(db(), actor(), path.group_id)
    return nothing()


@api.get("/groups/<uuid:group_id>/members", tags=[TAG], responses={200: MemberList})
@needs(Role.FACILITY)
@checked
def members(path: GroupPath) -> Response:
    """Who is in a group, by name."""
    found = policies.members(db(), actor(), path.group_id)
    return told(MemberList.model_validate(found, from_attributes=True))


@api.post("/groups/<uuid:group_id>/members", tags=[TAG], responses={200: MemberAnswer, **WITH_BODY})
@needs(Role.FACILITY)
@checked
def add_member(path: GroupPath, body: MemberAsked) -> Response:
    """Put a person into a group; again changes nothing."""
    added = policies.add_member(db(), actor(), path.group_id, body.email)
    return told(MemberAnswer.model_validate(added))


@api.delete("/groups/<uuid:group_id>/members/<uuid:person_id>", tags=[TAG], responses={204: None})
@needs(Role.FACILITY)
@checked
def remove_member(path: MemberPath) -> Response:
    """Take a person out of a group; again changes nothing."""
    policies.remove_member(db(), actor(), path.group_id, path.person_id)
    return nothing()
