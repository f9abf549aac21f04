"""Factories of drafts: what an importer would have understood of a small floor."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from shapely import LineString, MultiLineString, MultiPolygon, Polygon, box

from floorplans.actor import Actor
from floorplans.database import Database
from floorplans.plans import queries, service
from floorplans.plans.stored import to_stored
from importers.draft import (
    DraftConnector,
    DraftDesk,
    DraftDoor,
    DraftRoom,
    DraftZone,
    FloorPlanDraft,
    Geodata,
    Units,
)
from importers.issues import ImportIssue

_files = itertools.count(1)


def make_draft_desk(
    label: str | None,
    x: float,
    y: float,
    *,
    handle: str | None = None,
    rotation_deg: float = 0.0,
    features: tuple[str, ...] = (),
    given: bool = True,
) -> DraftDesk:
    polygon = box(x - 0.8, y - 0.4, x + 0.8, y + 0.4)
    return DraftDesk(
        label,
        x,
        y,
        rotation_deg,
        polygon,
        "DESK",
        "A-FURN",
        handle,
        features=features,
        label_given=given,
    )


def make_draft_room(
    number: str | None,
    name: str | None,
    category: str = "office",
    *,
    polygon: Polygon | None = None,
    handle: str | None = None,
) -> DraftRoom:
    shape = polygon if polygon is not None else box(0, 0, 10, 6)
    return DraftRoom(number, name, category, shape, shape.area, "polyline", "A-AREA", handle)


def make_draft(
    *,
    rooms: Sequence[DraftRoom] = (),
    desks: Sequence[DraftDesk] = (),
    parking: Sequence[DraftDesk] = (),
    zones: Sequence[DraftZone] = (),
    issues: Sequence[ImportIssue] = (),
    unit: str = "mm",
    certain: bool = True,
    geodata: Geodata | None = None,
    outline: MultiPolygon | None = None,
) -> FloorPlanDraft:
    """A floor of 20 by 12 metres with one door and one stair."""
    return FloorPlanDraft(
        format="dxf",
        version="AC1027",
        units=Units(unit, 0.001, certain, ()),
        extent_m=(0.0, 0.0, 20.0, 12.0),
        layers=(),
        blocks=(),
        rooms=tuple(rooms),
        desks=tuple(desks),
        parking=tuple(parking),
        doors=(DraftDoor(LineString([(4, 0), (5, 0)]), 1.0, "door", "A-DOOR", None),),
        connectors=(DraftConnector("stair", None, box(16, 8, 20, 12), "A-STRS", None),),
        zones=tuple(zones),
        outline=outline if outline is not None else MultiPolygon([box(0, 0, 20, 12)]),
        walls=MultiLineString([[(0, 0), (20, 0)], [(20, 0), (20, 12)]]),
        geodata=geodata,
        issues=tuple(issues),
    )


def stage_draft(
    db: Database, actor: Actor, floor_id: UUID, draft: FloorPlanDraft, now: datetime
) -> UUID:
    """A revision in state ``draft``, as the import job leaves it."""
    content = f"drawing {next(_files)} of {floor_id}".encode()
    made = service.upload(db, actor, floor_id, "floor.dxf", content, now)
    with db.transaction(actor.organisation_id) as tx:
        assert queries.set_draft(tx, actor.organisation_id, made, to_stored(draft), {})
        queries.replace_issues(tx, actor.organisation_id, made, draft.issues)
    return made


def publish_draft(
    db: Database, actor: Actor, floor_id: UUID, draft: FloorPlanDraft, now: datetime
) -> UUID:
    """A published revision of ``draft``."""
    made = stage_draft(db, actor, floor_id, draft, now)
    service.publish(db, actor, made, now)
    return made
