"""What a floor shows of bookings: the availability that people see, and its version."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from floorplans.actor import Actor
from floorplans.bookings import queries, rules
from floorplans.bookings.schedule import FloorSchedule, span_of
from floorplans.bookings.views import Availability, Window
from floorplans.database import Database
from floorplans.errors import NotFound


def availability(  # noqa: PLR0917 - the order of every use case, and the window in the middle
    db: Database, actor: Actor, floor_id: UUID, from_at: datetime, to_at: datetime, now: datetime
) -> Availability:
    """The availability document of a floor as its person may see it.

    Raises NotFound ``floor_not_found`` and Invalid.
    """
    window = shown_window(from_at, to_at)
    found = schedule(db, actor, floor_id, span_of(window))
    return Availability(found.version, found.document(window, actor.person_id, now))


def shown_window(from_at: datetime, to_at: datetime) -> Window:
    """The window that availability is asked for. Raises Invalid."""
    window = rules.window_of(from_at, to_at)
    rules.check_shown(window)
    return window


def schedule(db: Database, actor: Actor, floor_id: UUID, span: Window) -> FloorSchedule:
    """What takes a floor's spaces over whole days, to answer many windows from.

    It holds who booked what: documents for one person are made from it, and it goes no further.
    Raises NotFound ``floor_not_found``.
    """
    with db.transaction(actor.organisation_id) as connection:
        found = queries.schedule(connection, floor_id, span)
    if found is None:
        raise _floor_missing()
    return found


def floor_version(db: Database, actor: Actor, floor_id: UUID) -> int:
    """The counter that moves with every change a map of the floor shows; NotFound."""
    with db.transaction(actor.organisation_id) as connection:
        found = queries.floor_version(connection, actor, floor_id)
    if found is None:
        raise _floor_missing()
    return found


def _floor_missing() -> NotFound:
    return NotFound(
        "floor_not_found",
        "This floor does not exist.",
        "Choose a floor from the list of places.",
    )
