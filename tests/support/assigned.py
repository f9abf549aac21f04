"""An office with a desk that is assigned to its owner on some weekdays."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from floorplans.actor import Actor, Role
from floorplans.assigning import service
from floorplans.assigning.views import Assigned, AssignmentRequest, Days, Span
from floorplans.bookings import service as bookings
from floorplans.bookings.schedule import span_of
from floorplans.bookings.views import BookingRequest, BookingView, Window
from floorplans.bookings.windows import day_of
from floorplans.database import Database
from floorplans.errors import DomainError
from tests.support.factories import (
    make_building,
    make_floor,
    make_organisation,
    make_person,
    make_site,
    make_space,
)

DAY = timedelta(days=1)
EVERY_DAY = (1, 2, 3, 4, 5, 6, 7)


@dataclass(frozen=True, slots=True)
class AssignedOffice:
    """Desks three metres apart on one floor; ``desk`` is the first of them."""

    db: Database
    now: datetime
    zone: ZoneInfo
    owner: Actor
    colleague: Actor
    staff: Actor
    floor_id: UUID
    desk: UUID
    other_desk: UUID

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    def hours(self, on: date, begins: int = 9, ends: int = 17) -> Window:
        """Hours of a day on the clock of the building."""
        start, end = (datetime.combine(on, time(n), self.zone) for n in (begins, ends))
        return Window(start, end)

    def assign(
        self,
        weekdays: Sequence[int] = EVERY_DAY,
        *,
        to: Actor | None = None,
        space: UUID | None = None,
        from_on: date | None = None,
        to_on: date | None = None,
        **more: Any,
    ) -> Assigned:
        days = Days(tuple(weekdays), from_on or self.today, to_on)
        wanted = AssignmentRequest(space or self.desk, (to or self.owner).email, days)
        return service.assign(self.db, self.staff, wanted, self.now, **more)

    def release(self, assignment_id: UUID, on: date, to: date | None = None) -> tuple[date, ...]:
        return service.release(self.db, self.owner, assignment_id, Span(on, to or on), self.now)

    def take_back(self, assignment_id: UUID, on: date, to: date | None = None) -> tuple[date, ...]:
        span = Span(on, to or on)
        return service.take_back(self.db, self.owner, assignment_id, span, self.now).returned

    def away(self, on: date, to: date | None = None) -> UUID:
        return service.add_absence(self.db, self.owner, Span(on, to or on), self.now).id

    def book(
        self, on: date, *, by: Actor | None = None, space: UUID | None = None, **hours: int
    ) -> BookingView:
        window = self.hours(on, **hours)
        return self.book_hours(window.from_at, window.to_at, by=by, space=space)

    def book_hours(
        self,
        from_at: datetime,
        to_at: datetime,
        *,
        by: Actor | None = None,
        space: UUID | None = None,
    ) -> BookingView:
        wanted = BookingRequest(space or self.desk, from_at, to_at)
        return bookings.book(self.db, by or self.colleague, wanted, self.now)

    def refusal(
        self, on: date, *, by: Actor | None = None, space: UUID | None = None, **hours: int
    ) -> DomainError:
        """Why it cannot be booked; fails when it can."""
        try:
            self.book(on, by=by, space=space, **hours)
        except DomainError as no:
            return no
        raise AssertionError("it was booked")

    def entry(self, window: Window, seen_by: Actor, space: UUID | None = None) -> dict[str, Any]:
        """The entry of a space in what a person's map is told."""
        schedule = bookings.schedule(self.db, seen_by, self.floor_id, span_of(window))
        told = json.loads(schedule.document(window, seen_by.person_id, self.now))
        wanted = str(space or self.desk)
        found: dict[str, Any] = next(each for each in told["spaces"] if each["id"] == wanted)
        return found

    def day(self, on: date) -> Window:
        return day_of(on, self.zone)


def make_assigned_office(
    db: Database, now: datetime, *, time_zone: str = "Europe/Amsterdam", shows_name: bool = False
) -> AssignedOffice:
    organisation_id = make_organisation(db)
    staff = make_person(db, organisation_id, role=Role.FACILITY)
    building_id = make_building(db, staff, make_site(db, staff, time_zone=time_zone))
    floor_id = make_floor(db, staff, building_id=building_id)
    return AssignedOffice(
        db,
        now,
        ZoneInfo(time_zone),
        make_person(db, organisation_id, name="Ann Owner", shows_name=shows_name),
        make_person(db, organisation_id),
        staff,
        floor_id,
        make_space(db, staff, floor_id, name="Desk 1"),
        make_space(db, staff, floor_id, x=3.0, name="Desk 2"),
    )
