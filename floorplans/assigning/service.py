"""Assigning spaces, leaving days to others, and having them back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, RowMapping
from sqlalchemy.exc import DBAPIError

from floorplans.actor import Actor, Role
from floorplans.assigning import queries, rules, telling
from floorplans.assigning.absences import absences, add_absence, remove_absence, take_leave
from floorplans.assigning.listing import take_list
from floorplans.assigning.making import make
from floorplans.assigning.views import (
    Assigned,
    AssignmentRequest,
    AssignmentView,
    Days,
    DayState,
    DayView,
    OwnAssignment,
    OwnDay,
    Returned,
    Span,
)
from floorplans.database import Database, sqlstate
from floorplans.messages import queue
from floorplans.messages.kinds import Kind

__all__ = [
    "absences",
    "add_absence",
    "assign",
    "assignments",
    "change",
    "end",
    "ending",
    "mine",
    "own_day",
    "release",
    "remove_absence",
    "take_back",
    "take_leave",
    "take_list",
]

#: How far one's own page looks: this week and the four after it.
SHOWN_DAYS = 35
EXCLUSION_VIOLATION = "23P01"


class _LookedOnly(Exception):
    """Takes back what was written to be looked at."""

    def __init__(self, found: Assigned) -> None:
        super().__init__("looked")
        self.found = found


def assignments(
    db: Database,
    actor: Actor,
    now: datetime,
    *,
    floor_id: UUID | None = None,
    space_id: UUID | None = None,
) -> list[AssignmentView]:
    """What is assigned, now or later, by place; of one floor or space where it is named.

    Needs the role facility; raises Forbidden.
    """
    actor.require(Role.FACILITY)
    with db.transaction(actor.organisation_id) as tx:
        found = queries.all_of(
            tx, actor.organisation_id, _earliest(now), floor_id=floor_id, space_id=space_id
        )
    return [own for own in found if _holds(own, now)]


def assign(
    db: Database, actor: Actor, request: AssignmentRequest, now: datetime, *, dry_run: bool = False
) -> Assigned:
    """Assign a space to a person on some weekdays; ``dry_run`` only tells what it would meet.

    Bookings of others in these days stay, are listed, and their people are told. Needs the role
    facility. Raises Invalid, Refused, NotFound ``space_not_found`` or ``person_not_found``,
    Conflict ``already_assigned`` or ``space_has_places``, Forbidden.
    """
    actor.require(Role.FACILITY)
    try:
        with db.transaction(actor.organisation_id) as tx:
            made = make(tx, actor, request, now)
            done = _done(tx, actor, made, now, dry_run=dry_run)
            telling.tell(tx, actor, [telling.given(done.assignment)], now)
            return done
    except _LookedOnly as looked:
        return looked.found


def change(
    db: Database,
    actor: Actor,
    assignment_id: UUID,
    days: Days,
    now: datetime,
    *,
    dry_run: bool = False,
) -> Assigned:
    """Give an assignment other weekdays or dates; as ``assign``, NotFound ``assignment_not_found``.

    An assignment that has begun keeps its first day.
    """
    actor.require(Role.FACILITY)
    organisation = actor.organisation_id
    try:
        with db.transaction(organisation) as tx:
            own = _own(tx, actor, assignment_id)
            today = _today(own, now)
            begun = own.days.from_on if own.days.from_on <= today else days.from_on
            wanted = rules.check_days(Days(days.weekdays, begun, days.to_on), today)
            before = {each.booking_id for each in queries.standing(tx, organisation, own.id, now)}
            try:
                queries.change(tx, organisation, assignment_id, wanted)
            except DBAPIError as error:
                if sqlstate(error) == EXCLUSION_VIOLATION:
                    raise rules.already_assigned() from None
                raise
            done = _done(tx, actor, assignment_id, now, dry_run=dry_run, told=before)
            if done.assignment.days != own.days:
                telling.tell(tx, actor, [telling.changed(done.assignment)], now)
            return done
    except _LookedOnly as looked:
        return looked.found


def ending(db: Database, actor: Actor, assignment_id: UUID, now: datetime) -> Assigned:
    """An assignment that may be ended, with the bookings of others in its days, which stay.

    Changes nothing. Needs the role facility. Raises NotFound ``assignment_not_found``, Forbidden.
    """
    actor.require(Role.FACILITY)
    organisation = actor.organisation_id
    with db.transaction(organisation) as tx:
        own = _own(tx, actor, assignment_id)
        return Assigned(own, queries.standing(tx, organisation, own.id, now))


def end(db: Database, actor: Actor, assignment_id: UUID, now: datetime) -> None:
    """End an assignment: one to come vanishes, one that has begun had its last day yesterday.

    Needs the role facility. Raises NotFound ``assignment_not_found``, Forbidden.
    """
    actor.require(Role.FACILITY)
    with db.transaction(actor.organisation_id) as tx:
        own = _own(tx, actor, assignment_id)
        today = _today(own, now)
        yesterday = today - timedelta(days=1)
        if own.days.from_on > yesterday:
            queries.delete(tx, actor.organisation_id, assignment_id)
        elif own.days.to_on is None or own.days.to_on > yesterday:
            ended = Days(own.days.weekdays, own.days.from_on, yesterday)
            queries.change(tx, actor.organisation_id, assignment_id, ended)
        else:
            return
        telling.tell(tx, actor, [telling.lost(own, max(today, own.days.from_on))], now)


def mine(db: Database, actor: Actor, now: datetime) -> list[OwnAssignment]:
    """What is assigned to the actor, with the days of the next five weeks."""
    organisation = actor.organisation_id
    with db.transaction(organisation) as tx:
        found = queries.all_of(tx, organisation, _earliest(now), person_id=actor.person_id)
        return [
            OwnAssignment(own, _shown(tx, actor, own, _today(own, now)))
            for own in found
            if _holds(own, now)
        ]


def own_day(db: Database, actor: Actor, space_id: UUID, now: datetime) -> OwnDay | None:
    """How today stands with a space that is assigned to the actor; None where it is not, today."""
    organisation = actor.organisation_id
    with db.transaction(organisation) as tx:
        found = queries.all_of(
            tx, organisation, _earliest(now), space_id=space_id, person_id=actor.person_id
        )
        days = (
            OwnDay(own.id, day.on, day.state)
            for own in found
            for day in _shown(tx, actor, own, _today(own, now), days=1)
        )
        return next(days, None)


def release(
    db: Database, actor: Actor, assignment_id: UUID, span: Span, now: datetime
) -> tuple[date, ...]:
    """Leave days to others; answers which of them are days of the assignment.

    Its person may, and facility staff. Doing it again changes nothing. Raises NotFound
    ``assignment_not_found``, Invalid, Refused ``days_are_over``, ``too_many_days`` or
    ``no_assigned_days``.
    """
    with db.transaction(actor.organisation_id) as tx:
        own = _own(tx, actor, assignment_id)
        days = _days_between(tx, actor, own, span, now)
        left = [row["day"] for row in days]
        queries.release(tx, actor.organisation_id, own, left)
        return tuple(left)


def take_back(
    db: Database, actor: Actor, assignment_id: UUID, span: Span, now: datetime
) -> Returned:
    """Have days back that were left to others, as far as nobody took them.

    A day of an absence then is their own although they are away. Raises what ``release`` raises,
    and Conflict ``day_taken`` when others have all of these days.
    """
    organisation = actor.organisation_id
    with db.transaction(organisation) as tx:
        own = _own(tx, actor, assignment_id)
        # Who books the space waits here, or has booked it already.
        queries.lock(tx, organisation, own.space_id)
        left = [row for row in _days_between(tx, actor, own, span, now) if row["is_left"]]
        taken = tuple(row["day"] for row in left if row["is_taken"])
        free = [row for row in left if not row["is_taken"]]
        if taken and not free:
            raise rules.day_taken(taken)
        queries.stay(tx, organisation, own, [row["day"] for row in free if row["is_away"]])
        queries.forget(tx, organisation, own, [row["day"] for row in free if not row["is_away"]])
        return Returned(tuple(row["day"] for row in free), taken)


def _done(
    tx: Connection,
    actor: Actor,
    assignment_id: UUID,
    now: datetime,
    *,
    dry_run: bool,
    told: frozenset[UUID] | set[UUID] = frozenset(),
) -> Assigned:
    """What was made, and whoever has booked in it told; undone if it was only to be looked at."""
    view = _own(tx, actor, assignment_id)
    standing = queries.standing(tx, actor.organisation_id, assignment_id, now)
    found = Assigned(view, standing)
    if dry_run:
        raise _LookedOnly(found)
    ids = [each.booking_id for each in standing if each.booking_id not in told]
    queue.tell(tx, Kind.ASSIGNED, ids, now, by=actor.recorded_id)
    return found


def _own(tx: Connection, actor: Actor, assignment_id: UUID) -> AssignmentView:
    found = queries.one(tx, actor.organisation_id, assignment_id)
    if found is None:
        raise rules.missing()
    rules.check_may_touch(actor, found.person_id)
    return found


def _days_between(
    tx: Connection, actor: Actor, own: AssignmentView, span: Span, now: datetime
) -> list[RowMapping]:
    today = _today(own, now)
    rules.check_span(span, today)
    first = max(span.from_on, today)
    found = list(queries.days_of(tx, actor.organisation_id, own.id, first, span.to_on))
    if not found:
        raise rules.no_such_days()
    return found


def _shown(
    tx: Connection, actor: Actor, own: AssignmentView, today: date, days: int = SHOWN_DAYS
) -> tuple[DayView, ...]:
    last = today + timedelta(days=days - 1)
    rows = queries.days_of(tx, actor.organisation_id, own.id, today, last)
    return tuple(DayView(row["day"], _state(row)) for row in rows)


def _state(row: RowMapping) -> DayState:
    if not row["is_left"]:
        return DayState.BOOKED_BEFORE if row["is_taken"] else DayState.OWN
    if row["is_taken"]:
        return DayState.TAKEN
    return DayState.RELEASED if row["is_released"] else DayState.AWAY


def _today(own: AssignmentView, now: datetime) -> date:
    return now.astimezone(ZoneInfo(own.time_zone)).date()


def _holds(own: AssignmentView, now: datetime) -> bool:
    """Whether it holds now or later, by the calendar of its building."""
    return own.days.to_on is None or own.days.to_on >= _today(own, now)


def _earliest(now: datetime) -> date:
    """The day that it is where it is earliest."""
    return (now.astimezone(UTC) - timedelta(hours=12)).date()
