"""Cases for tests of rules: what is said of a desk in Amsterdam on a Wednesday morning."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from floorplans.bookings.views import Window
from floorplans.ids import new_id
from floorplans.policies.rules import Case
from floorplans.policies.terms import Load, Said, Terms

#: A Wednesday, 09:00 in Amsterdam.
NOW = datetime(2026, 11, 18, 8, 0, tzinfo=UTC)
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
#: Monday to Friday from 07:00 to 19:00.
OFFICE_HOURS = tuple((day * 1_440 + 420, day * 1_440 + 1_140) for day in range(5))
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def make_case(
    *,
    load: Load | None = None,
    zone: ZoneInfo = AMSTERDAM,
    now: datetime = NOW,
    ahead_days: int = 180,
    longest_min: int = 168 * 60,
    **said: Any,
) -> Case:
    """A case in which a rule of the term's own name says each thing that is given."""
    rules = {term: Said(value, f"Rule of {term}", new_id()) for term, value in said.items()}
    terms = Terms(
        ahead_days=rules.pop("ahead", Said(ahead_days)),
        longest_min=rules.pop("longest", Said(longest_min)),
        **rules,
    )
    return Case(terms, load or Load(), "Desk 1", zone, now)


def at(day: int, hour: int, minute: int = 0, *, month: int = 11) -> datetime:
    """A moment of 2026 on the clock in Amsterdam."""
    return datetime(2026, month, day, hour, minute, tzinfo=AMSTERDAM).astimezone(UTC)


def hours_of(day: int, start: int, end: int) -> Window:
    return Window(at(day, start), at(day, end))
