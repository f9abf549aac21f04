"""What staff see while nothing reads, and of drafts whose evidence is split."""

from __future__ import annotations

from datetime import UTC, datetime

from playwright.sync_api import expect

from floorplans.plans import service as plans
from importers.issues import ImportIssue, Severity
from tests.browser.studio import STUDIO_READY, as_file, bring_in, make_empty_floor, open_tab
from tests.browser.world import Visitor, World
from tests.support.drafts import make_draft, make_draft_desk, make_draft_room, stage_draft
from tests.support.drawings import make_office


def open_unsure(staff: Visitor, ordinal: int) -> None:
    """The studio with a draft of one room and one desk whose unit nobody is sure of."""
    world = staff.world
    issues = tuple(
        ImportIssue("DESK_UNSURE", severity, f"Told as {severity}.", "Look at it.", x=n, y=n)
        for n, severity in enumerate(Severity)
    )
    draft = make_draft(
        rooms=[make_draft_room("1.01", None)],
        desks=[make_draft_desk("D1", 2, 2)],
        issues=issues,
        certain=False,
    )
    floor = make_empty_floor(world, ordinal)
    made = stage_draft(world.db, world.fatima, floor, draft, datetime.now(UTC))
    staff.go(f"/plans/{made}")
    staff.page.wait_for_selector(STUDIO_READY)


def test_a_drawing_that_is_being_read_is_cancelled(staff: Visitor, world: World) -> None:
    make_empty_floor(world, 1)
    staff.go("/plans")
    bring_in(staff, 1, as_file(make_office(), "changed-my-mind.dxf"))
    arrival = staff.page.get_by_role("listitem", name="changed-my-mind.dxf")
    expect(arrival).to_contain_text("Waiting for its turn, 40 %")
    arrival.get_by_role("button", name="Cancel").click()
    expect(arrival).to_have_count(0)
    present = plans.present_revisions(world.db, world.fatima)
    assert "changed-my-mind.dxf" not in [plan.file_name for plan in present]


def test_a_drawing_that_is_being_read_is_still_there_after_a_reload(
    staff: Visitor, world: World
) -> None:
    make_empty_floor(world, 2)
    staff.go("/plans")
    bring_in(staff, 2, as_file(make_office(), "patience.dxf"))
    arrival = staff.page.get_by_role("listitem", name="patience.dxf")
    expect(arrival).to_contain_text("Being read")
    staff.page.reload()
    expect(arrival).to_contain_text("Storey 2, Shed 2")
    expect(arrival).to_contain_text("Being read")
    arrival.get_by_role("button", name="Cancel").click()
    expect(arrival).to_have_count(0)


def test_a_broken_connection_keeps_the_file_at_hand(staff: Visitor, world: World) -> None:
    make_empty_floor(world, 3)
    staff.go("/plans")
    staff.page.route("**/api/v1/floors/*/plans", lambda route: route.abort())
    bring_in(staff, 3, as_file(make_office(), "train.dxf"))
    arrival = staff.page.get_by_role("listitem", name="train.dxf")
    expect(arrival.get_by_role("alert")).to_contain_text("The connection broke")
    staff.page.unroute("**/api/v1/floors/*/plans")
    arrival.get_by_role("button", name="Try again").click()
    expect(arrival).to_contain_text("Being read")


def test_a_split_vote_on_the_unit_is_settled_before_publishing(staff: Visitor) -> None:
    open_unsure(staff, 4)
    overview = staff.page.get_by_role("tabpanel", name="Overview")
    expect(overview).to_contain_text("The drawing is probably in millimetres.")
    staff.page.get_by_role("button", name="Publish…").click()
    dialog = staff.page.get_by_role("dialog")
    expect(dialog.get_by_role("heading")).to_have_text("Not ready yet")
    expect(dialog.get_by_role("button", name="Publish now")).to_be_disabled()
    dialog.get_by_role("button", name="Not now").click()
    overview.get_by_role("button", name="Confirm millimetres").click()
    expect(staff.page.locator("#reading")).to_contain_text("Waiting for its turn")


def test_every_severity_has_a_shape_of_its_own(staff: Visitor) -> None:
    open_unsure(staff, 5)
    shapes = staff.page.locator(".pin svg > :first-child")
    expect(shapes).to_have_count(3)
    drawn = shapes.evaluate_all("all => all.map((one) => one.tagName + one.getAttribute('d'))")
    assert len(set(drawn)) == 3


def test_a_pin_opens_its_row(staff: Visitor) -> None:
    open_unsure(staff, 6)
    staff.page.locator(".pin:has(.error)").click()
    row = staff.page.locator("tr[data-chosen=true]")
    expect(row).to_contain_text("Told as error.")
    expect(staff.page.get_by_role("tab", name="Findings")).to_have_attribute(
        "aria-selected", "true"
    )


def test_the_table_is_filtered_by_code(staff: Visitor) -> None:
    open_unsure(staff, 7)
    findings = open_tab(staff, "Findings")
    findings.locator('summary[aria-label^="Code:"]').click()
    codes = findings.get_by_role("group", name="Code")
    codes.get_by_role("checkbox", name="DESK_UNSURE").check()
    expect(findings.locator("tr[data-issue]")).to_have_count(3)
