"""Going on a wait list: only for what is taken, and for what the rules would let one book."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from floorplans.actor import Actor
from floorplans.bookings import rules as booking_rules
from floorplans.bookings import service as bookings
from floorplans.bookings.views import BookingRequest, Window
from floorplans.database import Database
from floorplans.errors import DomainError
from floorplans.policies import service as policies
from floorplans.waiting import queries, rules
from floorplans.waiting.views import WaitRequest, WaitView, Wish

#: Of the free spaces that would do, so many are asked whether they can really be booked.
FREE_ASKED = 3


def join(db: Database, actor: Actor, request: WaitRequest, now: datetime) -> WaitView:
    """Go on the list, at its end; asked again for the same it is the same wait.

    Raises Invalid (``wish_unclear`` and of times), NotFound (``space_not_found``,
    ``nothing_to_wait_for``), Conflict ``free_now`` (``space_id``) or ``waiting_already``, Refused
    ``too_late_to_wait``, ``too_many_waits``, and what the rules of booking refuse, unless it may
    have changed by then: a closure, or how much the actor has booked.
    """
    rules.check_request(request)
    window = booking_rules.window_of(request.from_at, request.to_at)
    over_at = rules.over_at(window)
    if over_at <= now:
        raise rules.too_late()
    with db.transaction(actor.organisation_id) as tx:
        wish = _wish(tx, actor, request)
        present = queries.same(tx, actor, wish, window)
        if present is not None:
            return _view(tx, actor, present)
        every = [wish.space_id] if wish.space_id else queries.spaces(tx, actor, wish)
        free = queries.free(tx, wish, rules.hours_left(window, now))
    if not every:
        raise rules.nothing_there()
    _check(db, actor, every, free, rules.hours_left(window, now), now)
    with db.transaction(actor.organisation_id) as tx:
        if queries.count(tx, actor) >= rules.MOST_WAITS:
            raise rules.too_many()
        made = queries.insert(tx, actor, wish, window, request.mode, over_at, now)
        made = made or queries.same(tx, actor, wish, window)
        if made is None:
            raise rules.waits_already()
        return _view(tx, actor, made)


def _wish(tx: Connection, actor: Actor, request: WaitRequest) -> Wish:
    if request.space_id is not None:
        found = queries.wish_of_space(tx, actor, request.space_id)
        if found is None:
            raise booking_rules.space_missing()
        return found
    assert request.floor_id is not None and request.kind is not None  # noqa: S101, PT018 - checked
    found = queries.wish_of_kind(tx, actor, request.floor_id, request.kind, request.zone_id)
    if found is None:
        raise rules.nothing_there()
    return found


def _check(  # noqa: PLR0917 - who, which spaces, when
    db: Database,
    actor: Actor,
    every: list[UUID],
    free: list[UUID],
    window: Window,
    now: datetime,
) -> None:
    """Whether there is something to wait for: nothing to be had now, and something some day."""
    may = policies.allowed(db, actor, every, window, now)
    for space_id in [one for one in free if one in may][:FREE_ASKED]:
        if _refusal(db, actor, space_id, window, now) is None:
            with db.transaction(actor.organisation_id) as tx:
                raise rules.is_free(queries.name_of(tx, actor, space_id), space_id)
    # All of one kind are mostly under the same rules: the first allowed one speaks for them.
    refusal = _refusal(db, actor, next((one for one in every if one in may), every[0]), window, now)
    if refusal is not None:
        rules.check_may_wait(refusal)


def _refusal(
    db: Database, actor: Actor, space_id: UUID, window: Window, now: datetime
) -> DomainError | None:
    request = BookingRequest(space_id, window.from_at, window.to_at)
    try:
        bookings.would_book(db, actor, request, now)
    except DomainError as error:
        return error
    return None


def _view(tx: Connection, actor: Actor, wait_id: UUID) -> WaitView:
    found = queries.view(tx, actor, wait_id)
    if found is None:
        raise rules.wait_missing()
    return found
