"""A place is shared by an address that holds its id and nothing else."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.world import Visitor, World

_NO_SHARING = "Object.defineProperty(Navigator.prototype, 'share', { value: undefined });"
_SHARING = """Object.defineProperty(Navigator.prototype, "share", { value: async (what) => {
  window.shared = what;
} });"""


def test_the_devices_own_sharing_gets_the_address_of_the_code(
    visitor: Visitor, world: World
) -> None:
    visitor.page.add_init_script(_SHARING)
    visitor.open_floor()
    visitor.place("Desk 2.012").click()
    visitor.panel().get_by_role("button", name="Share this place").click()
    visitor.wait_until("() => Boolean(window.shared)")
    space_id = world.floor.spaces["Desk 2.012"]
    assert visitor.page.evaluate("window.shared") == {
        "title": "Desk 2.012",
        "url": f"{world.url}/at/{space_id}",
    }


def test_without_it_the_address_is_copied(visit: Visit, world: World) -> None:
    visitor = visit(permissions=["clipboard-read", "clipboard-write"])
    visitor.page.add_init_script(_NO_SHARING)
    visitor.open_floor()
    visitor.place("Desk 2.013").click()
    visitor.panel().get_by_role("button", name="Share this place").click()
    expect(visitor.page.locator(".toast")).to_contain_text("Copied: the address of Desk 2.013")
    copied = visitor.page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{world.url}/at/{world.floor.spaces['Desk 2.013']}"
