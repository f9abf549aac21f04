"""The rules of booking, without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from floorplans.bookings import rules
from floorplans.bookings.rules import SpaceFacts
from floorplans.bookings.views import BookingRequest, Window
from floorplans.errors import DomainError, Invalid, NotFound, Refused
from floorplans.ids import new_id

NOW = datetime(2026, 11, 18, 8, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def make_facts(**others: object) -> SpaceFacts:
    facts = SpaceFacts(
        id=new_id(),
        floor_id=new_id(),
        kind="desk",
        name="Desk 1",
        bookable=True,
        is_live=True,
        floor_name="Ground",
        building_name="Main",
        time_zone="Europe/Amsterdam",
        book_ahead_days=14,
        longest_booking_hours=24,
        closed_reason=None,
        closed_until=None,
        is_taken=False,
        prior_id=None,
        prior_digest=None,
    )
    return replace(facts, **others)  # type: ignore[arg-type]


def make_window(start: timedelta, length: timedelta) -> Window:
    return Window(NOW + start, NOW + start + length)


def test_a_fitting_window_passes() -> None:
    rules.check_space(make_facts(), make_window(HOUR, HOUR), NOW)


def test_the_longest_booking_is_allowed_and_a_minute_more_is_not() -> None:
    rules.check_space(make_facts(), make_window(HOUR, 24 * HOUR), NOW)
    with pytest.raises(Refused) as refusal:
        rules.check_space(make_facts(), make_window(HOUR, 24 * HOUR + timedelta(minutes=1)), NOW)
    assert (refusal.value.code, refusal.value.fields["longest_hours"]) == ("too_long", 24)


def test_the_shortest_booking_is_a_minute() -> None:
    minute = timedelta(minutes=1)
    rules.check_space(make_facts(), make_window(HOUR, minute), NOW)
    with pytest.raises(Refused) as refusal:
        rules.check_space(make_facts(), make_window(HOUR, minute - timedelta.resolution), NOW)
    assert (refusal.value.code, refusal.value.fields["shortest_minutes"]) == ("too_short", 1)


def test_the_last_day_ahead_is_a_whole_local_day() -> None:
    # 14 days ahead of 18 November is 2 December; in Amsterdam that day ends at 23:00 UTC.
    last = datetime(2026, 12, 2, 22, 59, tzinfo=UTC)
    rules.check_space(make_facts(), Window(last, last + HOUR), NOW)
    over = datetime(2026, 12, 2, 23, 0, tzinfo=UTC)
    with pytest.raises(Refused, match="too_far_ahead"):
        rules.check_space(make_facts(), Window(over, over + HOUR), NOW)


def test_what_does_not_exist_any_more_is_not_found_before_anything_else() -> None:
    with pytest.raises(NotFound):
        rules.check_space(
            make_facts(is_live=False, bookable=False), make_window(HOUR, 99 * HOUR), NOW
        )


@pytest.mark.parametrize(
    ("start", "length", "code"),
    [
        (-2 * HOUR, HOUR, "in_the_past"),
        (-2 * HOUR, 2 * HOUR, "in_the_past"),  # ends now: half-open, so it is over
        (-30 * HOUR, 40 * HOUR, "starts_too_early"),
        (-10 * HOUR, 11 * HOUR, None),  # last evening, and still running
        (-8 * HOUR, 9 * HOUR, None),  # today
        (HOUR, HOUR, None),
    ],
)
def test_a_window_may_have_begun_but_not_be_over(
    start: timedelta, length: timedelta, code: str | None
) -> None:
    seen = None
    try:
        rules.check_start(make_window(start, length), NOW, "Europe/Amsterdam")
    except Refused as refusal:
        seen = refusal.code
    assert seen == code


def test_times_without_an_offset_are_refused() -> None:
    with pytest.raises(Invalid, match="offset_missing"):
        rules.window_of(NOW.replace(tzinfo=None), NOW + HOUR)


def test_times_at_the_end_of_the_calendar_are_refused_and_not_an_error() -> None:
    edge = datetime.min.replace(tzinfo=timezone(timedelta(hours=14)))
    with pytest.raises(Invalid, match="time_out_of_range"):
        rules.window_of(edge, NOW)


@pytest.mark.parametrize("key", ["", "x" * 256, "a\0b"])
def test_a_key_that_cannot_be_kept_is_refused(key: str) -> None:
    with pytest.raises(Invalid, match="idempotency_key_invalid"):
        rules.asked(BookingRequest(new_id(), NOW, NOW + HOUR, key), NOW)


def test_the_same_instant_in_another_offset_is_the_same_request() -> None:
    space = new_id()
    other = timezone(timedelta(hours=5, minutes=45))
    one = rules.asked(BookingRequest(space, NOW, NOW + HOUR, "k"), NOW)
    two = rules.asked(
        BookingRequest(space, NOW.astimezone(other), (NOW + HOUR).astimezone(other), "k"), NOW
    )
    assert one.digest == two.digest


def test_every_refusal_says_what_to_do_next() -> None:
    refusals: list[DomainError] = [
        rules.space_missing(),
        rules.booking_missing(),
        rules.key_reused(),
        rules.moved_on(),
        rules.taken("Desk 1", []),
    ]
    assert all(refusal.message and refusal.advice for refusal in refusals)


def test_a_space_that_another_plan_ends_is_told_with_the_moment() -> None:
    gone = NOW + 2 * HOUR
    with pytest.raises(Refused) as refusal:
        rules.check_space(make_facts(gone_from=gone), make_window(HOUR, 2 * HOUR), NOW)
    assert (refusal.value.code, refusal.value.fields["until"]) == ("gone_by_then", gone.isoformat())
    assert "Desk 1 can be booked until Wednesday 18 November 2026, 11:00" in refusal.value.message


def test_a_space_that_is_to_come_is_told_with_the_moment() -> None:
    facts = make_facts(is_live=False, there_from=NOW + DAY)
    with pytest.raises(Refused) as refusal:
        rules.check_space(facts, make_window(HOUR, HOUR), NOW)
    assert refusal.value.code == "not_there_yet"
    assert "Desk 1 is there from Thursday 19 November 2026, 09:00 on" in refusal.value.message


def test_a_space_that_is_on_no_plan_does_not_exist() -> None:
    with pytest.raises(NotFound):
        rules.check_space(make_facts(is_live=False), make_window(HOUR, HOUR), NOW)


@pytest.mark.parametrize(
    "other", [{"is_live": False}, {"bookable": False}, {"gone_from": NOW + HOUR}]
)
def test_a_space_is_there_when_every_plan_of_the_hours_lets_it_be_booked(
    other: dict[str, object],
) -> None:
    assert make_facts().is_there
    assert not make_facts(**other).is_there
