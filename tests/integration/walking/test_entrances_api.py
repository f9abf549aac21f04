"""Entrances and ways out of doors over HTTP."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from flask import Flask

from floorplans.database import Database
from tests.support.house import STREET_DOOR
from tests.support.houses import Houses, desk_of, two_houses
from tests.support.web import Client, World, client_of


@pytest.fixture
def houses(db: Database, world: World, now: datetime) -> Houses:
    return two_houses(db, world.facility, now)


@pytest.fixture
def staff(web_app: Flask, db: Database, world: World, now: datetime) -> Client:
    return client_of(web_app, db, world.facility, now)


def end(houses: Houses, which: int) -> dict[str, Any]:
    return {"floor_id": str(houses[which].floors[0]), "number": STREET_DOOR + 1}


def entrances(client: Client, houses: Houses, which: int = 0) -> dict[str, Any]:
    answer = client.get(f"/buildings/{houses[which].building_id}/entrances")
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json
    return found


def test_the_doors_to_the_outside_are_listed_as_the_plan_shows_them(
    staff: Client, houses: Houses
) -> None:
    found = entrances(staff, houses)
    (own,) = found["entrances"]
    assert (own["role"], own["is_found"], own["word_id"]) == ("side", True, None)
    assert (own["door"]["number"], own["clear_m"], own["is_clear_said"]) == (
        STREET_DOOR + 1,
        1.0,
        False,
    )
    assert own["door"]["beside"]
    (other,) = found["others"]
    assert other["door"]["building_id"] == str(houses[1].building_id)
    (way,) = found["ways"]
    assert (way["is_estimated"], way["way_id"]) == (True, None)


def test_what_is_said_of_a_door_is_told_and_forgotten(staff: Client, houses: Houses) -> None:
    door = f"/floors/{houses[0].floors[0]}/entrances/{STREET_DOOR + 1}"
    said = {"role": "main", "name": "North entrance", "has_steps": True, "clear_m": 0.95}
    made = staff.ask("PUT", door, json=said)
    assert made.status_code == 200
    (own,) = entrances(staff, houses)["entrances"]
    assert {name: own[name] for name in said} == said
    assert own["word_id"] == made.json["id"]
    (way_in,) = staff.get(f"/floors/{houses[0].floors[0]}/entrances").json["entrances"]
    assert (way_in["name"], way_in["is_main"], way_in["has_steps"]) == (
        "North entrance",
        True,
        True,
    )
    assert staff.delete(f"/entrance-words/{made.json['id']}").status_code == 204
    gone = staff.delete(f"/entrance-words/{made.json['id']}")
    assert (gone.status_code, gone.json["code"]) == (404, "word_not_found")
    (own,) = entrances(staff, houses)["entrances"]
    assert (own["name"], own["role"]) == (None, "side")


def test_what_is_said_of_a_way_is_told_walked_and_forgotten(staff: Client, houses: Houses) -> None:
    asked = {"one": end(houses, 0), "other": end(houses, 1), "is_covered": True, "length_m": 75.5}
    made = staff.post("/outdoor-ways", asked)
    assert made.status_code == 201
    (way,) = entrances(staff, houses, 1)["ways"]
    assert (way["length_m"], way["is_covered"], way["is_estimated"]) == (75.5, True, False)
    route = {
        "near_space_id": str(houses[0].spaces[0][0]),
        "to_space_id": str(desk_of(houses[1])),
    }
    told = staff.post("/routes", route).json["directions"]
    assert any(each.startswith("Go outside, covered, 7") for each in told)
    assert staff.delete(f"/outdoor-ways/{made.json['id']}").status_code == 204
    (way,) = entrances(staff, houses, 1)["ways"]
    assert (way["is_estimated"], way["is_covered"]) == (True, False)


def test_who_begins_at_the_entrance_is_at_its_way_out(staff: Client, houses: Houses) -> None:
    start = {"entrance": 0, "floor_id": str(houses[0].floors[0])}
    (out,) = staff.post("/nearest-facilities", {**start, "what": "exit"}).json["found"]
    door = {"floor_id": out["floor_id"], "door": out["door"]}
    told = staff.post("/routes", {**start, "to_exit": door}).json
    assert (told["legs"], told["directions"]) == ([], ["You are at the way out."])


@pytest.mark.parametrize(
    "change",
    [
        {"length_m": 0},
        {"length_m": "40"},
        {"ground": "snow"},
        {"line": [[4.9]]},
        {"line": [[4.9, 95.0]]},
        {"line": [[4.9, 52.3]] * 201},
        {"width_m": 2},
    ],
    ids=["nothing", "text", "ground", "point", "pole", "corners", "unknown"],
)
def test_what_cannot_be_read_is_refused(
    staff: Client, houses: Houses, change: dict[str, Any]
) -> None:
    asked = {"one": end(houses, 0), "other": end(houses, 1), **change}
    assert staff.post("/outdoor-ways", asked).status_code == 422


def test_a_stranger_finds_nothing(
    web_app: Flask, db: Database, world: World, houses: Houses, now: datetime
) -> None:
    stranger = client_of(web_app, db, world.stranger, now)
    assert stranger.get(f"/floors/{houses[0].floors[0]}/entrances").status_code == 404
