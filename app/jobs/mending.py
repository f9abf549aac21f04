"""Faults that were done long ago are forgotten."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import procrastinate

from floorplans.database import Database
from floorplans.mending import service as mending

MENDING_QUEUE = "mail"
FORGET_CRON = "29 3 * * *"


def add_mending(app: procrastinate.App, db: Database) -> None:
    """Let the worker delete them once a day. It remembers nothing between two rounds."""

    @app.periodic(cron=FORGET_CRON)
    @app.task(name="forget_faults", queue=MENDING_QUEUE, queueing_lock="forget_faults")
    async def forget_faults(timestamp: int) -> None:
        await asyncio.to_thread(mending.forget_done, db, datetime.now(UTC))
