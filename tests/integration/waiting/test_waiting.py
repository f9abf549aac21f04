"""A place that is freed goes to who asked first, and rules are judged again when it does."""

from __future__ import annotations

from datetime import datetime

import pytest

from floorplans.bookings import service as bookings
from floorplans.bookings.views import BookingChange
from floorplans.closing.service import close_place, reopen
from floorplans.closing.views import ClosureRequest
from floorplans.database import Database
from floorplans.policies import service as policies
from floorplans.policies.views import Rule
from floorplans.presence import service as presence
from floorplans.presence.views import CheckInRule
from floorplans.waiting import service as waiting
from floorplans.waiting import serving_queries
from floorplans.waiting.views import Mode, State, WaitRequest
from tests.support.factories import make_floor, make_space
from tests.support.waiting import HOUR, MINUTE, Queue


def test_who_asked_first_gets_the_place_and_the_next_one_moves_up(
    queue: Queue, now: datetime
) -> None:
    first, second, third = queue.people
    for person in queue.people:
        queue.join(person, now)
    assert [queue.latest(person).position for person in queue.people] == [1, 2, 3]
    assert queue.serve(now) == 0
    queue.give_back(now)
    assert queue.serve(now) == 1
    assert queue.who_has(queue.desk) == [first.person_id]
    assert queue.state(first) is State.BOOKED
    assert [queue.latest(person).position for person in (second, third)] == [1, 2]


def test_a_freed_part_goes_to_the_first_whose_hours_fit_into_it(
    queue: Queue, now: datetime
) -> None:
    """Who wants all of the hours keeps the first place, and does not stand in the way."""
    first, second, _ = queue.people
    queue.join(first, now)
    noon = queue.from_at + 4 * HOUR
    wish = WaitRequest(noon, queue.to_at, Mode.BOOK, space_id=queue.desk)
    waiting.join(queue.db, second, wish, now)
    bookings.change(queue.db, queue.hanna, queue.taken.id, BookingChange(to_at=noon), now)
    assert queue.serve(now) == 1
    assert queue.who_has(queue.desk) == [queue.hanna.person_id, second.person_id]
    assert queue.latest(first).position == 1


@pytest.mark.parametrize("how", ["cancelled", "moved", "released", "left early", "reopened"])
def test_whatever_frees_a_place_makes_its_list_due(
    db: Database, queue: Queue, now: datetime, how: str
) -> None:
    first = queue.people[0]
    closed = None
    if how == "reopened":
        closing = ClosureRequest(queue.floor_id, queue.from_at, queue.to_at, "Carpets")
        closed = close_place(db, queue.fatima, closing, now)
        queue.give_back(now)
    queue.join(first, now)
    assert queue.serve(now) == 0
    at = now
    if how == "cancelled":
        queue.give_back(now)
    elif how == "moved":
        other = make_space(db, queue.fatima, queue.floor_id, x=5, name="Desk 2")
        bookings.change(db, queue.hanna, queue.taken.id, BookingChange(space_id=other), now)
    elif how == "reopened":
        assert closed is not None
        reopen(db, queue.fatima, closed.id, now)
    elif how == "released":
        wanted = CheckInRule(
            kind=None, zone_id=None, is_asked=True, opens_min=15, grace_min=15, frees_itself=True
        )
        presence.set_rule(db, queue.fatima, wanted, now)
        at = queue.from_at + 16 * MINUTE
        assert presence.release_due(db, at) == 1
    else:
        at = queue.from_at + HOUR
        presence.check_in(db, queue.hanna, queue.taken.id, queue.from_at)
        presence.check_out(db, queue.hanna, queue.taken.id, at)
    assert queue.serve(at) == 1
    assert queue.state(first) in (State.BOOKED, State.OFFERED)


def test_any_place_of_a_kind_goes_to_who_waits_for_any(
    db: Database, queue: Queue, now: datetime
) -> None:
    first, second, _ = queue.people
    other = make_space(db, queue.fatima, queue.floor_id, x=5, name="Desk 2")
    theirs = queue.book(queue.fatima, other, now)
    queue.join(first, now)
    queue.join_any(second, now)
    # The first one wants another desk, so nobody is before the second for this one.
    assert queue.latest(second).position == 2
    bookings.cancel(db, queue.fatima, theirs.id, now)
    assert queue.serve(now) == 1
    assert queue.who_has(other) == [second.person_id]
    assert queue.state(first) is State.WAITING


def test_rules_are_judged_again_and_who_may_not_book_is_gone_past(
    db: Database, queue: Queue, now: datetime
) -> None:
    first, second, _ = queue.people
    queue.join(first, now)
    queue.join(second, now)
    group = policies.make_group(db, queue.fatima, "Designers")
    policies.add_member(db, queue.fatima, group.id, second.email)
    policies.make_rule(db, queue.fatima, Rule(name="Design", only_groups=(group.id,)), now)
    queue.give_back(now)
    assert queue.serve(now) == 1
    assert queue.who_has(queue.desk) == [second.person_id]
    passed = queue.latest(first)
    assert passed.state is State.WAITING
    assert passed.refusal is not None
    assert passed.refusal["code"] == "not_for_you"
    assert "Design" in passed.refusal["message"]


def test_a_limit_that_is_lifted_elsewhere_is_noticed_in_time(
    db: Database, queue: Queue, now: datetime
) -> None:
    first = queue.people[0]
    elsewhere = make_space(db, queue.fatima, make_floor(db, queue.fatima), name="Desk 9")
    policies.make_rule(db, queue.fatima, Rule(name="One", most_at_once=1), now)
    theirs = queue.book(first, elsewhere, now)
    queue.join(first, now)
    queue.give_back(now)
    assert queue.serve(now) == 0
    assert queue.latest(first).refusal is not None
    bookings.cancel(db, first, theirs.id, now)
    assert queue.serve(now) == 0
    assert queue.serve(now + 6 * MINUTE) == 1
    assert queue.state(first) is State.BOOKED


def test_a_clock_that_stands_still_serves_once_and_ends_nothing(
    queue: Queue, now: datetime
) -> None:
    first, second, _ = queue.people
    queue.join(first, now, Mode.ASK)
    queue.join(second, now)
    queue.give_back(now)
    assert [queue.serve(now) for _ in range(4)] == [1, 0, 0, 0]
    assert queue.state(first) is State.OFFERED
    assert queue.state(second) is State.WAITING


def test_the_list_of_a_floor_without_change_is_not_gone_through(
    db: Database, queue: Queue, now: datetime
) -> None:
    queue.join(queue.people[0], now)
    queue.serve(now)
    with db.transaction(None) as tx:
        assert serving_queries.due(tx, now, now - MINUTE) == []


def test_a_place_that_somebody_must_approve_is_asked_for_when_the_turn_comes(
    db: Database, queue: Queue, now: datetime
) -> None:
    """A request takes nothing, so nothing can be kept for an answer."""
    first = queue.people[0]
    queue.join(first, now, Mode.ASK)
    policies.make_rule(db, queue.fatima, Rule(name="Ask", approval="needed"), now)
    queue.give_back(now)
    assert queue.serve(now) == 1
    assert queue.state(first) is State.BOOKED
    (own,) = bookings.my_bookings(db, first, now)
    assert own.state == "requested"
