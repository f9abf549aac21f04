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


def test_spaces_that_nobody_changed_are_not_sent_again(facility: Client, world: World) -> None:
    path = f"/floors/{world.floor_id}/spaces.geojson"
    first = facility.get(path)
    again = facility.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code, again.get_data()) == (200, 304, b"")


def test_two_sites_never_share_a_name(facility: Client) -> None:
    site = {"name": "Quay", "time_zone": "Europe/Oslo", "lon": 10.75, "lat": 59.91}
    facility.post("/sites", site)
    again = facility.post("/sites", site)
    assert (again.status_code, again.json["code"]) == (409, "site_name_taken")


def test_an_employee_changes_no_place(employee: Client, world: World) -> None:
    answer = employee.post("/buildings", {"site_id": str(world.site_id), "name": "Mine"})
    assert (answer.status_code, answer.json["code"]) == (403, "role_needed")


def test_facility_staff_put_names_and_storeys_right(facility: Client, world: World) -> None:
    site = facility.patch(f"/sites/{world.site_id}", {"name": "Quay"})
    building = facility.patch(f"/buildings/{world.building_id}", {"name": "Shed"})
    floor = facility.patch(f"/floors/{world.floor_id}", {"name": "Mezzanine", "ordinal": 4})
    assert (site.status_code, site.json["name"]) == (200, "Quay")
    assert (building.status_code, building.json["name"]) == (200, "Shed")
    assert building.json["site_name"] == "Quay"
    assert floor.status_code == 200
    assert {"name": "Mezzanine", "ordinal": 4, "short_name": "4"}.items() <= floor.json.items()
    assert {"building_name": "Shed", "site_name": "Quay"}.items() <= floor.json.items()


@pytest.mark.parametrize(
    "change",
    [{"name": ""}, {"name": "N" * 121}, {"name": 7}, {"ordinal": 301}, {"ordinal": "1"},
     {"ordinal": 1.5}, {"short_name": "S" * 13}, {"id": "x"}],
)  # fmt: skip
def test_a_change_of_a_floor_that_makes_no_sense_is_refused(
    facility: Client, world: World, change: dict[str, object]
) -> None:
    answer = facility.patch(f"/floors/{world.floor_id}", change)
    assert (answer.status_code, answer.content_type) == (422, "application/problem+json")
    assert facility.get(f"/floors/{world.floor_id}").json["name"] == "Floor 0"


def test_places_of_another_organisation_cannot_be_changed(stranger: Client, world: World) -> None:
    paths = (
        f"/sites/{world.site_id}",
        f"/buildings/{world.building_id}",
        f"/floors/{world.floor_id}",
    )
    for path in paths:
        foreign = stranger.patch(path, {"name": "Mine"})
        missing = stranger.patch(f"{path.rsplit('/', 1)[0]}/{uuid4()}", {"name": "Mine"})
        assert (path, foreign.status_code, foreign.json) == (path, 404, missing.json)


def test_a_name_that_another_floor_has_is_a_conflict(facility: Client, world: World) -> None:
    other = {"building_id": str(world.building_id), "name": "Roof", "ordinal": 9}
    facility.post("/floors", other)
    for change, code in (
        ({"name": "Roof"}, "floor_name_taken"),
        ({"ordinal": 9}, "floor_ordinal_taken"),
    ):
        answer = facility.patch(f"/floors/{world.floor_id}", change)
        assert (answer.status_code, answer.json["code"]) == (409, code)


def test_an_empty_campus_is_removed_from_below(facility: Client) -> None:
    site = facility.post(
        "/sites", {"name": "Quay", "time_zone": "Europe/Oslo", "lon": 10.75, "lat": 59.91}
    ).json["id"]
    building = facility.post("/buildings", {"site_id": site, "name": "Shed"}).json["id"]
    wanted = {"building_id": building, "name": "Ground floor", "ordinal": 0}
    floor = facility.post("/floors", wanted).json["id"]
    refused = facility.delete(f"/sites/{site}")
    assert (refused.status_code, refused.json["code"]) == (422, "site_has_buildings")
    refused = facility.delete(f"/buildings/{building}")
    assert (refused.json["code"], refused.json["floors"]) == ("building_has_floors", 1)
    for path in (f"/floors/{floor}", f"/buildings/{building}", f"/sites/{site}"):
        done = facility.delete(path)
        assert (path, done.status_code, done.content_type) == (path, 204, None)
        assert facility.delete(path).status_code == 404


def test_a_floor_that_was_used_is_not_removed(facility: Client, world: World) -> None:
    refused = facility.delete(f"/floors/{world.floor_id}")
    assert (refused.status_code, refused.json["code"]) == (422, "floor_in_use")
    assert refused.content_type == "application/problem+json"
    assert {"plans": 1, "spaces": 3, "bookings": 0}.items() <= refused.json.items()
    assert facility.get(f"/floors/{world.floor_id}").status_code == 200


def test_places_of_another_organisation_cannot_be_removed(stranger: Client, world: World) -> None:
    paths = (
        f"/sites/{world.site_id}",
        f"/buildings/{world.building_id}",
        f"/floors/{world.floor_id}",
    )
    for path in paths:
        foreign = stranger.delete(path)
        missing = stranger.delete(f"{path.rsplit('/', 1)[0]}/{uuid4()}")
        assert (path, foreign.status_code, foreign.json) == (path, 404, missing.json)


@pytest.mark.parametrize("floor_id", ["1", "..", "%00", "zzzzzzzz-zzzz-zzzz-zzzz-zzzzzzzzzzzz"])
def test_what_is_no_id_is_not_there(employee: Client, floor_id: str) -> None:
    assert employee.get(f"/floors/{floor_id}").status_code == 404
