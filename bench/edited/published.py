"""A random floor with bookings is published, then the edited one: where do the bookings end up?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

from shapely import MultiLineString, MultiPolygon, affinity, unary_union
from sqlalchemy import text

from bench.edited.floors import Floor, Spot, make_floor
from bench.edited.operations import OPERATIONS
from bench.floor_state import (
    Booked,
    book_all_kinds,
    bookings_of,
    expected_after,
    floor_state,
)
from floorplans.actor import Actor
from floorplans.database import Database
from floorplans.ids import new_id
from floorplans.places import service as places
from floorplans.plans import service as plans
from importers.draft import DraftDesk, DraftRoom, FloorPlanDraft, Units

NOW = datetime(2026, 11, 18, 8, 0, tzinfo=UTC)
LATER = NOW + timedelta(minutes=5)
#: Of the places that can be booked, how many are.
BOOKED_SHARE = 0.7

_LIVE = text("""
SELECT h.space_id, h.handle, p.bookable FROM space_shape h
JOIN space p ON p.organisation_id = h.organisation_id AND p.id = h.space_id
WHERE h.organisation_id = :organisation AND h.floor_id = :floor AND h.is_live
""")
_STRAY = text("""
SELECT count(*) FROM booking b
JOIN space p ON p.organisation_id = b.organisation_id AND p.id = b.space_id
WHERE b.organisation_id = :organisation AND b.floor_id = :floor AND b.state = 'confirmed'
  AND upper(b.during) > :now AND (p.ended_at IS NOT NULL OR NOT p.bookable)
""")


@dataclass(frozen=True, slots=True)
class Outcome:
    """Bookings: all, those that are where they should be (or held), confirmed on another place,
    held though their place is there, lost or changed, and confirmed where nothing is any more.

    ``not_returned`` counts floors that are not what they were when the old plan comes back.
    """

    bookings: int = 0
    right: int = 0
    elsewhere: int = 0
    held_for_nothing: int = 0
    lost: int = 0
    stray: int = 0
    not_returned: int = 0

    def __add__(self, other: Outcome) -> Outcome:
        names = [field.name for field in fields(self)]
        return Outcome(*(getattr(self, name) + getattr(other, name) for name in names))


@dataclass(frozen=True, slots=True)
class Stage:
    """Where floors are made: each in a building of its own, so that none is placed by another."""

    db: Database
    actor: Actor
    site_id: UUID
    people: list[UUID]


def replace_floor(stage: Stage, seed: int, operations: Sequence[str]) -> Outcome:
    """Publish the floor of ``seed``, book it, publish it edited, and bring the old plan back."""
    db, actor = stage.db, stage.actor
    floor, chance = make_floor(seed), Random(seed + 1)
    spots = list(floor.spots)
    for name in operations:
        spots = OPERATIONS[name](floor, spots, chance)
    chance.shuffle(spots)
    building = places.create_building(db, actor, site_id=stage.site_id, name=f"House {new_id()}")
    floor_id = places.create_floor(db, actor, building_id=building, name="Floor", ordinal=0)
    old = _publish(stage, floor_id, make_draft(floor, floor.spots), f"old {seed}", NOW)
    ids = {s.key: own for own, s, _ in _live(stage, floor_id, floor.spots)}
    free = [own for own, _, bookable in _live(stage, floor_id, floor.spots) if bookable]
    chosen = chance.sample(sorted(free), round(len(free) * BOOKED_SHARE))
    book_all_kinds(db, actor, floor_id, stage.people, chosen, NOW)
    before, state = bookings_of(db, actor, floor_id), floor_state(db, actor, floor_id)
    _publish(stage, floor_id, make_draft(floor, spots), f"new {seed}", LATER)
    outcome = _compare(stage, floor_id, before, ids, spots)
    plans.bring_back(db, actor, old, LATER)
    returned = (bookings_of(db, actor, floor_id), floor_state(db, actor, floor_id))
    return outcome + Outcome(not_returned=int(returned != (before, state)))


def _compare(
    stage: Stage,
    floor_id: UUID,
    before: dict[UUID, Booked],
    ids: dict[int | None, UUID],
    spots: Sequence[Spot],
) -> Outcome:
    """Judge by who each place truly is; a booking keeps its place's id, whatever happens."""
    true = {ids[spot.key] for spot in spots if spot.key is not None}
    wanted = expected_after(before, frozenset(ids.values()) - true, LATER)
    present = bookings_of(stage.db, stage.actor, floor_id)
    now_at = {own: spot.key for own, spot, _ in _live(stage, floor_id, spots)}
    key_of = {own: key for key, own in ids.items()}
    right = elsewhere = held = lost = 0
    for own, was in before.items():
        found = present.get(own)
        if found is None or _owner(found) != _owner(was):
            lost += 1
        elif found.state == "held" and wanted[own].state != "held":
            held += 1
        elif (
            was.to_at > LATER
            and now_at.get(was.space_id, key_of[was.space_id]) != (key_of[was.space_id])
        ):
            elsewhere += 1
        else:
            right += int(found == wanted[own])
    with stage.db.transaction(stage.actor.organisation_id) as tx:
        values = {"organisation": stage.actor.organisation_id, "floor": floor_id, "now": LATER}
        stray = int(tx.execute(_STRAY, values).scalar_one())
    doubled = len(present.keys() - before.keys())
    return Outcome(len(before), right, elsewhere, held, lost + doubled, stray)


