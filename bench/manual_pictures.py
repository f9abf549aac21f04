"""The pictures of docs/plan-studio.md: one person's way from a drawing without room outlines to a
floor on which people book, taken step by step."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from playwright.sync_api import Locator, Page

from app.demo.campus import PLOTS, FloorPlot
from app.demo.sketch import Sketch
from app.demo.write import write_floor

#: Where these pictures are, below docs/pictures.
SUBFOLDER = "plan-studio"
WINDOW = (1280, 800, 1.0)
HOUSE, FLOOR, OLD = "Harbour House", "Second floor", "harbour-house-02.dxf"
FILE = "second-floor-refit.dxf"
#: Of the old floor's desks, each of this number is not there any more.
LESS_ONE_IN = 12


@dataclass(frozen=True, slots=True)
class Way:
    """A page of a running demo in which facility staff are signed in."""

    page: Page
    url: str

    def tab(self, name: str) -> Locator:
        self.page.get_by_role("tab", name=name).click()
        return self.page.get_by_role("tabpanel", name=name)


def steps(way: Way) -> Iterator[str]:
    """Go the way; at each name that is yielded the window shows what its picture is to show."""
    with tempfile.TemporaryDirectory(prefix="floorplans-pictures-") as folder:
        yield from _arriving(way, write_floor(_refit(), Path(folder)).path)
    yield from _looking(way)
    yield from _publishing(way)


def _refit() -> FloorPlot:
    """The second floor with less furniture, by an office that draws no room outlines and tells no
    position."""
    plot = next(each for each in PLOTS if each.file == OLD)
    hand = replace(plot.hand, title=f"{HOUSE} - {FLOOR}, refit")
    known = ((0.0, 0.0), (64.8, 0.0), (64.8, 25.2))
    return replace(plot, file=FILE, hand=hand, sketch=_less_furniture, geodata=False, known=known)


def _less_furniture() -> Sketch:
    sketch = next(each for each in PLOTS if each.file == OLD).sketch()
    desks = [piece for piece in sketch.pieces if piece.block.startswith("DESK-160")]
    gone = desks[::LESS_ONE_IN]
    return replace(sketch, pieces=[piece for piece in sketch.pieces if piece not in gone])


def _arriving(way: Way, file: Path) -> Iterator[str]:
    page = way.page
    page.goto(f"{way.url}/plans")
    yield "1-plans"
    page.locator("#files").set_input_files(file)
    arrival = page.get_by_role("listitem", name=FILE)
    choice = arrival.get_by_label("Which floor does it show?")
    floor = choice.locator("option", has_text=FLOOR).filter(has_text=HOUSE)
    choice.select_option(floor.get_attribute("value"))
    yield "2-which-floor"
    arrival.get_by_role("button", name="Bring it in").click()
    page.wait_for_url("**/plans/*-*")
    page.locator('.studio[data-state="draft"]').wait_for()
    page.locator(".studio-stage path").first.wait_for(state="attached")


def _looking(way: Way) -> Iterator[str]:
    page = way.page
    yield "3-understood"
    findings = way.tab("Findings")
    first = findings.locator(".finding-open").first
    if first.count():
        first.click()
    yield "4-findings"
    _look_at_all_of_it(page)
    way.tab("Roles")
    yield "5-roles"
    spaces = way.tab("Spaces")
    for box in spaces.locator("tbody input[type=checkbox]").all()[:4]:
        box.check()
    yield "5-spaces"
    way.tab("Position")
    yield "6-position"
    way.tab("Changes")
    yield "7-changes"
    page.keyboard.press("Escape")


def _look_at_all_of_it(page: Page) -> None:
    """Without the pin of the finding, and with the whole floor on the map."""
    page.goto(page.url.split("#")[0].split("?")[0])
    page.locator('.studio[data-state="draft"]').wait_for()
    page.locator(".studio-stage path").first.wait_for(state="attached")


def _publishing(way: Way) -> Iterator[str]:
    page = way.page
    page.get_by_role("button", name="Publish…").click()
    page.get_by_role("button", name="Publish now").wait_for()
    yield "8-publish"
    page.get_by_role("button", name="Publish now").click()
    page.get_by_role("link", name="Open the floor's map").wait_for()
    way.tab("Overview").locator(".history").scroll_into_view_if_needed()
    yield "9-history"
    page.get_by_role("link", name="Open the floor's map").click()
    page.locator(".stage[data-ready]").wait_for()
    yield "10-floor"
