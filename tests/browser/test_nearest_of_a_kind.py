"""The nearest of each kind, as somebody asks for it on the page, and the way there."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.test_accessibility import findings
from tests.browser.test_near import PHONE
from tests.browser.test_ways_page import new_house
from tests.browser.test_where import beside
from tests.browser.world import World
from tests.support.walked import House

#: What the rooms of a house become, by floor and name.
USES = {
    (1, "R2"): "bookable = true, features = '{quiet}'",
    (0, "R1"): "kind = 'parking', category = 'parking', bookable = true, features = '{charger}'",
    (0, "R2"): "category = 'restroom', features = '{defibrillator}'",
}
FOUND = {
    "Quiet room": "R2",
    "Parking with charging": "R1",
    "Toilet": "R2",
    "Defibrillator": "R2",
    "First aid": "R2",
    "Way out": "Way out",
}


def furnished(world: World) -> House:
    """A house that has one of each kind."""
    house = new_house(world)
    with world.db.transaction(world.fatima.organisation_id) as tx:
        for (floor, name), sql in USES.items():
            done = tx.exec_driver_sql(
                f"UPDATE space SET {sql} WHERE floor_id = %s AND name = %s",
                (house.floors[floor], name),
            )
            assert done.rowcount == 1
    return house


@pytest.mark.parametrize("size", [PHONE, {}], ids=["phone", "desktop"])
def test_each_kind_is_found_and_the_way_there_is_shown(
    visit: Visit, world: World, size: dict[str, object]
) -> None:
    visitor = visit(**size)
    beside(visitor, furnished(world), 1, "R1")
    for button, name in FOUND.items():
        visitor.page.get_by_role("button", name=button, exact=True).click()
        card = visitor.page.locator(".near-list .near-place").first
        expect(card.get_by_role("heading")).to_contain_text(name)
        card.get_by_role("button", name="The way to").click()
        expect(card.locator(".near-steps li").last).to_contain_text("You are")
        expect(visitor.page.locator("path.near-way")).to_have_count(1)
        assert findings(visitor) == []


def test_where_nothing_quiet_is_known_the_page_says_what_else_there_is(
    visit: Visit, world: World
) -> None:
    visitor = visit(**PHONE)
    beside(visitor, new_house(world), 1, "R1")
    visitor.page.get_by_role("button", name="Quiet room").click()
    told = visitor.page.get_by_role("alert")
    expect(told).to_contain_text("shows a quiet room")
    expect(told).to_contain_text("Look for a booth instead")
    assert findings(visitor) == []
