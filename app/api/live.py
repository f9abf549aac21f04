"""Live updates of a floor as server-sent events."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from uuid import UUID

from flask import Response, request
from pydantic import Field

from app.api.availability import TAG
from app.api.blueprint import api
from app.api.checks import checked
from app.api.fields import Asked, Instant
from app.api.paths import FloorPath
from app.context import actor, context
from app.live.handing_over import SOCKET, HandedOver
from app.live.hub import Hub
from app.live.open_map import Look
from app.security.identity import bearer_token, session_token
from floorplans.actor import Actor
from floorplans.bookings import service as bookings
from floorplans.bookings.views import Window
from floorplans.people import service as people

#: What browsers wait before they come back after a lost connection.
RETRY_MS = 2000
_FIRST = f"retry: {RETRY_MS}\n\n".encode()


class AskedHours(Asked):
    from_at: Instant | None = Field(None, alias="from")
    to_at: Instant | None = Field(None, alias="to")


@api.get(
    "/floors/<uuid:floor_id>/live",
    tags=[TAG],
    responses={
        200: {
            "description": 'Events named version with data {"version": n}, the first at once; '
            "signed-out as the last when the session has ended. With from and to, an event may "
            'also have "since", "plan" and "spaces": the entries of the availability document of '
            "these hours that are different from those at the version since. Who has another "
            "version asks for the document.",
            "content": {"text/event-stream": {"schema": {"type": "string"}}},
        }
    },
)
@checked
def live(path: FloorPath, query: AskedHours) -> Response:
    """Follow a floor: an event whenever its availability changes."""
    window = None
    if query.from_at is not None and query.to_at is not None:
        window = bookings.shown_window(query.from_at, query.to_at)
    return stream(actor(), path.floor_id, _still_signed_in(), window)


def stream(
    person: Actor, floor_id: UUID, may_go_on: Callable[[], bool], window: Window | None = None
) -> Response:
    """The events of a floor for one who looks at it, until ``may_go_on`` says no.

    With a ``window`` they say what has changed in it.
    """
    parts = context()
    # Refuses a floor of another organisation before anything is set up for it.
    bookings.floor_version(parts.db, person, floor_id)
    parts.hub.require_room()
    look = Look(person, floor_id, may_go_on, window)
    connection = request.environ.get(SOCKET)
    if request.method == "HEAD":
        events: Iterator[bytes] = iter(())
    elif connection is None:
        events = _passed_on(parts.hub, look)
    else:
        in_chunks = request.environ.get("SERVER_PROTOCOL") != "HTTP/1.0"
        events = _handed_over(parts.hub, look, connection, in_chunks=in_chunks)
    response = Response(events, content_type="text/event-stream")
    # A proxy that collects the events would hold back the news.
    response.headers["X-Accel-Buffering"] = "no"
    return response


def _handed_over(
    hub: Hub, look: Look, connection: socket.socket, *, in_chunks: bool
) -> Iterator[bytes]:
    """The first words; everything after them is the hub's, and no thread waits for it."""
    yield _FIRST
    hub.follow(look, connection, in_chunks=in_chunks)
    raise HandedOver


def _passed_on(hub: Hub, look: Look) -> Iterator[bytes]:
    """What the hub says, event by event, for a server that keeps its connections to itself."""
    ours, theirs = socket.socketpair()
    hub.follow(look, theirs)
    with ours, ours.makefile("rb") as heard:
        yield _FIRST
        event = b""
        for line in heard:
            event += line
            if line == b"\n":
                yield event
                event = b""


def _still_signed_in() -> Callable[[], bool]:
    """A question that can be asked after the request, and does not keep the session alive."""
    parts = context()
    token, sid = bearer_token(), session_token()
    if token is not None:
        return lambda: people.actor_of_token(parts.db, token, parts.clock()) is not None
    return lambda: (
        sid is not None and people.actor_of_session(parts.db, sid, parts.clock()) is not None
    )
