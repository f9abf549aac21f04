"""Notes of bookings changed on “My bookings”, and written with what is booked for a colleague."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from floorplans.bookings import service as bookings
from floorplans.people import service as people
from floorplans.policies import service as policies
from floorplans.policies.views import Rule
from tests.browser.conftest import Visit
from tests.browser.test_accessibility import findings
from tests.browser.world import World, at


@pytest.fixture
def clean(world: World) -> Iterator[World]:
    """The organisation is shared by all tests of a run: no rule of one stays for another."""
    yield world
    for each in policies.rules(world.db, world.fatima):
        policies.remove_rule(world.db, world.fatima, each.id)


@pytest.mark.parametrize("width", [390, 1440])
def test_a_note_and_the_private_flag_are_changed_where_the_booking_stands(
    visit: Visit, world: World, width: int
) -> None:
    floor = world.new_floor(950 + width)
    world.book(world.noor, floor.spaces["Desk 2.003"], 9, 12)
    visitor = visit(width=width, height=844)
    page, keys = visitor.page, visitor.page.keyboard
    visitor.go("/my/bookings")
    cards = page.locator(f'[data-floor="{floor.floor_id}"]')
    note = cards.get_by_role("button", name="Note…")
    more = cards.get_by_role("button", name="More")
    more.press("Enter")
    note.press("Enter")
    expect(cards.get_by_label("Note", exact=True)).to_be_focused()
    keys.type("The screen on the left")
    keys.press("Tab")
    keys.press("Space")
    assert findings(visitor) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    cards.get_by_role("button", name="Save the note").press("Enter")
    expect(page.locator(".toast")).to_contain_text("Noted: Desk 2.003")
    expect(cards).to_contain_text("The screen on the left")
    expect(cards).to_contain_text("Private")
    more.click()
    note.click()
    expect(cards.get_by_label("Private")).to_be_checked()
    expect(cards.get_by_label("Note", exact=True)).to_have_value("The screen on the left")
    cards.get_by_label("Private").uncheck()
    cards.get_by_label("Note", exact=True).fill("")
    cards.get_by_role("button", name="Save the note").click()
    expect(page.locator(".booking-note", has_text="The screen on the left")).to_have_count(0)
    more.click()
    note.click()
    cards.get_by_role("button", name="Keep it").press("Enter")
    expect(more).to_be_focused()
    expect(cards.get_by_label("Note", exact=True)).to_have_count(0)


def test_a_place_that_wants_approval_is_asked_for_with_a_note_for_a_colleague(
    visit: Visit, clean: World
) -> None:
    people.update_profile(clean.db, clean.ben, datetime.now(UTC), lets_book=True)
    floor = clean.new_floor(960)
    rule = Rule("Quiet desks", floor_id=floor.floor_id, approval="needed")
    policies.make_rule(clean.db, clean.fatima, rule, at(6))
    visitor = visit(width=390, height=844)
    visitor.open_floor(floor)
    panel = visitor.panel()
    visitor.place("Desk 2.004").click()
    panel.get_by_role("button", name="A colleague…").click()
    visitor.page.get_by_label("Colleague", exact=True).fill("ok")
    visitor.page.get_by_role("dialog").get_by_role("button", name="Ben Okafor").click()
    expect(panel.locator("[data-approval]")).to_contain_text(
        "Ben Okafor has it when facility staff approve it"
    )
    panel.get_by_text("Note, or private").click()
    expect(panel.locator(".note-fields .hint")).to_contain_text("Read by Ben Okafor, you and")
    panel.get_by_label("Note", exact=True).fill("He comes with a guest")
    assert findings(visitor) == []
    panel.get_by_role("button", name=re.compile("^Ask for Desk 2.004.*for Ben Okafor")).click()
    expect(visitor.page.locator(".toast")).to_contain_text("Asked for Ben Okafor: Desk 2.004")
    visitor.go("/my/bookings")
    others = visitor.page.get_by_role("region", name="Booked for others")
    card = others.locator(".booking", has_text="Desk 2.004")
    expect(card).to_contain_text("Waits for approval")
    expect(card).to_contain_text("He comes with a guest")
    asked = [
        each
        for each in bookings.my_bookings(clean.db, clean.ben, datetime.now(UTC))
        if each.state == "requested"
    ]
    assert [each.note for each in asked] == ["He comes with a guest"]
