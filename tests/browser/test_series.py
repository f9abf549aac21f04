"""Booking several days at once, and changing and cancelling them, with and without a mouse."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from playwright.sync_api import Locator, Route, expect

from floorplans.bookings.windows import window_of_wall
from floorplans.series import service
from floorplans.series.views import Hours, SeriesRequest, SeriesView
from tests.browser.conftest import Visit
from tests.browser.plan import make_planned_floor
from tests.browser.test_accessibility import findings
from tests.browser.world import ZONE, Visitor, World, working_day
from tests.support.factories import make_booking

WEEK = timedelta(days=7)


def dialog(visitor: Visitor) -> Locator:
    return visitor.page.get_by_role("dialog")


def lines(visitor: Visitor) -> Locator:
    return visitor.page.locator("dialog .series-date")


def take(world: World, space_id: UUID, on: date) -> None:
    """A colleague's booking that is in the way on a day."""
    morning = datetime(on.year, on.month, on.day, 10)  # noqa: DTZ001 - as on the wall
    window = window_of_wall(morning, morning + timedelta(hours=1), ZONE)
    make_booking(world.db, world.ben, space_id, window.from_at, window.to_at)


def make_series(world: World, space_id: UUID, weeks: int = 4) -> SeriesView:
    day = working_day()
    rule = f"FREQ=WEEKLY;COUNT={weeks}"
    wanted = SeriesRequest(space_id, Hours(9 * 60, 17 * 60), rule=rule, starts_on=day)
    return service.book(world.db, world.noor, wanted, datetime.now(ZONE))


def states(world: World, made: SeriesView) -> list[str]:
    found = service.series(world.db, world.noor, made.id, datetime.now(ZONE))
    return [str(each.state) for each in found.dates]


def open_repeat(visitor: Visitor, place: str) -> None:
    visitor.place(place).click()
    visitor.panel().get_by_role("button", name="Repeat…").click()
    expect(dialog(visitor).get_by_role("heading")).to_have_text(f"Repeat {place}")


@pytest.mark.parametrize("width", [360, 1280])
def test_a_desk_is_booked_every_week_and_each_date_is_told(
    visit: Visit, world: World, width: int
) -> None:
    floor = world.new_floor(600 + width)
    # “My bookings” shows those of other floors too.
    desk = {360: "Desk 2.007", 1280: "Desk 2.008"}[width]
    visitor = visit(width=width, height=800)
    take(world, floor.spaces[desk], working_day() + WEEK)
    visitor.open_floor(floor)
    open_repeat(visitor, desk)
    dialog(visitor).get_by_role("button", name="See the dates").click()
    expect(lines(visitor)).to_have_count(5)
    expect(dialog(visitor)).to_contain_text("4 free, 1 taken")
    expect(lines(visitor).nth(1)).to_contain_text(f"{desk} is taken")
    lines(visitor).nth(3).get_by_role("checkbox").uncheck()
    over = visitor.page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert over <= 0
    dialog(visitor).get_by_role("button", name="Book 3 dates").click()
    expect(dialog(visitor)).to_contain_text("3 of 5 dates are booked.")
    # While the dialog is open the panel behind it is drawn anew: somebody takes a place.
    others = visitor.page.locator("path.place[data-status=taken]").count()
    take(world, floor.spaces["Desk 2.004"], working_day())
    expect(visitor.page.locator("path.place[data-status=taken]")).to_have_count(others + 1)
    dialog(visitor).get_by_role("button", name="Done").press("Enter")
    visitor.booking_of(desk)
    visitor.wait_until("document.activeElement.closest('.panel') !== null")
    visitor.go("/my/bookings")
    expect(visitor.page.locator(".booking", has_text=desk)).to_have_count(3)


def test_another_place_is_taken_for_all_dates_that_clash(visitor: Visitor, world: World) -> None:
    floor = world.new_floor(611)
    for weeks in (1, 2):
        take(world, floor.spaces["Desk 2.003"], working_day() + weeks * WEEK)
    visitor.open_floor(floor)
    open_repeat(visitor, "Desk 2.003")
    dialog(visitor).get_by_role("button", name="See the dates").click()
    dialog(visitor).get_by_role("button", name="on all 2 taken dates").click()
    dialog(visitor).get_by_role("button", name="Book 5 dates").click()
    expect(dialog(visitor)).to_contain_text("5 of 5 dates are booked.")
    expect(lines(visitor).nth(1)).to_contain_text("Booked: Desk 2.")


def test_a_place_that_was_lost_meanwhile_is_replaced_after_booking(
    visitor: Visitor, world: World
) -> None:
    floor = world.new_floor(612)
    visitor.open_floor(floor)
    open_repeat(visitor, "Desk 2.003")
    dialog(visitor).get_by_role("button", name="See the dates").click()
    expect(dialog(visitor)).to_contain_text("5 free")
    take(world, floor.spaces["Desk 2.003"], working_day() + WEEK)
    dialog(visitor).get_by_role("button", name="Book 5 dates").click()
    expect(dialog(visitor)).to_contain_text("4 of 5 dates are booked.")
    dialog(visitor).get_by_role("button", name="on the taken date").first.click()
    expect(dialog(visitor)).to_contain_text("5 of 5 dates are booked.")


