"""The worker that goes through wait lists: woken by what is freed, killed, and late."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from sqlalchemy import text

from app.jobs.tasks import build
from app.jobs.worker import work
from floorplans.closing.service import close_place, reopen
from floorplans.closing.views import ClosureRequest
from floorplans.database import Database
from floorplans.waiting.views import Mode, State
from tests.concurrency.waiting.test_waiting_races import Full, asked
from tests.support.databases import Clone
from tests.support.slowness import eventually, wait_for_quiet
from tests.support.waiting import HOUR, make_queue

ROOT = Path(__file__).resolve().parents[3]
#: Killed when so many have been served; there are six to serve.
KILL_AT = (1, 3, 4)
ROUND = """
import sys
from datetime import datetime
from floorplans.database import Database
from floorplans.waiting import service
url, now = sys.argv[1:]
db = Database(url, pool_size=2)
print("ready", flush=True)
sys.stdin.readline()
service.serve_due(db, datetime.fromisoformat(now))
"""
# Every booking takes its time, so that a kill meets the middle.
_SLOW = """
CREATE FUNCTION wait_a_little() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN PERFORM pg_sleep(0.8); RETURN NEW; END $$;
CREATE TRIGGER a_wait_a_little BEFORE INSERT ON booking
FOR EACH ROW EXECUTE FUNCTION wait_a_little();
"""


_SERVED = "SELECT count(*) FROM wait WHERE state <> 'waiting'"


def jobs(clone: Clone) -> int:
    with psycopg.connect(clone.admin_url, autocommit=True) as connection:
        row = connection.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'serve_waiting'"
        ).fetchone()
    assert row is not None
    return int(row[0])


def test_killed_in_the_middle_the_list_goes_on_where_it_stood(
    clone: Clone, cloned_db: Database, now: datetime
) -> None:
    with psycopg.connect(clone.owner_url, autocommit=True) as connection:
        connection.execute(_SLOW)
    full = Full(cloned_db, now, 12)
    for own in full.taken:
        full.free(own, now)
    stopped_half_way = 0
    for enough in KILL_AT:
        command = [sys.executable, "-c", ROUND, clone.engine_url, now.isoformat()]
        with subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as worker:
            assert worker.stdout is not None
            assert worker.stdin is not None
            worker.stdout.readline()
            worker.stdin.write("\n")
            worker.stdin.flush()
            assert eventually(lambda n=enough: asked(clone, _SERVED) >= n)
            os.kill(worker.pid, signal.SIGKILL)
        wait_for_quiet(clone)
        served = full.served()
        assert served == list(range(len(served)))
        stopped_half_way += 0 < len(served) < len(full.taken)
    assert stopped_half_way
    full.queue.serve(now)
    assert full.served() == list(range(len(full.taken)))


def test_a_job_is_there_exactly_if_something_was_freed_that_somebody_waits_for(
    clone: Clone, cloned_db: Database, now: datetime
) -> None:
    queue = make_queue(cloned_db, now, 1)
    other = make_queue(cloned_db, now, 1)
    queue.join(queue.people[0], now)
    other.give_back(now)
    assert jobs(clone) == 0
    with cloned_db.engine.connect() as connection, connection.begin() as undone:
        connection.execute(
            text("SELECT set_config('app.organisation_id', :id, true)"),
            {"id": str(queue.organisation_id)},
        )
        connection.execute(text("UPDATE booking SET state = 'cancelled'"))
        undone.rollback()
    assert jobs(clone) == 0
    queue.give_back(now)
    assert jobs(clone) == 1


def test_a_closure_that_is_lifted_wakes_the_list(
    clone: Clone, cloned_db: Database, now: datetime
) -> None:
    queue = make_queue(cloned_db, now, 1)
    closing = ClosureRequest(queue.floor_id, queue.from_at, queue.to_at, "Carpets")
    closed = close_place(cloned_db, queue.fatima, closing, now)
    queue.join(queue.people[0], now)
    reopen(cloned_db, queue.fatima, closed.id, now)
    assert jobs(clone) >= 1


def test_the_worker_serves_who_waits(clone: Clone, cloned_db: Database) -> None:
    now = datetime.now(UTC)
    queue = make_queue(cloned_db, now, 2)
    first, second = queue.people
    queue.join(first, now, Mode.ASK)
    queue.join(second, now)
    queue.give_back(now)

    async def once() -> None:
        app = build(clone.app_url, cloned_db)
        await work(app, until_idle=True)

    asyncio.run(once())
    assert queue.state(first) is State.OFFERED
    assert queue.state(second) is State.WAITING
    assert jobs(clone) == 0
    assert queue.serve(queue.from_at - HOUR) == 1
    assert queue.state(second) is State.BOOKED
