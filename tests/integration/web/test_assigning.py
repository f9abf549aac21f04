"""The pages of assigned desks, and the API behind them."""

from __future__ import annotations

from io import BytesIO

import pytest
from flask import Flask

from floorplans.database import Database
from tests.support.factories import make_space
from tests.support.web import Browser, Client, World

MONDAY = "2026-11-23"
WINDOW = f"?from={MONDAY}T09:00:00Z&to={MONDAY}T16:00:00Z"


@pytest.fixture
def staff(web_app: Flask, world: World) -> Browser:
    browser = Browser(web_app)
    browser.sign_in(world.facility.email)
    return browser


def assigned(facility: Client, world: World) -> str:
    made = facility.post(
        "/assignments",
        {
            "space_id": str(world.desks[0]),
            "email": world.employee.email,
            "weekdays": [1, 2],
            "from": "2026-11-18",
        },
    )
    assert made.status_code == 201, made.json
    return str(made.json["assignment"]["id"])


def status_of(client: Client, world: World) -> dict[str, object]:
    told = client.get(f"/floors/{world.floor_id}/availability{WINDOW}").json
    return next(each for each in told["spaces"] if each["id"] == str(world.desks[0]))


def test_the_api_assigns_releases_and_has_back(
    employee: Client, facility: Client, world: World
) -> None:
    made = assigned(facility, world)
    assert status_of(facility, world)["status"] == "assigned"
    assert status_of(employee, world)["is_mine"] is True
    days = {"from": MONDAY, "to": MONDAY}
    assert employee.post(f"/assignments/{made}/release", days).json == {"released": [MONDAY]}
    assert status_of(facility, world)["status"] == "free"
    back = employee.post(f"/assignments/{made}/take-back", days)
    assert back.json == {"returned": [MONDAY], "taken": []}
    (own,) = employee.get("/me/assignments").json
    assert own["days"][0] == {"on": MONDAY, "state": "own"}
    assert facility.delete(f"/assignments/{made}").status_code == 204
    assert facility.get("/assignments").json == []


def test_an_absence_leaves_the_desk_to_others(
    employee: Client, facility: Client, world: World
) -> None:
    assigned(facility, world)
    made = employee.post("/absences", {"from": MONDAY, "to": MONDAY})
    assert made.status_code == 201
    assert status_of(facility, world)["status"] == "free"
    assert employee.delete(f"/absences/{made.json['id']}").json == {"kept": 0}
    assert status_of(facility, world)["status"] == "assigned"


def test_ones_own_page_releases_a_day_and_says_so(
    signed_in: Browser, facility: Client, world: World
) -> None:
    made = assigned(facility, world)
    page = signed_in.get("/my/desk")
    assert b"Mondays and Tuesdays" in page.data
    done = signed_in.post(
        "/my/desk", data={"act": "release", "assignment": made, "from": MONDAY, "to": MONDAY}
    )
    assert done.status_code == 303
    assert b"Others can book the place then" in signed_in.get("/my/desk").data
    assert status_of(facility, world)["status"] == "free"


def test_ones_own_page_takes_a_leave_calendar(
    signed_in: Browser, facility: Client, world: World
) -> None:
    assigned(facility, world)
    content = b"from,to\n2026-11-23,2026-11-27\n"
    sent = {"act": "leave", "file": (BytesIO(content), "leave.csv")}
    assert signed_in.post("/my/desk", data=sent).status_code == 303
    assert b"1 absence known, 1 new" in signed_in.get("/my/desk").data
    assert status_of(facility, world)["status"] == "free"


def test_a_refusal_is_shown_on_the_page_and_keeps_what_was_typed(
    signed_in: Browser, world: World
) -> None:
    typed = {"act": "away", "from": "2026-12-24", "to": "2026-12-01"}
    page = signed_in.post("/my/desk", data=typed)
    assert page.status_code == 422
    assert b"The last day is before the first" in page.data
    assert b"2026-12-24" in page.data


def test_who_has_booked_is_told_by_the_clock_of_the_place(
    staff: Browser, facility: Client, world: World
) -> None:
    # 00:30 on the Wednesday in Amsterdam is still Tuesday in UTC.
    night = {"from": "2026-11-24T23:30:00Z", "to": "2026-11-25T01:00:00Z"}
    booked = facility.post("/bookings", {"space_id": str(world.desks[0]), **night})
    assert booked.status_code == 201, booked.json
    asked = {
        "floor": str(world.floor_id),
        "space": str(world.desks[0]),
        "email": world.employee.email,
        "weekday": ["3"],
        "from": "2026-11-18",
        "to": "",
        "act": "look",
    }
    assert b"Wednesday 25 November 2026, 00:30" in staff.post("/assigned", data=asked).data


def test_staff_look_first_and_then_assign(staff: Browser, facility: Client, world: World) -> None:
    shown = staff.get(f"/assigned?floor={world.floor_id}&space={world.desks[0]}")
    assert b"Assign a place" in shown.data
    asked = {
        "floor": str(world.floor_id),
        "space": str(world.desks[0]),
        "email": world.employee.email,
        "weekday": ["1", "3"],
        "from": "2026-11-18",
        "to": "",
    }
    assert b"Nothing is saved yet" in staff.post("/assigned", data=asked | {"act": "look"}).data
    assert facility.get("/assignments").json == []
    assert staff.post("/assigned", data=asked | {"act": "assign"}).status_code == 303
    assert b"Mondays and Wednesdays" in staff.get("/assigned").data


def test_a_list_is_taken_over_whole_or_not_at_all(
    staff: Browser, facility: Client, world: World
) -> None:
    made = assigned(facility, world)
    name = facility.get("/assignments").json[0]["space_name"]
    facility.delete(f"/assignments/{made}")
    head = "number,e-mail,weekdays,from,to\n"
    good = f"{name},{world.employee.email},Mon-Wed,2026-12-01,\n"
    bad = f"{name} 999,{world.employee.email},Fri,,\n"

    def send(text: str, act: str) -> bytes:
        sent = {"act": act, "file": (BytesIO(text.encode()), "list.csv")}
        return staff.post("/assigned", data=sent).data

    assert b"Nothing of the list was taken over" in send(head + good + bad, "list")
    assert b"Nothing is saved yet" in send(head + good, "list_look")
    assert facility.get("/assignments").json == []
    send(head + good, "list")
    (made,) = facility.get("/assignments").json
    assert made["days"] == {"weekdays": [1, 2, 3], "from": "2026-12-01", "to": None}
    assert b"1 are so already" in send(head + good, "list_look")


def test_no_place_is_chosen_before_a_person_does_and_desks_come_first(
    staff: Browser, db: Database, world: World
) -> None:
    make_space(db, world.facility, world.floor_id, x=40.0, kind="booth", name="A booth")
    page = staff.get(f"/assigned?floor={world.floor_id}").text
    select = page[page.index('id="space"') :].split("</select>")[0]
    assert "selected" not in select
    assert select.index('<option value="">') < select.index('label="Desks"')
    assert select.index('label="Desks"') < select.index('label="Booths"')
