"""Closing a space, a zone, a drawn area or a floor for a time, and opening it again."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from floorplans.actor import Actor, Role
from floorplans.bookings import closing_queries, rules
from floorplans.bookings.views import ClosureRequest, ClosureView
from floorplans.database import Database
from floorplans.errors import Invalid, NotFound
from floorplans.ids import new_id

LARGEST_AREA_POINTS = 1_000


def close_place(db: Database, actor: Actor, request: ClosureRequest, now: datetime) -> ClosureView:
    """Close a place; bookings in it stay, and the answer counts them.

    Needs the role facility. Raises Invalid, Refused (``in_the_past``, ``too_far_ahead``),
    NotFound ``place_not_found``, Forbidden.
    """
    actor.require(Role.FACILITY)
    window = rules.check_closure(request, now)
    area = None if request.area is None else _polygon(request.area)
    closure_id = new_id()
    with db.transaction(actor.organisation_id) as connection:
        _check_target(connection, actor, request)
        if area is not None and not closing_queries.is_valid_area(
            connection, actor, request.floor_id, area
        ):
            raise _area_invalid()
        written = closing_queries.insert(
            connection, actor, closure_id, request, window=window, area=area, now=now
        )
        if not written:
            raise _place_missing()
        return _view(connection, actor, closure_id)


def reopen(db: Database, actor: Actor, closure_id: UUID, now: datetime) -> None:
    """End a closure now; one that has not begun vanishes, one that is over stays as it was.

    Needs the role facility. Raises NotFound ``closure_not_found``, Forbidden.
    """
    actor.require(Role.FACILITY)
    with db.transaction(actor.organisation_id) as connection:
        found = _view(connection, actor, closure_id)
        if found.from_at >= now:
            closing_queries.delete(connection, actor, closure_id)
        elif found.to_at > now:
            closing_queries.end(connection, actor, closure_id, now)


def closures(db: Database, actor: Actor, floor_id: UUID, now: datetime) -> list[ClosureView]:
    """The closures of a floor that run or are to come, by time."""
    with db.transaction(actor.organisation_id) as connection:
        return closing_queries.current(connection, actor, floor_id, now)


def _view(connection: Connection, actor: Actor, closure_id: UUID) -> ClosureView:
    found = closing_queries.one(connection, actor, closure_id)
    if found is None:
        raise NotFound(
            "closure_not_found",
            "This closure does not exist any more. Nothing was changed.",
            "Open the floor again to see what is closed.",
        )
    return found


def _check_target(connection: Connection, actor: Actor, request: ClosureRequest) -> None:
    if not closing_queries.has_target(connection, actor, request):
        raise _place_missing()


def _place_missing() -> NotFound:
    return NotFound(
        "place_not_found",
        "The floor, or the space or zone on it, does not exist. Nothing was closed.",
        "Choose it on the map again.",
    )


def _polygon(area: dict[str, Any]) -> str:
    """The area as GeoJSON text (RFC 7946); Invalid ``area_invalid`` unless it is one Polygon."""
    rings = area.get("coordinates")
    if area.get("type") != "Polygon" or not isinstance(rings, list) or not rings:
        raise _area_invalid()
    points = [point for ring in rings if isinstance(ring, list) for point in ring]
    if not 4 <= len(points) <= LARGEST_AREA_POINTS or not all(map(_is_lonlat, points)):
        raise _area_invalid()
    if any(not isinstance(ring, list) or len(ring) < 4 or ring[0] != ring[-1] for ring in rings):
        raise _area_invalid()
    return json.dumps({"type": "Polygon", "coordinates": rings})


def _is_lonlat(point: object) -> bool:
    if not isinstance(point, list) or len(point) != 2:
        return False
    if not all(isinstance(value, int | float) for value in point):
        return False
    # Comparisons with NaN are false, so NaN is refused here too.
    return bool(-180 <= point[0] <= 180 and -90 <= point[1] <= 90)


def _area_invalid() -> Invalid:
    return Invalid(
        "area_invalid",
        "This area is not a simple shape on the site. Nothing was closed.",
        "Draw it again on the floor, without crossing lines.",
    )
