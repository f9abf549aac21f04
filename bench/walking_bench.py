"""``walking``: what the ways of stored plans cost to make, to keep and to ask.

The demo's floors and a large one: both widths from the plan's rows to their own, beside reading the
drawing; bytes for each place; the answer of the search beside that of straight lines.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any
from uuid import UUID

from sqlalchemy import text

from app.demo.write import write_campus, write_floor
from bench.big_floor import plot_of
from bench.measure import percentile
from bench.seeding import Office, make_office
from bench.serving import installation
from bench.walked.drawn import read
from floorplans.database import Database
from floorplans.nearest import service as straight
from floorplans.nearest.views import NearestRequest, SpaceOrigin
from floorplans.places import service as places
from floorplans.plans import service as plans
from floorplans.walking import making
from floorplans.walking.service import nearest_by_walking
from floorplans.walking.views import WalkRequest

#: About 2,000 places.
HALLS = 10
ASKED = 60
BUILD_RATIO, ASK_RATIO = 3.0, 8.0
HOURS = timedelta(hours=2)


def run() -> dict[str, Any]:
    now = datetime.now(UTC)
    with tempfile.TemporaryDirectory(prefix="floorplans-bench-") as folder, installation() as place:
        write_campus(Path(folder))
        large = write_floor(plot_of(HALLS, "large.dxf"), Path(folder)).path
        files = sorted({*Path(folder).rglob("*.dxf"), large})
        office, db = make_office(place, now), Database(place.engine_url)
        try:
            floors = {file.stem: _made(db, office, file, now) for file in files}
        finally:
            db.close()
    worst = max(floor["make_to_read"] for floor in floors.values())
    asked = floors[large.stem]["walking_p50_ms"] / floors[large.stem]["straight_p50_ms"]
    return {
        "floors": floors,
        "walking_to_straight": round(asked, 2),
        "targets": {
            f"both widths are made in {BUILD_RATIO} times the reading": worst <= BUILD_RATIO,
            f"an answer takes at most {ASK_RATIO} times that of straight lines": (
                asked <= ASK_RATIO
            ),
        },
    }


def _made(db: Database, office: Office, file: Path, now: datetime) -> dict[str, Any]:
    actor = office.actor
    began = time.process_time()
    read(file)
    read_s = time.process_time() - began
    building = places.create_building(db, actor, site_id=office.site_id, name=file.stem)
    floor = places.create_floor(db, actor, building_id=building, name="Floor", ordinal=0)
    revision = plans.upload(db, actor, floor, file.name, file.read_bytes(), now)
    plans.read(db, actor.organisation_id, revision, now, attempt=1)
    plans.publish(db, actor, revision, now)
    began = time.process_time()
    making.make(db, actor.organisation_id, revision, now)
    made_s = time.process_time() - began
    with db.transaction(actor.organisation_id) as tx:
        sizes = text(
            "SELECT sum(length(packed)), max(cardinality(space_ids)) FROM floor_ways"
            " WHERE plan_revision_id = :id"
        )
        size, count = tx.execute(sizes, {"id": revision}).one()
    return {
        "places": count,
        "read_s": round(read_s, 2),
        "make_s": round(made_s, 2),
        "make_to_read": round(made_s / read_s, 2),
        "bytes_for_each_place": round(size / max(1, count)),
        **_asked(db, office, floor, now),
    }


def _asked(db: Database, office: Office, floor: UUID, now: datetime) -> dict[str, Any]:
    """Milliseconds for the three nearest desks, from places all over the floor."""
    spaces = [space.id for space in places.spaces(db, office.actor, floor)]
    chosen = spaces[:: max(1, len(spaces) // ASKED)][:ASKED]
    exact = 0

    def by_walking(origin: SpaceOrigin) -> None:
        nonlocal exact
        wanted = WalkRequest(origin, floor, now, now + HOURS, kind="desk")
        exact += nearest_by_walking(db, office.actor, wanted, now).exact

    def by_lines(origin: SpaceOrigin) -> None:
        wanted = NearestRequest(origin, floor, now, now + HOURS, kind="desk", limit=3)
        straight.nearest(db, office.actor, wanted, now)

    first_ms = _ms(by_walking, chosen[:1])[0]
    exact = 0
    walking, lines = _ms(by_walking, chosen), _ms(by_lines, chosen)
    return {
        "first_ms": round(first_ms, 1),
        "walking_p50_ms": round(median(walking), 1),
        "walking_p99_ms": round(percentile(walking, 0.99), 1),
        "straight_p50_ms": round(median(lines), 1),
        "exact": round(exact / max(1, len(chosen)), 2),
    }


def _ms(ask: Callable[[SpaceOrigin], None], origins: list[UUID]) -> list[float]:
    taken = []
    for each in origins:
        began = time.perf_counter()
        ask(SpaceOrigin(each))
        taken.append(1000 * (time.perf_counter() - began))
    return taken
