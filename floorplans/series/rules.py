"""What may be booked as a series, changed and cancelled: values in, a decision or a refusal out."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from floorplans.actor import Actor, Role
from floorplans.bookings.rules import NOTHING_CHANGED, check_key
from floorplans.bookings.views import Window
from floorplans.bookings.windows import day_of, wall_time, window_of_wall
from floorplans.errors import DomainError, Invalid, NotFound, Refused
from floorplans.series.facts import DateFacts, SeriesFacts
from floorplans.series.recurrence import LAST_DAY, MOST_DATES, Rule, days_of, rule_of, too_long
from floorplans.series.views import Hours, Problem, Scope, SeriesChange, SeriesRequest, State

DAY_MIN = 1440
#: Beyond how far ahead one may book a date is not refused but waits.
TOO_FAR = "too_far_ahead"
TAKEN = "taken"
#: That a person does not let colleagues book for them.
NOT_FOR_OTHERS = "person_not_found"
#: States of a date that can be tried again.
WITHOUT_BOOKING = (State.CLASH, State.REFUSED, State.SKIPPED, State.CANCELLED, State.PLANNED)
#: Those that "try again" means when it names no dates.
FAILED = (State.CLASH, State.REFUSED)
FIRST_DAY = date(2000, 1, 1)

#: A date as it is to be written: the day, the place, the hours, planned or skipped.
Planned = tuple[date, UUID, Hours, State]


def planned(request: SeriesRequest) -> tuple[Rule | None, list[Planned]]:
    """The rule and the dates of a request, by time.

    Raises Invalid (``series_unclear``, ``rule_invalid``, ``hours_invalid``, ``dates_repeated``,
    ``date_unknown``), Refused (``series_too_long``, ``series_without_end``,
    ``series_without_days``).
    """
    check_key(request.idempotency_key)
    if bool(request.days) == (request.rule is not None):
        raise _unclear()
    rule, days = _days(request)
    _check_named(request, days)
    dates = [
        (
            on,
            request.instead.get(on, request.space_id),
            checked(request.hours_on.get(on, request.hours)),
            State.SKIPPED if on in request.skip else State.PLANNED,
        )
        for on in days
    ]
    if all(state is State.SKIPPED for *_, state in dates):
        raise Refused(
            "series_without_days",
            "Every date is left out. Nothing was booked.",
            "Leave at least one date in.",
        )
    return rule, dates


def _days(request: SeriesRequest) -> tuple[Rule | None, tuple[date, ...]]:
    if request.rule is not None:
        if request.starts_on is None:
            raise _unclear()
        check_day(request.starts_on)
        rule = rule_of(request.rule)
        return rule, days_of(rule, request.starts_on)
    if len(request.days) > MOST_DATES:
        raise too_long(MOST_DATES)
    if len(set(request.days)) < len(request.days):
        raise Invalid(
            "dates_repeated",
            "A date is there twice. Nothing was booked.",
            "Name each date once; for other hours of the same day make a booking of its own.",
        )
    for on in request.days:
        check_day(on)
    return None, tuple(sorted(request.days))


def _check_named(request: SeriesRequest, days: Sequence[date]) -> None:
    named = {*request.hours_on, *request.instead, *request.skip}
    unknown = sorted(named.difference(days))
    if unknown:
        raise date_unknown(unknown[0])


def _unclear() -> Invalid:
    return Invalid(
        "series_unclear",
        "A series has either chosen days, or a calendar rule and the day it starts on. "
        "Nothing was booked.",
        "Give “dates”, or “rule” with “starts_on”.",
    )


def date_unknown(on: date) -> Invalid:
    return Invalid(
        "date_unknown",
        f"{on} is not a date of this series. Nothing was booked or changed.",
        "Name dates that the series has.",
        date=str(on),
    )


def check_day(on: date) -> None:
    if not FIRST_DAY <= on <= LAST_DAY:
        raise Invalid(
            "day_out_of_range",
            "A day lies outside of this century. Nothing was booked or changed.",
            "Choose days within the next years.",
        )


def checked(hours: Hours) -> Hours:
    """Hours that begin within the day and last up to one; raises Invalid ``hours_invalid``."""
    if 0 <= hours.from_minute < DAY_MIN and 0 < hours.to_minute - hours.from_minute <= DAY_MIN:
        return hours
    raise Invalid(
        "hours_invalid",
        "These hours begin and end at the same time, or last longer than a day. "
        "Nothing was booked or changed.",
        "Choose an end that differs from the start.",
    )


def digest_of(
    request: SeriesRequest, dates: Sequence[Planned], booked_by: UUID | None = None
) -> bytes:
    """What makes two requests under one idempotency key the same request.

    ``booked_by`` is who books it for somebody else.
    """
    words = [str(request.space_id), *(" ".join(map(str, each)) for each in dates)]
    words += [] if booked_by is None else [f"by {booked_by}"]
    words += sorted(f"{each.equipment_id}*{each.count}" for each in request.bring)
    return hashlib.sha256("\n".join(words).encode()).digest()


def window_on(on: date, hours: Hours, zone: ZoneInfo) -> Window:
    """The hours of a day by the building's clock; Invalid ``window_empty`` if it skips them."""
    midnight = datetime.combine(on, time.min)
    start = midnight + timedelta(minutes=hours.from_minute)
    return window_of_wall(start, midnight + timedelta(minutes=hours.to_minute), zone)


