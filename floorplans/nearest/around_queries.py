"""The SQL of what is around: sites, buildings and floors by distance, with what is free there."""

from __future__ import annotations

from uuid import UUID

from floorplans.bookings.views import Window
from floorplans.database import Query
from floorplans.nearest import costs
from floorplans.nearest.position import Position

#: The sites nearest to a position, and of their buildings so many.
SITES_AT_MOST = 10
BUILDINGS_AT_MOST = 20

# The distance to a site is asked first: far outside a CRS's area of use a projection can fail, and
# the branches of a CASE are not worked out before they are wanted.
_AROUND = """
WITH here AS (
  SELECT ST_SetSRID(ST_MakePoint(%(lon)s, %(lat)s), 4326) AS point
), near_site AS (
  SELECT t.id, t.name, ST_Distance(t.position::geography, here.point::geography) AS away_m,
    here.point
  FROM site t CROSS JOIN here WHERE t.organisation_id = %(organisation)s
  ORDER BY away_m, t.id LIMIT %(sites)s
), house AS (
  SELECT g.id, g.name, s.id AS site_id, s.name AS site_name, s.away_m AS site_m,
    CASE WHEN s.away_m <= %(reach_of_site_m)s THEN (
      SELECT min(ST_Distance(f.extent, ST_Transform(s.point, f.srid))) FROM floor f
      WHERE f.organisation_id = %(organisation)s AND f.building_id = g.id
    ) END AS own_m
  FROM near_site s
  JOIN building g ON g.organisation_id = %(organisation)s AND g.site_id = s.id
  WHERE EXISTS (SELECT FROM plan_revision r
    JOIN floor f ON f.organisation_id = r.organisation_id AND f.id = r.floor_id
    WHERE r.organisation_id = %(organisation)s AND f.building_id = g.id AND r.state = 'published')
), nearest_house AS (
  SELECT * FROM house h
  ORDER BY coalesce(h.own_m, h.site_m), h.name, h.id LIMIT %(buildings)s
)
SELECT h.site_id, h.site_name, round(h.site_m)::float8, h.id, h.name,
  round(coalesce(h.own_m, h.site_m))::float8 AS away_m,
  f.id, f.name, f.short_name, cardinality(free.ids)
FROM nearest_house h
JOIN floor f ON f.organisation_id = %(organisation)s AND f.building_id = h.id
CROSS JOIN LATERAL (
  SELECT ARRAY(
    SELECT unnest(free_of_floor(f.id, tstzrange(%(from_at)s, %(to_at)s), %(kind)s,
      %(features)s::text[], NULL))
    EXCEPT
    SELECT c.space_id FROM closed_spaces(f.id, tstzrange(%(from_at)s, %(to_at)s)) c
  ) AS ids
) free
WHERE EXISTS (SELECT FROM plan_revision r WHERE r.organisation_id = %(organisation)s
  AND r.floor_id = f.id AND r.state = 'published')
ORDER BY coalesce(h.own_m, h.site_m), h.name, h.id, f.ordinal, f.id
"""

_ZONES = """
SELECT z.name, count(s.space_id)
FROM zone z
JOIN zone_shape y ON y.organisation_id = %(organisation)s AND y.zone_id = z.id AND y.is_live
LEFT JOIN space_shape s ON s.organisation_id = %(organisation)s AND s.floor_id = %(floor)s
  AND s.is_live AND ST_Intersects(y.geom, s.anchor) AND s.space_id = ANY(ARRAY(
    SELECT unnest(free_of_floor(%(floor)s, tstzrange(%(from_at)s, %(to_at)s), %(kind)s,
      %(features)s::text[], NULL))
    EXCEPT
    SELECT c.space_id FROM closed_spaces(%(floor)s, tstzrange(%(from_at)s, %(to_at)s)) c))
WHERE z.organisation_id = %(organisation)s AND z.floor_id = %(floor)s AND z.ended_at IS NULL
GROUP BY z.id, z.name ORDER BY count(s.space_id) DESC, z.name, z.id
"""


def around(
    organisation_id: UUID,
    position: Position,
    window: Window,
    kind: str | None,
    features: tuple[str, ...],
) -> Query:
    """A row for each floor with a plan of the nearest buildings, the nearest building first."""
    values = _wanted(organisation_id, window, kind, features) | {
        "lon": position.lon,
        "lat": position.lat,
        "sites": SITES_AT_MOST,
        "buildings": BUILDINGS_AT_MOST,
        "reach_of_site_m": costs.REACH_OF_SITE_M,
    }
    return Query(_AROUND, values)


def zones(
    organisation_id: UUID,
    floor_id: UUID,
    window: Window,
    kind: str | None,
    features: tuple[str, ...],
) -> Query:
    """The zones of a floor, each with how many places are free in it, the fullest of them first."""
    return Query(_ZONES, _wanted(organisation_id, window, kind, features) | {"floor": floor_id})


def _wanted(
    organisation_id: UUID, window: Window, kind: str | None, features: tuple[str, ...]
) -> dict[str, object]:
    return {
        "organisation": organisation_id,
        "from_at": window.from_at,
        "to_at": window.to_at,
        "kind": kind,
        "features": list(features),
    }
