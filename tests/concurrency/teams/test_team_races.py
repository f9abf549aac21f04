"""Teams and single people want the same few desks: never a part of a team, never one desk twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Event
from uuid import UUID

from floorplans.actor import Actor, Role
from floorplans.bookings import service as bookings
from floorplans.bookings.views import BookingChange, BookingRequest
from floorplans.database import Database
from floorplans.teams import service
from floorplans.teams.views import TeamBooking, TeamRequest
from tests.concurrency.bookings.test_races import _DEADLOCKS, _OVERLAPS, ask, together
from tests.concurrency.closing.test_closing_races import then
from tests.support.databases import Clone
from tests.support.factories import make_floor, make_organisation, make_person, make_space
from tests.support.slowness import PATIENCE_S

TEAMS, SINGLES, SIZE, DESKS, ROUNDS = 8, 8, 3, 10, 8
HOUR = timedelta(hours=1)

_PARTIAL = f"""
SELECT count(*) FROM (
  SELECT team_id FROM booking WHERE team_id IS NOT NULL GROUP BY team_id
  HAVING count(*) <> {SIZE}) x
"""


def test_a_team_is_booked_whole_or_not_at_all_whoever_else_books(
    clone: Clone, cloned_db: Database, now: datetime
) -> None:
    db, organisation = cloned_db, make_organisation(cloned_db)
    staff = make_person(db, organisation, role=Role.FACILITY)
    floor = make_floor(db, staff)
    desks = [make_space(db, staff, floor, x=2.0 * n) for n in range(DESKS)]
    crowd = [make_person(db, organisation) for _ in range(TEAMS * SIZE)]
    for number in range(ROUNDS):
        begins = now + (number + 1) * HOUR

        def team(n: int, begins: datetime = begins) -> Callable[[], object]:
            members = tuple(one.person_id for one in crowd[n * SIZE : (n + 1) * SIZE])
            wanted = TeamRequest(floor, members, begins, begins + HOUR)
            return lambda: service.book_team(db, staff, wanted, now)

        def single(actor: Actor, desk: UUID, begins: datetime = begins) -> Callable[[], object]:
            wanted = BookingRequest(desk, begins, begins + HOUR)
            return lambda: bookings.book(db, actor, wanted, now)

        acts = [team(n) for n in range(TEAMS)]
        # In the last round teams are among themselves, so that some are booked.
        if number < ROUNDS - 1:
            acts += [single(crowd[n], desks[n]) for n in range(SINGLES)]
        assert set(together(acts)) <= {"ok", "taken", "too_few_free", "busy"}
    assert ask(clone, "SELECT count(*) FROM booking WHERE team_id IS NOT NULL") > 0
    assert ask(clone, _PARTIAL) == 0
    assert ask(clone, _OVERLAPS) == 0
    assert ask(clone, _DEADLOCKS) == 0


# A team whose places are not all in the same hours any more.
_TORN = """
SELECT count(*) FROM (
  SELECT team_id FROM booking WHERE team_id IS NOT NULL AND state = 'confirmed' GROUP BY team_id
  HAVING count(DISTINCT during) <> 1) x
