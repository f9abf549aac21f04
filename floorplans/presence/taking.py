"""Sitting down at a place: one transaction that frees, moves or books what it must."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from floorplans.actor import Actor
from floorplans.approvals import rules as approval
from floorplans.bookings import queries as booking_queries
from floorplans.bookings import rules as booking_rules
from floorplans.bookings.rules import SpaceFacts
from floorplans.bookings.service import EXCLUSION_VIOLATION
from floorplans.bookings.views import BookingView, Window
from floorplans.database import Database, sqlstate
from floorplans.ids import new_id
from floorplans.messages import queue
from floorplans.messages.kinds import Kind
from floorplans.presence import queries, rules
from floorplans.presence.hours import hours_now
from floorplans.presence.looking import TO_BE_HAD, look, nothing_here, taken
from floorplans.presence.views import BookingThere, Look, PlaceAt, Step

HERE = (Step.CHECK_IN, Step.CHECK_OUT)


class _TakenError(Exception):
    """Leaves the transaction, so that nothing of it is kept."""


def take(
    db: Database, actor: Actor, space_id: UUID, now: datetime, *, until: datetime | None = None
) -> BookingView:
    """Sit down here: the space is the actor's from now on, checked in, in one transaction.

    A booking that nobody came for within its grace makes way. The actor's booking of the same
    kind elsewhere that runs, or is about to, comes here instead of standing beside this one.
    ``until`` is at most when the place is wanted next; without it the longest there is today.
    Where the rules of booking want other hours, they are the nearest that hold this moment.
    Raises NotFound ``place_not_found``, Conflict ``taken`` with ``alternatives``, ``closed``,
    ``not_bookable`` or ``no_longer_unclaimed``, what ``check_in`` raises for who is here already,
    and every refusal of a booking.
    """
    seen = look(db, actor, space_id, now)
    if seen.step in HERE and seen.mine is not None:
        return _here_already(db, actor, seen.mine, now)
    if seen.step not in TO_BE_HAD or seen.until is None:
        raise nothing_here(seen)
    end = seen.until if until is None else min(until, seen.until)
    window = booking_rules.window_of(now, end)
    try:
        with db.transaction(actor.organisation_id) as tx:
            made = _take(tx, actor, seen, window, now)
            return _view(tx, actor, made, now)
    except _TakenError:
        raise taken(db, actor, seen, window) from None
    except DBAPIError as error:
        if sqlstate(error) != EXCLUSION_VIOLATION:
            raise
        raise taken(db, actor, seen, window) from None


def _here_already(db: Database, actor: Actor, mine: BookingThere, now: datetime) -> BookingView:
    with db.transaction(actor.organisation_id) as tx:
        if mine.state == "confirmed" and not queries.check_in(tx, actor, mine, now):
            raise booking_rules.moved_on()
        return _view(tx, actor, mine.id, now)


def _take(tx: Connection, actor: Actor, seen: Look, wanted: Window, now: datetime) -> UUID:
    """The booking that is here now."""
    where, mine = seen.place, seen.mine if seen.step is Step.SIT_HERE else None
    queries.lock(tx, actor, where.id, mine.space_id if mine else where.id)
    if seen.unclaimed is not None:
        _release(tx, actor, seen.unclaimed, where, now)
    own_id = mine.id if mine else new_id()
    found = _facts(tx, actor, where, wanted, own_id)
    if approval.is_needed(found):
        raise approval.needs_asking(found, "Ask for it on the floor's map.")
    window = hours_now(found, wanted, now)
    if window != wanted:
        facts = _facts(tx, actor, where, window, own_id)
        booking_rules.check_space(facts, window, now)
    if mine is None:
        queries.take(tx, actor, own_id, where, window, now)
        queue.tell(tx, Kind.BOOKED, own_id, now, by=actor.recorded_id)
    else:
        _move(tx, actor, mine, where, window, now)
    return own_id


def _facts(
    tx: Connection, actor: Actor, where: PlaceAt, window: Window, own_id: UUID
) -> SpaceFacts:
    facts = booking_queries.locked_facts(
        tx,
        where.id,
        window,
        person_id=actor.person_id,
        apart_from=own_id,
        other_space=where.id,
    )
    if facts is None:
        raise booking_rules.space_missing()
    if facts.is_taken:
        raise _TakenError
    return facts


def _release(tx: Connection, actor: Actor, booking_id: UUID, where: PlaceAt, now: datetime) -> None:
    if not queries.release_unclaimed(tx, actor, booking_id, where.id, now):
        raise rules.no_longer_unclaimed(where.name)
    queue.tell(tx, Kind.RELEASED, booking_id, now)


def _move(  # noqa: PLR0917 - one act, its person, what is moved where and when
    tx: Connection,
    actor: Actor,
    mine: BookingThere,
    where: PlaceAt,
    window: Window,
    now: datetime,
) -> None:
    stored = booking_queries.booking_facts(tx, actor, mine.id, lock=True)
    if stored is None or not queries.move(tx, actor, mine.id, where, window, now):
        raise booking_rules.moved_on()
    was = booking_rules.told_before(stored)
    queue.tell(tx, Kind.CHANGED, mine.id, now, by=actor.recorded_id, details=was)


def _view(tx: Connection, actor: Actor, booking_id: UUID, now: datetime) -> BookingView:
    found = booking_queries.view(tx, actor, booking_id, now)
    if found is None:
        raise booking_rules.booking_missing()
    return found
