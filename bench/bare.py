"""The references: Flask endpoints that do one thing and nothing else."""

from __future__ import annotations

import gzip
import os
import threading
from pathlib import Path

import psycopg
from flask import Flask, Response, request

_INSERT = """
INSERT INTO booking (organisation_id, id, space_id, floor_id, person_id, during, state)
VALUES (%(organisation_id)s, gen_random_uuid(), %(space_id)s, %(floor_id)s, %(person_id)s,
        tstzrange(%(from)s, %(to)s), 'confirmed')
"""


def create_app() -> Flask:
    """``/fixed`` answers with the file BENCH_DOCUMENT; ``/insert`` inserts one booking."""
    app = Flask(__name__)
    local = threading.local()
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
        if not hasattr(local, "connection"):
            local.connection = psycopg.connect(os.environ["BENCH_DATABASE"], autocommit=True)
            local.connection.execute(
                "SELECT set_config('app.organisation_id', %s, false)", (wanted["organisation_id"],)
            )
        local.connection.execute(_INSERT, wanted)
        return {"state": "confirmed"}, 201

    return app
