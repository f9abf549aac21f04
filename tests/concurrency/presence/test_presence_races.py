"""Sixteen clients around one booking: who checks in, who leaves, what frees itself, who claims.

Each race has a control in which the guard is missing; it must go wrong, or the race proves nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from floorplans.database import Database
from floorplans.errors import DomainError
from floorplans.presence import queries, service
from tests.support.databases import Clone
from tests.support.factories import make_person
from tests.support.presence import Office, ask, make_office

CLIENTS = 16
ROUNDS = 6
#: A control ends with the first round that goes wrong; who is first in a round is chance.
CONTROL_ROUNDS = 60
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)

_NOT_FINAL = "DROP TRIGGER booking_end_is_final ON booking"
# The row stays locked for a while, so that no race waits for a lucky moment.
_SLOW_WRITE = """
CREATE FUNCTION wait_a_little() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN PERFORM pg_sleep(0.03); RETURN NEW; END $$;
CREATE TRIGGER a_wait_a_little BEFORE UPDATE OF state ON booking
FOR EACH ROW EXECUTE FUNCTION wait_a_little();
"""
_UNGUARDED_CHECK_IN = text("""
UPDATE booking SET state = 'checked_in', changed_at = :now
WHERE organisation_id = :organisation AND id = :id RETURNING space_id
""")
_UNGUARDED_CLAIM = text("""
UPDATE booking SET state = 'released', changed_at = :now
WHERE organisation_id = :organisation AND id = :id RETURNING id
""")


def change_schema(clone: Clone, *statements: str) -> None:
    with psycopg.connect(clone.owner_url, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


def ask_database(clone: Clone, question: str, *values: object) -> int:
    with psycopg.connect(clone.admin_url, autocommit=True) as connection:
        row = connection.execute(question, values).fetchone()
    assert row is not None
    return int(row[0])


def together(acts: Sequence[Callable[[], object]]) -> list[str]:
    """Do all at the same moment; what came of each: its answer, or the code of the refusal."""
    barrier = Barrier(len(acts))

    def one(act: Callable[[], object]) -> str:
        barrier.wait(timeout=30)
        try:
            answer = act()
        except DomainError as error:
            return error.code
        except DBAPIError:
            return "database"
        return str(answer) if isinstance(answer, int) else "ok"

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


@pytest.fixture
def office(clone: Clone, cloned_db: Database, now: datetime) -> Office:
    change_schema(clone, _SLOW_WRITE)
    made = make_office(cloned_db)
    ask(cloned_db, made, now)
    return made


def bookings_of(
    db: Database, office: Office, now: datetime, rounds: int
) -> Iterator[tuple[UUID, datetime]]:
    """A confirmed booking for each round, and the instant at which its grace is over."""
    for number in range(rounds):
        start = now + number * 24 * HOUR
        with db.transaction(office.noor.organisation_id) as tx:
            booking_id = tx.execute(_BOOK, _values(office, start)).scalar_one()
        yield booking_id, start + 15 * MINUTE


_BOOK = text("""
INSERT INTO booking (organisation_id, id, space_id, floor_id, person_id, during, state,
  created_at, changed_at)
VALUES (:organisation, gen_random_uuid(), :space, :floor, :person, tstzrange(:start, :end),
  'confirmed', :start, :start) RETURNING id
""")


def _values(office: Office, start: datetime) -> dict[str, object]:
    return {
        "organisation": office.noor.organisation_id,
        "space": office.desk,
        "floor": office.floor_id,
        "person": office.noor.person_id,
        "start": start,
        "end": start + 5 * HOUR,
    }


def release_against_check_in(
    db: Database, office: Office, now: datetime, rounds: int = ROUNDS
) -> Iterator[tuple[int, int]]:
    """For each round how often the booking was released, and how many check-ins were taken."""
    for booking_id, due in bookings_of(db, office, now, rounds):

        def come(booking_id: UUID = booking_id, at: datetime = due) -> object:
            return service.check_in(db, office.noor, booking_id, at)

        def sweep(at: datetime = due) -> int:
            return service.release_due(db, at)

        came = together([come, sweep] * (CLIENTS // 2))
        yield sum(int(each) for each in came[1::2]), came[0::2].count("ok")


def test_a_booking_is_released_once_or_checked_in_and_never_both(
    clone: Clone, cloned_db: Database, office: Office, now: datetime
) -> None:
    found = list(release_against_check_in(cloned_db, office, now))
    assert set(found) <= {(1, 0), (0, CLIENTS // 2)}
    came = sum(1 for released, _ in found if not released)
    assert ask_database(clone, "SELECT count(*) FROM presence") == came


def test_the_database_alone_never_revives_a_released_booking(
    cloned_db: Database, office: Office, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "_CHECK_IN", _UNGUARDED_CHECK_IN)
    found = release_against_check_in(cloned_db, office, now)
    assert all(not (released and came) for released, came in found)


def test_without_both_guards_a_released_booking_is_checked_in_to(
    clone: Clone,
    cloned_db: Database,
    office: Office,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The control of the two races above."""
    monkeypatch.setattr(queries, "_CHECK_IN", _UNGUARDED_CHECK_IN)
    change_schema(clone, _NOT_FINAL)
    found = release_against_check_in(cloned_db, office, now, CONTROL_ROUNDS)
    assert any(released and came for released, came in found)


