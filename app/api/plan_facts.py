"""Facts about spaces that follow from the plan: windows, doors, ways in without a step."""

from __future__ import annotations

from flask import Response, request

from app.api.answers import as_json, compressed, unchanged
from app.api.blueprint import api
from app.api.checks import checked
from app.api.paths import FloorPath, PlanPath
from app.api.plan_answers import TAG
from app.api.problems import CAN_CLASH, Responses
from app.context import actor, db
from app.security.access import needs
from floorplans.actor import Role
from floorplans.places import service as places
from floorplans.plans.facts import service as facts
from floorplans.plans.facts.values import NAMES

_NUMBERS = ("net_area_m2", "window_m", "door_m", "door_clear_m")
_ABOUT = (
    "By the id of each space; null is what the drawing does not tell. Lengths in m, areas in m2."
)
_ONE = {
    "type": "object",
    "required": list(NAMES),
    "properties": {
        # The library that documents the API knows no list of types.
        name: {"anyOf": [{"type": "number" if name in _NUMBERS else "boolean"}, {"type": "null"}]}
        for name in NAMES
    },
}
_FACTS: Responses = {
    200: {
        "description": _ABOUT,
        "content": {
            "application/json": {"schema": {"type": "object", "additionalProperties": _ONE}}
        },
    }
}


@api.get(
    "/floors/<uuid:floor_id>/facts",
    tags=[TAG],
    responses={**_FACTS, 304: {"description": "Nothing was published since the ETag."}},
)
@checked
def floor_facts(path: FloorPath) -> Response:
    """What the plan of a floor tells of its spaces: net area, windows, doors, ways without a step.

    A space is near a window within 3 m and near a door within 2.5 m; a back is to a wall within 2 m
    of the desk; a way is step-free by doors of at least 0.80 m and without a stair.
    """
    etag = places.floor(db(), actor(), path.floor_id).map_digest or "none"
    if request.if_none_match.contains_weak(etag):
        response = unchanged()
    else:
        found = facts.of_floor(db(), actor(), path.floor_id)
        response = compressed(as_json({str(own): each.told() for own, each in found.items()}))
    response.set_etag(etag, weak=True)
    response.headers["Cache-Control"] = "private, no-cache"
    return response


@api.get("/plans/<uuid:plan_id>/facts", tags=[TAG], responses={**_FACTS, **CAN_CLASH})
@needs(Role.FACILITY)
@checked
def plan_facts(path: PlanPath) -> Response:
    """The same of a draft, by the ids of its `spaces`, as it is edited until now."""
    found = facts.of_draft(db(), actor(), path.plan_id)
    return compressed(as_json({own: each.told() for own, each in found.items()}))
