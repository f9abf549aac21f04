"""Assigned desks as people meet them: released, had back and assigned, on a phone and a desktop."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from floorplans.assigning import service as assigning
from floorplans.assigning.views import EVERY_DAY, AssignmentRequest, Days
from floorplans.bookings import service as bookings
from tests.browser.conftest import Visit
from tests.browser.plan import PlannedFloor
from tests.browser.test_accessibility import findings
from tests.browser.test_being_there import fits
from tests.browser.world import Visitor, World, working_day

PHONE = {"width": 360, "height": 740, "has_touch": True, "is_mobile": True}
DESKTOP = {"width": 1280, "height": 800}
SHOTS = os.environ.get("FLOORPLANS_SHOTS")
DESK = "Desk 2.001"


@pytest.fixture(autouse=True)
def _nothing_is_left(world: World) -> Iterator[None]:
    """What one test assigns is not on the pages of the next."""
    yield
    now = datetime.now(UTC)
    for each in assigning.assignments(world.db, world.fatima, now):
        assigning.end(world.db, world.fatima, each.id, now)


def shot(visitor: Visitor, name: str) -> None:
    if SHOTS:
        visitor.page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)


def give_to_noor(world: World, floor: PlannedFloor) -> None:
    """The desk is Noor's on all days, since before today wherever it is."""
    now = datetime.now(UTC)
    days = Days(EVERY_DAY, now.date() - timedelta(days=2))
    wanted = AssignmentRequest(floor.spaces[DESK], world.noor.email, days)
    assigning.assign(world.db, world.fatima, wanted, now)


def in_words(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B}"


def check(visitor: Visitor, name: str) -> None:
    """It looks right: nothing is wider than the screen or too small, and axe finds nothing."""
    shot(visitor, name)
    assert fits(visitor)
    assert findings(visitor) == []


def test_an_owner_releases_a_day_on_a_phone_and_takes_it_back(visit: Visit, world: World) -> None:
    floor = world.new_floor(71, desks=2)
    give_to_noor(world, floor)
    phone = visit(**PHONE)
    page, day = phone.page, in_words(working_day())
    phone.go("/my/desk")
    check(phone, "my-desk-phone")
    page.get_by_role("button", name=f"Release {day}", exact=True).tap()
    expect(page.get_by_role("status").first).to_contain_text("Released: 1 day.")
    line = page.get_by_role("listitem").filter(has_text=day)
    expect(line).to_contain_text("Nobody has booked it yet.")
    check(phone, "my-desk-released-phone")
    page.get_by_role("button", name=f"Take back {day}", exact=True).tap()
    expect(page.get_by_role("status").first).to_contain_text("Yours again: 1 day.")
    page.get_by_role("button", name=f"Release {day}", exact=True).tap()
    expect(line).to_contain_text("Nobody has booked it yet.")
    world.book(world.ben, floor.spaces[DESK], 9, 17)
    # The page is as old as the press before: the day is taken by now.
    page.get_by_role("button", name=f"Take back {day}", exact=True).tap()
    expect(page.get_by_role("alert")).to_contain_text("Somebody has booked your place")
    expect(line).to_contain_text("Somebody else has booked it.")
    check(phone, "my-desk-taken-phone")


