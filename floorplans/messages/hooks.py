"""Messages to administrators about a webhook that was paused by itself: of no booking or place."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, text

from floorplans.actor import Actor, Role
from floorplans.messages.administrators import tell_all
from floorplans.messages.views import WebhookNotice

_NOTICE = text("""
SELECT x.id, x.due_at, x.attempts, p.id AS person_id, p.role, p.name AS person_name, p.email,
  w.id AS webhook_id, w.name, w.url, w.paused, w.paused_at
FROM message x
JOIN person p ON p.organisation_id = x.organisation_id AND p.id = x.person_id
JOIN webhook w ON w.organisation_id = x.organisation_id
  AND w.id = CAST(x.details ->> 'webhook_id' AS uuid)
WHERE x.organisation_id = :organisation AND x.id = :id AND x.kind = 'webhook_paused'
  AND p.left_at IS NULL
""")


def tell_administrators(connection: Connection, webhook_id: UUID, now: datetime) -> int:
    """Tell all administrators of the transaction's organisation; how many messages."""
    return tell_all(connection, "webhook_paused", {"webhook_id": str(webhook_id)}, now)


def notice(tx: Connection, organisation_id: UUID, message_id: UUID) -> WebhookNotice | None:
    """A message about a webhook, to somebody who has not left; None where it is none."""
    values = {"organisation": organisation_id, "id": message_id}
    row = tx.execute(_NOTICE, values).mappings().one_or_none()
    if row is None:
        return None
    return WebhookNotice(
        id=row["id"],
        to=Actor(
            organisation_id, row["person_id"], Role(row["role"]), row["person_name"], row["email"]
        ),
        webhook_id=row["webhook_id"],
        name=row["name"],
        url=row["url"],
        paused=row["paused"],
        paused_at=row["paused_at"],
        due_at=row["due_at"],
        attempts=row["attempts"],
    )
