"""What may be closed, and for how long: values in, a coded refusal or nothing out."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from floorplans.bookings.rules import window_of
from floorplans.closing.views import ClosureRequest
from floorplans.errors import Invalid, NotFound, Refused

LONGEST_REASON = 500
#: What is closed for longer is no space to book any more, and the plan should say so.
CLOSED_AHEAD_YEARS = 5
LARGEST_AREA_POINTS = 1_000
#: More than a floor has; whoever means more closes the floor.
MOST_SPACES = 1_000
WIDEST_MARGIN_M = 50.0
_YEAR = timedelta(days=365.25)


def check_request(request: ClosureRequest, now: datetime) -> tuple[datetime, datetime | None]:
    """The hours in UTC of a closure that names at most one target and a reason people can read.

    Raises Invalid, Refused ``in_the_past`` or ``too_far_ahead``.
    """
    hours = check_hours(request.from_at, request.to_at, now)
    targets = (request.space_id, request.zone_id, request.area, request.space_ids or None)
    if sum(target is not None for target in targets) > 1:
        raise Invalid(
            "closure_target_unclear",
            "A closure is of one space, some spaces, one zone, one area, or the whole floor.",
            "Nothing was closed; name one of them, or none for the whole floor.",
        )
    if len(request.space_ids) > MOST_SPACES:
        raise Invalid(
            "too_many_spaces",
            f"A closure names at most {MOST_SPACES} spaces. Nothing was closed.",
            "Close a zone, an area or the whole floor.",
        )
    if not 0 <= request.margin_m <= WIDEST_MARGIN_M:
        raise Invalid(
            "margin_invalid",
            f"The margin round an area is 0 to {WIDEST_MARGIN_M:.0f} metres. Nothing was closed.",
            "Choose a smaller margin, or draw a larger area.",
        )
    check_reason(request.reason)
    return hours


def check_hours(
    from_at: datetime, to_at: datetime | None, now: datetime
) -> tuple[datetime, datetime | None]:
    """Begin and end in UTC; no end is the end that somebody gives it later."""
    latest = now + CLOSED_AHEAD_YEARS * _YEAR
    window = window_of(from_at, to_at or max(latest, from_at + _YEAR))
    if to_at is None:
        if window.from_at > latest:
            raise _too_far(latest)
        return window.from_at, None
    if window.to_at <= now:
        raise Refused(
            "in_the_past",
            "These hours are over. Nothing was closed.",
            "Choose an end in the future; the start may be over.",
            to=window.to_at.isoformat(),
        )
    if window.to_at > latest:
        raise _too_far(latest)
    return window.from_at, window.to_at


def check_reason(reason: str) -> None:
    """Refuse a reason that says nothing, or too much."""
    if not 1 <= len(reason.strip()) <= LONGEST_REASON or "\0" in reason:
        raise Invalid(
            "reason_missing",
            f"A closure needs a reason of at most {LONGEST_REASON} characters. Nothing was closed.",
            "Write what people should know, such as “carpet cleaning”.",
        )


def polygon(area: dict[str, Any]) -> str:
    """The area as GeoJSON text (RFC 7946); Invalid ``area_invalid`` unless it is one Polygon."""
    rings = area.get("coordinates")
    if area.get("type") != "Polygon" or not isinstance(rings, list) or not rings:
        raise area_invalid()
    points = [point for ring in rings if isinstance(ring, list) for point in ring]
    if not 4 <= len(points) <= LARGEST_AREA_POINTS or not all(map(_is_lonlat, points)):
        raise area_invalid()
    if any(not isinstance(ring, list) or len(ring) < 4 or ring[0] != ring[-1] for ring in rings):
        raise area_invalid()
    return json.dumps({"type": "Polygon", "coordinates": rings})


def area_invalid() -> Invalid:
    return Invalid(
        "area_invalid",
        "This area is not a simple shape on the site. Nothing was closed.",
        "Draw it again on the floor, without crossing lines.",
    )


def place_missing() -> NotFound:
    return NotFound(
        "place_not_found",
        "The floor, or the space or zone on it, does not exist. Nothing was closed.",
        "Choose it on the map again.",
    )


def closure_missing() -> NotFound:
    return NotFound(
        "closure_not_found",
        "This closure does not exist any more. Nothing was changed.",
        "Open the floor again to see what is closed.",
    )


def closure_over() -> Refused:
    return Refused(
        "closure_over",
        "This closure is over, so it stays as it was. Nothing was changed.",
        "Make a new closure.",
    )


def _is_lonlat(point: object) -> bool:
    if not isinstance(point, list) or len(point) != 2:
        return False
    if not all(isinstance(value, int | float) for value in point):
        return False
    # Comparisons with NaN are false, so NaN is refused here too.
    return bool(-180 <= point[0] <= 180 and -90 <= point[1] <= 90)


def _too_far(latest: datetime) -> Refused:
    return Refused(
        "too_far_ahead",
        f"A closure ends within {CLOSED_AHEAD_YEARS} years from now. Nothing was closed.",
        "Choose an earlier end, or none. What is gone for good is left out of the next plan.",
        latest=latest.astimezone(UTC).isoformat(),
    )


def closed_words(reason: str) -> str:
    """Why a request is declined that a closure makes impossible."""
    return f"It is closed then: {' '.join(reason.split())}"[:LONGEST_REASON].strip()
