"""One-handed, on a phone: the sheet at the bottom and the bar below it."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.world import World

PHONE = {"width": 390, "height": 844, "has_touch": True, "is_mobile": True}


def test_the_sheet_tells_what_is_free_and_opens_at_a_tap(visit: Visit, world: World) -> None:
    floor = world.new_floor(70)
    visitor = visit(**PHONE)
    visitor.open_floor(floor)
    handle = visitor.page.locator(".sheet-handle")
    expect(handle).to_contain_text("Free: 20 desks, 2 rooms, 1 booth")
    handle.tap()
    expect(visitor.panel().get_by_role("heading", name="On the map")).to_be_visible()
    handle.tap()
    expect(visitor.panel().get_by_role("heading", name="On the map")).to_be_hidden()


def test_a_desk_is_booked_with_a_thumb(visit: Visit, world: World) -> None:
    floor = world.new_floor(71)
    visitor = visit(**PHONE)
    visitor.open_floor(floor)
    visitor.place("Desk 2.013").tap()
    visitor.panel().get_by_role("button", name="Book Desk 2.013").tap()
    visitor.booking_of("Desk 2.013")


def test_a_tap_beside_a_small_desk_means_that_desk(visit: Visit, world: World) -> None:
    floor = world.new_floor(72)
    visitor = visit(**PHONE)
    visitor.open_floor(floor)
    box = visitor.place("Desk 2.015").bounding_box()
    assert box
    visitor.page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] + 5)
    expect(visitor.panel().get_by_role("heading", name="Desk 2.015")).to_be_visible()


def test_the_sheet_never_hides_the_desk_it_is_about(visit: Visit, world: World) -> None:
    floor = world.new_floor(73)
    visitor = visit(**PHONE)
    visitor.open_floor(floor)
    visitor.place("Lima").tap()
    sheet = visitor.page.locator(".panel").bounding_box()
    room = visitor.place("Lima").bounding_box()
    assert sheet
    assert room
    assert room["y"] + room["height"] / 2 < sheet["y"]


def test_another_day_is_chosen_in_a_box_of_its_own(visit: Visit) -> None:
    visitor = visit(**PHONE)
    visitor.open_floor()
    visitor.page.locator("#when-button").tap()
    visitor.page.get_by_role("button", name="Morning").tap()
    expect(visitor.page.locator("#when-summary")).to_contain_text("08:00")
    visitor.page.keyboard.press("Escape")
    expect(visitor.page.locator("#when")).to_be_hidden()


def test_a_phone_on_its_side_still_shows_a_map_to_work_with(visit: Visit, world: World) -> None:
    floor = world.new_floor(78)
    visitor = visit(**{**PHONE, "width": 667, "height": 375})
    visitor.open_floor(floor)
    stage = visitor.page.locator(".stage").bounding_box()
    assert stage
    assert stage["height"] >= 240
    visitor.place("Desk 2.013").tap()
    visitor.panel().get_by_role("button", name="Book Desk 2.013").tap()
    visitor.booking_of("Desk 2.013")


def test_the_chosen_desk_carries_its_number_also_from_afar(visit: Visit, world: World) -> None:
    floor = world.new_floor(79)
    visitor = visit(**PHONE)
    visitor.open_floor(floor)
    visitor.place("Desk 2.013").tap()
    expect(visitor.page.locator(".labels text", has_text="2.013")).to_have_count(1)


def test_an_open_sheet_leaves_the_whole_floor_in_sight(visit: Visit, world: World) -> None:
    floor = world.new_floor(80)
    visitor = visit(**PHONE, reduced_motion="reduce")
    visitor.open_floor(floor)
    visitor.place("Desk 2.013").tap()
    visitor.wait_until(
        """() => document.querySelector('.floor-outline').getBoundingClientRect().bottom
             <= document.querySelector('.panel').getBoundingClientRect().top"""
    )
