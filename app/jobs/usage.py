"""How much places are used: counted once for each month, when it is over."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime

import procrastinate

from floorplans.database import Database
from floorplans.plans.queue import QUEUE
from floorplans.usage import service as usage

log = logging.getLogger("floorplans.jobs")

#: A sweep that finds nothing asks one question; what a stop left behind the next one counts.
COUNT_CRON = "41 * * * *"


def add_usage(app: procrastinate.App, db: Database) -> None:
    """Let the worker count months, among what may take a while."""

    @app.periodic(cron=COUNT_CRON)
    @app.task(name="count_use", queue=QUEUE, queueing_lock="count_use")
    async def count_use(timestamp: int) -> None:
        await asyncio.to_thread(_count, db)


def _count(db: Database) -> None:
    counted = usage.count_due(db, datetime.now(UTC))
    if counted:
        log.info("use of %d months counted", counted)
