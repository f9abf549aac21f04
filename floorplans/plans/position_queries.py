"""The SQL of georeferences."""

from __future__ import annotations

import json
from uuid import UUID

from sqlalchemy import Connection, RowMapping, text

from floorplans.plans.placing import Placement


def georeference(tx: Connection, organisation_id: UUID, revision_id: UUID) -> RowMapping | None:
    statement = text(
        "SELECT method, srid, scale, rotation_deg, mirrored, origin_east, origin_north, rmse_m,"
        " control_points FROM georeference"
        " WHERE organisation_id = :organisation AND plan_revision_id = :id"
    )
    values = {"organisation": organisation_id, "id": revision_id}
    return tx.execute(statement, values).mappings().one_or_none()


def set_georeference(
    tx: Connection, organisation_id: UUID, revision: RowMapping, placed: Placement
) -> None:
    """Store a placement of ``revision`` (a row with id, floor_id and srid), replacing any."""
    statement = text("""
        INSERT INTO georeference AS g (organisation_id, plan_revision_id, floor_id, srid, method,
          scale, rotation_deg, mirrored, origin_east, origin_north, rmse_m, control_points)
        VALUES (:organisation, :id, :floor, :srid, :method, :scale, :rotation, :mirrored, :east,
          :north, :rmse, CAST(:points AS jsonb))
        ON CONFLICT ON CONSTRAINT georeference_pkey DO UPDATE SET method = excluded.method,
          scale = excluded.scale, rotation_deg = excluded.rotation_deg,
          mirrored = excluded.mirrored, origin_east = excluded.origin_east,
          origin_north = excluded.origin_north, rmse_m = excluded.rmse_m,
          control_points = excluded.control_points
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
    }
    tx.execute(statement, values)


def forget_georeference(tx: Connection, organisation_id: UUID, revision_id: UUID) -> None:
    remove = (
        "DELETE FROM georeference WHERE organisation_id = :organisation AND plan_revision_id = :id"
    )
    tx.execute(text(remove), {"organisation": organisation_id, "id": revision_id})
