"""Many people book series over the same desks: real commits in a database of the test's own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Barrier
from uuid import UUID

import psycopg
import pytest

from floorplans.actor import Actor, Role
from floorplans.bookings.known import KnownSpaces
from floorplans.database import Database
from floorplans.errors import Busy
from floorplans.series import service
from floorplans.series.views import Hours, Scope, SeriesRequest, SeriesView, State
from tests.support.databases import Clone
from tests.support.factories import make_floor, make_organisation, make_person, make_space
from tests.support.holding import meet
from tests.support.slowness import PATIENCE_S, eventually, wait_for_quiet

CLIENTS = 16
DAYS = 20
NINE_TO_FIVE = Hours(9 * 60, 17 * 60)

_OVERLAPS = """
SELECT count(*) FROM booking a JOIN booking b
  ON a.space_id = b.space_id AND a.id < b.id AND a.during && b.during
WHERE a.state IN ('held', 'confirmed', 'checked_in')
  AND b.state IN ('held', 'confirmed', 'checked_in')
"""
_DEADLOCKS = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
#: Bookings that are no date's, and dates whose booking is another's or of another day.
_APART = """
SELECT count(*) FROM booking b
FULL JOIN series_date d ON d.booking_id = b.id
LEFT JOIN series s ON s.id = d.series_id
WHERE (d.booking_id IS NULL AND b.id IS NOT NULL)
   OR (d.state = 'booked' AND (b.id IS NULL OR b.person_id <> s.person_id
       OR b.space_id <> d.space_id OR b.during <> d.during
       OR (lower(b.during) AT TIME ZONE 'Europe/Amsterdam')::date <> d.on_date))
"""
#: What the control takes away: that a date and its booking are written together.
_NOT_TOGETHER = """
CREATE OR REPLACE FUNCTION occurrence_booked(
  of_organisation uuid, of_series uuid, wanted_date date, wanted_space uuid,
  wanted_from integer, wanted_to integer, booked_as uuid, hours tstzrange, at timestamptz)
RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  UPDATE series_date SET state = 'booked', booking_id = booked_as, during = hours, try_at = NULL
  WHERE series_id = of_series AND on_date = wanted_date AND state = 'planned';
  RETURN true;