def test_an_owner_releases_the_day_in_the_panel_and_takes_it_back_by_keyboard(
    visit: Visit, world: World
) -> None:
    floor = world.new_floor(72, desks=4)
    give_to_noor(world, floor)
    noor = visit(**DESKTOP)
    keyboard, desk = noor.page.keyboard, noor.place(DESK)
    noor.open_floor(floor)
    expect(desk).to_have_attribute("data-status", "assigned")
    desk.focus()
    keyboard.press("Enter")
    expect(noor.panel()).to_contain_text("Your own place")
    button = noor.panel().get_by_role("button", name="Release for others on this day")
    expect(button).to_be_focused()
    shot(noor, "assigned-panel-desktop")
    assert findings(noor) == []
    keyboard.press("Enter")
    toast = noor.page.locator(".toast")
    expect(toast).to_contain_text(f"Released: {DESK}")
    expect(desk).to_have_attribute("data-status", "free")
    shot(noor, "assigned-panel-released-desktop")
    toast.get_by_role("button", name="Undo").focus()
    keyboard.press("Enter")
    expect(toast).to_contain_text(f"Yours again: {DESK}")
    expect(desk).to_have_attribute("data-status", "assigned")
    ben = visit("ben@example.test", **DESKTOP)
    ben.open_floor(floor)
    ben.place(DESK).click()
    expect(ben.panel()).to_contain_text("Assigned")
    expect(ben.panel()).not_to_contain_text("Noor")
    shot(ben, "assigned-panel-other-desktop")
    assert findings(ben) == []


def test_staff_assign_a_desk_from_the_floor_on_a_phone_and_end_it(
    visit: Visit, world: World
) -> None:
    floor = world.new_floor(73, desks=4)
    world.book(world.ben, floor.spaces[DESK], 9, 17)
    staff = visit("fatima@example.test", **PHONE)
    page = staff.page
    staff.open_floor(floor)
    staff.place(DESK).tap()
    staff.panel().get_by_role("link", name="Assign to a person…").tap()
    expect(page.get_by_label("Place", exact=True)).to_have_value(str(floor.spaces[DESK]))
    page.get_by_label("E-mail address of the person").fill("noor@example.test")
    check(staff, "assign-phone")
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.set_viewport_size({"width": 360, "height": 740})
    page.get_by_role("button", name="Look first who has booked").tap()
    looked = page.get_by_role("status").filter(has_text="Nothing is saved yet")
    expect(looked).to_contain_text("Ben Okafor")
    check(staff, "assign-looked-phone")
    page.get_by_role("button", name="Assign", exact=True).tap()
    done = page.get_by_role("status").filter(has_text=f"{DESK} is assigned to Noor de Vries")
    expect(done).to_contain_text("1 booking of others stays")
    check(staff, "assigned-phone")
    end = page.get_by_role("button", name=f"End the assignment of {DESK} to Noor de Vries")
    end.tap()
    question = page.get_by_role("region", name=f"End the assignment of {DESK} to Noor de Vries?")
    expect(question).to_be_focused()
    expect(question).to_contain_text("1 booking of others in these days stays as it is.")
    check(staff, "assigned-ending-phone")
    question.get_by_role("link", name="Keep it").tap()
    expect(question).to_have_count(0)
    end.tap()
    question.get_by_role("button", name="End it").tap()
    expect(page.get_by_text("No place is assigned on this floor.")).to_be_visible()


def test_an_ended_assignment_is_had_back_by_keyboard(visit: Visit, world: World) -> None:
    floor = world.new_floor(76, desks=4)
    give_to_noor(world, floor)
    (before,) = assigning.assignments(
        world.db, world.fatima, datetime.now(UTC), floor_id=floor.floor_id
    )
    staff = visit("fatima@example.test", **DESKTOP)
    page, keyboard = staff.page, staff.page.keyboard
    staff.go(f"/assigned?floor={floor.floor_id}")
    page.get_by_role("button", name=f"End the assignment of {DESK}").focus()
    keyboard.press("Enter")
    expect(page.get_by_role("region", name="End the assignment")).to_be_focused()
    keyboard.press("Tab")
    expect(page.get_by_role("button", name="End it")).to_be_focused()
    check(staff, "assigned-ending-desktop")
    keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("no longer Noor de Vries's")
    check(staff, "assigned-ended-desktop")
    page.get_by_role("button", name="Undo").focus()
    keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("is Noor de Vries's again: ")
    expect(page.get_by_role("button", name="Undo")).to_have_count(0)
    (after,) = assigning.assignments(
        world.db, world.fatima, datetime.now(UTC), floor_id=floor.floor_id
    )
    assert after == before


