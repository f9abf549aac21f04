"""Where a drawing lies: by points that a person types or clicks, proven in metres."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Visit
from tests.browser.studio import (
    earth_of,
    fill_point,
    open_draft,
    open_tab,
    wait_for_studio,
)
from tests.browser.world import Visitor
from tests.support.factories import EAST, NORTH, SRID

pytestmark = pytest.mark.usefixtures("reader")

CORNERS = {"A": (0.0, 0.0), "B": (12.0, 0.0), "C": (12.0, 4.0), "D": (0.0, 4.0)}
#: Seconds of latitude are about 31 m; this is 1.1 m too far north.
ASTRAY_DEG = 0.00001


def open_points(staff: Visitor, ordinal: int) -> Locator:
    open_draft(staff, ordinal)
    panel = open_tab(staff, "Position")
    panel.get_by_role("radio", name="Three or more points").check()
    return panel


def type_corners(panel: Locator, *, astray: str | None = None, mirrored: bool = False) -> None:
    panel.get_by_role("button", name="Add a point").click()
    for index, (name, (x, y)) in enumerate(CORNERS.items()):
        lat, lon = earth_of(-x if mirrored else x, y)
        lat += ASTRAY_DEG if name == astray else 0
        values = {"x in the drawing": x, "y in the drawing": y, "Latitude": lat, "Longitude": lon}
        fill_point(panel, index, values)


def save(panel: Locator) -> None:
    panel.get_by_role("button", name="Save the position").click()


def test_points_that_agree_are_saved_with_their_residuals(staff: Visitor) -> None:
    panel = open_points(staff, 201)
    type_corners(panel)
    save(panel)
    expect(panel).to_contain_text("The position is saved.")
    expect(panel.locator(".residuals tbody tr")).to_have_count(4)
    expect(panel.locator(".residuals")).to_contain_text("0.00 m")
    expect(panel.locator(".facts")).to_contain_text("RMSE")


def test_what_came_of_saving_is_in_sight_below_the_longest_form(staff: Visitor) -> None:
    panel = open_points(staff, 221)
    save(panel)
    expect(panel.get_by_role("alert")).to_be_in_viewport(ratio=0.9)
    type_corners(panel)
    save(panel)
    expect(panel.get_by_text("The position is saved.")).to_be_in_viewport(ratio=0.9)


def test_the_point_that_disagrees_is_named(staff: Visitor) -> None:
    panel = open_points(staff, 202)
    type_corners(panel, astray="C")
    save(panel)
    expect(panel).to_contain_text("The point “C” does not agree with the others.")
    expect(panel.locator(".residuals tr[data-bad=true]")).to_contain_text("C")
    expect(panel.locator(".point[data-bad=true]")).to_have_count(1)


def test_a_mirrored_plan_is_noticed_and_accepted(staff: Visitor) -> None:
    panel = open_points(staff, 203)
    type_corners(panel, mirrored=True)
    save(panel)
    expect(panel.get_by_role("alert")).to_contain_text("when the drawing is turned over")
    panel.get_by_role("button", name="The plan is mirrored").click()
    expect(panel).to_contain_text("The position is saved.")
    expect(panel.get_by_role("checkbox", name="The plan is drawn mirrored")).to_be_checked()


def test_a_wild_fit_is_saved_only_when_a_person_insists(staff: Visitor) -> None:
    panel = open_points(staff, 204)
    for index, (x, y) in enumerate(CORNERS.values()):
        if index == 3:
            break
        lat, lon = earth_of(2 * x, 2 * y)
        fill_point(panel, index, {"x in the": x, "y in the": y, "Latitude": lat, "Longitude": lon})
    save(panel)
    expect(panel.get_by_role("alert")).to_contain_text("Nothing was changed.")
    panel.get_by_role("button", name="Save it all the same").click()
    expect(panel).to_contain_text("The position is saved.")


def test_coordinates_of_a_crs_do_as_well(staff: Visitor) -> None:
    panel = open_points(staff, 205)
    panel.locator("select:visible").select_option(label="Coordinates of a CRS")
    panel.get_by_label("EPSG code").locator("visible=true").fill(str(SRID))
    for index, (x, y) in enumerate(list(CORNERS.values())[:3]):
        values = {"x in the": x, "y in the": y, "East": EAST + x, "North": NORTH + y}
        fill_point(panel, index, values)
    save(panel)
    expect(panel).to_contain_text("The position is saved.")


def test_a_click_on_the_plan_catches_the_corner_beside_it(staff: Visitor) -> None:
    panel = open_points(staff, 206)
    panel.get_by_role("button", name="Pick on the plan").locator("visible=true").first.click()
    expect(staff.page.locator("#pick-note")).to_be_visible()
    room = staff.page.locator("path.draft-room").first.bounding_box()
    assert room is not None
    staff.page.mouse.click(room["x"] + 5, room["y"] + room["height"] - 5)
    point = panel.locator(".point:visible").first
    expect(point.get_by_label("x in the drawing")).to_have_value("0.000")
    expect(point.get_by_label("y in the drawing")).to_have_value("0.000")
    expect(staff.page.locator(".control-point")).to_have_count(1)


def test_escape_ends_the_picking(staff: Visitor) -> None:
    panel = open_points(staff, 207)
    panel.get_by_role("button", name="Pick on the plan").locator("visible=true").first.click()
    staff.page.keyboard.press("Escape")
    expect(staff.page.locator("#pick-note")).to_be_hidden()
    staff.page.locator("path.draft-room").first.click()
    expect(staff.page.locator("#inspected")).to_contain_text("Room 101")


def test_a_pair_is_pasted_as_a_map_copies_it(visit: Visit) -> None:
    staff = visit("fatima@example.test", permissions=["clipboard-read", "clipboard-write"])
    panel = open_points(staff, 208)
    staff.page.evaluate("navigator.clipboard.writeText('52.3702, 4.8952')")
    point = panel.locator(".point:visible").first
    point.get_by_label("Latitude").focus()
    staff.page.keyboard.press("Control+V")
    expect(point.get_by_label("Latitude")).to_have_value("52.3702")
    expect(point.get_by_label("Longitude")).to_have_value("4.8952")


def test_a_point_without_a_place_is_asked_for_it(staff: Visitor) -> None:
    panel = open_points(staff, 209)
    fill_point(panel, 0, {"x in the drawing": 1, "y in the drawing": 2})
    save(panel)
    expect(panel.get_by_role("alert")).to_contain_text("“A” has no place on the earth.")
    expect(panel.locator(".point:visible").first.get_by_label("Latitude")).to_be_focused()


def test_one_point_and_a_bearing_place_a_plan(staff: Visitor) -> None:
    open_draft(staff, 210)
    panel = open_tab(staff, "Position")
    panel.get_by_role("radio", name="One point and a bearing").check()
    lat, lon = earth_of(0, 0)
    values = {"x in the drawing": 0, "y in the drawing": 0, "Latitude": lat, "Longitude": lon}
    fill_point(panel, 0, values)
    panel.get_by_label("Bearing of the top").fill("90")
    save(panel)
    expect(panel).to_contain_text("The position is saved.")
    expect(panel.locator(".facts")).to_contain_text("90.00° from true north")


def test_a_saved_bearing_is_there_again_after_a_reload(staff: Visitor) -> None:
    open_draft(staff, 211)
    panel = open_tab(staff, "Position")
    panel.get_by_role("radio", name="One point and a bearing").check()
    lat, lon = earth_of(0, 0)
    values = {"x in the drawing": 0, "y in the drawing": 0, "Latitude": lat, "Longitude": lon}
    fill_point(panel, 0, values)
    panel.get_by_label("Bearing of the top").fill("-17.5")
    save(panel)
    expect(panel).to_contain_text("The position is saved.")
    staff.page.reload()
    wait_for_studio(staff.page)
    panel = open_tab(staff, "Position")
    expect(panel.get_by_label("Bearing of the top")).to_have_value("342.5")
