"""What is written on the studio's drawing: legible at every zoom, never over something else."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, ViewportSize, expect
from shapely import Polygon, box

from app.demo.campus import PLOTS
from app.demo.write import write_floor
from tests.browser.studio import bring_in, make_empty_floor, open_draft, wait_for_studio
from tests.browser.world import Visitor
from tests.support.drawings import draw_box, make_drawing

pytestmark = pytest.mark.usefixtures("reader")

#: A floor with everything: team areas in zones, small offices, booths, lifts beside each other.
DENSE = "harbour-house-01.dxf"
#: Letters are measured by the browser, and planned by their mean width.
TOUCH_PX = 2.0
WIDE: ViewportSize = {"width": 1536, "height": 900}
#: The boxes of what matches, in pixels of the window.
OUTLINES = """(selector) => [...document.querySelectorAll(selector)].map((each) => {
  const { left, top, right, bottom } = each.getBoundingClientRect();
  return [left, top, right, bottom];
})"""


@pytest.fixture(scope="module")
def dense(tmp_path_factory: pytest.TempPathFactory) -> FilePayload:
    folder: Path = tmp_path_factory.mktemp("drawing")
    (plot,) = (plot for plot in PLOTS if plot.file == DENSE)
    content = write_floor(plot, folder).path.read_bytes()
    return {"name": DENSE, "mimeType": "image/vnd.dxf", "buffer": content}


def open_dense(staff: Visitor, ordinal: int, dense: FilePayload) -> None:
    make_empty_floor(staff.world, ordinal)
    staff.page.set_viewport_size(WIDE)
    staff.go("/plans")
    bring_in(staff, ordinal, dense)
    wait_for_studio(staff.page)
    expect(staff.page.locator(".labels text").first).to_be_attached()


def boxes(staff: Visitor, selector: str) -> list[Polygon]:
    return [box(*edges) for edges in staff.page.evaluate(OUTLINES, selector)]


def zoom_in(staff: Visitor, steps: int) -> None:
    """Zoom, each time until everything was written anew."""
    for _ in range(steps):
        staff.page.evaluate(
            "document.querySelectorAll('.labels text').forEach((text) => text.dataset.old = 1)"
        )
        staff.page.get_by_role("button", name="Zoom in").click()
        expect(staff.page.locator(".labels text[data-old]")).to_have_count(0)
        expect(staff.page.locator(".leaflet-zoom-anim")).to_have_count(0)


@pytest.mark.parametrize("steps", [0, 2, 4])
def test_no_name_is_written_over_another(staff: Visitor, dense: FilePayload, steps: int) -> None:
    open_dense(staff, 260 + steps, dense)
    zoom_in(staff, steps)
    written = boxes(staff, ".labels text")
    assert len(written) > 10
    clashes = [
        (one, other)
        for one, other in combinations(written, 2)
        if one.buffer(-TOUCH_PX).intersects(other.buffer(-TOUCH_PX))
    ]
    assert clashes == []


@pytest.mark.parametrize("steps", [0, 2])
def test_no_name_of_a_room_or_a_zone_is_written_over_a_desk(
    staff: Visitor, dense: FilePayload, steps: int
) -> None:
    open_dense(staff, 270 + steps, dense)
    zoom_in(staff, steps)
    desks = boxes(staff, "path.draft-desk")
    names = boxes(staff, ".labels .room-name, .labels .zone-name")
    assert len(desks) == 144
    assert names
    assert not [name for name in names if any(name.buffer(-TOUCH_PX).intersects(d) for d in desks)]


def test_the_number_of_a_desk_stays_inside_its_desk(staff: Visitor, dense: FilePayload) -> None:
    open_dense(staff, 280, dense)
    zoom_in(staff, 2)
    desks = boxes(staff, "path.draft-desk")
    numbers = boxes(staff, ".labels .place-name")
    assert len(numbers) > 20
    assert all(any(desk.buffer(TOUCH_PX).contains(n) for desk in desks) for n in numbers)


def test_from_afar_the_rooms_are_named_and_no_desk_is(staff: Visitor, dense: FilePayload) -> None:
    open_dense(staff, 281, dense)
    expect(staff.page.locator(".labels .place-name")).to_have_count(0)
    expect(staff.page.locator(".labels .zone-name")).to_have_text(
        ["Team Elbe", "Team Bille", "Team Alster", "Quiet zone"]
    )
    expect(staff.page.locator(".labels")).to_contain_text("1.13 Corridor south")


def test_a_name_too_long_for_a_small_room_stands_in_two_lines(staff: Visitor) -> None:
    house = make_drawing()
    space = house.modelspace()
    for low, high, name in (
        ((0, 0), (12, 8), "Great room"),
        ((12, 0), (13.4, 2), "COVERED PORCH"),
    ):
        draw_box(space, low, high, "A-AREA")
        text = space.add_text(name, height=0.15, dxfattribs={"layer": "A-AREA-IDEN"})
        text.set_placement((low[0] + 0.1, low[1] + 1))
    open_draft(staff, 209, house)
    names = staff.page.locator(".labels text.room-name")
    expect(names).to_have_text(["Great room", "COVERED", "PORCH"])