def test_staff_assign_on_the_page_by_keyboard(visit: Visit, world: World) -> None:
    floor = world.new_floor(74, desks=4)
    staff = visit("fatima@example.test", **DESKTOP)
    page, keyboard = staff.page, staff.page.keyboard
    staff.go("/assigned")
    page.get_by_label("Floor", exact=True).focus()
    page.get_by_label("Floor", exact=True).select_option(str(floor.floor_id))
    keyboard.press("Tab")
    keyboard.press("Enter")
    page.get_by_label("Place", exact=True).select_option(str(floor.spaces[DESK]))
    page.get_by_label("E-mail address of the person").focus()
    keyboard.type("noor@example.test")
    for off in ("Wednesday", "Thursday", "Friday"):
        page.get_by_label(off).focus()
        keyboard.press("Space")
    check(staff, "assign-desktop")
    page.get_by_role("button", name="Assign", exact=True).focus()
    keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text(
        f"{DESK} is assigned to Noor de Vries: Mondays and Tuesdays"
    )
    check(staff, "assigned-desktop")
    noor = visit(**DESKTOP)
    noor.go("/my/desk")
    expect(noor.page.get_by_role("heading", name=DESK)).to_be_visible()
    check(noor, "my-desk-desktop")


def test_the_code_on_ones_own_desk_says_so_and_offers_no_other(visit: Visit, world: World) -> None:
    floor = world.new_floor_at_noon(75)
    give_to_noor(world, floor)
    phone = visit(**PHONE)
    page, status = phone.page, phone.page.locator(".at-status")
    phone.go(f"/at/{floor.spaces[DESK]}")
    expect(status).to_contain_text("Yours today")
    expect(page.get_by_text("Free nearby")).to_have_count(0)
    check(phone, "at-own-phone")
    page.get_by_role("button", name="Release for others today").tap()
    expect(status).to_contain_text("Free now")
    check(phone, "at-own-released-phone")
    page.get_by_role("button", name="Take it back for today").tap()
    expect(status).to_contain_text("Yours today")
    page.get_by_role("button", name="Check in").tap()
    expect(page.get_by_role("status").first).to_contain_text("You are checked in")
    check(phone, "at-own-checked-in-phone")
    page.get_by_role("button", name="Check out", exact=True).tap()
    expect(status).to_contain_text("Yours today")


@pytest.mark.parametrize("screen", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_the_code_in_ones_own_hall_offers_to_check_in_to_the_hall(
    visit: Visit, world: World, screen: dict[str, Any]
) -> None:
    floor = world.new_floor_at_noon(77 if screen is PHONE else 78)
    rooms = [floor.spaces["Helsinki"], floor.spaces["Lima"]]
    hall = bookings.join_rooms(
        world.db, world.fatima, floor.floor_id, "Great hall", rooms, datetime.now(UTC)
    )
    days = Days(EVERY_DAY, datetime.now(UTC).date() - timedelta(days=2))
    wanted = AssignmentRequest(hall.id, world.noor.email, days)
    assigning.assign(world.db, world.fatima, wanted, datetime.now(UTC))
    noor = visit(**screen)
    page, status = noor.page, noor.page.locator(".at-status")
    noor.go(f"/at/{floor.spaces['Lima']}")
    expect(status).to_contain_text("Yours today, with Great hall")
    expect(page.get_by_text("Free nearby")).to_have_count(0)
    check(noor, f"at-own-hall-{'phone' if screen is PHONE else 'desktop'}")
    page.get_by_role("button", name="Check in to Great hall").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("You are checked in at Great hall")
    noor.go(f"/at/{floor.spaces['Lima']}")
    page.get_by_role("button", name=re.compile("^Check out")).press("Enter")
    expect(status).to_contain_text("Yours today")
