"""A date is set for a plan while many book on both sides of it, with real commits."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier, Event
from uuid import UUID

import psycopg
from sqlalchemy import text

from floorplans.actor import Actor
from floorplans.bookings import service as bookings
from floorplans.bookings.known import KnownSpaces
from floorplans.bookings.views import BookingRequest
from floorplans.database import DECIDING_CONNECTIONS, Database
from floorplans.errors import DomainError
from floorplans.places import service as places
from floorplans.plans import queries
from floorplans.plans import service as plans
from tests.concurrency.bookings.test_races import ask
from tests.concurrency.plans.test_plan_kills import start_worker
from tests.support.databases import Clone
from tests.support.drafts import make_draft, make_draft_desk, publish_draft, stage_draft
from tests.support.factories import make_person
from tests.support.holding import CAME, hold
from tests.support.slowness import eventually

CLIENTS = 16
DESKS = 12
ROUNDS = 3
HOUR = timedelta(hours=1)
PATIENCE_S = 30
#: Hours that are booked on each side of the date, and when it is set after the first booking.
TURNS = 40
UNDER_WAY_S = 0.2
#: Sixteen of these fit into an hour.
SLOT = timedelta(minutes=3)

# A confirmed booking for hours in which a plan holds that does not have its desk.
_STRAY = """
SELECT count(*) FROM booking b
WHERE b.state = 'confirmed' AND NOT EXISTS (
  SELECT FROM (
    SELECT y.space_id, range_agg(y.during) AS during
    FROM bookable_spaces(b.floor_id, tstzrange(NULL, NULL)) y GROUP BY y.space_id) t
  WHERE t.space_id = b.space_id AND t.during @> b.during)
