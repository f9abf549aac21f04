"""Indoor position over HTTP: a gateway that hears phones, and staff who say where beacons hang."""

from __future__ import annotations

import io
import logging
import math
import random
from typing import Any

import pytest
from flask import Flask
from shapely import Point

from app.exports import beacons_csv
from floorplans.beacons import service as beacons
from floorplans.database import Database
from geo.beacons import LOSS, SHADOWING_DB, USUAL_AT_1_M_DBM
from geo.crs import to_metric
from tests.support.factories import EAST, NORTH, SRID, make_floor, on_earth
from tests.support.web import Client, World, client_of

#: In the corners and the middle of a hall, as a gateway's installer would hang them.
HUNG = {
    "AA:01": (0.0, 0.0),
    "AA:02": (24.0, 0.0),
    "AA:03": (0.0, 18.0),
    "AA:04": (24.0, 18.0),
    "AA:05": (12.0, 9.5),
}


def earth(x: float, y: float) -> dict[str, float]:
    lon, lat = on_earth(x, y)
    return {"lon": lon, "lat": lat}


def hung() -> list[dict[str, Any]]:
    return [{"beacon": name, **earth(*at)} for name, at in HUNG.items()]


@pytest.fixture
def path(facility: Client, world: World) -> str:
    address = f"/floors/{world.floor_id}/beacons"
    answer = facility.ask("PUT", address, json={"beacons": hung()})
    assert answer.status_code == 200, answer.text
    return address


