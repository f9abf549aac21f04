"""The SQL of keeping equipment: what facility staff see and write."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, text

from floorplans.equipment.views import EquipmentView, HandOut, KitOf, Lost, Things, Where

_LIVE = "('held', 'confirmed', 'checked_in')"

_ALL = text("""
SELECT e.id, e.site_id, e.floor_id, e.kind, e.name, e.kept_at, e.owned, e.broken,
  t.name AS site_name, f.name AS floor_name,
  equipment_out(e.organisation_id, e.id, tstzrange(:now, :now, '[]'), NULL) AS out
FROM equipment e
JOIN site t ON t.organisation_id = e.organisation_id AND t.id = e.site_id
LEFT JOIN floor f ON f.organisation_id = e.organisation_id AND f.id = e.floor_id
WHERE e.organisation_id = :organisation AND e.ended_at IS NULL
  AND (CAST(:id AS uuid) IS NULL OR e.id = :id)
ORDER BY lower(t.name), e.kind, lower(e.name), e.id
""")
_KIT_OF = text("""
SELECT k.equipment_id, s.id AS space_id, s.name AS space_name, s.kind, f.name AS floor_name,
  k.count
FROM space_kit k
JOIN space s ON s.organisation_id = k.organisation_id AND s.id = k.space_id AND s.ended_at IS NULL
JOIN floor f ON f.organisation_id = s.organisation_id AND f.id = s.floor_id
WHERE k.organisation_id = :organisation AND (CAST(:id AS uuid) IS NULL OR k.equipment_id = :id)
ORDER BY lower(f.name), lower(s.name), s.id
""")
_WHERE = text("""
SELECT EXISTS (
  SELECT FROM site t
  WHERE t.organisation_id = :organisation AND t.id = :site
    AND (CAST(:floor AS uuid) IS NULL OR EXISTS (
      SELECT FROM floor f
      WHERE f.organisation_id = t.organisation_id AND f.id = :floor AND f.site_id = t.id)))
""")
_INSERT = text("""
INSERT INTO equipment (organisation_id, id, site_id, floor_id, kind, name, kept_at, owned, broken,
  created_at, changed_at)
VALUES (:organisation, :id, :site, :floor, :kind, :name, :kept_at, :owned, :broken, :now, :now)
""")
_UPDATE = text("""
UPDATE equipment SET kind = :kind, name = :name, kept_at = :kept_at, owned = :owned,
  broken = :broken, changed_at = :now
WHERE organisation_id = :organisation AND id = :id
""")
_END = text("""
UPDATE equipment SET ended_at = :now, changed_at = :now
WHERE organisation_id = :organisation AND id = :id
""")
_LOCK = text("""
SELECT id FROM equipment
WHERE organisation_id = :organisation AND id = :id AND ended_at IS NULL FOR NO KEY UPDATE
""")
# Bookings are locked before things, by everybody.
_LOCK_BOOKINGS = text("""
SELECT b.id FROM booking b
JOIN bringing g ON g.organisation_id = b.organisation_id AND g.booking_id = b.id
  AND g.equipment_id = :id
WHERE b.organisation_id = :organisation AND upper(b.during) > :now
ORDER BY b.id FOR NO KEY UPDATE OF b
""")
_PROMISED = text("""
SELECT equipment_out(:organisation, :id, tstzrange(:now, NULL), NULL)
""")
# Of all that are out together at a moment with too many, the one who asked last; who has it in
# hand before who is to get it.
_LAST_TOO_MANY = text(f"""
SELECT g.booking_id
FROM bringing g
JOIN booking b ON b.organisation_id = g.organisation_id AND b.id = g.booking_id
  AND b.state IN {_LIVE} AND upper(b.during) > :now
WHERE g.organisation_id = :organisation AND g.equipment_id = :id
  AND EXISTS (
    SELECT FROM lending m
    WHERE m.organisation_id = :organisation AND m.equipment_id = :id
      AND b.during @> greatest(lower(m.during), :now)
      AND (SELECT count(*) FROM lending l
           WHERE l.organisation_id = :organisation AND l.equipment_id = :id
             AND l.during @> greatest(lower(m.during), :now)) > :usable)
ORDER BY lower(b.during) <= :now, g.created_at DESC, g.booking_id DESC LIMIT 1
""")  # noqa: S608 - only the constant above
_TAKE_AWAY = text("""
WITH gone AS (
  DELETE FROM bringing
  WHERE organisation_id = :organisation AND booking_id = :booking AND equipment_id = :id
  RETURNING organisation_id, booking_id, count)
