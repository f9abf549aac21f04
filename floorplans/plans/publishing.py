"""Use cases that change what a floor shows: look ahead, and publish. One transaction each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, RowMapping

from floorplans.actor import Actor, Role
from floorplans.bookings import settling
from floorplans.database import Database
from floorplans.errors import Refused
from floorplans.plans import (
    floor_queries,
    map_document,
    position_queries,
    queries,
    rules,
    shape_queries,
)
from floorplans.plans.editing.folded import fold, notices
from floorplans.plans.editing.log import log_of
from floorplans.plans.ground import ground_of, similarity_of
from floorplans.plans.layout import Layout, lay_out
from floorplans.plans.placing import LIKE_BUILDING, Placement, usual_placement
from floorplans.plans.positioning import georeference_view, view_of_placement
from floorplans.plans.settlement import Settlement, settle, zone_ids
from floorplans.plans.spaces import PlannedSpace, PlannedZone
from floorplans.plans.staging import locked_draft, no_such_plan
from floorplans.plans.stored import from_stored
from floorplans.plans.views import GeoreferenceView, Notice, PublishPreview, PublishReport
from geo.georeference import Similarity
from importers.draft import FloorPlanDraft
from importers.issues import ImportIssue, Severity


@dataclass(frozen=True, slots=True)
class _Plan:
    """A draft made ready: placed, laid out, and measured against the rules."""

    row: RowMapping
    draft: FloorPlanDraft
    spaces: tuple[PlannedSpace, ...]
    zones: tuple[PlannedZone, ...]
    transform: Similarity
    placed: Placement | None  # None when a person had placed the plan
    position: GeoreferenceView
    hindrances: tuple[Notice, ...]
    warnings: tuple[Notice, ...]

    def layout(self) -> Layout:
        return lay_out(self.draft, self.spaces, self.zones, self.transform, self.row["srid"])


def preview(db: Database, actor: Actor, revision_id: UUID, now: datetime) -> PublishPreview:
    """What publishing a draft would do to spaces and bookings; changes nothing.

    Raises ``Forbidden``, ``NotFound``, ``Conflict`` (not a draft).
    """
    actor.require(Role.FACILITY)
    organisation = actor.organisation_id
    with db.transaction(organisation) as tx:
        row = queries.revision(tx, organisation, revision_id)
        if row is None:
            raise no_such_plan()
        rules.check_state(row["state"], ("draft",), "looked at")
        plan = _plan(tx, organisation, row)
        empty = Settlement((), (), (), (), ())
        found = _settle(tx, organisation, plan, plan.layout(), now) if plan.spaces else empty
    return PublishPreview(
        revision_id=revision_id,
        floor_id=row["floor_id"],
        changes=found.changes,
        counts=found.counts,
        held_bookings=found.held_bookings,
        georeference=plan.position,
        hindrances=plan.hindrances,
        warnings=(*plan.warnings, *found.notices),
    )


def publish(db: Database, actor: Actor, revision_id: UUID, now: datetime) -> PublishReport:
    """Make a draft the floor's map: all of it, or nothing.

    Spaces keep their ids; the bookings of those that are gone are held. Raises ``Forbidden``,
    ``NotFound``, ``Conflict`` (not a draft), ``Refused`` (units_unconfirmed, no_spaces).
    """
    actor.require(Role.FACILITY)
    organisation = actor.organisation_id
    with db.transaction(organisation) as tx:
        row = locked_draft(tx, organisation, revision_id, "published")
        plan = _plan(tx, organisation, row)
        _refuse_if_hindered(plan)
        layout = plan.layout()
        # Bookings lock spaces in the order of their ids, and so does this: nobody deadlocks.
        floor_queries.lock_spaces(tx, organisation, row["floor_id"])
        found = _settle(tx, organisation, plan, layout, now)
        digest = _write(tx, actor, plan, layout=layout, found=found, now=now)
        held = settling.hold(tx, organisation, found.losing, now)
        restored = settling.restore(tx, organisation, row["floor_id"], now)
    return PublishReport(
        revision_id=revision_id,
        floor_id=row["floor_id"],
        map_digest=digest,
        counts=found.counts,
        changes=found.changes,
        held_bookings=held,
        restored_bookings=restored,
        warnings=(*plan.warnings, *found.notices),
    )


def _plan(tx: Connection, organisation_id: UUID, row: RowMapping) -> _Plan:
    stored = queries.draft_of(tx, organisation_id, row["id"])
    if stored is None:
        raise no_such_plan()
    draft = from_stored(stored)
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
    return _Plan(
        row=row,
        draft=draft,
        spaces=edited.spaces,
        zones=edited.zones,
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


def _refuse_if_hindered(plan: _Plan) -> None:
    for notice in plan.hindrances:
        raise Refused(notice.code, f"{notice.message} Nothing was published.", notice.advice)


def _settle(
    tx: Connection, organisation_id: UUID, plan: _Plan, layout: Layout, now: datetime
) -> Settlement:
    floor_id = plan.row["floor_id"]
    present = floor_queries.published(tx, organisation_id, floor_id)
    before = position_queries.georeference(tx, organisation_id, present) if present else None
    return settle(
        floor_queries.known_spaces(tx, organisation_id, floor_id),
        plan.spaces,
        layout,
        settling.upcoming_counts(tx, organisation_id, floor_id, now),
        before=similarity_of(before) if before else None,
        after=plan.transform,
    )


def _write(
    tx: Connection,
    actor: Actor,
    plan: _Plan,
    *,
    layout: Layout,
    found: Settlement,
    now: datetime,
) -> str:
    """Replace the floor's plan by this one; returns the digest of its map."""
    organisation, floor_id = actor.organisation_id, plan.row["floor_id"]
    present = floor_queries.published(tx, organisation, floor_id)
    if present is not None:
        floor_queries.retire(tx, organisation, present)
    if plan.placed is not None:
        position_queries.set_georeference(tx, organisation, plan.row, plan.placed)
        _note_warnings(tx, organisation, plan.row["id"], plan.placed.warnings)
    zones = _write_zones(tx, organisation, plan, now)
    shape_queries.save_spaces(
        tx, organisation, floor_id, ids=found.ids, spaces=found.spaces, now=now
    )
    shape_queries.end_spaces(tx, organisation, found.gone, now)
    _write_shapes(tx, organisation, plan, layout, found.ids, [own for own, _ in zones])
    floor_queries.set_extent(tx, organisation, floor_id, layout.extent)
    document = map_document.make(
        floor_id=floor_id,
        revision_id=plan.row["id"],
        layout=layout,
        spaces=found.spaces,
        space_ids=found.ids,
        zones=zones,
    )
    _set_published(tx, actor, plan, document, now)
    return document.digest


