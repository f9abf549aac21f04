"""The SQL of entrances and of ways out of doors, as staff say them."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Connection, RowMapping, text

_ENTRANCES = text("""
SELECT id, floor_id, east, north, is_entrance, name FROM entrance_word
WHERE organisation_id = :organisation AND floor_id = ANY(:floors) ORDER BY created_at, id
""")
_OUTDOORS = text("""
SELECT id, one_floor_id, one_east, one_north, other_floor_id, other_east, other_north, is_barred,
  length_m, has_steps, is_covered, line
FROM outdoor_way WHERE organisation_id = :organisation AND one_floor_id = ANY(:floors)
ORDER BY created_at, id
""")


def entrance_words(
    tx: Connection, organisation_id: UUID, floor_ids: Sequence[UUID]
) -> Sequence[RowMapping]:
    """What people said of doors, the oldest first."""
    values = {"organisation": organisation_id, "floors": list(floor_ids)}
    return tx.execute(_ENTRANCES, values).mappings().all()


def outdoor_ways(
    tx: Connection, organisation_id: UUID, floor_ids: Sequence[UUID]
) -> Sequence[RowMapping]:
    """What people said of ways out of doors, the oldest first."""
    values = {"organisation": organisation_id, "floors": list(floor_ids)}
    return tx.execute(_OUTDOORS, values).mappings().all()
