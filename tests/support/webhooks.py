"""Webhooks for tests that need one, and what was told."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from floorplans.actor import Actor
from floorplans.database import Database
from floorplans.hooks import delivering, payloads
from floorplans.hooks import service as hooks
from floorplans.hooks.addresses import Network
from floorplans.hooks.kinds import Event
from floorplans.hooks.views import Happened, WebhookRequest
from floorplans.sealing import Sealer

SEALER = Sealer(b"the key of a test, which is long", hooks.PURPOSE)
URL = "https://cleaning.example.org/floors"

_EVENTS = text("""
SELECT id, sequence, kind, created_at, facts, place, person_id FROM webhook_event
WHERE organisation_id = :organisation ORDER BY sequence NULLS LAST, number
""")


def make_webhook(
    db: Database,
    admin: Actor,
    now: datetime,
    *,
    url: str = URL,
    events: Iterable[Event] = Event,
    networks: tuple[Network, ...] = (),
    **more: Any,
) -> tuple[UUID, str]:
    """A webhook's id and secret; of everything that happens, if nothing else is said."""
    name = more.pop("name", "Cleaning")
    wanted = WebhookRequest(name, url, frozenset(events), **more)
    made, secret = hooks.make(db, admin, wanted, SEALER, networks=networks, now=now)
    return made.id, secret


def told(db: Database, organisation_id: UUID, now: datetime) -> list[dict[str, Any]]:
    """All events of an organisation as they would be sent, in their order."""
    delivering.number(db, now)
    with db.transaction(organisation_id) as tx:
        rows = tx.execute(_EVENTS, {"organisation": organisation_id}).all()
    return [json.loads(payloads.body(Happened(*row), tells_person=True)) for row in rows]


def kinds_told(db: Database, organisation_id: UUID, now: datetime) -> list[str]:
    return [each["type"] for each in told(db, organisation_id, now)]
