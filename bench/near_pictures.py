"""Pictures of “Near me”, and of what staff say of the ways that it leads."""

from __future__ import annotations

from playwright.sync_api import Page

from bench.office_pictures import Demo

HOUSE = "Harbour House"
#: Where beacons hang for the picture of their page.
HUNG = ("H1-003", "H1-060", "H1-100", "H1-140")


def _near(page: Page, demo: Demo, name: str) -> str:
    """“Near me” on a floor; its id."""
    page.goto(f"{demo.url}/near")
    floor = demo.floor_id(page, HOUSE, name)
    page.get_by_label("Floor you are on").select_option(floor)
    return floor


def around(page: Page, demo: Demo) -> None:
    """The nearest free desks, from where the phone says that it is."""
    _near(page, demo, "First floor")
    page.locator("#near-date").fill(demo.day)
    page.locator("#near-from").select_option("09:00")
    page.locator("#near-to").select_option("17:00")
    page.get_by_role("button", name="Find near me").click()
    page.locator(".near-place").first.wait_for()


def way(page: Page, demo: Demo) -> None:
    """From the entrance to the nearest toilet, in words and on the map."""
    _near(page, demo, "Second floor")
    page.locator('[data-origin="entrance"]').click()
    page.locator('[data-what="toilet"]').click()
    page.locator(".near-place").first.wait_for()
    page.get_by_role("button", name="Way", exact=False).first.click()
    page.locator(".near-steps li").first.wait_for()


def offline(page: Page, demo: Demo) -> None:
    """The same on a phone that has no connection any more."""
    floor = _lose_connection(page, demo)
    page.goto(f"{demo.url}/near")
    page.get_by_label("Floor you are on").select_option(floor)
    page.get_by_role("button", name="Find near me").click()
    page.locator(".near-age").wait_for()


def kept(page: Page, demo: Demo) -> None:
    """What is kept on a phone for times without a connection."""
    _lose_connection(page, demo)
    page.goto(f"{demo.url}/my/bookings")
    page.locator("#offline-floors a").first.wait_for()


def _lose_connection(page: Page, demo: Demo) -> str:
    """Download the ways of a building before; the floor that one is on."""
    floor = _near(page, demo, "First floor")
    page.get_by_label("Search on this phone").check()
    page.locator("#near-kept").get_by_text("also without a connection").wait_for()
    page.context.set_offline(True)
    return floor


def stairs(page: Page, demo: Demo) -> None:
    """How one comes from floor to floor."""
    _ways(page, demo, "Stairs and lifts")


def entrances(page: Page, demo: Demo) -> None:
    """How one comes in and out."""
    _ways(page, demo, "Entrances")


def _ways(page: Page, demo: Demo, which: str) -> None:
    page.goto(f"{demo.url}/ways")
    page.locator("main").get_by_role("link", name=which).first.click()
    page.locator("main svg path").first.wait_for(state="attached")


def beacons(page: Page, demo: Demo) -> None:
    """Four beacons that hang at desks of a floor."""
    page.goto(f"{demo.url}/floors/{demo.floor_id(page, HOUSE, 'First floor')}/beacons")
    for number, desk in enumerate(HUNG, 1):
        page.get_by_label("Name", exact=True).fill(f"beacon-{number}")
        page.get_by_label("At a desk or room").fill(desk)
        page.get_by_label("At a desk or room").press("Tab")
        page.get_by_role("button", name="Add it").click()
        page.get_by_text(f"beacon-{number}").first.wait_for()
    page.mouse.move(4, 4)
