"""Plans: which there are, upload a drawing, and see how far it is read and what was understood."""

from __future__ import annotations

from flask import Response, url_for

from app.api.answers import as_json, compressed, told
from app.api.blueprint import api
from app.api.checks import checked
from app.api.forms import FILE, form, sent_file
from app.api.paths import FloorPath, PlanPath
from app.api.plan_answers import TAG, PlanAnswer, PlanList, plan_answer
from app.api.problems import CAN_CLASH, WITH_BODY
from app.context import actor, db, now
from app.security.access import needs, takes_upload
from floorplans.actor import Role
from floorplans.plans import service as plans


@api.get("/plans", tags=[TAG], responses={200: PlanList})
@needs(Role.FACILITY)
@checked
def present_plans() -> Response:
    """Of all floors what is published, being read, refused, or waits to be looked at."""
    found = plans.present_revisions(db(), actor())
    return told(PlanList.model_validate(found, from_attributes=True))


@api.get("/floors/<uuid:floor_id>/plans", tags=[TAG], responses={200: PlanList})
@needs(Role.FACILITY)
@checked
def floor_plans(path: FloorPath) -> Response:
    """The plans of a floor, published and not."""
    found = plans.revisions(db(), actor(), path.floor_id)
    return told(PlanList.model_validate(found, from_attributes=True))


@api.post(
    "/floors/<uuid:floor_id>/plans",
    tags=[TAG],
    responses={201: PlanAnswer, **CAN_CLASH, **WITH_BODY},
    openapi_extensions=form("file", file={**FILE, "description": "The drawing"}),
)
@needs(Role.FACILITY)
@takes_upload
@checked
def upload(path: FloorPath) -> Response:
    """Send a drawing as the form field “file”; it is read in the background."""
    name, content = sent_file("drawing", "drawing")
    made = plans.upload(db(), actor(), path.floor_id, name, content, now())
    response = plan_answer(made, 201)
    response.headers["Location"] = url_for("api.plan", plan_id=made)
    return response


@api.get("/plans/<uuid:plan_id>", tags=[TAG], responses={200: PlanAnswer})
@needs(Role.FACILITY)
@checked
def plan(path: PlanPath) -> Response:
    """One plan: how far its reading is, what was found, what is wrong with it."""
    return plan_answer(path.plan_id)


@api.get(
    "/plans/<uuid:plan_id>/draft",
    tags=[TAG],
    responses={
        200: {
            "description": "What was understood, in metres of the drawing's own axes.",
            "content": {"application/json": {"schema": {"type": "object"}}},
        },
        **CAN_CLASH,
    },
)
@needs(Role.FACILITY)
@checked
def draft(path: PlanPath) -> Response:
    """What was understood of the drawing, with the findings."""
    return compressed(as_json(plans.draft_document(db(), actor(), path.plan_id)))
