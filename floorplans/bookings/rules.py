"""What may be booked, changed and cancelled: values in, a coded refusal or nothing out."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from floorplans.actor import Actor, Role
from floorplans.bookings.notes import checked_note
from floorplans.bookings.views import (
    BookingChange,
    BookingRequest,
    Phase,
    Window,
)
from floorplans.bookings.windows import day_of, iso_of, moment_text, wall_time
from floorplans.equipment.rules import check_bring
from floorplans.equipment.views import Bring
from floorplans.errors import Conflict, DomainError, Invalid, NotFound, Refused
from floorplans.policies import nearest
from floorplans.policies.rules import Case
from floorplans.policies.terms import Document, load_of, terms_of
from floorplans.wording import place_in_words

#: A late start is fine, also past midnight; a booking is not a way to write history.
LATE_START_H = 12
#: Below this a booking is a slip of a program, not a use of a space.
SHORTEST_BOOKING_MIN = 1
LONGEST_KEY = 255
LONGEST_SHOWN_DAYS = 31
NOTHING_CHANGED = "Nothing was booked or changed."
ENDED_STATES = ("cancelled", "released", "declined")


@dataclass(frozen=True, slots=True)
class SpaceFacts:
    """What the rules must know about a space for one window.

    What it is like is told of the plan that holds when the window begins. ``gone_from`` is when a
    plan takes over, within the window or before it, that does not let it be booked; ``there_from``
    when one does that has it, where it is not live before. ``rules`` is what staff's rules say of
    it to the person (None: nothing), ``load`` what the person has booked of that which they limit.
    ``seen`` stands for all of it: a booking is written only if it is still the same.
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
    rules: Document | None = None
    load: Document | None = None
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
    booked_by: UUID | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A request for a booking, its form checked; ``digest`` goes with ``key``."""

    space_id: UUID
    window: Window
    key: str | None
    digest: bytes | None
    now: datetime
    bring: tuple[Bring, ...] = ()
    note: str | None = None
    is_private: bool = False


def asked(request: BookingRequest, now: datetime) -> Asked:
    """Check the form of a request; raises Invalid."""
    window = window_of(request.from_at, request.to_at)
    key = request.idempotency_key
    check_key(key)
    check_bring(request.bring)
    digest = None if key is None else digest_of(request, window)
    note = checked_note(request.note)
    return Asked(
        request.space_id, window, key, digest, now, request.bring, note, request.is_private
    )


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
    words = [str(request.space_id), window.from_at.isoformat(), window.to_at.isoformat()]
    words += sorted(f"{each.equipment_id}*{each.count}" for each in request.bring)
    if request.note or request.is_private:
        words += [str(request.is_private), request.note or ""]
    return hashlib.sha256(" ".join(words).encode()).digest()


def told_before(booking: BookingFacts) -> dict[str, object]:
    """What a message about a change says of the place and hours before it."""
    window = booking.window
    return {
        "was": {
            "space_id": str(booking.space_id),
            "from": iso_of(window.from_at),
            "to": iso_of(window.to_at),
        }
    }


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
    nearest.check(case_of(space, now), window)
    if space.closed_reason is not None:
        raise _closed(space, space.closed_reason)


def _closed(space: SpaceFacts, reason: str) -> Refused:
    again = "it opens again"
    if space.closed_until is not None:
        again = f"{_moment(space, space.closed_until)}, when {again}"
    return Refused(
        "closed",
        f"{space.name} is closed then: {reason.rstrip('. ')}. {NOTHING_CHANGED}",
        f"Choose another space, or hours after {again}.",
        reason=reason,
        until=iso_of(space.closed_until),
    )


def case_of(space: SpaceFacts, now: datetime) -> Case:
    """What staff's rules judge a window by; the organisation's settings hold where none speaks."""
    terms = terms_of(
        space.rules, ahead_days=space.book_ahead_days, longest_hours=space.longest_booking_hours
    )
    return Case(terms, load_of(space.load), space.name, ZoneInfo(space.time_zone), now)


def _check_there(space: SpaceFacts) -> None:
    if not space.is_live and space.there_from is not None:
        raise Refused(
            "not_there_yet",
            f"{space.name} is there from {_moment(space, space.there_from)} on. {NOTHING_CHANGED}",
            "Choose hours after that, or another space.",
            **{"from": iso_of(space.there_from)},
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
            until=iso_of(space.gone_from),
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
            to=iso_of(window.to_at),
        )
    today = day_of(wall_time(now, ZoneInfo(time_zone)).date(), ZoneInfo(time_zone))
    earliest_at = min(today.from_at, now - timedelta(hours=LATE_START_H))
    if window.from_at < earliest_at:
        raise Refused(
            "starts_too_early",
            f"A booking cannot begin on a day that is over. {NOTHING_CHANGED}",
            "Let it begin today or later.",
            earliest=iso_of(earliest_at),
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


def check_may_touch(actor: Actor, booking: BookingFacts) -> None:
    """Own bookings, those made for others, anybody's for staff; else a booking does not exist."""
    own = actor.person_id in (booking.person_id, booking.booked_by)
    if not own and not actor.role.covers(Role.FACILITY):
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
            started=iso_of(booking.window.from_at),
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


@dataclass(frozen=True, slots=True)
class InTheWay:
    """The space whose booking keeps another one from being booked: in it, around it, near it."""

    space_id: UUID
    kind: str
    name: str

    @property
    def title(self) -> str:
        """Its name, after what it is where that is not told by it: “desk 12”."""
        return place_in_words(self.kind, self.name)


def taken(
    space_name: str, alternatives: list[dict[str, object]], because: InTheWay | None = None
) -> Conflict:
    """Somebody else has the space in this window, or one that it is booked together with."""
    offer = "Choose one of the free spaces nearby." if alternatives else "Choose other hours."
    said, fields = f"{space_name} is already booked in these hours.", {}
    if because is not None:
        said = f"{space_name} cannot be booked in these hours, because {because.title} is."
        fields = {"because": {"space_id": str(because.space_id), "name": because.name}}
    return Conflict(
        "taken", f"{said} {NOTHING_CHANGED}", offer, alternatives=alternatives, **fields
    )


def moved_on() -> DomainError:
    return Conflict(
        "moved_on",
        "This booking was changed by somebody else in the meantime. Nothing was changed.",
        "Open it again and repeat your change.",
    )
