"""What may be booked, changed and cancelled: values in, a coded refusal or nothing out."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from floorplans.actor import Actor, Role
from floorplans.bookings.views import (
    BookingChange,
    BookingRequest,
    ClosureRequest,
    Phase,
    Window,
)
from floorplans.bookings.windows import day_of, moment_text, wall_time
from floorplans.errors import Conflict, DomainError, Invalid, NotFound, Refused

#: A late start is fine, also past midnight; a booking is not a way to write history.
LATE_START_H = 12
#: Below this a booking is a slip of a program, not a use of a space.
SHORTEST_BOOKING_MIN = 1
LONGEST_KEY = 255
LONGEST_SHOWN_DAYS = 31
LONGEST_REASON = 500
#: What is closed for longer is no space to book any more, and the plan should say so.
CLOSED_AHEAD_YEARS = 5
_YEAR = timedelta(days=365.25)
NOTHING_CHANGED = "Nothing was booked or changed."
ENDED_STATES = ("cancelled", "released")


@dataclass(frozen=True, slots=True)
class SpaceFacts:
    """What the rules must know about a space for one window.

    What it is like is told of the plan that holds when the window begins. ``gone_from`` is when a
    plan takes over, within the window or before it, that does not let it be booked; ``there_from``
    when one does that has it, where it is not live before. ``seen`` stands for all of it: a
    booking is written only if it is still the same.
    """

    id: UUID
    floor_id: UUID
    kind: str
    name: str
    bookable: bool
    is_live: bool
    floor_name: str
    building_name: str
    time_zone: str
    book_ahead_days: int
    longest_booking_hours: int
    closed_reason: str | None
    closed_until: datetime | None
    is_taken: bool
    prior_id: UUID | None
    prior_digest: bytes | None
    gone_from: datetime | None = None
    there_from: datetime | None = None
    seen: str | None = None

    @property
    def is_there(self) -> bool:
        """Whether it can be booked all through the window, by every plan that holds in it."""
        return self.is_live and self.bookable and self.gone_from is None


@dataclass(frozen=True, slots=True)
class BookingFacts:
    """A stored booking."""

    id: UUID
    space_id: UUID
    person_id: UUID
    window: Window
    state: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A request for a booking, its form checked; ``digest`` goes with ``key``."""

    space_id: UUID
    window: Window
    key: str | None
    digest: bytes | None
    now: datetime


def asked(request: BookingRequest, now: datetime) -> Asked:
    """Check the form of a request; raises Invalid."""
    window = window_of(request.from_at, request.to_at)
    key = request.idempotency_key
    check_key(key)
    digest = None if key is None else digest_of(request, window)
    return Asked(request.space_id, window, key, digest, now)


def window_of(from_at: datetime, to_at: datetime) -> Window:
    """A window in UTC; Invalid for instants without offset and for an end not after the start."""
    if from_at.tzinfo is None or to_at.tzinfo is None:
        raise Invalid(
            "offset_missing",
            f"A time came without its offset from UTC. {NOTHING_CHANGED}",
            "Write times like 2026-11-18T09:00:00+01:00.",
        )
    try:
        window = Window(from_at.astimezone(UTC), to_at.astimezone(UTC))
    except OverflowError as error:
        raise Invalid(
            "time_out_of_range",
            f"This time is outside the calendar. {NOTHING_CHANGED}",
            "Choose a time within the next months.",
        ) from error
    if window.to_at <= window.from_at:
        raise Invalid(
            "window_empty",
            f"The end is not after the start. {NOTHING_CHANGED}",
            "Choose an end that lies after the start.",
        )
    return window


def check_shown(window: Window) -> None:
    """A map shows at most a month: beyond that the document would only say "taken"."""
    if window.to_at - window.from_at > timedelta(days=LONGEST_SHOWN_DAYS):
        raise Invalid(
            "window_too_long",
            f"Availability is shown for up to {LONGEST_SHOWN_DAYS} days at once.",
            "Choose a shorter window.",
            longest_days=LONGEST_SHOWN_DAYS,
        )


def check_key(key: str | None) -> None:
    """Refuse an idempotency key that cannot be kept as it is."""
    if key is not None and (not 1 <= len(key) <= LONGEST_KEY or "\0" in key):
        raise Invalid(
            "idempotency_key_invalid",
            f"The idempotency key must have 1 to {LONGEST_KEY} characters. {NOTHING_CHANGED}",
            "Use a new random identifier for each booking.",
        )


