"""Many buildings with ways: one is drawn, read and published, and copied side by side in bulk."""

from __future__ import annotations

import math
import tempfile
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from uuid import UUID

import psycopg
from sqlalchemy import text

from app.demo.campus import HARBOUR, FloorPlot
from app.demo.drawing import Hand
from app.demo.load import read_plan
from app.demo.sketch import Sketch, Use
from app.demo.write import write_floor
from bench.big_floor import CORRIDOR_M, DEPTH_M, HALL_M, ROOM_M, hall
from bench.copying import copy_building
from bench.seeding import LAT, LON, Office, owner
from bench.serving import Installation
from floorplans.database import Database
from floorplans.places import service as places
from floorplans.plans import service as plans
from floorplans.walking import making
from floorplans.walking.stored_plan import Told, floor_plan
from geo.ways.floor import floor_of
from geo.ways.packing import unpack
from geo.ways.profiles import SLIM_M

FLOORS = 5
#: Halls on each side of the one corridor.
HALLS = 2
SPACES = 200
LENGTH_M = HALLS * (HALL_M + ROOM_M)
STAIR_M = (2.7, 6.0)
BUILDINGS_OF_A_SITE = 100
SITES_A_ROW, SITE_GAP_M = 4, 18_000.0
METRES_A_DEGREE = 111_320.0
#: Coordinates are kept as float32.
WAYS_TOLERANCE_M = 0.5


def make_campus(
    place: Installation, office: Office, *, buildings: int, gap_m: float, now: datetime
) -> list[UUID]:
    """Published floors with their ways, ``FLOORS`` of ``SPACES`` places in each building.

    Sites have up to ``BUILDINGS_OF_A_SITE``, ``gap_m`` apart in a square, and lie
    ``SITE_GAP_M`` apart. Returns the floors.
    """
    db = Database(place.engine_url)
    try:
        drawn = _draw(db, office, now)
        sites = [office.site_id, *_more_sites(db, office, buildings)]
        copy_building(place, office, drawn, _plots(sites, buildings, gap_m))
        if buildings > 1:
            _check_ways(db, office, drawn, now)
    finally:
        db.close()
    with owner(place, office) as connection:
        found = connection.execute("SELECT id FROM floor ORDER BY id").fetchall()
    with psycopg.connect(place.owner_url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
    return [row[0] for row in found]


def _more_sites(db: Database, office: Office, buildings: int) -> Iterator[UUID]:
    """The sites after the first, in a square to the east and the south of it."""
    for number in range(1, -(-buildings // BUILDINGS_OF_A_SITE)):
        east, north = _of_site(number)
        lon = LON + east / (METRES_A_DEGREE * math.cos(math.radians(LAT)))
        yield places.create_site(
            db,
            office.actor,
            name=f"Bench {number}",
            time_zone="Europe/Amsterdam",
            lon=lon,
            lat=LAT + north / METRES_A_DEGREE,
        )


def _plots(sites: list[UUID], buildings: int, gap_m: float) -> list[tuple[int, UUID, float, float]]:
    side = int(min(buildings, BUILDINGS_OF_A_SITE) ** 0.5) or 1
    found = []
    for number in range(1, buildings):
        site, own = divmod(number, BUILDINGS_OF_A_SITE)
        east, north = _of_site(site)
        found.append((number, sites[site], east + own % side * gap_m, north + own // side * gap_m))
    return found


def _of_site(number: int) -> tuple[float, float]:
    """Metres to the east and the north of the first site."""
    return number % SITES_A_ROW * SITE_GAP_M, -(number // SITES_A_ROW) * SITE_GAP_M


def _check_ways(db: Database, office: Office, drawn: UUID, now: datetime) -> None:
    """What the service makes of a copied floor is what was copied, if for the places' order."""
    with db.transaction(office.actor.organisation_id) as tx:
        revision, packed = tx.execute(_LAST_WAYS, {"drawn": drawn}).one()
        plan = making.source(tx, office.actor.organisation_id, revision).plan
    made, copied = floor_of(floor_plan(plan, Told()), SLIM_M).ways, unpack(bytes(packed)).ways
    if len(made.at) != len(copied.at) or len(made.ends) != len(copied.ends):
        raise RuntimeError(f"copied ways have {len(copied.ends)} edges, not {len(made.ends)}")
    if abs(float(made.length_m.sum()) - float(copied.length_m.sum())) > WAYS_TOLERANCE_M:
        raise RuntimeError("copied ways are not as long as made ones")
    if (abs(made.at.mean(axis=0) - copied.at.mean(axis=0)) > WAYS_TOLERANCE_M).any():
        raise RuntimeError("copied ways lie elsewhere")


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


_LAST_WAYS = text("""
SELECT w.plan_revision_id, w.packed FROM floor_ways w
JOIN plan_revision r ON r.id = w.plan_revision_id JOIN floor f ON f.id = r.floor_id
WHERE f.building_id <> :drawn AND w.radius_cm = 30 ORDER BY f.building_id LIMIT 1
""")