def _set_published(
    tx: Connection, actor: Actor, plan: _Plan, document: map_document.MapDocument, now: datetime
) -> None:
    floor_queries.set_published(
        tx,
        actor.organisation_id,
        plan.row["id"],
        digest=document.digest,
        document=document.content,
        by=actor.recorded_id,
        now=now,
    )


def _write_shapes(  # noqa: PLR0917 - each is another part of the same plan
    tx: Connection,
    organisation_id: UUID,
    plan: _Plan,
    layout: Layout,
    ids: tuple[UUID, ...],
    zones: list[UUID],
) -> None:
    row = plan.row
    key = {
        "organisation": organisation_id,
        "revision": row["id"],
        "floor": row["floor_id"],
        "srid": row["srid"],
    }
    shape_queries.add_shapes(tx, key, layout, plan.spaces, ids)
    shape_queries.add_zone_shapes(tx, key, layout, zones)
    shape_queries.add_background(tx, key, layout)


def _write_zones(
    tx: Connection, organisation_id: UUID, plan: _Plan, now: datetime
) -> list[tuple[UUID, str]]:
    floor_id = plan.row["floor_id"]
    known = floor_queries.known_zones(tx, organisation_id, floor_id)
    names = [zone.name for zone in plan.zones]
    zones = list(zip(zone_ids(known, plan.zones), names, strict=True))
    shape_queries.save_zones(tx, organisation_id, floor_id, zones)
    kept = [own for own, _ in zones]
    shape_queries.end_zones_but(tx, organisation_id, floor_id, kept, now)
    return zones


def _note_warnings(
    tx: Connection, organisation_id: UUID, revision_id: UUID, warnings: tuple[Notice, ...]
) -> None:
    """An assumed position is a finding like any other: it stays beside the plan."""
    present = queries.issues(tx, organisation_id, revision_id)
    known = {row["code"] for row in present}
    fresh = [
        ImportIssue(notice.code, _severity(notice), notice.message, notice.advice)
        for notice in warnings
        if notice.code not in known
    ]
    if fresh:
        first = max((row["number"] for row in present), default=0) + 1
        queries.add_issues(tx, organisation_id, revision_id, fresh, first=first)


def _severity(notice: Notice) -> Severity:
    return Severity.INFO if notice.code == LIKE_BUILDING else Severity.WARNING
