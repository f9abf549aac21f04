"""Messages to administrators about a directory's token: it ends soon, or its maker has left."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, text

from floorplans.actor import Actor, Role
from floorplans.messages.administrators import tell_all
from floorplans.messages.kinds import TokenNews
from floorplans.messages.views import TokenNotice

_KIND = "directory_token"
_NOTICE = text("""
SELECT x.id, x.due_at, x.attempts, x.details ->> 'why' AS why, p.id AS person_id, p.role,
  p.name AS person_name, p.email, t.name, t.expires_at, t.revoked_at
FROM message x
JOIN person p ON p.organisation_id = x.organisation_id AND p.id = x.person_id
JOIN directory_token t ON t.organisation_id = x.organisation_id
  AND t.id = CAST(x.details ->> 'token_id' AS uuid)
WHERE x.organisation_id = :organisation AND x.id = :id AND x.kind = 'directory_token'
  AND p.left_at IS NULL
""")


def tell_administrators(
    connection: Connection, token_id: UUID, why: TokenNews, now: datetime
) -> int:
    """Tell all administrators of the transaction's organisation; how many messages."""
    return tell_all(connection, _KIND, {"token_id": str(token_id), "why": str(why)}, now)


def notice(tx: Connection, organisation_id: UUID, message_id: UUID) -> TokenNotice | None:
    """A message about a token, to somebody who has not left; None where it is none."""
    values = {"organisation": organisation_id, "id": message_id}
    row = tx.execute(_NOTICE, values).one_or_none()
    if row is None:
        return None
    return TokenNotice(
        id=row.id,
        to=Actor(organisation_id, row.person_id, Role(row.role), row.person_name, row.email),
        why=TokenNews(row.why),
        name=row.name,
        expires_at=row.expires_at,
        is_revoked=row.revoked_at is not None,
        due_at=row.due_at,
        attempts=row.attempts,
    )
