"""Series over HTTP."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.web import Client, World

HOURS = {"from": "09:00", "to": "17:00"}
RULE = {"rule": "FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20261203", "starts_on": "2026-11-18"}
DATES = ["2026-11-19", "2026-11-24", "2026-11-26", "2026-12-01", "2026-12-03"]


def wanted(world: World, **more: Any) -> dict[str, Any]:
    return {"space_id": str(world.desks[0]), "hours": HOURS, **(more or RULE)}


def take(facility: Client, world: World, on: str, desk: int = 0) -> None:
    """Facility staff's own booking, in the way on a day."""
    hours = {"from": f"{on}T10:00:00+01:00", "to": f"{on}T11:00:00+01:00"}
    answer = facility.post("/bookings", {"space_id": str(world.desks[desk]), **hours})
    assert answer.status_code == 201


def states(answer: Any) -> dict[str, str]:
    return {each["on"]: each["state"] for each in answer.json["dates"]}


def test_a_series_is_previewed_booked_and_seen(
    employee: Client, facility: Client, world: World
) -> None:
    take(facility, world, DATES[1])
    plan = employee.post("/series/preview", wanted(world))
    assert plan.status_code == 200
    assert states(plan) == dict.fromkeys(DATES, "free") | {DATES[1]: "clash"}
    assert employee.get("/series").json == []
    made = employee.post("/series", wanted(world))
    assert made.status_code == 201
    assert states(made) == dict.fromkeys(DATES, "booked") | {DATES[1]: "clash"}
    clash = made.json["dates"][1]
    assert clash["problem"]["code"] == "taken"
    offered = {str(desk) for desk in world.desks[1:]}
    assert {each["space_id"] for each in clash["alternatives"]} == offered
    assert {each["space_id"] for each in made.json["for_all"]} == offered
    assert made.json["hours"] == HOURS
    assert made.json["said"] == "Every week on Tuesday and Thursday"
    assert employee.get(made.headers["Location"].removeprefix("/api/v1")).json == made.json
    listed = employee.get("/series").json
    assert [each["id"] for each in listed] == [made.json["id"]]
    mine = {each["id"] for each in employee.get("/bookings").json}
    assert mine == {each["booking_id"] for each in made.json["dates"] if each["booking_id"]}


def test_chosen_days_carry_their_own_hours_places_and_omissions(
    employee: Client, world: World
) -> None:
    dates = [
        {"on": DATES[0], "hours": {"from": "22:00", "to": "06:00"}},
        {"on": DATES[1], "space_id": str(world.desks[1])},
        {"on": DATES[2], "skip": True},
        {"on": DATES[3]},
    ]
    made = employee.post("/series", wanted(world, dates=dates))
    assert list(states(made).values()) == ["booked", "booked", "skipped", "booked"]
    night, other, _, plain = made.json["dates"]
    assert (night["from"], night["to"]) == ("2026-11-19T21:00:00Z", "2026-11-20T05:00:00Z")
    assert other["space_id"] == str(world.desks[1])
    assert (plain["from"], plain["to"]) == ("2026-12-01T08:00:00Z", "2026-12-01T16:00:00Z")
    assert made.json["rule"] is None


def test_the_same_key_is_one_series(employee: Client, world: World) -> None:
    key = {"Idempotency-Key": "once"}
    first = employee.post("/series", wanted(world), headers=key)
    assert employee.post("/series", wanted(world), headers=key).json == first.json
    other = wanted(world, dates=[{"on": DATES[0]}])
    refused = employee.post("/series", other, headers=key)
    assert (refused.status_code, refused.json["code"]) == (409, "idempotency_key_reused")


def test_another_place_is_booked_on_the_dates_that_clash(
    employee: Client, facility: Client, world: World
) -> None:
    take(facility, world, DATES[1])
    made = employee.post("/series", wanted(world)).json
    place = str(world.desks[2])
    body = {"dates": [{"on": DATES[1], "space_id": place}]}
    again = employee.post(f"/series/{made['id']}/retry", body)
    assert set(states(again).values()) == {"booked"}
    assert again.json["dates"][1]["space_id"] == place


