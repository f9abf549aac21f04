"""Whatever is dropped in the studio: a code, a sentence, what to do, and an earlier draft kept."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Locator, expect

from floorplans.places import service as places
from floorplans.plans import service as plans
from floorplans.plans.editing.actions import At, Change
from tests.browser.studio import as_file, open_draft, open_tab, wait_for_studio
from tests.browser.world import Visitor, World
from tests.integration.plans.test_bad_input import BAD, Bad, Staged, only_a_tree
from tests.support.drawings import make_office

pytestmark = pytest.mark.usefixtures("reader")
#: A file of one letter, over and over, is made where it is dropped.
DROP = """([floor, name, content, blanks]) => {
  const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
  const carried = new DataTransfer();
  carried.items.add(new File(blanks ? [new Uint8Array(blanks)] : [bytes], name));
  const told = { dataTransfer: carried, bubbles: true, cancelable: true };
  document.querySelector(`[data-floor="${floor}"]`).dispatchEvent(new DragEvent("drop", told));
}"""
LARGE_BYTES = 5_000_000
WRONG_NAME = Bad("a letter by its name", "letter.docx", lambda: b"Dear all,", "FORMAT_UNKNOWN")


def drop(visitor: Visitor, floor_id: UUID, bad: Bad) -> None:
    content = bad.content()
    blanks = len(content) if len(content) > LARGE_BYTES else 0
    coded = "" if blanks else base64.b64encode(content).decode()
    visitor.page.evaluate(DROP, [str(floor_id), bad.file, coded, blanks])


def assert_told_in(notice: Locator, code: str) -> None:
    """A code, whole sentences of what happened, and what to do next."""
    message, advice, named, *_ = notice.locator("p").all_inner_texts()
    assert named == f"Code {code}"
    for sentence in (message, advice):
        assert sentence.endswith(".")
        assert sentence[0].isupper()


def assert_refused(visitor: Visitor, bad: Bad) -> None:
    row = visitor.page.get_by_role("listitem", name=bad.file)
    expect(row.get_by_role("alert").locator("code")).to_have_text(bad.code)
    assert_told_in(row.get_by_role("alert"), bad.code)
    row.get_by_role("button", name="Remove from the list").click()
    expect(row).to_have_count(0)


def assert_found(visitor: Visitor, bad: Bad) -> None:
    wait_for_studio(visitor.page)
    found = open_tab(visitor, "Findings").locator(f'[data-code="{bad.code}"]')
    expect(found.locator(".finding-code")).to_have_text(bad.code)
    visitor.page.get_by_role("button", name="Discard").click()
    visitor.page.get_by_role("button", name="Put it away").click()
    visitor.page.wait_for_url("**/plans")


def edited_draft(world: World, floor_id: UUID) -> Staged:
    """The floor's draft, with an edit that nothing may touch."""
    db, actor = world.db, world.fatima
    (draft,) = plans.revisions(db, actor, floor_id)
    document: Any = plans.draft_document(db, actor, draft.id)
    desk = document["desks"]["features"][0]["properties"]
    edit = Change((At("desk", desk["x"], desk["y"]),), name="Window seat")
    plans.edit(db, actor, draft.id, edit, 0, datetime.now(UTC))
    return Staged(db, actor, floor_id, draft.id)


def test_every_bad_file_is_answered_and_the_draft_that_was_there_is_kept(
    staff: Visitor, world: World
) -> None:
    floor_id = open_draft(staff, 160, name="earlier.dxf")
    staged = edited_draft(world, floor_id)
    before = staged.look()
    staff.go("/plans")
    for bad in (*BAD, WRONG_NAME):
        drop(staff, floor_id, bad)
        (assert_found if bad.when == "found" else assert_refused)(staff, bad)
        assert staged.look() == before, bad.name
    row = staff.page.get_by_role("listitem", name="earlier.dxf")
    expect(row).to_contain_text("Understood: 2 rooms and 4 desks.")
    row.get_by_role("link", name="Look at earlier.dxf").click()
    wait_for_studio(staff.page)
    expect(staff.page.get_by_text("Window seat").first).to_be_attached()


def test_a_drawing_without_rooms_and_one_of_another_floor_are_told_in_the_studio(
    staff: Visitor, world: World
) -> None:
    floor_id = open_draft(staff, 161, name="earlier.dxf")
    staged = edited_draft(world, floor_id)
    before = staged.look()
    building = places.floor(world.db, world.fatima, floor_id).building_id
    above = places.create_floor(
        world.db, world.fatima, building_id=building, name="Storey above", ordinal=162
    )
    staff.go("/plans")
    drop(staff, above, Bad("", "tree.dxf", only_a_tree, "no_spaces"))
    wait_for_studio(staff.page)
    overview = staff.page.get_by_role("tabpanel", name="Overview")
    expect(overview).to_contain_text("The drawing shows no room, desk or parking place.")
    expect(overview).to_contain_text("Give the layers of rooms")
    staff.go("/plans")
    _, same = plans.source_file(world.db, world.fatima, staged.plan_id)
    drop(staff, above, Bad("", "again.dxf", lambda: same, ""))
    wait_for_studio(staff.page)
    expect(overview).to_contain_text("The same drawing was brought in for floor “Storey 161”")
    expect(overview).to_contain_text("discard this draft and bring that in")
    assert staged.look() == before


def test_a_second_floor_of_one_storey_is_told_before_anything_is_sent(
    staff: Visitor, world: World
) -> None:
    floor_id = open_draft(staff, 163, name="earlier.dxf")
    staged = edited_draft(world, floor_id)
    before = staged.look()
    staff.go("/plans")
    file = as_file(make_office(), "second.dxf")
    staff.page.locator("#files").set_input_files(file)
    row = staff.page.get_by_role("listitem", name="second.dxf")
    row.get_by_label("Which floor does it show?").select_option(label="New floor…")
    row.get_by_label("Building", exact=True).select_option(label="Shed 163")
    row.get_by_label("Storey").fill("163")
    row.get_by_label("Name of the floor").fill("Another")
    row.get_by_role("button", name="Bring it in").click()
    expect(row.get_by_role("alert")).to_be_visible()
    assert_told_in(row.get_by_role("alert"), "FLOOR_ORDINAL_TAKEN")
    assert staged.look() == before
    # What was typed is still there, to be put right.
    expect(row.get_by_label("Name of the floor")).to_have_value("Another")
    row.get_by_label("Storey").fill("164")
    row.get_by_role("button", name="Bring it in").click()
    wait_for_studio(staff.page)
    expect(staff.page.get_by_role("heading", level=1)).to_have_text("Another, Shed 163")
