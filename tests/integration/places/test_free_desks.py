"""How many desks of each floor are free at this moment."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from floorplans.actor import Actor
from floorplans.closing.service import close_place
from floorplans.closing.views import ClosureRequest
from floorplans.database import Database
from floorplans.places import service
from floorplans.places.views import FreeDesks
from tests.support.databases import statements_of
from tests.support.factories import (
    make_booking,
    make_floor,
    make_organisation,
    make_person,
    make_space,
)

HOUR = timedelta(hours=1)
#: The database asks few desks one by one and many at once; both ways must count the same.
FEW, MANY = 4, 40


@pytest.mark.parametrize("count", [FEW, MANY])
def test_a_desk_is_free_before_and_after_its_booking_and_not_in_it(
    db: Database, staff: Actor, now: datetime, count: int
) -> None:
    floor = make_floor(db, staff)
    desks = [make_space(db, staff, floor, x=3.0 * n) for n in range(count)]
    make_booking(db, staff, desks[0], now, now + HOUR)
    make_booking(db, staff, desks[1], now - HOUR, now)
    make_booking(db, staff, desks[2], now + HOUR)
    make_booking(db, staff, desks[3], now, now + HOUR, state="cancelled")
    assert service.free_desks(db, staff, now) == {floor: FreeDesks(count - 1, count)}
    assert service.free_desks(db, staff, now + HOUR) == {floor: FreeDesks(count - 1, count)}
    assert service.free_desks(db, staff, now + 2 * HOUR) == {floor: FreeDesks(count, count)}


def test_a_closed_desk_is_not_free(db: Database, staff: Actor, now: datetime) -> None:
    floor, open_floor = make_floor(db, staff), make_floor(db, staff)
    desks = [make_space(db, staff, floor, x=3.0 * n) for n in range(3)]
    make_space(db, staff, open_floor)
    whole_day = (now - HOUR, now + 8 * HOUR)
    close_place(db, staff, ClosureRequest(floor, *whole_day, "Painting", space_id=desks[0]), now)
    assert service.free_desks(db, staff, now)[floor] == FreeDesks(2, 3)
    close_place(db, staff, ClosureRequest(floor, *whole_day, "Painting"), now)
    assert service.free_desks(db, staff, now) == {
        floor: FreeDesks(0, 3),
        open_floor: FreeDesks(1, 1),
    }


def test_only_bookable_desks_count(db: Database, staff: Actor, now: datetime) -> None:
    floor, rooms_only = make_floor(db, staff), make_floor(db, staff)
    make_space(db, staff, floor)
    make_space(db, staff, floor, x=3.0, bookable=False)
    make_space(db, staff, floor, x=9.0, kind="room")
    make_space(db, staff, rooms_only, kind="room")
    assert service.free_desks(db, staff, now) == {floor: FreeDesks(1, 1)}


def test_another_organisation_is_told_of_its_own_desks_only(
    db: Database, staff: Actor, now: datetime
) -> None:
    make_space(db, staff, make_floor(db, staff))
    stranger = make_person(db, make_organisation(db))
    assert service.free_desks(db, stranger, now) == {}


def test_all_floors_are_counted_by_one_statement(db: Database, staff: Actor, now: datetime) -> None:
    for _ in range(3):
        make_space(db, staff, make_floor(db, staff))
    with statements_of(db) as statements:
        assert len(service.free_desks(db, staff, now)) == 3
    assert len([s for s in statements if "space" in s]) == 1
