"""``python -m bench.pictures [ADDRESS]``: takes the pictures of docs/pictures from the demo.

Without an address a demo of its own is made in a throw-away folder and served. With one, that demo
is used; its password is read from DEMO_PASSWORD.
"""

from __future__ import annotations

import argparse
import base64
import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.sync_api import Browser, Page

from app.demo.campus import HARBOUR, PLOTS
from app.demo.people import DOMAIN
from app.demo.write import write_floor
from bench import near_pictures as near
from bench import office_pictures as office
from bench.browsing import PATIENCE_MS, chromium, sign_in
from bench.manual_pictures import SUBFOLDER, WINDOW, Way, steps
from bench.serving import installation, real_server

FOLDER = Path(__file__).parents[1] / "docs" / "pictures"
ONE_LIMIT_BYTES, ALL_LIMIT_BYTES = 150 * 1024, 2000 * 1024
#: Of a picture that one page of the manual shows, and where that page shows several.
SMALL_BYTES, LIGHT_BYTES = 45 * 1024, 33 * 1024
#: WebP's quality, the first one that is light enough.
QUALITIES = (90, 82, 74, 66, 58, 50)
DESKTOP, PHONE = (1440, 900, 1.5), (390, 844, 2.0)
#: In the west of Harbour House, in metres of its axes, and how well a phone knows it there.
STANDING_M, ACCURACY_M = (14.0, 8.7), 6.0
READY = ".stage[data-ready]"
SETTLE_MS = 600


@dataclass(frozen=True, slots=True)
class Demo:
    """A running demo and how to get in. ``day`` is the next working day there."""

    url: str
    password: str
    day: str

    def floor_id(self, page: Page, building: str, floor: str) -> str:
        houses = page.request.get(f"{self.url}/api/v1/buildings").json()
        return str(
            next(
                storey["id"]
                for house in houses
                for storey in house["floors"]
                if (house["name"], storey["name"]) == (building, floor)
            )
        )


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: who looks, through what window, and what they do before it is taken."""

    name: str
    size: tuple[int, int, float]
    act: Callable[[Page, Demo], None]
    login: str = "employee"
    scheme: str = "light"
    most_bytes: int = ONE_LIMIT_BYTES


def main() -> int:
    parser = argparse.ArgumentParser(prog="script/pictures", description=__doc__)
    parser.add_argument("address", nargs="?", help="of a running demo, as http://127.0.0.1:8000")
    parser.add_argument("--manual", action="store_true", help="only those of docs/plan-studio.md")
    parser.add_argument("--only", nargs="*", default=[], help="only the pictures of these names")
    asked = parser.parse_args()
    with _demo(asked.address) as demo, chromium() as browser:
        shots = [shot for shot in SHOTS if not asked.only or shot.name in asked.only]
        shots = [] if asked.manual else shots
        sizes = {shot.name: _take(browser, demo, shot) for shot in shots}
        if not asked.only:
            # Last, because it changes a floor.
            sizes |= _take_steps(browser, demo)
    for name, size in sizes.items():
        print(f"docs/pictures/{name}.webp: {size // 1024} KB")
    too_heavy = [name for name, size in sizes.items() if size > ONE_LIMIT_BYTES]
    if too_heavy or sum(sizes.values()) > ALL_LIMIT_BYTES:
        print(f"These pictures are too heavy: {too_heavy or 'all together'}.", file=sys.stderr)
        return 1
    return 0


@contextmanager
def _demo(address: str | None) -> Iterator[Demo]:
    day = _working_day()
    if address:
        yield Demo(address.rstrip("/"), os.environ["DEMO_PASSWORD"], day)
        return
    password = secrets.token_urlsafe(12)
    program = Path(sys.executable).with_name("floorplans")
    with installation() as place:
        environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith("DATABASE_")},
            "FLOORPLANS_HOME": str(place.home),
            "DEMO_PASSWORD": password,
        }
        subprocess.run([program, "demo", "load"], env=environment, check=True)
        with real_server(place) as port:
            yield Demo(f"http://127.0.0.1:{port}", password, day)


def _working_day() -> str:
    day = datetime.now(ZoneInfo("Europe/Berlin")).date() + timedelta(days=1)
    while day.weekday() > 4:
        day += timedelta(days=1)
    return day.isoformat()


def _take(browser: Browser, demo: Demo, shot: Shot) -> int:
    """Take one picture and write it; returns its bytes."""
    with _window(browser, demo, shot.size, shot.login, shot.scheme) as page:
        shot.act(page, demo)
        return _keep(page, shot.name, shot.most_bytes)


def _take_steps(browser: Browser, demo: Demo) -> dict[str, int]:
    """The pictures of the studio's manual, in one window from the first step to the last."""
    with _window(browser, demo, WINDOW, "facility") as page:
        names = (f"{SUBFOLDER}/{step}" for step in steps(Way(page, demo.url)))
        return {name: _keep(page, name) for name in names}


