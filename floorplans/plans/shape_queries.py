"""The SQL that writes a plan's spaces and shapes.

Bulk rows travel as arrays in one statement each: COPY is refused under row-level security, and
two thousand single inserts would take seconds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy import Connection, text

from floorplans.plans.layout import Layout, lonlat
from floorplans.plans.spaces import PlannedSpace

_LONLAT = 4326


def save_spaces(
    tx: Connection,
    organisation_id: UUID,
    floor_id: UUID,
    *,
    ids: Sequence[UUID],
    spaces: Sequence[PlannedSpace],
    now: datetime,
) -> None:
    """Insert the new spaces, and bring the kept ones up to date and back to life."""
    statement = text("""
        INSERT INTO space AS p (organisation_id, id, floor_id, kind, category, number, name,
          capacity, bookable, features, created_at)
        SELECT :organisation, s.id, :floor, s.kind, s.category, s.number, s.name, s.capacity,
          s.bookable, string_to_array(s.features, chr(31)), :now
        FROM unnest(CAST(:ids AS uuid[]), CAST(:kind AS text[]), CAST(:category AS text[]),
          CAST(:number AS text[]), CAST(:name AS text[]), CAST(:capacity AS int[]),
          CAST(:bookable AS bool[]), CAST(:features AS text[]))
          AS s (id, kind, category, number, name, capacity, bookable, features)
        ON CONFLICT ON CONSTRAINT space_pkey DO UPDATE SET category = excluded.category,
          number = excluded.number, name = excluded.name, capacity = excluded.capacity,
          bookable = excluded.bookable, features = excluded.features, ended_at = NULL
    """)
    names = ("kind", "category", "number", "name", "capacity", "bookable")
    columns: dict[str, Any] = {n: [getattr(s, n) for s in spaces] for n in names}
    # An array of arrays must be square, so each list travels as one text; '' gives no elements.
    columns["features"] = ["\x1f".join(s.features) for s in spaces]
    columns["ids"] = list(ids)
    tx.execute(statement, {**_of_floor(organisation_id, floor_id), **columns, "now": now})


def end_spaces(tx: Connection, organisation_id: UUID, ids: Sequence[UUID], now: datetime) -> None:
    statement = text(
        "UPDATE space SET ended_at = :now WHERE organisation_id = :organisation"
        " AND id = ANY(:ids) AND ended_at IS NULL"
    )
    tx.execute(statement, {"organisation": organisation_id, "ids": list(ids), "now": now})


def save_zones(
    tx: Connection, organisation_id: UUID, floor_id: UUID, zones: Sequence[tuple[UUID, str]]
) -> None:
    statement = text("""
        INSERT INTO zone (organisation_id, id, floor_id, name)
        SELECT :organisation, z.id, :floor, z.name
        FROM unnest(CAST(:ids AS uuid[]), CAST(:names AS text[])) AS z (id, name)
        ON CONFLICT ON CONSTRAINT zone_pkey DO UPDATE SET name = excluded.name, ended_at = NULL
    """)
    columns = {"ids": [own for own, _ in zones], "names": [name for _, name in zones]}
    tx.execute(statement, {**_of_floor(organisation_id, floor_id), **columns})


def end_zones_but(
    tx: Connection,
    organisation_id: UUID,
    floor_id: UUID,
    kept: Sequence[UUID],
    now: datetime,
) -> None:
    statement = text(
        "UPDATE zone SET ended_at = CASE WHEN id = ANY(CAST(:kept AS uuid[])) THEN NULL"
        " ELSE coalesce(ended_at, :now) END"
        " WHERE organisation_id = :organisation AND floor_id = :floor"
    )
    tx.execute(statement, {**_of_floor(organisation_id, floor_id), "kept": list(kept), "now": now})


def add_shapes(
    tx: Connection,
    key: Mapping[str, Any],
    layout: Layout,
    spaces: Sequence[PlannedSpace],
    ids: Sequence[UUID],
) -> None:
    """The shapes of a plan's spaces; ``key`` names organisation, revision, floor, srid and live."""
    statement = text("""
        INSERT INTO space_shape (organisation_id, plan_revision_id, space_id, floor_id, srid,
          is_live, within_space_id, rotation_deg, handle, layer, geom, anchor, geom_4326,
          anchor_4326)
        SELECT :organisation, :revision, s.id, :floor, :srid, :live, s.within, s.rotation, s.handle,
          s.layer, CAST(s.geom AS geometry), CAST(s.anchor AS geometry),
          CAST(s.geom_4326 AS geometry), CAST(s.anchor_4326 AS geometry)
        FROM unnest(CAST(:ids AS uuid[]), CAST(:within AS uuid[]), CAST(:rotation AS float8[]),
          CAST(:handle AS text[]), CAST(:layer AS text[]), CAST(:geom AS text[]),
          CAST(:anchor AS text[]), CAST(:geom_4326 AS text[]), CAST(:anchor_4326 AS text[]))
          AS s (id, within, rotation, handle, layer, geom, anchor, geom_4326, anchor_4326)
    """)
    shapes = layout.spaces
    polygons, anchors = [s.polygon for s in shapes], [s.anchor for s in shapes]
    columns = {
        "ids": list(ids),
        "within": [None if s.within is None else ids[s.within] for s in shapes],
        "rotation": [s.rotation_deg for s in shapes],
        "handle": [s.handle for s in spaces],
        "layer": [s.layer for s in spaces],
        "geom": _ewkb(polygons, layout.srid),
        "anchor": _ewkb(anchors, layout.srid),
        "geom_4326": _ewkb(lonlat(polygons, layout.srid), _LONLAT),
        "anchor_4326": _ewkb(lonlat(anchors, layout.srid), _LONLAT),
    }
    tx.execute(statement, {**key, **columns})


