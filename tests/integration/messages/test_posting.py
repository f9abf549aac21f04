"""Messages on their way: sent once, in order, tried again, and never forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import text

from app.mail.letters import Frame
from app.mail.links import Addresses
from app.mail.posting import Posted, Round
from app.mail.smtp import Post
from app.settings import Security
from floorplans.bookings import service as bookings
from floorplans.bookings.views import BookingChange, BookingRequest
from floorplans.database import Database
from floorplans.messages import rules
from floorplans.messages import service as messages
from floorplans.people import service as people
from tests.support.mailbox import SENDER, Mailbox, mail_server, own_authority
from tests.support.web import Clock, World

HOUR = timedelta(hours=1)
FRAME = Frame(SENDER, Addresses("https://floors.office.test", b"key"))


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with mail_server() as box:
        yield box


def post(db: Database, mailbox: Mailbox, clock: Clock, **settings) -> Posted:
    with Post(mailbox.settings(**settings), timeout_s=2.0) as way:
        return Round(db, way, FRAME, clock).run()


def book(db: Database, world: World, now: datetime, *, desk: int = 0, hours: float = 5):
    wanted = BookingRequest(world.desks[desk], now + HOUR, now + hours * HOUR)
    return bookings.book(db, world.employee, wanted, now).id


def outcomes(db: Database, world: World) -> list[str | None]:
    with db.transaction(world.employee.organisation_id) as tx:
        return list(tx.execute(text("SELECT outcome FROM message ORDER BY number")).scalars())


def troubles(db: Database, world: World) -> list[str | None]:
    with db.transaction(world.employee.organisation_id) as tx:
        return list(tx.execute(text("SELECT trouble FROM message ORDER BY number")).scalars())


def test_what_is_due_is_sent_once(posting, world, clock, mailbox):
    book(posting, world, clock.now)
    assert post(posting, mailbox, clock) == Posted(sent=1)
    assert post(posting, mailbox, clock) == Posted()
    assert mailbox.subjects() == ["Booked: Desk 0, Wed 18 Nov, 10:00\N{EN DASH}14:00"]
    assert mailbox.envelopes[0].rcpt_tos == [world.employee.email]
    assert mailbox.envelopes[0].mail_from == "floors@office.test"


def test_messages_about_one_booking_leave_in_their_order(posting, world, clock, mailbox):
    booking_id = book(posting, world, clock.now)
    bookings.change(posting, world.employee, booking_id, BookingChange(world.desks[1]), clock.now)
    bookings.cancel(posting, world.employee, booking_id, clock.now)
    assert post(posting, mailbox, clock).sent == 3
    assert [subject.split(":")[0] for subject in mailbox.subjects()] == [
        "Booked",
        "Changed",
        "Cancelled",
    ]


def test_a_later_message_waits_for_the_one_before_it(posting, world, clock, mailbox):
    booking_id = book(posting, world, clock.now)
    mailbox.refuses_recipient = "451 later"
    post(posting, mailbox, clock)
    bookings.cancel(posting, world.employee, booking_id, clock.now)
    mailbox.refuses_recipient = None
    assert post(posting, mailbox, clock) == Posted()
    clock.pass_by(seconds=31)
    assert post(posting, mailbox, clock).sent == 2
    assert mailbox.subjects()[0].startswith("Booked")


def test_a_server_that_is_away_is_asked_again_after_growing_waits(posting, world, clock):
    with mail_server() as gone:
        settings = gone.settings()
    book(posting, world, clock.now, hours=60)
    asked = []
    for _ in range(600):
        with Post(settings, timeout_s=2.0) as way:
            if Round(posting, way, FRAME, clock).run().failed:
                asked.append(clock.now)
        clock.pass_by(seconds=30)
    waits = [later - earlier for earlier, later in pairwise(asked)]
    assert tuple(waits[: len(rules.WAITS)]) == rules.WAITS
    assert set(waits[len(rules.WAITS) :]) == {rules.WAITS[-1]}
    assert troubles(posting, world) == ["unreachable"]
    assert outcomes(posting, world) == [None]


def test_what_waited_for_a_server_is_sent_when_it_is_back(posting, world, clock, mailbox):
    with mail_server() as gone:
        settings = gone.settings()
    book(posting, world, clock.now)
    with Post(settings, timeout_s=2.0) as way:
        assert Round(posting, way, FRAME, clock).run() == Posted(failed=1)
    clock.pass_by(minutes=1)
    assert post(posting, mailbox, clock) == Posted(sent=1)


def test_one_person_whom_the_server_never_takes_keeps_no_other_waiting(
    posting, world, clock, mailbox
):
    book(posting, world, clock.now)
    mailbox.refuses_recipient = "550 no such person"
    assert post(posting, mailbox, clock) == Posted(refused=1)
    mailbox.refuses_recipient = None
    book(posting, world, clock.now, desk=1)
    assert post(posting, mailbox, clock) == Posted(sent=1)
    assert outcomes(posting, world) == ["refused", "sent"]


@pytest.mark.parametrize(("answer", "outcome"), [("451 full", None), ("554 spam", "refused")])
def test_a_text_that_is_refused_ends_or_waits_as_the_server_says(
    posting, world, clock, mailbox, answer, outcome
):
    book(posting, world, clock.now)
    mailbox.refuses_text = answer
    post(posting, mailbox, clock)
    assert outcomes(posting, world) == [outcome]


def test_a_server_that_hangs_up_in_the_middle_gets_the_same_message_id_again(
    posting, world, clock, mailbox
):
    book(posting, world, clock.now)
    mailbox.hangs_up = True
    assert post(posting, mailbox, clock) == Posted(failed=1)
    clock.pass_by(minutes=1)
    assert post(posting, mailbox, clock) == Posted(sent=1)
    first, second = (mail["Message-ID"] for mail in mailbox.mails)
    assert first == second


def test_a_process_that_dies_with_a_message_leaves_it_to_the_next_when_its_lease_ends(
    posting, world, clock, mailbox
):
    book(posting, world, clock.now)
    assert messages.take(posting, clock.now) is not None
    assert post(posting, mailbox, clock) == Posted()
    clock.pass_by(minutes=11)
    assert post(posting, mailbox, clock) == Posted(sent=1)


def test_a_message_that_is_of_no_use_any_more_is_not_sent(posting, world, clock, mailbox):
    book(posting, world, clock.now)
    clock.pass_by(hours=6)
    assert post(posting, mailbox, clock) == Posted(spared=1)
    assert outcomes(posting, world) == ["too_late"]


def test_a_cancellation_is_sent_also_after_the_booked_hours(posting, world, clock, mailbox):
    booking_id = book(posting, world, clock.now)
    post(posting, mailbox, clock)
    bookings.cancel(posting, world.employee, booking_id, clock.now)
    clock.pass_by(hours=6)
    assert post(posting, mailbox, clock) == Posted(sent=1)


def test_nothing_is_sent_to_who_left_meanwhile(posting, world, clock, mailbox):
    book(posting, world, clock.now)
    people.let_go(posting, world.employee, clock.now)
    assert post(posting, mailbox, clock) == Posted(spared=1)
    assert outcomes(posting, world) == ["needless"]


def test_ended_messages_are_forgotten_after_a_week_and_waiting_ones_are_not(
    posting, world, clock, mailbox
):
    book(posting, world, clock.now)
    post(posting, mailbox, clock)
    book(posting, world, clock.now, desk=1)
    clock.pass_by(days=7, minutes=1)
    assert messages.forget_ended(posting, clock.now) == 1
    assert outcomes(posting, world) == [None]


def test_the_state_of_the_post_is_told_in_numbers(posting, world, clock, mailbox):
    assert messages.post_state(posting).waiting == 0
    book(posting, world, clock.now)
    book(posting, world, clock.now, desk=1)
    mailbox.refuses_recipient = "550 no"
    post(posting, mailbox, clock)
    book(posting, world, clock.now, desk=2)
    state = messages.post_state(posting)
    assert (state.sends, state.waiting, state.refused, state.too_late) == (True, 1, 2, 0)


def test_starttls_and_a_login_are_used_and_a_strange_certificate_is_not(
    posting, world, clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    context, trusted = own_authority(tmp_path)
    book(posting, world, clock.now)
    with mail_server(starttls=context, login=("floors", "hush")) as box:
        given = box.settings(Security.STARTTLS, user="floors", password="hush")
        with Post(given, timeout_s=5.0) as way:
            assert Round(posting, way, FRAME, clock).run() == Posted(failed=1)
        assert troubles(posting, world) == ["certificate_or_tls"]
        monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
        clock.pass_by(minutes=1)
        with Post(replace(given, password="wrong"), timeout_s=5.0) as way:
            assert Round(posting, way, FRAME, clock).run() == Posted(failed=1)
        assert troubles(posting, world) == ["login_refused"]
        clock.pass_by(minutes=3)
        with Post(given, timeout_s=5.0) as way:
            assert Round(posting, way, FRAME, clock).run() == Posted(sent=1)
        assert set(box.hellos) == {"office.test"}


def test_tls_from_the_start_is_used(
    posting, world, clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    context, trusted = own_authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    book(posting, world, clock.now)
    with mail_server(tls=context) as box:
        assert post(posting, box, clock, security=Security.TLS) == Posted(sent=1)


def test_a_server_without_starttls_gets_no_mail(posting, world, clock, mailbox):
    book(posting, world, clock.now)
    assert post(posting, mailbox, clock, security=Security.STARTTLS) == Posted(failed=1)
    assert troubles(posting, world) == ["not_offered"]
    assert mailbox.mails == []


def test_a_server_that_says_nothing_is_left_after_the_time_out(posting, world, clock):
    import socket  # noqa: PLC0415

    book(posting, world, clock.now)
    with socket.create_server(("127.0.0.1", 0)) as silent, mail_server() as box:
        box.port = silent.getsockname()[1]
        with Post(box.settings(), timeout_s=0.3) as way:
            assert Round(posting, way, FRAME, clock).run() == Posted(failed=1)
    assert troubles(posting, world) == ["unreachable"]


def test_no_address_and_no_token_is_logged(
    posting, world, clock, mailbox, caplog: pytest.LogCaptureFixture
):
    caplog.set_level("DEBUG")
    for desk, refusal in enumerate((None, "550 <employee@example.test> unknown")):
        mailbox.refuses_recipient = refusal
        book(posting, world, clock.now, desk=desk)
        post(posting, mailbox, clock)
    ours = "".join(
        record.getMessage() for record in caplog.records if record.name.startswith("floorplans")
    )
    assert "recipient_refused" in ours
    assert "@" not in ours
    assert "/links/" not in ours
