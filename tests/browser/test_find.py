"""Finding a place by what it is like: on the map, in the list, booked from there, and starred."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from playwright.sync_api import Locator, expect

from floorplans.policies import service as policies
from floorplans.policies.views import Rule
from tests.browser.conftest import Visit
from tests.browser.plan import PlannedFloor
from tests.browser.test_accessibility import findings
from tests.browser.world import Visitor, World, working_day

PHONE = {"width": 360, "height": 780, "has_touch": True}


def find(
    visitor: Visitor, floor: PlannedFloor, start: str = "09:00", end: str = "17:00"
) -> Locator:
    """Fill in where and when, and ask; the cards of the answer."""
    page = visitor.page
    visitor.go("/find")
    page.get_by_label("Day", exact=True).fill(str(working_day()))
    page.get_by_label("From", exact=True).select_option(start)
    page.get_by_label("To", exact=True).select_option(end)
    page.get_by_label("Where").select_option(f"floor:{floor.floor_id}")
    page.get_by_role("button", name="Find a place").click()
    return page.locator(".near-place")


def test_a_place_is_found_by_what_it_is_like_and_booked_from_the_list(
    visit: Visit, world: World
) -> None:
    floor = world.new_floor(60, desks=6)
    visitor = visit(**PHONE)
    cards = find(visitor, floor)
    expect(cards).to_have_count(6)
    expect(visitor.page.locator(".leaflet-marker-pane .near-pin")).to_have_count(6)
    assert findings(visitor) == []
    title = cards.first.get_by_role("heading").inner_text()
    cards.first.get_by_role("button", name=re.compile("^Book")).click()
    expect(cards.first).to_contain_text("Yours")
    cards = find(visitor, floor)
    expect(cards).to_have_count(5)
    assert title.removeprefix("1. ") not in visitor.page.locator(".near-list").inner_text()
    assert visitor.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1280, 800), (390, 844)])
def test_the_button_that_asks_is_in_sight_before_anybody_scrolls(
    visit: Visit, width: int, height: int
) -> None:
    visitor = visit(width=width, height=height)
    visitor.go("/find")
    button = visitor.page.get_by_role("button", name="Find a place")
    expect(button).to_be_in_viewport(ratio=1)
    # Nothing lies over it, such as the bar of tabs of a phone.
    button.click(trial=True)


def test_where_nothing_is_free_other_times_and_places_say_how_they_differ(
    visit: Visit, world: World
) -> None:
    floor = world.new_floor(61, desks=3)
    for name in ("Desk 2.001", "Desk 2.002", "Desk 2.003"):
        world.book(world.ben, floor.spaces[name], 9, 12)
    visitor = visit()
    cards = find(visitor, floor, "10:00", "12:00")
    page = visitor.page
    expect(page.get_by_role("heading", name="At other times")).to_be_visible()
    expect(cards.first).to_contain_text("2 hours later")
    elsewhere = page.locator(".near-place:not(.near-time)").first
    expect(elsewhere).to_contain_text("On another floor")
    assert findings(visitor) == []
    cards.first.get_by_role("button", name=re.compile("^Book")).click()
    expect(cards.first).to_contain_text("Yours")


def test_a_favourite_is_starred_found_and_near_a_colleague_by_keyboard_alone(
    visit: Visit, world: World
) -> None:
    floor = world.new_floor(62, desks=6)
    visitor = visit(color_scheme="dark")
    cards = find(visitor, floor)
    star = cards.nth(3).get_by_role("button", name=re.compile("^Favourite"))
    star.focus()
    visitor.page.keyboard.press("Enter")
    expect(star).to_have_attribute("aria-pressed", "true")
    expect(star).to_be_focused()
    starred = cards.nth(3).get_by_role("heading").inner_text().removeprefix("4. ")
    wish = visitor.page.get_by_label("One of my favourites")
    wish.focus()
    visitor.page.keyboard.press("Space")
    visitor.page.get_by_role("button", name="Find a place").focus()
    visitor.page.keyboard.press("Enter")
    expect(cards).to_have_count(1)
    expect(cards.first).to_contain_text(starred)
    expect(cards.first).to_contain_text("One of your favourites")
    assert findings(visitor) == []


def test_a_star_in_the_floor_panel_is_in_the_profile_and_taken_back_there(
    visit: Visit, world: World
) -> None:
    floor = world.new_floor(63, desks=6)
    visitor = visit(**PHONE)
    visitor.open_floor(floor)
    visitor.place("Desk 2.002").click()
    names = ("Favourite: Desk 2.002", "Something is wrong here", "Close")
    row = [visitor.panel().get_by_role("button", name=name) for name in names]
    star = row[0]
    expect(star).to_be_visible()
    boxes = [box for button in row if (box := button.bounding_box()) is not None]
    beside = [
        (right["x"] - left["x"] - left["width"], right["y"] - left["y"])
        for left, right in pairwise(boxes)
    ]
    assert beside == [pytest.approx((0, 0), abs=1)] * 2
    star.click()
    expect(star).to_have_attribute("aria-pressed", "true")
    visitor.go("/my/profile")
    taken_back = visitor.page.get_by_role("button", name="Take the star from Desk 2.002")
    expect(visitor.page.get_by_role("link", name="Desk 2.002")).to_be_visible()
    assert findings(visitor) == []
    taken_back.click()
    expect(taken_back).to_have_count(0)


def test_what_is_not_for_a_person_says_so_on_the_map_with_the_rules_name(
    visit: Visit, world: World
) -> None:
    floor = world.new_floor(64, desks=3)
    now = datetime.now(UTC)
    group = policies.make_group(world.db, world.fatima, "Guests of 64").id
    rule = Rule("Guests' floor", floor_id=floor.floor_id, only_groups=(group,))
    made = policies.make_rule(world.db, world.fatima, rule, now).id
    try:
        visitor = visit()
        visitor.open_floor(floor)
        expect(visitor.place("Desk 2.001")).to_have_attribute("data-status", "not_for_you")
        visitor.place("Desk 2.001").click()
        expect(visitor.panel().locator(".status-line")).to_contain_text(
            "Not for you: The rule “Guests' floor” lets only the group “Guests of 64” book"
        )
        expect(visitor.panel().get_by_role("button", name=re.compile("^Book"))).to_have_count(0)
    finally:
        policies.remove_rule(world.db, world.fatima, made)
