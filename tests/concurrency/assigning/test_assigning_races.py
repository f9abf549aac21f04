"""Owners, colleagues and staff at one desk in one moment, with controls that have no locks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from threading import Barrier
from uuid import UUID

import psycopg
from sqlalchemy.exc import IntegrityError

from floorplans.actor import Actor
from floorplans.assigning import queries, service
from floorplans.assigning.views import Assigned, AssignmentRequest, Days, Span
from floorplans.bookings import service as bookings
from floorplans.bookings.views import BookingRequest
from floorplans.database import Database
from floorplans.errors import DomainError
from tests.support.assigned import EVERY_DAY, AssignedOffice, make_assigned_office
from tests.support.databases import Clone
from tests.support.factories import make_person
from tests.support.holding import hold, meet
from tests.support.nested import make_nested

CLIENTS = 16
MANY = 64
ROUNDS = 6
MONDAY = date(2026, 11, 23)
DAY = timedelta(days=1)

_NO_LOCK = """
CREATE OR REPLACE FUNCTION lock_spaces(one uuid, other uuid) RETURNS void LANGUAGE sql AS ''
"""
_DEADLOCKS = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"


def together(acts: list[Callable[[], object]]) -> list[object]:
    """Run all acts at the same moment; what each gave, or the code of its refusal."""
    ready = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        ready.wait()
        try:
            return act()
        except DomainError as no:
            return no.code
        except IntegrityError:
            return "refused"

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def people_of(office: AssignedOffice, count: int) -> list[Actor]:
    return [make_person(office.db, office.owner.organisation_id) for _ in range(count)]


def booking(office: AssignedOffice, by: Actor, on: date) -> Callable[[], object]:
    return lambda: "booked" if office.book(on, by=by) else None


def struggle(office: AssignedOffice, assignment_id: UUID, on: date, people: list[Actor]) -> int:
    """The owner takes a released day back while others book it; how many of them all won."""
    office.release(assignment_id, on)
    back: Callable[[], object] = lambda: office.take_back(assignment_id, on) and "back"  # noqa: E731
    came = Counter(map(str, together([back, *(booking(office, each, on) for each in people)])))
    return came["back"] + came["booked"]


def test_of_an_owner_and_those_who_book_a_released_day_exactly_one_wins(
    clone: Clone, cloned_db: Database, now: datetime
) -> None:
    office = make_assigned_office(cloned_db, now)
    made = office.assign().assignment.id
    people = people_of(office, MANY - 1)
    for number in range(ROUNDS):
        some = people if number == 0 else people[: CLIENTS - 1]
        assert struggle(office, made, MONDAY + number * DAY, some) == 1
    with psycopg.connect(clone.admin_url) as connection:
        assert connection.execute(_DEADLOCKS).fetchone() == (0,)


def test_without_the_lock_both_win(clone: Clone, cloned_db: Database, now: datetime) -> None:
    office = make_assigned_office(cloned_db, now)
    made = office.assign().assignment.id
    people = people_of(office, CLIENTS - 1)
    with psycopg.connect(clone.admin_url, autocommit=True) as connection:
        connection.execute(_NO_LOCK)
        # Nobody commits before the owner and somebody else have looked, and written.
        connection.execute(meet("booking", 2))  # type: ignore[arg-type]
        connection.execute(meet("assigned_day", 2, "DELETE"))  # type: ignore[arg-type]
    assert struggle(office, made, MONDAY, people) == 2


def unseen(office: AssignedOffice, people: list[Actor]) -> list[str]:
    """Staff assign a desk while others book it: whose booking stands without being told."""

    def assigning() -> Assigned:
        return office.assign()

    acts = [booking(office, each, MONDAY + n * DAY) for n, each in enumerate(people)]
    came = together([*acts, assigning])
    made = next(each for each in came if isinstance(each, Assigned))
    told = {each.booking_id for each in made.standing}
    with office.db.transaction(office.owner.organisation_id) as tx:
        stands = queries.standing(tx, office.owner.organisation_id, made.assignment.id, office.now)
        queries.delete(tx, office.owner.organisation_id, made.assignment.id)
    for each in people:
        for own in bookings.my_bookings(office.db, each, office.now):
            bookings.cancel(office.db, each, own.id, office.now)
    return [str(each.booking_id) for each in stands if each.booking_id not in told]


def test_whoever_books_while_a_desk_is_assigned_is_told_or_refused(
    cloned_db: Database, now: datetime
) -> None:
    office = make_assigned_office(cloned_db, now)
    people = people_of(office, CLIENTS - 1)
    for _ in range(ROUNDS):
        assert unseen(office, people) == []


def test_without_the_lock_some_are_not(clone: Clone, cloned_db: Database, now: datetime) -> None:
    office = make_assigned_office(cloned_db, now)
    people = people_of(office, CLIENTS - 1)
    with psycopg.connect(clone.admin_url, autocommit=True) as connection:
        connection.execute(_NO_LOCK)
        # Somebody has looked before the desk is assigned, and commits only after that.
        connection.execute(hold("booking", "EXISTS (SELECT FROM assignment)"))  # type: ignore[arg-type]
        connection.execute(meet("assignment", 2))  # type: ignore[arg-type]
    assert unseen(office, people)


def test_a_desk_is_assigned_to_one_of_many_at_once(cloned_db: Database, now: datetime) -> None:
    office = make_assigned_office(cloned_db, now)
    people = people_of(office, CLIENTS)
    weekdays = [(1, 2), (2, 3), (1, 2, 3), EVERY_DAY]
    for number in range(ROUNDS):
        first = MONDAY + number * DAY * 7

        def assigning(place: int, each: Actor, first: date = first) -> Callable[[], object]:
            days = (*weekdays[place % 4], 2)
            last = first + 6 * DAY
            return lambda: office.assign(days, to=each, from_on=first, to_on=last)

        came = together([assigning(n, each) for n, each in enumerate(people)])
        assert sum(isinstance(each, Assigned) for each in came) == 1
        assert {each for each in came if isinstance(each, str)} == {"already_assigned"}


def test_a_room_and_a_desk_in_it_never_get_two_owners(cloned_db: Database, now: datetime) -> None:
    nested = make_nested(cloned_db, now, people=CLIENTS)
    places = [nested.lab, *nested.desks]

    def assigning(place: UUID, to: Actor, on: date) -> Callable[[], object]:
        wanted = AssignmentRequest(place, to.email, Days(EVERY_DAY, on, on))
        return lambda: service.assign(cloned_db, nested.staff, wanted, now)

    for number in range(ROUNDS):
        on = MONDAY + number * DAY
        acts = [assigning(places[n % 4], each, on) for n, each in enumerate(nested.people)]
        came = [each for each in together(acts) if isinstance(each, Assigned)]
        owned = {each.assignment.space_id for each in came}
        assert len(owned) == len(came)
        assert nested.lab not in owned or len(owned) == 1


def test_days_of_an_absence_that_ends_stay_with_whoever_books_them_meanwhile(
    cloned_db: Database, now: datetime
) -> None:
    office = make_assigned_office(cloned_db, now)
    made = office.assign().assignment
    people = people_of(office, CLIENTS - 1)
    for number in range(ROUNDS):
        first = MONDAY + number * 20 * DAY
        absence = office.away(first, first + (CLIENTS - 2) * DAY)

        def back(absence: UUID = absence) -> object:
            service.remove_absence(office.db, office.owner, absence, office.now)
            return "back"

        acts = [booking(office, each, first + n * DAY) for n, each in enumerate(people)]
        came = together([back, *acts])
        with office.db.transaction(office.owner.organisation_id) as tx:
            rows = queries.days_of(
                tx, office.owner.organisation_id, made.id, first, first + (CLIENTS - 2) * DAY
            )
        booked = [n for n, each in enumerate(came[1:]) if each == "booked"]
        assert [n for n, row in enumerate(rows) if row["is_taken"]] == booked
        assert [n for n, row in enumerate(rows) if row["is_left"]] == booked


def test_a_room_is_not_booked_while_a_desk_in_it_is_taken_back(
    cloned_db: Database, now: datetime
) -> None:
    nested = make_nested(cloned_db, now, people=CLIENTS)
    owner = nested.people[0]
    wanted = AssignmentRequest(nested.desks[1], owner.email, Days(EVERY_DAY, now.date()))
    made = service.assign(cloned_db, nested.staff, wanted, now).assignment
    for number in range(ROUNDS):
        on = MONDAY + number * DAY
        at = datetime(on.year, on.month, on.day, 10, tzinfo=now.tzinfo)
        service.release(cloned_db, owner, made.id, Span(on, on), now)

        def book(by: Actor, at: datetime = at) -> Callable[[], object]:
            request = BookingRequest(nested.lab, at, at + timedelta(hours=1))
            return lambda: "booked" if bookings.book(cloned_db, by, request, now) else None

        def back(on: date = on) -> object:
            service.take_back(cloned_db, owner, made.id, Span(on, on), now)
            return "back"

        came = Counter(map(str, together([back, *map(book, nested.people[1:])])))
        assert came["booked"] + came["back"] == 1
