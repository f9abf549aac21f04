"""Going through the wait list of a floor: who asked first gets what is free, or is asked.

Nothing is remembered between rounds. What is due follows from the rows: the version of the floor
up to which its list was gone through, and the instants at which offers and waits end. Killed in
the middle, late, or several at once, rounds book nothing twice and nobody out of turn: that is
refused by the statement that books.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import psycopg

from floorplans.bookings import service as bookings
from floorplans.bookings import settling
from floorplans.bookings.views import BookingRequest, Window
from floorplans.database import Database
from floorplans.errors import Busy, DomainError
from floorplans.messages import queue
from floorplans.messages.kinds import Kind
from floorplans.nearest.views import NearSpace
from floorplans.policies import service as policies
from floorplans.waiting import rules, serving_queries
from floorplans.waiting.views import Chance

log = logging.getLogger(__name__)

#: Of the free spaces that rules allow; others may be faster at some of them.
MOST_TRIED = 5
TAKEN = "taken"


def serve_due(db: Database, now: datetime) -> int:
    """Go through every list, of all organisations, where something may have come of it.

    Returns how many places were booked or offered.
    """
    with db.transaction(None) as tx:
        floors = serving_queries.due(tx, now, now - rules.LOOKED_AGAIN)
    return sum(serve(db, organisation, floor, now) for organisation, floor in sorted(floors))


def serve(db: Database, organisation_id: UUID, floor_id: UUID, now: datetime) -> int:
    """Go through the list of one floor; how many places were booked or offered."""
    # Read first: what is freed from here on makes the list due once more.
    with db.transaction(organisation_id) as tx:
        version = serving_queries.version(tx, organisation_id, floor_id)
    _end_offers(db, organisation_id, floor_id, now)
    done, after = 0, -1
    while True:
        with db.transaction(organisation_id) as tx:
            chance = serving_queries.next_chance(tx, organisation_id, floor_id, after, now)
        if chance is None:
            break
        try:
            done += _serve_one(db, chance, version, now)
        except (Busy, _OutOfTurnError):
            # Nobody is gone past for it: the whole list is gone through again soon.
            log.info("floor %s: its wait list goes on later", floor_id)
            return done
        after = chance.number
    with db.transaction(organisation_id) as tx:
        serving_queries.served(tx, organisation_id, floor_id, version, now)
    return done


class _OutOfTurnError(Exception):
    """Somebody else's turn has come meanwhile, or the wait has ended."""


def _end_offers(db: Database, organisation_id: UUID, floor_id: UUID, now: datetime) -> None:
    with db.transaction(organisation_id) as tx:
        serving_queries.end_what_is_over(tx, organisation_id, floor_id, now)
        for offer in serving_queries.unanswered(tx, organisation_id, floor_id, now):
            if serving_queries.give_up(tx, organisation_id, offer, now):
                settling.answered(tx, organisation_id, offer.booking_id, "cancelled", now)
                queue.tell(tx, Kind.OFFER_ENDED, offer.booking_id, now)


def _serve_one(db: Database, chance: Chance, version: int, now: datetime) -> bool:
    """Book or offer the first of the free spaces that can be had; whether there was one."""
    refusal: DomainError | None = None
    for space_id, window in _ways(db, chance, now):
        try:
            _book(db, chance, space_id, window, version, now)
        except Busy:
            raise
        except DomainError as error:
            # Where somebody was faster, it is still their turn.
            refusal = refusal or (None if error.code == TAKEN else error)
        else:
            return True
    if refusal is not None:
        with db.transaction(chance.owner.organisation_id) as tx:
            told = _told(refusal)
            serving_queries.go_past(tx, chance.owner.organisation_id, chance.wait_id, told, version)
    return False


def _ways(db: Database, chance: Chance, now: datetime) -> Iterator[tuple[UUID, Window]]:
    """Spaces and hours to try, those first that no rule speaks against."""
    window = rules.hours_left(chance.window, now)
    may = policies.allowed(db, chance.owner, chance.free, window, now)
    allowed = [space_id for space_id in chance.free if space_id in may]
    for space_id in allowed[:MOST_TRIED] or chance.free[:1]:
        yield space_id, window


def _book(  # noqa: PLR0917 - whose turn, what, when
    db: Database, chance: Chance, space_id: UUID, window: Window, version: int, now: datetime
) -> None:
    zone = ZoneInfo(chance.time_zone)
    answer_by = rules.answer_by(now, window, zone) if rules.asks(chance, now) else None
    request = BookingRequest(space_id, window.from_at, window.to_at)
    also = serving_queries.serving(chance, version, answer_by)
    try:
        bookings.book(db, chance.owner, request, now, offering=_nothing, also=also)
    except psycopg.Error as error:
        if error.sqlstate != serving_queries.NOT_THEIR_TURN:
            raise
        raise _OutOfTurnError from None


def _told(refusal: DomainError) -> dict[str, Any]:
    return {"code": refusal.code, "message": refusal.message, "advice": refusal.advice}


def _nothing(*_: object, **__: object) -> tuple[NearSpace, ...]:
    """Whoever waits is offered nothing else."""
    return ()
