"""Floors full of desks and bookings, written in bulk: what a measurement needs to stand on."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg

from bench.serving import Installation
from floorplans.actor import Actor, Role
from floorplans.database import Database
from floorplans.people import service as people
from floorplans.places import service as places

LON, LAT = 4.9, 52.37
DESK_GAP_M = 2.0
DESKS_A_ROW = 40
COLLEAGUES = 500
#: Connections that write in bulk at once.
SEEDING = 2


@dataclass(frozen=True, slots=True)
class Office:
    """One organisation with a signed-in facility manager and a token."""

    actor: Actor
    token: str
    site_id: UUID

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}


def make_office(place: Installation, now: datetime) -> Office:
    db = Database(place.engine_url)
    try:
        organisation = people.create_organisation(db, "Bench")
        actor = people.create_person(
            db,
            organisation,
            email="bench@example.test",
            name="Bench",
            role=Role.ADMIN,
            password=None,
        )
        token = people.create_token(db, actor.email, "bench", now)
        _make_colleagues(place, actor)
        site: UUID = places.create_site(
            db, actor, name="Bench", time_zone="Europe/Amsterdam", lon=LON, lat=LAT
        )
        return Office(actor, token, site)
    finally:
        db.close()


def _make_colleagues(place: Installation, actor: Actor) -> None:
    """The people whose bookings fill the floors; every fourth one shows their name."""
    with psycopg.connect(place.owner_url) as connection:
        _enter(connection, actor)
        connection.execute(_PEOPLE, {"organisation": actor.organisation_id, "people": COLLEAGUES})


def next_monday(now: datetime) -> datetime:
    """Midnight UTC of the Monday after ``now``."""
    day = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return day + timedelta(days=7 - day.weekday())


def make_floors(
    place: Installation,
    office: Office,
    *,
    buildings: int,
    floors: int,
    desks: int,
    gap_m: float = 150.0,
) -> list[UUID]:
    """Published floors of ``desks`` desks each, buildings ``gap_m`` apart in a square."""
    with owner(place, office) as connection:
        values = {
            "organisation": office.actor.organisation_id,
            "site": office.site_id,
            "person": office.actor.person_id,
            "buildings": buildings,
            "floors": floors,
            "desks": desks,
            "gap": gap_m,
            "row": DESKS_A_ROW,
            "desk_gap": DESK_GAP_M,
            "side": int(buildings**0.5) or 1,
        }
        for statement in (_BUILDINGS, _FLOORS, _FILE, _REVISIONS, _SPACES, _SHAPES, _EXTENTS):
            connection.execute(statement, values)
        found = connection.execute("SELECT id FROM floor ORDER BY id").fetchall()
    with psycopg.connect(place.owner_url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
    return [row[0] for row in found]


def book_share(
    place: Installation, office: Office, share: float, days: list[datetime], *, hours: int = 8
) -> None:
    """Book ``share`` (0 to 1) of every floor's desks on each of ``days``.

    They begin on the quarters from 06:00 to 08:00 UTC, each for ``hours``. Those of one floor are
    written as any booking is; what its triggers made of them is written for the others in bulk.

    Raises RuntimeError where rules would make something else of a booking.
    """
    values = {
        "hours": timedelta(hours=hours),
        "share": share,
        "me": office.actor.person_id,
        "people": COLLEAGUES,
    }
    with owner(place, office) as connection:
        row = connection.execute(_FIRST_FLOOR).fetchone()
        if row is None:
            return
        for day in days:
            first = values | {"from": day + timedelta(hours=6), "floor": row[0], "is_first": True}
            connection.execute(_BOOKINGS, first)
        for day in days:
            _check_booked(connection, row[0], day)
    # A trigger for each of a million rows would count the same floors up one by one.
    with owner(place, office) as connection:
        connection.execute("ALTER TABLE booking DISABLE TRIGGER USER")
    try:
        with ThreadPoolExecutor(SEEDING) as pool:
            booked = [
                pool.submit(_book, place, office, {**values, "floor": row[0], "part": part}, day)
                for day in days
                for part in range(SEEDING)
            ]
            for each in booked:
                each.result()
    finally:
        with owner(place, office) as connection:
            connection.execute("ALTER TABLE booking ENABLE TRIGGER USER")
    with psycopg.connect(place.owner_url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE booking, taking")


def _check_booked(connection: psycopg.Connection[Any], floor: UUID, day: datetime) -> None:
    """Bookings take their space for their hours and nothing else, and nobody need check in."""
    day_end = day + timedelta(days=1)
    row = connection.execute(_OTHERWISE, {"floor": floor, "from": day, "to": day_end}).fetchone()
    if row is not None and row[0]:
        raise RuntimeError(f"{row[0]} bookings are not what is written in bulk")


def _book(place: Installation, office: Office, values: dict[str, Any], day: datetime) -> None:
    with owner(place, office) as connection:
        bound = values | {
            "from": day + timedelta(hours=6),
            "is_first": False,
            "parts": SEEDING,
        }
        connection.execute(_BOOKINGS_IN_BULK, bound)


def owner(place: Installation, office: Office) -> psycopg.Connection[tuple[UUID, ...]]:
    """A connection past row level security, within the organisation."""
    connection = psycopg.connect(place.owner_url)
    _enter(connection, office.actor)
    return connection


def _enter(connection: psycopg.Connection[tuple[UUID, ...]], actor: Actor) -> None:
    connection.execute(
        "SELECT set_config('app.organisation_id', %s, false)", (str(actor.organisation_id),)
    )


_PEOPLE = """
INSERT INTO person (organisation_id, id, email, name, role, shows_name)
SELECT %(organisation)s, gen_random_uuid(), 'colleague' || n || '@example.test',
       'Colleague ' || n, 'employee', n %% 4 = 0
