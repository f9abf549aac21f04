"""Signing in, finding a floor, one's own bookings and profile."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.world import Visitor, World, span, working_day


def test_a_wrong_password_says_so_and_keeps_the_address(visit: Visit) -> None:
    visitor = visit(email=None)
    visitor.go("/sign-in")
    visitor.page.get_by_label("E-mail").fill("noor@example.test")
    visitor.page.get_by_label("Password").fill("wrong")
    visitor.page.get_by_role("button", name="Sign in").click()
    expect(visitor.page.get_by_role("alert")).to_be_visible()
    expect(visitor.page.get_by_label("E-mail")).to_have_value("noor@example.test")


def test_from_sign_in_to_a_floor_is_one_click(visitor: Visitor) -> None:
    visitor.go("/places")
    visitor.page.get_by_role("link", name="Floor 2").click()
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text("Floor 2")


def test_the_floor_looked_at_last_comes_first(visitor: Visitor, world: World) -> None:
    visitor.open_floor()
    visitor.go("/")
    assert str(world.floor.floor_id) in visitor.page.url


def test_a_booking_is_cancelled_and_taken_back_on_my_bookings(
    visitor: Visitor, world: World
) -> None:
    floor = world.new_floor(50)
    world.book(world.noor, floor.spaces["Desk 2.011"], 9, 17)
    visitor.go("/my/bookings")
    card = visitor.page.locator(".booking:not(.past)", has_text="Desk 2.011")
    card.get_by_role("button", name="Cancel").click()
    expect(card.get_by_text("Cancelled", exact=True)).to_be_focused()
    card.get_by_role("button", name="Undo").click()
    expect(card.get_by_role("button", name="Cancel")).to_be_visible()


def test_a_booking_is_changed_on_my_bookings(visitor: Visitor, world: World) -> None:
    floor = world.new_floor(51)
    world.book(world.noor, floor.spaces["Desk 2.012"], 9, 17)
    visitor.go("/my/bookings")
    card = visitor.page.locator(".booking:not(.past)", has_text="Desk 2.012")
    card.get_by_role("button", name="Change").click()
    card.get_by_label("To").select_option("13:30")
    card.get_by_role("button", name="Save the new time").click()
    expect(card).to_contain_text(span("09:00", "13:30"))


def test_a_booking_whose_place_is_gone_is_explained(visitor: Visitor, world: World) -> None:
    floor = world.new_floor(52)
    world.book(world.noor, floor.spaces["Desk 2.013"], 9, 17, state="held")
    visitor.go("/my/bookings")
    card = visitor.page.locator(".booking.held", has_text="Desk 2.013")
    expect(card).to_contain_text("This place is not on the new plan of the floor.")
    card.get_by_role("link", name="Look at the floor's map").click()
    visitor.page.wait_for_url(f"**/floors/{floor.floor_id}?from={working_day()}T09:00*")


def test_a_name_is_shown_once_its_person_says_so(visit: Visit, world: World) -> None:
    floor = world.new_floor(53)
    world.book(world.ben, floor.spaces["Desk 2.001"], 9, 17)
    noor, ben = visit(), visit("ben@example.test")
    noor.open_floor(floor)
    ben.go("/my/profile")
    ben.page.get_by_label("Colleagues in my organisation").check()
    ben.page.get_by_role("button", name="Save").click()
    expect(ben.page.get_by_role("status").first).to_contain_text("Saved")
    noor.page.reload()
    noor.place("Desk 2.001").click()
    expect(noor.panel()).to_contain_text("Taken by Ben Okafor until 17:00")


def test_the_theme_stays_as_chosen(visitor: Visitor) -> None:
    switch = visitor.page.locator(".theme-switch")
    switch.click()
    switch.click()
    expect(visitor.page.locator("html")).to_have_attribute("data-theme", "dark")
    visitor.page.reload()
    expect(visitor.page.locator("html")).to_have_attribute("data-theme", "dark")


def test_staff_make_a_site_a_building_and_a_floor(visit: Visit) -> None:
    visitor = visit("fatima@example.test")
    visitor.go("/places/edit")
    site = visitor.page.get_by_role("region", name="New site")
    site.get_by_label("Name").fill("Canal Campus")
    site.get_by_label("Latitude").fill("52,1")
    site.get_by_label("Longitude").fill("5.1")
    site.get_by_role("button").click()
    building = visitor.page.get_by_role("region", name="New building")
    building.get_by_label("Site").select_option(label="Canal Campus")
    building.get_by_label("Name").fill("Lock House")
    building.get_by_role("button").click()
    floor = visitor.page.get_by_role("region", name="New floor")
    floor.get_by_label("Building").select_option(label="Lock House")
    floor.get_by_label("Name", exact=True).fill("Ground floor")
    floor.get_by_label("Short name").fill("G")
    floor.get_by_label("Storey").fill("0")
    floor.get_by_role("button").click()
    visitor.go("/places")
    expect(visitor.page.locator("article", has_text="Lock House")).to_contain_text("Ground floor")


def test_an_unknown_address_is_a_page_with_a_way_back(visitor: Visitor) -> None:
    visitor.go("/nowhere")
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text("Not found")
    visitor.page.get_by_role("link", name="To the floors").click()
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text("Floors")


def test_a_long_name_of_a_floor_stays_within_the_window(visit: Visit, world: World) -> None:
    floor = world.new_floor(79)
    visitor = visit()
    visitor.open_floor(floor)
    name = visitor.page.locator(".where-button h1")
    name.evaluate("(heading) => { heading.textContent = 'N'.repeat(120); }")
    box = visitor.page.locator(".where-button").bounding_box()
    assert box
    assert box["width"] <= 400
    assert visitor.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
