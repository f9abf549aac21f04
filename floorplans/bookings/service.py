"""Booking a space, changing and cancelling it, and the availability that people see."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from floorplans.actor import Actor
from floorplans.bookings import queries, rules, settling
from floorplans.bookings.closing import close_place, closures, reopen
from floorplans.bookings.known import KnownSpaces
from floorplans.bookings.offering import held_here, offers
from floorplans.bookings.rules import Asked, BookingFacts, SpaceFacts
from floorplans.bookings.schedule import FloorSchedule, span_of
from floorplans.bookings.views import (
    Availability,
    BookingChange,
    BookingRequest,
    BookingView,
    Phase,
    Window,
)
from floorplans.database import Database, busy, sqlstate
from floorplans.errors import Conflict, DomainError, NotFound
from floorplans.ids import new_id
from floorplans.nearest import service as nearest
from floorplans.nearest.views import NearSpace

__all__ = [
    "availability",
    "book",
    "booking",
    "cancel",
    "change",
    "close_place",
    "closures",
    "floor_version",
    "held_here",
    "my_bookings",
    "offers",
    "reopen",
    "schedule",
    "shown_window",
]

ALTERNATIVES = 3
#: A space that changes this often between two statements is told as busy.
TRIES = 6
#: Finds free spaces near a taken one, as ``nearest.alternatives`` does.
Offering = Callable[..., tuple[NearSpace, ...]]
EXCLUSION_VIOLATION = "23P01"


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What turned out to be taken; carried out of the transaction, whose lock ends there."""

    space: SpaceFacts
    window: Window
    held: bool = False  # the booking that was to be moved there has lost its own place


class _TakenError(Exception):
    def __init__(self, space: SpaceFacts, window: Window, *, held: bool = False) -> None:
        super().__init__("taken")
        self.wanted = _Wanted(space, window, held)


def book(
    db: Database,
    actor: Actor,
    request: BookingRequest,
    now: datetime,
    *,
    offering: Offering = nearest.alternatives,
    known: KnownSpaces | None = None,
) -> BookingView:
    """Book a space for the actor.

    ``offering`` finds what is free instead of a taken space. ``known`` spares a look at spaces
    that were booked before; what it says is never believed without asking the database.
    Raises Invalid, NotFound ``space_not_found``, Refused (``not_bookable``, ``in_the_past``,
    ``starts_too_early``, ``too_short``, ``too_long``, ``too_far_ahead``, ``closed``), Conflict
    ``taken`` with ``alternatives``, Conflict ``idempotency_key_reused``, or Busy.
    """
    asked = rules.asked(request, now)
    try:
        return _book(db, actor, asked, known or KnownSpaces())
    except _TakenError as error:
        raise _taken(db, actor, error.wanted, offering) from None


def _book(db: Database, actor: Actor, asked: Asked, known: KnownSpaces) -> BookingView:
    """Ask the rules about what is known, and write if it is so; else ask them about what is."""
    booking_id = new_id()
    space = known.recall(asked.space_id)
    judged = space.seen if space is not None and _may(asked, space) else None
    for _ in range(TRIES):
        row = db.alone(queries.booking_as_seen(actor, booking_id, asked, judged))
        if row is None:
            raise rules.space_missing()
        booked, space = row[0], SpaceFacts(*row[1:])
        if booked:
            return _fresh(booking_id, actor, asked, space)
        if space.prior_id is not None:
            return _repeated(db, actor, asked, space)
        _check(asked, space)
        known.keep(space)
        judged = space.seen
    raise busy()


def _may(asked: Asked, space: SpaceFacts) -> bool:
    """Whether the rules allow it as far as is known; a refusal needs a look at what is so now."""
    try:
        _check(asked, space)
    except DomainError:
        return False
    return True


def _check(asked: Asked, space: SpaceFacts) -> None:
    rules.check_start(asked.window, asked.now, space.time_zone)
    rules.check_space(space, asked.window, asked.now)
    if space.is_taken:
        raise _TakenError(space, asked.window)


