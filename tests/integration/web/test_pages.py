"""What the pages answer, and to whom, without a browser."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import pytest
from flask import Flask

from floorplans.database import Database
from tests.browser.plan import make_planned_floor
from tests.support.factories import make_booking, make_floor
from tests.support.web import Browser, World


def test_a_floor_page_holds_an_address_and_no_shapes(
    db: Database, browser: Browser, world: World
) -> None:
    floor = make_planned_floor(db, world.facility)
    browser.sign_in(world.employee.email)
    page = browser.get(f"/floors/{floor.floor_id}").text
    assert f"/floors/{floor.floor_id}/map/" in page
    assert "coordinates" not in page
    assert "style=" not in page


def test_the_shapes_may_be_kept_for_ever_by_their_reader_alone(
    db: Database, browser: Browser, world: World
) -> None:
    floor = make_planned_floor(db, world.facility)
    browser.sign_in(world.employee.email)
    page = browser.get(f"/floors/{floor.floor_id}").text
    address = next(part for part in page.split('"') if "/map/" in part)
    answer = browser.get(address)
    assert answer.status_code == 200
    assert answer.cache_control.immutable
    assert answer.cache_control.private
    assert len(answer.get_json()["spaces"]["features"]) == 44


@pytest.mark.parametrize("digest", ["%00", "%ff", "..", "A" * 64, "0" * 65])
def test_an_address_that_can_name_no_map_is_not_there(
    db: Database, browser: Browser, world: World, digest: str
) -> None:
    floor = make_planned_floor(db, world.facility)
    browser.sign_in(world.employee.email)
    answer = browser.get(f"/floors/{floor.floor_id}/map/{digest}.json")
    assert answer.status_code == 404


def test_another_organisations_floor_is_not_there(
    db: Database, browser: Browser, world: World
) -> None:
    floor = make_planned_floor(db, world.stranger)
    browser.sign_in(world.employee.email)
    assert browser.get(f"/floors/{floor.floor_id}").status_code == 404
    assert browser.get(f"/floors/{floor.floor_id}/map/{'0' * 32}.json").status_code == 404


def test_a_floor_without_a_plan_says_so(db: Database, browser: Browser, world: World) -> None:
    floor_id = make_floor(db, world.facility)
    browser.sign_in(world.employee.email)
    assert "This floor has no plan yet" in browser.get(f"/floors/{floor_id}").text


def test_the_start_page_is_the_floor_looked_at_last(
    db: Database, browser: Browser, world: World
) -> None:
    floor = make_planned_floor(db, world.facility)
    browser.sign_in(world.employee.email)
    assert browser.get("/").location == "/places"
    browser.get(f"/floors/{floor.floor_id}")
    assert browser.get("/").location == f"/floors/{floor.floor_id}"


def test_the_list_of_floors_tells_how_many_desks_are_free_now(
    db: Database, browser: Browser, world: World, now: datetime
) -> None:
    make_booking(db, world.facility, world.desks[0], now)
    browser.sign_in(world.employee.email)
    assert "2 of 3 desks free now" in browser.get("/places").text


@pytest.mark.parametrize(
    "form",
    [
        {"what": "floor", "building_id": "", "name": "One", "ordinal": "1"},
        {"what": "floor", "building_id": str(UUID(int=1)), "name": "One", "ordinal": "1e300"},
        {"what": "floor", "building_id": str(UUID(int=1)), "name": "One", "ordinal": "1.5"},
        {"what": "floor", "building_id": str(UUID(int=1)), "name": "One", "ordinal": "nan"},
        {"what": "building", "site_id": "x", "name": "One"},
        {"what": "site", "name": "S", "time_zone": "Mars/Olympus", "lon": "5", "lat": "52"},
        {"what": "site", "name": "S", "time_zone": "Europe/Paris", "lon": "5", "lat": "much"},
        {},
    ],
)
def test_a_form_that_makes_no_sense_is_explained(
    browser: Browser, world: World, form: dict[str, str]
) -> None:
    browser.sign_in(world.facility.email)
    answer = browser.post("/places/edit", data=form)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text


def test_an_employee_cannot_edit_places(browser: Browser, world: World) -> None:
    browser.sign_in(world.employee.email)
    assert browser.get("/places/edit").status_code == 403
    assert "Edit places" not in browser.get("/places").text


@pytest.mark.parametrize(
    "path", ["/", "/places", "/near", "/my/bookings", "/my/profile", f"/floors/{UUID(int=1)}"]
)
def test_who_is_not_signed_in_is_asked_to(browser: Browser, path: str) -> None:
    answer = browser.get(path, headers={"Accept": "text/html"})
    assert answer.status_code == 302
    assert answer.location.startswith("/sign-in")


def test_no_page_uses_inline_styles_or_handlers(web_app: Flask) -> None:
    environment = web_app.jinja_env
    assert environment.loader is not None
    templates = environment.list_templates(extensions=["html"])
    # A mail has no style sheet but what stands in it.
    pages = [name for name in templates if not name.startswith("mail/")]
    assert len(pages) > 10
    for name in pages:
        source = environment.loader.get_source(environment, name)[0]
        assert " style=" not in source, name
        assert " onclick=" not in source, name


@pytest.mark.parametrize(
    "address",
    ["/rules", "/assigned", "/closures", "/equipment", "/use", "/places/check-in", "/places/edit"],
)
def test_a_page_of_staff_says_where_it_belongs_and_leads_back(
    browser: Browser, world: World, address: str
) -> None:
    browser.sign_in(world.facility.email)
    page = browser.get(address)
    assert page.status_code == 200
    assert page.text.count("aria-current=") == 1
    assert '<a href="/places" aria-current="true">' in page.text
    assert '<a class="button" href="/places">To the floors</a>' in page.text


def test_codes_that_no_phone_could_open_are_warned_of(browser: Browser, world: World) -> None:
    browser.sign_in(world.facility.email)
    page = browser.get("/places/check-in").text
    assert "http://localhost is the address of the machine" in page
    assert "FLOORPLANS_URL" in page
