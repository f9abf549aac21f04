"""Placing a plan: slips are named while one types, floors are laid on each other, maps turn."""

from __future__ import annotations

import math
import re

import pytest
from ezdxf.document import Drawing
from playwright.sync_api import Locator, expect

from floorplans.places import service as places
from tests.browser.conftest import Visit
from tests.browser.studio import (
    as_file,
    bring_in,
    earth_of,
    fill_point,
    open_draft,
    open_tab,
    publish,
    wait_for_studio,
)
from tests.browser.test_studio_issues import make_doubtful
from tests.browser.world import READY, Visitor
from tests.support.drawings import draw_box, make_office
from tests.support.factories import EAST, NORTH

pytestmark = pytest.mark.usefixtures("reader")

CORNERS = {"A": (0.0, 0.0), "B": (12.0, 0.0), "C": (12.0, 4.0), "D": (0.0, 4.0)}


def open_points(staff: Visitor, ordinal: int) -> Locator:
    open_draft(staff, ordinal)
    panel = open_tab(staff, "Position")
    panel.get_by_role("radio", name="Three or more points").check()
    return panel


def type_points(panel: Locator, places: dict[str, tuple[float, float]]) -> None:
    panel.get_by_role("button", name="Add a point").click()
    for index, name in enumerate(CORNERS):
        x, y = CORNERS[name]
        lat, lon = earth_of(*places[name])
        values = {"x in the drawing": x, "y in the drawing": y, "Latitude": lat, "Longitude": lon}
        fill_point(panel, index, values)


def live(panel: Locator) -> Locator:
    return panel.locator(".live-quality")


def test_residuals_and_the_far_corner_are_told_before_anything_is_saved(staff: Visitor) -> None:
    panel = open_points(staff, 101)
    type_points(panel, CORNERS)
    expect(live(panel)).to_contain_text("The points agree within 0.00 m.")
    expect(live(panel)).to_contain_text("At the far corner of the building expect")
    expect(panel.locator(".point").first.locator(".residual")).to_have_text("off by 0.00 m")
    expect(staff.page.locator("path.corner-error")).to_have_count(1)
    expect(panel).not_to_contain_text("The position is saved.")


def test_exchanged_points_are_named_and_put_right_by_a_button(staff: Visitor) -> None:
    panel = open_points(staff, 102)
    type_points(panel, {**CORNERS, "A": CORNERS["B"], "B": CORNERS["A"]})
    expect(live(panel)).to_contain_text("The points “A” and “B” have each other's place")
    expect(panel.locator(".point[data-bad=true]")).to_have_count(2)
    live(panel).get_by_role("button", name="Exchange “A” and “B”").click()
    expect(live(panel)).to_contain_text("The points agree within 0.00 m.")
    expect(panel.locator(".point[data-bad=true]")).to_have_count(0)


def test_a_misplaced_point_is_named_and_can_be_left_out(staff: Visitor) -> None:
    panel = open_points(staff, 103)
    type_points(panel, {**CORNERS, "C": (16.0, 9.0)})
    expect(live(panel)).to_contain_text("The point “C” does not agree with the others.")
    live(panel).get_by_role("button", name="Leave “C” out").click()
    expect(live(panel)).to_contain_text("The points agree within 0.00 m.")


def test_swapped_degrees_are_named(staff: Visitor) -> None:
    panel = open_points(staff, 104)
    type_points(panel, CORNERS)
    lat, lon = earth_of(*CORNERS["C"])
    fill_point(panel, 2, {"Latitude": lon, "Longitude": lat})
    expect(live(panel)).to_contain_text("latitude and longitude are swapped")
    expect(panel.locator(".point[data-bad=true]")).to_contain_text("Latitude")


def test_the_sites_own_coordinates_need_no_code(staff: Visitor) -> None:
    panel = open_points(staff, 105)
    panel.locator("select:visible").select_option(value="site")
    for index, (x, y) in enumerate(list(CORNERS.values())[:3]):
        values = {"x in the": x, "y in the": y, "East": EAST + x, "North": NORTH + y}
        fill_point(panel, index, values)
    expect(live(panel)).to_contain_text("The points agree within 0.00 m.")


@pytest.mark.parametrize(
    ("words", "lat", "lon"),
    [
        ("52°22'12.7\"N 4°53'42.7\"E", 52.3701944, 4.8951944),
        ("https://maps.example/@52.3702,4.8952,17z", 52.3702, 4.8952),
        ("52,3702; 4,8952", 52.3702, 4.8952),
    ],
)
def test_coordinates_are_pasted_in_any_usual_way(
    visit: Visit, words: str, lat: float, lon: float
) -> None:
    staff = visit("fatima@example.test", permissions=["clipboard-read", "clipboard-write"])
    panel = open_points(staff, 100 + len(words))
    staff.page.evaluate("words => navigator.clipboard.writeText(words)", words)
    point = panel.locator(".point:visible").first
    point.get_by_label("Latitude").focus()
    staff.page.keyboard.press("Control+V")
    assert float(point.get_by_label("Latitude").input_value()) == pytest.approx(lat, abs=1e-6)
    assert float(point.get_by_label("Longitude").input_value()) == pytest.approx(lon, abs=1e-6)