SELECT b.id AS booking_id, p.name AS person_name, s.name AS space_name, t.time_zone,
  lower(b.during) AS from_at, upper(b.during) AS to_at, gone.count
FROM gone
JOIN booking b ON b.organisation_id = gone.organisation_id AND b.id = gone.booking_id
JOIN person p ON p.organisation_id = b.organisation_id AND p.id = b.person_id
JOIN space s ON s.organisation_id = b.organisation_id AND s.id = b.space_id
JOIN floor f ON f.organisation_id = b.organisation_id AND f.id = b.floor_id
JOIN site t ON t.organisation_id = f.organisation_id AND t.id = f.site_id
""")
_SET_KIT = text("""
INSERT INTO space_kit (organisation_id, space_id, equipment_id, count)
SELECT s.organisation_id, s.id, e.id, :count
FROM space s
JOIN floor f ON f.organisation_id = s.organisation_id AND f.id = s.floor_id
JOIN equipment e ON e.organisation_id = s.organisation_id AND e.id = :id AND e.ended_at IS NULL
  AND e.site_id = f.site_id AND coalesce(e.floor_id, f.id) = f.id
WHERE s.organisation_id = :organisation AND s.id = :space AND s.ended_at IS NULL
ON CONFLICT (organisation_id, space_id, equipment_id) DO UPDATE SET count = excluded.count
RETURNING space_id
""")
# Desks are too many to choose from; whoever wants one of them says which by the API.
_MAY_HAVE_KIT = text("""
SELECT s.id, s.name, f.name AS floor_name
FROM equipment e
JOIN floor f ON f.organisation_id = e.organisation_id AND f.site_id = e.site_id
  AND coalesce(e.floor_id, f.id) = f.id
JOIN space s ON s.organisation_id = f.organisation_id AND s.floor_id = f.id AND s.ended_at IS NULL
  AND s.bookable AND s.kind IN ('room', 'booth', 'area')
WHERE e.organisation_id = :organisation AND e.id = :id
ORDER BY lower(f.name), lower(s.name), s.id
""")
_DROP_KIT = text("""
DELETE FROM space_kit
WHERE organisation_id = :organisation AND equipment_id = :id
  AND (CAST(:space AS uuid) IS NULL OR space_id = :space)
""")
_HAND_OUTS = text(f"""
SELECT b.id AS booking_id, e.id AS equipment_id, e.name, e.kept_at, g.count,
  lower(b.during) AS from_at, upper(b.during) AS to_at, t.time_zone,
  s.name AS space_name, s.kind, f.name AS floor_name, p.name AS person_name
FROM booking b
JOIN bringing g ON g.organisation_id = b.organisation_id AND g.booking_id = b.id
JOIN equipment e ON e.organisation_id = g.organisation_id AND e.id = g.equipment_id
JOIN space s ON s.organisation_id = b.organisation_id AND s.id = b.space_id
JOIN floor f ON f.organisation_id = b.organisation_id AND f.id = b.floor_id
JOIN site t ON t.organisation_id = f.organisation_id AND t.id = f.site_id
JOIN person p ON p.organisation_id = b.organisation_id AND p.id = b.person_id
WHERE b.organisation_id = :organisation AND b.state IN {_LIVE}
  AND upper(b.during) > :now AND lower(b.during) < :until
ORDER BY lower(b.during), lower(s.name), lower(e.name), b.id LIMIT :most
""")  # noqa: S608 - only the constant above


def equipment(
    tx: Connection, organisation_id: UUID, now: datetime, equipment_id: UUID | None = None
) -> list[EquipmentView]:
    """All equipment of the organisation by site, kind and name, or one."""
    own = {"organisation": organisation_id, "id": equipment_id}
    kit: dict[UUID, list[KitOf]] = defaultdict(list)
    for row in tx.execute(_KIT_OF, own).mappings():
        values = dict(row)
        kit[values.pop("equipment_id")].append(KitOf(**values))
    rows = tx.execute(_ALL, own | {"now": now}).mappings()
    return [_view(row, tuple(kit[row["id"]])) for row in rows]


def where_exists(tx: Connection, organisation_id: UUID, things: Things) -> bool:
    """Whether the site is one of the organisation's, and the floor one of the site."""
    values = {"organisation": organisation_id, "site": things.site_id, "floor": things.floor_id}
    return bool(tx.execute(_WHERE, values).scalar_one())


