"""What staff see and say of a building's stairs and lifts, over HTTP and on the page."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from bench.walked.world import World as Drawn
from floorplans.database import Database
from floorplans.errors import Refused
from floorplans.nearest.views import SpaceOrigin
from floorplans.walking.routing import way_to
from floorplans.walking.views import RouteRequest
from geo.ways.shafts import Level
from tests.support.factories import make_building, make_site
from tests.support.house import LIFT, STAIR
from tests.support.house import make_floor as drawn_floor
from tests.support.walked import House, publish_house
from tests.support.web import Browser, Client, World, client_of

HOUR = timedelta(hours=1)


@pytest.fixture
def house(db: Database, world: World, now: datetime) -> House:
    plans = (drawn_floor(), drawn_floor(ground=False))
    levels = (Level("House", 0), Level("House", 1))
    building = make_building(db, world.facility, make_site(db, world.facility))
    drawn = Drawn(plans, levels, (("stair", "lift"),) * 2)
    return publish_house(db, world.facility, building, drawn, now)


def passes(db: Database, world: World, house: House, now: datetime, profile: str) -> bool:
    """Whether somebody comes from the lower floor to the upper one."""
    rooms = [n for n, place in enumerate(house.world.plans[0].places) if _is_large(house, place)]
    west = [house.spaces[floor][rooms[0]] for floor in (0, 1)]
    try:
        request = RouteRequest(SpaceOrigin(west[0]), None, west[1], profile)
        way_to(db, world.employee, request, now)
    except Refused:
        return False
    return True


def _is_large(house: House, place: Any) -> bool:
    return any(room.area > 40 and room.covers(place) for room in house.world.plans[0].rooms)


def connectors(client: Client, house: House) -> list[dict[str, Any]]:
    answer = client.get(f"/buildings/{house.building_id}/connectors")
    assert answer.status_code == 200
    found: list[dict[str, Any]] = answer.json["connectors"]
    return found


def ref(house: House, floor: int, number: int) -> dict[str, Any]:
    return {"floor_id": str(house.floors[floor]), "number": number + 1}


@pytest.fixture
def staff(web_app: Flask, db: Database, world: World, now: datetime) -> Client:
    return client_of(web_app, db, world.facility, now)


def test_connectors_are_listed_as_they_were_linked(staff: Client, house: House) -> None:
    kinds = {each["kind"]: each for each in connectors(staff, house)}
    assert set(kinds) == {"stairs", "lift"}
    assert [stop["number"] for stop in kinds["lift"]["stops"]] == [LIFT + 1, LIFT + 1]
    assert kinds["lift"]["is_for_wheelchairs"]
    assert not kinds["stairs"]["is_for_wheelchairs"]


def test_what_is_said_changes_the_ways_at_once(
    staff: Client, db: Database, world: World, house: House, now: datetime
) -> None:
    lift = f"/floors/{house.floors[1]}/connectors/{LIFT + 1}"
    assert passes(db, world, house, now, "wheelchair")
    narrow = {"kind": "lift", "clear_m": 0.7}
    assert staff.ask("PUT", lift, json=narrow).status_code == 204
    assert not passes(db, world, house, now, "wheelchair")
    assert passes(db, world, house, now, "step_free")
    assert (
        staff.ask("PUT", lift, json={"kind": "lift", "is_for_wheelchairs": False}).status_code
        == 204
    )
    assert not passes(db, world, house, now, "wheelchair")
    assert passes(db, world, house, now, "pram")
    assert staff.ask("PUT", lift, json={"kind": "lift", "clear_m": 1.1}).status_code == 204
    assert passes(db, world, house, now, "wheelchair")
    (told,) = [each for each in connectors(staff, house) if each["kind"] == "lift"]
    assert (told["clear_m"], told["is_said"]) == (1.1, True)


def test_stairs_become_an_escalator_that_goes_one_way(
    staff: Client, db: Database, world: World, house: House, now: datetime
) -> None:
    stair = f"/floors/{house.floors[0]}/connectors/{STAIR + 1}"
    lift = f"/floors/{house.floors[0]}/connectors/{LIFT + 1}/outages"
    assert staff.post(lift, {"reason": "Cable"}).status_code == 201
    assert passes(db, world, house, now, "on_foot")
    assert staff.ask("PUT", stair, json={"kind": "escalator", "goes": "down"}).status_code == 204
    assert not passes(db, world, house, now, "on_foot")
    assert staff.ask("PUT", stair, json={"kind": "escalator", "goes": "up"}).status_code == 204
    assert passes(db, world, house, now, "on_foot")
    assert staff.ask("PUT", stair, json={"kind": "stairs", "goes": "up"}).status_code == 422
    assert staff.ask("PUT", stair, json={"kind": "escalator"}).status_code == 422


def test_words_and_outages_over_http(staff: Client, house: House) -> None:
    ends = {"one": ref(house, 0, LIFT), "other": ref(house, 1, LIFT), "is_same": False}
    made = staff.post("/connector-words", ends)
    assert made.status_code == 201
    assert len(connectors(staff, house)) == 3
    assert staff.delete(f"/connector-words/{made.json['id']}").status_code == 204
    assert len(connectors(staff, house)) == 2
    out = f"/floors/{house.floors[0]}/connectors/{LIFT + 1}/outages"
    outage = staff.post(out, {"reason": "Cable"}).json["id"]
    (lift,) = [each for each in connectors(staff, house) if each["kind"] == "lift"]
    assert [each["reason"] for each in lift["outages"]] == ["Cable"]
    assert staff.delete(f"/connector-outages/{outage}").status_code == 204
    assert not any(each["outages"] for each in connectors(staff, house))


def test_the_page_does_the_same(web_app: Flask, world: World, house: House) -> None:
    page = f"/buildings/{house.building_id}/ways"
    browser = Browser(web_app)
    browser.sign_in(world.facility.email)
    shown = browser.get(page)
    assert shown.status_code == 200
    assert "1. Stairs T1" in shown.text
    lift = f"{house.floors[0]}:{LIFT + 1}"
    done = browser.post(page, data={"act": "outage", "connector": lift, "reason": "Cable"})
    assert done.status_code == 303
    assert "Out of order" in browser.get(page).text
    wrong = browser.post(page, data={"act": "describe", "connector": lift, "kind": "slide"})
    assert wrong.status_code == 422
    assert "Nothing was saved" in wrong.text
    assert browser.post(page, data={"act": "join"}).status_code == 422


def test_the_page_begins_on_the_ground_floor(
    web_app: Flask, world: World, db: Database, now: datetime
) -> None:
    """And not in the cellar below it; a floor that is asked for comes first."""
    plans = (drawn_floor(ground=False), drawn_floor())
    drawn = Drawn(plans, (Level("House", -1), Level("House", 0)), (("stair", "lift"),) * 2)
    building = make_building(db, world.facility, make_site(db, world.facility))
    house = publish_house(db, world.facility, building, drawn, now)
    browser = Browser(web_app)
    browser.sign_in(world.facility.email)
    page = f"/buildings/{house.building_id}/ways"
    shown = 'href="?floor={}" aria-current="true"'
    assert shown.format(house.floors[1]) in browser.get(page).text
    assert shown.format(house.floors[0]) in browser.get(f"{page}?floor={house.floors[0]}").text
