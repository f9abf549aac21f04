"""Ways over HTTP: what they tell, and how little they say about where somebody stands."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from flask import Flask

from floorplans.database import Database
from tests.support.factories import LAT, LON
from tests.support.walked import House, make_house
from tests.support.web import Client, World, client_of

HOURS = {"from": "2026-11-18T09:00:00Z", "to": "2026-11-18T17:00:00Z"}
PATHS = ("/nearest-by-walking", "/routes")


@pytest.fixture
def house(db: Database, world: World, now: datetime) -> House:
    return make_house(db, world.facility, 3, now)


def start(house: House) -> dict[str, Any]:
    return {"near_space_id": str(house.spaces[0][0])}


def test_the_nearest_are_told_with_their_ways(employee: Client, house: House) -> None:
    answer = employee.post("/nearest-by-walking", {**HOURS, **start(house)})
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    told = answer.json
    assert (told["exact"], told["why"]) == (True, "proven")
    assert [row["measured"] for row in told["spaces"]] == ["way"] * 3
    assert all(row["floors"][0] == "0" for row in told["spaces"])


def test_a_route_leads_to_the_space(employee: Client, house: House) -> None:
    near = employee.post("/nearest-by-walking", {**HOURS, **start(house), "limit": 5}).json
    far = near["spaces"][-1]
    asked = {**start(house), "to_space_id": far["space"]["space_id"]}
    answer = employee.post("/routes", asked)
    assert answer.status_code == 200
    assert answer.json["walk_s"] == pytest.approx(far["walk_s"], abs=0.2)
    assert answer.json["directions"][-1] == f"You are at Desk {far['space']['name']}."
    assert answer.json["legs"][0]["floor_short_name"] == "0"


def test_another_organisation_finds_nothing(
    web_app: Flask, db: Database, world: World, house: House, now: datetime
) -> None:
    stranger = client_of(web_app, db, world.stranger, now)
    asked = {**HOURS, **start(house)}
    assert stranger.post("/nearest-by-walking", asked).status_code == 404
    route = {**start(house), "to_space_id": str(house.spaces[0][1])}
    assert stranger.post("/routes", route).status_code == 404


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "change",
    [
        {"lon": 4.8951679},
        {"lon": "4.8951679", "lat": 52.3702157},
        {"lon": 4.8951679, "lat": 152.3702157},
        {"lon": 44.8951679, "lat": 52.3702157},
        {"lon": 4.8951679, "lat": 52.3702157, "profile": "52.3702157"},
        {"lon": 4.8951679, "lat": 52.3702157, "accuracy_m": -52.3702157},
        {"lon": 4.8951679, "lat": 52.3702157, "near_space_id": "52.3702157"},
        {},
    ],
)
def test_an_error_never_repeats_the_position(
    employee: Client, world: World, path: str, change: dict[str, Any]
) -> None:
    own = HOURS if path == PATHS[0] else {"to_space_id": str(world.desks[0])}
    answer = employee.post(path, {"floor_id": str(world.floor_id), **own, **change})
    assert answer.status_code == 422
    assert "52.37" not in answer.text
    assert "4.895" not in answer.text


def test_without_ways_both_say_so(employee: Client, world: World) -> None:
    asked = {"lon": LON, "lat": LAT, "floor_id": str(world.floor_id)}
    near = employee.post("/nearest-by-walking", {**HOURS, **asked})
    assert (near.status_code, near.json["why"]) == (200, "no_ways")
    route = employee.post("/routes", {**asked, "to_space_id": str(world.desks[0])})
    assert (route.status_code, route.json["code"]) == (409, "ways_not_ready")


@pytest.mark.parametrize("path", PATHS)
def test_a_position_in_the_address_is_refused(employee: Client, path: str) -> None:
    assert employee.get(f"{path}?lon={LON}&lat={LAT}").status_code == 405