FROM generate_series(1, %(people)s) n
"""


_BUILDINGS = """
INSERT INTO building (organisation_id, id, site_id, name)
SELECT %(organisation)s, gen_random_uuid(), %(site)s, 'Building ' || n
FROM generate_series(1, %(buildings)s) n
"""
_FLOORS = """
INSERT INTO floor (organisation_id, id, building_id, site_id, srid, ordinal, name, short_name)
SELECT b.organisation_id, gen_random_uuid(), b.id, b.site_id, s.srid, n - 1, 'Floor ' || n,
       n::text
FROM building b JOIN site s ON s.id = b.site_id, generate_series(1, %(floors)s) n
"""
_FILE = """
INSERT INTO source_file (organisation_id, id, sha256, name, content, uploaded_at)
VALUES (%(organisation)s, gen_random_uuid(), sha256('bench'), 'bench.dxf', '', now())
"""
_REVISIONS = """
INSERT INTO plan_revision (organisation_id, id, floor_id, srid, number, state, source_file_id,
                           draft, map_digest, map_document, created_at, published_at)
SELECT f.organisation_id, gen_random_uuid(), f.id, f.srid, 1, 'published', s.id, '{}',
       repeat('0', 16), '', now(), now()
FROM floor f, source_file s
"""
_SPACES = """
INSERT INTO space (organisation_id, id, floor_id, kind, category, number, name, bookable, features)
SELECT f.organisation_id,
       (substr(md5(f.id::text), 1, 12) || '7' || substr(md5(n::text || f.id::text), 1, 19))::uuid,
       f.id, 'desk', 'unspecified', n::text, 'Desk ' || n, true,
       CASE n %% 3 WHEN 0 THEN '{monitor}'::text[] ELSE '{}' END
FROM floor f, generate_series(1, %(desks)s) n
"""
_SHAPES = """
INSERT INTO space_shape (organisation_id, plan_revision_id, space_id, floor_id, srid, is_live,
                         rotation_deg, geom, anchor, geom_4326, anchor_4326)
