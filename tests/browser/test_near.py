"""The nearest free place, from a position that is kept nowhere or from a place with a name."""

from __future__ import annotations

import itertools
import json
import math
import re
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Visit
from tests.browser.plan import PlannedFloor
from tests.browser.test_accessibility import findings
from tests.browser.world import Visitor, World, span, working_day

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
    expect(visitor.page.locator("#near-spaces option").first).to_be_attached()
    visitor.page.get_by_label("Near which place").fill("Desk 2.005")
    visitor.page.get_by_role("button", name="Find near this place").click()
    expect(visitor.page.locator(".near-place").first).to_contain_text("Desk 2.00")


def ask_near(visitor: Visitor, floor: PlannedFloor, place: str, day: str = "") -> Locator:
    """Ask for what is free near a place; the cards of the answer."""
    visitor.go("/near")
    if day:
        visitor.page.get_by_label("Day").fill(day)
    visitor.page.get_by_label("Floor you are on").select_option(str(floor.floor_id))
    visitor.page.get_by_role("button", name="A desk or room").click()
    expect(visitor.page.locator(f"#near-spaces option[value='{place}']")).to_be_attached()
    visitor.page.get_by_label("Near which place").fill(place)
    visitor.page.get_by_role("button", name="Find near this place").click()
    cards = visitor.page.locator(".near-place")
    expect(cards.first).to_be_visible()
    return cards


def middle(visitor: Visitor, selector: str) -> tuple[float, float]:
    """Of a mark on the map, in pixels of the window."""
    box = visitor.page.locator(f".near-stage .map {selector}").first.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def pins(visitor: Visitor) -> Locator:
    return visitor.page.locator(".leaflet-marker-pane .near-pin:not(.near-start)")


def test_the_desk_one_starts_from_is_marked_and_explained(visit: Visit, world: World) -> None:
    floor = world.new_floor(41)
    visitor = visit(**PHONE)
    ask_near(visitor, floor, "Desk 2.005")
    start = visitor.page.locator(".leaflet-marker-pane .near-start")
    expect(start).to_have_text("S")
    round_ = pins(visitor).first.evaluate("node => getComputedStyle(node).borderRadius")
    assert start.evaluate("node => getComputedStyle(node).borderRadius") != round_
    outlined = visitor.page.locator("path.place.start-place")
    expect(outlined).to_have_attribute("data-id", str(floor.spaces["Desk 2.005"]))
    expect(
        visitor.page.get_by_label("Map of the nearest free places")
    ).to_have_accessible_description(re.compile("Start: Desk 2.005"))
    expect(visitor.page.locator("#near-legend")).to_be_in_viewport(ratio=1)


def test_the_place_one_starts_from_is_no_neighbour_of_its_own(visit: Visit, world: World) -> None:
    floor = world.new_floor(42, desks=6)
    visitor = visit()
    cards = ask_near(visitor, floor, "Desk 2.003")
    own = visitor.page.get_by_role("region", name="Desk 2.003 itself")
    expect(own.get_by_role("heading")).to_have_text("Desk 2.003 itself is free")
    expect(own).not_to_contain_text("0 m")
    expect(visitor.page.locator(".near-list")).not_to_contain_text("Desk 2.003")
    expect(visitor.page.get_by_role("heading", name="5 more free, nearest first")).to_be_visible()
    expect(cards.nth(1)).to_contain_text(re.compile(r"^1\. Desk 2\.00[24]"))
    own.get_by_role("button", name="Book Desk 2.003").click()
    expect(own).to_contain_text("Yours")


def test_a_place_that_is_taken_is_only_where_one_starts(visit: Visit, world: World) -> None:
    floor = world.new_floor(43, desks=6)
    day = working_day()
    world.book(world.ben, floor.spaces["Desk 2.003"], 7, 20)
    visitor = visit()
    ask_near(visitor, floor, "Desk 2.003", day=str(day))
    expect(visitor.page.locator(".near-itself")).to_have_count(0)
    expect(visitor.page.get_by_role("heading", name="5 free, nearest first")).to_be_visible()


