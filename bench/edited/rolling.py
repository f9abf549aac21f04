"""A floor is published, booked, published edited, and rolled back: is it what it was?"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from sqlalchemy import text

from bench.edited.drafts import draft_of
from bench.edited.floors import make_floor
from bench.edited.operations import OPERATIONS
from floorplans.actor import Actor
from floorplans.database import Database
from floorplans.ids import new_id
from floorplans.plans import queries, service
from floorplans.plans.state_hash import StateHash, state_hash
from floorplans.plans.stored import to_stored
from importers.draft import FloorPlanDraft

#: So many of a floor's places are booked.
BOOKED_SHARE = 0.3
_files = itertools.count(1)
_BOOK = text("""
INSERT INTO booking (organisation_id, id, space_id, floor_id, person_id, during, state)
SELECT :organisation, b.id, b.space, :floor, :person, tstzrange(:from_at, :to_at), 'confirmed'
FROM unnest(CAST(:ids AS uuid[]), CAST(:spaces AS uuid[])) AS b (id, space)
""")
_PLACES = text("""
SELECT id FROM space
WHERE organisation_id = :organisation AND floor_id = :floor AND bookable AND ended_at IS NULL
ORDER BY name, id
""")
_BOOKINGS = text("""
SELECT id, space_id, state FROM booking
WHERE organisation_id = :organisation AND floor_id = :floor ORDER BY id
""")


@dataclass(frozen=True, slots=True)
class Rolled:
    """``equal`` tells that the state hash is what it was, ``lost`` counts bookings that are gone,
    ``moved`` those that are not on their space, confirmed, in the end; ``held`` those that the
    edited plan had held.
    """

    equal: bool
    proven: bool
    bookings: int
    held: int
    lost: int
    moved: int


def roll_back(
    db: Database, actor: Actor, floor_id: UUID, seed: int, operations: Sequence[str], now: datetime
) -> Rolled:
    """Do it all with the floor of a seed and its edited self; raises what the services raise."""
    chance = Random(seed)
    floor = make_floor(seed)
    spots = list(floor.spots)
    for name in operations:
        spots = OPERATIONS[name](floor, spots, chance)
    chance.shuffle(spots)
    first = _publish(db, actor, floor_id, draft_of(floor.spots), now)
    _book(db, actor, floor_id, chance, now)
    before, booked = _state(db, actor, floor_id, now), _bookings(db, actor, floor_id)
    _publish(db, actor, floor_id, draft_of(spots), now)
    edited = _bookings(db, actor, floor_id)
    report = service.bring_back(db, actor, first, now)
    after, back = _state(db, actor, floor_id, now), _bookings(db, actor, floor_id)
    return Rolled(
        equal=before == after,
        proven=bool(report.identical and report.as_left),
        bookings=len(booked),
        held=sum(state == "held" for _, state in edited.values()),
        lost=len(booked.keys() - back.keys()) + len(booked.keys() - edited.keys()),
        moved=sum(back.get(one) != what for one, what in booked.items()),
    )


def _publish(
    db: Database, actor: Actor, floor_id: UUID, draft: FloorPlanDraft, now: datetime
) -> UUID:
    content = f"rolled {next(_files)} of {floor_id}".encode()
    made = service.upload(db, actor, floor_id, "floor.dxf", content, now)
    with db.transaction(actor.organisation_id) as tx:
        queries.set_draft(tx, actor.organisation_id, made, to_stored(draft), {})
    service.publish(db, actor, made, now)
    return made


def _book(db: Database, actor: Actor, floor_id: UUID, chance: Random, now: datetime) -> None:
    key = {"organisation": actor.organisation_id, "floor": floor_id}
    with db.transaction(actor.organisation_id) as tx:
        places = [row.id for row in tx.execute(_PLACES, key)]
        chosen = [place for place in places if chance.random() < BOOKED_SHARE]
        values = {
            **key,
            "person": actor.person_id,
            "from_at": now + timedelta(days=1),
            "to_at": now + timedelta(days=1, hours=8),
            "ids": [new_id() for _ in chosen],
            "spaces": chosen,
        }
        tx.execute(_BOOK, values)


def _state(db: Database, actor: Actor, floor_id: UUID, now: datetime) -> StateHash | None:
    with db.transaction(actor.organisation_id) as tx:
        return state_hash(tx, actor.organisation_id, floor_id, now)


def _bookings(db: Database, actor: Actor, floor_id: UUID) -> dict[UUID, tuple[UUID, str]]:
    key = {"organisation": actor.organisation_id, "floor": floor_id}
    with db.transaction(actor.organisation_id) as tx:
        return {row.id: (row.space_id, row.state) for row in tx.execute(_BOOKINGS, key)}
