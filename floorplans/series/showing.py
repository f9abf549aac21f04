"""Stored series as people see them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from floorplans.actor import Actor
from floorplans.bookings.rules import phase_of
from floorplans.bookings.views import Window
from floorplans.database import Database
from floorplans.errors import Invalid
from floorplans.series import rules
from floorplans.series.facts import Booked, DateFacts, Place, SeriesFacts
from floorplans.series.offering import Offering, with_offers
from floorplans.series.recurrence import rule_of
from floorplans.series.views import DateView, Problem, SeriesView, State
from floorplans.series.words import said


def view_of(series: SeriesFacts, actor: Actor, now: datetime) -> SeriesView:
    """A series without offers."""
    rule = None if series.rule is None else rule_of(series.rule)
    place = series.place
    return SeriesView(
        id=series.id,
        space_id=place.id,
        space_name=place.name,
        kind=place.kind,
        floor_id=place.floor_id,
        floor_name=place.floor_name,
        building_name=place.building_name,
        time_zone=place.time_zone,
        hours=series.hours,
        rule=series.rule,
        said=said(rule, series.starts_on, len(series.dates)),
        starts_on=series.starts_on,
        ends_on=series.ends_on,
        is_mine=series.person_id == actor.person_id,
        is_by_me=series.is_by(actor),
        person_id=series.person_id,
        person_name=series.person_name,
        dates=tuple(_shown(date_, series, actor, now) for date_ in series.dates),
        brings=series.brings,
    )


def with_outcomes(
    view: SeriesView, changed: frozenset[date], troubles: Mapping[date, Problem]
) -> SeriesView:
    """The view that answers a change: what was changed, and why other dates were not."""
    dates = tuple(
        replace(
            date_,
            changed=date_.on in changed,
            problem=troubles.get(date_.on, date_.problem),
        )
        for date_ in view.dates
    )
    return replace(view, dates=dates)


def offered(
    db: Database,
    actor: Actor,
    view: SeriesView,
    now: datetime,
    *,
    offering: Offering,
    instead_of: Mapping[date, tuple[UUID, Window]] | None = None,
) -> SeriesView:
    """The view with free places for the dates ahead that clash.

    ``actor`` is the person whose series it is. ``instead_of`` tells place and hours of dates that
    have a booking and could not be changed.
    """
    asked = instead_of or {}

    def wanted(date_: DateView) -> tuple[UUID, str, Window] | None:
        if date_.on in asked:
            space_id, window = asked[date_.on]
            return space_id, view.kind, window
        if date_.state is not State.CLASH or date_.from_at is None or date_.to_at is None:
            return None
        window = Window(date_.from_at, date_.to_at)
        return (date_.space_id, view.kind, window) if window.to_at > now else None

    dates, for_all = with_offers(db, actor, view.dates, wanted, offering, now)
    return replace(view, dates=dates, for_all=for_all)


def _shown(date_: DateFacts, series: SeriesFacts, actor: Actor, now: datetime) -> DateView:
    if not rules.is_hidden(actor, series, date_):
        return _date(date_, series.place, now)
    # As it was booked for them: what became of it is told to nobody else.
    as_booked = _date(replace(date_, booked=None), series.place, now)
    return replace(as_booked, is_theirs=True, by_hand=True)


def _date(date_: DateFacts, place: Place, now: datetime) -> DateView:
    booked = date_.booked
    state = date_.shown
    window = booked.window if booked else window_or_none(date_, place)
    return DateView(
        on=date_.on,
        state=state,
        space_id=booked.space_id if booked else date_.space_id,
        space_name=booked.space_name if booked else date_.space_name,
        from_at=window.from_at if window else None,
        to_at=window.to_at if window else None,
        booking_id=booked.id if booked else None,
        phase=phase_of(booked.state, booked.window, now) if booked else None,
        by_hand=booked.by_hand and not booked.is_given_back if booked else False,
        asked=booked is not None and booked.state == "requested",
        problem=rules.declined() if _is_declined(booked) else rules.problem_of(date_.refusal),
        reach_on=rules.reach_on(date_.on, date_.refusal) if state is State.PLANNED else None,
    )


def _is_declined(booked: Booked | None) -> bool:
    return booked is not None and booked.state == "declined"


def window_or_none(date_: DateFacts, place: Place) -> Window | None:
    """The hours of a date, None where the clock skips all of them."""
    try:
        return rules.window_on(date_.on, date_.hours, place.zone)
    except Invalid:
        return None
