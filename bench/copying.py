"""Copies of one published building in bulk: rows as the services wrote them, with ids of their own.

What the reading alone left behind (its draft, findings, the map as a document) no search reads, and
copies go without it. Each copy stands on a plot: moved within the CRS of the first site.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import psycopg

from bench.seeding import SEEDING, Office, owner
from bench.serving import Installation

#: In the order in which rows refer to each other, each with what ties it to the building.
TABLES = {
    "building": "x.id = %(building)s",
    "floor": "x.building_id = %(building)s",
    "plan_revision": "x.floor_id = ANY(%(floors)s)",
    "space": "x.floor_id = ANY(%(floors)s)",
    "space_shape": "x.plan_revision_id = ANY(%(revisions)s)",
    "space_fact": "x.plan_revision_id = ANY(%(revisions)s)",
    "plan_background": "x.plan_revision_id = ANY(%(revisions)s)",
    "opening": "x.plan_revision_id = ANY(%(revisions)s)",
    "connector": "x.plan_revision_id = ANY(%(revisions)s)",
    "floor_version": "x.floor_id = ANY(%(floors)s)",
}
#: These are written otherwise: moved bytes, and by a trigger.
ALIKE = (*TABLES, "floor_ways", "plan_in_force")
_IDS = {"id", "building_id", "floor_id", "plan_revision_id", "space_id", "within_space_id"}
_OTHERWISE = {
    ("building", "name"): "x.name || ' ' || p.number",
    ("plan_revision", "draft"): "'{}'",
    ("plan_revision", "map_digest"): "repeat('0', 16)",
    ("plan_revision", "map_document"): "''",
}
_HEAD = struct.Struct("<8sII")


def copy_building(
    place: Installation, office: Office, building: UUID, plots: list[tuple[int, UUID, float, float]]
) -> None:
    """One copy for each plot: its number from 1, its site, and metres east and north of the first.

    Raises RuntimeError where a copy is not what the building is.
    """
    halves = [plots[n::SEEDING] for n in range(SEEDING)]
    with ThreadPoolExecutor(SEEDING) as pool:
        list(pool.map(lambda own: _copied(place, office, building, own), halves))
    with owner(place, office) as connection:
        connection.execute(_OF_COPY)
        for number in {plots[0][0], plots[-1][0]} if plots else ():
            _check(connection, building, number)


def _copied(
    place: Installation, office: Office, building: UUID, plots: list[tuple[int, UUID, float, float]]
) -> None:
    with owner(place, office) as connection:
        connection.execute(_OF_COPY)
        connection.execute(_PLOTS)
        with connection.cursor().copy("COPY plot FROM STDIN") as copy:
            for plot in plots:
                copy.write_row(plot)
        connection.execute("ANALYZE plot")
        values = _parts(connection, building)
        for table, ours in TABLES.items():
            names, told = zip(*_columns(connection, table), strict=True)
            connection.execute(
                f"INSERT INTO {table} ({', '.join(names)}) SELECT {', '.join(told)}"
                f" FROM plot p CROSS JOIN {table} x WHERE {ours} ORDER BY p.number",
                values,
            )
        _copy_ways(connection, values["revisions"], plots)


def _parts(connection: psycopg.Connection[Any], building: UUID) -> dict[str, Any]:
    floors = [row[0] for row in connection.execute(_FLOORS, (building,))]
    revisions = [row[0] for row in connection.execute(_REVISIONS, (floors,))]
    return {"building": building, "floors": floors, "revisions": revisions}


def _columns(connection: psycopg.Connection[Any], table: str) -> Iterator[tuple[str, str]]:
    """The columns of a table, each with what a copy has in it."""
    for name, is_geometry in connection.execute(_COLUMNS, (table,)).fetchall():
        told = _OTHERWISE.get((table, name), f"x.{name}")
        if name in _IDS:
            told = f"pg_temp.of_copy(p.number, x.{name})"
        elif name == "site_id":
            told = "p.site_id"
        elif name.endswith("_4326"):
            base = name.removesuffix("_4326")
            told = f"ST_Transform(ST_Translate(x.{base}, p.east, p.north), 4326)"
        elif is_geometry:
            told = f"ST_Translate(x.{name}, p.east, p.north)"
        yield name, told


def _copy_ways(
    connection: psycopg.Connection[Any],
    revisions: list[UUID],
    plots: list[tuple[int, UUID, float, float]],
) -> None:
    """Only the head of the bytes says where the ways lie: ``geo.ways.packing`` tells its layout."""
    rows = connection.execute(_WAYS, (revisions,)).fetchall()

    def moved() -> Iterator[Mapping[str, object]]:
        for revision, radius_cm, packed in rows:
            body, head = _parted(packed)
            for number, _, east, north in plots:
                yield {
                    "number": number,
                    "revision": revision,
                    "cm": radius_cm,
                    "head": _moved(head, east, north),
                    "body": body + 1,
                }

    with connection.cursor() as cursor:
        cursor.executemany(_KEEP_WAYS, moved())


def _parted(packed: bytes) -> tuple[int, dict[str, Any]]:
    """Where the arrays begin, and the head."""
    _, _, length = _HEAD.unpack_from(packed)
    return _HEAD.size + length, json.loads(packed[_HEAD.size : _HEAD.size + length])


def _moved(head: dict[str, Any], east_m: float, north_m: float) -> bytes:
    origin = [head["origin"][0] + east_m, head["origin"][1] + north_m]
    told = json.dumps({**head, "origin": origin}).encode()
    told += b" " * (-(_HEAD.size + len(told)) % 8)
    return _HEAD.pack(b"FPWAYS\0\0", 1, len(told)) + told


def _check(connection: psycopg.Connection[Any], building: UUID, number: int) -> None:
    row = connection.execute("SELECT pg_temp.of_copy(%s, %s)", (number, building)).fetchone()
    assert row is not None
    one, other = (_counts(connection, each) for each in (building, row[0]))
    if one != other:
        raise RuntimeError(f"copy {number} has {other}, the building {one}")


def _counts(connection: psycopg.Connection[Any], building: UUID) -> dict[str, int]:
    values = _parts(connection, building)
    found = {}
    for table in ALIKE:
        ours = TABLES.get(table, TABLES["space_fact"])
        row = connection.execute(f"SELECT count(*) FROM {table} x WHERE {ours}", values).fetchone()
        found[table] = 0 if row is None else row[0]
    return found


# The id of a copy follows from that of what is copied; ids of one building are near each other.
_OF_COPY = """
CREATE FUNCTION pg_temp.of_copy(number int, id uuid) RETURNS uuid IMMUTABLE LANGUAGE sql AS $$
  SELECT CASE WHEN id IS NOT NULL THEN
    (substr(md5(number::text), 1, 12) || '7' || substr(md5(id::text || number), 1, 19))::uuid END
