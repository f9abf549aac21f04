"""Wait lists: gone through as soon as something may have become free, and again for safety."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime
from uuid import UUID

import procrastinate

from floorplans.database import Database
from floorplans.errors import Busy
from floorplans.waiting import service as waiting

log = logging.getLogger("floorplans.jobs")

WAITING_QUEUE = "waiting"
#: The database itself defers it (``wake_waiting``), in the transaction that frees something.
SERVE_WAITING = "serve_waiting"
#: Ends offers in time, and makes good what a stop left behind or what rules now allow.
WAITING_CRON = "* * * * * */10"
FORGET_CRON = "23 * * * *"


def add_waiting(app: procrastinate.App, db: Database) -> None:
    """Let the worker go through wait lists. It remembers nothing between two rounds."""

    @app.task(name=SERVE_WAITING, queue=WAITING_QUEUE)
    async def serve_waiting(*, organisation_id: str, floor_id: str) -> None:
        await asyncio.to_thread(_serve, db, UUID(organisation_id), UUID(floor_id))

    @app.periodic(cron=WAITING_CRON)
    @app.task(name="serve_due_waiting", queue=WAITING_QUEUE, queueing_lock="serve_due_waiting")
    async def serve_due_waiting(timestamp: int) -> None:
        await asyncio.to_thread(_serve_due, db)

    @app.periodic(cron=FORGET_CRON)
    @app.task(name="forget_waits", queue=WAITING_QUEUE, queueing_lock="forget_waits")
    async def forget_waits(timestamp: int) -> None:
        await asyncio.to_thread(waiting.forget_ended, db, datetime.now(UTC))


def _serve(db: Database, organisation_id: UUID, floor_id: UUID) -> None:
    try:
        _tell(waiting.serve(db, organisation_id, floor_id, datetime.now(UTC)))
    except Busy:
        log.info("floor %s: busy; its wait list goes on later", floor_id)


def _serve_due(db: Database) -> None:
    _tell(waiting.serve_due(db, datetime.now(UTC)))


def _tell(served: int) -> None:
    if served:
        log.info("%d places went to people who waited", served)