def _repeated(db: Database, actor: Actor, asked: Asked, space: SpaceFacts) -> BookingView:
    """The booking that this request made when it came before."""
    if space.prior_digest != asked.digest or space.prior_id is None:
        raise rules.key_reused()
    with db.transaction(actor.organisation_id) as connection:
        return _view(connection, actor, space.prior_id, asked.now)


def _fresh(booking_id: UUID, actor: Actor, asked: Asked, space: SpaceFacts) -> BookingView:
    """What was just written, without reading it again."""
    window = asked.window
    return BookingView(
        id=booking_id,
        space_id=space.id,
        space_name=space.name,
        kind=space.kind,
        floor_id=space.floor_id,
        floor_name=space.floor_name,
        building_name=space.building_name,
        time_zone=space.time_zone,
        from_at=window.from_at,
        to_at=window.to_at,
        state="confirmed",
        phase=rules.phase_of("confirmed", window, asked.now),
        is_mine=True,
        person_name=actor.name,
    )


def change(
    db: Database,
    actor: Actor,
    booking_id: UUID,
    wanted: BookingChange,
    now: datetime,
    *,
    offering: Offering = nearest.alternatives,
) -> BookingView:
    """Move a booking in time, to another space, or both; its id stays.

    Employees change their own, facility staff anybody's. Raises what ``book`` raises, and
    NotFound ``booking_not_found``, Conflict ``booking_ended`` or ``moved_on``, Refused
    ``already_started``.
    """
    try:
        with db.transaction(actor.organisation_id) as connection:
            return _change(connection, actor, booking_id, wanted, now)
    except _TakenError as error:
        wanted_now = error.wanted
    if wanted_now.held:
        # Whoever lost a place is offered others like that one, not like the one just missed.
        others = offers(db, actor, booking_id, now).spaces
        raise rules.taken(wanted_now.space.name, _offered(others))
    raise _taken(db, actor, wanted_now, offering)


def _change(
    connection: Connection, actor: Actor, booking_id: UUID, wanted: BookingChange, now: datetime
) -> BookingView:
    seen = _own(connection, actor, booking_id, lock=False)
    window = rules.changed_window(seen, wanted, now)
    space_id = wanted.space_id or seen.space_id
    space = queries.locked_facts(
        connection, actor, space_id, window, apart_from=seen.id, other_space=seen.space_id
    )
    if space is None:
        raise rules.space_missing()
    stored = _own(connection, actor, booking_id, lock=True)
    if stored != seen:
        raise rules.moved_on()
    _check_change(stored, space, window, now)
    is_held = stored.state == "held"
    if space.is_taken:
        raise _TakenError(space, window, held=is_held)
    # Shorter hours may be hours in which its own space is there.
    held = is_held and space.id == stored.space_id and not space.is_there
    try:
        queries.update(
            connection,
            actor,
            booking_id,
            space=space,
            window=window,
            now=now,
            still_held=held,
        )
    except DBAPIError as error:
        if sqlstate(error) == EXCLUSION_VIOLATION:
            raise _TakenError(space, window, held=is_held) from None
        raise
    if is_held and not held:
        settling.answered(
            connection, actor.organisation_id, booking_id, "moved", now, moved_to=space.id
        )
    return _view(connection, actor, booking_id, now)


def _check_change(stored: BookingFacts, space: SpaceFacts, window: Window, now: datetime) -> None:
    """Giving time back is allowed while a booking is left; more is a booking like any other."""
    rules.check_shortest(window)
    same_space = space.id == stored.space_id
    if same_space and rules.shortens(stored.window, window) and window.to_at > now:
        return
    if window.from_at != stored.window.from_at or window.to_at <= now:
        rules.check_start(window, now, space.time_zone)
    rules.check_space(space, window, now)


