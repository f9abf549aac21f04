"""An offer whose place is closed is nobody's answer: only its person takes it."""

from __future__ import annotations

from datetime import datetime, timedelta

from floorplans.bookings import service as bookings
from floorplans.bookings.views import BookingChange
from floorplans.closing.service import close_place, closure, reopen
from floorplans.closing.views import ClosureRequest, ClosureView
from floorplans.waiting import service as waiting
from floorplans.waiting.views import Mode, State
from tests.support.waiting import MINUTE, Queue


def offer(queue: Queue, now: datetime) -> timedelta:
    """Offer the desk to the first of the people; after how long it ends."""
    queue.join(queue.people[0], now, Mode.ASK)
    queue.give_back(now)
    assert queue.serve(now) == 1
    answer_by = queue.latest(queue.people[0]).answer_by
    assert answer_by is not None
    return answer_by - now


def close(queue: Queue, now: datetime) -> ClosureView:
    wanted = ClosureRequest(
        queue.floor_id, queue.from_at, queue.to_at, "carpet", space_id=queue.desk
    )
    return close_place(queue.db, queue.fatima, wanted, now)


def test_closing_the_place_takes_no_offer(queue: Queue, now: datetime) -> None:
    ends_in = offer(queue, now)
    made = close(queue, now + MINUTE)
    queue.serve(now + 2 * MINUTE)
    assert queue.state(queue.people[0]) is State.OFFERED
    queue.serve(now + ends_in)
    assert queue.state(queue.people[0]) is State.UNANSWERED
    assert queue.who_has(queue.desk) == []
    _, _, affected = closure(queue.db, queue.fatima, made.id, now + ends_in)
    assert [each.state for each in affected] == ["cancelled"]


def test_opening_it_again_takes_none_either(queue: Queue, now: datetime) -> None:
    ends_in = offer(queue, now)
    reopen(queue.db, queue.fatima, close(queue, now + MINUTE).id, now + 2 * MINUTE)
    queue.serve(now + 3 * MINUTE)
    assert queue.state(queue.people[0]) is State.OFFERED
    waiting.take(queue.db, queue.people[0], queue.latest(queue.people[0]).id, now + 4 * MINUTE)
    queue.serve(now + ends_in)
    assert queue.who_has(queue.desk) == [queue.people[0].person_id]


def test_who_changes_what_was_offered_after_that_has_answered(queue: Queue, now: datetime) -> None:
    ends_in = offer(queue, now)
    first = queue.people[0]
    reopen(queue.db, queue.fatima, close(queue, now + MINUTE).id, now + 2 * MINUTE)
    own = queue.latest(first).booking_id
    assert own is not None
    shorter = BookingChange(to_at=queue.to_at - MINUTE)
    bookings.change(queue.db, first, own, shorter, now + 3 * MINUTE)
    queue.serve(now + ends_in)
    assert queue.state(first) is State.BOOKED