$$
"""
_PLOTS = "CREATE TEMP TABLE plot (number int, site_id uuid, east float8, north float8)"
_FLOORS = "SELECT id FROM floor WHERE building_id = %s"
_REVISIONS = "SELECT id FROM plan_revision WHERE floor_id = ANY(%s) AND state = 'published'"
_COLUMNS = """
SELECT column_name, udt_name = 'geometry' FROM information_schema.columns
WHERE table_schema = 'public' AND table_name = %s AND is_generated = 'NEVER'
ORDER BY ordinal_position
"""
_WAYS = """
SELECT plan_revision_id, radius_cm, packed FROM floor_ways WHERE plan_revision_id = ANY(%s)
"""
_KEEP_WAYS = """
INSERT INTO floor_ways (organisation_id, plan_revision_id, radius_cm, engine, packed, space_ids,
  made_at)
SELECT w.organisation_id, pg_temp.of_copy(%(number)s::int, w.plan_revision_id), w.radius_cm,
  w.engine, %(head)s || substr(w.packed, %(body)s), ARRAY(
    SELECT pg_temp.of_copy(%(number)s::int, own) FROM unnest(w.space_ids) WITH ORDINALITY u (own, k)
    ORDER BY k), w.made_at
FROM floor_ways w WHERE w.plan_revision_id = %(revision)s AND w.radius_cm = %(cm)s
"""
