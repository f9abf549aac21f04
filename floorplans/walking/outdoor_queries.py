"""The SQL of entrances and of ways out of doors, as staff say them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, RowMapping, text

from floorplans.actor import Actor
from floorplans.walking.correction_queries import Placed, both_ends, end

_ENTRANCES = text("""
SELECT id, floor_id, east, north, role, name, has_steps, clear_m, opens_from_outside
FROM entrance_word
WHERE organisation_id = :organisation AND floor_id = ANY(:floors) ORDER BY created_at, id
""")
_OUTDOORS = text("""
SELECT id, one_floor_id, one_east, one_north, other_floor_id, other_east, other_north, is_barred,
  length_m, ground, is_covered, line
FROM outdoor_way WHERE organisation_id = :organisation AND one_floor_id = ANY(:floors)
ORDER BY created_at, id
""")
# Two who speak of one door wait for each other here, in the order of their floors.
_LOCK = text("""
SELECT 1 FROM floor WHERE organisation_id = :organisation AND id = ANY(:floors)
ORDER BY id FOR NO KEY UPDATE
""")
_ADD_ENTRANCE = text("""
INSERT INTO entrance_word (organisation_id, id, floor_id, east, north, role, name, has_steps,
  clear_m, opens_from_outside, created_by, created_at)
VALUES (:organisation, :id, :floor, :east, :north, :role, :name, :has_steps, :clear_m,
  :opens_from_outside, :by, :now)
""")
_FORGET_ENTRANCES = text("""
DELETE FROM entrance_word WHERE organisation_id = :organisation AND id = ANY(:ids)
""")
_ADD_WAY = text("""
INSERT INTO outdoor_way (organisation_id, id, one_floor_id, one_east, one_north, other_floor_id,
  other_east, other_north, is_barred, length_m, ground, is_covered, line, created_by, created_at)
VALUES (:organisation, :id, :one_floor, :one_east, :one_north, :other_floor, :other_east,
  :other_north, :is_barred, :length_m, :ground, :is_covered, :line, :by, :now)
""")
_FORGET_WAYS = text("""
DELETE FROM outdoor_way WHERE organisation_id = :organisation AND id = ANY(:ids)
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


def lock_floors(tx: Connection, organisation_id: UUID, floor_ids: Sequence[UUID]) -> None:
    """Let nobody else say anything of these floors' doors until this transaction ends."""
    tx.execute(_LOCK, {"organisation": organisation_id, "floors": list(floor_ids)}).all()


def add_entrance_word(
    tx: Connection,
    actor: Actor,
    word_id: UUID,
    at: Placed,
    said: Mapping[str, Any],
    *,
    now: datetime,
) -> None:
    """``said`` has the columns that tell of the door itself."""
    values = {
        **said,
        "organisation": actor.organisation_id,
        "id": word_id,
        **end(at),
        "by": actor.recorded_id,
        "now": now,
    }
    tx.execute(_ADD_ENTRANCE, values)


def forget_entrance_words(tx: Connection, organisation_id: UUID, ids: Sequence[UUID]) -> int:
    """How many there were."""
    return tx.execute(
        _FORGET_ENTRANCES, {"organisation": organisation_id, "ids": list(ids)}
    ).rowcount


def add_outdoor_way(
    tx: Connection,
    actor: Actor,
    way_id: UUID,
    ends: tuple[Placed, Placed],
    said: Mapping[str, Any],
    *,
    now: datetime,
) -> None:
    """``said`` has the columns that tell of the way itself."""
    values = {
        **said,
        "organisation": actor.organisation_id,
        "id": way_id,
        **both_ends(*ends),
        "by": actor.recorded_id,
        "now": now,
    }
    tx.execute(_ADD_WAY, values)


def forget_outdoor_ways(tx: Connection, organisation_id: UUID, ids: Sequence[UUID]) -> int:
    """How many there were."""
    return tx.execute(_FORGET_WAYS, {"organisation": organisation_id, "ids": list(ids)}).rowcount
