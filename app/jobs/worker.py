"""The worker process, started by the supervisor beside the web server.

`python -m app.jobs.worker PARENT_PID` reads its settings from the environment. Killed at any
moment it leaves nothing half done: a job commits its result or is taken up again.
"""

from __future__ import annotations

import asyncio
import sys
from contextlib import closing

import procrastinate

from app import logging as app_logging
from app.cluster import ensure_cluster
from app.jobs.tasks import HEARTBEAT_S, SILENT_S, build, retry_orphans
from app.serving.lifeline import end_with_parent
from app.settings import Settings
from floorplans.database import Database
from importers.kept import KeptReader

POOL_SIZE = 3
#: A stop waits this long for a reading; what is cut short is read again at the next start.
STOP_LIMIT_S = 5.0


def main() -> None:
    """Work until told to stop."""
    if len(sys.argv) > 1:
        end_with_parent(int(sys.argv[1]))
    app_logging.configure()
    url = ensure_cluster(Settings.from_environment()).app_url
    with closing(Database(url, pool_size=POOL_SIZE)) as db, KeptReader() as reader:
        asyncio.run(work(build(url, db, reader)))


async def work(app: procrastinate.App, *, until_idle: bool = False) -> None:
    """Do the queue's jobs: for ever, or until none is left."""
    async with app.open_async():
        await app.job_manager.prune_stalled_workers(SILENT_S)
        await retry_orphans(app)
        await app.run_worker_async(
            wait=not until_idle,
            listen_notify=not until_idle,
            install_signal_handlers=not until_idle,
            delete_jobs="successful",
            shutdown_graceful_timeout=STOP_LIMIT_S,
            update_heartbeat_interval=HEARTBEAT_S,
            stalled_worker_timeout=SILENT_S,
        )


if __name__ == "__main__":
    main()
