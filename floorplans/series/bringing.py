"""What a series brings along to each of its dates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy import Connection, text

from floorplans.equipment import queries as equipment
from floorplans.equipment.rules import equipment_missing
from floorplans.equipment.shown import brings_column, brought
from floorplans.equipment.views import Bring
from floorplans.series.facts import SeriesFacts

_ADD = text("""
INSERT INTO series_bringing (organisation_id, series_id, equipment_id, count)
VALUES (:organisation, :series, :equipment, :count)
""")
_OF = text(f"""
SELECT r.id, {brings_column("series_bringing", "r", "series_id")} AS brings
FROM series r
WHERE r.organisation_id = :organisation AND r.id = ANY(CAST(:series AS uuid[]))
""")  # noqa: S608 - only a constant of equipment


def add(tx: Connection, organisation_id: UUID, series_id: UUID, wanted: Sequence[Bring]) -> None:
    """Have a series bring things along. Raises NotFound ``equipment_not_found``."""
    if not wanted:
        return
    if not equipment.known(tx, organisation_id, wanted):
        raise equipment_missing()
    own = {"organisation": organisation_id, "series": series_id}
    rows = [own | {"equipment": each.equipment_id, "count": each.count} for each in wanted]
    tx.execute(_ADD, rows)


def with_brings(
    tx: Connection, organisation_id: UUID, series: Sequence[SeriesFacts]
) -> list[SeriesFacts]:
    """The series, each with what it brings along."""
    ids = [each.id for each in series]
    rows = tx.execute(_OF, {"organisation": organisation_id, "series": ids})
    found = {row.id: brought(row.brings) for row in rows}
    return [replace(each, brings=found[each.id]) for each in series]
