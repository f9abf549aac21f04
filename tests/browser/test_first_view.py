"""A floor is shown before what answers a person has loaded; what is pressed meanwhile is kept."""

from __future__ import annotations

from playwright.sync_api import Route, expect

from tests.browser.world import PATIENCE_MS, READY, Visitor, World

REST = "**/static/dist/rest-*.js"
SHOWN = ".stage[data-shown]"
FREE = 'path.place[data-status="free"]'


def open_first_view(visitor: Visitor, world: World, number: int) -> list[Route]:
    """A floor of the test's own with what is free, and the wait for the rest of its script."""
    held: list[Route] = []
    visitor.page.route(REST, lambda route: held.append(route))  # noqa: PLW0108 - Playwright takes no bound method of a list
    visitor.go(world.floor_path(world.new_floor(number)))
    visitor.page.wait_for_selector(SHOWN, timeout=PATIENCE_MS)
    expect(visitor.page.locator(FREE).first).to_be_visible()
    while not held:
        visitor.page.wait_for_timeout(50)
    assert visitor.page.locator(READY).count() == 0
    return held


def test_a_place_pressed_before_booking_has_loaded_is_chosen_when_it_has(
    visitor: Visitor, world: World
) -> None:
    (rest,) = open_first_view(visitor, world, 930)
    # Playwright would wait for names that the rest writes.
    visitor.page.locator(FREE).first.click()
    rest.continue_()
    visitor.page.wait_for_selector(READY, timeout=PATIENCE_MS)
    expect(visitor.panel().get_by_role("button", name="Book ")).to_be_visible()


def test_a_button_pressed_before_it_works_does_what_it_says_when_it_does(
    visitor: Visitor, world: World
) -> None:
    (rest,) = open_first_view(visitor, world, 931)
    visitor.page.get_by_role("button", name="List").click()
    rest.continue_()
    expect(visitor.page.get_by_role("row", name="Desk 2.001")).to_be_visible()


def test_the_plan_stays_and_says_so_when_booking_does_not_load(
    visitor: Visitor, world: World
) -> None:
    (rest,) = open_first_view(visitor, world, 932)
    rest.abort()
    expect(visitor.page.get_by_text("The plan is here, but booking did not load.")).to_be_visible()
    expect(visitor.page.locator(FREE).first).to_be_visible()


def test_the_drawing_and_what_is_free_are_asked_for_once(visitor: Visitor, world: World) -> None:
    visitor.asked.clear()
    visitor.open_floor(world.new_floor(933))
    visitor.wait_until("() => performance.getEntriesByType('navigation')[0].loadEventEnd > 0")
    for part in ("/map/", "/availability?", "/leaflet.js", "/rest-"):
        assert len([url for url in visitor.asked if part in url]) == 1, part
