"""Bringing equipment along, as people see it: in the panel, on “My bookings”, and kept by staff."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from floorplans.bookings import service as bookings
from floorplans.bookings.views import BookingRequest
from floorplans.equipment import service as equipment
from floorplans.equipment.views import Bring
from tests.browser.conftest import Visit
from tests.browser.test_accessibility import findings
from tests.browser.world import PATIENCE_MS, Visitor, World, at
from tests.support.factories import make_equipment

TIMES = "\N{MULTIPLICATION SIGN}"
SIZES = [(360, 780), (1280, 900)]
SMALL = (
    "all => all.filter(each => each.checkVisibility()"
    " && each.getBoundingClientRect().height < 43.5).map(each => each.outerHTML)"
)


def bring_part(visitor: Visitor) -> None:
    part = visitor.panel().locator(".bring-part summary")
    part.focus()
    part.press("Enter")


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_a_desk_is_booked_with_a_monitor_and_the_monitor_is_changed_later(
    visit: Visit, world: World, width: int, height: int
) -> None:
    floor = world.new_floor(300 + width % 100, desks=10)
    make_equipment(world.db, world.fatima, floor.floor_id, owned=3, name=f"Monitor {width}")
    desk = "Desk 2.001"
    visitor = visit(width=width, height=height)
    visitor.open_floor(floor)
    visitor.place(desk).press("Enter")
    bring_part(visitor)
    box = visitor.panel().get_by_role("checkbox", name=re.compile(f"^Monitor {width}"))
    expect(visitor.panel()).to_contain_text("3 of 3 left · Reception")
    box.press(" ")
    visitor.panel().get_by_label(f"How many of Monitor {width}").select_option("2")
    expect(visitor.panel().locator(".bring-part summary")).to_have_text(
        f"Bring along: 2 {TIMES} Monitor {width}"
    )
    assert findings(visitor) == []
    assert (
        visitor.panel().locator("button, .bring-row .choice, .bring-row select").evaluate_all(SMALL)
        == []
    )
    visitor.panel().locator("[data-primary]").press("Enter")
    expect(visitor.panel()).to_contain_text(f"With 2 {TIMES} Monitor {width}")
    again = visitor.panel().get_by_role("button", name="Bring along…")
    again.press("Enter")
    dialog = visitor.page.get_by_role("dialog", name=re.compile("^Bring along to"))
    expect(dialog).to_contain_text("3 of 3 left")
    assert findings(visitor) == []
    dialog.get_by_label(f"How many of Monitor {width}").select_option("1")
    dialog.get_by_role("button", name="Save").press("Enter")
    expect(visitor.page.locator("#toasts")).to_contain_text(f"with Monitor {width}")
    visitor.go("/my/bookings")
    card = visitor.page.locator(".booking", has_text=f"With Monitor {width}")
    card.get_by_role("button", name="More").press("Enter")
    card.get_by_role("button", name="Bring along…").press("Enter")
    dialog.get_by_role("checkbox", name=re.compile(f"^Monitor {width}")).uncheck()
    dialog.get_by_role("button", name="Save").press("Enter")
    expect(visitor.page.locator("#toasts")).to_contain_text("Nothing goes with")
    expect(visitor.page.locator(".booking", has_text=f"With Monitor {width}")).to_have_count(0)


def test_a_room_is_booked_with_its_kit_in_one_press_and_what_is_out_offers_another(
    visit: Visit, world: World
) -> None:
    floor = world.new_floor(331, desks=10)
    room, desk = floor.spaces["Helsinki"], floor.spaces["Desk 2.001"]
    beamer = make_equipment(
        world.db, world.fatima, floor.floor_id, owned=1, kind="projector", name="Beamer"
    )
    make_equipment(
        world.db, world.fatima, floor.floor_id, owned=1, kind="projector", name="Old beamer"
    )
    equipment.set_kit(world.db, world.fatima, beamer, room, 1)
    visitor = visit(width=1280)
    # The page does not hear that somebody was faster.
    visitor.page.route("**/live?*", lambda route: route.abort())
    visitor.open_floor(floor)
    visitor.place("Helsinki").press("Enter")
    visitor.panel().get_by_role("button", name="With its kit: Beamer").press("Enter")
    expect(visitor.panel().locator(".bring-part summary")).to_be_focused()
    wanted = BookingRequest(desk, at(9), at(12), bring=(Bring(beamer),))
    bookings.book(world.db, world.ben, wanted, at(8))
    visitor.panel().locator("[data-primary]").click()
    refusal = visitor.panel().get_by_role("alert")
    expect(refusal).to_contain_text("“Beamer” is out in these hours")
    assert findings(visitor) == []
    refusal.get_by_role("button", name="Bring Old beamer instead").press("Enter")
    visitor.panel().locator("[data-primary]").click()
    expect(visitor.panel()).to_contain_text("With Old beamer", timeout=PATIENCE_MS)


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_staff_keep_equipment_and_mark_some_broken(
    visit: Visit, world: World, width: int, height: int
) -> None:
    floor = world.new_floor(340 + width % 100, desks=10)
    name = f"Wheelchair {width}"
    staff = visit("fatima@example.test", width=width, height=height)
    staff.go("/equipment/new")
    staff.page.get_by_label("Kind").select_option("Wheelchair")
    staff.page.get_by_label("Name").fill(name)
    staff.page.get_by_label("Goes with bookings").select_option(value=f"floor:{floor.floor_id}")
    staff.page.get_by_label("Kept at").fill("Reception")
    staff.page.get_by_label("There are").fill("2")
    assert findings(staff) == []
    staff.page.get_by_role("button", name="Save").press("Enter")
    card = staff.page.locator(".rule", has_text=name)
    expect(card).to_contain_text("2 wheelchairs")
    assert findings(staff) == []
    made = next(
        each
        for each in equipment.equipment(world.db, world.fatima, at(8))
        if each.things.name == name
    )
    desk = floor.spaces["Desk 2.001"]
    wanted = BookingRequest(desk, at(9), at(12), bring=(Bring(made.id, 2),))
    bookings.book(world.db, world.noor, wanted, at(8))
    card.get_by_role("link", name="Change").press("Enter")
    staff.page.get_by_label("Of them broken").fill("1")
    staff.page.get_by_role("button", name="Save").press("Enter")
    expect(staff.page.get_by_role("status").first).to_contain_text(
        "Whoever asked last goes without it now, and was told: Noor de Vries"
    )
    expect(staff.page.locator(".rule", has_text=name)).to_contain_text("1 broken")
