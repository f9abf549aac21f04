"""Everything without a mouse."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.world import Visitor, World


def test_a_desk_is_found_and_booked_by_keyboard_alone(visitor: Visitor, world: World) -> None:
    floor = world.new_floor(30)
    visitor.open_floor(floor)
    keyboard = visitor.page.keyboard
    for _ in range(40):
        keyboard.press("Tab")
        if visitor.page.evaluate("document.activeElement.matches('path.place')"):
            break
    first = visitor.page.evaluate("document.activeElement.getAttribute('aria-label')")
    keyboard.press("ArrowRight")
    second = visitor.page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert first != second
    assert "free" in second
    keyboard.press("Enter")
    keyboard.press("Enter")
    visitor.booking_of(second.split(",")[0])


def test_every_stop_of_the_tab_key_on_the_map_can_be_seen(visitor: Visitor) -> None:
    visitor.open_floor()
    visitor.page.get_by_role("button", name="List", exact=True).focus()
    visitor.page.keyboard.press("Tab")
    assert visitor.page.evaluate("document.activeElement.matches('path.place')")


def test_arrows_go_to_the_neighbour_that_lies_that_way(visitor: Visitor) -> None:
    visitor.open_floor()
    visitor.place("Desk 2.012").focus()
    keyboard = visitor.page.keyboard
    keyboard.press("ArrowRight")
    expect(visitor.place("Desk 2.013")).to_be_focused()
    keyboard.press("ArrowUp")
    expect(visitor.place("Desk 2.023")).to_be_focused()
    keyboard.press("ArrowLeft")
    expect(visitor.place("Desk 2.022")).to_be_focused()
    keyboard.press("ArrowDown")
    expect(visitor.place("Desk 2.012")).to_be_focused()


def test_escape_closes_the_panel_and_returns_to_the_desk(visitor: Visitor) -> None:
    visitor.open_floor()
    visitor.place("Desk 2.012").focus()
    visitor.page.keyboard.press("Enter")
    expect(visitor.panel().get_by_role("heading", name="Desk 2.012")).to_be_visible()
    visitor.page.keyboard.press("Escape")
    expect(visitor.place("Desk 2.012")).to_be_focused()


def test_l_goes_to_the_list_and_back(visitor: Visitor) -> None:
    visitor.open_floor()
    visitor.page.keyboard.press("l")
    expect(visitor.page.get_by_role("table", name="Places on this floor")).to_be_visible()
    visitor.page.keyboard.press("l")
    expect(visitor.page.get_by_role("table", name="Places on this floor")).to_be_hidden()


def test_a_place_says_what_it_is_and_until_when(visitor: Visitor, world: World) -> None:
    floor = world.new_floor(31)
    world.book(world.ben, floor.spaces["Desk 2.001"], 9, 12)
    visitor.open_floor(floor)
    expect(visitor.place("Desk 2.001")).to_have_attribute(
        "aria-label", "Desk 2.001, taken until 12:00, in Open office, monitor, standing desk"
    )


def test_the_skip_link_leads_past_the_bar(visitor: Visitor) -> None:
    visitor.open_floor()
    visitor.page.keyboard.press("Tab")
    expect(visitor.page.get_by_role("link", name="Skip to the content")).to_be_focused()
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.locator("#main")).to_be_focused()
