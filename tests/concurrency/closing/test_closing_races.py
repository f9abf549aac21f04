"""A floor is closed while people book it: nobody is left in a closed place who was not told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from threading import Event
from uuid import UUID

import pytest

from floorplans.actor import Actor, Role
from floorplans.bookings import service as bookings
from floorplans.bookings.known import KnownSpaces
from floorplans.bookings.views import BookingChange, BookingRequest
from floorplans.closing import service
from floorplans.closing.views import ClosureRequest
from floorplans.database import DECIDING_CONNECTIONS, Database
from floorplans.messages.service import say_whether_sent
from floorplans.presence import service as presence
from tests.concurrency.bookings.test_races import (
    _DEADLOCKS,
    _NO_LOCK,
    _OVERLAPS,
    ask,
    change_schema,
    together,
)
from tests.support.databases import Clone
from tests.support.factories import (
    make_booking,
    make_floor,
    make_organisation,
    make_person,
    make_space,
)
from tests.support.holding import CAME, SOMEBODY_WAITS, hold
from tests.support.slowness import PATIENCE_S, eventually

CLIENTS, DESKS, ROUNDS = 48, 24, 6
HOUR = timedelta(hours=1)

#: Live bookings in a closed place that no closure holds, or of which nobody was told.
_FORGOTTEN = """
SELECT count(*) FROM booking b
JOIN closure c ON c.floor_id = b.floor_id AND c.during && b.during
JOIN closure_space l ON l.closure_id = c.id AND l.space_id = b.space_id
WHERE b.state IN ('held', 'confirmed', 'checked_in')
  AND NOT (b.state IN ('held', 'checked_in')
    AND EXISTS (SELECT FROM booking_hold h WHERE h.booking_id = b.id AND h.answer IS NULL)
    AND EXISTS (SELECT FROM message m WHERE m.booking_id = b.id AND m.kind = 'closed'))
