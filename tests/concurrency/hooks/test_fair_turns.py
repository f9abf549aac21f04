"""Who is sent to at once: no organisation's slow receivers hold up another one's webhooks."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, cast
from uuid import UUID

import procrastinate

from app.hooks.sending import Sender
from app.jobs.hooks import AT_ONCE, HOOK_HANDS, HOOKS_QUEUE, OF_ONE
from app.jobs.tasks import build
from floorplans.actor import Role
from floorplans.database import Database
from floorplans.hooks import service as hooks
from tests.support.databases import Clone
from tests.support.factories import make_organisation, make_person
from tests.support.webhooks import make_webhook

#: Long enough for any machine; it passes only where the others are held up.
PATIENCE_S = 20.0


@dataclass
class Rounds:
    """Stands for the sender: receivers of the slow organisation answer once the others have.

    It notes nothing as delivered: on a slow machine a later sweep sends to some once more.
    """

    slow: UUID
    others_sent: threading.Event = field(default_factory=threading.Event)
    stopping: threading.Event = field(default_factory=threading.Event)
    sent: set[UUID] = field(default_factory=set)
    running: int = 0
    most_running: int = 0
    held_up: bool = False
    lock: threading.Lock = field(default_factory=threading.Lock)

    def run(self, organisation_id: UUID, webhook_id: UUID) -> int:
        if organisation_id != self.slow:
            self.others_sent.set()
        else:
            with self.lock:
                self.running += 1
                self.most_running = max(self.most_running, self.running)
            in_time = self.others_sent.wait(PATIENCE_S)
            with self.lock:
                self.running -= 1
                self.held_up = self.held_up or not in_time
        with self.lock:
            self.sent.add(webhook_id)
        return 1


def make_due(db: Database, count: int) -> tuple[UUID, list[UUID]]:
    """An organisation with so many webhooks, each with something to send."""
    admin = make_person(db, make_organisation(db), role=Role.ADMIN)
    made = [make_webhook(db, admin, datetime.now(UTC), name=f"{n}")[0] for n in range(count)]
    for webhook_id in made:
        hooks.test(db, admin, webhook_id)
    return admin.organisation_id, made


async def work_until(app: procrastinate.App, is_done: Any) -> None:
    async with app.open_async():
        # The whole sweep first: a worker that does not wait may else find but half of it.
        await app.tasks["tell_webhooks"](timestamp=0)
        for _ in range(30):
            await app.run_worker_async(
                queues=[HOOKS_QUEUE],
                concurrency=HOOK_HANDS,
                wait=False,
                listen_notify=False,
                install_signal_handlers=False,
                delete_jobs="successful",
            )
            if is_done():
                return


def test_slow_receivers_of_one_organisation_leave_hands_for_all_others(
    clone: Clone, cloned_db: Database
) -> None:
    slow, many = make_due(cloned_db, AT_ONCE + 1)
    _, few = make_due(cloned_db, 2)
    rounds = Rounds(slow)
    app = build(clone.app_url, cloned_db, sender=cast("Sender", rounds))
    everybody = {*many, *few}
    asyncio.run(work_until(app, lambda: rounds.sent == everybody))
    assert not rounds.held_up
    assert rounds.most_running <= OF_ONE
    assert rounds.sent == everybody
