"""Webhooks on their pages: made by keyboard, tried, paused, on a phone and on a desk."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from floorplans.actor import Actor, Role
from floorplans.hooks import delivering
from floorplans.hooks import service as hooks
from floorplans.hooks.kinds import Trouble
from floorplans.hooks.views import Result
from tests.browser.conftest import Visit
from tests.browser.test_accessibility import findings
from tests.browser.world import Visitor, World
from tests.support.web import make_account

SHOTS = os.environ.get("FLOORPLANS_SHOTS")
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1440, "height": 900}
ADMIN = "ada@example.test"
SECRET = re.compile(r"whsec_\S{44}")
URL = "https://cleaning.example.org/hooks/a-rather-long-address-that-has-to-be-broken/floors"


@pytest.fixture(scope="module")
def administrator(world: World) -> str:
    """The e-mail address of one."""
    make_account(
        world.db, world.noor.organisation_id, role=Role.ADMIN, email=ADMIN, name="Ada Novak"
    )
    return ADMIN


@pytest.fixture
def no_webhooks(world: World) -> Iterator[None]:
    yield
    ada = _ada(world)
    for each in hooks.webhooks(world.db, ada):
        hooks.remove(world.db, ada, each.id)


def _ada(world: World) -> Actor:
    return replace(world.fatima, role=Role.ADMIN)


def shot(visitor: Visitor, name: str) -> None:
    if SHOTS:
        visitor.page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)


def is_too_wide(visitor: Visitor) -> bool:
    return visitor.page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )


@pytest.mark.usefixtures("no_webhooks")
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desktop"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_one_is_made_by_keyboard_tried_and_paused(
    visit: Visit, world: World, administrator: str, size: dict[str, int], theme: str
) -> None:
    ada = visit(administrator, color_scheme=theme, **size)
    ada.go("/places")
    ada.page.get_by_role("link", name="Webhooks").press("Enter")
    expect(ada.page.get_by_role("heading", name="Webhooks", exact=True)).to_be_visible()
    assert findings(ada) == []
    ada.page.get_by_label("Name", exact=True).fill("Cleaning")
    ada.page.keyboard.press("Tab")
    ada.page.keyboard.type(URL)
    for event in ("booking.cancelled", "fault.reported"):
        ada.page.get_by_role("checkbox", name=event).press("Space")
    shot(ada, f"webhook-new-{size['width']}-{theme}")
    ada.page.get_by_label("Name", exact=True).press("Enter")
    secret = ada.page.get_by_label("Secret", exact=True)
    expect(secret).to_have_value(SECRET)
    assert findings(ada) == []
    assert not is_too_wide(ada)
    shot(ada, f"webhook-secret-{size['width']}-{theme}")

    ada.page.get_by_role("link", name="To the webhooks").press("Enter")
    ada.page.get_by_role("link", name="Cleaning").press("Enter")
    expect(secret).to_have_count(0)
    ada.page.get_by_role("button", name="Send a test").press("Enter")
    expect(ada.page.get_by_role("status").first).to_contain_text("A test is on its way")
    refused(world)
    ada.page.get_by_role("link", name="Look again").press("Enter")
    sent = ada.page.locator(".webhook-deliveries li")
    expect(sent).to_contain_text("webhook.test")
    expect(sent).to_contain_text("The other system refused it.")
    sent.get_by_text("Answer").press("Enter")
    expect(sent.get_by_text("<b>no such page</b>")).to_be_visible()
    assert findings(ada) == []
    assert not is_too_wide(ada)
    shot(ada, f"webhook-{size['width']}-{theme}")

    ada.page.get_by_role("button", name="Pause").press("Enter")
    expect(ada.page.get_by_role("region", name="Paused")).to_contain_text("1 event waits")
    assert findings(ada) == []
    shot(ada, f"webhook-paused-{size['width']}-{theme}")
    ada.ask_first("Go on without it")
    ada.page.get_by_role("button", name="Leave out what waits").press("Enter")
    expect(ada.page.get_by_role("status").first).to_contain_text("without what was missed")
    expect(sent).to_contain_text("Left out")
    ada.ask_first("Remove Cleaning")
    assert findings(ada) == []
    assert not is_too_wide(ada)
    shot(ada, f"webhook-remove-{size['width']}-{theme}")
    ada.page.get_by_role("button", name="Remove Cleaning").press("Enter")
    expect(ada.page.get_by_text("No other system is told anything yet.")).to_be_visible()


@pytest.mark.usefixtures("no_webhooks")
def test_a_refusal_is_read_first_and_keeps_what_was_typed(visit: Visit, administrator: str) -> None:
    ada = visit(administrator, **PHONE)
    ada.go("/places/webhooks")
    ada.page.get_by_label("Name", exact=True).fill("Door")
    ada.page.get_by_label("Address", exact=True).fill("https://10.0.0.7/door")
    ada.page.get_by_role("checkbox", name="booking.created").check()
    ada.page.get_by_label("Address", exact=True).press("Enter")
    alert = ada.page.get_by_role("alert")
    expect(alert).to_contain_text("in a network that this installation does not send to")
    expect(alert).to_be_focused()
    expect(ada.page.get_by_label("Address", exact=True)).to_have_value("https://10.0.0.7/door")
    expect(ada.page.get_by_role("checkbox", name="booking.created")).to_be_checked()
    assert findings(ada) == []


def test_facility_staff_are_not_led_there(staff: Visitor) -> None:
    staff.go("/places")
    expect(staff.page.get_by_role("link", name="Screens")).to_be_visible()
    expect(staff.page.get_by_role("link", name="Webhooks")).to_have_count(0)


def refused(world: World) -> None:
    """What the worker would do, whom the other system refuses."""
    now = datetime.now(UTC)
    (webhook,) = hooks.webhooks(world.db, _ada(world))
    delivering.number(world.db, now)
    taken = delivering.take(world.db, world.fatima.organisation_id, webhook.id, now)
    assert taken is not None
    took = timedelta(milliseconds=87)
    result = Result(404, Trouble.STATUS, "<b>no such page</b>", took)
    delivering.note(world.db, taken, result, now, chance=0.5)
