"""The only SQL about places. Each function is one statement on a tenant's connection."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, RowMapping, insert, text

from floorplans.places.models import building, floor, site

_TREE = text("""
SELECT s.id AS site_id, s.name AS site_name, s.time_zone, s.srid,
       ST_X(s.position) AS lon, ST_Y(s.position) AS lat,
       b.id AS building_id, b.name AS building_name,
       f.id AS floor_id, f.name AS floor_name, f.short_name, f.ordinal,
       r.id AS revision_id,
       coalesce(c.spaces, 0) AS spaces, coalesce(c.bookable, 0) AS bookable
FROM site s
LEFT JOIN building b ON b.organisation_id = s.organisation_id AND b.site_id = s.id
LEFT JOIN floor f ON f.organisation_id = b.organisation_id AND f.building_id = b.id
LEFT JOIN plan_revision r ON r.organisation_id = f.organisation_id AND r.floor_id = f.id
  AND r.state = 'published'
LEFT JOIN (
  SELECT floor_id, count(*) AS spaces, count(*) FILTER (WHERE bookable) AS bookable
  FROM space WHERE organisation_id = :organisation AND ended_at IS NULL GROUP BY floor_id
) c ON c.floor_id = f.id
WHERE s.organisation_id = :organisation
ORDER BY s.name, s.id, b.name, b.id, f.ordinal DESC
""")

_FLOOR = text("""
SELECT f.id, f.name, f.short_name, f.ordinal, f.srid, b.id AS building_id,
       b.name AS building_name, b.heading_deg, s.id AS site_id, s.name AS site_name, s.time_zone,
       r.id AS revision_id, r.map_digest
FROM floor f
JOIN building b ON b.organisation_id = f.organisation_id AND b.id = f.building_id
JOIN site s ON s.organisation_id = f.organisation_id AND s.id = f.site_id
LEFT JOIN plan_revision r ON r.organisation_id = f.organisation_id AND r.floor_id = f.id
  AND r.state = 'published'
WHERE f.organisation_id = :organisation AND f.id = :floor
""")

_SIBLINGS = text("""
SELECT f.id, f.name, f.short_name, f.ordinal, r.id AS revision_id
FROM floor f
LEFT JOIN plan_revision r ON r.organisation_id = f.organisation_id AND r.floor_id = f.id
  AND r.state = 'published'
WHERE f.organisation_id = :organisation AND f.building_id = :building
ORDER BY f.ordinal DESC
""")

_PLANS = text("""
SELECT p.from_at, p.to_at, r.id AS revision_id, r.map_digest
FROM plans_in_force(:floor) p
JOIN plan_revision r ON r.organisation_id = :organisation AND r.id = p.plan_revision_id
WHERE p.to_at IS NULL OR p.from_at < p.to_at
ORDER BY p.from_at
""")

_SPACES = text("""
SELECT p.id, p.floor_id, p.kind, p.category, p.number, p.name, p.capacity, p.bookable, p.features,
       h.within_space_id AS within_id, ST_X(h.anchor_4326) AS lon, ST_Y(h.anchor_4326) AS lat
FROM space p
JOIN space_shape h ON h.organisation_id = p.organisation_id AND h.space_id = p.id AND h.is_live
WHERE p.organisation_id = :organisation AND p.floor_id = :floor AND p.ended_at IS NULL
ORDER BY p.kind, p.name, p.id
""")

# The functions know the indexes that a policy hides: with a year of bookings 0.5 ms a floor, where
# counting past them takes 150 ms. An instant is a range that holds itself alone.
_FREE_DESKS = text("""
SELECT f.id, d.desks, cardinality(ARRAY(
    SELECT unnest(free_of_floor(f.id, n.instant, 'desk', '{}', NULL))
    EXCEPT SELECT c.space_id FROM closed_spaces(f.id, n.instant) c
  )) AS free
