"""The SQL of closures and of whom they affect."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, RowMapping, text

from floorplans.actor import Actor
from floorplans.closing.views import Affected, ClosedPlace, ClosureRequest, ClosureView
from floorplans.database import Database, Query
from floorplans.wording import place_title

_INSERT = text("""
INSERT INTO closure (organisation_id, id, floor_id, srid, space_id, zone_id, area, margin_m,
                     is_list, during, reason, created_by, created_at)
SELECT f.organisation_id, :id, f.id, f.srid, :space, :zone,
       ST_Transform(ST_SetSRID(ST_GeomFromGeoJSON(:area), 4326), f.srid), :margin_m, :is_list,
       tstzrange(:from_at, :to_at), :reason, :person, :now
FROM floor f WHERE f.organisation_id = :organisation AND f.id = :floor
""")
_INSERT_SPACES = text("""
INSERT INTO closure_space (organisation_id, closure_id, space_id, floor_id)
SELECT DISTINCT :organisation, CAST(:id AS uuid), x, CAST(:floor AS uuid)
FROM unnest(CAST(:spaces AS uuid[])) x
""")
# Asked under the floor's lock, so that of several at once one writes and the others find it.
_SAME = text("""
SELECT c.id FROM closure c JOIN floor f ON f.organisation_id = c.organisation_id
  AND f.id = c.floor_id
WHERE c.organisation_id = :organisation AND c.floor_id = :floor AND c.created_by = :person
  AND c.created_at >= :since AND c.reason = :reason
  AND c.during = tstzrange(:from_at, :to_at) AND c.margin_m = :margin_m
  AND c.space_id IS NOT DISTINCT FROM CAST(:space AS uuid)
  AND c.zone_id IS NOT DISTINCT FROM CAST(:zone AS uuid)
  AND ST_AsBinary(c.area) IS NOT DISTINCT FROM ST_AsBinary(
    ST_Transform(ST_SetSRID(ST_GeomFromGeoJSON(:area), 4326), f.srid))
  AND c.is_list = :is_list
  AND (NOT c.is_list OR ARRAY(SELECT x.space_id FROM closure_space x
      WHERE x.organisation_id = c.organisation_id AND x.closure_id = c.id ORDER BY 1)
    = ARRAY(SELECT DISTINCT y FROM unnest(CAST(:spaces AS uuid[])) y ORDER BY 1))
ORDER BY c.created_at, c.id LIMIT 1
""")
_TARGET = text("""
SELECT (CAST(:zone AS uuid) IS NULL OR EXISTS (
    SELECT FROM zone WHERE organisation_id = :organisation AND floor_id = :floor
      AND id = :zone AND ended_at IS NULL))
  AND NOT EXISTS (
    SELECT FROM unnest(CAST(:spaces AS uuid[])) x
    WHERE NOT EXISTS (
      SELECT FROM space s WHERE s.organisation_id = :organisation AND s.floor_id = :floor
        AND s.id = x AND (s.ended_at IS NULL OR EXISTS (
          SELECT FROM planned_space q
          JOIN plan_revision r ON r.organisation_id = q.organisation_id
            AND r.id = q.plan_revision_id
          WHERE q.organisation_id = :organisation AND q.space_id = s.id
            AND r.state = 'scheduled'))))
""")
# Half a degree is far beyond any site, and well within what its CRS can project.
_VALID = text("""
SELECT ST_IsValid(g) AND ST_Area(g) > 0
  AND ST_Contains(ST_Expand(t.position, 0.5), g)
FROM (SELECT ST_SetSRID(ST_GeomFromGeoJSON(:area), 4326) AS g) drawn, floor f
JOIN site t ON t.organisation_id = f.organisation_id AND t.id = f.site_id
WHERE f.organisation_id = :organisation AND f.id = :floor
""")
_SHAPE = text("""
SELECT ST_AsGeoJSON(geom_4326, 9)::json FROM space_shape
WHERE organisation_id = :organisation AND floor_id = :floor AND space_id = :space AND is_live
""")
_VIEW = """
SELECT c.id, c.floor_id, f.name AS floor_name, g.name AS building_name, t.time_zone,
  c.space_id, s.kind AS space_kind, s.name AS space_name, c.zone_id, z.name AS zone_name,
  c.is_list, ARRAY(
    SELECT l.space_id FROM closure_space l
    WHERE l.organisation_id = c.organisation_id AND l.closure_id = c.id ORDER BY 1) AS space_ids,
  ST_AsGeoJSON(ST_Transform(c.area, 4326), 7) AS area, c.margin_m,
  lower(c.during) AS from_at, upper(c.during) AS to_at, c.reason,
  x.bookings, x.waiting, x.moved
