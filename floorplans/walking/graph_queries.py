"""The SQL of a building's graph: the plans in force, their ways, and what people said of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import cast
from uuid import UUID

import psycopg
from sqlalchemy import Connection, RowMapping, text

from floorplans.walking.space_ids import SpaceIds
from geo.ways.outdoors import FARTHEST_M

#: A campus is not loaded for one desk.
BUILDINGS_BESIDE = 3

# A plan that has a date takes over on it, whether or not anybody has made it the published one.
# Beside it those buildings of the site that lie next to it, as far as one is led through the open.
_FLOORS = text("""
WITH home AS (
  SELECT f.organisation_id, f.building_id, f.site_id,
    (SELECT ST_Collect(o.extent) FROM floor o
     WHERE o.organisation_id = f.organisation_id AND o.building_id = f.building_id) AS extent,
    (SELECT count(*) FROM floor o
     WHERE o.organisation_id = f.organisation_id AND o.site_id = f.site_id) AS of_site
  FROM floor f WHERE f.organisation_id = :organisation AND f.id = :floor
), near AS (
  SELECT h.building_id FROM home h
  UNION ALL (
    SELECT o.building_id
    FROM home h
    JOIN floor o ON o.organisation_id = h.organisation_id AND o.site_id = h.site_id
      AND o.building_id <> h.building_id AND o.extent && ST_Expand(h.extent, :reach_m)
    GROUP BY o.building_id ORDER BY min(ST_Distance(o.extent, h.extent)), o.building_id
    LIMIT :buildings
  )
)
SELECT f.id AS floor_id, f.building_id, g.name AS building_name, f.ordinal, f.short_name, f.srid,
  p.id AS revision_id, w.engine, w.made_at, h.of_site
FROM near n
CROSS JOIN home h
JOIN floor f ON f.organisation_id = :organisation AND f.building_id = n.building_id
JOIN building g ON g.organisation_id = :organisation AND g.id = n.building_id
LEFT JOIN LATERAL (
  SELECT r.id FROM plan_revision r
  WHERE r.organisation_id = f.organisation_id AND r.floor_id = f.id
    AND (r.state = 'published' OR (r.state = 'scheduled' AND r.effective_from <= :at))
  ORDER BY r.state = 'scheduled' DESC, r.effective_from DESC NULLS LAST LIMIT 1
) p ON true
LEFT JOIN floor_ways w ON w.organisation_id = f.organisation_id AND w.plan_revision_id = p.id
  AND w.radius_cm = :radius_cm AND w.packed IS NOT NULL
ORDER BY f.building_id <> h.building_id, f.building_id, f.ordinal, f.id
""")
_WORDS = text("""
SELECT is_same, one_floor_id, one_east, one_north, other_floor_id, other_east, other_north
FROM connector_word WHERE organisation_id = :organisation AND one_floor_id = ANY(:floors)
ORDER BY created_at, id
""")
_FACTS = text("""
SELECT floor_id, east, north, kind, goes, clear_m, is_for_wheelchairs FROM connector_fact
WHERE organisation_id = :organisation AND floor_id = ANY(:floors) ORDER BY created_at, id
""")
_OUTAGES = text("""
SELECT floor_id, east, north FROM connector_outage
WHERE organisation_id = :organisation AND floor_id = ANY(:floors)
  AND during @> CAST(:at AS timestamptz)
ORDER BY id
""")
# Sent as they lie there: as text both would be twice as long, and each id an object.
_PACKED = """
SELECT plan_revision_id, packed, array_send(space_ids) FROM floor_ways
WHERE organisation_id = %(organisation)s AND plan_revision_id = ANY(%(revisions)s)
  AND radius_cm = %(radius_cm)s AND packed IS NOT NULL
"""
# As a rule there is nothing of all this, and one question instead of six says so.
_SAID = text("""
SELECT
  EXISTS (SELECT FROM connector_word x WHERE x.organisation_id = :organisation
    AND x.one_floor_id = ANY(:floors)) AS words,
  EXISTS (SELECT FROM connector_fact x WHERE x.organisation_id = :organisation
    AND x.floor_id = ANY(:floors)) AS facts,
  EXISTS (SELECT FROM entrance_word x WHERE x.organisation_id = :organisation
    AND x.floor_id = ANY(:floors)) AS doors,
  EXISTS (SELECT FROM outdoor_way x WHERE x.organisation_id = :organisation
    AND x.one_floor_id = ANY(:floors)) AS outdoors,
  EXISTS (SELECT FROM connector_outage x WHERE x.organisation_id = :organisation
    AND x.floor_id = ANY(:floors) AND x.during @> CAST(:at AS timestamptz)) AS outages,
  EXISTS (SELECT FROM closure x WHERE x.organisation_id = :organisation
    AND x.floor_id = ANY(:floors) AND x.during @> CAST(:at AS timestamptz)) AS closures
""")


def floors(
    tx: Connection,
    organisation_id: UUID,
    floor_id: UUID,
    radius_cm: int,
    at: datetime,
    *,
    beside: int,
) -> Sequence[RowMapping]:
    """The floors of the floor's building from the lowest up, with the plans in force at ``at``.

    After them those of the buildings next to it, ``beside`` at most. ``of_site`` is how many floors
    the whole site has.
    """
    values = {
        "organisation": organisation_id,
        "floor": floor_id,
        "radius_cm": radius_cm,
        "at": at,
        "reach_m": FARTHEST_M,
        "buildings": beside,
    }
    return tx.execute(_FLOORS, values).mappings().all()


def words(tx: Connection, organisation_id: UUID, floor_ids: Sequence[UUID]) -> Sequence[RowMapping]:
    """What people said of connectors, the oldest first."""
    values = {"organisation": organisation_id, "floors": list(floor_ids)}
    return tx.execute(_WORDS, values).mappings().all()


def facts(tx: Connection, organisation_id: UUID, floor_ids: Sequence[UUID]) -> Sequence[RowMapping]:
    """What people said of connectors themselves, the oldest first."""
    values = {"organisation": organisation_id, "floors": list(floor_ids)}
    return tx.execute(_FACTS, values).mappings().all()


def outages(
    tx: Connection, organisation_id: UUID, floor_ids: Sequence[UUID], at: datetime
) -> Sequence[RowMapping]:
    """The connectors that are out of order at an instant."""
    values = {"organisation": organisation_id, "floors": list(floor_ids), "at": at}
    return tx.execute(_OUTAGES, values).mappings().all()


def said(
    tx: Connection, organisation_id: UUID, floor_ids: Sequence[UUID], at: datetime
) -> RowMapping:
    """Whether people said anything of floors: ``words``, ``facts``, ``doors``, ``outdoors``; and
    whether anything is out of order or closed at an instant: ``outages``, ``closures``."""
    values = {"organisation": organisation_id, "floors": list(floor_ids), "at": at}
    return tx.execute(_SAID, values).mappings().one()


def packed(
    tx: Connection, organisation_id: UUID, revision_ids: Sequence[UUID], radius_cm: int
) -> dict[UUID, tuple[bytes, SpaceIds]]:
    """The bytes of the ways of revisions, and their spaces, as far as there are any."""
    values = {
        "organisation": organisation_id,
        "revisions": list(revision_ids),
        "radius_cm": radius_cm,
    }
    driver = cast("psycopg.Connection", tx.connection.driver_connection)
    rows = driver.execute(_PACKED, values, binary=True)
    return {revision: (content, SpaceIds(ids)) for revision, content, ids in rows}
