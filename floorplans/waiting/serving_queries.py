"""The SQL of going through wait lists: what is due, whose turn it is, and what became of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, RowMapping, text

from floorplans.actor import Actor, Role
from floorplans.bookings.views import Window
from floorplans.database import Query
from floorplans.waiting.views import Chance, Mode, Offer

#: What ``wait_served`` says when it is somebody else's turn, or the wait has ended.
NOT_THEIR_TURN = "FP049"
_VERSION = text("""
SELECT coalesce((SELECT v.version FROM floor_version v
  WHERE v.organisation_id = :organisation AND v.floor_id = :floor), 0)
""")
_SERVED = text("""
UPDATE wait_floor SET served_version = greatest(served_version, :version), served_at = :now
WHERE organisation_id = :organisation AND floor_id = :floor
""")
# Whoever has left waits for nothing; nor does anybody once there is too little left.
_END = text("""
UPDATE wait w SET changed_at = :now,
  state = CASE WHEN w.over_at <= :now THEN 'over' ELSE 'left' END
FROM person p
WHERE w.organisation_id = :organisation AND w.floor_id = :floor AND w.state = 'waiting'
  AND p.organisation_id = w.organisation_id AND p.id = w.person_id
  AND (w.over_at <= :now OR p.left_at IS NOT NULL)
""")
# What was done with the booking itself is an answer as well: other hours, another place, something
# brought along. That its place was closed and opened, or gone from a plan and back, is none.
_ANSWERED = text("""
UPDATE wait w SET changed_at = :now, answer_by = NULL, state = CASE
  WHEN b.state = 'released' THEN 'unanswered'
  WHEN b.state IN ('cancelled', 'declined') OR upper(b.during) <= :now THEN 'declined'
  ELSE 'booked' END
FROM booking b
WHERE w.organisation_id = :organisation AND w.floor_id = :floor AND w.state = 'offered'
  AND b.organisation_id = w.organisation_id AND b.id = w.booking_id
  AND (b.state IN ('cancelled', 'released', 'declined', 'checked_in')
    OR upper(b.during) <= :now
    OR b.during <> tstzrange(greatest(lower(w.during), w.changed_at), upper(w.during))
    OR b.space_id <> w.space_id
    OR EXISTS (
      SELECT FROM bringing g WHERE g.organisation_id = b.organisation_id AND g.booking_id = b.id)
    -- Where any place would do, each change counts but for those.
    OR w.space_id IS NULL AND b.sequence > (
      SELECT count(*) + count(*) FILTER (WHERE h.answer = 'returned') FROM booking_hold h
      WHERE h.organisation_id = b.organisation_id AND h.booking_id = b.id))
""")
_UNANSWERED = text("""
SELECT w.id AS wait_id, w.booking_id, b.space_id, w.answer_by
FROM wait w
JOIN booking b ON b.organisation_id = w.organisation_id AND b.id = w.booking_id
WHERE w.organisation_id = :organisation AND w.floor_id = :floor AND w.state = 'offered'
  AND w.answer_by <= :now
ORDER BY w.number FOR UPDATE OF w SKIP LOCKED
""")
_GIVE_UP = text("""
WITH freed AS (
  UPDATE booking SET state = 'cancelled', changed_at = :now
  WHERE organisation_id = :organisation AND id = :booking
    AND state IN ('confirmed', 'requested', 'held')
    AND EXISTS (SELECT FROM wait WHERE organisation_id = :organisation AND id = :id
      AND state = 'offered')
  RETURNING id)
UPDATE wait SET state = 'unanswered', answer_by = NULL, changed_at = :now
WHERE organisation_id = :organisation AND id = :id AND state = 'offered'
  AND EXISTS (SELECT FROM freed)
RETURNING id
""")
_NEXT = text("""
SELECT w.id AS wait_id, w.number, w.person_id, p.role, p.name AS person_name, p.email,
  w.books_itself, lower(w.during) AS from_at, upper(w.during) AS to_at, t.time_zone, w.created_at,
  x.free,
  EXISTS (
    SELECT FROM booking b
    JOIN space s ON s.organisation_id = b.organisation_id AND s.id = b.space_id AND s.kind = w.kind
    WHERE b.organisation_id = w.organisation_id AND b.person_id = w.person_id
      AND b.during && h.hours AND upper(b.during) > :now
      AND b.state IN ('held', 'confirmed', 'checked_in')) AS has_own
FROM wait w
JOIN person p ON p.organisation_id = w.organisation_id AND p.id = w.person_id
JOIN floor f ON f.organisation_id = w.organisation_id AND f.id = w.floor_id
JOIN site t ON t.organisation_id = f.organisation_id AND t.id = f.site_id
CROSS JOIN LATERAL (
  SELECT tstzrange(greatest(lower(w.during), :now), upper(w.during)) AS hours OFFSET 0) h
CROSS JOIN LATERAL (
  SELECT free_for_wish(w.floor_id, w.space_id, w.kind, w.zone_id, h.hours) AS free OFFSET 0) x
