"""Changing and cancelling dates of a series, one by one, each whole or as it was."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Connection

from floorplans.actor import Actor
from floorplans.bookings import service as bookings
from floorplans.bookings.rules import phase_of
from floorplans.bookings.views import BookingChange, Phase, Window
from floorplans.database import Database
from floorplans.errors import Busy, DomainError
from floorplans.messages.queue import Gathering
from floorplans.nearest.views import NearSpace
from floorplans.series import queries, rules
from floorplans.series.facts import Booked, DateFacts, SeriesFacts
from floorplans.series.views import Hours, Problem, Scope, SeriesChange, State

AHEAD = (Phase.UPCOMING, Phase.RUNNING)
BY_HAND = Problem(
    "changed_by_hand",
    "This date was changed by itself before, so it stays as it was changed.",
    "Change it by itself if it should follow.",
)


@dataclass(slots=True)
class Outcome:
    """What came of a change: the dates that were changed, and why others were not.

    ``clashes`` are the place and hours that a date with a booking could not be moved to.
    """

    changed: set[date] = field(default_factory=set)
    troubles: dict[date, Problem] = field(default_factory=dict)
    clashes: dict[date, tuple[UUID, Window]] = field(default_factory=dict)

    def refused(self, on: date, error: DomainError) -> None:
        self.troubles[on] = rules.problem_from(error)


@dataclass(frozen=True, slots=True)
class Act:
    """Who changes which series, when, and the one message that tells of it."""

    db: Database
    actor: Actor
    series: SeriesFacts
    now: datetime
    gathering: Gathering


def change_dates(
    act: Act, dates: Sequence[DateFacts], change: SeriesChange, outcome: Outcome
) -> None:
    """Change place and hours of dates ahead; those without a booking are planned anew."""
    if change.space_id is None and change.hours is None:
        return
    for date_ in _not_hidden(act, dates, outcome):
        hours, space_id = change.hours or date_.hours, change.space_id or date_.space_id
        booked = date_.booked
        if booked is None or booked.is_given_back:
            if date_.state in (State.PLANNED, *rules.FAILED):
                _replan(act, date_, space_id, hours)
                outcome.changed.add(date_.on)
        elif _is_ahead(booked, act.now):
            _change_booked(act, date_, booked, change, outcome)


def cancel_dates(act: Act, dates: Sequence[DateFacts]) -> Outcome:
    """Cancel dates: bookings ahead are given back, and what is not booked is not tried again."""
    outcome = Outcome()
    without = [date_.on for date_ in dates if date_.booked is None]
    # First, so that nobody books them while the others are given back.
    with act.db.transaction(act.actor.organisation_id) as connection:
        queries.drop(connection, act.actor, act.series.id, without, act.now)
    open_states = (State.PLANNED, State.SKIPPED, *rules.FAILED)
    outcome.changed.update(
        date_.on for date_ in dates if date_.booked is None and date_.state in open_states
    )
    for date_ in _not_hidden(act, dates, outcome):
        if date_.booked is not None and _is_ahead(date_.booked, act.now):
            _cancel_booked(act, date_, date_.booked, outcome)
    return outcome


def _not_hidden(act: Act, dates: Sequence[DateFacts], outcome: Outcome) -> Iterator[DateFacts]:
    """The dates but those that their person moved; of these it is told that they stay."""
    for date_ in dates:
        if not rules.is_hidden(act.actor, act.series, date_):
            yield date_
        elif date_.booked is not None and _is_ahead(date_.booked, act.now):
            outcome.troubles[date_.on] = rules.theirs(act.series.person_name)


def _is_ahead(booked: Booked, now: datetime) -> bool:
    return phase_of(booked.state, booked.window, now) in AHEAD


def _replan(act: Act, date_: DateFacts, space_id: UUID, hours: Hours) -> None:
    with act.db.transaction(act.actor.organisation_id) as connection:
        queries.replan(
            connection,
            act.actor,
            act.series.id,
            date_.on,
            space_id=space_id,
            hours=hours,
            now=act.now,
        )


def _change_booked(
    act: Act, date_: DateFacts, booked: Booked, change: SeriesChange, outcome: Outcome
) -> None:
    alone = change.scope is Scope.THIS
    if booked.by_hand and not alone:
        outcome.troubles[date_.on] = BY_HAND
        return
    try:
        window = booked.window
        if change.hours is not None:
            window = rules.window_on(date_.on, change.hours, act.series.place.zone)
        space_id = change.space_id or booked.space_id
        _move(act, date_, booked, space_id, window, keeps=None if alone else change)
        outcome.changed.add(date_.on)
    except Busy as error:
        outcome.refused(date_.on, error)
    except DomainError as error:
        outcome.refused(date_.on, error)
        if error.code == rules.TAKEN:
            outcome.clashes[date_.on] = (space_id, window)


def _move(
    act: Act,
    date_: DateFacts,
    booked: Booked,
    space_id: UUID,
    window: Window,
    *,
    keeps: SeriesChange | None,
) -> None:
    """Move a booking. With ``keeps`` it stays what the series booked; else it is by hand now."""

    def note(connection: Connection, now_is: Window) -> None:
        if keeps is None:
            return
        queries.changed(
            connection,
            act.actor,
            act.series.id,
            date_.on,
            space_id=space_id,
            hours=keeps.hours or date_.hours,
            window=now_is,
            now=act.now,
        )

    wanted = BookingChange(space_id, window.from_at, window.to_at)
    bookings.change(
        act.db,
        act.actor,
        booked.id,
        wanted,
        act.now,
        offering=_nothing,
        then=note,
        tell=act.gathering.tell,
    )


def _cancel_booked(act: Act, date_: DateFacts, booked: Booked, outcome: Outcome) -> None:
    try:
        bookings.cancel(act.db, act.actor, booked.id, act.now, tell=act.gathering.tell)
        outcome.changed.add(date_.on)
    except DomainError as error:
        outcome.refused(date_.on, error)


def _nothing(*_: object, **__: object) -> tuple[NearSpace, ...]:
    """Places are offered when the answer is put together."""
    return ()
