"""The nearest hours that all rules allow: tried one after the other, and judged like any others."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import chain

from floorplans.bookings.views import Window
from floorplans.bookings.windows import day_of, first_instant, wall_time
from floorplans.policies import hours
from floorplans.policies.hours import DAY
from floorplans.policies.rules import Broken, Case, broken, refusal
from floorplans.policies.terms import Mode

#: How many days are tried: the wanted one and those after it, then those before, then later ones.
SOON_DAYS = 14
BEFORE_DAYS = 31
LATER_DAYS = 90
#: How many hours are judged at most: a person with very many bookings is not worth more.
MOST_TRIED = 3_000
#: When people work where no rule says when it is open: nobody is sent to a desk at midnight who did
#: not ask for the night. The wanted hours are in it in any case.
WORK_FROM, WORK_TO = time(7), time(20)


def check(case: Case, window: Window) -> None:
    """Refuse a window that a rule does not allow; Refused with ``rule`` and ``nearest``."""
    found = broken(case, window)
    if found is not None:
        raise refusal(case, window, found, nearest_to(case, window, found))


def nearest_to(case: Case, window: Window, found: Broken) -> Window | None:
    """The hours nearest to those of a broken rule that break none; None when there are none near.

    The first day that allows any counts: the wanted one, the next two weeks, then earlier, then
    later. On that day it is the hours that differ least, at both ends, from those wanted. Hours
    outside the opening or else the working hours are offered only where no others are allowed.
    """
    if found.is_final:
        return None
    by_day = _nearest(case, window, by_day=True) if case.opening is None else None
    return by_day or _nearest(case, window, by_day=False)


def _nearest(case: Case, window: Window, *, by_day: bool) -> Window | None:
    left = MOST_TRIED
    for day in _days(case, window):
        aim = _on_day(case, window, day)
        by_difference = sorted(
            _tried_on(case, aim, day, by_day=by_day),
            key=lambda tried: (_difference(tried, aim), tried.from_at),
        )
        for tried in by_difference[:left]:
            if _fits(case, tried):
                return tried
        left -= len(by_difference)
        if left <= 0:
            return None
    return None


def _on_day(case: Case, window: Window, day: date) -> Window:
    """The wanted hours on another day, by the clock on the wall."""
    wall = wall_time(window.from_at, case.zone)
    if wall.date() == day:
        return window
    from_at = first_instant(datetime.combine(day, wall.time()), case.zone)
    return Window(from_at, from_at + (window.to_at - window.from_at))


def _fits(case: Case, tried: Window) -> bool:
    if tried.to_at <= max(case.now, tried.from_at) or hours.day_at(tried.from_at, case.zone) < (
        case.today
    ):
        return False
    return broken(case, tried) is None


def _difference(tried: Window, aim: Window) -> timedelta:
    return abs(tried.from_at - aim.from_at) + abs(tried.to_at - aim.to_at)


def _days(case: Case, window: Window) -> Iterator[date]:
    wanted = min(max(hours.day_at(window.from_at, case.zone), case.today), case.latest_day)
    offsets = chain(range(SOON_DAYS), range(-1, -BEFORE_DAYS, -1), range(SOON_DAYS, LATER_DAYS))
    days = (wanted + offset * DAY for offset in offsets)
    return (day for day in days if case.today <= day <= case.latest_day)


def _tried_on(case: Case, aim: Window, day: date, *, by_day: bool) -> set[Window]:
    units = case.terms.units
    if units is not None and units.value.mode is not Mode.HOURS:
        return set(_parts(case, aim, day))
    return set(_stretched(case, aim, day, by_day=by_day))


def _parts(case: Case, aim: Window, day: date) -> Iterator[Window]:
    """Days and halves that begin on a day, and end up to as many days later as was wanted."""
    units = case.terms.units
    if units is None:
        return
    longest = timedelta(minutes=case.terms.longest_min.value)
    wanted = min(aim.to_at - aim.from_at, longest)
    begins = hours.edges_on(units.value, case.opening, day, case.zone)[:-1]
    for number in range(wanted.days + 2):
        ends = hours.edges_on(units.value, case.opening, day + number * DAY, case.zone)[1:]
        yield from (Window(begin, end) for begin in begins for end in ends if begin < end)


def _stretched(case: Case, aim: Window, day: date, *, by_day: bool) -> Iterator[Window]:
    """Hours that begin on a day: as wanted, moved and cut to what the rules leave."""
    wanted = _length(case, aim)
    for stretch in [_by_day(case, aim, day)] if by_day else _stretches(case, day, wanted):
        for begin in _begins(case, aim, stretch, wanted):
            for end in _ends(case, aim, begin, stretch, wanted):
                if begin < end and hours.day_at(begin, case.zone) == day:
                    yield Window(begin, end)


def _length(case: Case, aim: Window) -> timedelta:
    """As long as was wanted, but not too long and not too short."""
    shortest = case.terms.shortest_min
    least = timedelta(minutes=1 if shortest is None else shortest.value)
    length = min(
        max(aim.to_at - aim.from_at, least), timedelta(minutes=case.terms.longest_min.value)
    )
    return _upwards(length, _step_of(case)) if length == least else length


def _by_day(case: Case, aim: Window, day: date) -> Window:
    """The working hours of a day, and the wanted ones."""
    ends = (first_instant(datetime.combine(day, wall), case.zone) for wall in (WORK_FROM, WORK_TO))
    start, end = ends
    return Window(min(start, aim.from_at), max(end, aim.to_at))


def _stretches(case: Case, day: date, wanted: timedelta) -> Iterator[Window]:
    """What is open from a day on, each stretch from its first moment of that day."""
    today = day_of(day, case.zone)
    if case.opening is None:
        yield Window(today.from_at, today.to_at + wanted)
        return
    last = day + timedelta(days=wanted.days + 1)
    for stretch in hours.open_between(case.opening, day, last, case.zone):
        if stretch.from_at < today.to_at:
            yield stretch


def _begins(case: Case, aim: Window, stretch: Window, wanted: timedelta) -> Iterator[datetime]:
    moments = {
        aim.from_at,
        stretch.from_at,
        stretch.to_at - wanted,
        aim.to_at - wanted,
        case.now,
    }
    for other in case.load.at_once:
        beside = (other.to_at, other.from_at - wanted)
        moments |= {moment for moment in beside if stretch.from_at < moment < stretch.to_at}
    for moment in moments:
        held = min(max(moment, stretch.from_at), stretch.to_at)
        yield from _snapped(case, held)


def _ends(
    case: Case, aim: Window, begin: datetime, stretch: Window, wanted: timedelta
) -> Iterator[datetime]:
    longest = timedelta(minutes=case.terms.longest_min.value)
    moments = {
        begin + wanted,
        begin + longest,
        aim.to_at,
        stretch.to_at,
        *(o.from_at for o in case.load.at_once if begin < o.from_at < begin + wanted),
    }
    for moment in moments:
        yield from _snapped(case, min(moment, stretch.to_at, begin + longest))


def _snapped(case: Case, moment: datetime) -> Iterator[datetime]:
    """A moment, and the steps of the clock beside it where a rule counts in steps."""
    step = _step_of(case)
    past = hours.past_step(moment, step, case.zone)
    yield moment - past
    if past:
        yield moment - past + timedelta(minutes=step)
    if step == 1:
        yield moment


def _step_of(case: Case) -> int:
    units = case.terms.units
    return (units.value.step_min if units is not None else None) or 1


def _upwards(length: timedelta, step_min: int) -> timedelta:
    step = timedelta(minutes=step_min)
    return -(-length // step) * step
