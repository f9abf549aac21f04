"""The way to a place that was found: as a line on the map and in words."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Visit
from tests.browser.plan import PlannedFloor
from tests.browser.test_accessibility import findings
from tests.browser.test_near import HERE, PHONE, ask_near
from tests.browser.world import Visitor, World
from tests.support.factories import on_earth
from tests.support.walked import make_all_ways


def with_ways(world: World, ordinal: int) -> PlannedFloor:
    """A floor whose ways are made, as by the worker."""
    floor = world.new_floor(ordinal, desks=6)
    make_all_ways(world.db)
    return floor


def steps(card: Locator) -> Locator:
    return card.locator(".near-steps li")


def way(card: Locator) -> Locator:
    return card.get_by_role("button", name="The way to")


@pytest.mark.parametrize(("ordinal", "size"), [(70, PHONE), (71, {})], ids=["phone", "desktop"])
def test_the_way_is_drawn_and_told_and_taken_away_again(
    visit: Visit, world: World, ordinal: int, size: dict[str, object]
) -> None:
    floor = with_ways(world, ordinal)
    visitor = visit(**size)
    card = ask_near(visitor, floor, "Desk 2.001").nth(1)
    way(card).click()
    expect(way(card)).to_have_attribute("aria-expanded", "true")
    expect(steps(card).last).to_contain_text("Desk")
    expect(visitor.page.locator("path.near-way")).to_have_count(1)
    expect(visitor.page.locator("#near-legend")).to_contain_text("The way")
    assert findings(visitor) == []
    way(card).click()
    expect(steps(card)).to_have_count(0)
    expect(visitor.page.locator("path.near-way")).to_have_count(0)


def test_one_way_is_shown_at_a_time_by_keyboard_too(visit: Visit, world: World) -> None:
    visitor = visit()
    cards = ask_near(visitor, with_ways(world, 72), "Desk 2.001")
    for number in (1, 2):
        way(cards.nth(number)).focus()
        visitor.page.keyboard.press("Enter")
        expect(steps(cards.nth(number)).first).to_be_visible()
    expect(visitor.page.locator(".near-steps")).to_have_count(1)
    expect(way(cards.nth(2))).to_be_focused()


def test_who_goes_how_is_asked_and_not_remembered(visit: Visit, world: World) -> None:
    floor = with_ways(world, 73)
    visitor = visit()
    ask_near(visitor, floor, "Desk 2.001")
    visitor.page.get_by_label("How you go").select_option("wheelchair")
    with visitor.page.expect_request("**/nearest-by-walking") as asked:
        visitor.page.get_by_role("button", name="Find near this place").click()
    assert asked.value.post_data_json["profile"] == "wheelchair"
    expect(visitor.page.locator(".near-place").first).to_be_visible()
    kept = visitor.page.evaluate(
        "JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie, location.href])"
    )
    assert "wheelchair" not in kept


def test_from_the_entrance_it_counts_too_who_walks(visit: Visit) -> None:
    visitor = visit()
    visitor.go("/near")
    expect(visitor.page.get_by_label("How you go")).to_be_visible()
    visitor.page.get_by_role("button", name="The entrance").click()
    expect(visitor.page.get_by_label("How you go")).to_be_visible()


def test_the_answer_says_whether_it_is_proven(visit: Visit, world: World) -> None:
    visitor = visit()
    ask_near(visitor, with_ways(world, 74), "Desk 2.001")
    told = visitor.page.locator("#near-answer [data-exact]")
    expect(told).to_have_count(1)
    expect(told).not_to_be_empty()


def test_without_ways_there_are_straight_lines_and_no_button(visit: Visit, world: World) -> None:
    visitor = visit()
    cards = ask_near(visitor, world.new_floor(75, desks=6), "Desk 2.001")
    expect(visitor.page.locator("#near-answer [data-exact=false]")).to_contain_text("straight")
    expect(way(cards.first)).to_have_count(0)


def test_a_way_that_is_refused_is_told_in_its_card(visit: Visit, world: World) -> None:
    visitor = visit()
    card = ask_near(visitor, with_ways(world, 76), "Desk 2.001").nth(1)
    visitor.page.route("**/api/v1/routes", lambda route: route.abort())
    way(card).click()
    expect(card.get_by_role("alert")).to_contain_text("cannot be reached")
    expect(way(card)).to_have_attribute("aria-expanded", "false")


def somewhere(x: float, y: float) -> dict[str, float]:
    """A position in metres from the corner of the test floors."""
    lon, lat = on_earth(x, y)
    return {"latitude": lat, "longitude": lon, "accuracy": 3}


def ask_here(visitor: Visitor, floor: PlannedFloor) -> Locator:
    visitor.go("/near")
    visitor.page.get_by_label("Floor you are on").select_option(str(floor.floor_id))
    visitor.page.get_by_role("button", name="Find near me").click()
    cards = visitor.page.locator(".near-place")
    expect(cards.first).to_be_visible()
    return cards


def test_the_position_of_a_way_is_in_no_address_and_no_storage(visit: Visit, world: World) -> None:
    floor, here = with_ways(world, 77), somewhere(9, 3.1)
    visitor = visit(**PHONE, geolocation=here, permissions=["geolocation"])
    card = ask_here(visitor, floor).first
    way(card).click()
    expect(steps(card).first).to_be_visible()
    kept = visitor.page.evaluate(
        "JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie, history.state])"
    )
    everything = json.dumps([kept, visitor.asked, visitor.page.url, visitor.context.cookies()])
    for degrees in (here["latitude"], here["longitude"]):
        assert f"{degrees:.5f}"[:-1] not in everything


def test_where_the_plan_lacks_a_door_straight_lines_are_told(visit: Visit, world: World) -> None:
    floor = with_ways(world, 78)
    # In a meeting room, which has no door on the test floors.
    visitor = visit(**PHONE, geolocation=HERE, permissions=["geolocation"])
    card = ask_here(visitor, floor).first
    expect(card).to_contain_text("in a straight line")
    expect(way(card)).to_have_count(0)
    expect(visitor.page.locator("#near-answer [data-exact=false]")).to_contain_text("No way is")
    visitor.page.get_by_label("How you go").select_option("wheelchair")
    visitor.page.get_by_role("button", name="Find near me").click()
    told = visitor.page.locator("#near-answer .notice.warning")
    expect(told).to_contain_text("no way is known to them for this way of moving")
