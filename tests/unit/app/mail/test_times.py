"""Hours in words, on ordinary days and on the nights when clocks change."""

from __future__ import annotations

from datetime import UTC, datetime

from app.mail.times import hours_in_short, hours_in_words
from floorplans.bookings.views import Window

AMSTERDAM = "Europe/Amsterdam"


def window(from_at: str, to_at: str) -> Window:
    return Window(
        datetime.fromisoformat(from_at).astimezone(UTC),
        datetime.fromisoformat(to_at).astimezone(UTC),
    )


def test_one_day_is_named_once() -> None:
    hours = window("2026-11-18T09:00+00:00", "2026-11-18T11:30+00:00")
    assert hours_in_words(hours, AMSTERDAM) == "Wednesday 18 November 2026, 10:00 to 12:30"
    assert hours_in_short(hours, AMSTERDAM) == "Wed 18 Nov, 10:00\N{EN DASH}12:30"


def test_two_days_are_both_named() -> None:
    hours = window("2026-12-31T20:00+00:00", "2027-01-01T02:00+00:00")
    said = hours_in_words(hours, AMSTERDAM)
    assert said == "Thursday 31 December 2026, 21:00 to Friday 1 January 2027, 03:00"
    assert hours_in_short(hours, AMSTERDAM).endswith("Fri 1 Jan, 03:00")


def test_an_hour_that_the_clock_shows_twice_is_told_apart() -> None:
    first = window("2026-10-25T00:15+00:00", "2026-10-25T00:45+00:00")
    second = window("2026-10-25T01:15+00:00", "2026-10-25T01:45+00:00")
    assert hours_in_words(first, AMSTERDAM).endswith("02:15 (UTC+0200) to 02:45 (UTC+0200)")
    assert hours_in_words(second, AMSTERDAM).endswith("02:15 (UTC+0100) to 02:45 (UTC+0100)")


def test_hours_are_those_of_the_building_wherever_it_is() -> None:
    hours = window("2026-06-01T22:00+00:00", "2026-06-02T00:00+00:00")
    assert hours_in_words(hours, "Asia/Kathmandu") == "Tuesday 2 June 2026, 03:45 to 05:45"