@contextmanager
def _window(
    browser: Browser,
    demo: Demo,
    size: tuple[int, int, float],
    login: str,
    scheme: str = "light",
) -> Iterator[Page]:
    """A window of that size in which somebody is signed in."""
    width, height, scale = size
    lon, lat = HARBOUR.to_lonlat(*STANDING_M)
    context = browser.new_context(
        viewport={"width": width, "height": height},
        device_scale_factor=scale,
        has_touch=size is PHONE,
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
        locale="en-GB",
        timezone_id="Europe/Berlin",
        geolocation={"longitude": lon, "latitude": lat, "accuracy": ACCURACY_M},
        permissions=["geolocation"],
    )
    try:
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        sign_in(page, demo.url, f"{login}@{DOMAIN}", demo.password)
        yield page
    finally:
        context.close()


def _keep(page: Page, name: str, most_bytes: int = ONE_LIMIT_BYTES) -> int:
    """Write what the window shows; returns its bytes."""
    page.wait_for_timeout(SETTLE_MS)
    content = _webp(page, most_bytes)
    path = FOLDER / f"{name}.webp"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return len(content)


def _webp(page: Page, most_bytes: int) -> bytes:
    """The window as WebP; Chromium writes it itself, so no picture library is needed."""
    protocol = page.context.new_cdp_session(page)
    content = b""
    for quality in QUALITIES:
        told = protocol.send("Page.captureScreenshot", {"format": "webp", "quality": quality})
        content = base64.b64decode(told["data"])
        if len(content) <= most_bytes:
            break
    return content


def _floor(building: str, floor: str, then: Callable[[Page], None]) -> Callable[[Page, Demo], None]:
    """Open a floor for the working day and do something on it."""

    def act(page: Page, demo: Demo) -> None:
        page.goto(f"{demo.url}/floors/{demo.floor_id(page, building, floor)}"
                  f"?from={demo.day}T09:00&to={demo.day}T17:00")  # fmt: skip
        page.locator(READY).wait_for()
        then(page)

    return act


def _open_middle(status: str, near: tuple[float, float] = (0.5, 0.5)) -> Callable[[Page], None]:
    """Click the desk of a status that is nearest to a point of the map (shares of its size)."""

    def act(page: Page) -> None:
        stage = page.locator(".stage .map").bounding_box()
        assert stage is not None
        x, y = stage["x"] + stage["width"] * near[0], stage["y"] + stage["height"] * near[1]
        at = page.evaluate(_NEAREST, {"status": status, "x": x, "y": y})
        page.mouse.click(at["x"], at["y"])
        page.locator(".panel.has-space").wait_for()
        page.mouse.move(4, 4)

    return act


_NEAREST = """({ status, x, y }) => [...document.querySelectorAll(`path.place.kind-desk`)]
  .filter((shape) => shape.dataset.status === status)
  .map((shape) => shape.getBoundingClientRect())
  .map((box) => ({ x: box.x + box.width / 2, y: box.y + box.height / 2 }))
  .sort((a, b) => Math.hypot(a.x - x, a.y - y) - Math.hypot(b.x - x, b.y - y))[0]"""


def _close_up(page: Page) -> None:
    """Follow a link to a free desk in the west, as a colleague would send it."""
    _open_middle("free", (0.2, 0.42))(page)
    page.goto(page.url)
    page.locator(".panel.has-space").wait_for()


def _wait(page: Page) -> None:
    """Ask for the wait list of a desk that is taken."""
    _open_middle("taken")(page)
    page.get_by_role("button", name="Wait for it…").click()
    page.get_by_role("dialog").wait_for()


def _list(page: Page) -> None:
    page.keyboard.press("l")
    page.locator(".list-view table").wait_for()
    page.evaluate("document.activeElement.blur()")
    page.mouse.move(4, 4)


def _kit(page: Page, demo: Demo) -> None:
    """A hall with its kit, on an evening when it is free."""
    floor = demo.floor_id(page, "Harbour House", "Ground floor")
    page.goto(f"{demo.url}/floors/{floor}?from={demo.day}T19:00&to={demo.day}T21:00")
    page.locator(READY).wait_for()
    page.locator('path.place[aria-label*="Hafensaal"]').press("Enter")
    page.get_by_role("button", name="With its kit").click()
    page.mouse.move(4, 4)


def _find(page: Page, demo: Demo) -> None:
    """Desks by a window with a monitor, near the entrance of a floor."""
    _ask(page, demo, ("Near a window", "Away from doors"), near="entrance")


def _find_next(page: Page, demo: Demo) -> None:
    """More than any desk of the floor has."""
    _ask(page, demo, ("Near a window", "Back to the wall", "One of my favourites"), near="usual")


