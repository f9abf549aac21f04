"""A stranger's drawing without any layer of rooms: from the file to a booked desk, with nothing but
what a person clicks and types."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.studio import earth_of, open_tab, publish, wait_for_studio
from tests.browser.world import READY, Visitor, World, working_day
from tests.support.plans import plans_folder

FILE = "wrld-office.dxf"
#: Walls, doors and furniture, and block names that say nothing.
DESK_BLOCK = "grdfr"
READING_MS = 90_000
pytestmark = pytest.mark.usefixtures("reader")


def drawing() -> str:
    folder = plans_folder()
    if folder is None:
        pytest.skip("the drawings of strangers are not on this machine (FLOORPLANS_PLANS)")
    return str(folder / "floors" / FILE)


def bring_it_in(staff: Visitor) -> None:
    """Choose the file and say which floor it shows: a new one of a new building."""
    staff.go("/plans")
    staff.page.locator("#files").set_input_files(drawing())
    arrival = staff.page.get_by_role("listitem", name=FILE)
    arrival.get_by_label("Which floor does it show?").select_option(label="New floor…")
    arrival.get_by_label("Building", exact=True).select_option(label="New building…")
    arrival.get_by_label("Name of the building").fill("Two Wings")
    arrival.get_by_label("Storey").fill("3")
    arrival.get_by_role("button", name="Bring it in").click()
    staff.page.wait_for_url("**/plans/*-*", timeout=READING_MS)
    wait_for_studio(staff.page)


def place_it(staff: Visitor) -> None:
    """One point that is clicked on the plan, where it is on the earth, and where the top looks."""
    panel = open_tab(staff, "Position")
    panel.get_by_role("radio", name="One point and a bearing").check()
    panel.get_by_role("button", name="Pick on the plan").locator("visible=true").click()
    staff.page.locator(".studio-stage .map").click()
    latitude, longitude = earth_of(0, 0)
    for label, value in (("Latitude", latitude), ("Longitude", longitude)):
        panel.locator(".point:visible").get_by_label(label).fill(str(value))
    panel.get_by_label("Bearing of the top of the drawing").fill("12")
    panel.get_by_role("button", name="Save the position").click()
    expect(panel).to_contain_text("The position is saved.")


@pytest.mark.timeout(300)
def test_a_drawing_without_a_room_layer_becomes_a_floor_on_which_a_desk_is_booked(
    staff: Visitor, visit: Visit, world: World
) -> None:
    bring_it_in(staff)
    page = staff.page
    # Nothing in the drawing says what is a room.
    roles = open_tab(staff, "Roles")
    layers = roles.get_by_role("list", name="Layers")
    chosen = layers.locator("select").evaluate_all("all => all.map((each) => each.value)")
    assert chosen
    assert "room" not in chosen
    # The rooms between the walls were found all the same.
    overview = open_tab(staff, "Overview")
    found = re.search(r"(\d+)\s+rooms", overview.inner_text())
    assert found
    assert int(found.group(1)) >= 15
    # What the drawing calls "grdfr" is a desk.
    roles = open_tab(staff, "Roles")
    roles.get_by_label("Find a layer or block").fill(DESK_BLOCK)
    role = roles.get_by_label(f"Role of {DESK_BLOCK}", exact=True)
    if role.input_value() != "desk":
        role.select_option("desk")
        expect(page.locator(".toast")).to_contain_text("desks", timeout=READING_MS)
    place_it(staff)
    publish(staff)
    page.get_by_role("link", name="Open the floor's map").click()
    page.wait_for_selector(READY)
    assert page.locator("path.place.kind-desk").count() >= 15
    # And somebody books a desk there.
    noor = visit()
    day = working_day()
    noor.page.goto(f"{page.url.split('?')[0]}?from={day}T09:00&to={day}T17:00")
    noor.page.wait_for_selector(READY)
    noor.page.locator('path.place.kind-desk[data-status="free"]').first.click()
    noor.panel().get_by_role("button", name=re.compile("^Book ")).click()
    expect(noor.page.locator(".toast")).to_contain_text("Booked: ")
    expect(noor.page.locator('path.place.kind-desk[data-status="yours"]')).to_have_count(1)
