"""The SQL of closures."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, RowMapping, text

from floorplans.actor import Actor
from floorplans.bookings.views import ClosureRequest, ClosureView, Window

_INSERT = text("""
INSERT INTO closure (organisation_id, id, floor_id, srid, space_id, zone_id, area, during, reason,
                     created_by, created_at)
SELECT f.organisation_id, :id, f.id, f.srid, :space, :zone,
       ST_Transform(ST_SetSRID(ST_GeomFromGeoJSON(:area), 4326), f.srid),
       tstzrange(:from_at, :to_at), :reason, :person, :now
FROM floor f WHERE f.organisation_id = :organisation AND f.id = :floor
RETURNING id
""")

_TARGET = text("""
SELECT EXISTS (SELECT FROM floor WHERE organisation_id = :organisation AND id = :floor)
  AND (CAST(:space AS uuid) IS NULL OR EXISTS (
    SELECT FROM space WHERE organisation_id = :organisation AND floor_id = :floor
      AND id = :space AND (ended_at IS NULL OR id IN (
        SELECT q.space_id FROM planned_space q
        JOIN plan_revision r ON r.organisation_id = q.organisation_id AND r.id = q.plan_revision_id
        WHERE q.organisation_id = :organisation AND q.space_id = :space
          AND r.state = 'scheduled'))))
  AND (CAST(:zone AS uuid) IS NULL OR EXISTS (
    SELECT FROM zone WHERE organisation_id = :organisation AND floor_id = :floor
      AND id = :zone AND ended_at IS NULL))
""")

# Half a degree is far beyond any site, and well within what its CRS can project.
_VALID = text("""
SELECT ST_IsValid(g) AND ST_Area(g) > 0
  AND ST_Contains(ST_Expand(t.position, 0.5), g)
FROM (SELECT ST_SetSRID(ST_GeomFromGeoJSON(:area), 4326) AS g) drawn, floor f
JOIN site t ON t.organisation_id = f.organisation_id AND t.id = f.site_id
WHERE f.organisation_id = :organisation AND f.id = :floor
""")

# A closure meets the bookings of the spaces that it closes, while it closes them.
_VIEW = """
SELECT c.id, c.floor_id, c.space_id, c.zone_id,
  ST_AsGeoJSON(ST_Transform(c.area, 4326), 7) AS area,
  lower(c.during) AS from_at, upper(c.during) AS to_at, c.reason,
  (SELECT count(DISTINCT b.id) FROM closed_spaces(c.floor_id, c.during) x
   JOIN booking b ON b.organisation_id = c.organisation_id AND b.space_id = x.space_id
     AND b.state IN ('held', 'confirmed', 'checked_in') AND b.during && x.during * c.during
   WHERE x.closure_id = c.id) AS bookings
FROM closure c WHERE c.organisation_id = :organisation
"""
_ONE = text(_VIEW + " AND c.id = :id FOR UPDATE OF c")
_CURRENT = text(
    _VIEW + " AND c.floor_id = :floor AND upper(c.during) > :now ORDER BY lower(c.during), c.id"
)
_END = text("""
UPDATE closure SET during = tstzrange(lower(during), :now)
WHERE organisation_id = :organisation AND id = :id
""")
_DELETE = text("DELETE FROM closure WHERE organisation_id = :organisation AND id = :id")


def has_target(connection: Connection, actor: Actor, request: ClosureRequest) -> bool:
    """Tell whether the floor exists, and the space or zone on it."""
    return bool(
        connection.execute(
            _TARGET,
            {
                "organisation": actor.organisation_id,
                "floor": request.floor_id,
                "space": request.space_id,
                "zone": request.zone_id,
            },
        ).scalar_one()
    )


def is_valid_area(connection: Connection, actor: Actor, floor_id: UUID, area: str) -> bool:
    """Tell whether a GeoJSON polygon near the floor encloses something and is simple."""
    values = {"area": area, "organisation": actor.organisation_id, "floor": floor_id}
    return bool(connection.execute(_VALID, values).scalar_one())


def insert(
    connection: Connection,
    actor: Actor,
    closure_id: UUID,
    request: ClosureRequest,
    *,
    window: Window,
    area: str | None,
    now: datetime,
) -> bool:
    """Write a closure in the CRS of its floor; False when there is no such floor."""
    done = connection.execute(
        _INSERT,
        {
            "organisation": actor.organisation_id,
            "id": closure_id,
            "floor": request.floor_id,
            "space": request.space_id,
            "zone": request.zone_id,
            "area": area,
            "from_at": window.from_at,
            "to_at": window.to_at,
            "reason": request.reason.strip(),
            "person": actor.person_id,
            "now": now,
        },
    )
    return done.one_or_none() is not None


def one(connection: Connection, actor: Actor, closure_id: UUID) -> ClosureView | None:
    """A closure, locked against other changes; None when there is none."""
    row = connection.execute(_ONE, _key(actor, closure_id)).mappings().one_or_none()
    return None if row is None else _view(row)


def current(
    connection: Connection, actor: Actor, floor_id: UUID, now: datetime
) -> list[ClosureView]:
    values = {"organisation": actor.organisation_id, "floor": floor_id, "now": now}
    return [_view(row) for row in connection.execute(_CURRENT, values).mappings()]


def end(connection: Connection, actor: Actor, closure_id: UUID, now: datetime) -> None:
    connection.execute(_END, _key(actor, closure_id) | {"now": now})


def delete(connection: Connection, actor: Actor, closure_id: UUID) -> None:
    connection.execute(_DELETE, _key(actor, closure_id))


def _key(actor: Actor, closure_id: UUID) -> dict[str, object]:
    return {"organisation": actor.organisation_id, "id": closure_id}


def _view(row: RowMapping) -> ClosureView:
    values: dict[str, Any] = dict(row)
    if values["area"] is not None:
        values["area"] = json.loads(values["area"])
    return ClosureView(**values)
