"""Closing a place and opening it again."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from floorplans.bookings import service
from floorplans.closing.service import close_place, closures, reopen
from floorplans.closing.views import ClosureRequest
from floorplans.database import Database
from floorplans.errors import Forbidden, Invalid, NotFound, Refused
from floorplans.ids import new_id
from tests.integration.bookings.conftest import Office
from tests.support.factories import EAST, NORTH, SRID, make_booking, make_space

HOUR = timedelta(hours=1)


def make_area(db: Database, office: Office, west: float, east: float) -> dict[str, Any]:
    """A strip of the floor, in metres from the factories' origin, as GeoJSON in EPSG:4326."""
    with db.transaction(office.actor.organisation_id) as tx:
        found = tx.execute(
            text(
                "SELECT ST_AsGeoJSON(ST_Transform("
                "ST_MakeEnvelope(:west, :south, :east, :north, :srid), 4326), 12)"
            ),
            {
                "west": EAST + west,
                "east": EAST + east,
                "south": NORTH - 5,
                "north": NORTH + 5,
                "srid": SRID,
            },
        ).scalar_one()
    area: dict[str, Any] = json.loads(found)
    return area


def closed(db: Database, office: Office, now: datetime) -> set[UUID]:
    found = service.availability(db, office.actor, office.floor_id, now, now + HOUR, now)
    lines = json.loads(found.body)["spaces"]
    return {UUID(line["id"]) for line in lines if line["status"] == "closed"}


@pytest.fixture
def whole_floor(office: Office, now: datetime) -> ClosureRequest:
    return ClosureRequest(office.floor_id, now, now + 2 * HOUR, "new carpet")


def test_one_space_is_closed_and_the_next_is_not(
    db: Database, office: Office, now: datetime, whole_floor: ClosureRequest
) -> None:
    close_place(db, office.facility, replace(whole_floor, space_id=office.desk), now)
    assert closed(db, office, now) == {office.desk}


def test_an_area_closes_what_it_overlaps(
    db: Database, office: Office, now: datetime, whole_floor: ClosureRequest
) -> None:
    area = make_area(db, office, 2.5, 10)
    close_place(db, office.facility, replace(whole_floor, area=area), now)
    assert closed(db, office, now) == {office.next_desk}


def test_a_zone_closes_the_spaces_in_it(
    db: Database, office: Office, now: datetime, whole_floor: ClosureRequest
) -> None:
    zone_id = _make_zone(db, office, 2.0, 10.0)
    close_place(db, office.facility, replace(whole_floor, zone_id=zone_id), now)
    assert closed(db, office, now) == {office.next_desk}


def test_a_closed_room_closes_the_desks_in_it(
    db: Database, office: Office, now: datetime, whole_floor: ClosureRequest
) -> None:
    room = make_space(db, office.facility, office.floor_id, kind="room", width_m=9, depth_m=9)
    with db.transaction(office.actor.organisation_id) as tx:
        tx.execute(
            text("UPDATE space_shape SET within_space_id = :room WHERE space_id = :desk"),
            {"room": room, "desk": office.desk},
        )
    close_place(db, office.facility, replace(whole_floor, space_id=room), now)
    assert closed(db, office, now) == {room, office.desk}


def test_a_closure_counts_the_bookings_that_it_meets_and_holds_them(
    db: Database, office: Office, now: datetime, whole_floor: ClosureRequest
) -> None:
    met = make_booking(db, office.actor, office.desk, now + HOUR)
    make_booking(db, office.colleague, office.desk, now + 5 * HOUR)
    made = close_place(db, office.facility, whole_floor, now)
    assert made.bookings == 1
    assert service.booking(db, office.actor, met, now).state == "held"


def test_reopening_frees_the_place_from_now_on(
    db: Database, office: Office, now: datetime, whole_floor: ClosureRequest
) -> None:
    made = close_place(db, office.facility, whole_floor, now)
    reopen(db, office.facility, made.id, now + HOUR)
    kept = closures(db, office.actor, office.floor_id, now)
    assert [closure.to_at for closure in kept] == [now + HOUR]
    assert closures(db, office.actor, office.floor_id, now + HOUR) == []


def test_a_closure_to_come_vanishes_when_it_is_taken_back(
    db: Database, office: Office, now: datetime, whole_floor: ClosureRequest
) -> None:
    made = close_place(db, office.facility, whole_floor, now)
    reopen(db, office.facility, made.id, now - HOUR)
    assert closures(db, office.actor, office.floor_id, now) == []
    with pytest.raises(NotFound, match="closure_not_found"):
        reopen(db, office.facility, made.id, now)


