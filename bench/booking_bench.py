"""``booking``: bookings a second beside a bare insert, and 64 clients on one desk."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg

from bench.load import Answers, Request, Requests, drive
from bench.measure import paired, percentile
from bench.seeding import Office, book_share, make_floors, make_office, next_monday
from bench.serving import Installation, bare_server, installation, real_server

CLIENTS = 8
SECONDS = 3.0
RATIO_TARGET = 0.6
CROWD = 64
ROUNDS = 200
P99_LIMIT_S = 0.5
DESKS = 500
ROUND_MINUTES = 240
HISTORY_DAYS = range(2, 12)
HISTORY_SHARE = 0.5
_OVERLAPS = """
SELECT count(*) FROM booking a JOIN booking b
ON a.space_id = b.space_id AND a.id < b.id AND a.during && b.during
WHERE a.state = 'confirmed' AND b.state = 'confirmed'
"""


def run() -> dict[str, Any]:
    now = datetime.now(UTC)
    with installation() as place:
        office = make_office(place, now)
        floor = make_floors(place, office, buildings=1, floors=1, desks=DESKS)[0]
        # A floor in use: plans made while a table is known to be empty read all of it ever after.
        book_share(place, office, HISTORY_SHARE, [now - timedelta(days=n) for n in HISTORY_DAYS])
        spaces = _spaces(place, office)
        with real_server(place) as real, bare_server(place) as bare:
            speed = _speed(real, bare, office, floor, spaces, now)
            crowd = _crowd(real, place, office, spaces[0], now)
    return {
        "unit": "bookings per second",
        "clients": CLIENTS,
        "beside_bare_insert": speed,
        "crowd": crowd,
        "targets": {
            f"ratio at least {RATIO_TARGET}": speed["ratio"] >= RATIO_TARGET,
            f"exactly {ROUNDS} accepted": crowd["accepted"] == ROUNDS,
            "no overlap": crowd["overlaps"] == 0,
            "no deadlock": crowd["deadlocks"] == 0,
            f"p99 below {P99_LIMIT_S} s": crowd["p99_s"] < P99_LIMIT_S,
        },
    }


def _speed(
    real: int, bare: int, office: Office, floor: UUID, spaces: list[UUID], now: datetime
) -> dict[str, float]:
    begins = next_monday(now)
    rounds = itertools.count()

    known = {
        "organisation_id": str(office.actor.organisation_id),
        "person_id": str(office.actor.person_id),
        "floor_id": str(floor),
    }

    def requests(path: str, round_number: int, more: dict[str, str]) -> Requests:
        """Free windows: each round has minutes of its own, each client has desks of its own."""

        def of_client(client: int) -> Iterator[Request]:
            minutes = range(round_number * ROUND_MINUTES, (round_number + 1) * ROUND_MINUTES)
            for minute, space in itertools.product(minutes, spaces[client::CLIENTS]):
                wanted = _wanted(space, begins + timedelta(minutes=minute), timedelta(minutes=1))
                yield Request("POST", path, json.dumps(wanted | more).encode(), office.headers)

        return of_client

    def rate(port: int, path: str, more: dict[str, str]) -> float:
        wanted = requests(path, next(rounds), more)
        answers = drive(port, wanted, clients=CLIENTS, seconds=SECONDS)
        if answers.count(201) != len(answers.answers):
            raise RuntimeError(f"unexpected answers: {sorted({s for s, _ in answers.answers})}")
        return answers.per_second

    return paired(lambda: rate(real, "/api/v1/bookings", {}), lambda: rate(bare, "/insert", known))


def _crowd(
    port: int, place: Installation, office: Office, space: UUID, now: datetime
) -> dict[str, Any]:
    """Each round all clients want the same desk for the same hour; they start round by round."""
    begins = next_monday(now) + timedelta(days=40)
    before = _deadlocks(place)

    def requests(client: int) -> Iterator[Request]:
        for number in range(ROUNDS):
            wanted = _wanted(space, begins + timedelta(hours=number), timedelta(hours=1))
            yield Request("POST", "/api/v1/bookings", json.dumps(wanted).encode(), office.headers)

    answers: Answers = drive(port, requests, clients=CROWD, seconds=600)
    with psycopg.connect(place.owner_url) as connection:
        connection.execute(
            "SELECT set_config('app.organisation_id', %s, false)",
            (str(office.actor.organisation_id),),
        )
        overlaps = connection.execute(_OVERLAPS).fetchone()
    return {
        "clients": CROWD,
        "rounds": ROUNDS,
        "accepted": answers.count(201),
        "refused": answers.count(409),
        "other": len(answers.answers) - answers.count(201) - answers.count(409),
        "overlaps": overlaps[0] if overlaps else None,
        "deadlocks": _deadlocks(place) - before,
        "p99_s": round(percentile(answers.latencies_s, 0.99), 3),
        "max_s": round(max(answers.latencies_s), 3),
    }


def _wanted(space: UUID, begins: datetime, length: timedelta) -> dict[str, str]:
    return {
        "space_id": str(space),
        "from": begins.isoformat(),
        "to": (begins + length).isoformat(),
    }


def _deadlocks(place: Installation) -> int:
    with psycopg.connect(place.owner_url) as connection:
        connection.execute("SELECT pg_stat_force_next_flush()")
        row = connection.execute(
            "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
        ).fetchone()
    return int(row[0]) if row else 0


def _spaces(place: Installation, office: Office) -> list[UUID]:
    with psycopg.connect(place.owner_url) as connection:
        connection.execute(
            "SELECT set_config('app.organisation_id', %s, false)",
            (str(office.actor.organisation_id),),
        )
        return [row[0] for row in connection.execute("SELECT id FROM space ORDER BY id")]
