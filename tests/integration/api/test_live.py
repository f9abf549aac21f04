"""Live updates: real commits, a real LISTEN, and streams as a browser reads them."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from flask import Flask

from app.api import live
from app.context import EXTENSION, Context
from app.live.hub import Subscription
from floorplans.bookings import service as bookings
from floorplans.bookings.views import BookingRequest
from floorplans.database import Database
from floorplans.errors import Busy
from floorplans.people import service as people
from tests.support.databases import Clone
from tests.support.slowness import PATIENCE_S, eventually
from tests.support.web import Clock, World, make_world, running_app

#: What the product promises.
WITHIN_S = 5.0


@pytest.fixture
def real_world(cloned_db: Database) -> World:
    return make_world(cloned_db)


@pytest.fixture
def real_app(cloned_db: Database, tmp_path: Path, now: datetime) -> Iterator[Flask]:
    with running_app(cloned_db, tmp_path, Clock(now)) as app:
        yield app


def parts(app: Flask) -> Context:
    found = app.extensions[EXTENSION]
    assert isinstance(found, Context)
    return found


def events(app: Flask, db: Database, world: World, now: datetime) -> Iterator[str]:
    """The chunks of a stream that the employee opens."""
    token = people.create_token(db, world.employee.email, "live", now)
    response = app.test_client().get(
        f"/api/v1/floors/{world.floor_id}/live",
        headers={"Authorization": f"Bearer {token}"},
        buffered=False,
    )
    assert response.status_code == 200
    assert response.content_type.startswith("text/event-stream")
    assert response.headers["Cache-Control"] == "no-store"
    try:
        for chunk in response.iter_encoded():
            yield chunk.decode()
    finally:
        response.close()


def settle(app: Flask, subscription: Subscription) -> None:
    """Let the listener begin and say what it knows."""
    assert eventually(parts(app).memory.versions.moment)
    while subscription.take(0) is not None:
        pass


def book(db: Database, world: World, now: datetime, hour: int) -> None:
    start = now + timedelta(hours=hour)
    bookings.book(
        db,
        world.facility,
        BookingRequest(world.desks[0], start, start + timedelta(hours=1)),
        now,
    )


def test_a_booking_reaches_an_open_map_at_once(
    real_app: Flask, cloned_db: Database, real_world: World, now: datetime
) -> None:
    stream = events(real_app, cloned_db, real_world, now)
    assert next(stream).startswith("retry:")
    first = next(stream)
    time.sleep(0.3)
    started = time.monotonic()
    threading.Timer(0.05, book, (cloned_db, real_world, now, 1)).start()
    second = next(stream)
    assert time.monotonic() - started < WITHIN_S
    assert first.startswith("event: version\ndata: ")
    assert second.startswith("event: version\ndata: ")
    assert first != second
    stream.close()


def test_a_hundred_maps_hear_of_one_booking(
    real_app: Flask, cloned_db: Database, real_world: World, now: datetime
) -> None:
    hub = parts(real_app).hub
    organisation = real_world.facility.organisation_id
    ready = threading.Barrier(101)

    def follow(_: int) -> int | None:
        with hub.subscribed(organisation, real_world.floor_id) as subscription:
            settle(real_app, subscription)
            ready.wait(PATIENCE_S)
            return subscription.take(PATIENCE_S)

    with ThreadPoolExecutor(100) as pool:
        waiting = [pool.submit(follow, number) for number in range(100)]
        ready.wait(PATIENCE_S)
        book(cloned_db, real_world, now, 1)
        heard = {each.result(PATIENCE_S) for each in waiting}
    assert len(heard) == 1
    assert heard != {None}


def test_maps_of_other_floors_and_organisations_hear_nothing(
    real_app: Flask, cloned_db: Database, real_world: World, now: datetime
) -> None:
    hub = parts(real_app).hub
    elsewhere = real_world.stranger.organisation_id
    with hub.subscribed(elsewhere, real_world.floor_id) as subscription:
        settle(real_app, subscription)
        book(cloned_db, real_world, now, 1)
        assert subscription.take(0.5) is None


def test_a_map_catches_up_after_the_connection_was_cut(
    real_app: Flask, cloned_db: Database, real_world: World, now: datetime, clone: Clone
) -> None:
    hub = parts(real_app).hub
    organisation = real_world.facility.organisation_id
    with hub.subscribed(organisation, real_world.floor_id) as subscription:
        settle(real_app, subscription)
        with psycopg.connect(clone.admin_url, autocommit=True) as admin:
            ended = admin.execute(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                " WHERE application_name = 'floorplans live' AND datname = %s",
                (clone.name,),
            ).fetchone()
        assert ended == (1,)
        book(cloned_db, real_world, now, 1)
        assert subscription.take(PATIENCE_S) == 1


def test_a_slow_map_keeps_only_the_newest_version(
    real_app: Flask, cloned_db: Database, real_world: World, now: datetime
) -> None:
    hub = parts(real_app).hub
    with hub.subscribed(real_world.facility.organisation_id, real_world.floor_id) as subscription:
        settle(real_app, subscription)
        subscription.offer(3)
        subscription.offer(5)
        subscription.offer(4)
        assert subscription.take(0.1) == 5
        assert subscription.take(0.1) is None


def test_a_stream_ends_with_its_session(
    real_app: Flask,
    cloned_db: Database,
    real_world: World,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(live, "HEARTBEAT_S", 0.1)
    stream = events(real_app, cloned_db, real_world, now)
    assert next(stream).startswith("retry:")
    while next(stream) != ": still here\n\n":
        pass
    people.let_go(cloned_db, real_world.employee, now)
    monkeypatch.setattr(live, "RECHECK_S", 0.0)
    assert list(stream)[-1].startswith("event: signed-out")


def test_too_many_open_maps_are_told_to_come_back(real_app: Flask, real_world: World) -> None:
    hub = parts(real_app).hub
    hub._most = 1
    place = (real_world.facility.organisation_id, UUID(int=1))
    with hub.subscribed(*place), pytest.raises(Busy) as caught, hub.subscribed(*place):
        pass
    assert caught.value.code == "maps_full"
    with hub.subscribed(*place):
        pass
