"""The SQL of equipment."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection, text

from floorplans.equipment.views import Bring, KitPart, Left

# All of the site, and what is for that floor alone.
_LEFT = text("""
SELECT e.id, e.kind, e.name, e.kept_at, e.floor_id, e.owned - e.broken AS usable,
  greatest(e.owned - e.broken - equipment_out(
    e.organisation_id, e.id, tstzrange(:from_at, :to_at), CAST(:apart_from AS uuid)), 0) AS left
FROM floor f
JOIN equipment e ON e.organisation_id = f.organisation_id AND e.site_id = f.site_id
  AND e.ended_at IS NULL AND coalesce(e.floor_id, f.id) = f.id
WHERE f.organisation_id = :organisation AND f.id = :floor
ORDER BY e.kind, lower(e.name), e.id
""")
_HAS_ANY = text("""
SELECT EXISTS (SELECT FROM equipment WHERE organisation_id = :organisation AND ended_at IS NULL)
""")
_KITS = text("""
SELECT k.space_id, k.equipment_id, k.count
FROM space_kit k
JOIN space s ON s.organisation_id = k.organisation_id AND s.id = k.space_id
  AND s.floor_id = :floor AND s.ended_at IS NULL
JOIN equipment e ON e.organisation_id = k.organisation_id AND e.id = k.equipment_id
  AND e.ended_at IS NULL
WHERE k.organisation_id = :organisation
ORDER BY k.space_id, e.kind, lower(e.name)
""")
_FLOOR = text(
    "SELECT EXISTS (SELECT FROM floor WHERE organisation_id = :organisation AND id = :id)"
)
_SET = text("""
INSERT INTO bringing (organisation_id, booking_id, equipment_id, count, created_at)
VALUES (:organisation, :booking, :equipment, :count, :now)
ON CONFLICT (organisation_id, booking_id, equipment_id)
DO UPDATE SET count = excluded.count, created_at = excluded.created_at
WHERE bringing.count <> excluded.count
""")
_LEAVE = text("""
DELETE FROM bringing
WHERE organisation_id = :organisation AND booking_id = :booking
  AND NOT equipment_id = ANY(CAST(:kept AS uuid[]))
""")
# All at once, in the order in which everybody locks them.
_LOCK_ALL = text("""
SELECT id FROM equipment
WHERE organisation_id = :organisation AND (id = ANY(CAST(:kept AS uuid[])) OR id IN (
  SELECT equipment_id FROM bringing
  WHERE organisation_id = :organisation AND booking_id = :booking))
ORDER BY id FOR NO KEY UPDATE
""")
# A calendar's entry tells what goes with it, so it is another one now.
_COUNTED = text("""
UPDATE booking SET changed_at = :now, sequence = sequence + 1
WHERE organisation_id = :organisation AND id = ANY(CAST(:bookings AS uuid[]))
""")
_KNOWN = text("""
SELECT id, name FROM equipment
WHERE organisation_id = :organisation AND id = ANY(CAST(:ids AS uuid[])) AND ended_at IS NULL
""")
# Whenever something comes back the hours may do.
_SOON = text("""
SELECT x.at
FROM (
  SELECT DISTINCT upper(l.during) AS at FROM lending l
  WHERE l.organisation_id = :organisation AND l.equipment_id = ANY(CAST(:ids AS uuid[]))
    AND upper(l.during) > :from_at AND upper(l.during) <= :latest
) x
WHERE NOT is_space_taken(:space, tstzrange(x.at, x.at + :length), NULL)
  AND NOT EXISTS (
    SELECT FROM jsonb_to_recordset(CAST(:bring AS jsonb)) AS w (equipment_id uuid, count integer)
    JOIN equipment e ON e.organisation_id = :organisation AND e.id = w.equipment_id
    WHERE e.owned - e.broken - equipment_out(
      e.organisation_id, e.id, tstzrange(x.at, x.at + :length), NULL) < w.count)
