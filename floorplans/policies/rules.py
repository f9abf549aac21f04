"""What rules of booking say to a window: values in, a coded refusal or nothing out.

Every refusal names the rule in words, and the nearest hours that all rules would allow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from typing import Any
from zoneinfo import ZoneInfo

from floorplans.bookings.views import Window
from floorplans.bookings.windows import day_of
from floorplans.errors import Refused
from floorplans.policies import hours, words
from floorplans.policies.hours import DAY
from floorplans.policies.terms import Load, Mode, Said, Span, Terms

NOTHING_CHANGED = "Nothing was booked or changed."


@dataclass(frozen=True, slots=True)
class Case:
    """All that a window is judged by: what is said of a space, and what its person has booked."""

    terms: Terms
    load: Load
    space_name: str
    zone: ZoneInfo
    now: datetime

    @property
    def opening(self) -> tuple[Span, ...] | None:
        return None if self.terms.opening is None else self.terms.opening.value

    @property
    def today(self) -> date:
        return hours.day_at(self.now, self.zone)

    @property
    def latest_day(self) -> date:
        """The last day on which a booking may begin."""
        return self.today + timedelta(days=self.terms.ahead_days.value)


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule that a window breaks: by which code, in which words, and what it compared.

    ``says`` is the sentence about it; ``is_final`` when no other hours would help.
    """

    code: str
    says: str
    by: Said[Any]
    fields: dict[str, Any] = field(default_factory=dict)
    is_final: bool = False


def broken(case: Case, window: Window) -> Broken | None:
    """The first rule that a window breaks, the one a person can do least about first."""
    return next(all_broken(case, window), None)


def all_broken(case: Case, window: Window) -> Iterator[Broken]:
    """Every rule that a window breaks."""
    judged = (judge(case, window) for judge in _JUDGES)
    return (found for found in judged if found is not None)


def refusal(case: Case, window: Window, found: Broken, nearest: Window | None) -> Refused:
    """What a person is told; ``nearest`` are the hours that all rules would allow instead."""
    if nearest is not None:
        advice = f"The nearest that is allowed: {words.span_text(nearest, case.zone)}."
    elif found.is_final:
        advice = "Choose another space, or ask your facility staff."
    else:
        advice = "No hours near these are allowed: choose another space or another time."
    return Refused(
        found.code,
        f"{found.says} {NOTHING_CHANGED}",
        advice,
        rule=found.by.rule,
        nearest=None if nearest is None else words.window_document(nearest),
        **found.fields,
    )


def _who(case: Case, _window: Window) -> Broken | None:
    only = case.terms.only
    if only is None or only.value.is_in:
        return None
    groups = words.of_groups(only.value.groups)
    says = f"{words.subject(only)} lets only {groups} book {case.space_name}."
    return Broken("not_for_you", says, only, {"groups": list(only.value.groups)}, is_final=True)


def _quiet(case: Case, _window: Window) -> Broken | None:
    quiet = case.terms.quiet
    if quiet is None or quiet.value.near_m is None or quiet.value.near_m >= quiet.value.least_m:
        return None
    zone, near_m, least_m = quiet.value.zone, quiet.value.near_m, quiet.value.least_m
    says = (
        f"{words.subject(quiet)} allows nothing within {words.metres(least_m)} of the zone"
        f" “{zone}”, and {case.space_name} is {words.metres(near_m)} from it."
    )
    fields = {"zone": zone, "least_m": least_m, "distance_m": near_m}
    return Broken("too_near_quiet_zone", says, quiet, fields, is_final=True)


def _longest(case: Case, window: Window) -> Broken | None:
    longest = case.terms.longest_min
    if window.to_at - window.from_at <= timedelta(minutes=longest.value):
        return None
    says = f"{words.subject(longest)} allows bookings of up to {words.length(longest.value)}."
    fields = {"longest_minutes": longest.value, "longest_hours": longest.value / 60}
    return Broken("too_long", says, longest, fields)


def _ahead(case: Case, window: Window) -> Broken | None:
    ahead = case.terms.ahead_days
    latest_at = day_of(case.latest_day, case.zone).to_at
    if window.from_at < latest_at:
        return None
    days = words.days(ahead.value)
    says = f"{words.subject(ahead)} allows bookings up to {days} ahead."
    fields = {"book_ahead_days": ahead.value, "latest": latest_at.astimezone(UTC).isoformat()}
    return Broken("too_far_ahead", says, ahead, fields)


