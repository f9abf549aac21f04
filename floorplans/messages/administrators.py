"""Messages to all administrators of an organisation: of no booking and no place."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, bindparam, text
from sqlalchemy.dialects.postgresql import JSONB

from floorplans.actor import Role

_TELL = text("""
INSERT INTO message (organisation_id, id, person_id, kind, sequence, details, created_at, due_at)
SELECT p.organisation_id, gen_random_uuid(), p.id, :kind, 0, :details, :now, :now
FROM person p
WHERE p.organisation_id = current_organisation() AND p.left_at IS NULL AND p.role = :role
  AND (SELECT sends FROM mail_post)
""").bindparams(bindparam("details", type_=JSONB))


def tell_all(connection: Connection, kind: str, details: Mapping[str, str], now: datetime) -> int:
    """Tell all administrators of the transaction's organisation; how many messages."""
    values = {"kind": kind, "details": dict(details), "now": now, "role": str(Role.ADMIN)}
    return connection.execute(_TELL, values).rowcount
