"""What is known of the ground around a plan: other published floors, to point at and to compare."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import shapely
from sqlalchemy import RowMapping

from floorplans.actor import Actor, Role
from floorplans.database import Database
from floorplans.plans import position_queries, queries
from floorplans.plans.known import plan_of
from floorplans.plans.layout import lonlat
from floorplans.plans.map_document import geometry
from floorplans.plans.staging import no_such_plan
from geo.crs import true_north_deg


@dataclass(frozen=True, slots=True)
class GroundShape:
    """``kind`` is outline, or that of a stair or lift; ``is_own`` tells the plan's own building.

    ``geometry`` is GeoJSON in EPSG:4326.
    """

    building: str
    floor: str
    kind: str
    is_own: bool
    geometry: dict[str, Any]


def site_ground(db: Database, actor: Actor, revision_id: UUID) -> tuple[GroundShape, ...]:
    """The outer edges, stairs and lifts of the site's published floors, without this one's own.

    Raises ``Forbidden``, ``NotFound``.
    """
    actor.require(Role.FACILITY)
    organisation = actor.organisation_id
    with db.transaction(organisation) as tx:
        row = plan_of(tx, organisation, revision_id)
        rows = position_queries.ground_shapes(tx, organisation, row["floor_id"])
    if not rows:
        return ()
    shapes = lonlat([shapely.from_wkb(bytes(r["geom"])) for r in rows], row["srid"])
    return tuple(_shape(r, s) for r, s in zip(rows, shapes, strict=True) if not s.is_empty)


def _shape(row: RowMapping, shape: shapely.Geometry) -> GroundShape:
    return GroundShape(row["building"], row["floor"], row["kind"], row["is_own"], geometry(shape))


def north_of(db: Database, actor: Actor, revision_id: UUID) -> float:
    """How far counter-clockwise of the CRS's north true north lies at the plan's site, degrees.

    Raises ``Forbidden``, ``NotFound``.
    """
    actor.require(Role.FACILITY)
    organisation = actor.organisation_id
    with db.transaction(organisation) as tx:
        row = queries.revision(tx, organisation, revision_id)
        floor = row and queries.floor_row(tx, organisation, row["floor_id"])
    if floor is None:
        raise no_such_plan()
    return true_north_deg(floor["lon"], floor["lat"], floor["srid"])
