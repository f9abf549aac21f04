"""The smallest phones, large letters and fingers: near me, a floor, and a page kept offline."""

from __future__ import annotations

import os

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.test_accessibility import findings
from tests.browser.test_offline import go_offline, look_at
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
