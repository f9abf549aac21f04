"""Rules of booking and groups of people over HTTP."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.support.web import Client, World

HOUR = timedelta(hours=1)

WEEKDAYS = {"days": [1, 2, 3, 4, 5], "opens": "07:00", "closes": "19:00"}


def make_rule(facility: Client, **asked: Any) -> dict[str, Any]:
    answer = facility.post("/rules", {"name": "Desks", **asked})
    assert answer.status_code == 201, answer.json
    made: dict[str, Any] = answer.json
    return made


def wanted(world: World, from_at: datetime, length: timedelta = HOUR) -> dict[str, str]:
    return {
        "space_id": str(world.desks[0]),
        "from": from_at.isoformat(),
        "to": (from_at + length).isoformat(),
    }


def test_a_rule_is_made_seen_changed_and_removed(facility: Client) -> None:
    answer = facility.post(
        "/rules",
        {"name": "Desks", "kind": "desk", "opening": [WEEKDAYS], "most_at_once": 2},
    )
    assert answer.status_code == 201
    made = answer.json
    assert answer.headers["Location"].endswith(f"/api/v1/rules/{made['id']}")
    assert made["sentence"] == (
        "Desks: open Monday to Friday from 07:00 to 19:00, at most 2 at once."
    )
    assert made["opening"] == [WEEKDAYS]
    assert facility.get("/rules").json == [made]
    changed = facility.ask(
        "PUT", f"/rules/{made['id']}", json={"name": "Desks", "kind": "desk", "ahead_days": 14}
    )
    assert changed.json["sentence"] == "Desks: up to 14 days ahead."
    assert facility.get(f"/rules/{made['id']}").json == changed.json
    assert facility.delete(f"/rules/{made['id']}").status_code == 204
    assert facility.get("/rules").json == []


def test_what_a_rule_says_can_be_sent_back_as_it_is(facility: Client) -> None:
    made = make_rule(facility, opening=[WEEKDAYS], mode="half_days", half_at="13:00")
    sent = {key: value for key, value in made.items() if key not in _TOLD_ONLY}
    assert facility.ask("PUT", f"/rules/{made['id']}", json=sent).json == made


_TOLD_ONLY = ("id", "about", "says", "sentence")


def test_a_refused_booking_carries_the_rule_and_the_nearest_hours_that_can_be_booked(
    facility: Client, employee: Client, world: World, now: datetime
) -> None:
    make_rule(facility, name="Office hours", opening=[WEEKDAYS])
    # Saturday
    refused = employee.post("/bookings", wanted(world, now + timedelta(days=3)))
    assert refused.status_code == 422
    problem = refused.json
    assert (problem["code"], problem["rule"]) == ("outside_opening_hours", "Office hours")
    assert "“Office hours”" in problem["detail"]
    assert problem["advice"].startswith("The nearest that is allowed: Monday 23 November 2026")
    booked = employee.post("/bookings", {"space_id": str(world.desks[0]), **problem["nearest"]})
    assert booked.status_code == 201


def test_a_preview_saves_nothing_and_tells_of_bookings_to_come(
    facility: Client, employee: Client, world: World, now: datetime
) -> None:
    booked = employee.post("/bookings", wanted(world, now + HOUR, 5 * HOUR)).json
    answer = facility.post("/rules/preview", {"name": "Short", "longest_minutes": 60})
    assert answer.status_code == 200
    found = answer.json
    assert (found["looked_at"], found["is_complete"]) == (1, True)
    assert found["rule"]["sentence"] == "All places: at most 1 hour long."
    (broken,) = found["broken"]
    assert (broken["booking_id"], broken["code"]) == (booked["id"], "too_long")
    assert broken["from"] == booked["from"]
    assert facility.get("/rules").json == []


@pytest.mark.parametrize(
    "asked",
    [
        {"name": ""},
        {"name": "X", "kind": "sofa"},
        {"name": "X", "ahead_days": 731},
        {"name": "X", "ahead_days": 1.5},
        {"name": "X", "opening": [{"days": [8], "opens": "07:00", "closes": "19:00"}]},
        {"name": "X", "opening": [{"days": [1], "opens": "07:00", "closes": "24:01"}]},
        {"name": "X", "opening": [{"days": [1], "opens": "7", "closes": "19:00"}]},
        {"name": "X", "distance_m": "NaN"},
        {"name": "X", "unknown": 1},
    ],
)
def test_what_is_no_rule_is_refused(facility: Client, asked: dict[str, Any]) -> None:
    answer = facility.post("/rules", asked)
    assert (answer.status_code, answer.json["code"]) == (422, "input_invalid")


def test_a_second_rule_for_the_same_is_a_conflict(facility: Client) -> None:
    make_rule(facility, kind="desk", ahead_days=9)
    answer = facility.post("/rules", {"name": "Again", "kind": "desk", "ahead_days": 8})
    assert (answer.status_code, answer.json["code"]) == (409, "rule_exists")


def test_groups_and_who_is_in_them(facility: Client, world: World) -> None:
    made = facility.post("/groups", {"name": "Team"}).json
    group = f"/groups/{made['id']}"
    assert facility.post("/groups", {"name": "team"}).status_code == 409
    assert facility.patch(group, {"name": "Crew"}).json["name"] == "Crew"
    added = facility.post(f"{group}/members", {"email": world.employee.email}).json
    assert added["person_id"] == str(world.employee.person_id)
    assert facility.get(f"{group}/members").json == [added]
    assert facility.get("/groups").json == [
        {
            "id": made["id"],
            "name": "Crew",
            "members": 1,
            "rules": 0,
            "kept_by": "hand",
            "claim_value": None,
        }
    ]
    assert facility.delete(f"{group}/members/{added['person_id']}").status_code == 204
    assert facility.get(f"{group}/members").json == []
    assert facility.delete(group).status_code == 204
    assert facility.get(f"{group}/members").status_code == 404


def test_another_organisations_rules_and_groups_do_not_exist(
    facility: Client, stranger: Client
) -> None:
    rule = make_rule(facility, ahead_days=9)["id"]
    group = facility.post("/groups", {"name": "Team"}).json["id"]
    for path in (f"/rules/{rule}", f"/groups/{group}/members"):
        assert stranger.get(path).status_code == 404
    assert stranger.get("/rules").json == []
    answer = stranger.post("/rules", {"name": "X", "group_id": group, "ahead_days": 1})
    assert (answer.status_code, answer.json["code"]) == (404, "rule_target_not_found")
