"""The SQL of ways: plans as they are stored, the rows that keep ways, and what is still to make."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from shapely import MultiLineString, MultiPolygon
from sqlalchemy import Connection, RowMapping, text

from floorplans.database import Database
from floorplans.walking.stored_plan import StoredOpening, StoredPlan, StoredSpace, shape
from floorplans.wording import place_title
from geo.ways.floor import Connector

_SPACES = text("""
SELECT x.space_id, s.kind, s.name, x.within_space_id IS NOT NULL AS is_within,
  ST_AsBinary(x.geom) AS geom, ST_AsBinary(x.anchor) AS anchor
FROM space_shape x JOIN space s ON s.organisation_id = x.organisation_id AND s.id = x.space_id
WHERE x.organisation_id = :organisation AND x.plan_revision_id = :revision ORDER BY x.space_id
""")
_BACKGROUND = text("""
SELECT ST_AsBinary(x.outline) AS outline, ST_AsBinary(x.walls) AS walls
FROM plan_background x WHERE x.organisation_id = :organisation AND x.plan_revision_id = :revision
""")
_OPENINGS = text("""
SELECT x.kind, x.width_m, ST_AsBinary(x.geom) AS geom FROM opening x
WHERE x.organisation_id = :organisation AND x.plan_revision_id = :revision ORDER BY x.number
""")
_CONNECTORS = text("""
SELECT x.plan_revision_id, x.kind, x.name, ST_AsBinary(x.geom) AS geom FROM connector x
WHERE x.organisation_id = :organisation AND x.plan_revision_id = ANY(:revisions)
ORDER BY x.plan_revision_id, x.number
""")
_NAMES = text("""
SELECT x.space_id, s.name
FROM space_shape x JOIN space s ON s.organisation_id = x.organisation_id AND s.id = x.space_id
WHERE x.organisation_id = :organisation AND x.plan_revision_id = :revision
""")
_NAME = text("""
SELECT kind, name FROM space
WHERE organisation_id = :organisation AND id = :space AND ended_at IS NULL
""")
_KEEP = text("""
INSERT INTO floor_ways (organisation_id, plan_revision_id, radius_cm, engine, packed, space_ids,
  made_at)
SELECT :organisation, r.id, :radius_cm, :engine, :packed, CAST(:space_ids AS uuid[]), :now
FROM plan_revision r WHERE r.organisation_id = :organisation AND r.id = :revision
ON CONFLICT ON CONSTRAINT floor_ways_pkey DO UPDATE
SET engine = excluded.engine, packed = excluded.packed, space_ids = excluded.space_ids,
  made_at = excluded.made_at
WHERE floor_ways.engine < excluded.engine
""")
_MADE = text("""
SELECT count(*) FROM floor_ways x
WHERE x.organisation_id = :organisation AND x.plan_revision_id = :revision AND x.engine >= :engine
""")
_DUE = text("""
SELECT organisation_id, plan_revision_id FROM ways_to_make(:engine, :widths, :at_most)
""")
_REVISION = text("""
SELECT r.id, r.floor_id, r.srid, r.state, f.building_id, f.ordinal
FROM plan_revision r JOIN floor f ON f.organisation_id = r.organisation_id AND f.id = r.floor_id
WHERE r.organisation_id = :organisation AND r.id = :revision
""")
_FORGET = text("""
DELETE FROM import_issue WHERE organisation_id = :organisation AND plan_revision_id = :revision
  AND code = ANY(:codes)
""")
_LAST_ISSUE = text("""
SELECT coalesce(max(number), 0) FROM import_issue
WHERE organisation_id = :organisation AND plan_revision_id = :revision
""")
_LOCK = text("""
SELECT 1 FROM plan_revision WHERE organisation_id = :organisation AND id = :revision
FOR NO KEY UPDATE
""")


def revision(tx: Connection, organisation_id: UUID, revision_id: UUID) -> RowMapping | None:
    """A revision with its floor's building and ordinal; None where there is none."""
    return tx.execute(_REVISION, _key(organisation_id, revision_id)).mappings().first()


