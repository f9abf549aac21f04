"""What is free on a floor in a window: the hot path, kept thin."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from flask import Response, request
from flask_openapi3.models.tag import Tag
from pydantic import Field

from app.api.answers import JSON_TYPE, compressed, unchanged
from app.api.blueprint import api
from app.api.checks import checked
from app.api.fields import Asked, Instant, Told
from app.api.paths import FloorPath
from app.context import context, now
from app.live.shelf import Place
from app.security.access import identifies_itself
from app.security.identity import identify_at_floor
from floorplans.actor import Actor
from floorplans.bookings import service as bookings
from floorplans.bookings.schedule import FloorSchedule, span_of
from floorplans.bookings.views import Window

TAG = Tag(name="availability", description="What is free, and news of it.")
#: Changes whenever the document's form does, so that no browser keeps an old one.
FORM = "a6"


class AskedWindow(Asked):
    from_at: Instant = Field(alias="from")
    to_at: Instant = Field(alias="to")


class SpaceStatus(Told):
    """``status`` is free, yours, taken, occupied, assigned, closed or not_for_you.

    Assigned is a space that is somebody's own without a booking: ``who`` where they let it be
    seen, ``is_mine`` for its owner.

    ``left`` tells how many of the ``places`` of a space nobody has, where several can be booked at
    once. ``because`` is the space that is booked, where this one is only taken with it.
    """

    id: UUID
    status: str
    until: str | None = None
    who: str | None = None
    booking_id: UUID | None = None
    reason: str | None = None
    left: int | None = None
    places: int | None = None
    because: UUID | None = None
    is_mine: bool | None = None


class PlanAtHours(Told):
    """The plan that the hours are shown on, by the digest of its map: since and until when.

    It is the one in force when they begin, or the present one while they run.
    """

    digest: str
    from_: str = Field(serialization_alias="from")
    until: str | None


class AvailabilityAnswer(Told):
    floor_id: UUID
    from_: str = Field(serialization_alias="from")
    to: str
    time_zone: str
    version: int
    plan: PlanAtHours | None = Field(description="Null before the floor's first plan")
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
    at, known = now(), request.headers.get("If-None-Match", "")
    tag = _kept(_tag(version, query, person, at), known, at)
    if tag is not None:
        response = unchanged()
    else:
        context().throttle.count("api", person.person_id.hex)
        window = bookings.shown_window(query.from_at, query.to_at)
        schedule = known_schedule(path.floor_id, window, person, version)
        # It may have moved on since; the document names the version that it was read at.
        ends_at = schedule.plan_ends_at(window, at)
        tag = f'{_tag(schedule.version, query, person, at)}{_until(ends_at)}"'
        body = schedule.document(window, person.person_id, at)
        response = compressed(Response(body, content_type=JSON_TYPE))
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def known_schedule(floor_id: UUID, window: Window, person: Actor, version: int) -> FloorSchedule:
    """The floor's schedule at this version or a later one, read once for everybody."""
    parts = context()
    place = Place(person.organisation_id, floor_id, span_of(window))
    found = parts.shelf.take(place, version)
    if found is None:
        found = bookings.schedule(parts.db, person, floor_id, place.span)
        parts.shelf.put(place, found)
    return found


def _tag(version: int, window: AskedWindow, person: Actor, at: datetime) -> str:
    """Names everything that the document depends on, but for when another plan takes over."""
    hours = f"{window.from_at.timestamp():.6f}-{window.to_at.timestamp():.6f}"
    over = "over" if window.to_at <= at else "open"
    return f'W/"{FORM}.{version}.{hours}.{over}.{person.person_id.hex}.{person.role}.'


def _until(ends_at: datetime | None) -> str:
    return "" if ends_at is None else f"{ends_at.timestamp():.6f}"


def _kept(tag: str, known: str, at: datetime) -> str | None:
    """The whole of the tag that the browser has, unless its plan's time is over since."""
    _, found, rest = known.partition(tag)
    until = rest.partition('"')[0]
    if not found or (until and not _lies_ahead(until, at)):
        return None
    return f'{tag}{until}"'


def _lies_ahead(until: str, at: datetime) -> bool:
    try:
        return float(until) > at.timestamp()
    except ValueError:  # Nothing that this service ever said.
        return False
