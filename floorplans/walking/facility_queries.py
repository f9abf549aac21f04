"""The SQL of what nobody books, in one building."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Connection, RowMapping, text

_ROOMS = text("""
SELECT s.id, s.name, s.floor_id, ST_X(h.anchor_4326) AS lon, ST_Y(h.anchor_4326) AS lat
FROM floor o
JOIN floor f ON f.organisation_id = o.organisation_id AND f.building_id = o.building_id
JOIN space s ON s.organisation_id = o.organisation_id AND s.floor_id = f.id
JOIN space_shape h ON h.organisation_id = o.organisation_id AND h.space_id = s.id AND h.is_live
WHERE o.organisation_id = :organisation AND o.id = :floor AND s.ended_at IS NULL
  AND (split_part(s.category, '.', 1) = ANY(CAST(:categories AS text[]))
    OR s.features && CAST(:features AS text[]))
ORDER BY f.ordinal, s.name, s.id
""")
_FLOORS = text("""
SELECT f.id, f.name FROM floor o
JOIN floor f ON f.organisation_id = o.organisation_id AND f.building_id = o.building_id
WHERE o.organisation_id = :organisation AND o.id = :floor
""")


def rooms(
    tx: Connection,
    organisation_id: UUID,
    floor_id: UUID,
    categories: Sequence[str],
    features: Sequence[str],
) -> Sequence[RowMapping]:
    """The spaces of the floor's building with one of the categories or features."""
    values = {
        "organisation": organisation_id,
        "floor": floor_id,
        "categories": list(categories),
        "features": list(features),
    }
    return tx.execute(_ROOMS, values).mappings().all()


def floor_names(tx: Connection, organisation_id: UUID, floor_id: UUID) -> dict[UUID, str]:
    """The floors of the floor's building."""
    values = {"organisation": organisation_id, "floor": floor_id}
    return {row.id: row.name for row in tx.execute(_FLOORS, values)}
