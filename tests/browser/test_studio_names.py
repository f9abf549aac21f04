"""Names in the studio: as long as people make them, and telling one floor from every other."""

from __future__ import annotations

from uuid import UUID

import pytest
from playwright.sync_api import Locator, expect

from floorplans.places import service as places
from tests.browser.studio import as_file, publish, wait_for_studio
from tests.browser.world import Visitor, World
from tests.support.drawings import make_office
from tests.support.factories import make_building, make_site

pytestmark = pytest.mark.usefixtures("reader")

LONGEST = 120
WORD = "Verwaltungsgemeinschaft".ljust(LONGEST, "s")
SENTENCE = ("Third floor of the wing towards the harbour " * 3)[:LONGEST].strip()
WIDTHS = (320, 390, 768, 1024, 1440)


def make_floor(world: World, building: UUID, name: str, ordinal: int = 0) -> UUID:
    return places.create_floor(
        world.db, world.fatima, building_id=building, name=name, ordinal=ordinal
    )


def house_of(world: World, name: str) -> UUID:
    """A building of this name on a site of its own."""
    site = make_site(world.db, world.fatima, name=f"Site of {name[:20]}")
    return make_building(world.db, world.fatima, site, name=name)


def overhang(staff: Visitor) -> int:
    """By how many pixels the page is wider than its window."""
    width: int = staff.page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return width


def right_edge(part: Locator) -> float:
    box = part.bounding_box()
    assert box is not None
    return box["x"] + box["width"]


@pytest.mark.parametrize("name", [WORD, SENTENCE])
def test_the_longest_name_of_a_floor_fits_every_window(
    staff: Visitor, world: World, name: str
) -> None:
    make_floor(world, house_of(world, name[::-1]), name)
    staff.go("/plans")
    assert overhang(staff) == 0
    bring_in_for(staff, name)
    for width in WIDTHS:
        staff.page.set_viewport_size({"width": width, "height": 800})
        assert (width, overhang(staff)) == (width, 0)
        for part in ("#studio-state", "#studio-actions", ".studio-title"):
            assert right_edge(staff.page.locator(part)) <= width, part
        bar = staff.page.locator(".studio-bar").bounding_box()
        assert bar is not None
        assert bar["height"] < 150
    expect(staff.page.locator("h1")).to_have_attribute("title", f"{name}, {name[::-1]}")


def test_the_longest_name_fits_what_is_asked_and_said_about_publishing(
    staff: Visitor, world: World
) -> None:
    name = WORD[:-1] + "x"
    make_floor(world, house_of(world, name[::-1]), name)
    staff.page.set_viewport_size({"width": 320, "height": 700})
    staff.go("/plans")
    assert overhang(staff) == 0
    bring_in_for(staff, name)
    staff.page.get_by_role("button", name="Publish…").click()
    dialog = staff.page.locator("#publish-dialog")
    assert dialog.evaluate("(box) => box.scrollWidth - box.clientWidth") == 0
    staff.page.get_by_role("button", name="Not now").click()
    publish(staff)
    assert overhang(staff) == 0


def bring_in_for(staff: Visitor, name: str) -> None:
    button = staff.page.get_by_role("button", name=f"Bring in a drawing for {name},")
    with staff.page.expect_file_chooser() as chooser:
        button.click()
    chooser.value.set_files(as_file(make_office(), f"{'drawing' * 15}.dxf"))
    wait_for_studio(staff.page)


def shown(select: Locator) -> str:
    """What a closed list shows."""
    words: str = select.evaluate("(list) => list.selectedOptions[0].textContent")
    return words


def test_a_closed_list_of_floors_tells_the_building_and_where_needed_the_site(
    staff: Visitor, world: World
) -> None:
    north = make_site(world.db, world.fatima, name="North shore")
    south = make_site(world.db, world.fatima, name="South shore")
    floors = {
        site: make_floor(
            world, make_building(world.db, world.fatima, place, name="Boathouse"), "Ground floor"
        )
        for site, place in (("North shore", north), ("South shore", south))
    }
    pier = make_building(world.db, world.fatima, south, name="Pier")
    lone = make_floor(world, pier, "Ground floor")
    staff.go("/plans")
    staff.page.locator("#files").set_input_files(as_file(make_office(), "which.dxf"))
    select = staff.page.get_by_label("Which floor does it show?")
    for site, floor in floors.items():
        select.select_option(str(floor))
        assert shown(select) == f"Ground floor, Boathouse, {site}"
    select.select_option(str(lone))
    assert shown(select) == "Ground floor, Pier"
