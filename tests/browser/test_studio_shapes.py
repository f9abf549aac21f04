"""The shapes of a draft, edited by a person: moved, drawn, cut, joined, repeated and copied."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.editor import open_editor, picture
from tests.browser.studio import open_draft, publish
from tests.browser.world import Visitor

pytestmark = pytest.mark.usefixtures("reader")


def test_a_lasso_takes_all_that_lies_in_it(staff: Visitor) -> None:
    editor = open_editor(staff, 203)
    editor.page.get_by_role("button", name="Lasso").click()
    editor.drag((0.3, 1.5), (5.8, 1.5), (5.8, 3.2), (0.3, 3.2))
    expect(editor.heading()).to_have_text("2 desks selected")
    editor.press("Escape", "Escape")
    expect(editor.chosen()).to_have_count(0)


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
    picture(staff, "editor-rows-1440.png")
    editor.page.get_by_role("button", name="Make them").click()
    editor.said("Added 5 desks in rows of 3.")
    expect(editor.heading()).to_have_text("6 desks selected")
    expect(editor.page.get_by_role("region", name="Number")).to_be_visible()


def test_a_zone_is_seen_before_it_goes_round_what_is_selected(staff: Visitor) -> None:
    editor = open_editor(staff, 215)
    editor.tick("Desk 101-01", "Desk 101-02")
    editor.action("Zone…")
    editor.field("Name of the zone").fill("Sales")
    expect(editor.page.locator("path.ghost")).to_have_count(1)
    editor.press("Enter")
    editor.said("Changed 2 desks: in the zone “Sales”.")
    editor.shape("r2").click()
    expect(editor.page.locator(".edit-form > p")).to_contain_text("in Sales")
    editor.page.get_by_text("Zones (1)").click()
    editor.page.get_by_role("button", name="Select the zone Sales").click()
    expect(editor.heading()).to_have_text("2 desks selected")


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
