"""Findings in the studio: seen, filtered, mended in place, ignored with a reason, handed back."""

from __future__ import annotations

import io
from uuid import UUID

import pytest
from ezdxf import recover
from ezdxf.document import Drawing
from playwright.sync_api import Locator, expect

from floorplans.plans import queries
from tests.browser.conftest import Visit
from tests.browser.editor import picture
from tests.browser.studio import open_draft, open_tab, wait_for_studio
from tests.browser.test_accessibility import SIZES, findings
from tests.browser.world import Visitor
from tests.support.drawings import draw_box, make_broken_wall, make_office

pytestmark = pytest.mark.usefixtures("reader")


def make_doubtful() -> Drawing:
    """The office with two rooms beside it that nobody named."""
    office = make_office()
    for left in (13, 18):
        draw_box(office.modelspace(), (left, 0), (left + 4, 4), "A-AREA")
    return office


def row(panel: Locator, number: int = 0) -> Locator:
    return panel.locator('[data-code="ROOM_WITHOUT_LABEL"] tr[data-issue]').nth(number)


def choose(within: Locator, label: str, *values: str) -> Locator:
    """Tick some of a list that opens below its name."""
    opener = within.locator(f'summary[aria-label^="{label}:"]')
    opener.click()
    for value in values:
        within.get_by_role("group", name=label).get_by_role("checkbox", name=value).check()
    return opener


def test_findings_are_mended_ignored_and_taken_back_by_keyboard(staff: Visitor) -> None:
    open_draft(staff, 140, make_doubtful())
    page, panel = staff.page, open_tab(staff, "Findings")
    group = panel.locator('[data-code="ROOM_WITHOUT_LABEL"]')
    expect(group.locator("summary")).to_contain_text("2 open")
    row(panel).get_by_role("button", name="has no number").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".pin-card")).to_contain_text("Name it in the studio")
    group.get_by_role("button", name="Name “Room 1”…").focus()
    page.keyboard.press("Enter")
    expect(page.locator("path.ghost")).to_have_count(1)
    page.keyboard.press("Tab")
    page.keyboard.type("Store")
    page.keyboard.press("Enter")
    expect(group.locator("summary")).to_contain_text("1 open and 1 settled")
    expect(group).to_contain_text("Settled by Fatima")
    row(panel).get_by_role("button", name="has no number").click()
    group.get_by_role("button", name="Ignore…").click()
    group.get_by_label("Why nothing needs to be done").fill("It is let to somebody else")
    page.keyboard.press("Enter")
    expect(group).to_contain_text("It is let to somebody else")
    expect(group.locator("summary")).to_contain_text("1 ignored and 1 settled")
    expect(page.locator(".pin.done")).to_have_count(2)
    page.get_by_role("button", name="Undo").last.click()
    expect(group.locator("summary")).to_contain_text("1 open and 1 settled")


def test_all_of_a_code_are_ignored_at_once_and_asked_again(staff: Visitor) -> None:
    open_draft(staff, 141, make_doubtful())
    panel = open_tab(staff, "Findings")
    group = panel.locator('[data-code="ROOM_WITHOUT_LABEL"]')
    group.get_by_role("button", name="Ignore all 2…").click()
    group.get_by_label("Why nothing needs to be done").first.fill("Stores")
    group.get_by_role("button", name="Ignore 2 findings").click()
    expect(group.locator("summary")).to_contain_text("2 ignored")
    group.get_by_role("button", name="Ask again").first.click()
    expect(group.locator("summary")).to_contain_text("1 open and 1 ignored")


def test_a_gap_is_closed_in_place_and_the_drawing_read_with_the_wall(staff: Visitor) -> None:
    open_draft(staff, 142, make_broken_wall(1.5), "gap.dxf")
    panel = open_tab(staff, "Findings")
    gap = panel.locator('[data-code="WALL_LEAK"]')
    gap.get_by_role("button", name="leave an opening").click()
    gap.get_by_role("button", name="Close it: draw a wall here").click()
    expect(gap).to_have_count(0, timeout=20_000)
    expect(staff.page.locator("path.draft-room")).to_have_count(2)
    staff.page.reload()
    wait_for_studio(staff.page)
    expect(open_tab(staff, "Findings").locator('[data-code="WALL_LEAK"]')).to_have_count(0)


def test_a_wall_that_led_to_a_refusal_is_taken_back_from_the_page(staff: Visitor) -> None:
    open_draft(staff, 243, make_broken_wall(1.5), "gap.dxf")
    panel = open_tab(staff, "Findings")
    gap = panel.locator('[data-code="WALL_LEAK"]')
    gap.get_by_role("button", name="leave an opening").click()
    gap.get_by_role("button", name="Close it: draw a wall here").click()
    expect(gap).to_have_count(0, timeout=20_000)
    refuse(staff, UUID(staff.page.url.rsplit("/", 1)[1].split("?")[0]))
    staff.page.reload()
    expect(staff.page.get_by_role("alert")).to_contain_text("Nothing was understood.")
    picture(staff, "refused-1440.png")
    staff.page.get_by_role("button", name="Take the last wall back").click()
    expect(open_tab(staff, "Findings").locator('[data-code="WALL_LEAK"]')).to_have_count(1)
    staff.page.get_by_role("tab", name="Spaces").click()
    expect(staff.page.get_by_role("button", name="Redo")).to_be_enabled()


