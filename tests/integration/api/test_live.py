"""Live updates: real commits, a real LISTEN, and streams as a browser reads them."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from flask import Flask

from app.context import EXTENSION, Context
from app.live import hub
from app.live.open_map import Look, OpenMap
from floorplans.bookings import service as bookings
from floorplans.bookings.views import BookingRequest, Window
from floorplans.database import Database
from floorplans.errors import Busy
from floorplans.people import service as people
from tests.support.databases import Clone
from tests.support.slowness import PATIENCE_S, eventually
from tests.support.web import Client, Clock, World, make_world, running_app

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


def events(app: Flask, db: Database, world: World, now: datetime, **asked: str) -> Iterator[str]:
    """The events of a stream that the employee opens."""
    token = people.create_token(db, world.employee.email, "live", now)
    response = app.test_client().get(
        f"/api/v1/floors/{world.floor_id}/live",
        headers={"Authorization": f"Bearer {token}"},
        query_string=asked,
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


def told(event: str) -> dict[str, Any]:
    """What an event named version says."""
    assert event.startswith("event: version\ndata: ")
    found: dict[str, Any] = json.loads(event.removeprefix("event: version\ndata: "))
    return found


class Map:
    """An open map without a web server: what the hub says to it."""

    def __init__(self, app: Flask, look: Look) -> None:
        self._ours, theirs = socket.socketpair()
        self._ours.settimeout(PATIENCE_S)
        self._heard = b""
        parts(app).hub.follow(look, theirs)

    def hear(self, timeout_s: float = PATIENCE_S) -> dict[str, Any] | None:
        """The next event named version; None when ``timeout_s`` passed without one."""
        self._ours.settimeout(timeout_s)
        while b"\n\n" not in self._heard:
            try:
                self._heard += self._ours.recv(65536)
            except TimeoutError:
                return None
        event, _, self._heard = self._heard.partition(b"\n\n")
        return told(event.decode())

    def hang_up(self) -> None:
        self._ours.close()


def look(world: World, now: datetime, **asked: Any) -> Look:
    hours = Window(now + timedelta(hours=1), now + timedelta(hours=4))
    return Look(
        **{
            "person": world.employee,
            "floor_id": world.floor_id,
            "window": hours,
            "may_go_on": lambda: True,
            **asked,
        }
    )


@pytest.fixture
def open_map(real_app: Flask) -> Iterator[Callable[[Look], Map]]:
    """Opens a map that has heard of the present version, on a hub that surely hears."""
    opened: list[Map] = []

    def opening(looks_at: Look) -> Map:
        assert eventually(parts(real_app).memory.versions.moment)
        opened.append(Map(real_app, looks_at))
        assert opened[-1].hear() is not None
        return opened[-1]

    yield opening
    for each in opened:
        each.hang_up()


def book(db: Database, world: World, now: datetime, hour: int) -> None:
    start = now + timedelta(hours=hour)
    bookings.book(
        db,
        world.facility,
        BookingRequest(world.desks[0], start, start + timedelta(hours=1)),
        now,
    )


def availability(
    app: Flask, db: Database, world: World, now: datetime, asked: dict[str, str]
) -> dict[str, Any]:
    """The employee's document of some hours."""
    token = people.create_token(db, world.employee.email, "look", now)
    path = f"/floors/{world.floor_id}/availability"
    found: dict[str, Any] = Client(app, token).get(path, query_string=asked).get_json()
    return found


def test_a_booking_reaches_an_open_map_at_once(
    real_app: Flask, cloned_db: Database, real_world: World, now: datetime
) -> None:
    stream = events(real_app, cloned_db, real_world, now)
    assert next(stream).startswith("retry:")
    first = told(next(stream))
    assert eventually(parts(real_app).memory.versions.moment)
    started = time.monotonic()
    book(cloned_db, real_world, now, 1)
    second = told(next(stream))
    assert time.monotonic() - started < WITHIN_S
    assert second == {"version": first["version"] + 1}
    stream.close()


def test_a_map_is_told_what_changed_in_its_hours(
    real_app: Flask, cloned_db: Database, real_world: World, now: datetime
) -> None:
    hours = {"from": now + timedelta(hours=1), "to": now + timedelta(hours=4)}
    asked = {name: at.isoformat() for name, at in hours.items()}
    stream = events(real_app, cloned_db, real_world, now, **asked)
    assert next(stream).startswith("retry:")
    first = told(next(stream))
    assert eventually(parts(real_app).memory.versions.moment)
    document = availability(real_app, cloned_db, real_world, now, asked)
    assert document["version"] == first["version"]
    book(cloned_db, real_world, now, 1)
    news = told(next(stream))
    assert news["since"] == first["version"]
    assert [each["id"] for each in news["spaces"]] == [str(real_world.desks[0])]
    # Put into what was known, it is what the floor now is.
    changed = {each["id"]: each for each in news["spaces"]}
    document["spaces"] = [changed.get(each["id"], each) for each in document["spaces"]]
    document["version"] = news["version"]
    assert news["plan"] == document["plan"]
    assert document == availability(real_app, cloned_db, real_world, now, asked)
    stream.close()


