"""Hours that go over midnight, as people who work at night have them."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.test_accessibility import findings
from tests.browser.world import READY, Visitor, World, at, day_text, span, working_day

PHONE = {"width": 390, "height": 844, "has_touch": True}
NIGHT = f"{span('22:00', '06:00')} next day"


def night_path(world: World, ordinal: int) -> str:
    floor = world.new_floor(ordinal)
    day = working_day()
    return f"/floors/{floor.floor_id}?from={day}T22:00&to={day + timedelta(days=1)}T06:00"


def choose_night(visitor: Visitor) -> None:
    visitor.page.get_by_label("From", exact=True).select_option("22:00")
    visitor.page.get_by_label("To", exact=True).select_option("06:00")


def test_an_end_before_the_start_is_on_the_next_day_and_says_so(visitor: Visitor) -> None:
    visitor.open_floor()
    expect(visitor.page.locator("#when .next-day")).to_be_hidden()
    choose_night(visitor)
    expect(visitor.page.locator("#when .next-day")).to_have_text("next day")
    expect(visitor.page.get_by_label("To", exact=True)).to_have_accessible_description("next day")
    visitor.page.wait_for_url(f"**to={working_day() + timedelta(days=1)}T06*")
    asked = parse_qs(urlsplit([url for url in visitor.asked if "availability" in url][-1]).query)
    until = at(6) + timedelta(days=1)
    assert asked["to"] == [f"{until:%Y-%m-%dT%H:%M:%SZ}"]


def test_a_night_is_booked_from_the_map_and_shown_with_both_days(
    visitor: Visitor, world: World
) -> None:
    visitor.go(night_path(world, 70))
    visitor.page.wait_for_selector(READY)
    visitor.place("Desk 2.003").click()
    button = visitor.panel().get_by_role(
        "button", name="Book Desk 2.003, 22:00 to 06:00 next day", exact=True
    )
    expect(button).to_have_text(f"Book {NIGHT}")
    button.click()
    visitor.booking_of("Desk 2.003")
    expect(visitor.panel()).to_contain_text("06:00")
    visitor.panel().get_by_role("button", name="Change time").click()
    expect(visitor.panel().get_by_label("From")).to_have_value("22:00")
    expect(visitor.panel().locator(".next-day")).to_be_visible()
    visitor.panel().get_by_label("To").select_option("05:00")
    visitor.panel().get_by_role("button", name="Save the new time").click()
    expect(visitor.panel().locator(".booking-when")).to_contain_text("05:00")


def test_a_night_is_booked_from_the_list(visitor: Visitor, world: World) -> None:
    visitor.go(night_path(world, 71))
    visitor.page.wait_for_selector(READY)
    visitor.page.get_by_role("button", name="List").click()
    visitor.page.get_by_role("button", name="Book Desk 2.004").click()
    row = visitor.page.locator("tr", has_text="Desk 2.004")
    expect(row).to_contain_text("Yours until")
    expect(row).to_contain_text(f"{day_text(working_day() + timedelta(days=1))}, 06:00")


def test_a_link_that_names_one_day_means_the_night(visitor: Visitor, world: World) -> None:
    floor = world.new_floor(72)
    visitor.open_floor(floor, hours="22-06")
    expect(visitor.page.get_by_label("From", exact=True)).to_have_value("22:00")
    expect(visitor.page.get_by_label("To", exact=True)).to_have_value("06:00")
    expect(visitor.page.locator("#when .next-day")).to_be_visible()


def long_path(world: World, ordinal: int) -> str:
    floor = world.new_floor(ordinal)
    day = working_day()
    return f"/floors/{floor.floor_id}?from={day}T19:00&to={day + timedelta(days=1)}T18:00"


def test_hours_that_may_be_a_slip_are_said_in_full_before_they_are_booked(
    visitor: Visitor, world: World
) -> None:
    visitor.go(long_path(world, 76))
    visitor.page.wait_for_selector(READY)
    expect(visitor.page.locator("#when .next-day")).to_have_text("next day, 23 hours")
    visitor.place("Desk 2.003").click()
    following = working_day() + timedelta(days=1)
    note = visitor.panel().locator(".long-hours")
    expect(note).to_contain_text("18:00")
    end = rf"Until (.*{following.day}|18:00 tomorrow).*23\s+hours"
    expect(note).to_contain_text(re.compile(end))
    expect(
        visitor.panel().get_by_role("button", name="19:00 to 18:00 next day, 23 hours")
    ).to_be_visible()


def test_a_working_day_and_a_night_need_no_count_of_hours(visitor: Visitor, world: World) -> None:
    visitor.go(night_path(world, 77))
    visitor.page.wait_for_selector(READY)
    visitor.place("Desk 2.003").click()
    expect(visitor.panel().get_by_role("button", name="Book Desk 2.003")).to_be_visible()
    expect(visitor.panel().locator(".long-hours")).to_have_count(0)


def test_near_me_says_long_hours_above_its_answer(visitor: Visitor, world: World) -> None:
    floor = world.new_floor(78)
    visitor.go("/near")
    visitor.page.get_by_label("Floor you are on").select_option(str(floor.floor_id))
    visitor.page.get_by_role("button", name="The entrance", exact=True).click()
    visitor.page.get_by_label("From", exact=True).select_option("19:00")
    visitor.page.get_by_label("To", exact=True).select_option("18:00")
    visitor.page.get_by_role("button", name="Find near the entrance").click()
    expect(visitor.page.locator("#near-answer .long-hours")).to_contain_text("23 hours")


@pytest.mark.parametrize(
    ("ordinal", "hours", "reason"),
    [
        (80, "from=2026-11-24T09:00&to=2026-11-26T18:00", "last a day or more"),
        (81, "from=2026-11-24T09:00&to=2026-11-24T09:00", "end when they begin"),
        (82, "from=2026-11-24T09:00&to=2026-11-23T18:00", "end before they begin"),
        (83, "from=tomorrow&to=2026-11-24T18:00", "cannot be read"),
        (84, "from=2026-11-24T09:00", "only one end"),
    ],
)
def test_hours_of_a_link_that_cannot_be_shown_are_refused_in_words(
    visitor: Visitor, world: World, ordinal: int, hours: str, reason: str
) -> None:
    floor = world.new_floor(ordinal)
    visitor.go(f"/floors/{floor.floor_id}?{hours}")
    visitor.page.wait_for_selector(READY)
    note = visitor.page.get_by_role("alert").filter(has_text="The")
    expect(note).to_contain_text(reason)
    expect(note).to_contain_text("Shown instead:")
    visitor.page.get_by_label("To", exact=True).select_option("18:15")
    expect(note).to_have_count(0)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, {}], ids=["phone", "desk"])
def test_words_about_hours_have_no_serious_finding(
    visit: Visit, world: World, theme: str, size: dict[str, Any]
) -> None:
    visitor = visit(**size, color_scheme=theme)
    visitor.go(f"/floors/{world.floor.floor_id}?from=2026-11-24T09:00&to=2026-11-26T18:00")
    visitor.page.wait_for_selector(READY)
    expect(visitor.page.locator(".hours-note")).to_be_visible()
    assert findings(visitor) == []
    day = working_day()
    hours = f"from={day}T19:00&to={day + timedelta(days=1)}T18:00"
    chosen = world.floor.spaces["Desk 2.003"]
    visitor.go(f"/floors/{world.floor.floor_id}?{hours}&space={chosen}")
    expect(visitor.panel().locator(".long-hours")).to_be_visible()
    assert findings(visitor) == []


def test_a_link_without_hours_begins_without_a_word(visitor: Visitor, world: World) -> None:
    floor = world.new_floor(85)
    visitor.go(f"/floors/{floor.floor_id}")
    visitor.page.wait_for_selector(READY)
    expect(visitor.page.locator(".hours-note")).to_have_count(0)


def test_the_bar_of_a_phone_names_the_next_day(visit: Visit, world: World) -> None:
    visitor = visit(**PHONE)
    visitor.go(night_path(world, 73))
    visitor.page.wait_for_selector(READY)
    expect(visitor.page.locator("#when-summary")).to_contain_text(NIGHT)
    wide = visitor.page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0


def test_other_floors_are_opened_for_the_same_night(visitor: Visitor, world: World) -> None:
    visitor.go(night_path(world, 74))
    visitor.page.wait_for_selector(READY)
    link = visitor.page.locator("[data-floor-link]").first
    expect(link).to_have_attribute("href", f"{_path(link.get_attribute('href'))}{_night()}")


def test_near_me_looks_for_a_night_and_leads_to_it(visitor: Visitor, world: World) -> None:
    floor = world.new_floor(75)
    visitor.go("/near")
    visitor.page.get_by_label("Floor you are on").select_option(str(floor.floor_id))
    visitor.page.get_by_role("button", name="A desk or room").click()
    expect(visitor.page.locator("#near-spaces option").first).to_be_attached()
    visitor.page.get_by_label("Near which place").fill("Desk 2.005")
    visitor.page.get_by_label("Day").fill(str(working_day()))
    choose_night(visitor)
    expect(visitor.page.locator("#near-when .next-day")).to_be_visible()
    visitor.page.get_by_role("button", name="Find near this place").click()
    card = visitor.page.locator(".near-place").first
    expect(card.get_by_role("link", name="On the map")).to_have_attribute(
        "href", f"/floors/{floor.floor_id}{_night()}&space={floor.spaces['Desk 2.005']}"
    )
    card.get_by_role("button", name="Book").click()
    expect(visitor.page.locator(".toast")).to_contain_text("06:00")


def _night() -> str:
    day = working_day()
    return f"?from={day}T22%3A00&to={day + timedelta(days=1)}T06%3A00"


def _path(href: str | None) -> str:
    return (href or "").split("?")[0]
