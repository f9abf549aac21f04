"""Writing one assignment: by hand or from a list, in the caller's transaction."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from floorplans.actor import Actor
from floorplans.assigning import queries, rules
from floorplans.assigning.views import AssignmentRequest
from floorplans.database import sqlstate
from floorplans.ids import new_id

_NO_OVERLAP, _ONE_PLACE = "23P01", "23514"


def make(tx: Connection, actor: Actor, request: AssignmentRequest, now: datetime) -> UUID:
    """Write an assignment and answer its id; a refusal leaves the transaction as it was.

    Raises Invalid, Refused, NotFound ``space_not_found`` or ``person_not_found``, Conflict
    ``already_assigned`` or ``space_has_places``.
    """
    organisation = actor.organisation_id
    space = queries.space(tx, organisation, request.space_id)
    if space is None:
        raise rules.space_missing()
    today = now.astimezone(ZoneInfo(space["time_zone"])).date()
    days = rules.check_days(request.days, today)
    person_id = queries.person(tx, organisation, request.email)
    if person_id is None:
        raise rules.person_missing(request.email)
    made = new_id()
    try:
        with tx.begin_nested():
            queries.insert(
                tx,
                organisation,
                made,
                space_id=request.space_id,
                floor_id=space["floor_id"],
                person_id=person_id,
                days=days,
                by=actor.recorded_id,
                now=now,
            )
    except DBAPIError as error:
        state = sqlstate(error)
        if state == _NO_OVERLAP:
            raise rules.already_assigned() from None
        if state == _ONE_PLACE and space["places"] > 1:
            raise rules.has_places() from None
        raise
    return made
