"""Plans: what publishing would do, publishing, bringing an earlier one back, putting one away."""

from __future__ import annotations

from uuid import UUID

from flask import Response

from app.api.answers import nothing, told
from app.api.blueprint import api
from app.api.checks import checked
from app.api.fields import Told
from app.api.paths import PlanPath
from app.api.plan_answers import TAG, Georeference, NoticeAnswer
from app.api.problems import CAN_CLASH
from app.context import actor, db, now
from app.security.access import needs
from floorplans.actor import Role
from floorplans.plans import service as plans


class Change(Told):
    space_id: UUID | None
    kind: str
    change: str
    name: str
    old_name: str | None
    moved_m: float | None
    bookable: bool
    bookings: int
    loses_bookings: bool
    renamed: bool
    score: float
    why: str


class PreviewAnswer(Told):
    revision_id: UUID
    floor_id: UUID
    changes: list[Change]
    counts: dict[str, int]
    held_bookings: int
    georeference: Georeference
    hindrances: list[NoticeAnswer]
    warnings: list[NoticeAnswer]


class PublishAnswer(Told):
    revision_id: UUID
    floor_id: UUID
    map_digest: str
    counts: dict[str, int]
    changes: list[Change]
    held_bookings: int
    restored_bookings: int
    warnings: list[NoticeAnswer]


@api.get("/plans/<uuid:plan_id>/preview", tags=[TAG], responses={200: PreviewAnswer, **CAN_CLASH})
@needs(Role.FACILITY)
@checked
def preview(path: PlanPath) -> Response:
    """What publishing would do to the floor's spaces and their bookings."""
    found = plans.preview(db(), actor(), path.plan_id, now())
    return told(PreviewAnswer.model_validate(found))


@api.post("/plans/<uuid:plan_id>/publish", tags=[TAG], responses={200: PublishAnswer, **CAN_CLASH})
@needs(Role.FACILITY)
@checked
def publish(path: PlanPath) -> Response:
    """Make this the floor that people see, at once and whole."""
    report = plans.publish(db(), actor(), path.plan_id, now())
    return told(PublishAnswer.model_validate(report))


@api.post(
    "/plans/<uuid:plan_id>/bring-back", tags=[TAG], responses={200: PublishAnswer, **CAN_CLASH}
)
@needs(Role.FACILITY)
@checked
def bring_back(path: PlanPath) -> Response:
    """Make an earlier plan the one that people see again."""
    report = plans.bring_back(db(), actor(), path.plan_id, now())
    return told(PublishAnswer.model_validate(report))


@api.delete("/plans/<uuid:plan_id>", tags=[TAG], responses={204: None, **CAN_CLASH})
@needs(Role.FACILITY)
@checked
def discard(path: PlanPath) -> Response:
    """Put a plan away that will not be published."""
    plans.discard(db(), actor(), path.plan_id)
    return nothing()
