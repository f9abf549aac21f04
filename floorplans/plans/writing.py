"""Writing a plan that was made ready: as the floor's from now on, or beside it until a date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from floorplans.actor import Actor
from floorplans.plans import (
    floor_queries,
    map_document,
    position_queries,
    queries,
    schedule_queries,
    shape_queries,
)
from floorplans.plans.layout import Layout
from floorplans.plans.placing import LIKE_BUILDING, Placement
from floorplans.plans.queue import ask_to_take_over
from floorplans.plans.settlement import Settlement, zone_ids
from floorplans.plans.spaces import PlannedZone
from floorplans.plans.views import Notice
from importers.issues import ImportIssue, Severity


@dataclass(frozen=True, slots=True)
class Ready:
    """A plan with all that is decided of it; ``placed`` is None when a person had placed it.

    ``row`` has the revision's id, floor_id and srid.
    """

    row: Mapping[Any, Any]
    placed: Placement | None
    zones: Sequence[PlannedZone]
    layout: Layout
    found: Settlement


def write(
    tx: Connection, actor: Actor, ready: Ready, now: datetime, *, at: datetime | None = None
) -> str:
    """Replace the floor's plan by this one, or (``at``) let it wait; the digest of its map.

    The spaces of the floor are locked.
    """
    organisation = actor.organisation_id
    # A draft has shapes where its date was cancelled.
    schedule_queries.clear_draft(tx, ready.row["id"])
    if ready.placed is not None:
        position_queries.set_georeference(tx, organisation, ready.row, ready.placed)
        _note_warnings(tx, organisation, ready.row["id"], ready.placed.warnings)
    if at is None:
        document = _replace(tx, actor, ready, now)
    else:
        document = _schedule(tx, actor, ready, now, at)
    schedule_queries.cover_scheduled(tx, organisation, ready.row["floor_id"])
    return document.digest


def _replace(tx: Connection, actor: Actor, ready: Ready, now: datetime) -> map_document.MapDocument:
    organisation, floor_id = actor.organisation_id, ready.row["floor_id"]
    found = ready.found
    present = floor_queries.published(tx, organisation, floor_id)
    if present is not None:
        floor_queries.retire(tx, organisation, present)
    zones = _zones(tx, organisation, ready)
    shape_queries.save_zones(tx, organisation, floor_id, zones)
    kept = [own for own, _ in zones]
    shape_queries.end_zones_but(tx, organisation, floor_id, kept, now)
    shape_queries.save_spaces(
        tx, organisation, floor_id, ids=found.ids, spaces=found.spaces, now=now
    )
    shape_queries.end_spaces(tx, organisation, found.gone, now)
    _write_shapes(tx, organisation, ready, kept, live=True)
    floor_queries.set_extent(tx, organisation, floor_id, ready.layout.extent)
    document = _document(ready, zones)
    floor_queries.set_published(
        tx,
        organisation,
        ready.row["id"],
        digest=document.digest,
        document=document.content,
        by=actor.recorded_id,
        now=now,
    )
    return document


def _schedule(
    tx: Connection, actor: Actor, ready: Ready, now: datetime, at: datetime
) -> map_document.MapDocument:
    organisation, floor_id = actor.organisation_id, ready.row["floor_id"]
    found = ready.found
    zones = _zones(tx, organisation, ready)
    schedule_queries.plan_zones(tx, organisation, floor_id, zones, now)
    schedule_queries.plan_spaces(
        tx, organisation, ready.row, ids=found.ids, spaces=found.spaces, now=now
    )
    _write_shapes(tx, organisation, ready, [own for own, _ in zones], live=False)
    document = _document(ready, zones)
    schedule_queries.set_scheduled(
        tx,
        organisation,
        ready.row["id"],
        at=at,
        digest=document.digest,
        document=document.content,
        by=actor.recorded_id,
        now=now,
    )
    ask_to_take_over(tx, organisation, floor_id, at)
    return document


def _zones(tx: Connection, organisation_id: UUID, ready: Ready) -> list[tuple[UUID, str]]:
    known = floor_queries.known_zones(tx, organisation_id, ready.row["floor_id"])
    names = [zone.name for zone in ready.zones]
    return list(zip(zone_ids(known, ready.zones), names, strict=True))


def _write_shapes(
    tx: Connection, organisation_id: UUID, ready: Ready, zones: list[UUID], *, live: bool
) -> None:
    row = ready.row
    key = {
        "organisation": organisation_id,
        "revision": row["id"],
        "floor": row["floor_id"],
        "srid": row["srid"],
        "live": live,
    }
    shape_queries.add_shapes(tx, key, ready.layout, ready.found.spaces, ready.found.ids)
    shape_queries.add_zone_shapes(tx, key, ready.layout, zones)
    shape_queries.add_background(tx, key, ready.layout)


def _document(ready: Ready, zones: Sequence[tuple[UUID, str]]) -> map_document.MapDocument:
    return map_document.make(
        floor_id=ready.row["floor_id"],
        revision_id=ready.row["id"],
        layout=ready.layout,
        spaces=ready.found.spaces,
        space_ids=ready.found.ids,
        zones=zones,
    )


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