def test_this_the_later_and_all_dates_change_and_go(employee: Client, world: World) -> None:
    made = employee.post("/series", wanted(world)).json
    path = f"/series/{made['id']}"
    later = {"scope": "later", "on": DATES[3], "hours": {"from": "13:00", "to": "17:00"}}
    changed = employee.patch(path, later)
    assert [each["changed"] for each in changed.json["dates"]] == [False] * 3 + [True] * 2
    assert changed.json["dates"][3]["from"] == "2026-12-01T12:00:00Z"
    one = employee.delete(f"{path}?scope=this&on={DATES[0]}")
    assert states(one)[DATES[0]] == "cancelled"
    rest = employee.delete(f"{path}?scope=later&on={DATES[2]}")
    assert list(states(rest).values()) == ["cancelled", "booked"] + ["cancelled"] * 3
    assert set(states(employee.delete(path)).values()) == {"cancelled"}
    assert {each["phase"] for each in employee.get("/bookings").json} == {"cancelled"}


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"rule": "FREQ=WEEKLY", "starts_on": DATES[0]}, "series_without_end"),
        ({"rule": "FREQ=HOURLY;COUNT=2", "starts_on": DATES[0]}, "rule_invalid"),
        ({"rule": "FREQ=DAILY;COUNT=2"}, "series_unclear"),
        ({"dates": []}, "series_unclear"),
        ({"dates": [{"on": DATES[0]}, {"on": DATES[0]}]}, "dates_repeated"),
        ({"dates": [{"on": "1999-01-01"}]}, "input_invalid"),
        ({"dates": [{"on": DATES[0], "hours": {"from": "9", "to": "17:00"}}]}, "input_invalid"),
        ({**RULE, "dates": [{"on": "2026-11-20", "skip": True}]}, "date_unknown"),
    ],
)
def test_what_makes_no_series_is_refused(
    employee: Client, world: World, more: dict[str, Any], code: str
) -> None:
    for path in ("/series", "/series/preview"):
        answer = employee.post(path, wanted(world, **more))
        assert (answer.status_code, answer.json["code"]) == (422, code)
    assert employee.get("/series").json == []


def test_a_series_of_somebody_else_is_not_there(
    employee: Client, facility: Client, stranger: Client, world: World
) -> None:
    made = facility.post("/series", wanted(world)).json
    for who in (employee, stranger):
        for answer in (
            who.get(f"/series/{made['id']}"),
            who.delete(f"/series/{made['id']}"),
            who.post(f"/series/{made['id']}/retry", {}),
            who.patch(f"/series/{made['id']}", {"scope": "all", "hours": HOURS}),
        ):
            assert (answer.status_code, answer.json["code"]) == (404, "series_not_found")


def test_a_series_is_booked_for_a_colleague_and_told_to_both(
    employee: Client, facility: Client, world: World
) -> None:
    person = str(world.employee.person_id)
    body = wanted(world) | {"for_person_id": person}
    assert facility.post("/series/preview", body).status_code == 200
    made = facility.post("/series", body)
    assert made.status_code == 201
    told = {name: made.json[name] for name in ("is_mine", "is_by_me", "person_id", "person_name")}
    assert told == {
        "is_mine": False,
        "is_by_me": True,
        "person_id": person,
        "person_name": world.employee.name,
    }
    (own,) = employee.get("/series").json
    assert (own["id"], own["is_mine"]) == (made.json["id"], True)
    (by_me,) = facility.get("/series").json
    assert by_me["id"] == made.json["id"]
    assert len(facility.get("/bookings/for-others").json) == 5
    refused = employee.post(
        "/series", wanted(world) | {"for_person_id": str(world.facility.person_id)}
    )
    assert (refused.status_code, refused.json["code"]) == (404, "person_not_found")