def add_zone_shapes(
    tx: Connection, key: Mapping[str, Any], layout: Layout, ids: Sequence[UUID]
) -> None:
    statement = text("""
        INSERT INTO zone_shape (organisation_id, plan_revision_id, zone_id, floor_id, srid,
          is_live, geom, geom_4326)
        SELECT :organisation, :revision, z.id, :floor, :srid, :live,
          ST_Multi(CAST(z.geom AS geometry)), ST_Multi(CAST(z.geom_4326 AS geometry))
        FROM unnest(CAST(:ids AS uuid[]), CAST(:geom AS text[]), CAST(:geom_4326 AS text[]))
          AS z (id, geom, geom_4326)
    """)
    columns = {
        "ids": list(ids),
        "geom": _ewkb(layout.zones, layout.srid),
        "geom_4326": _ewkb(lonlat(layout.zones, layout.srid), _LONLAT),
    }
    tx.execute(statement, {**key, **columns})


def add_background(tx: Connection, key: Mapping[str, Any], layout: Layout) -> None:
    """Outline, walls, doors, stairs and lifts of a plan."""
    outline, walls = _ewkb([layout.outline, layout.walls], layout.srid)
    statement = text("""
        INSERT INTO plan_background
          (organisation_id, plan_revision_id, floor_id, srid, outline, walls)
        VALUES (:organisation, :revision, :floor, :srid, CAST(:outline AS geometry),
          CAST(:walls AS geometry))
    """)
    tx.execute(statement, {**key, "outline": outline, "walls": walls})
    _add_openings(tx, key, layout)
    _add_connectors(tx, key, layout)


def _add_openings(tx: Connection, key: Mapping[str, Any], layout: Layout) -> None:
    statement = text("""
        INSERT INTO opening
          (organisation_id, plan_revision_id, number, floor_id, srid, kind, width_m, geom)
        SELECT :organisation, :revision, d.n, :floor, :srid, d.kind, d.width,
          CAST(d.geom AS geometry)
        FROM unnest(CAST(:kind AS text[]), CAST(:width AS float8[]), CAST(:geom AS text[]))
          WITH ORDINALITY AS d (kind, width, geom, n)
    """)
    columns = {
        "kind": [door.kind for door, _ in layout.doors],
        "width": [door.width_m for door, _ in layout.doors],
        "geom": _ewkb([line for _, line in layout.doors], layout.srid),
    }
    tx.execute(statement, {**key, **columns})


def _add_connectors(tx: Connection, key: Mapping[str, Any], layout: Layout) -> None:
    statement = text("""
        INSERT INTO connector
          (organisation_id, plan_revision_id, number, floor_id, srid, kind, name, geom)
        SELECT :organisation, :revision, c.n, :floor, :srid, c.kind, c.name,
          CAST(c.geom AS geometry)
        FROM unnest(CAST(:kind AS text[]), CAST(:name AS text[]), CAST(:geom AS text[]))
          WITH ORDINALITY AS c (kind, name, geom, n)
    """)
    columns = {
        "kind": [stair.kind for stair, _ in layout.connectors],
        "name": [stair.name for stair, _ in layout.connectors],
        "geom": _ewkb([shape for _, shape in layout.connectors], layout.srid),
    }
    tx.execute(statement, {**key, **columns})


def _ewkb(shapes: Sequence[BaseGeometry], srid: int) -> list[str]:
    if not len(shapes):
        return []
    marked = shapely.set_srid(np.array(shapes, dtype=object), srid)
    found: list[str] = shapely.to_wkb(marked, hex=True, include_srid=True).tolist()
    return found


def _of_floor(organisation_id: UUID, floor_id: UUID) -> dict[str, Any]:
    return {"organisation": organisation_id, "floor": floor_id}
