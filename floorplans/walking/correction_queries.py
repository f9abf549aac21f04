"""The SQL of what staff say of stairs and lifts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, text

from floorplans.actor import Actor

_CONNECTOR = text("""
SELECT f.id, f.building_id, ST_X(ST_Centroid(c.geom)), ST_Y(ST_Centroid(c.geom))
FROM plan_revision r
JOIN floor f ON f.organisation_id = r.organisation_id AND f.id = r.floor_id
JOIN connector c ON c.organisation_id = r.organisation_id AND c.plan_revision_id = r.id
WHERE r.organisation_id = :organisation AND r.floor_id = :floor AND r.state = 'published'
  AND c.number = :number
""")
_ADD_WORD = text("""
INSERT INTO connector_word (organisation_id, id, is_same, one_floor_id, one_east, one_north,
  other_floor_id, other_east, other_north, created_by, created_at)
VALUES (:organisation, :id, :is_same, :one_floor, :one_east, :one_north, :other_floor,
  :other_east, :other_north, :by, :now)
""")
_REMOVE_WORD = text("""
DELETE FROM connector_word WHERE organisation_id = :organisation AND id = :id
""")
_ADD_OUTAGE = text("""
INSERT INTO connector_outage (organisation_id, id, floor_id, east, north, during, reason,
  created_by, created_at)
VALUES (:organisation, :id, :floor, :east, :north, tstzrange(:from_at, :to_at), :reason, :by, :now)
""")
# One that has not begun is taken away: a range cannot end before it begins.
_DROP_OUTAGE = text("""
DELETE FROM connector_outage
WHERE organisation_id = :organisation AND id = :id AND lower(during) >= :now
""")
_END_OUTAGE = text("""
UPDATE connector_outage SET during = tstzrange(lower(during), :now)
WHERE organisation_id = :organisation AND id = :id AND during @> CAST(:now AS timestamptz)
""")


@dataclass(frozen=True, slots=True)
class Placed:
    """A connector or door by its floor and where its middle is, in metres of the site's CRS."""

    floor_id: UUID
    building_id: UUID
    east: float
    north: float


def end(at: Placed, prefix: str = "") -> dict[str, Any]:
    """What the SQL calls a place: ``floor``, ``east`` and ``north``, with a prefix of two."""
    return {f"{prefix}floor": at.floor_id, f"{prefix}east": at.east, f"{prefix}north": at.north}


def both_ends(one: Placed, other: Placed) -> dict[str, Any]:
    return {**end(one, "one_"), **end(other, "other_")}


def connector(tx: Connection, organisation_id: UUID, floor_id: UUID, number: int) -> Placed | None:
    """A connector of the plan that a floor shows; None where it has none of this number."""
    values = {"organisation": organisation_id, "floor": floor_id, "number": number}
    row = tx.execute(_CONNECTOR, values).first()
    return None if row is None else Placed(*row)


def add_word(
    tx: Connection,
    actor: Actor,
    word_id: UUID,
    one: Placed,
    other: Placed,
    *,
    is_same: bool,
    now: datetime,
) -> None:
    values = {
        "organisation": actor.organisation_id,
        "id": word_id,
        "is_same": is_same,
        **both_ends(one, other),
        "by": actor.recorded_id,
        "now": now,
    }
    tx.execute(_ADD_WORD, values)


def remove_word(tx: Connection, organisation_id: UUID, word_id: UUID) -> bool:
    values = {"organisation": organisation_id, "id": word_id}
    return tx.execute(_REMOVE_WORD, values).rowcount == 1


def add_outage(
    tx: Connection,
    actor: Actor,
    outage_id: UUID,
    at: Placed,
    *,
    during: tuple[datetime, datetime | None],
    reason: str,
    now: datetime,
) -> None:
    values = {
        "organisation": actor.organisation_id,
        "id": outage_id,
        **end(at),
        "from_at": during[0],
        "to_at": during[1],
        "reason": reason,
        "by": actor.recorded_id,
        "now": now,
    }
    tx.execute(_ADD_OUTAGE, values)


def end_outage(tx: Connection, organisation_id: UUID, outage_id: UUID, now: datetime) -> bool:
    values = {"organisation": organisation_id, "id": outage_id, "now": now}
    dropped = tx.execute(_DROP_OUTAGE, values).rowcount
    return bool(dropped or tx.execute(_END_OUTAGE, values).rowcount)
