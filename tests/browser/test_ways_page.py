"""Stairs and lifts of a building, as staff see and correct them."""

from __future__ import annotations

from datetime import UTC, datetime
from math import hypot

import pytest
from playwright.sync_api import expect
from shapely import box

from bench.walked.world import World as Drawn
from geo.ways.floor import Connector
from geo.ways.shafts import Level
from tests.browser.conftest import Visit
from tests.browser.test_accessibility import findings
from tests.browser.world import Visitor, World
from tests.support.factories import make_building, make_site
from tests.support.house import make_floor
from tests.support.walked import House, publish_house

SIZES = [(390, 844), (1440, 900)]
SMALL = (
    "all => all.filter(each => each.checkVisibility()"
    " && each.getBoundingClientRect().height < 43.5).map(each => each.outerHTML)"
)


def new_house(world: World) -> House:
    """Two floors with a stair and a lift, in a building of their own."""
    building = make_building(world.db, world.fatima, make_site(world.db, world.fatima))
    plans = (make_floor(), make_floor(ground=False))
    drawn = Drawn(plans, (Level("H", 0), Level("H", 1)), (("stair", "lift"),) * 2)
    return publish_house(world.db, world.fatima, building, drawn, datetime.now(UTC))


def open_ways(staff: Visitor, house: House) -> None:
    staff.go(f"/buildings/{house.building_id}/ways")
    expect(staff.page.locator(".ways-map")).to_have_attribute("data-ready", "true")


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_stairs_and_lifts_are_seen_on_the_map_and_taken_out_of_order(
    visit: Visit, world: World, width: int, height: int
) -> None:
    house = new_house(world)
    staff = visit("fatima@example.test", width=width, height=height)
    open_ways(staff, house)
    page = staff.page
    expect(page.locator(".ways-mark")).to_have_count(2)
    assert findings(staff) == []
    page.locator(".ways-mark", has_text="2").click()
    entry = page.locator("#connector-2")
    expect(entry).to_be_focused()
    assert page.locator("main button, main .input, main summary").evaluate_all(SMALL) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    entry.get_by_label("Out of order: why").fill("New cable")
    entry.get_by_role("button", name="Take out of order").press("Enter")
    expect(page.locator("#connector-2 h2")).to_contain_text("Out of order")
    expect(page.get_by_role("status").first).to_contain_text("Lift L1: out of order")
    assert findings(staff) == []
    page.get_by_role("button", name="works again").press("Enter")
    expect(page.locator("#connector-2 h2")).not_to_contain_text("Out of order")


def test_they_are_parted_and_linked_by_keyboard_alone(visit: Visit, world: World) -> None:
    house = new_house(world)
    staff = visit("fatima@example.test")
    open_ways(staff, house)
    page = staff.page
    page.locator("#connector-2 summary").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="It does not go on from").last.press("Enter")
    expect(page.locator(".ways-list > li")).to_have_count(3)
    expect(page.locator("#connector-3")).to_contain_text("Leads nowhere")
    page.get_by_label("This one").select_option(index=2)
    page.get_by_label("goes on as").select_option(index=3)
    page.get_by_role("button", name="Link them").press("Enter")
    expect(page.locator(".ways-list > li")).to_have_count(2)
    page.locator("#connector-1 summary").press("Enter")
    page.locator("#connector-1").get_by_label("It is").select_option("escalator:up")
    page.locator("#connector-1").get_by_role("button", name="Save").press("Enter")
    expect(page.locator("#connector-1")).to_contain_text("Goes up")


def test_a_bad_width_keeps_the_rest_and_names_the_field(visit: Visit, world: World) -> None:
    house = new_house(world)
    staff = visit("fatima@example.test")
    open_ways(staff, house)
    page = staff.page
    page.locator("#connector-1 summary").press("Enter")
    entry = page.locator("#connector-1")
    entry.get_by_label("It is").select_option("escalator:down")
    entry.get_by_label("Clear width").fill("narrow")
    entry.get_by_label("Wheelchair users can use it").uncheck()
    entry.get_by_role("button", name="Save").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Clear width: One of the fields")
    expect(entry.get_by_label("Clear width")).to_have_value("narrow")
    expect(entry.get_by_label("It is")).to_have_value("escalator:down")
    expect(entry.get_by_label("Wheelchair users can use it")).not_to_be_checked()
    entry.get_by_label("Clear width").fill("0,9")
    entry.get_by_role("button", name="Save").press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("Escalator T1: saved")
    expect(page.locator("#connector-1")).to_contain_text("Goes down")


def test_marks_that_lie_on_each_other_move_apart(visit: Visit, world: World) -> None:
    """The numbers of stairs and a lift side by side, on a phone that shows the house small."""
    building = make_building(world.db, world.fatima, make_site(world.db, world.fatima))
    side_by_side = [
        Connector("stair", box(0.5, 8, 2.5, 10.5), "T1"),
        Connector("elevator", box(2.6, 8, 2.9, 10.5), "L1"),
    ]
    plan = make_floor(connectors=side_by_side)
    drawn = Drawn((plan,), (Level("H", 0),), (("stair", "lift"),))
    house = publish_house(world.db, world.fatima, building, drawn, datetime.now(UTC))
    staff = visit("fatima@example.test", width=320, height=640)
    open_ways(staff, house)
    boxes = [mark.bounding_box() for mark in staff.page.locator(".ways-mark").all()]
    assert len(boxes) == 2
    one, other = (each for each in boxes if each is not None)
    away = hypot(one["x"] - other["x"], one["y"] - other["y"])
    assert away >= one["width"]
    assert staff.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
