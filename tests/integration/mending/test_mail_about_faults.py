"""Staff are told once of a fault, and those who reported it when it is done."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from app.mail.letters import Frame
from app.mail.links import Addresses
from app.mail.posting import Posted, Round
from app.mail.smtp import Post
from floorplans.mending import service as mending
from floorplans.mending.views import ReportRequest, What
from floorplans.messages import service as messages
from floorplans.messages.kinds import Topic
from floorplans.people import service as people
from tests.support.faults import make_fault
from tests.support.mailbox import SENDER, mail_server

FRAME = Frame(SENDER, Addresses("https://floors.office.test", b"key"))


@pytest.fixture
def mailbox(db):
    messages.say_whether_sent(db, True)
    with mail_server() as box:
        yield box


def post(db, mailbox, clock) -> Posted:
    with Post(mailbox.settings(), timeout_s=2.0) as way:
        return Round(db, way, FRAME, clock).run()


def told(mailbox) -> list[tuple[str, str]]:
    return sorted(
        (str(mail["To"].addresses[0].addr_spec), str(mail["Subject"]).strip())
        for mail in mailbox.mails
    )


def text_of(mail) -> str:
    part = mail.get_body(("plain",))
    return str(part.get_content())


def test_staff_are_told_once_and_not_by_whom(db, world, clock, mailbox):
    fault_id = make_fault(db, world.employee, world.desks[0], clock.now)
    mending.same_here(db, world.admin, fault_id, clock.now)
    post(db, mailbox, clock)
    subject = "Fault: Desk 0, equipment broken"
    assert told(mailbox) == [(world.admin.email, subject), (world.facility.email, subject)]
    words = text_of(mailbox.mails[0])
    assert "the left screen" in words
    assert "https://floors.office.test/places/faults" in words
    assert f"?space={world.desks[0]}" in words
    assert world.employee.email not in words
    kept = text("SELECT count(*) FROM message WHERE by_person_id IS NOT NULL")
    with db.transaction(world.employee.organisation_id) as tx:
        assert tx.execute(kept).scalar_one() == 0


def test_whoever_reported_it_is_told_when_it_is_done(db, world, clock, mailbox):
    fault_id = make_fault(db, world.employee, world.desks[0], clock.now)
    post(db, mailbox, clock)
    mailbox.mails.clear()
    mending.finish(db, world.facility, fault_id, "A new screen is there", clock.now)
    assert post(db, mailbox, clock) == Posted(sent=1)
    assert told(mailbox) == [(world.employee.email, "Done: Desk 0, equipment broken")]
    assert "A new screen is there" in text_of(mailbox.mails[0])


def test_what_is_done_before_the_mail_leaves_is_no_news_to_staff(db, world, clock, mailbox):
    fault_id = make_fault(db, world.employee, world.desks[0], clock.now)
    mending.finish(db, world.facility, fault_id, None, clock.now)
    assert post(db, mailbox, clock) == Posted(sent=1, spared=2)
    assert told(mailbox) == [(world.employee.email, "Done: Desk 0, equipment broken")]


def test_staff_who_report_and_mend_it_themselves_are_not_told(db, world, clock, mailbox):
    wanted = ReportRequest(world.desks[0], What.OTHER, "It hums")
    mine = mending.report(db, world.facility, wanted, clock.now)
    post(db, mailbox, clock)
    assert [to for to, _ in told(mailbox)] == [world.admin.email]
    mailbox.mails.clear()
    mending.finish(db, world.facility, mine.id, None, clock.now)
    assert post(db, mailbox, clock) == Posted()


def test_who_does_not_want_it_or_has_left_is_not_told(db, world, clock, mailbox):
    messages.choose(db, world.facility, frozenset(Topic) - {Topic.FAULT})
    messages.choose(db, world.employee, frozenset(Topic) - {Topic.FAULT})
    people.let_go(db, world.admin, clock.now)
    fault_id = make_fault(db, world.employee, world.desks[0], clock.now)
    mending.finish(db, world.facility, fault_id, None, clock.now)
    assert post(db, mailbox, clock) == Posted()


def test_a_message_about_a_fault_that_was_forgotten_is_not_sent(db, world, clock, mailbox):
    fault_id = make_fault(db, world.employee, world.desks[0], clock.now)
    mending.finish(db, world.facility, fault_id, None, clock.now)
    clock.pass_by(days=91)
    mending.forget_done(db, clock.now)
    assert post(db, mailbox, clock) == Posted(spared=3)
