"""The SQL of beacons: which there are, and where they hang."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Connection, RowMapping, text

_FLOOR = text("SELECT srid FROM floor WHERE organisation_id = :organisation AND id = :floor")
_LOCK = text("""
SELECT 1 FROM floor WHERE organisation_id = :organisation AND id = :floor FOR NO KEY UPDATE
""")
_OF_FLOOR = text("""
SELECT b.name, b.east, b.north, b.at_1_m_dbm FROM beacon b
WHERE b.organisation_id = :organisation AND b.floor_id = :floor ORDER BY b.name
""")
_NAMED = text("""
SELECT b.name, b.floor_id, f.srid, b.east, b.north, b.at_1_m_dbm
FROM beacon b JOIN floor f ON f.organisation_id = b.organisation_id AND f.id = b.floor_id
WHERE b.organisation_id = :organisation AND b.name = ANY(:names) ORDER BY b.name
""")
_FORGET = text("DELETE FROM beacon WHERE organisation_id = :organisation AND floor_id = :floor")
_KEEP = text("""
INSERT INTO beacon (organisation_id, name, floor_id, east, north, at_1_m_dbm)
VALUES (:organisation, :name, :floor, :east, :north, :at_1_m_dbm)
""")


def srid_of(tx: Connection, organisation_id: UUID, floor_id: UUID) -> int | None:
    """The CRS of a floor; None where there is none."""
    found: int | None = tx.execute(
        _FLOOR, {"organisation": organisation_id, "floor": floor_id}
    ).scalar()
    return found


def lock(tx: Connection, organisation_id: UUID, floor_id: UUID) -> None:
    """Let nobody else change the beacons of this floor until this transaction ends."""
    tx.execute(_LOCK, {"organisation": organisation_id, "floor": floor_id}).all()


def of_floor(tx: Connection, organisation_id: UUID, floor_id: UUID) -> Sequence[RowMapping]:
    values = {"organisation": organisation_id, "floor": floor_id}
    return tx.execute(_OF_FLOOR, values).mappings().all()


def named(tx: Connection, organisation_id: UUID, names: Sequence[str]) -> Sequence[RowMapping]:
    """The beacons of these names, on whatever floor."""
    values = {"organisation": organisation_id, "names": list(names)}
    return tx.execute(_NAMED, values).mappings().all()


def replace(
    tx: Connection, organisation_id: UUID, floor_id: UUID, rows: Sequence[dict[str, object]]
) -> None:
    """Let a floor have these beacons and no others."""
    key = {"organisation": organisation_id, "floor": floor_id}
    tx.execute(_FORGET, key)
    if rows:
        tx.execute(_KEEP, [{**key, **row} for row in rows])
