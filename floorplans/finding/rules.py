"""What may be searched for: values in, a coded refusal or nothing out."""

from __future__ import annotations

from datetime import datetime

from floorplans.bookings import rules as booking_rules
from floorplans.bookings.views import Window
from floorplans.errors import Invalid, Refused
from floorplans.finding.costs import LONGEST_LIST
from floorplans.finding.views import FindRequest
from floorplans.nearest.service import KINDS, MOST_FEATURES

MOST_PEOPLE = 10_000


def check(request: FindRequest, window: Window, now: datetime) -> None:
    """Raises Invalid, Refused ``in_the_past``."""
    booking_rules.check_shown(window)
    if window.to_at <= now:
        raise Refused(
            "in_the_past",
            "These hours are over.",
            "Choose hours that end in the future.",
            to=window.to_at.isoformat(),
        )
    if request.kind not in KINDS:
        raise Invalid(
            "kind_unknown", "There is no such kind of space.", f"Use one of: {', '.join(KINDS)}."
        )
    wishes = request.wishes
    if not 1 <= request.limit <= LONGEST_LIST or len(wishes.features) > MOST_FEATURES:
        raise Invalid(
            "list_too_long",
            "This asks for too much at once.",
            f"Ask for 1 to {LONGEST_LIST} places with at most {MOST_FEATURES} features.",
        )
    if any("\0" in feature for feature in wishes.features):
        raise Invalid("feature_unknown", "There is no such feature.", "Choose one from the list.")
    if wishes.people is not None and not 1 <= wishes.people <= MOST_PEOPLE:
        raise Invalid(
            "people_invalid",
            f"A place is for 1 to {MOST_PEOPLE} people.",
            "Say how many people come.",
        )
