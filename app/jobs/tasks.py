"""What the worker can do. A job names an organisation and a revision, nothing else."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime
from uuid import UUID

import procrastinate
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job, Status

from floorplans.database import Database
from floorplans.errors import Busy
from floorplans.plans import service as plans
from floorplans.plans.queue import PLAN_DUE, QUEUE, READ_PLAN
from importers.kept import KeptReader

log = logging.getLogger("floorplans.jobs")

#: A worker reports this often; one that has been silent for the longer time is dead.
HEARTBEAT_S = 5.0
SILENT_S = 20.0
SWEEP_CRON = "* * * * * */15"  # seconds come last
#: After a busy database the job comes again; a drawing that fails is refused instead.
BUSY_RETRIES = 5
BUSY_WAIT_S = 10
CONNECTIONS = 4
#: Long before this the drawing itself is refused (``plans.rules.READ_ATTEMPTS``).
ATTEMPTS = 10


def build(url: str, db: Database, reader: KeptReader | None = None) -> procrastinate.App:
    """The queue's app with all tasks; ``url`` is the address of the app's own login.

    ``reader`` keeps drawings open, so that people see at once what another role does.
    """
    connector = procrastinate.PsycopgConnector(
        conninfo=url, min_size=1, max_size=CONNECTIONS, kwargs={"application_name": "floorplans"}
    )
    app = procrastinate.App(connector=connector)
    again = procrastinate.RetryStrategy(
        max_attempts=BUSY_RETRIES,
        wait=BUSY_WAIT_S,
        # A stop cancels the job; the next worker does it.
        retry_exceptions=[Busy, asyncio.CancelledError],  # type: ignore[list-item]
    )

    @app.task(name=READ_PLAN, queue=QUEUE, retry=again, pass_context=True)
    async def read_plan(
        context: procrastinate.JobContext, *, organisation_id: str, revision_id: str
    ) -> None:
        # Reading blocks its thread; the heartbeat goes on beside it.
        attempt = context.job.attempts + 1
        await asyncio.to_thread(_read, db, organisation_id, revision_id, attempt, reader)

    @app.task(name=PLAN_DUE, queue=QUEUE, retry=again)
    async def plan_due(*, organisation_id: str, floor_id: str) -> None:
        await asyncio.to_thread(_tidy, db, organisation_id, floor_id)

    @app.periodic(cron=SWEEP_CRON)
    @app.task(name="take_over", queue=QUEUE, queueing_lock="take_over")
    async def take_over(timestamp: int) -> None:
        await retry_orphans(app)

    return app


async def retry_orphans(app: procrastinate.App) -> int:
    """Give the jobs of dead workers, and those that failed, to a living one; returns how many."""
    stalled = await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=SILENT_S)
    failed = await app.job_manager.list_jobs_async(task=READ_PLAN, status=Status.FAILED.value)
    orphans = [*stalled, *(job for job in failed if job.attempts < ATTEMPTS)]
    return sum([await _taken_over(app, job) for job in orphans])


async def _taken_over(app: procrastinate.App, job: Job) -> bool:
    try:
        if job.task_name in (READ_PLAN, PLAN_DUE):
            await app.job_manager.retry_job(job)
        else:
            # A sweep that was cut short needs no second try: the next one comes by itself.
            await app.job_manager.finish_job(job, Status.FAILED, delete_job=True)
    except ConnectorException:
        # Another worker was faster, or its own came back to life and has done it.
        return False
    return True


def _tidy(db: Database, organisation_id: str, floor_id: str) -> None:
    taken = plans.take_over(db, UUID(organisation_id), UUID(floor_id), datetime.now(UTC))
    log.info("floor %s: %d plans took over", floor_id, taken)


def _read(
    db: Database, organisation_id: str, revision_id: str, attempt: int, reader: KeptReader | None
) -> None:
    organisation, revision = UUID(organisation_id), UUID(revision_id)
    now = datetime.now(UTC)
    ended = plans.read(db, organisation, revision, now, attempt=attempt, reader=reader)
    if ended is None:
        # Somebody else read it meanwhile, as the demo's load does: nothing a person must know.
        log.debug("plan %s: was not waiting", revision_id)
    else:
        log.info("plan %s: %s", revision_id, ended)
