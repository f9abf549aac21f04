"""Who leaves keeps no booking, also not one that came in the moment their account was closed."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from floorplans.actor import Actor, Role
from floorplans.bookings import service as bookings
from floorplans.bookings.views import Phase
from floorplans.database import Database
from floorplans.directory import leaving
from floorplans.people import service as people
from tests.support.factories import (
    make_booking,
    make_floor,
    make_organisation,
    make_person,
    make_space,
)


@pytest.fixture
def staff(db: Database) -> Actor:
    return make_person(db, make_organisation(db), role=Role.FACILITY)


@pytest.fixture
def desks(db: Database, staff: Actor) -> list[UUID]:
    floor = make_floor(db, staff)
    return [make_space(db, staff, floor) for _ in range(3)]


def ahead(db: Database, person: Actor, now: datetime) -> list[UUID]:
    found = bookings.my_bookings(db, person, now)
    return [each.id for each in found if each.phase in (Phase.UPCOMING, Phase.RUNNING)]


def test_a_booking_that_came_after_the_closing_is_given_back(
    db: Database, staff: Actor, desks: list[UUID], now: datetime
) -> None:
    leaver, other = (make_person(db, staff.organisation_id) for _ in range(2))
    make_booking(db, leaver, desks[0], now + timedelta(days=1))
    assert leaving.close_account(db, leaver, now) == 1
    # What was on its way when the account was closed.
    make_booking(db, leaver, desks[1], now + timedelta(days=1))
    kept = make_booking(db, other, desks[2], now + timedelta(days=1))
    assert leaving.settle_due(db, now) == 1
    assert ahead(db, leaver, now) == []
    assert ahead(db, other, now) == [kept]
    assert leaving.settle_due(db, now) == 0


def test_a_closing_that_was_cut_short_is_finished(
    db: Database, staff: Actor, desks: list[UUID], now: datetime
) -> None:
    leaver = make_person(db, staff.organisation_id)
    for desk in desks[:2]:
        make_booking(db, leaver, desk, now + timedelta(days=1))
    people.let_go(db, leaver, now)
    assert leaving.settle_due(db, now) == 2
    assert ahead(db, leaver, now) == []


def test_leavers_of_all_organisations_are_looked_after(
    db: Database, staff: Actor, desks: list[UUID], now: datetime
) -> None:
    elsewhere = make_organisation(db)
    there = make_person(db, elsewhere)
    people.let_go(db, there, now)
    here = make_person(db, staff.organisation_id)
    make_booking(db, here, desks[0], now + timedelta(days=1))
    people.let_go(db, here, now)
    assert leaving.settle_due(db, now) == 1


def test_what_is_over_stays_as_it_was(
    db: Database, staff: Actor, desks: list[UUID], now: datetime
) -> None:
    leaver = make_person(db, staff.organisation_id)
    make_booking(db, leaver, desks[0], now + timedelta(hours=1))
    people.let_go(db, leaver, now)
    later = now + timedelta(days=2)
    before = bookings.my_bookings(db, leaver, later)
    assert ahead(db, leaver, later) == []
    leaving.settle_due(db, later)
    assert bookings.my_bookings(db, leaver, later) == before