SELECT s.organisation_id, r.id, s.id, s.floor_id, r.srid, true, 0, g.geom, g.anchor,
       ST_Transform(g.geom, 4326), ST_Transform(g.anchor, 4326)
FROM (SELECT b.id, row_number() OVER (ORDER BY b.id) - 1 AS k,
             ST_Transform(t.position, t.srid) AS p, t.srid
      FROM building b JOIN site t ON t.id = b.site_id) b
JOIN floor f ON f.building_id = b.id
JOIN plan_revision r ON r.floor_id = f.id
JOIN space s ON s.floor_id = f.id
CROSS JOIN LATERAL (
  SELECT ST_X(b.p) + (b.k %% %(side)s) * %(gap)s
           + (s.number::int %% %(row)s) * %(desk_gap)s AS x,
         ST_Y(b.p) + (b.k / %(side)s) * %(gap)s
           + (s.number::int / %(row)s) * %(desk_gap)s AS y) at
CROSS JOIN LATERAL (
  SELECT ST_MakeEnvelope(at.x - 0.8, at.y - 0.4, at.x + 0.8, at.y + 0.4, b.srid) AS geom,
         ST_SetSRID(ST_MakePoint(at.x, at.y), b.srid) AS anchor) g
"""
_EXTENTS = """
UPDATE floor f SET extent = e.extent FROM (
  SELECT floor_id, ST_SetSRID(ST_Extent(geom)::geometry, min(srid)) AS extent
  FROM space_shape GROUP BY floor_id) e
WHERE e.floor_id = f.id
"""
_FIRST_FLOOR = "SELECT floor_id FROM space ORDER BY floor_id LIMIT 1"
_BOOKINGS = """
INSERT INTO booking (organisation_id, id, space_id, floor_id, person_id, during, state)
SELECT s.organisation_id, gen_random_uuid(), s.id, s.floor_id, p.id,
       tstzrange(%(from)s + q.late, %(from)s + %(hours)s + q.late), 'confirmed'
FROM space s
CROSS JOIN LATERAL (
  SELECT ('x' || right(s.id::text, 4))::bit(16)::int %% 9 * interval '15 minutes' AS late) q
JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS n FROM person WHERE id <> %(me)s) p
  ON p.n = abs(('x' || substr(md5(s.id::text), 9, 8))::bit(32)::int::bigint) %% %(people)s
WHERE ('x' || substr(md5(s.id::text), 1, 8))::bit(32)::int::bigint + 2147483648
      < %(share)s * 4294967296
  AND (s.floor_id = %(floor)s) = %(is_first)s
"""
_BOOKINGS_IN_BULK = f"""
WITH made AS (
  {_BOOKINGS.strip()}
  AND abs(hashtext(s.floor_id::text)) %% %(parts)s = %(part)s
  ORDER BY s.floor_id, s.id
  RETURNING organisation_id, id, space_id, floor_id, during
), taken AS (
  INSERT INTO taking (organisation_id, booking_id, space_id, floor_id, slots, is_place, during)
  SELECT organisation_id, id, space_id, floor_id, '(,)', false, during FROM made
)
INSERT INTO floor_version AS v (organisation_id, floor_id, version)
SELECT organisation_id, floor_id, count(*) FROM made GROUP BY organisation_id, floor_id
ON CONFLICT (organisation_id, floor_id) DO UPDATE SET version = v.version + excluded.version
"""
_OTHERWISE = """
SELECT count(*) FROM booking b
LEFT JOIN taking t ON t.organisation_id = b.organisation_id AND t.booking_id = b.id
WHERE b.floor_id = %(floor)s AND lower(b.during) >= %(from)s AND lower(b.during) < %(to)s
  AND (b.check_in_by IS NOT NULL OR b.frees_itself OR t.space_id IS DISTINCT FROM b.space_id
    OR t.floor_id IS DISTINCT FROM b.floor_id OR t.during IS DISTINCT FROM b.during
    OR t.is_place OR t.slots <> '(,)')
"""
