"""Dates of series that come in reach: booked by the worker, for whoever wants them."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime

import procrastinate

from floorplans.database import Database
from floorplans.series import service as series

log = logging.getLogger("floorplans.jobs")

#: Beside the reading of drawings, which may take minutes.
SERIES_QUEUE = "series"
#: Days come in reach at midnight, on the clocks of every building; some stand at three quarters.
#: The minutes in between book what a stop or a busy moment left behind.
SERIES_CRON = "*/5 * * * *"


def add_series(app: procrastinate.App, db: Database) -> None:
    """Let the worker book what is due. A run that is cut short is made good by the next."""

    @app.periodic(cron=SERIES_CRON)
    @app.task(name="book_series", queue=SERIES_QUEUE, queueing_lock="book_series")
    async def book_series(timestamp: int) -> None:
        await asyncio.to_thread(_book, db)


def _book(db: Database) -> None:
    done = series.book_due(db, datetime.now(UTC))
    if done:
        log.info("dates of %d series were due", done)
