"""Plans over HTTP: what is under way, and where a drawing lies."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import pytest

from floorplans.database import Database
from tests.support.drafts import make_draft, make_draft_desk, stage_draft
from tests.support.factories import EAST, LAT, LON, NORTH, SRID
from tests.support.web import Client, World

CORNERS = ((0.0, 0.0), (20.0, 0.0), (20.0, 12.0))


@pytest.fixture
def draft(db: Database, world: World, now: datetime) -> UUID:
    plan = make_draft(desks=[make_draft_desk("1", 2, 2)])
    return stage_draft(db, world.facility, world.floor_id, plan, now)


def crs_points(*, srid: int = SRID, stretch: float = 1.0) -> list[dict[str, object]]:
    return [
        {
            "name": f"P{n}",
            "x": x,
            "y": y,
            "east": EAST + stretch * x,
            "north": NORTH + stretch * y,
            "epsg": srid,
        }
        for n, (x, y) in enumerate(CORNERS)
    ]


def place(client: Client, draft: UUID, **body: object) -> tuple[int, dict[str, object]]:
    answer = client.ask("PUT", f"/plans/{draft}/position", json=body)
    return answer.status_code, answer.json


def test_present_plans_hold_published_ones_and_those_under_way(
    facility: Client, draft: UUID, world: World
) -> None:
    found = facility.get("/plans").json
    assert {plan["state"] for plan in found} == {"draft", "published"}
    assert {plan["floor_id"] for plan in found} == {str(world.floor_id)}
    assert str(draft) in {plan["id"] for plan in found}


def test_a_plan_that_was_put_away_is_no_longer_present(facility: Client, draft: UUID) -> None:
    assert facility.delete(f"/plans/{draft}").status_code == 204
    assert str(draft) not in {plan["id"] for plan in facility.get("/plans").json}


def test_a_stranger_sees_no_present_plan(stranger: Client, draft: UUID) -> None:
    assert draft
    assert stranger.get("/plans").json == []


def test_control_points_may_be_coordinates_of_a_crs(facility: Client, draft: UUID) -> None:
    status, answer = place(facility, draft, method="control_points", points=crs_points())
    assert status == 200
    georeference = answer["georeference"]
    assert isinstance(georeference, dict)
    assert georeference["rmse_m"] < 0.01
    assert georeference["origin_east"] == pytest.approx(EAST, abs=0.01)


def test_a_bearing_may_start_at_coordinates_of_a_crs(facility: Client, draft: UUID) -> None:
    at = {"x": 0.0, "y": 0.0, "east": EAST, "north": NORTH, "epsg": SRID, "bearing_deg": 0.0}
    status, _ = place(facility, draft, method="point_and_bearing", **at)
    assert status == 200


def test_a_bearing_is_told_as_it_was_given(facility: Client, draft: UUID) -> None:
    at = {"x": 0.0, "y": 0.0, "lon": LON, "lat": LAT, "bearing_deg": -30.0}
    _, answer = place(facility, draft, method="point_and_bearing", **at)
    kept = facility.get(f"/plans/{draft}").json
    for georeference in (answer["georeference"], kept["georeference"]):
        assert georeference["bearing_deg"] == pytest.approx(330.0)


def test_a_position_by_points_has_no_bearing_of_its_own(facility: Client, draft: UUID) -> None:
    _, answer = place(facility, draft, method="control_points", points=crs_points())
    assert answer["georeference"]["bearing_deg"] is None


@pytest.mark.parametrize("srid", [1030, 32767])
def test_an_unknown_crs_is_said_with_its_point(facility: Client, draft: UUID, srid: int) -> None:
    points = crs_points(srid=srid)
    status, answer = place(facility, draft, method="control_points", points=points)
    assert (status, answer["code"], answer["point"]) == (422, "crs_unknown", "P0")


def test_a_point_without_a_place_on_earth_is_named(facility: Client, draft: UUID) -> None:
    points = [{"name": "door", "x": 1.0, "y": 2.0, "lon": 4.9}]
    status, answer = place(facility, draft, method="control_points", points=points)
    assert (status, answer["code"], answer["point"]) == (422, "point_incomplete", "door")


def test_a_doubtful_position_tells_how_far_each_point_is_off(facility: Client, draft: UUID) -> None:
    points = crs_points(stretch=2.0)
    status, answer = place(facility, draft, method="control_points", points=points)
    assert (status, answer["code"]) == (422, "position_doubtful")
    residuals = answer["residuals"]
    assert isinstance(residuals, list)
    assert [each["name"] for each in residuals] == ["P0", "P1", "P2"]
    confirmed, _ = place(facility, draft, method="control_points", points=points, confirm=True)
    assert confirmed == 200


def test_the_draft_says_whether_it_carries_a_position(facility: Client, draft: UUID) -> None:
    assert facility.get(f"/plans/{draft}/draft").json["has_geodata"] is False
