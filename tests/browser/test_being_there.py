"""Standing before a place with a telephone: what its code opens, and what one touch does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect
from sqlalchemy import text

from floorplans.presence import service as presence
from floorplans.presence.views import CheckInRule
from tests.browser.conftest import Visit
from tests.browser.plan import PlannedFloor
from tests.browser.test_accessibility import findings
from tests.browser.world import READY, Visitor, World, noon_zone
from tests.support.factories import make_booking
from tests.support.web import PASSWORD

PHONE = {"width": 360, "height": 740}
MINUTE = timedelta(minutes=1)
DESK, NEXT = "Desk 2.001", "Desk 2.002"


@pytest.fixture(autouse=True)
def _nothing_is_left(world: World) -> Iterator[None]:
    """A booking of one test would come along to the next one's place."""
    yield
    with world.db.transaction(world.noor.organisation_id) as tx:
        tx.execute(
            text(
                "UPDATE booking SET state = 'cancelled'"
                " WHERE state IN ('held', 'confirmed', 'checked_in')"
            )
        )


def now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def at(floor: PlannedFloor, name: str = DESK) -> str:
    return f"/at/{floor.spaces[name]}"


def booked(
    world: World, who: Any, floor: PlannedFloor, name: str = DESK, begun_min: int = 5
) -> UUID:
    start = now() - begun_min * MINUTE
    return make_booking(world.db, who, floor.spaces[name], start, start + timedelta(hours=3))


def unclaimed(world: World, who: Any, floor: PlannedFloor) -> UUID:
    """A booking whose grace is over, and which no sweep has met yet."""
    booking = booked(world, who, floor, begun_min=30)
    with world.db.transaction(who.organisation_id) as tx:
        tx.execute(
            text("UPDATE booking SET check_in_by = :by WHERE id = :id"),
            {"by": now() - 10 * MINUTE, "id": booking},
        )
    return booking


def fits(visitor: Visitor) -> bool:
    """Nothing is wider than the screen, and every button is large enough for a thumb."""
    return bool(
        visitor.page.evaluate(
            """() => document.documentElement.scrollWidth <= innerWidth &&
            [...document.querySelectorAll('main button, main a.button, main select')]
              .filter((node) => node.checkVisibility())
              .every((node) => node.getBoundingClientRect().height >= 44)"""
        )
    )


def press(visitor: Visitor, name: str | re.Pattern[str]) -> None:
    visitor.page.get_by_role("button", name=name).click()


def test_a_code_that_is_scanned_signed_out_comes_back_after_the_sign_in(
    visit: Visit, world: World
) -> None:
    floor = world.new_floor_at_noon(40)
    booked(world, world.noor, floor)
    visitor = visit(email=None, **PHONE)
    visitor.go(at(floor))
    visitor.page.get_by_label("E-mail").fill("noor@example.test")
    visitor.page.get_by_label("Password").fill(PASSWORD)
    press(visitor, "Sign in")
    visitor.page.wait_for_url(f"**{at(floor)}")
    assert fits(visitor)
    press(visitor, "Check in")
    expect(visitor.page.get_by_role("status").first).to_contain_text("You are checked in")
    expect(visitor.page.get_by_role("button", name="Check out and free the rest")).to_be_visible()
    assert findings(visitor) == []


def test_a_free_place_is_taken_with_one_touch(visit: Visit, world: World) -> None:
    floor = world.new_floor_at_noon(41)
    visitor = visit(**PHONE)
    visitor.go(at(floor))
    assert fits(visitor)
    assert findings(visitor) == []
    press(visitor, re.compile("^Book now until"))
    expect(visitor.page.get_by_role("status").first).to_contain_text(f"{DESK} is yours until")
    press(visitor, "Check out and free the rest")
    expect(visitor.page.get_by_role("status").first).to_contain_text("You are checked out")
    expect(visitor.page.get_by_role("button", name=re.compile("^Book now"))).to_be_visible()


def test_an_earlier_end_can_be_chosen(visit: Visit, world: World) -> None:
    floor = world.new_floor_at_noon(50)
    visitor = visit(**PHONE)
    visitor.go(at(floor))
    visitor.page.get_by_text("Only until…").click()
    assert fits(visitor)
    assert findings(visitor) == []
    chosen = visitor.page.get_by_label("Until").locator("option").first.inner_text()
    visitor.page.get_by_role("button", name="Book", exact=True).click()
    expect(visitor.page.get_by_role("status").first).to_contain_text(f"yours until {chosen}.")


def test_it_is_done_by_keyboard_alone(visit: Visit, world: World) -> None:
    floor = world.new_floor_at_noon(42)
    visitor = visit(width=1280, height=800)
    visitor.go(at(floor))
    button = visitor.page.get_by_role("button", name=re.compile("^Book now until"))
    for _ in range(20):
        visitor.page.keyboard.press("Tab")
        if button.evaluate("node => node === document.activeElement"):
            break
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.get_by_role("status").first).to_contain_text("is yours until")
    assert findings(visitor) == []


def test_a_place_that_nobody_came_for_is_claimed(visit: Visit, world: World) -> None:
    floor = world.new_floor_at_noon(43)
    unclaimed(world, world.ben, floor)
    visitor = visit(**PHONE)
    visitor.go(at(floor))
    expect(visitor.page.locator(".at-status")).to_contain_text("nobody came")
    press(visitor, re.compile("^Take it until"))
    expect(visitor.page.get_by_role("status").first).to_contain_text(f"{DESK} is yours until")