FROM closure c
JOIN floor f ON f.organisation_id = c.organisation_id AND f.id = c.floor_id
JOIN building g ON g.organisation_id = f.organisation_id AND g.id = f.building_id
JOIN site t ON t.organisation_id = f.organisation_id AND t.id = f.site_id
LEFT JOIN space s ON s.organisation_id = c.organisation_id AND s.id = c.space_id
LEFT JOIN zone z ON z.organisation_id = c.organisation_id AND z.id = c.zone_id
CROSS JOIN LATERAL (
  SELECT count(*) AS bookings,
    count(*) FILTER (WHERE h.answer IS NULL AND upper(h.during) > :now) AS waiting,
    count(*) FILTER (WHERE h.answer = 'moved') AS moved
  FROM booking_hold h
  WHERE h.organisation_id = c.organisation_id AND h.closure_id = c.id) x
WHERE c.organisation_id = :organisation
"""
_ONE = text(_VIEW + " AND c.id = :id")
_LOCK = text("""
SELECT floor_id FROM closure WHERE organisation_id = :organisation AND id = :id FOR UPDATE
""")
_FLOOR_OF = text("SELECT floor_id FROM closure WHERE organisation_id = :organisation AND id = :id")
_OF_FLOOR = text(
    _VIEW
    + " AND c.floor_id = :floor AND coalesce(upper(c.during) > :now, true)"
    + " ORDER BY lower(c.during), c.id"
)
_ALL = text(
    _VIEW
    + " AND coalesce(upper(c.during) > :since, true)"
    + " ORDER BY coalesce(upper(c.during) <= :now, false),"
    + " CASE WHEN upper(c.during) <= :now THEN -extract(epoch FROM upper(c.during))"
    + " ELSE extract(epoch FROM lower(c.during)) END, c.id LIMIT :most"
)
_CHANGE = text("""
UPDATE closure SET during = tstzrange(lower(during), :to_at), reason = :reason
WHERE organisation_id = :organisation AND id = :id
""")
_PUT_AWAY = text("""
UPDATE closure SET during = tstzrange(CAST(:now AS timestamptz) - interval '1 second', :now)
WHERE organisation_id = :organisation AND id = :id
""")
_DELETE = text("DELETE FROM closure WHERE organisation_id = :organisation AND id = :id")
_PLACES = text("""
SELECT DISTINCT s.id, s.name, s.kind
FROM closed_spaces(:floor, tstzrange(:from_at, :to_at)) x
JOIN space s ON s.organisation_id = :organisation AND s.id = x.space_id AND s.bookable
WHERE x.closure_id = :id
ORDER BY s.kind, s.name, s.id
""")
_SPACES = text("""
SELECT id, name, kind FROM space
WHERE organisation_id = :organisation AND floor_id = :floor AND bookable AND ended_at IS NULL
ORDER BY kind, length(name), name, id
""")
_ZONES = text("""
SELECT id, name, 'zone' AS kind FROM zone
WHERE organisation_id = :organisation AND floor_id = :floor AND ended_at IS NULL
ORDER BY name, id
""")
_AFFECTED = text("""
SELECT h.booking_id, p.id AS person_id, p.name AS person_name, p.email AS person_email,
  s.id AS space_id, s.name AS space_name, s.kind, lower(h.during) AS from_at,
  upper(h.during) AS to_at,
  CASE WHEN h.answer IS NOT NULL THEN h.answer WHEN upper(h.during) <= :now THEN 'over'
    ELSE 'waiting' END AS state,
  h.answered_at, m.name AS moved_to,
  ARRAY(
    SELECT n.name FROM booking_offer o
    JOIN space n ON n.organisation_id = o.organisation_id AND n.id = o.space_id
    WHERE o.organisation_id = h.organisation_id AND o.booking_id = h.booking_id
      AND h.answer IS NULL
    ORDER BY o.rank) AS offered
