"""What a closure does to somebody's bookings and requests is one mail, with a place for each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.message import EmailMessage
from uuid import UUID

import pytest
from sqlalchemy import text

from app.mail.letters import Frame
from app.mail.links import Act, Addresses, link_of
from app.mail.posting import Round
from app.mail.smtp import Post
from floorplans.closing import service
from floorplans.closing.views import ClosureRequest
from tests.integration.closing.conftest import DAY, HOUR, Hall
from tests.support.factories import make_booking
from tests.support.mailbox import SENDER, Mailbox, mail_server

KEY = b"key"
ADDRESS = "https://floors.office.test"
FRAME = Frame(SENDER, Addresses(ADDRESS, KEY))


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with mail_server() as box:
        yield box


def post(hall: Hall, mailbox: Mailbox) -> list[EmailMessage]:
    """Send what is due; the mails that arrived with it."""
    before = len(mailbox.mails)
    with Post(mailbox.settings(), timeout_s=2.0) as way:
        Round(hall.db, way, FRAME, lambda: hall.now).run()
    return mailbox.mails[before:]


def plain(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def moves(hall: Hall, mail: EmailMessage) -> list[tuple[UUID, UUID | None]]:
    """Booking and place of each link that moves."""
    found = (
        link_of(token, KEY, hall.now)
        for token in re.findall(rf"{ADDRESS}/links/(\S+)", plain(mail))
    )
    return [(link.booking_id, link.space_id) for link in found if link.act is Act.MOVE]


def booked(hall: Hall, desk: int, days: int, person: int = 0, **more: str) -> UUID:
    return make_booking(
        hall.db, hall.people[person], hall.desks[desk], hall.now + days * DAY + HOUR, **more
    )


def closing(hall: Hall, *desks: int) -> ClosureRequest:
    spaces = tuple(hall.desks[desk] for desk in desks)
    return hall.closing(space_ids=spaces, from_at=hall.now, to_at=hall.now + 10 * DAY)


def close(hall: Hall, *desks: int) -> None:
    service.close_place(hall.db, hall.staff, closing(hall, *desks), hall.now)


def state(hall: Hall, booking_id: UUID) -> tuple[str, str | None]:
    with hall.db.transaction(hall.organisation_id) as tx:
        row = tx.execute(
            text("SELECT state, answer FROM booking WHERE id = :id"), {"id": booking_id}
        ).one()
    return row.state, row.answer


def test_several_bookings_are_one_mail_with_a_place_for_each(hall: Hall, mailbox: Mailbox) -> None:
    ids = [booked(hall, desk=n, days=n) for n in (0, 1, 2)]
    close(hall, 0, 1, 2)
    [mail] = post(hall, mailbox)
    assert str(mail["Subject"]).strip().startswith("Closed: several places, 3 dates from")
    assert "Why:" in plain(mail)
    assert [booking_id for booking_id, _ in moves(hall, mail)] == ids
    assert all(space not in hall.desks[:3] for _, space in moves(hall, mail))


def test_one_booking_is_told_with_all_its_offers_as_before(hall: Hall, mailbox: Mailbox) -> None:
    booked(hall, 0, 0)
    close(hall, 0)
    [mail] = post(hall, mailbox)
    assert str(mail["Subject"]).strip().startswith("Choose another place: ")
    assert len(moves(hall, mail)) == 3


def test_each_person_gets_a_mail_of_their_own(hall: Hall, mailbox: Mailbox) -> None:
    for n in (0, 1):
        booked(hall, n, n, person=0)
        booked(hall, n, 2 + n, person=1)
    booked(hall, 0, 5, person=2)
    close(hall, 0, 1)
    mails = post(hall, mailbox)
    assert sorted(str(mail["To"].addresses[0].addr_spec) for mail in mails) == sorted(
        person.email for person in hall.people[:3]
    )


def test_a_request_that_becomes_impossible_is_declined_and_told_why(
    hall: Hall, mailbox: Mailbox
) -> None:
    asked = booked(hall, 0, 0, state="requested")
    close(hall, 0)
    found, answer = state(hall, asked)
    assert found == "declined"
    assert answer is not None
    assert answer.startswith("It is closed then: ")
    [mail] = post(hall, mailbox)
    assert str(mail["Subject"]).strip().startswith("Declined: ")
    assert "Why:" in plain(mail)
    assert "Reason:" not in plain(mail)


def test_a_booking_and_a_request_of_one_person_are_one_mail(hall: Hall, mailbox: Mailbox) -> None:
    held = booked(hall, 0, 0)
    asked = booked(hall, 1, 1, state="requested")
    close(hall, 0, 1)
    assert state(hall, asked)[0] == "declined"
    [mail] = post(hall, mailbox)
    assert "Closed:" in plain(mail)
    assert "Declined:" in plain(mail)
    assert [booking_id for booking_id, _ in moves(hall, mail)] == [held]


def test_requests_elsewhere_and_at_other_times_stay(hall: Hall) -> None:
    elsewhere = booked(hall, 5, 0, state="requested")
    before = make_booking(
        hall.db, hall.people[1], hall.desks[0], hall.now - 4 * HOUR, state="requested"
    )
    close(hall, 0)
    assert [state(hall, each)[0] for each in (elsewhere, before)] == ["requested", "requested"]


def test_a_look_declines_nothing(hall: Hall) -> None:
    asked = booked(hall, 0, 0, state="requested")
    service.preview(hall.db, hall.staff, closing(hall, 0), hall.now)
    assert state(hall, asked)[0] == "requested"


def test_a_place_that_was_found_meanwhile_is_not_offered_again(
    hall: Hall, mailbox: Mailbox
) -> None:
    gone, waiting = booked(hall, 0, 0), booked(hall, 1, 1)
    close(hall, 0, 1)
    with hall.db.transaction(hall.organisation_id) as tx:
        tx.execute(text("UPDATE booking SET state = 'cancelled' WHERE id = :id"), {"id": gone})
    [mail] = post(hall, mailbox)
    assert [booking_id for booking_id, _ in moves(hall, mail)] == [waiting]


def test_who_has_answered_all_of_it_gets_no_mail(hall: Hall, mailbox: Mailbox) -> None:
    for n in (0, 1):
        booked(hall, n, n)
    close(hall, 0, 1)
    with hall.db.transaction(hall.organisation_id) as tx:
        tx.exec_driver_sql("UPDATE booking SET state = 'cancelled'")
    assert post(hall, mailbox) == []


def test_several_bookings_that_stand_again_are_one_mail(hall: Hall, mailbox: Mailbox) -> None:
    for n in (0, 1, 2):
        booked(hall, desk=n, days=n)
    booked(hall, desk=1, days=4, person=1)
    made = service.close_place(hall.db, hall.staff, closing(hall, 0, 1, 2), hall.now)
    post(hall, mailbox)
    service.reopen(hall.db, hall.staff, made.id, hall.now)
    mails = sorted((str(mail["Subject"]).strip() for mail in post(hall, mailbox)), key=len)
    assert len(mails) == 2
    assert mails[0].startswith("Open again: Desk 1")
    assert mails[1].startswith("Open again: several places, 3 dates from")
