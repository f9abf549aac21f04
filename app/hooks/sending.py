"""Sending what a webhook is due: each event taken, signed, sent, and noted.

An event is taken with a lease before anything is sent, and noted after the answer. A process that
dies in between leaves it to be sent a second time when the lease ends, with the same id.
"""

from __future__ import annotations

import logging
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from app.hooks.wire import Wire
from floorplans.database import Database
from floorplans.hooks import delivering, payloads, signing
from floorplans.hooks.kinds import Trouble
from floorplans.hooks.views import Result, Taken
from floorplans.sealing import SealBroken, Sealer

#: After so long another webhook has its turn; what is left goes on in the next round.
ROUND_S = 20.0
USER_AGENT = "Floorplans-Webhooks/1"

log = logging.getLogger("floorplans.hooks")


@dataclass(frozen=True, slots=True)
class Sender:
    """Sends for all organisations. ``stopping`` ends a round after the present attempt."""

    db: Database
    sealer: Sealer
    wire: Wire
    clock: Callable[[], datetime]
    chance: Callable[[], float] = random.random
    stopping: threading.Event = field(default_factory=threading.Event)

    def run(self, organisation_id: UUID, webhook_id: UUID) -> int:
        """Send to one webhook what it is due, in the order of events; how many attempts."""
        until, done = time.monotonic() + ROUND_S, 0
        while time.monotonic() < until and not self.stopping.is_set():
            taken = delivering.take(self.db, organisation_id, webhook_id, self.clock())
            if taken is None:
                break
            done += 1
            result = self._attempt(taken)
            if not result.is_good:
                log.info("webhook %s: %s", webhook_id, result.trouble)
            chance = self.chance()
            if not delivering.note(self.db, taken, result, self.clock(), chance=chance):
                break
        return done

    def _attempt(self, taken: Taken) -> Result:
        try:
            secrets = [self.sealer.open(each) for each in taken.sealed]
        except SealBroken:
            return Result(trouble=Trouble.SECRET)
        body = payloads.body(taken.event, tells_person=taken.tells_person)
        signed = signing.headers(str(taken.event.id), body, secrets, self.clock())
        headers = {"content-type": "application/json", "user-agent": USER_AGENT, **signed}
        return self.wire.post(taken.url, headers, body)
