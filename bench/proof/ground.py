"""The office of the proof, and a witness in its database that writes every change down."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any, LiteralString
from uuid import UUID

import psycopg

from bench.proof.records import Act, Change, Evidence, Ground, SeriesDate, Taking, Told, Version
from bench.seeding import make_floors, make_office, next_monday
from bench.serving import Installation
from floorplans.actor import Actor, Role
from floorplans.bookings.views import Window
from floorplans.database import Database
from floorplans.ids import new_id
from floorplans.presence import service as presence
from floorplans.presence.views import CheckInRule

DESKS = 24
PEOPLE = 30
#: Rooms, zones and joined rooms: wholes whose parts are booked by themselves as well.
WHOLES = 5
POOL_PLACES = 3
OPENS_MIN, GRACE_MIN = 15, 20
#: From one call to the next on the proof's own clock: so long that places are sometimes free.
STEP = timedelta(seconds=52)

#: After every trigger of the product: what is written here has passed them all.
_WITNESS = """
CREATE TABLE witness (
  number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  transaction bigint NOT NULL DEFAULT txid_current(),
  before jsonb, after jsonb);
CREATE FUNCTION zz_witness() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  INSERT INTO public.witness (before, after) VALUES (
    CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD)
      || jsonb_build_object('from', lower(OLD.during), 'to', upper(OLD.during)) END,
    CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW)
      || jsonb_build_object('from', lower(NEW.during), 'to', upper(NEW.during)) END);
  RETURN NULL;
END $$;
CREATE TRIGGER zz_witness AFTER INSERT OR UPDATE OR DELETE ON booking
FOR EACH ROW EXECUTE FUNCTION zz_witness();
UPDATE mail_post SET sends = true;
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
        connection.execute(
            "SELECT set_config('app.organisation_id', %s, false)", [str(organisation)]
        )
        inside, pool = _wholes(connection, organisation, floor, Random(seed), wholes, begins_at)
        people = connection.execute(
            "SELECT id FROM person WHERE role = 'employee' ORDER BY id LIMIT %s", [PEOPLE]
        ).fetchall()
    ground = Ground(
        engine_url=place.engine_url,
        owner_url=place.owner_url,
        organisation=organisation,
        floor=floor,
        staff=office.actor.person_id,
        people=tuple(row[0] for row in people),
        inside=inside,
        places={pool: POOL_PLACES},
        begins_at=begins_at,
        step=STEP,
        opens=timedelta(minutes=OPENS_MIN),
        grace=timedelta(minutes=GRACE_MIN),
    )
    with closing(Database(place.engine_url, pool_size=1)) as db:
        rule = CheckInRule(None, None, True, OPENS_MIN, GRACE_MIN, True)
        presence.set_rule(db, staff_of(ground), rule, begins_at)
    return ground


def staff_of(ground: Ground) -> Actor:
    return Actor(ground.organisation, ground.staff, Role.ADMIN, "Bench", "bench@example.test")


def _wholes(
    connection: psycopg.Connection,
    organisation: UUID,
    floor: UUID,
    random: Random,
    wholes: int,
    now: datetime,
) -> tuple[dict[UUID, frozenset[UUID]], UUID]:
    found = connection.execute("SELECT id FROM space ORDER BY id").fetchall()
    inside = {row[0]: frozenset([row[0]]) for row in found}
    pool = random.choice(list(inside))
    connection.execute("UPDATE space SET places = %s WHERE id = %s", [POOL_PLACES, pool])
    for number in range(wholes):
        own, parts = new_id(), random.sample(list(inside), random.randint(2, 4))
        key = {"organisation": organisation, "id": own, "floor": floor}
        connection.execute(_WHOLE, {**key, "name": f"Whole {number}"})
        connection.execute(_PARTS, {**key, "parts": parts})
        inside[own] = frozenset([own]).union(*(inside[part] for part in parts))
    connection.execute("SELECT renew_parts(%s, %s)", [floor, now])
    return inside, pool


def gather(ground: Ground, acts: tuple[Act, ...]) -> Evidence:
    """Everything that is in the tables now, with no question that the service asks."""
    with psycopg.connect(ground.owner_url) as connection:
        connection.execute(
            "SELECT set_config('app.organisation_id', %s, false)", [str(ground.organisation)]
        )

        def rows(question: LiteralString) -> list[tuple[Any, ...]]:
            return connection.execute(question).fetchall()

        changes = rows(
            "SELECT number, (extract(epoch FROM at) * 1000000)::bigint, transaction, before, after"
            " FROM witness ORDER BY number"
        )
        bookings = rows(
            "SELECT to_jsonb(b) || jsonb_build_object('from', lower(during), 'to', upper(during))"
            " FROM booking b"
        )
        takings = rows("SELECT booking_id, space_id, lower(during), upper(during) FROM taking")
        messages = rows(
            "SELECT booking_id, person_id, kind, space_id, lower(during), upper(during),"
            " created_at FROM message WHERE gathers IS NULL UNION ALL"
            " SELECT p.booking_id, m.person_id, p.kind, p.space_id, lower(p.during),"
            " upper(p.during), m.created_at"
            " FROM message_part p JOIN message m ON m.id = p.message_id"
        )
        dates = rows("SELECT series_id, on_date::text, state, booking_id FROM series_date")
    return Evidence(
        ground,
        acts,
        tuple(Change(n, at, tx, _version(was), _version(now)) for n, at, tx, was, now in changes),
        tuple(version for (row,) in bookings if (version := _version(row)) is not None),
        tuple(Taking(booking, space, Window(a, b)) for booking, space, a, b in takings),
        tuple(Told(b, p, kind, s, Window(f, t), at) for b, p, kind, s, f, t, at in messages),
        tuple(SeriesDate(*row) for row in dates),
    )


def _version(row: dict[str, str] | None) -> Version | None:
    if row is None:
        return None
    return Version(
        UUID(row["id"]),
        UUID(row["space_id"]),
        UUID(row["person_id"]),
        Window(datetime.fromisoformat(row["from"]), datetime.fromisoformat(row["to"])),
        row["state"],
        row["idempotency_key"],
        UUID(row["team_id"]) if row["team_id"] else None,
        UUID(row["booked_by"]) if row["booked_by"] else None,
        datetime.fromisoformat(row["changed_at"]),
    )
