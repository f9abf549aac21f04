"""Finding, booking, changing and cancelling on the map and in the list."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import expect

from tests.browser.world import Visitor, World, span


def test_a_free_desk_is_booked_with_two_clicks(visitor: Visitor, world: World) -> None:
    floor = world.new_floor(10)
    visitor.open_floor(floor)
    visitor.place("Desk 2.003").click()
    visitor.panel().get_by_role("button", name="Book Desk 2.003, 09:00 to 17:00").click()
    visitor.booking_of("Desk 2.003")
    expect(visitor.page.locator(".toast")).to_contain_text("Booked: Desk 2.003")
    visitor.go("/my/bookings")
    expect(visitor.page.locator(".booking", has_text="Desk 2.003")).to_contain_text(
        span("09:00", "17:00")
    )


def test_the_day_that_is_shown_is_said_before_and_beside_the_booking(visitor: Visitor) -> None:
    visitor.open_floor()
    visitor.page.get_by_role("button", name="Tomorrow").click()
    expect(visitor.panel()).to_contain_text("Tomorrow, 0")
    visitor.place("Desk 2.011").click()
    expect(visitor.panel().get_by_role("heading", name="Desk 2.011")).to_be_visible()
    expect(visitor.panel()).to_contain_text("Tomorrow, 0")


def test_a_booking_can_be_undone_at_once(visitor: Visitor, world: World) -> None:
    floor = world.new_floor(11)
    visitor.open_floor(floor)
    visitor.place("Desk 2.001").click()
    visitor.panel().get_by_role("button", name="Book Desk 2.001").click()
    visitor.booking_of("Desk 2.001")
    visitor.page.get_by_role("button", name="Undo").click()
    expect(visitor.place("Desk 2.001")).to_have_attribute("data-status", "free")


def test_an_own_booking_changes_its_time(visitor: Visitor, world: World) -> None:
    floor = world.new_floor(12)
    world.book(world.noor, floor.spaces["Desk 2.002"], 9, 17)
    visitor.open_floor(floor)
    visitor.place("Desk 2.002").click()
    visitor.panel().get_by_role("button", name="Change time").click()
    visitor.panel().get_by_label("To").select_option("12:00")
    visitor.panel().get_by_role("button", name="Save the new time").click()
    expect(visitor.page.locator(".toast")).to_contain_text(span("09:00", "12:00"))
    expect(visitor.panel()).to_contain_text(span("09:00", "12:00"))


def test_an_own_booking_moves_to_another_desk(visitor: Visitor, world: World) -> None:
    floor = world.new_floor(13)
    world.book(world.noor, floor.spaces["Desk 2.002"], 9, 17)
    visitor.open_floor(floor)
    visitor.place("Desk 2.002").click()
    visitor.panel().get_by_role("button", name="Move").click()
    visitor.place("Desk 2.007").click()
    visitor.panel().get_by_role("button", name="Move my booking here").click()
    visitor.booking_of("Desk 2.007")
    expect(visitor.place("Desk 2.002")).to_have_attribute("data-status", "free")


def test_only_one_place_looks_chosen_when_a_booking_was_moved(
    visitor: Visitor, world: World
) -> None:
    floor = world.new_floor(24)
    world.book(world.noor, floor.spaces["Desk 2.002"], 9, 17)
    visitor.open_floor(floor)
    visitor.place("Desk 2.002").click()
    visitor.panel().get_by_role("button", name="Move").click()
    expect(visitor.page.locator("path.selected")).to_have_count(0)
    assert "space=" not in visitor.page.url
    visitor.place("Desk 2.007").click()
    expect(visitor.page.locator("path.selected")).to_have_count(1)


def test_an_own_booking_is_cancelled(visitor: Visitor, world: World) -> None:
    floor = world.new_floor(14)
    world.book(world.noor, floor.spaces["Desk 2.004"], 9, 17)
    visitor.open_floor(floor)
    visitor.place("Desk 2.004").click()
    visitor.panel().get_by_role("button", name="Cancel booking").click()
    expect(visitor.place("Desk 2.004")).to_have_attribute("data-status", "free")


def test_who_comes_second_gets_three_places_nearby(visitor: Visitor, world: World) -> None:
    floor = world.new_floor(15)
    visitor.page.route("**/live?*", lambda route: route.abort())
    visitor.open_floor(floor)
    visitor.place("Desk 2.005").click()
    world.book(world.ben, floor.spaces["Desk 2.005"], 9, 17)
    visitor.panel().get_by_role("button", name="Book Desk 2.005").click()
    notice = visitor.panel().locator(".notice.problem")
    expect(notice.locator(".result")).to_have_count(3)
    notice.locator(".result").first.click()
    visitor.panel().get_by_role("button", name="Book Desk").click()
    expect(visitor.page.locator(".toast")).to_contain_text("Booked")


def test_a_taken_desk_names_who_took_it_only_when_they_want_that(
    visitor: Visitor, world: World
) -> None:
    floor = world.new_floor(16)
    world.book(world.ben, floor.spaces["Desk 2.001"], 9, 12)
    visitor.open_floor(floor)
    visitor.place("Desk 2.001").click()
    expect(visitor.panel()).to_contain_text("Taken until 12:00")
    expect(visitor.panel()).not_to_contain_text("Ben")


def test_the_list_books_as_the_map_does(visitor: Visitor, world: World) -> None:
    floor = world.new_floor(17)
    visitor.open_floor(floor)
    visitor.page.get_by_role("button", name="List", exact=True).click()
    visitor.page.get_by_label("Find in the list").fill("2.009")
    visitor.page.get_by_role("button", name="Book Desk 2.009").click()
    expect(visitor.page.locator("tr", has_text="Desk 2.009")).to_contain_text("Yours")


def test_the_list_is_sorted_by_its_headings(visitor: Visitor) -> None:
    visitor.open_floor()
    visitor.page.get_by_role("button", name="List", exact=True).click()
    names = visitor.page.locator("tbody th")
    expect(names.first).to_have_text("Booth 1")
    visitor.page.get_by_role("button", name="Place").click()
    expect(names.first).to_have_text("Lima")
    heading = visitor.page.get_by_role("columnheader", name="Place")
    expect(heading).to_have_attribute("aria-sort", "descending")


def test_filters_leave_what_fits(visitor: Visitor) -> None:
    visitor.open_floor()
    visitor.page.get_by_role("button", name="Filters").click()
    visitor.page.get_by_role("checkbox", name="Whiteboard").check()
    visitor.page.keyboard.press("Escape")
    visitor.page.get_by_role("button", name="List", exact=True).click()
    expect(visitor.page.locator("tbody tr")).to_have_count(1)
    expect(visitor.page.locator("tbody th")).to_have_text("Helsinki")


def test_another_time_does_not_fetch_the_shapes_again(visitor: Visitor, world: World) -> None:
    floor = world.new_floor(18)
    world.book(world.ben, floor.spaces["Desk 2.001"], 9, 12)
    visitor.open_floor(floor)
    expect(visitor.place("Desk 2.001")).to_have_attribute("data-status", "taken")
    visitor.asked.clear()
    visitor.page.get_by_label("From", exact=True).select_option("13:00")
    expect(visitor.place("Desk 2.001")).to_have_attribute("data-status", "free")
    assert [url for url in visitor.asked if "/map/" in url] == []
    assert any("availability" in url for url in visitor.asked)


def test_what_is_counted_is_free_in_the_hours_that_were_chosen(
    visitor: Visitor, world: World
) -> None:
    floor = world.new_floor(27, desks=4)
    world.book(world.ben, floor.spaces["Desk 2.001"], 9, 12)
    visitor.open_floor(floor, hours="13-17")
    desks = visitor.panel().locator(".counts li", has_text="desks free")
    expect(desks).to_have_text("4of 4 desks free")
    start = visitor.page.get_by_label("From", exact=True)
    start.select_option("09:00")
    expect(desks).to_have_text("3of 4 desks free")
    visitor.page.get_by_role("button", name="List", exact=True).click()
    tally = visitor.page.locator(".list-view .list-head p")
    expect(tally).to_have_text("7 places, 6 free")
    start.select_option("13:00")
    expect(tally).to_have_text("7 places, 7 free")


def test_an_end_that_is_the_start_is_explained_and_not_asked(visitor: Visitor) -> None:
    visitor.open_floor()
    visitor.page.get_by_label("To", exact=True).select_option("09:00")
    expect(visitor.page.locator(".when-trouble").first).to_have_text(
        f"The end must differ from the start. The map still shows {span('09:00', '17:00')}."
    )


def test_a_name_from_a_drawing_never_becomes_markup(visitor: Visitor, world: World) -> None:
    hostile = '<img src=x onerror="window.hit=1">'
    floor = world.new_floor(19)

    def rename(route: Any) -> None:
        answer = route.fetch()
        document = answer.json()
        for feature in document["spaces"]["features"]:
            feature["properties"]["name"] = hostile
        document["zones"]["features"][0]["properties"]["name"] = hostile
        route.fulfill(response=answer, json=document)

    visitor.page.route("**/map/*.json", rename)
    visitor.open_floor(floor)
    visitor.page.locator("path.place.kind-room").first.click()
    expect(visitor.panel().get_by_role("heading").first).to_contain_text("<img")
    visitor.page.get_by_role("button", name="List", exact=True).click()
    assert visitor.page.evaluate("window.hit") is None
    assert visitor.page.locator("main img").count() == 0
