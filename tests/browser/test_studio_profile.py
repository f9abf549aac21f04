"""Profiles of offices, tolerances and roles in the studio: at once, and the last change counts."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.studio import (
    as_file,
    bring_in,
    make_empty_floor,
    open_draft,
    open_tab,
    wait_for_studio,
)
from tests.browser.world import Visitor
from tests.support.drawings import make_drawing, make_office

pytestmark = pytest.mark.usefixtures("reader")

WIDTHS = (360, 1280)


def make_renamed_office() -> Any:
    drawing = make_office()
    for entity in drawing.modelspace():
        if entity.dxf.layer == "A-FURN":
            entity.dxf.layer = "INV-MOB"
    return drawing


def test_a_profile_is_saved_found_again_and_its_drift_is_told(staff: Visitor) -> None:
    open_draft(staff, 291)
    roles = open_tab(staff, "Roles")
    roles.get_by_label("Role of A-FURN", exact=True).select_option("ignore")
    expect(staff.page.locator("path.draft-desk")).to_have_count(0)
    panel = open_tab(staff, "Profile")
    panel.get_by_text("Save as profile of …").click()
    panel.get_by_label("Name of the architect or office").fill("Studio Maier")
    panel.get_by_role("button", name="Save profile").click()
    expect(panel).to_contain_text("Read with the profile Studio Maier.")
    make_empty_floor(staff.world, 292)
    staff.go("/plans")
    bring_in(staff, 292, as_file(make_renamed_office(), "next.dxf"))
    wait_for_studio(staff.page)
    expect(staff.page.locator("path.draft-desk")).to_have_count(0)
    panel = open_tab(staff, "Profile")
    expect(panel).to_contain_text("Studio Maier: it was found by how the drawing is drawn.")
    expect(panel).to_contain_text("“A-FURN” is now “INV-MOB”: 8 of 8 blocks match.")
    for width in WIDTHS:
        staff.page.set_viewport_size({"width": width, "height": 900})
        assert staff.page.evaluate("document.documentElement.scrollWidth") <= width
    panel.get_by_role("button", name="Read it without").click()
    expect(staff.page.locator("path.draft-desk")).to_have_count(4)
    panel.get_by_text("All profiles").click()
    panel.get_by_role("button", name="Remove the profile Studio Maier").click()
    panel.get_by_role("button", name="Remove the profile Studio Maier").click()
    expect(panel).to_contain_text("No profile of this office is known.")


def test_of_changes_that_follow_each_other_all_count_and_the_last_is_shown(staff: Visitor) -> None:
    open_draft(staff, 294)
    roles = open_tab(staff, "Roles")
    desk = roles.get_by_label("Role of DESK-160", exact=True)
    for role in ("ignore", "furniture", "desk"):
        desk.select_option(role)
        staff.page.wait_for_timeout(450)  # each is sent, and the next overtakes it
    roles.get_by_label("Role of A-AREA", exact=True).select_option("ignore")
    expect(staff.page.locator("path.draft-room")).to_have_count(0)
    expect(staff.page.locator("path.draft-desk")).to_have_count(4)
    expect(desk).to_have_value("desk")
    expect(staff.page.locator("#reading")).to_be_hidden()


def test_roles_can_be_gathered_and_applied_together(staff: Visitor) -> None:
    open_draft(staff, 295)
    roles = open_tab(staff, "Roles")
    roles.get_by_label("Redraw at once").uncheck()
    roles.get_by_label("Role of DESK-160", exact=True).select_option("ignore")
    expect(roles.get_by_text("1 role changed; apply to see the result.")).to_be_visible()
    expect(staff.page.locator("path.draft-desk")).to_have_count(4)
    roles.get_by_role("button", name="Apply").click()
    expect(staff.page.locator("path.draft-desk")).to_have_count(0)


def make_open_room() -> Any:
    """Two numbered rooms; the second has an opening of 1.6 m to the outside."""
    drawing = make_drawing()
    space = drawing.modelspace()
    for left, opening, number in ((0, 0.0, "101"), (8, 1.6, "102")):
        right = left + 6
        corners = [(left, 0), (right, 0), (right, 4), (left, 4), (left, opening)]
        for start, end in pairwise(corners):
            space.add_line(start, end, dxfattribs={"layer": "A-WALL"})
        text = space.add_text(number, height=0.2, dxfattribs={"layer": "A-AREA-IDEN"})
        text.set_placement((left + 2, 2))
    return drawing


def test_a_dial_redraws_the_plan_at_once_and_tells_what_changed(staff: Visitor) -> None:
    open_draft(staff, 297, make_open_room())
    rooms = staff.page.locator("path.draft-room")
    expect(rooms).to_have_count(1)
    panel = open_tab(staff, "Profile")
    dial = panel.get_by_role("slider", name="Openings that are told of")
    expect(dial).to_have_attribute("aria-valuetext", "1.30 m")
    dial.focus()
    for _ in range(8):
        staff.page.keyboard.press("ArrowRight")
    expect(dial).to_have_attribute("aria-valuetext", "1.70 m")
    expect(rooms).to_have_count(2)
    expect(staff.page.locator(".toast").last).to_contain_text("Read again: rooms 1 → 2.")
    expect(dial).to_be_focused()
    panel.get_by_role("button", name="Openings that are told of: as usual").click()
    expect(rooms).to_have_count(1)
    expect(staff.page.locator(".toast").last).to_contain_text("Read again: rooms 2 → 1.")


def test_a_space_that_is_clicked_tells_what_follows_from_the_plan(staff: Visitor) -> None:
    open_draft(staff, 296)
    staff.page.locator("path.draft-desk").first.click()
    told = staff.page.locator("#inspected .fact-list")
    expect(told).to_contain_text("oor")
