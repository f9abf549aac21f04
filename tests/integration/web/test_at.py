"""The page that a printed code opens, without a browser: who gets in, and what changes nothing."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from floorplans.bookings import service as bookings
from floorplans.database import Database
from floorplans.ids import new_id
from tests.support.drafts import make_draft, make_draft_desk, publish_draft
from tests.support.factories import make_booking, make_floor
from tests.support.web import PASSWORD, Browser, Clock, World

HOUR = timedelta(hours=1)
HTML = {"Accept": "text/html"}


def states(db: Database, world: World) -> list[str]:
    with db.transaction(world.employee.organisation_id) as tx:
        return list(tx.execute(text("SELECT state FROM booking ORDER BY created_at, id")).scalars())


def test_a_code_leads_through_the_sign_in_back_to_its_place(browser: Browser, world: World) -> None:
    desk = world.desks[0]
    asked = browser.get(f"/at/{desk}", headers=HTML)
    assert asked.status_code == 302
    assert asked.location == f"/sign-in?next=%2Fat%2F{desk}"
    done = browser.sign_in(world.employee.email, next=f"/at/{desk}")
    assert done.location == f"/at/{desk}"
    assert "Book now until 18:00" in browser.get(f"/at/{desk}").text


def test_a_button_pressed_after_the_session_ended_comes_back_to_the_place(
    browser: Browser, world: World
) -> None:
    desk = world.desks[0]
    answer = browser.post(f"/at/{desk}", data={"act": "take"}, headers=HTML)
    assert answer.status_code == 302
    assert answer.location == f"/sign-in?next=%2Fat%2F{desk}"


@pytest.mark.parametrize(
    "wanted", ["https://evil.example/", "//evil.example/at/1", "/\\evil.example", "/at/\tx"]
)
def test_the_sign_in_never_leads_to_another_host(
    browser: Browser, world: World, wanted: str
) -> None:
    assert browser.sign_in(world.employee.email, PASSWORD, next=wanted).location == "/"


def test_looking_at_a_code_changes_nothing(
    db: Database, signed_in: Browser, world: World, now: datetime
) -> None:
    make_booking(db, world.employee, world.desks[0], now)
    for place in (*world.desks, world.floor_id):
        assert signed_in.get(f"/at/{place}").status_code == 200
        assert signed_in.get(f"/at/{place}?act=take&act=check_in").status_code == 200
    assert states(db, world) == ["confirmed"]


def test_the_button_checks_in_and_the_next_one_checks_out(
    db: Database, signed_in: Browser, world: World, now: datetime, clock: Clock
) -> None:
    booking = make_booking(db, world.employee, world.desks[0], now, now + 4 * HOUR)
    page = signed_in.get(f"/at/{world.desks[0]}").text
    assert ">Check in</button>" in page
    act = {"act": "check_in", "booking": str(booking)}
    assert signed_in.post(f"/at/{world.desks[0]}", data=act).status_code == 303
    page = signed_in.get(f"/at/{world.desks[0]}").text
    assert "You are checked in at Desk 0." in page
    assert "Check out and free the rest" in page
    clock.pass_by(minutes=20)
    act = {"act": "check_out", "booking": str(booking)}
    assert signed_in.post(f"/at/{world.desks[0]}", data=act).status_code == 303
    assert bookings.booking(db, world.employee, booking, clock.now).to_at == clock.now


def test_a_place_is_taken_until_the_end_that_was_chosen(
    db: Database, signed_in: Browser, world: World, now: datetime
) -> None:
    until = now + 2 * HOUR
    act = {"act": "take", "until": until.isoformat()}
    assert signed_in.post(f"/at/{world.desks[0]}", data=act).status_code == 303
    assert "Desk 0 is yours until 11:00." in signed_in.get(f"/at/{world.desks[0]}").text
    (mine,) = bookings.my_bookings(db, world.employee, now)
    assert (mine.state, mine.to_at) == ("checked_in", until)


def test_who_comes_too_late_sees_how_things_stand_now(
    db: Database, signed_in: Browser, world: World, now: datetime
) -> None:
    make_booking(db, world.facility, world.desks[0], now, now + HOUR)
    answer = signed_in.post(f"/at/{world.desks[0]}", data={"act": "take"})
    assert answer.status_code == 409
    assert 'role="alert"' in answer.text
    assert "Free nearby" in answer.text
    assert f"/at/{world.desks[1]}" in answer.text


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"act": "dance"},
        {"act": "check_in"},
        {"act": "check_in", "booking": "x"},
        {"act": "take", "until": "soon"},
        {"act": "take", "until": "2026-11-18T12:00"},
    ],
)
def test_a_form_that_makes_no_sense_is_explained(
    db: Database, signed_in: Browser, world: World, form: dict[str, str]
) -> None:
    answer = signed_in.post(f"/at/{world.desks[0]}", data=form)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert states(db, world) == []


def test_a_strangers_booking_is_not_checked_in_to_by_its_id(
    db: Database, signed_in: Browser, world: World, now: datetime
) -> None:
    theirs = make_booking(db, world.facility, world.desks[0], now)
    act = {"act": "check_in", "booking": str(theirs)}
    assert signed_in.post(f"/at/{world.desks[0]}", data=act).status_code == 404
    assert states(db, world) == ["confirmed"]


def test_another_site_cannot_press_the_button(
    db: Database, signed_in: Browser, world: World
) -> None:
    answer = signed_in.client.post(f"/at/{world.desks[0]}", data={"act": "take"})
    assert answer.status_code == 400
    assert states(db, world) == []


@pytest.mark.parametrize("place", [new_id(), UUID(int=0)])
def test_a_code_of_nothing_is_explained(signed_in: Browser, place: UUID) -> None:
    answer = signed_in.get(f"/at/{place}", headers=HTML)
    assert answer.status_code == 404
    assert "This code belongs to no place" in answer.text


def test_a_floors_code_lists_what_is_free(
    db: Database, signed_in: Browser, world: World, now: datetime
) -> None:
    make_booking(db, world.facility, world.desks[0], now, now + HOUR)
    page = signed_in.get(f"/at/{world.floor_id}").text
    assert f"/at/{world.desks[0]}" not in page
    assert f"/at/{world.desks[1]}" in page


def test_staff_get_sheets_of_codes_from_the_page(
    db: Database, browser: Browser, world: World, now: datetime
) -> None:
    floor = make_floor(db, world.facility, building_id=world.building_id, ordinal=4)
    publish_draft(db, world.facility, floor, make_draft(desks=[make_draft_desk("D", 2, 2)]), now)
    browser.sign_in(world.facility.email)
    assert "Make the sheets" in browser.get("/places/check-in").text
    answer = browser.get(f"/places/codes.pdf?floor={floor}&label=l7160&kind=desk&start=2")
    assert answer.status_code == 200
    assert answer.data.startswith(b"%PDF")
    assert "codes-l7160.pdf" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize("query", ["", "label=x", "start=99", "kind=door", "kind=locker"])
def test_sheets_that_cannot_be_are_explained(browser: Browser, world: World, query: str) -> None:
    browser.sign_in(world.facility.email)
    floor = "" if not query else f"floor={world.floor_id}&"
    answer = browser.get(f"/places/codes.pdf?{floor}{query}")
    assert answer.status_code in {404, 422}
    assert 'role="alert"' in answer.text


def test_staff_ask_for_check_in_and_stop_asking(browser: Browser, world: World) -> None:
    browser.sign_in(world.facility.email)
    form = {"act": "set", "kind": "desk", "zone": "", "asked": "yes", "opens": "20", "grace": "10"}
    assert browser.post("/places/check-in", data=form).status_code == 303
    page = browser.get("/places/check-in").text
    assert "Check-in from 20 minutes before; after 10 minutes" in page
    rule = page.split('name="rule" value="')[1].split('"')[0]
    browser.post("/places/check-in", data={"act": "forget", "rule": rule})
    assert "after 10 minutes" not in browser.get("/places/check-in").text


def test_minutes_that_cannot_be_are_explained(browser: Browser, world: World) -> None:
    browser.sign_in(world.facility.email)
    form = {"act": "set", "opens": "20", "grace": "0"}
    answer = browser.post("/places/check-in", data=form)
    assert answer.status_code == 422
    assert "1 to 720 minutes of grace" in answer.text


def test_the_own_list_checks_in_when_it_is_time(
    db: Database, signed_in: Browser, world: World, now: datetime
) -> None:
    soon = make_booking(db, world.employee, world.desks[0], now + timedelta(minutes=10))
    make_booking(db, world.employee, world.desks[1], now + 5 * HOUR)
    page = signed_in.get("/my/bookings").text
    assert page.count('value="check_in"') == 1
    act = {"act": "check_in", "booking": str(soon)}
    assert signed_in.post(f"/at/{world.desks[0]}", data=act).status_code == 303
    page = signed_in.get("/my/bookings").text
    assert "You are checked in" in page
    assert 'value="check_out"' in page


def test_the_own_list_says_why_a_booking_is_gone(
    db: Database, signed_in: Browser, world: World, now: datetime
) -> None:
    make_booking(db, world.employee, world.desks[0], now - HOUR, now + HOUR, state="released")
    assert "Released: nobody checked in" in signed_in.get("/my/bookings").text


def test_a_place_with_a_number_for_a_name_is_called_alike_on_every_page(
    db: Database, signed_in: Browser, world: World
) -> None:
    desk = world.desks[0]
    with db.transaction(world.employee.organisation_id) as tx:
        tx.execute(text("UPDATE space SET name = 'H2-098' WHERE id = :id"), {"id": desk})
    page = signed_in.get(f"/at/{desk}").text
    assert "<h1>Desk H2-098</h1>" in page
    assert "<title>Desk H2-098 ·" in page
    signed_in.post(f"/at/{desk}", data={"act": "take"})
    assert "Desk H2-098 is yours until" in signed_in.get(f"/at/{desk}").text
    mine = signed_in.get("/my/bookings").text
    assert "<strong data-space-title>Desk H2-098</strong>" in mine
    assert 'data-title="Desk H2-098"' in mine