def digest_of(request: BookingRequest, window: Window) -> bytes:
    """What makes two requests under one idempotency key the same request."""
    words = (str(request.space_id), window.from_at.isoformat(), window.to_at.isoformat())
    return hashlib.sha256(" ".join(words).encode()).digest()


def space_missing() -> NotFound:
    return NotFound(
        "space_not_found",
        f"This space does not exist, or no longer does. {NOTHING_CHANGED}",
        "Open the floor again and choose another space.",
    )


def booking_missing() -> NotFound:
    return NotFound(
        "booking_not_found",
        "This booking does not exist among the ones you may see. Nothing was changed.",
        "Open “My bookings” to see yours.",
    )


def key_reused() -> Conflict:
    return Conflict(
        "idempotency_key_reused",
        f"This idempotency key was already used for another request. {NOTHING_CHANGED}",
        "Use a new key for a new booking.",
    )


def check_space(space: SpaceFacts, window: Window, now: datetime) -> None:
    """Every rule about a space and a window, the one a person can do least about first."""
    _check_there(space)
    check_shortest(window)
    _check_longest(window, space.longest_booking_hours)
    _check_ahead(window, now, space.book_ahead_days, ZoneInfo(space.time_zone))
    if space.closed_reason is not None:
        raise Refused(
            "closed",
            f"{space.name} is closed then: {space.closed_reason}. {NOTHING_CHANGED}",
            "Choose another space, or a time after it opens again.",
            reason=space.closed_reason,
            until=_iso(space.closed_until),
        )


def _check_there(space: SpaceFacts) -> None:
    if not space.is_live and space.there_from is not None:
        raise Refused(
            "not_there_yet",
            f"{space.name} is there from {_moment(space, space.there_from)} on. {NOTHING_CHANGED}",
            "Choose hours after that, or another space.",
            **{"from": _iso(space.there_from)},
        )
    if not space.is_live and space.gone_from is None:
        raise space_missing()
    if space.is_live and not space.bookable:
        raise Refused(
            "not_bookable",
            f"{space.name} cannot be booked. {NOTHING_CHANGED}",
            "Choose a space that the map shows as bookable.",
        )
    if space.gone_from is not None:
        raise Refused(
            "gone_by_then",
            f"{space.name} can be booked until {_moment(space, space.gone_from)}: from then on"
            f" this floor has another plan. {NOTHING_CHANGED}",
            "Choose hours that end before that, or another space.",
            until=_iso(space.gone_from),
        )


def _moment(space: SpaceFacts, instant: datetime) -> str:
    return moment_text(instant, ZoneInfo(space.time_zone))


def check_start(window: Window, now: datetime, time_zone: str) -> None:
    """A window may have begun, today or some hours ago, but must not be over."""
    if window.to_at <= now:
        raise Refused(
            "in_the_past",
            f"These hours are over. {NOTHING_CHANGED}",
            "Choose a window that ends in the future.",
            to=_iso(window.to_at),
        )
    today = day_of(wall_time(now, ZoneInfo(time_zone)).date(), ZoneInfo(time_zone))
    earliest_at = min(today.from_at, now - timedelta(hours=LATE_START_H))
    if window.from_at < earliest_at:
        raise Refused(
            "starts_too_early",
            f"A booking cannot begin on a day that is over. {NOTHING_CHANGED}",
            "Let it begin today or later.",
            earliest=_iso(earliest_at),
        )


def check_shortest(window: Window) -> None:
    """A booking is long enough to be one; ending a running one early may leave less."""
    if window.to_at - window.from_at < timedelta(minutes=SHORTEST_BOOKING_MIN):
        raise Refused(
            "too_short",
            f"A booking lasts at least {SHORTEST_BOOKING_MIN} minute. {NOTHING_CHANGED}",
            "Choose a later end, or cancel the booking to give all of it back.",
            shortest_minutes=SHORTEST_BOOKING_MIN,
        )


def _check_longest(window: Window, longest_hours: int) -> None:
    if window.to_at - window.from_at > timedelta(hours=longest_hours):
        raise Refused(
            "too_long",
            f"Your organisation allows bookings of up to {longest_hours} hours. {NOTHING_CHANGED}",
            "Choose a shorter window, or make several bookings.",
            longest_hours=longest_hours,
        )


