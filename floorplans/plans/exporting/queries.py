"""The SQL of exports: a published plan's shapes in the site's CRS, as exact as they are kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, RowMapping, text

_REVISION = """
SELECT r.id, r.number, r.state, r.published_at, r.map_digest, r.map_document, r.srid,
  r.draft->'units'->>'name' AS unit,
  CAST(r.draft->'units'->>'metres_per_unit' AS float8) AS metres_per_unit, o.name AS organisation
FROM plan_revision r JOIN organisation o ON o.id = r.organisation_id
WHERE r.organisation_id = :organisation AND r.floor_id = :floor
  AND r.state IN ('published', 'superseded')
"""


def present(tx: Connection, organisation_id: UUID, floor_id: UUID) -> RowMapping | None:
    statement = text(f"{_REVISION} AND r.state = 'published'")
    return _revision(tx, statement, organisation=organisation_id, floor=floor_id)


def by_id(
    tx: Connection, organisation_id: UUID, floor_id: UUID, revision_id: UUID
) -> RowMapping | None:
    statement = text(f"{_REVISION} AND r.id = :id")
    return _revision(tx, statement, organisation=organisation_id, floor=floor_id, id=revision_id)


def by_number(
    tx: Connection, organisation_id: UUID, floor_id: UUID, number: int
) -> RowMapping | None:
    statement = text(f"{_REVISION} AND r.number = :number")
    return _revision(tx, statement, organisation=organisation_id, floor=floor_id, number=number)


def _revision(tx: Connection, statement: Any, **values: object) -> RowMapping | None:
    return tx.execute(statement, values).mappings().one_or_none()


def space_shapes(tx: Connection, organisation_id: UUID, revision_id: UUID) -> Sequence[RowMapping]:
    return _of_revision(
        tx,
        "SELECT space_id, within_space_id, rotation_deg, layer, ST_AsBinary(geom) AS geom,"
        " ST_AsBinary(anchor) AS anchor, (SELECT s.places FROM space s WHERE s.organisation_id ="
        " space_shape.organisation_id AND s.id = space_shape.space_id) AS places FROM space_shape",
        organisation_id,
        revision_id,
    )


def zone_shapes(tx: Connection, organisation_id: UUID, revision_id: UUID) -> Sequence[RowMapping]:
    select = "SELECT zone_id, ST_AsBinary(ST_CollectionHomogenize(geom)) AS geom FROM zone_shape"
    return _of_revision(tx, select, organisation_id, revision_id)


def openings(tx: Connection, organisation_id: UUID, revision_id: UUID) -> Sequence[RowMapping]:
    select = "SELECT number, kind, width_m, ST_AsBinary(geom) AS geom FROM opening"
    return _of_revision(tx, select, organisation_id, revision_id, "ORDER BY number")


def connectors(tx: Connection, organisation_id: UUID, revision_id: UUID) -> Sequence[RowMapping]:
    select = "SELECT number, kind, name, ST_AsBinary(geom) AS geom FROM connector"
    return _of_revision(tx, select, organisation_id, revision_id, "ORDER BY number")


def background(tx: Connection, organisation_id: UUID, revision_id: UUID) -> RowMapping | None:
    select = (
        "SELECT ST_AsBinary(outline) AS outline, ST_AsBinary(walls) AS walls FROM plan_background"
    )
    return next(iter(_of_revision(tx, select, organisation_id, revision_id)), None)


def _of_revision(
    tx: Connection, select: str, organisation_id: UUID, revision_id: UUID, order: str = ""
) -> Sequence[RowMapping]:
    statement = text(
        f"{select} WHERE organisation_id = :organisation AND plan_revision_id = :id {order}"
    )
    values = {"organisation": organisation_id, "id": revision_id}
    return tx.execute(statement, values).mappings().all()
