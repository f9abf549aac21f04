"""The beacons of a floor, as staff hang, move, list and try them, by hand and by keyboard."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from floorplans.beacons import service as beacons
from floorplans.beacons.views import Beacon
from tests.browser.conftest import Visit
from tests.browser.plan import PlannedFloor
from tests.browser.test_accessibility import findings
from tests.browser.test_ways_page import SMALL
from tests.browser.world import Visitor, World
from tests.support.factories import make_building, make_floor, make_site, on_earth

PHONE, DESK = {"width": 390, "height": 844, "has_touch": True}, {"width": 1440, "height": 900}
NARROW = {"width": 320, "height": 640, "has_touch": True}
CORNERS = ((0.0, 0.0), (9.0, 0.0), (0.0, 6.0), (9.0, 6.0))


def hang(world: World, floor: PlannedFloor, name: str) -> list[str]:
    """Four beacons in the corners; their names."""
    names = [f"{name}:{n}" for n in range(len(CORNERS))]
    hung = [Beacon(own, *on_earth(*at)) for own, at in zip(names, CORNERS, strict=True)]
    beacons.set_beacons(world.db, world.fatima, floor.floor_id, hung)
    return names


def names_of(world: World, floor: PlannedFloor) -> list[str]:
    return [each.name for each in beacons.beacons(world.db, world.fatima, floor.floor_id)]


def open_beacons(visit: Visit, floor: PlannedFloor, **size: object) -> Visitor:
    staff = visit("fatima@example.test", **size)
    staff.go(f"/floors/{floor.floor_id}/beacons")
    expect(staff.page.locator(".beacons")).to_have_attribute("data-ready", "true")
    return staff


def rows(staff: Visitor) -> Locator:
    return staff.page.locator(".beacon-list > li")


@pytest.mark.parametrize(("ordinal", "size"), [(980, PHONE), (981, DESK)], ids=["phone", "desktop"])
def test_a_beacon_is_hung_by_a_click_moved_and_removed_and_that_undone(
    visit: Visit, world: World, ordinal: int, size: dict[str, object]
) -> None:
    floor = world.new_floor(ordinal, desks=6)
    staff = open_beacons(visit, floor, **size)
    page = staff.page
    page.locator(".near-stage .map").click(position={"x": 160, "y": 140})
    expect(page.locator(".beacon-mark.draft")).to_have_count(2)
    page.get_by_label("Name").fill(f"AA:{ordinal}")
    page.get_by_role("button", name="Add it").click()
    expect(rows(staff)).to_contain_text([f"aa:{ordinal}"])
    expect(page.locator(".leaflet-marker-pane .beacon-mark")).to_have_count(1)
    assert findings(staff) == []
    before = beacons.beacons(world.db, world.fatima, floor.floor_id)[0]
    page.get_by_role("button", name="Change aa:").click()
    expect(page.get_by_role("heading", name=f"Change aa:{ordinal}")).to_be_visible()
    page.get_by_role("button", name="North").click()
    page.get_by_role("button", name="Save it").click()
    expect(page.locator("#toasts")).to_contain_text("was changed")
    after = beacons.beacons(world.db, world.fatima, floor.floor_id)[0]
    assert (after.lat - before.lat) * 111_320 == pytest.approx(0.5, abs=0.02)
    page.get_by_role("button", name="Remove aa:").click()
    expect(rows(staff)).to_have_count(0)
    expect(page.locator("#beacon-list-head")).to_be_focused()
    page.get_by_role("button", name="Undo").click()
    expect(rows(staff)).to_have_count(1)
    assert names_of(world, floor) == [f"aa:{ordinal}"]


@pytest.mark.parametrize(
    ("ordinal", "size"),
    [(982, NARROW), (983, PHONE), (984, DESK)],
    ids=["narrow", "phone", "desktop"],
)
def test_the_page_fits_and_what_is_pressed_is_large(
    visit: Visit, world: World, ordinal: int, size: dict[str, object]
) -> None:
    floor = world.new_floor(ordinal, desks=6)
    hang(world, floor, f"fit{ordinal}")
    staff = open_beacons(visit, floor, **size)
    pressed = "main button, main .button, main .input"
    assert staff.page.locator(pressed).evaluate_all(SMALL) == []
    assert staff.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert findings(staff) == []


def test_a_beacon_is_hung_by_keyboard_alone(visit: Visit, world: World) -> None:
    floor = world.new_floor(990, desks=6)
    staff = open_beacons(visit, floor)
    page = staff.page
    page.get_by_label("Name").focus()
    page.keyboard.type("key:1")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("no place on the earth")
    page.get_by_label("At a desk or room").focus()
    page.keyboard.type("2.003")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Latitude")).not_to_have_value("")
    for _ in range(2):
        page.get_by_role("button", name="East").press("Enter")
    page.get_by_label("Name").press("Enter")
    expect(rows(staff)).to_contain_text(["key:1"])
    expect(page.get_by_label("Name")).to_be_focused()
    page.keyboard.type("key:2")
    for label, value in (("Latitude", "52,37"), ("Longitude", "4.9"), ("Signal at one", "-61")):
        page.get_by_label(label).focus()
        page.keyboard.press("Control+A")
        page.keyboard.type(value)
    page.keyboard.press("Enter")
    expect(rows(staff)).to_contain_text(["key:1", "key:2"])
    hung = beacons.beacons(world.db, world.fatima, floor.floor_id)
    assert [each.at_1_m_dbm for each in hung] == [-59, -61]


def test_a_name_that_hangs_elsewhere_is_refused_and_the_form_keeps_it(
    visit: Visit, world: World
) -> None:
    hang(world, world.new_floor(991, desks=3), "away")
    staff = open_beacons(visit, world.new_floor(992, desks=3))
    staff.page.get_by_label("Name").fill("AWAY:1")
    staff.page.get_by_label("At a desk or room").fill("2.002")
    staff.page.get_by_role("button", name="Add it").click()
    expect(staff.page.get_by_role("alert")).to_contain_text("“away:1” hangs on another floor")
    expect(staff.page.get_by_label("Name")).to_have_value("AWAY:1")
    expect(rows(staff)).to_have_count(0)


@pytest.mark.parametrize(("ordinal", "size"), [(993, PHONE), (994, DESK)], ids=["phone", "desktop"])
def test_a_list_is_taken_told_line_by_line_undone_and_downloaded(
    visit: Visit, world: World, tmp_path: Path, ordinal: int, size: dict[str, object]
) -> None:
    floor = world.new_floor(ordinal, desks=6)
    names = hang(world, floor, f"old{ordinal}")
    staff = open_beacons(visit, floor, **size)
    page, file = staff.page, tmp_path / "beacons.csv"
    places = [",".join(map(str, on_earth(*at))) for at in CORNERS]
    lines = [f"{names[0]},{places[0]},-70", f"new{ordinal},{places[1]},", f"bad{ordinal},here,52,"]
    head = "beacon,lon,lat,at_1_m_dbm"
    answer = page.locator("#beacon-file-answer")

    file.write_text("\n".join([head, *lines, f",{places[2]},"]))
    page.get_by_label("File", exact=True).set_input_files(file)
    page.get_by_role("button", name="Take the list").click()
    expect(answer.get_by_role("listitem")).to_contain_text(["Line 4:", "Line 5:"])
    expect(answer).to_contain_text("Nothing was changed")
    assert names_of(world, floor) == names
    assert findings(staff) == []

    file.write_text("\n".join([head, *lines[:2]]))
    page.get_by_label("File", exact=True).set_input_files(file)
    page.get_by_role("button", name="Take the list").press("Enter")
    expect(answer).to_contain_text("2 beacons taken: 1 new, 1 changed, 3 that the list lacks")
    expect(answer).to_be_focused()
    expect(rows(staff)).to_have_count(2)
    with page.expect_download() as saved:
        page.get_by_role("link", name="Download the list").click()
    assert saved.value.path().read_text().splitlines()[0] == head
    assert len(saved.value.path().read_text().splitlines()) == 3
    answer.get_by_role("button", name="Undo the list").click()
    expect(rows(staff)).to_have_count(4)
    assert names_of(world, floor) == names


@pytest.mark.parametrize(("ordinal", "size"), [(995, PHONE), (996, DESK)], ids=["phone", "desktop"])
def test_readings_are_tried_and_kept_nowhere(
    visit: Visit, world: World, ordinal: int, size: dict[str, object]
) -> None:
    floor = world.new_floor(ordinal, desks=6)
    names = hang(world, floor, f"try{ordinal}")
    staff = open_beacons(visit, floor, **size)
    page, answer = staff.page, staff.page.locator("#beacon-try-answer")
    page.get_by_label("What is heard").fill("nonsense")
    page.get_by_role("button", name="Show the point").click()
    expect(answer.get_by_role("alert")).to_contain_text("Line 1 is no beacon")

    page.get_by_label("What is heard").fill("\n".join(f"{name} 5.4 m" for name in names))
    with page.expect_response("**/indoor-position") as asked:
        page.get_by_role("button", name="Show the point").press("Enter")
    expect(answer).to_contain_text("On this floor, within")
    expect(page.locator("path.accuracy")).to_have_count(1)
    expect(page.locator("#beacon-legend")).to_contain_text("The point")
    assert findings(staff) == []
    found = asked.value.json()

    page.get_by_role("button", name="Simulate").press("Enter")
    expect(page.locator(".leaflet-marker-pane .beacon-true")).to_have_count(1)
    expect(answer).to_contain_text("beacons counted")
    kept = page.evaluate(
        "JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie, history.state])"
    )
    everything = json.dumps([kept, staff.asked, page.url, staff.context.cookies()])
    assert f"{found['lon']:.5f}" not in everything
    assert f"{found['lat']:.5f}" not in everything
    page.reload()
    expect(page.locator(".beacons")).to_have_attribute("data-ready", "true")
    expect(page.get_by_label("What is heard")).to_have_value("")
    expect(page.locator("path.accuracy")).to_have_count(0)


def test_without_a_plan_beacons_are_entered_by_their_place(visit: Visit, world: World) -> None:
    site = make_site(world.db, world.fatima)
    building = make_building(world.db, world.fatima, site)
    floor_id = make_floor(world.db, world.fatima, building_id=building)
    staff = visit("fatima@example.test")
    staff.go(f"/floors/{floor_id}/beacons")
    page = staff.page
    expect(page.locator(".beacons")).to_have_attribute("data-ready", "true")
    expect(page.locator(".near-stage")).to_be_hidden()
    lon, lat = on_earth(2, 3)
    page.get_by_label("Name").fill("bare:1")
    page.get_by_label("Latitude").fill(str(lat))
    page.get_by_label("Longitude").fill(str(lon))
    page.get_by_role("button", name="Add it").click()
    expect(rows(staff)).to_contain_text(["bare:1"])
    assert findings(staff) == []


def test_too_few_beacons_are_told_of_before_anything_is_simulated(
    visit: Visit, world: World
) -> None:
    staff = open_beacons(visit, world.new_floor(997, desks=3))
    staff.page.get_by_role("button", name="Simulate").click()
    expect(staff.page.locator("#beacon-try-answer")).to_contain_text("Fewer than three beacons")


def test_staff_come_to_it_from_the_floors_and_nobody_else_does(visit: Visit, world: World) -> None:
    floor = world.new_floor(998, desks=3)
    staff = visit("fatima@example.test")
    staff.go("/places")
    staff.page.get_by_role("link", name="Beacons").click()
    staff.page.locator(f"a[href='/floors/{floor.floor_id}/beacons']").click()
    expect(staff.page.get_by_role("heading", name="Beacons", exact=True)).to_be_visible()
    employee = visit()
    address = f"{world.url}/floors/{floor.floor_id}/beacons"
    assert employee.context.request.get(address).status == 403
