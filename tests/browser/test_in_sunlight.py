"""Out in the sun and with gloves on: the device asks for contrast, and fingers are thick."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.test_small_screens import TARGETS_TOO_SMALL, show
from tests.browser.world import Visitor, World

GLOVE_PX = 48
PHONE = {"width": 390, "height": 844, "has_touch": True, "is_mobile": True}
_SEVEN_TO_ONE = {"runOnly": {"type": "rule", "values": ["color-contrast-enhanced"]}}
_INK = "() => getComputedStyle(document.documentElement).getPropertyValue('--ink-soft')"


def faint(visitor: Visitor) -> list[str]:
    """Text that stands out from its ground by less than 7 : 1."""
    visitor.page.evaluate("document.getAnimations().forEach((animation) => animation.finish())")
    answer = Axe().run(visitor.page, options=_SEVEN_TO_ONE).response
    assert answer["violations"] or answer["passes"]
    return [
        f"{node['html'][:160]} {node['failureSummary'][:200]}"
        for found in answer["violations"]
        for node in found["nodes"]
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_where_contrast_is_asked_for_all_text_has_it(
    visit: Visit, world: World, theme: str
) -> None:
    visitor = visit(contrast="more", color_scheme=theme, **PHONE)
    found = {}
    for path in ("/near", "/my/bookings", "/places"):
        visitor.go(path)
        found[path] = faint(visitor)
    visitor.open_floor()
    visitor.place("Desk 2.001").tap()
    visitor.page.wait_for_selector(".panel.has-space")
    show(visitor, f"sunlight-{theme}")
    found["panel"] = faint(visitor)
    assert {name: each for name, each in found.items() if each} == {}


def test_without_it_the_colours_are_the_softer_ones(visit: Visit) -> None:
    soft, strong = visit(**PHONE), visit(contrast="more", **PHONE)
    for visitor in (soft, strong):
        visitor.go("/near")
    assert soft.page.evaluate(_INK) != strong.page.evaluate(_INK)


@pytest.mark.parametrize("path", ["/near", "/my/bookings"])
def test_a_finger_in_a_glove_meets_what_it_aims_at(visit: Visit, path: str) -> None:
    visitor = visit(**PHONE)
    visitor.go(path)
    assert visitor.page.evaluate(TARGETS_TOO_SMALL, GLOVE_PX) == []


def test_beside_the_map_a_glove_meets_what_books(visit: Visit) -> None:
    visitor = visit(**PHONE)
    visitor.open_floor()
    visitor.place("Desk 2.001").tap()
    book = visitor.page.locator(".panel .button").filter(has_text="Book")
    expect(book).to_be_visible()
    heights = visitor.page.locator(".panel .button:visible").evaluate_all(
        "(nodes) => nodes.map((node) => node.getBoundingClientRect().height)"
    )
    assert len(heights) >= 2
    assert min(heights) >= GLOVE_PX
