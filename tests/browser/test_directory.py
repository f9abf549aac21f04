"""The page on which an administrator connects the directory, by keyboard, on a phone and a desk."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from floorplans.actor import Role
from floorplans.policies import service as policies
from tests.browser.conftest import Visit
from tests.browser.test_accessibility import findings
from tests.browser.world import Visitor, World
from tests.support.web import make_account

SHOTS = os.environ.get("FLOORPLANS_SHOTS")


@pytest.mark.parametrize("width", [390, 1440])
def test_a_token_is_made_and_a_group_handed_over_by_keyboard(
    visit: Visit, world: World, width: int
) -> None:
    admin = make_account(
        world.db,
        world.fatima.organisation_id,
        role=Role.ADMIN,
        email=f"admin{width}@example.test",
        name="Ada King",
    )
    policies.make_group(world.db, world.fatima, f"Engineering {width}")
    staff = visit(admin.email)
    page = staff.page
    page.set_viewport_size({"width": width, "height": 900})
    staff.go("/places")
    page.get_by_role("link", name="Directory", exact=True).press("Enter")
    page.get_by_label("Which directory the token is for").fill("Entra ID")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Token", exact=True)).to_have_value(re.compile("^fpd_"))
    assert findings(staff) == []
    _shot(staff, f"directory-token-{width}")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name=f"Hand Engineering {width} over").press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("Handed over")
    expect(page.get_by_label("Token", exact=True)).to_have_count(0)
    assert findings(staff) == []
    _shot(staff, f"directory-{width}")
    page.get_by_role("button", name=f"Take Engineering {width} back").press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("Taken back")
    staff.ask_first("Revoke Entra ID")
    assert findings(staff) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    _shot(staff, f"directory-revoke-{width}")
    page.get_by_role("button", name="Revoke Entra ID").press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("Revoked")


def _shot(visitor: Visitor, name: str) -> None:
    if SHOTS:
        visitor.page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)
