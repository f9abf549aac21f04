"""The SQL of what a floor shows now: its spaces, its published plan, and changing that plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import shapely
from shapely import Polygon
from shapely.geometry.base import BaseGeometry
from sqlalchemy import Connection, RowMapping, text

_SPACES = text("""
SELECT id, kind, number, name, bookable, ended_at IS NOT NULL AS ended, category, capacity,
  features, places FROM space
WHERE organisation_id = :organisation AND floor_id = :floor ORDER BY id
""")
_LIVE_SHAPES = text("""
SELECT space_id, handle, ST_AsBinary(geom) AS geom FROM space_shape
WHERE organisation_id = :organisation AND is_live AND plan_revision_id = (
  SELECT id FROM plan_revision
  WHERE organisation_id = :organisation AND floor_id = :floor AND state = 'published')
""")
_FORMER_SHAPES = text("""
SELECT DISTINCT ON (h.space_id) h.space_id, h.handle, ST_AsBinary(h.geom) AS geom
FROM plan_revision r
JOIN space_shape h ON h.organisation_id = r.organisation_id AND h.plan_revision_id = r.id
WHERE r.organisation_id = :organisation AND r.floor_id = :floor
  AND h.space_id = ANY(CAST(:ended AS uuid[]))
ORDER BY h.space_id, r.published_at DESC NULLS LAST, r.number DESC
""")


@dataclass(frozen=True, slots=True)
class KnownRow:
    """A space that the floor has or had; ``polygon`` is its latest, in the site's CRS.

    ``places`` is how many may book it at once, None where the plan of it does not say.
    """

    id: UUID
    kind: str
    number: str | None
    name: str
    bookable: bool
    ended: bool
    handle: str | None
    polygon: Polygon
    category: str | None = None
    capacity: int = 1
    features: Sequence[str] = ()
    places: int | None = None


@dataclass(frozen=True, slots=True)
class Background:
    """What a published plan shows beside its spaces; shapes in the site's CRS, in their order.

    ``walls`` are the outline and the walls.
    """

    walls: list[BaseGeometry]
    doors: list[BaseGeometry]
    door_kinds: list[str]
    stairs: list[BaseGeometry]
    stair_kinds: list[str]
    zones: list[BaseGeometry]
    zone_names: list[str]


_BACKGROUND = text("""
SELECT ST_AsBinary(outline) AS outline, ST_AsBinary(walls) AS walls FROM plan_background
WHERE organisation_id = :organisation AND plan_revision_id = :id
""")
_OPENINGS = text("""
SELECT kind, ST_AsBinary(geom) AS geom FROM opening
WHERE organisation_id = :organisation AND plan_revision_id = :id ORDER BY number
""")
_CONNECTORS = text("""
SELECT kind, ST_AsBinary(geom) AS geom FROM connector
WHERE organisation_id = :organisation AND plan_revision_id = :id ORDER BY number
""")
_ZONES = text("""
SELECT z.name AS kind, ST_AsBinary(ST_CollectionHomogenize(h.geom)) AS geom FROM zone_shape h
JOIN zone z ON z.organisation_id = h.organisation_id AND z.id = h.zone_id
WHERE h.organisation_id = :organisation AND h.plan_revision_id = :id
ORDER BY z.name COLLATE "C"
""")


def background_of(tx: Connection, organisation_id: UUID, revision_id: UUID) -> Background | None:
    """What a plan that was ever published shows beside its spaces, None for any other."""
    key = {"organisation": organisation_id, "id": revision_id}
    drawn = tx.execute(_BACKGROUND, key).one_or_none()
    if drawn is None:
        return None
    doors, stairs, zones = (
        tx.execute(statement, key).all() for statement in (_OPENINGS, _CONNECTORS, _ZONES)
    )
    return Background(
        walls=[_shape(drawn.outline), _shape(drawn.walls)],
        doors=[_shape(row.geom) for row in doors],
        door_kinds=[row.kind for row in doors],
        stairs=[_shape(row.geom) for row in stairs],
        stair_kinds=[row.kind for row in stairs],
        zones=[_shape(row.geom) for row in zones],
        zone_names=[row.kind for row in zones],
    )


def _shape(content: bytes) -> BaseGeometry:
    return shapely.from_wkb(bytes(content))


def known_spaces(tx: Connection, organisation_id: UUID, floor_id: UUID) -> list[KnownRow]:
    """Every space the floor has or had, with its latest shape, in the order of their ids.

    Three plain statements: one join of them goes astray right after a bulk insert, when the
    planner still believes the tables to be small.
    """
    of_floor = _of_floor(organisation_id, floor_id)
    spaces = tx.execute(_SPACES, of_floor).mappings().all()
    ended = [row["id"] for row in spaces if row["ended"]]
    shapes = {row["space_id"]: row for row in tx.execute(_LIVE_SHAPES, of_floor).mappings()}
    if ended:
        former = tx.execute(_FORMER_SHAPES, {**of_floor, "ended": ended}).mappings()
        shapes = {row["space_id"]: row for row in former} | shapes
    return [
        KnownRow(**row, handle=shape["handle"], polygon=shapely.from_wkb(bytes(shape["geom"])))
        for row in spaces
        if (shape := shapes.get(row["id"])) is not None
    ]


def lock_spaces(tx: Connection, organisation_id: UUID, floor_id: UUID) -> None:
    """Lock every space of the floor in the order that bookings lock them: by id."""
    statement = text(
        "SELECT id FROM space WHERE organisation_id = :organisation AND floor_id = :floor"
        " ORDER BY id FOR NO KEY UPDATE"
    )
    tx.execute(statement, _of_floor(organisation_id, floor_id))


def known_zones(tx: Connection, organisation_id: UUID, floor_id: UUID) -> Sequence[RowMapping]:
    statement = text(
        "SELECT id, name, ended_at IS NOT NULL AS ended FROM zone"
        " WHERE organisation_id = :organisation AND floor_id = :floor ORDER BY ended_at NULLS FIRST"
    )
    return tx.execute(statement, _of_floor(organisation_id, floor_id)).mappings().all()


def published(tx: Connection, organisation_id: UUID, floor_id: UUID) -> UUID | None:
    statement = text(
        "SELECT id FROM plan_revision WHERE organisation_id = :organisation"
        " AND floor_id = :floor AND state = 'published'"
    )
    return tx.execute(statement, _of_floor(organisation_id, floor_id)).scalar()


def building_georeference(
    tx: Connection, organisation_id: UUID, building_id: UUID, floor_id: UUID, revision_id: UUID
) -> RowMapping | None:
    """The georeference of this floor's published plan, else of the building's latest one.

    With it comes the box of the floor it stands for.
    """
    statement = text("""
        SELECT g.method, g.scale, g.rotation_deg, g.mirrored, g.origin_east, g.origin_north,
          ST_AsBinary(f.extent) AS extent
        FROM floor f
        JOIN plan_revision r ON r.organisation_id = f.organisation_id AND r.floor_id = f.id
          AND r.state = 'published'
        JOIN georeference g ON g.organisation_id = r.organisation_id AND g.plan_revision_id = r.id
        WHERE f.organisation_id = :organisation AND f.building_id = :building
          AND f.extent IS NOT NULL AND r.id <> :revision
        ORDER BY f.id = :floor DESC, r.published_at DESC, r.id LIMIT 1
    """)
    values = {
        **_of_floor(organisation_id, floor_id),
        "building": building_id,
        "revision": revision_id,
    }
    return tx.execute(statement, values).mappings().one_or_none()


def other_extents(
    tx: Connection, organisation_id: UUID, site_id: UUID, building_id: UUID
) -> list[Polygon]:
    """The boxes of the floors of the site's other buildings."""
    statement = text("""
        SELECT ST_AsBinary(extent) AS extent FROM floor
        WHERE organisation_id = :organisation AND site_id = :site AND building_id <> :building
          AND extent IS NOT NULL
    """)
    values = {"organisation": organisation_id, "site": site_id, "building": building_id}
    return [shapely.from_wkb(bytes(row.extent)) for row in tx.execute(statement, values)]


