"""What is written on the floor's map: legible at every zoom, and never over a desk."""

from __future__ import annotations

import math
from itertools import combinations
from typing import Any

import pytest
from playwright.sync_api import Route, expect
from shapely import Polygon, box

from tests.browser.conftest import Visit
from tests.browser.plan import PlannedFloor
from tests.browser.world import PATIENCE_MS, Visitor, World

#: Letters are measured by the browser, and planned by their mean width.
TOUCH_PX = 2.0
PHONE = {"width": 390, "height": 844, "has_touch": True}
#: The building stands at an angle to north, as most do.
TURNED_DEG = 23.0
#: The boxes of words, in pixels of the window.
WORDS = """(selector) => [...document.querySelectorAll(selector)].map((each) => {
  const { left, top, right, bottom } = each.getBoundingClientRect();
  return [left, top, right, bottom];
})"""
#: The outlines of shapes as they lie, and not the larger boxes about them.
OUTLINES = """(selector) => [...document.querySelectorAll(selector)].map((each) => {
  const { a, d, e, f } = each.getScreenCTM();
  const numbers = each.getAttribute("d").match(/-?[\\d.]+/g).map(Number);
  return numbers.flatMap((x, index) => index % 2 ? [] : [[x * a + e, numbers[index + 1] * d + f]]);
})"""


@pytest.fixture(scope="module")
def floor(world: World) -> PlannedFloor:
    return world.new_floor(30, desks=100)


@pytest.fixture(params=[0.0, TURNED_DEG], ids=["straight", "turned"])
def degrees(request: pytest.FixtureRequest) -> float:
    return float(request.param)


def turned(document: Any, degrees: float) -> Any:
    """A map's document with all its places turned about the middle of its bounds."""
    west, south, east, north = document["bounds"]
    lon, lat = (west + east) / 2, (south + north) / 2
    squeeze = math.cos(math.radians(lat))
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))

    def turn(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: turn(each) for key, each in value.items()}
        if not isinstance(value, list):
            return value
        if len(value) != 2 or not all(isinstance(each, float) for each in value):
            return [turn(each) for each in value]
        x, y = (value[0] - lon) * squeeze, value[1] - lat
        return [lon + (x * cos - y * sin) / squeeze, lat + x * sin + y * cos]

    return {**turn(document), "bounds": [west, south, east, north]}


def open_turned(visitor: Visitor, floor: PlannedFloor, degrees: float) -> None:
    def turn(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, json=turned(answer.json(), degrees))

    visitor.page.route("**/map/*.json", turn)
    visitor.open_floor(floor)
    expect(visitor.page.locator(".labels text").first).to_be_attached()


def names(visitor: Visitor) -> list[Polygon]:
    selector = ".labels .room-name, .labels .zone-name, .labels .way-name"
    return [box(*edges) for edges in visitor.page.evaluate(WORDS, selector)]


def desks(visitor: Visitor) -> list[Polygon]:
    return [Polygon(ring) for ring in visitor.page.evaluate(OUTLINES, "path.place.kind-desk")]


def zoom_in(visitor: Visitor, steps: int) -> None:
    """Zoom, each time until everything was written anew."""
    for _ in range(steps):
        visitor.page.evaluate(
            "document.querySelectorAll('.labels *').forEach((each) => each.dataset.old = 1)"
        )
        visitor.page.keyboard.press("+")
        expect(visitor.page.locator(".labels [data-old]")).to_have_count(0)
        expect(visitor.page.locator(".leaflet-zoom-anim")).to_have_count(0)


@pytest.mark.parametrize("size", [{}, PHONE], ids=["desk", "phone"])
def test_no_name_of_a_room_or_a_zone_is_written_over_a_desk(
    visit: Visit, floor: PlannedFloor, degrees: float, size: dict[str, Any]
) -> None:
    visitor = visit(**size)
    open_turned(visitor, floor, degrees)
    written = 0
    for _ in range(5):
        shapes, words = desks(visitor), names(visitor)
        written += len(words)
        assert len(shapes) == 100
        clashes = [w for w in words if any(w.buffer(-TOUCH_PX).intersects(s) for s in shapes)]
        assert clashes == []
        zoom_in(visitor, 1)
    assert written > 5


def test_no_name_is_written_over_another(visit: Visit, floor: PlannedFloor, degrees: float) -> None:
    visitor = visit()
    open_turned(visitor, floor, degrees)
    for _ in range(4):
        edges = visitor.page.evaluate(WORDS, ".labels .room-name, .labels .zone-name")
        words = [box(*each).buffer(-TOUCH_PX) for each in edges]
        assert not [pair for pair in combinations(words, 2) if pair[0].intersects(pair[1])]
        zoom_in(visitor, 1)


def test_a_zone_is_named_between_its_desks(visit: Visit, floor: PlannedFloor) -> None:
    visitor = visit()
    visitor.open_floor(floor)
    expect(visitor.page.locator(".labels .zone-name")).to_have_text("Quiet")


def test_a_chosen_desk_has_its_name_however_small_it_is(visit: Visit, floor: PlannedFloor) -> None:
    visitor = visit(**PHONE)
    visitor.open_floor(floor)
    visitor.place("Desk 2.045").focus()
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.locator(".labels")).to_contain_text("2.045")


def test_a_room_that_can_be_booked_has_its_mark_and_name(visit: Visit, world: World) -> None:
    visitor = visit()
    visitor.open_floor(world.new_floor(31, desks=20))
    name = visitor.page.locator(".labels .room-name", has_text="Helsinki").bounding_box()
    marks = visitor.page.evaluate(WORDS, ".labels .mark.free")
    assert name
    middle = (name["x"] + name["width"] / 2, name["y"])
    nearest = min(math.dist(middle, ((m[0] + m[2]) / 2, m[3])) for m in marks)
    assert nearest < name["height"]


def test_news_write_the_names_again_where_they_were(
    visit: Visit, world: World, floor: PlannedFloor
) -> None:
    visitor = visit()
    visitor.open_floor(floor)
    before = visitor.page.evaluate(WORDS, ".labels .zone-name")
    world.book(world.ben, floor.spaces["Desk 2.050"], 9, 17)
    visitor.page.wait_for_selector(
        'path.place[aria-label^="Desk 2.050, taken"]', state="attached", timeout=PATIENCE_MS
    )
    assert visitor.page.evaluate(WORDS, ".labels .zone-name") == before
