"""Sites, buildings and floors: making them, finding them, and who may."""

from __future__ import annotations

from uuid import UUID

import pytest

from floorplans.actor import Actor, Role, operator
from floorplans.database import Database
from floorplans.errors import Conflict, Forbidden, Invalid, NotFound
from floorplans.ids import new_id
from floorplans.places import service
from tests.support.databases import statements_of
from tests.support.factories import make_floor, make_organisation, make_person, make_space


def make_named_site(db: Database, actor: Actor, name: str = "Campus") -> UUID:
    return service.create_site(
        db, actor, name=name, time_zone="Europe/Amsterdam", lon=4.9, lat=52.37
    )


def test_a_site_gets_the_metric_crs_of_its_place(db: Database, staff: Actor) -> None:
    make_named_site(db, staff)
    service.create_site(db, staff, name="South", time_zone="Africa/Harare", lon=31.05, lat=-17.8)
    assert {s.name: s.srid for s in service.sites(db, staff)} == {"Campus": 32631, "South": 32736}


def test_a_taken_name_is_a_conflict_that_says_so(db: Database, staff: Actor) -> None:
    site = make_named_site(db, staff)
    building = service.create_building(db, staff, site_id=site, name="Main")
    service.create_floor(db, staff, building_id=building, name="Ground", ordinal=0)
    with pytest.raises(Conflict) as taken:
        make_named_site(db, staff)
    assert taken.value.code == "site_name_taken"
    with pytest.raises(Conflict) as taken:
        service.create_building(db, staff, site_id=site, name="Main")
    assert taken.value.code == "building_name_taken"
    with pytest.raises(Conflict) as taken:
        service.create_floor(db, staff, building_id=building, name="Ground", ordinal=1)
    assert taken.value.code == "floor_name_taken"
    with pytest.raises(Conflict) as taken:
        service.create_floor(db, staff, building_id=building, name="Lobby", ordinal=0)
    assert taken.value.code == "floor_ordinal_taken"


def test_an_unknown_time_zone_or_a_place_off_the_earth_is_invalid(
    db: Database, staff: Actor
) -> None:
    for values in (
        {"time_zone": "Europe/Atlantis", "lon": 4.9, "lat": 52.3},
        {"time_zone": "UTC", "lon": 200.0, "lat": 52.3},
        {"time_zone": "UTC", "lon": float("nan"), "lat": 52.3},
    ):
        with pytest.raises(Invalid):
            service.create_site(db, staff, name="X", **values)  # type: ignore[arg-type]
    assert service.sites(db, staff) == []


def test_an_employee_looks_and_does_not_make(db: Database, staff: Actor) -> None:
    site = make_named_site(db, staff)
    employee = make_person(db, staff.organisation_id)
    assert [s.id for s in service.sites(db, employee)] == [site]
    with pytest.raises(Forbidden):
        service.create_building(db, employee, site_id=site, name="Mine")
    with pytest.raises(Forbidden):
        service.find_floor(db, employee, "Campus", "Mine", "1")


def test_another_organisation_sees_none_of_it(db: Database, staff: Actor) -> None:
    floor = make_floor(db, staff)
    stranger = make_person(db, make_organisation(db), role=Role.ADMIN)
    assert service.sites(db, stranger) == []
    with pytest.raises(NotFound):
        service.floor(db, stranger, floor)
    with pytest.raises(NotFound):
        service.spaces(db, stranger, floor)


def test_a_floor_is_found_by_its_names_and_made_once(db: Database, staff: Actor) -> None:
    make_named_site(db, staff)
    made = service.find_floor(db, staff, "campus", "Main", "Floor 3")
    assert service.find_floor(db, staff, "CAMPUS", " main ", "floor 3") == made
    view = service.floor(db, staff, made)
    assert (view.building_name, view.name, view.ordinal) == ("Main", "Floor 3", 3)


def test_floors_whose_names_tell_no_number_stack_upwards(db: Database, staff: Actor) -> None:
    make_named_site(db, staff)
    for name in ("Lobby", "Mezzanine", "Roof"):
        service.find_floor(db, staff, "Campus", "Main", name)
    (building,) = service.sites(db, staff)[0].buildings
    assert [(f.ordinal, f.name) for f in building.floors] == [
        (2, "Roof"),
        (1, "Mezzanine"),
        (0, "Lobby"),
    ]


def test_an_unknown_site_is_named_with_those_there_are(db: Database, staff: Actor) -> None:
    make_named_site(db, staff)
    with pytest.raises(NotFound) as missing:
        service.find_floor(db, staff, "Camp", "Main", "1")
    assert missing.value.fields["sites"] == ["Campus"]


def test_the_operator_may_make_places_in_any_organisation(db: Database, staff: Actor) -> None:
    site = make_named_site(db, operator(staff.organisation_id))
    assert [s.id for s in service.sites(db, staff)] == [site]


def test_a_building_of_nobody_gets_no_floor(db: Database, staff: Actor) -> None:
    with pytest.raises(NotFound):
        service.create_floor(db, staff, building_id=new_id(), name="1", ordinal=1)
    with pytest.raises(NotFound):
        service.create_building(db, staff, site_id=new_id(), name="Main")


def test_the_list_counts_spaces_and_takes_one_query(db: Database, staff: Actor) -> None:
    floor = make_floor(db, staff)
    for number in range(3):
        make_space(db, staff, floor, x=3.0 * number)
    make_space(db, staff, floor, x=20, kind="room", bookable=False)
    for _ in range(3):
        make_floor(db, staff)
    with statements_of(db) as statements:
        found = service.sites(db, staff)
    assert len([s for s in statements if "FROM site" in s or "FROM floor" in s]) == 1
    summaries = {f.id: f for s in found for b in s.buildings for f in b.floors}
    assert (summaries[floor].space_count, summaries[floor].bookable_count) == (4, 3)
    assert len(summaries) == 4


def test_the_spaces_of_a_floor_carry_their_anchor_in_degrees(db: Database, staff: Actor) -> None:
    floor = make_floor(db, staff)
    desk = make_space(db, staff, floor, features=("monitor",))
    (seen,) = service.spaces(db, staff, floor)
    assert (seen.id, seen.features, seen.within_id) == (desk, ("monitor",), None)
    assert (seen.lon, seen.lat) == pytest.approx((4.9, 52.37), abs=0.01)
