"""Workers remember who asks and what a floor's version is, and never answer with what is over."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app.context import EXTENSION, Context
from app.live.stamps import Stamps, Topic
from floorplans.database import Database
from floorplans.people import service as people
from tests.support.databases import Clone
from tests.support.web import Client, Clock, World, make_app, make_world

WITHIN_S = 60.0


@pytest.fixture
def world(cloned_db: Database) -> World:
    return make_world(cloned_db)


@pytest.fixture
def workers(cloned_db: Database, tmp_path: Path, now: datetime) -> Iterator[tuple[Flask, Flask]]:
    """Two workers of one server."""
    stamps = Stamps()
    apps = tuple(make_app(cloned_db, tmp_path, Clock(now), stamps=stamps) for _ in range(2))
    for app in apps:
        until_sure(app)
    yield apps[0], apps[1]
    for app in apps:
        parts(app).hub.close()


def parts(app: Flask) -> Context:
    found = app.extensions[EXTENSION]
    assert isinstance(found, Context)
    return found


def until_sure(app: Flask) -> None:
    """Wait until the worker hears its own pulse, and so remembers."""
    until = time.monotonic() + WITHIN_S
    while parts(app).memory.people.moment() is None:
        assert time.monotonic() < until
        time.sleep(0.01)


def look(app: Flask, token: str, world: World, now: datetime) -> dict[str, str]:
    """The statuses of the desks in the coming hour."""
    window = {"from": now.isoformat(), "to": (now + timedelta(hours=1)).isoformat()}
    answer = Client(app, token).get(f"/floors/{world.floor_id}/availability", query_string=window)
    assert answer.status_code == 200
    return {each["id"]: each["status"] for each in answer.get_json()["spaces"]}


def test_what_is_known_is_not_asked_again(
    workers: tuple[Flask, Flask], cloned_db: Database, world: World, now: datetime
) -> None:
    app, _ = workers
    token = people.create_token(cloned_db, world.employee.email, "t", now)
    look(app, token, world, now)
    assert parts(app).memory.person(people.digest(token), now) is not None
    key = (world.employee.organisation_id, world.floor_id)
    assert parts(app).memory.versions.recall(key) == 0


def test_a_booking_is_seen_at_once_whichever_worker_answers(
    workers: tuple[Flask, Flask], cloned_db: Database, world: World, now: datetime
) -> None:
    token = people.create_token(cloned_db, world.employee.email, "t", now)
    for number, desk in enumerate(world.desks):
        writer, reader = workers if number % 2 else workers[::-1]
        assert look(reader, token, world, now)[str(desk)] == "free"
        begins, ends = now.isoformat(), (now + timedelta(hours=1)).isoformat()
        made = Client(writer, token).post(
            "/bookings", {"space_id": str(desk), "from": begins, "to": ends}
        )
        assert made.status_code == 201
        assert look(reader, token, world, now)[str(desk)] == "yours"


def test_a_change_from_elsewhere_ends_what_is_remembered(
    workers: tuple[Flask, Flask], cloned_db: Database, world: World, now: datetime
) -> None:
    """By the command line or on another machine: no mark is left, the notification tells."""
    app, _ = workers
    token = people.create_token(cloned_db, world.employee.email, "t", now)
    look(app, token, world, now)
    people.let_go(cloned_db, world.employee, now)
    until = time.monotonic() + WITHIN_S
    while parts(app).memory.person(people.digest(token), now) is not None:
        assert time.monotonic() < until
        time.sleep(0.01)
    assert Client(app, token).get("/me").status_code == 401


def test_nothing_is_remembered_while_the_listener_is_cut_off(
    workers: tuple[Flask, Flask], cloned_db: Database, world: World, now: datetime, clone: Clone
) -> None:
    app, _ = workers
    token = people.create_token(cloned_db, world.employee.email, "t", now)
    look(app, token, world, now)
    with psycopg.connect(clone.admin_url, autocommit=True) as admin:
        admin.execute(f'ALTER DATABASE "{clone.name}" CONNECTION LIMIT 0')
        admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE application_name = 'floorplans live' AND datname = %s",
            (clone.name,),
        )
        until = time.monotonic() + WITHIN_S
        while parts(app).memory.people.moment() is not None:
            assert time.monotonic() < until
            time.sleep(0.01)
        assert parts(app).memory.person(people.digest(token), now) is None
        admin.execute(f'ALTER DATABASE "{clone.name}" CONNECTION LIMIT -1')
    until_sure(app)


def test_a_token_is_looked_up_again_when_it_ends(
    workers: tuple[Flask, Flask], cloned_db: Database, world: World, now: datetime
) -> None:
    app, _ = workers
    ends = now + timedelta(seconds=30)
    token = people.create_token(cloned_db, world.employee.email, "t", now, expires_at=ends)
    look(app, token, world, now)
    known = parts(app).memory
    assert known.person(people.digest(token), ends - timedelta(microseconds=1)) is not None
    assert known.person(people.digest(token), ends) is None


def test_what_was_read_before_the_news_is_not_kept(workers: tuple[Flask, Flask]) -> None:
    app, _ = workers
    memory, stamps = parts(app).memory, parts(app).stamps
    floor = (uuid4(), uuid4())
    before = memory.versions.moment()
    stamps.leave(Topic.FLOORS)
    memory.versions.keep(floor, 1, before)
    assert memory.versions.recall(floor) is None
    memory.versions.keep(floor, 2, memory.versions.moment())
    assert memory.versions.recall(floor) == 2


def test_who_comes_too_late_is_offered_what_is_free_now(
    workers: tuple[Flask, Flask], cloned_db: Database, world: World, now: datetime
) -> None:
    """The offer is remembered, and forgotten with the next booking."""
    app, other = workers
    token = people.create_token(cloned_db, world.employee.email, "t", now)
    hours = {"from": now.isoformat(), "to": (now + timedelta(hours=1)).isoformat()}
    taken, second, third = (str(desk) for desk in world.desks)

    def book(worker: Flask, desk: str) -> TestResponse:
        return Client(worker, token).post("/bookings", {"space_id": desk, **hours})

    def offered() -> set[str]:
        return {each["space_id"] for each in book(app, taken).get_json()["alternatives"]}

    assert book(app, taken).status_code == 201
    assert offered() == offered() == {second, third}
    assert book(other, second).status_code == 201
    assert offered() == {third}
