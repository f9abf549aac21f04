"""A desk and its room, a pool and its places: never both, never more, whoever is first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import LiteralString
from uuid import UUID

import psycopg
import pytest

from floorplans.actor import Actor
from floorplans.bookings import service
from floorplans.bookings.known import KnownSpaces
from floorplans.bookings.views import BookingRequest
from floorplans.database import DECIDING_CONNECTIONS, Database
from tests.concurrency.bookings.test_races import (
    _DEADLOCKS,
    _NO_LAST_WORD,
    _NO_LOCK,
    ask,
    change_schema,
    together,
)
from tests.support.databases import Clone
from tests.support.holding import meet
from tests.support.nested import Nested, make_nested

CLIENTS = 16
ROUNDS = 12
PLACES = 5
HOUR = timedelta(hours=1)

#: Bookings of the room that meet a booking of a desk in it.
_BOTH = """
SELECT count(*) FROM booking r
JOIN space_part p ON p.organisation_id = r.organisation_id AND p.whole_id = r.space_id
JOIN booking d ON d.organisation_id = r.organisation_id AND d.space_id = p.part_id
  AND d.during && r.during
WHERE r.state = 'confirmed' AND d.state = 'confirmed'
"""
_MOST_AT_ONCE = """
SELECT max(n) FROM (
  SELECT count(*) AS n FROM booking WHERE state = 'confirmed' GROUP BY space_id, during) x
"""


@pytest.fixture
def nested(cloned_db: Database, now: datetime) -> Nested:
    return make_nested(cloned_db, now, people=CLIENTS)


def crowd(db: Database, nested: Nested, spaces: list[UUID], now: datetime, rounds: int) -> int:
    """All book at once, each the next of ``spaces``; returns how often one was booked."""
    known = KnownSpaces()
    booked = 0
    for number in range(rounds):
        begins = now + (number + 1) * HOUR

        def act(actor: Actor, space: UUID, begins: datetime = begins) -> Callable[[], object]:
            wanted = BookingRequest(space, begins, begins + HOUR)
            return lambda: service.book(db, actor, wanted, now, known=known)

        acts = [act(who, spaces[n % len(spaces)]) for n, who in enumerate(nested.people)]
        counted = together(acts)
        assert set(counted) <= {"ok", "taken"}
        booked += counted["ok"]
    return booked


def test_a_room_and_a_desk_in_it_are_never_both_booked(
    clone: Clone, cloned_db: Database, nested: Nested, now: datetime
) -> None:
    spaces = [nested.lab, *nested.desks]
    booked = crowd(cloned_db, nested, spaces, now, ROUNDS)
    assert booked >= ROUNDS
    assert ask(clone, _BOTH) == 0
    assert ask(clone, _DEADLOCKS) == 0


def test_without_lock_and_constraint_the_same_crowd_books_both(
    clone: Clone, cloned_db: Database, nested: Nested, now: datetime
) -> None:
    """The control: if this finds none, the test above proves nothing."""
    change_schema(clone, _NO_LAST_WORD, _NO_LOCK, meet("booking", DECIDING_CONNECTIONS))
    few = replace(nested, people=nested.people[:DECIDING_CONNECTIONS])
    crowd(cloned_db, few, [nested.lab, *nested.desks], now, 1)
    assert ask(clone, _BOTH) > 0


def test_the_constraint_alone_never_lets_both_be_booked(
    clone: Clone, cloned_db: Database, nested: Nested, now: datetime
) -> None:
    change_schema(clone, _NO_LOCK)
    known = KnownSpaces()
    for number in range(4):
        begins = now + (number + 1) * HOUR

        def act(actor: Actor, space: UUID, begins: datetime = begins) -> Callable[[], object]:
            wanted = BookingRequest(space, begins, begins + HOUR)
            return lambda: service.book(cloned_db, actor, wanted, now, known=known)

        spaces = [nested.lab, *nested.desks]
        # Without the lock somebody may be told "busy", of a deadlock; nobody is told a lie.
        together([act(who, spaces[n % 4]) for n, who in enumerate(nested.people)])
    assert ask(clone, _BOTH) == 0


def test_a_pool_is_booked_as_often_as_it_has_places(
    clone: Clone, cloned_db: Database, nested: Nested, now: datetime
) -> None:
    with psycopg.connect(clone.admin_url) as admin:
        admin.execute("UPDATE space SET places = %s WHERE id = %s", (PLACES, nested.far_desk))
    booked = crowd(cloned_db, nested, [nested.far_desk], now, ROUNDS)
    assert booked == ROUNDS * PLACES
    assert ask(clone, _MOST_AT_ONCE) == PLACES
    assert ask(clone, _DEADLOCKS) == 0


@pytest.mark.parametrize("statement", ["DELETE FROM taking", "UPDATE taking SET during = 'empty'"])
def test_the_service_itself_may_not_write_takings(clone: Clone, statement: LiteralString) -> None:
    with psycopg.connect(clone.app_url) as connection:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(statement)
        connection.rollback()
