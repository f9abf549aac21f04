"""Requests that nobody answered in time: declined by the worker, and told."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime

import procrastinate

from floorplans.approvals import service as approvals
from floorplans.database import Database

log = logging.getLogger("floorplans.jobs")

#: Beside the reading of drawings, which may take minutes.
APPROVALS_QUEUE = "approvals"
#: A request can be answered until the instant itself; the sweep only says so to who asked.
EXPIRE_CRON = "* * * * *"


def add_approvals(app: procrastinate.App, db: Database) -> None:
    """Let the worker end what is due. A run that is cut short is made good by the next."""

    @app.periodic(cron=EXPIRE_CRON)
    @app.task(name="expire_requests", queue=APPROVALS_QUEUE, queueing_lock="expire_requests")
    async def expire_requests(timestamp: int) -> None:
        await asyncio.to_thread(_expire, db)


def _expire(db: Database) -> None:
    ended = approvals.expire_due(db, datetime.now(UTC))
    if ended:
        log.info("%d requests ended: nobody answered in time", ended)