def test_who_gives_no_position_is_not_told_that_it_is_asked_for(visit: Visit) -> None:
    visitor = visit()
    visitor.go("/near")
    told = visitor.page.locator(".privacy-line")
    expect(told).to_contain_text("asked once")
    visitor.page.get_by_role("button", name="The entrance", exact=True).click()
    expect(told).to_contain_text("Your position is not asked for this.")
    visitor.page.get_by_role("button", name="Where I am", exact=True).click()
    expect(told).to_contain_text("asked once")


def test_the_entrance_one_starts_from_is_marked_and_explained(visit: Visit, world: World) -> None:
    floor = world.new_floor(44, desks=6)
    visitor = visit()
    visitor.go("/near")
    visitor.page.get_by_label("Floor you are on").select_option(str(floor.floor_id))
    visitor.page.get_by_role("button", name="The entrance", exact=True).click()
    visitor.page.get_by_role("button", name="Find near the entrance").click()
    expect(pins(visitor)).to_have_count(5)
    start = visitor.page.locator(".leaflet-marker-pane .near-start")
    expect(start).to_have_text("S")
    expect(visitor.page.locator("path.start-door")).to_have_count(1)
    assert math.dist(middle(visitor, "path.start-door"), middle(visitor, ".near-start")) < 3
    expect(
        visitor.page.get_by_label("Map of the nearest free places")
    ).to_have_accessible_description(re.compile("Start: the entrance"))


def test_a_refusal_leaves_no_marks_of_the_answer_before(visit: Visit, world: World) -> None:
    floor = world.new_floor(45, desks=6)
    visitor = visit()
    ask_near(visitor, floor, "Desk 2.003")
    visitor.page.get_by_label("Near which place").fill("Nowhere")
    visitor.page.get_by_role("button", name="Find near this place").click()
    expect(visitor.page.get_by_role("alert")).to_contain_text("no place of that name")
    expect(visitor.page.locator(".leaflet-marker-pane .near-pin")).to_have_count(0)
    expect(visitor.page.locator("#near-legend")).to_be_hidden()


def test_each_floor_of_an_answer_shows_its_own_numbers(visit: Visit, world: World) -> None:
    floor, upstairs = world.new_floor(50, desks=3), world.new_floor(51, desks=3)
    visitor = visit()
    cards = ask_near(visitor, floor, "Desk 2.001")
    # Where one starts is free itself, and told apart from the five that lie around it.
    expect(cards).to_have_count(6)
    switch = visitor.page.get_by_role("group", name="Floor on the map")
    here = switch.get_by_role("button", name="Floor 50")
    above = switch.get_by_role("button", name="Floor 51")
    expect(here).to_have_attribute("aria-pressed", "true")
    expect(pins(visitor)).to_have_text(["1", "2"])
    expect(cards.nth(3)).to_contain_text("Another floor")
    above.click()
    expect(above).to_have_attribute("aria-pressed", "true")
    expect(here).to_have_attribute("aria-pressed", "false")
    expect(pins(visitor)).to_have_text(["3", "4", "5"])
    expect(visitor.page.locator(".leaflet-marker-pane .near-start")).to_have_count(0)
    expect(visitor.page.locator("#near-legend")).to_contain_text(
        "Start: Desk 2.001, on another floor"
    )
    shown = visitor.page.locator(f'path.place[data-id="{upstairs.spaces["Desk 2.001"]}"]')
    expect(shown).to_have_count(1)


def test_the_numbers_stand_apart_at_their_places(visit: Visit, world: World) -> None:
    floor = world.new_floor(52, desks=6)
    visitor = visit(**PHONE)
    ask_near(visitor, floor, "Desk 2.003")
    expect(pins(visitor)).to_have_count(5)
    middles = visitor.page.evaluate(
        "() => [...document.querySelectorAll('.leaflet-marker-pane .near-pin')].map((pin) => {"
        " const { x, y, width, height } = pin.getBoundingClientRect();"
        " return [x + width / 2, y + height / 2]; })"
    )
    assert len(middles) == 6
    least = min(math.dist(a, b) for a, b in itertools.combinations(middles, 2))
    assert least > 24