def test_chosen_days_are_booked_by_keyboard_alone(visitor: Visitor, world: World) -> None:
    floor = world.new_floor(613)
    visitor.open_floor(floor)
    visitor.place("Desk 2.004").focus()
    keys = visitor.page.keyboard
    keys.press("Enter")
    expect(visitor.panel().get_by_role("button", name="Book Desk 2.004")).to_be_focused()
    keys.press("Tab")
    expect(visitor.panel().get_by_role("button", name="Repeat…")).to_be_focused()
    keys.press("Enter")
    expect(dialog(visitor).get_by_role("radio", name="Weekly")).to_be_focused()
    keys.press("ArrowRight")
    keys.press("Tab")
    keys.press("Tab")
    expect(dialog(visitor).get_by_label("Another day")).to_be_focused()
    keys.press("Enter")
    expect(
        dialog(visitor).get_by_role("list", name="Chosen days").get_by_role("button")
    ).to_have_count(2)
    for _ in range(8):
        if (
            dialog(visitor)
            .get_by_role("button", name="See the dates")
            .evaluate("node => node === document.activeElement")
        ):
            break
        keys.press("Tab")
    keys.press("Enter")
    expect(lines(visitor)).to_have_count(2)
    dialog(visitor).get_by_role("button", name="Book 2 dates").focus()
    keys.press("Enter")
    expect(dialog(visitor)).to_contain_text("2 of 2 dates are booked.")
    expect(dialog(visitor).get_by_role("button", name="Done")).to_be_focused()
    keys.press("Enter")
    expect(dialog(visitor)).to_have_count(0)
    visitor.booking_of("Desk 2.004")


def test_what_cannot_be_asked_is_said_before_it_is_asked(visitor: Visitor, world: World) -> None:
    visitor.open_floor(world.new_floor(614))
    open_repeat(visitor, "Desk 2.004")
    for box in dialog(visitor).get_by_role("checkbox").all():
        box.uncheck()
    dialog(visitor).get_by_role("button", name="See the dates").click()
    expect(dialog(visitor).get_by_role("alert")).to_have_text("Choose at least one weekday.")
    visitor.page.keyboard.press("Escape")
    expect(dialog(visitor)).to_have_count(0)
    expect(visitor.panel().get_by_role("button", name="Repeat…")).to_be_focused()


def test_escape_closes_the_dialog_alone_also_while_its_button_is_at_work(
    visitor: Visitor, world: World
) -> None:
    visitor.open_floor(world.new_floor(615))
    open_repeat(visitor, "Desk 2.004")
    held: list[Route] = []
    visitor.page.route("**/api/v1/series/preview", lambda route: held.append(route))  # noqa: PLW0108 - Playwright takes no bound method of a list
    dialog(visitor).get_by_role("button", name="See the dates").press("Enter")
    expect(dialog(visitor).get_by_role("button", name="One moment…")).to_be_disabled()
    visitor.page.keyboard.press("Escape")
    expect(dialog(visitor)).to_have_count(0)
    expect(visitor.panel().get_by_role("button", name="Repeat…")).to_be_focused()
    for route in held:
        route.abort()


@pytest.mark.parametrize(
    ("choice", "left"),
    [("Only ", [1, 0, 1, 1]), ("and the later ones", [1, 0, 0, 0]), ("All dates", [0, 0, 0, 0])],
)
def test_this_one_the_later_or_all_are_cancelled(
    visitor: Visitor, world: World, choice: str, left: list[int]
) -> None:
    floor = world.new_floor(620 + left.count(0))
    made = make_series(world, floor.spaces["Desk 2.002"])
    visitor.go("/my/bookings")
    card = visitor.page.locator(f'[data-booking="{made.dates[1].booking_id}"]')
    expect(card).to_contain_text("Every week on")
    card.get_by_role("button", name="Cancel").click()
    dialog(visitor).get_by_role("radio", name=choice).check()
    dialog(visitor).get_by_role("button", name="Cancel these dates").click()
    expect(visitor.page.locator(".toast")).to_contain_text("Cancelled: Desk 2.002")
    booked = [int(state == "booked") for state in states(world, made)]
    assert booked == left


