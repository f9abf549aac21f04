"""The SQL of plans that take over on a date. One statement each, on a tenant's transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

import shapely
from sqlalchemy import Connection, RowMapping, text

from floorplans.plans import floor_queries
from floorplans.plans.floor_queries import KnownRow
from floorplans.plans.spaces import PlannedSpace

_SCHEDULED = text("""
SELECT id, floor_id, number, effective_from FROM plan_revision
WHERE organisation_id = :organisation AND floor_id = :floor AND state = 'scheduled'
ORDER BY effective_from
""")
_NEXT_DATE = text("""
SELECT min(effective_from) FROM plan_revision
WHERE organisation_id = :organisation AND state = 'scheduled'
""")
_DUE_FLOORS = text("""
SELECT DISTINCT floor_id FROM plan_revision
WHERE organisation_id = :organisation AND state = 'scheduled' AND effective_from <= :now
ORDER BY floor_id
""")
_PLANNED_SPACES = text("""
SELECT q.space_id AS id, s.kind, q.number, q.name, q.bookable, false AS ended, q.category,
  q.capacity, q.features, coalesce(q.places, s.places) AS places, h.handle,
  ST_AsBinary(h.geom) AS geom
FROM planned_space q
JOIN space s ON s.organisation_id = q.organisation_id AND s.id = q.space_id
JOIN space_shape h ON h.organisation_id = q.organisation_id
  AND h.plan_revision_id = q.plan_revision_id AND h.space_id = q.space_id
WHERE q.organisation_id = :organisation AND q.plan_revision_id = :id
""")
# Ended, because it is not there yet; what is there already stays as it is until the date.
_NEW_SPACES = text("""
INSERT INTO space (organisation_id, id, floor_id, kind, category, number, name, capacity, bookable,
  places, features, created_at, ended_at)
SELECT :organisation, s.id, :floor, s.kind, s.category, s.number, s.name, s.capacity, s.bookable,
  coalesce(s.places, 1), string_to_array(s.features, chr(31)), :now, :now
FROM unnest(CAST(:ids AS uuid[]), CAST(:kind AS text[]), CAST(:category AS text[]),
  CAST(:number AS text[]), CAST(:name AS text[]), CAST(:capacity AS int[]),
  CAST(:bookable AS bool[]), CAST(:places AS int[]), CAST(:features AS text[]))
  AS s (id, kind, category, number, name, capacity, bookable, places, features)
ON CONFLICT ON CONSTRAINT space_pkey DO NOTHING
""")
_PLAN_SPACES = text("""
INSERT INTO planned_space (organisation_id, plan_revision_id, space_id, floor_id, category, number,
  name, capacity, bookable, places, features)
SELECT :organisation, :revision, s.id, :floor, s.category, s.number, s.name, s.capacity,
  s.bookable, s.places, string_to_array(s.features, chr(31))
FROM unnest(CAST(:ids AS uuid[]), CAST(:category AS text[]), CAST(:number AS text[]),
  CAST(:name AS text[]), CAST(:capacity AS int[]), CAST(:bookable AS bool[]),
  CAST(:places AS int[]), CAST(:features AS text[]))
  AS s (id, category, number, name, capacity, bookable, places, features)
""")
_NEW_ZONES = text("""
INSERT INTO zone (organisation_id, id, floor_id, name, ended_at)
SELECT :organisation, z.id, :floor, z.name, :now
FROM unnest(CAST(:ids AS uuid[]), CAST(:names AS text[])) AS z (id, name)
ON CONFLICT ON CONSTRAINT zone_pkey DO NOTHING
""")
_SET_SCHEDULED = text("""
UPDATE plan_revision SET state = 'scheduled', effective_from = :at, map_digest = :digest,
  map_document = :document, published_by = :by, published_at = :now
WHERE organisation_id = :organisation AND id = :id
""")
_STATED_PLACES = text("""
SELECT space_id, places FROM planned_space
WHERE organisation_id = :organisation AND plan_revision_id = :id AND places IS NOT NULL
""")
_UNSCHEDULE = text("""
UPDATE plan_revision SET state = 'draft', effective_from = NULL, published_by = NULL,
  published_at = NULL