END $$
"""


@dataclass(frozen=True, slots=True)
class Crowd:
    people: Sequence[Actor]
    desks: Sequence[UUID]


@pytest.fixture
def crowd(cloned_db: Database) -> Crowd:
    organisation_id = make_organisation(cloned_db)
    facility = make_person(cloned_db, organisation_id, role=Role.FACILITY)
    floor_id = make_floor(cloned_db, facility)
    return Crowd(
        people=[make_person(cloned_db, organisation_id) for _ in range(CLIENTS)],
        desks=[make_space(cloned_db, facility, floor_id, x=3.0 * n) for n in range(3)],
    )


def request(desk: UUID, now: datetime, **more: object) -> SeriesRequest:
    rule = f"FREQ=DAILY;COUNT={DAYS}"
    start = (now + timedelta(days=1)).date()
    return SeriesRequest(desk, NINE_TO_FIVE, rule=rule, starts_on=start, **more)  # type: ignore[arg-type]


def together(acts: Sequence[Callable[[], SeriesView]]) -> list[SeriesView]:
    barrier = Barrier(len(acts))

    def one(act: Callable[[], SeriesView]) -> SeriesView:
        barrier.wait(timeout=30)
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


def ask(clone: Clone, question: str) -> int:
    with psycopg.connect(clone.admin_url, autocommit=True) as connection:
        row = connection.execute(question).fetchone()
    assert row is not None
    return int(row[0])


def settled(db: Database, actor: Actor, made: SeriesView, now: datetime) -> SeriesView:
    """The series when what a busy moment left is done, as the job does it."""
    service.book_due(db, now)
    return service.series(db, actor, made.id, now)


def test_every_date_of_every_client_is_booked_or_a_clash_and_none_is_booked_twice(
    clone: Clone, cloned_db: Database, crowd: Crowd, now: datetime
) -> None:
    known = KnownSpaces()

    def act(number: int, actor: Actor) -> Callable[[], SeriesView]:
        wanted = request(crowd.desks[number % len(crowd.desks)], now)
        return lambda: service.book(cloned_db, actor, wanted, now, known=known)

    made = together([act(*each) for each in enumerate(crowd.people)])
    found = [
        settled(cloned_db, actor, view, now) for actor, view in zip(crowd.people, made, strict=True)
    ]
    counted = Counter(str(date_.state) for view in found for date_ in view.dates)
    taken = DAYS * len(crowd.desks)
    assert counted == {"booked": taken, "clash": DAYS * CLIENTS - taken}
    assert ask(clone, _OVERLAPS) == 0
    assert ask(clone, _APART) == 0
    assert ask(clone, _DEADLOCKS) == 0


def test_a_request_sent_sixteen_times_at_once_is_one_series(
    clone: Clone, cloned_db: Database, crowd: Crowd, now: datetime
) -> None:
    actor = crowd.people[0]
    wanted = request(crowd.desks[0], now, idempotency_key="once")
    made = together([lambda: service.book(cloned_db, actor, wanted, now)] * CLIENTS)
    assert len({view.id for view in made}) == 1
    found = settled(cloned_db, actor, made[0], now)
    assert {date_.state for date_ in found.dates} == {State.BOOKED}
    assert ask(clone, "SELECT count(*) FROM booking") == DAYS
    assert ask(clone, _APART) == 0


def other_places(
    db: Database, crowd: Crowd, now: datetime, actor: Actor
) -> list[Callable[[], SeriesView]]:
    """The same clashing dates, asked for at different places at the same moment."""
    wanted = request(crowd.desks[0], now)
    service.book(db, crowd.people[1], wanted, now)
    mine = service.book(db, actor, wanted, now)
    dates = [date_.on for date_ in mine.dates]

    def act(desk: UUID) -> Callable[[], SeriesView]:
        return lambda: service.try_again(db, actor, mine.id, dict.fromkeys(dates, desk), now)

    return [act(desk) for desk in crowd.desks[1:]] * 4


def test_another_place_asked_for_many_times_is_booked_once_for_each_date(
    clone: Clone, cloned_db: Database, crowd: Crowd, now: datetime
) -> None:
    actor = crowd.people[0]
    answers = together(other_places(cloned_db, crowd, now, actor))
    found = settled(cloned_db, actor, answers[0], now)
    assert {date_.state for date_ in found.dates} == {State.BOOKED}
    assert ask(clone, f"SELECT count(*) FROM booking WHERE person_id = '{actor.person_id}'") == DAYS
    assert ask(clone, _APART) == 0
    assert ask(clone, _DEADLOCKS) == 0


def test_without_date_and_booking_written_together_the_same_requests_book_twice(
    clone: Clone, cloned_db: Database, crowd: Crowd, now: datetime
) -> None:
    """The control: if this finds nothing, the test before it proves nothing."""
    acts = other_places(cloned_db, crowd, now, crowd.people[0])
    with psycopg.connect(clone.owner_url, autocommit=True) as connection:
        connection.execute(_NOT_TOGETHER)
        connection.execute(meet("booking", 2))  # type: ignore[arg-type]
    together(acts)
    assert ask(clone, _APART) > 0


def test_cancelling_while_it_is_booked_leaves_no_booking_behind(
    clone: Clone, cloned_db: Database, crowd: Crowd, now: datetime
) -> None:
    actor = crowd.people[0]
    for round_ in range(5):
        desk = crowd.desks[round_ % 2]
        made = service.book(cloned_db, actor, request(desk, now), now)
        dates = {date_.on: None for date_ in made.dates}
        service.cancel(cloned_db, actor, made.id, Scope.ALL, None, now)

        def again(made: SeriesView = made, dates: dict[object, None] = dates) -> SeriesView:  # type: ignore[assignment]
            return service.try_again(cloned_db, actor, made.id, dates, now)  # type: ignore[arg-type]

        def cancel(made: SeriesView = made) -> SeriesView:
            return service.cancel(cloned_db, actor, made.id, Scope.ALL, None, now)

        together([again, cancel, cancel])
        service.cancel(cloned_db, actor, made.id, Scope.ALL, None, now)
    live = "SELECT count(*) FROM booking WHERE state = 'confirmed'"
    assert ask(clone, live) == 0


def test_jobs_that_run_at_once_and_beside_people_book_each_date_once(
    clone: Clone, cloned_db: Database, crowd: Crowd, now: datetime
) -> None:
    with psycopg.connect(clone.admin_url, autocommit=True) as connection:
        connection.execute("UPDATE organisation SET book_ahead_days = 0")
    for number, actor in enumerate(crowd.people[:6]):
        service.book(cloned_db, actor, request(crowd.desks[number % 3], now), now)
    assert ask(clone, "SELECT count(*) FROM booking") == 0
    with psycopg.connect(clone.admin_url, autocommit=True) as connection:
        connection.execute("UPDATE organisation SET book_ahead_days = 90")
    later = now + timedelta(days=1) - timedelta(hours=9)
    with ThreadPoolExecutor(6) as pool:
        for job in [pool.submit(service.book_due, cloned_db, later) for _ in range(6)]:
            job.result()
    service.book_due(cloned_db, later)
    assert ask(clone, "SELECT count(*) FROM booking") == DAYS * 3
    assert ask(clone, _OVERLAPS) == 0
    assert ask(clone, _APART) == 0


_BOOKER = """
import sys
from datetime import date, datetime
from uuid import UUID
from floorplans.actor import Actor, Role
from floorplans.database import Database
from floorplans.series import service
from floorplans.series.views import Hours, SeriesRequest

