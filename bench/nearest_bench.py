"""``nearest [BUILDINGS]``: the nearest free desks over HTTP, straight and by the way there.

Both beside the same question in SQL, and how they grow from ten buildings to 1,000 (a million
places). Nine in ten are booked, or all. People ask from anywhere, each time in another building,
so that hardly ever its ways are still in memory; and, as on a working day, from a few buildings.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg

from bench.campus import FLOORS, SPACES, make_campus
from bench.load import Request, drive
from bench.measure import percentile
from bench.seeding import Office, book_share, make_office, next_monday, owner
from bench.serving import Installation, installation, real_server
from floorplans.bookings.views import Window
from floorplans.database import Database
from floorplans.nearest import queries
from floorplans.nearest.position import Position

GAP_M = 150.0
SMALL_BUILDINGS, LARGE_BUILDINGS = 10, 1000
#: Where people ask from on a working day.
USUAL_BUILDINGS = 20
QUESTIONS, WARMING = 300, 50
SHOWN = 10
TO_SQL_TARGET, WALKING_TO_SQL_TARGET, GROWTH_TARGET = 4.0, 8.0, 2.0
WALKING_P99_LIMIT_MS, BOOKED_P99_LIMIT_MS = 150.0, 100.0


@dataclass(frozen=True, slots=True)
class Point:
    """Where somebody stands."""

    floor_id: UUID
    lon: float
    lat: float


def run(options: Sequence[str] = ()) -> dict[str, Any]:
    """With BUILDINGS instead of the thousand."""
    many = int(options[0]) if options else LARGE_BUILDINGS
    small, large = _measure(SMALL_BUILDINGS), _measure(many)
    growth = large["straight"]["p50_ms"] / small["straight"]["p50_ms"]
    sql_ms = large["sql"]["p50_ms"]
    straight, walking = (large[name]["p50_ms"] / sql_ms for name in ("straight", "usual"))
    return {
        "spaces": {"small": SMALL_BUILDINGS * FLOORS * SPACES, "large": many * FLOORS * SPACES},
        "small": small,
        "large": large,
        "straight_to_sql": round(straight, 2),
        "walking_to_sql": round(walking, 2),
        "walking_anywhere_to_sql": round(large["walking"]["p50_ms"] / sql_ms, 2),
        "growth": round(growth, 2),
        "targets": {
            f"straight lines at most {TO_SQL_TARGET} times SQL": straight <= TO_SQL_TARGET,
            f"walking at most {WALKING_TO_SQL_TARGET} times SQL": (
                walking <= WALKING_TO_SQL_TARGET
            ),
            f"growth at most {GROWTH_TARGET}": growth <= GROWTH_TARGET,
            f"walking p99 below {WALKING_P99_LIMIT_MS} ms": (
                large["usual"]["p99_ms"] < WALKING_P99_LIMIT_MS
            ),
            f"everything booked p99 below {BOOKED_P99_LIMIT_MS} ms": (
                max(large["booked"]["p99_ms"], large["booked_walking"]["p99_ms"])
                < BOOKED_P99_LIMIT_MS
            ),
        },
    }


def _measure(buildings: int) -> dict[str, Any]:
    now = datetime.now(UTC)
    partly, fully = (next_monday(now) + timedelta(days=n) for n in (0, 1))
    with installation() as place:
        office = make_office(place, now)
        make_campus(place, office, buildings=buildings, gap_m=GAP_M, now=now)
        book_share(place, office, 0.9, [partly])
        book_share(place, office, 1.0, [fully])
        points = _points(place, office, buildings)
        usual = _points(place, office, USUAL_BUILDINGS)
        with real_server(place) as port:
            straight = _over_http(port, office, "nearest", points, partly)
            walking = _over_http(port, office, "nearest-by-walking", points, partly)
            often = _over_http(port, office, "nearest-by-walking", usual, partly)
            booked = _over_http(port, office, "nearest", usual, fully)
            in_vain = _over_http(port, office, "nearest-by-walking", usual, fully)
        return {
            "sql": _told(_in_sql(place, office, points, partly)),
            "straight": _told(straight),
            "walking": _told(walking),
            "usual": _told(often),
            "booked": _told(booked),
            "booked_walking": _told(in_vain),
        }


def _told(latencies_s: Sequence[float]) -> dict[str, float]:
    return {
        f"p{percent}_ms": round(percentile(latencies_s, percent / 100) * 1000, 2)
        for percent in (50, 99)
    }


def _points(place: Installation, office: Office, buildings: int) -> list[Point]:
    """Places at desks of so many buildings, the same ones in every run."""
    chance = random.Random(11)
    with owner(place, office) as connection:
        floors = connection.execute(_FLOORS, {"most": buildings}).fetchall()
        chosen = [chance.choice(floors)[0] for _ in range(WARMING + QUESTIONS)]
        return [_point(connection, floor, chance.randrange(SPACES)) for floor in chosen]


def _point(connection: psycopg.Connection[Any], floor: UUID, number: int) -> Point:
    found = connection.execute(_PLACE, {"floor": floor, "number": number}).fetchone()
    if found is None:
        raise RuntimeError("the floor has fewer places than it should")
    return Point(floor, *found)


def _over_http(
    port: int, office: Office, path: str, points: Sequence[Point], day: datetime
) -> list[float]:
    """How long each answer took, after the first ones."""
    window = _window(day)

    def requests(client: int) -> Iterator[Request]:
        for point in points:
            body = {
                "lon": point.lon,
                "lat": point.lat,
                "accuracy_m": 2,
                "floor_id": str(point.floor_id),
                "from": window.from_at.isoformat(),
                "to": window.to_at.isoformat(),
                "kind": "desk",
                "limit": SHOWN,
            }
            yield Request("POST", f"/api/v1/{path}", json.dumps(body).encode(), office.headers)

    answers = drive(port, requests, clients=1, seconds=600)
    if answers.count(200) != len(points):
        raise RuntimeError(f"unexpected answers: {sorted({s for s, _ in answers.answers})}")
    return answers.latencies_s[WARMING:]


def _in_sql(
    place: Installation, office: Office, points: Sequence[Point], day: datetime
) -> list[float]:
    """The bare query: the statement that the service sends, on one open connection."""
    found: list[float] = []
    with closing(Database(place.engine_url, pool_size=1)) as db:
        for point in points:
            query = queries.searching(
                office.actor.organisation_id,
                Position(point.lon, point.lat, 2.0),
                floor_id=point.floor_id,
                window=_window(day),
                kind="desk",
                features=(),
                limit=SHOWN,
            )
            began = time.perf_counter()
            db.read(office.actor.organisation_id, query)
            found.append(time.perf_counter() - began)
    return found[WARMING:]


def _window(day: datetime) -> Window:
    return Window(day + timedelta(hours=9), day + timedelta(hours=10))


_FLOORS = """
SELECT f.id FROM floor f
JOIN (SELECT id FROM building ORDER BY id LIMIT %(most)s) b ON b.id = f.building_id ORDER BY f.id
"""
_PLACE = """
SELECT ST_X(anchor_4326), ST_Y(anchor_4326) FROM space_shape
WHERE floor_id = %(floor)s AND is_live ORDER BY space_id OFFSET %(number)s LIMIT 1
"""
