"""Corners that were typed in metres, of the plan that people see or of the site's own CRS."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from shapely import Point

from floorplans.actor import Actor, Role
from floorplans.database import Database
from floorplans.errors import Conflict, Invalid
from floorplans.places.service import no_such_floor
from floorplans.plans import floor_queries, position_queries, queries
from floorplans.plans.ground import similarity_of
from floorplans.plans.layout import lonlat
from geo.crs import CrsError


def on_earth(
    db: Database,
    actor: Actor,
    floor_id: UUID,
    corners: Sequence[tuple[float, float]],
    *,
    of_plan: bool,
) -> list[tuple[float, float]]:
    """Longitude and latitude of each corner.

    ``corners`` are metres: with ``of_plan`` in the axes of the drawing that the published plan was
    read from, as the studio tells them, else east and north in the site's CRS. Needs the role
    facility. Raises NotFound ``floor_not_found``, Conflict ``floor_without_plan``, Invalid
    ``corners_off_the_map``, Forbidden.
    """
    actor.require(Role.FACILITY)
    organisation = actor.organisation_id
    with db.transaction(organisation) as tx:
        floor = queries.floor_row(tx, organisation, floor_id)
        if floor is None:
            raise no_such_floor()
        points = [Point(corner) for corner in corners]
        if of_plan:
            present = floor_queries.published(tx, organisation, floor_id)
            placed = present and position_queries.georeference(tx, organisation, present)
            if not placed:
                raise _without_plan()
            points = [similarity_of(placed).apply(point) for point in points]
    try:
        return [(point.x, point.y) for point in lonlat(points, floor["srid"])]
    except CrsError:
        raise _off_the_map() from None


def _without_plan() -> Conflict:
    return Conflict(
        "floor_without_plan",
        "This floor shows no plan, so metres on the plan mean nothing. Nothing was changed.",
        "Type the corners in the site's coordinates, or publish a plan first.",
    )


def _off_the_map() -> Invalid:
    return Invalid(
        "corners_off_the_map",
        "These corners lie outside the part of the earth where the site's coordinates hold."
        " Nothing was changed.",
        "Look whether they are metres on the plan, and whether east comes before north.",
    )
