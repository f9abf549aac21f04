"""Whose place it is now, and whose no longer, is told by mail: once for each act."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from app.mail.letters import Frame
from app.mail.links import Addresses
from app.mail.posting import Round
from app.mail.smtp import Post
from floorplans.assigning import service
from floorplans.assigning.views import Days
from floorplans.messages import service as messages
from floorplans.messages.kinds import Topic
from floorplans.people import service as people
from tests.support.assigned import DAY, AssignedOffice
from tests.support.mailbox import SENDER, Mailbox, mail_server

FRAME = Frame(SENDER, Addresses("https://floors.office.test", b"key"))


@pytest.fixture
def mailbox(office: AssignedOffice) -> Iterator[Mailbox]:
    messages.say_whether_sent(office.db, True)
    with mail_server() as box:
        yield box


def post(office: AssignedOffice, mailbox: Mailbox) -> list[tuple[str, str]]:
    """Send what is due; to whom, and the subject."""
    before = len(mailbox.mails)
    with Post(mailbox.settings(), timeout_s=2.0) as way:
        Round(office.db, way, FRAME, lambda: office.now).run()
    return [
        (str(mail["To"].addresses[0].addr_spec), str(mail["Subject"]).strip())
        for mail in mailbox.mails[before:]
    ]


def text_of(mailbox: Mailbox) -> str:
    part = mailbox.mails[-1].get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def test_the_owner_is_told_what_is_theirs_and_from_when(
    office: AssignedOffice, mailbox: Mailbox
) -> None:
    office.assign((1, 3), from_on=date(2026, 12, 1), to_on=date(2027, 3, 31))
    days = "Mondays and Wednesdays, from 1 December 2026 to 31 March 2027"
    [(to, subject)] = post(office, mailbox)
    assert to == office.owner.email
    assert subject.startswith("Yours: ")
    assert subject.endswith(days)
    assert f": {days}" in text_of(mailbox)
    assert "https://floors.office.test/my/desk" in text_of(mailbox)
    assert "Facility staff of your building did this." in text_of(mailbox)


def test_a_mail_about_places_has_html_and_no_calendar(
    office: AssignedOffice, mailbox: Mailbox
) -> None:
    office.assign()
    post(office, mailbox)
    kinds = [part.get_content_type() for part in mailbox.mails[-1].walk()]
    assert kinds == ["multipart/alternative", "text/plain", "text/html"]


def test_whoever_loses_it_is_told(office: AssignedOffice, mailbox: Mailbox) -> None:
    made = office.assign().assignment
    post(office, mailbox)
    service.end(office.db, office.staff, made.id, office.now)
    [(to, subject)] = post(office, mailbox)
    assert to == office.owner.email
    assert subject == f"No longer yours: {made.space_name}, from 18 November 2026 on"


def test_when_a_place_goes_to_another_person_both_are_told_in_order(
    office: AssignedOffice, mailbox: Mailbox
) -> None:
    made = office.assign().assignment
    service.end(office.db, office.staff, made.id, office.now)
    office.assign(to=office.colleague)
    told = [(to, subject.partition(":")[0]) for to, subject in post(office, mailbox)]
    assert sorted(told) == sorted(
        [
            (office.owner.email, "Yours"),
            (office.owner.email, "No longer yours"),
            (office.colleague.email, "Yours"),
        ]
    )
    assert told.index((office.owner.email, "Yours")) < told.index(
        (office.owner.email, "No longer yours")
    )


def test_other_days_are_told_and_the_same_ones_are_not(
    office: AssignedOffice, mailbox: Mailbox
) -> None:
    made = office.assign().assignment
    post(office, mailbox)
    service.change(office.db, office.staff, made.id, made.days, office.now)
    assert post(office, mailbox) == []
    fridays = Days((5,), made.days.from_on)
    service.change(office.db, office.staff, made.id, fridays, office.now)
    [(_, subject)] = post(office, mailbox)
    assert subject == f"On other days: {made.space_name}, Fridays, from 18 November 2026"


def test_a_look_tells_nobody(office: AssignedOffice, mailbox: Mailbox) -> None:
    office.assign(dry_run=True)
    assert post(office, mailbox) == []


def test_an_assignment_that_was_over_is_not_lost_again(
    office: AssignedOffice, mailbox: Mailbox
) -> None:
    made = office.assign(to_on=office.today).assignment
    post(office, mailbox)
    service.end(office.db, office.staff, made.id, office.now + 2 * DAY)
    assert post(office, mailbox) == []


def test_a_list_is_one_mail_for_each_person(office: AssignedOffice, mailbox: Mailbox) -> None:
    with office.db.transaction(office.staff.organisation_id) as tx:
        numbers = tx.exec_driver_sql("SELECT number FROM space ORDER BY name").scalars().all()[:2]
    lines = [f"{number},{office.owner.email}" for number in numbers]
    content = "\n".join(["number,e-mail", *lines]).encode()
    done = service.take_list(office.db, office.staff, content, office.now)
    assert done.applied, done.problems
    [(to, subject)] = post(office, mailbox)
    assert to == office.owner.email
    assert subject == "A place is assigned to you: 2 places"
    assert text_of(mailbox).count("every day, from 18 November 2026") == 2


def test_who_left_is_told_nothing(office: AssignedOffice, mailbox: Mailbox) -> None:
    office.assign()
    people.let_go(office.db, office.owner, office.now)
    assert post(office, mailbox) == []


def test_staff_who_want_no_confirmations_are_not_told_of_their_own_acts(
    office: AssignedOffice, mailbox: Mailbox
) -> None:
    messages.choose(office.db, office.staff, frozenset(Topic) - {Topic.CONFIRMATION})
    office.assign(to=office.staff)
    assert post(office, mailbox) == []


def test_what_could_not_be_sent_for_days_is_not_sent(
    office: AssignedOffice, mailbox: Mailbox
) -> None:
    office.assign()
    with Post(mailbox.settings(), timeout_s=2.0) as way:
        Round(office.db, way, FRAME, lambda: office.now + 4 * DAY).run()
    assert mailbox.mails == []


def test_nothing_is_written_where_nobody_sends_mail(office: AssignedOffice) -> None:
    office.assign()
    with office.db.transaction(office.owner.organisation_id) as tx:
        assert tx.exec_driver_sql("SELECT count(*) FROM message").scalar_one() == 0
