"""The pages of booking rules and of groups, without a browser."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from floorplans.database import Database
from floorplans.policies import service as policies
from floorplans.policies.terms import Mode
from floorplans.policies.views import OpenHours, Rule
from tests.support.factories import make_booking
from tests.support.web import Browser, World

FULL = {
    "act": "save",
    "name": "Desks",
    "kind": "desk",
    "days0": ["1", "2", "3", "4", "5"],
    "opens0": "07:00",
    "closes0": "19:00",
    "days1": ["6"],
    "opens1": "09:00",
    "closes1": "00:00",
    "mode": "half_days",
    "step": "15",
    "half_at": "13:00",
    "shortest": "30",
    "shortest_unit": "minutes",
    "longest": "1,5",
    "longest_unit": "days",
    "ahead_days": "14",
    "most_at_once": "2",
    "most_a_week": "5",
    "buffer_min": "15",
    "distance_m": "2,5",
    "change_by": "4",
    "change_by_unit": "hours",
    "cancel_by": "2",
    "cancel_by_unit": "days",
}


@pytest.fixture
def staff(browser: Browser, world: World) -> Browser:
    browser.sign_in(world.facility.email)
    return browser


def rules(db: Database, world: World) -> list[Rule]:
    return [each.rule for each in policies.rules(db, world.facility)]


def test_a_rule_is_made_and_stands_in_the_list_in_sentences(
    db: Database, staff: Browser, world: World
) -> None:
    group = policies.make_group(db, world.facility, "Team").id
    answer = staff.post("/rules/new", data={**FULL, "only": [str(group)]})
    (made,) = policies.rules(db, world.facility)
    assert (answer.status_code, answer.location) == (303, f"/rules#rule-{made.id}")
    assert made.rule == Rule(
        name="Desks",
        kind="desk",
        opening=(OpenHours((1, 2, 3, 4, 5), 420, 1140), OpenHours((6,), 540, 1440)),
        mode=Mode.HALF_DAYS,
        half_at_min=13 * 60,
        shortest_min=30,
        longest_min=36 * 60,
        ahead_days=14,
        most_at_once=2,
        most_a_week=5,
        only_groups=(group,),
        buffer_min=15,
        distance_m=2.5,
        change_by_min=240,
        cancel_by_min=2880,
    )
    page = staff.get("/rules").text
    assert "at most 2 at once" in page
    assert "Saved" in page
    assert "Saved" not in staff.get("/rules").text


@pytest.mark.parametrize("place", ["site", "floor"])
def test_what_the_form_shows_is_what_it_saves_again(
    db: Database, staff: Browser, world: World, now: datetime, place: str
) -> None:
    """Sending a rule's own form back changes nothing."""
    place_id = world.site_id if place == "site" else world.floor_id
    staff.post("/rules/new", data={**FULL, "place": f"{place}:{place_id}"})
    (made,) = policies.rules(db, world.facility)
    staff.post(f"/rules/{made.id}", data=_sent_back(staff.get(f"/rules/{made.id}").text))
    assert policies.rule(db, world.facility, made.id) == made


def test_a_refusal_keeps_what_was_typed_and_says_what_is_wrong(
    db: Database, staff: Browser, world: World
) -> None:
    sent = {**FULL, "name": "<b>Desks</b>", "shortest": "9", "shortest_unit": "days"}
    answer = staff.post("/rules/new", data=sent)
    assert answer.status_code == 422
    assert "The shortest booking is longer than the longest." in answer.text
    assert "&lt;b&gt;Desks" in answer.text
    assert "<b>Desks" not in answer.text
    assert 'value="2,5"' in answer.text
    assert rules(db, world) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("ahead_days", "soon"),
        ("longest", "0.001"),
        ("opens0", "morning"),
        ("opens0", ""),
        ("days0", []),
        ("group", "nobody"),
        ("place", "floor:here"),
        ("only", ["x"]),
        ("distance_m", "near"),
    ],
)
def test_what_is_no_number_time_or_choice_is_refused_in_words(
    db: Database, staff: Browser, world: World, field: str, value: str | list[str]
) -> None:
    answer = staff.post("/rules/new", data={**FULL, field: value})
    assert answer.status_code == 422
    assert 'class="notice problem"' in answer.text
    assert rules(db, world) == []


