"""The studio's list of what becomes of each place, grouped, counted, and with its reason."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from ezdxf.document import Drawing
from playwright.sync_api import expect

from tests.browser.studio import (
    as_file,
    bring_in,
    open_draft,
    open_tab,
    publish,
    wait_for_studio,
)
from tests.browser.world import Visitor
from tests.support.drawings import draw_box, make_office

pytestmark = pytest.mark.usefixtures("reader")

PHONE_PX = 390


def make_edited_office() -> Drawing:
    """The office with a desk moved by 0.5 m, room 102 renumbered, and a room 103 beside it."""
    drawing = make_office()
    space = drawing.modelspace()
    desks = sorted(space.query('INSERT[name=="DESK-160"]'), key=lambda desk: desk.dxf.insert.x)
    for each in space.query("INSERT"):
        if abs(each.dxf.insert.x - desks[0].dxf.insert.x) < 0.1:
            each.translate(0, 0.5, 0)
    next(text for text in space.query("TEXT") if text.dxf.text == "102").dxf.text = "202"
    draw_box(space, (12, 0), (16, 4), "A-AREA")
    text = space.add_text("103", height=0.2, dxfattribs={"layer": "A-AREA-IDEN"})
    text.set_placement((14, 3))
    return drawing


def test_each_change_says_why_and_can_be_picked_by_what_it_is(staff: Visitor) -> None:
    open_draft(staff, 151)
    publish(staff)
    staff.go("/plans")
    bring_in(staff, 151, as_file(make_edited_office(), "office-2.dxf"))
    wait_for_studio(staff.page)
    changes = open_tab(staff, "Changes")
    _picture(staff, "changes-1440.png")
    expect(changes.locator("tr[data-change=moved]")).to_contain_text("moved 0.5 m")
    expect(changes.locator("tr[data-change=new]")).to_contain_text("Nothing was like it here")
    renamed = changes.locator("tr[data-change=same]", has_text="was 102")
    expect(renamed).to_contain_text("202")
    for name, count in (("Moved", 1), ("New", 1), ("Renamed", 1), ("The same", 5)):
        expect(changes.get_by_role("checkbox", name=f"{name} {count}", exact=True)).to_be_visible()
    changes.get_by_role("checkbox", name="Moved 1").uncheck()
    expect(changes.locator("tr[data-change=moved]")).to_have_count(0)


def test_the_changes_fit_a_phone(staff: Visitor) -> None:
    open_draft(staff, 152)
    publish(staff)
    staff.go("/plans")
    bring_in(staff, 152, as_file(make_edited_office(), "office-2.dxf"))
    wait_for_studio(staff.page)
    staff.page.set_viewport_size({"width": PHONE_PX, "height": 844})
    changes = open_tab(staff, "Changes")
    expect(changes.locator("tr[data-change=moved]")).to_be_visible()
    changes.locator("tr[data-change=moved]").scroll_into_view_if_needed()
    _picture(staff, "changes-390.png")
    assert staff.page.evaluate("document.documentElement.scrollWidth") <= PHONE_PX


def _picture(visitor: Visitor, name: str) -> None:
    """Kept where FLOORPLANS_SHOTS names a folder."""
    folder = os.environ.get("FLOORPLANS_SHOTS")
    if folder:
        visitor.page.screenshot(path=Path(folder) / name)
