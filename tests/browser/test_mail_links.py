"""The profile's parts about mail and the calendar, and the pages that links in mail open."""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.test_accessibility import findings
from tests.browser.world import Visitor, World

WIDTHS = [360, 1280]


def press(visitor: Visitor, name: str) -> None:
    """Press a button with the keyboard."""
    visitor.page.get_by_role("button", name=name).focus()
    visitor.page.keyboard.press("Enter")


def is_within_the_screen(visitor: Visitor) -> bool:
    over: int = visitor.page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return over <= 0


def make_address(visitor: Visitor) -> str:
    """Make a calendar on the profile's page; its address."""
    visitor.go("/my/profile")
    button = visitor.page.get_by_role("button", name=re.compile("Make (an|a new) address"))
    button.focus()
    visitor.page.keyboard.press("Enter")
    shown = visitor.page.get_by_label("Address", exact=True)
    expect(shown).to_have_value(re.compile(r"/calendar/[\w-]{43}\.ics$"))
    return shown.input_value()


def give_back_link(visitor: Visitor, booking_id: UUID) -> str:
    """The link that the calendar has for one booking."""
    document = visitor.page.request.get(make_address(visitor)).text()
    entries = document.replace("\r\n ", "").split("BEGIN:VEVENT")
    entry = next(each for each in entries if str(booking_id) in each)
    found = re.search(r"Give it back: \S+?(/links/[\w.-]+)", entry)
    assert found
    return found[1]


@pytest.mark.parametrize("width", WIDTHS)
def test_an_address_is_made_copied_and_revoked_by_keyboard(visit: Visit, width: int) -> None:
    visitor = visit(width=width, permissions=["clipboard-read", "clipboard-write"])
    address = make_address(visitor)
    assert visitor.page.request.get(address).status == 200
    assert is_within_the_screen(visitor)
    assert findings(visitor) == []
    press(visitor, "Copy the address")
    expect(visitor.page.locator("#announcements")).to_have_text("Copied")
    assert visitor.page.evaluate("navigator.clipboard.readText()") == address
    visitor.go("/my/profile")
    expect(visitor.page.get_by_text("An address was made on")).to_be_visible()
    assert address not in visitor.page.content()
    visitor.ask_first("Revoke the address")
    press(visitor, "Revoke it")
    expect(visitor.page.get_by_text("the address shows nothing any more")).to_be_in_viewport()
    assert visitor.page.request.get(address).status == 404


def test_what_one_is_told_is_chosen_by_keyboard_and_stays(visit: Visit) -> None:
    visitor = visit(width=360)
    visitor.go("/my/profile")
    visitor.page.get_by_role("checkbox", name="Confirmations.").focus()
    visitor.page.keyboard.press("Space")
    press(visitor, "Update my mail")
    expect(visitor.page.get_by_text("Saved: this holds from now on.")).to_be_in_viewport()
    visitor.page.reload()
    expect(visitor.page.get_by_role("checkbox", name="Confirmations.")).not_to_be_checked()
    expect(visitor.page.get_by_role("checkbox", name="Reminders.")).to_be_checked()
    assert findings(visitor) == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_place_is_given_back_by_a_link_without_a_sign_in(
    visit: Visit, world: World, width: int, theme: str
) -> None:
    hour = 8 + 2 * WIDTHS.index(width) + 4 * (theme == "dark")
    booking_id = world.book(world.noor, world.floor.spaces["Desk 2.020"], hour, hour + 1)
    link = give_back_link(visit(), booking_id)
    anybody = visit(email=None, width=width, color_scheme=theme)
    anybody.go(link)
    expect(anybody.page.get_by_role("heading", name="Give this place back?")).to_be_visible()
    expect(anybody.page.get_by_role("main")).to_contain_text(f"{hour:02}:00 to {hour + 1:02}:00")
    assert is_within_the_screen(anybody)
    assert findings(anybody) == []
    box = anybody.page.get_by_role("button", name="Give it back").bounding_box()
    assert box is not None
    assert box["height"] >= 44
    # The page's only button is the first thing that the keyboard comes to after the way past.
    anybody.page.keyboard.press("Tab")
    anybody.page.keyboard.press("Tab")
    expect(anybody.page.get_by_role("button", name="Give it back")).to_be_focused()
    anybody.page.keyboard.press("Enter")
    expect(anybody.page.get_by_role("heading", name="This booking is cancelled")).to_be_visible()
    assert findings(anybody) == []
    anybody.go(link)
    expect(anybody.page.get_by_role("heading", name="This booking is cancelled")).to_be_visible()
    expect(anybody.page.get_by_role("button", name="Give it back")).to_have_count(0)


def test_a_link_that_is_none_is_told_in_words(visit: Visit) -> None:
    anybody = visit(email=None, width=360)
    anybody.go("/links/nothing")
    expect(anybody.page.get_by_role("main")).to_contain_text("This link is not one of ours")
    assert is_within_the_screen(anybody)
    assert findings(anybody) == []