def _check_ahead(window: Window, now: datetime, days: int, zone: ZoneInfo) -> None:
    last_day = day_of(wall_time(now, zone).date() + timedelta(days=days), zone)
    if window.from_at >= last_day.to_at:
        raise Refused(
            "too_far_ahead",
            f"Your organisation allows bookings up to {days} days ahead. {NOTHING_CHANGED}",
            "Choose an earlier day.",
            book_ahead_days=days,
            latest=_iso(last_day.to_at),
        )


def check_may_touch(actor: Actor, booking: BookingFacts) -> None:
    """Own bookings, and anybody's for facility staff; to others a booking does not exist."""
    if booking.person_id != actor.person_id and not actor.role.covers(Role.FACILITY):
        raise booking_missing()


def changed_window(booking: BookingFacts, change: BookingChange, now: datetime) -> Window:
    """The window a change asks for; refuses to change what is over or to move a start that was."""
    phase = phase_of(booking.state, booking.window, now)
    if phase in (Phase.PAST, Phase.CANCELLED):
        word = "cancelled" if phase is Phase.CANCELLED else "over"
        raise Conflict(
            "booking_ended",
            f"This booking is {word}, so it stays as it is.",
            "Make a new booking.",
            state=booking.state,
        )
    wanted = window_of(
        change.from_at or booking.window.from_at, change.to_at or booking.window.to_at
    )
    if phase is Phase.RUNNING and wanted.from_at != booking.window.from_at:
        raise Refused(
            "already_started",
            f"This booking has begun, so its start stays. {NOTHING_CHANGED}",
            "Change its end, or end it now and make a new one.",
            started=_iso(booking.window.from_at),
        )
    return wanted


def shortens(old: Window, new: Window) -> bool:
    """Tell whether the new window lies within the old one: then nobody else can be in the way."""
    return old.from_at <= new.from_at and new.to_at <= old.to_at


def phase_of(state: str, window: Window, now: datetime) -> Phase:
    """Upcoming, running, past, or cancelled (which includes released)."""
    if state in ENDED_STATES:
        return Phase.CANCELLED
    if window.to_at <= now:
        return Phase.PAST
    return Phase.UPCOMING if window.from_at > now else Phase.RUNNING


def taken(space_name: str, alternatives: list[dict[str, object]]) -> Conflict:
    """Somebody else has the space in this window."""
    offer = "Choose one of the free spaces nearby." if alternatives else "Choose other hours."
    return Conflict(
        "taken",
        f"{space_name} is already booked in these hours. {NOTHING_CHANGED}",
        offer,
        alternatives=alternatives,
    )


def moved_on() -> DomainError:
    return Conflict(
        "moved_on",
        "This booking was changed by somebody else in the meantime. Nothing was changed.",
        "Open it again and repeat your change.",
    )


def check_closure(request: ClosureRequest, now: datetime) -> Window:
    """The window of a closure that names at most one target and a reason people can read.

    Raises Invalid, Refused ``in_the_past`` or ``too_far_ahead``.
    """
    window = window_of(request.from_at, request.to_at)
    _check_closed_hours(window, now)
    targets = (request.space_id, request.zone_id, request.area)
    if sum(target is not None for target in targets) > 1:
        raise Invalid(
            "closure_target_unclear",
            "A closure is of one space, one zone, one area, or the whole floor.",
            "Nothing was closed; name one of them, or none for the whole floor.",
        )
    if not 1 <= len(request.reason.strip()) <= LONGEST_REASON or "\0" in request.reason:
        raise Invalid(
            "reason_missing",
            f"A closure needs a reason of at most {LONGEST_REASON} characters. Nothing was closed.",
            "Write what people should know, such as “carpet cleaning”.",
        )
    return window


def _check_closed_hours(window: Window, now: datetime) -> None:
    if window.to_at <= now:
        raise Refused(
            "in_the_past",
            "These hours are over. Nothing was closed.",
            "Choose an end in the future; the start may be over.",
            to=_iso(window.to_at),
        )
    latest = now + CLOSED_AHEAD_YEARS * _YEAR
    if window.to_at > latest:
        raise Refused(
            "too_far_ahead",
            f"A closure ends within {CLOSED_AHEAD_YEARS} years from now. Nothing was closed.",
            "Choose an earlier end. What is gone for good is left out of the next plan.",
            latest=_iso(latest),
        )


def _iso(instant: datetime | None) -> str | None:
    return None if instant is None else instant.astimezone(UTC).isoformat()
