"""The office of the proof, and a witness in its database that writes every change down."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import zip_longest
from random import Random
from uuid import UUID

import psycopg
from psycopg.sql import SQL, Identifier

from bench.proof.records import Ground
from bench.seeding import make_floors, make_office, next_monday
from bench.serving import Installation
from floorplans.actor import Actor, Role
from floorplans.assigning import service as assigning
from floorplans.assigning.views import EVERY_DAY, AssignmentRequest, Days
from floorplans.database import Database
from floorplans.equipment import service as equipment
from floorplans.equipment.views import Things
from floorplans.ids import new_id
from floorplans.people import service as people
from floorplans.policies import service as policies
from floorplans.policies.views import Rule
from floorplans.presence import service as presence
from floorplans.presence.views import CheckInRule

DESKS = 24
PEOPLE = 30
#: Rooms, zones and joined rooms: wholes whose parts are booked by themselves as well.
WHOLES = 5
POOL_PLACES = 3
OPENS_MIN, GRACE_MIN = 15, 20
#: How many there are of each thing that can be brought along.
STOCK = (3, 1)
#: One of so many desks is of a kind that wants approval.
ASKED_OF, ASKED_KIND = 8, "booth"
#: One of so many others is somebody's own.
ASSIGNED_OF = 8
#: From one call to the next on the proof's own clock: so long that places are sometimes free.
STEP = timedelta(seconds=52)

#: After every trigger of the product: what is written here has passed them all.
_WITNESS = """
CREATE TABLE witness (
  number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  transaction bigint NOT NULL DEFAULT txid_current(),
  kind text NOT NULL, before jsonb, after jsonb);
CREATE FUNCTION zz_witness() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  INSERT INTO public.witness (kind, before, after) VALUES ('booking',
    CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD)
      || jsonb_build_object('from', lower(OLD.during), 'to', upper(OLD.during)) END,
    CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW)
      || jsonb_build_object('from', lower(NEW.during), 'to', upper(NEW.during)) END);
  RETURN NULL;
END $$;
CREATE TRIGGER zz_witness AFTER INSERT OR UPDATE OR DELETE ON booking
FOR EACH ROW EXECUTE FUNCTION zz_witness();
CREATE FUNCTION zz_witness_other() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  INSERT INTO public.witness (kind, before, after) VALUES (TG_TABLE_NAME,
    CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END,
    CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END);
  RETURN NULL;
