"""“The entrance” under “Near me”: offered where there is one, and called as staff call it."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Locator, expect

from floorplans.walking.entrance_views import EntranceSaid
from floorplans.walking.entrances import describe_entrance
from tests.browser.conftest import Visit
from tests.browser.test_accessibility import findings
from tests.browser.world import Visitor, World
from tests.support.houses import Houses, street_doors, two_houses

NOW = datetime.now(UTC)


@pytest.fixture
def houses(world: World) -> Houses:
    """The first building has no entrance that one comes in by, the second has a named one."""
    houses = two_houses(world.db, world.fatima, NOW)
    without, named = street_doors(houses)
    describe_entrance(world.db, world.fatima, without, EntranceSaid("emergency"), NOW)
    describe_entrance(world.db, world.fatima, named, EntranceSaid("main", "North entrance"), NOW)
    return houses


def the_entrance(visitor: Visitor) -> Locator:
    return visitor.page.locator('[data-origin="entrance"]')


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1440, 900)])
def test_the_entrance_is_offered_only_where_there_is_one(
    visit: Visit, houses: Houses, width: int, height: int
) -> None:
    visitor = visit(width=width, height=height)
    visitor.go("/near")
    floor = visitor.page.get_by_label("Floor you are on")
    floor.select_option(str(houses[0].floors[0]))
    expect(the_entrance(visitor)).to_be_hidden()
    floor.select_option(str(houses[1].floors[0]))
    expect(the_entrance(visitor)).to_be_visible()
    the_entrance(visitor).press("Enter")
    expect(the_entrance(visitor)).to_have_attribute("aria-pressed", "true")
    floor.select_option(str(houses[0].floors[0]))
    expect(the_entrance(visitor)).to_be_hidden()
    expect(visitor.page.locator('[data-origin="position"]')).to_have_attribute(
        "aria-pressed", "true"
    )
    assert findings(visitor) == []


def test_an_entrance_is_called_by_its_name(visit: Visit, houses: Houses) -> None:
    visitor = visit()
    visitor.go("/near")
    visitor.page.get_by_label("Floor you are on").select_option(str(houses[1].floors[0]))
    the_entrance(visitor).click()
    visitor.page.get_by_role("button", name="Find near the entrance").click()
    expect(visitor.page.locator("path.start-door")).to_have_count(1)
    expect(
        visitor.page.get_by_label("Map of the nearest free places")
    ).to_have_accessible_description(re.compile("Start: North entrance"))
