"""Places are closed on the map and in the list, and whoever is affected moves with one press."""

from __future__ import annotations

import os
import re
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Locator, expect
from sqlalchemy import text

from tests.browser.conftest import Visit
from tests.browser.test_accessibility import findings
from tests.browser.world import Visitor, World, working_day

PHONE = {"width": 360, "height": 740, "has_touch": True, "is_mobile": True}
SHOTS = os.environ.get("FLOORPLANS_SHOTS")


def shot(visitor: Visitor, name: str) -> None:
    if SHOTS:
        visitor.page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)


def fill_hours(visitor: Visitor, reason: str) -> None:
    day = working_day()
    visitor.page.get_by_label("Reason").fill(reason)
    visitor.page.get_by_label("From", exact=True).fill(f"{day}T08:00")
    visitor.page.get_by_label("To", exact=True).fill(f"{day}T18:00")


def around(shape: Locator, page_map: Locator) -> list[dict[str, float]]:
    """Corners a little outside a shape, in pixels of the map."""
    box, origin = shape.bounding_box(), page_map.bounding_box()
    assert box is not None
    assert origin is not None
    west, north = box["x"] - origin["x"] - 2, box["y"] - origin["y"] - 2
    east, south = west + box["width"] + 4, north + box["height"] + 4
    return [
        {"x": x, "y": y} for x, y in ((west, north), (east, north), (east, south), (west, south))
    ]


def site_box(world: World, space_id: UUID) -> tuple[float, float, float, float]:
    """West, south, width and depth of a space, in metres of the site's CRS."""
    asked = text("""
        SELECT ST_XMin(geom), ST_YMin(geom), ST_XMax(geom) - ST_XMin(geom),
          ST_YMax(geom) - ST_YMin(geom)
        FROM space_shape WHERE space_id = :id AND is_live
    """)
    with world.db.transaction(world.fatima.organisation_id) as tx:
        west, south, width, depth = tx.execute(asked, {"id": space_id}).one()
    return west, south, width, depth


def test_an_area_is_drawn_with_the_mouse_and_its_person_moves_with_one_press(
    visit: Visit, world: World
) -> None:
    floor = world.new_floor(61)
    desk = floor.spaces["Desk 2.001"]
    world.book(world.noor, desk, 9, 17)
    staff = visit("fatima@example.test")
    page = staff.page
    staff.go(f"/closures/new?floor={floor.floor_id}")
    page.wait_for_selector(".closing-map[data-ready]")
    page.get_by_label("An area that I draw").check()
    drawing = page.locator(".closing-map .map")
    shape = page.locator(f'path.place[data-id="{desk}"]')
    for corner in around(shape, drawing):
        drawing.click(position=corner)
    fill_hours(staff, "New carpet")
    page.get_by_role("button", name="Look whom it affects").click()
    looked = page.get_by_role("status", name="Whom it would affect")
    expect(looked).to_contain_text("1 place would be closed, 1 booking affected.")
    expect(looked).to_contain_text("Noor de Vries")
    page.wait_for_selector(".closing-map[data-ready]")
    legend = page.get_by_role("list", name="What the colours on the map mean")
    expect(legend).to_contain_text("Would be closed, and is booked")
    expect(shape).to_have_attribute("data-status", "taken")
    other = page.locator(f'path.place[data-id="{floor.spaces["Desk 2.004"]}"]')
    expect(other).to_have_attribute("data-status", "free")
    assert findings(staff) == []
    shot(staff, "closing-desktop")
    page.get_by_label("Also what is within").first.fill("20")
    expect(legend).to_be_hidden()
    expect(shape).to_have_attribute("data-status", "free")
    page.get_by_label("Also what is within").first.fill("0")
    page.get_by_role("button", name="Close and tell them").click()
    expect(page.get_by_text("No answer yet")).to_be_visible()
    noor = visit("noor@example.test")
    noor.go("/my/bookings")
    card = noor.page.locator(f'.booking[data-space="{desk}"]')
    expect(card).to_contain_text("This place is closed until")
    expect(card).to_contain_text("New carpet")
    assert findings(noor) == []
    shot(noor, "closed-booking")
    card.get_by_role("button", name="Move to").first.click()
    expect(noor.page.get_by_text("Moved:").first).to_be_visible()
    page.reload()
    expect(
        page.get_by_role("status").filter(has_text="1 moved, 0 without an answer")
    ).to_be_visible()
    assert findings(staff) == []
    shot(staff, "closure-desktop")


