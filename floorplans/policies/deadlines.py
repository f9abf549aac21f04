"""Until when a booking can be changed or cancelled: values in, a coded refusal or nothing out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from floorplans.bookings.views import Window
from floorplans.bookings.windows import moment_text
from floorplans.errors import Refused
from floorplans.policies import words
from floorplans.policies.terms import Said


class Act(StrEnum):
    """What is done to a booking that has not begun; the value is what has become of it then."""

    CHANGE = "changed"
    CANCEL = "cancelled"


def check(
    by_min: Said[int] | None, act: Act, window: Window, zone: ZoneInfo, now: datetime
) -> None:
    """Refuse what comes later than ``by_min`` minutes before the booking begins.

    What has begun has no deadline any more: ending it early only gives time back. Raises Refused
    ``deadline_passed`` with the rule, and until when it was possible.
    """
    if by_min is None or window.from_at <= now:
        return
    until_at = window.from_at - timedelta(minutes=by_min.value)
    if now <= until_at:
        return
    raise Refused(
        "deadline_passed",
        f"{words.subject(by_min)} lets bookings be {act} until {words.length(by_min.value)} before"
        f" they begin, here until {moment_text(until_at, zone)}. It stays as it is.",
        f"Facility staff can still have it {act}; once it has begun, you can end it early.",
        rule=by_min.rule,
        deadline_minutes=by_min.value,
        until=until_at.astimezone(UTC).isoformat(),
    )