def test_employees_cannot_close_or_open(
    db: Database, office: Office, now: datetime, whole_floor: ClosureRequest
) -> None:
    with pytest.raises(Forbidden):
        close_place(db, office.actor, whole_floor, now)
    with pytest.raises(Forbidden):
        reopen(db, office.actor, new_id(), now)


def test_a_closure_names_one_target_only(
    db: Database, office: Office, now: datetime, whole_floor: ClosureRequest
) -> None:
    both = replace(whole_floor, space_id=office.desk, zone_id=new_id())
    with pytest.raises(Invalid, match="closure_target_unclear"):
        close_place(db, office.facility, both, now)


@pytest.mark.parametrize(
    ("from_h", "to_h", "code"),
    [
        (-2, 0, "in_the_past"),
        (-2, 1, None),  # has begun and still runs
        (1, 5 * 365 * 24, None),
        (1, 5 * 366 * 24, "too_far_ahead"),
    ],
)
def test_a_closure_ends_in_the_future_that_people_plan(
    db: Database, office: Office, now: datetime, from_h: int, to_h: int, code: str | None
) -> None:
    request = ClosureRequest(office.floor_id, now + from_h * HOUR, now + to_h * HOUR, "carpet")
    if code is None:
        assert close_place(db, office.facility, request, now).to_at == request.to_at
    else:
        with pytest.raises(Refused, match=code):
            close_place(db, office.facility, request, now)
        assert closures(db, office.facility, office.floor_id, now) == []


@pytest.mark.parametrize("target", ["floor_id", "space_id", "zone_id"])
def test_a_place_that_does_not_exist_cannot_be_closed(
    db: Database, office: Office, now: datetime, whole_floor: ClosureRequest, target: str
) -> None:
    with pytest.raises(NotFound, match="place_not_found"):
        close_place(db, office.facility, replace(whole_floor, **{target: new_id()}), now)


@pytest.mark.parametrize(
    "area",
    [
        {},
        {"type": "Point", "coordinates": [4.9, 52.3]},
        {"type": "Polygon", "coordinates": []},
        {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [0, 0]]]},
        {"type": "Polygon", "coordinates": [[[4, 52], [5, 53], [5, 52], [4, 53], [4, 52]]]},
        {"type": "Polygon", "coordinates": [[[4, 52], [5, 53], [float("nan"), 52], [4, 52]]]},
        {"type": "Polygon", "coordinates": [[[4, 52], ["x", 53], [5, 52], [4, 52]]]},
        {
            "type": "Polygon",
            "coordinates": [[[-180, -90], [180, -90], [180, 90], [-180, 90], [-180, -90]]],
        },
        {"type": "Polygon", "coordinates": [[[4.8, 0], [4.9, 0], [4.9, 0.1], [4.8, 0]]]},
    ],
)
def test_an_area_that_is_no_simple_polygon_on_the_site_is_refused(
    db: Database,
    office: Office,
    now: datetime,
    whole_floor: ClosureRequest,
    area: dict[str, Any],
) -> None:
    with pytest.raises(Invalid, match="area_invalid"):
        close_place(db, office.facility, replace(whole_floor, area=area), now)


def _make_zone(db: Database, office: Office, west: float, east: float) -> UUID:
    made = new_id()
    with db.transaction(office.actor.organisation_id) as tx:
        tx.execute(
            text(
                "INSERT INTO zone (organisation_id, id, floor_id, name)"
                " VALUES (:organisation, :zone, :floor, 'Quiet')"
            ),
            {
                "organisation": office.actor.organisation_id,
                "zone": made,
                "floor": office.floor_id,
            },
        )
        tx.execute(
            text(
                "INSERT INTO zone_shape (organisation_id, plan_revision_id, zone_id, floor_id,"
                " srid, is_live, geom, geom_4326)"
                " SELECT r.organisation_id, r.id, :zone, r.floor_id, r.srid, true, g.geom,"
                " ST_Transform(g.geom, 4326)"
                " FROM plan_revision r, LATERAL (SELECT ST_Multi(ST_MakeEnvelope("
                " :west, :south, :east, :north, r.srid)) AS geom) g WHERE r.floor_id = :floor"
            ),
            {
                "zone": made,
                "floor": office.floor_id,
                "west": EAST + west,
                "east": EAST + east,
                "south": NORTH - 5,
                "north": NORTH + 5,
            },
        )
    return made
