"""Use cases that change what a floor shows: look ahead, and publish. One transaction each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, RowMapping

from floorplans.actor import Actor, Role
from floorplans.bookings import affected, pooling, settling
from floorplans.closing import service as closures
from floorplans.database import Database
from floorplans.errors import Refused
from floorplans.ids import new_id
from floorplans.places.service import no_such_floor
from floorplans.plans import (
    difference,
    floor_queries,
    pools,
    position_queries,
    queries,
    rules,
    schedule_queries,
)
from floorplans.plans.contradictions import contradictions
from floorplans.plans.editing.folded import fold, notices
from floorplans.plans.editing.log import log_of
from floorplans.plans.editing.said import Said
from floorplans.plans.facts import queries as fact_queries
from floorplans.plans.facts.computing import facts_of
from floorplans.plans.findings.service import open_notices
from floorplans.plans.ground import ground_of, similarity_of
from floorplans.plans.known import plan_of
from floorplans.plans.layout import Layout, lay_out
from floorplans.plans.placing import Placement, usual_placement
from floorplans.plans.positioning import georeference_view, view_of_placement
from floorplans.plans.queue import ask_for_ways
from floorplans.plans.redrawn import redrawn_parts
from floorplans.plans.scheduling import Turn, take_over_due, turn_of
from floorplans.plans.settlement import Settlement, settle
from floorplans.plans.spaces import PlannedSpace, PlannedZone
from floorplans.plans.staging import locked_draft, no_such_plan
from floorplans.plans.state_hash import keep_arrived, keep_left
from floorplans.plans.stored import from_stored
from floorplans.plans.views import GeoreferenceView, Notice, PublishPreview, PublishReport
from floorplans.plans.writing import Ready, write
from geo.georeference import Similarity
from importers.draft import FloorPlanDraft


@dataclass(frozen=True, slots=True)
class ReadyPlan:
    """A draft made ready: placed, laid out, and measured against the rules."""

    row: Mapping[Any, Any]
    draft: FloorPlanDraft
    spaces: tuple[PlannedSpace, ...]
    zones: tuple[PlannedZone, ...]
    said: Said
    transform: Similarity
    placed: Placement | None  # None when a person had placed the plan
    position: GeoreferenceView
    hindrances: tuple[Notice, ...]
    warnings: tuple[Notice, ...]

    def layout(self) -> Layout:
        return lay_out(self.draft, self.spaces, self.zones, self.transform, self.row["srid"])


def preview(
    db: Database,
    actor: Actor,
    revision_id: UUID,
    now: datetime,
    *,
    effective_from: datetime | None = None,
) -> PublishPreview:
    """What publishing a draft would do to spaces and bookings; changes nothing.

    With a date it is compared with the plan before it, and bookings count while it would hold.
    Raises ``Forbidden``, ``NotFound``, ``Conflict`` (not a draft), and for a date what ``publish``
    raises.
    """
    actor.require(Role.FACILITY)
    organisation = actor.organisation_id
    with db.transaction(organisation) as tx:
        row = plan_of(tx, organisation, revision_id)
        rules.check_state(row["state"], ("draft",), "looked at")
        turn = turn_of(tx, organisation, row["floor_id"], revision_id, effective_from, now)
        plan = stored_plan(tx, organisation, row)
        outlook = _outlook(tx, plan, organisation, turn)
        doubts = open_notices(tx, organisation, revision_id, plan.draft)
    return replace(outlook, warnings=(*outlook.warnings, *doubts))


def check(  # noqa: PLR0917 - the order of the contract between the parts
    db: Database,
    actor: Actor,
    floor_id: UUID,
    draft: FloorPlanDraft,
    profile: Mapping[str, Any],
    now: datetime,
) -> PublishPreview:
    """What publishing a drawing would do that is not stored, and is not stored by this either.

    Raises ``Forbidden``, ``NotFound``.
    """
    actor.require(Role.FACILITY)
    organisation = actor.organisation_id
    with db.transaction(organisation) as tx:
        floor = queries.floor_row(tx, organisation, floor_id)
        if floor is None:
            raise no_such_floor()
        row = {
            "id": new_id(),
            "floor_id": floor_id,
            "srid": floor["srid"],
            "state": "draft",
            "profile": profile,
        }
        turn = turn_of(tx, organisation, floor_id, row["id"], None, now)
        return _outlook(tx, _plan(tx, organisation, row, draft), organisation, turn)


def _outlook(tx: Connection, plan: ReadyPlan, organisation_id: UUID, turn: Turn) -> PublishPreview:
    empty = Settlement((), (), (), (), ())
    layout = plan.layout() if plan.spaces else None
    found = _settle(tx, organisation_id, plan, layout, turn) if layout else empty
    redrawn = redrawn_parts(tx, organisation_id, plan.row["floor_id"], layout, plan.zones)
    beside = contradictions(tx, organisation_id, plan.row, plan.spaces, layout)
    stated = pools.stated(found.ids, found.spaces)
    kept = pools.notices(pooling.kept_places(tx, organisation_id, stated, turn.begins))
    return PublishPreview(
        revision_id=plan.row["id"],
        floor_id=plan.row["floor_id"],
        changes=found.changes,
        counts=found.counts,
        held_bookings=found.held_bookings,
        georeference=plan.position,
        hindrances=plan.hindrances,
        warnings=(*plan.warnings, *beside, *found.notices, *kept, *turn.notices),
        sentence=difference.sentence(found.changes, redrawn),
        redrawn=redrawn,
        affected=affected.ahead(tx, organisation_id, found.losing, turn.begins, turn.ends),
        effective_from=turn.at,
    )


def publish(
    db: Database,
    actor: Actor,
    revision_id: UUID,
    now: datetime,
    *,
    effective_from: datetime | None = None,
) -> PublishReport:
    """Make a draft the floor's map, now or from a date on: all of it, or nothing.

    Spaces keep their ids; the bookings of those that are gone are held, with a date only those that
    last beyond it. A date without an offset is the time in the building. Raises ``Forbidden``,
    ``NotFound``, ``Conflict`` (not a draft, date_taken), ``Refused`` (units_unconfirmed, no_spaces,
    date_over, date_too_far).
    """
    actor.require(Role.FACILITY)
    organisation = actor.organisation_id
    with db.transaction(organisation) as tx:
        row = locked_draft(tx, organisation, revision_id, "published")
        take_over_due(tx, organisation, row["floor_id"], now)
        turn = turn_of(tx, organisation, row["floor_id"], revision_id, effective_from, now)
        plan = stored_plan(tx, organisation, row)
        _refuse_if_hindered(plan)
        return _published(tx, actor, plan, turn, now)


def _published(
    tx: Connection, actor: Actor, plan: ReadyPlan, turn: Turn, now: datetime
) -> PublishReport:
    """Settle and write a plan whose floor is locked."""
    organisation, row = actor.organisation_id, plan.row
    revision_id, floor_id = row["id"], row["floor_id"]
    layout = plan.layout()
    beside = contradictions(tx, organisation, row, plan.spaces, layout)
    facts = facts_of(plan.draft, plan.spaces)
    # Bookings lock spaces in the order of their ids, and so does this: nobody deadlocks.
    floor_queries.lock_spaces(tx, organisation, floor_id)
    found = _settle(tx, organisation, plan, layout, turn)
    if turn.at is None:
        keep_left(tx, organisation, floor_id, now)
    ready = Ready(row, plan.placed, plan.zones, layout, found)
    digest = write(tx, actor, ready, now, at=turn.at)
    ask_for_ways(tx, organisation, revision_id)
    fact_queries.add(tx, organisation, revision_id, found.ids, facts)
    settling.renew_parts(tx, floor_id, now)
    stated = pools.stated(found.ids, found.spaces)
    # With a date they are taken over on it.
    ask = pooling.take_over_places if turn.at is None else pooling.kept_places
    kept = pools.notices(ask(tx, organisation, stated, now))
    held = settling.hold(tx, organisation, floor_id, now, revision_id=revision_id)
    restored = settling.restore(tx, organisation, floor_id, now)
    closures.settle(tx, organisation, floor_id, now)
    # What a plan makes of the floor is proven when it is the floor's.
    proof = keep_arrived(tx, organisation, floor_id, now) if turn.at is None else None
    return PublishReport(
        revision_id=revision_id,
        floor_id=floor_id,
        map_digest=digest,
        counts=found.counts,
        changes=found.changes,
        held_bookings=held,
        restored_bookings=restored,
        state_hash=proof.state.plan if proof else "",
        effective_from=turn.at,
        warnings=(*plan.warnings, *beside, *found.notices, *kept, *turn.notices),
    )


def stored_plan(tx: Connection, organisation_id: UUID, row: RowMapping) -> ReadyPlan:
    """A draft of the database, made ready; ``row`` is the revision's. Raises ``NotFound``."""
    stored = queries.draft_of(tx, organisation_id, row["id"])
    if stored is None:
        raise no_such_plan()
    return _plan(tx, organisation_id, row, from_stored(stored))


