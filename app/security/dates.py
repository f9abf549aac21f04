"""Before anybody is told of the present: plans whose date has come are the floors' own."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from uuid import UUID

from flask import Flask, current_app, request

from app.context import actor_or_none, context
from app.live.stamps import Topic
from app.security.access import access_of
from floorplans.errors import Busy
from floorplans.plans import service as plans

log = logging.getLogger("floorplans.dates")

_NEVER = datetime.max.replace(tzinfo=UTC)


def install(app: Flask) -> None:
    """Ask the dates before every view but the hot ones; the guard is installed before this."""

    @app.before_request
    def dates() -> None:
        person = actor_or_none()
        access = access_of(current_app.view_functions.get(request.endpoint or ""))
        # What many use at once says what it changes, and asks for its own hours.
        if person is not None and access.changes == tuple(Topic):
            keep_to_dates(person.organisation_id)


def keep_to_dates(organisation_id: UUID) -> None:
    """Let plans whose date has come be published ones, also where no worker runs.

    As a rule it costs a look into memory. When the database cannot do it now, the next request
    tries again: what is booked is judged by its hours all the same.
    """
    parts = context()
    now = parts.clock()
    try:
        if _next_date(organisation_id) <= now and plans.take_over_all(
            parts.db, organisation_id, now
        ):
            parts.stamps.leave(Topic.FLOORS)
    except Busy as busy:
        log.warning("plans whose date has come were left as they are: %s", busy.code)


def _next_date(organisation_id: UUID) -> datetime:
    parts = context()
    known = parts.memory.dates.recall(organisation_id)
    if known is None:
        moment = parts.memory.dates.moment()
        known = plans.next_date(parts.db, organisation_id) or _NEVER
        parts.memory.dates.keep(organisation_id, known, moment)
    return known
