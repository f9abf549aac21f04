"""The SQL of putting places right. Each function is one statement on a tenant's connection."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, TextClause, text

from floorplans.places.rules import Storey

_SITE = text("""
UPDATE site SET name = coalesce(CAST(:name AS text), name)
WHERE organisation_id = :organisation AND id = :id
""")
_BUILDING = text("""
UPDATE building SET name = coalesce(CAST(:name AS text), name)
WHERE organisation_id = :organisation AND id = :id
""")
_HEADING = text("""
UPDATE building SET heading_deg = CAST(:heading AS float8)
WHERE organisation_id = :organisation AND id = :id
""")
_LOCKED_FLOOR = text("""
SELECT name, short_name, ordinal FROM floor
WHERE organisation_id = :organisation AND id = :id FOR UPDATE
""")
_FLOOR = text("""
UPDATE floor SET name = :name, ordinal = :ordinal, short_name = :short_name
WHERE organisation_id = :organisation AND id = :id
""")
# As the trigger of bookings does: answers that other processes remember hold the names of floors,
# and the number of a storey decides how far it is.
_TELL_MAPS = text("""
WITH changed AS (
  INSERT INTO floor_version AS v (organisation_id, floor_id, version)
  SELECT organisation_id, id, 1 FROM floor
  WHERE organisation_id = :organisation AND (id = :floor OR building_id = :building)
  ORDER BY id
  ON CONFLICT (organisation_id, floor_id) DO UPDATE SET version = v.version + 1
  RETURNING floor_id, version
)
SELECT pg_notify('floor_changed', concat_ws(' ', CAST(:organisation AS uuid), floor_id, version))
FROM changed
""")


def rename_site(tx: Connection, organisation_id: UUID, site_id: UUID, name: str | None) -> bool:
    """Whether there is such a site; it has the name now, its own if that is None."""
    return _is_there(tx, _SITE, organisation_id, site_id, name=name)


def rename_building(
    tx: Connection, organisation_id: UUID, building_id: UUID, name: str | None
) -> bool:
    """Whether there is such a building; it has the name now, its own if that is None."""
    return _is_there(tx, _BUILDING, organisation_id, building_id, name=name)


def set_heading(
    tx: Connection, organisation_id: UUID, building_id: UUID, heading_deg: float | None
) -> bool:
    """Whether there is such a building; its maps show this bearing upwards now."""
    return _is_there(tx, _HEADING, organisation_id, building_id, heading=heading_deg)


def locked_floor(tx: Connection, organisation_id: UUID, floor_id: UUID) -> Storey | None:
    """What a floor is called now, kept so until the transaction ends; None if there is none."""
    values = {"organisation": organisation_id, "id": floor_id}
    row = tx.execute(_LOCKED_FLOOR, values).one_or_none()
    return None if row is None else Storey(row.name, row.ordinal, row.short_name)


def change_floor(tx: Connection, organisation_id: UUID, floor_id: UUID, wanted: Storey) -> None:
    _is_there(tx, _FLOOR, organisation_id, floor_id, **asdict(wanted))


def tell_maps(
    tx: Connection,
    organisation_id: UUID,
    *,
    floor_id: UUID | None = None,
    building_id: UUID | None = None,
) -> None:
    """Count a change of one floor, or of all floors of a building, and notify who listens."""
    values = {"organisation": organisation_id, "floor": floor_id, "building": building_id}
    tx.execute(_TELL_MAPS, values)


def _is_there(
    tx: Connection, statement: TextClause, organisation_id: UUID, own_id: UUID, **values: Any
) -> bool:
    done = tx.execute(statement, {"organisation": organisation_id, "id": own_id, **values})
    return done.rowcount > 0
