"""What those who left still have booked is given back; tokens of directories that end are told."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime

import procrastinate

from floorplans.database import Database
from floorplans.directory import leaving
from floorplans.directory import service as directory

LEAVING_QUEUE = "presence"
SETTLE_CRON = "* * * * *"
WARN_CRON = "41 5 * * *"

log = logging.getLogger(__name__)


def add_leaving(app: procrastinate.App, db: Database) -> None:
    """Let the worker look once a minute. It remembers nothing between two rounds."""

    @app.periodic(cron=SETTLE_CRON)
    @app.task(name="settle_leavers", queue=LEAVING_QUEUE, queueing_lock="settle_leavers")
    async def settle_leavers(timestamp: int) -> None:
        given = await asyncio.to_thread(leaving.settle_due, db, datetime.now(UTC))
        if given:
            log.info("%d bookings given back: their people have left", given)

    @app.periodic(cron=WARN_CRON)
    @app.task(name="warn_of_tokens", queue=LEAVING_QUEUE, queueing_lock="warn_of_tokens")
    async def warn_of_tokens(timestamp: int) -> None:
        warned = await asyncio.to_thread(directory.warn, db, datetime.now(UTC))
        if warned:
            log.info("%d tokens of directories end soon", warned)
