"""Telling of a fault: in the panel, behind a printed code, and seen to by staff."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import Visit
from tests.browser.plan import PlannedFloor
from tests.browser.test_accessibility import findings
from tests.browser.world import Visitor, World

SHOTS = os.environ.get("FLOORPLANS_SHOTS")
PHONE = {"width": 390, "height": 844}
DESK, PART = "Desk 2.003", ".panel .fault-list"


def shot(visitor: Visitor, name: str) -> None:
    if SHOTS:
        visitor.page.screenshot(path=Path(SHOTS) / f"{name}.png")


def open_desk(visitor: Visitor, world: World, floor: PlannedFloor, name: str = DESK) -> None:
    visitor.go(f"{world.floor_path(floor)}&space={floor.spaces[name]}")
    expect(visitor.panel().get_by_role("heading", name=name)).to_be_visible()


@pytest.mark.parametrize("size", [PHONE, {}], ids=["phone", "desktop"])
def test_a_fault_is_told_in_the_panel_by_keyboard_and_found_again_by_others(
    visit: Visit, world: World, size: dict[str, int]
) -> None:
    floor = world.new_floor(81 if size else 82)
    noor = visit(**size)
    open_desk(noor, world, floor)
    noor.page.locator(".fault-button").press("Enter")
    dialog = noor.page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    assert findings(noor) == []
    shot(noor, f"fault-dialog-{size.get('width', 1440)}")
    dialog.get_by_role("radio", name="Equipment broken").press("Space")
    dialog.get_by_label("In a few words").fill("the left screen")
    noor.page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    told = noor.page.locator(PART)
    expect(told).to_contain_text("Reported: Equipment broken: the left screen, just now, by you")
    expect(noor.page.locator(".fault-button")).to_be_focused()
    assert findings(noor) == []
    shot(noor, f"fault-panel-{size.get('width', 1440)}")

    ben = visit("ben@example.test", **size)
    open_desk(ben, world, floor)
    told = ben.page.locator(PART)
    expect(told).to_contain_text("Reported: Equipment broken: the left screen")
    assert "Noor" not in told.inner_text()
    ben.page.locator(".fault-button").click()
    ben.page.get_by_role("button", name="The same here").click()
    expect(told).to_contain_text("by you, 2 people found it")


def test_a_report_without_a_choice_or_a_word_stays_in_its_window(
    visit: Visit, world: World
) -> None:
    floor = world.new_floor(83)
    noor = visit()
    open_desk(noor, world, floor)
    noor.page.locator(".fault-button").click()
    dialog = noor.page.get_by_role("dialog")
    dialog.get_by_role("button", name="Report it").click()
    expect(dialog).to_be_visible()
    dialog.get_by_text("Something else").click()
    dialog.get_by_role("button", name="Report it").click()
    expect(dialog.get_by_role("alert")).to_contain_text("needs a word on what it is")
    assert findings(noor) == []
    noor.page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(noor.page.locator(".fault-button")).to_be_focused()


def test_an_answer_that_is_lost_makes_no_second_report(visit: Visit, world: World) -> None:
    floor = world.new_floor(84)
    noor = visit()
    open_desk(noor, world, floor)
    noor.page.locator(".fault-button").click()
    dialog = noor.page.get_by_role("dialog")
    dialog.get_by_text("Dirty").click()

    def lose(route: Route) -> None:
        if route.request.method == "POST":
            route.fetch()
            route.abort()
        else:
            route.continue_()

    noor.page.route("**/faults", lose)
    send = dialog.get_by_role("button", name="Report it")
    send.click()
    expect(dialog.get_by_role("alert")).to_contain_text("it is not reported twice")
    noor.page.unroute("**/faults")
    send.click()
    expect(dialog).to_be_hidden()
    expect(noor.page.locator(".panel .fault-list li")).to_have_count(1)


@pytest.mark.parametrize("size", [PHONE, {}], ids=["phone", "desktop"])
def test_the_code_at_a_place_reports_and_staff_see_to_it(
    visit: Visit, world: World, size: dict[str, int]
) -> None:
    floor = world.new_floor_at_noon(85 if size else 86)
    noor = visit(**size)
    noor.go(f"/at/{floor.spaces[DESK]}")
    noor.page.get_by_text("Something is wrong here").press("Enter")
    noor.page.get_by_label("What is wrong").select_option("missing")
    noor.page.get_by_label("In a few words").fill("a chair")
    assert findings(noor) == []
    shot(noor, f"fault-at-{size.get('width', 1440)}")
    noor.page.get_by_label("In a few words").press("Enter")
    expect(noor.page.get_by_role("status").first).to_contain_text("Facility staff see it now")
    expect(noor.page.get_by_text("Something missing: a chair, just now, by you")).to_be_visible()
    assert findings(noor) == []

    staff = visit("fatima@example.test", **size)
    staff.go("/places/faults")
    row = staff.page.locator("li.card", has_text="a chair").filter(
        has=staff.page.locator(f'a[href*="{floor.spaces[DESK]}"]')
    )
    expect(row).to_contain_text("reported by Noor de Vries")
    assert findings(staff) == []
    assert staff.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    shot(staff, f"faults-{size.get('width', 1440)}")
    row.get_by_role("link", name=f"Close {DESK}").click()
    expect(staff.page.get_by_label(DESK, exact=True)).to_be_checked()
    expect(staff.page.get_by_label("Reason")).to_have_value("Something missing")
    staff.page.go_back()
    row.get_by_label("A word to who reported it").fill("It is back")
    staff.page.keyboard.press("Enter")
    expect(staff.page.get_by_role("status").first).to_contain_text(
        re.compile("Done: Something missing: a chair")
    )
    expect(row).to_have_count(0)
    noor.page.reload()
    expect(noor.page.locator(".fault-list")).to_have_count(0)
