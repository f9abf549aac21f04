"""Screens on walls: what they show to whoever passes by, and that staff end them at once."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from floorplans.bookings import service as bookings
from floorplans.bookings.views import BookingRequest
from floorplans.database import Database
from floorplans.errors import Invalid, NotFound
from floorplans.people import service as people
from floorplans.places import service as places
from floorplans.places.removing import remove_floor
from floorplans.screens import service as screens
from tests.support.factories import make_booking
from tests.support.screens import screen_path
from tests.support.web import Browser, Client, Clock, World

HOUR = timedelta(hours=1)


@pytest.fixture
def path(db: Database, world: World, clock: Clock) -> str:
    return screen_path(db, world.facility, world.floor_id, clock.now)


def shown(browser: Browser, path: str) -> dict[str, dict]:
    told = browser.get(f"{path}/now").json
    return {space["id"]: space for space in told["spaces"]}


def test_a_screen_opens_without_a_sign_in_and_leaves_no_cookie(browser, path):
    page = browser.get(path)
    assert page.status_code == 200
    assert "Set-Cookie" not in page.headers
    assert page.headers["Cache-Control"] == "no-store"
    assert "csrf" not in page.text


def test_it_says_what_is_free_now_and_nobody_s_name_or_booking(browser, world, db, clock, path):
    people.update_profile(db, world.employee, clock.now, shows_name=True)
    make_booking(db, world.employee, world.desks[0], clock.now, clock.now + HOUR)
    make_booking(db, world.employee, world.desks[1], clock.now + HOUR, clock.now + 2 * HOUR)
    found = shown(browser, path)
    assert found[str(world.desks[0])]["status"] == "taken"
    assert found[str(world.desks[1])]["status"] == "free"
    assert {key for space in found.values() for key in space} <= {"id", "status", "until"}
    assert world.employee.name not in browser.get(f"{path}/now").text


@pytest.mark.parametrize("agreed", [True, False])
def test_a_screen_with_names_has_those_of_people_who_show_theirs(browser, world, db, clock, agreed):
    people.update_profile(db, world.employee, clock.now, shows_name=agreed)
    make_booking(db, world.employee, world.desks[0], clock.now, clock.now + HOUR)
    path = screen_path(db, world.facility, world.floor_id, clock.now, shows_names=True)
    found = shown(browser, path)[str(world.desks[0])]
    assert found.get("who") == (world.employee.name if agreed else None)


def test_a_private_booking_has_no_name_on_any_screen(browser, world, db, clock):
    people.update_profile(db, world.employee, clock.now, shows_name=True)
    wish = BookingRequest(world.desks[0], clock.now, clock.now + HOUR, is_private=True)
    bookings.book(db, world.employee, wish, clock.now)
    path = screen_path(db, world.facility, world.floor_id, clock.now, shows_names=True)
    found = shown(browser, path)[str(world.desks[0])]
    assert found["status"] == "taken"
    assert "who" not in found


def test_it_opens_nothing_else(browser, path):
    assert browser.get("/places").status_code == 302
    assert browser.get("/api/v1/sites").status_code == 401
    assert browser.client.post(path).status_code == 405


def test_a_revoked_screen_shows_nothing_at_once(browser, world, db, path):
    (screen,) = screens.screens(db, world.facility)
    screens.revoke_screen(db, world.facility, screen.id)
    assert not screens.still_there(db, path.rpartition("/")[2])
    for part in ("", "/now", "/live", "/map/0123456789abcdef.json"):
        assert browser.get(path + part).status_code == 404
    with pytest.raises(NotFound):
        screens.revoke_screen(db, world.facility, screen.id)


def test_a_screen_goes_with_its_floor(browser, world, db, clock):
    made = places.create_floor(
        db, world.facility, building_id=world.building_id, name="Attic", ordinal=7
    )
    path = screen_path(db, world.facility, made, clock.now)
    remove_floor(db, world.facility, made)
    assert browser.get(path).status_code == 404


def test_only_a_digest_of_the_address_is_kept(browser, world, db, clock, path):
    (screen,) = screens.screens(db, world.facility)
    assert path.rpartition("/")[2] not in repr(screen)
    with pytest.raises(Invalid):
        screens.make_screen(
            db, world.facility, world.floor_id, "  ", shows_names=False, now=clock.now
        )


def test_other_organisations_make_no_screen_of_our_floor(stranger: Client, world: World):
    asked = {"floor_id": str(world.floor_id), "name": "Lobby"}
    assert stranger.post("/screens", asked).json["code"] == "no_such_floor"


def test_over_the_api_one_is_made_listed_and_revoked(facility: Client, browser, world):
    made = facility.post("/screens", {"floor_id": str(world.floor_id), "name": "Lobby"}).json
    assert browser.get(made["url"].removeprefix("http://localhost")).status_code == 200
    (listed,) = facility.get("/screens").json
    assert (listed["id"], listed["name"], listed["shows_names"]) == (made["id"], "Lobby", False)
    assert facility.delete(f"/screens/{made['id']}").status_code == 204
    assert facility.get("/screens").json == []


def test_on_the_page_the_address_is_shown_once_and_the_screen_revoked(browser, world):
    browser.sign_in(world.facility.email)
    form = {"act": "make", "floor": str(world.floor_id), "name": "Lobby, ground floor"}
    page = browser.post("/places/screens", data=form)
    found = re.search(r'value="http://localhost(/screens/[\w-]{43})"', page.text)
    assert found
    assert browser.get(found[1]).status_code == 200
    listed = browser.get("/places/screens").text
    assert "Lobby, ground floor" in listed
    assert found[1] not in listed
    screen = re.search(r'name="screen" value="([^"]+)"', listed)
    assert screen
    done = browser.post("/places/screens", data={"act": "revoke", "screen": screen[1]})
    assert done.status_code == 303
    assert "Revoked" in browser.get("/places/screens").text
    assert browser.get(found[1]).status_code == 404


def test_a_form_without_a_name_keeps_what_was_chosen(browser, world):
    browser.sign_in(world.facility.email)
    form = {"act": "make", "floor": str(world.floor_id), "name": "", "names": "yes"}
    page = browser.post("/places/screens", data=form)
    assert page.status_code == 422
    assert "checked" in page.text
