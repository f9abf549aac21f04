"""What is around, and the nearest of what nobody books: over HTTP, from a position or a place."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from floorplans.database import Database
from tests.support.factories import LAT, LON, make_booking
from tests.support.walked import House, make_house
from tests.support.web import Client, World, client_of

HOURS = {"from": "2026-11-18T09:00:00Z", "to": "2026-11-18T17:00:00Z"}
HERE = {"lon": LON, "lat": LAT, "accuracy_m": 900.0}


def test_buildings_come_by_distance_with_what_is_free(
    db: Database, employee: Client, world: World, now: datetime
) -> None:
    before = employee.post("/nearby", {**HERE, **HOURS, "kind": "desk"}).get_json()["buildings"]
    assert [each["distance_m"] for each in before] == sorted(e["distance_m"] for e in before)
    own = next(each for each in before if str(world.building_id) == each["id"])
    assert own["free"] == sum(floor["free"] for floor in own["floors"]) == len(world.desks)
    make_booking(db, world.facility, world.desks[0], now, now + timedelta(hours=5))
    answer = employee.post("/nearby", {**HERE, **HOURS, "kind": "desk"})
    own = next(e for e in answer.get_json()["buildings"] if str(world.building_id) == e["id"])
    assert own["free"] == len(world.desks) - 1
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("there", [(-74.0, 40.7), (0.0, 90.0), (180.0, -90.0), (151.2, -33.9)])
def test_from_another_continent_the_way_is_still_told(
    employee: Client, world: World, there: tuple[float, float]
) -> None:
    far = {"lon": there[0], "lat": there[1], **HOURS}
    answer = employee.post("/nearby", far)
    assert answer.status_code == 200
    assert all(each["distance_m"] > 1_000_000 for each in answer.get_json()["buildings"])


def test_zones_of_the_floor_are_told(employee: Client, world: World) -> None:
    asked = {**HERE, **HOURS, "floor_id": str(world.floor_id)}
    assert employee.post("/nearby", asked).get_json()["zones"] == []


def test_nobody_sees_the_buildings_of_others(
    web_app: Flask, db: Database, world: World, now: datetime
) -> None:
    stranger = client_of(web_app, db, world.stranger, now)
    told = stranger.post("/nearby", {**HERE, **HOURS}).get_json()["buildings"]
    assert str(world.building_id) not in {each["id"] for each in told}


@pytest.fixture
def house(db: Database, world: World, now: datetime) -> House:
    return make_house(db, world.facility, 3, now)


def asked(house: House, what: str, **more: Any) -> dict[str, Any]:
    return {"near_space_id": str(house.spaces[0][0]), "what": what, **more}


def name_use(db: Database, house: House, sql: str) -> str:
    """Let the last space of the lowest floor be something else."""
    own = house.spaces[0][-1]
    with db.transaction(house.actor.organisation_id) as tx:
        tx.execute(text(f"UPDATE space SET {sql} WHERE id = :id"), {"id": own})
    return str(own)


@pytest.mark.parametrize(
    ("what", "sql"),
    [
        ("toilet", "category = 'restroom.female.wheelchair'"),
        ("first_aid", "category = 'firstaid'"),
        ("first_aid", "features = '{defibrillator}'"),
        ("defibrillator", "features = '{aed}'"),
    ],
)
def test_a_room_is_found_by_its_use(
    db: Database, employee: Client, house: House, what: str, sql: str
) -> None:
    refused = employee.post("/nearest-facilities", asked(house, what))
    assert (refused.status_code, refused.json["code"]) == (404, "facility_not_found")
    own = name_use(db, house, sql)
    answer = employee.post("/nearest-facilities", asked(house, what))
    assert answer.status_code == 200, answer.text
    assert [row["space_id"] for row in answer.json["found"]] == [own]
    route = {"near_space_id": str(house.spaces[0][0]), "to_space_id": own}
    walked = employee.post("/routes", route).json["walk_s"]
    assert answer.json["found"][0]["walk_s"] == pytest.approx(walked, abs=0.2)


def test_the_ways_out_come_by_the_way_there(employee: Client, house: House) -> None:
    answer = employee.post("/nearest-facilities", asked(house, "exit"))
    assert answer.status_code == 200, answer.text
    times = [row["walk_s"] for row in answer.json["found"]]
    assert times == sorted(times)
    assert all(row["space_id"] is None for row in answer.json["found"])


def test_without_ways_nothing_is_made_up(
    db: Database, employee: Client, world: World, now: datetime
) -> None:
    bare = make_house(db, world.facility, 3, now, ways=False)
    answer = employee.post("/nearest-facilities", asked(bare, "exit"))
    assert (answer.status_code, answer.json["code"]) == (409, "ways_not_ready")


def test_the_way_to_a_way_out_is_told_from_where_somebody_is(
    employee: Client, house: House
) -> None:
    start = {"near_space_id": str(house.spaces[-1][0])}
    found = employee.post("/nearest-facilities", {**start, "what": "exit"}).json["found"]
    for row in found:
        end = {"to_exit": {"floor_id": row["floor_id"], "door": row["door"]}}
        told = employee.post("/routes", {**start, **end})
        assert told.status_code == 200, told.text
        assert told.json["walk_s"] == pytest.approx(row["walk_s"], abs=0.2)
        assert told.json["legs"][-1]["floor_id"] == row["floor_id"]
        assert told.json["directions"][-1] == "You are outside."
        lon, lat = told.json["legs"][-1]["line"][-1]
        assert (lon, lat) == pytest.approx((row["lon"], row["lat"]), abs=1e-6)


def test_a_door_that_is_no_way_out_is_refused(
    web_app: Flask, db: Database, world: World, employee: Client, house: House, now: datetime
) -> None:
    start = {"near_space_id": str(house.spaces[0][0])}
    door = {"floor_id": str(house.floors[0]), "door": 99_999}
    for end, status, code in (
        ({"to_exit": door}, 404, "exit_not_found"),
        ({"to_exit": {**door, "floor_id": str(world.floor_id)}}, 404, "exit_not_found"),
        ({"to_exit": {**door, "door": 0}}, 422, "input_invalid"),
        ({}, 422, "input_invalid"),
        ({"to_exit": door, "to_space_id": str(house.spaces[0][0])}, 422, "input_invalid"),
    ):
        answer = employee.post("/routes", {**start, **end})
        assert (answer.status_code, answer.json["code"]) == (status, code), answer.text
    stranger = client_of(web_app, db, world.stranger, now)
    assert stranger.post("/routes", {**start, "to_exit": door}).status_code == 404
