"""Closing places for a time and opening them again, with all that this does to bookings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from floorplans.actor import Actor, Role
from floorplans.approvals import queries as approvals
from floorplans.closing import holding, offering, queries, rules, telling
from floorplans.closing.queries import ClosedFor
from floorplans.closing.views import (
    Affected,
    ClosedPlace,
    ClosureChange,
    ClosurePreview,
    ClosureRequest,
    ClosureView,
    Opened,
)
from floorplans.database import Database
from floorplans.ids import new_id
from floorplans.messages import queue
from floorplans.messages.kinds import Kind

#: How long a closure that is over stays in the list.
SHOWN_AFTERWARDS = timedelta(days=90)
MOST_SHOWN = 500
#: Who closes the same once more so soon has pressed again, or a lost answer was asked for again.
AGAIN = timedelta(minutes=1)


class _LookedError(Exception):
    """Undoes a closure that was only looked at."""


def close_place(db: Database, actor: Actor, request: ClosureRequest, now: datetime) -> ClosureView:
    """Close a place: bookings in it are held, and their people told and offered other places.

    The same closure by the same person within a minute is the one that is there. Needs the role
    facility. Raises Invalid, Refused (``in_the_past``, ``too_far_ahead``), NotFound
    ``place_not_found``, Forbidden.
    """
    actor.require(Role.FACILITY)
    with db.transaction(actor.organisation_id) as tx:
        return _close(tx, actor, request, now)


def preview(db: Database, actor: Actor, request: ClosureRequest, now: datetime) -> ClosurePreview:
    """What ``close_place`` would close and whom it would affect; nothing is changed.

    It is closed, looked at and undone, so that the two cannot differ. Raises what that raises.
    """
    actor.require(Role.FACILITY)
    seen: list[ClosurePreview] = []
    try:
        with db.transaction(actor.organisation_id) as tx:
            made = _close(tx, actor, request, now)
            organisation = actor.organisation_id
            places = queries.places(tx, organisation, made)
            found = queries.affected(tx, organisation, made.id, now)
            seen.append(ClosurePreview(places, found))
            raise _LookedError
    except _LookedError:
        return seen[0]


def change(
    db: Database, actor: Actor, closure_id: UUID, wanted: ClosureChange, now: datetime
) -> ClosureView:
    """Let a closure end at another time, or never, or say another reason.

    A longer one affects more bookings, a shorter one gives back. Needs the role facility. Raises
    NotFound ``closure_not_found``, Refused (``closure_over``, ``in_the_past``, ``too_far_ahead``),
    Invalid, Forbidden.
    """
    actor.require(Role.FACILITY)
    with db.transaction(actor.organisation_id) as tx:
        found = _locked(tx, actor, closure_id, now)
        if found.to_at is not None and found.to_at <= now:
            raise rules.closure_over()
        to_at = None if wanted.is_open_ended else wanted.to_at or found.to_at
        _, to_at = rules.check_hours(found.from_at, to_at, now)
        reason = found.reason if wanted.reason is None else wanted.reason
        rules.check_reason(reason)
        queries.change(tx, actor, closure_id, to_at, reason)
        _settle(tx, actor.organisation_id, found.floor_id, now, by=actor.person_id)
        _tell_back(tx, actor, found, now)
        return _view(tx, actor, closure_id, now)


def reopen(db: Database, actor: Actor, closure_id: UUID, now: datetime) -> Opened:
    """End a closure now; one that has not begun vanishes, one that is over stays as it was.

    Bookings that it held stand again, and their people are told; so are those who had moved and
    could go back. Needs the role facility. Raises NotFound ``closure_not_found``, Forbidden.
    """
    actor.require(Role.FACILITY)
    with db.transaction(actor.organisation_id) as tx:
        found = _locked(tx, actor, closure_id, now)
        if found.to_at is not None and found.to_at <= now:
            return Opened(0, 0)
        has_begun = found.from_at < now
        if has_begun:
            queries.change(tx, actor, closure_id, now, found.reason)
        else:
            # It goes only when those who had moved because of it were told.
            queries.put_away(tx, actor, closure_id, now)
        returned = _settle(tx, actor.organisation_id, found.floor_id, now, by=actor.person_id)
        told = _tell_back(tx, actor, found, now)
        if not has_begun:
            queries.delete(tx, actor, closure_id)
        return Opened(returned, told)


def closures(db: Database, actor: Actor, floor_id: UUID, now: datetime) -> list[ClosureView]:
    """The closures of a floor that run or are to come, by time."""
    with db.transaction(actor.organisation_id) as tx:
        return queries.of_floor(tx, actor, floor_id, now)


def all_closures(db: Database, actor: Actor, now: datetime) -> list[ClosureView]:
    """All closures that run or are to come, by time, then those of the last 90 days.

    Needs the role facility. Raises Forbidden.
    """
    actor.require(Role.FACILITY)
    with db.transaction(actor.organisation_id) as tx:
        return queries.all_since(tx, actor, now - SHOWN_AFTERWARDS, now, MOST_SHOWN)


def closure(
    db: Database, actor: Actor, closure_id: UUID, now: datetime
) -> tuple[ClosureView, tuple[ClosedPlace, ...], tuple[Affected, ...]]:
    """A closure, what it closes, and whom it affects: who has not answered first.

    Needs the role facility. Raises NotFound ``closure_not_found``, Forbidden.
    """
    actor.require(Role.FACILITY)
    organisation = actor.organisation_id
    with db.transaction(organisation) as tx:
        found = _view(tx, actor, closure_id, now)
        places = queries.places(tx, organisation, found)
        return found, places, queries.affected(tx, organisation, closure_id, now)


def choices(
    db: Database, actor: Actor, floor_id: UUID
) -> tuple[tuple[ClosedPlace, ...], tuple[ClosedPlace, ...]]:
    """The spaces and the zones of a floor that can be closed.

    Needs the role facility. Raises Forbidden.
    """
    actor.require(Role.FACILITY)
    with db.transaction(actor.organisation_id) as tx:
        return queries.choices(tx, actor.organisation_id, floor_id)


def shape_of(db: Database, actor: Actor, floor_id: UUID, space_id: UUID) -> dict[str, Any]:
    """The outline of a space on the present plan, as a closure's ``area``: what to close round it.

    Needs the role facility. Raises NotFound ``place_not_found``, Forbidden.
    """
    actor.require(Role.FACILITY)
    with db.transaction(actor.organisation_id) as tx:
        found = queries.shape_of(tx, actor.organisation_id, floor_id, space_id)
    if found is None:
        raise rules.place_missing()
    return found


def closed_for(db: Database, actor: Actor, booking_ids: Sequence[UUID]) -> dict[UUID, ClosedFor]:
    """Why the places of these bookings are closed, by booking; those that no closure holds lack."""
    if not booking_ids:
        return {}
    with db.transaction(actor.organisation_id) as tx:
        return queries.closed_for(tx, actor.organisation_id, booking_ids)


def settle(tx: Connection, organisation_id: UUID, floor_id: UUID, now: datetime) -> None:
    """Let a floor's closures meet its bookings anew, after its plan changed or time went on.

    The floor is locked by the caller. Doing it again changes nothing.
    """
    _settle(tx, organisation_id, floor_id, now, by=None)


def open_over(db: Database, now: datetime) -> int:
    """Return the bookings whose closure is over by itself, on all floors; how many.

    Safe to run late, twice or at once with another.
    """
    returned = 0
    for organisation_id, floor_id in queries.floors_to_open(db, now):
        with db.transaction(organisation_id) as tx:
            holding.lock_floor(tx, organisation_id, floor_id)
            returned += _settle(tx, organisation_id, floor_id, now, by=None)
    return returned


def _close(tx: Connection, actor: Actor, request: ClosureRequest, now: datetime) -> ClosureView:
    hours = rules.check_request(request, now)
    area = None if request.area is None else rules.polygon(request.area)
    closure_id, organisation = new_id(), actor.organisation_id
    if not holding.lock_floor(tx, organisation, request.floor_id):
        raise rules.place_missing()
    if not queries.has_target(tx, actor, request):
        raise rules.place_missing()
    if area is not None and not queries.is_valid_area(tx, actor, request.floor_id, area):
        raise rules.area_invalid()
    same = queries.same_just_made(tx, actor, request, hours=hours, area=area, since=now - AGAIN)
    if same is not None:
        return _view(tx, actor, same, now)
    queries.insert(tx, actor, closure_id, request, hours=hours, area=area, now=now)
    _settle(tx, organisation, request.floor_id, now, by=actor.person_id)
    return _view(tx, actor, closure_id, now)


def _settle(
    tx: Connection, organisation_id: UUID, floor_id: UUID, now: datetime, *, by: UUID | None
) -> int:
    """Hold what closures meet, return what they no longer do; how many were returned.

    Requests that a closure meets can be approved no more, so they are declined.
    """
    held = holding.hold(tx, organisation_id, floor_id, now)
    back = holding.give_back(tx, organisation_id, floor_id, now)
    offering.offer(tx, organisation_id, [each for some in held.values() for each in some], now)
    impossible = holding.impossible(tx, organisation_id, floor_id, now)
    for closure_id in held | impossible:
        found = queries.one(tx, organisation_id, closure_id, now)
        if found is None:
            continue
        declined = approvals.answer(
            tx,
            organisation_id,
            impossible.get(closure_id, ()),
            "declined",
            by=by,
            now=now,
            reason=rules.closed_words(found.reason),
        )
        done = {Kind.CLOSED: held.get(closure_id, []), Kind.DECLINED: declined}
        telling.tell(tx, organisation_id, found, done, now, by=by)
    telling.tell_open(tx, organisation_id, back, now, by=by)
    return len(back)


def _tell_back(tx: Connection, actor: Actor, found: ClosureView, now: datetime) -> int:
    """Tell those who had moved that their earlier place is free again; how many."""
    free = holding.free_again(tx, actor.organisation_id, found.floor_id, found.id, now)
    for booking_id, space_id in free:
        details = {"back": str(space_id)}
        queue.tell(tx, Kind.FREE_AGAIN, booking_id, now, by=actor.person_id, details=details)
    return len(free)


def _locked(tx: Connection, actor: Actor, closure_id: UUID, now: datetime) -> ClosureView:
    """A closure under its own lock and its floor's, which is taken first as by all others."""
    floor_id = queries.floor_of(tx, actor, closure_id)
    if floor_id is None:
        raise rules.closure_missing()
    holding.lock_floor(tx, actor.organisation_id, floor_id)
    queries.lock(tx, actor, closure_id)
    return _view(tx, actor, closure_id, now)


def _view(tx: Connection, actor: Actor, closure_id: UUID, now: datetime) -> ClosureView:
    found = queries.one(tx, actor.organisation_id, closure_id, now)
    if found is None:
        raise rules.closure_missing()
    return found
