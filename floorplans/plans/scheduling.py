"""Plans that take over on a date: where on a floor's time line one comes, and taking it back.

Which plan is in force is a function of time that every map, search and booking asks for its own
hours (``floor_plans`` in the database). So nothing has to happen on the date. Afterwards the plan
is made the published one by whoever comes first: a worker, somebody who changes the floor's plan,
or somebody who looks (``take_over_all``), before anything is told of the present.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from floorplans.actor import Actor, Role
from floorplans.bookings import pooling, settling
from floorplans.closing import service as closures
from floorplans.database import Database
from floorplans.plans import dates, floor_queries, queries, rules, schedule_queries
from floorplans.plans.staging import lock_floor_of, locked
from floorplans.plans.state_hash import keep_arrived, keep_left
from floorplans.plans.views import Notice, UnscheduleReport


@dataclass(frozen=True, slots=True)
class Turn:
    """When a plan is the floor's: from ``begins`` to ``ends`` (None: until it is replaced).

    ``at`` is its date, None for now; ``base`` the scheduled plan that it follows, None for the
    published one. ``notices`` tell of plans that come later.
    """

    at: datetime | None
    begins: datetime
    ends: datetime | None
    base: UUID | None
    notices: tuple[Notice, ...]


def turn_of(  # noqa: PLR0917 - the order of every query, and the two times at the end
    tx: Connection,
    organisation_id: UUID,
    floor_id: UUID,
    revision_id: UUID,
    asked: datetime | None,
    now: datetime,
) -> Turn:
    """The turn that a plan would have; raises ``Refused`` and ``Conflict`` as ``dates`` does."""
    zone = ZoneInfo(schedule_queries.time_zone(tx, organisation_id, floor_id))
    at = dates.effective_at(asked, zone, now)
    plans = schedule_queries.scheduled(tx, organisation_id, floor_id)
    if at is not None:
        dates.check_moment_is_free(at, plans, zone)
    begins = at or now
    before = [plan["id"] for plan in plans if plan["effective_from"] <= begins]
    after = [plan["effective_from"] for plan in plans if plan["effective_from"] > begins]
    return Turn(
        at=at,
        begins=begins,
        ends=after[0] if after else None,
        base=before[-1] if before else None,
        notices=dates.later_plans(plans, revision_id, begins, zone),
    )


def unschedule(db: Database, actor: Actor, revision_id: UUID, now: datetime) -> UnscheduleReport:
    """Take back that a plan takes over on a date: it is a draft again.

    Bookings of places that only it has are held, those that were held because of it are confirmed.
    Raises ``Forbidden``, ``NotFound``, ``Conflict`` (it has no date, or its date has come).
    """
    actor.require(Role.FACILITY)
    organisation = actor.organisation_id
    with db.transaction(organisation) as tx:
        row = lock_floor_of(tx, organisation, revision_id)
        floor_id = row["floor_id"]
        state = locked(tx, organisation, revision_id)["state"]
        zone = ZoneInfo(schedule_queries.time_zone(tx, organisation, floor_id))
        if state in ("scheduled", "published"):
            dates.check_not_in_force(row, zone, now)
        rules.check_state(state, ("scheduled",), "changed")
        floor_queries.lock_spaces(tx, organisation, floor_id)
        take_over_due(tx, organisation, floor_id, now)
        schedule_queries.unschedule(tx, organisation, revision_id)
        floor_queries.extent_of_live_shapes(tx, organisation, floor_id)
        schedule_queries.cover_scheduled(tx, organisation, floor_id)
        held = settling.hold(tx, organisation, floor_id, now, revision_id=revision_id)
        restored = settling.restore(tx, organisation, floor_id, now)
        closures.settle(tx, organisation, floor_id, now)
    return UnscheduleReport(revision_id, floor_id, held, restored)


def take_over(db: Database, organisation_id: UUID, floor_id: UUID, now: datetime) -> int:
    """Make the plans of a floor whose date has come published ones; returns how many.

    Changes nothing that anybody sees or may book, and may come late, again, or never.
    """
    with db.transaction(organisation_id) as tx:
        if queries.floor_row(tx, organisation_id, floor_id, lock=True) is None:
            return 0
        return take_over_due(tx, organisation_id, floor_id, now)


def next_date(db: Database, organisation_id: UUID) -> datetime | None:
    """When a plan of the organisation takes over next; it may be over, None where none waits."""
    with db.transaction(organisation_id) as tx:
        return schedule_queries.next_date(tx, organisation_id)


def take_over_all(db: Database, organisation_id: UUID, now: datetime) -> int:
    """The same on every floor of an organisation, floor by floor; returns how many plans."""
    with db.transaction(organisation_id) as tx:
        floors = schedule_queries.due_floors(tx, organisation_id, now)
    return sum(take_over(db, organisation_id, floor_id, now) for floor_id in floors)


def take_over_due(tx: Connection, organisation_id: UUID, floor_id: UUID, now: datetime) -> int:
    """The same in a transaction that has locked the floor."""
    plans = schedule_queries.scheduled(tx, organisation_id, floor_id)
    due = [plan for plan in plans if plan["effective_from"] <= now]
    if not due:
        return 0
    floor_queries.lock_spaces(tx, organisation_id, floor_id)
    for plan in due:
        keep_left(tx, organisation_id, floor_id, plan["effective_from"])
        present = floor_queries.published(tx, organisation_id, floor_id)
        if present is not None:
            floor_queries.retire(tx, organisation_id, present)
        schedule_queries.take_over(tx, organisation_id, plan)
        stated = schedule_queries.stated_places(tx, organisation_id, plan["id"])
        pooling.take_over_places(tx, organisation_id, stated, now)
        keep_arrived(tx, organisation_id, floor_id, now)
    floor_queries.extent_of_live_shapes(tx, organisation_id, floor_id)
    schedule_queries.cover_scheduled(tx, organisation_id, floor_id)
    settling.renew_parts(tx, floor_id, now)
    return len(due)
