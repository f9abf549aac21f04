"""Ways through floors: made as soon as a plan is published, and again for safety."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime
from uuid import UUID

import procrastinate

from floorplans.database import Database
from floorplans.plans.queue import MAKE_WAYS, QUEUE
from floorplans.walking import making

log = logging.getLogger("floorplans.jobs")

#: What a stop left behind, what was published before there were ways, or by an older engine.
SWEEP_CRON = "*/5 * * * *"


def add_walking(
    app: procrastinate.App, db: Database, again: procrastinate.BaseRetryStrategy
) -> None:
    """Let the worker make ways, among what may take a while. Doing it twice changes nothing."""

    @app.task(name=MAKE_WAYS, queue=QUEUE, retry=again)
    async def make_ways(*, organisation_id: str, revision_id: str) -> None:
        await asyncio.to_thread(_make, db, organisation_id, revision_id)

    @app.periodic(cron=SWEEP_CRON)
    @app.task(name="make_missing_ways", queue=QUEUE, queueing_lock="make_missing_ways")
    async def make_missing_ways(timestamp: int) -> None:
        await asyncio.to_thread(_make_missing, db)


def _make(db: Database, organisation_id: str, revision_id: str) -> None:
    if making.make(db, UUID(organisation_id), UUID(revision_id), datetime.now(UTC)):
        log.info("plan %s: its ways are made", revision_id)


def _make_missing(db: Database) -> None:
    made = making.make_due(db, datetime.now(UTC))
    if made:
        log.info("the ways of %d plans were missing, and are made", made)
