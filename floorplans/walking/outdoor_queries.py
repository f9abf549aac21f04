"""The SQL of entrances and of ways out of doors, as staff say them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
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
_ADD_ENTRANCE = text("""
INSERT INTO entrance_word (organisation_id, id, floor_id, east, north, is_entrance, name,
  created_by, created_at)
VALUES (:organisation, :id, :floor, :east, :north, :is_entrance, :name, :by, :now)
""")
_FORGET_ENTRANCE = text("""
DELETE FROM entrance_word
WHERE organisation_id = :organisation AND floor_id = :floor
  AND abs(east - :east) <= :same_m AND abs(north - :north) <= :same_m
""")
_ADD_OUTDOOR = text("""
INSERT INTO outdoor_way (organisation_id, id, one_floor_id, one_east, one_north, other_floor_id,
  other_east, other_north, is_barred, length_m, has_steps, is_covered, line, created_by, created_at)
VALUES (:organisation, :id, :one_floor, :one_east, :one_north, :other_floor, :other_east,
  :other_north, :is_barred, :length_m, :has_steps, :is_covered, CAST(:line AS double precision[]),
  :by, :now)
""")
_REMOVE_OUTDOOR = text("""
DELETE FROM outdoor_way WHERE organisation_id = :organisation AND id = :id
""")
_DOOR = text("""
SELECT f.id, f.building_id, f.site_id, ST_X(p.at) AS east, ST_Y(p.at) AS north
FROM floor f
JOIN plan_revision r ON r.organisation_id = f.organisation_id AND r.floor_id = f.id
  AND r.state = 'published'
JOIN opening o ON o.organisation_id = r.organisation_id AND o.plan_revision_id = r.id
CROSS JOIN LATERAL (SELECT ST_LineInterpolatePoint(o.geom, 0.5) AS at) p
WHERE f.organisation_id = :organisation AND f.id = :floor AND o.number = :number
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


def door(tx: Connection, organisation_id: UUID, floor_id: UUID, number: int) -> RowMapping | None:
    """Where a door of the plan that a floor shows is; None where it has none of this number."""
    values = {"organisation": organisation_id, "floor": floor_id, "number": number}
    return tx.execute(_DOOR, values).mappings().first()


def add_entrance(tx: Connection, values: dict[str, Any], same_m: float) -> None:
    """Keep a word about a door in the place of what was said of it before."""
    tx.execute(_FORGET_ENTRANCE, {**values, "same_m": same_m})
    tx.execute(_ADD_ENTRANCE, values)


def add_outdoor(tx: Connection, values: dict[str, Any]) -> None:
    tx.execute(_ADD_OUTDOOR, values)


def remove_outdoor(tx: Connection, organisation_id: UUID, way_id: UUID) -> bool:
    values = {"organisation": organisation_id, "id": way_id}
    return tx.execute(_REMOVE_OUTDOOR, values).rowcount == 1
