"""Another plan by the clock: days that are over, a phone that is told, a page left alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from playwright.sync_api import Locator, expect

from floorplans.plans import service as plans
from tests.browser.conftest import Visit
from tests.browser.test_effective_dates import CHANGE_DAY, TOLD, expect_desks, make_changing_floor
from tests.browser.test_phone import PHONE
from tests.browser.world import READY, ZONE, Visitor, World, day_text, working_day
from tests.support.drafts import make_draft, make_draft_desk, stage_draft
from tests.support.factories import make_floor

TODAY = datetime.now(ZONE).date()


def morning(days_ago: int) -> datetime:
    """Seven o'clock of an earlier day, by the clock in the building."""
    day = TODAY - timedelta(days=days_ago)
    return datetime.combine(day, time(7), ZONE).astimezone(UTC)


def make_floor_of_days(
    world: World, ordinal: int, *plans_of_days: tuple[int, Sequence[str]]
) -> UUID:
    """A floor that got new desks some days ago, again and again."""
    floor = make_floor(world.db, world.fatima, building_id=world.building_id, ordinal=ordinal)
    for days_ago, labels in plans_of_days:
        desks = [make_draft_desk(each, 3.0 * int(each[1]), 3) for each in labels]
        draft, then = make_draft(desks=desks), morning(days_ago)
        staged = stage_draft(world.db, world.fatima, floor, draft, then)
        plans.publish(world.db, world.fatima, staged, then)
    return floor


def open_day(visitor: Visitor, floor: UUID, day: date) -> None:
    visitor.go(f"/floors/{floor}?from={day}T09:00&to={day}T17:00")
    visitor.page.wait_for_selector(READY)


def choose_day(visitor: Visitor, day: date) -> None:
    visitor.page.locator("#when-date").fill(str(day))


def said(visitor: Visitor) -> Locator:
    """What a screen reader says without being asked."""
    return visitor.page.locator("#announcements")


def test_a_day_that_is_over_shows_the_plan_of_then_to_look_at_only(
    visitor: Visitor, world: World
) -> None:
    floor = make_floor_of_days(world, 91, (9, ("A1", "A2")), (4, ("A1", "A3")))
    day, page = TODAY - timedelta(days=6), visitor.page
    open_day(visitor, floor, day)
    expect_desks(page, "A1", "A2")
    turned = day_text(TODAY - timedelta(days=4))
    expect(visitor.panel()).to_contain_text(f"the plan that the floor had until {turned}, 07:00.")
    visitor.place("Desk A2").click()
    expect(visitor.panel()).to_contain_text("These hours are over.")
    expect(visitor.panel().get_by_role("button", name="Book")).to_have_count(0)
    page.get_by_role("button", name="List").click()
    expect(page.locator("tr", has_text="Desk A2")).to_contain_text("Free")
    expect(page.get_by_role("button", name="Book Desk A2")).to_have_count(0)
    page.get_by_role("button", name="Map", exact=True).click()
    choose_day(visitor, working_day())
    expect_desks(page, "A1", "A3")
    visitor.place("Desk A3").click()
    expect(visitor.panel().get_by_role("button", name="Book Desk A3")).to_be_visible()
    choose_day(visitor, day)
    expect_desks(page, "A1", "A2")


def test_before_the_first_plan_the_page_says_that_there_was_none(
    visitor: Visitor, world: World
) -> None:
    floor = make_floor_of_days(world, 92, (4, ("A1", "A2")))
    open_day(visitor, floor, TODAY - timedelta(days=6))
    first = day_text(TODAY - timedelta(days=4))
    expect(visitor.panel()).to_contain_text(f"Before {first}, 07:00 this floor had no plan.")
    expect(visitor.panel()).to_contain_text("No plan in these hours")
    expect(visitor.panel()).not_to_contain_text("desks free")


def test_a_phone_is_told_to_which_plan_the_page_has_turned(visit: Visit, world: World) -> None:
    floor, _ = make_changing_floor(world, 93)
    visitor = visit(**PHONE)
    open_day(visitor, floor, working_day())
    page = visitor.page
    expect_desks(page, "A1", "A2")
    for day, desks, words in (
        (CHANGE_DAY, ("A1", "A3"), f"This is the plan from {TOLD} on."),
        (working_day(), ("A1", "A2"), f"From {TOLD} this floor has another plan."),
    ):
        page.locator("#when-button").tap()
        choose_day(visitor, day)
        expect_desks(page, *desks)
        expect(page.locator("#toasts")).to_contain_text(words)
        expect(page.locator("#toasts .toast")).to_be_in_viewport()
        expect(said(visitor)).to_have_text(words)


def test_a_page_that_nobody_touches_turns_when_the_date_comes(visit: Visit, world: World) -> None:
    floor, second = make_changing_floor(world, 94, dated=False)
    visitor = visit(**PHONE)
    starts = datetime.now(ZONE)
    ends = starts + timedelta(hours=3)
    visitor.go(f"/floors/{floor}?from={starts:%Y-%m-%dT%H:00}&to={ends:%Y-%m-%dT%H:00}")
    visitor.page.wait_for_selector(READY)
    expect_desks(visitor.page, "A1", "A2")
    now = datetime.now(UTC)
    soon = now + timedelta(seconds=5)
    plans.publish(world.db, world.fatima, second, now, effective_from=soon)
    expect_desks(visitor.page, "A1", "A3")
    expect(visitor.page.locator("#toasts")).to_contain_text("This is the plan of this floor since")
    visitor.place("Desk A3").tap()
    visitor.panel().get_by_role("button", name="Book Desk A3").tap()
    visitor.booking_of("Desk A3")
