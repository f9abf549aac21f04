"""Profiles: what was decided about the drawings of one office, saved and found again."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Response, url_for
from pydantic import Field, RootModel

from app.api.answers import nothing, told
from app.api.blueprint import api
from app.api.checks import checked
from app.api.fields import Asked, Line, Told
from app.api.paths import PlanPath, ProfilePath
from app.api.plan_answers import TAG, PlanAnswer, plan_answer
from app.api.problems import CAN_CLASH, WITH_BODY
from app.context import actor, db, now
from app.security.access import needs
from floorplans.actor import Role
from floorplans.plans.profiles import service as profiles


class OfficeProfileAnswer(Told):
    """``file_name`` is the drawing that it is recognised by; ``plans`` are read with it."""

    id: UUID
    name: str
    profile: dict[str, Any]
    file_name: str
    by: str | None
    created_at: datetime
    changed_at: datetime
    plans: int


class OfficeProfileList(RootModel[list[OfficeProfileAnswer]]):
    pass


class WitnessAnswer(Told):
    """One thing that was compared: how alike (0 to 1), and how much it counts."""

    about: str
    share: float
    weight: float
    sentence: str


class DriftAnswer(Told):
    """A name with a role that is gone; ``now`` is the one that holds the same, null where none."""

    what: str
    was: str
    role: str
    now: str | None
    matching: int
    of: int
    sentence: str


class ProfileOfferAnswer(Told):
    """``clear`` profiles are used by themselves; ``used`` tells that the plan is read with it."""

    id: UUID
    name: str
    score: float
    clear: bool
    used: bool
    by_itself: bool
    why: list[WitnessAnswer]
    drift: list[DriftAnswer]


class OfferList(RootModel[list[ProfileOfferAnswer]]):
    pass


class SaveAsked(Asked):
    """``everything`` also keeps the roles that were found without a person."""

    plan_id: UUID = Field(strict=False)
    name: Line
    everything: bool = False


class SaveOverAsked(Asked):
    plan_id: UUID = Field(strict=False)
    everything: bool = False


class RenameAsked(Asked):
    name: Line


class UseAsked(Asked):
    """Null for no profile."""

    profile_id: UUID | None = Field(strict=False)


@api.get("/profiles", tags=[TAG], responses={200: OfficeProfileList})
@needs(Role.FACILITY)
@checked
def saved_profiles() -> Response:
    """The saved profiles, by name."""
    found = profiles.profiles(db(), actor())
    return told(OfficeProfileList.model_validate(found, from_attributes=True))


@api.post("/profiles", tags=[TAG], responses={201: OfficeProfileAnswer, **CAN_CLASH, **WITH_BODY})
@needs(Role.FACILITY)
@checked
def save_profile(body: SaveAsked) -> Response:
    """Save what was decided about a plan, to be found again by how its drawing looks."""
    made = profiles.save(db(), actor(), body.plan_id, body.name, now(), everything=body.everything)
    response = told(OfficeProfileAnswer.model_validate(made), 201)
    response.headers["Location"] = url_for("api.saved_profiles")
    return response


@api.put(
    "/profiles/<uuid:profile_id>",
    tags=[TAG],
    responses={200: OfficeProfileAnswer, **CAN_CLASH, **WITH_BODY},
)
@needs(Role.FACILITY)
@checked
def save_over_profile(path: ProfilePath, body: SaveOverAsked) -> Response:
    """Let a profile say from now on what was decided about this plan."""
    made = profiles.save_over(
        db(), actor(), path.profile_id, body.plan_id, now(), everything=body.everything
    )
    return told(OfficeProfileAnswer.model_validate(made))


@api.patch(
    "/profiles/<uuid:profile_id>",
    tags=[TAG],
    responses={200: OfficeProfileAnswer, **CAN_CLASH, **WITH_BODY},
)
@needs(Role.FACILITY)
@checked
def rename_profile(path: ProfilePath, body: RenameAsked) -> Response:
    """Give a profile another name."""
    named = profiles.rename(db(), actor(), path.profile_id, body.name, now())
    return told(OfficeProfileAnswer.model_validate(named))


@api.delete("/profiles/<uuid:profile_id>", tags=[TAG], responses={204: None})
@needs(Role.FACILITY)
@checked
def remove_profile(path: ProfilePath) -> Response:
    """Forget a profile; plans stay as they were read."""
    profiles.remove(db(), actor(), path.profile_id)
    return nothing()


@api.get("/plans/<uuid:plan_id>/profiles", tags=[TAG], responses={200: OfferList})
@needs(Role.FACILITY)
@checked
def fitting_profiles(path: PlanPath) -> Response:
    """The profiles that may be those of the plan's drawing, and what is called otherwise in it."""
    found = profiles.offers(db(), actor(), path.plan_id)
    return told(OfferList.model_validate(found, from_attributes=True))


@api.put(
    "/plans/<uuid:plan_id>/profile",
    tags=[TAG],
    responses={200: PlanAnswer, **CAN_CLASH, **WITH_BODY},
)
@needs(Role.FACILITY)
@checked
def read_with_profile(path: PlanPath, body: UseAsked) -> Response:
    """Read a draft again with a saved profile, or with none; what was renamed keeps its role."""
    profiles.read_with(db(), actor(), path.plan_id, body.profile_id)
    return plan_answer(path.plan_id)
