"""The form that puts places right, without a browser."""

from __future__ import annotations

from uuid import UUID

import pytest

from floorplans.database import Database
from floorplans.places import service as places
from tests.support.factories import make_building, make_floor, make_site
from tests.support.web import Browser, World


def form(what: str, place_id: UUID | str, **fields: str) -> dict[str, str]:
    return {"act": "change", "what": what, "id": str(place_id), **fields}


def names(db: Database, world: World) -> tuple[str, str, str]:
    found = places.floor(db, world.facility, world.floor_id)
    return found.site_name, found.building_name, found.name


def test_each_place_is_renamed_and_the_page_opens_at_it(
    db: Database, browser: Browser, world: World
) -> None:
    browser.sign_in(world.facility.email)
    for sent in (
        form("site", world.site_id, name="Quay"),
        form("building", world.building_id, name="Shed"),
        form("floor", world.floor_id, name="Deck", short_name="D", ordinal="3"),
    ):
        answer = browser.post("/places/edit", data=sent)
        assert (answer.status_code, answer.location) == (303, f"/places/edit#at-{sent['id']}")
        assert browser.get("/places/edit").text.count("Saved") == 1
    assert names(db, world) == ("Quay", "Shed", "Deck")
    assert "Saved" not in browser.get("/places/edit").text


def test_a_refusal_stands_at_its_place_with_what_was_typed(
    db: Database, browser: Browser, world: World
) -> None:
    make_floor(db, world.facility, building_id=world.building_id, ordinal=1)
    browser.sign_in(world.facility.email)
    sent = form("floor", world.floor_id, name="Floor 1", short_name="<b>", ordinal="0")
    answer = browser.post("/places/edit", data=sent)
    assert answer.status_code == 409
    assert f'tabindex="-1" id="at-{world.floor_id}"' in answer.text
    assert "&lt;b&gt;" in answer.text
    assert "<b>" not in answer.text
    assert names(db, world)[2] == "Floor 0"


@pytest.mark.parametrize("what", ["site", "building", "floor"])
def test_places_of_another_organisation_are_not_there(
    db: Database, browser: Browser, world: World, what: str
) -> None:
    before = names(db, world)
    browser.sign_in(world.stranger.email)
    ids = {"site": world.site_id, "building": world.building_id, "floor": world.floor_id}
    for place_id in (ids[what], UUID(int=1)):
        sent = form(what, place_id, name="Mine", short_name="M", ordinal="1")
        assert browser.post("/places/edit", data=sent).status_code == 404
    assert names(db, world) == before


@pytest.mark.parametrize(
    "sent",
    [
        form("floor", "x", name="One", ordinal="1"),
        form("floor", UUID(int=1), name="One", ordinal="much"),
        form("floor", UUID(int=1), name="One", ordinal="1e300"),
        form("site", ""),
    ],
)
def test_a_change_that_makes_no_sense_is_explained(
    browser: Browser, world: World, sent: dict[str, str]
) -> None:
    browser.sign_in(world.facility.email)
    answer = browser.post("/places/edit", data=sent)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text


def test_a_blank_name_is_explained_and_changes_nothing(
    db: Database, browser: Browser, world: World
) -> None:
    before = names(db, world)
    browser.sign_in(world.facility.email)
    answer = browser.post("/places/edit", data=form("site", world.site_id, name="  "))
    assert answer.status_code == 422
    assert "The site has no name." in answer.text
    assert names(db, world) == before


def test_an_employee_or_a_page_without_the_csrf_token_changes_nothing(
    db: Database, browser: Browser, world: World
) -> None:
    before = names(db, world)
    sent = form("site", world.site_id, name="Mine")
    browser.sign_in(world.employee.email)
    assert browser.post("/places/edit", data=sent).status_code == 403
    browser.sign_out()
    browser.sign_in(world.facility.email)
    assert browser.client.post("/places/edit", data=sent).status_code == 400
    assert names(db, world) == before


def removal(what: str, place_id: UUID) -> dict[str, str]:
    return form(what, place_id) | {"act": "remove"}


def test_empty_places_are_removed_and_the_page_goes_on_at_what_held_them(
    db: Database, browser: Browser, world: World
) -> None:
    site_id = make_site(db, world.facility)
    building_id = make_building(db, world.facility, site_id)
    floor_id = make_floor(db, world.facility, building_id=building_id)
    browser.sign_in(world.facility.email)
    for what, place_id, at, said in (
        ("floor", floor_id, f"#at-{building_id}", "Floor removed"),
        ("building", building_id, f"#at-{site_id}", "Building removed"),
        ("site", site_id, "", "Site removed"),
    ):
        answer = browser.post("/places/edit", data=removal(what, place_id))
        assert (answer.status_code, answer.location) == (303, f"/places/edit{at}")
        assert said in browser.get("/places/edit").text
    assert [site.id for site in places.sites(db, world.facility)] == [world.site_id]


def test_what_is_in_the_way_of_a_removal_is_told_at_the_place(
    browser: Browser, world: World
) -> None:
    browser.sign_in(world.facility.email)
    answer = browser.post("/places/edit", data=removal("floor", world.floor_id))
    assert answer.status_code == 422
    assert f'tabindex="-1" id="at-{world.floor_id}"' in answer.text
    assert "The floor has 1 plan and 3 places. Nothing was removed." in answer.text
    assert 'value="Floor 0"' in answer.text


@pytest.mark.parametrize("what", ["site", "building", "floor"])
def test_nobody_else_removes_a_place(
    db: Database, browser: Browser, world: World, what: str
) -> None:
    site_id = make_site(db, world.facility)
    building_id = make_building(db, world.facility, site_id)
    floor_id = make_floor(db, world.facility, building_id=building_id)
    ids = {"site": site_id, "building": building_id, "floor": floor_id}
    browser.sign_in(world.stranger.email)
    assert browser.post("/places/edit", data=removal(what, ids[what])).status_code == 404
    browser.sign_out()
    browser.sign_in(world.employee.email)
    assert browser.post("/places/edit", data=removal(what, ids[what])).status_code == 403
    assert places.floor(db, world.facility, floor_id).site_id == site_id
