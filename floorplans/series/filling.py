"""Booking what is planned: date by date, each whole or not at all.

Whoever asked does it, and the daily job does it again for whatever is left: dates that were not
in reach, and those that a stop left behind. Doing it twice, or in two places at once, books
nothing twice: a booking is written together with its date's state, and only while that is planned.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import psycopg

from floorplans.actor import Actor, operator
from floorplans.bookings import service as bookings
from floorplans.bookings.known import KnownSpaces
from floorplans.bookings.views import BookingRequest
from floorplans.database import Database, Query
from floorplans.equipment.shown import as_bring
from floorplans.errors import Busy, DomainError
from floorplans.messages.queue import Gathering
from floorplans.nearest.views import NearSpace
from floorplans.series import queries, rules
from floorplans.series.facts import DateFacts, SeriesFacts
from floorplans.series.views import State

log = logging.getLogger(__name__)


def fill(
    db: Database,
    organisation_id: UUID,
    series_id: UUID,
    now: datetime,
    *,
    known: KnownSpaces | None = None,
    gathering: Gathering | None = None,
    by: UUID | None = None,
) -> None:
    """Try every planned date of a series whose time has come. Never raises a refusal.

    Its person is told of all dates at once, with what ``gathering`` tells already, and so is who
    booked it for them; ``by`` is who asked for it, without one whoever booked the series.
    """
    anybody = operator(organisation_id)
    with db.transaction(organisation_id) as connection:
        series = queries.one(connection, anybody, series_id)
        if series is None:
            return
        due = [date_ for date_ in series.dates if _is_due(date_, now)]
        if series.owner is None:
            queries.drop(connection, anybody, series_id, [date_.on for date_ in due], now)
            return
    gathers = gathering or Gathering()
    asked_by = by or series.booked_by or series.owner.person_id
    act = _Filling(db, series.owner, series, now, known or KnownSpaces(), gathers, asked_by)
    _fill(act, due)
    if due:
        with db.transaction(organisation_id) as connection:
            gathers.send(connection, organisation_id, now)


def _is_due(date_: DateFacts, now: datetime) -> bool:
    return date_.state is State.PLANNED and date_.try_at is not None and date_.try_at <= now


@dataclass(frozen=True, slots=True)
class _Filling:
    db: Database
    owner: Actor
    series: SeriesFacts
    now: datetime
    known: KnownSpaces
    gathering: Gathering
    by: UUID


def _fill(act: _Filling, due: Sequence[DateFacts]) -> None:
    out_of_reach: set[UUID] = set()
    for date_ in due:
        if date_.space_id in out_of_reach:
            continue
        try:
            _book(act, date_)
        except Busy:
            # It stays planned, and is tried again soon.
            log.info("series %s: busy at %s", act.series.id, date_.on)
        except DomainError as error:
            if error.code == rules.TOO_FAR:
                out_of_reach.add(date_.space_id)
            _note(act, date_, error)


def _book(act: _Filling, date_: DateFacts) -> None:
    window = rules.window_on(date_.on, date_.hours, act.series.place.zone)
    series = act.series
    wanted = BookingRequest(
        date_.space_id,
        window.from_at,
        window.to_at,
        bring=as_bring(series.brings),
        note=series.note,
        is_private=series.is_private,
    )
    linking = queries.linking(act.owner, act.series.id, date_, act.now)

    def also(query: Query) -> Query:
        of_series = None if series.booked_by is None else series.id
        return act.gathering.confirming(linking(query), act.by, act.now, of_series=of_series)

    try:
        bookings.book(
            act.db, act.owner, wanted, act.now, offering=_nothing, known=act.known, also=also
        )
    except psycopg.Error as error:
        # Somebody else booked it, or its person cancelled it, since it was read.
        if error.sqlstate != queries.NOT_WANTED:
            raise


def _note(act: _Filling, date_: DateFacts, error: DomainError) -> None:
    series, owner, now = act.series, act.owner, act.now
    if error.code == rules.NOT_FOR_OTHERS:
        error = rules.leave_withdrawn(owner.name)
    refusal = rules.told(error)
    with act.db.transaction(owner.organisation_id) as connection:
        if error.code == rules.TOO_FAR:
            try_at = rules.next_try(now, series.place.zone)
            queries.wait(connection, owner, series.id, date_, refusal=refusal, try_at=try_at)
            return
        state = State.CLASH if error.code == rules.TAKEN else State.REFUSED
        queries.settle(connection, owner, series.id, date_, state=state, refusal=refusal, now=now)


def _nothing(*_: object, **__: object) -> tuple[NearSpace, ...]:
    """Places are offered when the series is shown; until then others may take them."""
    return ()
