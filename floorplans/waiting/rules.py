"""When one may wait, how long an offer stands, and what is refused: values in, decision out."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from floorplans.bookings.views import Window
from floorplans.bookings.windows import first_instant, wall_time
from floorplans.errors import Conflict, DomainError, Invalid, NotFound, Refused
from floorplans.waiting.views import Chance, Mode, State, WaitRequest

#: Whoever waits for more has no wish but a net.
MOST_WAITS = 20
#: Less than this is left of a booking that nobody would walk to.
LEAST_LEFT = timedelta(minutes=15)
SHORTEST_ANSWER = timedelta(minutes=10)
LONGEST_ANSWER = timedelta(hours=4)
#: An offer stands for this part of the time that is left until the hours begin.
ANSWER_SHARE = 4
#: Nobody has to answer at night, unless the hours themselves begin before the morning.
EVENING = time(20)
MORNING = time(9)
#: What may be over by the time that the place is free.
PASSING = frozenset({"taken", "closed", "too_many_at_once", "too_many_in_week"})
#: How long it can be seen how a wait ended.
KEPT = timedelta(days=7)
#: After so long a list is gone through although nothing on its floor has changed.
LOOKED_AGAIN = timedelta(minutes=5)
NOT_WAITING = "You were not put on the wait list."


def check_request(request: WaitRequest) -> None:
    """A wish names one space, or a kind and a floor. Raises Invalid ``wish_unclear``."""
    names_space = request.space_id is not None
    names_kind = request.kind is not None and request.floor_id is not None
    mixed = names_space and (request.kind or request.floor_id or request.zone_id)
    if names_space == names_kind or mixed:
        raise Invalid(
            "wish_unclear",
            f"A wait is for one place, or for any of a kind on one floor. {NOT_WAITING}",
            "Name the place alone, or a kind and a floor, and one of its zones if you like.",
        )


def hours_left(window: Window, now: datetime) -> Window:
    """The hours that can still be booked: from now on, once they have begun."""
    return Window(max(window.from_at, now), window.to_at)


def over_at(window: Window) -> datetime:
    """When there is too little left to wait for."""
    return window.to_at - min(LEAST_LEFT, (window.to_at - window.from_at) / 2)


def asks(chance: Chance, now: datetime) -> bool:
    """Whether the person is asked first.

    Also who wanted it booked by itself: when they have a place of this kind in these hours by now,
    or when the hours have begun since, so that they may have gone elsewhere.
    """
    begun = chance.created_at < chance.window.from_at <= now
    return chance.mode is Mode.ASK or chance.has_own or begun


def answer_by(now: datetime, window: Window, zone: ZoneInfo) -> datetime:
    """Until when a place is kept: a quarter of the time that is left, not ending at night.

    At least ten minutes, at most four hours; what would end at night ends in the morning, on the
    building's clock; and always before the hours begin, as far as ten minutes allow.
    """
    least = now + SHORTEST_ANSWER
    share = max((window.from_at - now) / ANSWER_SHARE, SHORTEST_ANSWER)
    by = _in_the_day(now + min(share, LONGEST_ANSWER), zone)
    return max(min(by, window.from_at), least)


def _in_the_day(instant: datetime, zone: ZoneInfo) -> datetime:
    wall = wall_time(instant, zone)
    if MORNING <= wall.time() < EVENING:
        return instant
    day = wall.date() if wall.time() < MORNING else wall.date() + timedelta(days=1)
    return first_instant(datetime.combine(day, MORNING), zone)


def check_may_wait(error: DomainError) -> None:
    """Raise what keeps the person from booking, unless it may be over by then."""
    if error.code not in PASSING:
        raise error


def is_free(name: str, space_id: object) -> Conflict:
    return Conflict(
        "free_now",
        f"{name} is free in these hours. {NOT_WAITING}",
        "Book it: there is nothing to wait for.",
        space_id=str(space_id),
        name=name,
    )


def nothing_there() -> NotFound:
    return NotFound(
        "nothing_to_wait_for",
        f"There is no place of this kind there that can be booked. {NOT_WAITING}",
        "Choose another kind, the whole floor, or another floor.",
    )


def too_many() -> Refused:
    return Refused(
        "too_many_waits",
        f"You are on {MOST_WAITS} wait lists already. {NOT_WAITING}",
        "Leave one of them on “My bookings” first.",
        most=MOST_WAITS,
    )


def waits_already() -> Conflict:
    return Conflict(
        "waiting_already",
        "You wait for this already, in hours that meet these. Nothing was changed.",
        "Leave the other wait on “My bookings” first, or keep it.",
    )


def wait_missing() -> NotFound:
    return NotFound(
        "wait_not_found",
        "This is not among your waits. Nothing was changed.",
        "Open “My bookings” to see what you wait for.",
    )


def wait_over() -> Conflict:
    return Conflict(
        "wait_over",
        "You do not wait for this any more, so nothing was changed.",
        "Open “My bookings” to see how it ended.",
    )


def not_offered(state: State) -> Conflict:
    if state is State.WAITING:
        return Conflict(
            "not_offered",
            "No place has become free for you yet. Nothing was changed.",
            "You are told as soon as it is your turn.",
        )
    return Conflict(
        "offer_over",
        "This offer has ended, and the place went on to the next one. Nothing was changed.",
        "Wait for it again, or look for a free place on the map.",
    )


def too_late() -> Refused:
    return Refused(
        "too_late_to_wait",
        f"These hours are over, or nearly. {NOT_WAITING}",
        "Choose later hours.",
    )
