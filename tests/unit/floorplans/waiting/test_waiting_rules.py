"""How long a place is kept for an answer, on nights when the clock changes too."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from floorplans.bookings.views import Window
from floorplans.bookings.windows import wall_time
from floorplans.waiting import rules

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


def at(text: str) -> datetime:
    """An instant by the clock on the wall in Amsterdam."""
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM).astimezone(UTC)


def answered(now: str, start: str) -> str:
    window = Window(at(start), at(start) + 8 * HOUR)
    by = rules.answer_by(at(now), window, AMSTERDAM)
    return f"{wall_time(by, AMSTERDAM):%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("now", "start", "by"),
    [
        # A quarter of what is left, within ten minutes and four hours.
        ("2026-11-18 10:00", "2026-11-18 14:00", "2026-11-18 11:00"),
        ("2026-11-18 10:00", "2026-11-18 10:20", "2026-11-18 10:10"),
        ("2026-11-18 10:00", "2026-11-25 10:00", "2026-11-18 14:00"),
        # Hours that have begun are offered for ten minutes.
        ("2026-11-18 10:00", "2026-11-18 09:00", "2026-11-18 10:10"),
        # Nobody has to answer at night.
        ("2026-11-18 18:30", "2026-11-20 09:00", "2026-11-19 09:00"),
        ("2026-11-18 03:00", "2026-11-20 09:00", "2026-11-18 09:00"),
        # Unless the hours themselves begin before the morning.
        ("2026-11-18 22:00", "2026-11-19 07:00", "2026-11-19 07:00"),
        # The night in which the clock goes forward, and the one in which it goes back.
        ("2026-03-28 21:00", "2026-03-30 09:00", "2026-03-29 09:00"),
        ("2026-10-24 21:00", "2026-10-26 09:00", "2026-10-25 09:00"),
        ("2026-03-29 01:30", "2026-03-29 03:30", "2026-03-29 03:30"),
    ],
)
def test_a_place_is_kept_for_a_quarter_of_the_time_left_and_not_into_the_night(
    now: str, start: str, by: str
) -> None:
    assert answered(now, start) == by


MINUTES = st.integers(0, 60 * 24 * 400)
ZONES = st.sampled_from(
    ["Europe/Amsterdam", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"]
)


@given(MINUTES, st.integers(-600, 60 * 24 * 30), ZONES)
def test_an_offer_ends_before_the_hours_begin_or_after_the_shortest_time(
    asked_min: int, left_min: int, zone: str
) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC) + asked_min * MINUTE
    start = now + left_min * MINUTE
    by = rules.answer_by(now, Window(start, start + 12 * HOUR), ZoneInfo(zone))
    assert by >= now + rules.SHORTEST_ANSWER
    assert by <= max(start, now + rules.SHORTEST_ANSWER)
    assert by <= now + rules.LONGEST_ANSWER + 14 * HOUR


@given(MINUTES, st.integers(1, 60 * 48))
def test_a_wait_is_over_within_its_hours(start_min: int, length_min: int) -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC) + start_min * MINUTE
    window = Window(start, start + length_min * MINUTE)
    assert window.from_at < rules.over_at(window) < window.to_at
