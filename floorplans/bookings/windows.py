"""Between the clock on a building's wall and instants, on the nights of clock changes too.

Everywhere else time is UTC. The rules, for a wall time that the clock skips (a gap) or shows twice
(a fold, PEP 495): a skipped time means the instant of the change; a repeated time is taken the
first time, except as the end of a window that began before the repeated hour, which then includes
both. So a window never turns around, and the whole of a night is bookable.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from floorplans.bookings.views import Window
from floorplans.errors import Invalid

SECOND = timedelta(seconds=1)


def window_of_wall(start: datetime, end: datetime, zone: ZoneInfo) -> Window:
    """The window between two wall times (naive) of a zone.

    Raises Invalid ``window_empty`` when the end is not after the start, as it is for a window
    that lies inside the hour which the clock skips.
    """
    from_at = first_instant(start, zone)
    within_fold = is_repeated(start, zone) and is_repeated(end, zone)
    to_at = first_instant(end, zone) if within_fold else last_instant(end, zone)
    if to_at <= from_at:
        raise Invalid(
            "window_empty",
            "The end is not after the start, or the clock skips these hours that night. "
            "Nothing was changed.",
            "Choose an end that lies after the start.",
        )
    return Window(from_at, to_at)


def first_instant(wall: datetime, zone: ZoneInfo) -> datetime:
    """The instant (UTC) at which the clock first shows ``wall``; the change itself in a gap."""
    return _instant(wall, zone, fold=0)


def last_instant(wall: datetime, zone: ZoneInfo) -> datetime:
    """The instant (UTC) at which the clock last shows ``wall``; the change itself in a gap."""
    return _instant(wall, zone, fold=1)


def is_repeated(wall: datetime, zone: ZoneInfo) -> bool:
    """Tell whether the clock shows ``wall`` twice."""
    return first_instant(wall, zone) < last_instant(wall, zone)


def wall_time(instant: datetime, zone: ZoneInfo) -> datetime:
    """What the clock shows at an instant, naive."""
    return instant.astimezone(zone).replace(tzinfo=None, fold=0)


def day_of(on: date, zone: ZoneInfo) -> Window:
    """A calendar day: 23, 24 or 25 hours, and from its first moment where midnight is skipped."""
    start = first_instant(datetime.combine(on, time.min), zone)
    end = first_instant(datetime.combine(on + timedelta(days=1), time.min), zone)
    return Window(start, end)


def moment_text(instant: datetime, zone: ZoneInfo) -> str:
    """“Monday 30 November 2026”, with the time of day unless the day begins then."""
    wall = wall_time(instant, zone)
    day = f"{wall:%A} {wall.day} {wall:%B} {wall.year}"
    return day if day_of(wall.date(), zone).from_at == instant else f"{day}, {wall:%H:%M}"


def _instant(wall: datetime, zone: ZoneInfo, *, fold: int) -> datetime:
    early = _utc(wall, zone, 0)
    late = _utc(wall, zone, 1)
    if late < early:  # In a gap PEP 495 answers with the offsets of both sides, crosswise.
        return _change_between(late, early, zone)
    return late if fold else early


def _utc(wall: datetime, zone: ZoneInfo, fold: int) -> datetime:
    return wall.replace(tzinfo=zone, fold=fold).astimezone(UTC)


def _change_between(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The first instant, to the second, with the offset that holds at ``after``."""
    offset = after.astimezone(zone).utcoffset()
    low, high = before.replace(microsecond=0), after.replace(microsecond=0)
    while high - low > SECOND:
        middle = low + ((high - low) // 2 // SECOND) * SECOND
        if middle.astimezone(zone).utcoffset() == offset:
            high = middle
        else:
            low = middle
    return high


def iso_of(instant: datetime | None) -> str | None:
    """An instant in UTC as machines are told it; None for none."""
    return None if instant is None else instant.astimezone(UTC).isoformat()
