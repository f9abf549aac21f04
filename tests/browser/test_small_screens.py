"""The smallest phones, large letters and fingers: near me, a floor, and a page kept offline."""

from __future__ import annotations

import os
from itertools import pairwise

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.plan import PlannedFloor
from tests.browser.test_accessibility import findings
from tests.browser.test_near_offline import download
from tests.browser.test_offline import go_offline, look_at
from tests.browser.test_ways import with_ways
from tests.browser.world import Visitor, World

SMALLEST = {"width": 320, "height": 640, "has_touch": True}
TARGET_PX = 44
#: WCAG 2.2, 2.5.8: a target that is a link in a sentence, or that is not in sight, may be smaller.
TARGETS_TOO_SMALL = """(least) => [...document.querySelectorAll("main button, main select, main summary, .bar a")]
  .filter((node) => node.checkVisibility() && !node.closest("svg, p, .leaflet-control-container"))
  .map((node) => [node.getAttribute("aria-label") || node.textContent.trim(), node.getBoundingClientRect()])
  .filter(([, { width, height }]) => width > 1 && Math.min(height, width) < least - 0.5)
  .map(([name, { width, height }]) => `${name}: ${Math.round(width)} x ${Math.round(height)}`)"""  # noqa: E501 - it reads as a script
_TOO_WIDE = "() => document.documentElement.scrollWidth > innerWidth"


def enlarge(visitor: Visitor) -> None:
    visitor.page.evaluate("document.documentElement.style.fontSize = '200%'")


def show(visitor: Visitor, name: str) -> None:
    """A picture for who wants to look."""
    folder = os.environ.get("FLOORPLANS_SHOTS")
    if folder:
        visitor.page.screenshot(path=f"{folder}/{name}.png")


@pytest.mark.parametrize("what", ["near", "floor", "offline"])
def test_it_fits_the_smallest_phone_also_with_letters_twice_as_large(
    visit: Visit, world: World, what: str
) -> None:
    visitor = visit(service_workers="allow", **SMALLEST)
    if what == "near":
        visitor.go("/near")
    elif what == "floor":
        visitor.open_floor()
    else:
        go_offline(visitor, look_at(visitor, world, 950))
        visitor.place("Desk 2.001").tap()
        expect(visitor.page.get_by_role("heading", name="Desk 2.001")).to_be_visible()
        assert findings(visitor) == []
    show(visitor, f"{what}-320")
    assert not visitor.page.evaluate(_TOO_WIDE)
    assert visitor.page.evaluate(TARGETS_TOO_SMALL, TARGET_PX) == []
    enlarge(visitor)
    show(visitor, f"{what}-320-large")
    assert not visitor.page.evaluate(_TOO_WIDE)


@pytest.mark.parametrize("width", [320, 390])
def test_what_is_kept_is_a_list_to_read_and_to_tap(visit: Visit, world: World, width: int) -> None:
    """Long names, several floors and the ways of a building; also with letters twice as large."""
    visitor = visit(service_workers="allow", **{**SMALLEST, "width": width})
    for ordinal in (width, width + 1):
        look_at(visitor, world, ordinal)
    third = with_ways(world, width + 2)
    name_at_length(world, third)
    download(visitor, third.floor_id)
    go_offline(visitor, "/my/bookings")
    rows = visitor.page.locator(".kept-row")
    expect(rows.filter(has_text="As of").first).to_be_visible()
    assert findings(visitor) == []
    for letters in ("", "large"):
        if letters:
            enlarge(visitor)
        show(visitor, f"kept-{width}{letters}")
        assert not visitor.page.evaluate(_TOO_WIDE)
        boxes = [each.bounding_box() for each in rows.all()]
        wide = visitor.page.locator("main").bounding_box()
        again = visitor.page.get_by_role("button", name="Try again").bounding_box()
        notice = visitor.page.locator(".notice").bounding_box()
        assert again
        assert notice
        assert again["x"] + again["width"] <= notice["x"] + notice["width"]
        # Each has the whole width and lines of its own, and none lies over another.
        assert wide
        assert all(box and box["width"] > wide["width"] * 0.75 for box in boxes)
        assert all(box and box["height"] >= TARGET_PX for box in boxes)
        tops = sorted((box["y"], box["y"] + box["height"]) for box in boxes if box)
        assert all(end <= begin for (_, end), (begin, _) in pairwise(tops))
    visitor.page.locator("#offline-ways a").first.tap()
    visitor.page.wait_for_selector("main[data-ready]")
    assert not visitor.page.evaluate(_TOO_WIDE)
    show(visitor, f"near-offline-{width}")
    enlarge(visitor)
    show(visitor, f"near-offline-{width}large")
    assert not visitor.page.evaluate(_TOO_WIDE)


def name_at_length(world: World, floor: PlannedFloor) -> None:
    """As some organisations name their floors."""
    with world.db.transaction(world.fatima.organisation_id) as tx:
        tx.exec_driver_sql(
            "UPDATE floor SET name = %s WHERE id = %s",
            (f"Verwaltungsobergeschoss Nordwestflügel {floor.floor_id.hex[-4:]}", floor.floor_id),
        )
