"""The ground that closures take: nobody walks over it while they hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy import Connection, text

_IN_FORCE = text("""
SELECT id, floor_id FROM closure
WHERE organisation_id = :organisation AND floor_id = ANY(:floors)
  AND during @> CAST(:at AS timestamptz)
ORDER BY floor_id, id
""")
# Furniture, and parking places, that are closed do not bar the way past them.
_SHAPES = text("""
SELECT c.id, num_nonnulls(c.space_id, c.zone_id, c.area) = 0 AND NOT c.is_list AS is_whole,
  ST_AsBinary(CASE
    WHEN c.area IS NOT NULL THEN c.reach
    WHEN c.zone_id IS NOT NULL THEN (
      SELECT ST_Union(z.geom) FROM zone_shape z
      WHERE z.organisation_id = c.organisation_id AND z.plan_revision_id = r.revision
        AND z.zone_id = c.zone_id)
    ELSE (
      SELECT ST_Union(h.geom)
      FROM space_shape h
      JOIN space s ON s.organisation_id = h.organisation_id AND s.id = h.space_id
      WHERE h.organisation_id = c.organisation_id AND h.plan_revision_id = r.revision
        AND (s.kind NOT IN ('desk', 'parking', 'locker')
          OR s.kind = 'locker' AND h.within_space_id IS NULL)
        AND (h.space_id = c.space_id OR c.is_list AND EXISTS (
          SELECT FROM closure_space l
          WHERE l.organisation_id = c.organisation_id AND l.closure_id = c.id
            AND l.space_id = h.space_id)))
    END) AS geom
FROM closure c
JOIN unnest(CAST(:floors AS uuid[]), CAST(:revisions AS uuid[])) r (floor_id, revision)
  ON r.floor_id = c.floor_id
WHERE c.organisation_id = :organisation AND c.id = ANY(:closures)
ORDER BY c.id
""")


@dataclass(frozen=True, slots=True)
class ShutGround:
    """What a closure takes of its floor, in metres of the site's CRS; ``shape`` None for all."""

    closure_id: UUID
    floor_id: UUID
    shape: BaseGeometry | None


def in_force(
    tx: Connection, organisation_id: UUID, floor_ids: Sequence[UUID], at: datetime
) -> list[tuple[UUID, UUID]]:
    """The closures of some floors that hold at an instant, each with its floor, in one order."""
    values = {"organisation": organisation_id, "floors": list(floor_ids), "at": at}
    return [(row[0], row[1]) for row in tx.execute(_IN_FORCE, values)]


def shut_ground(
    tx: Connection,
    organisation_id: UUID,
    closures: Sequence[tuple[UUID, UUID]],
    revisions: Mapping[UUID, UUID],
) -> list[ShutGround]:
    """The ground of closures as the plans draw it; ``revisions`` has the plan of each floor.

    A closure that takes no ground, as of a desk, is left out.
    """
    floor_of = dict(closures)
    values = {
        "organisation": organisation_id,
        "closures": list(floor_of),
        "floors": list(revisions),
        "revisions": list(revisions.values()),
    }
    found = []
    for row in tx.execute(_SHAPES, values).mappings():
        shape = None if row["geom"] is None else shapely.from_wkb(bytes(row["geom"]))
        if row["is_whole"] or shape is not None:
            found.append(ShutGround(row["id"], floor_of[row["id"]], shape))
    return found
