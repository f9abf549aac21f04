"""The SQL of what staff see and say of a building's ways."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, RowMapping, text

from floorplans.actor import Actor
from floorplans.walking.correction_queries import Placed, end

_FLOORS = text("""
SELECT f.id AS floor_id, f.name, f.short_name, f.ordinal, f.building_id, g.name AS building_name,
  t.time_zone, r.id AS revision_id
FROM building g
JOIN site t ON t.organisation_id = g.organisation_id AND t.id = g.site_id
LEFT JOIN floor f ON f.organisation_id = g.organisation_id AND f.building_id = g.id
LEFT JOIN plan_revision r ON r.organisation_id = f.organisation_id AND r.floor_id = f.id
  AND r.state = 'published'
WHERE g.organisation_id = :organisation AND g.id = :building
ORDER BY f.ordinal, f.id
""")
_WORDS = text("""
SELECT id, is_same, one_floor_id, one_east, one_north, other_floor_id, other_east, other_north
FROM connector_word WHERE organisation_id = :organisation AND one_floor_id = ANY(:floors)
ORDER BY created_at, id
""")
_OUTAGES = text("""
SELECT id, floor_id, east, north, lower(during) AS from_at, upper(during) AS to_at, reason
FROM connector_outage
WHERE organisation_id = :organisation AND floor_id = ANY(:floors)
  AND coalesce(upper(during) > :now, true)
ORDER BY lower(during), id
""")
_FORGET_FACTS = text("""
DELETE FROM connector_fact
WHERE organisation_id = :organisation AND floor_id = :floor
  AND abs(east - :east) <= :same_m AND abs(north - :north) <= :same_m
""")
_ADD_FACT = text("""
INSERT INTO connector_fact (organisation_id, id, floor_id, east, north, kind, goes, clear_m,
  is_for_wheelchairs, created_by, created_at)
VALUES (:organisation, :id, :floor, :east, :north, :kind, :goes, :clear_m, :wheelchairs, :by, :now)
""")


def floors(tx: Connection, organisation_id: UUID, building_id: UUID) -> Sequence[RowMapping]:
    """The floors of a building from the lowest up with the plans they show.

    One row without a floor where it has none; no row where there is no such building.
    """
    values = {"organisation": organisation_id, "building": building_id}
    return tx.execute(_FLOORS, values).mappings().all()


def words(tx: Connection, organisation_id: UUID, floor_ids: Sequence[UUID]) -> Sequence[RowMapping]:
    values = {"organisation": organisation_id, "floors": list(floor_ids)}
    return tx.execute(_WORDS, values).mappings().all()


def outages(
    tx: Connection, organisation_id: UUID, floor_ids: Sequence[UUID], now: datetime
) -> Sequence[RowMapping]:
    """Outages that run or are to come."""
    values = {"organisation": organisation_id, "floors": list(floor_ids), "now": now}
    return tx.execute(_OUTAGES, values).mappings().all()


def forget_facts(tx: Connection, organisation_id: UUID, at: Placed, same_m: float) -> None:
    """Remove what was said of a connector, so that nothing old comes up again."""
    tx.execute(_FORGET_FACTS, {**_place(organisation_id, at), "same_m": same_m})


def add_fact(
    tx: Connection,
    actor: Actor,
    fact_id: UUID,
    at: Placed,
    *,
    kind: str,
    goes: str,
    clear_m: float | None,
    is_for_wheelchairs: bool,
    now: datetime,
) -> None:
    values = {
        **_place(actor.organisation_id, at),
        "id": fact_id,
        "kind": kind,
        "goes": goes,
        "clear_m": clear_m,
        "wheelchairs": is_for_wheelchairs,
        "by": actor.recorded_id,
        "now": now,
    }
    tx.execute(_ADD_FACT, values)


def _place(organisation_id: UUID, at: Placed) -> dict[str, Any]:
    return {"organisation": organisation_id, **end(at)}
