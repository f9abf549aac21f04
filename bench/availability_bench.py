"""``availability``: the status of a floor of 1,000 desks, 90 % booked on each of five days.

Responses a second through the real server, divided by a bare Flask endpoint on the same web server
that returns a fixed document of the same size; computed each time, and as a conditional request.
"""

from __future__ import annotations

import gzip
import http.client
import itertools
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from bench.load import Request, drive
from bench.measure import paired
from bench.seeding import book_share, make_floors, make_office, next_monday
from bench.serving import bare_server, installation, real_server

CLIENTS = 8
SECONDS = 3.0
BODY_LIMIT_BYTES = 20 * 1024
COMPUTED_TARGET = 0.35
CONDITIONAL_TARGET = 0.7


def run() -> dict[str, Any]:
    now = datetime.now(UTC)
    monday = next_monday(now)
    with installation() as place:
        office = make_office(place, now)
        floor = make_floors(place, office, buildings=1, floors=1, desks=1000)[0]
        book_share(place, office, 0.9, [monday + timedelta(days=n) for n in range(5)])
        path = f"/api/v1/floors/{floor}/availability"
        headers = {**office.headers, "Accept-Encoding": "gzip"}

        def window(number: int) -> str:
            begins = monday + timedelta(days=number % 5, hours=9, seconds=number % 3600)
            ends = begins + timedelta(hours=1)
            return f"{path}?{urlencode({'from': begins.isoformat(), 'to': ends.isoformat()})}"

        with real_server(place) as real:
            body, tag = _sample(real, window(0), headers)
            with tempfile.NamedTemporaryFile(suffix=".json") as document:
                Path(document.name).write_bytes(gzip.decompress(body))
                with bare_server(place, Path(document.name)) as bare:
                    return _compare(real, bare, window, headers, tag, len(body))


def _compare(
    real: int, bare: int, window: Any, headers: dict[str, str], tag: str, size: int
) -> dict[str, Any]:
    counter = itertools.count(1)

    def computed(client: int) -> Iterator[Request]:
        for number in itertools.count(client * 100_003 + next(counter) * 7):
            # A window nobody asked for before: nothing can come from a cache.
            yield Request("GET", window(number), headers=headers)

    def conditional(client: int) -> Iterator[Request]:
        yield from itertools.repeat(
            Request("GET", window(0), headers={**headers, "If-None-Match": tag})
        )

    def fixed(client: int) -> Iterator[Request]:
        yield from itertools.repeat(Request("GET", "/fixed", headers=headers))

    def rate(port: int, requests: Any, status: int) -> float:
        answers = drive(port, requests, clients=CLIENTS, seconds=SECONDS)
        if answers.count(status) != len(answers.answers):
            raise RuntimeError(f"unexpected answers: {sorted({s for s, _ in answers.answers})}")
        return answers.per_second

    whole = paired(lambda: rate(real, computed, 200), lambda: rate(bare, fixed, 200))
    unchanged = paired(lambda: rate(real, conditional, 304), lambda: rate(bare, fixed, 200))
    return {
        "unit": "responses per second",
        "clients": CLIENTS,
        "computed": whole,
        "conditional": unchanged,
        "compressed_bytes": size,
        "targets": {
            f"computed at least {COMPUTED_TARGET}": whole["ratio"] >= COMPUTED_TARGET,
            f"conditional at least {CONDITIONAL_TARGET}": unchanged["ratio"] >= CONDITIONAL_TARGET,
            f"body at most {BODY_LIMIT_BYTES} bytes": size <= BODY_LIMIT_BYTES,
        },
    }


def _sample(port: int, path: str, headers: dict[str, str]) -> tuple[bytes, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != 200 or answer.headers.get("Content-Encoding") != "gzip":
        raise RuntimeError(f"{answer.status}: {body[:300]!r}")
    return body, answer.headers["ETag"]
