"""How much places are used, as facility staff see it on a phone and on a desk."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from floorplans.usage import service as usage
from tests.browser.conftest import Visit
from tests.browser.test_accessibility import findings
from tests.browser.world import World
from tests.support.usage import DAY, UsedSite, did_not_come, make_used_site, make_zone, stayed

SIZES = [(390, 844), (1440, 900)]
_numbers = count(1)


def last_month() -> datetime:
    """Nine in the morning on the first Monday of the month before this one, in Amsterdam."""
    zone = ZoneInfo("Europe/Amsterdam")
    first = (datetime.now(zone).replace(day=1) - timedelta(days=1)).replace(day=1)
    monday = first + timedelta(days=-first.weekday() % 7)
    return monday.replace(hour=9, minute=0, second=0, microsecond=0).astimezone(UTC)


@pytest.fixture
def used(world: World) -> UsedSite:
    name = f"Used House {next(_numbers)}"
    made = make_used_site(world.db, 14, facility=world.fatima, name=name)
    make_zone(world.db, made, "Quiet", desks=7)
    monday = last_month()
    for day in range(5):
        for person, desk in zip(made.people[: 14 - day], made.desks[0], strict=False):
            stayed(world.db, person, desk, monday + day * DAY, left=0 if day % 2 else 6)
    for person, desk in zip(made.people[:6], made.desks[1], strict=False):
        did_not_come(world.db, person, desk, monday + 4 * DAY)
    usage.count_due(world.db, datetime.now(UTC))
    return made


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_staff_see_a_month_by_place_and_by_hour(
    visit: Visit, world: World, used: UsedSite, width: int, height: int
) -> None:
    visitor = visit("fatima@example.test", width=width, height=height)
    visitor.go("/places")
    visitor.page.get_by_role("link", name="Use", exact=True).press("Enter")
    name = usage.use(world.db, world.fatima, used.site_id).site_name
    visitor.page.get_by_label("Site", exact=True).select_option(name)
    visitor.page.get_by_role("button", name="Show").press("Enter")
    table = visitor.page.get_by_role("table", name="Desks by floor and zone")
    expect(table.get_by_role("row", name="Quiet")).to_contain_text(" h")
    expect(visitor.page.get_by_role("table", name="Desks by weekday")).to_contain_text("Sunday")
    visitor.page.get_by_text("Monday by hour", exact=True).press("Enter")
    hours = visitor.page.get_by_role("table", name="Desks on Monday by hour")
    expect(hours.get_by_role("row", name="09:00")).to_contain_text("14 h")
    assert findings(visitor) == []
    assert visitor.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    with visitor.page.expect_download() as file:
        visitor.page.get_by_role("link", name="As a table file").press("Enter")
    assert file.value.suggested_filename.endswith("use.csv")
