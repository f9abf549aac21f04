"""Booking rules as facility staff make them, and as whoever books meets them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import expect

from floorplans.policies import service as policies
from floorplans.policies.views import OpenHours, Rule
from tests.browser.conftest import Visit
from tests.browser.test_accessibility import findings
from tests.browser.world import Visitor, World

PHONE = {"width": 360, "height": 740, "has_touch": True, "is_mobile": True}
SHOTS = os.environ.get("FLOORPLANS_SHOTS")


@pytest.fixture
def clean(world: World) -> Iterator[World]:
    """The organisation is shared by all tests of a run: no rule of one stays for another."""
    yield world
    for each in policies.rules(world.db, world.fatima):
        policies.remove_rule(world.db, world.fatima, each.id)
    for group in policies.groups(world.db, world.fatima):
        policies.remove_group(world.db, world.fatima, group.id)


def shot(visitor: Visitor, name: str) -> None:
    if SHOTS:
        visitor.page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)


def test_a_rule_is_made_changed_and_removed_by_keyboard_alone(visit: Visit, clean: World) -> None:
    visitor = visit("fatima@example.test")
    visitor.go("/places")
    page, keyboard = visitor.page, visitor.page.keyboard
    page.get_by_role("link", name="Booking rules").focus()
    keyboard.press("Enter")
    page.get_by_role("link", name="Make the first rule").focus()
    keyboard.press("Enter")
    page.get_by_label("Name", exact=True).focus()
    keyboard.type("Few desks")
    keyboard.press("Tab")
    keyboard.type("Desks")
    expect(page.get_by_label("Kind of place")).to_have_value("desk")
    page.get_by_role("checkbox", name="Mon").first.focus()
    keyboard.press("Space")
    page.get_by_label("from").first.fill("07:00")
    page.get_by_label("to", exact=True).first.fill("19:00")
    page.get_by_label("Most at the same time").focus()
    keyboard.type("2")
    keyboard.press("Enter")
    rule = page.get_by_role("listitem").filter(has_text="Few desks").first
    expect(rule).to_contain_text("Saved")
    expect(rule).to_contain_text("open Monday from 07:00 to 19:00")
    expect(rule).to_contain_text("at most 2 at once")
    shot(visitor, "rules-list-desk")
    page.get_by_role("link", name="Change “Few desks”").focus()
    keyboard.press("Enter")
    page.get_by_label("Most at the same time").fill("3")
    keyboard.press("Enter")
    expect(rule).to_contain_text("at most 3 at once")
    page.get_by_role("link", name="Change “Few desks”").click()
    visitor.ask_first("Remove the rule")
    page.get_by_role("button", name="Remove it").focus()
    keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("“Few desks” is removed")


def test_whom_a_rule_would_touch_is_seen_before_it_is_saved(visit: Visit, clean: World) -> None:
    floor = clean.new_floor(91, desks=2)
    clean.book(clean.noor, next(iter(floor.spaces.values())), 9, 17)
    visitor = visit("fatima@example.test", **PHONE)
    visitor.go("/rules/new")
    page = visitor.page
    page.get_by_label("Name", exact=True).fill("Short")
    page.get_by_label("Where").select_option(label="Floor 91")
    page.get_by_label("Longest", exact=True).fill("4")
    page.get_by_role("button", name="See whom it would touch").tap()
    told = page.get_by_role("status", name="What the rule would say")
    expect(told).to_contain_text("1 of 1 booking to come would not be allowed")
    expect(told).to_contain_text("Noor de Vries")
    expect(told).to_be_focused()
    shot(visitor, "rules-preview-phone")
    assert findings(visitor) == []
    page.get_by_role("button", name="Save", exact=True).tap()
    expect(page.get_by_role("heading", name="Short")).to_be_visible()
    shot(visitor, "rules-list-phone")


@pytest.mark.parametrize("size", ["phone", "desk"])
def test_a_refusal_on_the_map_names_the_rule_and_leads_to_hours_that_are_allowed(
    visit: Visit, clean: World, size: str
) -> None:
    floor = clean.new_floor(92 if size == "phone" else 93, desks=4)
    rule = Rule(
        "Mornings",
        floor_id=floor.floor_id,
        opening=(OpenHours((1, 2, 3, 4, 5, 6, 7), 8 * 60, 12 * 60),),
    )
    policies.make_rule(clean.db, clean.fatima, rule, datetime.now(UTC))
    visitor = visit("noor@example.test", **(PHONE if size == "phone" else {}))
    visitor.open_floor(floor)
    name = next(iter(floor.spaces))
    visitor.place(name).click()
    page = visitor.page
    page.get_by_role("button", name=f"Book {name}").click()
    told = page.get_by_role("alert").filter(has_text="Mornings")
    expect(told).to_contain_text("opens")
    expect(told).to_contain_text("The nearest that is allowed")
    shot(visitor, f"rules-refused-{size}")
    told.get_by_role("button", name="Take").click()
    page.get_by_role("button", name=f"Book {name}").click()
    expect(page.get_by_text("Booked:").first).to_be_visible()


@pytest.mark.parametrize("size", ["phone", "desk"])
def test_a_refusal_in_the_list_is_told_where_the_place_is_shown(
    visit: Visit, clean: World, size: str
) -> None:
    floor = clean.new_floor(94 if size == "phone" else 95, desks=4)
    mornings = (OpenHours((1, 2, 3, 4, 5, 6, 7), 8 * 60, 12 * 60),)
    rule = Rule("Mornings", floor_id=floor.floor_id, opening=mornings)
    policies.make_rule(clean.db, clean.fatima, rule, datetime.now(UTC))
    visitor = visit("noor@example.test", **(PHONE if size == "phone" else {}))
    visitor.open_floor(floor)
    name = next(iter(floor.spaces))
    visitor.page.get_by_role("button", name="List", exact=True).click()
    row = visitor.page.locator("tr", has_text=name)
    row.get_by_role("button", name=f"Book {name}").press("Enter")
    told = visitor.panel().get_by_role("alert").filter(has_text="Mornings")
    expect(told).to_contain_text("The nearest that is allowed")
    shot(visitor, f"rules-refused-list-{size}")
    told.get_by_role("button", name="Take").click()
    visitor.panel().get_by_role("button", name=f"Book {name}").click()
    expect(visitor.page.get_by_text("Booked:").first).to_be_visible()


def test_people_are_put_into_a_group_on_a_phone(visit: Visit, clean: World) -> None:
    visitor = visit("fatima@example.test", **PHONE)
    visitor.go("/rules/groups")
    page = visitor.page
    page.get_by_label("Name", exact=True).fill("Night shift")
    page.get_by_role("button", name="Make").tap()
    group = page.get_by_role("region", name="Night shift")
    group.get_by_label("E-mail address of a person").fill("ben@example.test")
    group.get_by_role("button", name="Put in").tap()
    expect(group).to_contain_text("Ben Okafor")
    shot(visitor, "rules-groups-phone")
    assert findings(visitor) == []
    group.get_by_label("E-mail address of a person").fill("nobody@example.test")
    group.get_by_role("button", name="Put in").tap()
    expect(group.get_by_role("alert")).to_contain_text("Nobody in your organisation")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 360, 1280])
def test_the_pages_of_rules_have_no_serious_finding_and_fit_the_screen(
    visit: Visit, clean: World, width: int, theme: str
) -> None:
    made = policies.make_group(clean.db, clean.fatima, "Board").id
    rule = Rule("Board room", kind="room", only_groups=(made,), longest_min=90)
    rule_id = policies.make_rule(clean.db, clean.fatima, rule, datetime.now(UTC)).id
    visitor = visit("fatima@example.test", width=width, height=800, color_scheme=theme)
    found = {}
    for path in ("/rules", "/rules/new", f"/rules/{rule_id}", "/rules/groups"):
        visitor.go(path)
        over = visitor.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        found[path] = [*findings(visitor), *(["too wide"] * (over > 0)), *_small(visitor)]
        if theme == "light":
            shot(visitor, f"rules{path.replace(str(rule_id), 'one').replace('/', '-')}-{width}")
    assert {path: told for path, told in found.items() if told} == {}


def _small(visitor: Visitor) -> list[str]:
    """Controls lower than a finger needs."""
    found: list[str] = visitor.page.evaluate(
        """() => [...document.querySelectorAll('button, select, input:not([type=hidden]), summary')]
          .filter((n) => n.checkVisibility() && !n.closest('.skip-links, .chip, .choice')
            && !n.classList.contains('visually-hidden'))
          .filter((n) => n.getBoundingClientRect().height < 43.5)
          .map((n) => n.outerHTML.slice(0, 90))"""
    )
    return found
