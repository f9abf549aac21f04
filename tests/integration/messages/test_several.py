"""One mail for a whole series and a whole team, and no more than was really done."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import text

from app.mail.letters import Frame
from app.mail.links import Addresses
from app.mail.posting import Round
from app.mail.smtp import Post
from floorplans.bookings.views import BookingChange, BookingRequest
from floorplans.database import Database
from floorplans.messages.kinds import Kind
from floorplans.messages.queue import GATHERED_FOR, Gathering
from floorplans.people import service as people
from floorplans.policies import service as policies
from floorplans.policies.views import Rule
from floorplans.series import service as series
from floorplans.series.views import Hours, Scope, SeriesChange, SeriesRequest, SeriesView
from floorplans.teams import service as teams
from floorplans.teams.views import TeamRequest
from tests.support.factories import make_booking, make_person
from tests.support.mailbox import SENDER, Mailbox, mail_server
from tests.support.web import Clock, World

HOUR = timedelta(hours=1)
FRAME = Frame(SENDER, Addresses("https://floors.office.test", b"key"))
AFTERNOON = Hours(13 * 60, 17 * 60)


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with mail_server() as box:
        yield box


def post(db: Database, mailbox: Mailbox, clock: Clock) -> list[str]:
    """Send what is due; the subjects of what arrived with it."""
    before = len(mailbox.mails)
    with Post(mailbox.settings(), timeout_s=2.0) as way:
        Round(db, way, FRAME, clock).run()
    return mailbox.subjects()[before:]


def days(now: datetime, count: int) -> tuple[date, ...]:
    return tuple((now + timedelta(days=1 + number)).date() for number in range(count))


def book(db: Database, world: World, now: datetime, count: int = 4) -> SeriesView:
    wanted = SeriesRequest(world.desks[0], Hours(9 * 60, 12 * 60), days=days(now, count))
    return series.book(db, world.employee, wanted, now)


def entries(mailbox: Mailbox) -> list[tuple[str, int]]:
    """Status and sequence of each entry in the calendar of the last mail."""
    (part,) = (p for p in mailbox.mails[-1].walk() if p.get_content_type() == "text/calendar")
    calendar = Calendar.from_ical(part.get_content())
    return [(str(event["status"]), int(event["sequence"])) for event in calendar.walk("VEVENT")]


def test_a_series_is_confirmed_in_one_mail_with_all_its_dates(posting, world, clock, mailbox):
    made = book(posting, world, clock.now)
    assert post(posting, mailbox, clock) == ["Booked: Desk 0, 4 dates from Thu 19 Nov"]
    assert entries(mailbox) == [("CONFIRMED", 0)] * 4
    (part,) = (p for p in mailbox.mails[-1].walk() if p.get_content_type() == "text/calendar")
    text_of = part.get_content()
    assert all(str(each.booking_id) in text_of for each in made.dates)
    plain = mailbox.mails[-1].get_body(("plain",)).get_content()
    assert plain.count("09:00 to 12:00: Desk 0") == 4


def test_a_change_and_a_cancel_of_all_are_one_mail_each(posting, world, clock, mailbox):
    made = book(posting, world, clock.now)
    change = SeriesChange(Scope.ALL, hours=AFTERNOON)
    series.change(posting, world.employee, made.id, change, clock.now)
    series.cancel(posting, world.employee, made.id, Scope.LATER, made.dates[1].on, clock.now)
    assert post(posting, mailbox, clock) == [
        "Booked: Desk 0, 4 dates from Thu 19 Nov",
        "Changed: Desk 0, 4 dates from Thu 19 Nov",
        "Cancelled: Desk 0, 3 dates from Fri 20 Nov",
    ]
    assert entries(mailbox) == [("CANCELLED", 2)] * 3


def test_a_new_end_tells_of_cancelled_and_of_changed_dates_in_one_mail(
    posting, world, clock, mailbox
):
    made = book(posting, world, clock.now)
    post(posting, mailbox, clock)
    shorter = SeriesChange(Scope.ALL, hours=AFTERNOON, until=made.dates[2].on)
    series.change(posting, world.employee, made.id, shorter, clock.now)
    assert post(posting, mailbox, clock) == ["Changed: Desk 0, 4 dates from Thu 19 Nov"]
    assert [status for status, _ in entries(mailbox)] == ["CONFIRMED"] * 3 + ["CANCELLED"]


def test_one_date_that_changes_is_told_like_any_booking(posting, world, clock, mailbox):
    made = book(posting, world, clock.now)
    post(posting, mailbox, clock)
    series.cancel(posting, world.employee, made.id, Scope.THIS, made.dates[0].on, clock.now)
    (subject,) = post(posting, mailbox, clock)
    assert subject.startswith("Cancelled: Desk 0, Thu 19 Nov, 09:00")


def test_what_staff_do_to_a_series_is_one_mail_to_its_person(posting, world, clock, mailbox):
    made = book(posting, world, clock.now)
    post(posting, mailbox, clock)
    people_wants_nothing(posting, world)
    series.cancel(posting, world.facility, made.id, Scope.ALL, None, clock.now)
    assert post(posting, mailbox, clock) == ["Cancelled: Desk 0, 4 dates from Thu 19 Nov"]
    plain = mailbox.mails[-1].get_body(("plain",)).get_content()
    assert "Facility staff of your building did this." in plain


def people_wants_nothing(db: Database, world: World) -> None:
    with db.transaction(world.employee.organisation_id) as tx:
        tx.execute(
            text("INSERT INTO unwanted_message VALUES (:o, :p, 'confirmation')"),
            {"o": world.employee.organisation_id, "p": world.employee.person_id},
        )


def test_who_wants_no_confirmations_gets_none_of_a_series(posting, world, clock, mailbox):
    people_wants_nothing(posting, world)
    made = book(posting, world, clock.now)
    series.cancel(posting, world.employee, made.id, Scope.ALL, None, clock.now)
    assert post(posting, mailbox, clock) == []


def test_dates_that_come_in_reach_are_one_mail_of_their_own(posting, world, clock, mailbox):
    with posting.transaction(world.employee.organisation_id) as tx:
        tx.execute(text("UPDATE organisation SET book_ahead_days = 2"))
    book(posting, world, clock.now, 4)
    assert post(posting, mailbox, clock) == ["Booked: Desk 0, 2 dates from Thu 19 Nov"]
    clock.now += timedelta(days=2)
    series.book_due(posting, clock.now)
    assert post(posting, mailbox, clock) == ["Booked: Desk 0, 2 dates from Sat 21 Nov"]


def test_an_act_that_is_cut_short_tells_of_what_it_did_after_a_while(
    posting, world, clock, mailbox
):
    act = Gathering()
    desk, employee = world.desks[0], world.employee
    ids = [
        make_booking(posting, employee, desk, clock.now + n * HOUR, clock.now + (n + 1) * HOUR)
        for n in (1, 2, 3)
    ]
    for booking_id in ids[:2]:
        with posting.transaction(employee.organisation_id) as tx:
            act.tell(tx, Kind.BOOKED, booking_id, clock.now, by=employee.person_id)

    def fails() -> None:
        with posting.transaction(employee.organisation_id) as tx:
            act.tell(tx, Kind.BOOKED, ids[2], clock.now, by=employee.person_id)
            raise LookupError

    with pytest.raises(LookupError):
        fails()
    assert post(posting, mailbox, clock) == []
    clock.now += GATHERED_FOR
    assert post(posting, mailbox, clock) == ["Booked: Desk 0, 2 dates from Wed 18 Nov"]


def test_what_comes_while_the_message_is_on_its_way_is_in_another_one(
    posting, world, clock, mailbox
):
    act = Gathering()
    desk, employee = world.desks[0], world.employee
    for n in (1, 2):
        at, until = clock.now + n * HOUR, clock.now + (n + 1) * HOUR
        booking_id = make_booking(posting, employee, desk, at, until)
        with posting.transaction(employee.organisation_id) as tx:
            act.tell(tx, Kind.BOOKED, booking_id, clock.now, by=employee.person_id)
            act.send(tx, employee.organisation_id, clock.now)
        assert len(post(posting, mailbox, clock)) == 1


def team(world: World, now: datetime, *who) -> TeamRequest:
    ids = tuple(one.person_id for one in who)
    return TeamRequest(world.floor_id, ids, now + HOUR, now + 3 * HOUR)


def test_a_team_is_one_mail_to_each_and_one_of_all_to_who_booked(posting, world, clock, mailbox):
    ben = make_person(posting, world.employee.organisation_id, name="Ben")
    request = team(world, clock.now, world.facility, ben)
    made = teams.book_team(posting, world.facility, request, clock.now)
    subjects = post(posting, mailbox, clock)
    assert len(subjects) == 2
    assert any(subject.startswith("Booked: Desk") for subject in subjects)
    (own,) = (m for m in mailbox.mails if world.facility.email in str(m["To"]))
    assert str(own["Subject"]).startswith("Booked for your team: 2 places, Wed 18 Nov")
    assert "Ben, " in own.get_body(("plain",)).get_content()
    (calendar,) = (p for p in own.walk() if p.get_content_type() == "text/calendar")
    events = Calendar.from_ical(calendar.get_content()).walk("VEVENT")
    assert [str(event["uid"]).split("@")[0] for event in events] == [str(made.seats[0].booking_id)]
    later = BookingChange(from_at=clock.now + 4 * HOUR, to_at=clock.now + 5 * HOUR)
    teams.change_team(posting, world.facility, made.id, later, clock.now)
    teams.cancel_team(posting, world.facility, made.id, clock.now)
    told = post(posting, mailbox, clock)
    verbs = {"Cancelled", "Cancelled for your team", "Changed", "Changed for your team"}
    assert len(told) == len(verbs)
    assert {subject.split(":")[0] for subject in told} == verbs


def test_a_booking_for_a_colleague_is_told_to_both(posting, world, clock, mailbox):
    employee = world.employee
    people.update_profile(posting, employee, clock.now, lets_book=True)
    booker = make_person(posting, employee.organisation_id, name="Booker")
    wanted = BookingRequest(world.desks[0], clock.now + HOUR, clock.now + 2 * HOUR)
    teams.book_for(posting, booker, employee.person_id, wanted, clock.now)
    subjects = post(posting, mailbox, clock)
    assert len(subjects) == 2
    to_booker = next(m for m in mailbox.mails if booker.email in str(m["To"]))
    assert str(to_booker["Subject"]).startswith(f"Booked for {employee.name}: Desk 0")
    assert not [p for p in to_booker.walk() if p.get_content_type() == "text/calendar"]
    to_person = next(m for m in mailbox.mails if employee.email in str(m["To"]))
    assert "A colleague did this for you." in to_person.get_body(("plain",)).get_content()


def test_a_rule_says_until_when_in_its_sentence(db, world, clock):
    made = policies.make_rule(
        db, world.facility, Rule("Rooms", kind="room", cancel_by_min=1440 * 2), clock.now
    )
    assert made.sentence == "Rooms: cancelled until 2 days before."


def book_for_a_colleague(db: Database, world: World, now: datetime) -> SeriesView:
    people.update_profile(db, world.employee, now, lets_book=True)
    wanted = SeriesRequest(world.desks[0], Hours(9 * 60, 12 * 60), days=days(now, 3))
    person = world.employee.person_id
    return series.book(db, world.facility, wanted, now, for_person_id=person)


def test_a_series_for_a_colleague_is_one_mail_to_each_of_both(posting, world, clock, mailbox):
    name = world.employee.name
    made = book_for_a_colleague(posting, world, clock.now)
    assert set(post(posting, mailbox, clock)) == {
        "Booked: Desk 0, 3 dates from Thu 19 Nov",
        f"Booked for {name}: Desk 0, 3 dates from Thu 19 Nov",
    }
    series.cancel(posting, world.employee, made.id, Scope.LATER, made.dates[1].on, clock.now)
    assert set(post(posting, mailbox, clock)) == {
        "Cancelled: Desk 0, 2 dates from Fri 20 Nov",
        f"Cancelled for {name}: Desk 0, 2 dates from Fri 20 Nov",
    }


def test_who_booked_a_series_is_not_told_where_its_person_moved_it(posting, world, clock, mailbox):
    made = book_for_a_colleague(posting, world, clock.now)
    post(posting, mailbox, clock)
    change = SeriesChange(Scope.ALL, space_id=world.desks[1])
    series.change(posting, world.employee, made.id, change, clock.now)
    assert post(posting, mailbox, clock) == ["Changed: Desk 1, 3 dates from Thu 19 Nov"]
