"""Waiting for a place that is taken: from the floor page to the answer, on phone and desktop."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from floorplans.bookings import service as bookings
from floorplans.waiting import service as waiting
from floorplans.waiting.views import Mode, WaitRequest
from tests.browser.conftest import Visit
from tests.browser.test_accessibility import findings
from tests.browser.world import Visitor, World, at

SIZES = [(360, 780), (1280, 900)]


def now() -> datetime:
    return datetime.now(UTC)


def told(visitor: Visitor, words: str) -> None:
    expect(visitor.page.locator("#toasts")).to_contain_text(words)


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_who_waits_sees_their_place_is_offered_it_and_takes_it(
    visit: Visit, world: World, width: int, height: int
) -> None:
    floor = world.new_floor(300 + width % 100, desks=6)
    name, desk = next((n, i) for n, i in floor.spaces.items() if n.startswith("Desk"))
    theirs = world.book(world.fatima, desk, 9, 17)
    wish = WaitRequest(at(9), at(17), Mode.BOOK, space_id=desk)
    waiting.join(world.db, world.ben, wish, now())
    visitor = visit(width=width, height=height)
    visitor.open_floor(floor)
    visitor.place(name).press("Enter")
    visitor.panel().get_by_role("button", name="Wait for it…").click()
    dialog = visitor.page.get_by_role("dialog", name=f"Wait for {name}")
    expect(dialog.get_by_label(f"{name} only")).to_be_focused()
    assert findings(visitor) == []
    dialog.get_by_role("button", name="Wait for it").click()
    told(visitor, f"You wait for {name}. You are 2nd in line.")
    expect(visitor.panel()).to_contain_text("You are 2nd in line.")
    bookings.cancel(world.db, world.fatima, theirs, now())
    assert waiting.serve_due(world.db, now()) == 1
    (bens,) = (b for b in bookings.my_bookings(world.db, world.ben, now()) if b.space_id == desk)
    bookings.cancel(world.db, world.ben, bens.id, now())
    assert waiting.serve_due(world.db, now()) == 1
    visitor.go("/my/bookings")
    waits = visitor.page.get_by_role("region", name="Wait lists")
    expect(waits).to_contain_text(f"{name} is kept for you until")
    assert findings(visitor) == []
    waits.get_by_role("button", name="Take it").click()
    told(visitor, f"{name}: the place is yours")
    expect(visitor.page.locator(f'.booking[data-space="{desk}"]')).to_be_visible()


def test_by_keyboard_alone_one_waits_for_any_desk_changes_how_and_leaves(
    visit: Visit, world: World
) -> None:
    floor = world.new_floor(371, desks=3)
    for space, desk in floor.spaces.items():
        if space.startswith("Desk"):
            world.book(world.ben, desk, 9, 17)
    visitor = visit(width=1280, height=900)
    visitor.open_floor(floor)
    visitor.panel().get_by_role("button", name="Wait for any desk on this floor…").press("Enter")
    visitor.page.keyboard.press("Tab")
    visitor.page.keyboard.press("ArrowDown")
    visitor.page.keyboard.press("Tab")
    visitor.page.keyboard.press("Enter")
    told(visitor, "You wait for any desk on this floor. You are next.")
    expect(visitor.panel()).to_contain_text("When it is your turn it is booked for you.")
    visitor.go("/my/bookings")
    waits = visitor.page.get_by_role("region", name="Wait lists")
    mode = waits.get_by_label("When it is your turn for Any desk").first
    expect(mode).to_have_value("book")
    mode.focus()
    visitor.page.keyboard.press("ArrowUp")
    told(visitor, "You are asked when it is your turn")
    visitor.page.reload()
    expect(mode).to_have_value("ask")
    waits.get_by_role("button", name="Leave the list of Any desk").first.press("Enter")
    told(visitor, "You no longer wait for Any desk")


def test_an_offer_is_answered_in_the_panel_and_a_free_place_needs_no_waiting(
    visit: Visit, world: World
) -> None:
    floor = world.new_floor(372, desks=6)
    names = [name for name in floor.spaces if name.startswith("Desk")]
    desk = floor.spaces[names[0]]
    theirs = world.book(world.fatima, desk, 9, 17)
    wish = WaitRequest(at(9), at(17), Mode.ASK, space_id=desk)
    waiting.join(world.db, world.noor, wish, now())
    bookings.cancel(world.db, world.fatima, theirs, now() + timedelta(seconds=1))
    waiting.serve_due(world.db, now())
    visitor = visit()
    visitor.open_floor(floor)
    visitor.place(names[0]).press("Enter")
    expect(visitor.panel()).to_contain_text("You waited for this. It is kept for you until")
    visitor.panel().get_by_role("button", name="No thanks").click()
    told(visitor, f"{names[0]} goes to the next one")
    expect(visitor.panel().locator(".status-line")).to_have_attribute("data-status", "free")