def test_a_result_on_another_floor_is_chosen_and_booked_by_keyboard(
    visit: Visit, world: World
) -> None:
    floor, upstairs = world.new_floor(54, desks=3), world.new_floor(55, desks=3)
    visitor = visit()
    cards = ask_near(visitor, floor, "Desk 2.001")
    button = cards.nth(3).get_by_role("button", name="Book")
    for _ in range(12):
        visitor.page.keyboard.press("Tab")
        if button.evaluate("node => node === document.activeElement"):
            break
    expect(button).to_be_focused()
    # The map follows to the floor of the card, where its number stands out.
    expect(visitor.page.locator(".leaflet-marker-pane .near-pin.chosen")).to_have_text("3")
    expect(pins(visitor)).to_have_text(["3", "4", "5"])
    visitor.page.keyboard.press("Enter")
    expect(cards.nth(3)).to_contain_text("Yours")
    expect(cards.nth(3).get_by_role("link", name="On the map")).to_be_focused()
    visitor.go(world.floor_path(upstairs).split("?")[0])
    expect(visitor.page.locator('path.place[data-status="yours"]')).to_have_count(1)


def test_a_booking_has_the_hours_that_were_asked_about(visit: Visit, world: World) -> None:
    floor = world.new_floor(57, desks=3)
    visitor = visit()
    visitor.go("/near")
    visitor.page.get_by_label("Day").fill(str(working_day()))
    cards = ask_near(visitor, floor, "Desk 2.001")
    asked = visitor.page.get_by_label("From", exact=True).input_value()
    visitor.page.get_by_label("From", exact=True).select_option("07:15")
    cards.first.get_by_role("button", name="Book").click()
    expect(visitor.page.locator(".toast")).to_contain_text(span(asked, "18:00"))


def test_the_tab_key_follows_what_is_seen_on_a_phone(visit: Visit, world: World) -> None:
    """Row by row from the top: the map's switch, the cards, the form."""
    floor = world.new_floor(58, desks=3)
    visitor = visit(**PHONE)
    ask_near(visitor, floor, "Desk 2.001")
    parts = visitor.page.evaluate(
        "() => [...document.querySelectorAll('.near-floors, .near-list, #near-form')]"
        ".map((node) => [node.className || node.id, node.getBoundingClientRect().top])"
    )
    assert [name for name, _ in parts] == ["segmented near-floors", "stack near-list", "stack"]
    assert [top for _, top in parts] == sorted(top for _, top in parts)
    visitor.page.keyboard.press("Tab")
    expect(visitor.page.locator(".near-place").first.get_by_role("button")).to_be_focused()
    visitor.page.keyboard.press("Shift+Tab")
    expect(visitor.page.locator(".near-floors button").last).to_be_focused()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("ordinal", [60, 62])
def test_an_answer_has_no_serious_finding(
    visit: Visit, world: World, theme: str, ordinal: int
) -> None:
    """On a phone first, then on a desk."""
    floor = world.new_floor(ordinal + (theme == "dark"), desks=3)
    sizes: dict[int, dict[str, Any]] = {60: PHONE, 62: {}}
    visitor = visit(**sizes[ordinal], color_scheme=theme)
    ask_near(visitor, floor, "Desk 2.001")
    assert findings(visitor) == []


def test_only_this_page_may_ask_for_the_position(visit: Visit) -> None:
    visitor = visit()
    allowed = visitor.page.request.get(visitor.world.url + "/near").headers
    elsewhere = visitor.page.request.get(visitor.world.url + "/places").headers
    assert "geolocation=(self)" in allowed["permissions-policy"]
    assert "geolocation=()" in elsewhere["permissions-policy"]
