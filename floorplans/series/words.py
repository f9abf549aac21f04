"""A calendar rule as a person says it."""

from __future__ import annotations

import calendar
from datetime import date

from floorplans.series.recurrence import WEEKDAYS, Rule
from floorplans.wording import listed

_NAMES = tuple(calendar.day_name)
_MONTHS = tuple(calendar.month_name)
_EVERY = {"DAILY": "day", "WEEKLY": "week", "MONTHLY": "month", "YEARLY": "year"}
_ORDINALS = {"1": "first", "2": "second", "3": "third", "4": "fourth", "5": "fifth", "-1": "last"}
_WORKING = WEEKDAYS[:5]


def day_text(day: date) -> str:
    """“Friday 18 December 2026”."""
    return f"{day:%A} {day.day} {day:%B} {day.year}"


def said(rule: Rule | None, starts_on: date, dates: int) -> str:
    """“Every week on Monday and Wednesday”, “3 chosen days”, “By a calendar rule”."""
    if rule is None:
        return "1 chosen day" if dates == 1 else f"{dates} chosen days"
    parts = rule.parts
    parts.pop("WKST", None)
    frequency, interval = parts.pop("FREQ"), int(parts.pop("INTERVAL", "1"))
    on = _on(frequency, parts, starts_on)
    if on is None:
        return "By a calendar rule"
    if frequency == "WEEKLY" and interval == 1 and on == _WORKING:
        return "Every working day"
    every = _EVERY[frequency]
    start = f"Every {every}" if interval == 1 else f"Every {interval} {every}s"
    return f"{start}{on}" if isinstance(on, str) else f"{start} on {listed(_days(on))}"


def _on(frequency: str, parts: dict[str, str], starts_on: date) -> str | tuple[str, ...] | None:
    """On which days, as words or as weekdays; None for what has no short words."""
    if not parts:
        plain = {
            "DAILY": "",
            "MONTHLY": f" on the {starts_on.day}.",
            "YEARLY": f" on {starts_on.day} {_MONTHS[starts_on.month]}",
        }
        return plain.get(frequency, (WEEKDAYS[starts_on.weekday()],))
    if set(parts) == {"BYDAY"}:
        return _on_weekdays(frequency, parts["BYDAY"].split(","))
    if set(parts) == {"BYMONTHDAY"} and frequency == "MONTHLY" and parts["BYMONTHDAY"].isdecimal():
        return f" on the {parts['BYMONTHDAY']}."
    return None


def _on_weekdays(frequency: str, days: list[str]) -> str | tuple[str, ...] | None:
    if frequency == "WEEKLY" and all(day in WEEKDAYS for day in days):
        return tuple(day for day in WEEKDAYS if day in days)
    nth, weekday = days[0][:-2].lstrip("+"), days[0][-2:]
    if frequency == "MONTHLY" and len(days) == 1 and nth in _ORDINALS:
        return f" on the {_ORDINALS[nth]} {_NAMES[WEEKDAYS.index(weekday)]}"
    return None


def _days(weekdays: tuple[str, ...]) -> list[str]:
    return [_NAMES[WEEKDAYS.index(day)] for day in weekdays]
