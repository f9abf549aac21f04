"""News of the floor reaches every open map, also after the connection was lost."""

from __future__ import annotations

from time import monotonic

from playwright.sync_api import Route, expect

from tests.browser.conftest import Visit
from tests.browser.world import Visitor, World

#: What the product promises, and the time the browser driver itself may need on a busy machine.
PROMISE_S = 1.0
DRIVER_S = 4.0


def test_a_booking_made_elsewhere_is_on_the_open_map_at_once(visit: Visit, world: World) -> None:
    floor = world.new_floor(20)
    noor, ben = visit(), visit("ben@example.test")
    noor.open_floor(floor)
    ben.open_floor(floor)
    ben.place("Desk 2.006").click()
    started = monotonic()
    ben.panel().get_by_role("button", name="Book Desk 2.006").click()
    expect(noor.place("Desk 2.006")).to_have_attribute("data-status", "taken")
    assert monotonic() - started < PROMISE_S + DRIVER_S


def test_a_lost_connection_is_told_and_recovers_by_itself(visit: Visit, world: World) -> None:
    floor = world.new_floor(21)
    noor = visit()
    noor.page.route("**/live?*", lambda route: route.abort())
    noor.open_floor(floor)
    note = noor.page.locator("#live-note")
    expect(note).to_be_visible()  # After a moment: a blink is nobody's business.
    world.book(world.ben, floor.spaces["Desk 2.001"], 9, 17)
    noor.page.unroute("**/live?*")
    expect(noor.place("Desk 2.001")).to_have_attribute("data-status", "taken")
    expect(note).to_be_hidden()


def test_news_does_not_take_the_focus_away(visitor: Visitor, world: World) -> None:
    floor = world.new_floor(22)
    visitor.open_floor(floor)
    visitor.place("Desk 2.002").focus()
    world.book(world.ben, floor.spaces["Desk 2.002"], 9, 17)
    expect(visitor.place("Desk 2.002")).to_have_attribute("data-status", "taken")
    expect(visitor.place("Desk 2.002")).to_be_focused()


def test_a_half_filled_form_survives_the_news(visitor: Visitor, world: World) -> None:
    floor = world.new_floor(23)
    world.book(world.noor, floor.spaces["Desk 2.002"], 9, 17)
    visitor.open_floor(floor)
    visitor.place("Desk 2.002").click()
    visitor.panel().get_by_role("button", name="Change time").click()
    visitor.panel().get_by_label("To").select_option("12:00")
    world.book(world.ben, floor.spaces["Desk 2.009"], 9, 17)
    expect(visitor.place("Desk 2.009")).to_have_attribute("data-status", "taken")
    expect(visitor.panel().get_by_label("To")).to_have_value("12:00")


def test_a_half_filled_form_survives_what_comes_late(visitor: Visitor, world: World) -> None:
    floor = world.new_floor(28)
    world.book(world.noor, floor.spaces["Desk 2.002"], 9, 17)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    visitor.page.route("**/equipment?*", hold)
    visitor.open_floor(floor)
    visitor.place("Desk 2.002").click()
    change = visitor.panel().get_by_role("button", name="Change time")
    change.click()
    visitor.panel().get_by_label("To").select_option("12:00")
    visitor.page.evaluate("document.querySelector('.status-line').dataset.before = ''")
    held[0].continue_()
    expect(visitor.page.locator(".status-line")).not_to_have_attribute("data-before", "")
    expect(visitor.panel().get_by_label("To")).to_have_value("12:00")
    expect(change).to_have_attribute("aria-expanded", "true")
    # Who comes back to the place begins anew.
    visitor.place("Desk 2.003").click()
    visitor.place("Desk 2.002").click()
    expect(change).to_have_attribute("aria-expanded", "false")


def test_hours_that_were_chosen_while_nothing_answered_never_show_other_hours(
    visit: Visit, world: World
) -> None:
    floor = world.new_floor(24)
    world.book(world.ben, floor.spaces["Desk 2.001"], 9, 12)
    noor = visit()
    noor.open_floor(floor)
    desk = noor.place("Desk 2.001")
    expect(desk).to_have_attribute("data-status", "taken")
    noor.page.context.set_offline(True)
    noor.page.get_by_role("button", name="Afternoon").click()
    expect(desk).to_have_attribute("data-status", "unknown")
    expect(noor.panel()).to_contain_text("Looking what is free…")
    expect(noor.panel()).not_to_contain_text("0of")
    noor.page.context.set_offline(False)
    # The floor's version is what it was; the hours are not.
    expect(desk).to_have_attribute("data-status", "free")
    expect(noor.panel()).to_contain_text("Free in these hours")


def test_what_changed_comes_with_the_news_and_is_not_asked_again(
    visitor: Visitor, world: World
) -> None:
    floor = world.new_floor(26)
    asked: list[str] = []
    visitor.open_floor(floor)
    # Whatever is shown of this, the page listens from then on.
    world.book(world.ben, floor.spaces["Desk 2.003"], 9, 17)
    expect(visitor.place("Desk 2.003")).to_have_attribute("data-status", "taken")
    visitor.page.on("request", lambda request: asked.append(request.url))
    world.book(world.ben, floor.spaces["Desk 2.004"], 9, 17)
    expect(visitor.place("Desk 2.004")).to_have_attribute("data-status", "taken")
    assert not [url for url in asked if "/availability" in url]


def test_news_that_does_not_follow_makes_the_page_ask(visitor: Visitor, world: World) -> None:
    floor = world.new_floor(27)
    visitor.page.route("**/live?*", without_hours)
    visitor.open_floor(floor)
    with visitor.page.expect_response("**/availability?*"):
        world.book(world.ben, floor.spaces["Desk 2.003"], 9, 17)
    expect(visitor.place("Desk 2.003")).to_have_attribute("data-status", "taken")


def without_hours(route: Route) -> None:
    """Only versions are told to who names no hours."""
    route.continue_(url=route.request.url.partition("?")[0])
