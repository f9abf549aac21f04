"""Rooms with a folding wall, a whole zone, and several places of one space, as people see them."""

from __future__ import annotations

import gzip
import json
import re
from uuid import UUID

import pytest
from playwright.sync_api import expect
from shapely.geometry import shape
from sqlalchemy import text

from floorplans.bookings import service as bookings
from tests.browser.conftest import Visit
from tests.browser.plan import PlannedFloor
from tests.browser.test_accessibility import findings
from tests.browser.world import Visitor, World, at

SIZES = [(360, 780), (1280, 900)]
HALL = "Hall Helsinki and Lima"

_ZONE = text("""
INSERT INTO zone (organisation_id, id, floor_id, name) VALUES (:organisation, :zone, :floor, :name)
""")
_ZONE_SHAPE = text("""
INSERT INTO zone_shape (organisation_id, plan_revision_id, zone_id, floor_id, srid, is_live, geom,
                        geom_4326)
SELECT :organisation, r.id, :zone, f.id, f.srid, true, ST_Transform(g.geom, f.srid), g.geom
FROM floor f
JOIN plan_revision r ON r.floor_id = f.id,
  LATERAL (SELECT ST_Multi(ST_GeomFromText(:wkt, 4326)) AS geom) g
WHERE f.id = :floor
""")
_MAP = text("SELECT map_document FROM plan_revision WHERE floor_id = :floor")


def join(world: World, floor: PlannedFloor, name: str = HALL) -> UUID:
    rooms = [floor.spaces["Helsinki"], floor.spaces["Lima"]]
    now = at(8)
    made = bookings.join_rooms(world.db, world.fatima, floor.floor_id, name, rooms, now)
    return made.id


def keep_zone(world: World, floor: PlannedFloor) -> UUID:
    """The zone that the map of the floor draws, as publishing would have kept it."""
    key = {"organisation": world.fatima.organisation_id, "floor": floor.floor_id}
    with world.db.transaction(world.fatima.organisation_id) as tx:
        document = json.loads(gzip.decompress(tx.execute(_MAP, key).scalar_one()))
        drawn = document["zones"]["features"][0]
        zone = UUID(drawn["id"])
        tx.execute(_ZONE, key | {"zone": zone, "name": drawn["properties"]["name"]})
        tx.execute(_ZONE_SHAPE, key | {"zone": zone, "wkt": shape(drawn["geometry"]).wkt})
    return zone


def toast(visitor: Visitor, words: str) -> None:
    expect(visitor.page.locator("#toasts")).to_contain_text(words)


def open_panel(visitor: Visitor) -> None:
    """On a phone the panel is a sheet that is pulled up."""
    handle = visitor.page.locator(".sheet-handle")
    if handle.is_visible() and handle.get_attribute("aria-expanded") == "false":
        handle.click()


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_joined_rooms_are_booked_from_a_part_and_light_up_on_the_map(
    visit: Visit, world: World, width: int, height: int
) -> None:
    floor = world.new_floor(100 + width % 100, desks=10)
    join(world, floor)
    visitor = visit(width=width, height=height)
    visitor.open_floor(floor)
    visitor.place("Helsinki").press("Enter")
    visitor.panel().get_by_role("button", name=re.compile("^Book with Lima")).click()
    expect(visitor.panel().get_by_role("heading", level=2)).to_have_text(HALL)
    expect(visitor.panel()).to_contain_text("2 rooms together · 12 people · takes 2 places")
    expect(visitor.page.locator("path.place.selected")).to_have_count(2)
    assert findings(visitor) == []
    visitor.panel().get_by_role("button", name=f"Book {HALL}").click()
    toast(visitor, f"Booked: {HALL}")
    expect(visitor.panel().locator(".status-line")).to_have_attribute("data-status", "yours")
    visitor.place("Lima").press("Enter")
    expect(visitor.panel()).to_contain_text(f"It is yours with {HALL}, which is booked as one.")
    visitor.panel().get_by_role("button", name=f"Open {HALL}").click()
    expect(visitor.panel().get_by_role("button", name="Cancel booking")).to_be_visible()
    visitor.go("/my/bookings")
    expect(visitor.page.locator("main")).to_contain_text(HALL)


