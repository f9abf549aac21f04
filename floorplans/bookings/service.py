"""Booking a space, changing and cancelling it, and the availability that people see."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from psycopg.errors import ExclusionViolation
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from floorplans.actor import Actor
from floorplans.approvals import rules as approval
from floorplans.bookings import deadlines, notes, queries, rules, settling
from floorplans.bookings.bringing import bring, check_left, with_other_hours, with_the_same
from floorplans.bookings.instead import Offering, TakenError, refused, taken, within_rules
from floorplans.bookings.joining import (
    join_rooms,
    let_zone_be_booked,
    separate,
    set_places,
    together,
)
from floorplans.bookings.known import KnownSpaces
from floorplans.bookings.offering import held_here, offers
from floorplans.bookings.rules import Asked, BookingFacts, SpaceFacts
from floorplans.bookings.showing import availability, floor_version, schedule, shown_window
from floorplans.bookings.telling import tell_both
from floorplans.bookings.views import (
    BookingChange,
    BookingRequest,
    BookingView,
    Phase,
    Window,
)
from floorplans.bookings.written import just_written
from floorplans.database import Database, Query, busy, sqlstate
from floorplans.equipment.queue import bringing
from floorplans.errors import Conflict, DomainError
from floorplans.ids import new_id
from floorplans.messages import queue
from floorplans.messages.kinds import Kind
from floorplans.messages.queue import Telling
from floorplans.nearest import service as nearest
from floorplans.policies.deadlines import Act

__all__ = [
    "availability",
    "book",
    "booked_for_others",
    "booking",
    "bring",
    "cancel",
    "change",
    "change_within",
    "floor_version",
    "held_here",
    "join_rooms",
    "let_zone_be_booked",
    "my_bookings",
    "offers",
    "schedule",
    "separate",
    "set_places",
    "shown_window",
    "together",
    "would_book",
]

#: A space that changes this often between two statements is told as busy.
TRIES = 6
#: Makes of the statement that writes a booking one that writes something with it. Its columns stay.
Also = Callable[[Query], Query]
EXCLUSION_VIOLATION = "23P01"


def book(
    db: Database,
    actor: Actor,
    request: BookingRequest,
    now: datetime,
    *,
    offering: Offering = nearest.alternatives,
    known: KnownSpaces | None = None,
    also: Also = queue.confirming,
) -> BookingView:
    """Book a space for the actor.

    ``offering`` finds what is free instead of a taken space. ``known`` spares a look at spaces
    that were booked before; what it says is never believed without asking the database. ``also``
    adds to the statement that writes the booking, for what must be written with it or not at all:
    the message that confirms it, where nothing else is said.
    Raises Invalid, NotFound ``space_not_found``, Refused (``not_bookable``, ``in_the_past``,
    ``starts_too_early``, ``closed``, and what ``floorplans.policies.rules`` refuses), Conflict
    ``taken`` with ``alternatives``, Conflict ``idempotency_key_reused`` or ``asked_already``, or
    Busy. Where something is to be brought along: Conflict ``equipment_out``, Refused
    ``equipment_elsewhere``, NotFound ``equipment_not_found``; then the space is not booked either.
    Where a rule wants approval, the booking is ``requested`` and takes nothing yet.
    """
    asked = rules.asked(request, now)
    try:
        return _book(
            db,
            actor,
            asked,
            known or KnownSpaces(),
            notes.with_note(asked.note, asked.is_private, also),
        )
    except TakenError as error:
        fitting = with_the_same(offering, asked.bring, asked.window)
        allowed = within_rules(fitting, error.wanted, now)
        raise taken(db, actor, error.wanted, allowed) from None
    except Conflict as error:
        hours = with_other_hours(db, actor, asked, error)
        if hours is None:
            raise
    raise hours


def would_book(db: Database, actor: Actor, request: BookingRequest, now: datetime) -> SpaceFacts:
    """What is so of a space that ``book`` would give the actor now; nothing is written.

    Raises what ``book`` raises; ``taken`` comes without alternatives.
    """
    asked = rules.asked(request, now)
    row = db.alone(queries.booking_as_seen(actor, new_id(), asked, None))
    if row is None:
        raise rules.space_missing()
    space = SpaceFacts(*row[1:])
    try:
        _check(asked, space)
    except TakenError:
        raise rules.taken(space.name, []) from None
    check_left(db, actor, space.floor_id, asked)
    return space


def _book(db: Database, actor: Actor, asked: Asked, known: KnownSpaces, also: Also) -> BookingView:
    """Ask the rules about what is known, and write if it is so; else ask them about what is."""
    booking_id = new_id()
    space = known.recall(asked.space_id)
    judged = space.seen if space is not None and _may(asked, space) else None
    for _ in range(TRIES):
        try:
            query = queries.booking_as_seen(actor, booking_id, asked, judged)
            row = db.alone(also(bringing(query, asked.bring)))
        except ExclusionViolation:
            # Somebody was faster who did not wait for the lock: look at what is so now.
            judged = None
            continue
        if row is None:
            raise rules.space_missing()
        booked, space = row[0], SpaceFacts(*row[1:])
        if booked:
            if asked.bring or approval.is_needed(space):
                return _stored(db, actor, booking_id, now=asked.now)
            return just_written(booking_id, actor, asked, space)
        if space.prior_id is not None:
            return _repeated(db, actor, asked, space)
        _check(asked, space)
        if space.seen == judged and approval.is_needed(space):
            # Nothing changed and still it was not written: one's own request is in the way.
            raise approval.asked_already(space)
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
        raise TakenError(space, asked.window)


def _repeated(db: Database, actor: Actor, asked: Asked, space: SpaceFacts) -> BookingView:
    """The booking that this request made when it came before."""
    if space.prior_digest != asked.digest or space.prior_id is None:
        raise rules.key_reused()
    return _stored(db, actor, space.prior_id, now=asked.now)


def _stored(db: Database, actor: Actor, booking_id: UUID, *, now: datetime) -> BookingView:
    with db.transaction(actor.organisation_id) as connection:
        return _view(connection, actor, booking_id, now)


def change(
    db: Database,
    actor: Actor,
    booking_id: UUID,
    wanted: BookingChange,
    now: datetime,
    *,
    offering: Offering = nearest.alternatives,
    then: Callable[[Connection, Window], None] | None = None,
    tell: Telling = queue.tell,
) -> BookingView:
    """Move a booking in time, to another space, or both; its id stays.

    Employees change their own and what they booked for others, facility staff anybody's. ``then``
    is told the new window and writes what belongs to the change in its transaction. ``tell``
    writes the messages. Raises what ``book`` raises, and NotFound ``booking_not_found``, Conflict
    ``booking_ended`` or ``moved_on``, Refused ``already_started`` or ``deadline_passed``. What it
    brings along goes with it, or nothing is changed.
    """
    try:
        with db.transaction(actor.organisation_id) as connection:
            changed = _change(connection, actor, booking_id, wanted, now, tell=tell)
            if then is not None:
                then(connection, Window(changed.from_at, changed.to_at))
            return changed
    except TakenError as error:
        wanted_now = error.wanted
    if wanted_now.held:
        # Whoever lost a place is offered others like that one, not like the one just missed.
        others = offers(db, actor, booking_id, now).spaces
        raise refused(db, actor, wanted_now, others)
    raise taken(db, actor, wanted_now, within_rules(offering, wanted_now, now))


def change_within(
    connection: Connection,
    actor: Actor,
    booking_id: UUID,
    wanted: BookingChange,
    now: datetime,
    *,
    tell: Telling = queue.tell,
) -> BookingView:
    """``change`` as a part of the caller's transaction, which must not go on after a refusal.

    Raises what ``change`` raises; ``taken`` comes without alternatives.
    """
    try:
        return _change(connection, actor, booking_id, wanted, now, tell=tell)
    except TakenError as error:
        raise rules.taken(error.wanted.space.name, []) from None


def _change(
    connection: Connection,
    actor: Actor,
    booking_id: UUID,
    wanted: BookingChange,
    now: datetime,
    *,
    tell: Telling,
) -> BookingView:
    seen = _own(connection, actor, booking_id, lock=False)
    window = rules.changed_window(seen, wanted, now)
    space_id = wanted.space_id or seen.space_id
    space = queries.locked_facts(
        connection,
        space_id,
        window,
        person_id=seen.person_id,
        apart_from=seen.id,
        other_space=seen.space_id,
    )
    if space is None:
        raise rules.space_missing()
    stored = _own(connection, actor, booking_id, lock=True)
    if stored != seen:
        raise rules.moved_on()
    is_other = (space.id, window) != (stored.space_id, stored.window)
    if is_other:
        deadlines.check(connection, actor, stored, Act.CHANGE, now)
    _check_change(stored, space, window, now)
    by_others = stored.person_id != actor.person_id
    asks = approval.asks(stored, space, window, now, by_others=by_others)
    is_held = stored.state == "held"
    if space.is_taken:
        raise TakenError(space, window, held=is_held, moved_id=booking_id)
    # Shorter hours may be hours in which its own space is there.
    has_place = space.is_there and space.closed_reason is None
    held = is_held and space.id == stored.space_id and not has_place
    try:
        queries.update(
            connection,
            actor,
            booking_id,
            space=space,
            window=window,
            now=now,
            still_held=held,
            asks=asks,
            moves=is_other,
        )
    except DBAPIError as error:
        if sqlstate(error) != EXCLUSION_VIOLATION:
            raise
        if asks:
            # A request takes nothing: only the person's own one for this place can be in the way.
            raise approval.asked_already(space) from None
        raise TakenError(space, window, held=is_held, moved_id=booking_id) from None
    notes.write(connection, actor, booking_id, note=wanted.note, is_private=wanted.is_private)
    if has_place and stored.state in settling.ANSWERABLE:
        settling.chose(connection, actor.organisation_id, stored, space.id, now)
    if is_other:
        kind = Kind.REQUESTED if asks else Kind.CHANGED
        was = rules.told_before(stored)
        tell_both(connection, tell, kind, stored, actor, now, details=was)
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


def cancel(
    db: Database, actor: Actor, booking_id: UUID, now: datetime, *, tell: Telling = queue.tell
) -> BookingView:
    """Give a booking back: one to come is cancelled, a running one ends now.

    Doing it again, or after the end, changes nothing and is no error. ``tell`` writes the messages.
    Raises NotFound ``booking_not_found``, Refused ``deadline_passed``.
    """
    with db.transaction(actor.organisation_id) as connection:
        stored = _own(connection, actor, booking_id, lock=True)
        phase = rules.phase_of(stored.state, stored.window, now)
        is_unused = phase is Phase.UPCOMING or stored.window.from_at == now
        if stored.state == "requested" and phase is Phase.RUNNING:
            is_unused = True
        elif is_unused and stored.state != "requested":
            deadlines.check(connection, actor, stored, Act.CANCEL, now)
        if is_unused:
            queries.cancel(connection, actor, booking_id, now)
            tell_both(connection, tell, Kind.CANCELLED, stored, actor, now)
        elif phase is Phase.RUNNING:
            queries.end(connection, actor, booking_id, now)
            if stored.person_id != actor.person_id:
                was = rules.told_before(stored)
                tell_both(connection, tell, Kind.CHANGED, stored, actor, now, details=was)
        if stored.state in settling.ANSWERABLE and phase in (Phase.UPCOMING, Phase.RUNNING):
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


def booked_for_others(db: Database, actor: Actor, now: datetime) -> list[BookingView]:
    """What the actor booked for others and is not over, by time.

    What its person has moved since is theirs alone, and not among it.
    """
    with db.transaction(actor.organisation_id) as connection:
        return queries.booked_for_others(connection, actor, now)


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
