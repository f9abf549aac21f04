"""``nearest``: the nearest free desks over HTTP beside the same query in SQL, and how both grow."""

from __future__ import annotations

import itertools
import json
import math
import random
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from bench.load import Request, drive
from bench.measure import percentile
from bench.seeding import LAT, LON, Office, book_share, make_floors, make_office, next_monday
from bench.serving import Installation, installation, real_server
from floorplans.bookings.views import Window
from floorplans.database import Database
from floorplans.nearest import queries
from floorplans.nearest.position import Position

FLOORS, DESKS, GAP_M = 5, 200, 150.0
SMALL_BUILDINGS, LARGE_BUILDINGS = 10, 1000
QUESTIONS = 300
TO_SQL_TARGET, GROWTH_TARGET = 4.0, 2.0
BOOKED_P99_LIMIT_S = 0.1
METRES_A_DEGREE = 111_320.0


def run() -> dict[str, Any]:
    small = _measure(SMALL_BUILDINGS)
    large = _measure(LARGE_BUILDINGS)
    growth = large["http_p50_ms"] / small["http_p50_ms"]
    return {
        "spaces": {"small": SMALL_BUILDINGS * FLOORS * DESKS, "large": LARGE_BUILDINGS * 1000},
        "small": small,
        "large": large,
        "http_to_sql": round(large["http_p50_ms"] / large["sql_p50_ms"], 2),
        "growth": round(growth, 2),
        "targets": {
            f"HTTP to SQL at most {TO_SQL_TARGET}": large["http_p50_ms"]
            <= TO_SQL_TARGET * large["sql_p50_ms"],
            f"growth at most {GROWTH_TARGET}": growth <= GROWTH_TARGET,
            f"everything booked p99 below {BOOKED_P99_LIMIT_S} s": large["booked_p99_ms"]
            < BOOKED_P99_LIMIT_S * 1000,
        },
    }


def _measure(buildings: int) -> dict[str, float]:
    now = datetime.now(UTC)
    partly, fully = (next_monday(now) + timedelta(days=n) for n in (0, 1))
    with installation() as place:
        office = make_office(place, now)
        make_floors(place, office, buildings=buildings, floors=FLOORS, desks=DESKS, gap_m=GAP_M)
        book_share(place, office, 0.9, [partly])
        book_share(place, office, 1.0, [fully])
        points = _points(buildings)
        with real_server(place) as port:
            http = _over_http(port, office, points, partly)
            booked = _over_http(port, office, points, fully)
        return {
            "http_p50_ms": round(percentile(http, 0.5) * 1000, 2),
            "http_p99_ms": round(percentile(http, 0.99) * 1000, 2),
            "sql_p50_ms": round(percentile(_in_sql(place, office, points, partly), 0.5) * 1000, 2),
            "booked_p50_ms": round(percentile(booked, 0.5) * 1000, 2),
            "booked_p99_ms": round(percentile(booked, 0.99) * 1000, 2),
        }


def _points(buildings: int) -> list[tuple[float, float]]:
    """Places inside the square of buildings, the same ones in every run."""
    chance = random.Random(11)
    side_m = math.isqrt(buildings) * GAP_M
    east_m = METRES_A_DEGREE * math.cos(math.radians(LAT))
    return [
        (LON + chance.random() * side_m / east_m, LAT + chance.random() * side_m / METRES_A_DEGREE)
        for _ in range(QUESTIONS)
    ]


def _over_http(
    port: int, office: Office, points: list[tuple[float, float]], day: datetime
) -> list[float]:
    def requests(client: int) -> Iterator[Request]:
        # The first pass warms the plans and the pages of both sides.
        for lon, lat in itertools.chain(points[:50], points):
            body = {
                "lon": lon,
                "lat": lat,
                "accuracy_m": 10,
                "from": (day + timedelta(hours=9)).isoformat(),
                "to": (day + timedelta(hours=10)).isoformat(),
                "kind": "desk",
                "limit": 10,
            }
            yield Request("POST", "/api/v1/nearest", json.dumps(body).encode(), office.headers)

    answers = drive(port, requests, clients=1, seconds=300)
    if answers.count(200) != len(answers.answers):
        raise RuntimeError(f"unexpected answers: {sorted({s for s, _ in answers.answers})}")
    return answers.latencies_s[50:]


def _in_sql(
    place: Installation, office: Office, points: list[tuple[float, float]], day: datetime
) -> list[float]:
    """The bare query: the statement that the service sends, on one open connection."""
    db = Database(place.engine_url, pool_size=1)
    found: list[float] = []
    try:
        for lon, lat in itertools.chain(points[:50], points):
            query = queries.searching(
                office.actor.organisation_id,
                Position(lon, lat, 10.0),
                floor_id=None,
                window=Window(day + timedelta(hours=9), day + timedelta(hours=10)),
                kind="desk",
                features=(),
                limit=10,
            )
            began = time.perf_counter()
            db.read(office.actor.organisation_id, query)
            found.append(time.perf_counter() - began)
    finally:
        db.close()
    return found[50:]
