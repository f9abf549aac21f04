"""A person's bookings as a calendar to subscribe to; the secret in its address is the way in."""

from __future__ import annotations

from flask import Blueprint, Response, request

from app.context import addresses, db, now
from app.mail.calendar import feed_document
from app.security.access import by_secret
from floorplans.messages import service as messages

blueprint = Blueprint("calendar", __name__)

#: A program that asked before is told whether anything changed.
_CACHING = "private, no-cache"


@blueprint.get("/calendar/<token>.ics")
@by_secret
def feed(token: str) -> Response:
    """The calendar of this secret, or 304 for who has it as it is."""
    found = messages.feed(db(), token, now())
    response = Response(feed_document(found, addresses()), content_type="text/calendar")
    response.headers["Content-Type"] = "text/calendar; charset=utf-8"
    response.headers["Content-Disposition"] = 'inline; filename="my-places.ics"'
    response.headers["Cache-Control"] = _CACHING
    response.last_modified = found.changed_at
    response.add_etag()
    response.make_conditional(request)
    return response