def next_try(now: datetime, zone: ZoneInfo) -> datetime:
    """When a date may have come in reach: how far ahead one may book moves at midnight."""
    return day_of(wall_time(now, zone).date() + timedelta(days=1), zone).from_at


def reach_on(on: date, refusal: dict[str, Any] | None) -> date | None:
    """The day from which a date that waits can be booked, None when that is not known."""
    days = None if refusal is None else refusal.get("book_ahead_days")
    return on - timedelta(days=days) if isinstance(days, int) else None


def told(error: DomainError) -> dict[str, Any]:
    """What is kept of a refusal."""
    found = problem_from(error)
    kept = {"code": found.code, "message": found.message, "advice": found.advice}
    ahead = error.fields.get("book_ahead_days")
    return kept if ahead is None else kept | {"book_ahead_days": ahead}


def problem_from(error: DomainError) -> Problem:
    """Why one date could not be had. That nothing was changed is said of a whole request only."""
    return Problem(error.code, error.message.removesuffix(f" {NOTHING_CHANGED}"), error.advice)


def problem_of(refusal: dict[str, Any] | None) -> Problem | None:
    if not refusal:
        return None
    return Problem(refusal["code"], refusal["message"], refusal["advice"])


def check_may_touch(actor: Actor, series: SeriesFacts | None) -> SeriesFacts:
    """Own series, those booked for others, anybody's for staff; else a series does not exist."""
    if series is None or not (
        actor.person_id in (series.person_id, series.booked_by) or actor.role.covers(Role.FACILITY)
    ):
        raise NotFound(
            "series_not_found",
            "This series does not exist among the ones you may see. Nothing was changed.",
            "Open “My bookings” to see yours.",
        )
    return series


def is_hidden(actor: Actor, series: SeriesFacts, date_: DateFacts) -> bool:
    """Whether a date is its person's alone: they moved what the actor had booked for them."""
    booked = date_.booked
    return (
        series.is_by(actor)
        and not actor.role.covers(Role.FACILITY)
        and booked is not None
        and booked.booked_by != actor.person_id
    )


def is_booked(series: SeriesFacts, on: date | None) -> bool:
    """Whether the date has a booking that still stands."""
    return any(
        date_.on == on and date_.booked is not None and not date_.booked.is_given_back
        for date_ in series.dates
    )


def leave_withdrawn(name: str) -> Refused:
    return Refused(
        "not_for_others",
        f"{name} does not let colleagues book for them any more. Nothing was booked.",
        f"{name} can allow it again in their profile, or book the date themselves.",
    )


def declined() -> Problem:
    return Problem(
        "declined",
        "This date was asked for, and not approved.",
        "Ask again, or take another place for it.",
    )


def theirs(name: str) -> Problem:
    return Problem(
        "changed_by_person",
        f"{name} moved this date, so it is theirs alone now. It stays as it is.",
        f"Ask {name} to change it.",
    )


def in_scope(series: SeriesFacts, scope: Scope, on: date | None) -> tuple[DateFacts, ...]:
    """The dates that are meant. Raises Invalid ``date_needed``, ``date_unknown``."""
    if scope is Scope.ALL:
        return series.dates
    if on is None:
        raise Invalid(
            "date_needed",
            "Which date is meant was not told. Nothing was changed.",
            "Name the date, or mean all.",
        )
    if all(date_.on != on for date_ in series.dates):
        raise date_unknown(on)
    if scope is Scope.THIS:
        return tuple(date_ for date_ in series.dates if date_.on == on)
    return tuple(date_ for date_ in series.dates if date_.on >= on)


def new_end(series: SeriesFacts, change: SeriesChange) -> tuple[Rule | None, list[date]]:
    """The rule with its new end, and the days that it brings.

    Raises Invalid ``end_unclear``, Refused ``series_too_long``, ``series_without_days``.
    """
    rule = None if series.rule is None else rule_of(series.rule)
    if change.until is None:
        return rule, []
    check_day(change.until)
    if change.scope is Scope.THIS or change.until < series.starts_on:
        raise _end_unclear()
    if rule is None:
        if change.until > series.ends_on:
            raise _end_unclear()
        return None, []
    ending = rule.ending(change.until)
    days = days_of(ending, series.starts_on)
    return ending, [day for day in days if day > series.ends_on]


def _end_unclear() -> Invalid:
    return Invalid(
        "end_unclear",
        "This series cannot end on that day. Nothing was changed.",
        "Choose a day after its first; chosen days can only end earlier, and one date has no end.",
    )