WHERE organisation_id = :organisation AND id = :id
""")
_TAKE_OVER = (
    text("""
    UPDATE plan_revision SET state = 'published', published_at = effective_from
    WHERE organisation_id = :organisation AND id = :id
    """),
    text("""
    UPDATE space_shape SET is_live = true
    WHERE organisation_id = :organisation AND plan_revision_id = :id
    """),
    text("""
    UPDATE zone_shape SET is_live = true
    WHERE organisation_id = :organisation AND plan_revision_id = :id
    """),
    text("""
    UPDATE space AS s SET category = q.category, number = q.number, name = q.name,
      capacity = q.capacity, bookable = q.bookable, features = q.features, ended_at = NULL
    FROM planned_space q
    WHERE q.organisation_id = :organisation AND q.plan_revision_id = :id
      AND s.organisation_id = :organisation AND s.id = q.space_id
    """),
    text("""
    UPDATE space SET ended_at = :at
    WHERE organisation_id = :organisation AND floor_id = :floor AND ended_at IS NULL
      AND NOT is_composite AND id NOT IN (
        SELECT space_id FROM planned_space
        WHERE organisation_id = :organisation AND plan_revision_id = :id)
    """),
    text("""
    UPDATE zone SET ended_at = CASE WHEN id IN (
        SELECT zone_id FROM zone_shape
        WHERE organisation_id = :organisation AND plan_revision_id = :id)
      THEN NULL ELSE coalesce(ended_at, :at) END
    WHERE organisation_id = :organisation AND floor_id = :floor
    """),
)
# A search visits floors by their boxes, and none may stick out at any time that is to come.
_COVER = text("""
UPDATE floor SET extent = ST_Envelope(ST_Collect(coalesce(extent, x.box), x.box))
FROM (
  SELECT ST_SetSRID(ST_Extent(g.geom)::geometry, min(g.srid)) AS box
  FROM (
    SELECT h.geom, h.srid FROM plan_revision r
    JOIN space_shape h ON h.organisation_id = r.organisation_id AND h.plan_revision_id = r.id
    WHERE r.organisation_id = :organisation AND r.floor_id = :floor AND r.state = 'scheduled'
    UNION ALL
    SELECT b.outline, b.srid FROM plan_revision r
    JOIN plan_background b ON b.organisation_id = r.organisation_id AND b.plan_revision_id = r.id
    WHERE r.organisation_id = :organisation AND r.floor_id = :floor AND r.state = 'scheduled'
  ) g
) x
WHERE organisation_id = :organisation AND id = :floor AND x.box IS NOT NULL
""")
_ZONE = text("""
SELECT s.time_zone FROM floor f
JOIN site s ON s.organisation_id = f.organisation_id AND s.id = f.site_id
WHERE f.organisation_id = :organisation AND f.id = :floor
""")


def scheduled(tx: Connection, organisation_id: UUID, floor_id: UUID) -> Sequence[RowMapping]:
    """The plans that take over on a date, in that order; also those whose date has come."""
    return tx.execute(_SCHEDULED, _of_floor(organisation_id, floor_id)).mappings().all()


def next_date(tx: Connection, organisation_id: UUID) -> datetime | None:
    """The first date, ahead or over, of a plan that is not the published one yet."""
    found: datetime | None = tx.execute(_NEXT_DATE, {"organisation": organisation_id}).scalar()
    return found


def due_floors(tx: Connection, organisation_id: UUID, now: datetime) -> list[UUID]:
    """The floors with such a plan whose date has come."""
    rows = tx.execute(_DUE_FLOORS, {"organisation": organisation_id, "now": now})
    return [row.floor_id for row in rows]


def time_zone(tx: Connection, organisation_id: UUID, floor_id: UUID) -> str:
    return str(tx.execute(_ZONE, _of_floor(organisation_id, floor_id)).scalar_one())


def known_spaces(
    tx: Connection, organisation_id: UUID, floor_id: UUID, base: UUID | None
) -> list[KnownRow]:
    """Every space the floor has, had or will have, as a plan that follows ``base`` finds them.

    ``base`` is a scheduled plan, None the published one.
    """
    present = floor_queries.known_spaces(tx, organisation_id, floor_id)
    if base is None:
        return present
    rows = tx.execute(_PLANNED_SPACES, {"organisation": organisation_id, "id": base}).mappings()
    planned = [_known(row) for row in rows]
    kept = {row.id for row in planned}
    others = [replace(row, ended=True) for row in present if row.id not in kept]
    return sorted([*planned, *others], key=lambda row: row.id)


def _known(row: RowMapping) -> KnownRow:
    told = {name: value for name, value in row.items() if name != "geom"}
    return KnownRow(**told, polygon=shapely.from_wkb(bytes(row["geom"])))


def plan_spaces(
    tx: Connection,
    organisation_id: UUID,
    revision: Mapping[Any, Any],
    *,
    ids: Sequence[UUID],
    spaces: Sequence[PlannedSpace],
    now: datetime,
) -> None:
    """What the spaces of a scheduled plan will be like; those that are new wait for the date."""
    names = ("kind", "category", "number", "name", "capacity", "bookable", "places")
    values: dict[str, Any] = {n: [getattr(s, n) for s in spaces] for n in names}
    # An array of arrays must be square, so each list travels as one text; '' gives no elements.
    values["features"] = ["\x1f".join(s.features) for s in spaces]
    values |= {**_of_floor(organisation_id, revision["floor_id"]), "ids": list(ids), "now": now}
    tx.execute(_NEW_SPACES, values)
    tx.execute(_PLAN_SPACES, {**values, "revision": revision["id"]})


def plan_zones(
    tx: Connection,
    organisation_id: UUID,
    floor_id: UUID,
    zones: Sequence[tuple[UUID, str]],
    now: datetime,
) -> None:
    """The zones that only a scheduled plan has; they wait for the date."""
    columns = {"ids": [own for own, _ in zones], "names": [name for _, name in zones]}
    tx.execute(_NEW_ZONES, {**_of_floor(organisation_id, floor_id), **columns, "now": now})


def set_scheduled(
    tx: Connection,
    organisation_id: UUID,
    revision_id: UUID,
    *,
    at: datetime,
    digest: str,
    document: bytes,
    by: UUID | None,
    now: datetime,
) -> None:
    values = {"at": at, "digest": digest, "document": document, "by": by, "now": now}
    tx.execute(_SET_SCHEDULED, {"organisation": organisation_id, "id": revision_id, **values})


def unschedule(tx: Connection, organisation_id: UUID, revision_id: UUID) -> None:
    """A draft again. Its shapes stay until it is published: by them its spaces keep their ids."""
    tx.execute(_UNSCHEDULE, {"organisation": organisation_id, "id": revision_id})


def clear_draft(tx: Connection, revision_id: UUID) -> None:
    """Remove the shapes that a draft has from a date that was cancelled."""
    tx.execute(text("SELECT clear_draft(:id)"), {"id": revision_id})


def take_over(tx: Connection, organisation_id: UUID, row: RowMapping) -> None:
    """Make a scheduled plan (``id``, ``floor_id``, ``effective_from``) the published one.

    Nobody sees a difference: it has been in force since its date.
    """
    values = {
        **_of_floor(organisation_id, row["floor_id"]),
        "id": row["id"],
        "at": row["effective_from"],
    }
    for statement in _TAKE_OVER:
        tx.execute(statement, values)


def stated_places(tx: Connection, organisation_id: UUID, revision_id: UUID) -> dict[UUID, int]:
    """How many may book at once what a scheduled plan says it of."""
    rows = tx.execute(_STATED_PLACES, {"organisation": organisation_id, "id": revision_id})
    return {row.space_id: row.places for row in rows}


def cover_scheduled(tx: Connection, organisation_id: UUID, floor_id: UUID) -> None:
    """Let the floor's box hold the plans to come too."""
    tx.execute(_COVER, _of_floor(organisation_id, floor_id))


def _of_floor(organisation_id: UUID, floor_id: UUID) -> dict[str, Any]:
    return {"organisation": organisation_id, "floor": floor_id}
