"""Days of an assignment are the building's own: on nights of clock changes, and on a leap day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from floorplans.bookings.windows import day_of
from floorplans.database import Database
from tests.support.assigned import make_assigned_office

DAY = timedelta(days=1)
#: Clocks that change by an hour or half an hour, at night, at midnight and before it, and never.
ZONES = (
    "Europe/Amsterdam",
    "Europe/London",
    "Europe/Lisbon",
    "Europe/Athens",
    "America/New_York",
    "America/St_Johns",
    "America/Sao_Paulo",
    "America/Santiago",
    "America/Havana",
    "America/Asuncion",
    "Atlantic/Azores",
    "Asia/Beirut",
    "Asia/Gaza",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Asia/Tokyo",
    "Australia/Lord_Howe",
    "Australia/Adelaide",
    "Pacific/Auckland",
    "Pacific/Apia",
)
_HOURS = text("""
SELECT n.at::date AS day, lower(h) AS from_at, upper(h) AS to_at
FROM generate_series(CAST(:first AS date), CAST(:first AS date) + 730, interval '1 day') n (at)
CROSS JOIN LATERAL day_hours(n.at::date, :zone) h
""")


@pytest.mark.parametrize("zone", ZONES)
def test_the_database_and_the_service_mean_the_same_day(db: Database, zone: str) -> None:
    with db.transaction(None) as tx:
        days = tx.execute(_HOURS, {"first": date(2027, 6, 1), "zone": zone}).all()
    assert len(days) == 731
    for told in days:
        meant = day_of(told.day, ZoneInfo(zone))
        assert (told.from_at, told.to_at) == (meant.from_at, meant.to_at), told.day


@pytest.mark.parametrize(
    "day", [date(2027, 3, 28), date(2027, 10, 31), date(2028, 2, 29), date(2028, 3, 1)]
)
def test_a_day_is_assigned_from_its_first_moment_to_its_last(db: Database, day: date) -> None:
    now = datetime(day.year, day.month, 1, 9, tzinfo=UTC) - 3 * DAY
    office = make_assigned_office(db, now)
    office.assign((day.isoweekday(),), from_on=day, to_on=day)
    window = office.day(day)
    hour = timedelta(hours=1)
    for begins in (window.from_at, window.to_at - hour):
        seen = office.entry(type(window)(begins, begins + hour), office.colleague)
        assert seen["status"] == "assigned"
    for begins in (window.from_at - hour, window.to_at):
        seen = office.entry(type(window)(begins, begins + hour), office.colleague)
        assert seen["status"] == "free"


def test_a_leap_day_is_released_and_had_back_by_itself(db: Database) -> None:
    leap = date(2028, 2, 29)
    office = make_assigned_office(db, datetime(2028, 2, 21, 9, tzinfo=UTC))
    made = office.assign().assignment
    assert office.release(made.id, leap - DAY, leap + DAY) == (leap - DAY, leap, leap + DAY)
    assert office.take_back(made.id, leap) == (leap,)
    assert office.refusal(leap).code == "taken"
    assert office.book(leap + DAY)
