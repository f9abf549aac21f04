"""The SQL of georeferences."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, RowMapping, text

from floorplans.plans.placed import Placement

#: Floors compared with a plan; more than these in one building are hardly nearer.
MOST_FLOORS = 6
MOST_SHAPES = 400
_LISTS = (
    "layers blocks rooms desks parking doors windows connectors zones wall_pieces columns issues"
    " views repairs"
)
_NOTHING: dict[str, Any] = {
    **{name: [] for name in _LISTS.split()},
    "walls": {"type": "MultiLineString", "coordinates": []},
}


_GEOREFERENCE = """
SELECT method, srid, scale, rotation_deg, mirrored, origin_east, origin_north, rmse_m,
  control_points, detail"""


def georeference(tx: Connection, organisation_id: UUID, revision_id: UUID) -> RowMapping | None:
    statement = text(
        f"{_GEOREFERENCE} FROM georeference"
        " WHERE organisation_id = :organisation AND plan_revision_id = :id"
    )
    values = {"organisation": organisation_id, "id": revision_id}
    return tx.execute(statement, values).mappings().one_or_none()


def georeferences(
    tx: Connection, organisation_id: UUID, floor_id: UUID
) -> dict[UUID, dict[str, Any]]:
    """Those of all plans of a floor that have one, by plan."""
    statement = text(
        f"{_GEOREFERENCE}, plan_revision_id FROM georeference"
        " WHERE organisation_id = :organisation AND floor_id = :floor"
    )
    rows = tx.execute(statement, {"organisation": organisation_id, "floor": floor_id}).mappings()
    found = [dict(row) for row in rows]
    return {row.pop("plan_revision_id"): row for row in found}


def bare_draft(tx: Connection, organisation_id: UUID, revision_id: UUID) -> dict[str, Any] | None:
    """A draft without what stands on it: its unit, its extent and its outer edge.

    That is all that points are placed by, and asked for with every move of one.
    """
    statement = text(
        "SELECT draft || CAST(:without AS jsonb) FROM plan_revision"
        " WHERE organisation_id = :organisation AND id = :id"
    )
    values = {"organisation": organisation_id, "id": revision_id, "without": json.dumps(_NOTHING)}
    draft: dict[str, Any] | None = tx.execute(statement, values).scalar()
    return draft


def set_georeference(
    tx: Connection, organisation_id: UUID, revision: Mapping[Any, Any], placed: Placement
) -> None:
    """Store a placement of ``revision`` (a row with id, floor_id and srid), replacing any."""
    statement = text("""
        INSERT INTO georeference AS g (organisation_id, plan_revision_id, floor_id, srid, method,
          scale, rotation_deg, mirrored, origin_east, origin_north, rmse_m, control_points, detail)
        VALUES (:organisation, :id, :floor, :srid, :method, :scale, :rotation, :mirrored, :east,
          :north, :rmse, CAST(:points AS jsonb), CAST(:detail AS jsonb))
        ON CONFLICT ON CONSTRAINT georeference_pkey DO UPDATE SET method = excluded.method,
          scale = excluded.scale, rotation_deg = excluded.rotation_deg,
          mirrored = excluded.mirrored, origin_east = excluded.origin_east,
          origin_north = excluded.origin_north, rmse_m = excluded.rmse_m,
          control_points = excluded.control_points, detail = excluded.detail
    """)
    points = [
        {"name": p.name, "x": p.x, "y": p.y, "lon": p.lon, "lat": p.lat, "residual_m": p.residual_m}
        for p in placed.points
    ]
    values = {
        "organisation": organisation_id,
        "id": revision["id"],
        "floor": revision["floor_id"],
        "srid": revision["srid"],
        "method": placed.method,
        "scale": placed.transform.scale,
        "rotation": placed.transform.rotation_deg,
        "mirrored": placed.transform.mirrored,
        "east": placed.transform.e,
        "north": placed.transform.f,
        "rmse": placed.rmse_m,
        "points": json.dumps(points, allow_nan=False),
        "detail": json.dumps(dict(placed.detail), allow_nan=False),
    }
    tx.execute(statement, values)


def other_plans(
    tx: Connection, organisation_id: UUID, floor_id: UUID, only: UUID | None
) -> Sequence[RowMapping]:
    """The published plans of the building's other floors with their positions, nearest first."""
    statement = text("""
        SELECT f.id AS floor_id, f.name, r.draft, g.scale, g.rotation_deg, g.mirrored,
          g.origin_east, g.origin_north
        FROM floor own
        JOIN floor f ON f.organisation_id = own.organisation_id
          AND f.building_id = own.building_id AND f.id <> own.id
        JOIN plan_revision r ON r.organisation_id = f.organisation_id AND r.floor_id = f.id
          AND r.state = 'published' AND r.draft IS NOT NULL
        JOIN georeference g ON g.organisation_id = r.organisation_id AND g.plan_revision_id = r.id
        WHERE own.organisation_id = :organisation AND own.id = :floor
          AND (CAST(:only AS uuid) IS NULL OR f.id = :only)
        ORDER BY abs(f.ordinal - own.ordinal), f.ordinal LIMIT :most
    """)
    values = {
        "organisation": organisation_id,
        "floor": floor_id,
        "only": only,
        "most": MOST_FLOORS,
    }
    return tx.execute(statement, values).mappings().all()


def ground_shapes(tx: Connection, organisation_id: UUID, floor_id: UUID) -> Sequence[RowMapping]:
    """The outer edges, stairs and lifts that the other floors of a floor's site show."""
    statement = text("""
        SELECT f.name AS floor, b.name AS building, s.kind, s.is_own,
          ST_AsBinary(s.geom) AS geom
        FROM floor own
        JOIN floor f ON f.organisation_id = own.organisation_id AND f.site_id = own.site_id
          AND f.id <> own.id
        JOIN building b ON b.organisation_id = f.organisation_id AND b.id = f.building_id
        JOIN plan_revision r ON r.organisation_id = f.organisation_id AND r.floor_id = f.id
          AND r.state = 'published'
        CROSS JOIN LATERAL (
          SELECT 'outline' AS kind, outline AS geom FROM plan_background
          WHERE organisation_id = r.organisation_id AND plan_revision_id = r.id
          UNION ALL
          SELECT kind, geom FROM connector
          WHERE organisation_id = r.organisation_id AND plan_revision_id = r.id
            AND f.building_id = own.building_id
        ) AS shown(kind, geom)
        CROSS JOIN LATERAL (
          SELECT shown.kind, shown.geom, f.building_id = own.building_id AS is_own) AS s
        WHERE own.organisation_id = :organisation AND own.id = :floor AND s.geom IS NOT NULL
        ORDER BY s.is_own, abs(f.ordinal - own.ordinal) DESC, b.name, f.ordinal, s.kind LIMIT :most
    """)
    values = {"organisation": organisation_id, "floor": floor_id, "most": MOST_SHAPES}
    return tx.execute(statement, values).mappings().all()


def forget_georeference(tx: Connection, organisation_id: UUID, revision_id: UUID) -> None:
    remove = (
        "DELETE FROM georeference WHERE organisation_id = :organisation AND plan_revision_id = :id"
    )
    tx.execute(text(remove), {"organisation": organisation_id, "id": revision_id})
