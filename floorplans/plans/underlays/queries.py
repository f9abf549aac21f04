"""The SQL of underlays. One statement each, on a tenant's transaction."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Connection, RowMapping, text

_KEY = "organisation_id = :organisation AND plan_revision_id = :revision"


def keep(
    tx: Connection, organisation_id: UUID, revision_id: UUID, media_type: str, content: bytes
) -> None:
    """Store the picture in place of an earlier one."""
    statement = text("""
        INSERT INTO plan_underlay (organisation_id, plan_revision_id, media_type, content)
        VALUES (:organisation, :revision, :media_type, :content)
        ON CONFLICT ON CONSTRAINT plan_underlay_pkey
          DO UPDATE SET media_type = excluded.media_type, content = excluded.content
    """)
    values = {"organisation": organisation_id, "revision": revision_id}
    tx.execute(statement, {**values, "media_type": media_type, "content": content})


def picture(tx: Connection, organisation_id: UUID, revision_id: UUID) -> RowMapping | None:
    statement = text(f"SELECT media_type, content FROM plan_underlay WHERE {_KEY}")  # noqa: S608
    values = {"organisation": organisation_id, "revision": revision_id}
    return tx.execute(statement, values).mappings().one_or_none()
