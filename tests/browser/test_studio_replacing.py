"""Replacing a plan in the browser: overruling, who is affected, another place, comparing, back."""

from __future__ import annotations

import os
import re
from pathlib import Path
from uuid import UUID

import pytest
from ezdxf.document import Drawing
from playwright.sync_api import Locator, expect

from floorplans.places import service as places
from tests.browser.studio import (
    as_file,
    bring_in,
    open_draft,
    open_tab,
    publish,
    wait_for_studio,
)
from tests.browser.world import READY, Visitor, World
from tests.support.drawings import make_office

pytestmark = pytest.mark.usefixtures("reader")

PHONE_PX = 360


def make_smaller_office() -> Drawing:
    """The office without its first desk."""
    drawing = make_office()
    space = drawing.modelspace()
    first_x = min(desk.dxf.insert.x for desk in space.query('INSERT[name=="DESK-160"]'))
    for each in list(space.query("INSERT")):
        if abs(each.dxf.insert.x - first_x) < 0.1 and each.dxf.name != "DOOR-90":
            space.delete_entity(each)
    return drawing


def booked_office(staff: Visitor, world: World, ordinal: int) -> tuple[UUID, UUID, str]:
    """An office whose first desk Noor has booked: the floor, the booking, and the desk by name."""
    floor = open_draft(staff, ordinal)
    publish(staff)
    desks = [s for s in places.spaces(world.db, world.fatima, floor) if s.kind == "desk"]
    first = min(desks, key=lambda desk: desk.lon)
    return floor, world.book(world.noor, first.id, 9, 17), first.name


def bring_in_smaller(staff: Visitor, ordinal: int) -> Locator:
    staff.go("/plans")
    bring_in(staff, ordinal, as_file(make_smaller_office(), "office-2.dxf"))
    wait_for_studio(staff.page)
    return open_tab(staff, "Changes")


def test_what_became_of_a_place_is_overruled_and_taken_back(staff: Visitor, world: World) -> None:
    _, _, name = booked_office(staff, world, 161)
    changes = bring_in_smaller(staff, 161)
    affected = changes.get_by_role("region", name="Who is affected")
    expect(affected).to_contain_text("Noor de Vries")
    expect(affected).to_contain_text("1 booking would lose the place.")
    gone = changes.locator("tr[data-change=gone]")
    gone.get_by_role("button", name="Overrule").click()
    choice = changes.get_by_role("combobox", name="It is on the new plan as")
    expect(choice).to_be_focused()
    _picture(staff, "overrule-1440.png")
    changes.get_by_role("button", name="Say so").click()
    said = changes.locator("tr[data-said=true]")
    expect(said).to_contain_text("Chosen by a person")
    expect(said).to_contain_text("1 booking stays")
    expect(affected).to_have_count(0)
    said.get_by_role("button", name=re.compile("Overrule|Change or take back")).click()
    changes.get_by_role("button", name="Take back").click()
    expect(changes.locator("tr[data-said=true]")).to_have_count(0)
    expect(changes.get_by_role("region", name="Who is affected")).to_contain_text(name)


