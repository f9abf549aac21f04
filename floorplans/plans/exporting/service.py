"""The use case behind every export: one published plan, read in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import shapely
from shapely import MultiLineString, MultiPolygon
from sqlalchemy import Connection, RowMapping

from floorplans.actor import Actor, Role
from floorplans.database import Database
from floorplans.errors import NotFound
from floorplans.places import queries as place_queries
from floorplans.places.service import no_such_floor
from floorplans.plans import map_document, position_queries
from floorplans.plans.exporting import queries
from floorplans.plans.exporting.exported import (
    DrawingFrame,
    ExportedConnector,
    ExportedFloor,
    ExportedOpening,
    ExportedSpace,
    ExportedZone,
)
from floorplans.plans.ground import similarity_of

_NEVER = datetime.fromtimestamp(0, UTC)


def exported(
    db: Database, actor: Actor, floor_id: UUID, revision: UUID | int | None = None
) -> ExportedFloor:
    """A floor as its present plan has it, or an earlier one by its id or number.

    Only facility staff get at earlier plans. Raises ``Forbidden``, ``NotFound``.
    """
    if revision is not None:
        actor.require(Role.FACILITY)
    organisation = actor.organisation_id
    with db.transaction(organisation) as tx:
        floor = place_queries.floor_row(tx, organisation, floor_id)
        if floor is None:
            raise no_such_floor()
        row = _revision(tx, organisation, floor_id, revision)
        if row is None:
            raise _nothing_published(asked=revision is not None)
        return _floor(tx, organisation, floor, row)


def _revision(
    tx: Connection, organisation_id: UUID, floor_id: UUID, revision: UUID | int | None
) -> RowMapping | None:
    if revision is None:
        return queries.present(tx, organisation_id, floor_id)
    if isinstance(revision, UUID):
        return queries.by_id(tx, organisation_id, floor_id, revision)
    return queries.by_number(tx, organisation_id, floor_id, revision)


def _nothing_published(*, asked: bool) -> NotFound:
    if asked:
        return NotFound(
            "no_such_plan",
            "This floor has no published plan of that name.",
            "Take one that is or was published; a draft is published first.",
        )
    return NotFound(
        "no_plan_published", "This floor has no plan yet.", "Publish a plan, then export it."
    )


def _floor(
    tx: Connection, organisation_id: UUID, floor: RowMapping, row: RowMapping
) -> ExportedFloor:
    told = map_document.read(bytes(row["map_document"]))
    background = queries.background(tx, organisation_id, row["id"])
    return ExportedFloor(
        organisation_name=row["organisation"],
        **{name: floor[name] for name in ("site_id", "site_name", "time_zone", "short_name")},
        **{name: floor[name] for name in ("building_id", "building_name", "ordinal")},
        floor_id=floor["id"],
        floor_name=floor["name"],
        revision_id=row["id"],
        revision_number=row["number"],
        published_at=row["published_at"] or _NEVER,
        digest=row["map_digest"],
        srid=row["srid"],
        outline=_shape(background["outline"]) if background else MultiPolygon(),
        walls=_shape(background["walls"]) if background else MultiLineString(),
        spaces=_spaces(tx, organisation_id, row["id"], told),
        zones=_zones(tx, organisation_id, row["id"], told),
        openings=tuple(
            ExportedOpening(r["number"], r["kind"], r["width_m"], _shape(r["geom"]))
            for r in queries.openings(tx, organisation_id, row["id"])
        ),
        connectors=tuple(
            ExportedConnector(r["number"], r["kind"], r["name"], _shape(r["geom"]))
            for r in queries.connectors(tx, organisation_id, row["id"])
        ),
        drawing=_drawing(tx, organisation_id, row),
    )


def _spaces(
    tx: Connection, organisation_id: UUID, revision_id: UUID, told: Mapping[str, Any]
) -> tuple[ExportedSpace, ...]:
    """The words come from that plan's own map, the shapes from where they are kept exactly."""
    shapes = {r["space_id"]: r for r in queries.space_shapes(tx, organisation_id, revision_id)}
    found = []
    for feature in told["spaces"]["features"]:
        own, words = UUID(feature["id"]), feature["properties"]
        shape = shapes.get(own)
        if shape is None:
            continue
        names = ("kind", "category", "number", "name", "capacity", "bookable")
        found.append(
            ExportedSpace(
                id=own,
                **{name: words[name] for name in names},
                features=tuple(words["features"]),
                rotation_deg=shape["rotation_deg"],
                within=shape["within_space_id"],
                polygon=_shape(shape["geom"]),
                anchor=_shape(shape["anchor"]),
                layer=shape["layer"],
                places=shape["places"],
            )
        )
    return tuple(found)


def _zones(
    tx: Connection, organisation_id: UUID, revision_id: UUID, told: Mapping[str, Any]
) -> tuple[ExportedZone, ...]:
    rows = queries.zone_shapes(tx, organisation_id, revision_id)
    shapes = {r["zone_id"]: _shape(r["geom"]) for r in rows}
    features = told.get("zones", {}).get("features", ())
    named = [(UUID(f["id"]), f["properties"]["name"]) for f in features]
    return tuple(ExportedZone(own, name, shapes[own]) for own, name in named if own in shapes)


def _drawing(tx: Connection, organisation_id: UUID, row: RowMapping) -> DrawingFrame | None:
    placed = position_queries.georeference(tx, organisation_id, row["id"])
    if placed is None or not row["metres_per_unit"]:
        return None
    return DrawingFrame(similarity_of(placed), row["unit"], row["metres_per_unit"])


def _shape(content: bytes) -> Any:
    return shapely.from_wkb(bytes(content))
