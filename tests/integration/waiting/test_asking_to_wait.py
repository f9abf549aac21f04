"""Who may wait for what, how often, and how a wait ends."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from floorplans.database import Database
from floorplans.errors import Conflict
from floorplans.people import service as people
from floorplans.policies import service as policies
from floorplans.policies.views import Rule
from floorplans.waiting import service as waiting
from floorplans.waiting.rules import MOST_WAITS
from floorplans.waiting.views import Mode, State, WaitRequest
from tests.support.factories import make_organisation, make_person, make_space
from tests.support.waiting import HOUR, MINUTE, Queue, code


def test_one_waits_for_what_is_taken_only(db: Database, queue: Queue, now: datetime) -> None:
    free = make_space(db, queue.fatima, queue.floor_id, x=5, name="Desk 2")
    with pytest.raises(Conflict) as refused:
        waiting.join(db, queue.people[0], queue.wish(space_id=free), now)
    assert refused.value.code == "free_now"
    assert refused.value.fields["name"] == "Desk 2"
    assert code(queue.join_any, queue.people[0], now) == "free_now"


def test_one_waits_only_for_what_one_may_book(db: Database, queue: Queue, now: datetime) -> None:
    policies.make_rule(db, queue.fatima, Rule(name="Near", ahead_days=0), now)
    assert code(queue.join, queue.people[0], now) == "too_far_ahead"


def test_wishes_that_make_no_sense_are_refused(db: Database, queue: Queue, now: datetime) -> None:
    person = queue.people[0]

    def ask(**what: object) -> str:
        wish = WaitRequest(queue.from_at, queue.to_at, **what)  # type: ignore[arg-type]
        return code(waiting.join, db, person, wish, now)

    assert ask() == "wish_unclear"
    assert ask(kind="desk") == "wish_unclear"
    assert ask(space_id=queue.desk, kind="desk", floor_id=queue.floor_id) == "wish_unclear"
    assert ask(kind="room", floor_id=queue.floor_id) == "nothing_to_wait_for"
    assert ask(kind="desk", floor_id=queue.hanna.person_id) == "nothing_to_wait_for"
    assert ask(kind="desk", floor_id=queue.floor_id, zone_id=queue.desk) == "nothing_to_wait_for"
    assert ask(space_id=queue.hanna.person_id) == "space_not_found"
    over = WaitRequest(now - 2 * HOUR, now + MINUTE, space_id=queue.desk)
    assert code(waiting.join, db, person, over, now) == "too_late_to_wait"


def test_asking_again_for_the_same_is_the_same_wait(queue: Queue, now: datetime) -> None:
    person = queue.people[0]
    made = queue.join(person, now)
    assert queue.join(person, now).id == made.id
    later = WaitRequest(queue.from_at + HOUR, queue.to_at, space_id=queue.desk)
    assert code(waiting.join, queue.db, person, later, now) == "waiting_already"


def test_nobody_waits_for_more_than_some_places(db: Database, queue: Queue, now: datetime) -> None:
    person = queue.people[0]
    queue.join_any(person, now)
    for number in range(MOST_WAITS):
        desk = make_space(db, queue.fatima, queue.floor_id, x=5.0 + 3 * number)
        queue.book(queue.hanna, desk, now)
        wish = queue.wish(space_id=desk)
        if number < MOST_WAITS - 1:
            waiting.join(db, person, wish, now)
        else:
            assert code(waiting.join, db, person, wish, now) == "too_many_waits"


def test_nobody_is_before_themselves_in_line(queue: Queue, now: datetime) -> None:
    first, second, _ = queue.people
    queue.join(first, now)
    queue.join_any(first, now)
    assert queue.latest(first).position == 1
    queue.join_any(second, now)
    assert queue.latest(second).position == 2


def test_leaving_the_list_is_final_and_the_mode_can_change(queue: Queue, now: datetime) -> None:
    first, second, _ = queue.people
    made, other = queue.join(first, now), queue.join(second, now, Mode.ASK)
    assert waiting.leave(queue.db, first, made.id, now).state is State.LEFT
    assert waiting.leave(queue.db, first, made.id, now).state is State.LEFT
    assert code(waiting.set_mode, queue.db, first, made.id, Mode.ASK, now) == "wait_over"
    changed = waiting.set_mode(queue.db, second, other.id, Mode.BOOK, now)
    assert (changed.mode, changed.position) == (Mode.BOOK, 1)
    assert code(waiting.take, queue.db, second, other.id, now) == "not_offered"
    queue.give_back(now)
    queue.serve(now)
    assert queue.state(second) is State.BOOKED


def test_who_has_left_the_organisation_waits_no_longer(
    db: Database, queue: Queue, now: datetime
) -> None:
    first, second, _ = queue.people
    queue.join(first, now)
    queue.join(second, now)
    people.let_go(db, first, now)
    queue.give_back(now)
    assert queue.serve(now) == 1
    assert queue.who_has(queue.desk) == [second.person_id]


def test_waits_of_others_do_not_exist(db: Database, queue: Queue, now: datetime) -> None:
    made = queue.join(queue.people[0], now)
    stranger = make_person(db, make_organisation(db))
    for other in (queue.people[1], stranger):
        assert waiting.my_waits(db, other, now) == []
        for act in (
            lambda who: waiting.wait(db, who, made.id),
            lambda who: waiting.leave(db, who, made.id, now),
            lambda who: waiting.take(db, who, made.id, now),
            lambda who: waiting.set_mode(db, who, made.id, Mode.ASK, now),
        ):
            assert code(act, other) == "wait_not_found"
    assert code(waiting.join, db, stranger, queue.wish(), now) == "space_not_found"


def test_ended_waits_are_forgotten_after_a_week(db: Database, queue: Queue, now: datetime) -> None:
    first, second, _ = queue.people
    queue.join(first, now)
    queue.join(second, now)
    queue.give_back(now)
    queue.serve(now)
    week = timedelta(days=7)
    assert waiting.forget_ended(db, now + week) == 0
    assert waiting.forget_ended(db, now + week + MINUTE) == 1
    assert queue.state(second) is State.WAITING
