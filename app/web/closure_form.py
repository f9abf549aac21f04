"""What the form of a closure carries, as a request; refused with a sentence where it is none."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import request

from app.api.fields import EARLIEST, LATEST
from app.context import actor, db
from app.web.corners import corners_of
from app.web.forms import chosen, number, word
from floorplans.bookings.windows import first_instant
from floorplans.closing import service as closing
from floorplans.closing.rules import area_invalid
from floorplans.closing.views import ClosureRequest
from floorplans.errors import Invalid
from floorplans.places.views import FloorView
from floorplans.plans import service as plans

#: As the API takes times.
FIRST_YEAR, LAST_YEAR = EARLIEST.year, LATEST.year - 1


def request_of_form(floor: FloorView) -> ClosureRequest:
    """The closure that was asked for; times are those of the building. Raises Invalid."""
    zone = ZoneInfo(floor.time_zone)
    endless = word("open_ended") == "yes"
    wanted = ClosureRequest(
        floor_id=floor.id,
        from_at=first_instant(wall_of("from"), zone),
        to_at=None if endless else first_instant(wall_of("to"), zone),
        reason=word("reason"),
    )
    what = word("what")
    if what == "zone":
        return replace(wanted, zone_id=chosen("zone"))
    if what == "places":
        return replace(wanted, space_ids=_places())
    if what == "area":
        return replace(wanted, area=_area(), margin_m=number("margin_m"))
    if what == "corners":
        return replace(wanted, area=_typed_area(floor), margin_m=number("corners_margin_m"))
    if what == "near":
        area = closing.shape_of(db(), actor(), floor.id, chosen("near"))
        return replace(wanted, area=area, margin_m=number("near_m"))
    if what == "floor":
        return wanted
    raise _what_missing()


def wall_of(name: str) -> datetime:
    """A day and time on the clock of the building, naive; raises Invalid."""
    try:
        found = datetime.fromisoformat(word(name)).replace(tzinfo=None)
    except ValueError:
        raise Invalid(
            "time_missing",
            "A day and time are missing. Nothing was closed.",
            "Choose when it begins and ends.",
            field=name,
        ) from None
    # What lies beyond has no instant in some zones, and nobody means it.
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise Invalid(
            "time_out_of_range",
            "A day lies outside of this century. Nothing was closed or changed.",
            "Choose a day within the next years.",
            field=name,
        )
    return found


def _places() -> tuple[UUID, ...]:
    try:
        found = tuple(UUID(each) for each in request.form.getlist("place"))
    except ValueError:
        found = ()
    if not found:
        raise Invalid(
            "places_missing",
            "No place was chosen. Nothing was closed.",
            "Choose at least one in the list or on the map.",
            field="place",
        )
    return found


def _area() -> dict[str, object]:
    try:
        points = json.loads(word("area"))
        ring = [[float(lon), float(lat)] for lon, lat in points]
    except (ValueError, TypeError, RecursionError):
        raise area_invalid() from None
    return _polygon(ring)


def _typed_area(floor: FloorView) -> dict[str, object]:
    typed = corners_of(word("corners"))
    of_plan = word("corners_in") != "site"
    found = plans.on_earth(db(), actor(), floor.id, typed, of_plan=of_plan)
    return _polygon([[lon, lat] for lon, lat in found])


def _polygon(ring: list[list[float]]) -> dict[str, object]:
    return {"type": "Polygon", "coordinates": [[*ring, *ring[:1]]]}


def _what_missing() -> Invalid:
    return Invalid(
        "closure_target_missing",
        "It was not said what to close. Nothing was closed.",
        "Choose the whole floor, a zone, some places or an area.",
    )