def test_whom_a_rule_would_touch_is_told_and_nothing_is_saved(
    db: Database, staff: Browser, world: World, now: datetime
) -> None:
    start = now + timedelta(hours=2)
    make_booking(db, world.employee, world.desks[0], start, start + timedelta(hours=5))
    make_booking(db, world.employee, world.desks[1], start, start + timedelta(hours=1))
    sent = {"act": "preview", "name": "Short", "longest": "2", "longest_unit": "hours"}
    page = staff.post("/rules/new", data=sent).text
    assert "1 of 2 bookings to come would not be allowed" in page
    assert "Wednesday 18 November 2026, 11:00 to 16:00" in page
    assert world.employee.name in page
    assert 'value="Short"' in page
    assert rules(db, world) == []


def test_another_line_of_opening_hours_keeps_what_was_typed(staff: Browser) -> None:
    page = staff.post("/rules/new", data={**FULL, "act": "more", "lines": "2"}).text
    assert "Line 3" in page
    assert 'name="opens0" value="07:00"' in page


def test_a_rule_is_removed(db: Database, staff: Browser, world: World, now: datetime) -> None:
    made = policies.make_rule(db, world.facility, Rule("Desks", ahead_days=9), now)
    answer = staff.post(f"/rules/{made.id}", data={"act": "remove"})
    assert (answer.status_code, answer.location) == (303, "/rules")
    assert "“Desks” is removed" in staff.get("/rules").text
    assert rules(db, world) == []


def test_groups_are_made_filled_emptied_renamed_and_removed(
    db: Database, staff: Browser, world: World
) -> None:
    def act(what: str, group: UUID | None = None, **fields: str) -> str:
        sent = {"act": what, **({"id": str(group)} if group else {}), **fields}
        answer = staff.post("/rules/groups", data=sent)
        assert answer.status_code == 303, answer.text
        return staff.get("/rules/groups").text

    assert "Made" in act("make", name="Team")
    (group,) = policies.groups(db, world.facility)
    assert f"{world.employee.name} is in" in act("add", group.id, email=world.employee.email)
    page = act("take_out", group.id, person_id=str(world.employee.person_id))
    assert "Nobody is in it yet" in page
    assert "Crew" in act("rename", group.id, name="Crew")
    assert "The group is removed" in act("remove", group.id)


def test_a_refusal_about_a_group_stands_at_it(db: Database, staff: Browser, world: World) -> None:
    group = policies.make_group(db, world.facility, "Team")
    sent = {"act": "add", "id": str(group.id), "email": "nobody@example.test"}
    answer = staff.post("/rules/groups", data=sent)
    assert answer.status_code == 404
    assert "Nobody in your organisation has this address" in answer.text
    assert 'value="nobody@example.test"' in answer.text


def _sent_back(page: str) -> dict[str, list[str]]:
    """What a browser would send of the page's form."""
    fields: dict[str, list[str]] = {"act": ["save"]}
    for tag in re.findall(r"<input[^>]*>", page):
        attributes = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        name = attributes.get("name")
        if name is None or name == "csrf_token":
            continue
        if attributes.get("type") == "checkbox" and " checked" not in tag:
            continue
        fields.setdefault(name, []).append(attributes.get("value", ""))
    for name, body in re.findall(r'<select[^>]*name="(\w+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'<option(?: value="([^"]*)")? selected>([^<]*)', body)
        first = re.search(r'<option(?: value="([^"]*)")?>([^<]*)', body)
        found = chosen or first
        assert found
        fields[name] = [found[1] if found[1] is not None else found[2]]
    return fields
