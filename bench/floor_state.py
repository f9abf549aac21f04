"""What a floor holds in the database, as values that can be compared: places, map and bookings."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection, text

from floorplans.actor import Actor
from floorplans.database import Database
from floorplans.ids import new_id
from floorplans.plans import map_document, queries
from floorplans.plans.state_hash import state_hash

_BOOKINGS = text("""
SELECT id, space_id, person_id, lower(during) AS from_at, upper(during) AS to_at, state
FROM booking WHERE organisation_id = :organisation AND floor_id = :floor
""")
_SPACES = text("""
SELECT p.id, p.kind, p.category, p.number, p.name, p.capacity, p.bookable, p.features,
  encode(ST_AsBinary(h.geom), 'hex') AS shape, encode(ST_AsBinary(h.anchor), 'hex') AS anchor,
  h.rotation_deg, h.within_space_id, h.plan_revision_id
FROM space p
LEFT JOIN space_shape h ON h.organisation_id = p.organisation_id AND h.space_id = p.id
  AND h.is_live
WHERE p.organisation_id = :organisation AND p.floor_id = :floor AND p.ended_at IS NULL
ORDER BY p.id
""")
_ZONES = text("""
SELECT z.id, z.name, encode(ST_AsBinary(h.geom), 'hex') AS shape, h.plan_revision_id
FROM zone z
LEFT JOIN zone_shape h ON h.organisation_id = z.organisation_id AND h.zone_id = z.id AND h.is_live
WHERE z.organisation_id = :organisation AND z.floor_id = :floor AND z.ended_at IS NULL
ORDER BY z.id
""")
_STRAY = text("""
SELECT count(*) FROM space_shape h
JOIN space p ON p.organisation_id = h.organisation_id AND p.id = h.space_id
JOIN plan_revision r ON r.organisation_id = h.organisation_id AND r.id = h.plan_revision_id
WHERE h.organisation_id = :organisation AND h.floor_id = :floor AND h.is_live
  AND (p.ended_at IS NOT NULL OR r.state <> 'published')
""")
_SHOWN = text("""
SELECT r.id, r.map_digest, Box2D(f.extent)::text AS extent
FROM floor f
JOIN plan_revision r ON r.organisation_id = f.organisation_id AND r.floor_id = f.id
  AND r.state = 'published'
WHERE f.organisation_id = :organisation AND f.id = :floor
""")
_BOOK = text("""
INSERT INTO booking (organisation_id, id, space_id, floor_id, person_id, during, state)
VALUES (:organisation, :id, :space, :floor, :person, tstzrange(:from, :to), :state)
""")


@dataclass(frozen=True, slots=True)
class Booked:
    """Who has which place when, and whether the place is theirs ("confirmed") or "held"."""

    space_id: UUID
    person_id: UUID
    from_at: datetime
    to_at: datetime
    state: str


@dataclass(frozen=True, slots=True)
class FloorState:
    """``digest`` is over all that people can see; ``flaw`` says what is half one plan and half
    another, None when the floor is whole."""

    revision_id: UUID
    numbers: frozenset[str]
    space_ids: frozenset[UUID]
    digest: str
    flaw: str | None


def floor_state(db: Database, actor: Actor, floor_id: UUID) -> FloorState:
    """The floor at one moment, between two changes of its plan.

    Raises ``sqlalchemy.exc.NoResultFound`` when it shows none, ``Busy`` while a change goes on.
    """
    values = {"organisation": actor.organisation_id, "floor": floor_id}
    with db.transaction(actor.organisation_id) as tx:
        queries.floor_row(tx, actor.organisation_id, floor_id, lock=True)
        shown = tx.execute(_SHOWN, values).mappings().one()
        spaces = [dict(row) for row in tx.execute(_SPACES, values).mappings()]
        zones = [dict(row) for row in tx.execute(_ZONES, values).mappings()]
        stray = tx.execute(_STRAY, values).scalar_one()
        mapped = _ids_on_the_map(tx, actor, floor_id, shown["map_digest"])
        proof = state_hash(tx, actor.organisation_id, floor_id, datetime.now(UTC))
    ids = frozenset(row["id"] for row in spaces)
    others = [row for row in (*spaces, *zones) if row["plan_revision_id"] != shown["id"]]
    flaw = None
    if stray:
        flaw = f"{stray} live shapes of places or plans that have ended"
    elif others:
        flaw = f"{len(others)} places without a shape of the plan that is shown"
    elif mapped != ids:
        flaw = f"{len(mapped ^ ids)} places are on the map or in the list, and not in both"
    plan = proof and proof.plan
    told = json.dumps([plan, dict(shown), spaces, zones], default=str, sort_keys=True)
    return FloorState(
        shown["id"],
        frozenset(row["number"] for row in spaces if row["number"]),
        ids,
        hashlib.sha256(told.encode()).hexdigest(),
        flaw,
    )


def _ids_on_the_map(tx: Connection, actor: Actor, floor_id: UUID, digest: str) -> frozenset[UUID]:
    content = queries.map_content(tx, actor.organisation_id, floor_id, digest)
    features = map_document.read(content or b"")["spaces"]["features"]
    return frozenset(UUID(feature["id"]) for feature in features)


def bookings_of(db: Database, actor: Actor, floor_id: UUID) -> dict[UUID, Booked]:
    """Every booking of the floor, of whatever state and time."""
    values = {"organisation": actor.organisation_id, "floor": floor_id}
    with db.transaction(actor.organisation_id) as tx:
        rows = tx.execute(_BOOKINGS, values).mappings().all()
    return {row["id"]: Booked(**{k: v for k, v in row.items() if k != "id"}) for row in rows}


#: (begin, end) in hours from now, and state: what becomes of each kind is another question.
KINDS = (
    ("past", -48.0, -40.0, "confirmed"),
    ("running", -1.0, 7.0, "confirmed"),
    ("sits there", -1.5, 6.5, "checked_in"),
    ("ahead", 24.0, 32.0, "confirmed"),
    ("given up", 24.0, 32.0, "cancelled"),
    ("far ahead", 24.0 * 40, 24.0 * 40 + 2, "confirmed"),
)


def book_all_kinds(
    db: Database,
    actor: Actor,
    floor_id: UUID,
    people: list[UUID],
    spaces: list[UUID],
    now: datetime,
) -> None:
    """Book each space, past the rules: the first in the past, the next running, and so on."""
    rows = [
        {
            "organisation": actor.organisation_id,
            "id": new_id(),
            "space": space_id,
            "floor": floor_id,
            "person": people[index % len(people)],
            "from": now + timedelta(hours=begin),
            "to": now + timedelta(hours=end),
            "state": state,
        }
        for index, space_id in enumerate(spaces)
        for _, begin, end, state in (KINDS[index % len(KINDS)],)
    ]
    with db.transaction(actor.organisation_id) as tx:
        tx.execute(_BOOK, rows)


def expected_after(
    before: dict[UUID, Booked], gone: frozenset[UUID], now: datetime
) -> dict[UUID, Booked]:
    """What a new plan may do to bookings: those that run or lie ahead on gone places are held."""
    return {
        own: Booked(was.space_id, was.person_id, was.from_at, was.to_at, "held")
        if was.space_id in gone and was.state == "confirmed" and was.to_at > now
        else was
        for own, was in before.items()
    }
