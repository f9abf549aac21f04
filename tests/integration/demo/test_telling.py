"""The story's bookings go through the bookings service, each once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.demo.telling import tell_bookings
from floorplans.actor import Role
from floorplans.bookings import service as bookings
from floorplans.bookings.views import BookingRequest
from floorplans.places import service as places
from tests.support.factories import (
    make_floor,
    make_organisation,
    make_person,
    make_space,
)


@pytest.fixture
def staff(db):
    organisation = make_organisation(db)
    roles = [Role.FACILITY, *[Role.EMPLOYEE] * 5]
    people = [
        make_person(db, organisation, name=f"Person {i}", role=role) for i, role in enumerate(roles)
    ]
    return {f"person{i}@demo.test": person for i, person in enumerate(people)}


@pytest.fixture
def house(db, staff):
    actor = next(iter(staff.values()))
    floor_id = make_floor(db, actor)
    for i in range(12):
        make_space(db, actor, floor_id, x=2.0 * i, y=0.0, kind="desk", name=f"D-{i:02d}")
    return floor_id


@pytest.fixture
def told(db, staff, house):
    """The floors that the story is told on."""
    return _floors(db, next(iter(staff.values())))


def quiet(_: str) -> None:
    """Nobody watches a test's progress."""


def test_days_before_and_after_today_are_booked(db, staff, house, told, now):
    assert tell_bookings(db, staff, told, now, quiet) > 20
    mine = [b for person in staff.values() for b in bookings.my_bookings(db, person, now)]
    assert min(b.from_at for b in mine) < now < max(b.to_at for b in mine)


def test_telling_again_books_nothing_more(db, staff, house, told, now):
    tell_bookings(db, staff, told, now, quiet)
    assert tell_bookings(db, staff, told, now, quiet) == 0


def test_tomorrow_only_the_new_days_are_told(db, staff, house, told, now):
    first = tell_bookings(db, staff, told, now, quiet)
    more = tell_bookings(db, staff, told, now + timedelta(days=1), quiet)
    assert more < first / 4


def test_a_visitors_own_booking_is_left_alone(db, staff, house, told, now):
    visitor = next(iter(staff.values()))
    spaces = _desks(db, visitor, house)
    window = (now + timedelta(days=1), now + timedelta(days=1, hours=8))
    own = {bookings.book(db, visitor, BookingRequest(space, *window), now).id for space in spaces}
    tell_bookings(db, staff, told, now, quiet)
    assert own <= {b.id for b in bookings.my_bookings(db, visitor, now)}


def test_a_floor_that_a_visitor_brought_in_is_left_alone(db, staff, house, told, now):
    visitor = next(iter(staff.values()))
    building = places.sites(db, visitor)[0].buildings[0]
    own = make_floor(db, visitor, building_id=building.id, ordinal=7)
    desk = make_space(db, visitor, own, kind="desk", name="V-01")
    tell_bookings(db, staff, told, now, quiet)
    mine = [b for person in staff.values() for b in bookings.my_bookings(db, person, now)]
    assert mine
    assert desk not in {booking.space_id for booking in mine}


def _floors(db, actor):
    return {
        (site.name, house.name, floor.name)
        for site in places.sites(db, actor)
        for house in site.buildings
        for floor in house.floors
    }


def _desks(db, actor, floor_id):
    return [space.id for space in places.spaces(db, actor, floor_id)]
