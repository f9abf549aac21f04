"""A plan for a date over HTTP, with nobody there who tidies up: no worker runs in these tests."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from floorplans.database import Database
from floorplans.places import service as places
from floorplans.plans import service as plans
from importers.draft import FloorPlanDraft
from tests.support.drafts import make_draft, make_draft_desk, stage_draft
from tests.support.factories import make_building, make_floor
from tests.support.web import Browser, Client, Clock, World

DAY = timedelta(days=1)


def make_desks(*names: str) -> FloorPlanDraft:
    return make_draft(desks=[make_draft_desk(name, 2.0 * int(name), 2) for name in names])


@pytest.fixture
def first(db: Database, world: World, now: datetime) -> UUID:
    """A plan with two desks of a floor of its own, and one with three from tomorrow on."""
    building = make_building(db, world.facility, world.site_id, name="Annex")
    floor = make_floor(db, world.facility, building_id=building)
    made = [
        stage_draft(db, world.facility, floor, make_desks(*names), now)
        for names in (("1", "2"), ("1", "3", "4"))
    ]
    plans.publish(db, world.facility, made[0], now)
    plans.publish(db, world.facility, made[1], now, effective_from=now + DAY)
    return made[0]


def floor_of(facility: Client, plan: UUID) -> str:
    return str(facility.get(f"/plans/{plan}").json["floor_id"])


def everything(facility: Client, floor: str) -> dict[str, object]:
    """What is told of the present of the floor, wherever it is told."""
    (listed,) = (
        found
        for building in facility.get("/buildings").json
        for found in building["floors"]
        if found["id"] == floor
    )
    states = {plan["number"]: plan["state"] for plan in facility.get(f"/floors/{floor}/plans").json}
    present = facility.get("/plans").json
    all_states = {p["number"]: p["state"] for p in present if p["floor_id"] == floor}
    past = {p["number"]: p["state"] for p in facility.get(f"/floors/{floor}/history").json}
    table = facility.get(f"/floors/{floor}/exports/csv").text
    return {
        "counts": (listed["space_count"], listed["bookable_count"]),
        "is_first": listed["revision_id"] == facility.get(f"/floors/{floor}").json["revision_id"],
        "states": states,
        "history": past,
        "all": all_states,
        "rows": len(table.strip().splitlines()) - 1,
        "geojson": len(facility.get(f"/floors/{floor}/spaces.geojson").json["features"]),
    }


def test_after_its_date_every_answer_is_of_the_new_plan_without_a_worker(
    facility: Client, clock: Clock, first: UUID
) -> None:
    floor = floor_of(facility, first)
    before = everything(facility, floor)
    assert before["states"] == {1: "published", 2: "scheduled"}
    assert (before["counts"], before["rows"], before["geojson"]) == ((2, 2), 2, 2)
    clock.pass_by(days=1)
    after = everything(facility, floor)
    assert after["states"] == after["history"] == {1: "superseded", 2: "published"}
    assert after["all"] == {2: "published"}
    assert (after["counts"], after["rows"], after["geojson"]) == ((3, 3), 3, 3)


@pytest.mark.parametrize("path", ["", "/plans", "/exports/csv", "/spaces.geojson", "/history"])
def test_the_first_who_looks_sees_the_new_plan(
    facility: Client, clock: Clock, first: UUID, path: str
) -> None:
    floor = floor_of(facility, first)
    asked = f"/floors/{floor}{path}"
    before = facility.get(asked).data
    clock.pass_by(days=1)
    later = facility.get(asked).data
    assert later != before
    assert facility.get(asked).data == later


def test_the_plan_before_is_brought_back_after_the_date(
    facility: Client, clock: Clock, first: UUID
) -> None:
    clock.pass_by(days=1, minutes=1)
    answer = facility.post(f"/plans/{first}/bring-back")
    assert answer.status_code == 200, answer.json
    assert answer.json["identical"] is True


def test_at_the_service_too_the_plan_before_is_brought_back_after_the_date(
    db: Database, world: World, first: UUID, now: datetime
) -> None:
    report = plans.bring_back(db, world.facility, first, now + DAY)
    assert report.identical


def test_an_answer_that_the_browser_keeps_is_not_believed_beyond_the_date(
    employee: Client, facility: Client, clock: Clock, now: datetime, first: UUID
) -> None:
    floor = floor_of(facility, first)
    hours = f"from={now + DAY - timedelta(hours=1):%Y-%m-%dT%H:%MZ}"
    asked = (
        f"/floors/{floor}/availability?{hours}&to={now + DAY + timedelta(hours=2):%Y-%m-%dT%H:%MZ}"
    )
    clock.pass_by(hours=23, minutes=30)
    before = employee.get(asked)
    known = {"If-None-Match": before.headers["ETag"]}
    assert employee.get(asked, headers=known).status_code == 304
    assert len(before.json["spaces"]) == 2
    clock.pass_by(hours=1)
    after = employee.get(asked, headers=known)
    assert after.status_code == 200
    assert len(after.json["spaces"]) == 3
    assert after.json["plan"]["from"] == (now + DAY).isoformat()
    assert employee.get(asked, headers={"If-None-Match": after.headers["ETag"]}).status_code == 304


@pytest.mark.parametrize("made_up", ["nan", "inf", "1e999", "x" * 100, "9 9"])
def test_a_tag_that_was_made_up_does_no_harm(
    employee: Client, facility: Client, now: datetime, first: UUID, made_up: str
) -> None:
    floor = floor_of(facility, first)
    asked = (
        f"/floors/{floor}/availability?from={now:%Y-%m-%dT%H:%MZ}&to={now + DAY:%Y-%m-%dT%H:%MZ}"
    )
    whole = employee.get(asked).headers["ETag"]
    start = whole[: whole.rindex(".", 0, whole.rindex(".")) + 1]
    answer = employee.get(asked, headers={"If-None-Match": f'{start}{made_up}"'})
    assert answer.status_code in {200, 304}
    assert "\n" not in answer.headers["ETag"]


def test_the_page_of_a_floor_opens_on_the_plan_of_the_day_in_its_address(
    browser: Browser, db: Database, world: World, clock: Clock, now: datetime, first: UUID
) -> None:
    floor = plans.revision(db, world.facility, first).floor_id
    before, then = (plan.map_digest for plan in places.floor(db, world.employee, floor).plans)
    clock.pass_by(days=8)
    browser.sign_in(world.employee.email)
    day, next_day = f"{now:%Y-%m-%d}", f"{now + DAY:%Y-%m-%d}"
    page = browser.get(f"/floors/{floor}?from={day}T10:00&to={day}T12:00").text
    assert page.index(before) < page.index(then)
    assert f'href="/floors/{floor}/map/{before}.json' in page
    later = browser.get(f"/floors/{floor}?from={next_day}T10:00&to={next_day}T12:00").text
    assert f'href="/floors/{floor}/map/{then}.json' in later
