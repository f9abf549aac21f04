"""Editing a draft by a person's means: clicks, keys, and what is typed; all of it can be undone."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from floorplans.plans import service as plans
from floorplans.plans.editing.actions import At, Change
from tests.browser.conftest import Visit
from tests.browser.studio import open_draft, open_tab, publish
from tests.browser.world import Visitor

pytestmark = pytest.mark.usefixtures("reader")

PHONE_PX = 390
#: The first room of the office, in metres: its corner is the drawing's zero.
ROOM_M = (6.0, 4.0)
SERIOUS = {"serious", "critical"}


@dataclass(slots=True)
class Editor:
    """The tab of spaces of a fresh draft: the rooms 101 and 102, and two desks in each."""

    visitor: Visitor

    @property
    def page(self) -> Page:
        return self.visitor.page

    def shape(self, key: str) -> Locator:
        return self.page.locator(f'path[data-key="{key}"]')

    def chosen(self) -> Locator:
        return self.page.locator("path.chosen")

    def panel(self) -> Locator:
        return self.page.locator("#tab-panel-spaces")

    def field(self, label: str) -> Locator:
        return self.panel().get_by_label(label, exact=True)

    def heading(self) -> Locator:
        return self.page.locator("#chosen-title")

    def row(self, words: str) -> Locator:
        return self.page.locator(".spaces-table tbody tr", has_text=words)

    def tick(self, *names: str) -> None:
        for name in names:
            self.page.get_by_role("checkbox", name=f"Select {name}", exact=True).check()

    def action(self, name: str) -> None:
        self.page.locator(".edit-actions").get_by_role("button", name=name).click()

    def said(self, words: str | re.Pattern[str]) -> None:
        expect(self.page.locator(".edit-status")).to_have_text(words)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Where a point of the drawing, in metres, is on the screen."""
        box = self.shape("r0").bounding_box()
        assert box
        right = box["x"] + x / ROOM_M[0] * box["width"]
        return right, box["y"] + box["height"] - y / ROOM_M[1] * box["height"]

    def click(self, x: float, y: float) -> None:
        self.page.mouse.click(*self.at(x, y))

    def drag(self, *points: tuple[float, float]) -> None:
        first, *rest = [self.at(*point) for point in points]
        self.page.mouse.move(*first)
        self.page.mouse.down()
        for point in rest:
            self.page.mouse.move(*point, steps=4)
        self.page.mouse.up()


def open_editor(visitor: Visitor, ordinal: int) -> Editor:
    open_draft(visitor, ordinal)
    open_tab(visitor, "Spaces")
    editor = Editor(visitor)
    expect(editor.page.locator(".spaces-table tbody tr")).to_have_count(6)
    return editor


def test_a_space_is_picked_on_the_map_renamed_and_named_back(staff: Visitor) -> None:
    editor = open_editor(staff, 201)
    editor.click(3, 3.6)
    expect(editor.chosen()).to_have_count(1)
    expect(editor.heading()).to_have_text("Room 101")
    editor.field("Name").fill("Blue")
    editor.press("Enter")
    editor.said("Changed 1 room: name “Blue”.")
    expect(editor.row("Blue")).to_have_count(1)
    _picture(staff, "editor-1440.png")
    editor.page.get_by_role("button", name="Undo").click()
    editor.said("Taken back: Changed 1 room: name “Blue”.")
    expect(editor.row("Blue")).to_have_count(0)
    editor.page.get_by_role("button", name="Redo").click()
    expect(editor.row("Blue")).to_have_count(1)


def test_several_picked_with_shift_are_changed_at_once(staff: Visitor) -> None:
    editor = open_editor(staff, 202)
    editor.shape("r2").click()
    editor.shape("r3").click(modifiers=["Shift"])
    expect(editor.heading()).to_have_text("2 desks selected")
    editor.page.get_by_role("checkbox", name="Docking station").check()
    editor.field("Can be booked").select_option("No")
    editor.page.get_by_role("button", name="Apply to 2 desks").click()
    editor.said("Changed 2 desks: cannot be booked, now with docking.")
    expect(editor.page.get_by_role("checkbox", name="Docking station")).to_be_checked()
    editor.shape("r3").click(modifiers=["Shift"])
    expect(editor.chosen()).to_have_count(1)


def test_a_lasso_takes_all_that_lies_in_it(staff: Visitor) -> None:
    editor = open_editor(staff, 203)
    editor.page.get_by_role("button", name="Lasso").click()
    editor.drag((0.3, 1.5), (5.8, 1.5), (5.8, 3.2), (0.3, 3.2))
    expect(editor.heading()).to_have_text("2 desks selected")
    editor.press("Escape", "Escape")
    expect(editor.chosen()).to_have_count(0)


