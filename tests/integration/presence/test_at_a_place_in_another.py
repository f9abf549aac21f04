"""What the code of a place shows that stands in another, or that several people can have."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from floorplans.actor import Actor
from floorplans.assigning import service as assigning
from floorplans.assigning.views import EVERY_DAY, AssignmentRequest, Days
from floorplans.bookings import service as bookings
from floorplans.bookings.views import BookingRequest
from floorplans.database import Database
from floorplans.errors import Conflict
from floorplans.presence import service
from floorplans.presence.views import CheckInRule, Step
from tests.support.nested import Nested, make_nested

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


@pytest.fixture
def nested(db: Database, now: datetime) -> Nested:
    return make_nested(db, now)


def hold(db: Database, actor: Actor, space_id: UUID, now: datetime) -> UUID:
    wanted = BookingRequest(space_id, now, now + 2 * HOUR)
    return bookings.book(db, actor, wanted, now).id


def always_asked(db: Database, nested: Nested, now: datetime) -> None:
    asked = CheckInRule(None, None, True, 15, 15, False)
    service.set_rule(db, nested.staff, asked, now)


def test_a_desk_in_a_booked_room_is_taken_and_not_to_be_claimed(
    db: Database, nested: Nested, now: datetime
) -> None:
    always_asked(db, nested, now)
    ada, ben = nested.people
    hold(db, ben, nested.lab, now)
    seen = service.look(db, ada, nested.desks[0], now + HOUR)
    assert (seen.step, seen.status, seen.unclaimed) == (Step.FIND_OTHER, "taken", None)
    assert service.look(db, ada, nested.lab, now + HOUR).step is Step.CLAIM


def test_who_booked_a_room_checks_in_by_the_code_of_a_desk_in_it(
    db: Database, nested: Nested, now: datetime
) -> None:
    ada, _ = nested.people
    room = hold(db, ada, nested.lab, now)
    seen = service.look(db, ada, nested.desks[0], now)
    assert seen.step is Step.CHECK_IN
    assert seen.mine is not None
    assert seen.mine.id == room


def test_a_desk_in_ones_own_room_offers_to_check_in_to_the_room(
    db: Database, nested: Nested, now: datetime
) -> None:
    ada, ben = nested.people
    with db.transaction(ada.organisation_id) as tx:
        email = tx.execute(
            text("SELECT email FROM person WHERE id = :id"), {"id": ada.person_id}
        ).scalar_one()
    days = Days(EVERY_DAY, now.date() - timedelta(days=1))
    assigning.assign(db, nested.staff, AssignmentRequest(nested.lab, email, days), now)
    seen = service.look(db, ada, nested.desks[0], now)
    assert seen.step is Step.IN_OWN
    assert seen.around is not None
    assert (seen.around.id, seen.own) == (nested.lab, None)
    assert service.look(db, ada, nested.lab, now).step is Step.OWN
    with pytest.raises(Conflict) as kept:
        service.take(db, ada, nested.desks[0], now)
    assert "which is yours as one today" in kept.value.message
    other = service.look(db, ben, nested.desks[0], now)
    assert (other.step, other.around) == (Step.FIND_OTHER, None)
    service.take(db, ada, nested.lab, now)
    there = service.look(db, ada, nested.desks[0], now)
    assert there.step is Step.CHECK_OUT
    assert there.mine is not None
    assert there.mine.space_id == nested.lab


def test_a_space_with_places_is_taken_until_none_is_left(
    db: Database, nested: Nested, now: datetime
) -> None:
    always_asked(db, nested, now)
    ada, ben = nested.people
    with db.transaction(ada.organisation_id) as tx:
        tx.execute(text("UPDATE space SET places = 2 WHERE id = :id"), {"id": nested.far_desk})
    theirs = hold(db, ben, nested.far_desk, now)
    assert service.look(db, ada, nested.far_desk, now).step is Step.TAKE
    other = hold(db, nested.staff, nested.far_desk, now)
    assert service.look(db, ada, nested.far_desk, now).step is Step.FIND_OTHER
    late = now + 15 * MINUTE
    service.check_in(db, nested.staff, other, now)
    assert service.look(db, ada, nested.far_desk, late).unclaimed == theirs
    assert service.take(db, ada, nested.far_desk, late).state == "checked_in"
