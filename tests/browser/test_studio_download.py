"""A published plan as a file, from its page in the studio."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.studio import as_file, bring_in, open_draft, publish, wait_for_studio
from tests.browser.test_accessibility import SIZES, findings
from tests.browser.world import Visitor
from tests.support.drawings import make_office

pytestmark = pytest.mark.usefixtures("reader")


def published(visitor: Visitor, ordinal: int) -> Page:
    open_draft(visitor, ordinal)
    publish(visitor)
    return visitor.page


def test_a_published_plan_is_downloaded_as_dxf(staff: Visitor, tmp_path: Path) -> None:
    page = published(staff, 1)
    page.get_by_text("Download", exact=True).click()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="DXF").click()
    file = waiting.value
    assert file.suggested_filename == "Shed-1-Storey-1-plan-1.dxf"
    file.save_as(tmp_path / "floor.dxf")
    assert b"FLOORPLANS" in (tmp_path / "floor.dxf").read_bytes()
    expect(page.get_by_role("link", name="DXF")).to_be_hidden()


def test_of_a_draft_only_what_is_wrong_with_it_can_be_downloaded(staff: Visitor) -> None:
    open_draft(staff, 2)
    staff.page.get_by_text("Download", exact=True).click()
    links = staff.page.locator(".download-list").get_by_role("link")
    expect(links).to_have_count(1)
    expect(links).to_contain_text("Redline")


def test_the_menu_is_opened_walked_and_closed_by_the_keyboard(staff: Visitor) -> None:
    page = published(staff, 3)
    opener = page.locator(".download-menu > summary")
    opener.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="PDF, A4")).to_be_focused()
    page.keyboard.press("Escape")
    expect(opener).to_be_focused()
    expect(page.get_by_role("link", name="PDF, A4")).to_be_hidden()
    page.keyboard.press("Enter")
    for _ in range(11):
        page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Open the floor", exact=True)).to_be_focused()
    expect(page.get_by_role("link", name="PDF, A4")).to_be_hidden()


@pytest.mark.parametrize(("size", "ordinal"), [("phone", 4), ("desk", 5)])
def test_the_open_menu_fits_the_screen_and_has_no_serious_finding(
    visit: Visit, size: str, ordinal: int
) -> None:
    width, height = SIZES[size]
    staff = visit("fatima@example.test", width=width, height=height)
    page = published(staff, ordinal)
    page.get_by_text("Download", exact=True).click()
    menu = page.locator(".download-list").bounding_box()
    assert menu is not None
    assert menu["x"] >= 0
    assert menu["x"] + menu["width"] <= width
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert findings(staff) == []


def test_an_earlier_plan_is_downloaded_as_it_was_even_on_the_narrowest_screen(
    visit: Visit,
) -> None:
    staff = visit("fatima@example.test", width=320, height=700)
    page = published(staff, 6)
    first = page.url
    staff.go("/plans")
    bring_in(staff, 6, as_file(make_office(), "second.dxf"))
    wait_for_studio(page)
    publish(staff)
    page.goto(first)
    expect(page.locator("#studio-state")).to_have_text("Earlier plan")
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    page.get_by_text("Download", exact=True).click()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="CSV").click()
    assert waiting.value.suggested_filename == "Shed-6-Storey-6-plan-1.csv"
