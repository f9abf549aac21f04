"""Plans: the picture that people draw over."""

from __future__ import annotations

from flask import Response

from app.api.blueprint import api
from app.api.checks import checked
from app.api.paths import PlanPath
from app.api.plan_answers import TAG
from app.api.problems import Responses
from app.context import actor, db
from app.security.access import needs
from floorplans.actor import Role
from floorplans.plans.underlays import service as underlays

_PICTURE: Responses = {
    200: {
        "description": "The picture, upright; it fills the draft's extent_m.",
        "content": {
            "image/png": {"schema": {"type": "string", "format": "binary"}},
            "image/jpeg": {"schema": {"type": "string", "format": "binary"}},
        },
    }
}


@api.get("/plans/<uuid:plan_id>/underlay", tags=[TAG], responses=_PICTURE)
@needs(Role.FACILITY)
@checked
def underlay(path: PlanPath) -> Response:
    """The picture or page of a plan that was brought in as one."""
    found = underlays.picture(db(), actor(), path.plan_id)
    response = Response(found.content, content_type=found.media_type)
    response.add_etag()
    response.headers["Cache-Control"] = "private, no-cache"
    return response
