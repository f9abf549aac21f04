"""A place that is offered is kept for its person until they answer or the time is over."""

from __future__ import annotations

from datetime import datetime

import pytest

from floorplans.bookings import service as bookings
from floorplans.bookings.views import Window
from floorplans.database import Database
from floorplans.presence import service as presence
from floorplans.waiting import service as waiting
from floorplans.waiting.views import Mode, State
from tests.support.factories import make_space
from tests.support.waiting import HOUR, MINUTE, Queue, code


def test_who_is_asked_has_the_place_kept_and_takes_it(queue: Queue, now: datetime) -> None:
    first, second, passer_by = queue.people
    queue.join(first, now, Mode.ASK)
    queue.join(second, now)
    queue.give_back(now)
    assert queue.serve(now) == 1
    offered = queue.latest(first)
    assert (offered.state, offered.offered_name) == (State.OFFERED, "Desk 1")
    assert offered.answer_by is not None
    assert now < offered.answer_by < queue.from_at
    assert code(queue.book, passer_by, queue.desk, now) == "taken"
    assert queue.serve(now) == 0
    taken = waiting.take(queue.db, first, offered.id, now + MINUTE)
    assert (taken.state, taken.answer_by) == (State.BOOKED, None)
    assert waiting.take(queue.db, first, offered.id, now + MINUTE).state is State.BOOKED
    assert queue.serve(queue.from_at - HOUR) == 0
    assert queue.who_has(queue.desk) == [first.person_id]


def test_no_thanks_gives_it_to_the_next_one(queue: Queue, now: datetime) -> None:
    first, second, _ = queue.people
    queue.join(first, now, Mode.ASK)
    queue.join(second, now)
    queue.give_back(now)
    queue.serve(now)
    offered = queue.latest(first)
    assert waiting.leave(queue.db, first, offered.id, now).state is State.DECLINED
    assert queue.serve(now) == 1
    assert queue.who_has(queue.desk) == [second.person_id]
    assert code(waiting.take, queue.db, first, offered.id, now) == "offer_over"


def test_an_offer_without_answer_goes_to_the_next_one(queue: Queue, now: datetime) -> None:
    first, second, _ = queue.people
    queue.join(first, now, Mode.ASK)
    queue.join(second, now, Mode.ASK)
    queue.give_back(now)
    queue.serve(now)
    deadline = queue.latest(first).answer_by
    assert deadline is not None
    assert queue.serve(deadline - MINUTE) == 0
    assert queue.serve(deadline) == 1
    assert queue.state(first) is State.UNANSWERED
    assert queue.state(second) is State.OFFERED
    assert queue.who_has(queue.desk) == [second.person_id]


def test_an_answer_counts_as_long_as_nobody_else_was_asked(queue: Queue, now: datetime) -> None:
    first = queue.people[0]
    queue.join(first, now, Mode.ASK)
    queue.give_back(now)
    queue.serve(now)
    offered = queue.latest(first)
    assert offered.answer_by is not None
    late = offered.answer_by + MINUTE
    assert waiting.take(queue.db, first, offered.id, late).state is State.BOOKED


@pytest.mark.parametrize(
    ("what", "becomes"), [("cancel", State.DECLINED), ("check in", State.BOOKED)]
)
def test_what_is_done_with_the_booking_itself_is_an_answer(
    queue: Queue, now: datetime, what: str, becomes: State
) -> None:
    first = queue.people[0]
    queue.join(first, now, Mode.ASK)
    queue.give_back(now)
    queue.serve(now)
    booking_id = queue.latest(first).booking_id
    assert booking_id is not None
    if what == "cancel":
        bookings.cancel(queue.db, first, booking_id, now)
        at = now
    else:
        at = queue.from_at
        presence.check_in(queue.db, first, booking_id, at)
    queue.serve(at)
    assert queue.state(first) is becomes


def test_who_has_a_place_by_now_is_asked_and_not_given_a_second_one(
    db: Database, queue: Queue, now: datetime
) -> None:
    first = queue.people[0]
    queue.join(first, now)
    other = make_space(db, queue.fatima, queue.floor_id, x=5, name="Desk 2")
    queue.book(first, other, now)
    queue.give_back(now)
    assert queue.serve(now) == 1
    assert queue.state(first) is State.OFFERED


def test_hours_that_have_begun_are_offered_from_now_on(queue: Queue, now: datetime) -> None:
    first = queue.people[0]
    queue.join(first, now)
    at = queue.from_at + HOUR
    bookings.cancel(queue.db, queue.hanna, queue.taken.id, at)
    assert queue.serve(at) == 1
    offered = queue.latest(first)
    assert offered.state is State.OFFERED
    assert offered.answer_by == at + 10 * MINUTE
    (own,) = bookings.my_bookings(queue.db, first, at)
    assert Window(own.from_at, own.to_at) == Window(at, queue.to_at)


def test_who_asks_while_the_hours_run_gets_the_rest_by_itself(queue: Queue, now: datetime) -> None:
    first, at = queue.people[0], queue.from_at + HOUR
    queue.join(first, at)
    bookings.cancel(queue.db, queue.hanna, queue.taken.id, at)
    assert queue.serve(at + MINUTE) == 1
    assert queue.state(first) is State.BOOKED


def test_a_wait_is_over_when_too_little_is_left(queue: Queue, now: datetime) -> None:
    first = queue.people[0]
    queue.join(first, now)
    end = queue.to_at - 15 * MINUTE
    queue.give_back(end)
    assert queue.serve(end) == 0
    assert queue.state(first) is State.OVER
