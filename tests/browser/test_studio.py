"""From a drawing to a floor in the browser: bring in, look, change, publish."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.studio import (
    STUDIO_READY,
    as_file,
    bring_in,
    make_empty_floor,
    not_a_drawing,
    open_draft,
    open_tab,
    publish,
    wait_for_studio,
)
from tests.browser.world import READY, Visitor, World, at
from tests.support.drawings import draw_box, make_broken_wall, make_office
from tests.support.factories import make_booking

pytestmark = pytest.mark.usefixtures("reader")


def test_a_drawing_becomes_a_floor_in_three_clicks(staff: Visitor, world: World) -> None:
    make_empty_floor(world, 101)
    staff.go("/plans")
    bring_in(staff, 101, as_file(make_office()))
    wait_for_studio(staff.page)
    expect(staff.page.locator("path.draft-desk")).to_have_count(4)
    publish(staff)
    expect(staff.page.locator("#studio-state")).to_have_text("Published")
    staff.page.get_by_role("link", name="Open the floor's map").click()
    staff.page.wait_for_selector(READY)
    expect(staff.page.locator("path.place.kind-desk")).to_have_count(4)


def test_a_drawing_brings_its_own_building_and_floor(staff: Visitor) -> None:
    staff.go("/plans")
    staff.page.locator("#files").set_input_files(as_file(make_office(), "annex.dxf"))
    arrival = staff.page.get_by_role("listitem", name="annex.dxf")
    arrival.get_by_label("Which floor does it show?").select_option(label="New floor…")
    arrival.get_by_label("Building", exact=True).select_option(label="New building…")
    arrival.get_by_label("Name of the building").fill("Annex")
    arrival.get_by_label("Storey").fill("-1")
    expect(arrival.get_by_label("Name of the floor")).to_have_value("Basement 1")
    arrival.get_by_role("button", name="Bring it in").click()
    wait_for_studio(staff.page)
    expect(staff.page.get_by_role("heading", level=1)).to_have_text("Basement 1, Annex")


def test_a_drawing_without_a_floor_is_asked_for_one(staff: Visitor) -> None:
    make_empty_floor(staff.world, 102)
    staff.go("/plans")
    staff.page.locator("#files").set_input_files(as_file(make_office(), "lost.dxf"))
    arrival = staff.page.get_by_role("listitem", name="lost.dxf")
    arrival.get_by_role("button", name="Bring it in").click()
    expect(arrival.get_by_role("alert")).to_have_text("Choose which floor the drawing shows.")


def test_a_building_made_for_one_drawing_takes_the_next(staff: Visitor) -> None:
    staff.go("/plans")
    files = [as_file(make_office(), name) for name in ("quay-0.dxf", "quay-1.dxf")]
    staff.page.locator("#files").set_input_files(files)
    first, second = (
        staff.page.get_by_role("listitem", name=f"quay-{number}.dxf") for number in (0, 1)
    )
    expect(first.get_by_label("Which floor does it show?")).to_be_focused()
    for arrival in (first, second):
        arrival.get_by_label("Which floor does it show?").select_option(label="New floor…")
    first.get_by_label("Building", exact=True).select_option(label="New building…")
    first.get_by_label("Name of the building").fill("Quay House")
    first.get_by_role("button", name="Bring it in").click()
    expect(first).to_contain_text("Ground floor, Quay House")
    second.get_by_label("Building", exact=True).select_option(label="Quay House")
    expect(second.get_by_label("Storey")).to_have_value("1")
    expect(second.get_by_label("Name of the floor")).to_have_value("Floor 1")


def test_a_complaint_goes_when_the_question_is_answered(staff: Visitor) -> None:
    staff.go("/plans")
    staff.page.locator("#files").set_input_files(as_file(make_office(), "late.dxf"))
    arrival = staff.page.get_by_role("listitem", name="late.dxf")
    arrival.get_by_role("button", name="Bring it in").click()
    expect(arrival.get_by_role("alert")).to_be_visible()
    arrival.get_by_label("Which floor does it show?").select_option(label="New floor…")
    expect(arrival.get_by_role("alert")).to_be_hidden()


def test_several_drawings_wait_in_the_list(staff: Visitor, world: World) -> None:
    floors = [str(make_empty_floor(world, ordinal)) for ordinal in (103, 104)]
    staff.go("/plans")
    files = [as_file(make_office(), f"floor-{n}.dxf") for n in (0, 1)]
    staff.page.locator("#files").set_input_files(files)
    for number, floor_id in enumerate(floors):
        arrival = staff.page.get_by_role("listitem", name=f"floor-{number}.dxf")
        arrival.get_by_label("Which floor does it show?").select_option(floor_id)
        arrival.get_by_role("button", name="Bring it in").click()
    for number in (0, 1):
        arrival = staff.page.get_by_role("listitem", name=f"floor-{number}.dxf")
        expect(arrival).to_contain_text("Understood: 2 rooms and 4 desks.")
    assert staff.page.url.endswith("/plans")


def test_a_file_that_is_no_drawing_is_refused_in_words(staff: Visitor, world: World) -> None:
    make_empty_floor(world, 105)
    staff.go("/plans")
    bring_in(staff, 105, not_a_drawing())
    arrival = staff.page.get_by_role("listitem", name="holiday.dxf")
    expect(arrival).to_contain_text("Not understood")
    told = arrival.get_by_role("alert").locator("p")
    # What happened, what to do, and the code for whoever is asked about it.
    expect(told).to_have_count(3)
    arrival.get_by_role("button", name="Remove from the list").click()
    expect(arrival).to_have_count(0)


def test_an_empty_file_is_not_even_sent(staff: Visitor, world: World) -> None:
    make_empty_floor(world, 106)
    staff.go("/plans")
    staff.asked.clear()
    bring_in(staff, 106, {"name": "empty.dxf", "mimeType": "image/vnd.dxf", "buffer": b""})
    told = staff.page.get_by_role("alert").filter(has_text="The file is empty.")
    expect(told).to_be_visible()
    assert staff.asked == []


def test_a_file_of_another_format_is_told_of_before_a_floor_is_made_for_it(
    staff: Visitor,
) -> None:
    staff.go("/plans")
    staff.asked.clear()
    files = [as_file(make_office(), name) for name in ("letter.docx", "plan.DXF")]
    staff.page.locator("#files").set_input_files(files)
    refused = staff.page.get_by_role("listitem", name="letter.docx")
    expect(refused.get_by_role("alert")).to_contain_text("This is no file of a plan")
    expect(refused.get_by_label("Which floor does it show?")).to_have_count(0)
    asked = staff.page.get_by_role("listitem", name="plan.DXF")
    expect(asked.get_by_label("Which floor does it show?")).to_be_focused()
    assert staff.asked == []


def test_a_drawing_on_its_way_stays_in_sight_when_its_form_has_gone(
    staff: Visitor, world: World
) -> None:
    make_empty_floor(world, 130)
    staff.page.set_viewport_size({"width": 1280, "height": 420})
    staff.go("/plans")
    files = [as_file(make_office(), f"wing-{n}.dxf") for n in (0, 1)]
    staff.page.locator("#files").set_input_files(files)
    arrival = staff.page.get_by_role("listitem", name="wing-1.dxf")
    arrival.get_by_label("Which floor does it show?").select_option(label="New floor…")
    arrival.get_by_label("Building", exact=True).select_option(label="Shed 130")
    arrival.get_by_role("button", name="Bring it in").click()
    expect(arrival).to_contain_text("Understood: 2 rooms and 4 desks.")
    expect(arrival.locator(".file-name")).to_be_in_viewport(ratio=1)


def test_a_changed_role_is_read_and_drawn_again(staff: Visitor) -> None:
    open_draft(staff, 107)
    roles = open_tab(staff, "Roles")
    roles.get_by_label("Role of DESK-160").select_option(label="Other furniture")
    expect(roles.get_by_text("1 role changed")).to_be_visible()
    expect(staff.page.locator(".toast")).to_contain_text("desks 4 → 0")
    expect(staff.page.locator("path.draft-desk")).to_have_count(0)
    expect(roles.get_by_label("Role of DESK-160")).to_have_value("furniture")
    expect(roles.get_by_role("listitem").filter(has_text="DESK-160")).to_contain_text(
        "A person said so."
    )


def test_another_unit_is_drawn_at_its_size(staff: Visitor) -> None:
    open_draft(staff, 108)
    overview = staff.page.get_by_role("tabpanel", name="Overview")
    expect(overview).to_contain_text("The drawing is in metres.")
    overview.get_by_text("Use another unit").click()
    overview.get_by_label("Unit of the drawing").select_option("foot")
    overview.get_by_role("button", name="Use this unit").click()
    expect(overview).to_contain_text("The drawing is in feet. A person said so.")


def test_a_repair_is_switched_off_and_the_gap_stays_open(staff: Visitor) -> None:
    open_draft(staff, 131, make_broken_wall(0.12), "gap.dxf")
    overview = staff.page.get_by_role("tabpanel", name="Overview")
    expect(overview).to_contain_text("1 gap between walls was closed, over 120.0 mm at most.")
    expect(staff.page.locator("path.draft-room")).to_have_count(2)
    expect(staff.page.locator("path.finding-line")).to_have_count(1)
    overview.get_by_label("Close small gaps between walls").uncheck()
    expect(overview).to_contain_text("1 gap between walls was left open, over 120.0 mm at most.")
    expect(staff.page.locator("path.draft-room")).to_have_count(1)
    overview.get_by_label("Close small gaps between walls").check()
    expect(staff.page.locator("path.draft-room")).to_have_count(2)


def test_a_finding_leads_to_its_place_by_keyboard(staff: Visitor) -> None:
    office = make_office()
    draw_box(office.modelspace(), (13, 0), (17, 4), "A-AREA")
    open_draft(staff, 109, office)
    findings = open_tab(staff, "Findings")
    open_it = findings.get_by_role("button", name="has no number and no name")
    open_it.focus()
    staff.page.keyboard.press("Enter")
    expect(staff.page.locator(".pin.chosen")).to_have_count(1)
    group = findings.locator('[data-code="ROOM_WITHOUT_LABEL"]')
    expect(group.locator("tr[data-chosen=true]")).to_have_count(1)


def test_a_severity_that_is_switched_off_leaves_the_table(staff: Visitor) -> None:
    office = make_office()
    draw_box(office.modelspace(), (13, 0), (17, 4), "A-AREA")
    open_draft(staff, 110, office)
    findings = open_tab(staff, "Findings")
    findings.get_by_role("checkbox", name="Warning").uncheck()
    expect(findings.locator('[data-code="ROOM_WITHOUT_LABEL"]')).to_have_count(0)


def test_a_shape_says_what_it_was_taken_for(staff: Visitor) -> None:
    open_draft(staff, 111)
    staff.page.locator("path.draft-desk").first.click()
    shown = staff.page.locator("#inspected")
    expect(shown).to_contain_text("Block DESK-160: Desk.")
    shown.get_by_role("button", name="Change").last.click()
    expect(staff.page.get_by_label("Role of DESK-160")).to_be_focused()


def test_a_part_can_be_hidden(staff: Visitor) -> None:
    open_draft(staff, 112)
    staff.page.get_by_text("Show", exact=True).first.click()
    staff.page.get_by_role("checkbox", name="Desks").uncheck()
    expect(staff.page.locator("path.draft-desk")).to_have_count(0)
    staff.page.get_by_role("checkbox", name="Desks").check()
    expect(staff.page.locator("path.draft-desk")).to_have_count(4)


def test_what_a_new_plan_takes_away_is_told_before(staff: Visitor, world: World) -> None:
    floor_id = open_draft(staff, 113)
    publish(staff)
    desk = _right_desk_of_102(staff, str(floor_id))
    make_booking(world.db, world.noor, desk, at(9), at(17))
    smaller = make_office()
    desks = smaller.modelspace().query('INSERT[name=="DESK-160"]')
    smaller.modelspace().delete_entity(max(desks, key=lambda each: each.dxf.insert.x))
    staff.go("/plans")
    bring_in(staff, 113, as_file(smaller, "office-2.dxf"))
    wait_for_studio(staff.page)
    changes = open_tab(staff, "Changes")
    expect(changes).to_contain_text("1 booking would lose the place.")
    expect(changes.locator("tr[data-change=gone]")).to_have_count(1)
    staff.page.get_by_role("button", name="Publish…").click()
    expect(staff.page.get_by_role("dialog")).to_contain_text("1 booking would lose the place.")
    staff.page.get_by_role("button", name="Not now").click()
    expect(staff.page.locator("#studio-state")).to_have_text("Draft")


def _right_desk_of_102(staff: Visitor, floor_id: str) -> Any:
    answer = staff.page.request.get(f"{staff.world.url}/api/v1/floors/{floor_id}/spaces.geojson")
    desks = [f for f in answer.json()["features"] if f["properties"]["kind"] == "desk"]
    return max(desks, key=lambda desk: desk["properties"]["anchor"][0])["id"]


def test_an_earlier_plan_is_brought_back(staff: Visitor) -> None:
    open_draft(staff, 114)
    publish(staff)
    first = staff.page.url
    bigger = make_office()
    draw_box(bigger.modelspace(), (12, 0), (16, 4), "A-AREA")
    staff.go("/plans")
    bring_in(staff, 114, as_file(bigger, "office-2.dxf"))
    wait_for_studio(staff.page)
    publish(staff)
    staff.page.get_by_role("button", name="Bring back plan 1").click()
    staff.page.get_by_role("button", name="Bring it back").click()
    staff.page.wait_for_url(first)
    expect(staff.page.locator("#studio-state")).to_have_text("Published")


def test_a_draft_is_put_away(staff: Visitor) -> None:
    open_draft(staff, 115, name="never.dxf")
    staff.page.get_by_role("button", name="Discard").click()
    staff.page.get_by_role("button", name="Put it away").click()
    staff.page.wait_for_url("**/plans")
    expect(staff.page.get_by_role("listitem", name="never.dxf")).to_have_count(0)


def test_a_drawing_that_shows_nothing_cannot_be_published(staff: Visitor) -> None:
    open_draft(staff, 116)
    roles = open_tab(staff, "Roles")
    for name in ("A-AREA", "DESK-160"):
        roles.get_by_label(f"Role of {name}", exact=True).select_option("ignore")
    expect(staff.page.locator("path.draft-desk")).to_have_count(0)
    staff.page.get_by_role("button", name="Publish…").click()
    dialog = staff.page.get_by_role("dialog")
    expect(dialog).to_contain_text("The drawing shows no room, desk or parking place.")
    expect(dialog.get_by_role("button", name="Publish now")).to_be_disabled()


def test_words_of_a_drawing_never_become_markup(staff: Visitor) -> None:
    hostile = '<img src=x onerror="window.hit=1">'

    def poison(route: Any) -> None:
        answer = route.fetch()
        document = answer.json()
        for part in ("rooms", "desks", "doors"):
            for feature in document[part]["features"]:
                feature["properties"] |= {"name": hostile, "label": hostile, "layer": hostile}
        for decision in (*document["layers"], *document["blocks"]):
            decision |= {"name": hostile, "reason": hostile}
        route.fulfill(response=answer, json=document)

    staff.page.route("**/draft", poison)
    open_draft(staff, 117)
    staff.page.locator("path.draft-desk").first.click()
    open_tab(staff, "Roles")
    expect(staff.page.locator("#inspected")).to_contain_text("<img")
    assert staff.page.evaluate("window.hit") is None
    assert staff.page.locator("main img").count() == 0
    assert staff.page.locator(STUDIO_READY).count() == 1
