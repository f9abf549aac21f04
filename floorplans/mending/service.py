"""The use cases of faults: reported by anybody at a place, seen to by facility staff."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from floorplans.actor import Actor, Role
from floorplans.bookings.rules import space_missing
from floorplans.database import Database
from floorplans.mending import queries, rules
from floorplans.mending.views import Fault, FaultAtPlace, ReportRequest
from floorplans.messages import faults as messages


def at_space(db: Database, actor: Actor, space_id: UUID) -> list[Fault]:
    """What is open at a place, the newest first; raises NotFound ``space_not_found``."""
    with db.transaction(actor.organisation_id) as tx:
        if not queries.has_space(tx, actor, space_id):
            raise space_missing()
        return queries.at_space(tx, actor, space_id)


def report(db: Database, actor: Actor, request: ReportRequest, now: datetime) -> Fault:
    """Say that something is wrong at a place; facility staff are told by mail.

    The same request with the same key is the same report, also when its answer was lost.

    Raises Invalid (``note_missing``, ``note_too_long``), NotFound ``space_not_found``, Refused
    (``too_many_reports``, ``enough_reported``), Conflict ``idempotency_key_reused``.
    """
    wanted = rules.checked(request)
    fault_id = rules.id_of(actor.person_id, wanted.key)
    with db.transaction(actor.organisation_id) as tx:
        queries.lock_person(tx, actor)
        if not queries.has_space(tx, actor, wanted.space_id):
            raise space_missing()
        if not queries.add(tx, actor, fault_id, wanted, now):
            earlier = _one(tx, actor, fault_id)
            rules.check_same(earlier, wanted)
            return earlier
        queries.add_report(tx, actor, fault_id, now)
        rules.check_amount(*queries.amounts(tx, actor, wanted.space_id))
        messages.tell_staff(tx, fault_id, wanted.space_id, now, by=actor.person_id)
        return _one(tx, actor, fault_id)


def same_here(db: Database, actor: Actor, fault_id: UUID, now: datetime) -> Fault:
    """Say that one has found an open fault too, and be told when it is done. Again is no error.

    Raises NotFound ``no_such_fault``, Conflict ``fault_done``, Refused ``too_many_reports``.
    """
    with db.transaction(actor.organisation_id) as tx:
        queries.lock_person(tx, actor)
        found = queries.lock(tx, actor, fault_id)
        if found is None:
            raise rules.no_such_fault()
        done_at, space_id = found
        if done_at is not None:
            raise rules.done_already()
        if queries.add_report(tx, actor, fault_id, now):
            of_person, _ = queries.amounts(tx, actor, space_id)
            rules.check_amount(of_person, at_place=0)
            queries.count_up(tx, actor, fault_id)
        return _one(tx, actor, fault_id)


def open_faults(db: Database, actor: Actor) -> list[FaultAtPlace]:
    """All that is open, floor by floor, the newest first. Needs the role facility."""
    actor.require(Role.FACILITY)
    with db.transaction(actor.organisation_id) as tx:
        return queries.open_faults(tx, actor)


def done_faults(db: Database, actor: Actor) -> list[FaultAtPlace]:
    """What was done in the last ``rules.KEPT``, the latest first. Needs the role facility."""
    actor.require(Role.FACILITY)
    with db.transaction(actor.organisation_id) as tx:
        return queries.done_faults(tx, actor)


def count_open(db: Database, actor: Actor) -> int:
    """How many faults are open. Needs the role facility."""
    actor.require(Role.FACILITY)
    with db.transaction(actor.organisation_id) as tx:
        return queries.count_open(tx, actor)


def finish(
    db: Database, actor: Actor, fault_id: UUID, word: str | None, now: datetime
) -> FaultAtPlace:
    """Say that a fault is done, with a word to those who reported it; they are told by mail.

    From then on it is not known any more who they were. What is done already stays as it is.

    Raises Forbidden, NotFound ``no_such_fault``, Invalid ``note_too_long``.
    """
    actor.require(Role.FACILITY)
    told = rules.clean(word)
    with db.transaction(actor.organisation_id) as tx:
        found = queries.lock(tx, actor, fault_id)
        if found is not None and found[0] is None:
            queries.end(tx, actor, fault_id, told, now)
            messages.tell_reporters(tx, fault_id, found[1], now, by=actor.person_id)
            queries.forget_reporters(tx, actor, fault_id)
        placed = queries.one_placed(tx, actor, fault_id)
    if placed is None:
        raise rules.no_such_fault()
    return placed


def forget_person(db: Database, person: Actor) -> None:
    """Forget what somebody has reported, who leaves; the faults stay open, without a name."""
    with db.transaction(person.organisation_id) as tx:
        queries.forget_person(tx, person)


def forget_done(db: Database, now: datetime) -> int:
    """Delete what was done long ago; how many."""
    with db.transaction(None) as tx:
        return queries.forget_done(tx, now - rules.KEPT)


def _one(tx: Connection, actor: Actor, fault_id: UUID) -> Fault:
    found = queries.one(tx, actor, fault_id)
    if found is None:
        raise rules.no_such_fault()
    return found
