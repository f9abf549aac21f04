"""A plan for a date: set in the studio, shown by the hours that somebody looks at."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from playwright.sync_api import Page, expect

from floorplans.places import service as places
from floorplans.plans import service as plans
from tests.browser.conftest import Visit
from tests.browser.studio import STUDIO_READY
from tests.browser.world import READY, ZONE, Visitor, World, at, day_text, working_day
from tests.support.drafts import make_draft, make_draft_desk, stage_draft
from tests.support.factories import make_booking, make_building, make_floor

#: The Monday after the working day that the tests look at.
CHANGE_DAY = working_day() + timedelta(days=6)
CHANGE = datetime.combine(CHANGE_DAY, time(), ZONE).astimezone(UTC)
TOLD = day_text(CHANGE_DAY)


def make_changing_floor(world: World, ordinal: int, *, dated: bool = True) -> tuple[UUID, UUID]:
    """Desks A1 and A2, and from the Monday on A1 and A3; the floor and its second plan."""
    floor = make_floor(world.db, world.fatima, building_id=world.building_id, ordinal=ordinal)
    now = datetime.now(UTC)
    staged = []
    for labels in (("A1", "A2"), ("A1", "A3")):
        desks = [make_draft_desk(each, 3.0 * int(each[1]), 3) for each in labels]
        staged.append(stage_draft(world.db, world.fatima, floor, make_draft(desks=desks), now))
    first, second = staged
    plans.publish(world.db, world.fatima, first, now)
    if dated:
        plans.publish(world.db, world.fatima, second, now, effective_from=CHANGE)
    return floor, second


def open_day(visitor: Visitor, floor: UUID, day_offset: int = 0) -> None:
    day = working_day() + timedelta(days=day_offset)
    visitor.go(f"/floors/{floor}?from={day}T09:00&to={day}T17:00")
    visitor.page.wait_for_selector(READY)


def expect_desks(page: Page, *names: str) -> None:
    expect(page.locator("path.place.kind-desk")).to_have_count(len(names))
    for name in names:
        expect(page.locator(f'path.place[aria-label^="Desk {name},"]')).to_have_count(1)


def test_the_day_decides_which_plan_the_floor_shows(visitor: Visitor, world: World) -> None:
    floor, _ = make_changing_floor(world, 81)
    open_day(visitor, floor)
    page = visitor.page
    expect_desks(page, "A1", "A2")
    expect(visitor.panel()).to_contain_text(f"From {TOLD} this floor has another plan.")
    page.locator("#when-date").fill(str(CHANGE_DAY))
    expect_desks(page, "A1", "A3")
    expect(visitor.panel()).to_contain_text(f"This is the plan from {TOLD} on.")
    expect(page.locator("#when-date")).to_be_focused()
    assert f"from={CHANGE_DAY}" in page.url


def test_a_desk_that_is_to_come_is_booked_on_its_day(visitor: Visitor, world: World) -> None:
    floor, _ = make_changing_floor(world, 82)
    open_day(visitor, floor, 6)
    visitor.place("Desk A3").click()
    visitor.panel().get_by_role("button", name="Book Desk A3").click()
    visitor.booking_of("Desk A3")


def test_hours_across_the_change_say_what_goes(visitor: Visitor, world: World) -> None:
    floor, _ = make_changing_floor(world, 83)
    eve = CHANGE_DAY - timedelta(days=1)
    visitor.go(f"/floors/{floor}?from={eve}T22:00&to={CHANGE_DAY}T06:00")
    visitor.page.wait_for_selector(READY)
    expect(visitor.place("Desk A2")).to_have_attribute("data-status", "closed")
    visitor.place("Desk A2").click()
    expect(visitor.panel()).to_contain_text("another plan of this floor takes over")


def test_an_open_map_turns_to_the_plan_that_is_set_for_its_day(visit: Visit, world: World) -> None:
    floor, second = make_changing_floor(world, 84, dated=False)
    noor = visit()
    open_day(noor, floor, 6)
    expect_desks(noor.page, "A1", "A2")
    now = datetime.now(UTC)
    plans.publish(world.db, world.fatima, second, now, effective_from=CHANGE)
    expect_desks(noor.page, "A1", "A3")
    plans.unschedule(world.db, world.fatima, second, now)
    expect_desks(noor.page, "A1", "A2")


def test_a_floor_whose_first_plan_is_to_come_opens_on_its_day(
    visitor: Visitor, world: World
) -> None:
    building = make_building(world.db, world.fatima, _site(world), name="Annex to come")
    floor = make_floor(world.db, world.fatima, building_id=building, ordinal=85)
    now = datetime.now(UTC)
    draft = make_draft(desks=[make_draft_desk("A1", 3, 3)])
    staged = stage_draft(world.db, world.fatima, floor, draft, now)
    plans.publish(world.db, world.fatima, staged, now, effective_from=CHANGE)
    visitor.go(f"/floors/{floor}")
    visitor.page.wait_for_selector(READY)
    expect_desks(visitor.page, "A1")
    expect(visitor.page.locator("#when-summary")).to_contain_text(TOLD)


def _site(world: World) -> UUID:
    return places.sites(world.db, world.fatima)[0].id


def test_a_plan_is_published_for_a_day_and_its_date_is_cancelled(
    staff: Visitor, world: World
) -> None:
    page = staff.page
    _, second = make_changing_floor(world, 87, dated=False)
    staff.go(f"/plans/{second}")
    page.wait_for_selector(STUDIO_READY)
    page.get_by_role("button", name="Publish…").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("shows this plan at once")
    dialog.get_by_label("From a day on").check()
    dialog.get_by_label("Day", exact=True).fill(str(CHANGE_DAY))
    dialog.get_by_label("Time").select_option("07:00")
    expect(dialog).to_contain_text(f"from {TOLD} {CHANGE_DAY.year}, 07:00 on")
    dialog.get_by_role("button", name="Publish for that day").click()
    expect(page.locator("#studio-state")).to_have_text(f"From {TOLD} {CHANGE_DAY.year}, 07:00")
    page.goto(f"{world.url}/plans")
    expect(
        page.get_by_role("link", name=f"{CHANGE_DAY:%B} {CHANGE_DAY.year}, 07:00")
    ).to_be_visible()
    page.get_by_role("link", name=f"{CHANGE_DAY:%B} {CHANGE_DAY.year}, 07:00").click()
    page.wait_for_selector(STUDIO_READY)
    page.get_by_role("button", name="Cancel the date…").click()
    page.get_by_role("dialog").get_by_role("button", name="Cancel the date").click()
    expect(page.locator("#studio-state")).to_have_text("Draft")


def test_the_dialog_tells_whose_bookings_lose_their_place_by_the_date(
    staff: Visitor, world: World
) -> None:
    floor, second = make_changing_floor(world, 86, dated=False)
    spaces = {s.name: s.id for s in places.spaces(world.db, world.fatima, floor)}
    make_booking(world.db, world.noor, spaces["A2"], at(10), at(11))
    staff.go(f"/plans/{second}")
    staff.page.wait_for_selector(STUDIO_READY)
    staff.page.get_by_role("button", name="Publish…").click()
    dialog = staff.page.get_by_role("dialog")
    expect(dialog).to_contain_text("1 booking would lose the place.")
    dialog.get_by_label("From a day on").check()
    dialog.get_by_label("Day", exact=True).fill(str(CHANGE_DAY))
    expect(dialog).to_contain_text("No booking loses its place.")
    dialog.get_by_label("Day", exact=True).fill(str(working_day()))
    expect(dialog).to_contain_text("1 booking would lose the place.")
