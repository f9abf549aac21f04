"""The worker books what has come in reach."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from app.jobs.series import SERIES_QUEUE
from app.jobs.tasks import build
from app.jobs.worker import QUICK_QUEUES, work
from floorplans.actor import Role
from floorplans.database import Database
from floorplans.series import service
from floorplans.series.views import Hours, SeriesRequest, State
from tests.support.databases import Clone
from tests.support.factories import make_floor, make_organisation, make_person, make_space


@pytest.mark.parametrize("times", [1, 3])
def test_a_job_books_dates_that_came_in_reach_however_often_it_runs(
    clone: Clone, cloned_db: Database, times: int
) -> None:
    organisation_id = make_organisation(cloned_db)
    facility = make_person(cloned_db, organisation_id, role=Role.FACILITY)
    desk = make_space(cloned_db, facility, make_floor(cloned_db, facility))
    now = datetime.now(UTC)
    day = (now + timedelta(days=2)).date()
    wanted = SeriesRequest(desk, Hours(540, 1020), rule="FREQ=DAILY;COUNT=3", starts_on=day)
    with psycopg.connect(clone.admin_url, autocommit=True) as connection:
        connection.execute("UPDATE organisation SET book_ahead_days = 0")
        made = service.book(cloned_db, facility, wanted, now)
        assert {each.state for each in made.dates} == {State.PLANNED}
        connection.execute("UPDATE organisation SET book_ahead_days = 90")
        # As if a midnight had passed.
        connection.execute("UPDATE series_date SET try_at = now() - interval '1 minute'")
    app = build(clone.app_url, cloned_db)

    async def run() -> None:
        async with app.open_async():
            for number in range(times):
                job = app.configure_task("book_series", queueing_lock=f"run {number}")
                await job.defer_async(timestamp=number)
        await work(app, until_idle=True)

    asyncio.run(run())
    found = service.series(cloned_db, facility, made.id, now)
    assert {each.state for each in found.dates} == {State.BOOKED}
    with psycopg.connect(clone.admin_url) as connection:
        row = connection.execute("SELECT count(*) FROM booking").fetchone()
    assert row == (3,)


def test_the_job_waits_for_no_drawing() -> None:
    assert SERIES_QUEUE in QUICK_QUEUES
