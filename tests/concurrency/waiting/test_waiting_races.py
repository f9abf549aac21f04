"""Many clients around one wait list: each place goes to one person, and to who asked first.

Each race has a control in which the guard is missing; it must go wrong, or the race proves nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier
from typing import Any
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import text

from floorplans.bookings import service as bookings
from floorplans.database import Database
from floorplans.errors import DomainError
from floorplans.waiting import queries, serving_queries
from floorplans.waiting import service as waiting
from floorplans.waiting.views import Mode, State
from tests.support.databases import Clone
from tests.support.factories import make_space
from tests.support.holding import meet
from tests.support.waiting import HOUR, MINUTE, Queue, make_queue

WORKERS = 16
PEOPLE = 48
DESKS = 6
#: A control ends with the first round that goes wrong; who is first in a round is chance.
CONTROL_ROUNDS = 60

_NO_ORDER = """
CREATE OR REPLACE FUNCTION wait_is_first(
  own wait, one uuid, apart_from uuid, at_version bigint, at timestamptz)
RETURNS boolean LANGUAGE sql STABLE AS $$ SELECT true $$
"""
# As it would be if it did not look at the state before.
_NO_STATE = """
CREATE OR REPLACE FUNCTION wait_served(
  of_organisation uuid, of_wait uuid, at_version bigint, booked_as uuid, booked_space uuid,
  answered_by timestamptz, at timestamptz)
RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  UPDATE wait SET state = 'booked', booking_id = booked_as
  WHERE organisation_id = of_organisation AND id = of_wait;
  RETURN true;
END $$
"""
# Every booking takes its time, so that no race waits for a lucky moment.
_SLOW = """
CREATE FUNCTION wait_a_little() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN PERFORM pg_sleep(0.05); RETURN NEW; END $$;
CREATE TRIGGER a_wait_a_little BEFORE INSERT ON booking
FOR EACH ROW EXECUTE FUNCTION wait_a_little();
"""


def change_schema(clone: Clone, *statements: str) -> None:
    with psycopg.connect(clone.owner_url, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


def asked(clone: Clone, question: str) -> int:
    with psycopg.connect(clone.admin_url, autocommit=True) as connection:
        row = connection.execute(question).fetchone()
    assert row is not None
    return int(row[0])


def together(acts: Sequence[Callable[[], object]]) -> list[str]:
    """Do all at the same moment; what came of each: its answer, or the code of the refusal."""
    barrier = Barrier(len(acts))

    def one(act: Callable[[], object]) -> str:
        barrier.wait(timeout=30)
        try:
            return str(act())
        except DomainError as error:
            return error.code

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


_LIVE = "state IN ('held', 'confirmed', 'checked_in')"
_TWICE = f"""
SELECT count(*) FROM (
  SELECT person_id FROM booking WHERE {_LIVE} GROUP BY person_id HAVING count(*) > 1) x
"""
_OVERLAPS = f"""
SELECT count(*) FROM booking a JOIN booking b
  ON a.space_id = b.space_id AND a.id < b.id AND a.during && b.during
