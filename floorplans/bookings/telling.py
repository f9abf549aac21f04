"""Telling all whom a booking concerns: its person, and the one who booked it for them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from floorplans.actor import Actor
from floorplans.bookings.rules import BookingFacts
from floorplans.messages.kinds import Kind
from floorplans.messages.queue import Telling


def tell_both(  # noqa: PLR0917 - the order of every use case
    connection: Connection,
    tell: Telling,
    kind: Kind,
    booking: BookingFacts,
    actor: Actor,
    now: datetime,
    *,
    details: Mapping[str, Any] | None = None,
) -> None:
    """Tell of what the actor has just done to a booking.

    Whoever booked it for its person is told too, unless its person has moved it and so looks
    after it from now on.
    """
    by = actor.recorded_id
    tell(connection, kind, booking.id, now, by=by, details=details)
    other = booking.booked_by
    if other is None or other == booking.person_id:
        return
    if kind is Kind.CANCELLED or actor.person_id != booking.person_id:
        tell(connection, kind, booking.id, now, by=by, to=other, details=details)
