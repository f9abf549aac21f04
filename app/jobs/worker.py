"""The worker process, started by the supervisor beside the web server.

`python -m app.jobs.worker PARENT_PID` reads its settings from the environment. Killed at any
moment it leaves nothing half done: a job commits its result or is taken up again.
"""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from typing import Any

import procrastinate

from app import logging as app_logging
from app.cluster import ensure_cluster
from app.hooks.sending import Sender
from app.hooks.wire import Wire
from app.jobs.approvals import APPROVALS_QUEUE
from app.jobs.hooks import HOOK_HANDS, HOOKS_QUEUE
from app.jobs.series import SERIES_QUEUE
from app.jobs.tasks import HEARTBEAT_S, MAIL_QUEUE, PRESENCE_QUEUE, SILENT_S, build, retry_orphans
from app.jobs.waiting import WAITING_QUEUE
from app.mail.letters import Frame
from app.mail.links import Addresses
from app.mail.posting import Posted, Round
from app.mail.smtp import Post
from app.serving.lifeline import end_with_parent
from app.settings import Settings
from floorplans.approvals import service as approvals
from floorplans.database import Database
from floorplans.hooks import service as hooks
from floorplans.messages import service as messages
from floorplans.plans.queue import QUEUE
from floorplans.sealing import Sealer
from importers.kept import KeptReader

POOL_SIZE = 5
#: A stop waits this long for a reading; what is cut short is read again at the next start.
STOP_LIMIT_S = 5.0
#: Drawings, one at a time: each takes much memory.
SLOW_QUEUES = [QUEUE]
#: What a second worker looks after: it never waits for a drawing to be read, nor one for another.
QUICK_QUEUES = [MAIL_QUEUE, PRESENCE_QUEUE, SERIES_QUEUE, WAITING_QUEUE, APPROVALS_QUEUE]
#: What a third one does: other systems may take long to answer, or never do.
TELLING_QUEUES = [HOOKS_QUEUE]

log = logging.getLogger("floorplans.jobs")


def main() -> None:
    """Work until told to stop."""
    if len(sys.argv) > 1:
        end_with_parent(int(sys.argv[1]))
    app_logging.configure()
    settings = Settings.from_environment()
    url = ensure_cluster(settings).app_url
    with closing(Database(url, pool_size=POOL_SIZE)) as db, KeptReader() as reader:
        messages.say_whether_sent(db, settings.mail is not None)
        asyncio.run(work(build(url, db, reader, poster(db, settings), sender(db, settings))))


def poster(db: Database, settings: Settings) -> Callable[[], object] | None:
    """What sends the mail that is due, once; None without a mail server."""
    mail, address = settings.mail, settings.public_url
    if mail is None or address is None:
        return None
    frame = Frame(mail.sender, Addresses(address, settings.secret_key()))

    def post_due() -> Posted:
        messages.remind(db, _now())
        approvals.ask_approvers(db, _now())
        with Post(mail) as post:
            done = Round(db, post, frame, _now).run()
        if done != Posted():
            log.info("mail: %s", done)
        return done

    return post_due


def sender(db: Database, settings: Settings) -> Sender:
    """What tells other systems."""
    sealer = Sealer(settings.secret_key(), hooks.PURPOSE)
    return Sender(db, sealer, Wire(settings.webhook_networks), _now)


def _now() -> datetime:
    return datetime.now(UTC)


async def work(app: procrastinate.App, *, until_idle: bool = False) -> None:
    """Do the queue's jobs: for ever, or until none is left."""
    async with app.open_async():
        await app.job_manager.prune_stalled_workers(SILENT_S)
        await retry_orphans(app)
        if until_idle:
            await _run(app, wait=False)
            return
        beside = [(QUICK_QUEUES, len(QUICK_QUEUES)), (TELLING_QUEUES, HOOK_HANDS)]
        others = [
            asyncio.create_task(
                _run(app, queues=queues, concurrency=hands, install_signal_handlers=False)
            )
            for queues, hands in beside
        ]
        try:
            await _run(app, queues=SLOW_QUEUES)
        finally:
            # A stop reaches the first worker alone.
            for other in others:
                other.cancel()
            await asyncio.gather(*others, return_exceptions=True)


async def _run(app: procrastinate.App, *, wait: bool = True, **more: Any) -> None:
    await app.run_worker_async(
        **{
            "wait": wait,
            "listen_notify": wait,
            "install_signal_handlers": wait,
            "delete_jobs": "successful",
            "shutdown_graceful_timeout": STOP_LIMIT_S,
            "update_heartbeat_interval": HEARTBEAT_S,
            "stalled_worker_timeout": SILENT_S,
            **more,
        }
    )


if __name__ == "__main__":
    main()