"""
# What the control takes away: the lock under which a booking is judged and written.
_NO_LOCK = """
CREATE OR REPLACE FUNCTION lock_spaces(one uuid, other uuid) RETURNS void LANGUAGE sql AS 'SELECT'
"""


def make_plan(first: int):
    """Desks in a row, from the first on."""
    desks = [make_draft_desk(f"D{i}", 2.0 * i, 2) for i in range(first, first + DESKS)]
    return make_draft(desks=desks)


def change_schema(clone: Clone, *statements: str) -> None:
    with psycopg.connect(clone.owner_url, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


def stray(db: Database, staff: Actor) -> int:
    with db.transaction(staff.organisation_id) as tx:
        found: int = tx.execute(text(_STRAY)).scalar_one()
    return found


def states(db: Database, staff: Actor) -> dict[UUID, str]:
    with db.transaction(staff.organisation_id) as tx:
        return {row.id: row.state for row in tx.execute(text("SELECT id, state FROM booking"))}


def book_around(
    db: Database, person: Actor, number: int, desks: list[UUID], at: datetime, now: datetime
) -> Iterator[UUID]:
    """Book each desk on alternate sides of the date, in minutes that nobody else wants."""
    known = KnownSpaces()
    for turn in range(1, TURNS):
        for place, desk in enumerate(desks):
            hours = turn if (turn + place) % 2 else -turn
            start = at + hours * HOUR + number * SLOT
            request = BookingRequest(desk, start, start + SLOT)
            try:
                yield bookings.book(db, person, request, now, known=known).id
            except DomainError as refused:
                if refused.code not in ("gone_by_then", "not_there_yet"):
                    raise


def some_are_booked() -> bool:
    """Wait until the race has gone on for a while."""
    time.sleep(UNDER_WAY_S)
    return True


def race(
    db: Database,
    staff: Actor,
    floor: UUID,
    at: datetime,
    now: datetime,
    is_under_way: Callable[[], bool] = some_are_booked,
) -> list[UUID]:
    """Sixteen book while a plan without half of the desks gets its date; what they were told."""
    publish_draft(db, staff, floor, make_plan(0), now)
    desks = [space.id for space in places.spaces(db, staff, floor)]
    draft = stage_draft(db, staff, floor, make_plan(DESKS // 2), now)
    people = [make_person(db, staff.organisation_id) for _ in range(CLIENTS)]
    start, done = Barrier(CLIENTS + 1), Event()

    def book(n: int) -> list[UUID]:
        own = [desks[(n + i) % len(desks)] for i in range(len(desks))]
        start.wait(PATIENCE_S)
        made = []
        for booking in book_around(db, people[n], n, own, at, now):
            made.append(booking)
            if done.is_set():
                break
        return made

    with ThreadPoolExecutor(CLIENTS) as pool:
        booked = [pool.submit(book, n) for n in range(CLIENTS)]
        start.wait(PATIENCE_S)
        try:
            assert is_under_way()
            plans.publish(db, staff, draft, now, effective_from=at)
        finally:
            done.set()
        return [own for each in booked for own in each.result()]


def test_no_booking_is_confirmed_beyond_the_date_on_a_desk_that_is_gone_then(
    cloned_db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    for number in range(ROUNDS):
        at = now + timedelta(days=2 + 2 * number)
        told = race(cloned_db, staff, floor, at, now)
        assert stray(cloned_db, staff) == 0
        found = states(cloned_db, staff)
        assert told
        assert set(told) <= set(found)  # nothing that was told is lost
        assert {found[own] for own in told} <= {"confirmed", "held"}
        plans.take_over(cloned_db, staff.organisation_id, floor, at)


def test_the_race_is_lost_when_bookings_do_not_lock_their_desk(
    clone: Clone, cloned_db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    """The control: the test above must be able to fail."""
    # Bookings that were judged before the date is set are written after it.
    is_set = "EXISTS (SELECT FROM plan_revision WHERE state = 'scheduled')"
    change_schema(clone, _NO_LOCK, hold("booking", is_set))

    def all_write() -> bool:
        return eventually(lambda: ask(clone, f"SELECT {CAME}") >= DECIDING_CONNECTIONS)

    race(cloned_db, staff, floor, now + timedelta(days=2), now, all_write)
    assert stray(cloned_db, staff) > 0


def test_a_date_is_set_and_cancelled_under_bookings_without_losing_one(
    cloned_db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    at = now + timedelta(days=2)
    told = race(cloned_db, staff, floor, at, now)
    (waiting,) = [p for p in plans.revisions(cloned_db, staff, floor) if p.state == "scheduled"]
    plans.unschedule(cloned_db, staff, waiting.id, now)
    assert stray(cloned_db, staff) == 0
    assert set(told) <= set(states(cloned_db, staff))


def test_a_worker_makes_a_plan_the_published_one_when_its_date_has_come(
    clone: Clone, cloned_db: Database, staff: Actor, floor: UUID, tmp_path: Path
) -> None:
    now = datetime.now(UTC)
    publish_draft(cloned_db, staff, floor, make_plan(0), now)
    draft = stage_draft(cloned_db, staff, floor, make_plan(DESKS), now)
    plans.publish(cloned_db, staff, draft, now, effective_from=now + timedelta(seconds=3))
    with start_worker(clone, tmp_path) as worker:
        assert eventually(lambda: plans.revision(cloned_db, staff, draft).state == "published")
        worker.terminate()
    assert datetime.now(UTC) >= now + timedelta(seconds=3)


def waiting(db: Database, count: int) -> bool:
    """Whether so many wait for a lock."""
    found = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                 " AND datname = current_database()")  # fmt: skip
    with db.transaction(None) as tx:
        return int(tx.execute(found).scalar_one()) >= count


def test_a_date_is_cancelled_by_a_colleague_who_came_before_it_was_set(
    cloned_db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    draft = stage_draft(cloned_db, staff, floor, make_plan(0), now)
    at = now + timedelta(days=2)
    with ThreadPoolExecutor(2) as pool:
        with cloned_db.transaction(staff.organisation_id) as tx:
            queries.floor_row(tx, staff.organisation_id, floor, lock=True)
            set_ = pool.submit(plans.publish, cloned_db, staff, draft, now, effective_from=at)
            assert eventually(lambda: waiting(cloned_db, 1))
            cancelled = pool.submit(plans.unschedule, cloned_db, staff, draft, now)
            assert eventually(lambda: waiting(cloned_db, 2))
        assert set_.result().effective_from == at
        assert cancelled.result().revision_id == draft
    assert plans.revision(cloned_db, staff, draft).state == "draft"
