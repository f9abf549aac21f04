"""A place that is freed goes to who asked first, and rules are judged again when it does."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from floorplans.bookings import service as bookings
from floorplans.bookings.views import BookingChange, Window
from floorplans.closing.service import close_place, reopen
from floorplans.closing.views import ClosureRequest
from floorplans.database import Database
from floorplans.errors import Conflict, DomainError
from floorplans.people import service as people
from floorplans.policies import service as policies
from floorplans.policies.views import Rule
from floorplans.presence import service as presence
from floorplans.presence.views import CheckInRule
from floorplans.waiting import service as waiting
from floorplans.waiting import serving_queries
from floorplans.waiting.rules import MOST_WAITS
from floorplans.waiting.views import Mode, State, WaitRequest
from tests.support.factories import make_floor, make_organisation, make_person, make_space
from tests.support.waiting import HOUR, MINUTE, Queue


def code(act: object, *arguments: object) -> str:
    with pytest.raises(DomainError) as refused:
        act(*arguments)  # type: ignore[operator]
    return refused.value.code


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


def test_nobody_is_before_themselves_in_line(queue: Queue, now: datetime) -> None:
    first, second, _ = queue.people
    queue.join(first, now)
    queue.join_any(first, now)
    assert queue.latest(first).position == 1
    queue.join_any(second, now)
    assert queue.latest(second).position == 2


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
