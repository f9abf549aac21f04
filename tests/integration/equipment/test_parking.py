"""Parking with a charging point, and lockers, are found by kind and feature like desks."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from floorplans.bookings import service
from floorplans.bookings.views import BookingRequest
from floorplans.database import Database
from floorplans.nearest import service as nearest
from floorplans.nearest.views import NearestRequest, SpaceOrigin
from tests.integration.equipment.conftest import Office
from tests.support.factories import make_space

HOUR = timedelta(hours=1)


def found(db: Database, office: Office, now: datetime, kind: str, *features: str) -> list[UUID]:
    request = NearestRequest(
        SpaceOrigin(office.desk),
        office.floor_id,
        now + HOUR,
        now + 2 * HOUR,
        kind=kind,
        features=features,
    )
    return [space.space_id for space in nearest.nearest(db, office.actor, request, now).spaces]


def test_the_nearest_parking_place_with_a_charging_point_is_found_while_it_is_free(
    db: Database, office: Office, now: datetime
) -> None:
    plain = make_space(db, office.facility, office.floor_id, kind="parking", y=20.0)
    near, far = (
        make_space(db, office.facility, office.floor_id, kind="parking", y=y, features=("charger",))
        for y in (30.0, 40.0)
    )
    assert found(db, office, now, "parking") == [plain, near, far]
    assert found(db, office, now, "parking", "charger") == [near, far]
    service.book(db, office.colleague, BookingRequest(near, now + HOUR, now + 2 * HOUR), now)
    assert found(db, office, now, "parking", "charger") == [far]


def test_lockers_and_booths_are_found_by_kind(db: Database, office: Office, now: datetime) -> None:
    for row, kind in enumerate(("locker", "booth"), 2):
        made = make_space(db, office.facility, office.floor_id, kind=kind, y=10.0 * row)
        assert found(db, office, now, kind) == [made]
