"""Many ask for one time and several approve at once: one stands, the others are told once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial
from threading import Barrier
from typing import Any
from uuid import UUID

import psycopg

from floorplans.actor import Actor
from floorplans.approvals import service
from floorplans.bookings import service as bookings
from floorplans.bookings.views import BookingChange, BookingRequest, BookingView
from floorplans.database import Database
from floorplans.errors import DomainError
from floorplans.messages import service as messages
from floorplans.policies import service as policies
from floorplans.policies.views import Rule
from tests.support.databases import Clone
from tests.support.factories import make_person
from tests.support.holding import meet
from tests.support.nested import Nested, make_nested

ASKING = 64
APPROVERS = 16
ROUNDS = 4
HOUR = timedelta(hours=1)

_OVERLAPS = """
SELECT count(*) FROM taking a JOIN taking b ON a.organisation_id = b.organisation_id
  AND a.space_id = b.space_id AND a.booking_id < b.booking_id AND a.slots && b.slots
  AND a.during && b.during
"""
_DEADLOCKS = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
_TOLD = "SELECT booking_id, kind, count(*) FROM message GROUP BY 1, 2"
_BREAK = """
ALTER TABLE taking DROP CONSTRAINT taking_no_overlap;
CREATE OR REPLACE FUNCTION lock_spaces(one uuid, other uuid) RETURNS void LANGUAGE sql AS '';
"""


def together(acts: Sequence[Callable[[], object]]) -> Counter[str]:
    """Run all acts at the same moment; what came of them by code."""
    ready = Barrier(len(acts))

    def run(act: Callable[[], object]) -> str:
        ready.wait()
        try:
            act()
        except DomainError as error:
            return error.code
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return Counter(pool.map(run, acts))


def ask(clone: Clone, statement: str) -> Any:
    with psycopg.connect(clone.admin_url) as connection:
        return connection.execute(statement).fetchall()


def make_lab(db: Database, now: datetime, people: int) -> tuple[Nested, list[Actor]]:
    """A lab with desks that need approval by sixteen people."""
    lab = make_nested(db, now, people=people)
    organisation = lab.staff.organisation_id
    approvers = [make_person(db, organisation) for _ in range(APPROVERS)]
    named = tuple(each.person_id for each in approvers)
    policies.make_rule(db, lab.staff, Rule("Lab", approval="needed", approvers=named), now)
    messages.say_whether_sent(db, True)
    return lab, approvers


def request(
    db: Database, person: Actor, space: UUID, begins: datetime, now: datetime
) -> BookingView:
    return bookings.book(db, person, BookingRequest(space, begins, begins + HOUR), now)


def states(clone: Clone) -> dict[UUID, str]:
    return dict(ask(clone, "SELECT id, state FROM booking"))


def approving(
    db: Database, approver: Actor, booking_id: UUID, now: datetime
) -> Callable[[], object]:
    return partial(service.approve, db, approver, booking_id, now)


def test_sixty_four_ask_for_one_room_and_approvers_press_at_once_one_stands_each_told_once(
    clone: Clone, cloned_db: Database, now: datetime
) -> None:
    db = cloned_db
    lab, approvers = make_lab(db, now, ASKING)
    begins = now + 2 * HOUR
    came = together([partial(request, db, each, lab.den, begins, now) for each in lab.people])
    assert came == {"done": ASKING}
    assert set(states(clone).values()) == {"requested"}
    assert ask(clone, "SELECT count(*) FROM taking") == [(0,)]
    pressed = list(states(clone))[:APPROVERS]
    came = together(
        [approving(db, who, id_, now) for who, id_ in zip(approvers, pressed, strict=True)]
    )
    assert came["done"] == 1
    assert set(came) <= {"done", "already_answered", "taken"}
    assert Counter(states(clone).values()) == {"confirmed": 1, "declined": ASKING - 1}
    told = Counter({(id_, kind): n for id_, kind, n in ask(clone, _TOLD)})
    for id_, state in states(clone).items():
        kind = "approved" if state == "confirmed" else "declined"
        assert told[id_, kind] == 1
        assert told[id_, "declined" if kind == "approved" else "approved"] == 0
    assert ask(clone, _DEADLOCKS) == [(0,)]


def test_a_room_and_its_desks_asked_for_by_many_never_both_stand(
    clone: Clone, cloned_db: Database, now: datetime
) -> None:
    db = cloned_db
    lab, approvers = make_lab(db, now, APPROVERS)
    for number in range(ROUNDS):
        begins = now + (number + 2) * HOUR
        wanted = [(lab.lab, *lab.desks)[n % 4] for n in range(APPROVERS)]
        made = [
            request(db, who, space, begins, now)
            for who, space in zip(lab.people, wanted, strict=True)
        ]
        came = together(
            [approving(db, who, each.id, now) for who, each in zip(approvers, made, strict=True)]
        )
        assert set(came) <= {"done", "already_answered", "taken"}
        found = states(clone)
        mine = [(found[each.id], each.space_id) for each in made]
        stand = sorted(str(space) for state, space in mine if state == "confirmed")
        assert stand in ([str(lab.lab)], sorted(str(desk) for desk in lab.desks))
        assert {state for state, _ in mine} == {"confirmed", "declined"}
    assert ask(clone, _OVERLAPS) == [(0,)]
    assert ask(clone, _DEADLOCKS) == [(0,)]


def test_one_request_is_answered_once_however_many_press_different_buttons(
    clone: Clone, cloned_db: Database, now: datetime
) -> None:
    db = cloned_db
    lab, approvers = make_lab(db, now, ROUNDS)
    for person in lab.people:
        made = request(db, person, lab.den, now + 2 * HOUR, now)
        booking_id = made.id
        acts: list[Callable[[], object]] = [
            approving(db, each, booking_id, now) for each in approvers[:5]
        ]
        acts += [partial(service.decline, db, each, booking_id, now) for each in approvers[5:10]]
        acts += 3 * [partial(service.expire_due, db, made.to_at)]
        acts += 3 * [partial(bookings.cancel, db, person, booking_id, now)]
        came = together(acts)
        # The sweep and who takes it back are never told of an answer; an approved one they end.
        assert came["done"] <= 7
        assert states(clone)[booking_id] in ("confirmed", "declined", "cancelled")
        told = {kind: n for id_, kind, n in ask(clone, _TOLD) if id_ == booking_id}
        assert sum(told.get(kind, 0) for kind in ("approved", "declined", "expired")) <= 1
        bookings.cancel(db, person, booking_id, now)
    assert ask(clone, _DEADLOCKS) == [(0,)]


def test_approvals_bookings_and_moves_at_once_never_share_a_place(
    clone: Clone, cloned_db: Database, now: datetime
) -> None:
    """Requests move while they are answered, and somebody who needs no approval books."""
    db = cloned_db
    lab, approvers = make_lab(db, now, APPROVERS)
    for number in range(ROUNDS):
        begins = now + (3 * number + 2) * HOUR
        made = [request(db, who, lab.desks[n % 3], begins, now) for n, who in enumerate(lab.people)]
        acts: list[Callable[[], object]] = [
            approving(db, approvers[n], made[n].id, now) for n in range(8)
        ]
        there = BookingChange(space_id=lab.lab)
        acts += [
            partial(bookings.change, db, lab.people[n], made[n].id, there, now)
            for n in range(8, 12)
        ]
        # Who approves needs not ask.
        acts += [partial(request, db, approvers[n], lab.lab, begins, now) for n in range(12, 16)]
        came = together(acts)
        assert set(came) <= {"done", "already_answered", "taken", "moved_on", "booking_ended"}
        assert ask(clone, _OVERLAPS) == [(0,)]
    assert ask(clone, _DEADLOCKS) == [(0,)]


def approving_while_others_book(
    db: Database, lab: Nested, approvers: list[Actor], begins: datetime, now: datetime
) -> Counter[str]:
    """One request is approved while fifteen who need no approval book the same room."""
    made = request(db, lab.people[0], lab.den, begins, now)
    return together(
        [
            partial(service.approve, db, approvers[0], made.id, now),
            *(partial(request, db, who, lab.den, begins, now) for who in approvers[1:]),
        ]
    )


def test_an_approval_and_bookings_that_need_none_never_share_a_room(
    clone: Clone, cloned_db: Database, now: datetime
) -> None:
    db = cloned_db
    lab, approvers = make_lab(db, now, 1)
    for number in range(ROUNDS):
        begins = now + (number + 2) * HOUR
        came = approving_while_others_book(db, lab, approvers, begins, now)
        assert came["done"] == 1
        assert came["taken"] == APPROVERS - 1
    assert ask(clone, _OVERLAPS) == [(0,)]


def test_without_locks_and_constraint_they_do(
    clone: Clone, cloned_db: Database, now: datetime
) -> None:
    """The control: the same rush, with what the tests above rely on gone."""
    db = cloned_db
    lab, approvers = make_lab(db, now, 1)
    with psycopg.connect(clone.owner_url) as connection:
        connection.execute(_BREAK)
        standing = "NEW.state = 'confirmed'"
        connection.execute(meet("booking", 2, "INSERT OR UPDATE", standing))  # type: ignore[arg-type]
    came = approving_while_others_book(db, lab, approvers, now + 2 * HOUR, now)
    assert came["done"] > 1
    assert ask(clone, _OVERLAPS) != [(0,)]


def test_approvers_are_told_once_however_many_sweeps_run(
    clone: Clone, cloned_db: Database, now: datetime
) -> None:
    db = cloned_db
    lab, approvers = make_lab(db, now, APPROVERS)
    for person in lab.people:
        request(db, person, lab.den, now + 48 * HOUR, now)
    for at in (now, now + 12 * HOUR, now + 25 * HOUR, now + 40 * HOUR):
        came = together(16 * [partial(service.ask_approvers, db, at)])
        assert came == {"done": 16}
        service.ask_approvers(db, at)
    kinds = Counter(kind for _, kind, _ in ask(clone, _TOLD))
    each = Counter(n for _, kind, n in ask(clone, _TOLD) if kind.startswith("asked"))
    assert kinds["asked"] == kinds["asked_again"] == APPROVERS
    assert set(each) == {len(approvers)}
