"""Live updates of a floor as server-sent events."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from time import monotonic
from uuid import UUID

from flask import Response

from app.api.availability import TAG
from app.api.blueprint import api
from app.api.checks import checked
from app.api.paths import FloorPath
from app.context import actor, context
from app.live.hub import Subscription
from app.security.identity import bearer_token, session_token
from floorplans.actor import Actor
from floorplans.bookings import service as bookings
from floorplans.errors import Busy
from floorplans.people import service as people

#: A comment goes out this often, so that a client that is gone is noticed.
HEARTBEAT_S = 15.0
#: How long a stream may outlive the session it was opened in.
RECHECK_S = 60.0
#: What browsers wait before they come back after a lost connection.
RETRY_MS = 2000


@api.get(
    "/floors/<uuid:floor_id>/live",
    tags=[TAG],
    responses={
        200: {
            "description": 'Events named version with data {"version": n}, the first at once; '
            "signed-out as the last when the session has ended.",
            "content": {"text/event-stream": {"schema": {"type": "string"}}},
        }
    },
)
@checked
def live(path: FloorPath) -> Response:
    """Follow a floor: an event whenever its availability changes."""
    return stream(actor(), path.floor_id, _still_signed_in())


def stream(person: Actor, floor_id: UUID, may_go_on: Callable[[], bool]) -> Response:
    """The events of a floor for one who looks at it, until ``may_go_on`` says no."""
    parts = context()
    # Refuses a floor of another organisation before anything is set up for it.
    bookings.floor_version(parts.db, person, floor_id)
    with ExitStack() as stack:
        subscription = stack.enter_context(parts.hub.subscribed(person.organisation_id, floor_id))
        # Read after subscribing, so that no change can fall between the two.
        subscription.offer(bookings.floor_version(parts.db, person, floor_id))
        leave = stack.pop_all()
    response = Response(_events(subscription, may_go_on), content_type="text/event-stream")
    response.call_on_close(leave.close)
    # A proxy that collects the events would hold back the news.
    response.headers["X-Accel-Buffering"] = "no"
    return response


def _events(subscription: Subscription, may_go_on: Callable[[], bool]) -> Iterator[str]:
    yield f"retry: {RETRY_MS}\n\n"
    checked_at = monotonic()
    while not subscription.is_ended:
        version = subscription.take(HEARTBEAT_S)
        if monotonic() - checked_at >= RECHECK_S:
            checked_at = monotonic()
            if not _answers_yes(may_go_on):
                yield "event: signed-out\ndata: {}\n\n"
                return
        if version is None:
            yield ": still here\n\n"
        else:
            yield f'event: version\ndata: {{"version": {version}}}\n\n'


def _answers_yes(question: Callable[[], bool]) -> bool:
    try:
        return question()
    except Busy:
        # The next question will tell; a database that restarts signs nobody out.
        return True


def _still_signed_in() -> Callable[[], bool]:
    """A question that can be asked after the request, and does not keep the session alive."""
    parts = context()
    token, sid = bearer_token(), session_token()
    if token is not None:
        return lambda: people.actor_of_token(parts.db, token, parts.clock()) is not None
    return lambda: (
        sid is not None and people.actor_of_session(parts.db, sid, parts.clock()) is not None
    )
