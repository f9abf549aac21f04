"""Many buildings with ways: one is drawn, read and published, and copied side by side in bulk."""

from __future__ import annotations

import json
import struct
import tempfile
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from uuid import UUID

import psycopg

from app.demo.campus import HARBOUR, FloorPlot
from app.demo.drawing import Hand
from app.demo.load import read_plan
from app.demo.sketch import Sketch, Use
from app.demo.write import write_floor
from bench.big_floor import CORRIDOR_M, DEPTH_M, HALL_M, ROOM_M, hall
from bench.seeding import Office, owner
from bench.serving import Installation
from floorplans.database import Database
from floorplans.places import service as places
from floorplans.plans import service as plans
from floorplans.walking import making
from geo.ways.profiles import SLIM_M

FLOORS = 5
#: Halls on each side of the one corridor.
HALLS = 2
SPACES = 200
LENGTH_M = HALLS * (HALL_M + ROOM_M)
STAIR_M = (2.7, 6.0)
_HEAD = struct.Struct("<8sII")


def make_campus(
    place: Installation, office: Office, *, buildings: int, gap_m: float, now: datetime
) -> list[UUID]:
    """Published floors with their ways, ``FLOORS`` of ``SPACES`` places in each building.

    The buildings stand ``gap_m`` apart in a square. Returns the floors.
    """
    db = Database(place.engine_url)
    try:
        drawn = _draw(db, office, now)
    finally:
        db.close()
    with owner(place, office) as connection:
        side = int(buildings**0.5) or 1
        values = {"building": drawn, "copies": buildings - 1, "side": side, "gap": gap_m}
        for statement in (_AS, *_COPIES):
            connection.execute(statement, values)
        _copy_ways(connection, drawn, buildings - 1, side, gap_m)
        found = connection.execute("SELECT id FROM floor ORDER BY id").fetchall()
    with psycopg.connect(place.owner_url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
    return [row[0] for row in found]


def _draw(db: Database, office: Office, now: datetime) -> UUID:
    building: UUID = places.create_building(db, office.actor, site_id=office.site_id, name="Tower")
    for ordinal in range(FLOORS):
        floor = places.create_floor(
            db, office.actor, building_id=building, name=f"Floor {ordinal}", ordinal=ordinal
        )
        with tempfile.TemporaryDirectory(prefix="floorplans-bench-") as folder:
            sketch = partial(_sketch, str(ordinal))
            hand = Hand("R2018", "mm", "mm", "mtext", f"Tower - {ordinal}")
            plot = FloorPlot(
                "Tower", f"Floor {ordinal}", str(ordinal), ordinal, f"tower-{ordinal}.dxf", sketch,
                hand, HARBOUR,
            )  # fmt: skip
            seen = read_plan(db, office.actor, floor, write_floor(plot, Path(folder)).path, now)
        plans.publish(db, office.actor, seen.id, now)
        making.make(db, office.actor.organisation_id, seen.id, now)
        count = sum(space.bookable for space in places.spaces(db, office.actor, floor))
        if count != SPACES:
            raise RuntimeError(f"the floor has {count} bookable places, not {SPACES}")
    return building


def _sketch(level: str) -> Sketch:
    """Halls of 48 desks on both sides of a corridor, and a stair at its end."""
    sketch = Sketch(f"T{level}", level)
    wide, deep = STAIR_M
    upper = DEPTH_M + CORRIDOR_M
    sketch.room("Corridor", (0, DEPTH_M, LENGTH_M + wide, upper), Use.CORRIDOR)
    for row, (y, side) in enumerate(((0.0, "n"), (upper, "s"))):
        for column in range(HALLS):
            hall(sketch, column * (HALL_M + ROOM_M), y, side, row * HALLS + column + 1)
    sketch.room("Stair", (LENGTH_M, upper, LENGTH_M + wide, upper + deep), Use.STAIR)
    sketch.put("STAIR-U", LENGTH_M + wide / 2, upper + deep / 2)
    sketch.door(LENGTH_M + wide / 2, upper, "n")
    return sketch


def _copy_ways(
    connection: psycopg.Connection[tuple[UUID, ...]],
    building: UUID,
    copies: int,
    side: int,
    gap_m: float,
) -> None:
    slim = making.radius_cm(SLIM_M)
    rows = connection.execute(_WAYS, {"cm": slim}).fetchall()

    def moved() -> Iterator[dict[str, object]]:
        for revision, packed in rows:
            for number in range(1, copies + 1):
                east, north = (number % side) * gap_m, (number // side) * gap_m
                content = _moved(bytes(packed), east, north)  # type: ignore[arg-type]
                yield {"number": number, "revision": revision, "cm": slim, "packed": content}

    with connection.cursor() as cursor:
        cursor.executemany(_KEEP_WAYS, moved())
    # Nobody here is so wide; without a row the worker would make those ways.
    connection.execute(_NO_WAYS, {"building": building, "copies": copies, "cm": slim})


def _moved(packed: bytes, east_m: float, north_m: float) -> bytes:
    """The same ways elsewhere: the layout is told in ``geo.ways.packing``."""
    magic, version, length = _HEAD.unpack_from(packed)
    head = json.loads(packed[_HEAD.size : _HEAD.size + length])
    head["origin"] = [head["origin"][0] + east_m, head["origin"][1] + north_m]
    told = json.dumps(head).encode()
    told += b" " * (-(_HEAD.size + len(told)) % 8)
    return _HEAD.pack(magic, version, len(told)) + told + packed[_HEAD.size + length :]


# The id of a copy follows from that of what is copied.
_AS = """
CREATE FUNCTION pg_temp.of_copy(number int, id uuid) RETURNS uuid IMMUTABLE LANGUAGE sql AS $$
  SELECT CASE WHEN id IS NOT NULL THEN
    (substr(md5(number::text), 1, 12) || '7' || substr(md5(id::text || number), 1, 19))::uuid END
$$
"""
_NUMBERS = "generate_series(1, %(copies)s) n"
_MOVE = "ST_Translate({0}, (n %% %(side)s) * %(gap)s, (n / %(side)s) * %(gap)s)"
_COPIES = (
    f"""
INSERT INTO building (organisation_id, id, site_id, name)
SELECT organisation_id, pg_temp.of_copy(n, id), site_id, name || ' ' || n
FROM building, {_NUMBERS} WHERE id = %(building)s
""",
    f"""
INSERT INTO floor (organisation_id, id, building_id, site_id, srid, ordinal, name, short_name,
  extent)
SELECT organisation_id, pg_temp.of_copy(n, id), pg_temp.of_copy(n, building_id), site_id, srid,
  ordinal, name, short_name, {_MOVE.format("extent")}
FROM floor, {_NUMBERS} WHERE building_id = %(building)s
""",
    f"""
INSERT INTO plan_revision (organisation_id, id, floor_id, srid, number, state, source_file_id,
  draft, map_digest, map_document, created_at, published_at)
SELECT r.organisation_id, pg_temp.of_copy(n, r.id), pg_temp.of_copy(n, r.floor_id), r.srid, 1,
  'published', r.source_file_id, '{{}}', repeat('0', 16), '', r.created_at, r.published_at
FROM plan_revision r JOIN floor f ON f.id = r.floor_id, {_NUMBERS}
WHERE f.building_id = %(building)s AND r.state = 'published'
""",
    f"""
INSERT INTO space (organisation_id, id, floor_id, kind, category, number, name, bookable, features,
  capacity)
SELECT s.organisation_id, pg_temp.of_copy(n, s.id), pg_temp.of_copy(n, s.floor_id), s.kind,
  s.category, s.number, s.name, s.bookable, s.features, s.capacity
FROM space s JOIN floor f ON f.id = s.floor_id, {_NUMBERS} WHERE f.building_id = %(building)s
""",
    f"""
INSERT INTO space_shape (organisation_id, plan_revision_id, space_id, floor_id, srid, is_live,
  rotation_deg, within_space_id, geom, anchor, geom_4326, anchor_4326)
SELECT x.organisation_id, pg_temp.of_copy(n, x.plan_revision_id), pg_temp.of_copy(n, x.space_id),
  pg_temp.of_copy(n, x.floor_id), x.srid, true, x.rotation_deg,
  pg_temp.of_copy(n, x.within_space_id), {_MOVE.format("x.geom")}, {_MOVE.format("x.anchor")},
  ST_Transform({_MOVE.format("x.geom")}, 4326), ST_Transform({_MOVE.format("x.anchor")}, 4326)
FROM space_shape x JOIN floor f ON f.id = x.floor_id, {_NUMBERS}
WHERE f.building_id = %(building)s AND x.is_live
""",
    f"""
INSERT INTO plan_background (organisation_id, plan_revision_id, floor_id, srid, outline, walls)
SELECT x.organisation_id, pg_temp.of_copy(n, x.plan_revision_id), pg_temp.of_copy(n, x.floor_id),
  x.srid, {_MOVE.format("x.outline")}, {_MOVE.format("x.walls")}
FROM plan_background x JOIN floor f ON f.id = x.floor_id, {_NUMBERS}
WHERE f.building_id = %(building)s
""",
    f"""
INSERT INTO connector (organisation_id, plan_revision_id, number, floor_id, srid, kind, name, geom)
SELECT x.organisation_id, pg_temp.of_copy(n, x.plan_revision_id), x.number,
  pg_temp.of_copy(n, x.floor_id), x.srid, x.kind, x.name, {_MOVE.format("x.geom")}
FROM connector x JOIN floor f ON f.id = x.floor_id, {_NUMBERS} WHERE f.building_id = %(building)s
""",
)
_WAYS = "SELECT plan_revision_id, packed FROM floor_ways WHERE radius_cm = %(cm)s"
_KEEP_WAYS = """
INSERT INTO floor_ways (organisation_id, plan_revision_id, radius_cm, engine, packed, space_ids,
  made_at)
SELECT w.organisation_id, pg_temp.of_copy(%(number)s::int, w.plan_revision_id), w.radius_cm,
  w.engine, %(packed)s, ARRAY(
    SELECT pg_temp.of_copy(%(number)s::int, own) FROM unnest(w.space_ids) WITH ORDINALITY u (own, k)
    ORDER BY k), w.made_at
FROM floor_ways w WHERE w.plan_revision_id = %(revision)s AND w.radius_cm = %(cm)s
"""
_NO_WAYS = f"""
INSERT INTO floor_ways (organisation_id, plan_revision_id, radius_cm, engine, packed, space_ids,
  made_at)
SELECT w.organisation_id, pg_temp.of_copy(n, w.plan_revision_id), w.radius_cm, w.engine, NULL,
  '{{}}', w.made_at
FROM floor_ways w JOIN plan_revision r ON r.id = w.plan_revision_id
JOIN floor f ON f.id = r.floor_id, {_NUMBERS}
WHERE f.building_id = %(building)s AND w.radius_cm <> %(cm)s
"""
