"""Publishing while others book and publish, with real commits."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from threading import Barrier
from uuid import UUID

from sqlalchemy import text

from floorplans.actor import Actor
from floorplans.bookings import service as bookings
from floorplans.bookings.views import BookingRequest
from floorplans.database import Database
from floorplans.errors import DomainError
from floorplans.places import service as places
from floorplans.plans import service as plans
from tests.support.drafts import make_draft, make_draft_desk, publish_draft, stage_draft
from tests.support.factories import make_person

DESKS = 20
ROUNDS = 4


def make_plan(count: int, *, first: int = 0):
    desks = [make_draft_desk(f"D{i}", 2.0 * i, 2) for i in range(first, first + count)]
    return make_draft(desks=desks)


def together(*acts: Callable[[], object]) -> list[object]:
    """Start all acts at one moment; an act's domain error is its result."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        start.wait()
        try:
            return act()
        except DomainError as error:
            return error

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def book_all(
    db: Database, person: Actor, desks: list[UUID], from_at: datetime, now: datetime
) -> None:
    for desk in desks:
        with suppress(DomainError):
            request = BookingRequest(desk, from_at, from_at + timedelta(hours=1))
            bookings.book(db, person, request, now)


def test_no_booking_is_confirmed_on_a_desk_that_a_new_plan_removed(
    cloned_db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    people = [make_person(cloned_db, staff.organisation_id) for _ in range(8)]
    for number in range(ROUNDS):
        publish_draft(cloned_db, staff, floor, make_plan(DESKS), now)
        desks = [s.id for s in places.spaces(cloned_db, staff, floor)]
        fewer = stage_draft(cloned_db, staff, floor, make_plan(DESKS // 2), now)
        from_at = now + timedelta(days=1 + number)

        acts = [
            partial(book_all, cloned_db, person, desks[i:] + desks[:i], from_at, now)
            for i, person in enumerate(people)
        ]
        results = together(*acts, partial(plans.publish, cloned_db, staff, fewer, now))
        assert not isinstance(results[-1], DomainError)
    with cloned_db.transaction(staff.organisation_id) as tx:
        stray = tx.execute(
            text(
                "SELECT count(*) FROM booking b JOIN space p ON p.id = b.space_id"
                " WHERE p.ended_at IS NOT NULL AND b.state = 'confirmed'"
            )
        ).scalar_one()
    assert stray == 0


def test_two_plans_published_at_once_leave_one_whole_floor(
    cloned_db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    for _ in range(ROUNDS):
        drafts = [
            stage_draft(cloned_db, staff, floor, make_plan(DESKS, first=first), now)
            for first in (0, 5, 100)
        ]
        results = together(
            *(partial(plans.publish, cloned_db, staff, draft, now) for draft in drafts)
        )
        assert not [r for r in results if isinstance(r, DomainError)]
        shown = places.floor(cloned_db, staff, floor).revision_id
        assert shown in drafts
        assert_floor_is_whole(cloned_db, staff, floor, DESKS)


def test_one_plan_published_twice_at_once_is_published_once(
    cloned_db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    draft = stage_draft(cloned_db, staff, floor, make_plan(DESKS), now)
    results = together(*[partial(plans.publish, cloned_db, staff, draft, now)] * 4)
    refused = [r.code for r in results if isinstance(r, DomainError)]
    assert refused == ["already_published"] * 3


def test_one_drawing_uploaded_by_many_at_once_is_one_draft(
    cloned_db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    act = partial(plans.upload, cloned_db, staff, floor, "f.dxf", b"one drawing", now)
    assert len(set(together(*[act] * 6))) == 1


def assert_floor_is_whole(db: Database, actor: Actor, floor: UUID, count: int) -> None:
    """One published plan; the live shapes are its own, one for each living space."""
    with db.transaction(actor.organisation_id) as tx:
        row = tx.execute(
            text("""
                SELECT (SELECT count(*) FROM plan_revision
                        WHERE floor_id = :floor AND state = 'published') AS published,
                  (SELECT count(*) FROM space
                        WHERE floor_id = :floor AND ended_at IS NULL) AS living,
                  (SELECT count(*) FROM space_shape h JOIN plan_revision r
                        ON r.id = h.plan_revision_id
                        WHERE h.floor_id = :floor AND h.is_live AND r.state = 'published') AS live,
                  (SELECT count(*) FROM space_shape h JOIN plan_revision r
                        ON r.id = h.plan_revision_id
                        WHERE h.floor_id = :floor AND h.is_live AND r.state <> 'published') AS wrong
            """),
            {"floor": floor},
        ).one()
    assert (row.published, row.living, row.live, row.wrong) == (1, count, count, 0)
