"""No floor is left behind that nobody needs: of a refused drawing, or made and never used."""

from __future__ import annotations

import pytest
from playwright.sync_api import FilePayload, Locator, expect

from tests.browser.studio import (
    as_file,
    bring_in,
    make_empty_floor,
    not_a_drawing,
    open_draft,
)
from tests.browser.world import Visitor
from tests.support.drawings import make_office
from tests.support.factories import make_space

pytestmark = pytest.mark.usefixtures("reader")


def send_to_new_floor(staff: Visitor, ordinal: int, file: FilePayload) -> Locator:
    staff.page.locator("#files").set_input_files(file)
    arrival = staff.page.get_by_role("listitem", name=file["name"])
    arrival.get_by_label("Which floor does it show?").select_option(label="New floor…")
    arrival.get_by_label("Storey").fill(str(ordinal))
    arrival.get_by_label("Name of the floor").fill(f"Storey {ordinal}")
    arrival.get_by_role("button", name="Bring it in").click()
    return arrival


def row_of(staff: Visitor, ordinal: int) -> Locator:
    floors = staff.page.locator("[data-floor]")
    return floors.filter(has=staff.page.get_by_text(f"Storey {ordinal}", exact=True))


def remove_button(staff: Visitor, ordinal: int) -> Locator:
    return row_of(staff, ordinal).get_by_role("button", name=f"Remove Storey {ordinal},")


def test_a_refused_drawing_leaves_no_floor_that_was_made_for_it(staff: Visitor) -> None:
    staff.go("/plans")
    arrival = send_to_new_floor(staff, 161, not_a_drawing())
    expect(arrival).to_contain_text("Not understood")
    expect(arrival).to_contain_text("The floor was not made")
    arrival.get_by_role("button", name="Remove from the list").click()
    expect(arrival).to_have_count(0)
    staff.go("/plans")
    expect(row_of(staff, 161)).to_have_count(0)
    expect(staff.page.get_by_role("listitem", name="holiday.dxf")).to_have_count(0)


def test_after_a_refusal_the_same_floor_is_made_for_the_right_file(staff: Visitor) -> None:
    staff.go("/plans")
    expect(send_to_new_floor(staff, 162, not_a_drawing())).to_contain_text("The floor was not made")
    arrival = send_to_new_floor(staff, 162, as_file(make_office(), "right.dxf"))
    expect(arrival).to_contain_text("Storey 162")
    staff.page.wait_for_url("**/plans/*-*")


def test_a_discarded_drawing_takes_the_floor_with_it_that_was_made_for_it(staff: Visitor) -> None:
    staff.go("/plans")
    files = [as_file(make_office(), "kept.dxf"), as_file(make_office(), "mistaken.dxf")]
    staff.page.locator("#files").set_input_files(files)
    arrival = staff.page.get_by_role("listitem", name="mistaken.dxf")
    arrival.get_by_label("Which floor does it show?").select_option(label="New floor…")
    arrival.get_by_label("Name of the floor").fill("Storey 163")
    arrival.get_by_role("button", name="Bring it in").click()
    arrival.get_by_role("button", name="Discard").click()
    expect(arrival).to_have_count(0)
    staff.go("/plans")
    expect(row_of(staff, 163)).to_have_count(0)


def test_an_empty_floor_is_removed_with_what_was_refused_for_it(staff: Visitor) -> None:
    make_empty_floor(staff.world, 164)
    staff.go("/plans")
    bring_in(staff, 164, not_a_drawing())
    expect(staff.page.get_by_role("listitem", name="holiday.dxf")).to_contain_text("Not understood")
    staff.go("/plans")
    expect(staff.page.get_by_role("listitem", name="holiday.dxf")).to_contain_text("Not understood")
    remove_button(staff, 164).click()
    expect(staff.page.locator(".toast")).to_contain_text("Storey 164 was removed.")
    expect(staff.page.get_by_role("listitem", name="holiday.dxf")).to_have_count(0)
    staff.go("/plans")
    expect(row_of(staff, 164)).to_have_count(0)


def test_a_floor_with_a_draft_cannot_be_removed(staff: Visitor) -> None:
    open_draft(staff, 165)
    staff.go("/plans")
    expect(row_of(staff, 165)).to_have_count(1)
    expect(remove_button(staff, 165)).to_have_count(0)


def test_a_floor_that_is_used_by_now_stays_and_says_why(staff: Visitor) -> None:
    floor_id = make_empty_floor(staff.world, 166)
    staff.go("/plans")
    make_space(staff.world.db, staff.world.fatima, floor_id)
    remove_button(staff, 166).click()
    expect(staff.page.locator(".toast")).to_contain_text("The floor has 1 plan and 1 place.")
    expect(row_of(staff, 166)).to_have_count(1)
