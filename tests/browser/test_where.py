"""A position as devices really give it: late, denied, moving, rough, or far away."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.test_accessibility import findings
from tests.browser.test_near import HERE, PHONE
from tests.browser.test_ways import somewhere, with_ways
from tests.browser.test_ways_page import new_house
from tests.browser.world import Visitor, World
from tests.support.walked import House

NEW_YORK = {"latitude": 40.7128, "longitude": -74.006, "accuracy": 20}
#: A device that answers as it is told, and when.
TOLD = """
Object.defineProperty(navigator, "geolocation", { value: {
  getCurrentPosition(yes, no) { window.asked = [yes, no]; },
} });
"""
#: Somebody who chooses while scripts are still on their way.
QUICK = """document.addEventListener("readystatechange", () => {
  const picker = document.querySelector("#near-floor");
  if (document.readyState === "interactive" && picker) picker.value = "FLOOR";
});"""
#: Whether a line is painted after the floor that it lies on.
ABOVE_THE_FLOOR = """(selector) => {
  const [line, floor] = [selector, "path.floor-outline"].map((each) =>
    document.querySelector(`.near-stage ${each}`));
  const height = (node) => Number(getComputedStyle(node.closest(".leaflet-pane")).zIndex);
  const follows = floor.compareDocumentPosition(line) & Node.DOCUMENT_POSITION_FOLLOWING;
  return height(line) > height(floor) || (height(line) === height(floor) && Boolean(follows));
}"""


def ask(visitor: Visitor, button: str = "Find near me") -> None:
    visitor.go("/near")
    visitor.page.get_by_role("button", name=button).click()


@pytest.mark.parametrize(
    ("code", "says"),
    [
        (1, "Allow it for this page"),
        (2, "cannot be found right now"),
        (3, "took too long"),
    ],
)
def test_a_device_that_does_not_say_is_told_of_with_what_to_do(
    visit: Visit, code: int, says: str
) -> None:
    visitor = visit(**PHONE)
    visitor.page.add_init_script(TOLD)
    ask(visitor)
    expect(visitor.page.get_by_text("Asking where you are…")).to_be_visible()
    visitor.page.evaluate("code => window.asked[1]({ code })", code)
    told = visitor.page.get_by_role("alert")
    expect(told).to_contain_text(says)
    expect(told).to_contain_text("scan a code near you")
    expect(visitor.page.get_by_role("button", name="Find near me")).to_be_enabled()


def test_a_late_position_is_still_answered(visit: Visit) -> None:
    visitor = visit(**PHONE)
    visitor.page.add_init_script(TOLD)
    ask(visitor)
    # Nobody asks twice while the device is still looking.
    expect(visitor.page.get_by_role("button", name="Find near me")).to_be_disabled()
    visitor.page.evaluate("coords => window.asked[0]({ coords })", HERE)
    expect(visitor.page.locator(".near-list .near-place")).to_have_count(5)


@pytest.mark.parametrize("latitude", [91.5, None])
def test_what_is_no_place_on_the_earth_is_refused_in_words(
    visit: Visit, latitude: float | None
) -> None:
    visitor = visit(**PHONE)
    visitor.page.add_init_script(TOLD)
    ask(visitor)
    coords = {"latitude": latitude, "longitude": 4.9, "accuracy": 5}
    visitor.page.evaluate("coords => window.asked[0]({ coords })", coords)
    expect(visitor.page.get_by_role("alert")).to_contain_text("no place on the earth")


def test_who_moves_is_answered_from_where_they_are_now(visit: Visit, world: World) -> None:
    floor = with_ways(world, 90)
    visitor = visit(**PHONE, geolocation=somewhere(1, 3.1), permissions=["geolocation"])
    visitor.go("/near")
    visitor.page.get_by_label("Floor you are on").select_option(str(floor.floor_id))
    visitor.page.get_by_role("button", name="Find near me").click()
    first = visitor.page.locator(".near-list .near-place h3").first
    before = first.inner_text()
    visitor.context.set_geolocation(somewhere(9.9, 3.1))  # type: ignore[arg-type]
    visitor.page.get_by_role("button", name="Find near me").click()
    expect(first).not_to_have_text(before)


def test_a_position_right_to_a_zone_is_answered_by_zone(visit: Visit, world: World) -> None:
    floor = world.new_floor(91, desks=6)
    visitor = visit(**PHONE, geolocation={**HERE, "accuracy": 80}, permissions=["geolocation"])
    visitor.go("/near")
    visitor.page.get_by_label("Floor you are on").select_option(str(floor.floor_id))
    visitor.page.get_by_role("button", name="Find near me").click()
    expect(visitor.page.locator("#near-answer")).to_contain_text("not exact enough")
    expect(visitor.page.locator("path.accuracy")).to_have_count(1)
    expect(visitor.page.locator(".near-list .near-place").first).to_be_visible()


@pytest.mark.parametrize(
    ("accuracy", "says"), [(900, "known to 900 m only"), (400_000, "which town you are in")]
)
def test_a_rough_position_is_answered_by_building(visit: Visit, accuracy: float, says: str) -> None:
    visitor = visit(
        **PHONE, geolocation={**HERE, "accuracy": accuracy}, permissions=["geolocation"]
    )
    ask(visitor)
    expect(visitor.page.locator(".near-vague")).to_contain_text(says)
    building = visitor.page.locator(".near-list .near-place").first
    expect(building).to_contain_text("Harbour House")
    expect(building).to_contain_text("You may be here")
    expect(building.get_by_role("link").first).to_be_visible()
    assert findings(visitor) == []


def test_from_another_continent_the_buildings_are_told(visit: Visit) -> None:
    visitor = visit(**PHONE, geolocation=NEW_YORK, permissions=["geolocation"])
    ask(visitor)
    expect(visitor.page.get_by_role("alert")).to_contain_text("do not seem to be at this site")
    building = visitor.page.locator(".near-list .near-place").first
    expect(building).to_contain_text("Harbour House")
    expect(building).to_contain_text(re.compile(r"about \d{4} km"))


def test_what_is_around_is_told_building_by_building(visit: Visit) -> None:
    visitor = visit(**PHONE, geolocation=HERE, permissions=["geolocation"])
    ask(visitor, "What is around me")
    building = visitor.page.locator(".near-list .near-place").first
    expect(building).to_contain_text("Harbour House")
    building.get_by_role("link", name="free").first.click()
    visitor.wait_until("() => location.pathname.startsWith('/floors/')")
    assert "52.37" not in f"{visitor.page.url}{visitor.asked}"


def test_the_way_out_is_shown_and_what_is_not_there_is_said(visit: Visit, world: World) -> None:
    floor = with_ways(world, 92)
    visitor = visit(**PHONE, geolocation=somewhere(1, 3.1), permissions=["geolocation"])
    visitor.go("/near")
    visitor.page.get_by_label("Floor you are on").select_option(str(floor.floor_id))
    visitor.page.get_by_role("button", name="Toilet").click()
    expect(visitor.page.get_by_role("alert")).to_contain_text("show no toilet")
    with world.db.transaction(world.fatima.organisation_id) as tx:
        tx.exec_driver_sql(
            "UPDATE space SET features = '{defibrillator}' WHERE id = %s",
            (floor.spaces["Desk 2.004"],),
        )
    visitor.page.get_by_role("button", name="Defibrillator").click()
    card = visitor.page.locator(".near-list .near-place")
    expect(card).to_contain_text("Desk 2.004")
    expect(visitor.page.locator("#near-legend")).to_contain_text("Defibrillator")
    card.get_by_role("button", name="The way to").click()
    expect(card.locator(".near-steps li").first).to_be_visible()
    rough = visitor.page.get_by_text("the times are rough")
    expect(rough).to_have_count(0)
    visitor.context.set_geolocation({**somewhere(1, 3.1), "accuracy": 80})
    visitor.page.get_by_role("button", name="Defibrillator").click()
    expect(rough).to_be_visible()


def beside(visitor: Visitor, house: House, floor: int, room: str) -> None:
    """Say that one is in a room of a floor."""
    visitor.go("/near")
    # The page's script has run.
    expect(visitor.page.locator("#near-spaces option").first).to_be_attached()
    visitor.page.get_by_label("Floor you are on").select_option(str(house.floors[floor]))
    visitor.page.get_by_role("button", name="A desk or room").click()
    expect(visitor.page.locator(f"#near-spaces option[value$='{room}']")).to_be_attached()
    visitor.page.get_by_label("Near which place").fill(room)


def test_a_floor_that_is_chosen_before_the_script_has_run_holds(visit: Visit, world: World) -> None:
    house = new_house(world)
    visitor = visit(**PHONE)
    visitor.page.add_init_script(QUICK.replace("FLOOR", str(house.floors[1])))
    visitor.go("/near")
    expect(visitor.page.locator("#near-spaces option[value$='R1']")).to_be_attached()
    expect(visitor.page.get_by_label("Floor you are on")).to_have_value(str(house.floors[1]))


@pytest.mark.parametrize("size", [PHONE, {}], ids=["phone", "desktop"])
def test_the_way_out_is_drawn_floor_by_floor_and_told_by_keyboard(
    visit: Visit, world: World, size: dict[str, object]
) -> None:
    house = new_house(world)
    visitor = visit(**size)
    beside(visitor, house, 1, "R1")
    visitor.page.get_by_role("button", name="Way out").press("Enter")
    card = visitor.page.locator(".near-list .near-place").first
    way = card.get_by_role("button", name="The way to 1. Way out")
    way.press("Enter")
    expect(card.locator(".near-steps li").last).to_have_text("You are outside.")
    expect(visitor.page.locator("path.near-way")).to_have_count(1)
    floors = visitor.page.get_by_role("group", name="Floor on the map").get_by_role("button")
    expect(floors).to_have_count(2)
    picker = visitor.page.get_by_label("Floor you are on")
    listed = [picker.locator(f"[value='{floor}']").inner_text() for floor in house.floors[:2]]
    assert sorted(floors.all_inner_texts()) == sorted(each.split(",")[0] for each in listed)
    for number in (0, 1):
        floors.nth(number).press("Enter")
        expect(floors.nth(number)).to_have_attribute("aria-pressed", "true")
        expect(visitor.page.locator("path.near-way")).to_have_count(1)
        assert visitor.page.evaluate(ABOVE_THE_FLOOR, "path.near-way")
    expect(visitor.page.locator("#near-legend")).to_contain_text("The way")
    assert findings(visitor) == []
    way.press("Enter")
    expect(card.locator(".near-steps")).to_have_count(0)
    expect(visitor.page.locator("path.near-way")).to_have_count(0)


def test_what_nobody_books_is_found_from_the_entrance_too(visit: Visit, world: World) -> None:
    house = new_house(world)
    visitor = visit()
    visitor.go("/near")
    visitor.page.get_by_label("Floor you are on").select_option(str(house.floors[0]))
    visitor.page.get_by_role("button", name="The entrance", exact=True).click()
    visitor.page.get_by_role("button", name="Way out").click()
    expect(visitor.page.locator(".near-list .near-place").first).to_contain_text("Way out")
    expect(visitor.page.locator("path.start-door")).to_have_count(1)


@pytest.mark.parametrize("what", ["Toilet", "Way out"])
def test_a_position_of_kilometres_names_no_nearest_door(visit: Visit, what: str) -> None:
    vague = {**HERE, "accuracy": 3000}
    visitor = visit(**PHONE, geolocation=vague, permissions=["geolocation"])
    ask(visitor, what)
    told = visitor.page.get_by_role("alert")
    expect(told).to_contain_text("too vague to tell what is nearest")
    expect(told).to_contain_text("scan a code near you")
    expect(visitor.page.locator(".near-list")).to_have_count(0)


def test_a_way_out_needs_no_hours(visit: Visit, world: World) -> None:
    visitor = visit(**PHONE)
    beside(visitor, new_house(world), 1, "R1")
    visitor.page.get_by_label("Day").fill("")
    visitor.page.get_by_role("button", name="Find near this place").click()
    expect(visitor.page.locator(".near-list .near-place")).to_have_count(0)
    visitor.page.get_by_role("button", name="Way out").click()
    expect(visitor.page.locator(".near-list .near-place").first).to_contain_text("Way out")


def test_a_second_question_waits_for_the_answer_to_the_first(visit: Visit) -> None:
    visitor = visit(**PHONE)
    visitor.page.add_init_script(TOLD)
    ask(visitor, "Way out")
    visitor.page.evaluate("() => { window.first = window.asked; window.asked = null; }")
    visitor.page.get_by_role("button", name="Toilet").click()
    assert visitor.page.evaluate("window.asked") is None
    visitor.page.evaluate("window.first[1]({ code: 1 })")
    expect(visitor.page.get_by_role("alert")).to_contain_text("Allow it for this page")
    visitor.page.get_by_role("button", name="Toilet").click()
    assert visitor.page.evaluate("window.asked !== null")