def test_places_are_closed_and_opened_again_on_a_phone_by_keyboard_alone(
    visit: Visit, world: World
) -> None:
    floor = world.new_floor(62)
    desk = floor.spaces["Desk 2.001"]
    world.book(world.noor, desk, 9, 17)
    staff = visit("fatima@example.test", **PHONE)
    page, keyboard = staff.page, staff.page.keyboard
    staff.go(f"/closures/new?floor={floor.floor_id}")
    page.wait_for_selector(".closing-map[data-ready]")
    page.locator(f'input[name="place"][value="{desk}"]').focus()
    keyboard.press("Space")
    expect(page.locator(f'path.place.selected[data-id="{desk}"]')).to_have_count(1)
    fill_hours(staff, "Leaking roof")
    page.get_by_label("Until somebody opens it").focus()
    keyboard.press("Space")
    shot(staff, "closing-phone")
    assert findings(staff) == []
    page.get_by_role("button", name="Close and tell them").focus()
    keyboard.press("Enter")
    expect(page.get_by_text("until it is opened").first).to_be_visible()
    shot(staff, "closure-phone")
    staff.go("/closures")
    expect(page.get_by_role("heading", name="1 place, Floor 62")).to_be_visible()
    assert findings(staff) == []
    shot(staff, "closures-phone")
    page.get_by_role("link", name="Open “Leaking roof”").focus()
    keyboard.press("Enter")
    page.get_by_role("button", name="Take it back").focus()
    keyboard.press("Enter")
    expect(page.get_by_text("1 booking stands as before.")).to_be_visible()
    noor = visit("noor@example.test")
    noor.go("/my/bookings")
    card = noor.page.locator(f'.booking[data-space="{desk}"]')
    expect(card.get_by_role("button", name="Change")).to_be_visible()


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1440, 900)])
def test_all_near_a_place_is_closed_by_keyboard_alone(
    visit: Visit, world: World, width: int, height: int
) -> None:
    floor = world.new_floor(63 if width < 600 else 64)
    staff = visit("fatima@example.test", width=width, height=height)
    page, keyboard = staff.page, staff.page.keyboard
    staff.go(f"/closures/new?floor={floor.floor_id}")
    page.wait_for_selector(".closing-map[data-ready]")
    page.get_by_label("Some places").focus()
    for _ in range(2):
        keyboard.press("ArrowDown")
    expect(page.get_by_label("All near a place")).to_be_checked()
    page.get_by_label("Everything within").focus()
    keyboard.press("ControlOrMeta+a")
    keyboard.type("0.5")
    keyboard.press("Tab")
    expect(page.get_by_label("of", exact=True)).to_be_focused()
    keyboard.type("Desk 2.001")
    fill_hours(staff, "A broken lamp")
    page.get_by_role("button", name="Look whom it affects").focus()
    keyboard.press("Enter")
    looked = page.get_by_role("status", name="Whom it would affect")
    expect(looked).to_contain_text("Desk 2.001")
    few = int(looked.inner_text().split()[0])
    page.wait_for_selector(".closing-map[data-ready]")
    expect(page.locator("path.closing-area")).to_have_count(1)
    assert findings(staff) == []
    shot(staff, f"closing-near-{width}")
    page.get_by_label("Everything within").fill("12")
    expect(page.locator("path.closing-area")).to_have_attribute("d", "M0 0")
    page.get_by_role("button", name="Look whom it affects").press("Enter")
    expect(looked).not_to_contain_text(f"{few} place would")
    assert int(looked.inner_text().split()[0]) > few
    page.get_by_role("button", name="Close and tell them").press("Enter")
    expect(page.get_by_text("Nobody affected")).to_be_visible()


def test_an_area_is_given_by_its_corners_and_a_wrong_line_is_told(
    visit: Visit, world: World
) -> None:
    floor = world.new_floor(65)
    staff = visit("fatima@example.test", **PHONE)
    page, keyboard = staff.page, staff.page.keyboard
    staff.go(f"/closures/new?floor={floor.floor_id}")
    page.get_by_label("An area by its corners").focus()
    keyboard.press("Space")
    corners = page.get_by_label("Corners, one on each line")
    corners.focus()
    keyboard.type("0, 0")
    keyboard.press("Enter")
    keyboard.type("ten, 0")
    fill_hours(staff, "Painting")
    look = page.get_by_role("button", name="Look whom it affects")
    look.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Line 2 of the corners, “ten, 0”")
    expect(corners).to_have_value(re.compile(r"^0, 0\r?\nten, 0$"))
    east, north, width, depth = site_box(world, floor.spaces["Desk 2.001"])
    typed = [(east, north), (east + width, north), (east + width, north + depth)]
    corners.fill("\n".join(f"{x:.2f} {y:.2f}" for x, y in typed))
    page.get_by_label("Measured").select_option("site")
    assert findings(staff) == []
    look.press("Enter")
    looked = page.get_by_role("status", name="Whom it would affect")
    expect(looked).to_contain_text("1 place would be closed, 0 bookings affected.")
    expect(looked).to_contain_text("Desk 2.001")
    assert findings(staff) == []
    shot(staff, "closing-corners-phone")
