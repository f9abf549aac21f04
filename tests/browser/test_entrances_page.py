"""Entrances of a building and ways out of doors, as staff see and say them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.test_accessibility import findings
from tests.browser.test_ways_page import SIZES, SMALL
from tests.browser.world import Visitor, World
from tests.support.houses import Houses, two_houses

DRAWN = ".ways-map[data-ready]"


@pytest.fixture
def houses(world: World) -> Houses:
    return two_houses(world.db, world.fatima, datetime.now(UTC))


def open_entrances(staff: Visitor, houses: Houses) -> None:
    staff.go(f"/buildings/{houses[0].building_id}/entrances")
    expect(staff.page.locator(DRAWN)).to_be_visible()


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_an_entrance_is_named_and_a_way_is_drawn_to_the_next_building(
    visit: Visit, houses: Houses, width: int, height: int
) -> None:
    staff = visit("fatima@example.test", width=width, height=height)
    open_entrances(staff, houses)
    page = staff.page
    assert findings(staff) == []
    page.locator(".ways-door", has_text="1").click()
    entry = page.locator("#entrance-1")
    expect(entry).to_be_focused()
    entry.get_by_label("It is").select_option("main")
    entry.get_by_label("Name").fill("North entrance")
    entry.get_by_label("Clear width").fill("0,95")
    assert page.locator("main button, main .input, main summary").evaluate_all(SMALL) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    entry.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status").first).to_contain_text("North entrance: saved")
    expect(page.locator("#entrance-1 h2")).to_contain_text("North entrance Main entrance")
    expect(page.locator("#entrance-1")).to_contain_text("0.95 m clear")
    expect(page.locator("#way-1")).to_contain_text("estimated")
    page.locator("#way-1").get_by_role("link", name="Change").click()
    expect(page.locator(DRAWN)).to_be_visible()
    assert findings(staff) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    box = page.locator(".ways-map").bounding_box()
    assert box is not None
    page.locator(".ways-map").click(position={"x": box["width"] / 2, "y": box["height"] / 4})
    page.locator(".ways-map").click(position={"x": box["width"] / 2 + 30, "y": box["height"] / 4})
    expect(page.locator("[data-drawn]")).to_contain_text("m as drawn")
    page.get_by_role("button", name="Take back a corner").click()
    expect(page.locator("path.ways-corner")).to_have_count(3)
    page.get_by_label("It is covered").check()
    page.get_by_label("What it goes over").select_option("ramp")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status").first).to_contain_text("North entrance to Entrance")
    expect(page.locator("#way-1")).to_contain_text("measured · covered · over a ramp")
    assert findings(staff) == []
    page.locator("#way-1").get_by_role("button", name="Forget").click()
    expect(page.locator("#way-1")).to_contain_text("estimated")


def test_a_way_is_forbidden_and_measured_by_keyboard_alone(visit: Visit, houses: Houses) -> None:
    staff = visit("fatima@example.test")
    open_entrances(staff, houses)
    page = staff.page
    page.locator("#way-1").get_by_role("link", name="Change").press("Enter")
    page.get_by_label("There is no way").press("Space")
    page.get_by_role("button", name="Save").press("Enter")
    expect(page.locator("#way-1")).to_contain_text("There is no way")
    page.locator("#way-1").get_by_role("link", name="Change").press("Enter")
    page.get_by_label("One goes this way").press("Space")
    page.get_by_label("Length").fill("6 metres")
    page.get_by_label("It is covered").press("Space")
    page.get_by_role("button", name="Save").press("Enter")
    problem = page.get_by_role("alert")
    expect(problem).to_be_focused()
    expect(problem).to_contain_text("Length: One of the fields needs a number")
    expect(page.get_by_label("Length")).to_have_value("6 metres")
    expect(page.get_by_label("It is covered")).to_be_checked()
    page.get_by_label("Length").fill("64,5")
    page.get_by_role("button", name="Save").press("Enter")
    expect(page.locator("#way-1")).to_contain_text("64.5 m, measured · covered")


def test_a_bad_width_keeps_the_rest_and_names_the_field(visit: Visit, houses: Houses) -> None:
    staff = visit("fatima@example.test")
    open_entrances(staff, houses)
    page = staff.page
    page.locator("#entrance-1 summary").press("Enter")
    entry = page.locator("#entrance-1")
    entry.get_by_label("It is").select_option("emergency")
    entry.get_by_label("Name").fill("Fire door")
    entry.get_by_label("Clear width").fill("wide")
    entry.get_by_label("There are steps before it").check()
    entry.get_by_role("button", name="Save").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Clear width: One of the fields")
    expect(entry.get_by_label("Clear width")).to_have_attribute("aria-invalid", "true")
    expect(entry.get_by_label("Clear width")).to_have_value("wide")
    expect(entry.get_by_label("Name")).to_have_value("Fire door")
    expect(entry.get_by_label("It is")).to_have_value("emergency")
    expect(entry.get_by_label("There are steps before it")).to_be_checked()
    assert findings(staff) == []
    entry.get_by_label("Clear width").fill("")
    entry.get_by_role("button", name="Save").press("Enter")
    expect(page.locator("#entrance-1 h2")).to_contain_text("Emergency exit only")
    page.locator("#entrance-1 summary").press("Enter")
    page.get_by_role("button", name="Forget what was said of").press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("Fire door: forgotten")
    expect(page.locator("#entrance-1")).to_contain_text("as the plan shows it")
