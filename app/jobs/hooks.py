"""Webhooks: a sweep numbers what happened, and one job for each webhook sends what it is due."""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import procrastinate
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.tasks import Task

from app.hooks.sending import Sender
from floorplans.database import Database
from floorplans.hooks import delivering

log = logging.getLogger("floorplans.jobs")

#: With a worker of its own: a receiver that hangs must not hold up mail or what frees places.
HOOKS_QUEUE = "webhooks"
SEND_WEBHOOK = "send_webhook"
#: How many webhooks are sent to at once.
AT_ONCE = 8
#: Of these an organisation has so many: its slow receivers hold up no others' webhooks.
OF_ONE = 2
#: The sweep itself has a hand of its own.
HOOK_HANDS = AT_ONCE + 1
TELL_CRON = "* * * * * */2"  # seconds come last
FORGET_CRON = "37 3 * * *"


def add_hooks(app: procrastinate.App, db: Database, sender: Sender | None) -> None:
    """Let the worker tell other systems; without a sender nothing leaves, and nothing is lost.

    A sweep remembers nothing: what one left behind the next one finds. A webhook has one job at a
    time, and an organisation ``OF_ONE`` running ones, whatever the number of workers; those that
    wait have their turn in the order in which they became due.
    """
    send_webhook = _add_sending(app, sender)

    # Known also where nobody sends: one may still be queued from when somebody did.
    @app.task(name="tell_webhooks", queue=HOOKS_QUEUE, queueing_lock="tell_webhooks")
    async def tell_webhooks(timestamp: int) -> None:
        if sender is not None:
            for organisation_id, webhook_id in await asyncio.to_thread(_due, db):
                await _defer(send_webhook, organisation_id, webhook_id)

    @app.periodic(cron=FORGET_CRON)
    @app.task(name="forget_webhook_events", queue=HOOKS_QUEUE, queueing_lock="forget_webhooks")
    async def forget_webhook_events(timestamp: int) -> None:
        await asyncio.to_thread(delivering.forget, db, datetime.now(UTC))

    if sender is not None:
        app.periodic(cron=TELL_CRON)(tell_webhooks)


def _add_sending(app: procrastinate.App, sender: Sender | None) -> Task[..., Any, Any]:
    hands = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="webhook")

    @app.task(name=SEND_WEBHOOK, queue=HOOKS_QUEUE)
    async def send_webhook(*, organisation_id: str, webhook_id: str) -> None:
        if sender is None:
            return
        ids = UUID(organisation_id), UUID(webhook_id)
        try:
            await asyncio.get_running_loop().run_in_executor(hands, sender.run, *ids)
        except asyncio.CancelledError:
            # The thread cannot be stopped, but it need not begin another attempt.
            sender.stopping.set()
            raise

    return send_webhook


async def _defer(task: Task[..., Any, Any], organisation_id: UUID, webhook_id: UUID) -> None:
    name = f"webhook {webhook_id}"
    job = task.configure(lock=_lane(organisation_id, webhook_id), queueing_lock=name)
    try:
        await job.defer_async(organisation_id=str(organisation_id), webhook_id=str(webhook_id))
    except AlreadyEnqueued:
        log.debug("webhook %s: its turn comes", webhook_id)


def _lane(organisation_id: UUID, webhook_id: UUID) -> str:
    """The lock of a webhook: always the same one of the few that its organisation has."""
    return f"webhooks of {organisation_id}, {webhook_id.int % OF_ONE}"


def _due(db: Database) -> list[tuple[UUID, UUID]]:
    now = datetime.now(UTC)
    delivering.number(db, now)
    return delivering.due(db, now)
