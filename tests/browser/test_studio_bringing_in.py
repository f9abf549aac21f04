"""Many files at once, a list of spaces, and a picture to draw over, by a person's steps."""

from __future__ import annotations

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.studio import bring_in, make_empty_floor, open_draft, open_tab, wait_for_studio
from tests.browser.test_accessibility import SIZES, findings
from tests.browser.world import PATIENCE_MS, Visitor
from tests.support.drawings import make_office, text_of
from tests.support.pictures import make_picture

pytestmark = pytest.mark.usefixtures("reader")


def as_dxf(name: str) -> FilePayload:
    content = text_of(make_office()).encode()
    return {"name": name, "mimeType": "image/vnd.dxf", "buffer": content}


def as_csv(text: str) -> FilePayload:
    return {"name": "spaces.csv", "mimeType": "text/csv", "buffer": text.encode()}


def as_png(name: str = "scan.png") -> FilePayload:
    return {"name": name, "mimeType": "image/png", "buffer": make_picture()}


def open_batch_form(page: Page) -> None:
    page.get_by_text("Bring in many files at once").click()


def test_several_files_become_drafts_of_the_floors_their_names_tell(staff: Visitor) -> None:
    staff.go("/plans")
    page = staff.page
    open_batch_form(page)
    page.get_by_label("Files", exact=True).set_input_files(
        [as_dxf("Annex_1.dxf"), as_dxf("Annex_2.dxf")]
    )
    page.get_by_label("How the files are named").fill("{building}_{floor}.dxf")
    page.get_by_role("button", name="Bring them in").click()
    batch = page.get_by_role("listitem", name="2 files")
    expect(batch).to_contain_text("2 of 2 files read.", timeout=2 * PATIENCE_MS)
    expect(batch.locator(".batch-file")).to_have_count(2)
    expect(batch.locator("progress")).to_have_count(0)
    batch.get_by_role("link", name="Look at Annex_1.dxf").click()
    wait_for_studio(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Annex")


def test_a_batch_that_says_too_little_is_answered_in_words(staff: Visitor) -> None:
    staff.go("/plans")
    page = staff.page
    open_batch_form(page)
    page.get_by_label("Files", exact=True).set_input_files([as_dxf("a.dxf"), as_dxf("b.dxf")])
    page.get_by_role("button", name="Bring them in").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing says which file is which floor")


def test_a_batch_is_cancelled(staff: Visitor) -> None:
    staff.go("/plans")
    page = staff.page
    open_batch_form(page)
    page.get_by_label("Files", exact=True).set_input_files(
        [as_dxf("Barn_1.dxf"), as_dxf("Barn_2.dxf")]
    )
    page.get_by_label("How the files are named").fill("{building}_{floor}.dxf")
    page.get_by_role("button", name="Bring them in").click()
    batch = page.get_by_role("listitem", name="2 files").first
    expect(batch).to_contain_text("2 of 2 files read.", timeout=2 * PATIENCE_MS)
    batch.get_by_role("button", name="Discard all drafts of it").click()
    expect(batch).to_contain_text("Cancelled")
    expect(batch).to_contain_text("Put away")


def test_a_list_is_looked_at_taken_over_and_undone(staff: Visitor) -> None:
    open_draft(staff, 191)
    page = staff.page
    panel = open_tab(staff, "Overview")
    content = as_csv("number,name,capacity\n101,Blue,12\n999,Nowhere,3\n")
    panel.locator("#space-list").set_input_files(content)
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("capacity 1 → 12")
    expect(dialog).to_contain_text("The plan has no space “999”")
    dialog.get_by_role("button", name="Take it over").click()
    expect(page.locator(".toast")).to_contain_text("1 space changed")
    spaces = open_tab(staff, "Spaces")
    expect(spaces.get_by_role("checkbox", name="Select 101 Blue")).to_be_visible()
    spaces.get_by_role("button", name="Undo").click()
    expect(spaces.get_by_role("checkbox", name="Select 101 Blue")).to_have_count(0)


def test_a_list_with_a_bad_line_cannot_be_taken_over(staff: Visitor) -> None:
    open_draft(staff, 192)
    panel = open_tab(staff, "Overview")
    panel.locator("#space-list").set_input_files(as_csv("number,capacity\n101,lots\n"))
    dialog = staff.page.get_by_role("dialog")
    expect(dialog).to_contain_text("“lots” is no number of people")
    expect(dialog.get_by_role("button", name="Take it over")).to_be_disabled()


def open_picture(staff: Visitor, ordinal: int) -> Page:
    make_empty_floor(staff.world, ordinal)
    staff.go("/plans")
    bring_in(staff, ordinal, as_png())
    wait_for_studio(staff.page)
    return staff.page


def test_a_picture_is_sized_by_two_clicks_and_a_length(staff: Visitor) -> None:
    page = open_picture(staff, 193)
    shown = page.locator("img.underlay")
    expect(shown).to_be_visible()
    panel = open_tab(staff, "Overview")
    expect(panel).to_contain_text("Nobody has said how large it is")
    panel.get_by_role("button", name="Click two points").click()
    box = shown.bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 2
    page.mouse.click(box["x"] + box["width"] * 0.25, middle)
    expect(page.locator("#pick-note")).to_contain_text("its other end")
    page.mouse.click(box["x"] + box["width"] * 0.75, middle)
    panel.get_by_label("Length between them, in metres").fill("12")
    panel.get_by_role("button", name="Use this length").click()
    # Half of the width is 12 m.
    expect(panel).to_contain_text("The picture shows", timeout=2 * PATIENCE_MS)
    expect(panel).to_contain_text("24.0")


def test_a_picture_is_sized_by_the_scale_of_its_print(staff: Visitor) -> None:
    page = open_picture(staff, 194)
    panel = open_tab(staff, "Overview")
    panel.get_by_text("Or say the scale of the print").click()
    panel.get_by_label("Scale, 1 to").fill("50")
    panel.get_by_label("Dots per inch").fill("254")
    panel.get_by_role("button", name="Use this scale").click()
    expect(panel).to_contain_text("A person said 1:50 at 254", timeout=2 * PATIENCE_MS)
    expect(page.locator("img.underlay")).to_be_visible()


@pytest.mark.parametrize(("size", "ordinal"), [("phone", 195), ("desk", 196)])
def test_the_pages_fit_the_screen_and_have_no_serious_finding(
    staff: Visitor, size: str, ordinal: int
) -> None:
    width, height = SIZES[size]
    staff.page.set_viewport_size({"width": width, "height": height})
    page = open_picture(staff, ordinal)
    open_tab(staff, "Overview")
    assert findings(staff) == []
    staff.go("/plans")
    open_batch_form(page)
    assert findings(staff) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