def _ask(page: Page, demo: Demo, wishes: tuple[str, ...], near: str) -> None:
    floor = demo.floor_id(page, "Harbour House", "First floor")
    page.goto(f"{demo.url}/find")
    page.locator("#find-date").fill(demo.day)
    page.locator("#find-from").select_option("09:00")
    page.locator("#find-to").select_option("17:00")
    page.locator("#find-where").select_option(f"floor:{floor}")
    page.locator("#find-near").select_option(near)
    if near == "entrance":
        page.locator("#find-floor").select_option(
            demo.floor_id(page, "Harbour House", "Ground floor")
        )
    for wish in wishes:
        page.get_by_label(wish).check()
    page.get_by_role("button", name="Find a place").click()
    page.locator(".near-place").first.wait_for()
    page.mouse.move(4, 4)


def _team(page: Page, demo: Demo) -> None:
    """A proposal for four on a floor in use."""
    page.goto(f"{demo.url}/teams")
    for name in ("Bjarne Lund", "Greta Lindqvist", "Hiroshi Tanaka"):
        page.get_by_label("Add a colleague").fill(name)
        page.locator("#team-people").get_by_role("button", name=name, exact=True).click()
    page.locator("#team-date").fill(demo.day)
    page.locator("#team-from").select_option("09:00")
    page.locator("#team-to").select_option("17:00")
    for box in page.locator("[name=floor]:checked").all():
        box.uncheck()
    floors = page.locator(".team-floors label", has_text="Harbour House")
    floors.filter(has_text="First floor").locator("input").check()
    page.get_by_role("button", name="Find places together").click()
    page.locator(".near-place").first.wait_for()
    page.mouse.move(4, 4)


def _studio(page: Page, demo: Demo) -> None:
    """Bring in a new drawing of a floor that has one, and look at what was understood."""
    with tempfile.TemporaryDirectory(prefix="floorplans-pictures-") as folder:
        old = next(plot for plot in PLOTS if plot.file == "harbour-house-02.dxf")
        hand = replace(old.hand, title="Harbour House - Second floor, refit")
        file = write_floor(replace(old, file="second-floor-refit.dxf", hand=hand), Path(folder))
        page.goto(f"{demo.url}/plans")
        with page.expect_file_chooser() as chooser:
            page.get_by_role(
                "button", name="Bring in a drawing for Second floor, Harbour House"
            ).click()
        chooser.value.set_files(file.path)
        page.wait_for_url("**/plans/*-*", timeout=PATIENCE_MS)
        page.locator('.studio[data-state="draft"]').wait_for()
        page.locator(".studio-stage path").first.wait_for(state="attached")
    page.mouse.move(4, 4)


SHOTS = (
    Shot("floor", DESKTOP, _floor("Harbour House", "First floor", _open_middle("free"))),
    Shot(
        "floor-dark",
        DESKTOP,
        _floor("North Wing", "First floor", _open_middle("taken", (0.5, 0.4))),
        scheme="dark",
    ),
    Shot("waiting", (1000, 720, 1.0), _floor("Harbour House", "First floor", _wait)),
    Shot(
        "list",
        (1440, 900, 1.0),
        _floor("Harbour House", "First floor", _list),
        most_bytes=SMALL_BYTES,
    ),
    Shot("studio", DESKTOP, _studio, login="facility"),
    Shot("phone", PHONE, _floor("Harbour House", "Ground floor", _close_up)),
    Shot("equipment", (1000, 700, 1.0), _kit, most_bytes=SMALL_BYTES),
    Shot("assigned-desks", (1000, 720, 1.0), office.own_desk, most_bytes=SMALL_BYTES),
    Shot("screen", (1120, 630, 1.0), office.screen, login="facility", most_bytes=SMALL_BYTES),
    Shot("find", (1200, 780, 1.0), _find),
    Shot("find-next", (390, 844, 1.0), _find_next),
    Shot("teams", (1100, 610, 1.0), _team, login="facility"),
    Shot("near", PHONE, near.around),
    Shot("near-way", PHONE, near.way, most_bytes=SMALL_BYTES),
    Shot("near-offline", PHONE, near.offline, most_bytes=SMALL_BYTES),
    Shot("offline-list", PHONE, near.kept, most_bytes=SMALL_BYTES),
    Shot("near-dark", PHONE, near.around, scheme="dark"),
    Shot("stairs", (900, 640, 1.0), near.stairs, login="facility", most_bytes=LIGHT_BYTES),
    Shot("entrances", (900, 640, 1.0), near.entrances, login="facility", most_bytes=LIGHT_BYTES),
    Shot("beacons", (1000, 640, 1.0), near.beacons, login="facility", most_bytes=LIGHT_BYTES),
    Shot("check-in", (390, 780, 1.0), office.check_in, most_bytes=SMALL_BYTES),
    Shot("use", (1000, 760, 1.0), office.use, login="facility", most_bytes=SMALL_BYTES),
    Shot("series", (1000, 720, 1.0), office.series, most_bytes=SMALL_BYTES),
    Shot("closure", (900, 560, 1.0), office.closure, most_bytes=SMALL_BYTES),
    # Afterwards halls are asked for.
    Shot("approval", (1000, 640, 1.0), office.requests, login="facility", most_bytes=SMALL_BYTES),
)


if __name__ == "__main__":
    sys.exit(main())
