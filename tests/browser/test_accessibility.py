"""No serious finding of axe-core, on a phone and on a desk, in the light and in the dark."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import Visit
from tests.browser.world import PATIENCE_MS, READY, Visitor, World

SIZES = {"phone": (390, 844), "desk": (1440, 900)}
SERIOUS = {"serious", "critical"}


def findings(visitor: Visitor) -> list[str]:
    """What is serious, with the places where it is."""
    visitor.page.evaluate("document.getAnimations().forEach((animation) => animation.finish())")
    answer = Axe().run(visitor.page).response
    return [
        f"{found['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
        for found in answer["violations"]
        if found["impact"] in SERIOUS
        for node in found["nodes"]
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", ["phone", "desk"])
def test_no_page_has_a_serious_finding(visit: Visit, world: World, size: str, theme: str) -> None:
    width, height = SIZES[size]
    world.book(world.noor, world.floor.spaces["Desk 2.040"], *_hours(size, theme))
    visitor = visit(email=None, width=width, height=height, color_scheme=theme)
    visitor.go("/sign-in")
    found = {"/sign-in": findings(visitor)}
    visitor.sign_in("fatima@example.test")
    for path in ("/places", "/places/edit", "/my/bookings", "/my/profile", "/near", "/nowhere"):
        visitor.go(path)
        found[path] = findings(visitor)
    visitor.sign_out_and_in("noor@example.test")
    visitor.go("/my/bookings")
    found["bookings"] = findings(visitor)
    visitor.open_floor()
    found["floor"] = findings(visitor)
    visitor.place("Desk 2.001").click()
    found["panel"] = findings(visitor)
    visitor.page.keyboard.press("l")
    visitor.page.wait_for_selector("tbody tr")
    found["list"] = findings(visitor)
    assert {name: problems for name, problems in found.items() if problems} == {}


def _hours(size: str, theme: str) -> tuple[int, int]:
    """An hour of its own for each run: they share one floor."""
    start = 9 + 2 * ["phone", "desk"].index(size) + ["light", "dark"].index(theme)
    return start, start + 1


@pytest.mark.parametrize("email", ["noor@example.test", "fatima@example.test"])
@pytest.mark.parametrize("width", [320, 390, 768, 896, 1024, 1440])
def test_nothing_is_wider_than_the_screen(visit: Visit, width: int, email: str) -> None:
    visitor = visit(email, width=width, height=800)
    own = ("/places", "/my/bookings", "/my/profile", "/near", visitor.world.floor_path())
    staff = ("/places/edit", "/plans") if email.startswith("fatima") else ()
    for path in (*own, *staff):
        visitor.go(path)
        if path.startswith("/floors"):
            visitor.page.wait_for_selector(READY, timeout=PATIENCE_MS)
        over = visitor.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert over <= 0, path


@pytest.mark.parametrize("size", ["phone", "desk"])
def test_every_control_is_large_enough_for_a_finger(visit: Visit, size: str) -> None:
    width, height = SIZES[size]
    visitor = visit(width=width, height=height)
    visitor.open_floor()
    small = visitor.page.evaluate(
        """() => [...document.querySelectorAll('button, select, input:not([type=hidden])')]
          .filter((node) => node.checkVisibility() && !node.closest('.skip-links, .chip, .choice'))
          .map((node) => [node.outerHTML.slice(0, 80), node.getBoundingClientRect()])
          .filter(([, box]) => Math.min(box.width, box.height) < 40)
          .map(([html, box]) => `${html} ${box.width}x${box.height}`)"""
    )
    assert small == []


def test_the_search_for_findings_does_find(visitor: Visitor) -> None:
    visitor.go("/places")
    visitor.page.evaluate("document.querySelector('main').append(document.createElement('button'))")
    assert any(found.startswith("button-name") for found in findings(visitor))
