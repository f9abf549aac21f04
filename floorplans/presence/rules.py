"""Who may check in and out when, and what is the obvious next thing: values in, a decision out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from floorplans.bookings.windows import day_of, first_instant, wall_time
from floorplans.errors import Conflict, DomainError, Invalid, Refused
from floorplans.nearest.service import KINDS
from floorplans.presence.views import BookingThere, CheckInRule, PlaceAt, Step

UNCHANGED = "Nothing was changed."
#: A place that is taken on the spot is wanted for the working day, not for the night.
DAY_ENDS_H = 18
#: Less is no use of a place.
SHORTEST_STAY = timedelta(minutes=15)
HALF_HOUR = timedelta(minutes=30)
MOST_ENDS = 24
LONGEST_OPENS_MIN = 720
LONGEST_GRACE_MIN = 720


@dataclass(frozen=True, slots=True)
class Found:
    """What is so at a place when the step is asked for."""

    place: PlaceAt
    status: str | None
    mine_here: BookingThere | None
    mine_elsewhere: BookingThere | None
    unclaimed: BookingThere | None
    #: Whether it is assigned to this person today.
    is_own: bool = False


def next_step(found: Found) -> Step:
    """The obvious next thing for the person who stands before the place."""
    if found.mine_here is not None:
        return _step_of_mine(found.mine_here)
    if not found.place.is_there:
        return Step.FIND_OTHER
    if not found.place.bookable:
        return Step.CHOOSE
    if found.is_own or found.status == "free":
        usual = Step.OWN if found.is_own else Step.TAKE
        return usual if found.mine_elsewhere is None else Step.SIT_HERE
    if found.status != "closed" and found.unclaimed is not None:
        return Step.CLAIM if found.mine_elsewhere is None else Step.SIT_HERE
    return Step.FIND_OTHER


def _step_of_mine(mine: BookingThere) -> Step:
    if mine.state == "held":
        return Step.MOVE_HELD
    return Step.CHECK_OUT if mine.state == "checked_in" else Step.CHECK_IN


def day_end(now: datetime, zone: ZoneInfo) -> datetime:
    """The end of the working day, or of the calendar day for who comes when it is nearly over."""
    today = wall_time(now, zone).date()
    evening = first_instant(datetime.combine(today, time(DAY_ENDS_H)), zone)
    return evening if now + HALF_HOUR <= evening else day_of(today, zone).to_at


def ends(now: datetime, latest: datetime, zone: ZoneInfo) -> list[datetime]:
    """The ends to choose from: each half hour on the clock from now on, and the latest itself."""
    wall = wall_time(now, zone).replace(second=0, microsecond=0)
    step = wall + HALF_HOUR - timedelta(minutes=wall.minute % 30)
    found: list[datetime] = []
    while len(found) < MOST_ENDS:
        instant = first_instant(step, zone)
        if instant >= latest:
            break
        if instant >= now + SHORTEST_STAY:
            found.append(instant)
        step += HALF_HOUR
    return [*found, latest]


def check_check_in(booking: BookingThere, now: datetime) -> None:
    """Refuse a check-in that cannot be, and say why; nothing for who is checked in already."""
    if booking.state == "released":
        raise _released()
    if booking.state in ("cancelled", "declined") or booking.window.to_at <= now:
        raise _over()
    if booking.state == "requested":
        raise Conflict(
            "not_approved_yet",
            f"Somebody must approve this booking before the place is yours. {UNCHANGED}",
            "You are told by mail when it is answered; “My bookings” shows it too.",
        )
    if booking.state == "held":
        raise is_held()
    if now < booking.opens_at and booking.state == "confirmed":
        opens = wall_time(booking.opens_at, ZoneInfo(booking.time_zone))
        raise Refused(
            "check_in_not_open",
            f"Check-in for {booking.space_name} opens {booking.opens_min} minutes before the "
            f"booking, at {opens:%H:%M} on {opens.day} {opens:%B}. {UNCHANGED}",
            "Come back then; your booking stays as it is.",
            opens=booking.opens_at.isoformat(),
        )


def check_check_out(booking: BookingThere, now: datetime) -> None:
    """Refuse a check-out of a booking that nobody is checked in to."""
    if booking.state in ("released", "cancelled", "declined") or booking.window.to_at <= now:
        raise _over()
    if booking.state != "checked_in":
        raise Conflict(
            "not_checked_in",
            f"Nobody has checked in to this booking. {UNCHANGED}",
            "Cancel it in “My bookings” to give the place back.",
        )


def is_held() -> DomainError:
    """One's own booking of the place waits for another one."""
    return Conflict(
        "booking_held",
        "This place was closed, or was not on the floor's plan. Your booking is kept aside."
        f" {UNCHANGED}",
        "Choose another place for it in “My bookings”.",
    )


def _released() -> DomainError:
    return Conflict(
        "booking_released",
        f"This booking was given back, because nobody checked in in time. {UNCHANGED}",
        "Scan the place's code: if it is still free, it is yours with one touch.",
    )


def _over() -> DomainError:
    return Conflict(
        "booking_ended",
        f"This booking is over or was cancelled, so it stays as it is. {UNCHANGED}",
        "Make a new booking.",
    )


def no_longer_unclaimed(name: str) -> DomainError:
    """Whoever had booked it came after all, or another person was faster."""
    return Conflict(
        "no_longer_unclaimed",
        f"{name} was claimed or checked in to at this very moment. {UNCHANGED}",
        "Look again: free places nearby are shown.",
    )


def check_rule(rule: CheckInRule) -> None:
    """Refuse a rule that makes no sense, naming the bounds."""
    if rule.kind is not None and rule.kind not in KINDS:
        raise Invalid(
            "kind_unknown", "There is no such kind of space.", f"Use one of: {', '.join(KINDS)}."
        )
    if not 0 <= rule.opens_min <= LONGEST_OPENS_MIN or not 1 <= rule.grace_min <= LONGEST_GRACE_MIN:
        raise Invalid(
            "check_in_minutes_unclear",
            f"These minutes cannot be used. {UNCHANGED}",
            f"Check-in opens 0 to {LONGEST_OPENS_MIN} minutes before a booking, and there are "
            f"1 to {LONGEST_GRACE_MIN} minutes of grace after its start.",
        )
