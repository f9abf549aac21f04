"""Plans: what people do to a draft, undo, take up again, and see before they do it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from flask import Response
from pydantic import Field

from app.api.answers import told
from app.api.blueprint import api
from app.api.checks import checked
from app.api.fields import Asked, Told
from app.api.paths import PlanPath
from app.api.plan_actions import ActionAsked, Kind, action_of
from app.api.plan_answers import TAG
from app.api.problems import CAN_CLASH, WITH_BODY
from app.context import actor, db, now
from app.security.access import changes, needs
from floorplans.actor import Role
from floorplans.plans import service as plans
from floorplans.plans.categories import KINDS
from floorplans.plans.editing.copying import Wanted, copy_spaces

After = Annotated[
    int,
    Field(
        ge=0,
        le=2**31 - 1,
        description="The number of the last edit that was seen done, 0 before the first.",
    ),
]


class EditAsked(Asked):
    """``dry_run`` answers with what the edit would change, and keeps nothing."""

    after: After
    action: ActionAsked
    dry_run: bool = False


class StepAsked(Asked):
    after: After


class CopyAsked(Asked):
    """What to copy of the plan ``source``; ``named`` with numbers and names as they are there."""

    after: After
    source: UUID
    kinds: Annotated[list[Kind], Field(min_length=1, max_length=len(KINDS))]
    named: bool = True
    dry_run: bool = False


class EditAnswer(Told):
    """``lost`` is why the edit changes nothing on the plan as it is now, else null.

    ``by`` and ``undone_by`` are null for the operator, and ``undone_by`` for what stands.
    """

    number: int
    what: str
    by: str | None
    at: datetime
    undone: bool
    lost: str | None
    undone_by: str | None


class EditList(Told):
    number: int
    can_undo: bool
    can_redo: bool
    edits: list[EditAnswer]


class SpaceProperties(Told):
    kind: str
    category: str
    number: str | None
    name: str
    capacity: int
    bookable: bool
    places: int | None
    features: list[str]
    rotation_deg: float | None
    area_m2: float
    handle: str | None
    layer: str | None
    edited: bool


class SpaceFeature(Told):
    """A space as in the draft's ``spaces``, in metres of the drawing's own axes."""

    type: Literal["Feature"]
    id: str
    geometry: dict[str, Any]
    properties: SpaceProperties


class ZoneFeature(Told):
    type: Literal["Feature"]
    geometry: dict[str, Any]
    properties: dict[str, str]


class EditedAnswer(Told):
    """The new state. ``removed`` holds ids; ``planned_zones`` is null when they are as before.

    ``reading`` tells that the drawing is being read again with it; look at the plan until it is.
    """

    number: int
    can_undo: bool
    can_redo: bool
    edit: EditAnswer
    added: list[SpaceFeature]
    changed: list[SpaceFeature]
    removed: list[str]
    planned_zones: list[ZoneFeature] | None
    reading: bool


def _step(way: str = "") -> Callable[[Callable[..., Response]], object]:
    """The route of a view that does something to a draft and answers with what that changed."""
    route = api.post(
        f"/plans/<uuid:plan_id>/edits{way}",
        tags=[TAG],
        responses={200: EditedAnswer, **CAN_CLASH, **WITH_BODY},
    )
    # A draft is on no floor yet, so nothing changes that others remember.
    return lambda view: route(needs(Role.FACILITY)(changes()(checked(view))))


@api.get("/plans/<uuid:plan_id>/edits", tags=[TAG], responses={200: EditList})
@needs(Role.FACILITY)
@checked
def edits(path: PlanPath) -> Response:
    """Who did what to a plan, in order, and what found no place when it was read again."""
    return told(EditList.model_validate(plans.edits(db(), actor(), path.plan_id)))


@_step()
def edit(path: PlanPath, body: EditAsked) -> Response:
    """Do something to a draft, or see what it would change."""
    done = plans.edit(
        db(),
        actor(),
        path.plan_id,
        action_of(body.action),
        body.after,
        now(),
        dry_run=body.dry_run,
    )
    return told(EditedAnswer.model_validate(done))


@_step("/undo")
def undo(path: PlanPath, body: StepAsked) -> Response:
    """Take the last edit back; of a drawing that was refused with a wall, that wall."""
    done = plans.undo(db(), actor(), path.plan_id, body.after)
    return told(EditedAnswer.model_validate(done))


@_step("/redo")
def redo(path: PlanPath, body: StepAsked) -> Response:
    """Do the edit again that was undone last."""
    done = plans.redo(db(), actor(), path.plan_id, body.after)
    return told(EditedAnswer.model_validate(done))


@_step("/copy")
def copy(path: PlanPath, body: CopyAsked) -> Response:
    """Copy spaces of another plan into a draft, above or below where they lie, as one edit."""
    wanted = Wanted(body.source, frozenset(body.kinds), body.named)
    done = copy_spaces(db(), actor(), path.plan_id, wanted, body.after, now(), dry_run=body.dry_run)
    return told(EditedAnswer.model_validate(done))
