"""Several who post at once, some of whom are killed: every message leaves, none is left behind."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier, get_ident

import pytest
from sqlalchemy import text

from app.mail.letters import Frame
from app.mail.links import Addresses
from app.mail.posting import Posted, Round
from app.mail.smtp import Post
from floorplans.bookings import service as bookings
from floorplans.bookings.views import BookingRequest
from floorplans.database import Database
from floorplans.errors import Conflict
from floorplans.messages import queries
from floorplans.messages import service as messages
from floorplans.messages.views import Taken
from tests.support.databases import Clone
from tests.support.factories import make_space
from tests.support.mailbox import SENDER, Mailbox, mail_server
from tests.support.slowness import PATIENCE_S, eventually
from tests.support.web import World, make_world

POSTERS = 6
BOOKINGS = 40
FRAME = Frame(SENDER, Addresses("https://floors.office.test", b"key"))
ROOT = Path(__file__).resolve().parents[3]
START = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)

#: Posts until nothing is due, one conversation after the other.
_CHILD = """
import sys
from datetime import datetime
from app.mail.letters import Frame
from app.mail.links import Addresses
from app.mail.posting import Posted, Round
from app.mail.smtp import Post
from app.settings import MailSettings, Security
from floorplans.database import Database
url, port, sender, now = sys.argv[1:]
settings = MailSettings("127.0.0.1", int(port), Security.NONE, sender)
frame = Frame(sender, Addresses("https://floors.office.test", b"key"))
db = Database(url)
while True:
    with Post(settings) as post:
        if Round(db, post, frame, lambda: datetime.fromisoformat(now)).run() == Posted():
            break
db.close()
"""


@pytest.fixture
def world(cloned_db: Database) -> World:
    messages.say_whether_sent(cloned_db, True)
    return make_world(cloned_db)


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with mail_server() as box:
        yield box


def book_many(db: Database, world: World, now: datetime) -> None:
    for number in range(BOOKINGS):
        start = START + timedelta(hours=number)
        wanted = BookingRequest(world.desks[0], start, start + timedelta(hours=1))
        bookings.book(db, world.employee, wanted, now)


def post_all(db: Database, mailbox: Mailbox, now: datetime) -> Posted:
    with Post(mailbox.settings()) as post:
        return Round(db, post, FRAME, lambda: now).run()


def waiting(db: Database) -> int:
    return messages.post_state(db).waiting


def test_many_who_post_at_once_send_each_message_once(cloned_db, world, mailbox, now):
    book_many(cloned_db, world, now)
    with ThreadPoolExecutor(POSTERS) as pool:
        rounds = [pool.submit(post_all, cloned_db, mailbox, now) for _ in range(POSTERS)]
    assert sum(each.result().sent for each in rounds) == BOOKINGS
    sent = Counter(str(mail["Message-ID"]) for mail in mailbox.mails)
    assert len(sent) == BOOKINGS
    assert set(sent.values()) == {1}


def test_without_the_lease_many_would_send_the_same_message(
    cloned_db, world, mailbox, now, monkeypatch
):
    """The control of the test above: it does fail when a message is not held for its poster."""
    book_many(cloned_db, world, now)
    monkeypatch.setattr(queries, "LEASE", timedelta(0))
    take, everybody, begun = messages.take, Barrier(POSTERS), set()

    def take_together(db: Database, at: datetime) -> Taken | None:
        """Nobody sends before all have taken their first."""
        taken = take(db, at)
        if get_ident() not in begun:
            begun.add(get_ident())
            everybody.wait(PATIENCE_S)
        return taken

    monkeypatch.setattr(messages, "take", take_together)
    with ThreadPoolExecutor(POSTERS) as pool:
        rounds = [pool.submit(post_all, cloned_db, mailbox, now) for _ in range(POSTERS)]
    for each in rounds:
        each.result()
    sent = Counter(str(mail["Message-ID"]) for mail in mailbox.mails)
    assert max(sent.values()) > 1


def test_posters_that_are_killed_lose_nothing_and_repeat_at_most_what_they_held(
    clone: Clone, cloned_db, world, mailbox, now
):
    book_many(cloned_db, world, now)
    killed = 0
    for _ in range(4):
        before = len(mailbox.mails)
        child = subprocess.Popen(
            [
                sys.executable,
                "-c",
                _CHILD,
                clone.engine_url,
                str(mailbox.port),
                SENDER,
                now.isoformat(),
            ],
            cwd=ROOT,
        )
        assert eventually(lambda n=before: len(mailbox.mails) > n)
        killed += child.poll() is None
        child.kill()
        child.wait()
    assert killed
    later = now + timedelta(minutes=11)
    while waiting(cloned_db):
        assert post_all(cloned_db, mailbox, later) != Posted()
    sent = Counter(str(mail["Message-ID"]) for mail in mailbox.mails)
    assert len(sent) == BOOKINGS
    assert sum(sent.values()) - BOOKINGS <= killed


def test_of_many_who_want_one_desk_only_the_one_who_got_it_is_told(cloned_db, world, now):
    def book(_: int) -> bool:
        wanted = BookingRequest(world.desks[1], START, START + timedelta(hours=1))
        try:
            bookings.book(cloned_db, world.employee, wanted, now)
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(16) as pool:
        booked = sum(pool.map(book, range(16)))
    with cloned_db.transaction(world.employee.organisation_id) as tx:
        told = tx.execute(text("SELECT count(*) FROM message")).scalar_one()
    assert (booked, told) == (1, 1)


def test_many_sweeps_at_once_write_each_reminder_once(cloned_db, world, now):
    desks = [
        make_space(cloned_db, world.facility, world.floor_id, x=50.0 + 3 * number)
        for number in range(20)
    ]
    for desk in desks:
        wanted = BookingRequest(desk, START, START + timedelta(hours=1))
        bookings.book(cloned_db, world.employee, wanted, now - timedelta(days=1))
    due = START - timedelta(minutes=10)
    with ThreadPoolExecutor(8) as pool:
        written = sum(pool.map(lambda _: messages.remind(cloned_db, due), range(8)))
    with cloned_db.transaction(world.employee.organisation_id) as tx:
        stored = tx.execute(
            text("SELECT count(*) FROM message WHERE kind = 'reminder'")
        ).scalar_one()
    assert (written, stored) == (20, 20)
