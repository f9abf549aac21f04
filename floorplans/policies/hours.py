"""Opening hours and the parts of a day, on the clock of a site, as instants.

Clock changes follow ``floorplans.bookings.windows``: a skipped time means the instant of the
change, and hours that are shown twice are open both times.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from floorplans.bookings.views import Window
from floorplans.bookings.windows import day_of, first_instant, wall_time, window_of_wall
from floorplans.errors import Invalid
from floorplans.policies.terms import MINUTES_A_DAY, Mode, Span, Units

DAY = timedelta(days=1)
#: Days of a few rules in a few zones; each entry is small.
_REMEMBERED = 4_096


def day_at(instant: datetime, zone: ZoneInfo) -> date:
    """The day that the calendar shows at an instant."""
    return wall_time(instant, zone).date()


@lru_cache(maxsize=_REMEMBERED)
def monday_of(instant: datetime, zone: ZoneInfo) -> date:
    """The Monday of the week that the calendar shows at an instant."""
    day = day_at(instant, zone)
    return day - day.weekday() * DAY


def last_day(window: Window, zone: ZoneInfo) -> date:
    """The day in which a window ends; one that ends at midnight ends in the day before."""
    return day_at(window.to_at - timedelta.resolution, zone)


@lru_cache(maxsize=_REMEMBERED)
def open_on(opening: tuple[Span, ...] | None, day: date, zone: ZoneInfo) -> tuple[Window, ...]:
    """The stretches of a day that are open, by time; without opening hours all of it."""
    if opening is None:
        whole = day_of(day, zone)
        return (whole,) if whole.to_at > whole.from_at else ()
    found = [_stretch(day, start, end, zone) for start, end in _of_weekday(opening, day.weekday())]
    return tuple(stretch for stretch in found if stretch is not None)


def open_between(
    opening: tuple[Span, ...] | None, first: date, last: date, zone: ZoneInfo
) -> tuple[Window, ...]:
    """The open stretches of some days; what is open over midnight is one stretch."""
    merged: list[Window] = []
    for number in range((last - first).days + 1):
        for stretch in open_on(opening, first + number * DAY, zone):
            if merged and merged[-1].to_at >= stretch.from_at:
                merged[-1] = Window(merged[-1].from_at, max(merged[-1].to_at, stretch.to_at))
            else:
                merged.append(stretch)
    return tuple(merged)


def edges_on(
    units: Units, opening: tuple[Span, ...] | None, day: date, zone: ZoneInfo
) -> tuple[datetime, ...]:
    """Where the parts of a day begin and end: two instants, three for half days, none if closed.

    A day begins when it opens first and ends when it closes last.
    """
    stretches = open_on(opening, day, zone)
    if not stretches:
        return ()
    begin, end = stretches[0].from_at, stretches[-1].to_at
    if units.mode is not Mode.HALF_DAYS:
        return (begin, end)
    half = first_instant(_wall(day, units.half_at_min), zone)
    return (begin, half, end) if begin < half < end else (begin, end)


def is_in_step(instant: datetime, step_min: int, zone: ZoneInfo) -> bool:
    """Whether the clock then shows a whole number of steps after midnight."""
    return past_step(instant, step_min, zone) == timedelta(0)


def past_step(instant: datetime, step_min: int, zone: ZoneInfo) -> timedelta:
    """How long ago, by the clock, a whole number of steps after midnight was shown."""
    wall = wall_time(instant, zone)
    return (wall - datetime.combine(wall.date(), time.min)) % timedelta(minutes=step_min)


def text_of(opening: tuple[Span, ...]) -> str:
    """“Monday to Friday from 07:00 to 19:00, Saturday all day”."""
    hours = [_hours_text(opening, weekday) for weekday in range(7)]
    starts = [0, *(n for n in range(1, 7) if hours[n] != hours[n - 1]), 7]
    return ", ".join(
        f"{_days_text(first, end - 1)} {hours[first]}"
        for first, end in pairwise(starts)
        if hours[first]
    )


def _hours_text(opening: tuple[Span, ...], weekday: int) -> str:
    return " and ".join(
        "all day"
        if (start, end) == (0, MINUTES_A_DAY)
        else f"from {clock_text(start)} to {clock_text(end)}"
        for start, end in _of_weekday(opening, weekday)
    )


def _of_weekday(opening: tuple[Span, ...], weekday: int) -> list[Span]:
    """What is open on a day of the week, in minutes after its midnight."""
    begins = weekday * MINUTES_A_DAY
    parts = ((max(start - begins, 0), min(end - begins, MINUTES_A_DAY)) for start, end in opening)
    return sorted((start, end) for start, end in parts if start < end)


def _days_text(first: int, last: int) -> str:
    if (first, last) == (0, 6):
        return "every day"
    return WEEKDAYS[first] if first == last else f"{WEEKDAYS[first]} to {WEEKDAYS[last]}"


def clock_text(minutes: int) -> str:
    """Minutes after midnight as a clock shows them; the end of a day is 24:00."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _stretch(day: date, start_min: int, end_min: int, zone: ZoneInfo) -> Window | None:
    start = _wall(day, start_min)
    if end_min == MINUTES_A_DAY:
        window = Window(first_instant(start, zone), day_of(day, zone).to_at)
        return window if window.to_at > window.from_at else None
    try:
        return window_of_wall(start, _wall(day, end_min), zone)
    except Invalid:  # The clock skips these hours that night.
        return None


def _wall(day: date, minutes: int) -> datetime:
    return datetime.combine(day, time.min) + timedelta(minutes=minutes)
