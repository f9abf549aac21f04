"""Booking a place on several days, and changing and cancelling one, the later or all of them."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from floorplans.actor import Actor
from floorplans.bookings.known import KnownSpaces
from floorplans.database import Database
from floorplans.messages.queue import Gathering
from floorplans.nearest import service as nearest
from floorplans.series import queries, rules
from floorplans.series.changing import Act, Outcome, cancel_dates, change_dates
from floorplans.series.facts import SeriesFacts
from floorplans.series.filling import fill
from floorplans.series.offering import Offering
from floorplans.series.previewing import preview
from floorplans.series.showing import offered, view_of, with_outcomes
from floorplans.series.views import Scope, SeriesChange, SeriesRequest, SeriesView
from floorplans.series.writing import check_spaces, places_of, write_change, write_series
from floorplans.teams import service as teams

__all__ = ["book", "book_due", "cancel", "change", "my_series", "preview", "series", "try_again"]

log = logging.getLogger(__name__)

#: Series that are shown at once, and that the job takes up at once.
MOST_SHOWN = 100
MOST_DUE = 5_000


def book(
    db: Database,
    actor: Actor,
    request: SeriesRequest,
    now: datetime,
    *,
    for_person_id: UUID | None = None,
    offering: Offering = nearest.alternatives,
    known: KnownSpaces | None = None,
) -> SeriesView:
    """Book a place on several days: all of them that can be, each whole or not at all.

    With ``for_person_id`` it is that colleague's, by their leave and their rules, and the actor
    looks after it too. The answer tells of every date what came of it. Raises Invalid and Refused
    for a request that makes no series (see ``rules.planned``), NotFound ``space_not_found`` or
    ``person_not_found``, Conflict ``idempotency_key_reused``.
    """
    rule, dates = rules.planned(request)
    person = teams.whom(db, actor, for_person_id)
    places_of(db, actor, request)
    by = actor.person_id if person.person_id != actor.person_id else None
    with db.transaction(actor.organisation_id) as connection:
        series_id = write_series(connection, person, request, rule, dates, now, booked_by=by)
    fill(db, actor.organisation_id, series_id, now, known=known)
    return series(db, actor, series_id, now, offering=offering)


def series(
    db: Database,
    actor: Actor,
    series_id: UUID,
    now: datetime,
    *,
    offering: Offering = nearest.alternatives,
) -> SeriesView:
    """A series with its dates, and free places for those that clash. NotFound otherwise."""
    found = _found(db, actor, series_id)
    view = view_of(found, actor, now)
    return offered(db, _whose(actor, found), view, now, offering=offering)


def my_series(db: Database, actor: Actor, now: datetime) -> list[SeriesView]:
    """The actor's series that are not over, and those they booked for others, without offers.

    They come by their first day.
    """
    with db.transaction(actor.organisation_id) as connection:
        found = queries.own(connection, actor, now, MOST_SHOWN)
    return [view_of(each, actor, now) for each in found]


def try_again(
    db: Database,
    actor: Actor,
    series_id: UUID,
    instead: Mapping[date, UUID | None],
    now: datetime,
    *,
    offering: Offering = nearest.alternatives,
    known: KnownSpaces | None = None,
) -> SeriesView:
    """Book dates that have no booking, some of them at another place.

    Without dates those are tried that clashed or were refused and lie ahead. A date that is
    booked stays as it is, so that asking twice books nothing twice. What its person tries again is
    theirs from then on, whoever had booked it. Raises NotFound ``series_not_found`` or
    ``space_not_found``, Invalid ``date_unknown``.
    """
    found = _found(db, actor, series_id)
    wanted = list(instead.items()) or [
        (date_.on, None)
        for date_ in found.dates
        if date_.state in rules.FAILED and date_.on >= (now - timedelta(days=1)).date()
    ]
    _check_dates(found, [on for on, _ in wanted])
    with db.transaction(actor.organisation_id) as connection:
        check_spaces(connection, actor, [space for _, space in wanted])
        queries.take_over(connection, actor, series_id)
        queries.plan_again(connection, actor, series_id, wanted, now)
    fill(db, actor.organisation_id, series_id, now, known=known)
    return series(db, actor, series_id, now, offering=offering)


def change(
    db: Database,
    actor: Actor,
    series_id: UUID,
    wanted: SeriesChange,
    now: datetime,
    *,
    offering: Offering = nearest.alternatives,
) -> SeriesView:
    """Change place, hours or end of one date, of it and the later ones, or of all.

    What is over stays. A date that was changed by itself stays as it was changed, and one whose
    new place or hours cannot be had, or whose deadline has passed, stays as it was; the answer
    tells which and why. Its person is told of all dates at once. Raises NotFound
    (``series_not_found``, ``space_not_found``), Invalid, Refused ``series_too_long``.
    """
    if wanted.hours is not None:
        rules.checked(wanted.hours)
    found = _found(db, actor, series_id)
    dates = rules.in_scope(found, wanted.scope, wanted.on)
    rule, more = rules.new_end(found, wanted)
    last = wanted.until or date.max
    act = Act(db, actor, found, now, Gathering())
    with db.transaction(actor.organisation_id) as connection:
        check_spaces(connection, actor, [wanted.space_id])
        write_change(connection, actor, found, wanted, rule, more, now)
    outcome = cancel_dates(act, [date_ for date_ in found.dates if date_.on > last])
    change_dates(act, [date_ for date_ in dates if date_.on <= last], wanted, outcome)
    fill(db, actor.organisation_id, series_id, now, gathering=act.gathering, by=actor.recorded_id)
    _send(act)
    return _answer(db, actor, series_id, now, offering, outcome)


def cancel(  # noqa: PLR0917 - the order of every use case
    db: Database,
    actor: Actor,
    series_id: UUID,
    scope: Scope,
    on: date | None,
    now: datetime,
) -> SeriesView:
    """Cancel one date, it and the later ones, or all that lie ahead; a running one ends now.

    Dates that were changed by themselves are cancelled too. Doing it again changes nothing. Its
    person is told of all dates at once.
    Raises NotFound ``series_not_found``, Invalid ``date_needed`` or ``date_unknown``.
    """
    found = _found(db, actor, series_id)
    dates = rules.in_scope(found, scope, on)
    act = Act(db, actor, found, now, Gathering())
    outcome = cancel_dates(act, dates)
    _send(act)
    return _answer(db, actor, series_id, now, nearest.alternatives, outcome)


def book_due(db: Database, now: datetime) -> int:
    """Try the planned dates of every organisation whose time has come; returns of how many series.

    Safe to run twice, at once, late, and killed in between.
    """
    with db.transaction(None) as connection:
        due = queries.due(connection, now, MOST_DUE)
    known = KnownSpaces()
    for organisation_id, series_id in due:
        try:
            fill(db, organisation_id, series_id, now, known=known)
        except Exception:
            # One series in trouble keeps no other from being booked.
            log.exception("series %s could not be booked", series_id)
    return len(due)


def _send(act: Act) -> None:
    organisation = act.actor.organisation_id
    with act.db.transaction(organisation) as connection:
        act.gathering.send(connection, organisation, act.now)


def _found(db: Database, actor: Actor, series_id: UUID) -> SeriesFacts:
    with db.transaction(actor.organisation_id) as connection:
        return rules.check_may_touch(actor, queries.one(connection, actor, series_id))


def _answer(  # noqa: PLR0917 - the order of every use case
    db: Database,
    actor: Actor,
    series_id: UUID,
    now: datetime,
    offering: Offering,
    outcome: Outcome,
) -> SeriesView:
    found = _found(db, actor, series_id)
    view = view_of(found, actor, now)
    told = with_outcomes(view, frozenset(outcome.changed), outcome.troubles)
    whose, clashes = _whose(actor, found), outcome.clashes
    return offered(db, whose, told, now, offering=offering, instead_of=clashes)


def _whose(actor: Actor, series: SeriesFacts) -> Actor:
    """Who is judged by the rules of booking, whoever of the staff looks or changes."""
    return replace(actor, person_id=series.person_id)


def _check_dates(found: SeriesFacts, dates: Iterable[date]) -> None:
    known = {date_.on for date_ in found.dates}
    for on in dates:
        if on not in known:
            raise rules.date_unknown(on)