WHERE a.{_LIVE} AND b.{_LIVE}
"""
DEADLOCKS = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"


class Full:
    """A floor whose desks are all taken, and people who wait for any of them, in order."""

    def __init__(self, db: Database, now: datetime, people: int) -> None:
        self.queue = make_queue(db, now, people)
        queue = self.queue
        more = [make_space(db, queue.fatima, queue.floor_id, x=3.0 * n) for n in range(1, DESKS)]
        self.taken = [queue.taken.id]
        self.taken += [queue.book(queue.fatima, desk, now).id for desk in more]
        self.waits = [queue.join_any(person, now) for person in queue.people]

    def free(self, booking_id: UUID, now: datetime) -> None:
        bookings.cancel(self.queue.db, self.queue.fatima, booking_id, now)

    def served(self) -> list[int]:
        """The places in the list of those who have got something."""
        states = [waiting.wait(self.queue.db, p, w.id).state for p, w in self._pairs()]
        return [number for number, state in enumerate(states) if state is not State.WAITING]

    def _pairs(self) -> zip[tuple[object, object]]:
        return zip(self.queue.people, self.waits, strict=True)  # type: ignore[return-value]


def free_and_serve(full: Full, now: datetime) -> None:
    """All desks are freed while sixteen workers go through the list; then once more at rest."""
    db = full.queue.db
    acts: list[Callable[[], object]] = [lambda own=own: full.free(own, now) for own in full.taken]
    acts += [lambda: waiting.serve(db, full.queue.organisation_id, full.queue.floor_id, now)] * (
        WORKERS
    )
    together(acts)
    for _ in range(DESKS):
        full.queue.serve(now)


def test_freed_places_go_to_the_first_in_the_list_and_one_to_each(
    clone: Clone, cloned_db: Database, now: datetime
) -> None:
    full = Full(cloned_db, now, PEOPLE)
    free_and_serve(full, now)
    assert full.served() == list(range(DESKS))
    assert asked(clone, _TWICE) == 0
    assert asked(clone, _OVERLAPS) == 0
    assert asked(clone, DEADLOCKS) == 0


def test_without_the_guard_of_its_state_one_wait_gets_several_places(
    clone: Clone, cloned_db: Database, now: datetime
) -> None:
    """The control of the race above."""
    change_schema(clone, _NO_STATE, _SLOW)

    def goes_wrong() -> bool:
        free_and_serve(Full(cloned_db, now, WORKERS), now)
        return asked(clone, _TWICE) > 0

    assert any(goes_wrong() for _ in range(CONTROL_ROUNDS))


_BACKWARDS = serving_queries._NEXT.text.replace(
    "ORDER BY w.number LIMIT 1", "ORDER BY w.number DESC LIMIT 1"
).replace("w.number > :after", ":after = :after")


def test_a_worker_that_begins_at_the_end_serves_nobody_out_of_turn(
    cloned_db: Database, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue = make_queue(cloned_db, now, WORKERS)
    for person in queue.people:
        queue.join(person, now)
    queue.give_back(now)
    with monkeypatch.context() as patched:
        patched.setattr(serving_queries, "_NEXT", text(_BACKWARDS))
        together([lambda: queue.serve(now)] * WORKERS)
        assert queue.who_has(queue.desk) == []
    assert queue.serve(now) == 1
    assert queue.who_has(queue.desk) == [queue.people[0].person_id]


def test_without_the_guard_of_the_order_the_last_one_gets_it(
    clone: Clone, cloned_db: Database, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control of the test above."""
    change_schema(clone, _NO_ORDER)
    queue = make_queue(cloned_db, now, WORKERS)
    for person in queue.people:
        queue.join(person, now)
    queue.give_back(now)
    monkeypatch.setattr(serving_queries, "_NEXT", text(_BACKWARDS))
    together([lambda: queue.serve(now)] * WORKERS)
    assert queue.who_has(queue.desk) == [queue.people[-1].person_id]


def offered(db: Database, now: datetime) -> Queue:
    """The first is offered the desk, and the second would be next."""
    queue = make_queue(db, now, 2)
    for person in queue.people:
        queue.join(person, now, Mode.ASK)
    queue.give_back(now)
    assert queue.serve(now) == 1
    return queue


def answer_against_the_end(db: Database, now: datetime) -> tuple[list[str], Queue]:
    """At the deadline sixteen take it on their devices, and sixteen workers end the offer."""
    queue = offered(db, now)
    first = queue.people[0]
    own = queue.latest(first)
    assert own.answer_by is not None
    at = own.answer_by

    def take() -> State:
        return waiting.take(db, first, own.id, at).state

    def end() -> str:
        waiting.serve(db, queue.organisation_id, queue.floor_id, at)
        return "served"

    acts: list[Callable[[], object]] = [take, end] * WORKERS
    return together(acts)[0::2], queue


ROUNDS = 6


