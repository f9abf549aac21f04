"""A place for somebody who has one like it in these hours, and what was booked for a colleague."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from floorplans.bookings import service as bookings
from floorplans.finding import service as finding
from floorplans.people import service as people
from floorplans.policies import service as policies
from floorplans.policies.views import Rule
from tests.browser.conftest import Visit
from tests.browser.test_accessibility import findings
from tests.browser.test_approvals import clean, shot
from tests.browser.world import World, at, span

__all__ = ["clean"]


@pytest.mark.parametrize("width", [390, 1440])
def test_who_has_a_desk_then_moves_it_or_books_one_more(
    visit: Visit, world: World, width: int
) -> None:
    floor = world.new_floor(400 + width, desks=4)
    other = world.new_floor(4000 + width, desks=2)
    world.book(world.noor, other.spaces["Desk 2.002"], 9, 17)
    visitor = visit(width=width, height=844)
    panel = visitor.panel()
    visitor.open_floor(floor)
    visitor.place("Desk 2.001").press("Enter")
    have = panel.locator("[data-have-then]")
    expect(have).to_contain_text("You have Desk 2.002 then.")
    expect(panel.get_by_role("button", name="Book Desk 2.001 as well")).to_be_visible()
    shot(visitor, f"have-then-{width}")
    assert findings(visitor) == []
    panel.get_by_role("button", name="Move it here").press("Enter")
    expect(visitor.page.locator(".toast")).to_contain_text("Moved to Desk 2.001")
    visitor.booking_of("Desk 2.001")
    visitor.page.keyboard.press("Escape")
    visitor.page.get_by_role("button", name="List", exact=True).click()
    visitor.page.get_by_role("button", name="Book Desk 2.003").click()
    expect(have).to_contain_text("You have Desk 2.001 then.")
    panel.get_by_role("button", name="Book Desk 2.003 as well").press("Enter")
    expect(visitor.page.locator(".toast")).to_contain_text("Booked: Desk 2.003")


def test_a_room_beside_a_desk_is_booked_without_a_word(visit: Visit, world: World) -> None:
    floor = world.new_floor(402, desks=4)
    world.book(world.noor, floor.spaces["Desk 2.002"], 10, 12)
    visitor = visit()
    visitor.open_floor(floor)
    visitor.place("Desk 2.001").press("Enter")
    expect(visitor.panel()).to_contain_text(f"{span('10:00', '12:00')}.")
    visitor.place("Helsinki").press("Enter")
    expect(visitor.panel().get_by_role("button", name="Book Helsinki, 09:00")).to_be_visible()
    expect(visitor.panel().locator("[data-have-then]")).to_have_count(0)


def test_who_moves_is_offered_to_move_to_the_nearest_hours_and_not_to_book_more(
    visit: Visit, clean: World
) -> None:
    floor = clean.new_floor(403, desks=4)
    other = clean.new_floor(4003, desks=2)
    clean.book(clean.noor, other.spaces["Desk 2.002"], 9, 17)
    rule = Rule("Short stays", floor_id=floor.floor_id, longest_min=120)
    policies.make_rule(clean.db, clean.fatima, rule, at(6))
    visitor = visit()
    panel = visitor.panel()
    visitor.open_floor(floor)
    visitor.place("Desk 2.001").press("Enter")
    panel.get_by_role("button", name="Move it here").press("Enter")
    expect(panel.get_by_role("alert")).to_contain_text("Short stays")
    expect(panel.get_by_role("button", name="Take")).to_have_count(0)
    panel.get_by_role("alert").get_by_role("button", name="Move it here,").click()
    expect(visitor.page.locator(".toast")).to_contain_text("Moved to Desk 2.001")
    visitor.page.get_by_role("button", name="Undo").click()
    expect(visitor.page.locator(".toast")).to_contain_text("Moved back to Desk 2.002")
    (back,) = [
        each
        for each in bookings.my_bookings(clean.db, clean.noor, datetime.now(UTC))
        if each.phase == "upcoming" and each.state == "confirmed"
    ]
    assert (back.from_at, back.to_at) == (at(9), at(17))


@pytest.mark.parametrize("width", [390, 1440])
def test_what_one_booked_for_a_colleague_is_changed_where_it_stands(
    visit: Visit, world: World, width: int
) -> None:
    people.update_profile(world.db, world.ben, datetime.now(UTC), lets_book=True)
    floor = world.new_floor(404 + width, desks=4)
    visitor = visit(width=width, height=844)
    panel = visitor.panel()
    visitor.open_floor(floor)
    visitor.place("Desk 2.001").press("Enter")
    panel.get_by_role("button", name="A colleague…").press("Enter")
    visitor.page.get_by_label("Colleague", exact=True).fill("ok")
    visitor.page.get_by_role("dialog").get_by_role("button", name="Ben Okafor").press("Enter")
    panel.get_by_role("button", name=re.compile("^Book Desk 2.001.*for Ben")).press("Enter")
    expect(panel.locator("[data-for-other]")).to_contain_text("You booked it for Ben Okafor.")
    shot(visitor, f"for-other-{width}")
    assert findings(visitor) == []
    panel.get_by_role("button", name="Change time").press("Enter")
    panel.get_by_label("To").select_option("12:00")
    panel.get_by_role("button", name="Save the new time").press("Enter")
    expect(panel.locator("[data-for-other]")).to_contain_text(span("09:00", "12:00"))
    panel.get_by_role("button", name="Cancel booking").click()
    expect(visitor.place("Desk 2.001")).to_have_attribute("data-status", "free")
    ben = visit("ben@example.test", width=width, height=844)
    ben.open_floor(floor)
    expect(ben.place("Desk 2.001")).to_have_attribute("data-status", "free")


def test_every_page_begins_with_the_hours_that_one_usually_has(visit: Visit, world: World) -> None:
    moment = datetime.now(UTC)
    finding.say_usual(world.db, world.ben, moment, hours=(7 * 60 + 30, 15 * 60), space_id=None)
    visitor = visit("ben@example.test")
    floor = f"/floors/{world.floor.floor_id}"
    pages = {floor: "when", "/find": "find", "/near": "near", "/teams": "team"}
    for path, field in pages.items():
        visitor.go(path)
        expect(visitor.page.locator(f"#{field}-to")).to_have_value("15:00")
