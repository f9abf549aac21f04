"""What is free on a floor in a window: the hot path, kept thin."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from flask import Response, request
from flask_openapi3.models.tag import Tag
from pydantic import Field

from app.api.answers import JSON_TYPE, WORTH_COMPRESSING_BYTES, accepts_gzip, pack
from app.api.blueprint import api
from app.api.checks import checked
from app.api.fields import Asked, Instant, Told
from app.api.paths import FloorPath
from app.context import context
from app.live.shelf import Document, Place
from app.security.access import identifies_itself
from app.security.identity import identify_at_floor
from floorplans.actor import Actor
from floorplans.bookings import service as bookings
from floorplans.people import service as people

TAG = Tag(name="availability", description="What is free, and news of it.")
#: Changes whenever the document's form does, so that no browser keeps an old one.
FORM = "a1"
#: No person has this id; what they would see is what everybody sees who holds nothing.
NOBODY = UUID(int=0)


class Window(Asked):
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


class AvailabilityAnswer(Told):
    floor_id: UUID
    from_: str = Field(serialization_alias="from")
    to: str
    time_zone: str
    version: int
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
def availability(path: FloorPath, query: Window) -> Response:
    """The status of every bookable space of a floor in a window."""
    seen, version = identify_at_floor(people.Look(path.floor_id, query.from_at, query.to_at))
    tag = _tag(version, query, seen.actor)
    if tag in request.headers.get("If-None-Match", ""):
        response = Response(status=304)
    else:
        context().throttle.count("api", seen.actor.person_id.hex)
        document = _document(path.floor_id, query, seen, version)
        # It may have moved on since; the document names the version that it was read at.
        tag = _tag(document.version, query, seen.actor)
        response = _sent(document)
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _document(floor_id: UUID, window: Window, seen: people.Recognised, version: int) -> Document:
    """The document as this person may see it.

    Who holds nothing there sees what everybody sees. That holds as long as nothing but one's own
    bookings makes the document differ from one person to the next.
    """
    if seen.holds:
        return _computed(floor_id, window, seen.actor)
    shelf = context().shelf
    place = Place(seen.actor.organisation_id, floor_id, window.from_at, window.to_at)
    found = shelf.take(place, version)
    if found is None:
        found = _computed(floor_id, window, replace(seen.actor, person_id=NOBODY))
        shelf.put(place, found)
        if found.version != version:
            # Something happened in between, and it may have been a booking of this person.
            return _computed(floor_id, window, seen.actor)
    return found


def _computed(floor_id: UUID, window: Window, viewer: Actor) -> Document:
    parts = context()
    found = bookings.availability(
        parts.db, viewer, floor_id, window.from_at, window.to_at, parts.clock()
    )
    plain = found.body.encode()
    return Document(found.version, plain, pack(plain))


def _sent(document: Document) -> Response:
    is_packed = accepts_gzip() and len(document.plain) >= WORTH_COMPRESSING_BYTES
    body = document.packed if is_packed else document.plain
    response = Response(body, content_type=JSON_TYPE)
    response.headers["Vary"] = "Accept-Encoding"
    if is_packed:
        response.headers["Content-Encoding"] = "gzip"
    return response


def _tag(version: int, window: Window, person: Actor) -> str:
    """Names everything that the document depends on."""
    hours = f"{window.from_at.timestamp():.6f}-{window.to_at.timestamp():.6f}"
    return f'W/"{FORM}.{version}.{hours}.{person.person_id.hex}.{person.role}"'
