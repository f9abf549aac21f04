"""The SQL of a floor's past: who brought which plan, from which file, and the file itself."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Connection, RowMapping, text

_ENTRIES = text("""
SELECT r.id, r.floor_id, r.number, r.state, f.name AS file_name,
  octet_length(f.content) AS file_bytes, encode(f.sha256, 'hex') AS file_sha256, r.profile,
  r.engine_version, r.state_hash, r.left_hash, r.created_at, r.published_at, r.effective_from,
  c.name AS created_by, p.name AS published_by
FROM plan_revision r
JOIN source_file f ON f.organisation_id = r.organisation_id AND f.id = r.source_file_id
LEFT JOIN person c ON c.organisation_id = r.organisation_id AND c.id = r.created_by
LEFT JOIN person p ON p.organisation_id = r.organisation_id AND p.id = r.published_by
WHERE r.organisation_id = :organisation AND r.floor_id = :floor
ORDER BY r.number DESC
""")
_TIMES = text("""
SELECT t.plan_revision_id, t.from_at, t.to_at, p.name AS by
FROM plans_in_force(:floor)
  WITH ORDINALITY AS t (plan_revision_id, from_at, to_at, published_by, place)
LEFT JOIN person p ON p.organisation_id = :organisation AND p.id = t.published_by
ORDER BY t.place
""")
_FILE = text("""
SELECT f.name, f.content FROM plan_revision r
JOIN source_file f ON f.organisation_id = r.organisation_id AND f.id = r.source_file_id
WHERE r.organisation_id = :organisation AND r.id = :id
""")


def entries(tx: Connection, organisation_id: UUID, floor_id: UUID) -> Sequence[RowMapping]:
    """Every plan of a floor with its file and its people, the latest first."""
    values = {"organisation": organisation_id, "floor": floor_id}
    return tx.execute(_ENTRIES, values).mappings().all()


def times_in_force(tx: Connection, organisation_id: UUID, floor_id: UUID) -> Sequence[RowMapping]:
    """The floor's time line: which plan was, is and will be in force, the earliest first."""
    values = {"organisation": organisation_id, "floor": floor_id}
    return tx.execute(_TIMES, values).mappings().all()


def file_of(tx: Connection, organisation_id: UUID, revision_id: UUID) -> tuple[str, bytes] | None:
    """Name and content of the drawing that a plan was read from."""
    row = tx.execute(_FILE, {"organisation": organisation_id, "id": revision_id}).one_or_none()
    return None if row is None else (row.name, bytes(row.content))