_KEEP_SPACES = text("""
INSERT INTO planned_space (organisation_id, plan_revision_id, space_id, floor_id, category, number,
  name, capacity, bookable, features)
SELECT s.organisation_id, h.plan_revision_id, s.id, s.floor_id, s.category, s.number, s.name,
  s.capacity, s.bookable, s.features
FROM space_shape h
JOIN space s ON s.organisation_id = h.organisation_id AND s.id = h.space_id
WHERE h.organisation_id = :organisation AND h.plan_revision_id = :id
ON CONFLICT ON CONSTRAINT planned_space_pkey DO NOTHING
""")


def retire(tx: Connection, organisation_id: UUID, revision_id: UUID) -> None:
    """Take a published revision off the map; its shapes stay, no longer live.

    What its spaces were like is kept for days that are over. Called before they change.
    """
    key = {"organisation": organisation_id, "id": revision_id}
    tx.execute(_KEEP_SPACES, key)
    tx.execute(
        text(
            "UPDATE plan_revision SET state = 'superseded'"
            " WHERE organisation_id = :organisation AND id = :id"
        ),
        key,
    )
    _set_live(tx, key, live=False)


def revive(
    tx: Connection, organisation_id: UUID, revision_id: UUID, by: UUID | None, now: datetime
) -> None:
    """Put a superseded revision back on the map with the shapes it had."""
    key = {"organisation": organisation_id, "id": revision_id}
    tx.execute(
        text(
            "UPDATE plan_revision SET state = 'published', published_by = :by, published_at = :now"
            " WHERE organisation_id = :organisation AND id = :id"
        ),
        {**key, "by": by, "now": now},
    )
    _set_live(tx, key, live=True)


