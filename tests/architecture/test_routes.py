"""Who gets what from every route. A new route without a row here fails."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from floorplans.bookings import service as bookings
from floorplans.bookings.views import ClosureRequest
from floorplans.database import Database
from floorplans.people import service as people
from floorplans.plans import service as plans
from tests.support.factories import make_batch, make_booking, make_profile
from tests.support.web import Clock, World, make_world, running_app

WINDOW = "?from=2026-11-18T09:00:00Z&to=2026-11-18T17:00:00Z"
WHO = ("anonymous", "employee", "facility", "admin", "stranger")

#: Statuses in the order of WHO. Writes carry an empty JSON object, so that 422 means "let in".
#: The ids in an address belong to the organisation of all but the stranger, who must get 404.
MATRIX: dict[tuple[str, str], tuple[int, int, int, int, int]] = {
    # Pages send who is not signed in to the form.
    ("/", "GET"): (302, 302, 302, 302, 302),
    ("/api/v1/batches", "GET"): (401, 403, 200, 200, 200),
    ("/api/v1/batches/<uuid:batch_id>", "GET"): (401, 403, 200, 200, 404),
    ("/api/v1/batches/<uuid:batch_id>/cancel", "POST"): (401, 403, 200, 200, 404),
    ("/api/v1/bookings", "GET"): (401, 200, 200, 200, 200),
    ("/api/v1/bookings", "POST"): (401, 422, 422, 422, 422),
    ("/api/v1/bookings/<uuid:booking_id>", "DELETE"): (401, 200, 200, 200, 404),
    ("/api/v1/bookings/<uuid:booking_id>", "GET"): (401, 200, 200, 200, 404),
    ("/api/v1/bookings/<uuid:booking_id>", "PATCH"): (401, 200, 200, 200, 404),
    ("/api/v1/bookings/<uuid:booking_id>/offers", "GET"): (401, 409, 409, 409, 404),
    ("/api/v1/buildings", "GET"): (401, 200, 200, 200, 200),
    ("/api/v1/buildings", "POST"): (401, 403, 422, 422, 422),
    ("/api/v1/buildings/<uuid:building_id>", "DELETE"): (401, 403, 422, 422, 404),
    ("/api/v1/buildings/<uuid:building_id>", "PATCH"): (401, 403, 200, 200, 404),
    ("/api/v1/buildings/<uuid:building_id>/heading", "PUT"): (401, 403, 422, 422, 422),
    ("/api/v1/closures", "POST"): (401, 403, 422, 422, 422),
    ("/api/v1/closures/<uuid:closure_id>", "DELETE"): (401, 403, 204, 204, 404),
    ("/api/v1/floors", "POST"): (401, 403, 422, 422, 422),
    ("/api/v1/floors/<uuid:floor_id>", "DELETE"): (401, 403, 422, 422, 404),
    ("/api/v1/floors/<uuid:floor_id>", "GET"): (401, 200, 200, 200, 404),
    ("/api/v1/floors/<uuid:floor_id>", "PATCH"): (401, 403, 200, 200, 404),
    ("/api/v1/floors/<uuid:floor_id>/availability", "GET"): (401, 200, 200, 200, 404),
    ("/api/v1/floors/<uuid:floor_id>/closures", "GET"): (401, 200, 200, 200, 404),
    ("/api/v1/floors/<uuid:floor_id>/exports/<export_format>", "GET"): (401, 200, 200, 200, 404),
    ("/api/v1/floors/<uuid:floor_id>/history", "GET"): (401, 403, 200, 200, 404),
    ("/api/v1/floors/<uuid:floor_id>/facts", "GET"): (401, 200, 200, 200, 404),
    ("/api/v1/floors/<uuid:floor_id>/live", "GET"): (401, 200, 200, 200, 404),
    ("/api/v1/floors/<uuid:floor_id>/plans", "GET"): (401, 403, 200, 200, 404),
    ("/api/v1/floors/<uuid:floor_id>/plans", "POST"): (401, 403, 415, 415, 415),
    ("/api/v1/floors/<uuid:floor_id>/spaces.geojson", "GET"): (401, 200, 200, 200, 404),
    ("/api/v1/me", "GET"): (401, 200, 200, 200, 200),
    ("/api/v1/me", "PATCH"): (401, 200, 200, 200, 200),
    ("/api/v1/me/password", "PUT"): (401, 422, 422, 422, 422),
    ("/api/v1/nearest", "POST"): (401, 422, 422, 422, 422),
    ("/api/v1/openapi.json", "GET"): (200, 200, 200, 200, 200),
    ("/api/v1/plans", "GET"): (401, 403, 200, 200, 200),
    ("/api/v1/plans/<uuid:plan_id>", "DELETE"): (401, 403, 204, 204, 404),
    ("/api/v1/plans/<uuid:plan_id>", "GET"): (401, 403, 200, 200, 404),
    ("/api/v1/plans/<uuid:plan_id>", "PATCH"): (401, 403, 200, 200, 404),
    ("/api/v1/plans/<uuid:plan_id>/affected", "GET"): (401, 403, 200, 200, 404),
    ("/api/v1/plans/<uuid:plan_id>/affected.csv", "GET"): (401, 403, 200, 200, 404),
    ("/api/v1/plans/<uuid:plan_id>/alignments", "GET"): (401, 403, 409, 409, 404),
    ("/api/v1/plans/<uuid:plan_id>/bring-back", "POST"): (401, 403, 409, 409, 404),
    ("/api/v1/plans/<uuid:plan_id>/difference", "GET"): (401, 403, 422, 422, 422),
    ("/api/v1/plans/<uuid:plan_id>/draft", "GET"): (401, 403, 404, 404, 404),
    ("/api/v1/plans/<uuid:plan_id>/edits", "GET"): (401, 403, 200, 200, 404),
    ("/api/v1/plans/<uuid:plan_id>/edits", "POST"): (401, 403, 422, 422, 422),
    ("/api/v1/plans/<uuid:plan_id>/edits/copy", "POST"): (401, 403, 422, 422, 422),
    ("/api/v1/plans/<uuid:plan_id>/edits/redo", "POST"): (401, 403, 422, 422, 422),
    ("/api/v1/plans/<uuid:plan_id>/edits/undo", "POST"): (401, 403, 422, 422, 422),
    ("/api/v1/plans/<uuid:plan_id>/file", "GET"): (401, 403, 200, 200, 404),
    ("/api/v1/plans/<uuid:plan_id>/ground", "GET"): (401, 403, 200, 200, 404),
    ("/api/v1/plans/<uuid:plan_id>/issues", "GET"): (401, 403, 404, 404, 404),
    ("/api/v1/plans/<uuid:plan_id>/redline.dxf", "GET"): (401, 403, 404, 404, 404),
    ("/api/v1/plans/<uuid:plan_id>/position", "PUT"): (401, 403, 422, 422, 422),
    ("/api/v1/plans/<uuid:plan_id>/position/check", "POST"): (401, 403, 422, 422, 422),
    ("/api/v1/plans/<uuid:plan_id>/preview", "GET"): (401, 403, 409, 409, 404),
    ("/api/v1/plans/<uuid:plan_id>/publish", "POST"): (401, 403, 409, 409, 404),
    ("/api/v1/plans/<uuid:plan_id>/unschedule", "POST"): (401, 403, 409, 409, 404),
    ("/api/v1/plans/<uuid:plan_id>/facts", "GET"): (401, 403, 409, 409, 404),
    ("/api/v1/plans/<uuid:plan_id>/profile", "PUT"): (401, 403, 422, 422, 422),
    ("/api/v1/plans/<uuid:plan_id>/profiles", "GET"): (401, 403, 200, 200, 404),
    ("/api/v1/plans/<uuid:plan_id>/reopen", "POST"): (401, 403, 409, 409, 404),
    ("/api/v1/plans/<uuid:plan_id>/spaces-list", "POST"): (401, 403, 415, 415, 415),
    ("/api/v1/plans/<uuid:plan_id>/underlay", "GET"): (401, 403, 404, 404, 404),
    ("/api/v1/profiles", "GET"): (401, 403, 200, 200, 200),
    ("/api/v1/profiles", "POST"): (401, 403, 422, 422, 422),
    ("/api/v1/profiles/<uuid:profile_id>", "DELETE"): (401, 403, 204, 204, 404),
    ("/api/v1/profiles/<uuid:profile_id>", "PATCH"): (401, 403, 422, 422, 422),
    ("/api/v1/profiles/<uuid:profile_id>", "PUT"): (401, 403, 422, 422, 422),
    ("/api/v1/sites", "GET"): (401, 200, 200, 200, 200),
    ("/api/v1/sites", "POST"): (401, 403, 422, 422, 422),
    ("/api/v1/sites/<uuid:site_id>", "DELETE"): (401, 403, 422, 422, 404),
    ("/api/v1/sites/<uuid:site_id>", "PATCH"): (401, 403, 200, 200, 404),
    ("/api/v1/sites/<uuid:site_id>/batches", "POST"): (401, 403, 415, 415, 415),
    ("/floors/<uuid:floor_id>", "GET"): (302, 200, 200, 200, 404),
    ("/floors/<uuid:floor_id>/map/<digest>.json", "GET"): (302, 404, 404, 404, 404),
    ("/healthz", "GET"): (200, 200, 200, 200, 200),
    ("/my/bookings", "GET"): (302, 200, 200, 200, 200),
    ("/my/password", "GET"): (302, 303, 303, 303, 303),
    ("/my/password", "POST"): (302, 422, 422, 422, 422),
    ("/my/profile", "GET"): (302, 200, 200, 200, 200),
    ("/my/profile", "POST"): (302, 303, 303, 303, 303),
    ("/near", "GET"): (302, 200, 200, 200, 200),
    ("/places", "GET"): (302, 200, 200, 200, 200),
    ("/places/edit", "GET"): (302, 403, 200, 200, 200),
    ("/places/edit", "POST"): (302, 403, 422, 422, 422),
    ("/plans", "GET"): (302, 403, 200, 200, 200),
    ("/plans/<uuid:plan_id>", "GET"): (302, 403, 200, 200, 404),
    ("/sign-in", "GET"): (200, 200, 200, 200, 200),
    ("/sign-in", "POST"): (400, 400, 400, 400, 400),
    ("/sign-out", "POST"): (400, 400, 400, 400, 400),
    ("/static/<path:name>", "GET"): (404, 404, 404, 404, 404),
}


def known_ids(db: Database, world: World, now: datetime) -> dict[str, Any]:
    start = now + timedelta(hours=1)
    closure = bookings.close_place(
        db,
        world.facility,
        ClosureRequest(world.floor_id, start, start + timedelta(hours=1), "Painting"),
        now,
    )
    return {
        "site_id": world.site_id,
        "building_id": world.building_id,
        "floor_id": world.floor_id,
        "booking_id": make_booking(db, world.employee, world.desks[0], start),
        "plan_id": plans.upload(db, world.facility, world.floor_id, "a.dxf", b"0\nEOF\n", now),
        "closure_id": closure.id,
        "batch_id": make_batch(db, world.facility, world.site_id),
        "profile_id": make_profile(db, world.facility),
        "digest": "f" * 16,
        "name": "nothing.js",
        "export_format": "csv",
    }


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
