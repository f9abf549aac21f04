"""The nearest free place, from a position that is kept nowhere or from a place with a name."""

from __future__ import annotations

import json

from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.world import World

#: In the open office of the test floor.
HERE = {"latitude": 52.3700512, "longitude": 4.8999377, "accuracy": 12}
PHONE = {"width": 390, "height": 844, "has_touch": True}


def test_the_nearest_places_are_found_from_a_position_and_booked(
    visit: Visit, world: World
) -> None:
    visitor = visit(**PHONE, geolocation=HERE, permissions=["geolocation"])
    visitor.go("/near")
    visitor.page.get_by_role("button", name="Find near me").click()
    places = visitor.page.locator(".near-place")
    expect(places).to_have_count(5)
    expect(visitor.page.locator("path.accuracy")).to_have_count(1)
    places.first.get_by_role("button", name="Book").click()
    expect(places.first).to_contain_text("Yours")


def test_the_position_is_in_no_address_and_no_storage(visit: Visit) -> None:
    visitor = visit(**PHONE, geolocation=HERE, permissions=["geolocation"])
    visitor.go("/near")
    visitor.page.get_by_role("button", name="Find near me").click()
    expect(visitor.page.locator(".near-place").first).to_be_visible()
    kept = visitor.page.evaluate(
        "JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie, history.state])"
    )
    everything = json.dumps([kept, visitor.asked, visitor.page.url, visitor.context.cookies()])
    assert "52.37" not in everything
    assert "4.8999" not in everything


def test_a_browser_that_says_no_is_told_what_else_works(visit: Visit) -> None:
    visitor = visit(**PHONE)
    visitor.go("/near")
    visitor.page.get_by_role("button", name="Find near me").click()
    expect(visitor.page.get_by_role("alert")).to_contain_text("search near a desk or room")


def test_the_vaguest_position_still_finds_a_floor(visit: Visit) -> None:
    vague = {**HERE, "accuracy": 50_000_000}
    visitor = visit(**PHONE, geolocation=vague, permissions=["geolocation"])
    visitor.go("/near")
    visitor.page.get_by_role("button", name="Find near me").click()
    expect(visitor.page.locator(".near-place").first).to_be_visible()


def test_near_a_desk_needs_no_position(visit: Visit, world: World) -> None:
    floor = world.new_floor(40)
    visitor = visit()
    visitor.go("/near")
    visitor.page.get_by_label("Floor you are on").select_option(str(floor.floor_id))
    visitor.page.get_by_role("button", name="A desk or room").click()
    visitor.page.wait_for_function("document.querySelectorAll('#near-spaces option').length > 0")
    visitor.page.get_by_label("Near which place").fill("Desk 2.005")
    visitor.page.get_by_role("button", name="Find near this place").click()
    expect(visitor.page.locator(".near-place").first).to_contain_text("Desk 2.00")


def test_only_this_page_may_ask_for_the_position(visit: Visit) -> None:
    visitor = visit()
    allowed = visitor.page.request.get(visitor.world.url + "/near").headers
    elsewhere = visitor.page.request.get(visitor.world.url + "/places").headers
    assert "geolocation=(self)" in allowed["permissions-policy"]
    assert "geolocation=()" in elsewhere["permissions-policy"]
