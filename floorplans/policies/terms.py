"""What rules say of one space to one person, as values; read from what the database tells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar
from uuid import UUID

from floorplans.bookings.views import Window

T = TypeVar("T")

MINUTES_A_DAY = 1_440
MINUTES_A_WEEK = 7 * MINUTES_A_DAY
#: Where a day is halved, in minutes after midnight, unless a rule says otherwise.
HALF_AT_MIN = 12 * 60

#: From and to, in minutes of the week as the clock on the wall counts them; Monday 00:00 is 0.
Span = tuple[int, int]


class Mode(StrEnum):
    """In what a space is booked."""

    HOURS = "hours"
    HALF_DAYS = "half_days"
    WHOLE_DAYS = "whole_days"


class Approval(StrEnum):
    """What a rule says of approval to a person; ``own``: they may approve it themselves."""

    NEEDED = "needed"
    OWN = "own"
    NOT_NEEDED = "not_needed"


@dataclass(frozen=True, slots=True)
class Said(Generic[T]):
    """One thing that is said, and by which rule; None is the organisation's own setting."""

    value: T
    rule: str | None = None
    rule_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Units:
    """Hours that begin and end on a step (minutes after midnight), half days, or whole days."""

    mode: Mode
    step_min: int | None = None
    half_at_min: int = HALF_AT_MIN


@dataclass(frozen=True, slots=True)
class Only:
    """The groups that may book, and whether the person is in one of them."""

    groups: tuple[str, ...]
    is_in: bool


@dataclass(frozen=True, slots=True)
class Quiet:
    """How far from quiet zones a space must be, and how far the nearest is; metres, as drawn.

    ``zone`` is None where none of the zones is on the space's floor.
    """

    least_m: float
    zone: str | None = None
    near_m: float | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """All that holds for one space and one person; None where nobody says anything."""

    ahead_days: Said[int]
    longest_min: Said[int]
    shortest_min: Said[int] | None = None
    opening: Said[tuple[Span, ...]] | None = None
    units: Said[Units] | None = None
    at_once: Said[int] | None = None
    a_week: Said[int] | None = None
    only: Said[Only] | None = None
    quiet: Said[Quiet] | None = None
    change_by_min: Said[int] | None = None
    cancel_by_min: Said[int] | None = None


@dataclass(frozen=True, slots=True)
class Load:
    """What the person has booked already of what each limit is about, by its begin."""

    at_once: tuple[Window, ...] = ()
    a_week: tuple[Window, ...] = ()


#: The answer of ``booking_rules``: by term, {"id", "rule", "says"}.
Document = Mapping[str, Any]
_NONE: Document = {}


def terms_of(rules: Document | None, *, ahead_days: int, longest_hours: int) -> Terms:
    """What the database tells, over the organisation's own settings."""
    if rules is None:
        return Terms(Said(ahead_days), Said(longest_hours * 60))
    return Terms(
        ahead_days=_said(rules, "ahead_days", int) or Said(ahead_days),
        longest_min=_said(rules, "longest_min", int) or Said(longest_hours * 60),
        shortest_min=_said(rules, "shortest_min", int),
        opening=_said(rules, "open", _spans),
        units=_said(rules, "mode", _units),
        at_once=_said(rules, "at_once", int),
        a_week=_said(rules, "a_week", int),
        only=_said(rules, "only", _only),
        quiet=_said(rules, "quiet", _quiet),
        change_by_min=_said(rules, "change_by_min", int),
        cancel_by_min=_said(rules, "cancel_by_min", int),
    )


def said_of_approval(rules: Document | None) -> Said[Approval] | None:
    """Whether others must approve a booking; it decides no refusal, so it is no term."""
    return None if rules is None else _said(rules, "approval", Approval)


def load_of(load: Document | None) -> Load:
    if load is None:
        return Load()
    return Load(_windows(load.get("at_once", ())), _windows(load.get("a_week", ())))


def _said(rules: Document, term: str, read: Any) -> Said[Any] | None:
    found = rules.get(term)
    if found is None:
        return None
    return Said(read(found["says"]), found["rule"], UUID(found["id"]))


def _spans(says: Any) -> tuple[Span, ...]:
    return tuple((int(start), int(end)) for start, end in says)


def _units(says: Any) -> Units:
    return Units(Mode(says["is"]), says.get("step_min"), says.get("half_at_min", HALF_AT_MIN))


def _only(says: Any) -> Only:
    return Only(tuple(says["groups"]), bool(says["is_in"]))


def _quiet(says: Any) -> Quiet:
    return Quiet(float(says["m"]), says.get("zone"), says.get("near_m"))


def _windows(pairs: Any) -> tuple[Window, ...]:
    return tuple(
        Window(datetime.fromisoformat(start), datetime.fromisoformat(end)) for start, end in pairs
    )