def test_who_loses_a_place_moves_to_the_nearest_with_one_press(
    staff: Visitor, visit: object, world: World
) -> None:
    floor, _, name = booked_office(staff, world, 162)
    bring_in_smaller(staff, 162)
    staff.page.get_by_role("button", name="Publish…").click()
    dialog = staff.page.get_by_role("dialog")
    expect(dialog).to_contain_text("would lose the place")
    staff.page.get_by_role("button", name="Publish now").click()
    expect(staff.page.locator("#studio-state")).to_have_text("Published")
    affected = open_tab(staff, "Changes")
    expect(affected).to_contain_text("Nobody has answered yet.")
    noor: Visitor = visit()  # type: ignore[operator]
    noor.go(f"/floors/{floor}")
    noor.page.wait_for_selector(READY)
    note = noor.page.locator(".held-note")
    expect(note).to_contain_text("A booking of yours on this floor lost its place")
    expect(noor.page.locator("#where-button")).to_be_visible()
    _picture(noor, "held-floor-1440.png")
    noor.page.set_viewport_size({"width": PHONE_PX, "height": 740})
    _picture(noor, "held-floor-360.png")
    noor.page.set_viewport_size({"width": 1440, "height": 900})
    note.get_by_role("link", name="Choose another place").click()
    card = noor.page.locator(".booking.held", has_text=name).first
    offers = card.get_by_role("button", name=re.compile("^Move to "))
    expect(offers).to_have_count(3)
    _picture(noor, "held-booking-1440.png")
    noor.page.set_viewport_size({"width": PHONE_PX, "height": 800})
    offers.first.scroll_into_view_if_needed()
    _picture(noor, "held-booking-360.png")
    assert noor.page.evaluate("document.documentElement.scrollWidth") <= PHONE_PX
    offers.first.click()
    expect(noor.page.locator(".toast")).to_contain_text("Moved:")
    expect(noor.page.locator(".booking.held")).to_have_count(0)
    staff.page.reload()
    wait_for_studio(staff.page)
    expect(open_tab(staff, "Changes")).to_contain_text("every one of them is settled")


def test_two_plans_are_compared_by_keyboard_and_the_earlier_comes_back_as_it_was(
    staff: Visitor, world: World
) -> None:
    booked_office(staff, world, 163)
    bring_in_smaller(staff, 163)
    publish(staff)
    history = staff.page.locator(".history")
    history.get_by_role("button", name="Compare with plan 1").click()
    expect(staff.page.locator(".history-told")).to_contain_text("gone")
    slider = staff.page.get_by_role("slider")
    expect(slider).to_be_focused()
    line = staff.page.locator(".compare-line")
    before = line.evaluate("element => parseFloat(element.style.left)")
    for _ in range(10):
        staff.page.keyboard.press("ArrowLeft")
    expect(slider).to_have_value("40")
    assert line.evaluate("element => parseFloat(element.style.left)") < before
    _picture(staff, "compare-1440.png")
    staff.page.set_viewport_size({"width": PHONE_PX, "height": 800})
    assert staff.page.evaluate("document.documentElement.scrollWidth") <= PHONE_PX
    staff.page.locator(".studio-stage").scroll_into_view_if_needed()
    _picture(staff, "compare-360.png")
    staff.page.set_viewport_size({"width": 1440, "height": 900})
    slider.focus()
    staff.page.keyboard.press("Escape")
    expect(slider).to_have_count(0)
    first = history.locator("li", has_text="office.dxf")
    first.get_by_text("How it came about").click()
    expect(first).to_contain_text("SHA-256")
    expect(first).to_contain_text("State of the floor")
    _picture(staff, "history-1440.png")
    first.get_by_role("button", name="Bring back plan 1").click()
    staff.page.get_by_role("button", name="Bring it back").click()
    expect(staff.page.locator(".toast")).to_contain_text(
        "exactly as it was, with every booking in its place; 1 booking restored"
    )
    first.get_by_text("How it came about").click()
    times = first.locator("dt", has_text="In force").locator("+ dd > div")
    expect(times).to_have_text([re.compile(r" to .* by "), re.compile(r"^since .* by ")])
    _picture(staff, "brought-back-1440.png")
    staff.page.set_viewport_size({"width": PHONE_PX, "height": 800})
    times.first.scroll_into_view_if_needed()
    assert staff.page.evaluate("document.documentElement.scrollWidth") <= PHONE_PX
    _picture(staff, "brought-back-360.png")


def _picture(visitor: Visitor, name: str) -> None:
    """Kept where FLOORPLANS_SHOTS names a folder."""
    folder = os.environ.get("FLOORPLANS_SHOTS")
    if folder:
        visitor.page.screenshot(path=Path(folder) / name)
