"""The pages of facility staff for every eye, hand and screen."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.studio import as_file, make_empty_floor, open_draft, open_tab
from tests.browser.test_accessibility import SIZES, findings
from tests.browser.world import World
from tests.support.drawings import draw_box, make_office

pytestmark = pytest.mark.usefixtures("reader")

TABS = ("Overview", "Findings", "Roles", "Position", "Changes")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", ["phone", "desk"])
def test_no_part_of_the_studio_has_a_serious_finding(
    visit: Visit, world: World, size: str, theme: str
) -> None:
    width, height = SIZES[size]
    staff = visit("fatima@example.test", width=width, height=height, color_scheme=theme)
    office = make_office()
    draw_box(office.modelspace(), (13, 0), (17, 4), "A-AREA")
    open_draft(staff, 1 + 2 * list(SIZES).index(size) + ["light", "dark"].index(theme), office)
    found = {}
    for name in TABS:
        panel = open_tab(staff, name)
        if name == "Position":
            panel.get_by_role("radio", name="Three or more points").check()
        found[name] = findings(staff)
    staff.page.get_by_role("button", name="Publish…").click()
    found["dialog"] = findings(staff)
    staff.go("/plans")
    staff.page.locator("#files").set_input_files(as_file(make_office(), "asks.dxf"))
    staff.page.get_by_label("Which floor does it show?").select_option("new")
    found["/plans"] = findings(staff)
    assert {name: problems for name, problems in found.items() if problems} == {}


@pytest.mark.parametrize("width", [320, 390, 768, 1024, 1440])
def test_nothing_of_the_studio_is_wider_than_the_screen(visit: Visit, width: int) -> None:
    staff = visit("fatima@example.test", width=width, height=800)
    open_draft(staff, 10 + [320, 390, 768, 1024, 1440].index(width))
    for name in TABS:
        panel = open_tab(staff, name)
        if name == "Position":
            panel.get_by_role("radio", name="Three or more points").check()
        over = staff.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert over <= 0, name
    staff.go("/plans")
    assert staff.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_the_tabs_follow_the_arrow_keys(visit: Visit) -> None:
    staff = visit("fatima@example.test")
    open_draft(staff, 20)
    staff.page.get_by_role("tab", name="Overview").focus()
    staff.page.keyboard.press("ArrowLeft")
    expect(staff.page.get_by_role("tab", name="Changes")).to_be_focused()
    staff.page.keyboard.press("Home")
    expect(staff.page.get_by_role("tab", name="Overview")).to_have_attribute(
        "aria-selected", "true"
    )


def test_the_dialog_gives_the_focus_back(visit: Visit) -> None:
    staff = visit("fatima@example.test")
    open_draft(staff, 21)
    button = staff.page.get_by_role("button", name="Publish…")
    button.focus()
    staff.page.keyboard.press("Enter")
    expect(staff.page.get_by_role("dialog")).to_be_visible()
    staff.page.keyboard.press("Escape")
    expect(button).to_be_focused()


def test_a_drawing_is_brought_in_by_keyboard_alone(visit: Visit, world: World) -> None:
    make_empty_floor(world, 22)
    staff = visit("fatima@example.test")
    # Listening from the start: a dialog that opens before the driver listens is lost.
    staff.page.on("filechooser", lambda chooser: chooser.set_files(as_file(make_office())))
    staff.go("/plans")
    button = staff.page.get_by_role("button", name="Bring in a drawing for Storey 22,")
    button.focus()
    expect(button).to_be_focused()
    staff.page.keyboard.press("Enter")
    staff.page.wait_for_url("**/plans/*-*")


def test_on_a_phone_a_finding_brings_the_drawing_into_view(visit: Visit) -> None:
    staff = visit("fatima@example.test", width=390, height=844)
    office = make_office()
    draw_box(office.modelspace(), (13, 0), (17, 4), "A-AREA")
    open_draft(staff, 23, office)
    open_tab(staff, "Findings").get_by_role("button", name="has no number").click()
    expect(staff.page.locator(".pin.chosen")).to_be_in_viewport()
