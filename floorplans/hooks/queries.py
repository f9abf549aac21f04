"""The SQL of webhooks, as administrators see them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, delete, func, insert, select, text, update

from floorplans.actor import Actor
from floorplans.hooks.kinds import TEST, Event, Paused, State, Trouble
from floorplans.hooks.models import webhook, webhook_event
from floorplans.hooks.rules import MOST_SHOWN
from floorplans.hooks.views import Delivery, Webhook

_VIEW = """
SELECT w.id, w.name, w.url, w.events, w.site_id, i.name AS site_name, w.tells_person,
  w.created_at, w.paused, w.paused_at, w.failures, w.succeeded_at, w.former_until,
  (SELECT count(*) FROM webhook_delivery d WHERE d.organisation_id = w.organisation_id
    AND d.webhook_id = w.id AND d.state = 'waiting') AS waiting
FROM webhook w
LEFT JOIN site i ON i.organisation_id = w.organisation_id AND i.id = w.site_id
WHERE w.organisation_id = :organisation
"""
_ALL = text(f"{_VIEW} ORDER BY w.name, w.created_at, w.id")
_ONE = text(f"{_VIEW} AND w.id = :id")
_DELIVERIES = text(f"""
SELECT d.event_id, d.sequence, e.kind, d.state, d.attempts, e.created_at AS happened_at,
  d.tried_at, d.due_at, d.status, d.trouble, d.answer, d.took_ms
FROM webhook_delivery d
JOIN webhook_event e ON e.organisation_id = d.organisation_id AND e.id = d.event_id
WHERE d.organisation_id = :organisation AND d.webhook_id = :id
ORDER BY d.sequence DESC LIMIT {MOST_SHOWN}
""")  # noqa: S608 - only the number above
_LOCK_SITE = text("""
SELECT id FROM site WHERE organisation_id = :organisation AND id = :site FOR KEY SHARE
""")
# One more at a time, so that none slips past the limit.
_LOCK_ALL = text("""
SELECT id FROM organisation WHERE id = :organisation FOR NO KEY UPDATE
""")
_AGAIN = text("""
UPDATE webhook_delivery SET state = 'waiting', attempts = 0, first_tried_at = NULL, due_at = :now
WHERE organisation_id = :organisation AND webhook_id = :id AND event_id = :event
""")
_GO_ON = text("""
UPDATE webhook_delivery SET attempts = 0, first_tried_at = NULL, due_at = :now
WHERE organisation_id = :organisation AND webhook_id = :id AND state = 'waiting'
""")
_SKIP = text("""
UPDATE webhook_delivery SET state = 'skipped'
WHERE organisation_id = :organisation AND webhook_id = :id AND state = 'waiting'
""")
_COUNT_WITH_PERSON = text("""
SELECT count(*) FROM webhook WHERE organisation_id = :organisation AND tells_person
""")


def all_webhooks(tx: Connection, actor: Actor) -> list[Webhook]:
    return [_webhook(row) for row in tx.execute(_ALL, _own(actor)).mappings()]


def one(tx: Connection, actor: Actor, webhook_id: UUID) -> Webhook | None:
    row = tx.execute(_ONE, _own(actor, id=webhook_id)).mappings().one_or_none()
    return None if row is None else _webhook(row)


def deliveries(tx: Connection, actor: Actor, webhook_id: UUID) -> list[Delivery]:
    """The last ones, the latest first."""
    rows = tx.execute(_DELIVERIES, _own(actor, id=webhook_id)).mappings()
    return [_delivery(row) for row in rows]


def lock_all(tx: Connection, actor: Actor) -> int:
    """How many there are; nobody adds another one meanwhile."""
    tx.execute(_LOCK_ALL, _own(actor))
    found: int = tx.execute(select(func.count()).select_from(webhook)).scalar_one()
    return found


def count_with_person(tx: Connection, actor: Actor) -> int:
    found: int = tx.execute(_COUNT_WITH_PERSON, _own(actor)).scalar_one()
    return found


def has_site(tx: Connection, actor: Actor, site_id: UUID) -> bool:
    return tx.execute(_LOCK_SITE, _own(actor, site=site_id)).one_or_none() is not None


def add(tx: Connection, values: Mapping[str, Any]) -> None:
    tx.execute(insert(webhook).values(**values))


def change(tx: Connection, actor: Actor, webhook_id: UUID, **values: Any) -> bool:
    return tx.execute(update(webhook).where(*_is(actor, webhook_id)).values(**values)).rowcount == 1


def remove(tx: Connection, actor: Actor, webhook_id: UUID) -> bool:
    return tx.execute(delete(webhook).where(*_is(actor, webhook_id))).rowcount == 1


def secret_of(tx: Connection, actor: Actor, webhook_id: UUID) -> bytes | None:
    """The present secret as it is sealed, while nobody else changes it; None without a webhook."""
    found = select(webhook.c.secret_sealed).where(*_is(actor, webhook_id)).with_for_update()
    sealed: bytes | None = tx.execute(found).scalar_one_or_none()
    return sealed


def add_test(tx: Connection, actor: Actor, webhook_id: UUID) -> UUID:
    """Write an event for one webhook alone; its id."""
    values = {"kind": TEST, "for_webhook": webhook_id, "facts": {"test": True}}
    made = insert(webhook_event).values(organisation_id=actor.organisation_id, **values)
    found: UUID = tx.execute(made.returning(webhook_event.c.id)).scalar_one()
    return found


def again(tx: Connection, actor: Actor, webhook_id: UUID, event_id: UUID, now: datetime) -> bool:
    values = _own(actor, id=webhook_id, event=event_id, now=now)
    return tx.execute(_AGAIN, values).rowcount == 1


def go_on(tx: Connection, actor: Actor, webhook_id: UUID, now: datetime) -> None:
    """Let all that waits be due, as if it had never been tried."""
    tx.execute(_GO_ON, _own(actor, id=webhook_id, now=now))


def skip(tx: Connection, actor: Actor, webhook_id: UUID) -> None:
    tx.execute(_SKIP, _own(actor, id=webhook_id))


def _is(actor: Actor, webhook_id: UUID) -> tuple[Any, Any]:
    return (webhook.c.organisation_id == actor.organisation_id, webhook.c.id == webhook_id)


def _own(actor: Actor, **more: Any) -> dict[str, Any]:
    return {"organisation": actor.organisation_id, **more}


def _webhook(row: Mapping[Any, Any]) -> Webhook:
    return Webhook(
        id=row["id"],
        name=row["name"],
        url=row["url"],
        events=tuple(Event(each) for each in row["events"]),
        site_id=row["site_id"],
        site_name=row["site_name"],
        tells_person=row["tells_person"],
        created_at=row["created_at"],
        paused=None if row["paused"] is None else Paused(row["paused"]),
        paused_at=row["paused_at"],
        failures=row["failures"],
        succeeded_at=row["succeeded_at"],
        former_until=row["former_until"],
        waiting=row["waiting"],
    )


def _delivery(row: Mapping[Any, Any]) -> Delivery:
    state = State(row["state"])
    return Delivery(
        event_id=row["event_id"],
        sequence=row["sequence"],
        kind=row["kind"],
        state=state,
        attempts=row["attempts"],
        happened_at=row["happened_at"],
        tried_at=row["tried_at"],
        due_at=row["due_at"] if state is State.WAITING else None,
        status=row["status"],
        trouble=None if row["trouble"] is None else Trouble(row["trouble"]),
        answer=row["answer"],
        took_ms=row["took_ms"],
    )
