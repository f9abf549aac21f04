"""What a phone needs to search by itself. Nobody asks this from a position."""

from __future__ import annotations

from flask import Response, request
from pydantic import Field

from app.api.answers import compressed, unchanged
from app.api.blueprint import api
from app.api.checks import checked
from app.api.fields import Asked, Instant
from app.api.paths import FloorPath
from app.api.problems import CAN_CLASH
from app.api.walking import TAG, Walker
from app.context import actor, db, now
from floorplans.walking.phone import ways_for_phone

WAYS_TYPE = "application/octet-stream"


class PhoneAsked(Asked):
    profile: Walker = "on_foot"
    at: Instant | None = Field(
        default=None, description="When somebody wants to walk; closures and lifts are as then"
    )


@api.get(
    "/floors/<uuid:floor_id>/phone-ways",
    tags=[TAG],
    responses={
        200: {
            "description": "The ways of the floor's building, packed as `geo/ways/phone.py` says.",
            "content": {WAYS_TYPE: {"schema": {"type": "string", "format": "binary"}}},
        },
        304: {"description": "Nothing changed since the answer with this ETag."},
        **CAN_CLASH,
    },
)
@checked
def phone_ways(path: FloorPath, query: PhoneAsked) -> Response:
    """All ways through a building for one kind of person, for a search on the phone itself.

    They change with a plan, a closure or a lift out of order; the ETag is that of their content.
    """
    at = max(now(), query.at or now())
    found = ways_for_phone(db(), actor(), path.floor_id, query.profile, at)
    if request.if_none_match.contains_weak(found.digest):
        response = unchanged()
    else:
        response = compressed(Response(found.content, content_type=WAYS_TYPE))
    response.set_etag(found.digest, weak=True)
    response.headers["Cache-Control"] = "private, no-cache"
    return response
