"""Many people, few things: real commits in a database of the test's own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

import psycopg
import pytest

from floorplans.actor import Actor, Role
from floorplans.bookings import service
from floorplans.bookings.views import BookingChange, BookingRequest
from floorplans.database import Database
from floorplans.equipment import service as equipment
from floorplans.equipment.views import Bring, Things
from floorplans.errors import DomainError
from tests.support.databases import Clone
from tests.support.factories import (
    make_equipment,
    make_floor,
    make_organisation,
    make_person,
    make_space,
)
from tests.support.holding import meet
from tests.support.races import together

CLIENTS = 64
OWNED = 5
ROUNDS = 5
HOUR = timedelta(hours=1)

# At each moment at which something is taken out: how many bookings have it then.
_TOO_MANY_OUT = """
SELECT count(*) FROM (
  SELECT e.id
  FROM equipment e
  JOIN bringing g ON g.equipment_id = e.id
  JOIN booking b ON b.id = g.booking_id AND b.state IN ('held', 'confirmed', 'checked_in')
  JOIN bringing h ON h.equipment_id = e.id
  JOIN booking o ON o.id = h.booking_id AND o.state IN ('held', 'confirmed', 'checked_in')
    AND o.during @> lower(b.during)
  GROUP BY e.id, b.id, g.booking_id
  HAVING sum(h.count) > (SELECT x.owned - x.broken FROM equipment x WHERE x.id = e.id)
) too_many
"""
_HALF = """
SELECT count(*) FROM bringing g
JOIN booking b ON b.id = g.booking_id AND b.state IN ('held', 'confirmed', 'checked_in')
WHERE g.count <> (
  SELECT count(*) FROM lending l
  WHERE l.booking_id = g.booking_id AND l.equipment_id = g.equipment_id AND l.during = b.during)
