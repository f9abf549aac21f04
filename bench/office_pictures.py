"""Pictures before which somebody else has done something: requests, own desks, screens."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from playwright.sync_api import Page

from app.demo.people import DOMAIN
from bench.browsing import PATIENCE_MS, sign_in

#: The demo's own clock, and when its floors are busy.
ZONE = ZoneInfo("Europe/Berlin")
HALL, CLOSED_DESK = "Conference Hafensaal", "First floor"
#: What hangs in a lobby, and the hour at which it is looked at.
MORNING = ("10:00", "10:15")

_ASK = """async ([method, path, body]) => {
  const token = document.querySelector('meta[name="csrf-token"]').content;
  const answer = await fetch(`/api/v1${path}`, {
    method, headers: { "Content-Type": "application/json", "X-CSRFToken": token },
    body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(await answer.text());
  return answer.status === 204 ? null : answer.json();
}"""


class Demo(Protocol):
    """A running demo; ``day`` is the next working day there."""

    @property
    def url(self) -> str: ...
    @property
    def password(self) -> str: ...
    @property
    def day(self) -> str: ...
    def floor_id(self, page: Page, building: str, floor: str) -> str: ...


def requests(page: Page, demo: Demo) -> None:
    """Two people want one hall, and staff are asked, as of all rooms of the demo's ground floor."""
    floor = demo.floor_id(page, "Harbour House", "Ground floor")
    hall = _space(page, demo, floor, lambda it: HALL in (it["properties"]["name"] or ""))
    wishes = (
        ("bjarne.lund", "18:00", "20:00", "Evening with our suppliers, 40 people"),
        ("greta.lindqvist", "19:00", "21:00", "Choir of the house"),
    )
    for login, begins, ends, note in wishes:
        hours = {"from": _instant(demo.day, begins), "to": _instant(demo.day, ends)}
        _as_another(
            page, demo, login, "POST", "/bookings", {"space_id": hall, "note": note, **hours}
        )
    page.goto(f"{demo.url}/requests")
    page.locator(".request").nth(1).wait_for()


def own_desk(page: Page, demo: Demo) -> None:
    """Two days a week are somebody's own, as in the demo; one of them is released."""
    page.goto(f"{demo.url}/my/desk")
    page.get_by_role("button", name="Release Thursday").first.click()
    page.get_by_role("button", name="Take back Thursday").first.wait_for()
    page.evaluate("scrollTo(0, 0)")


def closure(page: Page, demo: Demo) -> None:
    """A desk is closed after somebody has booked it, and others are offered."""
    floor = demo.floor_id(page, "Harbour House", CLOSED_DESK)
    free = _free(page, demo, floor)
    desk = _space(
        page, demo, floor, lambda it: it["properties"]["kind"] == "desk" and it["id"] in free
    )
    hours = {"from": _instant(demo.day, "09:00"), "to": _instant(demo.day, "17:00")}
    _tell(page, "POST", "/bookings", {"space_id": desk, **hours})
    shut = {"floor_id": floor, "space_ids": [desk], "reason": "A new carpet is laid", **hours}
    _as_another(page, demo, "facility", "POST", "/closures", shut)
    page.goto(f"{demo.url}/my/bookings")
    card = page.locator(f'.booking[data-space="{desk}"]')
    card.get_by_role("button", name="Move to").first.wait_for()
    card.evaluate("it => it.scrollIntoView({ block: 'center' })")


def screen(page: Page, demo: Demo) -> None:
    """A screen as it is on a working morning, whenever the picture is taken."""
    floor = demo.floor_id(page, "Harbour House", "First floor")
    made = _tell(page, "POST", "/screens", {"floor_id": floor, "name": "Lobby"})
    begins, ends = MORNING
    told = _availability(page, demo, floor, demo.day, begins, demo.day, ends)
    kept = ("id", "status", "until", "left", "places")
    spaces = [{key: space[key] for key in kept if key in space} for space in told["spaces"]]
    at = {"at": _instant(demo.day, begins), "version": told["version"], "plan": told["plan"]}
    morning = at | {"spaces": spaces}
    page.route("**/now", lambda route: route.fulfill(json=morning))
    page.goto(made["url"])
    page.locator(".stage[data-ready]").wait_for(timeout=PATIENCE_MS)


def check_in(page: Page, demo: Demo) -> None:
    """What the code of a free desk opens on a phone."""
    floor = demo.floor_id(page, "Harbour House", "Second floor")
    free = _free(page, demo, floor)
    desk = _space(
        page, demo, floor, lambda it: it["properties"]["kind"] == "desk" and it["id"] in free
    )
    page.goto(f"{demo.url}/at/{desk}")
    page.get_by_role("button").first.wait_for()


def use(page: Page, demo: Demo) -> None:
    """The month that is counted."""
    page.goto(f"{demo.url}/use")
    page.locator("table").first.wait_for()


def series(page: Page, demo: Demo) -> None:
    """A desk on several days, on one of which it is a colleague's."""
    floor = demo.floor_id(page, "Harbour House", "First floor")
    free = _free(page, demo, floor)
    desk = _space(
        page, demo, floor, lambda it: it["properties"]["kind"] == "desk" and it["id"] in free
    )
    taken = (datetime.fromisoformat(demo.day) + timedelta(weeks=2)).strftime("%Y-%m-%d")
    hours = {"from": _instant(taken, "09:00"), "to": _instant(taken, "12:00")}
    _as_another(page, demo, "facility", "POST", "/bookings", {"space_id": desk, **hours})
    page.goto(f"{demo.url}/floors/{floor}?from={demo.day}T09:00&to={demo.day}T17:00&space={desk}")
    page.get_by_role("button", name="Repeat…").click()
    page.get_by_role("button", name="See the dates").click()
    page.get_by_role("dialog").locator(".series-date").first.wait_for()
    page.mouse.move(4, 4)


def _tell(page: Page, method: str, path: str, body: dict[str, Any]) -> Any:
    """Ask the API as the person of this window."""
    return page.evaluate(_ASK, [method, path, body])


def _as_another(
    page: Page, demo: Demo, login: str, method: str, path: str, body: dict[str, Any]
) -> None:
    browser = page.context.browser
    assert browser is not None
    context = browser.new_context()
    try:
        other = context.new_page()
        sign_in(other, demo.url, f"{login}@{DOMAIN}", demo.password)
        _tell(other, method, path, body)
    finally:
        context.close()


def _space(page: Page, demo: Demo, floor: str, is_it: Callable[[dict[str, Any]], bool]) -> str:
    shapes = page.request.get(f"{demo.url}/api/v1/floors/{floor}/spaces.geojson").text()
    features = json.loads(shapes)["features"]
    return str(next(each["id"] for each in features if is_it(each)))


def _free(page: Page, demo: Demo, floor: str) -> set[str]:
    """What nobody has booked on the working day."""
    last = datetime.fromisoformat(demo.day) + timedelta(days=1)
    told = _availability(page, demo, floor, demo.day, "00:00", f"{last:%Y-%m-%d}", "00:00")
    return {space["id"] for space in told["spaces"] if space["status"] == "free"}


def _availability(
    page: Page, demo: Demo, floor: str, day: str, begins: str, last: str, ends: str
) -> Any:
    hours = {"from": _instant(day, begins), "to": _instant(last, ends)}
    answer = page.request.get(f"{demo.url}/api/v1/floors/{floor}/availability", params=hours)
    return answer.json()


def _instant(day: str, time: str) -> str:
    return datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=ZONE).isoformat()
