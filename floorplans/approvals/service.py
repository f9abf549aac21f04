"""The use cases of approval: open requests, approving and declining them, and what nobody answers.

A request is a booking in the state ``requested``, which takes nothing. Whoever answers locks the
spaces as every booking does, then the request; so of several who press at once one is first, and
whom an approval refuses is found by the look that refuses every booking.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection, RowMapping
from sqlalchemy.exc import DBAPIError

from floorplans.actor import Actor, Role
from floorplans.approvals import queries, rules
from floorplans.approvals.views import Request, Rival, Terms
from floorplans.bookings import queries as booking_queries
from floorplans.bookings import service as bookings
from floorplans.bookings.rules import BookingFacts, SpaceFacts, booking_missing
from floorplans.bookings.service import EXCLUSION_VIOLATION
from floorplans.bookings.views import BookingRequest, BookingView, Window
from floorplans.database import Database, sqlstate
from floorplans.messages import queue
from floorplans.messages.kinds import Kind
from floorplans.policies.terms import said_of_approval

#: Facility staff answer where a rule names nobody.
STAFF = "facility staff"
MOMENT = timedelta(seconds=1)


def open_requests(db: Database, actor: Actor, now: datetime) -> list[Request]:
    """Up to 100 requests that the actor may answer, the soonest first, each with its rivals.

    Facility staff may answer all, those whom a rule names what is asked of them; nobody their own.
    """
    with db.transaction(actor.organisation_id) as tx:
        found = queries.open_requests(tx, actor, now)
        return _with_rivals(tx, actor.organisation_id, found)


def count_open(db: Database, actor: Actor, now: datetime) -> int:
    """How many requests wait for the actor."""
    with db.transaction(actor.organisation_id) as tx:
        return queries.count_open(tx, actor, now)


def request(db: Database, actor: Actor, booking_id: UUID, now: datetime) -> Request:
    """An open request with its rivals.

    Raises NotFound ``request_not_found`` to those who may not answer it, Refused ``own_request``,
    and Conflict (``already_answered``, ``request_withdrawn``, ``request_expired``).
    """
    with db.transaction(actor.organisation_id) as tx:
        _may_answer(tx, actor, booking_id, now, lock=False)
        found = queries.request(tx, actor.organisation_id, booking_id)
        if found is None:
            raise rules.request_missing()
        return _with_rivals(tx, actor.organisation_id, [found])[0]


def told_request(db: Database, organisation_id: UUID, booking_id: UUID) -> Request | None:
    """An open request with its rivals, for the mail about it; None when it is answered."""
    with db.transaction(organisation_id) as tx:
        found = queries.request(tx, organisation_id, booking_id)
        return None if found is None else _with_rivals(tx, organisation_id, [found])[0]


def approve(
    db: Database,
    actor: Actor,
    booking_id: UUID,
    now: datetime,
    *,
    sequence: int | None = None,
) -> tuple[BookingView, tuple[Rival, ...]]:
    """Let a requested booking stand; the requests that lose their place by it are declined.

    All of it and every message about it is one transaction. ``sequence`` is the state that was
    looked at. Returns the booking and those declined. Raises what ``request`` raises, Conflict
    ``moved_on`` or ``taken``, Refused ``closed`` or ``not_bookable``.
    """
    try:
        with db.transaction(actor.organisation_id) as tx:
            lost = _approve(tx, actor, booking_id, now, sequence)
            return _view(tx, actor, booking_id, now), lost
    except DBAPIError as error:
        if sqlstate(error) != EXCLUSION_VIOLATION:
            raise
        # Somebody wrote a booking there without waiting for the lock.
        raise rules.moved_on() from None


def _approve(
    tx: Connection, actor: Actor, booking_id: UUID, now: datetime, sequence: int | None
) -> tuple[Rival, ...]:
    organisation = actor.organisation_id
    seen, _ = _may_answer(tx, actor, booking_id, now, lock=False, sequence=sequence)
    space = _locked(tx, seen)
    stored, _ = _may_answer(tx, actor, booking_id, now, lock=True, sequence=sequence)
    if stored != seen:
        raise rules.moved_on()
    rules.check_can_stand(space)
    if space.is_taken:
        raise rules.taken_by_now(space)
    by = actor.recorded_id
    queries.answer(tx, organisation, [booking_id], "confirmed", by=by, now=now)
    without = queries.without_place(tx, booking_id)
    lost = queries.rivals(tx, organisation, without)
    declined = queries.answer(tx, organisation, without, "declined", by=by, now=now)
    queue.tell(tx, Kind.APPROVED, booking_id, now, by=by)
    queue.tell(tx, Kind.DECLINED, declined, now, by=by, details={"because": "other"})
    return lost


def decline(
    db: Database,
    actor: Actor,
    booking_id: UUID,
    now: datetime,
    *,
    reason: str | None = None,
    sequence: int | None = None,
) -> BookingView:
    """Decline a request, with a reason if there is one to tell. Raises what ``request`` raises."""
    words = rules.checked_answer(reason)
    with db.transaction(actor.organisation_id) as tx:
        _may_answer(tx, actor, booking_id, now, lock=True, sequence=sequence)
        by = actor.recorded_id
        queries.answer(
            tx, actor.organisation_id, [booking_id], "declined", by=by, now=now, reason=words
        )
        queue.tell(tx, Kind.DECLINED, booking_id, now, by=by, details={"because": "answer"})
        return _view(tx, actor, booking_id, now)


def expire_due(db: Database, now: datetime) -> int:
    """Decline every request that nobody answered in time, and tell who asked; how many.

    What is due is decided by the rows and ``now`` alone: running it late, twice or at once with
    another changes nothing that was not due.
    """
    with db.transaction(None) as tx:
        organisations = queries.organisations_to_expire(tx, now)
    expired = 0
    for organisation_id in organisations:
        with db.transaction(organisation_id) as tx:
            due = queries.expired(tx, organisation_id, now)
            ended = queries.answer(tx, organisation_id, due, "declined", by=None, now=now)
            queue.tell(tx, Kind.EXPIRED, ended, now)
        expired += len(ended)
    return expired


def ask_approvers(db: Database, now: datetime) -> int:
    """Write the messages that those who may answer are due, once each; how many.

    They are told when something is asked, and once more after a day or half of the time there is.
    """
    return queries.ask_approvers(db, now)


def terms(db: Database, actor: Actor, space_id: UUID, window: Window, now: datetime) -> Terms:
    """Whether others would have to approve a booking of the actor; raises what ``book`` raises."""
    wanted = BookingRequest(space_id, window.from_at, window.to_at)
    space = bookings.would_book(db, actor, wanted, now)
    said = said_of_approval(space.rules)
    if said is None or said.rule_id is None or not rules.is_needed(space):
        return Terms(needed=False)
    with db.transaction(actor.organisation_id) as tx:
        found = queries.terms(tx, actor, said.rule_id, space_id, window)
        own = queries.own_request(tx, actor, space_id, window, now)
    if found is None:
        return Terms(needed=True, rule=said.rule, by=STAFF)
    names = list(found["people"])
    if found["group_name"] is not None:
        names.append(f"the group “{found['group_name']}”")
    return Terms(True, said.rule, rules.named(names) if names else STAFF, found["asked"], own)


def own_request(db: Database, actor: Actor, space_id: UUID, now: datetime) -> UUID | None:
    """The booking by which the actor asks for a space at this moment; None without one."""
    with db.transaction(actor.organisation_id) as tx:
        return queries.own_request(tx, actor, space_id, Window(now, now + MOMENT), now)


def is_needed_here(db: Database, actor: Actor, space_id: UUID, now: datetime) -> bool:
    """Whether others would have to approve it if the actor took a space now."""
    with db.transaction(actor.organisation_id) as tx:
        return queries.is_needed_here(tx, actor, space_id, now)


def wants_approval(db: Database, actor: Actor) -> bool:
    """Whether any rule of the organisation wants approval, so that pages ask about it."""
    with db.transaction(actor.organisation_id) as tx:
        return queries.wants_approval(tx, actor)


def _may_answer(
    tx: Connection,
    actor: Actor,
    booking_id: UUID,
    now: datetime,
    *,
    lock: bool,
    sequence: int | None = None,
) -> tuple[BookingFacts, RowMapping]:
    found = queries.facts(tx, actor, booking_id, lock=lock)
    if found is None:
        raise rules.request_missing()
    stored, asked = found
    may = actor.role.covers(Role.FACILITY) or asked["may_answer"]
    if not may or not asked["was_asked"]:
        raise rules.request_missing()
    if stored.person_id == actor.person_id:
        raise rules.own_request()
    rules.check_answerable(stored.state, stored.window, asked["answer_by"], now)
    if sequence is not None and sequence != asked["sequence"]:
        raise rules.moved_on()
    return found


def _locked(tx: Connection, stored: BookingFacts) -> SpaceFacts:
    space = booking_queries.locked_facts(
        tx,
        stored.space_id,
        stored.window,
        person_id=stored.person_id,
        apart_from=stored.id,
        other_space=stored.space_id,
    )
    if space is None:
        raise rules.request_missing()
    return space


def _with_rivals(tx: Connection, organisation_id: UUID, found: Sequence[Request]) -> list[Request]:
    refused = queries.refused_with(tx, organisation_id, [each.booking_id for each in found])
    return [
        replace(each, rivals=lost or (), is_taken=lost is None)
        for each in found
        for lost in [refused.get(each.booking_id)]
    ]


def _view(tx: Connection, actor: Actor, booking_id: UUID, now: datetime) -> BookingView:
    found = booking_queries.view(tx, actor, booking_id, now)
    if found is None:
        raise booking_missing()
    return found
