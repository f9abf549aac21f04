"""My bookings: rows that stay under the pointer, two buttons and a menu, and who booked."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import expect

from floorplans.bookings.views import BookingRequest
from floorplans.people import service as people
from floorplans.teams import service as teams
from tests.browser.conftest import Visit
from tests.browser.test_accessibility import findings
from tests.browser.world import Visitor, World, at, span

SHOTS = os.environ.get("FLOORPLANS_SHOTS")


def shot(visitor: Visitor, name: str) -> None:
    if SHOTS:
        visitor.page.screenshot(path=Path(SHOTS) / f"{name}.png")


@pytest.mark.parametrize("width", [390, 1440])
def test_a_second_click_after_cancelling_cancels_no_other_booking(
    visit: Visit, world: World, width: int
) -> None:
    floor = world.new_floor(1000 + width)
    for start in (9, 11, 13):
        world.book(world.noor, floor.spaces["Desk 2.001"], start, start + 2)
    visitor = visit(width=width, height=844)
    visitor.go("/my/bookings")
    cards = visitor.page.locator(f'.booking[data-floor="{floor.floor_id}"]')
    button = cards.nth(1).get_by_role("button", name="Cancel")
    button.scroll_into_view_if_needed()
    box = button.bounding_box()
    assert box
    spot = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    visitor.page.mouse.click(*spot)
    expect(cards.nth(1)).to_contain_text("Cancelled")
    visitor.page.mouse.click(*spot)
    visitor.go("/my/bookings")
    coming = visitor.page.locator(f'.booking:not(.past)[data-floor="{floor.floor_id}"]')
    expect(coming).to_have_count(2)
    expect(coming.nth(1)).to_contain_text(span("13:00", "15:00"))


@pytest.mark.parametrize("width", [390, 1440])
def test_what_is_rarely_wanted_of_a_booking_lies_in_a_menu(
    visit: Visit, world: World, width: int
) -> None:
    floor = world.new_floor(3000 + width)
    world.book(world.noor, floor.spaces["Desk 2.001"], 9, 17)
    visitor = visit(width=width, height=844)
    visitor.go("/my/bookings")
    card = visitor.page.locator(f'.booking[data-floor="{floor.floor_id}"]')
    expect(card.get_by_role("button")).to_have_count(3)
    more = card.get_by_role("button", name="More")
    more.press("Enter")
    expect(more).to_have_attribute("aria-expanded", "true")
    expect(card.get_by_role("link", name="On the map")).to_be_visible()
    assert visitor.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert findings(visitor) == []
    shot(visitor, f"more-{width}")
    visitor.page.keyboard.press("Tab")
    visitor.page.keyboard.press("Escape")
    expect(more).to_be_focused()
    expect(card.get_by_role("link", name="On the map")).to_be_hidden()
    more.press("Enter")
    card.get_by_role("button", name="Note…").press("Enter")
    expect(card.get_by_label("Note", exact=True)).to_be_focused()
    card.get_by_role("button", name="Keep it").press("Enter")
    expect(more).to_be_focused()


def test_a_colleague_who_booked_for_one_is_named(visitor: Visitor, world: World) -> None:
    floor = world.new_floor(1003)
    people.update_profile(world.db, world.noor, datetime.now(UTC), lets_book=True)
    wanted = BookingRequest(floor.spaces["Desk 2.001"], at(9), at(17))
    teams.book_for(world.db, world.ben, world.noor.person_id, wanted, datetime.now(UTC))
    visitor.go("/my/bookings")
    card = visitor.page.locator(f'.booking[data-floor="{floor.floor_id}"]')
    expect(card).to_contain_text("Booked by Ben Okafor")
