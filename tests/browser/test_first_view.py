"""A floor is shown before what answers a person has loaded; what is pressed meanwhile is kept."""

from __future__ import annotations

from playwright.sync_api import Route, expect

from tests.browser.world import PATIENCE_MS, READY, Visitor, World

REST = "**/static/dist/rest-*.js"
SHOWN = ".stage[data-shown]"
FREE = 'path.place[data-status="free"]'


class Gate:
    """Holds the rest of the page's script until it is opened."""

    def __init__(self, visitor: Visitor) -> None:
        self._is_open = False
        self.held: list[Route] = []
        visitor.page.route(REST, self._came)

    def _came(self, route: Route) -> None:
        if self._is_open:
            route.continue_()
        else:
            self.held.append(route)

    def open(self) -> None:
        self._is_open = True
        for route in self.held:
            route.continue_()


def open_first_view(visitor: Visitor, world: World, number: int) -> Gate:
    """A floor of the test's own with what is free, before the rest of its script has come."""
    gate = Gate(visitor)
    visitor.go(world.floor_path(world.new_floor(number)))
    visitor.page.wait_for_selector(SHOWN, timeout=PATIENCE_MS)
    expect(visitor.page.locator(FREE).first).to_be_visible()
    assert visitor.page.locator(READY).count() == 0
    return gate


def test_a_place_pressed_before_booking_has_loaded_is_chosen_when_it_has(
    visitor: Visitor, world: World
) -> None:
    gate = open_first_view(visitor, world, 930)
    # Playwright would wait for names that the rest writes.
    visitor.page.locator(FREE).first.click()
    gate.open()
    visitor.page.wait_for_selector(READY, timeout=PATIENCE_MS)
    expect(visitor.panel().get_by_role("button", name="Book ")).to_be_visible()


def test_a_button_pressed_before_it_works_does_what_it_says_when_it_does(
    visitor: Visitor, world: World
) -> None:
    gate = open_first_view(visitor, world, 931)
    visitor.page.get_by_role("button", name="List").click()
    gate.open()
    expect(visitor.page.get_by_role("row", name="Desk 2.001")).to_be_visible()


def test_the_plan_stays_and_says_so_when_booking_does_not_load(
    visitor: Visitor, world: World
) -> None:
    visitor.page.route(REST, lambda route: route.abort())
    visitor.go(world.floor_path(world.new_floor(932)))
    expect(visitor.page.get_by_text("The plan is here, but booking did not load.")).to_be_visible()
    expect(visitor.page.locator(FREE).first).to_be_visible()


def test_it_says_so_also_when_what_is_free_comes_later(visitor: Visitor, world: World) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    visitor.page.route(REST, lambda route: route.abort())
    visitor.page.route("**/availability?*", hold)
    visitor.go(world.floor_path(world.new_floor(935)))
    said = visitor.page.get_by_text("The plan is here, but booking did not load.")
    expect(said).to_be_visible()
    for route in held:
        route.continue_()
    visitor.page.wait_for_selector(SHOWN, timeout=PATIENCE_MS)
    expect(visitor.page.locator(FREE).first).to_be_visible()
    expect(said).to_be_visible()


def test_who_waits_for_what_is_free_can_use_the_page_meanwhile(
    visitor: Visitor, world: World
) -> None:
    held: list[Route] = []
    visitor.page.route("**/availability?*", lambda route: held.append(route))  # noqa: PLW0108 - Playwright takes no bound method of a list
    visitor.go(world.floor_path(world.new_floor(934)))
    visitor.page.get_by_role("button", name="List").click()
    expect(visitor.page.get_by_role("row", name="Desk 2.001")).to_be_visible()
    assert visitor.page.locator(SHOWN).count() == 0
    for route in held:
        route.continue_()
    visitor.page.wait_for_selector(READY, state="attached", timeout=PATIENCE_MS)


def test_the_drawing_and_what_is_free_are_asked_for_once(visitor: Visitor, world: World) -> None:
    visitor.asked.clear()
    visitor.open_floor(world.new_floor(933))
    visitor.wait_until("() => performance.getEntriesByType('navigation')[0].loadEventEnd > 0")
    for part in ("/map/", "/availability?", "/leaflet-floor-"):
        assert len([url for url in visitor.asked if part in url]) == 1, part
