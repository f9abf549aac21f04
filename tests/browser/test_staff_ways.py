"""“Floors” as staff see it: their pages under two headings, on phone and desk."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from floorplans.actor import Role
from tests.browser.conftest import Visit
from tests.browser.test_accessibility import findings
from tests.browser.world import Visitor, World
from tests.support.web import make_account

SHOTS = os.environ.get("FLOORPLANS_SHOTS")


def shot(visitor: Visitor, name: str) -> None:
    if SHOTS:
        visitor.page.screenshot(path=Path(SHOTS) / f"{name}.png")


@pytest.mark.parametrize("width", [320, 390, 1440])
def test_staff_find_their_pages_under_two_headings_before_the_floors(
    visit: Visit, world: World, width: int
) -> None:
    email = f"boss{width}@example.test"
    make_account(world.db, world.noor.organisation_id, role=Role.ADMIN, email=email)
    boss = visit(email, width=width, height=844)
    boss.go("/places")
    manage = boss.page.get_by_role("navigation", name="Manage")
    others = boss.page.get_by_role("navigation", name="Other systems")
    expect(manage.get_by_role("link", name="Edit places")).to_be_visible()
    expect(others.get_by_role("link")).to_have_text(["Company accounts", "Directory", "Webhooks"])
    assert findings(boss) == []
    assert boss.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    # The first floor is seen without scrolling, and the last page is reached by keyboard.
    expect(boss.page.locator(".site").first).to_be_in_viewport()
    last = manage.get_by_role("link").last
    last.focus()
    expect(last).to_be_in_viewport(ratio=1)
    shot(boss, f"places-{width}")


def test_who_keeps_no_other_systems_is_shown_no_heading_for_them(staff: Visitor) -> None:
    staff.go("/places")
    expect(staff.page.get_by_role("navigation", name="Manage")).to_be_visible()
    expect(staff.page.get_by_role("navigation", name="Other systems")).to_have_count(0)