_WRONG_STAYS = """
SELECT count(*) FROM (
  SELECT b.id FROM booking b LEFT JOIN presence p ON p.booking_id = b.id
  WHERE b.id = %s
  GROUP BY b.id, b.state, b.during
  HAVING count(p.id) > 1
    OR count(p.id) FILTER (WHERE p.to_at IS NULL) > 0 AND upper(b.during) <= %s
    OR max(p.to_at) <> upper(b.during)) x
"""


def check_in_against_check_out(
    clone: Clone, db: Database, office: Office, now: datetime, rounds: int = ROUNDS
) -> Iterator[int]:
    """Eight come and eight leave at once, in each round; how many bookings tell nonsense then."""
    for booking_id, due in bookings_of(db, office, now, rounds):

        def come(number: int, booking_id: UUID = booking_id, at: datetime = due) -> object:
            return service.check_in(db, office.noor, booking_id, at - number * timedelta(seconds=1))

        def leave(number: int, booking_id: UUID = booking_id, at: datetime = due) -> object:
            return service.check_out(db, office.noor, booking_id, at + number * MINUTE)

        acts = [lambda n=n: come(n) for n in range(CLIENTS // 2)]
        acts += [lambda n=n: leave(n + 1) for n in range(CLIENTS // 2)]
        codes = set(together(acts))
        assert codes <= {"ok", "not_checked_in", "booking_ended", "busy"}
        yield ask_database(clone, _WRONG_STAYS, booking_id, due + HOUR)


def test_coming_and_leaving_at_once_makes_one_stay(
    clone: Clone, cloned_db: Database, office: Office, now: datetime
) -> None:
    assert list(check_in_against_check_out(clone, cloned_db, office, now)) == ROUNDS * [0]
    assert ask_database(clone, "SELECT count(*) FROM presence") == ROUNDS


def test_without_the_guard_one_visit_makes_several_stays(
    clone: Clone,
    cloned_db: Database,
    office: Office,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The control of the race above."""
    monkeypatch.setattr(queries, "_CHECK_IN", _UNGUARDED_CHECK_IN)
    assert any(check_in_against_check_out(clone, cloned_db, office, now, CONTROL_ROUNDS))


_OVERLAPS = """
SELECT count(*) FROM booking a JOIN booking b
  ON a.space_id = b.space_id AND a.id < b.id AND a.during && b.during
WHERE a.state IN ('held', 'confirmed', 'checked_in')
  AND b.state IN ('held', 'confirmed', 'checked_in')
"""


def claims_against_check_in(
    db: Database, office: Office, now: datetime, rounds: int = ROUNDS
) -> Iterator[tuple[int, int]]:
    """For each round how many claims were granted, and how many check-ins of the owner."""
    people = [make_person(db, office.noor.organisation_id) for _ in range(CLIENTS - 2)]
    for booking_id, due in bookings_of(db, office, now, rounds):

        def come(booking_id: UUID = booking_id, at: datetime = due) -> object:
            return service.check_in(db, office.noor, booking_id, at)

        acts: list[Callable[[], object]] = [come, come]
        acts += [lambda p=p, at=due: service.take(db, p, office.desk, at) for p in people]
        codes = together(acts)
        yield codes[2:].count("ok"), codes[:2].count("ok")


def test_an_unclaimed_place_goes_to_one_person(
    clone: Clone, cloned_db: Database, office: Office, now: datetime
) -> None:
    found = list(claims_against_check_in(cloned_db, office, now))
    assert set(found) <= {(1, 0), (0, 2)}
    assert ask_database(clone, _OVERLAPS) == 0
    deadlocks = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
    assert ask_database(clone, deadlocks) == 0


def test_without_the_guard_a_place_is_claimed_from_who_sits_there(
    clone: Clone,
    cloned_db: Database,
    office: Office,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The control of the race above."""
    monkeypatch.setattr(queries, "_RELEASE_UNCLAIMED", _UNGUARDED_CLAIM)
    change_schema(clone, _NOT_FINAL)
    found = claims_against_check_in(cloned_db, office, now, CONTROL_ROUNDS)
    assert any(claimed and came for claimed, came in found)
