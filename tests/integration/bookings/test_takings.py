"""A booking takes what lies inside it, keeps what lies around it, and only one place of several."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from floorplans.actor import Actor
from floorplans.bookings import service
from floorplans.bookings.views import BookingChange, BookingRequest, BookingView
from floorplans.database import Database
from floorplans.errors import Conflict
from tests.support.drafts import make_draft, make_draft_desk, make_draft_room, publish_draft
from tests.support.nested import Nested, make_nested

HOUR = timedelta(hours=1)


@pytest.fixture
def nested(db: Database, now: datetime) -> Nested:
    return make_nested(db, now)


def book(
    db: Database, actor: Actor, space_id: UUID, now: datetime, start: int = 1, hours: int = 1
) -> BookingView:
    begins = now + start * HOUR
    return service.book(db, actor, BookingRequest(space_id, begins, begins + hours * HOUR), now)


def refused(
    db: Database, actor: Actor, space_id: UUID, now: datetime, start: int = 1, hours: int = 1
) -> bool:
    try:
        book(db, actor, space_id, now, start, hours)
    except Conflict as error:
        return error.code == "taken"
    return False


def set_places(db: Database, nested: Nested, space_id: UUID, places: int) -> None:
    with db.transaction(nested.staff.organisation_id) as tx:
        tx.execute(
            text("UPDATE space SET places = :places WHERE id = :id"),
            {"places": places, "id": space_id},
        )


def statuses(
    db: Database, actor: Actor, nested: Nested, now: datetime
) -> dict[str, dict[str, str]]:

    body = service.availability(db, actor, nested.floor_id, now + HOUR, now + 2 * HOUR, now).body
    return {space["id"]: space for space in json.loads(body)["spaces"]}


def test_whoever_books_a_room_takes_the_desks_in_it_and_no_others(
    db: Database, nested: Nested, now: datetime
) -> None:
    ada, ben = nested.people
    book(db, ada, nested.lab, now)
    assert [refused(db, ben, desk, now) for desk in nested.desks] == [True, True, True]
    assert not refused(db, ben, nested.far_desk, now)
    assert not refused(db, ben, nested.den, now, start=1)


def test_whoever_books_a_desk_keeps_others_from_the_room_but_not_from_the_desk_beside_it(
    db: Database, nested: Nested, now: datetime
) -> None:
    ada, ben = nested.people
    book(db, ada, nested.desks[0], now)
    assert refused(db, ben, nested.lab, now)
    assert not refused(db, ben, nested.desks[1], now)
    assert not refused(db, ben, nested.lab, now, start=2)


def test_a_room_is_nobodys_while_a_desk_in_it_is_booked_and_its_desks_are_yours_with_the_room(
    db: Database, nested: Nested, now: datetime
) -> None:
    ada, ben = nested.people
    book(db, ada, nested.desks[0], now)
    seen = statuses(db, ada, nested, now)
    assert seen[str(nested.desks[0])]["status"] == "yours"
    assert seen[str(nested.lab)]["status"] == "taken"
    assert "who" not in seen[str(nested.lab)]
    book(db, ben, nested.den, now)
    service.cancel(db, ada, UUID(seen[str(nested.desks[0])]["booking_id"]), now)
    book(db, ben, nested.lab, now)
    seen = statuses(db, ben, nested, now)
    assert {seen[str(desk)]["status"] for desk in nested.desks} == {"yours"}


def test_what_is_given_back_or_moved_gives_back_all_that_it_took(
    db: Database, nested: Nested, now: datetime
) -> None:
    ada, ben = nested.people
    room = book(db, ada, nested.lab, now)
    service.change(db, ada, room.id, BookingChange(space_id=nested.den), now)
    assert not refused(db, ben, nested.desks[0], now)
    with pytest.raises(Conflict):
        service.change(db, ada, room.id, BookingChange(space_id=nested.lab), now)
    service.cancel(db, ada, room.id, now)
    assert not refused(db, ben, nested.den, now)


def test_a_space_with_three_places_is_booked_three_times_and_then_is_taken(
    db: Database, nested: Nested, now: datetime
) -> None:
    ada, _ = nested.people
    set_places(db, nested, nested.far_desk, 3)
    left = []
    for _ in range(3):
        assert not refused(db, ada, nested.far_desk, now)
        left.append(statuses(db, nested.staff, nested, now)[str(nested.far_desk)].get("left"))
    assert left == [2, 1, 0]
    assert statuses(db, nested.staff, nested, now)[str(nested.far_desk)]["status"] == "taken"
    assert refused(db, ada, nested.far_desk, now)
    assert not refused(db, ada, nested.far_desk, now, start=2)


def test_a_place_is_one_place_for_all_of_its_hours(
    db: Database, nested: Nested, now: datetime
) -> None:
    """Two places, each taken in another hour: none is free for both hours."""
    ada, _ = nested.people
    set_places(db, nested, nested.far_desk, 2)
    for start in (1, 1, 2, 2):
        book(db, ada, nested.far_desk, now, start=start)
    first, *_ = service.my_bookings(db, ada, now)
    service.cancel(db, ada, first.id, now)
    assert refused(db, ada, nested.far_desk, now, start=1, hours=2)
    assert not refused(db, ada, nested.far_desk, now, start=1)


def test_a_new_plan_makes_bookings_take_what_then_lies_inside_them(
    db: Database, nested: Nested, now: datetime
) -> None:
    ada, ben = nested.people
    book(db, ada, nested.lab, now, start=5)
    book(db, ben, nested.far_desk, now, start=5)
    book(db, ben, nested.far_desk, now, start=8)
    draft = make_draft(
        rooms=[make_draft_room("101", "Lab", "conferenceroom")],
        desks=[make_draft_desk("9", 5, 3), make_draft_desk("1", 18, 3)],
    )
    publish_draft(db, nested.staff, nested.floor_id, draft, now + HOUR)
    later = now + 2 * HOUR
    # Nobody loses a booking because both cannot be any more; but no third one comes in between.
    assert {one.state for one in service.my_bookings(db, ben, later)} == {"confirmed"}
    assert refused(db, ben, nested.lab, later, start=6)
    assert not refused(db, ben, nested.desks[0], later, start=3)
