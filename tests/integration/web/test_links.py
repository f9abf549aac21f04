"""Links in mail, without a browser: looking changes nothing, the button acts, once."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import text

from app.context import EXTENSION
from app.mail.links import Act, Link, token_of
from floorplans.actor import Actor
from floorplans.bookings import service as bookings
from floorplans.bookings import settling
from floorplans.bookings.views import BookingChange
from floorplans.database import Database
from floorplans.people import service as people
from tests.support.factories import make_booking, make_published_revision
from tests.support.web import Browser, Clock, World, make_app

HOUR = timedelta(hours=1)


class Mailed:
    """A booking of the employee, and the links that a mail about it would have."""

    def __init__(self, app: Flask, db: Database, world: World, clock: Clock) -> None:
        self.app, self.db, self.world, self.clock = app, db, world, clock
        self.browser = Browser(app)
        self.start = clock.now + 2 * HOUR
        self.booking_id = make_booking(
            db, world.employee, world.desks[0], self.start, self.start + 4 * HOUR
        )

    def address(
        self,
        act: Act = Act.CANCEL,
        *,
        person: Actor | None = None,
        space_id: UUID | None = None,
        organisation_id: UUID | None = None,
    ) -> str:
        person = person or self.world.employee
        link = Link(
            act,
            organisation_id or person.organisation_id,
            person.person_id,
            self.booking_id,
            self.start + 4 * HOUR,
            space_id,
        )
        return f"/links/{token_of(link, self.app.extensions[EXTENSION].key)}"

    def state(self) -> tuple[str, UUID]:
        with self.db.transaction(self.world.employee.organisation_id) as tx:
            row = tx.execute(
                text("SELECT state, space_id FROM booking WHERE id = :id"),
                {"id": self.booking_id},
            ).one()
        return row.state, row.space_id

    def lose_the_place(self) -> None:
        """A plan without the booked desk takes over."""
        world = self.world
        revision = make_published_revision(self.db, world.facility, world.floor_id)
        organisation_id = world.facility.organisation_id
        with self.db.transaction(organisation_id) as tx:
            tx.execute(
                text("UPDATE space SET bookable = false WHERE id = :id"), {"id": world.desks[0]}
            )
            settling.hold(tx, organisation_id, world.floor_id, self.clock.now, revision_id=revision)


@pytest.fixture
def mailed(web_app: Flask, db: Database, world: World, clock: Clock) -> Mailed:
    return Mailed(web_app, db, world, clock)


def test_looking_shows_the_booking_and_one_button_and_changes_nothing(mailed: Mailed) -> None:
    for method in ("GET", "HEAD"):
        answer = mailed.browser.client.open(mailed.address(), method=method)
        assert answer.status_code == 200
    page = mailed.browser.get(mailed.address()).text
    assert "Give this place back?" in page
    assert "Desk 0" in page
    assert "Wednesday 18 November 2026, 11:00 to 15:00" in page
    assert page.count("<button class=") == 1
    assert mailed.state()[0] == "confirmed"


def test_the_button_gives_the_place_back_without_a_sign_in(mailed: Mailed) -> None:
    answer = mailed.browser.post(mailed.address())
    assert answer.status_code == 303
    assert answer.location == mailed.address()
    assert mailed.state()[0] == "cancelled"
    assert "This booking is cancelled" in mailed.browser.get(mailed.address()).text


def test_pressed_twice_it_says_how_things_stand(mailed: Mailed) -> None:
    for _ in range(2):
        assert mailed.browser.post(mailed.address()).status_code == 303
    page = mailed.browser.get(mailed.address()).text
    assert "This booking is cancelled" in page
    assert 'method="post"' not in page


def test_a_running_booking_is_ended_now(mailed: Mailed) -> None:
    mailed.clock.now = mailed.start + HOUR
    assert "End your booking now?" in mailed.browser.get(mailed.address()).text
    mailed.browser.post(mailed.address())
    assert "This booking is over" in mailed.browser.get(mailed.address()).text
    booking = bookings.booking(
        mailed.db, mailed.world.employee, mailed.booking_id, mailed.clock.now
    )
    assert booking.to_at == mailed.clock.now


def test_the_link_of_a_reminder_checks_in_when_it_is_time(mailed: Mailed) -> None:
    address = mailed.address(Act.CHECK_IN)
    page = mailed.browser.get(address).text
    assert "It is too early to check in" in page
    assert "Open this link again from 10:45 on." in page
    assert mailed.browser.post(address).status_code == 303
    assert mailed.state()[0] == "confirmed"
    mailed.clock.now = mailed.start - HOUR / 6
    assert "Are you there?" in mailed.browser.get(address).text
    assert mailed.state()[0] == "confirmed"
    for _ in range(2):
        assert mailed.browser.post(address).status_code == 303
    assert mailed.state()[0] == "checked_in"
    assert "You are checked in" in mailed.browser.get(address).text


def test_nobody_checks_in_at_a_place_that_is_gone_or_a_booking_that_was_cancelled(
    mailed: Mailed,
) -> None:
    mailed.lose_the_place()
    mailed.clock.now = mailed.start
    address = mailed.address(Act.CHECK_IN)
    assert "Your place is gone" in mailed.browser.get(address).text
    mailed.browser.post(mailed.address())
    mailed.browser.post(address)
    assert mailed.state()[0] == "cancelled"


def test_a_post_from_another_site_or_without_its_form_changes_nothing(mailed: Mailed) -> None:
    bare = mailed.browser.client.post(mailed.address())
    foreign = mailed.browser.post(mailed.address(), headers={"Origin": "https://evil.test"})
    assert (bare.status_code, foreign.status_code) == (400, 400)
    assert mailed.state()[0] == "confirmed"


def test_a_wrong_link_is_told_in_words_and_changes_nothing(mailed: Mailed) -> None:
    for address in (mailed.address()[:-3], "/links/x", "/links/" + "a" * 5000):
        for answer in (mailed.browser.get(address), mailed.browser.post(address)):
            assert answer.status_code == 404
            assert "Nothing was changed" in answer.text
    assert mailed.state()[0] == "confirmed"


def test_an_expired_link_is_told_in_words_and_changes_nothing(mailed: Mailed) -> None:
    address = mailed.address()
    mailed.clock.now = mailed.start + 4 * HOUR
    answer = mailed.browser.post(address)
    assert answer.status_code == 404
    assert "This link has expired" in answer.text
    assert mailed.state()[0] == "confirmed"


def test_a_link_for_somebody_elses_booking_does_not_act(mailed: Mailed) -> None:
    for person in (mailed.world.facility, mailed.world.stranger):
        answer = mailed.browser.post(mailed.address(person=person))
        assert answer.status_code == 404
    theirs = mailed.address(organisation_id=mailed.world.stranger.organisation_id)
    assert mailed.browser.post(theirs).status_code == 404
    assert mailed.state()[0] == "confirmed"


def test_a_link_signed_elsewhere_does_not_act(mailed: Mailed) -> None:
    link = Link(
        Act.CANCEL,
        mailed.world.employee.organisation_id,
        mailed.world.employee.person_id,
        mailed.booking_id,
        mailed.start + HOUR,
    )
    answer = mailed.browser.post(f"/links/{token_of(link, b'another key')}")
    assert answer.status_code == 404
    assert mailed.state()[0] == "confirmed"


def test_who_left_has_no_links_any_more(mailed: Mailed) -> None:
    people.let_go(mailed.db, mailed.world.employee, mailed.clock.now)
    assert mailed.browser.post(mailed.address()).status_code == 404
    assert mailed.state()[0] == "confirmed"


def test_an_offered_place_is_taken_by_its_button(mailed: Mailed) -> None:
    mailed.lose_the_place()
    address = mailed.address(Act.MOVE, space_id=mailed.world.desks[1])
    page = mailed.browser.get(address).text
    assert "Take Desk 1 instead?" in page
    assert mailed.state()[0] == "held"
    assert mailed.browser.post(address).status_code == 303
    assert mailed.state() == ("confirmed", mailed.world.desks[1])
    page = mailed.browser.get(address).text
    assert "Your booking is at Desk 1" in page
    assert 'method="post"' not in page


def test_an_offered_place_that_is_taken_by_now_leads_to_those_that_are_free(
    mailed: Mailed,
) -> None:
    mailed.lose_the_place()
    world = mailed.world
    make_booking(mailed.db, world.facility, world.desks[1], mailed.start, mailed.start + HOUR)
    address = mailed.address(Act.MOVE, space_id=world.desks[1])
    assert mailed.browser.post(address).status_code == 303
    assert mailed.state() == ("held", world.desks[0])
    page = mailed.browser.get(address).text
    assert "Somebody else has this place by now" in page
    other = mailed.address(Act.MOVE, space_id=world.desks[2])
    assert other in page
    mailed.browser.post(other)
    assert mailed.state() == ("confirmed", world.desks[2])


def test_a_place_that_was_chosen_elsewhere_is_not_changed_by_an_old_mail(mailed: Mailed) -> None:
    mailed.lose_the_place()
    world = mailed.world
    chosen = BookingChange(space_id=world.desks[2])
    bookings.change(mailed.db, world.employee, mailed.booking_id, chosen, mailed.clock.now)
    mailed.browser.post(mailed.address(Act.MOVE, space_id=world.desks[1]))
    assert mailed.state() == ("confirmed", world.desks[2])


def test_one_network_asks_only_so_often(db: Database, world: World, clock: Clock, tmp_path) -> None:
    app = make_app(db, tmp_path, clock, api="3 per minute")
    try:
        asked = [app.test_client().get("/links/x") for _ in range(4)]
        assert [answer.status_code for answer in asked] == [404, 404, 404, 429]
        assert int(asked[-1].headers["Retry-After"]) > 0
        assert app.test_client().get("/healthz").status_code == 200
    finally:
        app.extensions[EXTENSION].hub.close()


def test_no_page_of_a_link_is_kept_by_caches_or_told_to_other_sites(mailed: Mailed) -> None:
    answer = mailed.browser.get(mailed.address())
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert 'content="noindex"' in answer.text
    assert world_address(mailed) not in answer.text


def world_address(mailed: Mailed) -> str:
    return mailed.world.employee.email
