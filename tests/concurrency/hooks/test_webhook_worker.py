"""The worker tells other systems: killed at the worst moment, beside receivers that hang, and in
the order in which people waited for each other."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import psycopg
import pytest

from app.settings import Settings
from floorplans.bookings import service as bookings
from floorplans.bookings.views import BookingRequest
from floorplans.database import Database
from floorplans.errors import DomainError
from floorplans.hooks import delivering
from floorplans.hooks import service as hooks
from floorplans.hooks.kinds import Event
from floorplans.hooks.views import WebhookRequest
from floorplans.sealing import Sealer
from tests.support.databases import Clone
from tests.support.receiver import LOOPBACK, Receiver, receiving
from tests.support.slowness import eventually
from tests.support.web import World, make_world
from tests.support.webhooks import make_webhook, told

ROOT = Path(__file__).resolve().parents[3]
HOUR = timedelta(hours=1)


@pytest.fixture
def world(cloned_db: Database) -> World:
    return make_world(cloned_db)


@contextmanager
def working(clone: Clone, home: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A worker of its own; killed in the end, if it still lives."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("FLOORPLANS")},
        "DATABASE_URL": clone.owner_url,
        "DATABASE_APP_URL": clone.app_url,
        "FLOORPLANS_HOME": str(home),
        "FLOORPLANS_WEBHOOK_NETWORKS": "127.0.0.0/8",
    }
    command = [sys.executable, "-m", "app.jobs.worker"]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL) as worker:
        try:
            yield worker
        finally:
            worker.kill()


def listening(db: Database, world: World, home: Path, receiver: Receiver, path: str) -> UUID:
    """A webhook whose secret this installation can open."""
    sealer = Sealer(Settings(home=home).secret_key(), hooks.PURPOSE)
    wanted = WebhookRequest(path, receiver.url(path), frozenset(Event))
    now = datetime.now(UTC)
    return hooks.make(db, world.admin, wanted, sealer, networks=LOOPBACK, now=now)[0].id


def book(db: Database, world: World, hour: int) -> None:
    now = datetime.now(UTC)
    wanted = BookingRequest(world.desks[0], now + hour * HOUR, now + (hour + 1) * HOUR)
    bookings.book(db, world.employee, wanted, now)


def waiting(db: Database, world: World, webhook_id: UUID) -> int:
    return hooks.webhook(db, world.admin, webhook_id).waiting


def test_killed_between_sending_and_noting_it_sends_again_with_the_same_id(
    clone: Clone, cloned_db: Database, world: World, tmp_path: Path
) -> None:
    with receiving() as receiver:
        webhook_id = listening(cloned_db, world, tmp_path, receiver, "/door")
        receiver.hangs = True
        with working(clone, tmp_path) as first:
            book(cloned_db, world, 1)
            assert eventually(lambda: receiver.heard)
            os.kill(first.pid, signal.SIGKILL)
        receiver.hangs = False
        receiver.let_go.set()
        # What the dead one held is free when its lease ends; nobody waits here for a minute.
        with psycopg.connect(clone.admin_url, autocommit=True) as connection:
            connection.execute("UPDATE webhook_delivery SET leased_until = NULL")
        with working(clone, tmp_path):
            assert eventually(lambda: waiting(cloned_db, world, webhook_id) == 0)
            again = receiver.heard[-1]
    assert len(receiver.heard) >= 2
    assert {each.id for each in receiver.heard} == {again.id}
    assert {each.body for each in receiver.heard} == {again.body}


def test_one_that_hangs_holds_up_no_other(
    clone: Clone, cloned_db: Database, world: World, tmp_path: Path
) -> None:
    with ExitStack() as stack:
        stuck, quick = (stack.enter_context(receiving()) for _ in range(2))
        stuck.hangs = True
        for number in range(4):
            listening(cloned_db, world, tmp_path, stuck, f"/stuck/{number}")
        good = listening(cloned_db, world, tmp_path, quick, "/good")
        stack.enter_context(working(clone, tmp_path))
        book(cloned_db, world, 1)
        assert eventually(lambda: stuck.heard)
        for number in range(2, 5):
            book(cloned_db, world, number)
            assert eventually(lambda n=number: len(quick.heard) >= n)
        assert eventually(lambda: waiting(cloned_db, world, good) == 0)
        assert [each.document["sequence"] for each in quick.heard] == [1, 2, 3, 4]


def test_who_waited_for_another_is_told_after_it(cloned_db: Database, world: World) -> None:
    """Sixteen at once book and give back one place; whoever got it did so after it was free."""
    now = datetime.now(UTC)
    make_webhook(cloned_db, world.admin, now)
    organisation = world.admin.organisation_id

    def book_and_give_back(number: int) -> int:
        wanted = BookingRequest(world.desks[0], now + HOUR, now + 2 * HOUR)
        person = (world.employee, world.facility, world.admin)[number % 3]
        done = 0
        for _ in range(6):
            try:
                made = bookings.book(cloned_db, person, wanted, now)
                bookings.cancel(cloned_db, person, made.id, now)
                done += 1
            except DomainError:
                delivering.number(cloned_db, now)
        return done

    with ThreadPoolExecutor(16) as pool:
        done = sum(pool.map(book_and_give_back, range(16)))
    found = told(cloned_db, organisation, now)
    while len(found) < 2 * done:
        found = told(cloned_db, organisation, now)
    assert [each["sequence"] for each in found] == list(range(1, 2 * done + 1))
    taken_by = None
    for each in found:
        if each["type"] == "booking.created":
            assert taken_by is None
            taken_by = each["data"]["booking_id"]
        else:
            assert taken_by == each["data"]["booking_id"]
            taken_by = None


def test_two_that_number_at_once_give_every_number_once(cloned_db: Database, world: World) -> None:
    now = datetime.now(UTC)
    webhook_id, _ = make_webhook(cloned_db, world.admin, now)
    for number in range(1, 25):
        book(cloned_db, world, number)
    with ThreadPoolExecutor(8) as pool:
        numbered = list(pool.map(lambda _: delivering.number(cloned_db, now), range(16)))
    assert sum(numbered) == 24
    assert waiting(cloned_db, world, webhook_id) == 24


def test_two_workers_never_make_the_same_attempt(cloned_db: Database, world: World) -> None:
    now = datetime.now(UTC)
    webhook_id, _ = make_webhook(cloned_db, world.admin, now)
    for number in range(1, 17):
        book(cloned_db, world, number)
    delivering.number(cloned_db, now)
    organisation = world.admin.organisation_id
    with ThreadPoolExecutor(8) as pool:
        taken = list(
            pool.map(lambda _: delivering.take(cloned_db, organisation, webhook_id, now), range(20))
        )
    ids = [each.event.id for each in taken if each is not None]
    assert len(ids) == len(set(ids)) == 16
