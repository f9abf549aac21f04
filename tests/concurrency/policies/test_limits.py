"""Many phones of one person against one limit: real commits, and a control without the lock."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from uuid import UUID

import psycopg

from floorplans.actor import Actor, Role
from floorplans.bookings import service
from floorplans.bookings.views import BookingChange, BookingRequest
from floorplans.database import Database
from floorplans.errors import DomainError
from floorplans.policies import service as policies
from floorplans.policies.views import Rule
from tests.support.databases import Clone
from tests.support.factories import make_floor, make_organisation, make_person, make_space
from tests.support.holding import meet

PHONES = 16
LIMIT = 3
ROUNDS = 5
HOUR = timedelta(hours=1)

_NO_LOCK = "CREATE OR REPLACE FUNCTION lock_person(wanted uuid) RETURNS void LANGUAGE sql AS ''"
_DEADLOCKS = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"


def make_office(db: Database) -> tuple[Actor, Actor, list[UUID]]:
    organisation_id = make_organisation(db)
    facility = make_person(db, organisation_id, role=Role.FACILITY)
    floor = make_floor(db, facility)
    desks = [make_space(db, facility, floor, x=3.0 * n) for n in range(PHONES)]
    return make_person(db, organisation_id), facility, desks


def together(acts: list[Callable[[], object]]) -> Counter[str]:
    """Run all acts at the same moment; what came of them by code."""
    ready = Barrier(len(acts))

    def run(act: Callable[[], object]) -> str:
        ready.wait()
        try:
            act()
        except DomainError as error:
            return error.code
        return "booked"

    with ThreadPoolExecutor(len(acts)) as pool:
        return Counter(pool.map(run, acts))


def rush(db: Database, person: Actor, desks: list[UUID], now: datetime, hour: int) -> Counter[str]:
    """Each phone books another desk for the same hour."""
    window = now + hour * HOUR, now + (hour + 1) * HOUR

    def booking(desk: UUID) -> Callable[[], object]:
        return lambda: service.book(db, person, BookingRequest(desk, *window), now)

    return together([booking(desk) for desk in desks])


def test_two_phones_of_one_person_never_pass_a_limit_together(
    clone: Clone, cloned_db: Database, now: datetime
) -> None:
    person, facility, desks = make_office(cloned_db)
    policies.make_rule(cloned_db, facility, Rule("Few", most_at_once=LIMIT), now)
    for hour in range(1, ROUNDS + 1):
        came = rush(cloned_db, person, desks, now, hour)
        assert came == {"booked": LIMIT, "too_many_at_once": PHONES - LIMIT}
    with psycopg.connect(clone.admin_url) as connection:
        assert connection.execute(_DEADLOCKS).fetchone() == (0,)


def test_without_the_lock_they_do(clone: Clone, cloned_db: Database, now: datetime) -> None:
    """The control: the same rush, with the one thing gone that the test above relies on."""
    person, facility, desks = make_office(cloned_db)
    policies.make_rule(cloned_db, facility, Rule("Few", most_at_once=LIMIT), now)
    with psycopg.connect(clone.owner_url) as connection:
        connection.execute(_NO_LOCK)
        connection.execute(meet("booking", LIMIT + 1))  # type: ignore[arg-type]
    came = rush(cloned_db, person, desks, now, 1)
    assert came["booked"] > LIMIT, came


def test_people_who_move_each_others_bookings_never_wait_in_a_circle(
    clone: Clone, cloned_db: Database, now: datetime
) -> None:
    """A person's row is locked before any space: also when staff change many at once."""
    person, facility, desks = make_office(cloned_db)
    policies.make_rule(cloned_db, facility, Rule("Many", most_at_once=PHONES), now)
    made = [
        service.book(cloned_db, person, BookingRequest(desk, now + HOUR, now + 2 * HOUR), now)
        for desk in desks[::2]
    ]

    def moving(number: int) -> Callable[[], object]:
        there = BookingChange(space_id=desks[2 * number + 1])
        return lambda: service.change(cloned_db, facility, made[number].id, there, now)

    def booking(desk: UUID) -> Callable[[], object]:
        later = now + 3 * HOUR
        return lambda: service.book(
            cloned_db, person, BookingRequest(desk, later, later + HOUR), now
        )

    came = together(
        [moving(number) for number in range(len(made))] + [booking(desk) for desk in desks[:4]]
    )
    assert came == {"booked": len(made) + 4}
    with psycopg.connect(clone.admin_url) as connection:
        assert connection.execute(_DEADLOCKS).fetchone() == (0,)
