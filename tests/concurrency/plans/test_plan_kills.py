"""Killed in the middle: the floor stays whole, and the drawing is read after all."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import text

from app.jobs.tasks import build, retry_orphans
from floorplans.actor import Actor
from floorplans.database import Database
from floorplans.errors import Busy, Conflict
from floorplans.places import service as places
from floorplans.plans import service as plans
from tests.support.databases import Clone
from tests.support.drafts import make_draft, make_draft_desk, publish_draft, stage_draft
from tests.support.files import make_dxf, make_slow_dxf
from tests.support.slowness import PATIENCE_S, eventually

ROOT = Path(__file__).resolve().parents[3]
PUBLISH = """
import sys
from datetime import datetime
from uuid import UUID
from floorplans.actor import operator
from floorplans.database import Database
from floorplans.plans import service
url, organisation, revision, now = sys.argv[1:]
db = Database(url, pool_size=1)
print("ready", flush=True)
sys.stdin.readline()
service.publish(db, operator(UUID(organisation)), UUID(revision), datetime.fromisoformat(now))
"""
#: Spread over the length of a publish, from its first statement to after its commit.
KILL_AFTER_S = (0.02, 0.1, 0.2, 0.3, 0.5)


def make_plan(rows: int, label: str):
    desks = [
        make_draft_desk(f"{label}{i}.{j}", 2 * i, 1.5 * j) for i in range(25) for j in range(rows)
    ]
    return make_draft(desks=desks)


@pytest.mark.parametrize("wait_s", KILL_AFTER_S)
def test_a_killed_publish_leaves_the_old_floor_or_the_new_one(
    clone: Clone, cloned_db: Database, staff: Actor, floor: UUID, now: datetime, wait_s: float
) -> None:
    old = publish_draft(cloned_db, staff, floor, make_plan(8, "A"), now)
    new = stage_draft(cloned_db, staff, floor, make_plan(20, "B"), now)
    words = [clone.engine_url, str(staff.organisation_id), str(new), now.isoformat()]
    with subprocess.Popen(
        [sys.executable, "-c", PUBLISH, *words],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as publisher:
        assert publisher.stdout is not None
        assert publisher.stdin is not None
        publisher.stdout.readline()
        publisher.stdin.write(b"\n")
        publisher.stdin.flush()
        time.sleep(wait_s)
        publisher.send_signal(signal.SIGKILL)
    shown = places.floor(cloned_db, staff, floor).revision_id
    assert shown in (old, new)
    names = {s.name[0] for s in places.spaces(cloned_db, staff, floor)}
    count = len(places.spaces(cloned_db, staff, floor))
    assert (names, count) == (({"A"}, 200) if shown == old else ({"B"}, 500))
    if shown == old:  # and nothing is locked or half done: it can be published now
        assert eventually(lambda: _publishes(cloned_db, staff, new, now))


def _publishes(db: Database, staff: Actor, revision: UUID, now: datetime) -> bool:
    try:
        plans.publish(db, staff, revision, now)
    except Busy:  # the dead client's session is still being noticed
        return False
    except Conflict as late:  # its commit was under way when it died
        return late.code == "already_published"
    return True


def start_worker(clone: Clone, home: Path) -> subprocess.Popen[bytes]:
    environment = {
        **os.environ,
        "DATABASE_URL": clone.owner_url,
        "DATABASE_APP_URL": clone.app_url,
        "FLOORPLANS_HOME": str(home),
    }
    return subprocess.Popen([sys.executable, "-m", "app.jobs.worker"], cwd=ROOT, env=environment)


def job_states(db: Database) -> list[str]:
    with db.transaction(None) as tx:
        found = "SELECT status::text FROM procrastinate_jobs WHERE task_name = 'read_plan'"
        return list(tx.execute(text(found)).scalars())


def test_a_worker_reads_what_is_uploaded_and_stops_when_told(
    clone: Clone, cloned_db: Database, staff: Actor, floor: UUID, now: datetime, tmp_path: Path
) -> None:
    with start_worker(clone, tmp_path) as worker:
        made = plans.upload(cloned_db, staff, floor, "f.dxf", make_dxf(), now)
        assert eventually(lambda: plans.revision(cloned_db, staff, made).state == "draft")
        assert eventually(lambda: job_states(cloned_db) == [])
        worker.terminate()
        assert worker.wait(timeout=PATIENCE_S) == 0


def test_the_drawing_of_a_killed_worker_is_read_by_the_next(
    clone: Clone, cloned_db: Database, staff: Actor, floor: UUID, now: datetime, tmp_path: Path
) -> None:
    made = plans.upload(cloned_db, staff, floor, "f.dxf", make_slow_dxf(), now)
    with start_worker(clone, tmp_path) as first:
        assert eventually(lambda: "doing" in job_states(cloned_db))
        first.send_signal(signal.SIGKILL)
    assert plans.revision(cloned_db, staff, made).state == "reading"
    with cloned_db.transaction(None) as tx:  # as if its last sign of life were long ago
        tx.execute(
            text("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'")
        )
    with start_worker(clone, tmp_path) as second:
        assert eventually(lambda: plans.revision(cloned_db, staff, made).state == "draft")
        second.terminate()


def test_a_drawing_that_is_put_away_while_it_is_read_stays_away(
    cloned_db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    made = plans.upload(cloned_db, staff, floor, "f.dxf", make_slow_dxf(), now)
    with ThreadPoolExecutor(1) as pool:
        reading = pool.submit(plans.read, cloned_db, staff.organisation_id, made, now)
        assert eventually(
            lambda: plans.revision(cloned_db, staff, made).progress_stage != "waiting"
        )
        plans.discard(cloned_db, staff, made)
        assert reading.result(timeout=PATIENCE_S) is None
    assert plans.revisions(cloned_db, staff, floor) == []


def test_two_workers_that_take_over_at_once_give_each_job_to_one(
    clone: Clone, cloned_db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    made = [plans.upload(cloned_db, staff, floor, "f.dxf", f"{n}".encode(), now) for n in range(6)]
    with cloned_db.transaction(None) as tx:  # as if a worker had died with all of them
        tx.execute(text("UPDATE procrastinate_jobs SET status = 'doing', worker_id = NULL"))

    async def take_over() -> int:
        app = build(clone.app_url, cloned_db)
        async with app.open_async():
            return sum(await asyncio.gather(*(retry_orphans(app) for _ in range(4))))

    assert asyncio.run(take_over()) == len(made)
    assert job_states(cloned_db) == ["todo"] * len(made)