def cancel(db: Database, actor: Actor, booking_id: UUID, now: datetime) -> BookingView:
    """Give a booking back: one to come is cancelled, a running one ends now.

    Doing it again, or after the end, changes nothing and is no error. Raises NotFound
    ``booking_not_found``.
    """
    with db.transaction(actor.organisation_id) as connection:
        stored = _own(connection, actor, booking_id, lock=True)
        phase = rules.phase_of(stored.state, stored.window, now)
        if phase is Phase.UPCOMING or stored.window.from_at == now:
            queries.cancel(connection, actor, booking_id, now)
        elif phase is Phase.RUNNING:
            queries.end(connection, actor, booking_id, now)
        if stored.state == "held" and phase in (Phase.UPCOMING, Phase.RUNNING):
            settling.answered(connection, actor.organisation_id, booking_id, "cancelled", now)
        return _view(connection, actor, booking_id, now)


def booking(db: Database, actor: Actor, booking_id: UUID, now: datetime) -> BookingView:
    """One booking, own or (for facility staff) anybody's; NotFound ``booking_not_found``."""
    with db.transaction(actor.organisation_id) as connection:
        _own(connection, actor, booking_id, lock=False)
        return _view(connection, actor, booking_id, now)


def my_bookings(db: Database, actor: Actor, now: datetime) -> list[BookingView]:
    """The actor's bookings: running and coming ones by time, then the latest that are over."""
    with db.transaction(actor.organisation_id) as connection:
        return queries.bookings_of(connection, actor, now)


def availability(  # noqa: PLR0917 - the order of every use case, and the window in the middle
    db: Database, actor: Actor, floor_id: UUID, from_at: datetime, to_at: datetime, now: datetime
) -> Availability:
    """The availability document of a floor as its person may see it.

    It depends on the floor's version, the window and the person only, so these make its ETag;
    ``now`` is not among them. Raises NotFound ``floor_not_found`` and Invalid.
    """
    window = shown_window(from_at, to_at)
    found = schedule(db, actor, floor_id, span_of(window))
    return Availability(found.version, found.document(window, actor.person_id))


def shown_window(from_at: datetime, to_at: datetime) -> Window:
    """The window that availability is asked for. Raises Invalid."""
    window = rules.window_of(from_at, to_at)
    rules.check_shown(window)
    return window


def schedule(db: Database, actor: Actor, floor_id: UUID, span: Window) -> FloorSchedule:
    """What takes a floor's spaces over whole days, to answer many windows from.

    It holds who booked what: documents for one person are made from it, and it goes no further.
    Raises NotFound ``floor_not_found``.
    """
    with db.transaction(actor.organisation_id) as connection:
        found = queries.schedule(connection, floor_id, span)
    if found is None:
        raise _floor_missing()
    return found


def floor_version(db: Database, actor: Actor, floor_id: UUID) -> int:
    """The counter that moves with every change a map of the floor shows; NotFound."""
    with db.transaction(actor.organisation_id) as connection:
        found = queries.floor_version(connection, actor, floor_id)
    if found is None:
        raise _floor_missing()
    return found


def _own(connection: Connection, actor: Actor, booking_id: UUID, *, lock: bool) -> BookingFacts:
    stored = queries.booking_facts(connection, actor, booking_id, lock=lock)
    if stored is None:
        raise rules.booking_missing()
    rules.check_may_touch(actor, stored)
    return stored


def _view(connection: Connection, actor: Actor, booking_id: UUID, now: datetime) -> BookingView:
    found = queries.view(connection, actor, booking_id, now)
    if found is None:
        raise rules.booking_missing()
    return found


def _taken(db: Database, actor: Actor, wanted: _Wanted, offering: Offering) -> Conflict:
    space = wanted.space
    found = offering(db, actor, space.id, kind=space.kind, window=wanted.window, limit=ALTERNATIVES)
    return rules.taken(space.name, _offered(found))


def _offered(found: Sequence[NearSpace]) -> list[dict[str, object]]:
    return [
        {
            "space_id": str(near.space_id),
            "name": near.name,
            "kind": near.kind,
            "floor_id": str(near.floor_id),
            "floor_name": near.floor_name,
            "distance_m": near.distance_m,
        }
        for near in found
    ]


def _floor_missing() -> NotFound:
    return NotFound(
        "floor_not_found",
        "This floor does not exist.",
        "Choose a floor from the list of places.",
    )