"""
_DEADLOCKS = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"

# What the control takes away: the lock on the thing, and the last word of the database.
_NO_LAST_WORD = "ALTER TABLE lending DROP CONSTRAINT lending_no_overlap"
# Time between the count and the write, so that whoever comes meanwhile is tried.
_SLOW_WRITE = """
CREATE FUNCTION wait_a_little() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN PERFORM pg_sleep(0.05); RETURN NEW; END $$;
CREATE TRIGGER wait_a_little BEFORE INSERT ON lending
FOR EACH ROW EXECUTE FUNCTION wait_a_little();
"""
_TAKES = "items := ARRAY("
_LEND = "SELECT pg_get_functiondef('lend'::regproc)"


@dataclass(frozen=True, slots=True)
class Crowd:
    people: Sequence[Actor]
    facility: Actor
    floor: UUID
    desks: Sequence[UUID]
    monitors: UUID
    keys: UUID


@pytest.fixture
def crowd(cloned_db: Database) -> Crowd:
    """Everybody has a desk of their own to book, so that only things are short."""
    organisation = make_organisation(cloned_db)
    facility = make_person(cloned_db, organisation, role=Role.FACILITY)
    floor = make_floor(cloned_db, facility)
    return Crowd(
        people=[make_person(cloned_db, organisation) for _ in range(CLIENTS)],
        facility=facility,
        floor=floor,
        desks=[make_space(cloned_db, facility, floor, x=3.0 * n) for n in range(CLIENTS)],
        monitors=make_equipment(cloned_db, facility, floor, owned=OWNED),
        keys=make_equipment(cloned_db, facility, floor, owned=OWNED, kind="keys"),
    )


def booking(
    db: Database, crowd: Crowd, number: int, start: datetime, now: datetime, *things: UUID
) -> Callable[[], object]:
    bring = tuple(Bring(thing) for thing in things)
    wanted = BookingRequest(crowd.desks[number], start, start + HOUR, bring=bring)
    return lambda: service.book(db, crowd.people[number], wanted, now)


def rounds(db: Database, crowd: Crowd, now: datetime, *, clients: int, times: int) -> Counter[str]:
    total: Counter[str] = Counter()
    for number in range(times):
        start = now + (number + 1) * HOUR
        total += together(
            [booking(db, crowd, n, start, now, crowd.monitors) for n in range(clients)]
        )
    return total


def ask(clone: Clone, question: str) -> int:
    with psycopg.connect(clone.admin_url, autocommit=True) as connection:
        row = connection.execute(question).fetchone()
    assert row is not None
    return int(row[0])


def change_schema(clone: Clone, *statements: str) -> None:
    with psycopg.connect(clone.admin_url, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


def without_lock(clone: Clone) -> None:
    """Let things be counted and, a while later, taken without locking them."""
    with psycopg.connect(clone.admin_url, autocommit=True) as connection:
        row = connection.execute(_LEND).fetchone()
        assert row is not None
        body, lock = row[0], "AND e.id = wanted_equipment FOR NO KEY UPDATE;"
        assert body.count(lock) == 1
        body = body.replace(lock, "AND e.id = wanted_equipment;")
        assert body.count(_TAKES) == 1
        connection.execute(body.replace(_TAKES, f"PERFORM pg_sleep(0.1); {_TAKES}"))


def test_never_more_are_out_than_there_are_and_nobody_gets_half(
    clone: Clone, cloned_db: Database, crowd: Crowd, now: datetime
) -> None:
    counted = rounds(cloned_db, crowd, now, clients=CLIENTS, times=ROUNDS)
    assert counted == {"ok": ROUNDS * OWNED, "equipment_out": ROUNDS * (CLIENTS - OWNED)}
    assert ask(clone, _TOO_MANY_OUT) == 0
    assert ask(clone, _HALF) == 0
    # Who was refused the monitor has no desk either.
    assert ask(clone, "SELECT count(*) FROM booking") == ROUNDS * OWNED
    assert ask(clone, "SELECT count(*) FROM taking") == ROUNDS * OWNED
    assert ask(clone, _DEADLOCKS) == 0


def test_the_lock_alone_keeps_the_count_however_slow_the_write(
    clone: Clone, cloned_db: Database, crowd: Crowd, now: datetime
) -> None:
    change_schema(clone, _NO_LAST_WORD, _SLOW_WRITE)
    counted = rounds(cloned_db, crowd, now, clients=16, times=2)
    assert counted == {"ok": 2 * OWNED, "equipment_out": 2 * (16 - OWNED)}
    assert ask(clone, _TOO_MANY_OUT) == 0


def test_the_constraint_alone_keeps_the_count(
    clone: Clone, cloned_db: Database, crowd: Crowd, now: datetime
) -> None:
    change_schema(clone, _SLOW_WRITE)
    without_lock(clone)
    counted = rounds(cloned_db, crowd, now, clients=16, times=2)
    assert 0 < counted["ok"] <= 2 * OWNED
    assert ask(clone, _TOO_MANY_OUT) == 0
    assert ask(clone, _HALF) == 0


def test_without_lock_and_constraint_the_same_crowd_has_more_out_than_there_are(
    clone: Clone, cloned_db: Database, crowd: Crowd, now: datetime
) -> None:
    """The control: if this finds not too many out, the tests around it prove nothing."""
    change_schema(clone, _NO_LAST_WORD, meet("lending", OWNED + 1))
    without_lock(clone)
    rounds(cloned_db, crowd, now, clients=16, times=1)
    assert ask(clone, _TOO_MANY_OUT) > 0


def test_two_kinds_wanted_in_either_order_never_deadlock(
    clone: Clone, cloned_db: Database, crowd: Crowd, now: datetime
) -> None:
    start = now + HOUR
    both = ((crowd.monitors, crowd.keys), (crowd.keys, crowd.monitors))
    acts = [booking(cloned_db, crowd, n, start, now, *both[n % 2]) for n in range(32)]
    assert together(acts) == {"ok": OWNED, "equipment_out": 32 - OWNED}
    assert ask(clone, _HALF) == 0
    assert ask(clone, _DEADLOCKS) == 0


def test_a_written_off_thing_is_not_out_while_people_book_it(
    clone: Clone, cloned_db: Database, crowd: Crowd, now: datetime
) -> None:
    start = now + HOUR
    described = equipment.one(cloned_db, crowd.facility, crowd.monitors, now).things
    broken = Things(described.site_id, None, "monitor", described.name, None, owned=OWNED, broken=3)
    acts: list[Callable[[], object]] = [
        booking(cloned_db, crowd, n, start, now, crowd.monitors) for n in range(31)
    ]
    acts.insert(
        16, lambda: equipment.change(cloned_db, crowd.facility, crowd.monitors, broken, now)
    )
    counted = together(acts)
    assert counted["ok"] >= 1 + OWNED - 3
    assert set(counted) == {"ok", "equipment_out"}
    assert ask(clone, _TOO_MANY_OUT) == 0
    assert ask(clone, _HALF) == 0
    assert ask(clone, "SELECT coalesce(sum(count), 0) FROM bringing") == OWNED - 3


@pytest.mark.parametrize("seed", range(3))
def test_random_histories_of_many_clients_leave_nothing_half_and_nothing_too_often(
    clone: Clone, cloned_db: Database, crowd: Crowd, now: datetime, seed: int
) -> None:
    clients, steps = 16, 12
    counted = together_at_length(cloned_db, crowd, now, seed, clients, steps)
    assert {"ok", "equipment_out"} <= set(counted)
    assert set(counted) <= {"ok", "equipment_out", "taken", "moved_on", "nothing"}
    assert ask(clone, _TOO_MANY_OUT) == 0
    assert ask(clone, _HALF) == 0
    assert ask(clone, _DEADLOCKS) == 0


def together_at_length(
    db: Database, crowd: Crowd, now: datetime, seed: int, clients: int, steps: int
) -> Counter[str]:
    """Each client books, moves, rearms and gives back at its desk for some steps."""

    def client(number: int) -> Callable[[], object]:
        return lambda: total.append(_steps(db, crowd, now, Random(seed * 100 + number), number))

    def _steps(
        db: Database, crowd: Crowd, now: datetime, random: Random, number: int
    ) -> Counter[str]:
        done: Counter[str] = Counter()
        own: list[UUID] = []
        for _ in range(steps):
            done[_step(db, crowd, now, random, number, own)] += 1
        return done

    total: list[Counter[str]] = []
    assert together([client(n) for n in range(clients)]) == {"ok": clients}
    return sum(total, Counter())


def _step(
    db: Database, crowd: Crowd, now: datetime, random: Random, number: int, own: list[UUID]
) -> str:
    actor, start = crowd.people[number], now + random.randint(1, 6) * HOUR
    things = random.sample([crowd.monitors, crowd.keys], random.randint(1, 2))
    bring = tuple(Bring(thing, random.randint(1, 2)) for thing in things)
    act = random.choice(["book", "book", "move", "bring", "cancel"])
    if number == 0:
        act = "count"
    elif act != "book" and not own:
        return "nothing"
    try:
        if act == "book":
            end = start + random.randint(1, 3) * HOUR
            wanted = BookingRequest(crowd.desks[number], start, end, bring=bring)
            own.append(service.book(db, actor, wanted, now).id)
        elif act == "move":
            change = BookingChange(None, start, start + random.randint(1, 3) * HOUR)
            service.change(db, actor, random.choice(own), change, now)
        elif act == "count":
            counted_anew(db, crowd, now, random)
        elif act == "bring":
            service.bring(db, actor, random.choice(own), bring, now)
        else:
            service.cancel(db, actor, own.pop(random.randrange(len(own))), now)
    except DomainError as error:
        return error.code
    return "ok"


def counted_anew(db: Database, crowd: Crowd, now: datetime, random: Random) -> None:
    """Facility staff find some broken, or mended."""
    thing = random.choice([crowd.monitors, crowd.keys])
    described = equipment.one(db, crowd.facility, thing, now).things
    equipment.change(
        db, crowd.facility, thing, replace(described, broken=random.randint(0, 3)), now
    )
