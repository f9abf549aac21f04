"""A sheet with several drawings in the studio: which one is read, and how another is chosen."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.studio import open_draft
from tests.browser.world import Visitor
from tests.corpus.sheets import SECOND, SheetPen

pytestmark = pytest.mark.usefixtures("reader")


def two_floors() -> SheetPen:
    sheet = SheetPen().plan(0, 0).plan(30, 0, SECOND)
    return sheet.title("Erdgeschoss", 5, -2).title("1. Obergeschoss", 35, -2)


def overview_of(staff: Visitor) -> Locator:
    return staff.page.get_by_role("tabpanel", name="Overview")


def test_a_sheet_with_two_floors_asks_which_one_belongs_here(staff: Visitor) -> None:
    open_draft(staff, 131, two_floors().drawing())
    overview = overview_of(staff)
    expect(overview).to_contain_text("The sheet shows 2 floor plans. “Erdgeschoss” is read.")
    overview.get_by_role("button", name="Confirm Erdgeschoss").click()
    expect(overview).to_contain_text("Read is Erdgeschoss.")


def test_another_floor_of_the_sheet_is_read_when_it_is_chosen(staff: Visitor) -> None:
    open_draft(staff, 132, two_floors().drawing())
    overview = overview_of(staff)
    overview.get_by_label("Drawing to read").select_option("1. Obergeschoss")
    overview.get_by_role("button", name="Read this one").click()
    expect(overview).to_contain_text("Read is 1. Obergeschoss.")
    expect(staff.page.locator("path.draft-desk")).to_have_count(14)


def test_a_drawing_that_is_one_plan_speaks_of_no_sheet(staff: Visitor) -> None:
    open_draft(staff, 133)
    expect(overview_of(staff).get_by_role("heading", name="Unit")).to_be_visible()
    expect(staff.page.locator("#views-section")).to_have_count(0)