def test_the_later_dates_change_their_hours_and_one_that_was_changed_stays(
    visitor: Visitor, world: World
) -> None:
    floor = world.new_floor(630)
    made = make_series(world, floor.spaces["Desk 2.002"])
    visitor.go("/my/bookings")
    third = visitor.page.locator(f'[data-booking="{made.dates[2].booking_id}"]')
    third.get_by_role("button", name="Change").click()
    dialog(visitor).get_by_label("From").select_option("10:00")
    dialog(visitor).get_by_role("button", name="Save the change").click()
    expect(visitor.page.locator(".toast")).to_contain_text("Changed: Desk 2.002")
    second = visitor.page.locator(f'[data-booking="{made.dates[1].booking_id}"]')
    second.get_by_role("button", name="Change").click()
    dialog(visitor).get_by_role("radio", name="and the later ones").check()
    dialog(visitor).get_by_label("From").select_option("13:00")
    dialog(visitor).get_by_role("button", name="Save the change").click()
    expect(dialog(visitor)).to_contain_text("1 date stays as before")
    expect(lines(visitor)).to_contain_text("stays as it was changed")
    dialog(visitor).get_by_role("button", name="Done").click()
    expect(visitor.page.locator(".toast")).to_contain_text("2 dates")
    found = service.series(world.db, world.noor, made.id, datetime.now(ZONE))
    hours = [each.from_at.astimezone(ZONE).hour for each in found.dates if each.from_at]
    assert hours == [9, 13, 10, 13]


def test_the_whole_series_moves_to_a_place_that_is_free_on_all_its_dates(
    visitor: Visitor, world: World
) -> None:
    floor = world.new_floor(631)
    made = make_series(world, floor.spaces["Desk 2.002"])
    visitor.go("/my/bookings")
    card = visitor.page.locator(f'[data-series="{made.id}"]')
    card.locator("summary").click()
    card.get_by_role("button", name="Change").click()
    dialog(visitor).get_by_role("button", name="Find other places").click()
    expect(dialog(visitor).get_by_label("Place").locator("option")).to_have_count(4)
    dialog(visitor).get_by_label("Place").select_option(index=1)
    dialog(visitor).get_by_role("button", name="Save the change").click()
    expect(visitor.page.locator(".toast")).to_contain_text("4 dates")
    found = service.series(world.db, world.noor, made.id, datetime.now(ZONE))
    places = {each.space_id for each in found.dates}
    assert len(places) == 1
    assert places != {made.space_id}


def test_taken_dates_of_a_series_are_tried_again(visitor: Visitor, world: World) -> None:
    floor = world.new_floor(632)
    take(world, floor.spaces["Desk 2.002"], working_day() + WEEK)
    made = make_series(world, floor.spaces["Desk 2.002"])
    visitor.go("/my/bookings")
    card = visitor.page.locator(f'[data-series="{made.id}"]')
    expect(card).to_contain_text("3 booked, 1 taken")
    card.locator("summary").click()
    card.get_by_role("button", name="Taken dates").click()
    dialog(visitor).get_by_role("button", name="Try them again").click()
    expect(dialog(visitor)).to_contain_text("1 date is taken.")
    dialog(visitor).get_by_role("button", name="on the taken date").first.click()
    expect(dialog(visitor)).to_contain_text("Every date has its place now.")
    dialog(visitor).get_by_role("button", name="Done").click()
    expect(visitor.page.locator(".toast")).to_contain_text("4 booked")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_no_step_has_a_serious_finding(visit: Visit, world: World, width: int, theme: str) -> None:
    floor = world.new_floor(640 + width + len(theme))
    take(world, floor.spaces["Desk 2.003"], working_day() + WEEK)
    visitor = visit(width=width, height=844, color_scheme=theme)
    visitor.open_floor(floor)
    open_repeat(visitor, "Desk 2.003")
    found = {"days": findings(visitor)}
    dialog(visitor).get_by_role("radio", name="Chosen days").check()
    found["chosen"] = findings(visitor)
    dialog(visitor).get_by_role("radio", name="Weekly").check()
    dialog(visitor).get_by_role("button", name="See the dates").click()
    expect(lines(visitor)).to_have_count(5)
    found["dates"] = findings(visitor)
    dialog(visitor).get_by_role("button", name="Book 4 dates").click()
    expect(dialog(visitor)).to_contain_text("4 of 5 dates are booked.")
    found["result"] = findings(visitor)
    visitor.go("/my/bookings")
    card = visitor.page.locator(".series-card", has_text="Desk 2.003").first
    card.locator("summary").click()
    found["series"] = findings(visitor)
    card.get_by_role("button", name="Change").click()
    found["change"] = findings(visitor)
    assert {name: each for name, each in found.items() if each} == {}


def test_where_no_place_is_free_on_all_taken_dates_each_has_its_own(
    visitor: Visitor, world: World
) -> None:
    # On a site of its own: another floor would have a place for all of them.
    floor = make_planned_floor(world.db, world.fatima, desks=3, ordinal=1)
    desks = [floor.spaces[f"Desk 2.00{number}"] for number in (1, 2, 3)]
    for weeks, free in ((1, desks[1]), (2, desks[2])):
        for desk in desks:
            if desk != free:
                take(world, desk, working_day() + weeks * WEEK)
    made = make_series(world, desks[0])
    visitor.go("/my/bookings")
    card = visitor.page.locator(f'[data-series="{made.id}"]')
    card.locator("summary").click()
    card.get_by_role("button", name="Taken dates").click()
    offers = dialog(visitor).locator(".series-clashes .results button")
    expect(offers).to_have_count(2)
    offers.first.click()
    expect(dialog(visitor)).to_contain_text("1 date is taken.")