def test_an_offer_is_taken_or_passed_on_and_never_both(
    clone: Clone, cloned_db: Database, now: datetime
) -> None:
    for _ in range(ROUNDS):
        codes, queue = answer_against_the_end(cloned_db, now)
        queue.serve(now + 4 * HOUR + MINUTE)
        first, second = queue.people
        taken = set(codes) == {"booked"}
        assert taken or set(codes) == {"offer_over"}
        assert queue.state(first) is (State.BOOKED if taken else State.UNANSWERED)
        assert queue.state(second) is (State.WAITING if taken else State.OFFERED)
        assert queue.who_has(queue.desk) == [(first if taken else second).person_id]
    assert asked(clone, DEADLOCKS) == 0


_UNGUARDED = text("""
UPDATE wait SET state = 'booked', answer_by = NULL, changed_at = :now
WHERE organisation_id = :organisation AND person_id = :person AND id = :id RETURNING booking_id
""")


def test_without_the_guard_an_offer_is_taken_after_it_was_passed_on(
    cloned_db: Database, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: the state says booked, and somebody else has the place."""
    monkeypatch.setattr(queries, "_ACCEPT", _UNGUARDED)
    monkeypatch.setattr(waiting, "GIVEN_BACK", ())

    def goes_wrong() -> bool:
        codes, queue = answer_against_the_end(cloned_db, now)
        first = queue.people[0]
        return "booked" in codes and queue.who_has(queue.desk) != [first.person_id]

    assert any(goes_wrong() for _ in range(CONTROL_ROUNDS))


def test_sixty_four_who_ask_at_once_stand_in_one_order(cloned_db: Database, now: datetime) -> None:
    queue = make_queue(cloned_db, now, 64)
    together([lambda p=p: queue.join(p, now).id for p in queue.people])  # type: ignore[misc]
    positions = sorted(queue.latest(person).position or 0 for person in queue.people)
    assert positions == list(range(1, 65))


def asked_on_all_devices(db: Database, now: datetime) -> int:
    queue = make_queue(db, now, 1)
    together([lambda: queue.join(queue.people[0], now).id] * WORKERS)
    with db.transaction(queue.organisation_id) as tx:
        return int(tx.execute(text("SELECT count(*) FROM wait")).scalar_one())


def test_one_person_on_sixteen_devices_waits_once(cloned_db: Database, now: datetime) -> None:
    assert asked_on_all_devices(cloned_db, now) == 1


def test_without_the_constraint_one_person_waits_several_times(
    clone: Clone, cloned_db: Database, now: datetime
) -> None:
    """The control of the race above; one after the other, they find each other without it."""
    change_schema(clone, "ALTER TABLE wait DROP CONSTRAINT wait_once", meet("wait", 2))
    assert asked_on_all_devices(cloned_db, now) > 1


def test_whoever_passes_by_and_who_waits_never_share_a_place(
    clone: Clone, cloned_db: Database, now: datetime
) -> None:
    queue = make_queue(cloned_db, now, WORKERS * 2)
    for person in queue.people[:WORKERS]:
        queue.join(person, now)
    acts: list[Callable[[], object]] = [lambda: queue.give_back(now)]
    acts += [lambda p=p: queue.book(p, queue.desk, now) for p in queue.people[WORKERS:]]
    acts += [lambda: queue.serve(now)] * WORKERS
    together(acts)
    queue.serve(now)
    assert len(queue.who_has(queue.desk)) == 1
    assert asked(clone, _OVERLAPS) == 0
    assert asked(clone, DEADLOCKS) == 0


def test_an_offer_that_comes_in_the_moment_of_taking_it_is_taken(
    cloned_db: Database, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue = make_queue(cloned_db, now)
    person = queue.people[0]
    wait = queue.join(person, now, Mode.ASK)
    queue.give_back(now)
    looks: list[UUID | None] = []
    accept = queries.accept

    def then_offered(*asked: Any) -> UUID | None:
        looks.append(accept(*asked))
        if len(looks) == 1:
            assert queue.serve(now) == 1
        return looks[-1]

    monkeypatch.setattr(queries, "accept", then_offered)
    taken = waiting.take(cloned_db, person, wait.id, now)
    assert taken.state is State.BOOKED
    assert looks == [None, taken.booking_id]
