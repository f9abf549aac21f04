"""Putting places right: names and storeys."""

from __future__ import annotations

import psycopg
import pytest

from floorplans.actor import Actor, Role
from floorplans.bookings import service as bookings
from floorplans.database import Database
from floorplans.errors import Conflict, Forbidden, Invalid, NotFound
from floorplans.ids import new_id
from floorplans.places import service
from floorplans.places.views import BuildingView, SiteView
from tests.support.databases import Clone
from tests.support.factories import make_floor, make_organisation, make_person
from tests.support.slowness import PATIENCE_S


def the_only(db: Database, actor: Actor) -> tuple[SiteView, BuildingView]:
    (site,) = service.sites(db, actor)
    (building,) = site.buildings
    return site, building


def test_every_place_can_have_another_name(db: Database, staff: Actor) -> None:
    floor_id = make_floor(db, staff)
    site, building = the_only(db, staff)
    service.rename_site(db, staff, site.id, name="  Quay ")
    service.rename_building(db, staff, building.id, name="Shed")
    service.change_floor(db, staff, floor_id, name="Mezzanine")
    found = service.floor(db, staff, floor_id)
    assert (found.site_name, found.building_name, found.name) == ("Quay", "Shed", "Mezzanine")
    assert found.ordinal == 0


def test_a_short_name_follows_the_storey_unless_somebody_chose_it(
    db: Database, staff: Actor
) -> None:
    floor_id = make_floor(db, staff, ordinal=2)
    service.change_floor(db, staff, floor_id, ordinal=3)
    assert service.floor(db, staff, floor_id).short_name == "3"
    service.change_floor(db, staff, floor_id, short_name="3rd")
    service.change_floor(db, staff, floor_id, ordinal=4)
    found = service.floor(db, staff, floor_id)
    assert (found.ordinal, found.short_name) == (4, "3rd")


def test_a_change_without_anything_new_leaves_all_as_it_is(db: Database, staff: Actor) -> None:
    floor_id = make_floor(db, staff)
    site, building = the_only(db, staff)
    service.rename_site(db, staff, site.id)
    service.rename_building(db, staff, building.id, name=building.name)
    service.change_floor(db, staff, floor_id)
    assert the_only(db, staff) == (site, building)


def test_a_taken_name_or_storey_changes_nothing(db: Database, staff: Actor) -> None:
    floor_id = make_floor(db, staff)
    _, building = the_only(db, staff)
    service.create_floor(db, staff, building_id=building.id, name="Roof", ordinal=9)
    with pytest.raises(Conflict) as taken:
        service.change_floor(db, staff, floor_id, name="Roof")
    assert taken.value.code == "floor_name_taken"
    with pytest.raises(Conflict) as taken:
        service.change_floor(db, staff, floor_id, name="Attic", ordinal=9)
    assert taken.value.code == "floor_ordinal_taken"
    assert service.floor(db, staff, floor_id).name == "Floor 0"


def test_a_storey_that_no_building_has_is_invalid(db: Database, staff: Actor) -> None:
    floor_id = make_floor(db, staff)
    with pytest.raises(Invalid):
        service.change_floor(db, staff, floor_id, ordinal=301)
    with pytest.raises(Invalid):
        service.change_floor(db, staff, floor_id, name=" \t ")


def test_a_heading_is_any_turn_of_a_bearing(db: Database, staff: Actor) -> None:
    floor_id = make_floor(db, staff)
    building_id = service.floor(db, staff, floor_id).building_id
    for asked, kept in ((450.0, 90.0), (-90.0, 270.0), (360.0, 0.0), (-1e-300, 0.0), (None, None)):
        service.head_up(db, staff, building_id, asked)
        assert service.floor(db, staff, floor_id).heading_deg == kept


def test_an_employee_changes_nothing(db: Database, staff: Actor) -> None:
    floor_id = make_floor(db, staff)
    site, building = the_only(db, staff)
    employee = make_person(db, staff.organisation_id)
    with pytest.raises(Forbidden):
        service.rename_site(db, employee, site.id, name="Mine")
    with pytest.raises(Forbidden):
        service.rename_building(db, employee, building.id, name="Mine")
    with pytest.raises(Forbidden):
        service.change_floor(db, employee, floor_id, name="Mine")


def test_places_of_another_organisation_are_not_there(db: Database, staff: Actor) -> None:
    floor_id = make_floor(db, staff)
    site, building = the_only(db, staff)
    stranger = make_person(db, make_organisation(db), role=Role.ADMIN)
    for own_site, own_building, own_floor in (
        (site.id, building.id, floor_id),
        (new_id(), new_id(), new_id()),
    ):
        with pytest.raises(NotFound):
            service.rename_site(db, stranger, own_site, name="Mine")
        with pytest.raises(NotFound):
            service.rename_building(db, stranger, own_building, name="Mine")
        with pytest.raises(NotFound):
            service.change_floor(db, stranger, own_floor, name="Mine")
    assert the_only(db, staff) == (site, building)


def test_open_maps_hear_of_a_new_name_of_their_floor_or_building(
    cloned_db: Database, clone: Clone
) -> None:
    staff = make_person(cloned_db, make_organisation(cloned_db), role=Role.FACILITY)
    floor_id = make_floor(cloned_db, staff)
    _, building = the_only(cloned_db, staff)
    with psycopg.connect(clone.app_url, autocommit=True) as listener:
        listener.execute("LISTEN floor_changed")
        service.change_floor(cloned_db, staff, floor_id, name="Mezzanine")
        service.rename_building(cloned_db, staff, building.id, name="Shed")
        heard = [notice.payload for notice in listener.notifies(timeout=PATIENCE_S, stop_after=2)]
    about = f"{staff.organisation_id} {floor_id}"
    assert heard == [f"{about} 1", f"{about} 2"]
    assert bookings.floor_version(cloned_db, staff, floor_id) == 2
