"""Who gets what from every route. A new route without a row here fails."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from floorplans.database import Database
from floorplans.people import service as people
from tests.architecture.known_ids import known_ids
from tests.architecture.matrix import MATRIX, WHO
from tests.support.web import Clock, World, make_world, running_app

WINDOW = "?from=2026-11-18T09:00:00Z&to=2026-11-18T17:00:00Z"


def routes(app: Flask) -> Iterator[tuple[str, str]]:
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield rule.rule, method


@pytest.fixture
def world(cloned_db: Database) -> World:
    return make_world(cloned_db)


@pytest.fixture
def web_app(cloned_db: Database, tmp_path: Path, now: datetime) -> Iterator[Flask]:
    with running_app(cloned_db, tmp_path, Clock(now)) as app:
        yield app


def test_every_route_has_a_row_and_every_row_a_route(web_app: Flask) -> None:
    assert set(routes(web_app)) == set(MATRIX)


@pytest.mark.parametrize("who", WHO)
def test_everybody_gets_what_the_matrix_says(
    web_app: Flask, cloned_db: Database, world: World, now: datetime, who: str
) -> None:
    ids = known_ids(cloned_db, world, now)
    headers = {}
    if who != "anonymous":
        token = people.create_token(cloned_db, getattr(world, who).email, "matrix", now)
        headers = {"Authorization": f"Bearer {token}"}
    client = web_app.test_client(use_cookies=False)
    found = {}
    for rule, method in sorted(set(routes(web_app)) & set(MATRIX), key=_deletes_last):
        path = _path(rule, ids)
        body: dict[str, Any] = {} if method == "GET" else {"json": {}}
        answer = client.open(path, method=method, headers=headers, buffered=False, **body)
        found[rule, method] = answer.status_code
        answer.close()
    expected = {row: statuses[WHO.index(who)] for row, statuses in MATRIX.items()}
    assert found == expected


def test_no_get_changes_a_row(
    web_app: Flask, cloned_db: Database, world: World, now: datetime
) -> None:
    ids = known_ids(cloned_db, world, now)
    token = people.create_token(cloned_db, world.admin.email, "matrix", now)
    client = web_app.test_client(use_cookies=False)
    before = rows(cloned_db, world)
    for rule, method in routes(web_app):
        if method == "GET":
            client.get(
                _path(rule, ids), headers={"Authorization": f"Bearer {token}"}, buffered=False
            ).close()
    assert rows(cloned_db, world) == before


def _path(rule: str, ids: dict[str, Any]) -> str:
    path = re.sub(r"<(?:\w+:)?(\w+)>", lambda match: str(ids[match[1]]), rule)
    return path + WINDOW if path.endswith("/availability") else path


def _deletes_last(route: tuple[str, str]) -> tuple[bool, str, str]:
    rule, method = route
    return method == "DELETE", rule, method


def rows(db: Database, world: World) -> dict[str, tuple[int, int]]:
    """How many rows each table of the domain holds, and a sum that moves with any of them."""
    from floorplans.models import metadata  # noqa: PLC0415

    counted = {}
    with db.transaction(world.admin.organisation_id) as tx:
        for table in metadata.sorted_tables:
            statement = (
                f"SELECT count(*), COALESCE(sum(hashtext(t::text)::bigint), 0) FROM {table.name} t"
            )
            counted[table.name] = tuple(tx.exec_driver_sql(statement).one())
    return counted