class Gateway:
    """What a phone hears at a place, with the errors that signals have."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def heard_at(self, x: float, y: float) -> list[dict[str, Any]]:
        return [
            {"beacon": name.lower(), "rssi_dbm": self._strength(math.dist(at, (x, y)))}
            for name, at in HUNG.items()
        ]

    def _strength(self, away_m: float) -> float:
        told = USUAL_AT_1_M_DBM - 10 * LOSS * math.log10(max(0.3, away_m))
        return round(told + self._random.gauss(0, SHADOWING_DB), 1)


def test_a_phone_is_found_within_the_radius_that_is_told(
    employee: Client, world: World, path: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    gateway, where, within = Gateway(4), random.Random(9), 0
    for _ in range(20):
        x, y = where.uniform(0, 24), where.uniform(0, 18)
        answer = employee.post("/indoor-position", {"readings": gateway.heard_at(x, y)})
        assert answer.status_code == 200, answer.text
        assert answer.headers["Cache-Control"] == "no-store"
        told = answer.json
        assert told["floor_id"] == str(world.floor_id)
        at = to_metric(Point(told["lon"], told["lat"]), SRID)
        within += math.dist((at.x - EAST, at.y - NORTH), (x, y)) <= told["accuracy_m"]
        assert f"{told['lon']:.6f}" not in caplog.text
    assert within >= 17


def test_what_is_told_is_what_the_searches_take(employee: Client, world: World, path: str) -> None:
    near = [
        {"beacon": name, "distance_m": math.dist(at, (5, 6)), "error_m": 0.2}
        for name, at in HUNG.items()
    ]
    told = employee.post("/indoor-position", {"readings": near}).json
    assert told["accuracy_m"] < 2
    keys = ("floor_id", "lon", "lat", "accuracy_m")
    hours = {"from": "2026-11-18T09:00:00Z", "to": "2026-11-18T17:00:00Z"}
    assert employee.post("/nearest", {**hours, **{key: told[key] for key in keys}}).json["spaces"]


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (["ZZ:99"], "beacons_unknown"),
        (["AA:01", "AA:02"], "too_few_beacons"),
        (["AA:01", "AA:04", "AA:05"], "beacons_in_line"),
    ],
)
def test_what_does_not_tell_a_point_is_refused_in_words(
    employee: Client, path: str, names: list[str], code: str
) -> None:
    readings = [{"beacon": name, "rssi_dbm": -70.5} for name in names]
    answer = employee.post("/indoor-position", {"readings": readings})
    assert (answer.status_code, answer.json["code"]) == (422, code)
    assert "not kept" in answer.json["detail"]
    assert "70.5" not in answer.text


def test_beacons_are_read_back_as_they_were_entered(
    facility: Client, employee: Client, path: str
) -> None:
    told = facility.get(path).json["beacons"]
    assert [each["beacon"] for each in told] == [name.lower() for name in HUNG]
    for each, own in zip(told, hung(), strict=True):
        assert (each["lon"], each["lat"]) == pytest.approx((own["lon"], own["lat"]), abs=2e-7)
    assert employee.get(path).status_code == 403


def test_a_list_replaces_them_and_a_wrong_line_changes_nothing(facility: Client, path: str) -> None:
    good = "beacon,lon,lat,at_1_m_dbm\n" + "".join(
        f"{each['beacon']},{each['lon']},{each['lat']},-61\n" for each in hung()[:3]
    )
    for content, status, left in ((good, 200, 3), (good + "AA:09,here,there,\n", 422, 3)):
        sent = {"file": (io.BytesIO(content.encode()), "beacons.csv")}
        answer = facility.ask("POST", f"{path}/list", data=sent)
        assert answer.status_code == status, answer.text
        assert len(facility.get(path).json["beacons"]) == left
    assert {each["at_1_m_dbm"] for each in facility.get(path).json["beacons"]} == {-61.0}


@pytest.mark.parametrize(
    "change",
    [
        {"lon": 100.0, "lat": 10.0},
        {"beacon": "AA:02"},
        {"at_1_m_dbm": 500.0},
    ],
)
def test_what_cannot_be_a_beacon_is_refused(
    facility: Client, path: str, change: dict[str, Any]
) -> None:
    first, *others = hung()
    answer = facility.ask("PUT", path, json={"beacons": [{**first, **change}, *others]})
    assert answer.status_code == 422
    assert len(facility.get(path).json["beacons"]) == len(HUNG)


def test_nobody_hears_the_beacons_of_others(
    web_app: Flask, db: Database, world: World, path: str, now: Any
) -> None:
    stranger = client_of(web_app, db, world.stranger, now)
    heard = {"readings": Gateway(1).heard_at(3, 4)}
    assert stranger.post("/indoor-position", heard).json["code"] == "beacons_unknown"
    assert stranger.get(path).status_code == 404


def sent(facility: Client, path: str, content: str) -> Any:
    file = {"file": (io.BytesIO(content.encode()), "beacons.csv")}
    return facility.ask("POST", f"{path}/list", data=file)


def test_each_wrong_line_of_a_list_is_told_and_nothing_is_taken(
    facility: Client, path: str
) -> None:
    first, second = (f"{each['lon']},{each['lat']}" for each in hung()[:2])
    answer = sent(
        facility,
        path,
        "beacon,lon,lat,at_1_m_dbm\n"
        f"bb:01,{first},\n,{first},\nbb:01,{second},-60\nbb:02,nan,52,\nbb:03,{first},loud\n"
        f"bb:04,{first},99\nbb:05,5.1,inf,\n{'b' * 101},{first},\nbb:06,-100,10,\nbb:07,{first}\n",
    )
    assert (answer.status_code, answer.json["code"]) == (422, "beacon_invalid")
    assert [each["line"] for each in answer.json["lines"]] == [3, 4, 5, 6, 7, 8, 9, 10]
    assert "Line 3: No beacon is named. 8 lines are wrong." in answer.json["detail"]
    said = {each["line"]: each["said"] for each in answer.json["lines"]}
    assert "twice" in said[4]
    assert "not on this site" in said[10]
    assert len(facility.get(path).json["beacons"]) == len(HUNG)


@pytest.mark.parametrize("content", ["", "name,x,y\na,1,2\n", "beacon,lon,lat\n", "\xff\xfe\x00"])
def test_what_is_no_list_is_refused_in_words(facility: Client, path: str, content: str) -> None:
    answer = sent(facility, path, content)
    assert (answer.status_code, answer.json["code"]) == (422, "beacon_invalid")
    assert "Nothing was changed" in answer.json["detail"]
    assert len(facility.get(path).json["beacons"]) == len(HUNG)


def test_a_beacon_of_another_floor_is_named_and_stays_there(
    facility: Client, db: Database, world: World, path: str
) -> None:
    other = make_floor(db, world.facility, building_id=world.building_id, ordinal=7)
    answer = facility.ask("PUT", f"/floors/{other}/beacons", json={"beacons": hung()[:1]})
    assert (answer.status_code, answer.json["code"]) == (409, "beacon_elsewhere")
    assert answer.json["beacons"] == ["aa:01"]
    assert "“aa:01”" in answer.json["detail"]
    assert len(facility.get(path).json["beacons"]) == len(HUNG)


def test_the_list_that_is_downloaded_can_come_back(
    db: Database, world: World, facility: Client, path: str
) -> None:
    odd = [*hung(), {"beacon": "=1+1", **earth(3, 4)}, {"beacon": 'say "a, b"', **earth(4, 4)}]
    assert facility.ask("PUT", path, json={"beacons": odd}).status_code == 200
    before = facility.get(path).json
    written = beacons_csv.write(beacons.beacons(db, world.facility, world.floor_id)).decode()
    assert "'=1+1" in written
    assert facility.ask("PUT", path, json={"beacons": []}).status_code == 200
    assert sent(facility, path, written).json == before
