"""Waits over both nights in which the clock changes, on the clock of the building."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from floorplans.bookings import service as bookings
from floorplans.bookings.views import BookingRequest
from floorplans.bookings.windows import window_of_wall
from floorplans.database import Database
from floorplans.waiting import service as waiting
from floorplans.waiting.views import Mode, State, WaitRequest
from tests.support.factories import make_space
from tests.support.waiting import MINUTE, make_queue

ZONE = ZoneInfo("Europe/Amsterdam")
HOUR = timedelta(hours=1)
#: The day of the change, and how long a night from 22:00 to 06:00 lasts.
NIGHTS = [("2026-03-29", 7), ("2026-10-25", 9)]


@pytest.mark.parametrize(("day", "length_h"), NIGHTS)
@pytest.mark.parametrize("mode", [Mode.BOOK, Mode.ASK])
def test_a_night_is_waited_for_and_had_as_a_whole(
    db: Database, day: str, length_h: int, mode: Mode
) -> None:
    morning = datetime.fromisoformat(f"{day}T06:00")
    window = window_of_wall(morning - 8 * HOUR, morning, ZONE)
    assert window.to_at - window.from_at == length_h * HOUR
    now = window.from_at - 4 * HOUR
    queue = make_queue(db, now, 2)
    desk = make_space(db, queue.fatima, queue.floor_id, x=9, name="Desk 9")
    taken = bookings.book(db, queue.fatima, BookingRequest(desk, window.from_at, window.to_at), now)
    first = queue.people[0]
    wish = WaitRequest(window.from_at, window.to_at, mode, space_id=desk)
    waiting.join(db, first, wish, now)
    bookings.cancel(db, queue.fatima, taken.id, now)
    assert queue.serve(now) == 1
    (own,) = bookings.my_bookings(db, first, now)
    assert (own.from_at, own.to_at) == (window.from_at, window.to_at)
    made = queue.latest(first)
    if mode is Mode.ASK:
        # 18:00 and an hour; what ended at night would wait for nine, which the hours forbid.
        assert made.answer_by == now + HOUR
    else:
        assert made.state is State.BOOKED


@pytest.mark.parametrize(("day", "length_h"), NIGHTS)
def test_in_the_hour_of_the_change_the_rest_of_the_night_is_offered(
    db: Database, day: str, length_h: int
) -> None:
    morning = datetime.fromisoformat(f"{day}T06:00")
    window = window_of_wall(morning - 8 * HOUR, morning, ZONE)
    now = window.from_at - 4 * HOUR
    queue = make_queue(db, now, 1)
    desk = make_space(db, queue.fatima, queue.floor_id, x=9, name="Desk 9")
    taken = bookings.book(db, queue.fatima, BookingRequest(desk, window.from_at, window.to_at), now)
    first = queue.people[0]
    waiting.join(db, first, WaitRequest(window.from_at, window.to_at, space_id=desk), now)
    change_at = datetime.fromisoformat(f"{day}T01:00").replace(tzinfo=UTC)
    bookings.cancel(db, queue.fatima, taken.id, change_at)
    assert queue.serve(change_at) == 1
    offered = queue.latest(first)
    assert offered.answer_by == change_at + 10 * MINUTE
    (own,) = bookings.my_bookings(db, first, change_at)
    assert own.from_at == change_at
    assert own.to_at - own.from_at == (4 if length_h == 9 else 3) * HOUR
