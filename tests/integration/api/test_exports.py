"""Floors as files over the API: who gets which, of which plan, and what they are called."""

from __future__ import annotations

import csv
import io
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from shapely import box
from shapely.geometry import shape as shape_of

from app.exports.formats import FORMATS
from floorplans.database import Database
from floorplans.ids import new_id
from importers.draft import DraftZone, FloorPlanDraft
from tests.support.drafts import (
    make_draft,
    make_draft_desk,
    make_draft_room,
    publish_draft,
    stage_draft,
)
from tests.support.factories import make_booking, make_floor
from tests.support.web import Client, World

FOR_EVERYBODY = sorted(name for name, each in FORMATS.items() if each.for_everybody)
FOR_FACILITY = sorted(set(FORMATS) - set(FOR_EVERYBODY))


def make_plan(name: str = "Büro “Süd” 🚀") -> FloorPlanDraft:
    return make_draft(
        rooms=[make_draft_room("1.01", name, polygon=box(0, 0, 20, 12))],
        desks=[make_draft_desk("D-1", 3, 3), make_draft_desk("D-2", 6, 3)],
        zones=[DraftZone("Sales", box(0, 0, 5, 5), "Z", None)],
    )


@pytest.fixture
def floor(db: Database, world: World, now: datetime) -> UUID:
    """A floor with one published plan."""
    floor_id = make_floor(db, world.facility, building_id=world.building_id, ordinal=4)
    publish_draft(db, world.facility, floor_id, make_plan(), now)
    return floor_id


def spaces(answer: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.removeprefix("\ufeff"), newline="")))


@pytest.mark.parametrize("name", FORMATS)
def test_a_floor_comes_in_every_format_with_its_media_type_and_name(
    facility: Client, floor: UUID, name: str
) -> None:
    found = facility.get(f"/floors/{floor}/exports/{name}")
    assert found.status_code == 200
    assert found.mimetype == FORMATS[name].media_type
    assert f'-plan-1{FORMATS[name].suffix}"' in found.headers["Content-Disposition"]
    assert found.headers["Content-Disposition"].startswith("attachment; ")
    assert len(found.data) > 300


@pytest.mark.parametrize("name", FOR_EVERYBODY)
def test_who_sees_the_map_may_have_it_to_look_at(employee: Client, floor: UUID, name: str) -> None:
    assert employee.get(f"/floors/{floor}/exports/{name}").status_code == 200


@pytest.mark.parametrize("name", FOR_FACILITY)
def test_formats_to_work_on_are_for_facility_staff(
    employee: Client, floor: UUID, name: str
) -> None:
    refused = employee.get(f"/floors/{floor}/exports/{name}")
    assert (refused.status_code, refused.json["code"]) == (403, "role_needed")


@pytest.mark.parametrize("name", FORMATS)
def test_another_organisation_gets_404_in_every_format(
    stranger: Client, floor: UUID, name: str
) -> None:
    refused = stranger.get(f"/floors/{floor}/exports/{name}")
    assert (refused.status_code, refused.json["code"]) == (404, "no_such_floor")


def test_an_earlier_plan_is_as_it_was(
    facility: Client, db: Database, world: World, floor: UUID, now: datetime
) -> None:
    first = facility.get(f"/floors/{floor}").json["revision_id"]
    publish_draft(db, world.facility, floor, make_plan("Quiet room"), now + timedelta(days=1))
    present = spaces(facility.get(f"/floors/{floor}/exports/csv").text)
    earlier = spaces(facility.get(f"/floors/{floor}/exports/csv?revision={first}").text)
    assert {row["name"] for row in present} == {"Quiet room", ""}
    assert {row["name"] for row in earlier} == {"Büro “Süd” 🚀", ""}
    assert {row["id"] for row in present} == {row["id"] for row in earlier}


def test_earlier_plans_are_for_facility_staff(employee: Client, floor: UUID) -> None:
    first = employee.get(f"/floors/{floor}").json["revision_id"]
    refused = employee.get(f"/floors/{floor}/exports/csv?revision={first}")
    assert (refused.status_code, refused.json["code"]) == (403, "role_needed")


def test_a_draft_and_an_unknown_plan_are_no_plans_to_export(
    facility: Client, db: Database, world: World, floor: UUID, now: datetime
) -> None:
    draft = stage_draft(db, world.facility, floor, make_plan(), now)
    for plan in (draft, new_id()):
        refused = facility.get(f"/floors/{floor}/exports/csv?revision={plan}")
        assert (refused.status_code, refused.json["code"]) == (404, "no_such_plan")


def test_a_floor_without_a_plan_says_so(facility: Client, db: Database, world: World) -> None:
    empty = make_floor(db, world.facility, building_id=world.building_id, ordinal=7)
    refused = facility.get(f"/floors/{empty}/exports/pdf")
    assert (refused.status_code, refused.json["code"]) == (404, "no_plan_published")


def test_a_format_that_is_not_written_names_those_that_are(facility: Client, floor: UUID) -> None:
    refused = facility.get(f"/floors/{floor}/exports/dwg")
    assert (refused.status_code, refused.json["code"]) == (404, "no_such_format")
    assert "dxf" in refused.json["advice"]


def test_a_scale_that_does_not_fit_is_refused_with_one_that_does(
    facility: Client, floor: UUID
) -> None:
    refused = facility.get(f"/floors/{floor}/exports/pdf?scale=20")
    assert (refused.status_code, refused.json["code"]) == (422, "scale_too_large")
    assert "1:100" in refused.json["advice"]


@pytest.mark.parametrize("query", ["paper=letter", "scale=1", "scale=x", "revision=1", "size=9"])
def test_what_cannot_be_asked_is_refused(facility: Client, floor: UUID, query: str) -> None:
    refused = facility.get(f"/floors/{floor}/exports/pdf?{query}")
    assert (refused.status_code, refused.json["code"]) == (422, "input_invalid")


def test_an_unchanged_plan_is_not_sent_again(facility: Client, floor: UUID) -> None:
    path = f"/floors/{floor}/exports/svg"
    etag = facility.get(path).headers["ETag"]
    again = facility.get(path, headers={"If-None-Match": etag})
    assert (again.status_code, again.data) == (304, b"")
    other = facility.get(f"{path}?paper=a3", headers={"If-None-Match": etag})
    assert other.status_code == 200


def test_no_file_tells_who_has_booked(
    facility: Client, db: Database, world: World, floor: UUID, now: datetime
) -> None:
    before = facility.get(f"/floors/{floor}/exports/geojson")
    desk = next(f["id"] for f in before.json["features"] if f["properties"].get("number") == "D-1")
    make_booking(db, world.employee, UUID(desk), now + timedelta(hours=1))
    after = facility.get(f"/floors/{floor}/exports/geojson")
    assert after.data == before.data
    assert world.employee.name not in after.text


def test_the_geojson_holds_every_room_desk_door_stair_and_zone(
    employee: Client, floor: UUID
) -> None:
    found = employee.get(f"/floors/{floor}/exports/geojson").json["features"]
    kinds = [f["properties"]["kind"] for f in found]
    assert {k: kinds.count(k) for k in ("room", "desk", "door", "stair", "zone")} == {
        "room": 1,
        "desk": 2,
        "door": 1,
        "stair": 1,
        "zone": 1,
    }
    assert all(shape_of(f["geometry"]).is_valid for f in found)
