"""A plan that people edit in tests, and what they say it is then."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from shapely import box

from floorplans.actor import Actor
from floorplans.database import Database
from floorplans.places import service as places
from floorplans.plans import queries, service
from floorplans.plans.editing.actions import (
    At,
)
from floorplans.plans.editing.views import EditedView
from floorplans.plans.stored import to_stored
from importers.draft import FloorPlanDraft, Units
from tests.support.drafts import (
    make_draft,
    make_draft_desk,
    make_draft_room,
)

ROOM, FIRST, SECOND = At("room", 9.0, 5.0), At("desk", 2.0, 2.0), At("desk", 5.0, 2.0)
SQUARE = ((11.0, 1.0), (14.0, 1.0), (14.0, 4.0), (11.0, 4.0))


def make_plan(scale: float = 1.0, metres_per_unit: float = 0.001) -> FloorPlanDraft:
    """A room with two desks, drawn as large as asked for."""
    room = make_draft_room("1.01", "Den", polygon=box(0, 0, 10 * scale, 6 * scale), handle="A")
    desks = [
        replace(
            make_draft_desk(name, x * scale, 2 * scale, handle=name),
            polygon=box((x - 0.8) * scale, 1.6 * scale, (x + 0.8) * scale, 2.4 * scale),
        )
        for name, x in (("1", 2.0), ("2", 5.0))
    ]
    plan = make_draft(rooms=[room], desks=desks)
    west, south, east, north = plan.extent_m
    return replace(
        plan,
        units=Units("mm", metres_per_unit, True, ()),
        extent_m=(west * scale, south * scale, east * scale, north * scale),
    )


def read_again(
    db: Database, actor: Actor, draft: UUID, plan: FloorPlanDraft, now: datetime
) -> None:
    """What a redraw and the job after it do, with what was understood."""
    service.redraw(db, actor, draft, {}, now)
    with db.transaction(actor.organisation_id) as tx:
        assert queries.set_draft(tx, actor.organisation_id, draft, to_stored(plan), {})


def names(db: Database, actor: Actor, draft: UUID) -> list[str]:
    document = service.draft_document(db, actor, draft)
    return [f["properties"]["name"] for f in document["spaces"]["features"]]  # type: ignore[index]


def told(view: EditedView) -> tuple[list[str], list[str], list[str]]:
    """The names of what was added, the names of what changed, the ids of what was removed."""
    added = [f["properties"]["name"] for f in view.added]
    return added, [f["properties"]["name"] for f in view.changed], list(view.removed)


def same_plan(one: dict[str, object], other: dict[str, object]) -> bool:
    return all(one[name] == other[name] for name in ("spaces", "planned_zones"))


def seen(db: Database, staff: Actor, floor: UUID) -> tuple[object, object]:
    """The floor and its spaces, without the times through which its plans were in force."""
    return replace(places.floor(db, staff, floor), plans=()), places.spaces(db, staff, floor)
