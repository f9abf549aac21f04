"""Booking for a colleague on the floor page, and for a team on its own page."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from uuid import UUID

import pytest
from playwright.sync_api import Locator, expect

from floorplans.bookings import service as bookings
from floorplans.people import service as people
from floorplans.places import service as places
from tests.browser.conftest import Visit
from tests.browser.test_accessibility import findings
from tests.browser.test_approvals import shot
from tests.browser.test_lost_answers import hear_again, lose_the_answer
from tests.browser.world import Visitor, World, working_day

TEAMS = "**/api/v1/team-bookings"


@pytest.fixture(autouse=True)
def willing(world: World) -> None:
    """Ben lets colleagues book for him."""
    people.update_profile(world.db, world.ben, datetime.now(UTC), lets_book=True)


def now_booked(world: World) -> list[str]:
    found = bookings.my_bookings(world.db, world.ben, datetime.now(UTC))
    return [each.space_name for each in found if each.phase == "upcoming"]


def world_floor_name(world: World, floor_id: UUID) -> str:
    sites = places.sites(world.db, world.fatima)
    floors = [f for site in sites for building in site.buildings for f in building.floors]
    return next(floor.name for floor in floors if floor.id == floor_id)


def dialog(visitor: Visitor) -> Locator:
    return visitor.page.get_by_role("dialog")


def ask_for_team(visitor: Visitor, floor_name: str) -> None:
    page = visitor.page
    visitor.go("/teams")
    page.get_by_label("Add a colleague").fill("ben")
    page.locator(".people-field").first.get_by_role("button", name="Ben Okafor").click()
    expect(page.get_by_role("list", name="Who comes").get_by_role("button")).to_have_count(2)
    page.get_by_label("Day", exact=True).fill(str(working_day()))
    page.locator("#team-from").select_option("09:00")
    page.locator("#team-to").select_option("12:00")
    for box in page.locator("[name=floor]:checked").all():
        box.uncheck()
    page.locator(".team-floors label", has_text=floor_name).first.locator("input").check()
    page.get_by_role("button", name="Find places together").click()


@pytest.mark.parametrize("width", [360, 1280])
def test_a_team_gets_places_together_and_gives_them_back(
    visit: Visit, world: World, width: int
) -> None:
    floor = world.new_floor(700 + width)
    name = world_floor_name(world, floor.floor_id)
    visitor = visit(width=width, height=800)
    page = visitor.page
    ask_for_team(visitor, name)
    answer = page.get_by_role("region", name="Proposals")
    expect(answer.get_by_role("heading")).to_have_text(re.compile(r"Proposal 1 of \d"))
    first = answer.locator("li").first.get_attribute("data-space")
    expect(page.locator(".leaflet-marker-pane .near-pin")).to_have_count(2)
    answer.get_by_role("button", name="Another proposal").click()
    expect(answer.get_by_role("heading")).to_have_text(re.compile(r"Proposal 2 of \d"))
    assert answer.locator("li").first.get_attribute("data-space") != first
    assert findings(visitor) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    answer.get_by_role("button", name="Book 2 places").click()
    booked = page.get_by_role("region", name="Booked for teams")
    expect(booked.locator(".team-seat")).to_have_count(2)
    assert len(now_booked(world)) == 1
    booked.get_by_role("button", name="Change the time").click()
    page.locator("dialog select").nth(1).select_option("13:00")
    dialog(visitor).get_by_role("button", name="Save the new time").click()
    expect(booked.locator("summary")).to_contain_text("13:00")
    booked.locator("summary").click()
    assert findings(visitor) == []
    booked.get_by_role("button", name="Cancel for Ben Okafor").click()
    dialog(visitor).get_by_role("button", name="Cancel this one").click()
    expect(booked.locator(".team-seat")).to_have_count(1)
    assert now_booked(world) == []
    booked.locator("summary").click()
    booked.get_by_role("button", name="Cancel all").click()
    dialog(visitor).get_by_role("button", name="Cancel all").click()
    expect(page.locator("#team-booked")).to_be_empty()


def test_places_that_others_took_meanwhile_are_told_and_nobody_is_booked(
    visitor: Visitor, world: World
) -> None:
    floor = world.new_floor(710)
    ask_for_team(visitor, world_floor_name(world, floor.floor_id))
    answer = visitor.page.get_by_role("region", name="Proposals")
    taken = answer.locator("li").first.get_attribute("data-space")
    spaces = {str(space_id): space_id for space_id in floor.spaces.values()}
    world.book(world.fatima, spaces[str(taken)], 9, 12)
    answer.get_by_role("button", name="Book 2 places").click()
    expect(answer.get_by_role("alert")).to_contain_text("One of these places is not free any more.")
    assert now_booked(world) == []


def test_a_place_is_booked_for_a_colleague_by_keyboard_and_given_back(
    visitor: Visitor, world: World
) -> None:
    floor = world.new_floor(711)
    visitor.open_floor(floor)
    page = visitor.page
    visitor.place("Desk 2.004").focus()
    page.keyboard.press("Enter")
    expect(visitor.panel().get_by_role("button", name="Book Desk 2.004")).to_be_focused()
    page.get_by_role("button", name="A colleague…").press("Enter")
    expect(page.get_by_label("Colleague", exact=True)).to_be_focused()
    page.keyboard.type("ok")
    expect(dialog(visitor).get_by_role("button", name="Ben Okafor")).to_be_visible()
    assert findings(visitor) == []
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    book = visitor.panel().get_by_role("button", name=re.compile("^Book Desk 2.004.*for Ben"))
    expect(book).to_be_visible()
    book.press("Enter")
    expect(page.locator(".toast")).to_contain_text("Booked for Ben Okafor: Desk 2.004")
    assert "Desk 2.004" in now_booked(world)
    visitor.go("/my/bookings")
    others = page.get_by_role("region", name="Booked for others")
    expect(others.locator(".booking")).to_contain_text("For Ben Okafor")
    assert findings(visitor) == []
    others.get_by_role("button", name="Cancel").click()
    expect(page.locator(".toast")).to_contain_text("Cancelled: Desk 2.004")
    assert "Desk 2.004" not in now_booked(world)


def test_nobody_is_found_who_does_not_let_colleagues(visitor: Visitor, world: World) -> None:
    floor = world.new_floor(712)
    visitor.open_floor(floor)
    visitor.place("Desk 2.004").click()
    visitor.panel().get_by_role("button", name="A colleague…").click()
    visitor.page.get_by_label("Colleague", exact=True).fill("fatima")
    expect(dialog(visitor)).to_contain_text("Nobody of that name lets colleagues book for them.")


def test_a_team_asked_for_again_after_a_lost_answer_is_booked_once(
    visitor: Visitor, world: World
) -> None:
    floor = world.new_floor(713)
    ask_for_team(visitor, world_floor_name(world, floor.floor_id))
    answer = visitor.page.get_by_role("region", name="Proposals")
    book = answer.get_by_role("button", name="Book 2 places")
    before = len(now_booked(world))
    visitor.page.route(TEAMS, lose_the_answer)
    book.click()
    expect(answer.get_by_role("alert")).to_contain_text("the team is booked only once")
    hear_again(visitor, TEAMS)
    book.click()
    expect(visitor.page.locator(".toast")).to_contain_text("Booked 2 places")
    assert len(now_booked(world)) == before + 1


@pytest.mark.parametrize("width", [390, 1440])
def test_a_team_is_on_two_floors_only_when_it_says_so_and_is_told_first(
    visit: Visit, world: World, width: int
) -> None:
    near, far = (world.new_floor(7000 + width + n, desks=1) for n in (0, 1))
    names = [world_floor_name(world, floor.floor_id) for floor in (near, far)]
    visitor = visit(width=width, height=844)
    page = visitor.page
    ask_for_team(visitor, names[0])
    answer = page.get_by_role("region", name="Proposals")
    expect(answer).to_contain_text("Only one is free on this floor")
    page.locator(".team-floors label", has_text=names[1]).first.locator("input").check()
    page.get_by_label("If none has places for all").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Find places together").press("Enter")
    expect(answer.locator("[data-two-floors]")).to_contain_text("On two floors.")
    expect(answer.locator("li").first).to_contain_text(names[0])
    expect(answer.locator("li").last).to_contain_text(names[1])
    assert findings(visitor) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    shot(visitor, f"team-two-floors-{width}")
    before = len(now_booked(world))
    answer.get_by_role("button", name="Book 2 places").press("Enter")
    booked = page.get_by_role("region", name="Booked for teams")
    expect(booked.locator("summary", has_text=names[0])).to_contain_text(" and ")
    assert len(now_booked(world)) == before + 1
    booked.get_by_role("button", name="Cancel all").click()
    dialog(visitor).get_by_role("button", name="Cancel all").click()
    expect(page.locator(".toast")).to_contain_text("Cancelled: 2 places")
    assert len(now_booked(world)) == before
