"""``nearest [BUILDINGS]``: the nearest free desks over HTTP, straight and by the way there.

Both beside the same question in SQL, and how they grow from ten buildings to 1,000 (a million
places) on ten sites. Nine in ten are booked, or all. Different people ask, on foot and on wheels:
from anywhere, each time in another building, so that its ways are never in memory (``cold``); and,
as on a working day, from a few buildings (``usual``).
"""

from __future__ import annotations

import json
import os
import random
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
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
from floorplans.people import service as people
from floorplans.walking.graphs import BuildingGraph, Graphs, of_building
from geo.ways.profiles import ON_FOOT

GAP_M = 150.0
SMALL_BUILDINGS, LARGE_BUILDINGS = 10, 1000
#: Where people ask from on a working day.
USUAL_BUILDINGS = 20
QUESTIONS, WARMING = 300, 50
ASKING = 40
#: Who asks, and how many of twenty.
WALKERS = {"on_foot": 14, "step_free": 2, "wheelchair": 2, "pram": 2}
#: Graphs that are loaded to see what memory they take.
WEIGHED = 20
SHOWN = 10
TO_SQL_TARGET, WALKING_TO_SQL_TARGET, GROWTH_TARGET = 4.0, 8.0, 2.0
WALKING_P99_LIMIT_MS, BOOKED_P99_LIMIT_MS = 150.0, 100.0


@dataclass(frozen=True, slots=True)
class Point:
    """Where somebody stands."""

    floor_id: UUID
    lon: float
    lat: float
    walker: str
    token: str


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
        "cold_to_sql": round(large["cold"]["p50_ms"] / sql_ms, 2),
        "growth": round(growth, 2),
        "targets": {
            f"straight lines at most {TO_SQL_TARGET} times SQL": straight <= TO_SQL_TARGET,
            f"walking at most {WALKING_TO_SQL_TARGET} times SQL": (
                walking <= WALKING_TO_SQL_TARGET
            ),
            f"growth at most {GROWTH_TARGET}": growth <= GROWTH_TARGET,
            f"walking p99 below {WALKING_P99_LIMIT_MS} ms": (
                max(large["usual"]["p99_ms"], large["cold"]["p99_ms"]) < WALKING_P99_LIMIT_MS
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
            straight = _over_http(port, "nearest", points, partly)
            cold = _over_http(port, "nearest-by-walking", points, partly)
            often = _over_http(port, "nearest-by-walking", usual, partly)
            booked = _over_http(port, "nearest", usual, fully)
            in_vain = _over_http(port, "nearest-by-walking", usual, fully)
        return {
            "sql": _told(_in_sql(place, office, points, partly)),
            "straight": _told(straight),
            "cold": _told(cold),
            "usual": _told(often),
            "booked": _told(booked),
            "booked_walking": _told(in_vain),
            "graph_bytes_for_each_space": _weighed(place, office, points, partly),
        }


def _told(latencies_s: Sequence[float]) -> dict[str, float]:
    return {
        f"p{percent}_ms": round(percentile(latencies_s, percent / 100) * 1000, 2)
        for percent in (50, 99)
    }


def _points(place: Installation, office: Office, buildings: int) -> list[Point]:
    """Places at desks of so many buildings, the same ones in every run, and who asks there.

    No building comes twice before each has come once.
    """
    chance = random.Random(11)
    tokens = _tokens(place, office)
    with owner(place, office) as connection:
        rows = connection.execute(_FLOORS, {"most": buildings}).fetchall()
        houses = [
            [row[1] for row in rows if row[0] == house] for house in {row[0]: 1 for row in rows}
        ]
        order = [
            house
            for _ in range(-(-(WARMING + QUESTIONS) // len(houses)))
            for house in chance.sample(houses, len(houses))
        ]
        return [
            _point(connection, chance, chance.choice(house), chance.choice(tokens))
            for house in order[: WARMING + QUESTIONS]
        ]


def _tokens(place: Installation, office: Office) -> list[str]:
    with closing(Database(place.engine_url)) as db:
        now = datetime.now(UTC)
        return [
            people.create_token(db, f"colleague{n}@example.test", f"bench {now}", now)
            for n in range(1, ASKING + 1)
        ]


def _point(
    connection: psycopg.Connection[Any], chance: random.Random, floor: UUID, token: str
) -> Point:
    number = chance.randrange(SPACES)
    found = connection.execute(_PLACE, {"floor": floor, "number": number}).fetchone()
    if found is None:
        raise RuntimeError("the floor has fewer places than it should")
    (walker,) = chance.choices(list(WALKERS), list(WALKERS.values()))
    return Point(floor, *found, walker, token)


def _weighed(
    place: Installation, office: Office, points: Sequence[Point], day: datetime
) -> dict[str, float]:
    """Bytes of graphs, their networks among them, in a process and in the database."""
    at, kept = _window(day).from_at, Graphs(1_000_000_000)
    with closing(Database(place.engine_url)) as db:

        def load(floor: UUID) -> BuildingGraph:
            organisation = office.actor.organisation_id
            known = of_building(db, organisation, floor, ON_FOOT, at, graphs=kept)
            if known is None:
                raise RuntimeError("the floor has no ways")
            for number in range(len(known.graph.floors)):
                known.graph.site.ground(number)
            known.graph.network(ON_FOOT, known.closed).floor_s  # noqa: B018 - it is kept
            return known.graph

        load(points[0].floor_id)
        before = _memory()
        loaded = [load(point.floor_id) for point in points[1 : 1 + WEIGHED]]
        grown, spaces = (
            _memory() - before,
            sum(len(own.spaces) for each in loaded for own in each.floors),
        )
    with owner(place, office) as connection:
        row = connection.execute(_WAYS_SIZE).fetchone()
    return {"process": round(grown / spaces), "database": 0 if row is None else round(row[0])}


def _memory() -> int:
    """Bytes of this process that are in memory."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def _over_http(port: int, path: str, points: Sequence[Point], day: datetime) -> list[float]:
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
            if path == "nearest-by-walking":
                body["profile"] = point.walker
            headers = {"Authorization": f"Bearer {point.token}", "Content-Type": "application/json"}
            yield Request("POST", f"/api/v1/{path}", json.dumps(body).encode(), headers)

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
SELECT f.building_id, f.id FROM floor f
JOIN (SELECT id FROM building ORDER BY id LIMIT %(most)s) b ON b.id = f.building_id
ORDER BY f.id
"""
_PLACE = """
SELECT ST_X(anchor_4326), ST_Y(anchor_4326) FROM space_shape
WHERE floor_id = %(floor)s AND is_live ORDER BY space_id OFFSET %(number)s LIMIT 1
"""
_WAYS_SIZE = """
SELECT pg_total_relation_size('floor_ways')::float8 / (SELECT sum(cardinality(space_ids))
  FROM floor_ways WHERE packed IS NOT NULL) * 2
"""
