"""The worker as it is started: it says that mail is sent, sends it, and stops when told."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.jobs.tasks import build
from app.jobs.worker import QUICK_QUEUES, SLOW_QUEUES, TELLING_QUEUES
from floorplans.bookings import service as bookings
from floorplans.bookings.views import BookingRequest
from floorplans.database import Database
from floorplans.messages import service as messages
from tests.support.databases import Clone
from tests.support.mailbox import SENDER, mail_server
from tests.support.slowness import PATIENCE_S, eventually
from tests.support.web import World, make_world

ROOT = Path(__file__).resolve().parents[3]


def start_worker(clone: Clone, home: Path, **mail: str) -> subprocess.Popen[bytes]:
    environment = {
        **os.environ,
        "DATABASE_URL": clone.owner_url,
        "DATABASE_APP_URL": clone.app_url,
        "FLOORPLANS_HOME": str(home),
        **mail,
    }
    return subprocess.Popen(
        [sys.executable, "-m", "app.jobs.worker"],
        cwd=ROOT,
        env=environment,
        stderr=subprocess.PIPE,
    )


def book(db: Database, world: World, *, desk: int) -> None:
    now = datetime.now(UTC)
    wanted = BookingRequest(world.desks[desk], now + timedelta(hours=3), now + timedelta(hours=4))
    bookings.book(db, world.employee, wanted, now)


def test_every_task_has_a_worker(clone: Clone, cloned_db: Database) -> None:
    tasks = build(clone.app_url, cloned_db, post=lambda: None).tasks.values()
    ours = {task.queue for task in tasks if not task.name.startswith("builtin:")}
    assert ours == {*SLOW_QUEUES, *QUICK_QUEUES, *TELLING_QUEUES}


def test_a_worker_with_a_mail_server_sends_what_is_booked_and_one_without_ends_it(
    clone: Clone, cloned_db: Database, tmp_path: Path
) -> None:
    world = make_world(cloned_db)
    with mail_server() as box:
        settings = {
            "FLOORPLANS_SMTP_HOST": "127.0.0.1",
            "FLOORPLANS_SMTP_PORT": str(box.port),
            "FLOORPLANS_SMTP_SECURITY": "none",
            "FLOORPLANS_MAIL_FROM": SENDER,
            "FLOORPLANS_URL": "https://floors.office.test",
        }
        with start_worker(clone, tmp_path, **settings) as worker:
            assert eventually(lambda: messages.post_state(cloned_db).sends)
            book(cloned_db, world, desk=0)
            assert eventually(lambda: len(box.mails) == 1)
            assert eventually(lambda: messages.post_state(cloned_db).waiting == 0)
            worker.terminate()
            assert worker.wait(timeout=PATIENCE_S) == 0
            assert worker.stderr is not None
            logged = worker.stderr.read().decode()
        assert "sent=1" in logged
        assert world.employee.email not in logged
        assert "https://floors.office.test/links/" in box.mails[0].as_string()
        with start_worker(clone, tmp_path) as worker:
            assert eventually(lambda: not messages.post_state(cloned_db).sends)
            book(cloned_db, world, desk=1)
            assert messages.post_state(cloned_db).waiting == 0
            worker.terminate()
            worker.communicate(timeout=PATIENCE_S)
        assert len(box.mails) == 1