def test_the_list_has_the_hall_and_no_count_has_it_twice(visit: Visit, world: World) -> None:
    floor = world.new_floor(71, desks=10)
    plain = world.new_floor(72, desks=10)
    join(world, floor)
    world.book(world.ben, floor.spaces["Lima"], 9, 17)
    visitor = visit()
    visitor.open_floor(floor)
    expect(visitor.panel().locator(".counts")).to_contain_text("of 2 rooms free")
    expect(visitor.panel()).to_contain_text("Booked together")
    visitor.page.keyboard.press("l")
    row = visitor.page.locator("tbody tr", has=visitor.page.get_by_role("button", name=HALL))
    expect(row).to_contain_text("2 rooms together · 12 people · takes 2 places")
    expect(row).to_contain_text("Taken until 17:00, because Lima is booked")
    tally = visitor.page.locator(".list-head [role=status]")
    expect(tally).to_have_text("13 places, 12 free; 1 booked together")
    # What the page brings is not asked for, and a floor without any says nothing of it.
    assert not [url for url in visitor.asked if url.endswith("/joined-spaces")]
    visitor.go(world.floor_path(plain))
    expect(tally).to_have_text("13 places, 13 free")


def test_a_hall_that_was_joined_meanwhile_appears_and_goes_by_itself(
    visit: Visit, world: World
) -> None:
    floor = world.new_floor(73, desks=10)
    visitor = visit()
    visitor.open_floor(floor)
    hall = join(world, floor)
    button = visitor.panel().get_by_role("button", name=HALL)
    expect(button).to_be_visible()
    bookings.separate(world.db, world.fatima, hall, at(8))
    expect(button).to_have_count(0)
    assert len([url for url in visitor.asked if url.endswith("/joined-spaces")]) == 1


def test_a_refusal_of_the_whole_names_the_part_that_is_booked(visit: Visit, world: World) -> None:
    floor = world.new_floor(74, desks=10)
    hall = join(world, floor)
    visitor = visit()
    # The page does not hear that somebody was faster.
    visitor.page.route("**/live?*", lambda route: route.abort())
    visitor.go(f"{world.floor_path(floor)}&space={hall}")
    book = visitor.panel().get_by_role("button", name=f"Book {HALL}")
    expect(book).to_be_enabled()
    world.book(world.ben, floor.spaces["Lima"], 9, 17)
    book.click()
    refusal = visitor.panel().get_by_role("alert")
    expect(refusal).to_contain_text("cannot be booked in these hours, because Lima is.")
    expect(refusal).not_to_contain_text("Ben")