def test_everybody_is_told_what_it_means_for_them(
    cloned_db: Database, real_world: World, now: datetime, open_map: Callable[[Look], Map]
) -> None:
    own = open_map(look(real_world, now, person=real_world.facility))
    other = open_map(look(real_world, now))
    later = Window(now + timedelta(hours=6), now + timedelta(hours=7))
    elsewhen = open_map(look(real_world, now, window=later))
    book(cloned_db, real_world, now, 1)
    heard = [each.hear() for each in (own, other, elsewhen)]
    assert [[space["status"] for space in news["spaces"]] for news in heard if news] == [
        ["yours"],
        ["taken"],
        [],
    ]


def test_changes_that_come_while_a_map_is_read_are_told_from_the_version_before(
    cloned_db: Database, real_world: World, now: datetime, open_map: Callable[[Look], Map]
) -> None:
    here = open_map(look(real_world, now))
    for hour in (1, 2, 3):
        book(cloned_db, real_world, now, hour)
    version, news = 0, here.hear()
    while news is not None:
        assert news["since"] == version
        version = news["version"]
        news = here.hear() if version < 3 else None
    assert version == 3


def test_a_hundred_maps_hear_of_one_booking(
    real_app: Flask,
    cloned_db: Database,
    real_world: World,
    now: datetime,
    open_map: Callable[[Look], Map],
) -> None:
    threads = threading.active_count()
    maps = [open_map(look(real_world, now)) for _ in range(100)]
    # One thread of the hub, one of the news: none of a map's own.
    assert threading.active_count() - threads <= 2
    assert parts(real_app).hub.count == 100
    book(cloned_db, real_world, now, 1)
    heard = [each.hear() for each in maps]
    assert all(news == heard[0] for news in heard)
    assert heard[0] is not None
    assert [space["status"] for space in heard[0]["spaces"]] == ["taken"]


def test_maps_of_other_floors_and_organisations_hear_nothing(
    cloned_db: Database, real_world: World, now: datetime, open_map: Callable[[Look], Map]
) -> None:
    elsewhere = open_map(look(real_world, now, person=real_world.stranger, window=None))
    here = open_map(look(real_world, now))
    book(cloned_db, real_world, now, 1)
    assert here.hear() is not None
    assert elsewhere.hear(0.3) is None


def test_a_map_catches_up_after_the_connection_was_cut(
    cloned_db: Database,
    real_world: World,
    now: datetime,
    clone: Clone,
    open_map: Callable[[Look], Map],
) -> None:
    here = open_map(look(real_world, now))
    with psycopg.connect(clone.admin_url, autocommit=True) as admin:
        ended = admin.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE application_name = 'floorplans live' AND datname = %s",
            (clone.name,),
        ).fetchone()
    assert ended == (1,)
    book(cloned_db, real_world, now, 1)
    news = here.hear()
    assert news is not None
    assert news["version"] == 1


def test_a_map_that_reads_nothing_holds_up_nobody(
    real_app: Flask,
    cloned_db: Database,
    real_world: World,
    now: datetime,
    open_map: Callable[[Look], Map],
) -> None:
    ours, theirs = socket.socketpair()
    theirs.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1)
    silent, here = (
        OpenMap(look(real_world, now), theirs, in_chunks=False),
        open_map(look(real_world, now)),
    )
    with ours, theirs:
        while not silent.unsent:
            silent.send(b"x" * 4096)
        parts(real_app).hub.follow(look(real_world, now), theirs)
        book(cloned_db, real_world, now, 1)
        assert here.hear() is not None


def test_a_client_that_hangs_up_is_forgotten(
    real_app: Flask, real_world: World, now: datetime, open_map: Callable[[Look], Map]
) -> None:
    here = open_map(look(real_world, now))
    assert parts(real_app).hub.count == 1
    here.hang_up()
    assert eventually(lambda: parts(real_app).hub.count == 0)


def test_a_stream_ends_with_its_session(
    real_app: Flask,
    cloned_db: Database,
    real_world: World,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(hub, "RECHECK_SOON_S", 0.1)
    stream = events(real_app, cloned_db, real_world, now)
    assert next(stream).startswith("retry:")
    assert told(next(stream)) == {"version": 0}
    assert eventually(parts(real_app).memory.versions.moment)
    # Nobody waits for the next time that all are asked: it is news that somebody has gone.
    people.let_go(cloned_db, real_world.employee, now)
    assert list(stream)[-1].startswith("event: signed-out")


def test_a_quiet_stream_says_that_it_is_still_there(
    real_app: Flask,
    cloned_db: Database,
    real_world: World,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(hub, "HEARTBEAT_S", 0.1)
    stream = events(real_app, cloned_db, real_world, now)
    assert [next(stream)[:7] for _ in range(3)] == ["retry: ", "event: ", ": still"]
    stream.close()


def test_too_many_open_maps_are_told_to_come_back(
    real_app: Flask, real_world: World, now: datetime, open_map: Callable[[Look], Map]
) -> None:
    parts(real_app).hub._most = 1
    here = open_map(look(real_world, now))
    with pytest.raises(Busy) as caught:
        parts(real_app).hub.require_room()
    assert caught.value.code == "maps_full"
    here.hang_up()
    assert eventually(lambda: parts(real_app).hub.count == 0)
    parts(real_app).hub.require_room()


def test_a_head_of_a_stream_has_no_stream(
    real_app: Flask, cloned_db: Database, real_world: World, now: datetime
) -> None:
    token = people.create_token(cloned_db, real_world.employee.email, "live", now)
    answer = Client(real_app, token).ask("HEAD", f"/floors/{real_world.floor_id}/live")
    assert (answer.status_code, parts(real_app).hub.count) == (200, 0)
