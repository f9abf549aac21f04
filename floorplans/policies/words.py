"""Words for rules: lengths, limits and hours as a person says them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from floorplans.bookings.views import Window
from floorplans.bookings.windows import day_of, moment_text, wall_time
from floorplans.policies.terms import MINUTES_A_DAY, Said
from floorplans.wording import listed


def subject(said: Said[Any]) -> str:
    """Who says it: the rule by its name, or the organisation where no rule does."""
    return "Your organisation" if said.rule is None else f"The rule “{said.rule}”"


def length(minutes: int) -> str:
    """“45 minutes”, “4 hours”, “7 days”, “1 hour 30 minutes”."""
    if minutes % MINUTES_A_DAY == 0 and minutes > MINUTES_A_DAY:
        return days(minutes // MINUTES_A_DAY)
    whole, rest = divmod(minutes, 60)
    parts = [_counted(whole, "hour")] * bool(whole) + [_counted(rest, "minute")] * bool(rest)
    return " ".join(parts)


def days(count: int) -> str:
    return _counted(count, "day")


def bookings(count: int) -> str:
    return _counted(count, "booking")


def metres(value: float) -> str:
    """“8 m”, “2.35 m”: to the centimetre, downwards, so that what is too near looks so."""
    hundredths = int(value * 100 + 1e-6)
    return f"{hundredths / 100:g} m"


def of_groups(names: Sequence[str]) -> str:
    """“the group “A””, “the groups “A” and “B””."""
    quoted = [f"“{name}”" for name in names]
    return f"the group{'s' * (len(quoted) > 1)} {listed(quoted)}"


def span_text(window: Window, zone: ZoneInfo) -> str:
    """“Monday 30 November 2026, 09:00 to 17:00”; days alone where they are whole."""
    first = wall_time(window.from_at, zone)
    last = wall_time(window.to_at - timedelta.resolution, zone)
    begins_whole = day_of(first.date(), zone).from_at == window.from_at
    ends_whole = day_of(last.date(), zone).to_at == window.to_at
    begin = moment_text(window.from_at, zone)
    if begins_whole and ends_whole:
        if first.date() == last.date():
            return f"{begin}, all day"
        return f"{begin} to {moment_text(day_of(last.date(), zone).from_at, zone)}"
    if begins_whole:
        begin = f"{begin}, {first:%H:%M}"
    if first.date() == last.date():
        return f"{begin} to {'24:00' if ends_whole else f'{wall_time(window.to_at, zone):%H:%M}'}"
    return f"{begin} to {moment_text(window.to_at, zone)}"


def window_document(window: Window) -> dict[str, str]:
    """A window as problems carry it: ISO 8601, UTC."""
    return {"from": window.from_at.isoformat(), "to": window.to_at.isoformat()}


def _counted(count: int, thing: str) -> str:
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"
