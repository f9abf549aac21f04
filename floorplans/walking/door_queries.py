"""The SQL of the doors that the published plans of a building, and of those around it, show."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Connection, RowMapping, text

#: What lies no farther from the outer edge of a plan is in its outer wall.
AT_EDGE_M = 1.0
#: A room begins no farther from the middle of a door than this.
BESIDE_M = 0.6

# Its own floors first, then those of the buildings that one could walk to.
_FLOORS = text("""
SELECT g.id AS building_id, g.name AS building_name, g.id = h.id AS is_own, f.id AS floor_id,
  f.name AS floor_name, f.srid, r.id AS revision_id
FROM building h
JOIN building g ON g.organisation_id = h.organisation_id AND g.site_id = h.site_id
LEFT JOIN floor f ON f.organisation_id = g.organisation_id AND f.building_id = g.id
LEFT JOIN plan_revision r ON r.organisation_id = f.organisation_id AND r.floor_id = f.id
  AND r.state = 'published'
WHERE h.organisation_id = :organisation AND h.id = :building
  AND (g.id = h.id OR EXISTS (
    SELECT FROM floor a JOIN floor b ON b.organisation_id = a.organisation_id
      AND b.extent && ST_Expand(a.extent, :reach_m)
    WHERE a.organisation_id = h.organisation_id AND a.building_id = h.id
      AND b.organisation_id = g.organisation_id AND b.building_id = g.id))
ORDER BY g.id <> h.id, g.name, g.id, f.ordinal, f.id
""")
_OF_FLOOR = text("""
SELECT f.building_id, g.name AS building_name, true AS is_own, f.id AS floor_id,
  f.name AS floor_name, f.srid, r.id AS revision_id
FROM floor o
JOIN building g ON g.organisation_id = o.organisation_id AND g.id = o.building_id
JOIN floor f ON f.organisation_id = o.organisation_id AND f.building_id = o.building_id
LEFT JOIN plan_revision r ON r.organisation_id = f.organisation_id AND r.floor_id = f.id
  AND r.state = 'published'
WHERE o.organisation_id = :organisation AND o.id = :floor
ORDER BY f.ordinal, f.id
""")
_DOORS = text("""
SELECT o.plan_revision_id AS revision_id, o.number, o.kind, ST_X(m.at) AS east, ST_Y(m.at) AS north
FROM opening o CROSS JOIN LATERAL (SELECT ST_LineInterpolatePoint(o.geom, 0.5) AS at) m
WHERE o.organisation_id = :organisation AND o.plan_revision_id = ANY(:revisions)
ORDER BY o.plan_revision_id, o.number
""")
_PLACES = text("""
SELECT o.plan_revision_id AS revision_id, o.number, ST_X(m.at) AS lon, ST_Y(m.at) AS lat,
  s.name AS beside, ST_DWithin(ST_Boundary(b.outline), o.geom, :at_edge_m) AS is_at_edge
FROM opening o
CROSS JOIN LATERAL (
  SELECT ST_Transform(ST_LineInterpolatePoint(o.geom, 0.5), 4326) AS at) m
LEFT JOIN plan_background b ON b.organisation_id = o.organisation_id
  AND b.plan_revision_id = o.plan_revision_id
LEFT JOIN LATERAL (
  SELECT p.name FROM space_shape x
  JOIN space p ON p.organisation_id = x.organisation_id AND p.id = x.space_id
  WHERE x.organisation_id = o.organisation_id AND x.plan_revision_id = o.plan_revision_id
    AND p.kind NOT IN ('desk', 'locker', 'parking') AND ST_DWithin(x.geom, o.geom, :beside_m)
  ORDER BY ST_Distance(x.geom, ST_LineInterpolatePoint(o.geom, 0.5)), p.name, p.id LIMIT 1
) s ON true
WHERE o.organisation_id = :organisation AND o.plan_revision_id = ANY(:revisions)
  AND (o.number = ANY(:numbers) OR o.plan_revision_id = ANY(:own)
    AND ST_DWithin(ST_Boundary(b.outline), o.geom, :at_edge_m))
""")
_DOOR = text("""
SELECT f.id AS floor_id, f.building_id, f.site_id, f.srid, r.id AS revision_id, o.kind,
  ST_X(m.at) AS east, ST_Y(m.at) AS north
FROM floor f
JOIN plan_revision r ON r.organisation_id = f.organisation_id AND r.floor_id = f.id
  AND r.state = 'published'
JOIN opening o ON o.organisation_id = r.organisation_id AND o.plan_revision_id = r.id
CROSS JOIN LATERAL (SELECT ST_LineInterpolatePoint(o.geom, 0.5) AS at) m
WHERE f.organisation_id = :organisation AND f.id = :floor AND o.number = :number
""")


def floors_around(
    tx: Connection, organisation_id: UUID, building_id: UUID, reach_m: float
) -> Sequence[RowMapping]:
    """The floors of a building, and of those of its site within reach, with the plans they show.

    A building without floors is one row without a floor; none where there is no such building.
    """
    values = {"organisation": organisation_id, "building": building_id, "reach_m": reach_m}
    return tx.execute(_FLOORS, values).mappings().all()


def floors_of(tx: Connection, organisation_id: UUID, floor_id: UUID) -> Sequence[RowMapping]:
    """The floors of a floor's building; none where there is no such floor."""
    values = {"organisation": organisation_id, "floor": floor_id}
    return tx.execute(_OF_FLOOR, values).mappings().all()


def doors(
    tx: Connection, organisation_id: UUID, revision_ids: Sequence[UUID]
) -> Sequence[RowMapping]:
    """Every door of some plans in the order of its number, its middle in metres of their CRS."""
    values = {"organisation": organisation_id, "revisions": list(revision_ids)}
    return tx.execute(_DOORS, values).mappings().all()


def places(
    tx: Connection,
    organisation_id: UUID,
    revision_ids: Sequence[UUID],
    *,
    numbers: Sequence[int],
    own: Sequence[UUID],
) -> Sequence[RowMapping]:
    """Where doors are (EPSG:4326) and what room they lead into: those of some ``numbers``, and in
    the plans ``own`` all that are in the outer wall."""
    values = {
        "organisation": organisation_id,
        "revisions": list(revision_ids),
        "numbers": list(numbers),
        "own": list(own),
        "at_edge_m": AT_EDGE_M,
        "beside_m": BESIDE_M,
    }
    return tx.execute(_PLACES, values).mappings().all()


def door(tx: Connection, organisation_id: UUID, floor_id: UUID, number: int) -> RowMapping | None:
    """A door of the plan that a floor shows; None where it has none of this number."""
    values = {"organisation": organisation_id, "floor": floor_id, "number": number}
    return tx.execute(_DOOR, values).mappings().first()
