"""Series over both nights on which the clock changes, and over a leap day, in twenty zones.

What the calendar says is worked out by the clock alone, not by the service's own helpers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from floorplans.actor import Actor, Role
from floorplans.bookings import service as bookings
from floorplans.bookings.views import BookingRequest
from floorplans.database import Database
from floorplans.errors import Conflict
from floorplans.series import service
from floorplans.series.views import Hours, SeriesRequest, SeriesView
from tests.support.factories import (
    make_building,
    make_floor,
    make_organisation,
    make_person,
    make_site,
    make_space,
)
from tests.unit.floorplans.bookings.test_windows import ZONES

#: A leap year.
YEAR = 2028
LEAP_DAY = date(YEAR, 2, 29)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
NIGHT, MORNING = Hours(22 * 60, 30 * 60), Hours(6 * 60, 10 * 60)


@dataclass(frozen=True, slots=True)
class Office:
    db: Database
    zone: ZoneInfo
    person: Actor
    colleague: Actor
    desk: UUID

    def book(self, person: Actor, hours: Hours, first: date) -> SeriesView:
        """Three days in a row, asked for a week before."""
        asked_at = datetime.combine(first - 7 * DAY, time(12), UTC)
        days = tuple(first + n * DAY for n in range(3))
        return service.book(self.db, person, SeriesRequest(self.desk, hours, days), asked_at)


@pytest.fixture(params=ZONES)
def office(db: Database, request: pytest.FixtureRequest) -> Office:
    organisation = make_organisation(db)
    staff = make_person(db, organisation, role=Role.FACILITY)
    site = make_site(db, staff, time_zone=request.param)
    floor = make_floor(db, staff, building_id=make_building(db, staff, site))
    return Office(
        db,
        ZoneInfo(request.param),
        make_person(db, organisation),
        make_person(db, organisation),
        make_space(db, staff, floor),
    )


def noon(on: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(on, time(12), zone)


def changes(zone: ZoneInfo) -> list[date]:
    """The days of the year on which the clock changes: after a night of 23 or of 25 hours."""
    days = [date(YEAR, 1, 1) + n * DAY for n in range(366)]
    return [
        later
        for earlier, later in pairwise(days)
        if noon(earlier, zone).utcoffset() != noon(later, zone).utcoffset()
    ]


def firsts(zone: ZoneInfo) -> list[date]:
    """First days of series that pass each of these."""
    return [on - DAY for on in (LEAP_DAY, *changes(zone))]


def on_the_wall(instant: datetime | None, zone: ZoneInfo) -> datetime:
    assert instant is not None
    return instant.astimezone(zone).replace(tzinfo=None)


def test_nights_and_mornings_stay_on_the_wall_and_nights_are_as_long_as_they_are(
    office: Office,
) -> None:
    for first in firsts(office.zone):
        night = office.book(office.person, NIGHT, first)
        morning = office.book(office.colleague, MORNING, first)
        for on, late, early in zip(
            (first + n * DAY for n in range(3)), night.dates, morning.dates, strict=True
        ):
            midnight = datetime.combine(on, time())
            assert (late.state, early.state) == ("booked", "booked")
            assert late.from_at is not None
            assert late.to_at is not None
            # The offset from UTC changes by as much as the night is shorter or longer.
            evening, next_day = (noon(day, office.zone).utcoffset() for day in (on, on + DAY))
            assert evening is not None
            assert next_day is not None
            assert late.to_at - late.from_at == 8 * HOUR + evening - next_day
            assert on_the_wall(late.from_at, office.zone) == midnight + 22 * HOUR
            assert on_the_wall(late.to_at, office.zone) == midnight + 30 * HOUR
            assert on_the_wall(early.from_at, office.zone) == midnight + 6 * HOUR
            assert on_the_wall(early.to_at, office.zone) == midnight + 10 * HOUR


def test_a_microsecond_of_a_night_is_too_much(office: Office) -> None:
    """What touches is let in (above); what overlaps by the least there is, is not."""
    for first in firsts(office.zone):
        night = office.book(office.person, NIGHT, first)
        ends = night.dates[1].to_at
        assert ends is not None
        wanted = BookingRequest(office.desk, ends - timedelta(microseconds=1), ends + HOUR)
        asked_at = datetime.combine(first - 7 * DAY, time(12), UTC)
        with pytest.raises(Conflict, match="taken"):
            bookings.book(office.db, office.colleague, wanted, asked_at)


def test_the_zones_have_nights_of_each_kind() -> None:
    """The control: what is tested above is there."""
    found = {name: len(changes(ZoneInfo(name))) for name in ZONES}
    assert len(found) >= 20
    assert sum(count >= 2 for count in found.values()) >= 12
    assert sum(count == 0 for count in found.values()) >= 3
    half = ZoneInfo("Australia/Lord_Howe")
    offsets = [noon(on, half).utcoffset() for on in (date(YEAR, 1, 1), date(YEAR, 7, 1))]
    assert abs((offsets[0] or DAY) - (offsets[1] or DAY)) == HOUR / 2
