"""A series booked for a colleague from a floor's map, and looked after on “My bookings”."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from playwright.sync_api import Locator, expect

from floorplans.bookings import service as bookings
from floorplans.people import service as people
from tests.browser.conftest import Visit
from tests.browser.test_accessibility import findings
from tests.browser.world import Visitor, World


@pytest.fixture(autouse=True)
def willing(world: World) -> None:
    """Ben lets colleagues book for him."""
    people.update_profile(world.db, world.ben, datetime.now(UTC), lets_book=True)


def dialog(visitor: Visitor) -> Locator:
    return visitor.page.get_by_role("dialog")


def bens(world: World, desk: str) -> int:
    found = bookings.my_bookings(world.db, world.ben, datetime.now(UTC))
    return sum(each.phase == "upcoming" and each.space_name == desk for each in found)


def repeat_for_ben(visitor: Visitor, desk: str) -> None:
    """Choose Ben and open “Repeat…”, with the keys alone."""
    keys = visitor.page.keyboard
    visitor.place(desk).focus()
    keys.press("Enter")
    visitor.panel().get_by_role("button", name="A colleague…").press("Enter")
    expect(visitor.page.get_by_label("Colleague", exact=True)).to_be_focused()
    keys.type("ok")
    expect(dialog(visitor).get_by_role("button", name="Ben Okafor")).to_be_visible()
    keys.press("Tab")
    keys.press("Enter")
    chosen = visitor.panel().get_by_role("button", name="Ben Okafor", exact=True)
    expect(chosen).to_be_visible()
    visitor.panel().get_by_role("button", name="Repeat…").press("Enter")
    expect(dialog(visitor).get_by_role("heading")).to_have_text(f"Repeat {desk} for Ben Okafor")


@pytest.mark.parametrize("width", [390, 1440])
def test_a_colleague_has_a_desk_every_week_and_whoever_booked_looks_after_it(
    visit: Visit, world: World, width: int
) -> None:
    floor = world.new_floor(900 + width)
    desk = {390: "Desk 2.005", 1440: "Desk 2.006"}[width]
    visitor = visit(width=width, height=844)
    page, keys = visitor.page, visitor.page.keyboard
    visitor.open_floor(floor)
    repeat_for_ben(visitor, desk)
    dialog(visitor).get_by_role("button", name="See the dates").press("Enter")
    expect(dialog(visitor)).to_contain_text("5 free")
    assert findings(visitor) == []
    dialog(visitor).get_by_role("button", name="Book 5 dates").press("Enter")
    expect(dialog(visitor)).to_contain_text("5 of 5 dates are booked for Ben Okafor.")
    expect(dialog(visitor).get_by_role("button", name="Done")).to_be_focused()
    keys.press("Enter")
    expect(dialog(visitor)).to_have_count(0)
    assert bens(world, desk) == 5
    visitor.go("/my/bookings")
    others = page.get_by_role("region", name="Booked for others")
    expect(others.locator(".booking", has_text=desk)).to_have_count(5)
    card = page.locator(".series-card", has_text=desk)
    expect(card).to_contain_text("For Ben Okafor")
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    card.locator("summary").press("Enter")
    assert findings(visitor) == []
    third = others.locator(".booking", has_text=desk).nth(2)
    third.get_by_role("button", name="Cancel").press("Enter")
    dialog(visitor).get_by_role("radio", name="and the later ones").check()
    expect(dialog(visitor)).to_contain_text("Dates that Ben Okafor moved stay theirs.")
    dialog(visitor).get_by_role("button", name="Cancel these dates").press("Enter")
    expect(page.locator(".toast")).to_contain_text(f"Cancelled: {desk}, 3 dates")
    assert bens(world, desk) == 2
