"""What a mail says, in text and HTML, and the entry that calendars take from it."""

from __future__ import annotations

import re
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from html.parser import HTMLParser
from uuid import UUID

import pytest
from icalendar import Calendar

from app.mail.letters import composed
from app.mail.links import link_of
from floorplans.bookings.views import Window
from floorplans.messages.kinds import TOPIC_OF, Kind
from floorplans.messages.views import Before, By, Letter
from floorplans.nearest.views import NearSpace
from tests.unit.app.mail.making import FRAME, HOURS, KEY, NOOR, NOW, make_letter

OFFER = NearSpace(
    space_id=UUID(int=77),
    name="Desk 14",
    number="14",
    kind="desk",
    features=(),
    capacity=1,
    floor_id=UUID(int=5),
    floor_name="Second floor",
    floor_short_name="2",
    building_id=UUID(int=6),
    building_name="Canal House",
    lon=4.9,
    lat=52.3,
    distance_m=3.4,
    walk_s=5.0,
)


def sent(letter: Letter, offers: tuple[NearSpace, ...] = ()) -> EmailMessage:
    """The mail as it is read on the other side."""
    read = message_from_bytes(
        composed(letter, FRAME, NOW, {letter.entry.booking_id: offers}).as_bytes(),
        policy=policy.default,
    )
    assert isinstance(read, EmailMessage)
    return read


def part(mail: EmailMessage, kind: str) -> str:
    found = next(each for each in mail.walk() if each.get_content_type() == kind)
    return str(found.get_content())


def event(mail: EmailMessage):
    calendar = Calendar.from_ical(part(mail, "text/calendar"))
    return calendar, calendar.walk("VEVENT")[0]


