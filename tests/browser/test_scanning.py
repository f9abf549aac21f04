"""A code that is scanned in the page tells where one is: exactly, and without a position."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.camera import browser_with_camera, pictures
from tests.browser.conftest import Visit
from tests.browser.test_accessibility import findings
from tests.browser.test_near import PHONE
from tests.browser.world import Visitor, World, visiting

Look = Callable[..., Visitor]

#: A reader like that of a browser on a phone, which reads what the page was told it sees.
OWN_READER = """
window.BarcodeDetector = class {
  static getSupportedFormats() { return Promise.resolve(["qr_code"]); }
  detect(video) { window.looked = video.tagName; return Promise.resolve([{ rawValue: %s }]); }
};
"""
#: As on desktops that have the name and not the thing.
BROKEN_READER = """
window.BarcodeDetector = class {
  static getSupportedFormats() { return Promise.resolve(["qr_code"]); }
  detect() { return Promise.reject(new DOMException("unavailable", "NotSupportedError")); }
};
"""


@pytest.fixture
def looking(chromium: Browser, chromium_path: str, world: World, tmp_path: Path) -> Iterator[Look]:
    """Open the page in a browser whose camera sees the codes of some texts, and press Scan."""
    with ExitStack() as windows:

        def look(
            *texts: str, script: str = "", permissions: tuple[str, ...] = ("camera",)
        ) -> Visitor:
            film = pictures(tmp_path / "film.mjpeg", texts)
            browser = windows.enter_context(
                browser_with_camera(chromium.browser_type, chromium_path, film)
            )
            visitor = windows.enter_context(
                visiting(browser, world, **PHONE, permissions=list(permissions))
            )
            visitor.sign_in()
            if script:
                visitor.page.add_init_script(script)
            scan(visitor)
            return visitor

        yield look


def scan(visitor: Visitor) -> None:
    visitor.go("/near")
    visitor.page.get_by_role("button", name="Scan a code near you").click()


def code(world: World, place: object) -> str:
    return f"{world.url}/at/{place}"


@pytest.mark.parametrize("reader", ["ours", "broken", "the browser's"])
def test_the_code_of_a_desk_is_where_the_way_begins(
    looking: Look, world: World, reader: str
) -> None:
    floor = world.new_floor({"ours": 80, "broken": 81, "the browser's": 82}[reader], desks=6)
    address = code(world, floor.spaces["Desk 2.003"])
    own = OWN_READER % json.dumps(address)
    script = {"ours": "", "broken": BROKEN_READER, "the browser's": own}[reader]
    visitor = looking("WIFI:T:WPA;S:Office;P:secret;;" if script == own else address, script=script)
    expect(visitor.page.get_by_role("region", name="Desk 2.003 itself")).to_be_visible()
    expect(visitor.page.get_by_role("dialog")).to_have_count(0)
    chosen = visitor.page.get_by_label("Floor you are on")
    expect(chosen).to_have_value(str(floor.floor_id))
    expect(visitor.page.get_by_label("Near which place")).to_have_value("Desk 2.003")
    asked_for_ours = any("qr-codes" in url for url in visitor.asked)
    assert asked_for_ours == (reader != "the browser's")
    # Neither an address nor a storage holds where somebody stood.
    kept = visitor.page.evaluate(
        "JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie, history.state])"
    )
    assert str(floor.spaces["Desk 2.003"]) not in f"{kept}{visitor.asked}{visitor.page.url}"


def test_what_is_no_code_of_a_place_here_is_never_sent(looking: Look, world: World) -> None:
    visitor = looking("WIFI:T:WPA;S:Office;P:secret;;")
    expect(visitor.page.get_by_role("alert")).to_contain_text("no code of a place here")
    assert not any("scanned-places" in url for url in visitor.asked)


def test_a_code_of_another_organisation_is_told_apart(looking: Look, world: World) -> None:
    visitor = looking(code(world, uuid4()))
    told = visitor.page.get_by_role("dialog").get_by_role("alert")
    expect(told).to_contain_text("belongs to no place that you can see here")
    expect(told).to_contain_text("another organisation")
    assert findings(visitor) == []


def test_after_a_wrong_code_the_right_one_is_taken(looking: Look, world: World) -> None:
    floor = world.new_floor(83, desks=6)
    visitor = looking("https://example.org/menu", code(world, floor.spaces["Desk 2.002"]))
    expect(visitor.page.get_by_role("region", name="Desk 2.002 itself")).to_be_visible()


def test_the_code_of_a_floor_begins_at_its_entrance(looking: Look, world: World) -> None:
    floor = world.new_floor(84, desks=6)
    visitor = looking(code(world, floor.floor_id))
    expect(visitor.page.locator(".near-place")).to_have_count(5)
    expect(visitor.page.get_by_label("Floor you are on")).to_have_value(str(floor.floor_id))
    pressed = visitor.page.get_by_role("button", name="The entrance", exact=True)
    expect(pressed).to_have_attribute("aria-pressed", "true")


def test_who_keeps_the_camera_shut_can_type_instead(looking: Look, world: World) -> None:
    """By keyboard alone."""
    visitor = looking("nothing", permissions=())
    dialog = visitor.page.get_by_role("dialog")
    expect(dialog.get_by_role("alert")).to_contain_text("The browser may not use the camera.")
    expect(dialog.get_by_role("alert")).to_contain_text("Allow it for this page")
    dialog.get_by_role("button", name="Type it instead").focus()
    visitor.page.keyboard.press("Enter")
    field = visitor.page.get_by_label("Near which place")
    expect(field).to_be_focused()
    visitor.page.keyboard.type("Desk 2.005")
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.get_by_role("region", name="Desk 2.005 itself")).to_be_visible()


def test_a_device_without_a_camera_is_told_so(visit: Visit) -> None:
    visitor = visit(permissions=["camera"])
    scan(visitor)
    told = visitor.page.get_by_role("dialog").get_by_role("alert")
    expect(told).to_contain_text("There is no camera on this device.")
    expect(told).to_contain_text("Type the name or number")


def test_the_camera_is_let_go_when_the_window_is_closed(looking: Look, world: World) -> None:
    visitor = looking("WIFI:T:WPA;S:Office;P:secret;;")
    # The track itself tells whether the camera still runs.
    visitor.wait_until("() => !!document.querySelector('video')?.videoWidth")
    visitor.page.evaluate(
        "() => { window.track = document.querySelector('video').srcObject.getTracks()[0]; }"
    )
    visitor.page.keyboard.press("Escape")
    visitor.wait_until("() => window.track.readyState === 'ended'")
    expect(visitor.page.get_by_role("button", name="Scan a code near you")).to_be_focused()


def test_no_other_page_may_use_the_camera(visit: Visit) -> None:
    visitor = visit()
    allowed = visitor.page.request.get(visitor.world.url + "/near").headers
    elsewhere = visitor.page.request.get(visitor.world.url + "/places").headers
    assert "camera=(self)" in allowed["permissions-policy"]
    assert "camera=()" in elsewhere["permissions-policy"]
