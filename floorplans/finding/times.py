"""Other hours to try when nothing fits in those that were wanted, the least different first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import combinations
from zoneinfo import ZoneInfo

from floorplans.bookings.views import Window
from floorplans.bookings.windows import day_of, first_instant, wall_time
from floorplans.finding.classes import Cases, refused
from floorplans.policies import hours, words
from floorplans.policies.nearest import nearest_to
from floorplans.policies.rules import Case
from floorplans.policies.terms import Mode

#: Other hours begin on a quarter, unless a rule counts in other steps.
STEP_MIN = 15
#: Hours that are shorter than half of what was wanted are no answer to the wish.
LEAST_SHARE = 0.5
#: How many days after the wanted one are looked at.
DAYS_LATER = 7
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


def day_around(window: Window, zone: ZoneInfo, now: datetime) -> Window | None:
    """What is left of the day on which the wanted hours begin, and of the next where they end."""
    first = day_of(wall_time(window.from_at, zone).date(), zone)
    begins, ends = max(first.from_at, now), max(first.to_at, window.to_at)
    return Window(begins, ends) if begins < ends else None


def same_day(
    window: Window, stretches: Iterable[Window], cases: Cases, now: datetime
) -> list[Window]:
    """Hours in the free stretches of that day, as long as was wanted or shorter, by difference."""
    found: set[Window] = set()
    for stretch in stretches:
        for case in _unlike(cases):
            found.update(_within(window, stretch, case))
    usable = (each for each in found if each != window and each.from_at >= now)
    return sorted(usable, key=lambda each: (difference(window, each), each.from_at, each.to_at))


def later_days(window: Window, zone: ZoneInfo) -> Iterator[Window]:
    """The same hours on the wall on each of the days after."""
    start, end = wall_time(window.from_at, zone), wall_time(window.to_at, zone)
    for number in range(1, DAYS_LATER + 1):
        begins = first_instant(start + number * DAY, zone)
        ends = first_instant(end + number * DAY, zone)
        if begins < ends:
            yield Window(begins, ends)


def by_rules(window: Window, cases: Cases) -> list[Window]:
    """The hours nearest to the wanted ones that the rules would allow, by difference."""
    found = refused(cases, window)
    nearest = {
        nearest_to(case, window, found[name])
        for name, case in _unlike_named(cases)
        if name in found
    }
    return sorted(
        (each for each in nearest if each is not None),
        key=lambda each: (difference(window, each), each.from_at),
    )


def difference(wanted: Window, found: Window) -> timedelta:
    """How far two windows lie apart, at both ends; time that is lost counts twice more."""
    lost = (wanted.to_at - wanted.from_at) - (found.to_at - found.from_at)
    apart = abs(found.from_at - wanted.from_at) + abs(found.to_at - wanted.to_at)
    return apart + 2 * max(lost, timedelta())


def difference_text(wanted: Window, found: Window, zone: ZoneInfo) -> str:
    """“1 hour later”, “2 hours shorter, until 15:00”, “on Tuesday 24 November”."""
    begins, ends = wall_time(found.from_at, zone), wall_time(found.to_at, zone)
    day = _other_day(wanted, begins, zone)
    moved, lost = found.from_at - wanted.from_at, _length(wanted) - _length(found)
    if day:
        same = _clock(wanted, zone) == _clock(found, zone)
        return day if same else f"{day}, {begins:%H:%M} to {ends:%H:%M}"
    parts = []
    if lost > timedelta():
        parts.append(f"{_minutes(lost)} shorter")
        parts.append(
            f"from {begins:%H:%M}" if found.to_at == wanted.to_at else f"until {ends:%H:%M}"
        )
    elif lost < timedelta():
        parts.append(f"{_minutes(-lost)} longer, {begins:%H:%M} to {ends:%H:%M}")
    elif moved:
        parts.append(f"{_minutes(abs(moved))} {'later' if moved > timedelta() else 'earlier'}")
    return ", ".join(parts)


def _within(window: Window, stretch: Window, case: Case) -> Iterator[Window]:
    units = case.terms.units
    if units is not None and units.value.mode is not Mode.HOURS:
        day: date = wall_time(window.from_at, case.zone).date()
        edges = hours.edges_on(units.value, case.opening, day, case.zone)
        parts = (Window(begin, end) for begin, end in combinations(edges, 2))
        yield from (part for part in parts if _holds(stretch, part))
        return
    step = timedelta(minutes=(units.value.step_min if units is not None else None) or STEP_MIN)
    length = _length(window)
    moved = min(max(window.from_at, stretch.from_at), stretch.to_at - length)
    for begin in _steps_beside(moved, step, case.zone):
        yield from _kept(stretch, Window(begin, begin + length))
    first = _upwards(max(stretch.from_at, window.from_at), step, case.zone)
    last = _downwards(min(stretch.to_at, window.to_at), step, case.zone)
    if last - first >= length * LEAST_SHARE:
        yield from _kept(stretch, Window(first, last))


def _kept(stretch: Window, part: Window) -> Iterator[Window]:
    if _holds(stretch, part):
        yield part


def _holds(stretch: Window, part: Window) -> bool:
    return stretch.from_at <= part.from_at < part.to_at <= stretch.to_at


def _steps_beside(moment: datetime, step: timedelta, zone: ZoneInfo) -> tuple[datetime, datetime]:
    return _downwards(moment, step, zone), _upwards(moment, step, zone)


def _downwards(moment: datetime, step: timedelta, zone: ZoneInfo) -> datetime:
    return moment - hours.past_step(moment, step // MINUTE, zone)


def _upwards(moment: datetime, step: timedelta, zone: ZoneInfo) -> datetime:
    down = _downwards(moment, step, zone)
    return down if down == moment else down + step


def _unlike_named(cases: Cases) -> Iterator[tuple[str, Case]]:
    """One of each kind of case: floors of which the same is said are asked once."""
    seen: list[tuple[object, object]] = []
    for name, case in cases.items():
        told = (case.terms, case.load)
        if told not in seen:
            seen.append(told)
            yield name, case


def _unlike(cases: Cases) -> list[Case]:
    return [case for _, case in _unlike_named(cases)]


def _other_day(wanted: Window, begins: datetime, zone: ZoneInfo) -> str:
    if wall_time(wanted.from_at, zone).date() == begins.date():
        return ""
    return f"on {begins:%A} {begins.day} {begins:%B}"


def _clock(window: Window, zone: ZoneInfo) -> tuple[object, object]:
    return wall_time(window.from_at, zone).time(), wall_time(window.to_at, zone).time()


def _length(window: Window) -> timedelta:
    return window.to_at - window.from_at


def _minutes(length: timedelta) -> str:
    return words.length(round(length / MINUTE))
