"""The page of a printed code on a desk that is assigned: to oneself, and to somebody else."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import text

from floorplans.database import Database
from tests.support.web import Browser, Client, World

TODAY = "2026-11-18"
WINDOW = f"?from={TODAY}T09:00:00Z&to={TODAY}T16:00:00Z"


@pytest.fixture
def own(facility: Client, world: World) -> str:
    """The address of the first desk, which is the employee's on all working days."""
    wanted = {
        "space_id": str(world.desks[0]),
        "email": world.employee.email,
        "weekdays": [1, 2, 3, 4, 5],
        "from": TODAY,
    }
    assert facility.post("/assignments", wanted).status_code == 201
    return f"/at/{world.desks[0]}"


def status_of(client: Client, world: World) -> object:
    told = client.get(f"/floors/{world.floor_id}/availability{WINDOW}").json
    return next(each["status"] for each in told["spaces"] if each["id"] == str(world.desks[0]))


def test_ones_own_desk_says_so_and_offers_check_in_and_release(
    signed_in: Browser, own: str
) -> None:
    page = signed_in.get(own).text
    assert "Yours today</strong>, without a booking" in page
    assert ">Check in</button>" in page
    assert ">Release for others today</button>" in page
    assert "Free nearby" not in page


def test_the_owner_checks_in_and_out_and_frees_nothing(
    signed_in: Browser, facility: Client, world: World, own: str
) -> None:
    assert signed_in.post(own, data={"act": "arrive"}).status_code == 303
    page = signed_in.get(own).text
    assert "You are checked in at Desk 0." in page
    assert ">Check out</button>" in page
    assert "free the rest" not in page
    booking = page.split('name="booking" value="')[1].split('"')[0]
    signed_in.post(own, data={"act": "check_out", "booking": booking})
    assert "Yours today" in signed_in.get(own).text
    assert status_of(facility, world) == "assigned"


def test_the_owner_leaves_the_day_to_others_and_has_it_back(
    signed_in: Browser, facility: Client, world: World, own: str
) -> None:
    assert signed_in.post(own, data={"act": "release"}).status_code == 303
    page = signed_in.get(own).text
    assert "Released: others can book it today." in page
    assert "It is your own place, left to others today." in page
    assert status_of(facility, world) == "free"
    assert signed_in.post(own, data={"act": "have_back"}).status_code == 303
    assert "It is yours again today." in signed_in.get(own).text
    assert status_of(facility, world) == "assigned"


def test_a_day_that_somebody_took_meanwhile_is_not_had_back(
    signed_in: Browser, facility: Client, world: World, own: str
) -> None:
    signed_in.post(own, data={"act": "release"})
    taken = facility.post(f"/spaces/{world.desks[0]}/take", {})
    assert taken.status_code == 201, taken.json
    refused = signed_in.post(own, data={"act": "have_back"})
    assert refused.status_code == 409
    assert "Somebody has booked your place" in refused.text
    assert "Free nearby" in refused.text


@pytest.mark.parametrize("act", ["release", "have_back"])
def test_nobody_else_leaves_it_to_others(web_app: Flask, world: World, own: str, act: str) -> None:
    other = Browser(web_app)
    other.sign_in(world.admin.email)
    refused = other.post(own, data={"act": act})
    assert refused.status_code == 404
    assert "is not yours" in refused.text


def test_others_read_that_it_is_assigned(web_app: Flask, world: World, own: str) -> None:
    other = Browser(web_app)
    other.sign_in(world.facility.email)
    page = other.get(own).text
    assert "<strong>Assigned</strong> until midnight" in page
    assert "Free nearby" in page
    assert "Release" not in page


def test_the_api_tells_the_step_of_ones_own_desk(employee: Client, world: World, own: str) -> None:
    told = employee.get(own).json
    assert (told["step"], told["status"], told["others"]) == ("own", "assigned", [])


def test_ones_own_page_groups_the_days_by_week(signed_in: Browser, own: str) -> None:
    assert signed_in.get(own).status_code == 200
    page = signed_in.get("/my/desk").text
    assert "Week of 16 November" in page
    assert 'aria-label="Release Monday 23 November"' in page


def test_both_pages_say_when_the_plan_does_not_have_the_desk(
    db: Database, web_app: Flask, signed_in: Browser, world: World, own: str
) -> None:
    assert "Release for others today" in signed_in.get(own).text
    with db.transaction(world.employee.organisation_id) as tx:
        values = {"desk": world.desks[0]}
        tx.execute(text("UPDATE space SET ended_at = now() WHERE id = :desk"), values)
    page = signed_in.get("/my/desk").text
    assert "The floor's present plan does not have this place." in page
    assert "It stays assigned to you" in page
    assert "on the floor's plan no longer" in signed_in.get(own).text
    staff = Browser(web_app)
    staff.sign_in(world.facility.email)
    assert "Not on the present plan" in staff.get("/assigned").text
