"""Waiting for a place, seeing one's waits, leaving, and answering what is offered."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from floorplans.actor import Actor
from floorplans.bookings import queries as booking_queries
from floorplans.bookings import settling
from floorplans.database import Database
from floorplans.messages import queue
from floorplans.messages.kinds import Kind
from floorplans.waiting import queries, rules, serving_queries
from floorplans.waiting.joining import join
from floorplans.waiting.serving import serve, serve_due
from floorplans.waiting.views import Mode, State, WaitView

__all__ = [
    "forget_ended",
    "join",
    "leave",
    "my_waits",
    "serve",
    "serve_due",
    "set_mode",
    "take",
    "wait",
    "wait_of_booking",
]

#: Of a booking that was offered: it has another end already.
GIVEN_BACK = ("cancelled", "released", "declined")
_OPEN = (State.WAITING, State.OFFERED)


def my_waits(db: Database, actor: Actor, now: datetime) -> list[WaitView]:
    """The actor's open waits by their hours, then those that ended within a week."""
    with db.transaction(actor.organisation_id) as tx:
        return queries.views(tx, actor, now - rules.KEPT)


def wait(db: Database, actor: Actor, wait_id: UUID) -> WaitView:
    """One of the actor's waits; NotFound ``wait_not_found``."""
    with db.transaction(actor.organisation_id) as tx:
        return _view(tx, actor, wait_id)


def wait_of_booking(db: Database, actor: Actor, booking_id: UUID) -> WaitView | None:
    """The actor's wait that led to a booking; None without one."""
    with db.transaction(actor.organisation_id) as tx:
        return queries.view_of_booking(tx, actor, booking_id)


def set_mode(db: Database, actor: Actor, wait_id: UUID, mode: Mode, now: datetime) -> WaitView:
    """Have it booked by itself from now on, or be asked; the place in the list stays.

    Raises NotFound ``wait_not_found``, Conflict ``wait_over``.
    """
    with db.transaction(actor.organisation_id) as tx:
        found = _view(tx, actor, wait_id)
        if found.mode is not mode and not queries.set_mode(tx, actor, wait_id, mode, now):
            raise rules.wait_over()
        return _view(tx, actor, wait_id)


def leave(db: Database, actor: Actor, wait_id: UUID, now: datetime) -> WaitView:
    """Wait no longer; a place that is offered goes to the next one.

    Again, or after the end, it changes nothing and is no error. Raises NotFound
    ``wait_not_found``.
    """
    with db.transaction(actor.organisation_id) as tx:
        found = _view(tx, actor, wait_id)
        if found.state in _OPEN and not queries.leave(tx, actor, wait_id, now):
            booking_id = queries.decline(tx, actor, wait_id, now)
            if booking_id is not None:
                _give_back(tx, actor, booking_id, now)
        return _view(tx, actor, wait_id)


def take(db: Database, actor: Actor, wait_id: UUID, now: datetime) -> WaitView:
    """Take the place that is offered; again it changes nothing.

    It counts as long as nobody else was asked, also a moment after the time to answer. Raises
    NotFound ``wait_not_found``, Conflict ``not_offered`` or ``offer_over``.
    """
    with db.transaction(actor.organisation_id) as tx:
        found = _view(tx, actor, wait_id)
        if found.state is not State.BOOKED:
            _accept(tx, actor, found, now)
        return _view(tx, actor, wait_id)


def forget_ended(db: Database, now: datetime) -> int:
    """Delete the waits that ended a week ago; how many."""
    with db.transaction(None) as tx:
        return serving_queries.forget(tx, now - rules.KEPT)


def _accept(tx: Connection, actor: Actor, found: WaitView, now: datetime) -> None:
    booking_id = queries.accept(tx, actor, found.id, now)
    if booking_id is None:
        state = _view(tx, actor, found.id).state
        if state is State.BOOKED:
            return  # On another device, in this very moment.
        if state is not State.OFFERED:
            raise rules.not_offered(state)
        # Offered in this very moment, and theirs.
        booking_id = queries.accept(tx, actor, found.id, now)
        if booking_id is None:
            raise rules.not_offered(_view(tx, actor, found.id).state)
    stored = booking_queries.booking_facts(tx, actor, booking_id, lock=True)
    if stored is None or stored.state in GIVEN_BACK:
        # Given back in another way, which the list has not seen yet.
        raise rules.not_offered(State.DECLINED)
    queue.tell(tx, Kind.BOOKED, booking_id, now, by=actor.recorded_id)


def _give_back(tx: Connection, actor: Actor, booking_id: UUID, now: datetime) -> None:
    """Cancel a booking that its person never wanted: no mail tells them what they just did."""
    stored = booking_queries.booking_facts(tx, actor, booking_id, lock=True)
    if stored is not None and stored.state not in GIVEN_BACK:
        booking_queries.cancel(tx, actor, booking_id, now)
        settling.answered(tx, actor.organisation_id, booking_id, "cancelled", now)


def _view(tx: Connection, actor: Actor, wait_id: UUID) -> WaitView:
    found = queries.view(tx, actor, wait_id)
    if found is None:
        raise rules.wait_missing()
    return found