"""


def moving(
    clone: Clone,
    db: Database,
    now: datetime,
    change: Callable[..., object],
    rounds: int = ROUNDS,
) -> tuple[int, int]:
    """Teams that move to hours that others book meanwhile; how many did, and how many are torn.

    Somebody else wants the last place of every second team; ``change`` can wait for all of them.
    """
    organisation = make_organisation(db)
    staff = make_person(db, organisation, role=Role.FACILITY)
    floor = make_floor(db, staff)
    for n in range(TEAMS * SIZE):
        make_space(db, staff, floor, x=2.0 * n)
    crowd = [make_person(db, organisation) for _ in range(TEAMS * SIZE)]
    moved = 0
    for number in range(rounds):
        begins = now + (3 * number + 1) * HOUR
        made = [
            service.book_team(
                db,
                staff,
                TeamRequest(
                    floor,
                    tuple(one.person_id for one in crowd[n * SIZE : (n + 1) * SIZE]),
                    begins,
                    begins + HOUR,
                ),
                now,
            )
            for n in range(TEAMS)
        ]
        later = BookingChange(from_at=begins + HOUR, to_at=begins + 2 * HOUR)

        in_the_way = [Event() for _ in made[::2]]

        def move(
            team: TeamBooking, later: BookingChange = later, come: list[Event] = in_the_way
        ) -> Callable[[], object]:
            return lambda: change(db, staff, team, later, now, come)

        def single(
            actor: Actor, desk: UUID, is_there: Event, begins: datetime = begins
        ) -> Callable[[], object]:
            wanted = BookingRequest(desk, begins + HOUR, begins + 2 * HOUR)
            return then(lambda: bookings.book(db, actor, wanted, now), is_there)

        acts = [move(team) for team in made]
        acts += [
            single(actor, team.seats[-1].space_id, is_there)
            for actor, team, is_there in zip(crowd, made[::2], in_the_way, strict=False)
        ]
        counted = together(acts)
        assert set(counted) <= {"ok", "taken", "busy"}
        moved += counted["ok"]
    assert ask(clone, _OVERLAPS) == 0
    assert ask(clone, _DEADLOCKS) == 0
    return moved, ask(clone, _TORN)


def test_a_team_moves_in_time_whole_or_not_at_all_whoever_else_books(
    clone: Clone, cloned_db: Database, now: datetime
) -> None:
    def whole(
        db: Database,
        staff: Actor,
        team: TeamBooking,
        later: BookingChange,
        now: datetime,
        _in_the_way: list[Event],
    ) -> object:
        return service.change_team(db, staff, team.id, later, now)

    moved, torn = moving(clone, cloned_db, now, whole)
    assert moved > 0
    assert torn == 0


def test_the_control_that_moves_one_after_the_other_tears_teams(
    clone: Clone, cloned_db: Database, now: datetime
) -> None:
    def each(
        db: Database,
        staff: Actor,
        team: TeamBooking,
        later: BookingChange,
        now: datetime,
        in_the_way: list[Event],
    ) -> None:
        for seat in team.seats:
            bookings.change(db, staff, seat.booking_id, later, now)
            assert all(event.wait(PATIENCE_S) for event in in_the_way)

    _, torn = moving(clone, cloned_db, now, each, rounds=1)
    assert torn > 0


def sent_again(clone: Clone, db: Database, now: datetime, keys: list[str]) -> int:
    """One wish of a team, sent with these keys at once; how many teams were booked."""
    organisation = make_organisation(db)
    staff = make_person(db, organisation, role=Role.FACILITY)
    floor = make_floor(db, staff)
    for number in range(len(keys) * SIZE):
        make_space(db, staff, floor, x=2.0 * number)
    people = tuple(make_person(db, organisation).person_id for _ in range(SIZE))

    def act(key: str) -> Callable[[], object]:
        wanted = TeamRequest(floor, people, now + HOUR, now + 2 * HOUR, idempotency_key=key)
        return lambda: service.book_team(db, staff, wanted, now)

    counted = together([act(key) for key in keys])
    assert set(counted) <= {"ok", "busy"}
    assert counted["ok"] > 0
    assert ask(clone, _PARTIAL) == 0
    assert ask(clone, _DEADLOCKS) == 0
    return ask(clone, "SELECT count(DISTINCT team_id) FROM booking")


def test_one_wish_sent_sixteen_times_at_once_books_one_team(
    clone: Clone, cloned_db: Database, now: datetime
) -> None:
    assert sent_again(clone, cloned_db, now, ["once"] * 16) == 1


def test_the_control_with_a_key_of_its_own_each_time_books_several(
    clone: Clone, cloned_db: Database, now: datetime
) -> None:
    assert sent_again(clone, cloned_db, now, [str(number) for number in range(16)]) > 1
