"""Calendar rules (RRULE of RFC 5545) as days: pure, on the calendar that hangs on the wall.

A rule says days only; the hours of a series are added on the clock of the building, day by day,
so a change of the clock moves nothing. What a month or a year does not have (31 April,
29 February) is left out, as the standard says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice, takewhile

from dateutil.rrule import rrulestr

from floorplans.errors import Invalid, Refused

#: A year of days, leap years included.
MOST_DATES = 366
LONGEST_RULE = 500
LAST_DAY = date(2099, 12, 31)

FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_OF_DAYS = ("BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYMONTH", "BYSETPOS")
_PARTS = frozenset(("FREQ", "INTERVAL", "UNTIL", "COUNT", "WKST", *_OF_DAYS))
_OF_HOURS = frozenset(("BYHOUR", "BYMINUTE", "BYSECOND"))
_PREFIX = "RRULE:"
_UNTIL = re.compile(r"(\d{4})(\d\d)(\d\d)", re.ASCII)
_PLAIN = re.compile(r"[A-Z0-9=;,:+\-]+", re.ASCII)
_LARGEST_NUMBER = 4

#: The calendar repeats after 400 years to the day of the week. Rules are followed this much later,
#: where the years that dates can have end soon: one that never meets a day is done with in a
#: sixth of a second instead of three.
_LATER_YEARS = 7_600


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule without its end, and its end: a last day, a number of days, or both."""

    pattern: str
    until: date | None
    count: int | None

    @property
    def text(self) -> str:
        """As RFC 5545 writes it."""
        ends = [] if self.until is None else [f"UNTIL={self.until:%Y%m%d}"]
        ends += [] if self.count is None else [f"COUNT={self.count}"]
        return ";".join([self.pattern, *ends])

    def ending(self, until: date) -> Rule:
        """The same rule with another last day, and no number of days."""
        return Rule(self.pattern, until, None)

    @property
    def parts(self) -> dict[str, str]:
        return dict(part.split("=", 1) for part in self.pattern.split(";"))


def rule_of(written: str) -> Rule:
    """Read an RRULE. Raises Invalid ``rule_invalid``, Refused ``series_without_end``."""
    text = written.strip().upper().removeprefix(_PREFIX).rstrip(";")
    if not text or len(text) > LONGEST_RULE or not _PLAIN.fullmatch(text):
        raise _invalid("it is empty, too long, or has letters that no rule has")
    parts = _parts_of(text)
    until, count = parts.pop("UNTIL", None), parts.pop("COUNT", None)
    rule = Rule(
        ";".join(f"{name}={value}" for name, value in parts.items()),
        None if until is None else _until_of(until),
        None if count is None else _count_of(count),
    )
    if rule.until is None and rule.count is None:
        raise Refused(
            "series_without_end",
            "A series needs an end. Nothing was booked.",
            "Add a last day (UNTIL) or a number of days (COUNT).",
        )
    return rule


def days_of(rule: Rule, starts_on: date, *, most: int = MOST_DATES) -> tuple[date, ...]:
    """The days of a rule from ``starts_on`` on, in their order.

    Raises Invalid ``rule_invalid``, Refused ``series_too_long`` for more than ``most`` days and
    ``series_without_days`` for none.
    """
    found = _followed(rule, starts_on)
    if rule.until is not None:
        last = rule.until
        found = takewhile(lambda day: day <= last, found)
    days = tuple(islice(found, most + 1 if rule.count is None else min(rule.count, most + 1)))
    if len(days) > most:
        raise too_long(most)
    if not days:
        raise Refused(
            "series_without_days",
            "No day fits this rule before its end. Nothing was booked.",
            "Choose other days, or a later end.",
        )
    return days


def too_long(most: int) -> Refused:
    return Refused(
        "series_too_long",
        f"A series has at most {most} dates. Nothing was booked or changed.",
        "Choose an earlier end, or make several series.",
        most_dates=most,
    )


def _followed(rule: Rule, starts_on: date) -> Iterator[date]:
    later = starts_on.replace(year=starts_on.year + _LATER_YEARS)
    try:
        found = rrulestr(rule.pattern, dtstart=datetime.combine(later, time.min))
    except (ValueError, TypeError, KeyError, IndexError) as error:
        raise _invalid("its parts do not fit together") from error
    try:
        for moment in found:
            day = moment.date()
            if day.year - _LATER_YEARS > LAST_DAY.year:
                return
            yield day.replace(year=day.year - _LATER_YEARS)
    except (ValueError, OverflowError):
        # A week of the last year that there is ends after it.
        return
    except IndexError as error:
        # No month has a 999th Monday, which the library learns while it counts.
        raise _invalid("its parts do not fit together") from error


def _parts_of(text: str) -> dict[str, str]:
    parts: dict[str, str] = {}
    for part in text.split(";"):
        name, _, value = part.partition("=")
        if name in _OF_HOURS:
            raise _invalid("the hours of a series are told beside its rule")
        if name not in _PARTS or name in parts or not value:
            raise _invalid(f"“{part[:40]}” is not a part of it, or is there twice")
        if any(len(number) > _LARGEST_NUMBER for number in re.findall(r"\d+", value)) and (
            name != "UNTIL"
        ):
            raise _invalid(f"“{part[:40]}” has a number that is too large")
        parts[name] = value
    if parts.get("FREQ") not in FREQUENCIES:
        raise _invalid("it repeats by day, week, month or year (FREQ)")
    if "INTERVAL" in parts and not _is_number(parts["INTERVAL"]):
        raise _invalid("INTERVAL is a number from 1 on")
    return parts


def _is_number(value: str) -> bool:
    return value.isdecimal() and int(value) >= 1


def _count_of(value: str) -> int:
    if not _is_number(value):
        raise _invalid("COUNT is a number from 1 on")
    return int(value)


def _until_of(value: str) -> date:
    """UNTIL as a day, which it is for a series of days; a time of day in it would mean nothing."""
    found = _UNTIL.fullmatch(value)
    try:
        if found:
            return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        pass
    raise _invalid("UNTIL is a day like 20261218")


def _invalid(why: str) -> Invalid:
    return Invalid(
        "rule_invalid",
        f"This calendar rule cannot be followed: {why}. Nothing was booked.",
        "Write it as RFC 5545 does, such as FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20261218.",
    )
