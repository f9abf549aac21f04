"""The network breaks: what the page may say, and that trying again does no harm."""

from __future__ import annotations

from playwright.sync_api import Request, Route, expect

from tests.browser.conftest import Visit
from tests.browser.plan import PlannedFloor
from tests.browser.world import Visitor, World

UNKNOWN = "We do not know whether it arrived."
BOOKINGS = "**/api/v1/bookings"
NEWS = ("**/live?*", "**/availability?*")


def books(request: Request) -> bool:
    """The panel looks up one's own bookings at the same address."""
    return request.method == "POST" and request.url.endswith("/api/v1/bookings")


def lose_the_answer(route: Route) -> None:
    """What changes something reaches the service; what it says does not come back."""
    if route.request.method == "GET":
        # The panel looks up one's own bookings at the same address, also as a test ends.
        route.continue_()
        return
    route.fetch()
    route.abort()


def open_without_news(visitor: Visitor, floor: PlannedFloor) -> None:
    """A map that hears nothing of what happens once it is there."""
    live, availability = NEWS
    visitor.page.route(live, lambda route: route.abort())
    visitor.open_floor(floor)
    visitor.page.route(availability, lambda route: route.abort())


def hear_again(visitor: Visitor, *patterns: str) -> None:
    for pattern in patterns:
        visitor.page.unroute(pattern)


def test_a_booking_whose_answer_was_lost_is_not_said_to_have_changed_nothing(
    visitor: Visitor, world: World
) -> None:
    visitor.open_floor(world.new_floor(40))
    visitor.page.route(BOOKINGS, lose_the_answer)
    visitor.place("Desk 2.001").click()
    visitor.panel().get_by_role("button", name="Book Desk 2.001").click()
    notice = visitor.panel().get_by_role("alert")
    expect(notice).to_contain_text(UNKNOWN)
    expect(notice).to_contain_text("“My bookings” shows what you have.")
    expect(notice).not_to_contain_text("Nothing was")
    # The map can see that it did arrive.
    visitor.booking_of("Desk 2.001")


def test_a_booking_tried_again_after_a_lost_answer_is_made_once(
    visitor: Visitor, world: World
) -> None:
    open_without_news(visitor, world.new_floor(41))
    visitor.page.route(BOOKINGS, lose_the_answer)
    visitor.place("Desk 2.002").click()
    button = visitor.panel().get_by_role("button", name="Book Desk 2.002")
    with visitor.page.expect_request(books) as first:
        button.click()
    expect(visitor.panel().get_by_role("alert")).to_contain_text(UNKNOWN)
    hear_again(visitor, BOOKINGS)
    with visitor.page.expect_request(books) as second:
        button.click()
    hear_again(visitor, *NEWS)
    visitor.booking_of("Desk 2.002")
    keys = {sent.value.header_value("idempotency-key") for sent in (first, second)}
    assert len(keys) == 1
    expect(visitor.page.locator(".toast")).to_contain_text("Booked: Desk 2.002")
    visitor.go("/my/bookings")
    expect(visitor.page.locator(".booking", has_text="Desk 2.002")).to_have_count(1)


def test_a_new_wish_after_a_refusal_has_a_new_key(visitor: Visitor, world: World) -> None:
    floor = world.new_floor(42)
    open_without_news(visitor, floor)
    world.book(world.ben, floor.spaces["Desk 2.003"], 9, 17)
    visitor.place("Desk 2.003").click()
    button = visitor.panel().get_by_role("button", name="Book Desk 2.003")
    keys = []
    for _ in range(2):
        with visitor.page.expect_request(books) as sent:
            button.click()
        expect(visitor.panel().get_by_role("alert")).to_be_visible()
        expect(button).to_be_enabled()
        keys.append(sent.value.header_value("idempotency-key"))
    assert len(set(keys)) == 2


def test_a_booking_given_back_after_a_lost_answer_can_be_made_anew(
    visitor: Visitor, world: World
) -> None:
    visitor.open_floor(world.new_floor(43))
    visitor.page.route(BOOKINGS, lose_the_answer)
    visitor.place("Desk 2.004").click()
    visitor.panel().get_by_role("button", name="Book Desk 2.004").click()
    visitor.booking_of("Desk 2.004")
    hear_again(visitor, BOOKINGS)
    visitor.panel().get_by_role("button", name="Cancel booking").click()
    expect(visitor.place("Desk 2.004")).to_have_attribute("data-status", "free")
    visitor.panel().get_by_role("button", name="Book Desk 2.004").click()
    visitor.booking_of("Desk 2.004")


def test_a_cancellation_whose_answer_was_lost_sends_to_my_bookings(
    visitor: Visitor, world: World
) -> None:
    floor = world.new_floor(44)
    world.book(world.noor, floor.spaces["Desk 2.005"], 9, 17)
    visitor.go("/my/bookings")
    visitor.page.route("**/api/v1/bookings/*", lose_the_answer)
    card = visitor.page.locator(".booking", has_text="Desk 2.005").first
    card.get_by_role("button", name="Cancel").click()
    expect(card.get_by_role("alert")).to_contain_text(UNKNOWN)


def test_a_page_that_lost_our_service_behind_a_proxy_does_not_know_either(
    visitor: Visitor, world: World
) -> None:
    visitor.open_floor(world.new_floor(45))
    gateway = "<html><h1>502 Bad Gateway</h1></html>"
    visitor.page.route(BOOKINGS, lambda route: route.fulfill(status=502, body=gateway))
    visitor.place("Desk 2.006").click()
    visitor.panel().get_by_role("button", name="Book Desk 2.006").click()
    expect(visitor.panel().get_by_role("alert")).to_contain_text(UNKNOWN)


def test_who_is_offline_before_booking_is_told_that_nothing_was_sent(
    visitor: Visitor, world: World
) -> None:
    visitor.open_floor(world.new_floor(46))
    visitor.place("Desk 2.007").click()
    visitor.page.context.set_offline(True)
    visitor.panel().get_by_role("button", name="Book Desk 2.007").click()
    expect(visitor.panel().get_by_role("alert")).to_contain_text(
        "You are offline. Nothing was sent."
    )


def test_a_search_that_is_not_answered_speaks_of_no_change(visit: Visit) -> None:
    visitor = visit(
        geolocation={"longitude": 4.9, "latitude": 52.37, "accuracy": 5},
        permissions=["geolocation"],
    )
    visitor.go("/near")
    visitor.page.route("**/api/v1/nearest-by-walking", lambda route: route.abort())
    visitor.page.locator("#near-go").click()
    alert = visitor.page.get_by_role("alert")
    expect(alert).to_contain_text("The service cannot be reached.")
    expect(alert).not_to_contain_text("arrived")
