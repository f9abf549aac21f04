"""Check-in and check-out, taking a place on the spot, and freeing those that nobody came for."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from floorplans.actor import Actor
from floorplans.bookings import queries as booking_queries
from floorplans.bookings import rules as booking_rules
from floorplans.database import Database, busy
from floorplans.messages import queue
from floorplans.messages.kinds import Kind
from floorplans.presence import queries, rules
from floorplans.presence.asking import all_zones, check_in_rules, forget_rule, set_rule
from floorplans.presence.looking import (
    landmarks,
    look,
    place_at,
    places_near,
)
from floorplans.presence.taking import take
from floorplans.presence.views import BookingThere, PresenceView

__all__ = [
    "all_zones",
    "check_in",
    "check_in_rules",
    "check_out",
    "forget_rule",
    "landmarks",
    "look",
    "place_at",
    "places_near",
    "presence",
    "presence_of",
    "release_due",
    "set_rule",
    "take",
]

#: A booking that changes this often between two statements is told as busy.
TRIES = 4


def check_in(db: Database, actor: Actor, booking_id: UUID, now: datetime) -> PresenceView:
    """Say that the person of a booking is there; again changes nothing and is no error.

    Own bookings, and anybody's for facility staff. Raises NotFound ``booking_not_found``, Refused
    ``check_in_not_open``, Conflict ``booking_released``, ``booking_ended`` or ``booking_held``.
    """
    with db.transaction(actor.organisation_id) as tx:
        for _ in range(TRIES):
            seen = _own(tx, actor, booking_id)
            rules.check_check_in(seen, now)
            if seen.state == "checked_in" or queries.check_in(tx, actor, seen, now):
                return _presence(tx, actor, booking_id, now)
    raise busy()


def check_out(db: Database, actor: Actor, booking_id: UUID, now: datetime) -> PresenceView:
    """Say that the person has left: the booking ends now, and the rest of it is free.

    Again changes nothing and is no error. Raises NotFound ``booking_not_found``, Conflict
    ``not_checked_in`` or ``booking_ended``.
    """
    with db.transaction(actor.organisation_id) as tx:
        # The stays are read under the lock: of two who leave, the first one counts.
        seen = _own(tx, actor, booking_id, lock=True)
        if not _has_left(tx, actor, seen, now):
            rules.check_check_out(seen, now)
            queries.check_out(tx, actor, booking_id, now)
        return _presence(tx, actor, booking_id, now)


def presence(db: Database, actor: Actor, booking_id: UUID, now: datetime) -> PresenceView:
    """How a booking stands with its check-in; NotFound ``booking_not_found``."""
    with db.transaction(actor.organisation_id) as tx:
        _own(tx, actor, booking_id)
        return _presence(tx, actor, booking_id, now)


def presence_of(
    db: Database, actor: Actor, booking_ids: list[UUID], now: datetime
) -> dict[UUID, BookingThere]:
    """The check-ins of the actor's own bookings, by their ids; foreign ids are left out."""
    with db.transaction(actor.organisation_id) as tx:
        found = queries.of_ids(tx, actor, booking_ids)
    return {each.id: each for each in found if each.person_id == actor.person_id}


def release_due(db: Database, now: datetime) -> int:
    """Free every place, of all organisations, that nobody came for in time; how many.

    What is due is decided by the rows and ``now`` alone, in one statement for each floor: running
    it late, twice or at once with another changes nothing that was not due.
    """
    with db.transaction(None) as tx:
        floors = queries.due(tx, now)
    freed = 0
    for organisation_id, floor_id in sorted(floors):
        with db.transaction(organisation_id) as tx:
            released = queries.release_due(tx, organisation_id, floor_id, now)
            queue.tell(tx, Kind.RELEASED, released, now)
        freed += len(released)
    return freed


def _has_left(tx: Connection, actor: Actor, seen: BookingThere, now: datetime) -> bool:
    """Whether a check-out has been here before."""
    stays = queries.stays(tx, actor, seen.id, now)
    return bool(stays) and all(stay.to_at is not None for stay in stays)


def _own(tx: Connection, actor: Actor, booking_id: UUID, *, lock: bool = False) -> BookingThere:
    stored = booking_queries.booking_facts(tx, actor, booking_id, lock=lock)
    found = queries.there(tx, actor, booking_id) if stored is not None else None
    if stored is None or found is None:
        raise booking_rules.booking_missing()
    booking_rules.check_may_touch(actor, stored)
    return found


def _presence(tx: Connection, actor: Actor, booking_id: UUID, now: datetime) -> PresenceView:
    found = queries.there(tx, actor, booking_id)
    if found is None:
        raise booking_rules.booking_missing()
    stays = queries.stays(tx, actor, booking_id, now)
    used = sum(((stay.to_at or now) - stay.from_at).total_seconds() for stay in stays)
    is_there = found.state == "checked_in" and now < found.window.to_at
    return PresenceView(found, found.is_open(now), is_there, stays, round(used))