def _set_live(tx: Connection, key: Mapping[str, Any], *, live: bool) -> None:
    for table in ("space_shape", "zone_shape"):
        tx.execute(
            text(
                f"UPDATE {table} SET is_live = :live"  # noqa: S608 - one of two names above
                " WHERE organisation_id = :organisation AND plan_revision_id = :id"
            ),
            {**key, "live": live},
        )


def set_published(
    tx: Connection,
    organisation_id: UUID,
    revision_id: UUID,
    *,
    digest: str,
    document: bytes,
    by: UUID | None,
    now: datetime,
) -> None:
    statement = text("""
        UPDATE plan_revision SET state = 'published', map_digest = :digest,
          map_document = :document, published_by = :by, published_at = :now
        WHERE organisation_id = :organisation AND id = :id
    """)
    values = {
        "organisation": organisation_id,
        "id": revision_id,
        "digest": digest,
        "document": document,
        "by": by,
        "now": now,
    }
    tx.execute(statement, values)


def set_extent(tx: Connection, organisation_id: UUID, floor_id: UUID, extent: Polygon) -> None:
    statement = text(
        "UPDATE floor SET extent = ST_GeomFromWKB(:extent, srid)"
        " WHERE organisation_id = :organisation AND id = :floor"
    )
    values = {**_of_floor(organisation_id, floor_id), "extent": shapely.to_wkb(extent)}
    tx.execute(statement, values)


def extent_of_live_shapes(tx: Connection, organisation_id: UUID, floor_id: UUID) -> None:
    """Set a floor's box from what is live, after an earlier plan came back."""
    statement = text("""
        UPDATE floor SET extent = (
          SELECT ST_SetSRID(ST_Envelope(ST_Extent(g)::geometry), floor.srid) FROM (
            SELECT geom AS g FROM space_shape
            WHERE organisation_id = :organisation AND floor_id = :floor AND is_live
            UNION ALL
            SELECT b.outline FROM plan_background b
            JOIN plan_revision r ON r.organisation_id = b.organisation_id
              AND r.id = b.plan_revision_id
            WHERE b.organisation_id = :organisation AND b.floor_id = :floor
              AND r.state = 'published') shapes)
        WHERE organisation_id = :organisation AND id = :floor
    """)
    tx.execute(statement, _of_floor(organisation_id, floor_id))


def shapes_of(tx: Connection, organisation_id: UUID, revision_id: UUID) -> dict[UUID, Polygon]:
    """The shapes that a revision gave its spaces, by space."""
    statement = text(
        "SELECT space_id, ST_AsBinary(geom) AS geom FROM space_shape"
        " WHERE organisation_id = :organisation AND plan_revision_id = :id"
    )
    rows = tx.execute(statement, {"organisation": organisation_id, "id": revision_id})
    return {row.space_id: shapely.from_wkb(bytes(row.geom)) for row in rows}


def _of_floor(organisation_id: UUID, floor_id: UUID) -> dict[str, Any]:
    return {"organisation": organisation_id, "floor": floor_id}