def _units(case: Case, window: Window) -> Broken | None:
    units = case.terms.units
    if units is None:
        return None
    if units.value.mode is Mode.HOURS:
        return _step(case, window)
    first, last = hours.day_at(window.from_at, case.zone), hours.last_day(window, case.zone)
    days = [first + number * DAY for number in range((last - first).days + 1)]
    edges = [hours.edges_on(units.value, case.opening, day, case.zone) for day in days]
    if case.terms.opening is not None and not all(edges):
        return _closed(case, case.terms.opening)
    if all(edges) and window.from_at in edges[0][:-1] and window.to_at in edges[-1][1:]:
        return None
    what, code = (
        ("whole days", "whole_days_only")
        if units.value.mode is Mode.WHOLE_DAYS
        else ("half days", "half_days_only")
    )
    says = f"{words.subject(units)} has {case.space_name} booked by {what}."
    return Broken(code, says, units)


def _step(case: Case, window: Window) -> Broken | None:
    units = case.terms.units
    if units is None or units.value.step_min is None:
        return None
    step = units.value.step_min
    if all(hours.is_in_step(at, step, case.zone) for at in (window.from_at, window.to_at)):
        return None
    says = (
        f"{words.subject(units)} has bookings of {case.space_name} begin and end in steps of"
        f" {words.length(step)} from midnight."
    )
    return Broken("off_step", says, units, {"step_minutes": step})


def _opening(case: Case, window: Window) -> Broken | None:
    opening = case.terms.opening
    units = case.terms.units
    if opening is None or (units is not None and units.value.mode is not Mode.HOURS):
        return None
    days = hours.day_at(window.from_at, case.zone), hours.last_day(window, case.zone)
    stretches = hours.open_between(opening.value, *days, case.zone)
    if any(s.from_at <= window.from_at and window.to_at <= s.to_at for s in stretches):
        return None
    return _closed(case, opening)


def _closed(case: Case, opening: Said[tuple[Span, ...]]) -> Broken:
    says = f"{words.subject(opening)} opens {case.space_name} {hours.text_of(opening.value)} only."
    return Broken("outside_opening_hours", says, opening)


def _shortest(case: Case, window: Window) -> Broken | None:
    shortest = case.terms.shortest_min
    if shortest is None or window.to_at - window.from_at >= timedelta(minutes=shortest.value):
        return None
    says = (
        f"{words.subject(shortest)} asks for bookings of at least {words.length(shortest.value)}."
    )
    return Broken("too_short", says, shortest, {"shortest_minutes": shortest.value})


def _a_week(case: Case, window: Window) -> Broken | None:
    limit = case.terms.a_week
    if limit is None:
        return None
    monday = hours.monday_of(window.from_at, case.zone)
    weeks = (hours.monday_of(other.from_at, case.zone) for other in case.load.a_week)
    count = sum(week == monday for week in weeks)
    if count < limit.value:
        return None
    says = (
        f"{words.subject(limit)} allows {words.bookings(limit.value)} a week, and the week of"
        f" {monday.day} {monday:%B} has {count} already."
    )
    return Broken("too_many_in_week", says, limit, {"most": limit.value, "booked": count})


def _at_once(case: Case, window: Window) -> Broken | None:
    limit = case.terms.at_once
    if limit is None:
        return None
    count = most_at_once(case.load.at_once, window)
    if count < limit.value:
        return None
    says = (
        f"{words.subject(limit)} allows {words.bookings(limit.value)} at the same time, and these"
        f" hours have {count} already."
    )
    return Broken("too_many_at_once", says, limit, {"most": limit.value, "booked": count})


def most_at_once(others: tuple[Window, ...], window: Window) -> int:
    """How many of the others run together at most, within the window."""
    within = [o for o in others if o.from_at < window.to_at and window.from_at < o.to_at]
    # Whoever leaves makes room before whoever comes at that moment.
    changes = sorted([(o.to_at, -1) for o in within] + [(o.from_at, 1) for o in within])
    return max(accumulate((change for _, change in changes)), default=0)


_JUDGES: tuple[Callable[[Case, Window], Broken | None], ...] = (
    _who,
    _quiet,
    _longest,
    _ahead,
    _units,
    _opening,
    _shortest,
    _a_week,
    _at_once,
)