url, organisation, person, desk, now, start = sys.argv[1:]
actor = Actor(UUID(organisation), UUID(person), Role.EMPLOYEE, "Noor", "noor@example.test")
wanted = SeriesRequest(
    UUID(desk), Hours(540, 1020), rule="FREQ=DAILY;COUNT=150", starts_on=date.fromisoformat(start),
    idempotency_key="once")
print("begun", flush=True)
service.book(Database(url), actor, wanted, datetime.fromisoformat(now))
"""


@pytest.mark.parametrize("after_s", [0.0, 0.05, 0.1, 0.2])
def test_a_kill_in_between_leaves_each_date_whole_and_the_job_books_the_rest(
    clone: Clone, cloned_db: Database, crowd: Crowd, now: datetime, after_s: float
) -> None:
    actor = crowd.people[0]
    start = str((now + timedelta(days=1)).date())
    words = (clone.engine_url, actor.organisation_id, actor.person_id, crowd.desks[0])
    process = subprocess.Popen(
        [sys.executable, "-c", _BOOKER, *map(str, words), now.isoformat(), start],
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    process.stdout.readline()
    assert eventually(lambda: ask(clone, "SELECT count(*) FROM booking"))
    time.sleep(after_s)
    os.kill(process.pid, signal.SIGKILL)
    process.wait(PATIENCE_S)
    process.stdout.close()
    wait_for_quiet(clone)
    assert ask(clone, _APART) == 0
    booked = ask(clone, "SELECT count(*) FROM series_date WHERE state = 'booked'")
    planned = ask(clone, "SELECT count(*) FROM series_date WHERE state = 'planned'")
    assert (booked + planned, ask(clone, "SELECT count(*) FROM booking")) == (150, booked)
    service.book_due(cloned_db, now)
    assert ask(clone, "SELECT count(*) FROM booking") == 150
    assert ask(clone, _APART) == 0


def test_a_busy_database_leaves_dates_planned_and_the_job_books_them(
    clone: Clone, cloned_db: Database, crowd: Crowd, now: datetime
) -> None:
    """A series never fails half-way with an error: what could not be tried is told as planned."""

    class Interrupted(Database):
        tries = 0

        def alone(self, query: object) -> object:  # type: ignore[override]
            self.tries += 1
            if 5 < self.tries < 12:
                raise Busy("busy", "busy", "again")
            return super().alone(query)  # type: ignore[arg-type]

    database = Interrupted(clone.engine_url)
    actor = crowd.people[0]
    made = service.book(database, actor, request(crowd.desks[0], now), now)
    database.close()
    counted = Counter(str(date_.state) for date_ in made.dates)
    assert counted["planned"] > 0
    assert counted["planned"] + counted["booked"] == DAYS
    found = settled(cloned_db, actor, made, now)
    assert {date_.state for date_ in found.dates} == {State.BOOKED}
