"""The mail of an offer: its links look without changing anything, and answer once."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from flask import Flask

from app.context import EXTENSION
from app.mail.letters import Frame, composed
from app.mail.links import Addresses
from floorplans.bookings import service as bookings
from floorplans.database import Database
from floorplans.messages import service as messages
from floorplans.messages.kinds import Kind
from floorplans.messages.views import Letter
from floorplans.waiting.views import Mode, State
from tests.support.waiting import HOUR, MINUTE, Queue, make_queue
from tests.support.web import Browser, Clock

ADDRESS = "https://floors.office.test"


@pytest.fixture
def queue(db: Database, now: datetime) -> Queue:
    messages.say_whether_sent(db, True)
    made = make_queue(db, now)
    for person in made.people:
        made.join(person, now, Mode.ASK)
    made.give_back(now)
    made.serve(now)
    return made


def letters(db: Database, now: datetime, kind: Kind) -> list[Letter]:
    """What is due to be sent of one kind; the rest is taken out of the way."""
    found = []
    while (taken := messages.take(db, now)) is not None:
        letter = messages.letter(db, taken, now)
        messages.sent(db, taken, now)
        if letter is not None and letter.kind is kind:
            found.append(letter)
    return found


def links(app: Flask, letter: Letter, now: datetime) -> dict[str, str]:
    """The addresses of a mail by the words above them."""
    key = app.extensions[EXTENSION].key
    mail = composed(letter, Frame("Floors <f@office.test>", Addresses(ADDRESS, key)), now)
    plain = mail.get_body(("plain",))
    assert plain is not None
    found = re.findall(rf"^(.+):\n{ADDRESS}(/links/\S+)$", plain.get_content(), re.MULTILINE)
    return dict(found)


def test_the_mail_says_until_when_it_is_kept_and_offers_both_answers(
    web_app: Flask, db: Database, queue: Queue, now: datetime
) -> None:
    (letter,) = letters(db, now, Kind.OFFERED)
    assert letter.to.person_id == queue.people[0].person_id
    assert set(links(web_app, letter, now)) == {"Take it", "No thanks"}
    frame = Frame("Floors <f@office.test>", Addresses(ADDRESS, b"k" * 32))
    plain = composed(letter, frame, now).get_body(("plain",))
    assert plain is not None
    assert "Answer by: Wednesday 18 November 2026, 13:00" in plain.get_content()


def test_looking_at_a_link_answers_nothing_and_its_button_takes_the_place(
    web_app: Flask, db: Database, queue: Queue, now: datetime
) -> None:
    (letter,) = letters(db, now, Kind.OFFERED)
    take, browser = links(web_app, letter, now)["Take it"], Browser(web_app)
    assert "Take Desk 1?" in browser.get(take).text
    assert "It is kept for you until Wednesday 18 November 2026, 13:00." in browser.get(take).text
    assert queue.state(queue.people[0]) is State.OFFERED
    assert browser.post(take).status_code == 303
    assert queue.state(queue.people[0]) is State.BOOKED
    assert "Desk 1 is yours" in browser.get(take).text
    assert browser.post(take).status_code == 303
    # What was taken is confirmed, with an entry for the calendar.
    assert len(letters(db, now, Kind.BOOKED)) == 1


def test_no_thanks_gives_it_to_the_next_one_and_the_other_link_says_so(
    web_app: Flask, db: Database, queue: Queue, now: datetime
) -> None:
    (letter,) = letters(db, now, Kind.OFFERED)
    answers, browser = links(web_app, letter, now), Browser(web_app)
    assert "Let the next one have it?" in browser.get(answers["No thanks"]).text
    browser.post(answers["No thanks"])
    assert queue.state(queue.people[0]) is State.DECLINED
    assert queue.serve(now) == 1
    assert queue.state(queue.people[1]) is State.OFFERED
    page = browser.get(answers["Take it"]).text
    assert "This place went on to the next one" in page
    assert "You did not want it." in page
    browser.post(answers["Take it"])
    assert queue.who_has(queue.desk) == [queue.people[1].person_id]


def test_who_did_not_answer_is_told_that_it_went_on(
    web_app: Flask, db: Database, queue: Queue, now: datetime, clock: Clock
) -> None:
    (letter,) = letters(db, now, Kind.OFFERED)
    take = links(web_app, letter, now)["Take it"]
    clock.now = now + 4 * HOUR
    assert queue.serve(clock.now) == 1
    (ended,) = letters(db, clock.now, Kind.OFFER_ENDED)
    assert ended.to.person_id == queue.people[0].person_id
    assert "There was no answer in time." in Browser(web_app).get(take).text


def test_what_is_booked_by_itself_is_told_with_an_entry_for_the_calendar(
    web_app: Flask, db: Database, now: datetime
) -> None:
    messages.say_whether_sent(db, True)
    queue = make_queue(db, now, 1)
    queue.join(queue.people[0], now)
    queue.give_back(now)
    queue.serve(now + MINUTE)
    (letter,) = letters(db, now + MINUTE, Kind.WAITED)
    frame = Frame("Floors <f@office.test>", Addresses(ADDRESS, b"k" * 32))
    kinds = [part.get_content_type() for part in composed(letter, frame, now).walk()]
    assert "text/calendar" in kinds
    (own,) = bookings.my_bookings(db, queue.people[0], now)
    assert letter.entry.booking_id == own.id