def test_a_mark_is_dragged_on_the_plan_and_its_point_follows(staff: Visitor) -> None:
    panel = open_points(staff, 106)
    type_points(panel, CORNERS)
    expect(live(panel)).to_contain_text("agree within 0.00 m")
    mark = staff.page.locator(".studio-stage .control-point").first
    box = mark.bounding_box()
    assert box is not None
    staff.page.mouse.move(box["x"] + 14, box["y"] + 14)
    staff.page.mouse.down()
    staff.page.mouse.move(box["x"] + 80, box["y"] - 60, steps=4)
    staff.page.mouse.up()
    expect(panel.locator(".point").first.get_by_label("x in the drawing")).not_to_have_value("0")
    expect(live(panel)).not_to_contain_text("agree within 0.00 m")


def test_a_pin_of_a_finding_is_no_obstacle_to_a_point(staff: Visitor) -> None:
    open_draft(staff, 110, make_doubtful())
    panel = open_tab(staff, "Position")
    panel.get_by_role("radio", name="Three or more points").check()
    pin = staff.page.locator(".studio-stage .pin").first
    box = pin.bounding_box()
    assert box is not None
    panel.get_by_role("button", name="Pick on the plan").locator("visible=true").first.click()
    staff.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    point = panel.locator(".point:visible").first
    expect(point.get_by_label("x in the drawing")).not_to_have_value("")
    expect(point.get_by_label("Latitude")).to_be_focused()


def test_a_world_file_is_pasted(staff: Visitor) -> None:
    open_draft(staff, 107)
    panel = open_tab(staff, "Position")
    panel.get_by_role("radio", name="By a world file").check()
    panel.get_by_label("Its lines").fill(f"0.001\n0\n0\n0.001\n{EAST}\n{NORTH}")
    panel.get_by_role("button", name="Save the position").click()
    expect(panel).to_contain_text("The position is saved.")
    expect(panel).to_contain_text("By a world file")


def draw_storey(turned: bool) -> Drawing:
    """An office with columns and a stair at one end; ``turned`` on another sheet, elsewhere."""
    doc = make_office()
    space = doc.modelspace()
    for x in (0.4, 4.2, 8.0, 11.6):
        draw_box(space, (x - 0.15, 3.5), (x + 0.15, 3.8), "S-COLS")
    draw_box(space, (12.0, 0.0), (14.4, 4.0), "A-FLOR-STRS")
    for step in range(1, 10):
        space.add_line((12.0, 0.4 * step), (14.4, 0.4 * step), dxfattribs={"layer": "A-FLOR-STRS"})
    if turned:
        for entity in space:
            entity.rotate_z(math.pi / 2)
            entity.translate(120, 40, 0)
    return doc


def test_a_floor_is_laid_on_the_one_below(staff: Visitor) -> None:
    world = staff.world
    open_draft(staff, 108, draw_storey(turned=False))
    publish(staff)
    site = places.sites(world.db, world.fatima)[0]
    shed = next(b for b in site.buildings if b.name == "Shed 108")
    places.create_floor(world.db, world.fatima, building_id=shed.id, name="Storey 118", ordinal=118)
    staff.go("/plans")
    bring_in(staff, 118, as_file(draw_storey(turned=True)))
    wait_for_studio(staff.page)
    panel = open_tab(staff, "Position")
    panel.get_by_role("radio", name="On another floor of the building").check()
    expect(panel).to_contain_text(re.compile(r"By 1 stair, 4 columns.*cm left over"))
    panel.get_by_role("button", name="Save the position").click()
    expect(panel).to_contain_text("The position is saved.")
    expect(panel).to_contain_text("Storey 108: By 1 stair")


def test_the_map_shows_the_plan_upright(staff: Visitor) -> None:
    floor = open_draft(staff, 109)
    panel = open_tab(staff, "Position")
    panel.get_by_role("radio", name="One point and a bearing").check()
    lat, lon = earth_of(0, 0)
    values = {"x in the drawing": 0, "y in the drawing": 0, "Latitude": lat, "Longitude": lon}
    fill_point(panel, 0, values)
    panel.get_by_label("Bearing of the top").fill("40")
    panel.get_by_role("button", name="Save the position").click()
    expect(panel).to_contain_text("The position is saved.")
    panel.get_by_text("Which way is up on the map").click()
    panel.get_by_role("button", name="As this plan is drawn").click()
    expect(panel).to_contain_text(re.compile(r"Maps of this building show 40(\.0\d)?° upwards"))
    publish(staff)
    staff.go(f"/floors/{floor}")
    staff.page.wait_for_selector(READY)
    expect(staff.page.get_by_role("img", name="North is up to the left")).to_be_visible()
    edge = staff.page.locator("path.floor-outline").first.bounding_box()
    assert edge is not None
    # 12 by 4 m and upright: turned by 40 degrees its box would be nearly square.
    assert edge["width"] / edge["height"] > 2
