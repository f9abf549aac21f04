"""The nearest free spaces over HTTP, and how little they say about where somebody stands."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.factories import LAT, LON
from tests.support.web import Client, World

HOURS = {"from": "2026-11-18T09:00:00Z", "to": "2026-11-18T17:00:00Z"}
CANARY_LON, CANARY_LAT = 4.8951679, 52.3702157


def asked(world: World, **more: Any) -> dict[str, Any]:
    return {"floor_id": str(world.floor_id), **HOURS, **more}


def test_near_a_desk_the_neighbours_come_first(employee: Client, world: World) -> None:
    answer = employee.post("/nearest", asked(world, near_space_id=str(world.desks[0])))
    assert answer.status_code == 200
    found = [each["space_id"] for each in answer.json["spaces"]]
    assert [str(desk) for desk in world.desks[1:]] == [id_ for id_ in found if id_ in found][-2:]


def test_near_a_position_the_distances_grow(employee: Client, world: World) -> None:
    answer = employee.post("/nearest", asked(world, lon=LON, lat=LAT, accuracy_m=8.0))
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    ways = [each["walk_s"] for each in answer.json["spaces"]]
    assert ways == sorted(ways)


@pytest.mark.parametrize(
    "change",
    [
        {"lon": CANARY_LON},
        {"lon": str(CANARY_LON), "lat": CANARY_LAT},
        {"lon": CANARY_LON, "lat": CANARY_LAT + 180},
        {"lon": CANARY_LON, "lat": CANARY_LAT, "limit": 0},
        {"lon": CANARY_LON, "lat": CANARY_LAT, "floor_id": f"{CANARY_LAT}"},
        {"lon": CANARY_LON, "lat": CANARY_LAT, "kind": "throne"},
        {"lon": CANARY_LON, "lat": CANARY_LAT, f"{CANARY_LAT}": 1},
        {"lon": CANARY_LON, "lat": CANARY_LAT, "entrance": 0},
        {"lon": CANARY_LON, "lat": CANARY_LAT, "features": [f"{CANARY_LAT}\0"]},
        {"lon": [CANARY_LON, CANARY_LAT]},
        {"lon": CANARY_LON + 40, "lat": CANARY_LAT, "floor_id": None},
        {"lon": CANARY_LON, "lat": CANARY_LAT, "floor_id": None, "entrance": 0},
        {},
    ],
)
def test_an_error_never_repeats_the_position(
    employee: Client, world: World, change: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    answer = employee.post("/nearest", asked(world, **change))
    assert answer.status_code == 422
    assert "52.37" not in answer.text
    assert "4.895" not in answer.text
    assert "52.37" not in caplog.text


@pytest.mark.parametrize("origin", ["position", "space"])
def test_no_floor_need_be_named(employee: Client, world: World, origin: str) -> None:
    start = {
        "position": {"lon": LON, "lat": LAT},
        "space": {"near_space_id": str(world.desks[0])},
    }[origin]
    answer = employee.post("/nearest", {**HOURS, **start})
    assert answer.status_code == 200
    assert answer.json["from_floor_id"] == str(world.floor_id)


def test_an_entrance_without_its_floor_is_refused_in_words(employee: Client) -> None:
    answer = employee.post("/nearest", {**HOURS, "entrance": 0})
    assert (answer.status_code, answer.json["code"]) == (422, "floor_needed")
    assert "Give the floor too" in answer.json["advice"]


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity", "1e999"])
def test_a_number_that_is_none_is_refused(employee: Client, world: World, value: str) -> None:
    body = f'{{"floor_id": "{world.floor_id}", "from": "{HOURS["from"]}", "to": "{HOURS["to"]}", "lon": {value}, "lat": 52.0}}'  # noqa: E501
    answer = employee.post("/nearest", data=body, content_type="application/json")
    assert answer.status_code == 422


def test_another_organisations_floor_is_not_there(stranger: Client, world: World) -> None:
    answer = stranger.post("/nearest", asked(world, lon=LON, lat=LAT))
    assert answer.status_code == 404


def test_a_position_in_the_address_is_refused(employee: Client) -> None:
    assert employee.get(f"/nearest?lon={LON}&lat={LAT}").status_code == 405
