"""Other hours and how they differ, in words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from floorplans.bookings.views import Window
from floorplans.finding import times

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
#: A Wednesday, 10:00 to 12:00 in Amsterdam.
BEGINS = datetime(2026, 11, 18, 9, tzinfo=UTC)
WANTED = Window(BEGINS, BEGINS + timedelta(hours=2))


def moved(begin_min: int, end_min: int) -> Window:
    return Window(
        WANTED.from_at + timedelta(minutes=begin_min), WANTED.to_at + timedelta(minutes=end_min)
    )


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (moved(60, 60), "1 hour later"),
        (moved(-30, -30), "30 minutes earlier"),
        (moved(0, -45), "45 minutes shorter, until 11:15"),
        (moved(45, 0), "45 minutes shorter, from 10:45"),
        (moved(24 * 60, 24 * 60), "on Thursday 19 November"),
        (moved(24 * 60 + 15, 24 * 60 + 15), "on Thursday 19 November, 10:15 to 12:15"),
        (moved(-60, 180), "4 hours longer, 09:00 to 15:00"),
    ],
)
def test_a_difference_is_said_as_a_person_would(found: Window, words: str) -> None:
    assert times.difference_text(WANTED, found, AMSTERDAM) == words


def test_hours_that_are_moved_come_before_such_that_lose_as_much() -> None:
    hour_later, hour_lost = moved(60, 60), moved(60, 0)
    assert times.difference(WANTED, hour_later) < times.difference(WANTED, hour_lost)
    assert times.difference(WANTED, WANTED) == timedelta()


def test_later_days_keep_the_clock_over_the_change_of_time() -> None:
    friday = datetime(2026, 10, 23, 7, tzinfo=UTC)  # 09:00 in summer time
    found = list(times.later_days(Window(friday, friday + timedelta(hours=8)), AMSTERDAM))
    assert len(found) == times.DAYS_LATER
    assert [each.from_at.hour for each in found[:3]] == [7, 8, 8]
    assert {each.to_at - each.from_at for each in found} == {timedelta(hours=8)}


def test_what_is_left_of_a_day_begins_now_and_is_nothing_once_it_is_over() -> None:
    now = WANTED.from_at - timedelta(hours=1)
    around = times.day_around(WANTED, AMSTERDAM, now)
    assert around is not None
    assert around.from_at == now
    assert around.to_at == datetime(2026, 11, 18, 23, tzinfo=UTC)
    assert times.day_around(WANTED, AMSTERDAM, now + timedelta(days=2)) is None
