"""Sites, buildings and floors over HTTP."""

from __future__ import annotations

from uuid import uuid4

import pytest

from tests.support.web import Client, World


def test_the_buildings_come_with_their_floors(employee: Client, world: World) -> None:
    (building,) = employee.get("/buildings").json
    assert building["id"] == str(world.building_id)
    (floor,) = building["floors"]
    assert floor["id"] == str(world.floor_id)
    assert {"name", "ordinal"} <= floor.keys()


def test_a_stranger_sees_none_of_it(stranger: Client, world: World) -> None:
    assert stranger.get("/buildings").json == []
    assert stranger.get("/sites").json == []
    for path in ("", "/spaces.geojson", "/live", "/plans", "/closures"):
        foreign = stranger.get(f"/floors/{world.floor_id}{path}")
        missing = stranger.get(f"/floors/{uuid4()}{path}")
        assert (path, foreign.status_code, foreign.json) == (path, 404, missing.json)


def test_one_floor_tells_where_it_is(employee: Client, world: World) -> None:
    found = employee.get(f"/floors/{world.floor_id}").json
    assert found["id"] == str(world.floor_id)
    assert found["time_zone"] == "Europe/Amsterdam"
    assert [each["id"] for each in found["siblings"]] == [str(world.floor_id)]


def test_facility_staff_make_a_campus(facility: Client) -> None:
    site = facility.post(
        "/sites", {"name": "Quay", "time_zone": "Europe/Oslo", "lon": 10.75, "lat": 59.91}
    )
    assert site.status_code == 201
    building = facility.post("/buildings", {"site_id": site.json["id"], "name": "Shed"})
    floor = facility.post(
        "/floors", {"building_id": building.json["id"], "name": "Ground floor", "ordinal": 0}
    )
    assert (building.status_code, floor.status_code) == (201, 201)
    answer = facility.get(f"/floors/{floor.json['id']}/spaces.geojson")
    assert answer.json == {"type": "FeatureCollection", "features": []}
    assert answer.content_type == "application/geo+json"


def test_two_sites_never_share_a_name(facility: Client) -> None:
    site = {"name": "Quay", "time_zone": "Europe/Oslo", "lon": 10.75, "lat": 59.91}
    facility.post("/sites", site)
    again = facility.post("/sites", site)
    assert (again.status_code, again.json["code"]) == (409, "site_name_taken")


def test_an_employee_changes_no_place(employee: Client, world: World) -> None:
    answer = employee.post("/buildings", {"site_id": str(world.site_id), "name": "Mine"})
    assert (answer.status_code, answer.json["code"]) == (403, "role_needed")


@pytest.mark.parametrize("floor_id", ["1", "..", "%00", "zzzzzzzz-zzzz-zzzz-zzzz-zzzzzzzzzzzz"])
def test_what_is_no_id_is_not_there(employee: Client, floor_id: str) -> None:
    assert employee.get(f"/floors/{floor_id}").status_code == 404