def refuse(visitor: Visitor, plan: UUID) -> None:
    """As a reader leaves a drawing that it cannot make sense of."""
    world = visitor.world
    said = {"code": "NO_PLAN", "message": "Nothing was understood.", "advice": "Send another."}
    owner = world.fatima.organisation_id
    with world.db.transaction(owner) as tx:
        profile = queries.lock_revision(tx, owner, plan)["profile"]  # type: ignore[index]
        queries.set_reading(tx, owner, plan, profile)
        assert queries.set_refused(tx, owner, plan, said, profile)


def test_what_is_wanted_stays_in_the_address(staff: Visitor) -> None:
    open_draft(staff, 143, make_doubtful())
    page, panel = staff.page, open_tab(staff, "Findings")
    choose(panel, "Code", "ROOM_WITHOUT_LABEL")
    panel.get_by_role("checkbox", name="Note").uncheck()
    expect(page.locator(".pin")).to_have_count(2)
    page.get_by_text("Show", exact=True).first.click()
    choose(page.locator("#sheet-layers"), "Only the blocks", "DESK-160")
    expect(page.locator("path.draft-desk:visible")).to_have_count(4)
    expect(page.locator("path.draft-room:visible")).to_have_count(0)
    assert "code=ROOM_WITHOUT_LABEL" in page.url
    assert "block=DESK-160" in page.url
    page.reload()
    wait_for_studio(page)
    panel = open_tab(staff, "Findings")
    code = panel.locator('summary[aria-label^="Code:"]')
    expect(code).to_have_text("ROOM_WITHOUT_LABEL")
    expect(panel.locator("tr[data-issue]")).to_have_count(2)
    expect(page.locator("path.draft-room:visible")).to_have_count(0)
    panel.get_by_label("Search").fill("nothing like this")
    expect(panel).to_contain_text("Nothing of this kind.")
    panel.get_by_role("button", name="Show all findings").click()
    expect(row(panel)).to_be_visible()


def test_several_layers_and_codes_are_wanted_at_once(staff: Visitor) -> None:
    open_draft(staff, 241, make_doubtful())
    page, panel = staff.page, open_tab(staff, "Findings")
    every = panel.locator("tr[data-issue]").count()
    codes = panel.locator(".finding-group").evaluate_all("(all) => all.map((e) => e.dataset.code)")
    assert len(codes) > 1
    opener = choose(panel, "Code", codes[0])
    one_code = panel.locator("tr[data-issue]").count()
    panel.get_by_role("group", name="Code").get_by_role("checkbox", name=codes[1]).check()
    expect(opener).to_have_text(f"{codes[0]}, {codes[1]}")
    assert one_code < panel.locator("tr[data-issue]").count() <= every
    page.get_by_text("Show", exact=True).first.click()
    sources = page.locator("#sheet-layers")
    choose(sources, "Only the layers", "A-AREA (")
    desks = page.locator("path.draft-desk:visible")
    expect(desks).to_have_count(0)
    layer = sources.get_by_role("group", name="Only the layers")
    layer.get_by_role("checkbox", name="A-FURN").check()
    expect(desks).to_have_count(4)
    expect(page.locator("path.draft-room:visible")).not_to_have_count(0)
    assert page.url.count("layer=") == 2
    picture(staff, "findings-several-1440.png")
    page.keyboard.press("Escape")
    expect(layer).to_be_hidden()
    layers = sources.locator('summary[aria-label^="Only the layers:"]')
    expect(layers).to_be_focused()


def test_the_redline_is_in_the_download_menu(staff: Visitor) -> None:
    open_draft(staff, 144, make_doubtful())
    staff.page.get_by_text("Download", exact=True).click()
    with staff.page.expect_download() as download:
        staff.page.get_by_role("link", name="Redline").click()
    assert download.value.suggested_filename == "office-redline.dxf"
    content = download.value.path().read_bytes()
    doc, auditor = recover.read(io.BytesIO(content))
    assert not auditor.has_errors
    assert "FLOORPLANS_ROOM_WITHOUT_LABEL" in doc.layers


@pytest.mark.parametrize("size", list(SIZES))
def test_the_findings_fit_the_screen_and_have_no_serious_fault(visit: Visit, size: str) -> None:
    width, height = SIZES[size]
    staff = visit("fatima@example.test", width=width, height=height)
    open_draft(staff, 145 + list(SIZES).index(size), make_doubtful())
    panel = open_tab(staff, "Findings")
    row(panel).get_by_role("button", name="has no number").click()
    panel.get_by_role("button", name="Ignore…").click()
    assert staff.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert findings(staff) == []
