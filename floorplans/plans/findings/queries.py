"""The SQL of findings that no other part asks. One statement each, on a tenant's transaction."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Connection, RowMapping, text


def source(tx: Connection, organisation_id: UUID, revision_id: UUID) -> RowMapping | None:
    """The name and the bytes of the drawing that a revision was read from, as they were sent."""
    statement = text("""
        SELECT f.name, f.content
        FROM plan_revision r
        JOIN source_file f ON f.organisation_id = r.organisation_id AND f.id = r.source_file_id
        WHERE r.organisation_id = :organisation AND r.id = :revision
    """)
    values = {"organisation": organisation_id, "revision": revision_id}
    return tx.execute(statement, values).mappings().one_or_none()
