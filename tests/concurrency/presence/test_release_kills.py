"""The sweep that frees places: killed, late, several at once, and by the worker itself."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text

from app.jobs.tasks import build
from app.jobs.worker import work
from floorplans.database import Database
from floorplans.presence import service
from tests.support.databases import Clone
from tests.support.factories import make_floor, make_space
from tests.support.presence import Office, ask, make_office
from tests.support.slowness import eventually, wait_for_quiet

ROOT = Path(__file__).resolve().parents[3]
FLOORS, DESKS = 5, 6
HOUR = timedelta(hours=1)
SWEEP = """
import sys
from datetime import datetime
from floorplans.database import Database
from floorplans.presence import service
url, now = sys.argv[1:]
db = Database(url, pool_size=2)
print("ready", flush=True)
sys.stdin.readline()
service.release_due(db, datetime.fromisoformat(now))
"""
#: Killed when so many are released; there are thirty, six at a time.
KILL_AT = (1, 7, 13)
# So slow that a kill meets the middle.
_SLOW = """
CREATE FUNCTION wait_long() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN PERFORM pg_sleep(0.2); RETURN NEW; END $$;
CREATE TRIGGER z_wait_long BEFORE UPDATE OF state ON booking FOR EACH ROW
WHEN (NEW.state = 'released') EXECUTE FUNCTION wait_long();
"""
_QUICK = "DROP TRIGGER z_wait_long ON booking"
# Every release is written down, and takes its time.
_WATCHED = """
CREATE TABLE released_log (booking_id uuid NOT NULL);
GRANT INSERT, SELECT ON released_log TO floorplans_app;
CREATE FUNCTION note_release() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN PERFORM pg_sleep(0.02); INSERT INTO released_log VALUES (NEW.id); RETURN NEW; END $$;
CREATE TRIGGER z_note_release BEFORE UPDATE OF state ON booking FOR EACH ROW
WHEN (NEW.state = 'released') EXECUTE FUNCTION note_release();
"""


@pytest.fixture
def office(clone: Clone, cloned_db: Database, now: datetime) -> Office:
    """Thirty desks on five floors, booked for ``now`` by people who do not come."""
    with psycopg.connect(clone.owner_url, autocommit=True) as connection:
        connection.execute(_WATCHED)
    made = make_office(cloned_db)
    ask(cloned_db, made, now)
    fill(cloned_db, made, now)
    return made


def fill(db: Database, office: Office, start: datetime) -> None:
    for _ in range(FLOORS):
        floor_id = make_floor(db, office.fatima)
        for number in range(DESKS):
            make_space(db, office.fatima, floor_id, x=3.0 * number)
    with db.transaction(office.noor.organisation_id) as tx:
        tx.execute(
            text("""
            INSERT INTO booking (organisation_id, id, space_id, floor_id, person_id, during, state,
              created_at, changed_at)
            SELECT organisation_id, gen_random_uuid(), id, floor_id, :person,
              tstzrange(:start, :end), 'confirmed', :start, :start
            FROM space WHERE floor_id <> :own"""),
            {
                "person": office.noor.person_id,
                "start": start,
                "end": start + 8 * HOUR,
                "own": office.floor_id,
            },
        )


def counted(clone: Clone) -> tuple[int, int, int]:
    """How many bookings are released, how often that was written, and how many wait."""
    with psycopg.connect(clone.admin_url, autocommit=True) as connection:
        row = connection.execute("""
            SELECT (SELECT count(*) FROM booking WHERE state = 'released'),
              (SELECT count(*) FROM released_log),
              (SELECT count(*) FROM booking WHERE state = 'confirmed')""").fetchone()
    assert row is not None
    return row[0], row[1], row[2]


def test_killed_in_the_middle_it_releases_each_once_after_all(
    clone: Clone, cloned_db: Database, office: Office, now: datetime
) -> None:
    due = now + HOUR
    stopped_half_way = 0
    with psycopg.connect(clone.owner_url, autocommit=True) as connection:
        connection.execute(_SLOW)
    for enough in KILL_AT:
        command = [sys.executable, "-c", SWEEP, clone.engine_url, due.isoformat()]
        with subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as sweep:
            assert sweep.stdout is not None
            assert sweep.stdin is not None
            sweep.stdout.readline()
            sweep.stdin.write("\n")
            sweep.stdin.flush()
            assert eventually(lambda n=enough: counted(clone)[0] >= n)
            os.kill(sweep.pid, signal.SIGKILL)
        stopped_half_way += 0 < counted(clone)[2] < FLOORS * DESKS
    wait_for_quiet(clone)
    with psycopg.connect(clone.owner_url, autocommit=True) as connection:
        connection.execute(_QUICK)
    service.release_due(cloned_db, due)
    assert counted(clone) == (FLOORS * DESKS, FLOORS * DESKS, 0)
    assert stopped_half_way


def test_many_sweeps_at_once_release_each_once(
    clone: Clone, cloned_db: Database, office: Office, now: datetime
) -> None:
    with ThreadPoolExecutor(16) as pool:
        freed = list(pool.map(lambda _: service.release_due(cloned_db, now + HOUR), range(16)))
    assert sum(freed) == FLOORS * DESKS
    assert counted(clone) == (FLOORS * DESKS, FLOORS * DESKS, 0)


def test_a_clock_that_stands_still_releases_nothing_more(
    clone: Clone, cloned_db: Database, office: Office, now: datetime
) -> None:
    before = now + timedelta(minutes=14)
    assert [service.release_due(cloned_db, before) for _ in range(5)] == [0] * 5
    late = now + 20 * HOUR
    assert [service.release_due(cloned_db, late) for _ in range(3)] == [FLOORS * DESKS, 0, 0]


def test_the_worker_frees_what_nobody_came_for(
    clone: Clone, cloned_db: Database, office: Office
) -> None:
    fill(cloned_db, office, datetime.now(UTC) - HOUR)

    async def sweep_once() -> None:
        app = build(clone.app_url, cloned_db)
        async with app.open_async():
            await app.tasks["release_unclaimed"].defer_async(timestamp=0)
        await work(build(clone.app_url, cloned_db), until_idle=True)

    asyncio.run(sweep_once())
    released, written, waiting = counted(clone)
    assert released == written >= FLOORS * DESKS
    assert waiting == 0
