"""What the worker can do. A job names an organisation and a thing of it, nothing else."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

import procrastinate
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job, Status

from app.hooks.sending import Sender
from app.jobs.approvals import add_approvals
from app.jobs.hooks import add_hooks
from app.jobs.leaving import add_leaving
from app.jobs.mending import add_mending
from app.jobs.series import add_series
from app.jobs.usage import add_usage
from app.jobs.waiting import add_waiting
from app.jobs.walking import add_walking
from floorplans.closing import service as closing
from floorplans.database import Database
from floorplans.errors import Busy
from floorplans.messages import service as messages
from floorplans.plans import service as plans
from floorplans.plans.queue import MAKE_WAYS, PLAN_DUE, QUEUE, READ_PLAN
from floorplans.presence import service as presence
from importers.kept import KeptReader

log = logging.getLogger("floorplans.jobs")

#: A worker reports this often; one that has been silent for the longer time is dead.
HEARTBEAT_S = 5.0
SILENT_S = 20.0
SWEEP_CRON = "* * * * * */15"  # seconds come last
#: After a busy database the job comes again; a drawing that fails is refused instead.
BUSY_RETRIES = 5
BUSY_WAIT_S = 10
CONNECTIONS = 8
#: Mail has a worker of its own, so that it does not wait for a drawing to be read.
MAIL_QUEUE = "mail"
MAIL_CRON = "* * * * * */5"
FORGET_CRON = "17 * * * *"
#: Places that nobody came for free themselves within this time after their grace.
PRESENCE_QUEUE = "presence"
RELEASE_CRON = "* * * * * */15"
#: Long before this the drawing itself is refused (``plans.rules.READ_ATTEMPTS``).
ATTEMPTS = 10


def build(
    url: str,
    db: Database,
    reader: KeptReader | None = None,
    post: Callable[[], object] | None = None,
    sender: Sender | None = None,
) -> procrastinate.App:
    """The queue's app with all tasks; ``url`` is the address of the app's own login.

    ``reader`` keeps drawings open, so that people see at once what another role does. ``post``
    sends the mail that is due; without it none is sent. ``sender`` tells other systems.
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

    _add_mail(app, db, post)
    _add_presence(app, db)
    add_series(app, db)
    add_waiting(app, db)
    add_approvals(app, db)
    add_usage(app, db)
    add_mending(app, db)
    add_leaving(app, db)
    add_walking(app, db, again)
    add_hooks(app, db, sender)
    return app


def _add_presence(app: procrastinate.App, db: Database) -> None:
    # It remembers nothing: one that was killed or came late is made good by the next.
    @app.periodic(cron=RELEASE_CRON)
    @app.task(name="release_unclaimed", queue=PRESENCE_QUEUE, queueing_lock="release_unclaimed")
    async def release_unclaimed(timestamp: int) -> None:
        await asyncio.to_thread(_release, db)

    # Closures that are over by themselves give back what they held, in the same manner.
    @app.periodic(cron=RELEASE_CRON)
    @app.task(name="open_closures", queue=PRESENCE_QUEUE, queueing_lock="open_closures")
    async def open_closures(timestamp: int) -> None:
        await asyncio.to_thread(_open, db)


def _add_mail(app: procrastinate.App, db: Database, post: Callable[[], object] | None) -> None:
    # Known also where nobody posts: one may still be queued from when somebody did. One at a time:
    # a mail server that is slow to answer must not hold the worker's every hand.
    @app.task(name="post_mail", queue=MAIL_QUEUE, queueing_lock="post_mail", lock="post_mail")
    async def post_mail(timestamp: int) -> None:
        if post is not None:
            await asyncio.to_thread(post)

    @app.periodic(cron=FORGET_CRON)
    @app.task(name="forget_mail", queue=MAIL_QUEUE, queueing_lock="forget_mail")
    async def forget_mail(timestamp: int) -> None:
        await asyncio.to_thread(messages.forget_ended, db, datetime.now(UTC))

    if post is not None:
        app.periodic(cron=MAIL_CRON)(post_mail)


async def retry_orphans(app: procrastinate.App) -> int:
    """Give the jobs of dead workers, and those that failed, to a living one; returns how many."""
    stalled = await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=SILENT_S)
    failed = await app.job_manager.list_jobs_async(task=READ_PLAN, status=Status.FAILED.value)
    orphans = [*stalled, *(job for job in failed if job.attempts < ATTEMPTS)]
    return sum([await _taken_over(app, job) for job in orphans])


async def _taken_over(app: procrastinate.App, job: Job) -> bool:
    try:
        if job.task_name in (READ_PLAN, PLAN_DUE, MAKE_WAYS):
            await app.job_manager.retry_job(job)
        else:
            # A sweep that was cut short needs no second try: the next one comes by itself.
            await app.job_manager.finish_job(job, Status.FAILED, delete_job=True)
    except ConnectorException:
        # Another worker was faster, or its own came back to life and has done it.
        return False
    return True


def _release(db: Database) -> None:
    freed = presence.release_due(db, datetime.now(UTC))
    if freed:
        log.info("%d bookings released: nobody checked in", freed)


def _open(db: Database) -> None:
    returned = closing.open_over(db, datetime.now(UTC))
    if returned:
        log.info("%d bookings stand again: their closures are over", returned)


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
