"""The values that go into and come out of the use cases of series."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from floorplans.bookings.views import Phase
from floorplans.equipment.views import Bring, Brought
from floorplans.nearest.views import NearSpace


class Scope(StrEnum):
    """Which dates of a series are meant."""

    THIS = "this"
    LATER = "later"  # this one and those after it
    ALL = "all"


class State(StrEnum):
    """How a date stands. Kept ones first; the last two follow from others and are only told."""

    PLANNED = "planned"  # to be booked: beyond how far ahead one may book, or not come to yet
    BOOKED = "booked"
    CLASH = "clash"
    REFUSED = "refused"
    SKIPPED = "skipped"
    CANCELLED = "cancelled"
    FREE = "free"  # of a preview: could be booked


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours of a day on the wall's clock, as minutes since midnight.

    ``to_minute`` lies after ``from_minute``, and beyond 1440 on the next day.
    """

    from_minute: int
    to_minute: int


@dataclass(frozen=True, slots=True)
class SeriesRequest:
    """A place for the same hours on several days: chosen ``days``, or those of a ``rule``.

    ``rule`` is an RRULE (RFC 5545), followed from ``starts_on`` on. ``hours_on`` and ``instead``
    name other hours and other places for single dates, ``skip`` dates to leave out. Every date
    is to ``bring`` the same along. The same key sent again gives the same series.
    """

    space_id: UUID
    hours: Hours
    days: tuple[date, ...] = ()
    rule: str | None = None
    starts_on: date | None = None
    hours_on: dict[date, Hours] = field(default_factory=dict)
    instead: dict[date, UUID] = field(default_factory=dict)
    skip: frozenset[date] = frozenset()
    idempotency_key: str | None = None
    bring: tuple[Bring, ...] = ()
    note: str | None = None
    is_private: bool = False


@dataclass(frozen=True, slots=True)
class SeriesChange:
    """What should be different for the dates in scope; None keeps what there is.

    ``on`` is the date that ``this`` and ``later`` begin with. ``until`` is a new last day.
    """

    scope: Scope
    on: date | None = None
    space_id: UUID | None = None
    hours: Hours | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a date could not be booked or changed: a code, and sentences for a person."""

    code: str
    message: str
    advice: str


@dataclass(frozen=True, slots=True)
class DateView:
    """A date of a series, and how it stands.

    ``space_id``, ``from_at`` and ``to_at`` are those of its booking, or those that are wanted;
    the instants are None where the clock skips all of the hours that day. ``by_hand`` tells that
    the booking was changed by itself, so that changes of the series leave it as it is; ``asked``
    that somebody must still approve it, or of a preview would have to; ``is_theirs`` that its
    person moved what somebody had booked for them, and place and hours are those from before.
    ``changed`` tells what the request that is answered did to it. ``reach_on`` is the day from
    which a planned date can be booked. ``alternatives`` are free places like the one that was
    taken.
    """

    on: date
    state: State
    space_id: UUID
    space_name: str
    from_at: datetime | None
    to_at: datetime | None
    booking_id: UUID | None = None
    phase: Phase | None = None
    by_hand: bool = False
    asked: bool = False
    is_theirs: bool = False
    changed: bool = False
    problem: Problem | None = None
    reach_on: date | None = None
    alternatives: tuple[NearSpace, ...] = ()


@dataclass(frozen=True, slots=True)
class SeriesPlan:
    """What booking a series would come to; nothing is kept of it.

    ``for_all`` are places that are free on every date that clashes.
    """

    space_id: UUID
    space_name: str
    time_zone: str
    said: str
    dates: tuple[DateView, ...]
    for_all: tuple[NearSpace, ...]


@dataclass(frozen=True, slots=True)
class SeriesView:
    """A series with all its dates, as its person (or facility staff) may see it.

    ``is_by_me`` tells that the actor booked it for somebody else.
    """

    id: UUID
    space_id: UUID
    space_name: str
    kind: str
    floor_id: UUID
    floor_name: str
    building_name: str
    time_zone: str
    hours: Hours
    rule: str | None
    said: str
    starts_on: date
    ends_on: date
    is_mine: bool
    is_by_me: bool
    person_id: UUID
    person_name: str
    dates: tuple[DateView, ...]
    for_all: tuple[NearSpace, ...] = ()
    brings: tuple[Brought, ...] = ()
