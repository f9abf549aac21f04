"""Editing a draft by a person's means: clicks, keys, and what is typed; all of it can be undone."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from floorplans.plans import service as plans
from floorplans.plans.editing.actions import At, Change
from tests.browser.conftest import Visit
from tests.browser.editor import open_editor, picture
from tests.browser.studio import open_draft, open_tab, publish
from tests.browser.world import Visitor

pytestmark = pytest.mark.usefixtures("reader")

PHONE_PX = 390
SERIOUS = {"serious", "critical"}


def test_a_space_is_picked_on_the_map_renamed_and_named_back(staff: Visitor) -> None:
    editor = open_editor(staff, 201)
    editor.click(3, 3.6)
    expect(editor.chosen()).to_have_count(1)
    expect(editor.heading()).to_have_text("Room 101")
    editor.field("Name").fill("Blue")
    editor.press("Enter")
    editor.said("Changed 1 room: name “Blue”.")
    expect(editor.row("Blue")).to_have_count(1)
    picture(staff, "editor-1440.png")
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


def test_the_zone_of_spaces_is_chosen_in_their_form(staff: Visitor) -> None:
    editor = open_editor(staff, 240)
    editor.tick("Desk 101-01", "Desk 101-02")
    editor.field("Zone").select_option("New zone…")
    editor.field("Name of the new zone").fill("Sales")
    editor.press("Enter")
    editor.said("Changed 2 desks: in the zone “Sales”.")
    expect(editor.page.locator("path.zone")).to_have_count(1)
    expect(editor.field("Zone").locator("option:checked")).to_have_text("Sales")
    editor.tick("Desk 102-01")
    expect(editor.field("Zone").locator("option:checked")).to_have_text("Several")
    picture(staff, "editor-zone-1440.png")
    editor.field("Zone").select_option("Sales")
    editor.page.get_by_role("button", name="Apply to 3 desks").click()
    editor.said("Changed 3 desks: in the zone “Sales”.")
    editor.field("Zone").select_option("None")
    editor.page.get_by_role("button", name="Apply to 3 desks").click()
    expect(editor.page.locator("path.zone")).to_have_count(0)
    editor.press("Control+z")
    expect(editor.field("Zone").locator("option:checked")).to_have_text("Sales")


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
    picture(staff, "editor-number-1440.png")
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


def test_the_list_is_filtered_by_facts_and_by_zone(staff: Visitor) -> None:
    editor = open_editor(staff, 242)
    rows = editor.page.locator(".spaces-table tbody tr")
    editor.page.get_by_text("Area, windows, doors").click()
    editor.field("Area from (m²)").fill("10")
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text("Room")
    editor.field("Area from (m²)").fill("")
    editor.field("Near a door").select_option("Yes")
    expect(rows).to_have_count(2)
    editor.field("Near a door").select_option("No")
    expect(rows).to_have_count(2)
    picture(staff, "editor-facts-1440.png")
    editor.field("Back to the wall").select_option("Not known")
    expect(rows.first).to_contain_text("No space is like this")
    editor.page.get_by_role("button", name="Any area, window and door").click()
    expect(rows).to_have_count(6)
    editor.tick("Desk 101-01")
    editor.field("Zone").select_option("New zone…")
    editor.field("Name of the new zone").fill("Sales")
    editor.press("Enter")
    editor.field("Zone of the list").select_option("Sales")
    expect(rows).to_have_count(1)
    editor.field("Zone of the list").select_option("In no zone")
    expect(rows).to_have_count(5)


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
    picture(staff, "editor-390.png")
    editor.page.get_by_role("button", name="Draw…").click()
    expect(editor.page.get_by_text("Drawing by hand takes a larger screen.")).to_be_visible()
    assert staff.page.evaluate("document.documentElement.scrollWidth") <= PHONE_PX
    picture(staff, "editor-draw-390.png")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_editor_has_no_serious_finding(visit: Visit, theme: str) -> None:
    staff = visit("fatima@example.test", width=1280, height=800, color_scheme=theme)
    editor = open_editor(staff, 223 + ["light", "dark"].index(theme))
    editor.tick("Desk 101-01", "Desk 101-02")
    editor.action("Number…")
    picture(staff, f"editor-{theme}-1280.png")
    staff.page.evaluate("document.getAnimations().forEach((animation) => animation.finish())")
    answer = Axe().run(staff.page).response
    assert [
        f"{found['id']}: {found['nodes'][0]['html'][:200]}"
        for found in answer["violations"]
        if found["impact"] in SERIOUS
    ] == []
