"""The sign-in ends, or another begins, while somebody works in the studio."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from floorplans.actor import Role
from tests.browser.editor import open_editor
from tests.browser.studio import as_file, bring_in, make_empty_floor, wait_for_studio
from tests.browser.world import Visitor
from tests.support.drawings import make_office
from tests.support.web import make_account

pytestmark = pytest.mark.usefixtures("reader")


def sign_in_beside(visitor: Visitor, email: str = "fatima@example.test") -> None:
    """Sign in again in another tab of the same window."""
    tab = visitor.context.new_page()
    try:
        beside = Visitor(visitor.world, visitor.context, tab)
        beside.sign_in(email)
    finally:
        tab.close()


def test_what_was_typed_stays_when_the_sign_in_ends_and_is_saved_after_the_next(
    staff: Visitor,
) -> None:
    editor = open_editor(staff, 1)
    place = editor.page.url
    editor.click(3, 3.6)
    editor.field("Name").fill("Blue")
    staff.context.clear_cookies()
    editor.press("Enter")
    expect(editor.page.get_by_role("alert")).to_contain_text("Your sign-in has ended.")
    expect(editor.field("Name")).to_have_value("Blue")
    assert editor.page.url == place
    sign_in_beside(editor.visitor)
    editor.field("Name").press("Enter")
    editor.said("Changed 1 room: name “Blue”.")


def test_a_page_that_is_older_than_the_sign_in_goes_on_by_itself(staff: Visitor) -> None:
    editor = open_editor(staff, 2)
    editor.click(3, 3.6)
    editor.field("Name").fill("Blue")
    staff.context.clear_cookies()
    sign_in_beside(editor.visitor)
    editor.field("Name").press("Enter")
    editor.said("Changed 1 room: name “Blue”.")


def test_nothing_is_done_in_the_name_of_somebody_else_who_has_signed_in(staff: Visitor) -> None:
    editor = open_editor(staff, 3)
    editor.click(3, 3.6)
    editor.field("Name").fill("Blue")
    staff.context.clear_cookies()
    world = staff.world
    organisation = world.fatima.organisation_id
    make_account(world.db, organisation, role=Role.FACILITY, email="gus@example.test", name="Gus")
    sign_in_beside(editor.visitor, "gus@example.test")
    editor.field("Name").press("Enter")
    expect(editor.page.get_by_role("alert")).to_contain_text("This page is older than your sign-in")
    expect(editor.row("Blue")).to_have_count(0)


def test_a_drawing_is_sent_from_a_page_that_is_older_than_the_sign_in(staff: Visitor) -> None:
    make_empty_floor(staff.world, 4)
    staff.go("/plans")
    staff.context.clear_cookies()
    sign_in_beside(staff)
    bring_in(staff, 4, as_file(make_office(), "later.dxf"))
    wait_for_studio(staff.page)