def test_free_places_are_counted_until_the_space_is_full(visit: Visit, world: World) -> None:
    floor = world.new_floor(75, desks=10)
    room = floor.spaces["Helsinki"]
    bookings.set_places(world.db, world.fatima, room, 2, at(8))
    visitor = visit()
    visitor.open_floor(floor)
    visitor.place("Helsinki").press("Enter")
    status = visitor.panel().locator(".status-line")
    expect(status).to_have_text("2 of 2 free")
    world.book(world.ben, room, 9, 17)
    expect(status).to_have_text("1 of 2 free")
    expect(visitor.place("Helsinki")).to_have_attribute(
        "aria-label", re.compile("^Helsinki, 1 of 2 free")
    )
    visitor.panel().get_by_role("button", name="Book Helsinki").click()
    expect(status).to_contain_text("Yours")
    other = visit("fatima@example.test")
    other.open_floor(floor)
    other.place("Helsinki").press("Enter")
    expect(other.panel().locator(".status-line")).to_contain_text("All 2 places taken")


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_staff_join_rooms_and_separate_them_and_hear_of_held_bookings(
    visit: Visit, world: World, width: int, height: int
) -> None:
    floor = world.new_floor(200 + width % 100, desks=10)
    staff = visit("fatima@example.test", width=width, height=height)
    staff.open_floor(floor)
    open_panel(staff)
    staff.panel().get_by_role("button", name="Join rooms or zones…").click()
    dialog = staff.page.get_by_role("dialog", name="Booked together")
    dialog.get_by_label("Helsinki").check()
    join_them = dialog.get_by_role("button", name="Join these rooms")
    join_them.click()
    expect(dialog.get_by_role("alert")).to_be_visible()
    dialog.get_by_label("Lima").check()
    dialog.get_by_label("What they are called together").fill("Great hall")
    join_them.press("Enter")
    expect(dialog).to_contain_text("Great hall can be booked as one.")
    assert findings(staff) == []
    small = dialog.locator("button, label.choice").evaluate_all(
        "all => all.filter(each => each.getBoundingClientRect().height < 43.5)"
        ".map(each => each.textContent)"
    )
    assert small == []
    hall = next(iter(bookings.together(world.db, world.fatima, floor.floor_id)))
    world.book(world.noor, hall.id, 9, 17)
    dialog.get_by_role("button", name="Separate Great hall").click()
    expect(dialog).to_contain_text("no longer booked as one. One booking is held")
    staff.page.keyboard.press("Escape")
    expect(staff.panel().get_by_role("button", name="Great hall")).to_have_count(0)
    expect(staff.panel().get_by_role("button", name="Join rooms or zones…")).to_be_focused()


def test_staff_let_a_zone_be_booked_and_a_click_into_it_opens_it(
    visit: Visit, world: World
) -> None:
    floor = world.new_floor(76, desks=10)
    keep_zone(world, floor)
    staff = visit("fatima@example.test", width=1280)
    staff.open_floor(floor)
    staff.panel().get_by_role("button", name="Join rooms or zones…").click()
    dialog = staff.page.get_by_role("dialog", name="Booked together")
    dialog.get_by_role("button", name="Let Quiet be booked").click()
    expect(dialog).to_contain_text("Quiet can be booked as one.")
    staff.page.keyboard.press("Escape")
    staff.panel().get_by_role("button", name="Quiet").click()
    expect(staff.page.locator("path.zone.selected")).to_have_count(1)
    expect(staff.panel()).to_contain_text("Whole zone")
    staff.page.keyboard.press("Escape")
    # The map has moved to what was chosen.
    expect(staff.page.locator(".leaflet-zoom-anim, .leaflet-pan-anim")).to_have_count(0)
    outline = staff.page.locator("path.zone").bounding_box()
    assert outline is not None
    below = outline["y"] + 0.87 * outline["height"]
    staff.page.mouse.click(outline["x"] + 0.15 * outline["width"], below)
    expect(staff.panel().get_by_role("heading", level=2)).to_have_text("Quiet")
    staff.panel().get_by_role("button", name="Book Quiet").click()
    toast(staff, "Booked: Quiet")
    expect(staff.place("Desk 2.001")).to_have_attribute("aria-label", re.compile("with Quiet"))


def test_staff_say_how_many_can_book_a_space_at_once(visit: Visit, world: World) -> None:
    floor = world.new_floor(77, desks=10)
    staff = visit("fatima@example.test")
    staff.open_floor(floor)
    staff.place("Helsinki").press("Enter")
    staff.panel().get_by_text("Places", exact=True).click()
    staff.panel().get_by_label("How many people may book it at once").fill("6")
    staff.panel().get_by_role("button", name="Save places").press("Enter")
    expect(staff.panel().locator(".status-line")).to_have_text("6 of 6 free")
    visitor = visit()
    visitor.open_floor(floor)
    visitor.place("Helsinki").press("Enter")
    expect(visitor.panel().locator(".status-line")).to_have_text("6 of 6 free")
    expect(visitor.panel().get_by_text("6 places")).to_have_count(0)