FROM booking_hold h
JOIN booking b ON b.organisation_id = h.organisation_id AND b.id = h.booking_id
JOIN person p ON p.organisation_id = b.organisation_id AND p.id = b.person_id
JOIN space s ON s.organisation_id = h.organisation_id AND s.id = h.space_id
LEFT JOIN space m ON m.organisation_id = h.organisation_id AND m.id = h.moved_to
WHERE h.organisation_id = :organisation AND h.closure_id = :id
ORDER BY h.answer IS NOT NULL, lower(h.during), p.name, h.booking_id
""")
_CLOSED_FOR = text("""
SELECT h.booking_id, c.reason, lower(c.during) AS from_at, upper(c.during) AS to_at
FROM booking_hold h
JOIN closure c ON c.organisation_id = h.organisation_id AND c.id = h.closure_id
WHERE h.organisation_id = :organisation AND h.answer IS NULL
  AND h.booking_id = ANY(CAST(:bookings AS uuid[]))
""")


@dataclass(frozen=True, slots=True)
class ClosedFor:
    """Why and how long the place of a booking is closed."""

    reason: str
    from_at: datetime
    to_at: datetime | None


def has_target(tx: Connection, actor: Actor, request: ClosureRequest) -> bool:
    """Tell whether the spaces, or the zone, are on the floor."""
    spaces = [*request.space_ids, *([request.space_id] if request.space_id else [])]
    values = {
        "organisation": actor.organisation_id,
        "floor": request.floor_id,
        "zone": request.zone_id,
        "spaces": spaces,
    }
    return bool(tx.execute(_TARGET, values).scalar_one())


def shape_of(
    tx: Connection, organisation_id: UUID, floor_id: UUID, space_id: UUID
) -> dict[str, Any] | None:
    """A space of the present plan as a GeoJSON Polygon in EPSG:4326."""
    values = {"organisation": organisation_id, "floor": floor_id, "space": space_id}
    found: dict[str, Any] | None = tx.execute(_SHAPE, values).scalar_one_or_none()
    return found


def is_valid_area(tx: Connection, actor: Actor, floor_id: UUID, area: str) -> bool:
    """Tell whether a GeoJSON polygon near the floor encloses something and is simple."""
    values = {"area": area, "organisation": actor.organisation_id, "floor": floor_id}
    return bool(tx.execute(_VALID, values).scalar_one())


def insert(
    tx: Connection,
    actor: Actor,
    closure_id: UUID,
    request: ClosureRequest,
    *,
    hours: tuple[datetime, datetime | None],
    area: str | None,
    now: datetime,
) -> None:
    """Write a closure in the CRS of its floor, which exists."""
    values = {**_asked(actor, request, hours, area), "id": closure_id, "now": now}
    tx.execute(_INSERT, values)
    if request.space_ids:
        tx.execute(_INSERT_SPACES, values)


def same_just_made(
    tx: Connection,
    actor: Actor,
    request: ClosureRequest,
    *,
    hours: tuple[datetime, datetime | None],
    area: str | None,
    since: datetime,
) -> UUID | None:
    """The closure of the same places, hours and reason that the actor has made ``since`` then.

    The floor is locked by the caller. One that was changed or opened meanwhile is another.
    """
    values = {**_asked(actor, request, hours, area), "since": since}
    found: UUID | None = tx.execute(_SAME, values).scalar_one_or_none()
    return found


def floor_of(tx: Connection, actor: Actor, closure_id: UUID) -> UUID | None:
    """Whose lock goes before the closure's."""
    found: UUID | None = tx.execute(_FLOOR_OF, _key(actor, closure_id)).scalar_one_or_none()
    return found


def lock(tx: Connection, actor: Actor, closure_id: UUID) -> None:
    tx.execute(_LOCK, _key(actor, closure_id))


def one(
    tx: Connection, organisation_id: UUID, closure_id: UUID, now: datetime
) -> ClosureView | None:
    values = {"organisation": organisation_id, "id": closure_id, "now": now}
    row = tx.execute(_ONE, values).mappings().one_or_none()
    return None if row is None else _view(row)


def of_floor(tx: Connection, actor: Actor, floor_id: UUID, now: datetime) -> list[ClosureView]:
    values = {"organisation": actor.organisation_id, "floor": floor_id, "now": now}
    return [_view(row) for row in tx.execute(_OF_FLOOR, values).mappings()]


def all_since(
    tx: Connection, actor: Actor, since: datetime, now: datetime, most: int
) -> list[ClosureView]:
    """Those that run or are to come by their beginning, then those that ended, the latest first."""
    values = {"organisation": actor.organisation_id, "since": since, "now": now, "most": most}
    return [_view(row) for row in tx.execute(_ALL, values).mappings()]


def change(
    tx: Connection, actor: Actor, closure_id: UUID, to_at: datetime | None, reason: str
) -> None:
    tx.execute(_CHANGE, {**_key(actor, closure_id), "to_at": to_at, "reason": reason.strip()})


