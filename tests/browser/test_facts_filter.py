"""The places of a floor by what its plan tells of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from playwright.sync_api import expect
from shapely import LineString, box

from importers.draft import DraftWindow
from tests.browser.world import READY, Visitor
from tests.support.drafts import make_draft, make_draft_desk, make_draft_room, publish_draft
from tests.support.factories import make_floor


def test_places_near_a_window_are_found_on_the_map_and_in_the_list(visitor: Visitor) -> None:
    world, page = visitor.world, visitor.page
    floor = make_floor(world.db, world.fatima)
    room = make_draft_room("1", "Office", polygon=box(0, 0, 14, 5))
    desks = [make_draft_desk(f"D{n}", 2.0 + 2.4 * n, 3.0) for n in range(5)]
    window = DraftWindow(LineString([(1, 5), (4, 5)]), 3.0, "line", "A-GLAZ", None)
    draft = replace(make_draft(rooms=[room], desks=desks), windows=(window,))
    publish_draft(world.db, world.fatima, floor, draft, datetime.now(UTC))
    visitor.go(f"/floors/{floor}")
    page.wait_for_selector(READY)
    page.get_by_role("button", name="Filters").click()
    page.get_by_role("checkbox", name="Near a window").check()
    expect(page.locator("path.place.dimmed")).to_have_count(3)
    expect(page.locator(".filter-count")).to_have_text("(1)")
    page.reload()
    page.wait_for_selector(READY)
    expect(page.locator("path.place.dimmed")).to_have_count(3)
    page.get_by_role("button", name="List").click()
    expect(page.locator(".place-table tbody tr")).to_have_count(2)
    page.get_by_role("button", name="Filters").click()
    page.get_by_role("button", name="Clear filters").click()
    expect(page.locator(".place-table tbody tr")).to_have_count(5)