FROM (SELECT tstzrange(:now, :now, '[]') AS instant) n
CROSS JOIN (
  SELECT floor_id, count(*) AS desks FROM space
  WHERE organisation_id = :organisation AND kind = 'desk' AND bookable AND ended_at IS NULL
  GROUP BY floor_id
) d
JOIN floor f ON f.organisation_id = :organisation AND f.id = d.floor_id
""")


def tree(tx: Connection, organisation_id: UUID) -> Sequence[Row[Any]]:
    """Every site with its buildings and floors, one row a floor."""
    return tx.execute(_TREE, {"organisation": organisation_id}).all()


def free_desks(tx: Connection, organisation_id: UUID, now: datetime) -> Sequence[Row[Any]]:
    """How many bookable desks each floor has, and how many of them are free at an instant."""
    return tx.execute(_FREE_DESKS, {"organisation": organisation_id, "now": now}).all()


def floor_row(tx: Connection, organisation_id: UUID, floor_id: UUID) -> RowMapping | None:
    values = {"organisation": organisation_id, "floor": floor_id}
    return tx.execute(_FLOOR, values).mappings().one_or_none()


def siblings(tx: Connection, organisation_id: UUID, building_id: UUID) -> Sequence[RowMapping]:
    values = {"organisation": organisation_id, "building": building_id}
    return tx.execute(_SIBLINGS, values).mappings().all()


def plans(tx: Connection, organisation_id: UUID, floor_id: UUID) -> Sequence[RowMapping]:
    """The floor's time line: the plans that were, are and will be in force, without gaps."""
    values = {"organisation": organisation_id, "floor": floor_id}
    return tx.execute(_PLANS, values).mappings().all()


def live_spaces(tx: Connection, organisation_id: UUID, floor_id: UUID) -> Sequence[RowMapping]:
    values = {"organisation": organisation_id, "floor": floor_id}
    return tx.execute(_SPACES, values).mappings().all()


def site_by_id(tx: Connection, organisation_id: UUID, site_id: UUID) -> Row[Any] | None:
    found = "SELECT id, srid FROM site WHERE organisation_id = :organisation AND id = :id"
    return tx.execute(text(found), {"organisation": organisation_id, "id": site_id}).one_or_none()


def building_by_id(tx: Connection, organisation_id: UUID, building_id: UUID) -> Row[Any] | None:
    found = text(
        "SELECT b.id, b.site_id, s.srid FROM building b JOIN site s"
        " ON s.organisation_id = b.organisation_id AND s.id = b.site_id"
        " WHERE b.organisation_id = :organisation AND b.id = :id"
    )
    return tx.execute(found, {"organisation": organisation_id, "id": building_id}).one_or_none()


def ordinals(tx: Connection, organisation_id: UUID, building_id: UUID) -> set[int]:
    found = text(
        "SELECT ordinal FROM floor WHERE organisation_id = :organisation AND building_id = :id"
    )
    rows = tx.execute(found, {"organisation": organisation_id, "id": building_id})
    return {int(row.ordinal) for row in rows}


def add_site(
    tx: Connection,
    organisation_id: UUID,
    site_id: UUID,
    *,
    name: str,
    time_zone: str,
    srid: int,
    lon: float,
    lat: float,
) -> None:
    tx.execute(
        insert(site).values(
            organisation_id=organisation_id,
            id=site_id,
            name=name,
            time_zone=time_zone,
            srid=srid,
            position=f"SRID=4326;POINT({lon!r} {lat!r})",
        )
    )


def add_building(
    tx: Connection, organisation_id: UUID, building_id: UUID, *, site_id: UUID, name: str
) -> None:
    values = {"organisation_id": organisation_id, "id": building_id}
    tx.execute(insert(building).values(**values, site_id=site_id, name=name))


def add_floor(
    tx: Connection,
    organisation_id: UUID,
    floor_id: UUID,
    *,
    building_id: UUID,
    site_id: UUID,
    srid: int,
    name: str,
    short_name: str,
    ordinal: int,
) -> None:
    tx.execute(
        insert(floor).values(
            organisation_id=organisation_id,
            id=floor_id,
            building_id=building_id,
            site_id=site_id,
            srid=srid,
            ordinal=ordinal,
            name=name,
            short_name=short_name,
        )
    )
