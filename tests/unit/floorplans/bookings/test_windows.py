"""Wall clocks and instants, through the nights on which clocks change."""

# ruff: noqa: DTZ001 - what a wall clock shows has no offset; that is the point.

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from floorplans.bookings.windows import (
    day_of,
    first_instant,
    is_repeated,
    last_instant,
    wall_time,
    window_of_wall,
)
from floorplans.errors import Invalid

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
ZONES = (
    "Europe/Amsterdam",
    "Europe/London",
    "Europe/Lisbon",
    "Europe/Athens",
    "Europe/Dublin",
    "Africa/Cairo",
    "Africa/Casablanca",
    "Asia/Beirut",
    "Asia/Gaza",
    "Asia/Kathmandu",
    "Asia/Kolkata",
    "Asia/Tokyo",
    "America/New_York",
    "America/St_Johns",
    "America/Santiago",
    "America/Havana",
    "America/Sao_Paulo",
    "Australia/Adelaide",
    "Australia/Lord_Howe",
    "Pacific/Chatham",
    "Pacific/Apia",
)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


def test_an_ordinary_working_day_is_the_hours_on_the_wall() -> None:
    window = window_of_wall(datetime(2026, 11, 18, 9), datetime(2026, 11, 18, 17), AMSTERDAM)
    assert (window.from_at, window.to_at) == (utc(2026, 11, 18, 8), utc(2026, 11, 18, 16))


def test_the_night_in_spring_is_an_hour_shorter() -> None:
    window = window_of_wall(datetime(2026, 3, 28, 22), datetime(2026, 3, 29, 6), AMSTERDAM)
    assert window.to_at - window.from_at == timedelta(hours=7)


def test_the_night_in_autumn_is_an_hour_longer() -> None:
    window = window_of_wall(datetime(2026, 10, 24, 22), datetime(2026, 10, 25, 6), AMSTERDAM)
    assert window.to_at - window.from_at == timedelta(hours=9)


def test_a_skipped_time_means_the_moment_of_the_change() -> None:
    skipped = datetime(2026, 3, 29, 2, 30)
    assert first_instant(skipped, AMSTERDAM) == utc(2026, 3, 29, 1)
    assert last_instant(skipped, AMSTERDAM) == utc(2026, 3, 29, 1)


def test_a_window_inside_the_skipped_hour_is_refused() -> None:
    with pytest.raises(Invalid, match="window_empty"):
        window_of_wall(datetime(2026, 3, 29, 2, 10), datetime(2026, 3, 29, 2, 50), AMSTERDAM)


def test_a_window_inside_the_repeated_hour_is_taken_the_first_time() -> None:
    window = window_of_wall(datetime(2026, 10, 25, 2, 10), datetime(2026, 10, 25, 2, 50), AMSTERDAM)
    assert (window.from_at, window.to_at) == (utc(2026, 10, 25, 0, 10), utc(2026, 10, 25, 0, 50))


def test_a_window_that_ends_in_the_repeated_hour_includes_both() -> None:
    window = window_of_wall(datetime(2026, 10, 25, 1), datetime(2026, 10, 25, 2, 30), AMSTERDAM)
    assert window.to_at == utc(2026, 10, 25, 1, 30)


def test_two_windows_that_touch_on_the_wall_touch_in_time() -> None:
    late = window_of_wall(datetime(2026, 10, 25, 3), datetime(2026, 10, 25, 8), AMSTERDAM)
    early = window_of_wall(datetime(2026, 10, 24, 22), datetime(2026, 10, 25, 3), AMSTERDAM)
    assert early.to_at == late.from_at


@pytest.mark.parametrize(
    ("zone", "on", "hours"),
    [
        ("Europe/Amsterdam", date(2026, 3, 29), 23.0),
        ("Europe/Amsterdam", date(2026, 10, 25), 25.0),
        ("America/New_York", date(2026, 3, 8), 23.0),
        ("America/New_York", date(2026, 11, 1), 25.0),
        ("Australia/Lord_Howe", date(2026, 4, 5), 24.5),
        ("Australia/Lord_Howe", date(2026, 10, 4), 23.5),
        ("America/Santiago", date(2026, 9, 6), 23.0),  # midnight itself is skipped
        ("Pacific/Apia", date(2011, 12, 30), 0.0),  # the whole day was skipped
        ("Asia/Kathmandu", date(2026, 3, 29), 24.0),
    ],
)
def test_a_day_is_as_long_as_it_is(zone: str, on: date, hours: float) -> None:
    day = day_of(on, ZoneInfo(zone))
    assert (day.to_at - day.from_at) / timedelta(hours=1) == hours


@pytest.mark.parametrize("zone", ZONES)
@given(
    start=st.datetimes(datetime(2005, 1, 1), datetime(2037, 1, 1)),
    minutes=st.integers(0, 3 * 24 * 60),
)
def test_later_on_the_wall_is_never_earlier_in_time(
    zone: str, start: datetime, minutes: int
) -> None:
    info = ZoneInfo(zone)
    later = start + timedelta(minutes=minutes)
    # A repeated hour runs twice, so only its first run can be compared.
    assert first_instant(start, info) <= last_instant(later, info)
    if not is_repeated(start, info) and not is_repeated(later, info):
        assert first_instant(start, info) <= first_instant(later, info)


@pytest.mark.parametrize("zone", ZONES)
@given(wall=st.datetimes(datetime(2005, 1, 1), datetime(2037, 1, 1)))
def test_the_instant_of_a_wall_time_shows_that_time_unless_the_clock_skips_it(
    zone: str, wall: datetime
) -> None:
    info = ZoneInfo(zone)
    first = first_instant(wall, info)
    assert wall_time(first, info) == wall or wall_time(first - timedelta(seconds=1), info) < wall


@pytest.mark.parametrize("zone", ZONES)
@given(instant=st.datetimes(datetime(2005, 1, 1), datetime(2037, 1, 1)))
def test_every_instant_is_one_of_the_two_that_its_wall_time_means(
    zone: str, instant: datetime
) -> None:
    info = ZoneInfo(zone)
    at = instant.replace(tzinfo=UTC)
    wall = wall_time(at, info)
    assert at in (first_instant(wall, info), last_instant(wall, info))


@pytest.mark.parametrize("zone", ZONES)
def test_the_days_of_a_year_follow_each_other_without_gap_or_overlap(zone: str) -> None:
    info = ZoneInfo(zone)
    on = date(2026, 1, 1)
    for _ in range(365):
        tomorrow = on + timedelta(days=1)
        assert day_of(on, info).to_at == day_of(tomorrow, info).from_at
        on = tomorrow
