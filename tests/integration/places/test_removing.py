"""Removing places that hold nothing, and keeping those that hold something."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from time import sleep
from uuid import UUID

import pytest
from sqlalchemy import text

from floorplans.actor import Actor, Role
from floorplans.closing.service import close_place
from floorplans.closing.views import ClosureRequest
from floorplans.database import Database
from floorplans.errors import Forbidden, NotFound, Refused
from floorplans.ids import new_id
from floorplans.places import service
from floorplans.plans import service as plans
from tests.support.drafts import make_draft, stage_draft
from tests.support.factories import (
    make_booking,
    make_building,
    make_floor,
    make_organisation,
    make_person,
    make_site,
    make_space,
)

HOUR = timedelta(hours=1)


def make_campus(db: Database, actor: Actor) -> tuple[UUID, UUID, UUID]:
    site = make_site(db, actor)
    building = make_building(db, actor, site)
    return site, building, make_floor(db, actor, building_id=building)


def refused_removal(db: Database, actor: Actor, floor: UUID) -> Refused:
    with pytest.raises(Refused) as refusal:
        service.remove_floor(db, actor, floor)
    assert refusal.value.code == "floor_in_use"
    assert service.floor(db, actor, floor).id == floor
    return refusal.value


def files(db: Database, actor: Actor) -> int:
    with db.transaction(actor.organisation_id) as tx:
        return int(tx.execute(text("SELECT count(*) FROM source_file")).scalar_one())


def test_empty_places_go_from_below(db: Database, staff: Actor) -> None:
    site, building, floor = make_campus(db, staff)
    assert service.remove_floor(db, staff, floor) == building
    assert service.remove_building(db, staff, building) == site
    service.remove_site(db, staff, site)
    assert service.sites(db, staff) == []


def test_a_site_with_buildings_and_a_building_with_floors_stay(db: Database, staff: Actor) -> None:
    site, building, _ = make_campus(db, staff)
    make_floor(db, staff, building_id=building, ordinal=1)
    with pytest.raises(Refused) as refusal:
        service.remove_site(db, staff, site)
    assert (refusal.value.code, refusal.value.fields) == ("site_has_buildings", {"buildings": 1})
    with pytest.raises(Refused) as refusal:
        service.remove_building(db, staff, building)
    assert (refusal.value.code, refusal.value.fields) == ("building_has_floors", {"floors": 2})
    assert refusal.value.message == "The building has 2 floors. Nothing was removed."
    assert [b.id for s in service.sites(db, staff) for b in s.buildings] == [building]


def test_a_floor_with_a_drawing_that_nobody_published_stays(
    db: Database, staff: Actor, now: datetime
) -> None:
    _, _, floor = make_campus(db, staff)
    plans.upload(db, staff, floor, "a.dxf", b"0\nEOF\n", now)
    assert refused_removal(db, staff, floor).fields["plans"] == 1


def test_a_floor_goes_with_the_drawings_that_were_refused_or_discarded(
    db: Database, staff: Actor, now: datetime
) -> None:
    _, building, floor = make_campus(db, staff)
    refused = plans.upload(db, staff, floor, "holiday.dxf", b"\x89PNG\r\n", now)
    assert plans.read(db, staff.organisation_id, refused, now) == "refused"
    plans.discard(db, staff, stage_draft(db, staff, floor, make_draft(), now))
    assert service.remove_floor(db, staff, floor) == building
    with pytest.raises(NotFound):
        plans.revision(db, staff, refused)
    assert files(db, staff) == 0


def test_a_file_stays_while_another_floor_has_it(db: Database, staff: Actor, now: datetime) -> None:
    _, building, floor = make_campus(db, staff)
    other = service.create_floor(db, staff, building_id=building, name="Other", ordinal=9)
    for each in (floor, other):
        made = plans.upload(db, staff, each, "holiday.dxf", b"\x89PNG\r\n", now)
        plans.read(db, staff.organisation_id, made, now)
    service.remove_floor(db, staff, floor)
    assert files(db, staff) == 1
    service.remove_floor(db, staff, other)
    assert files(db, staff) == 0


def test_a_floor_that_stays_keeps_the_drawings_that_were_refused(
    db: Database, staff: Actor, now: datetime
) -> None:
    _, _, floor = make_campus(db, staff)
    refused = plans.upload(db, staff, floor, "holiday.dxf", b"\x89PNG\r\n", now)
    plans.read(db, staff.organisation_id, refused, now)
    stage_draft(db, staff, floor, make_draft(), now)
    assert refused_removal(db, staff, floor).fields["plans"] == 1
    assert plans.revision(db, staff, refused).state == "refused"


def test_a_floor_with_places_and_bookings_says_what_is_in_the_way(
    db: Database, staff: Actor, now: datetime
) -> None:
    _, _, floor = make_campus(db, staff)
    desks = [make_space(db, staff, floor, x=3.0 * n) for n in range(2)]
    make_booking(db, staff, desks[0], now, state="cancelled")
    refusal = refused_removal(db, staff, floor)
    assert refusal.message == "The floor has 1 plan, 2 places and 1 booking. Nothing was removed."
    assert refusal.fields == {"plans": 1, "spaces": 2, "zones": 0, "bookings": 1, "closures": 0}


def test_a_closed_floor_stays(db: Database, staff: Actor, now: datetime) -> None:
    _, _, floor = make_campus(db, staff)
    close_place(db, staff, ClosureRequest(floor, now, now + HOUR, "Painting"), now)
    assert refused_removal(db, staff, floor).fields["closures"] == 1


def test_a_floor_whose_maps_were_told_of_a_change_goes_too(db: Database, staff: Actor) -> None:
    _, _, floor = make_campus(db, staff)
    service.change_floor(db, staff, floor, name="Attic")
    service.remove_floor(db, staff, floor)
    with pytest.raises(NotFound):
        service.floor(db, staff, floor)


def test_only_facility_staff_of_the_organisation_remove_a_place(db: Database, staff: Actor) -> None:
    site, building, floor = make_campus(db, staff)
    employee = make_person(db, staff.organisation_id)
    stranger = make_person(db, make_organisation(db), role=Role.ADMIN)
    for remove, own in (
        (service.remove_site, site),
        (service.remove_building, building),
        (service.remove_floor, floor),
    ):
        with pytest.raises(Forbidden):
            remove(db, employee, own)
        with pytest.raises(NotFound):
            remove(db, stranger, own)
        with pytest.raises(NotFound):
            remove(db, staff, new_id())
    assert service.floor(db, staff, floor).building_id == building


def test_a_floor_for_a_building_that_is_being_removed_is_told_that_it_has_gone(
    cloned_db: Database,
) -> None:
    staff = make_person(cloned_db, make_organisation(cloned_db), role=Role.FACILITY)
    building = make_building(cloned_db, staff, make_site(cloned_db, staff))

    def add_floor() -> UUID:
        return service.create_floor(cloned_db, staff, building_id=building, name="1", ordinal=1)

    with ThreadPoolExecutor() as other:
        with cloned_db.transaction(staff.organisation_id) as tx:
            tx.execute(text("DELETE FROM building WHERE id = :id"), {"id": building})
            adding = other.submit(add_floor)
            while not _is_waiting(cloned_db):
                sleep(0.02)
        with pytest.raises(NotFound) as gone:
            adding.result()
    assert gone.value.code == "no_such_building"


def _is_waiting(db: Database) -> bool:
    found = "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND locktype = 'transactionid')"
    with db.transaction(None) as tx:
        return bool(tx.execute(text(found)).scalar_one())
