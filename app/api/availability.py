"""What is free on a floor in a window: the hot path, kept thin."""

from __future__ import annotations

from uuid import UUID

from flask import Response, request
from flask_openapi3.models.tag import Tag
from pydantic import Field

from app.api.answers import JSON_TYPE, compressed, unchanged
from app.api.blueprint import api
from app.api.checks import checked
from app.api.fields import Asked, Instant, Told
from app.api.paths import FloorPath
from app.context import context
from app.live.shelf import Place
from app.security.access import identifies_itself
from app.security.identity import identify_at_floor
from floorplans.actor import Actor
from floorplans.bookings import service as bookings
from floorplans.bookings.schedule import FloorSchedule, span_of
from floorplans.bookings.views import Window

TAG = Tag(name="availability", description="What is free, and news of it.")
#: Changes whenever the document's form does, so that no browser keeps an old one.
FORM = "a2"


class AskedWindow(Asked):
    from_at: Instant = Field(alias="from")
    to_at: Instant = Field(alias="to")


class SpaceStatus(Told):
    """``status`` is free, yours, taken, occupied, closed or not_for_you."""

    id: UUID
    status: str
    until: str | None = None
    who: str | None = None
    booking_id: UUID | None = None
    reason: str | None = None


class PlanAtHours(Told):
    """The plan that holds when the hours begin, by the digest of its map: since and until when."""

    digest: str
    from_: str | None = Field(serialization_alias="from")
    until: str | None


class AvailabilityAnswer(Told):
    floor_id: UUID
    from_: str = Field(serialization_alias="from")
    to: str
    time_zone: str
    version: int
    plan: PlanAtHours | None
    spaces: list[SpaceStatus]


@api.get(
    "/floors/<uuid:floor_id>/availability",
    tags=[TAG],
    responses={
        200: AvailabilityAnswer,
        304: {"description": "Nothing on the floor changed since the answer with this ETag."},
    },
)
@identifies_itself
@checked
def availability(path: FloorPath, query: AskedWindow) -> Response:
    """The status of every bookable space of a floor in a window."""
    person, version = identify_at_floor(path.floor_id)
    tag = _tag(version, query, person)
    if tag in request.headers.get("If-None-Match", ""):
        response = unchanged()
    else:
        context().throttle.count("api", person.person_id.hex)
        window = bookings.shown_window(query.from_at, query.to_at)
        schedule = _schedule(path.floor_id, window, person, version)
        # It may have moved on since; the document names the version that it was read at.
        tag = _tag(schedule.version, query, person)
        body = schedule.document(window, person.person_id)
        response = compressed(Response(body, content_type=JSON_TYPE))
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _schedule(floor_id: UUID, window: Window, person: Actor, version: int) -> FloorSchedule:
    """The floor's schedule at this version or a later one, read once for everybody."""
    parts = context()
    place = Place(person.organisation_id, floor_id, span_of(window))
    found = parts.shelf.take(place, version)
    if found is None:
        found = bookings.schedule(parts.db, person, floor_id, place.span)
        parts.shelf.put(place, found)
    return found


def _tag(version: int, window: AskedWindow, person: Actor) -> str:
    """Names everything that the document depends on."""
    hours = f"{window.from_at.timestamp():.6f}-{window.to_at.timestamp():.6f}"
    return f'W/"{FORM}.{version}.{hours}.{person.person_id.hex}.{person.role}"'
