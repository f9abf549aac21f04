"""The references: Flask endpoints that do one thing and nothing else."""

from __future__ import annotations

import gzip
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from queue import Empty, LifoQueue
from threading import BoundedSemaphore
from typing import Any

import psycopg
from flask import Flask, Response, request

from floorplans.database import POOL_SIZE

_INSERT = """
INSERT INTO booking (organisation_id, id, space_id, floor_id, person_id, during, state)
VALUES (%(organisation_id)s, gen_random_uuid(), %(space_id)s, %(floor_id)s, %(person_id)s,
        tstzrange(%(from)s, %(to)s), 'confirmed')
"""


def create_app() -> Flask:
    """``/fixed`` answers with the file BENCH_DOCUMENT; ``/insert`` inserts one booking."""
    app = Flask(__name__)
    lend = _lender(os.environ["BENCH_DATABASE"])
    document = os.environ.get("BENCH_DOCUMENT")
    body = gzip.compress(Path(document).read_bytes(), 6) if document else b""

    @app.get("/fixed")
    def fixed() -> Response:
        answer = Response(body, mimetype="application/json")
        answer.headers["Content-Encoding"] = "gzip"
        return answer

    @app.post("/insert")
    def insert() -> tuple[dict[str, str], int]:
        wanted = request.get_json()
        with lend(wanted["organisation_id"]) as connection:
            connection.execute(_INSERT, wanted)
        return {"state": "confirmed"}, 201

    return app


def _lender(url: str) -> Callable[[str], AbstractContextManager[psycopg.Connection[Any]]]:
    """Lends connections of one organisation, no more at once than a process of the service has."""
    turns = BoundedSemaphore(POOL_SIZE)
    idle: LifoQueue[psycopg.Connection[Any]] = LifoQueue()

    @contextmanager
    def lend(organisation: str) -> Iterator[psycopg.Connection[Any]]:
        with turns:
            try:
                connection = idle.get_nowait()
            except Empty:
                connection = psycopg.connect(url, autocommit=True)
                connection.execute(
                    "SELECT set_config('app.organisation_id', %s, false)", (organisation,)
                )
            yield connection
            idle.put(connection)

    return lend
