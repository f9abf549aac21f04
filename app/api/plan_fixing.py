"""Plans: what a person knows better than the reader: units and roles."""

from __future__ import annotations

from typing import Annotated

from flask import Response
from pydantic import Field

from app.api.blueprint import api
from app.api.checks import checked
from app.api.fields import Asked, Line
from app.api.paths import PlanPath
from app.api.plan_answers import TAG, PlanAnswer, plan_answer
from app.api.problems import CAN_CLASH, WITH_BODY
from app.context import actor, db, now
from app.security.access import needs
from floorplans.actor import Role
from floorplans.plans import service as plans

Finite = Annotated[float, Field(allow_inf_nan=False)]
Metres = Annotated[float, Field(ge=-1e7, le=1e7, allow_inf_nan=False)]


class DecisionsAsked(Asked):
    """What a person decides about a drawing; layer and block names may hold ``*``.

    A repair that is false is left undone.
    """

    units: Line | None = None
    encoding: Line | None = None
    view: Line | None = None
    layers: dict[str, str] = Field(default_factory=dict)
    blocks: dict[str, str] = Field(default_factory=dict)
    tolerances: dict[str, Finite] = Field(default_factory=dict)
    repairs: dict[str, bool] = Field(default_factory=dict)
    picture: dict[str, Finite] = Field(
        default_factory=dict,
        description="How large a picture is: metres_per_pixel, or dpi and the n of 1:n as scale.",
    )


@api.patch(
    "/plans/<uuid:plan_id>", tags=[TAG], responses={200: PlanAnswer, **CAN_CLASH, **WITH_BODY}
)
@needs(Role.FACILITY)
@checked
def redraw(path: PlanPath, body: DecisionsAsked) -> Response:
    """Say what layers and blocks are, the unit, or which view it is; the drawing is read again."""
    plans.redraw(db(), actor(), path.plan_id, body.model_dump(exclude_none=True), now())
    return plan_answer(path.plan_id)