def test_numbers_are_seen_before_they_are_given(staff: Visitor) -> None:
    editor = open_editor(staff, 204)
    editor.field("Kind").first.select_option("Desk")
    editor.page.get_by_role("checkbox", name="Select all in the list").check()
    expect(editor.chosen()).to_have_count(4)
    editor.action("Number…")
    editor.field("Pattern").fill("A-{}")
    editor.field("First").fill("8")
    editor.field("Digits").fill("2")
    preview = editor.page.locator(".number-preview tbody strong")
    expect(preview).to_have_text(["A-08", "A-09", "A-10", "A-11"])
    _picture(staff, "editor-number-1440.png")
    expect(editor.row("A-08")).to_have_count(0)
    editor.page.get_by_role("button", name="Give these numbers").click()
    editor.said("Renumbered 4 desks, from A-08 to A-11.")
    expect(editor.row("A-08")).to_have_count(1)


def test_a_rule_that_makes_no_sense_is_refused_in_place(staff: Visitor) -> None:
    editor = open_editor(staff, 205)
    editor.tick("Room 101", "Room 102")
    editor.action("Number…")
    editor.field("Pattern").fill("A-")
    task = editor.page.get_by_role("region", name="Number")
    expect(task).to_contain_text("must say once where the number stands")
    expect(editor.page.get_by_role("button", name="Give these numbers")).to_be_disabled()


def test_the_list_is_sorted_filtered_and_ticked_in_ranges(staff: Visitor) -> None:
    editor = open_editor(staff, 206)
    rows = editor.page.locator(".spaces-table tbody tr")
    editor.page.get_by_role("button", name="Kind").click()
    expect(rows.first).to_contain_text("Desk")
    editor.page.get_by_role("button", name="Kind").click()
    expect(rows.first).to_contain_text("Room")
    boxes = rows.get_by_role("checkbox")
    boxes.nth(2).check()
    boxes.nth(5).click(modifiers=["Shift"])
    expect(editor.heading()).to_have_text("4 desks selected")
    editor.field("Filter the spaces").fill("room 101")
    expect(rows).to_have_count(1)
    editor.field("Filter the spaces").fill("")
    editor.field("Selected only").check()
    expect(rows).to_have_count(4)


def test_a_desk_follows_the_pointer_and_the_arrow_keys(staff: Visitor) -> None:
    editor = open_editor(staff, 207)
    editor.shape("r2").click()
    editor.drag((1.5, 2.4), (1.5, 1.6), (2.5, 1.2))
    editor.said(re.compile(r"^Moved 1 desk by 1\.5\d m\.$"))
    editor.press("ArrowRight", "ArrowRight", "Shift+ArrowUp")
    editor.said("Moved 1 desk by 0.51 m.")
    editor.press("Control+z", "Control+z")
    editor.said(re.compile("^Taken back: Moved 1 desk by 1"))
    editor.press("Control+Shift+Z")
    editor.said(re.compile("^Done again: Moved 1 desk by 1"))


def test_a_dragged_desk_snaps_to_the_wall(staff: Visitor) -> None:
    editor = open_editor(staff, 208)
    editor.shape("r2").click()
    editor.drag((1.5, 2.4), (1.5, 3.0), (1.5, 3.57))
    editor.said("Moved 1 desk by 1.20 m.")


def test_a_desk_is_turned_and_deleted_by_keys(staff: Visitor) -> None:
    editor = open_editor(staff, 209)
    editor.shape("r2").click()
    editor.press("r")
    editor.said("Turned 1 desk by 90°.")
    editor.press("Delete")
    editor.said("Deleted 1 desk.")
    expect(editor.page.locator("path.draft-desk")).to_have_count(3)
    editor.press("Control+z")
    expect(editor.page.locator("path.draft-desk")).to_have_count(4)


def test_two_rooms_become_one_and_are_cut_again(staff: Visitor) -> None:
    editor = open_editor(staff, 210)
    editor.click(3, 3.6)
    editor.page.mouse.move(*editor.at(9, 3.6))
    editor.page.keyboard.down("Shift")
    editor.click(9, 3.6)
    editor.page.keyboard.up("Shift")
    editor.action("Merge")
    editor.said("Made one of 2 rooms.")
    expect(editor.page.locator("path.draft-room")).to_have_count(1)
    editor.action("Split…")
    shape = editor.page.locator("path.draft-room")
    box = shape.bounding_box()
    assert box
    for share in (0.1, 0.9):
        editor.page.mouse.click(box["x"] + box["width"] * 0.4, box["y"] + box["height"] * share)
    editor.said("Cut a room along a line.")
    expect(editor.page.locator("path.draft-room")).to_have_count(2)


