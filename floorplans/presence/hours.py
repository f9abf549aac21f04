"""The hours that sitting down now comes to: those that are wanted, or what rules make of them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from floorplans.bookings import rules as booking_rules
from floorplans.bookings.rules import SpaceFacts
from floorplans.bookings.views import Window
from floorplans.errors import Refused

#: Where a rule lets bookings begin on the clock's own steps, one that began just before now may do.
STEPS_MIN = (5, 10, 15, 30, 60)
MOMENT = timedelta(minutes=1)


def hours_now(facts: SpaceFacts, wanted: Window, now: datetime) -> Window:
    """The wanted hours, or the nearest that hold this moment and that the rules allow.

    Raises what the rules of booking say where there are none.
    """
    booking_rules.check_start(wanted, now, facts.time_zone)
    refused: Refused | None = None
    starts = (now, *(_step_before(now, minutes) for minutes in STEPS_MIN))
    # The last asks for this moment alone: of half days and whole days the one that holds it.
    for tried in (*(Window(start, wanted.to_at) for start in starts), Window(now, now + MOMENT)):
        try:
            booking_rules.check_space(facts, tried, now)
        except Refused as error:
            refused = refused or error
            window = _nearest(error, tried)
            if window.from_at <= now < window.to_at:
                return window
        else:
            return tried
    assert refused is not None  # noqa: S101 - the loop went on after refusals only
    raise refused


def _nearest(error: Refused, window: Window) -> Window:
    """The hours that a refusal says would do; an empty stretch where it says none."""
    told: dict[str, Any] | None = error.fields.get("nearest")
    if told is None:
        return Window(window.to_at, window.to_at)
    return Window(datetime.fromisoformat(told["from"]), datetime.fromisoformat(told["to"]))


def _step_before(now: datetime, minutes: int) -> datetime:
    whole = now.replace(second=0, microsecond=0)
    return whole - timedelta(minutes=whole.minute % minutes)