def put_away(tx: Connection, actor: Actor, closure_id: UUID, now: datetime) -> None:
    """Let a closure that has not begun close nothing any more."""
    tx.execute(_PUT_AWAY, {**_key(actor, closure_id), "now": now})


def delete(tx: Connection, actor: Actor, closure_id: UUID) -> None:
    tx.execute(_DELETE, _key(actor, closure_id))


def places(tx: Connection, organisation_id: UUID, closure: ClosureView) -> tuple[ClosedPlace, ...]:
    """The bookable spaces that it closes, by kind and name."""
    values = {
        "organisation": organisation_id,
        "id": closure.id,
        "floor": closure.floor_id,
        "from_at": closure.from_at,
        "to_at": closure.to_at,
    }
    return tuple(ClosedPlace(**row) for row in tx.execute(_PLACES, values).mappings())


def choices(
    tx: Connection, organisation_id: UUID, floor_id: UUID
) -> tuple[tuple[ClosedPlace, ...], tuple[ClosedPlace, ...]]:
    """The bookable spaces of a floor by kind and name, and its zones by name."""
    values = {"organisation": organisation_id, "floor": floor_id}
    spaces, zones = (
        tuple(ClosedPlace(**row) for row in tx.execute(each, values).mappings())
        for each in (_SPACES, _ZONES)
    )
    return spaces, zones


def affected(
    tx: Connection, organisation_id: UUID, closure_id: UUID, now: datetime
) -> tuple[Affected, ...]:
    """The bookings that it held: those that nobody has answered first, then by time."""
    values = {"organisation": organisation_id, "id": closure_id, "now": now}
    rows = tx.execute(_AFFECTED, values).mappings()
    return tuple(Affected(**{**row, "offered": tuple(row["offered"])}) for row in rows)


def closed_for(
    tx: Connection, organisation_id: UUID, booking_ids: Sequence[UUID]
) -> dict[UUID, ClosedFor]:
    """Why the places of these bookings are closed, of those that a closure holds."""
    values = {"organisation": organisation_id, "bookings": list(booking_ids)}
    return {
        row.booking_id: ClosedFor(row.reason, row.from_at, row.to_at)
        for row in tx.execute(_CLOSED_FOR, values)
    }


def floors_to_open(db: Database, now: datetime) -> list[tuple[UUID, UUID]]:
    """Organisation and floor wherever a closure is over whose bookings are still held."""
    # One answer holds them all: rows without an organisation cannot be read one by one.
    row = db.alone(
        Query(
            "SELECT coalesce(json_agg(json_build_array(f.organisation_id, f.floor_id)), '[]')"
            " FROM floors_to_open(%(now)s) f",
            {"now": now},
        )
    )
    return [(UUID(one), UUID(other)) for one, other in (row[0] if row else [])]


def _asked(
    actor: Actor,
    request: ClosureRequest,
    hours: tuple[datetime, datetime | None],
    area: str | None,
) -> dict[str, Any]:
    """What a closure is, as it is written and as it is known again."""
    return {
        "organisation": actor.organisation_id,
        "floor": request.floor_id,
        "space": request.space_id,
        "zone": request.zone_id,
        "spaces": list(request.space_ids),
        "is_list": bool(request.space_ids),
        "area": area,
        "margin_m": request.margin_m if area is not None else 0.0,
        "from_at": hours[0],
        "to_at": hours[1],
        "reason": request.reason.strip(),
        "person": actor.person_id,
    }


def _key(actor: Actor, closure_id: UUID) -> dict[str, object]:
    return {"organisation": actor.organisation_id, "id": closure_id}


def _view(row: RowMapping) -> ClosureView:
    values: dict[str, Any] = dict(row)
    target = _target(row)
    for key in ("space_kind", "space_name", "zone_name", "is_list"):
        del values[key]
    values["space_ids"] = tuple(values["space_ids"])
    if values["area"] is not None:
        values["area"] = json.loads(values["area"])
    return ClosureView(**values, target=target)


def _target(row: RowMapping) -> str:
    if row["space_id"] is not None:
        return place_title(row["space_kind"], row["space_name"])
    if row["zone_id"] is not None:
        return f"Zone {row['zone_name']}"
    if row["is_list"]:
        count = len(row["space_ids"])
        return "1 place" if count == 1 else f"{count} places"
    return "The whole floor" if row["area"] is None else "A drawn area"
