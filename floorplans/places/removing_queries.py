"""The SQL of removing places. Each function is one statement on a tenant's connection.

The lock comes first, by a statement of its own: whoever adds something below waits for it, and what
is counted after it stays so.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Connection, TextClause, text

from floorplans.plans.queries import forget_files

_LOCK_SITE = text(
    "SELECT id FROM site WHERE organisation_id = :organisation AND id = :id FOR UPDATE"
)
_LOCK_BUILDING = text(
    "SELECT site_id FROM building WHERE organisation_id = :organisation AND id = :id FOR UPDATE"
)
_LOCK_FLOOR = text(
    "SELECT building_id FROM floor WHERE organisation_id = :organisation AND id = :id FOR UPDATE"
)
_BUILDINGS = text(
    "SELECT count(*) FROM building WHERE organisation_id = :organisation AND site_id = :id"
)
_FLOORS = text(
    "SELECT count(*) FROM floor WHERE organisation_id = :organisation AND building_id = :id"
)
_CONTENTS = text("""
SELECT
  (SELECT count(*) FROM plan_revision
   WHERE organisation_id = :organisation AND floor_id = :id) AS plans,
  (SELECT count(*) FROM space
   WHERE organisation_id = :organisation AND floor_id = :id) AS spaces,
  (SELECT count(*) FROM zone
   WHERE organisation_id = :organisation AND floor_id = :id) AS zones,
  (SELECT count(*) FROM booking
   WHERE organisation_id = :organisation AND floor_id = :id) AS bookings,
  (SELECT count(*) FROM closure
   WHERE organisation_id = :organisation AND floor_id = :id) AS closures
""")
# A plan that was ever published is of another state.
_REMOVE_PUT_AWAY_PLANS = text(
    "DELETE FROM plan_revision WHERE organisation_id = :organisation AND floor_id = :id"
    " AND state IN ('refused', 'discarded') RETURNING source_file_id"
)
# What other processes remember of the floor ends with it.
_TELL = text("""
SELECT pg_notify('floor_changed',
  concat_ws(' ', f.organisation_id, f.id, coalesce(v.version, 0) + 1))
FROM floor f
LEFT JOIN floor_version v ON v.organisation_id = f.organisation_id AND v.floor_id = f.id
WHERE f.organisation_id = :organisation AND f.id = :id
""")
_REMOVE_SITE = text("DELETE FROM site WHERE organisation_id = :organisation AND id = :id")
_REMOVE_BUILDING = text("DELETE FROM building WHERE organisation_id = :organisation AND id = :id")
_REMOVE_FLOOR = text("DELETE FROM floor WHERE organisation_id = :organisation AND id = :id")


def lock_site(tx: Connection, organisation_id: UUID, site_id: UUID) -> bool:
    return _one(tx, _LOCK_SITE, organisation_id, site_id) is not None


def lock_building(tx: Connection, organisation_id: UUID, building_id: UUID) -> UUID | None:
    """The site of a building, None when there is no such building."""
    found: UUID | None = _one(tx, _LOCK_BUILDING, organisation_id, building_id)
    return found


def lock_floor(tx: Connection, organisation_id: UUID, floor_id: UUID) -> UUID | None:
    """The building of a floor, None when there is no such floor."""
    found: UUID | None = _one(tx, _LOCK_FLOOR, organisation_id, floor_id)
    return found


def buildings_of(tx: Connection, organisation_id: UUID, site_id: UUID) -> int:
    return int(_one(tx, _BUILDINGS, organisation_id, site_id))


def floors_of(tx: Connection, organisation_id: UUID, building_id: UUID) -> int:
    return int(_one(tx, _FLOORS, organisation_id, building_id))


def contents_of(tx: Connection, organisation_id: UUID, floor_id: UUID) -> dict[str, int]:
    """How many plans, spaces, zones, bookings and closures a floor has, past ones included."""
    values = {"organisation": organisation_id, "id": floor_id}
    return {
        name: int(count) for name, count in tx.execute(_CONTENTS, values).mappings().one().items()
    }


def remove_put_away_plans(tx: Connection, organisation_id: UUID, floor_id: UUID) -> None:
    """Remove the floor's plans that were refused or discarded, and files that no plan has then."""
    values = {"organisation": organisation_id, "id": floor_id}
    forget_files(tx, organisation_id, list(tx.execute(_REMOVE_PUT_AWAY_PLANS, values).scalars()))


def tell_of_removal(tx: Connection, organisation_id: UUID, floor_id: UUID) -> None:
    tx.execute(_TELL, {"organisation": organisation_id, "id": floor_id})


def remove_site(tx: Connection, organisation_id: UUID, site_id: UUID) -> None:
    tx.execute(_REMOVE_SITE, {"organisation": organisation_id, "id": site_id})


def remove_building(tx: Connection, organisation_id: UUID, building_id: UUID) -> None:
    tx.execute(_REMOVE_BUILDING, {"organisation": organisation_id, "id": building_id})


def remove_floor(tx: Connection, organisation_id: UUID, floor_id: UUID) -> None:
    tx.execute(_REMOVE_FLOOR, {"organisation": organisation_id, "id": floor_id})


def _one(tx: Connection, statement: TextClause, organisation_id: UUID, own_id: UUID) -> Any:
    values = {"organisation": organisation_id, "id": own_id}
    return tx.execute(statement, values).scalar_one_or_none()