WHERE w.organisation_id = :organisation AND w.floor_id = :floor AND w.state = 'waiting'
  AND w.number > :after AND w.over_at > :now AND p.left_at IS NULL AND cardinality(x.free) > 0
ORDER BY w.number LIMIT 1
""")
_PASS = text("""
UPDATE wait SET refusal = CAST(:refusal AS jsonb), passed_version = :version
WHERE organisation_id = :organisation AND id = :id AND state = 'waiting'
""")
_DUE = text("SELECT organisation_id, floor_id FROM floors_to_serve(:now, :looked_before)")
_FORGET = text("SELECT forget_waits(:before)")


def due(tx: Connection, now: datetime, looked_before: datetime) -> list[tuple[UUID, UUID]]:
    """Organisations and floors whose lists are to be gone through."""
    found = tx.execute(_DUE, {"now": now, "looked_before": looked_before})
    return [(row.organisation_id, row.floor_id) for row in found]


def forget(tx: Connection, before: datetime) -> int:
    return int(tx.execute(_FORGET, {"before": before}).scalar_one())


def version(tx: Connection, organisation_id: UUID, floor_id: UUID) -> int:
    return int(tx.execute(_VERSION, _floor(organisation_id, floor_id)).scalar_one())


def served(
    tx: Connection, organisation_id: UUID, floor_id: UUID, at_version: int, now: datetime
) -> None:
    values = _floor(organisation_id, floor_id) | {"version": at_version, "now": now}
    tx.execute(_SERVED, values)


def end_what_is_over(tx: Connection, organisation_id: UUID, floor_id: UUID, now: datetime) -> None:
    """End the waits whose time has come, and note what people answered by their bookings."""
    values = _floor(organisation_id, floor_id) | {"now": now}
    tx.execute(_END, values)
    tx.execute(_ANSWERED, values)


def unanswered(tx: Connection, organisation_id: UUID, floor_id: UUID, now: datetime) -> list[Offer]:
    """Lock the offers that nobody answered in time; those that somebody answers now are left."""
    values = _floor(organisation_id, floor_id) | {"now": now}
    return [Offer(**row) for row in tx.execute(_UNANSWERED, values).mappings()]


def give_up(tx: Connection, organisation_id: UUID, offer: Offer, now: datetime) -> bool:
    """Free the place of an offer and end its wait, both or neither."""
    values = {
        "organisation": organisation_id,
        "id": offer.wait_id,
        "booking": offer.booking_id,
        "now": now,
    }
    return tx.execute(_GIVE_UP, values).one_or_none() is not None


def next_chance(
    tx: Connection, organisation_id: UUID, floor_id: UUID, after: int, now: datetime
) -> Chance | None:
    """The first of those who asked after number ``after`` for whom something is free now."""
    values = _floor(organisation_id, floor_id) | {"after": after, "now": now}
    row = tx.execute(_NEXT, values).mappings().one_or_none()
    return None if row is None else _chance(row, organisation_id)


def serving(
    chance: Chance, at_version: int, answer_by: datetime | None
) -> Callable[[Query], Query]:
    """Makes of the statement that writes a booking one that ends a wait with it, or offers it.

    It raises ``NOT_THEIR_TURN``, and books nothing, when the wait has ended or somebody who asked
    earlier could have this space.
    """

    def also(query: Query) -> Query:
        # In a CASE, which alone is sure not to call it for what was not booked.
        statement = f"""
        WITH w AS MATERIALIZED ({query.statement})
        SELECT * FROM w WHERE CASE WHEN w.booked THEN wait_served(
          %(organisation)s, %(of_wait)s, %(at_version)s, %(id)s, %(space)s,
          %(answer_by)s::timestamptz, %(now)s) ELSE true END
        """  # noqa: S608 - only a constant of the bookings' own
        own = {"of_wait": chance.wait_id, "at_version": at_version, "answer_by": answer_by}
        return Query(statement, {**query.values, **own})

    return also


def go_past(
    tx: Connection, organisation_id: UUID, wait_id: UUID, refusal: dict[str, Any], at_version: int
) -> None:
    """Note why somebody was not served although it was their turn, and let the next one have it."""
    values = {
        "organisation": organisation_id,
        "id": wait_id,
        "refusal": json.dumps(refusal),
        "version": at_version,
    }
    tx.execute(_PASS, values)


def _floor(organisation_id: UUID, floor_id: UUID) -> dict[str, Any]:
    return {"organisation": organisation_id, "floor": floor_id}


def _chance(row: RowMapping, organisation_id: UUID) -> Chance:
    person = (row["person_id"], Role(row["role"]), row["person_name"], row["email"])
    return Chance(
        wait_id=row["wait_id"],
        number=row["number"],
        owner=Actor(organisation_id, *person),
        mode=Mode.BOOK if row["books_itself"] else Mode.ASK,
        window=Window(row["from_at"], row["to_at"]),
        time_zone=row["time_zone"],
        created_at=row["created_at"],
        has_own=row["has_own"],
        free=tuple(row["free"]),
    )