class _Remote(HTMLParser):
    """Everything that a mail program would fetch by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        assert not {name for name, _ in attrs} & {"src", "srcset", "background", "poster"}


def test_a_confirmation_says_place_and_hours_in_the_building_s_time() -> None:
    mail = sent(make_letter())
    assert mail["Subject"] == "Booked: Desk 12, Wed 18 Nov, 10:00\N{EN DASH}12:00"
    for kind in ("text/plain", "text/html"):
        said = part(mail, kind)
        assert "Wednesday 18 November 2026, 10:00 to 12:00" in said
        assert "Second floor, Canal House" in said
        assert "Europe/Amsterdam" in said
    assert mail["To"].addresses[0].addr_spec == "noor@office.test"
    assert mail["Message-ID"] == f"<{UUID(int=9)}@office.test>"
    assert mail["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_can_be_told_and_asks_for_nothing_from_elsewhere(kind: Kind) -> None:
    state = "held" if kind is Kind.HELD else "confirmed"
    mail = sent(make_letter(kind, state=state), (OFFER,))
    html = part(mail, "text/html")
    looked = _Remote()
    looked.feed(html)
    assert not looked.tags & {"img", "script", "link", "iframe", "object", "video", "form"}
    assert "url(" not in html
    assert 'name="color-scheme" content="light dark"' in html
    links = re.findall(r'href="([^"]+)"', html)
    assert links
    assert all(link.startswith("https://floors.office.test/") for link in links)
    assert "{" not in part(mail, "text/plain")
    assert kind in TOPIC_OF


def test_no_link_holds_an_address() -> None:
    for kind in Kind:
        links = re.findall(r"https?://\S+", part(sent(make_letter(kind)), "text/plain"))
        assert not any("noor" in link or "@" in link for link in links)


def test_names_are_text_in_every_part() -> None:
    to = replace(NOOR, name='Noor <script>alert("x")</script>')
    mail = sent(make_letter(to=to, space_name="<b>Desk</b> & 'twelve'"))
    html = part(mail, "text/html")
    assert "<script>" not in html
    assert "<b>Desk" not in html
    assert "&lt;b&gt;Desk&lt;/b&gt; &amp;" in html
    assert "<b>Desk</b> & 'twelve'" in part(mail, "text/plain")


def test_a_name_cannot_add_a_header() -> None:
    to = replace(NOOR, name="Noor\r\nBcc: everybody@office.test")
    mail = sent(make_letter(to=to, space_name="Desk\r\nBcc: all@office.test"))
    assert "Bcc" not in mail
    assert [a.addr_spec for a in mail["To"].addresses] == ["noor@office.test"]


def test_letters_of_every_script_arrive() -> None:
    mail = sent(make_letter(to=replace(NOOR, name="Noor Özgür 山田"), space_name="Tisch Ä 7"))
    assert "Tisch Ä 7" in mail["Subject"]
    assert "Noor Özgür 山田" in part(mail, "text/plain")
    assert mail["To"].addresses[0].display_name == "Noor Özgür 山田"


def test_the_entry_is_an_invitation_that_was_accepted() -> None:
    mail = sent(make_letter())
    calendar, entry = event(mail)
    assert calendar["METHOD"] == "REQUEST"
    shown = next(each for each in mail.walk() if each.get_content_type() == "text/calendar")
    assert shown["Content-Type"].params["method"] == "REQUEST"
    assert entry["UID"] == f"{UUID(int=3)}@floorplans"
    assert entry["SEQUENCE"] == 0
    assert entry["DTSTART"].dt == HOURS.from_at
    assert entry["DTEND"].dt == HOURS.to_at
    assert entry["SUMMARY"] == "Desk 12"
    assert entry["LOCATION"] == "Desk 12, Second floor, Canal House"
    assert str(entry["ORGANIZER"]) == "mailto:floors@office.test"
    assert str(entry["ATTENDEE"]) == "mailto:noor@office.test"
    assert entry["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"
    assert entry["STATUS"] == "CONFIRMED"
    file = next(each for each in mail.walk() if each.get_content_type() == "application/ics")
    assert file.get_filename() == "booking.ics"
    assert Calendar.from_ical(file.get_content()).walk("VEVENT")[0]["UID"] == entry["UID"]


def test_a_cancellation_takes_the_same_entry_away() -> None:
    calendar, entry = event(sent(make_letter(Kind.CANCELLED, state="cancelled", sequence=3)))
    assert calendar["METHOD"] == "CANCEL"
    assert entry["STATUS"] == "CANCELLED"
    assert entry["UID"] == f"{UUID(int=3)}@floorplans"
    assert entry["SEQUENCE"] == 3
    assert "DESCRIPTION" not in entry
    assert "URL" not in entry


def test_an_entry_is_as_the_standard_wants_it() -> None:
    mail = sent(make_letter(space_name="A room; with, commas and \\ and a very long name " * 3))
    shown = next(each for each in mail.walk() if each.get_content_type() == "text/calendar")
    raw = shown.get_payload(decode=True)
    lines = raw.split(b"\r\n")
    assert b"\n" not in b"".join(lines)
    assert max(map(len, lines)) <= 75
    assert event(mail)[1]["SUMMARY"].startswith("A room; with, commas and \\ and")


@pytest.mark.parametrize(
    ("kind", "free"), [("desk", "TRANSPARENT"), ("room", "OPAQUE"), ("booth", "OPAQUE")]
)
def test_a_desk_leaves_its_person_free_for_meetings_and_a_room_does_not(
    kind: str, free: str
) -> None:
    assert event(sent(make_letter(space_kind=kind)))[1]["TRANSP"] == free


def test_a_change_tells_what_was_and_who_did_it() -> None:
    before = Before("Desk 3", Window(HOURS.from_at, HOURS.from_at.replace(minute=30)))
    said = part(sent(make_letter(Kind.CHANGED, by=By.FACILITY, before=before)), "text/plain")
    assert "Before this it was: Desk 3, Wednesday 18 November 2026, 10:00 to 10:30" in said
    assert "Facility staff of your building did this." in said


def test_what_one_did_oneself_is_not_told_as_somebody_elses_doing() -> None:
    said = part(sent(make_letter(Kind.CANCELLED)), "text/plain")
    assert "did this" not in said


def test_a_lost_place_comes_with_others_to_take() -> None:
    mail = sent(make_letter(Kind.HELD, state="held"), (OFFER,))
    said = part(mail, "text/plain")
    assert "Take Desk 14, Second floor, 3 m away:" in said
    tokens = re.findall(r"https://floors\.office\.test/links/(\S+)", said)
    links = [link_of(token, KEY, NOW) for token in tokens]
    assert [(str(link.act), link.space_id) for link in links] == [
        ("move", OFFER.space_id),
        ("cancel", None),
    ]
    assert {link.expires_at for link in links} == {HOURS.to_at}


def test_a_reminder_says_until_when_to_check_in_and_has_a_link_for_it() -> None:
    letter = make_letter(Kind.REMINDER, check_in_by=HOURS.from_at.replace(minute=15))
    said = part(sent(letter), "text/plain")
    assert "Check in: by 10:15" in said
    found = re.search(r"/links/(\S+)", said)
    assert found
    assert link_of(found[1], KEY, NOW).act == "check_in"


def test_a_reminder_and_a_lost_place_bring_no_second_entry() -> None:
    for kind in (Kind.REMINDER, Kind.HELD):
        kinds = {each.get_content_type() for each in sent(make_letter(kind)).walk()}
        assert "text/calendar" not in kinds