def test_a_taken_place_leads_to_a_free_one_nearby(visit: Visit, world: World) -> None:
    floor = world.new_floor_at_noon(44)
    booked(world, world.ben, floor)
    visitor = visit(**PHONE)
    visitor.go(at(floor))
    expect(visitor.page.locator(".at-status")).to_contain_text("Booked until")
    assert fits(visitor)
    visitor.page.get_by_role("region", name="Free nearby").get_by_role("link").first.click()
    expect(visitor.page.get_by_role("button", name=re.compile("^Book now until"))).to_be_visible()


def test_who_sits_elsewhere_brings_the_booking_along(visit: Visit, world: World) -> None:
    floor = world.new_floor_at_noon(45)
    booked(world, world.noor, floor)
    visitor = visit(**PHONE)
    visitor.go(at(floor, NEXT))
    expect(visitor.page.get_by_role("main")).to_contain_text(f"You have booked {DESK}")
    assert findings(visitor) == []
    press(visitor, re.compile("^I sit here instead"))
    expect(visitor.page.get_by_role("status").first).to_contain_text(f"{NEXT} is yours until")
    visitor.go("/my/bookings")
    expect(visitor.page.locator(".booking", has_text=NEXT)).to_contain_text("You are checked in")


def test_a_floors_code_shows_what_is_free_near_a_room(visit: Visit, world: World) -> None:
    floor = world.new_floor_at_noon(46)
    booked(world, world.ben, floor)
    visitor = visit(**PHONE)
    visitor.go(f"/at/{floor.floor_id}")
    listed = visitor.page.get_by_role("region", name="Free now").get_by_role("link")
    expect(listed.first).to_be_visible()
    assert fits(visitor)
    near = visitor.page.get_by_label("Near")
    near.select_option(index=1)
    press(visitor, "Look there")
    expect(near).not_to_have_value("")
    listed.first.click()
    expect(visitor.page.get_by_role("button", name=re.compile("^Book now until"))).to_be_visible()


def test_a_booking_is_checked_in_to_from_the_own_list(visitor: Visitor, world: World) -> None:
    floor = world.new_floor_at_noon(47)
    booked(world, world.noor, floor)
    visitor.go("/my/bookings")
    visitor.page.locator(".booking", has_text=DESK).get_by_role("button", name="Check in").click()
    expect(visitor.page.get_by_role("status").first).to_contain_text("You are checked in")


def test_a_booking_is_checked_in_to_from_the_map(visitor: Visitor, world: World) -> None:
    floor = world.new_floor_at_noon(48)
    booked(world, world.noor, floor)
    start, end = (now().astimezone(ZoneInfo(noon_zone())) + minutes * MINUTE for minutes in (0, 60))
    hours = f"from={start:%Y-%m-%dT%H:%M}&to={end:%Y-%m-%dT%H:%M}"
    visitor.go(f"/floors/{floor.floor_id}?{hours}&space={floor.spaces[DESK]}")
    visitor.page.wait_for_selector(READY)
    visitor.panel().get_by_role("button", name="Check in").click()
    expect(visitor.page.locator(".toast")).to_contain_text(f"Checked in: {DESK}")
    expect(
        visitor.panel().get_by_role("button", name="Check out and free the rest")
    ).to_be_visible()


@pytest.mark.parametrize("size", [PHONE, {"width": 1280, "height": 800}])
def test_staff_print_codes_and_ask_for_check_in(
    visit: Visit, world: World, size: dict[str, int]
) -> None:
    staff = visit("fatima@example.test", **size)
    staff.go("/places")
    staff.page.get_by_role("link", name="Codes and check-in").click()
    assert findings(staff) == []
    assert staff.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    with staff.page.expect_download() as sheets:
        press(staff, "Make the sheets (PDF)")
    assert sheets.value.suggested_filename.endswith("-codes-l7163.pdf")
    staff.page.get_by_label("For", exact=True).select_option("locker")
    staff.page.get_by_label("Grace after its start (minutes)").fill("25")
    press(staff, "Save the rule")
    expect(staff.page.get_by_role("listitem").filter(has_text="Lockers")).to_contain_text(
        "after 25 minutes the place is given to others"
    )
    staff.ask_first("Remove the rule for lockers")
    press(staff, "Remove the rule for lockers")
    expect(staff.page.get_by_role("status").first).to_contain_text("The rule is gone")


def test_the_own_list_says_by_when_to_check_in(visitor: Visitor, world: World) -> None:
    floor = world.new_floor_at_noon(49)
    rule = presence.set_rule(
        world.db,
        world.fatima,
        CheckInRule("desk", None, True, 15, 60, True),
        now(),
    )
    try:
        start = now() + 5 * MINUTE
        with world.db.transaction(world.noor.organisation_id) as tx:
            tx.execute(
                text("""
                INSERT INTO booking (organisation_id, id, space_id, floor_id, person_id, during,
                  state, created_at, changed_at)
                VALUES (:o, gen_random_uuid(), :s, :f, :p, tstzrange(:a, :b), 'confirmed', :a, :a)
                """),
                {
                    "o": world.noor.organisation_id,
                    "s": floor.spaces[DESK],
                    "f": floor.floor_id,
                    "p": world.noor.person_id,
                    "a": start,
                    "b": start + timedelta(hours=2),
                },
            )
        visitor.go("/my/bookings")
        expect(visitor.page.get_by_text(re.compile(r"Check in by \d\d:\d\d")).first).to_be_visible()
    finally:
        presence.forget_rule(world.db, world.fatima, rule.id, now())