def _plan(
    tx: Connection, organisation_id: UUID, row: Mapping[Any, Any], draft: FloorPlanDraft
) -> ReadyPlan:
    """``row`` has the revision's id, floor_id, srid, state and profile."""
    present = position_queries.georeference(tx, organisation_id, row["id"])
    placed = None
    if present is None:
        ground = ground_of(tx, organisation_id, row["floor_id"], row["id"])
        placed = usual_placement(draft, ground)
        transform, position = placed.transform, view_of_placement(placed, row["srid"])
    else:
        transform, position = similarity_of(present), georeference_view(present)
    done = log_of(tx, organisation_id, row["id"], row["state"]).done
    edited = fold(draft, done)
    return ReadyPlan(
        row=row,
        draft=draft,
        spaces=edited.spaces,
        zones=edited.zones,
        said=edited.said,
        transform=transform,
        placed=placed,
        position=position,
        hindrances=rules.hindrances(
            units_certain=draft.units.certain,
            profile=row["profile"],
            unit=draft.units.name,
            spaces=len(edited.spaces),
        ),
        warnings=(
            *notices(edited, done),
            *(placed.warnings if placed else ()),
            *rules.cautions(edited.spaces),
        ),
    )


def _refuse_if_hindered(plan: ReadyPlan) -> None:
    for notice in plan.hindrances:
        raise Refused(notice.code, f"{notice.message} Nothing was published.", notice.advice)


def _settle(
    tx: Connection, organisation_id: UUID, plan: ReadyPlan, layout: Layout, turn: Turn
) -> Settlement:
    floor_id = plan.row["floor_id"]
    present = turn.base or floor_queries.published(tx, organisation_id, floor_id)
    before = position_queries.georeference(tx, organisation_id, present) if present else None
    return settle(
        schedule_queries.known_spaces(tx, organisation_id, floor_id, turn.base),
        plan.spaces,
        layout,
        settling.upcoming_counts(tx, organisation_id, floor_id, turn.begins, turn.ends),
        before=similarity_of(before) if before else None,
        after=plan.transform,
        said=plan.said,
    )
