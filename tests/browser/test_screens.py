"""A screen on a wall: staff make it, it follows the floor, and ends when it is revoked."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.test_accessibility import findings
from tests.browser.world import READY, Visitor, World
from tests.support.factories import make_booking
from tests.support.screens import screen_path

SHOTS = os.environ.get("FLOORPLANS_SHOTS")


def shot(visitor: Visitor, name: str) -> None:
    if SHOTS:
        visitor.page.screenshot(path=Path(SHOTS) / f"{name}.png")


def test_staff_make_a_screen_by_keyboard_and_it_follows_the_floor(
    visit: Visit, world: World
) -> None:
    floor = world.new_floor_at_noon(71)
    staff = visit("fatima@example.test")
    staff.go("/places/screens")
    staff.page.get_by_label("Floor", exact=True).select_option(str(floor.floor_id))
    staff.page.get_by_label("Where it hangs").fill("Lobby")
    staff.page.keyboard.press("Enter")
    address = staff.page.get_by_label("Address", exact=True).input_value()
    assert findings(staff) == []

    wall = visit(None)
    wall.page.goto(address)
    wall.page.wait_for_selector(READY)
    desk = wall.page.locator(f'path.place[data-id="{floor.spaces["Desk 2.003"]}"]')
    expect(desk).to_have_attribute("data-status", "free")
    now = datetime.now(UTC)
    make_booking(world.db, world.ben, floor.spaces["Desk 2.003"], now, now + timedelta(hours=1))
    expect(desk).to_have_attribute("data-status", "taken")
    expect(wall.page.locator("#screen-counts")).to_contain_text("19of 20 desks")
    assert "Ben" not in wall.page.content()
    assert wall.context.cookies() == []

    staff.ask_first("Revoke Lobby")
    staff.page.get_by_role("button", name="Revoke Lobby").press("Enter")
    expect(staff.page.get_by_role("status").first).to_contain_text("Revoked")
    wall.page.reload()
    expect(wall.page.get_by_text("There is no screen at this address")).to_be_visible()


def test_a_screen_turns_to_another_plan_by_itself(visit: Visit, world: World) -> None:
    path = screen_path(world.db, world.fatima, world.floor.floor_id, datetime.now(UTC))
    wall = visit(None)
    told = wall.page.request.get(f"{world.url}{path}/now").json()
    other = {**told, "plan": {**told["plan"], "digest": "0" * 16}}
    wall.page.route("**/now", lambda route: route.fulfill(json=other))
    with wall.page.expect_navigation(url=f"**{path}"):
        wall.go(path)
    with wall.page.expect_navigation(url=f"**{path}"):
        wall.page.wait_for_selector(".map-wait")
    wall.page.unroute("**/now")
    wall.page.wait_for_selector(READY)


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1080, 1920), (390, 844)])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_all_of_the_floor_is_seen_on_every_screen(
    visit: Visit, world: World, width: int, height: int, theme: str
) -> None:
    path = screen_path(world.db, world.fatima, world.floor.floor_id, datetime.now(UTC))
    wall = visit(None, width=width, height=height, color_scheme=theme)
    wall.go(path)
    wall.page.wait_for_selector(READY)
    wall.wait_until(
        """() => {
          const stage = document.querySelector(".stage").getBoundingClientRect();
          return [...document.querySelectorAll("path.place, .floor-outline")].every((shape) => {
            const { left, right, top, bottom } = shape.getBoundingClientRect();
            return left >= stage.left && right <= stage.right
              && top >= stage.top && bottom <= stage.bottom;
          });
        }"""
    )
    assert findings(wall) == []
    shot(wall, f"screen-{width}-{theme}")


def narrowed_to_one_room(wall: Visitor) -> None:
    """Make the window lower until only one of the two rooms has place."""
    which = wall.page.locator("#screen-rooms [data-which]")
    for height in range(900, 300, -20):
        wall.page.set_viewport_size({"width": 1280, "height": height})
        if which.text_content() == "1 to 1 of 2":
            return
    pytest.fail("The list of rooms never had place for one of two.")


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_rooms_that_have_no_place_come_in_turns_or_are_counted(
    visit: Visit, world: World, motion: str
) -> None:
    floor = world.new_floor_at_noon(76 if motion == "reduce" else 77)
    path = screen_path(world.db, world.fatima, floor.floor_id, datetime.now(UTC))
    wall = visit(None, width=1280, height=900, reduced_motion=motion)
    wall.page.clock.install()
    wall.go(path)
    wall.page.wait_for_selector(READY)
    which = wall.page.locator("#screen-rooms [data-which]")
    rooms = wall.page.locator("#screen-rooms li strong")
    expect(rooms).to_have_count(2)
    expect(which).to_have_text("")
    narrowed_to_one_room(wall)
    first = rooms.text_content()
    wall.page.clock.run_for(10_000)
    if motion == "reduce":
        expect(which).to_have_text("1 to 1 of 2")
        expect(rooms).to_have_text(first or "")
        return
    expect(which).to_have_text("2 to 2 of 2")
    expect(rooms).not_to_have_text(first or "")
    assert findings(wall) == []
    wall.page.clock.run_for(10_000)
    expect(rooms).to_have_text(first or "")