def test_what_cannot_be_done_is_said_in_place(staff: Visitor) -> None:
    editor = open_editor(staff, 211)
    editor.tick("Desk 101-01", "Desk 102-02")
    editor.action("Merge")
    alert = editor.page.get_by_role("alert")
    expect(alert).to_contain_text("The spaces do not lie beside each other. Nothing was changed.")
    editor.action("Move or turn…")
    expect(alert).to_have_count(0)


def test_a_room_is_drawn_from_corner_to_corner(staff: Visitor) -> None:
    editor = open_editor(staff, 212)
    editor.page.get_by_role("button", name="Rectangle").click()
    editor.field("Used as").select_option("office")
    # A little beside the corner of two rooms: it attracts the pointer.
    editor.drag((6.04, 4.03), (7, 5), (9, 7))
    editor.said("Drew a new room.")
    expect(editor.chosen()).to_have_count(1)
    editor.field("Number").fill("103")
    editor.page.get_by_role("button", name="Apply", exact=True).click()
    row = editor.row("103")
    expect(row).to_contain_text("office")
    expect(editor.page.locator(".edit-form > p")).to_contain_text(re.compile(r"(8\.9|9\.[01]) m²"))


def test_an_outline_is_clicked_and_closed_with_enter(staff: Visitor) -> None:
    editor = open_editor(staff, 213)
    editor.press("o")
    editor.field("Draw a").select_option("Zone")
    editor.field("Name of the zone").fill("Quiet")
    for point in ((0.5, 0.5), (5, 0.5), (5, 1.5), (3, 6)):
        editor.click(*point)
    editor.page.locator(".map").focus()
    editor.press("Backspace", "Enter")
    editor.said("Drew the zone “Quiet”.")
    expect(editor.page.locator("path.zone")).to_have_count(1)
    editor.page.get_by_text("Zones (1)").click()
    editor.page.get_by_role("button", name="Delete the zone Quiet").click()
    expect(editor.page.locator("path.zone")).to_have_count(0)


def test_rows_of_desks_are_shown_before_they_are_made(staff: Visitor) -> None:
    editor = open_editor(staff, 214)
    editor.shape("r2").click()
    editor.press("a")
    editor.field("In each row").fill("3")
    editor.field("Rows").fill("2")
    editor.field("From row to row (m)").fill("2")
    expect(editor.page.locator("path.ghost")).to_have_count(5)
    _picture(staff, "editor-rows-1440.png")
    editor.page.get_by_role("button", name="Make them").click()
    editor.said("Added 5 desks in rows of 3.")
    expect(editor.heading()).to_have_text("6 desks selected")
    expect(editor.page.get_by_role("region", name="Number")).to_be_visible()


def test_a_zone_goes_round_what_is_selected(staff: Visitor) -> None:
    editor = open_editor(staff, 215)
    editor.tick("Desk 101-01", "Desk 101-02")
    editor.action("Zone…")
    editor.field("Name of the zone").fill("Sales")
    editor.press("Enter")
    editor.said("Drew the zone “Sales”.")
    editor.shape("r2").click()
    expect(editor.page.locator(".edit-form > p")).to_contain_text("in Sales")


def test_desks_of_another_floor_are_shown_and_copied(staff: Visitor) -> None:
    open_draft(staff, 230)
    publish(staff)
    editor = open_editor(staff, 231)
    editor.page.get_by_role("button", name="Copy…").click()
    editor.field("From the floor").select_option("Storey 230, Shed 230")
    expect(editor.page.locator("path.ghost")).to_have_count(4)
    editor.page.get_by_role("button", name="Copy them").click()
    editor.said("Took over 4 changes from “office.dxf”.")
    expect(editor.heading()).to_have_text("4 desks selected")
    editor.press("Control+z")
    expect(editor.page.locator("path.draft-desk")).to_have_count(4)


def test_whoever_is_behind_sees_what_the_other_did(staff: Visitor) -> None:
    editor = open_editor(staff, 216)
    editor.tick("Room 101")
    world = staff.world
    plan = next(
        each
        for each in plans.present_revisions(world.db, world.fatima)
        if each.state == "draft" and str(each.id) in staff.page.url
    )
    blue = Change((At("room", 9.0, 0.5),), name="Blue")
    plans.edit(world.db, world.fatima, plan.id, blue, 0, datetime.now(UTC))
    editor.field("Name").fill("Red")
    editor.press("Enter")
    alert = editor.page.get_by_role("alert")
    expect(alert).to_contain_text("Fatima Haddad: Changed 1 room: name “Blue”.")
    expect(editor.row("Blue")).to_have_count(1)
    expect(editor.row("Red")).to_have_count(0)
    expect(editor.heading()).to_have_text("Room 101")