"""
#: What is offered to two people whose hours meet.
_OFFERED_TWICE = """
SELECT count(*) FROM booking_offer a
JOIN booking_offer b ON b.space_id = a.space_id AND b.booking_id > a.booking_id
JOIN booking x ON x.id = a.booking_id AND x.state = 'held'
JOIN booking y ON y.id = b.booking_id AND y.state = 'held' AND y.during && x.during
"""


_CLOSED = "EXISTS (SELECT FROM closure)"


def then(act: Callable[[], object], is_done: Event) -> Callable[[], object]:
    """The act, and word that it is over."""

    def run() -> object:
        try:
            return act()
        finally:
            is_done.set()

    return run


def after(events: Sequence[Event], act: Callable[[], object]) -> Callable[[], object]:
    """The act, not before all of these are over."""

    def run() -> object:
        assert all(event.wait(PATIENCE_S) for event in events)
        return act()

    return run


class Floor:
    """Two rows of desks; the first is what is closed."""

    def __init__(self, db: Database, now: datetime) -> None:
        organisation = make_organisation(db)
        say_whether_sent(db, True)
        self.db, self.now = db, now
        self.staff = make_person(db, organisation, role=Role.FACILITY)
        self.id = make_floor(db, self.staff)
        self.people = [make_person(db, organisation) for _ in range(CLIENTS)]
        self.desks = [make_space(db, self.staff, self.id, x=2.0 * n) for n in range(DESKS)]
        self.spare = [
            make_space(db, self.staff, self.id, x=2.0 * n, y=9.0) for n in range(2 * DESKS)
        ]

    def close(self, begins: datetime, desks: list[UUID]) -> Callable[[], object]:
        wanted = ClosureRequest(self.id, begins, begins + HOUR, "paint", space_ids=tuple(desks))
        return lambda: service.close_place(self.db, self.staff, wanted, self.now)

    def book(
        self, who: Actor, desk: UUID, begins: datetime, known: KnownSpaces
    ) -> Callable[[], object]:
        wanted = BookingRequest(desk, begins, begins + HOUR)
        return lambda: bookings.book(self.db, who, wanted, self.now, known=known)


def rush(floor: Floor, rounds: int = ROUNDS) -> dict[str, int]:
    """In each round everybody books a desk of its hour, or moves there, while all is closed.

    One of them is done before it is closed, and one begins after that.
    """
    counted: dict[str, int] = {}
    known = KnownSpaces()
    for number in range(1, rounds + 1):
        begins = floor.now + 2 * number * HOUR
        # The first round of a space looks before it writes; a known one writes at once.
        moving = [
            make_booking(floor.db, who, floor.spare[n], begins, begins + HOUR)
            for n, who in enumerate(floor.people[: DESKS // 2])
        ]
        acts = [
            floor.book(who, floor.desks[n % DESKS], begins, known)
            for n, who in enumerate(floor.people)
            if n % DESKS >= DESKS // 2
        ]
        acts += [
            lambda who=who, own=own, desk=desk: bookings.change(
                floor.db, who, own, BookingChange(space_id=desk), floor.now
            )
            for who, own, desk in zip(floor.people, moving, floor.desks, strict=False)
        ]
        begun, closed = Event(), [Event(), Event()]
        acts[0], acts[-1] = then(acts[0], begun), after(closed, acts[-1])
        halves = floor.desks[: DESKS // 2], floor.desks[DESKS // 2 :]
        half = len(acts) // 2
        acts[half:half] = [
            then(after([begun], floor.close(begins, desks)), is_closed)
            for desks, is_closed in zip(halves, closed, strict=True)
        ]
        for code, times in together(acts).items():
            counted[code] = counted.get(code, 0) + times
    return counted


def test_nobody_is_left_in_a_closed_place_without_being_told(
    clone: Clone, cloned_db: Database, now: datetime
) -> None:
    floor = Floor(cloned_db, now)
    counted = rush(floor)
    assert set(counted) <= {"ok", "closed", "taken", "busy"}
    # Some were faster than the closure and some were not; else nothing raced.
    assert counted.get("closed", 0) > 0
    assert ask(clone, "SELECT count(*) FROM booking_hold WHERE closure_id IS NOT NULL") > 0
    assert ask(clone, _FORGOTTEN) == 0
    assert ask(clone, _OFFERED_TWICE) == 0
    assert ask(clone, _OVERLAPS) == 0
    assert ask(clone, _DEADLOCKS) == 0


def close_while_they_write(clone: Clone, floor: Floor) -> None:
    """One closure comes when as many are in the middle of a booking as can be.

    One only: each closure looks at all of its floor, so a second would find whom the first missed.
    """

    def close() -> object:
        assert eventually(lambda: ask(clone, f"SELECT {CAME}") >= DECIDING_CONNECTIONS)
        return floor.close(begins, floor.desks)()

    begins, known = floor.now + HOUR, KnownSpaces()
    acts = [
        floor.book(who, desk, begins, known)
        for who, desk in zip(floor.people[:16], floor.desks, strict=False)
    ]
    together([*acts, close])


def test_nobody_is_left_untold_however_slow_a_booking_is_written(
    clone: Clone, cloned_db: Database, now: datetime
) -> None:
    floor = Floor(cloned_db, now)
    change_schema(clone, hold("booking", f"{_CLOSED} OR {SOMEBODY_WAITS}"))
    close_while_they_write(clone, floor)
    assert ask(clone, "SELECT count(*) FROM closure") == 1
    assert ask(clone, _FORGOTTEN) == 0


def test_without_the_lock_the_same_closure_leaves_people_untold(
    clone: Clone, cloned_db: Database, now: datetime
) -> None:
    """The control: if this finds nobody, the tests above prove nothing."""
    floor = Floor(cloned_db, now)
    change_schema(clone, _NO_LOCK, hold("booking", _CLOSED))
    close_while_they_write(clone, floor)
    assert ask(clone, _FORGOTTEN) > 0


def test_checking_in_and_closing_at_once_leave_nobody_untold(
    clone: Clone, cloned_db: Database, now: datetime
) -> None:
    floor = Floor(cloned_db, now)
    for number in range(ROUNDS):
        begins = now + 2 * number * HOUR
        made = [
            make_booking(floor.db, who, desk, begins, begins + HOUR)
            for who, desk in zip(floor.people, floor.desks, strict=False)
        ]
        acts: list[Callable[[], object]] = [
            lambda who=who, own=own, begins=begins: presence.check_in(floor.db, who, own, begins)
            for who, own in zip(floor.people, made, strict=False)
        ]
        begun = Event()
        acts[0] = then(acts[0], begun)
        acts.insert(DESKS // 2, after([begun], floor.close(begins, floor.desks)))
        together(acts)
    assert ask(clone, "SELECT count(*) FROM booking WHERE state = 'checked_in'") > 0
    assert ask(clone, _FORGOTTEN) == 0


@pytest.mark.parametrize("lifted", [True, False])
def test_lifting_returns_each_booking_once_however_often_it_is_asked(
    clone: Clone, cloned_db: Database, now: datetime, *, lifted: bool
) -> None:
    floor = Floor(cloned_db, now)
    begins = now + HOUR
    for who, desk in zip(floor.people, floor.desks, strict=False):
        make_booking(floor.db, who, desk, begins, begins + 3 * HOUR)
    floor.close(begins, floor.desks)()
    at = now if lifted else begins + HOUR
    closure = service.closures(floor.db, floor.staff, floor.id, now)[0]
    together(
        [
            lambda: (
                service.reopen(floor.db, floor.staff, closure.id, at)
                if lifted
                else service.open_over(floor.db, at)
            )
        ]
        * 16
    )
    assert ask(clone, "SELECT count(*) FROM booking WHERE state = 'confirmed'") == DESKS
    assert ask(clone, "SELECT count(*) FROM message WHERE kind = 'reopened'") == DESKS
    assert ask(clone, _DEADLOCKS) == 0


def test_of_sixteen_equal_closures_at_once_there_is_one(
    clone: Clone, cloned_db: Database, now: datetime
) -> None:
    floor = Floor(cloned_db, now)
    request = ClosureRequest(
        floor.id, now + HOUR, now + 4 * HOUR, "carpet", space_ids=tuple(floor.desks[:3])
    )
    made: list[UUID] = []
    together(
        [lambda: made.append(service.close_place(floor.db, floor.staff, request, now).id)] * 16
    )
    assert len(made) == 16
    assert len(set(made)) == 1
    assert ask(clone, "SELECT count(*) FROM closure") == 1
