"""The SQL of what is booked together: places of a space, joined rooms, and whole zones."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, RowMapping, text

from floorplans.bookings.views import Window
from floorplans.database import Query

_COMPOSITES = """
SELECT s.id, s.floor_id, s.kind, s.name, s.capacity, s.zone_id, s.ended_at IS NULL AS is_there,
  ARRAY(SELECT j.part_id FROM joined_space j
        WHERE j.organisation_id = s.organisation_id AND j.space_id = s.id ORDER BY j.part_id)
    AS part_ids,
  (SELECT count(*) FROM space_part p
   WHERE p.organisation_id = s.organisation_id AND p.whole_id = s.id) AS takes
FROM space s
WHERE s.organisation_id = :organisation AND s.is_composite AND s.bookable
"""
_OF_FLOOR = text(_COMPOSITES + " AND s.floor_id = :floor ORDER BY s.name, s.id")
_ONE = text(_COMPOSITES + " AND s.id = :id")
_FLOOR = text("SELECT id FROM floor WHERE organisation_id = :organisation AND id = :floor")
_PARTS = text("""
SELECT id, kind, category, name, capacity FROM space
WHERE organisation_id = :organisation AND floor_id = :floor AND id = ANY(CAST(:ids AS uuid[]))
  AND bookable AND ended_at IS NULL AND NOT is_composite
ORDER BY name, id
""")
_ZONE = text("""
SELECT z.id, z.floor_id, z.name,
  (SELECT s.id FROM space s WHERE s.organisation_id = z.organisation_id AND s.zone_id = z.id) AS own
FROM zone z WHERE z.organisation_id = :organisation AND z.id = :id AND z.ended_at IS NULL
""")
_INSERT = text("""
INSERT INTO space (organisation_id, id, floor_id, kind, category, name, capacity, bookable, zone_id,
  is_composite, created_at)
VALUES (:organisation, :id, :floor, :kind, :category, :name, :capacity, true, :zone, true, :now)
""")
_JOIN = text("""
INSERT INTO joined_space (organisation_id, space_id, part_id, floor_id)
SELECT :organisation, :id, unnest(CAST(:parts AS uuid[])), :floor
""")
_OF_THESE = text("""
SELECT s.name FROM space s
JOIN joined_space j ON j.organisation_id = s.organisation_id AND j.space_id = s.id
WHERE s.organisation_id = :organisation AND s.floor_id = :floor AND s.is_composite AND s.bookable
  AND s.ended_at IS NULL AND s.zone_id IS NULL
GROUP BY s.id, s.name
HAVING array_agg(j.part_id ORDER BY j.part_id) = CAST(:parts AS uuid[])
LIMIT 1
""")
_SEPARATE = text("""
UPDATE space SET bookable = false, ended_at = coalesce(ended_at, :now)
WHERE organisation_id = :organisation AND id = :id
""")
_BOOK_AGAIN = text("""
UPDATE space SET bookable = true, ended_at = NULL, name = :name
WHERE organisation_id = :organisation AND id = :id
""")
_PLACES = text("""
UPDATE space SET places = :places
WHERE organisation_id = :organisation AND id = :id AND bookable AND ended_at IS NULL
  AND NOT is_composite
RETURNING floor_id
""")
_MOST_AT_ONCE = text("""
SELECT coalesce(max(n), 0) FROM (
  SELECT count(*) AS n FROM booking b
  JOIN booking o ON o.organisation_id = b.organisation_id AND o.space_id = b.space_id
    AND o.during @> lower(b.during) AND o.state IN ('held', 'confirmed', 'checked_in')
  WHERE b.organisation_id = :organisation AND b.space_id = :id AND upper(b.during) > :now
    AND b.state IN ('held', 'confirmed', 'checked_in')
  GROUP BY b.id) x
""")
# A booking of the space itself tells more than one of what is booked together with it.
_IN_THE_WAY = """
SELECT s.id, s.kind, s.name FROM (
  SELECT %(id)s::uuid AS space_id
  UNION ALL
  SELECT p.part_id FROM space_part p
  WHERE p.organisation_id = %(organisation)s AND p.whole_id = %(id)s) own
JOIN taking k ON k.organisation_id = %(organisation)s AND k.space_id = own.space_id
  AND k.during && tstzrange(%(from_at)s::timestamptz, %(to_at)s::timestamptz)
