"""Acts on many bookings while others post: each is told once, and none after it was read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Event
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import text

from floorplans.actor import Actor, Role
from floorplans.database import Database
from floorplans.messages import service as messages
from floorplans.messages.kinds import Kind
from floorplans.messages.queue import Gathering
from tests.concurrency.bookings.test_races import ask, change_schema, together
from tests.support.databases import Clone
from tests.support.factories import (
    make_booking,
    make_floor,
    make_organisation,
    make_person,
    make_space,
)

ACTS, EACH, POSTERS = 8, 12, 8
PATIENCE_S = 60
HOUR = timedelta(hours=1)

_TOLD = "SELECT count(*) FROM message_part"
_TWICE = """
SELECT count(*) FROM (
  SELECT booking_id FROM message_part GROUP BY booking_id HAVING count(*) > 1) x
"""
# What was added to a message after it was read for sending is told to nobody.
_UNREAD = """
SELECT count(*) FROM read_parts r
WHERE r.parts < (SELECT count(*) FROM message_part p WHERE p.message_id = r.message_id)
"""
_READS = (
    "CREATE TABLE read_parts (message_id uuid NOT NULL, parts integer NOT NULL)",
    "GRANT INSERT, SELECT ON read_parts TO floorplans_app",
)


def run(db: Database, now: datetime) -> None:
    """Acts that tell of each booking for itself, and posters that take what they can meanwhile.

    No act goes on before its first message was read, so that each is told of more after that.
    """
    organisation = make_organisation(db)
    staff = make_person(db, organisation, role=Role.FACILITY)
    people = [make_person(db, organisation) for _ in range(ACTS)]
    floor = make_floor(db, staff)
    made: dict[UUID, list[UUID]] = {}
    for person in people:
        desk = make_space(db, staff, floor)
        made[person.person_id] = [
            make_booking(db, person, desk, now + n * HOUR, now + (n + 1) * HOUR)
            for n in range(1, EACH + 1)
        ]
    was_read = {person.person_id: Event() for person in people}
    is_over = {person.person_id: Event() for person in people}

    def act(person: Actor) -> Callable[[], object]:
        gathering, own = Gathering(), person.person_id

        def tell() -> None:
            try:
                for booking_id in made[own]:
                    with db.transaction(organisation) as tx:
                        gathering.tell(tx, Kind.BOOKED, booking_id, now, by=own)
                        # Due at once, so that posters take it in the middle of the act.
                        gathering.send(tx, organisation, now)
                    assert was_read[own].wait(PATIENCE_S), "nobody reads what is due"
            finally:
                is_over[own].set()

        return tell

    def post() -> None:
        while True:
            is_last = all(event.is_set() for event in is_over.values())
            taken = messages.take(db, now)
            if taken is None:
                if is_last:
                    return
                continue
            letter = messages.letter(db, taken, now)
            assert letter is not None
            with db.transaction(organisation) as tx:
                tx.execute(
                    text("INSERT INTO read_parts VALUES (:id, :parts)"),
                    {"id": taken.message_id, "parts": len(letter.parts)},
                )
            was_read[letter.to.person_id].set()
            messages.sent(db, taken, now)

    counted = together([act(person) for person in people] + [post] * POSTERS)
    assert counted == {"ok": ACTS + POSTERS}


@pytest.fixture
def posting(clone: Clone, cloned_db: Database) -> Database:
    change_schema(clone, *_READS)
    messages.say_whether_sent(cloned_db, True)
    return cloned_db


def test_each_booking_is_told_once_and_in_a_message_that_was_not_read_yet(
    clone: Clone, posting: Database, now: datetime
) -> None:
    run(posting, now)
    assert ask(clone, "SELECT count(*) FROM read_parts") > ACTS
    assert ask(clone, _TOLD) == ACTS * EACH
    assert ask(clone, _TWICE) == 0
    assert ask(clone, _UNREAD) == 0


def test_the_control_without_a_look_at_the_lease_tells_nobody_of_some(
    clone: Clone, posting: Database, now: datetime
) -> None:
    with psycopg.connect(clone.owner_url, autocommit=True) as connection:
        row = connection.execute(
            "SELECT pg_get_functiondef(oid) FROM pg_proc WHERE proname = 'gather_of_bookings'"
        ).fetchone()
        assert row is not None
        careless = "AND m.ended_at IS NULL AND m.leased_until IS NULL\n      AND m.attempts = 0"
        assert careless in row[0]
        connection.execute(row[0].replace(careless, ""))
    run(posting, now)
    assert ask(clone, _UNREAD) > 0