END $$;
UPDATE mail_post SET sends = true;
"""
#: These are written down as they are.
_WITNESSED = ("bringing", "assigned_day", "closure", "booking_hold", "wait")
_OF_TABLE = """
CREATE TRIGGER zz_witness AFTER INSERT OR UPDATE OR DELETE ON {}
FOR EACH ROW EXECUTE FUNCTION zz_witness_other()
"""
_WHOLE = """
INSERT INTO space (organisation_id, id, floor_id, kind, category, name, bookable, is_composite)
VALUES (%(organisation)s, %(id)s, %(floor)s, 'room', 'room', %(name)s, true, true)
"""
_PARTS = """
INSERT INTO joined_space (organisation_id, space_id, part_id, floor_id)
SELECT %(organisation)s, %(id)s, unnest(%(parts)s::uuid[]), %(floor)s
"""


def make_ground(
    place: Installation, seed: int, *, desks: int = DESKS, wholes: int = WHOLES
) -> Ground:
    """An office with desks, wholes of several desks and a pool."""
    begins_at = next_monday(datetime.now(UTC)) + timedelta(hours=6)
    office = make_office(place, begins_at)
    floor = make_floors(place, office, buildings=1, floors=1, desks=desks)[0]
    organisation = office.actor.organisation_id
    with psycopg.connect(place.owner_url) as connection:
        connection.execute(_WITNESS)
        for table in _WITNESSED:
            connection.execute(SQL(_OF_TABLE).format(Identifier(table)))
        connection.execute(
            "SELECT set_config('app.organisation_id', %s, false)", [str(organisation)]
        )
        inside, closes, pool = _wholes(
            connection, organisation, floor, Random(seed), wholes, begins_at
        )
        desks_alone = [own for own, parts in inside.items() if parts == {own} and own != pool]
        asks = _asked_for(connection, desks_alone)
        colleagues = connection.execute(
            "SELECT id FROM person WHERE role = 'employee' ORDER BY id LIMIT %s", [PEOPLE]
        ).fetchall()
    ground = Ground(
        engine_url=place.engine_url,
        owner_url=place.owner_url,
        organisation=organisation,
        floor=floor,
        staff=office.actor.person_id,
        people=tuple(row[0] for row in colleagues),
        inside=inside,
        places={pool: POOL_PLACES},
        stock={},
        asks=asks,
        owners={},
        assignments={},
        closes=closes,
        begins_at=begins_at,
        step=STEP,
        opens=timedelta(minutes=OPENS_MIN),
        grace=timedelta(minutes=GRACE_MIN),
    )
    with closing(Database(place.engine_url, pool_size=1)) as db:
        rule = CheckInRule(None, None, True, OPENS_MIN, GRACE_MIN, True)
        staff = staff_of(ground)
        presence.set_rule(db, staff, rule, begins_at)
        wanted = Rule("Asked for", kind=ASKED_KIND, approval="needed")
        policies.make_rule(db, staff, wanted, begins_at)
        stock = {}
        for owned in STOCK:
            things = Things(office.site_id, None, "monitor", f"{owned} things", None, owned)
            stock[equipment.keep(db, staff, things, begins_at)] = owned
        ground = replace(ground, stock=stock)
        return replace(ground, **_assign(db, ground))


def _assign(db: Database, ground: Ground) -> dict[str, dict[UUID, UUID]]:
    """Give one of so many desks to somebody, in turn outside and inside of a whole."""
    staff, owners, assignments = staff_of(ground), {}, {}
    emails = {each.id: each.email for each in people.people(db, staff)}
    days = Days(EVERY_DAY, ground.begins_at.date())
    for desk, person in zip(_to_assign(ground), ground.people, strict=False):
        request = AssignmentRequest(desk, emails[person], days)
        made = assigning.assign(db, staff, request, ground.begins_at)
        owners[desk], assignments[desk] = person, made.assignment.id
    return {"owners": owners, "assignments": assignments}


def _to_assign(ground: Ground) -> list[UUID]:
    wholes = [parts for own, parts in ground.inside.items() if parts != {own}]
    others = ground.places.keys() | ground.asks
    desks = [own for own, parts in ground.inside.items() if parts == {own} and own not in others]
    inside = [own for own in desks if any(own in parts for parts in wholes)]
    outside = [own for own in desks if own not in inside]
    in_turn = [own for pair in zip_longest(outside, inside) for own in pair if own is not None]
    return in_turn[: len(desks) // ASSIGNED_OF + 1]


def staff_of(ground: Ground) -> Actor:
    return Actor(ground.organisation, ground.staff, Role.ADMIN, "Bench", "bench@example.test")


def _wholes(
    connection: psycopg.Connection,
    organisation: UUID,
    floor: UUID,
    random: Random,
    wholes: int,
    now: datetime,
) -> tuple[dict[UUID, frozenset[UUID]], dict[UUID, frozenset[UUID]], UUID]:
    """What lies in what, what closing a desk closes, and which one is the pool."""
    found = connection.execute("SELECT id FROM space ORDER BY id").fetchall()
    inside = {row[0]: frozenset([row[0]]) for row in found}
    closes = dict(inside)
    pool = random.choice(list(inside))
    connection.execute("UPDATE space SET places = %s WHERE id = %s", [POOL_PLACES, pool])
    for number in range(wholes):
        own, parts = new_id(), random.sample(list(inside), random.randint(2, 4))
        key = {"organisation": organisation, "id": own, "floor": floor}
        connection.execute(_WHOLE, {**key, "name": f"Whole {number}"})
        connection.execute(_PARTS, {**key, "parts": parts})
        inside[own] = frozenset([own]).union(*(inside[part] for part in parts))
        closes |= {part: closes[part] | {own} for part in parts if part in closes}
    connection.execute("SELECT renew_parts(%s, %s)", [floor, now])
    return inside, closes, pool


def _asked_for(connection: psycopg.Connection, spaces: list[UUID]) -> frozenset[UUID]:
    """Make the first desks a kind that must be approved."""
    found = spaces[: len(spaces) // ASKED_OF + 1]
    connection.execute("UPDATE space SET kind = %s WHERE id = ANY(%s)", [ASKED_KIND, found])
    return frozenset(found)
