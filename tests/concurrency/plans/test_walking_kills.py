"""A worker that dies while it makes ways: the next makes them, once."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from uuid import UUID

from sqlalchemy import text

from app.jobs.tasks import build
from app.jobs.worker import work
from floorplans.actor import Actor
from floorplans.database import Database
from floorplans.walking import making
from tests.support.databases import Clone
from tests.support.drafts import make_draft, make_draft_desk, publish_draft


def widths(db: Database, actor: Actor) -> list[int]:
    with db.transaction(actor.organisation_id) as tx:
        found = text("SELECT radius_cm FROM floor_ways WHERE packed IS NOT NULL ORDER BY 1")
        return list(tx.execute(found).scalars())


def test_the_ways_of_a_dead_worker_are_made_by_the_next(
    clone: Clone, cloned_db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    publish_draft(cloned_db, staff, floor, make_draft(desks=[make_draft_desk("A", 3, 3)]), now)
    with cloned_db.transaction(None) as tx:  # as if a worker had died with all of them
        tx.execute(text("UPDATE procrastinate_jobs SET status = 'doing', worker_id = NULL"))
    asyncio.run(work(build(clone.app_url, cloned_db), until_idle=True))
    assert widths(cloned_db, staff) == [30, 45]


def test_two_that_make_the_same_ways_at_once_keep_one_set_and_one_finding_each(
    cloned_db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    made = publish_draft(
        cloned_db, staff, floor, make_draft(desks=[make_draft_desk("A", 3, 3)]), now
    )
    with ThreadPoolExecutor(4) as pool:
        asked = [
            pool.submit(making.make, cloned_db, staff.organisation_id, made, now) for _ in range(4)
        ]
        assert sum(each.result() for each in asked) == 1
    assert widths(cloned_db, staff) == [30, 45]
