"""The SQL of what the building's other floors show. One statement each, on a tenant's tx."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import shapely
from shapely import MultiPolygon, Point
from sqlalchemy import Connection, text

_OTHERS = """
FROM floor own
JOIN floor f ON f.organisation_id = own.organisation_id AND f.building_id = own.building_id
  AND f.id <> own.id
"""
_OF_FLOOR = "WHERE own.organisation_id = :organisation AND own.id = :floor"
_NEAREST = "ORDER BY abs(f.ordinal - own.ordinal), f.ordinal"


def floors_with_file(tx: Connection, organisation_id: UUID, row: Mapping[Any, Any]) -> list[str]:
    """Names of the other floors whose plans are read from the same drawing of the same file."""
    file_id = row.get("source_file_id")
    if file_id is None:
        return []
    statement = text(f"""
        SELECT f.name {_OTHERS} {_OF_FLOOR}
          AND EXISTS (
            SELECT FROM plan_revision r
            WHERE r.organisation_id = f.organisation_id AND r.floor_id = f.id
              AND r.source_file_id = :file
              AND r.state IN ('reading', 'draft', 'scheduled', 'published')
              AND r.profile->>'view' IS NOT DISTINCT FROM CAST(:view AS text))
        {_NEAREST}
    """)  # noqa: S608 - the lines above
    values = {
        "organisation": organisation_id,
        "floor": row["floor_id"],
        "file": file_id,
        "view": (row["profile"] or {}).get("view"),
    }
    return list(tx.execute(statement, values).scalars())


def outlines(
    tx: Connection, organisation_id: UUID, floor_id: UUID
) -> list[tuple[str, MultiPolygon]]:
    """Name and outer edge of each other floor that shows a plan, the nearest storey first."""
    statement = text(f"""
        SELECT f.name, ST_AsBinary(b.outline) AS outline {_OTHERS}
        JOIN plan_revision r ON r.organisation_id = f.organisation_id AND r.floor_id = f.id
          AND r.state = 'published'
        JOIN plan_background b ON b.organisation_id = r.organisation_id
          AND b.plan_revision_id = r.id
        {_OF_FLOOR} AND b.outline IS NOT NULL {_NEAREST}
    """)
    values = {"organisation": organisation_id, "floor": floor_id}
    return [
        (row.name, shapely.from_wkb(bytes(row.outline))) for row in tx.execute(statement, values)
    ]


def shared_places(
    tx: Connection,
    organisation_id: UUID,
    floor_id: UUID,
    named: Sequence[tuple[str, Point]],
    within_m: float,
) -> list[tuple[str, int]]:
    """How many of the named points each other floor has by the same name on the same spot.

    Points are in metres of the site's CRS.
    """
    statement = text(f"""
        SELECT f.name, count(*) AS shared {_OTHERS}
        JOIN space s ON s.organisation_id = f.organisation_id AND s.floor_id = f.id
        JOIN space_shape shown ON shown.organisation_id = s.organisation_id
          AND shown.space_id = s.id AND shown.is_live
        JOIN unnest(CAST(:names AS text[]), CAST(:x AS float8[]), CAST(:y AS float8[]))
          AS w (name, x, y) ON w.name = s.name
          AND (ST_X(shown.anchor) - w.x) ^ 2 + (ST_Y(shown.anchor) - w.y) ^ 2 <= :within ^ 2
        {_OF_FLOOR} GROUP BY f.id, f.name, f.ordinal, own.ordinal {_NEAREST}
    """)
    values = {
        "organisation": organisation_id,
        "floor": floor_id,
        "names": [name for name, _ in named],
        "x": [point.x for _, point in named],
        "y": [point.y for _, point in named],
        "within": within_m,
    }
    return [(row.name, row.shared) for row in tx.execute(statement, values)]
