"""One desk, but also a parking place, a locker and a room: limits are about a kind."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from floorplans.bookings import service
from floorplans.bookings.views import BookingRequest
from floorplans.database import Database
from floorplans.errors import Refused
from floorplans.policies import service as policies
from floorplans.policies.views import Rule
from tests.integration.equipment.conftest import Office
from tests.support.factories import make_space

HOUR = timedelta(hours=1)


def book(db: Database, office: Office, space: UUID, now: datetime) -> None:
    service.book(db, office.actor, BookingRequest(space, now + HOUR, now + 2 * HOUR), now)


def test_one_desk_but_also_a_parking_place_a_locker_and_a_room(
    db: Database, office: Office, now: datetime
) -> None:
    others = {
        kind: [
            make_space(db, office.facility, office.floor_id, kind=kind, x=6.0 * n, y=20.0 * row)
            for n in range(2)
        ]
        for row, kind in enumerate(("parking", "locker", "booth"), 1)
    }
    for kind in ("desk", "parking", "locker", "booth"):
        policies.make_rule(db, office.facility, Rule(f"One {kind}", kind=kind, most_at_once=1), now)
    book(db, office, office.desk, now)
    for one, _ in others.values():
        book(db, office, one, now)
    for kind, second in (("desk", office.next_desk), *((k, s) for k, (_, s) in others.items())):
        with pytest.raises(Refused) as error:
            book(db, office, second, now)
        assert f"One {kind}" in error.value.message


def test_a_car_park_without_numbers_is_a_pool_of_places(
    db: Database, office: Office, now: datetime
) -> None:
    park = make_space(db, office.facility, office.floor_id, kind="parking", y=30.0, name="Yard")
    service.set_places(db, office.facility, park, 2, now)
    policies.make_rule(db, office.facility, Rule("One car", kind="parking", most_at_once=1), now)
    book(db, office, office.desk, now)
    book(db, office, park, now)
    with pytest.raises(Refused, match="too_many_at_once"):
        book(db, office, park, now)
    other = BookingRequest(park, now + HOUR, now + 2 * HOUR)
    assert service.book(db, office.colleague, other, now).kind == "parking"