ORDER BY x.at LIMIT :most
""")

_ALIKE = text("""
SELECT x.id, x.name, x.left
FROM (
  SELECT e.id, e.name, e.owned - e.broken - equipment_out(
    e.organisation_id, e.id, tstzrange(:from_at, :to_at), NULL) AS left
  FROM equipment o
  JOIN space s ON s.organisation_id = o.organisation_id AND s.id = :space
  JOIN floor f ON f.organisation_id = s.organisation_id AND f.id = s.floor_id
  JOIN equipment e ON e.organisation_id = o.organisation_id AND e.kind = o.kind AND e.id <> o.id
    AND e.ended_at IS NULL AND e.site_id = f.site_id AND coalesce(e.floor_id, f.id) = f.id
  WHERE o.organisation_id = :organisation AND o.id = :id
) x
WHERE x.left >= :wanted ORDER BY lower(x.name), x.id
""")


def has_any(tx: Connection, organisation_id: UUID) -> bool:
    return bool(tx.execute(_HAS_ANY, {"organisation": organisation_id}).scalar_one())


def floor_exists(tx: Connection, organisation_id: UUID, floor_id: UUID) -> bool:
    return bool(tx.execute(_FLOOR, {"organisation": organisation_id, "id": floor_id}).scalar_one())


def left(
    tx: Connection,
    organisation_id: UUID,
    floor_id: UUID,
    from_at: datetime,
    to_at: datetime,
    *,
    apart_from: UUID | None = None,
) -> tuple[Left, ...]:
    """How many of each thing that goes to a floor are left all through some hours.

    What ``apart_from`` has counts as left, for whoever changes that booking.
    """
    values = {
        "organisation": organisation_id,
        "floor": floor_id,
        "from_at": from_at,
        "to_at": to_at,
        "apart_from": apart_from,
    }
    return tuple(Left(**row) for row in tx.execute(_LEFT, values).mappings())


def kits(tx: Connection, organisation_id: UUID, floor_id: UUID) -> tuple[KitPart, ...]:
    """What belongs to each place of a floor."""
    values = {"organisation": organisation_id, "floor": floor_id}
    return tuple(KitPart(**row) for row in tx.execute(_KITS, values).mappings())


def known(tx: Connection, organisation_id: UUID, wanted: Sequence[Bring]) -> bool:
    """Whether all that is wanted is equipment of the organisation."""
    return len(named(tx, organisation_id, wanted)) == len(wanted)


def named(tx: Connection, organisation_id: UUID, wanted: Sequence[Bring]) -> dict[UUID, str]:
    """What the wanted things are called, as far as they are the organisation's."""
    ids = [each.equipment_id for each in wanted]
    rows = tx.execute(_KNOWN, {"organisation": organisation_id, "ids": ids})
    return {row.id: row.name for row in rows}


def set_brought(
    tx: Connection,
    organisation_id: UUID,
    booking_id: UUID,
    wanted: Sequence[Bring],
    now: datetime,
) -> None:
    """Have a booking bring exactly this; the database refuses where too few are left."""
    own = {"organisation": organisation_id, "booking": booking_id}
    kept = {"kept": [each.equipment_id for each in wanted]}
    tx.execute(_LOCK_ALL, own | kept)
    tx.execute(_LEAVE, own | kept)
    for each in wanted:
        tx.execute(_SET, own | {"equipment": each.equipment_id, "count": each.count, "now": now})
    changed(tx, organisation_id, [booking_id], now)


def changed(tx: Connection, organisation_id: UUID, bookings: Sequence[UUID], now: datetime) -> None:
    """Have calendars take the entries of bookings for newer."""
    tx.execute(_COUNTED, {"organisation": organisation_id, "bookings": list(bookings), "now": now})


def soon(
    tx: Connection,
    organisation_id: UUID,
    space_id: UUID,
    wanted: Sequence[Bring],
    hours: tuple[datetime, timedelta],
    *,
    within: timedelta,
    most: int,
) -> list[datetime]:
    """When a space and all that is wanted could next be had together for as long."""
    from_at, length = hours
    told = [{"equipment_id": str(each.equipment_id), "count": each.count} for each in wanted]
    values = {
        "organisation": organisation_id,
        "ids": [each.equipment_id for each in wanted],
        "space": space_id,
        "bring": json.dumps(told),
        "from_at": from_at,
        "length": length,
        "latest": from_at + within,
        "most": most,
    }
    return list(tx.execute(_SOON, values).scalars())


def alike(  # noqa: PLR0917 - what is wanted, of what, where and when
    tx: Connection,
    organisation_id: UUID,
    space_id: UUID,
    equipment_id: UUID,
    wanted: int,
    from_at: datetime,
    to_at: datetime,
) -> list[dict[str, object]]:
    """Other equipment of the same kind of which so many are left where a space is, by name."""
    values = {
        "organisation": organisation_id,
        "space": space_id,
        "id": equipment_id,
        "wanted": wanted,
        "from_at": from_at,
        "to_at": to_at,
    }
    rows = tx.execute(_ALIKE, values)
    return [{"equipment_id": str(row.id), "name": row.name, "left": row.left} for row in rows]
