"""Many people, one desk: real commits in a database of the test's own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import psycopg
import pytest

from floorplans.actor import Actor, Role
from floorplans.bookings import service
from floorplans.bookings.known import KnownSpaces
from floorplans.bookings.views import BookingChange, BookingRequest
from floorplans.database import Database
from tests.support.databases import Clone
from tests.support.factories import (
    make_booking,
    make_floor,
    make_organisation,
    make_person,
    make_space,
)
from tests.support.holding import meet
from tests.support.races import together

CLIENTS = 64
ROUNDS = 20
HOUR = timedelta(hours=1)

_OVERLAPS = """
SELECT count(*) FROM booking a JOIN booking b
  ON a.space_id = b.space_id AND a.id < b.id AND a.during && b.during
WHERE a.state IN ('held', 'confirmed', 'checked_in')
  AND b.state IN ('held', 'confirmed', 'checked_in')
"""
_DEADLOCKS = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"

# What the control takes away: the lock before the check, and the last word of the database.
_NO_LAST_WORD = "ALTER TABLE taking DROP CONSTRAINT taking_no_overlap"
_NO_LOCK = """
CREATE OR REPLACE FUNCTION lock_spaces(one uuid, other uuid) RETURNS void LANGUAGE sql AS 'SELECT'
"""
# Time between the check and the write, so that whoever comes meanwhile is tried.
_SLOW_WRITE = """
CREATE FUNCTION wait_a_little() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN PERFORM pg_sleep(0.05); RETURN NEW; END $$;
CREATE TRIGGER wait_a_little BEFORE INSERT ON booking
FOR EACH ROW EXECUTE FUNCTION wait_a_little();
"""


@dataclass(frozen=True, slots=True)
class Crowd:
    people: Sequence[Actor]
    desk: UUID
    next_desk: UUID


@pytest.fixture
def crowd(cloned_db: Database) -> Crowd:
    organisation_id = make_organisation(cloned_db)
    facility = make_person(cloned_db, organisation_id, role=Role.FACILITY)
    floor_id = make_floor(cloned_db, facility)
    return Crowd(
        people=[make_person(cloned_db, organisation_id) for _ in range(CLIENTS)],
        desk=make_space(cloned_db, facility, floor_id),
        next_desk=make_space(cloned_db, facility, floor_id, x=3),
    )


def rounds_for_one_desk(db: Database, crowd: Crowd, now: datetime, rounds: int) -> Counter[str]:
    total: Counter[str] = Counter()
    known = KnownSpaces()
    for number in range(rounds):
        start = now + (number + 1) * HOUR
        wanted = BookingRequest(crowd.desk, start, start + HOUR)

        def act(actor: Actor, wanted: BookingRequest = wanted) -> Callable[[], object]:
            return lambda: service.book(db, actor, wanted, now, known=known)

        total += together([act(actor) for actor in crowd.people])
    return total


def ask(clone: Clone, question: str) -> int:
    with psycopg.connect(clone.admin_url, autocommit=True) as connection:
        row = connection.execute(question).fetchone()
    assert row is not None
    return int(row[0])


def change_schema(clone: Clone, *statements: str) -> None:
    with psycopg.connect(clone.owner_url, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


def test_one_of_many_gets_the_desk_in_every_round(
    clone: Clone, cloned_db: Database, crowd: Crowd, now: datetime
) -> None:
    counted = rounds_for_one_desk(cloned_db, crowd, now, ROUNDS)
    assert counted == {"ok": ROUNDS, "taken": ROUNDS * (CLIENTS - 1)}
    assert ask(clone, _OVERLAPS) == 0
    assert ask(clone, _DEADLOCKS) == 0


def test_the_lock_alone_keeps_the_desk_for_one_however_slow_the_write(
    clone: Clone, cloned_db: Database, crowd: Crowd, now: datetime
) -> None:
    change_schema(clone, _NO_LAST_WORD, _SLOW_WRITE)
    counted = rounds_for_one_desk(cloned_db, crowd, now, 5)
    assert counted == {"ok": 5, "taken": 5 * (CLIENTS - 1)}
    assert ask(clone, _OVERLAPS) == 0


def test_without_lock_and_constraint_the_same_crowd_books_twice(
    clone: Clone, cloned_db: Database, crowd: Crowd, now: datetime
) -> None:
    """The control: if this finds no overlap, the tests around it prove nothing."""
    change_schema(clone, _NO_LAST_WORD, _NO_LOCK, meet("booking", 2))
    rounds_for_one_desk(cloned_db, crowd, now, 1)
    assert ask(clone, _OVERLAPS) > 0


def test_the_constraint_alone_still_keeps_the_desk_for_one(
    clone: Clone, cloned_db: Database, crowd: Crowd, now: datetime
) -> None:
    change_schema(clone, _NO_LOCK)
    counted = rounds_for_one_desk(cloned_db, crowd, now, 5)
    assert counted["ok"] == 5
    assert ask(clone, _OVERLAPS) == 0


def test_people_who_swap_desks_at_the_same_moment_never_deadlock(
    clone: Clone, cloned_db: Database, crowd: Crowd, now: datetime
) -> None:
    pairs = 16
    held: list[tuple[Actor, UUID, UUID]] = []
    for number in range(pairs):
        here = now + (2 * number + 1) * HOUR
        for actor, desk, other, start in (
            (crowd.people[2 * number], crowd.desk, crowd.next_desk, here),
            (crowd.people[2 * number + 1], crowd.next_desk, crowd.desk, here + HOUR),
        ):
            held.append((actor, make_booking(cloned_db, actor, desk, start), other))

    def act(actor: Actor, booking_id: UUID, other: UUID) -> Callable[[], object]:
        wanted = BookingChange(space_id=other)
        return lambda: service.change(cloned_db, actor, booking_id, wanted, now)

    assert together([act(*one) for one in held]) == {"ok": 2 * pairs}
    assert ask(clone, _DEADLOCKS) == 0


def test_a_request_sent_fifty_times_at_once_is_one_booking(
    clone: Clone, cloned_db: Database, crowd: Crowd, now: datetime
) -> None:
    wanted = BookingRequest(crowd.desk, now + HOUR, now + 2 * HOUR, "once")
    actor = crowd.people[0]
    made: list[UUID] = []

    def act() -> None:
        made.append(service.book(cloned_db, actor, wanted, now).id)

    assert together([act] * 50) == {"ok": 50}
    assert len(set(made)) == 1
    assert ask(clone, "SELECT count(*) FROM booking") == 1


def test_one_key_for_two_desks_at_once_books_one_of_them(
    clone: Clone, cloned_db: Database, crowd: Crowd, now: datetime
) -> None:
    actor = crowd.people[0]

    def act(desk: UUID) -> Callable[[], object]:
        wanted = BookingRequest(desk, now + HOUR, now + 2 * HOUR, "once")
        return lambda: service.book(cloned_db, actor, wanted, now)

    counted = together([act(crowd.desk), act(crowd.next_desk)] * 10)
    assert counted == {"ok": 10, "idempotency_key_reused": 10}
    assert ask(clone, "SELECT count(*) FROM booking") == 1


def test_booking_and_cancelling_at_once_leave_one_holder_at_most(
    clone: Clone, cloned_db: Database, crowd: Crowd, now: datetime
) -> None:
    first = crowd.people[0]
    held = make_booking(cloned_db, first, crowd.desk, now + HOUR)
    wanted = BookingRequest(crowd.desk, now + HOUR, now + 2 * HOUR)

    def book(actor: Actor) -> Callable[[], object]:
        return lambda: service.book(cloned_db, actor, wanted, now)

    acts = [book(actor) for actor in crowd.people[1:20]]
    together([lambda: service.cancel(cloned_db, first, held, now), *acts])
    assert ask(clone, _OVERLAPS) == 0
    assert ask(clone, "SELECT count(*) FROM booking WHERE state = 'confirmed'") <= 1


def test_every_change_of_a_floor_is_counted_once(
    clone: Clone, cloned_db: Database, crowd: Crowd, now: datetime
) -> None:
    def act(actor: Actor, number: int) -> Callable[[], object]:
        start = now + (number + 1) * HOUR
        wanted = BookingRequest(crowd.desk, start, start + HOUR)
        return lambda: service.book(cloned_db, actor, wanted, now)

    together([act(actor, number) for number, actor in enumerate(crowd.people)])
    changes = "SELECT count(*) FROM booking"
    assert ask(clone, "SELECT version FROM floor_version") == ask(clone, changes) == CLIENTS
