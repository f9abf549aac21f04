"""Links of mail to those who approve, and their page: looking changes nothing, a button answers."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from app.context import EXTENSION
from app.mail.links import Act, Link, token_of
from floorplans.actor import Actor
from floorplans.bookings import service as bookings
from floorplans.bookings.views import BookingRequest, BookingView
from floorplans.database import Database
from floorplans.policies import service as policies
from floorplans.policies.views import Rule
from tests.support.web import Browser, Clock, World

HOUR = timedelta(hours=1)


def ask(db: Database, world: World, clock: Clock) -> BookingView:
    policies.make_rule(db, world.facility, Rule("Desks", approval="needed"), clock.now)
    wanted = BookingRequest(world.desks[0], clock.now + HOUR, clock.now + 2 * HOUR, note="Visit")
    return bookings.book(db, world.employee, wanted, clock.now)


def address(app: Flask, made: BookingView, person: Actor, act: Act = Act.APPROVE) -> str:
    link = Link(act, person.organisation_id, person.person_id, made.id, made.to_at)
    return f"/links/{token_of(link, app.extensions[EXTENSION].key)}"


def state(db: Database, world: World, clock: Clock, made: BookingView) -> str:
    return bookings.booking(db, world.facility, made.id, clock.now).state


def test_looking_at_a_link_changes_nothing_and_its_button_approves_once(
    web_app: Flask, db: Database, world: World, clock: Clock, browser: Browser
) -> None:
    made = ask(db, world, clock)
    link = address(web_app, made, world.facility)
    page = browser.get(link)
    assert "Approve this request?" in page.text
    assert "Visit" in page.text
    assert state(db, world, clock, made) == "requested"
    assert browser.post(link, data={"sequence": "0"}).status_code == 303
    assert state(db, world, clock, made) == "confirmed"
    assert "approved already" in browser.get(link).text


def test_a_link_to_decline_tells_the_reason(
    web_app: Flask, db: Database, world: World, clock: Clock, browser: Browser
) -> None:
    made = ask(db, world, clock)
    link = address(web_app, made, world.facility, Act.DECLINE)
    assert "Decline this request?" in browser.get(link).text
    assert browser.post(link, data={"sequence": "0", "reason": "Audit"}).status_code == 303
    seen = bookings.booking(db, world.employee, made.id, clock.now)
    assert (seen.state, seen.answer) == ("declined", "Audit")


def test_a_request_that_was_changed_since_is_shown_anew_and_not_approved(
    web_app: Flask, db: Database, world: World, clock: Clock, browser: Browser
) -> None:
    made = ask(db, world, clock)
    link = address(web_app, made, world.facility)
    answer = browser.post(link, data={"sequence": "7"})
    assert answer.status_code == 409
    assert "changed since you looked" in answer.text
    assert state(db, world, clock, made) == "requested"


def test_a_link_answers_for_nobody_who_may_not(
    web_app: Flask, db: Database, world: World, clock: Clock, browser: Browser
) -> None:
    made = ask(db, world, clock)
    link = address(web_app, made, world.employee)
    assert "not among those that you may answer" in browser.get(link).text
    assert browser.post(link, data={"sequence": "0"}).status_code == 404
    assert state(db, world, clock, made) == "requested"


def test_the_page_of_requests_answers_too(
    db: Database, world: World, clock: Clock, browser: Browser
) -> None:
    made = ask(db, world, clock)
    browser.sign_in(world.facility.email)
    assert "Visit" in browser.get("/requests").text
    answer = browser.post(f"/requests/{made.id}", data={"act": "approve", "sequence": "0"})
    assert answer.status_code == 303
    assert "is approved." in browser.get("/requests").text
    assert state(db, world, clock, made) == "confirmed"
