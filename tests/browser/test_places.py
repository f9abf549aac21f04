"""Putting places right, as facility staff do it: by mouse, by keyboard, on a phone."""

from __future__ import annotations

from datetime import UTC, datetime

from playwright.sync_api import Locator, expect

from floorplans.plans import service as plans
from tests.browser.conftest import Visit
from tests.browser.world import Visitor, World
from tests.support.factories import make_building, make_floor, make_site

PHONE = {"width": 390, "height": 844, "has_touch": True, "is_mobile": True}


def place(visitor: Visitor, name: str) -> Locator:
    """The row of a place in the editor."""
    return visitor.page.locator("details", has=visitor.page.locator("summary", has_text=name))


def test_a_floor_gets_another_name_and_storey_by_keyboard_alone(visit: Visit, world: World) -> None:
    floor = world.new_floor(81, desks=2)
    visitor = visit("fatima@example.test")
    visitor.go("/places/edit")
    row = place(visitor, "Floor 81")
    row.locator("summary").focus()
    keyboard = visitor.page.keyboard
    keyboard.press("Enter")
    keyboard.press("Tab")
    expect(row.get_by_label("Name", exact=True)).to_be_focused()
    keyboard.type("Attic")
    keyboard.press("Tab")
    keyboard.type("A")
    keyboard.press("Tab")
    keyboard.type("82")
    keyboard.press("Enter")
    saved = place(visitor, "Attic").locator("summary")
    expect(saved).to_contain_text("Saved")
    expect(saved).to_be_focused()
    visitor.go(f"/floors/{floor.floor_id}")
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text("Attic")


def test_a_name_that_is_taken_is_told_beside_what_was_typed(visit: Visit, world: World) -> None:
    for ordinal in (83, 84):
        world.new_floor(ordinal, desks=2)
    visitor = visit("fatima@example.test", **PHONE)
    visitor.go("/places/edit")
    row = place(visitor, "Floor 83")
    row.locator("summary").tap()
    row.get_by_label("Name", exact=True).fill("Floor 84")
    row.get_by_role("button", name="Save").tap()
    told = row.get_by_role("alert")
    expect(told).to_contain_text("The building has a floor of this name already.")
    expect(told).to_be_focused()
    expect(told).to_be_in_viewport()
    expect(row.get_by_label("Name", exact=True)).to_have_value("Floor 84")
    new_floor = visitor.page.get_by_role("region", name="New floor")
    expect(new_floor.get_by_label("Name", exact=True)).to_have_value("")


def test_a_place_stays_where_it_is_on_the_screen_when_it_is_saved(
    visit: Visit, world: World
) -> None:
    for ordinal in range(85, 95):
        world.new_floor(ordinal, desks=2)
    visitor = visit("fatima@example.test", height=600)
    visitor.go("/places/edit")
    row = place(visitor, "Floor 88")
    summary = row.locator("summary")
    summary.scroll_into_view_if_needed()
    summary.click()
    row.get_by_label("Name", exact=True).fill("Floor 88, north")
    row.get_by_role("button", name="Save").focus()
    stood = summary.bounding_box()
    row.get_by_role("button", name="Save").press("Enter")
    expect(summary).to_contain_text("Saved")
    visitor.page.wait_for_load_state()
    visitor.page.wait_for_timeout(200)
    after = summary.bounding_box()
    assert stood
    assert after
    assert abs(after["y"] - stood["y"]) <= 1


def test_a_floor_made_by_mistake_is_removed_on_a_phone(visit: Visit, world: World) -> None:
    building = make_building(world.db, world.fatima, make_site(world.db, world.fatima), name="Shed")
    make_floor(world.db, world.fatima, building_id=building, ordinal=96)
    visitor = visit("fatima@example.test", **PHONE)
    visitor.go("/places/edit")
    house = place(visitor, "Shed")
    house.locator("summary").tap()
    expect(house).to_contain_text("Once it has no floor, it can be removed.")
    expect(house.get_by_role("button", name="Remove")).to_have_count(0)
    row = place(visitor, "Floor 96")
    row.locator("summary").tap()
    row.get_by_role("button", name="Remove the floor").tap()
    expect(house.locator("summary")).to_contain_text("Floor removed")
    expect(house.locator("summary")).to_be_in_viewport()
    expect(row).to_have_count(0)
    house.locator("summary").tap()
    house.get_by_role("button", name="Remove the building").tap()
    expect(visitor.page.get_by_text("Building removed")).to_be_visible()


def test_a_removal_that_would_lose_something_says_what(visit: Visit, world: World) -> None:
    building = make_building(world.db, world.fatima, make_site(world.db, world.fatima), name="Barn")
    floor = make_floor(world.db, world.fatima, building_id=building, ordinal=97)
    visitor = visit("fatima@example.test")
    visitor.go("/places/edit")
    row = place(visitor, "Floor 97")
    row.locator("summary").click()
    plans.upload(world.db, world.fatima, floor, "a.dxf", b"0\nEOF\n", datetime.now(UTC))
    row.get_by_role("button", name="Remove the floor").click()
    told = row.get_by_role("alert")
    expect(told).to_contain_text("The floor has 1 plan. Nothing was removed.")
    expect(told).to_be_focused()
    expect(row.get_by_label("Name", exact=True)).to_have_value("Floor 97")