def insert(
    tx: Connection, organisation_id: UUID, equipment_id: UUID, things: Things, now: datetime
) -> None:
    where = {"site": things.site_id, "floor": things.floor_id}
    tx.execute(_INSERT, where | _values(organisation_id, equipment_id, things, now))


def update(
    tx: Connection, organisation_id: UUID, equipment_id: UUID, things: Things, now: datetime
) -> None:
    tx.execute(_UPDATE, _values(organisation_id, equipment_id, things, now))


def end(tx: Connection, organisation_id: UUID, equipment_id: UUID, now: datetime) -> None:
    values = {"organisation": organisation_id, "id": equipment_id, "now": now}
    tx.execute(_END, values)
    tx.execute(_DROP_KIT, values | {"space": None})


def lock(
    tx: Connection, organisation_id: UUID, equipment_id: UUID, now: datetime
) -> frozenset[UUID] | None:
    """Keep everybody from taking of it until the transaction ends; None when there is none.

    Tells which bookings to come, of those that bring it, are locked as well: all but such as were
    written just now.
    """
    values = {"organisation": organisation_id, "id": equipment_id, "now": now}
    bookings = frozenset(tx.execute(_LOCK_BOOKINGS, values).scalars())
    found = tx.execute(_LOCK, values).scalar_one_or_none()
    return None if found is None else bookings


def take_away(
    tx: Connection,
    organisation_id: UUID,
    equipment_id: UUID,
    usable: int,
    now: datetime,
    *,
    locked: frozenset[UUID],
) -> list[Lost] | None:
    """Have bookings go without it until no more are promised than ``usable``, the latest first.

    None, and the transaction is to be left, where that would be a booking that is not ``locked``.
    """
    values = {"organisation": organisation_id, "id": equipment_id, "now": now, "usable": usable}
    lost = []
    while tx.execute(_PROMISED, values).scalar_one() > usable:
        booking_id = tx.execute(_LAST_TOO_MANY, values).scalar_one()
        if booking_id not in locked:
            return None
        row = tx.execute(_TAKE_AWAY, values | {"booking": booking_id}).mappings().one()
        lost.append(Lost(**row))
    return lost


def set_kit(
    tx: Connection, organisation_id: UUID, equipment_id: UUID, space_id: UUID, count: int
) -> bool:
    """Have so many belong to a place; False when it is not where they go."""
    values = {
        "organisation": organisation_id,
        "id": equipment_id,
        "space": space_id,
        "count": count,
    }
    return tx.execute(_SET_KIT, values).scalar_one_or_none() is not None


def may_have_kit(tx: Connection, organisation_id: UUID, equipment_id: UUID) -> list[Where]:
    """The rooms, booths and areas that equipment goes to, by floor and name."""
    rows = tx.execute(_MAY_HAVE_KIT, {"organisation": organisation_id, "id": equipment_id})
    return [Where(**row) for row in rows.mappings()]


def drop_kit(tx: Connection, organisation_id: UUID, equipment_id: UUID, space_id: UUID) -> None:
    tx.execute(_DROP_KIT, {"organisation": organisation_id, "id": equipment_id, "space": space_id})


def hand_outs(
    tx: Connection, organisation_id: UUID, now: datetime, until: datetime, most: int
) -> list[HandOut]:
    """What goes with bookings that run or begin until an instant, by when it is needed."""
    values = {"organisation": organisation_id, "now": now, "until": until, "most": most}
    return [HandOut(**row) for row in tx.execute(_HAND_OUTS, values).mappings()]


def _view(row: Mapping[Any, Any], kit_of: tuple[KitOf, ...]) -> EquipmentView:
    names = ("site_id", "floor_id", "kind", "name", "kept_at", "owned", "broken")
    return EquipmentView(
        id=row["id"],
        things=Things(**{name: row[name] for name in names}),
        site_name=row["site_name"],
        floor_name=row["floor_name"],
        out=row["out"],
        kit_of=kit_of,
    )


def _values(
    organisation_id: UUID, equipment_id: UUID, things: Things, now: datetime
) -> dict[str, object]:
    return {
        "organisation": organisation_id,
        "id": equipment_id,
        "kind": things.kind,
        "name": things.name,
        "kept_at": things.kept_at,
        "owned": things.owned,
        "broken": things.broken,
        "now": now,
    }
