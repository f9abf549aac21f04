"""Random buildings as published plans, so that their ways are made of what is stored."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import UUID

import shapely
from shapely import MultiLineString, MultiPolygon, Polygon

from bench.walked.world import World, make_world
from floorplans.actor import Actor
from floorplans.database import Database
from floorplans.plans import service as plans
from floorplans.walking import making, queries
from floorplans.walking.stored_plan import floor_plan
from geo.ways.floor import Door, FloorPlan
from importers.draft import (
    DraftConnector,
    DraftDesk,
    DraftDoor,
    DraftRoom,
    FloorPlanDraft,
    Geodata,
    Units,
)
from tests.support.drafts import stage_draft
from tests.support.factories import EAST, NORTH, SRID, make_building, make_floor, make_site

#: Plans lie askew on the earth, as they do.
TURN_DEG = 17.0
KEPT = ("stair", "stairs", "lift", "elevator")
#: Importers have one word for each kind.
WORDS = {"elevator": "lift", "stairs": "stair"}


@dataclass(frozen=True, slots=True)
class House:
    """A published building; ``world`` is what was made of its rows, in the site's axes."""

    actor: Actor
    building_id: UUID
    floors: tuple[UUID, ...]
    revisions: tuple[UUID, ...]
    spaces: tuple[tuple[UUID, ...], ...]
    world: World


def make_house(db: Database, actor: Actor, seed: int, now: datetime, *, ways: bool = True) -> House:
    """The random building of a seed: published, with its ways made unless told otherwise."""
    drawn = drawn_world(seed)
    building = make_building(db, actor, make_site(db, actor))
    return publish_house(db, actor, building, drawn, now, ways=ways)


def drawn_world(seed: int) -> World:
    """A random building in which no table stands on another: who books one takes the other."""
    world = make_world(seed)
    return replace(world, plans=tuple(_apart(plan) for plan in world.plans))


def _apart(plan: FloorPlan) -> FloorPlan:
    kept: list[Polygon] = []
    for shape in plan.obstacles:
        if not any(shape.intersects(other) for other in kept):
            kept.append(Polygon(shape))
    return replace(plan, obstacles=kept)


def publish_house(
    db: Database, actor: Actor, building: UUID, drawn: World, now: datetime, *, ways: bool = True
) -> House:
    floors, revisions = [], []
    for level, plan in zip(drawn.levels, drawn.plans, strict=True):
        floor = make_floor(db, actor, building_id=building, ordinal=level.ordinal)
        draft = draft_of(plan)
        made = stage_draft(db, actor, floor, draft, now)
        plans.publish(db, actor, made, now)
        if ways:
            assert making.make(db, actor.organisation_id, made, now)
        floors.append(floor)
        revisions.append(made)
    stored = [_stored(db, actor, revision) for revision in revisions]
    truth = tuple(
        tuple(name for name, each in zip(names, plan.connectors, strict=True) if each.kind in KEPT)
        for names, plan in zip(drawn.truth, drawn.plans, strict=True)
    )
    world = World(tuple(plan for plan, _ in stored), drawn.levels, truth)
    spaces = tuple(ids for _, ids in stored)
    return House(actor, building, tuple(floors), tuple(revisions), spaces, world)


def make_all_ways(db: Database) -> None:
    """Make the ways of every plan that waits for them, as the worker does."""
    while making.make_due(db, datetime.now(UTC)):
        pass


def _stored(db: Database, actor: Actor, revision: UUID) -> tuple[FloorPlan, tuple[UUID, ...]]:
    with db.transaction(actor.organisation_id) as tx:
        source = making.source(tx, actor.organisation_id, revision)
        assert queries.revision(tx, actor.organisation_id, revision) is not None
    plan = floor_plan(source.plan, source.told)
    return plan, tuple(space.id for space in source.plan.spaces)


def draft_of(plan: FloorPlan) -> FloorPlanDraft:
    """What an importer would have understood of a floor; its tables are desks."""
    rooms = [
        DraftRoom(f"R{n}", None, "office", room, room.area, "polyline", "A", f"1{n:X}")
        for n, room in enumerate(plan.rooms)
    ]
    desks = [_desk(n, Polygon(shape)) for n, shape in enumerate(plan.obstacles)]
    connectors = [
        DraftConnector(WORDS.get(each.kind, each.kind), each.name, each.polygon, "S", None)
        for each in plan.connectors
        if each.kind in KEPT
    ]
    west, south, east, north = shapely.total_bounds(plan.rooms)
    return FloorPlanDraft(
        format="dxf",
        version="AC1027",
        units=Units("mm", 0.001, True, ()),
        extent_m=(float(west), float(south), float(east), float(north)),
        layers=(),
        blocks=(),
        rooms=tuple(rooms),
        desks=tuple(desks),
        parking=(),
        doors=tuple(_door(door) for door in plan.doors),
        connectors=tuple(connectors),
        zones=(),
        outline=MultiPolygon([shapely.box(west, south, east, north)]),
        walls=MultiLineString(list(shapely.get_parts(plan.walls))),
        geodata=Geodata(SRID, EAST, NORTH, TURN_DEG, 1.0),
        issues=(),
    )


def _desk(number: int, shape: Polygon) -> DraftDesk:
    at = shape.centroid
    return DraftDesk(f"D{number}", at.x, at.y, 0.0, shape, "DESK", "F", f"2{number:X}")


def _door(door: Door) -> DraftDoor:
    kind = "entrance" if door.to_outside else "door" if door.leaf else "opening"
    return DraftDoor(door.line, door.line.length, kind, "D", None, clear_m=door.clear_m)
