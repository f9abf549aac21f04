"""Plans: going on with one that people see already."""

from __future__ import annotations

from flask import Response, url_for

from app.api.blueprint import api
from app.api.checks import checked
from app.api.paths import PlanPath
from app.api.plan_answers import TAG, PlanAnswer, plan_answer
from app.api.problems import CAN_CLASH
from app.context import actor, db, now
from app.security.access import changes, needs
from floorplans.actor import Role
from floorplans.plans.reopening import reopen


@api.post("/plans/<uuid:plan_id>/reopen", tags=[TAG], responses={201: PlanAnswer, **CAN_CLASH})
@needs(Role.FACILITY)
@changes()  # a draft is on no floor yet
@checked
def reopen_plan(path: PlanPath) -> Response:
    """A draft with everything that a published plan was made of, to be changed and published."""
    made = reopen(db(), actor(), path.plan_id, now())
    response = plan_answer(made, 201)
    response.headers["Location"] = url_for("api.plan", plan_id=made)
    return response
