"""The calendar that people subscribe to, and the parts of the profile about it and about mail."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from icalendar import Calendar
from sqlalchemy import text

from floorplans.bookings import service as bookings
from floorplans.bookings.views import BookingChange, BookingRequest
from floorplans.database import Database
from floorplans.messages import service as messages
from floorplans.messages.kinds import Topic
from floorplans.people import service as people
from tests.support.factories import make_booking
from tests.support.web import Browser, Client, Clock, World

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


@pytest.fixture
def token(db: Database, world: World, clock: Clock) -> str:
    return messages.make_feed(db, world.employee, clock.now)


def read(browser: Browser, token: str, **headers: str):
    return browser.get(f"/calendar/{token}.ics", headers=headers)


def entries(browser: Browser, token: str) -> list:
    return Calendar.from_ical(read(browser, token).data).walk("VEVENT")


def test_a_calendar_has_the_person_s_bookings_and_nobody_else_s(browser, world, db, clock, token):
    mine = make_booking(db, world.employee, world.desks[0], clock.now + DAY)
    make_booking(db, world.facility, world.desks[1], clock.now + DAY)
    (entry,) = entries(browser, token)
    assert entry["UID"] == f"{mine}@floorplans"
    assert entry["DTSTART"].dt == clock.now + DAY
    assert entry["SUMMARY"] == "Desk 0"
    assert "ATTENDEE" not in entry
    assert world.employee.email not in read(browser, token).text


def test_it_reaches_from_30_days_ago_to_365_days_ahead_and_has_live_bookings_only(
    browser, world, db, clock, token
):
    for days in (-31, -29, 364, 366):
        make_booking(db, world.employee, world.desks[0], clock.now + days * DAY)
    make_booking(db, world.employee, world.desks[1], clock.now + DAY, state="cancelled")
    make_booking(db, world.employee, world.desks[2], clock.now + DAY, state="held")
    found = [(entry["DTSTART"].dt - clock.now).days for entry in entries(browser, token)]
    assert found == [-29, 1, 364]
    assert entries(browser, token)[1]["STATUS"] == "TENTATIVE"


def test_each_entry_leads_to_the_map_and_to_the_button_that_gives_it_back(
    browser, world, db, clock, token
):
    booking_id = make_booking(db, world.employee, world.desks[0], clock.now + DAY)
    (entry,) = entries(browser, token)
    on_map = f"http://localhost/floors/{world.floor_id}?from=2026-11-19T09:00&to=2026-11-19T10:00"
    assert entry["URL"] == f"{on_map}&space={world.desks[0]}"
    assert "Thursday 19 November 2026, 09:00 to 10:00" in entry["DESCRIPTION"]
    give_back = re.search(r"http://localhost(/links/\S+)", str(entry["DESCRIPTION"]))
    assert give_back
    assert browser.post(give_back[1]).status_code == 303
    state = bookings.booking(db, world.employee, booking_id, clock.now).state
    assert state == "cancelled"
    assert entries(browser, token) == []


def test_who_has_it_as_it_is_is_told_so_until_a_booking_changes(browser, world, db, clock, token):
    wanted = BookingRequest(world.desks[0], clock.now + DAY, clock.now + DAY + HOUR)
    booking_id = bookings.book(db, world.employee, wanted, clock.now).id
    first = read(browser, token)
    assert first.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert first.headers["Cache-Control"] == "private, no-cache"
    clock.pass_by(hours=1)
    by_tag = {"If-None-Match": first.headers["ETag"]}
    by_time = {"If-Modified-Since": first.headers["Last-Modified"]}
    for known in (by_tag, by_time):
        again = read(browser, token, **known)
        assert (again.status_code, again.data) == (304, b"")
    later = BookingChange(to_at=clock.now + DAY + 2 * HOUR)
    bookings.change(db, world.employee, booking_id, later, clock.now)
    for known in (by_tag, by_time):
        assert read(browser, token, **known).status_code == 200
    (entry,) = entries(browser, token)
    assert entry["SEQUENCE"] == 1


def test_a_cancelled_booking_is_a_change_too(browser, world, db, clock, token):
    wanted = BookingRequest(world.desks[0], clock.now + DAY, clock.now + DAY + HOUR)
    booking_id = bookings.book(db, world.employee, wanted, clock.now).id
    known = {"If-Modified-Since": read(browser, token).headers["Last-Modified"]}
    clock.pass_by(minutes=1)
    bookings.cancel(db, world.employee, booking_id, clock.now)
    assert read(browser, token, **known).status_code == 200


def test_an_unknown_address_is_told_in_words(browser, world):
    answer = read(browser, "nobodys")
    assert answer.status_code == 404
    assert "There is no calendar at this address" in answer.text


def test_a_revoked_address_and_one_before_a_new_one_end_at_once(browser, world, db, clock, token):
    newer = messages.make_feed(db, world.employee, clock.now)
    assert read(browser, token).status_code == 404
    assert read(browser, newer).status_code == 200
    assert messages.revoke_feed(db, world.employee)
    assert read(browser, newer).status_code == 404
    assert not messages.revoke_feed(db, world.employee)


def test_who_left_has_no_calendar_any_more(browser, world, db, clock, token):
    people.let_go(db, world.employee, clock.now)
    assert read(browser, token).status_code == 404


def test_the_address_itself_is_stored_nowhere(world, db, clock, token):
    with db.transaction(world.employee.organisation_id) as tx:
        stored = tx.execute(text("SELECT calendar_feed::text FROM calendar_feed")).scalar_one()
    assert token not in stored


def test_the_profile_makes_an_address_shows_it_once_and_revokes_it(signed_in: Browser) -> None:
    made = signed_in.post("/my/calendar", data={"act": "make"})
    assert made.status_code == 200
    address = re.search(r'value="http://localhost(/calendar/[^"]+\.ics)"', made.text)
    assert address
    assert "webcal://localhost" in made.text
    assert signed_in.get(address[1]).status_code == 200
    page = signed_in.get("/my/profile").text
    assert "An address was made on 18 November 2026" in page
    assert address[1] not in page
    assert signed_in.post("/my/calendar", data={"act": "revoke"}).status_code == 303
    assert signed_in.get(address[1]).status_code == 404
    assert "Make an address" in signed_in.get("/my/profile").text


def test_the_profile_saves_what_one_wants_to_be_told(
    signed_in: Browser, db: Database, world: World
) -> None:
    assert messages.wanted(db, world.employee) == frozenset(Topic)
    signed_in.post("/my/mail", data={"topic": ["reminder", "nonsense"]})
    assert messages.wanted(db, world.employee) == {Topic.REMINDER}
    page = signed_in.get("/my/profile").text
    assert re.search(r'value="reminder" checked', page)
    assert not re.search(r'value="confirmation" checked', page)
    assert messages.wanted(db, world.facility) == frozenset(Topic)


def test_the_profile_says_where_no_mail_is_sent(signed_in: Browser) -> None:
    assert "This installation sends no mail yet" in signed_in.get("/my/profile").text


def test_the_api_does_the_same(employee: Client, browser: Browser, web_app: Flask) -> None:
    assert employee.get("/me/calendar").json == {"made_at": None}
    made = employee.post("/me/calendar")
    assert made.status_code == 201
    assert employee.get("/me/calendar").json["made_at"].startswith("2026-11-18T08:00:00")
    path = made.json["url"].removeprefix("http://localhost")
    assert browser.get(path).status_code == 200
    assert employee.delete("/me/calendar").status_code == 204
    assert browser.get(path).status_code == 404
    chosen = employee.ask("PUT", "/me/mail", json={"topics": ["release"]})
    assert chosen.json == {"sends_mail": False, "topics": ["release"]}
    assert employee.get("/me/mail").json == chosen.json
    assert employee.ask("PUT", "/me/mail", json={"topics": ["gossip"]}).status_code == 422
