"""What assigned desks take and answer. All days are the building's, both ends included."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from floorplans.wording import OfPlace

EVERY_DAY = (1, 2, 3, 4, 5, 6, 7)


@dataclass(frozen=True, slots=True)
class Days:
    """Weekdays (Monday is 1) from a day to a day; without an end, until it is changed."""

    weekdays: tuple[int, ...]
    from_on: date
    to_on: date | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """From a day to a day, both included."""

    from_on: date
    to_on: date


@dataclass(frozen=True, slots=True)
class AssignmentRequest:
    """A space for the person with this address."""

    space_id: UUID
    email: str
    days: Days


@dataclass(frozen=True, slots=True)
class AssignmentView(OfPlace):
    """``is_there`` is false while the floor's plan does not have the space, or not as bookable."""

    id: UUID
    space_id: UUID
    space_name: str
    kind: str
    floor_id: UUID
    floor_name: str
    building_name: str
    time_zone: str
    person_id: UUID
    person_name: str
    person_email: str
    is_there: bool
    days: Days


@dataclass(frozen=True, slots=True)
class StandingBooking:
    """A booking of somebody else on a day that was assigned after it was made; it stays."""

    booking_id: UUID
    person_name: str
    from_at: datetime
    to_at: datetime


@dataclass(frozen=True, slots=True)
class Assigned:
    """An assignment that was made or changed, and the bookings that stand in its days."""

    assignment: AssignmentView
    standing: tuple[StandingBooking, ...]


class DayState(StrEnum):
    """What becomes of one day of an assignment."""

    #: The person's own.
    OWN = "own"
    #: The person's own, but for hours that somebody had booked before it was.
    BOOKED_BEFORE = "booked_before"
    #: Left to others by its person.
    RELEASED = "released"
    #: Left to others, since its person is away.
    AWAY = "away"
    #: Left to others, and somebody has taken it.
    TAKEN = "taken"


@dataclass(frozen=True, slots=True)
class DayView:
    on: date
    state: DayState


@dataclass(frozen=True, slots=True)
class OwnDay:
    """One day of an assignment of one's own."""

    assignment_id: UUID
    on: date
    state: DayState

    @property
    def is_theirs(self) -> bool:
        """Whether the place is kept for its person on this day, and not left to others."""
        return self.state in (DayState.OWN, DayState.BOOKED_BEFORE)


@dataclass(frozen=True, slots=True)
class OwnAssignment:
    """One's own assignment with its next days, in their order."""

    assignment: AssignmentView
    days: tuple[DayView, ...]


@dataclass(frozen=True, slots=True)
class Returned:
    """Which days came back, and which others have taken."""

    returned: tuple[date, ...]
    taken: tuple[date, ...]


class Source(StrEnum):
    HAND = "hand"
    CALENDAR = "calendar"


@dataclass(frozen=True, slots=True)
class AbsenceView:
    """When a person is away; never why."""

    id: UUID
    person_id: UUID
    person_name: str
    from_on: date
    to_on: date
    source: Source


@dataclass(frozen=True, slots=True)
class LeaveTaken:
    """What a leave calendar changed.

    ``absences`` counts what is known of it now, ``new`` and ``ended`` what it brought and ended.
    ``kept`` are days that others have taken meanwhile, which stay theirs. ``unknown`` are addresses
    of nobody here. ``partly`` counts entries of less than a day, which leave the desk alone.
    """

    absences: int
    new: int
    ended: int
    kept: int
    unknown: tuple[str, ...]
    partly: int


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Why a line of a list cannot be used, and what to do."""

    line: int
    code: str
    message: str
    advice: str


@dataclass(frozen=True, slots=True)
class ListedAssignment(OfPlace):
    """A line of a list that assigns a space, and how many bookings of others stand in its days."""

    line: int
    space_name: str
    kind: str
    person_name: str
    days: Days
    standing: int


@dataclass(frozen=True, slots=True)
class ListTaken:
    """What a list assigns. With a problem, or to look first, nothing was changed."""

    applied: bool
    assigned: tuple[ListedAssignment, ...]
    unchanged: int
    problems: tuple[RowProblem, ...]