def _owner(booked: Booked) -> tuple[object, ...]:
    return booked.space_id, booked.person_id, booked.from_at, booked.to_at


def _publish(stage: Stage, floor_id: UUID, draft: FloorPlanDraft, name: str, now: datetime) -> UUID:
    content = f"{name} of {floor_id}".encode()
    made = plans.upload(stage.db, stage.actor, floor_id, f"{name}.dxf", content, now)
    plans.read(stage.db, stage.actor.organisation_id, made, now, draft=draft)
    plans.publish(stage.db, stage.actor, made, now)
    return made


def _live(stage: Stage, floor_id: UUID, spots: Sequence[Spot]) -> list[tuple[UUID, Spot, bool]]:
    """(id, what was drawn there, whether it can be booked) of each living space."""
    drawn = {spot.handle: spot for spot in spots}
    values = {"organisation": stage.actor.organisation_id, "floor": floor_id}
    with stage.db.transaction(stage.actor.organisation_id) as tx:
        return [(row[0], drawn[row[1]], row[2]) for row in tx.execute(_LIVE, values)]


def make_draft(floor: Floor, spots: Sequence[Spot]) -> FloorPlanDraft:
    """What an importer would have understood of a drawing of these spots, in its own axes."""
    lying = [(spot, affinity.rotate(spot.polygon, floor.turn_deg, origin=(0, 0))) for spot in spots]
    rooms = [
        DraftRoom(s.number, s.name, s.category, p, p.area, "polyline", s.layer, s.handle)
        for s, p in lying
        if s.kind == "room"
    ]
    desks = [
        DraftDesk(
            s.number,
            p.centroid.x,
            p.centroid.y,
            0.0,
            p,
            "DESK",
            s.layer,
            s.handle,
            features=s.features,
            label_given=s.number is not None,
        )
        for s, p in lying
        if s.kind == "desk"
    ]
    whole = unary_union([p for _, p in lying])
    return FloorPlanDraft(
        format="dxf",
        version="AC1027",
        units=Units("m", 1.0, True, ()),
        extent_m=whole.bounds,
        layers=(),
        blocks=(),
        rooms=tuple(rooms),
        desks=tuple(desks),
        parking=(),
        doors=(),
        connectors=(),
        zones=(),
        outline=MultiPolygon([whole.convex_hull]),
        walls=MultiLineString(),
        geodata=None,
        issues=(),
    )
