"""What the doctor says of mail."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from app.doctor.finding import Level
from app.doctor.mail import look_at_mail
from app.settings import MailSettings, Security
from floorplans.bookings import service as bookings
from floorplans.bookings.views import BookingRequest
from floorplans.database import Database
from floorplans.messages import service as messages
from tests.support.databases import Clone
from tests.support.web import World, make_world

MAIL = MailSettings("mail.test", 587, Security.STARTTLS, "floors@office.test")
HOUR = timedelta(hours=1)


@pytest.fixture
def ours(cloned_db: Database) -> World:
    return make_world(cloned_db)


def look(clone: Clone, settings: MailSettings | None = MAIL):
    with psycopg.connect(clone.app_url) as connection:
        return look_at_mail(connection, settings)


def test_no_mail_server_is_said_and_is_no_fault(clone: Clone) -> None:
    found = look(clone, None)
    assert found.level is Level.FINE
    assert "No mail is sent: FLOORPLANS_SMTP_HOST is not set." in found.message


def test_a_server_that_nobody_was_started_with_is_told(clone: Clone) -> None:
    assert look(clone).level is Level.WARNING


def test_mail_that_waits_long_is_a_broken_promise_with_its_reason(
    clone: Clone, cloned_db: Database, ours: World
) -> None:
    messages.say_whether_sent(cloned_db, True)
    assert look(clone).level is Level.FINE
    now = datetime.now(UTC) - HOUR
    wanted = BookingRequest(ours.desks[0], now + HOUR, now + 5 * HOUR)
    bookings.book(cloned_db, ours.employee, wanted, now)
    assert "Messages that wait: 1." in look(clone).message
    for minutes in (0, 1):
        at = now + timedelta(minutes=minutes)
        taken = messages.take(cloned_db, at)
        assert taken is not None
        messages.failed(cloned_db, taken, "login_refused", 1, at)
    found = look(clone)
    assert found.level is Level.PROBLEM
    assert "the mail server refuses the login" in found.message


def test_refused_mail_is_a_warning_in_numbers(
    clone: Clone, cloned_db: Database, ours: World
) -> None:
    messages.say_whether_sent(cloned_db, True)
    now = datetime.now(UTC)
    wanted = BookingRequest(ours.desks[0], now + HOUR, now + 5 * HOUR)
    bookings.book(cloned_db, ours.employee, wanted, now)
    taken = messages.take(cloned_db, now)
    assert taken is not None
    messages.refused(cloned_db, taken, now)
    found = look(clone)
    assert found.level is Level.WARNING
    assert "refused for good: 1;" in found.message