JOIN booking b ON b.organisation_id = k.organisation_id AND b.id = k.booking_id
JOIN space s ON s.organisation_id = b.organisation_id AND s.id = b.space_id
-- Asked once, before anything is read: most spaces are booked by themselves alone.
WHERE has_company(%(id)s) AND b.id IS DISTINCT FROM %(apart_from)s::uuid
ORDER BY b.space_id <> %(id)s, lower(k.during), s.name, s.id LIMIT 1
"""
_LOCK = text("SELECT lock_spaces(:id, NULL)")
_AGAIN = text("SELECT take_places_again(:id, :now)")


def of_floor(tx: Connection, organisation_id: UUID, floor_id: UUID) -> Sequence[RowMapping]:
    """What is booked together on a floor, by name; also what no plan in force has at the moment."""
    values = {"organisation": organisation_id, "floor": floor_id}
    return tx.execute(_OF_FLOOR, values).mappings().all()


def one(tx: Connection, organisation_id: UUID, space_id: UUID) -> RowMapping | None:
    values = {"organisation": organisation_id, "id": space_id}
    return tx.execute(_ONE, values).mappings().one_or_none()


def has_floor(tx: Connection, organisation_id: UUID, floor_id: UUID) -> bool:
    values = {"organisation": organisation_id, "floor": floor_id}
    return tx.execute(_FLOOR, values).one_or_none() is not None


def parts(
    tx: Connection, organisation_id: UUID, floor_id: UUID, ids: Sequence[UUID]
) -> Sequence[RowMapping]:
    """Those of ``ids`` that can be booked on the floor by themselves, by name."""
    values = {"organisation": organisation_id, "floor": floor_id, "ids": list(ids)}
    return tx.execute(_PARTS, values).mappings().all()


def zone(tx: Connection, organisation_id: UUID, zone_id: UUID) -> RowMapping | None:
    """A zone, with the space that stands for it (``own``) if it ever could be booked."""
    values = {"organisation": organisation_id, "id": zone_id}
    return tx.execute(_ZONE, values).mappings().one_or_none()


def name_of_these(
    tx: Connection, organisation_id: UUID, floor_id: UUID, part_ids: Sequence[UUID]
) -> str | None:
    """What these very rooms, in the order of their ids, are called as one; None if not joined."""
    values = {"organisation": organisation_id, "floor": floor_id, "parts": list(part_ids)}
    found: str | None = tx.execute(_OF_THESE, values).scalar_one_or_none()
    return found


def add(
    tx: Connection,
    organisation_id: UUID,
    floor_id: UUID,
    space_id: UUID,
    *,
    kind: str,
    category: str,
    name: str,
    capacity: int,
    zone_id: UUID | None,
    part_ids: Sequence[UUID],
    now: datetime,
) -> None:
    key = {"organisation": organisation_id, "floor": floor_id, "id": space_id}
    told = {"kind": kind, "category": category, "name": name, "capacity": capacity}
    tx.execute(_INSERT, {**key, **told, "zone": zone_id, "now": now})
    if part_ids:
        tx.execute(_JOIN, {**key, "parts": list(part_ids)})


def book_again(tx: Connection, organisation_id: UUID, space_id: UUID, name: str) -> None:
    tx.execute(_BOOK_AGAIN, {"organisation": organisation_id, "id": space_id, "name": name})


def separate(tx: Connection, organisation_id: UUID, space_id: UUID, now: datetime) -> None:
    tx.execute(_SEPARATE, {"organisation": organisation_id, "id": space_id, "now": now})


def lock(tx: Connection, space_id: UUID) -> None:
    """Lock a space as whoever books it does."""
    tx.execute(_LOCK, {"id": space_id})


def most_at_once(tx: Connection, organisation_id: UUID, space_id: UUID, now: datetime) -> int:
    """How many bookings of a space run at once at most, now or later."""
    values = {"organisation": organisation_id, "id": space_id, "now": now}
    found: int = tx.execute(_MOST_AT_ONCE, values).scalar_one()
    return found


def set_places(
    tx: Connection, organisation_id: UUID, space_id: UUID, places: int, now: datetime
) -> bool:
    """Let so many book a space at once; tells whether there is such a space that can be booked.

    It is locked. Bookings to come are given their places.
    """
    values = {"organisation": organisation_id, "id": space_id, "places": places}
    if tx.execute(_PLACES, values).one_or_none() is None:
        return False
    tx.execute(_AGAIN, {"id": space_id, "now": now})
    return True


def in_the_way(
    organisation_id: UUID, space_id: UUID, window: Window, apart_from: UUID | None
) -> Query:
    """The space (id, kind, name) whose booking keeps this one from being booked, or no row."""
    values = {"organisation": organisation_id, "id": space_id, "apart_from": apart_from}
    hours = {"from_at": window.from_at, "to_at": window.to_at}
    return Query(_IN_THE_WAY, values | hours)
