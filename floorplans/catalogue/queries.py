"""The only SQL about features: one statement for each collection, on a tenant's connection."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, RowMapping, bindparam, text
from sqlalchemy.dialects.postgresql import JSONB

from floorplans.catalogue.views import Box, Collection, Wanted
from geo.tiles import Tile

#: Coordinates have so many decimals of a degree: a centimetre.
DECIMALS = 7
#: A tile is so many units wide, with so many more around it, where shapes go on.
TILE_UNITS, TILE_MARGIN = 4096, 64

# A box over the antimeridian is two.
_BOX = """
box AS MATERIALIZED (
  SELECT CASE
    WHEN CAST(:west AS float8) IS NULL THEN NULL
    WHEN CAST(:west AS float8) <= :east THEN ST_MakeEnvelope(:west, :south, :east, :north, 4326)
    ELSE ST_Union(ST_MakeEnvelope(:west, :south, 180, :north, 4326),
      ST_MakeEnvelope(-180, :south, :east, :north, 4326)) END AS geom)
"""
_FLOORS_AT = """
floor_at AS MATERIALIZED (
  SELECT f.id, f.name, f.short_name, f.ordinal, f.building_id, b.name AS building_name,
    s.id AS site_id, s.name AS site_name, s.time_zone, p.plan_revision_id,
    ST_Transform(g.outline, 4326) AS outline
  FROM floor f
  JOIN building b ON b.organisation_id = f.organisation_id AND b.id = f.building_id
  JOIN site s ON s.organisation_id = f.organisation_id AND s.id = f.site_id
  LEFT JOIN LATERAL (
    SELECT x.plan_revision_id FROM plans_in_force(f.id) x
    WHERE x.from_at <= :at AND (x.to_at IS NULL OR :at < x.to_at) LIMIT 1) p ON true
  LEFT JOIN plan_background g
    ON g.organisation_id = f.organisation_id AND g.plan_revision_id = p.plan_revision_id
  WHERE f.organisation_id = :organisation
    AND (CAST(:site AS uuid) IS NULL OR f.site_id = :site)
    AND (CAST(:building AS uuid) IS NULL OR f.building_id = :building)
    AND (CAST(:floor AS uuid) IS NULL OR f.id = :floor))
"""
_IN_BOX = "((SELECT geom FROM box) IS NULL OR ST_Intersects({0}, (SELECT geom FROM box)))"
# Spares looking at each space of floors far away: none stands a kilometre outside of its floor.
_NEAR_BOX = """
((SELECT geom FROM box) IS NULL OR f.outline IS NULL
  OR ST_Expand(f.outline, 0.01) && (SELECT geom FROM box))
"""
_ONE_OR_AFTER = """
(CAST(:one AS uuid) IS NULL OR {0} = :one) AND (CAST(:after AS uuid) IS NULL OR {0} > :after)
"""
_SITES = f"""
WITH {_BOX}
SELECT s.id, ST_AsGeoJSON(s.position, {DECIMALS})::jsonb AS geometry,
  jsonb_build_object('name', s.name, 'time_zone', s.time_zone, 'srid', s.srid) AS properties
FROM site s
WHERE s.organisation_id = :organisation AND {_ONE_OR_AFTER.format("s.id")}
  AND (CAST(:site AS uuid) IS NULL OR s.id = :site) AND {_IN_BOX.format("s.position")}
ORDER BY s.id LIMIT :limit
"""  # noqa: S608 - only the constants above
_BUILDINGS = f"""
WITH {_BOX}, {_FLOORS_AT}, shaped AS MATERIALIZED (
  SELECT building_id, ST_Union(outline) AS outline FROM floor_at GROUP BY building_id)
SELECT b.id, ST_AsGeoJSON(o.outline, {DECIMALS})::jsonb AS geometry,
  jsonb_build_object('name', b.name, 'site_id', s.id, 'site_name', s.name,
    'time_zone', s.time_zone) AS properties
FROM building b
JOIN site s ON s.organisation_id = b.organisation_id AND s.id = b.site_id
LEFT JOIN shaped o ON o.building_id = b.id
WHERE b.organisation_id = :organisation AND {_ONE_OR_AFTER.format("b.id")}
  AND (CAST(:site AS uuid) IS NULL OR s.id = :site)
  AND (CAST(:building AS uuid) IS NULL OR b.id = :building)
  AND {_IN_BOX.format("o.outline")}
ORDER BY b.id LIMIT :limit
"""  # noqa: S608 - only the constants above
_FLOORS = f"""
WITH {_BOX}, {_FLOORS_AT}
SELECT f.id, ST_AsGeoJSON(f.outline, {DECIMALS})::jsonb AS geometry,
  jsonb_build_object('name', f.name, 'short_name', f.short_name, 'ordinal', f.ordinal,
    'building_id', f.building_id, 'building_name', f.building_name, 'site_id', f.site_id,
    'site_name', f.site_name, 'time_zone', f.time_zone, 'plan_id', f.plan_revision_id
  ) AS properties
