"""Asking for a place and answering, as people do it: on a phone, and by keyboard on a desktop."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from floorplans.policies import service as policies
from floorplans.policies.views import Rule
from tests.browser.conftest import Visit
from tests.browser.test_accessibility import findings
from tests.browser.world import Visitor, World, at, working_day

PHONE = {"width": 360, "height": 740, "has_touch": True, "is_mobile": True}
SHOTS = os.environ.get("FLOORPLANS_SHOTS")


@pytest.fixture
def clean(world: World) -> Iterator[World]:
    """The organisation is shared by all tests of a run: no rule of one stays for another."""
    yield world
    for each in policies.rules(world.db, world.fatima):
        policies.remove_rule(world.db, world.fatima, each.id)


def shot(visitor: Visitor, name: str) -> None:
    if SHOTS:
        visitor.page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)


def test_a_place_is_asked_for_on_a_phone_and_approved_by_keyboard(
    visit: Visit, clean: World
) -> None:
    floor = clean.new_floor(47, desks=2)
    rule = Rule("Quiet desks", floor_id=floor.floor_id, approval="needed")
    policies.make_rule(clean.db, clean.fatima, rule, at(6))
    phone = visit(**PHONE)
    phone.open_floor(floor)
    phone.place("Desk 2.001").tap()
    notice = phone.panel().locator("[data-approval]")
    expect(notice).to_contain_text("It is yours when facility staff approve it")
    phone.panel().get_by_text("Note, or private").tap()
    phone.panel().get_by_label("Note", exact=True).fill("Two visitors from Lyon")
    shot(phone, "approval-panel-phone")
    assert findings(phone) == []
    phone.panel().get_by_role("button", name="Ask for Desk 2.001").tap()
    expect(phone.page.locator(".toast")).to_contain_text("Asked: Desk 2.001")
    expect(notice).to_contain_text("You have asked for these hours")
    shot(phone, "approval-asked-phone")

    staff = visit("fatima@example.test")
    staff.go("/requests")
    request = staff.page.get_by_role("listitem").filter(has_text="Desk 2.001").first
    expect(request).to_contain_text("Two visitors from Lyon")
    expect(request).to_contain_text("Nobody else asks for it.")
    shot(staff, "approval-requests-desk")
    assert findings(staff) == []
    request.get_by_role("button", name="Approve").focus()
    staff.page.keyboard.press("Enter")
    expect(staff.page.get_by_role("status").first).to_contain_text("Desk 2.001 is approved.")

    phone.go("/my/bookings")
    card = phone.page.locator(".booking").filter(has_text="Desk 2.001")
    expect(card).to_contain_text("Two visitors from Lyon")
    expect(card).not_to_contain_text("Waits for approval")
    shot(phone, "approval-mine-phone")
    assert findings(phone) == []


def test_a_rule_that_wants_approval_is_made_and_read(visit: Visit, clean: World) -> None:
    visitor = visit("fatima@example.test", **PHONE)
    visitor.go("/rules/new")
    page = visitor.page
    page.get_by_label("Name", exact=True).fill("Boardroom")
    page.get_by_label("Kind of place").select_option("room")
    page.get_by_label("Bookings", exact=True).select_option("needed")
    page.get_by_label("Approved by (e-mail addresses)").fill("nobody@example.test")
    page.get_by_role("button", name="Save").last.tap()
    expect(page.get_by_role("alert")).to_contain_text("nobody@example.test")
    page.get_by_label("Approved by (e-mail addresses)").fill("noor@example.test")
    shot(visitor, "approval-rule-phone")
    assert findings(visitor) == []
    page.get_by_role("button", name="Save").last.tap()
    expect(page.get_by_role("listitem").filter(has_text="Boardroom").first).to_contain_text(
        "needs approval by Noor"
    )


@pytest.mark.parametrize("width", [390, 1440])
def test_a_series_that_needs_approval_says_so_and_each_date_waits(
    visit: Visit, clean: World, width: int
) -> None:
    floor = clean.new_floor(970 + width, desks=4)
    rule = Rule("Quiet desks", floor_id=floor.floor_id, approval="needed")
    policies.make_rule(clean.db, clean.fatima, rule, at(6))
    visitor = visit(width=width, height=844)
    visitor.open_floor(floor)
    visitor.place("Desk 2.002").click()
    visitor.panel().get_by_role("button", name="Repeat…").press("Enter")
    dialog = visitor.page.get_by_role("dialog")
    dialog.get_by_role("button", name="See the dates").press("Enter")
    expect(dialog.get_by_text("Needs approval.", exact=True)).to_be_visible()
    expect(dialog.locator(".series-date").first).to_contain_text("Free, needs approval")
    assert findings(visitor) == []
    dialog.get_by_role("button", name="Ask for 5 dates").press("Enter")
    expect(dialog).to_contain_text("5 of 5 dates are asked for, and wait for approval.")
    expect(dialog.locator(".series-date").first).to_contain_text("Waits for approval")
    shot(visitor, f"approval-series-{width}")
    dialog.get_by_role("button", name="Done").press("Enter")
    visitor.go("/my/bookings")
    card = visitor.page.locator(".series-card", has_text="Desk 2.002").first
    expect(card).to_contain_text("5 waiting for approval")


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1440, 900)])
def test_what_one_asked_for_is_marked_on_the_map_for_oneself_alone(
    visit: Visit, clean: World, width: int, height: int
) -> None:
    floor = clean.new_floor(48 if width < 600 else 49, desks=4)
    rule = Rule("Quiet desks", floor_id=floor.floor_id, approval="needed")
    policies.make_rule(clean.db, clean.fatima, rule, at(6))
    noor = visit(width=width, height=height)
    noor.open_floor(floor)
    desk = noor.place("Desk 2.001")
    expect(desk).to_have_attribute("data-status", "free")
    desk.focus()
    noor.page.keyboard.press("Enter")
    ask = noor.panel().get_by_role("button", name="Ask for Desk 2.001")
    ask.focus()
    noor.page.keyboard.press("Enter")
    expect(desk).to_have_attribute("data-status", "asked")
    expect(desk).to_have_attribute("aria-label", re.compile("free.*, you have asked for it"))
    expect(noor.panel().locator(".status-line")).to_contain_text("you have asked for it")
    noor.page.keyboard.press("Escape")
    handle = noor.page.locator(".sheet-handle")
    if handle.is_visible() and handle.get_attribute("aria-expanded") == "false":
        handle.press("Enter")
    listed = noor.panel().get_by_role("heading", name="You have asked for")
    expect(listed).to_be_visible()
    expect(noor.panel().locator(".legend")).to_contain_text("You asked")
    assert findings(noor) == []
    shot(noor, f"asked-map-{width}")
    noor.page.keyboard.press("l")
    row = noor.page.locator("tbody tr", has_text="Desk 2.001")
    expect(row).to_contain_text("you have asked for it")
    other = noor.page.locator("tbody tr", has_text="Desk 2.002")
    other.get_by_role("button", name="Ask for Desk 2.002").press("Enter")
    expect(noor.page.locator(".toast")).to_contain_text("Asked: Desk 2.002")
    expect(other.get_by_role("button", name="Your request")).to_be_visible()
    ben = visit("ben@example.test", width=width, height=height)
    ben.open_floor(floor)
    expect(ben.place("Desk 2.001")).to_have_attribute("data-status", "free")
    expect(ben.place("Desk 2.001")).not_to_have_attribute("aria-label", re.compile("asked"))
    later = visit(width=width, height=height)
    later.open_floor(floor, hours="18-19")
    expect(later.place("Desk 2.001")).to_have_attribute("data-status", "free")


def test_where_one_asks_the_pages_that_find_places_say_so(visit: Visit, clean: World) -> None:
    floor = clean.new_floor(51, desks=2)
    rule = Rule("Quiet desks", floor_id=floor.floor_id, approval="needed")
    policies.make_rule(clean.db, clean.fatima, rule, at(6))
    noor = visit()
    page = noor.page
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    noor.open_floor()
    noor.place("Desk 2.001").click()
    expect(noor.panel().get_by_role("button", name="Book Desk 2.001")).to_be_visible()
    assert [url for url in asked if url.split("?")[0].endswith("/approval")] == []
    noor.go("/find")
    page.get_by_label("Day", exact=True).fill(str(working_day()))
    page.get_by_label("Where", exact=True).select_option(f"floor:{floor.floor_id}")
    page.get_by_role("button", name="Find a place").click()
    found = page.locator("#find-answer .near-place").first
    found.get_by_role("button", name=re.compile("^Ask for Desk")).click()
    expect(found).to_contain_text("You asked")
    expect(page.locator(".toast")).to_contain_text("Asked: Desk")