def test_a_draft_is_edited_by_keyboard_alone(staff: Visitor) -> None:
    editor = open_editor(staff, 217)
    tab = editor.page.get_by_role("tab", name="Spaces")
    tab.focus()
    editor.press("/")
    editor.page.keyboard.type("room 101")
    expect(editor.page.locator(".spaces-table tbody tr")).to_have_count(1)
    editor.page.get_by_role("checkbox", name="Select Room 101").focus()
    editor.press("Space", "s")
    editor.page.get_by_text("Type the line").focus()
    editor.press("Enter", "Tab")
    editor.page.keyboard.type("3, 0")
    editor.press("Enter")
    editor.page.keyboard.type("3, 4")
    editor.press("Tab", "Enter")
    editor.said("Cut a room along a line.")
    editor.press("Escape", "d", "Tab", "Tab", "Tab")
    editor.page.keyboard.type("14, 0\n16, 2")
    editor.press("Tab", "Enter")
    editor.said("Drew a new room.")
    expect(editor.page.locator("path.draft-room")).to_have_count(4)


def test_the_keys_are_told_and_letters_can_be_switched_off(staff: Visitor) -> None:
    editor = open_editor(staff, 218)
    editor.page.locator(".map").focus()
    editor.press("?")
    sheet = editor.page.get_by_role("dialog", name="Shortcuts of the editor")
    expect(sheet).to_contain_text("Merge the selected spaces")
    sheet.get_by_label("Single letters are shortcuts").uncheck()
    sheet.get_by_role("button", name="Close").click()
    editor.press("b")
    expect(editor.page.get_by_role("region", name="Draw")).to_have_count(0)


def test_what_was_typed_is_not_lost_by_picking_something_else(staff: Visitor) -> None:
    editor = open_editor(staff, 219)
    editor.click(3, 3.6)
    editor.field("Name").fill("Blue")
    editor.click(9, 3.6)
    editor.page.get_by_role("button", name="Apply it").click()
    editor.said("Changed 1 room: name “Blue”.")
    expect(editor.row("Blue")).to_contain_text("101")


def test_publishing_counts_the_places_as_edited(staff: Visitor) -> None:
    editor = open_editor(staff, 220)
    editor.shape("r2").click()
    editor.press("Delete")
    editor.said("Deleted 1 desk.")
    staff.page.get_by_role("button", name="Publish…").click()
    expect(staff.page.locator("#publish-dialog")).to_contain_text("3 desks and 2 rooms")
    staff.page.get_by_role("button", name="Not now").click()
    publish(staff)
    open_tab(staff, "Spaces")
    expect(staff.page.get_by_role("button", name="Undo")).to_have_count(0)
    expect(staff.page.locator("path.draft-desk")).to_have_count(3)


def test_the_inspector_of_the_overview_leads_to_the_properties(staff: Visitor) -> None:
    open_draft(staff, 221)
    staff.page.locator("path.draft-desk").first.click()
    staff.page.locator("#inspected").get_by_role("button", name="Edit").click()
    expect(staff.page.locator("#chosen-title")).to_have_text("Desk 101-01")
    expect(staff.page.get_by_role("tab", name="Spaces")).to_have_attribute("aria-selected", "true")


def test_list_and_properties_work_on_a_phone(visit: Visit) -> None:
    staff = visit("fatima@example.test", width=PHONE_PX, height=844)
    editor = open_editor(staff, 222)
    expect(editor.page.get_by_role("group", name="Tools")).to_be_hidden()
    editor.tick("Room 102")
    editor.field("Name").fill("Green")
    editor.page.get_by_role("button", name="Apply", exact=True).click()
    editor.said("Changed 1 room: name “Green”.")
    _picture(staff, "editor-390.png")
    editor.page.get_by_role("button", name="Draw…").click()
    expect(editor.page.get_by_text("Drawing by hand takes a larger screen.")).to_be_visible()
    assert staff.page.evaluate("document.documentElement.scrollWidth") <= PHONE_PX
    _picture(staff, "editor-draw-390.png")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_editor_has_no_serious_finding(visit: Visit, theme: str) -> None:
    staff = visit("fatima@example.test", width=1280, height=800, color_scheme=theme)
    editor = open_editor(staff, 223 + ["light", "dark"].index(theme))
    editor.tick("Desk 101-01", "Desk 101-02")
    editor.action("Number…")
    _picture(staff, f"editor-{theme}-1280.png")
    staff.page.evaluate("document.getAnimations().forEach((animation) => animation.finish())")
    answer = Axe().run(staff.page).response
    assert [
        f"{found['id']}: {found['nodes'][0]['html'][:200]}"
        for found in answer["violations"]
        if found["impact"] in SERIOUS
    ] == []


def _picture(visitor: Visitor, name: str) -> None:
    """Kept where FLOORPLANS_SHOTS names a folder."""
    folder = os.environ.get("FLOORPLANS_SHOTS")
    if folder:
        visitor.page.screenshot(path=Path(folder) / name)