def stored_plan(tx: Connection, organisation_id: UUID, revision_id: UUID) -> StoredPlan:
    """The rows of a revision that was published or has a date; without rows it is empty."""
    key = _key(organisation_id, revision_id)
    background = tx.execute(_BACKGROUND, key).mappings().first()
    return StoredPlan(
        spaces=[
            StoredSpace(
                row["space_id"],
                row["kind"],
                row["is_within"],
                shape(row["geom"]),
                shape(row["anchor"]),
            )
            for row in tx.execute(_SPACES, key).mappings()
        ],
        walls=MultiLineString() if background is None else shape(background["walls"]),
        outline=MultiPolygon() if background is None else shape(background["outline"]),
        openings=[
            StoredOpening(row["kind"], row["width_m"], shape(row["geom"]))
            for row in tx.execute(_OPENINGS, key).mappings()
        ],
        connectors=connectors(tx, organisation_id, revision_id),
    )


def connectors(tx: Connection, organisation_id: UUID, revision_id: UUID) -> list[Connector]:
    """The stairs and lifts of a revision, in the order in which its ways count them."""
    return connectors_of(tx, organisation_id, [revision_id]).get(revision_id, [])


def connectors_of(
    tx: Connection, organisation_id: UUID, revision_ids: Sequence[UUID]
) -> dict[UUID, list[Connector]]:
    """Those of several revisions; a revision without any is not among them."""
    values = {"organisation": organisation_id, "revisions": list(revision_ids)}
    found: dict[UUID, list[Connector]] = {}
    for row in tx.execute(_CONNECTORS, values).mappings():
        own = Connector(row["kind"], shape(row["geom"]), row["name"])
        found.setdefault(row["plan_revision_id"], []).append(own)
    return found


def names(tx: Connection, organisation_id: UUID, revision_id: UUID) -> dict[UUID, str]:
    """What the spaces of a revision are called now."""
    rows = tx.execute(_NAMES, _key(organisation_id, revision_id))
    return {row[0]: row[1] for row in rows}


def is_made(
    tx: Connection, organisation_id: UUID, revision_id: UUID, engine: int, widths: int
) -> bool:
    """Whether this engine, or a newer, made all ways of a revision."""
    key = {**_key(organisation_id, revision_id), "engine": engine}
    return bool(tx.execute(_MADE, key).scalar_one() >= widths)


def keep(
    tx: Connection,
    organisation_id: UUID,
    revision_id: UUID,
    *,
    radius_cm: int,
    engine: int,
    packed: bytes | None,
    space_ids: Sequence[UUID],
    now: datetime,
) -> bool:
    """Keep ways unless this engine or a newer has; nothing where the revision is gone."""
    values: dict[str, Any] = {
        **_key(organisation_id, revision_id),
        "radius_cm": radius_cm,
        "engine": engine,
        "packed": packed,
        "space_ids": list(space_ids),
        "now": now,
    }
    return tx.execute(_KEEP, values).rowcount == 1


def lock(tx: Connection, organisation_id: UUID, revision_id: UUID) -> bool:
    """Keep others from writing of a revision; False where it is gone."""
    return tx.execute(_LOCK, _key(organisation_id, revision_id)).first() is not None


def forget_issues(
    tx: Connection, organisation_id: UUID, revision_id: UUID, codes: Sequence[str]
) -> int:
    """Remove a revision's findings of these codes; the number after the last that is left."""
    key = _key(organisation_id, revision_id)
    tx.execute(_FORGET, {**key, "codes": list(codes)})
    return int(tx.execute(_LAST_ISSUE, key).scalar_one()) + 1


def due(db: Database, engine: int, widths: int, at_most: int) -> list[tuple[UUID, UUID]]:
    """Organisation and revision of what is still to make, of all organisations."""
    values = {"engine": engine, "widths": widths, "at_most": at_most}
    with db.transaction(None) as tx:
        return [(row[0], row[1]) for row in tx.execute(_DUE, values)]


def _key(organisation_id: UUID, revision_id: UUID) -> dict[str, Any]:
    return {"organisation": organisation_id, "revision": revision_id}


def title_of(tx: Connection, organisation_id: UUID, space_id: UUID) -> str | None:
    """What a space is called by itself that there is now; None where there is none."""
    row = tx.execute(_NAME, {"organisation": organisation_id, "space": space_id}).first()
    return None if row is None else place_title(row.kind, row.name)
