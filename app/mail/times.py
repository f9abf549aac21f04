"""Hours in words, as the clock on the wall of the building shows them."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from floorplans.bookings.views import Window
from floorplans.bookings.windows import is_repeated, wall_time

TO = "\N{EN DASH}"


def hours_in_words(window: Window, time_zone: str) -> str:
    """“Wednesday 18 November 2026, 10:00 to 12:00”, with a second day where there is one.

    An hour that the clock shows twice has its offset from UTC behind it.
    """
    zone = ZoneInfo(time_zone)
    start, end = wall_time(window.from_at, zone), wall_time(window.to_at, zone)
    first = f"{start:%A} {start.day} {start:%B} {start.year}"
    last = "" if start.date() == end.date() else f"{end:%A} {end.day} {end:%B} {end.year}, "
    hours = [f"{wall:%H:%M}" for wall in (start, end)]
    for place, wall, instant in ((0, start, window.from_at), (1, end, window.to_at)):
        if is_repeated(wall, zone):
            hours[place] += f" (UTC{instant.astimezone(zone):%z})"
    return f"{first}, {hours[0]} to {last}{hours[1]}"


def hours_in_short(window: Window, time_zone: str) -> str:
    """The same in the few letters that a subject has room for."""
    zone = ZoneInfo(time_zone)
    start, end = wall_time(window.from_at, zone), wall_time(window.to_at, zone)
    last = "" if start.date() == end.date() else f"{end:%a} {end.day} {end:%b}, "
    return f"{start:%a} {start.day} {start:%b}, {start:%H:%M}{TO}{last}{end:%H:%M}"


def instant_in_words(instant: datetime, time_zone: str) -> str:
    """“Wednesday 18 November, 10:00”."""
    wall = wall_time(instant, ZoneInfo(time_zone))
    return f"{wall:%A} {wall.day} {wall:%B}, {wall:%H:%M}"
