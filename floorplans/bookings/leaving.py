"""What becomes of the bookings of somebody who leaves the organisation."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from floorplans.actor import Actor, Role
from floorplans.bookings import service
from floorplans.bookings.views import Phase
from floorplans.database import Database

_AHEAD = frozenset({Phase.UPCOMING, Phase.RUNNING})


def give_all_back(db: Database, person: Actor, now: datetime) -> int:
    """Give back what somebody has booked and not used yet, each as its own act; how many.

    Deadlines do not hold, and what runs ends now. Best after the account was closed: then nothing
    new comes, and nobody is told by a mail that they have left. Doing it again finishes what was
    cut short.
    """
    # They do it themselves, because messages name who did; nothing keeps them from it.
    leaver = replace(person, role=Role.ADMIN)
    given: set[UUID] = set()
    while ahead := [
        booking.id
        for booking in service.my_bookings(db, person, now)
        if booking.phase in _AHEAD and booking.id not in given
    ]:
        for booking_id in ahead:
            service.cancel(db, leaver, booking_id, now)
        given.update(ahead)
    return len(given)
