"""Benches and pools: how many may book each at once is set in the plan and seen on the floor."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from floorplans.places import service as places
from tests.browser.conftest import Visit
from tests.browser.editor import Editor, picture
from tests.browser.studio import open_draft, open_tab, publish
from tests.browser.test_accessibility import findings
from tests.browser.world import World, working_day

pytestmark = pytest.mark.usefixtures("reader")

SIZES = [(390, 844), (1440, 900)]


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_several_benches_get_their_places_by_keyboard_and_the_map_counts_them(
    visit: Visit, world: World, width: int, height: int
) -> None:
    staff = visit("fatima@example.test", width=width, height=height)
    floor_id = open_draft(staff, 284 if width < 600 else 285)
    open_tab(staff, "Spaces")
    editor = Editor(staff)
    for name in ("Desk 101-01", "Desk 101-02"):
        editor.page.get_by_role("checkbox", name=f"Select {name}", exact=True).focus()
        editor.press("Space")
    places_field = editor.field("Places to book")
    expect(places_field).to_have_attribute("placeholder", "As it is")
    places_field.focus()
    editor.page.keyboard.type("3")
    editor.press("Enter")
    editor.said("Changed 2 desks: 3 places to book.")
    expect(editor.row("101-01")).to_contain_text("3 places")
    expect(editor.field("Places to book")).to_have_value("3")
    assert findings(staff) == []
    picture(staff, f"places-{width}.png")
    publish(staff)
    bench = next(
        space for space in places.spaces(world.db, world.fatima, floor_id) if space.name == "101-01"
    )
    world.book(world.ben, bench.id, 9, 17)
    visitor = visit(width=width, height=height)
    day = working_day()
    visitor.go(f"/floors/{floor_id}?from={day}T09:00&to={day}T17:00&space={bench.id}")
    expect(visitor.panel().locator(".status-line")).to_have_text("2 of 3 free")
    expect(visitor.place("Desk 101-01")).to_have_attribute("aria-label", re.compile(r"2 of 3 free"))
    assert findings(visitor) == []
    picture(visitor, f"places-floor-{width}.png")