FROM floor_at f
WHERE {_ONE_OR_AFTER.format("f.id")} AND {_IN_BOX.format("f.outline")}
ORDER BY f.id LIMIT :limit
"""  # noqa: S608 - only the constants above
# Floor by floor, so that a page asks of few floors what is free there.
_SPACES = f"""
WITH {_BOX}, {_FLOORS_AT}, reached AS MATERIALIZED (
  SELECT x.floor_id, x.id FROM space x
  WHERE x.organisation_id = :organisation AND x.id = :after)
SELECT s.id, ST_AsGeoJSON(h.geom_4326, {DECIMALS})::jsonb AS geometry,
  jsonb_build_object('kind', s.kind, 'category', coalesce(q.category, s.category),
    'number', CASE WHEN q.space_id IS NULL THEN s.number ELSE q.number END,
    'name', coalesce(q.name, s.name), 'capacity', coalesce(q.capacity, s.capacity),
    'bookable', coalesce(q.bookable, s.bookable), 'features', coalesce(q.features, s.features),
    'within_id', h.within_space_id, 'floor_id', f.id, 'floor_name', f.name, 'ordinal', f.ordinal,
    'building_id', f.building_id, 'building_name', f.building_name, 'site_id', f.site_id
  ) AS properties
FROM floor_at f
JOIN space_shape h ON h.organisation_id = :organisation
  AND h.plan_revision_id = f.plan_revision_id
JOIN space s ON s.organisation_id = :organisation AND s.id = h.space_id
LEFT JOIN planned_space q ON q.organisation_id = :organisation
  AND q.plan_revision_id = f.plan_revision_id AND q.space_id = s.id
WHERE (CAST(:one AS uuid) IS NULL OR s.id = :one)
  AND (CAST(:after AS uuid) IS NULL
    OR (f.id, s.id) > ((SELECT floor_id FROM reached), (SELECT id FROM reached)))
  AND (CAST(:kind AS text) IS NULL OR s.kind = :kind)
  AND {_NEAR_BOX} AND {_IN_BOX.format("h.geom_4326")}
ORDER BY f.id, s.id LIMIT :limit
"""  # noqa: S608 - only the constants above
_STATEMENTS = {
    Collection.SITES: text(_SITES),
    Collection.BUILDINGS: text(_BUILDINGS),
    Collection.FLOORS: text(_FLOORS),
    Collection.SPACES: text(_SPACES),
}
_TILE = text("""
SELECT ST_AsMVT(t, :layer, :extent, 'geom') FROM (
  SELECT ST_AsMVTGeom(
      ST_Transform(ST_SetSRID(ST_GeomFromGeoJSON(x.geometry), 4326), 3857),
      ST_TileEnvelope(:level, :column, :row), :extent, :margin) AS geom,
    x.properties
  FROM jsonb_to_recordset(:features) AS x (geometry jsonb, properties jsonb)) t
WHERE t.geom IS NOT NULL
""").bindparams(bindparam("features", type_=JSONB))
_EXTENT = text("""
SELECT ST_XMin(e.box) AS west, ST_YMin(e.box) AS south, ST_XMax(e.box) AS east,
  ST_YMax(e.box) AS north
FROM (
  SELECT ST_Extent(x.geom) AS box FROM (
    SELECT position AS geom FROM site WHERE organisation_id = :organisation
    UNION ALL
    SELECT ST_Transform(g.outline, 4326) FROM plan_revision r
    JOIN plan_background g ON g.organisation_id = r.organisation_id AND g.plan_revision_id = r.id
    WHERE r.organisation_id = :organisation AND r.state = 'published') x) e
WHERE e.box IS NOT NULL
""")


def features(
    tx: Connection,
    organisation_id: UUID,
    collection: Collection,
    wanted: Wanted,
    *,
    one: UUID | None = None,
) -> Sequence[RowMapping]:
    """At most ``wanted.limit`` and one more; with ``one`` that feature alone."""
    box = wanted.box
    values: dict[str, Any] = {
        "organisation": organisation_id,
        "at": wanted.at,
        "west": box.west if box else None,
        "south": box.south if box else None,
        "east": box.east if box else None,
        "north": box.north if box else None,
        "one": one,
        "after": wanted.after,
        "limit": wanted.limit + 1,
        "site": wanted.site_id,
        "building": wanted.building_id,
        "floor": wanted.floor_id,
        "kind": wanted.kind,
    }
    statement = _STATEMENTS[collection]
    known = {name: values[name] for name in statement.compile().params}
    return tx.execute(statement, known).mappings().all()


def extent(tx: Connection, organisation_id: UUID) -> Box | None:
    """What all sites and present plans lie in; None where there is nothing."""
    row = tx.execute(_EXTENT, {"organisation": organisation_id}).one_or_none()
    return None if row is None else Box(*row)


def tile(tx: Connection, layer: Collection, where: Tile, found: Sequence[dict[str, Any]]) -> bytes:
    """One layer of Mapbox Vector Tile 2.1, empty where none of these reaches into the tile.

    Each has ``geometry``, GeoJSON of EPSG:4326, and flat ``properties``.
    """
    values = {
        "layer": str(layer),
        "extent": TILE_UNITS,
        "margin": TILE_MARGIN,
        "level": where.level,
        "row": where.row,
        "column": where.column,
        "features": list(found),
    }
    return bytes(tx.execute(_TILE, values).scalar_one())
