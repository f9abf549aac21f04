"""Rooms with a folding wall, whole zones, and spaces that several book at once."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from shapely import box
from sqlalchemy import text

from floorplans.actor import Actor
from floorplans.bookings import joining, service
from floorplans.bookings.views import BookingRequest
from floorplans.closing.service import close_place
from floorplans.closing.views import ClosureRequest
from floorplans.database import Database
from floorplans.errors import Conflict, DomainError, Forbidden, Invalid, NotFound
from floorplans.plans.service import bring_back
from importers.draft import DraftZone
from tests.support.drafts import make_draft, make_draft_desk, make_draft_room, publish_draft
from tests.support.nested import Nested, make_nested

HOUR = timedelta(hours=1)


@pytest.fixture
def nested(db: Database, now: datetime) -> Nested:
    return make_nested(db, now)


def attempt(db: Database, actor: Actor, space_id: UUID, now: datetime, start: int = 1) -> str:
    """``ok`` or the code of the refusal."""
    begins = now + start * HOUR
    try:
        service.book(db, actor, BookingRequest(space_id, begins, begins + HOUR), now)
    except DomainError as error:
        return error.code
    return "ok"


def join(db: Database, nested: Nested, now: datetime) -> UUID:
    spaces = [nested.lab, nested.den]
    return joining.join_rooms(db, nested.staff, nested.floor_id, "Lab and den", spaces, now).id


def make_zoned(db: Database, nested: Nested, now: datetime) -> UUID:
    """The same floor with a zone round the den and desk 9; returns the zone's id."""
    draft = make_draft(
        rooms=[
            make_draft_room("101", "Lab", "conferenceroom", polygon=box(0, 0, 10, 6)),
            make_draft_room("102", "Den", "conferenceroom", polygon=box(10, 0, 16, 6)),
        ],
        desks=[
            *(make_draft_desk(str(n), 3.0 * n - 1, 3) for n in (1, 2, 3)),
            make_draft_desk("9", 18, 3),
        ],
        zones=[DraftZone("Team East", box(9.5, 0, 20, 7), "A-ZONE", None)],
    )
    publish_draft(db, nested.staff, nested.floor_id, draft, now)
    with db.transaction(nested.staff.organisation_id) as tx:
        found = tx.execute(
            text("SELECT id FROM zone WHERE floor_id = :floor"), {"floor": nested.floor_id}
        )
        return UUID(str(found.scalar_one()))


def test_rooms_with_a_folding_wall_are_booked_as_one_or_each_by_itself(
    db: Database, nested: Nested, now: datetime
) -> None:
    ada, ben = nested.people
    hall = join(db, nested, now)
    assert attempt(db, ada, hall, now) == "ok"
    inside = [nested.lab, nested.den, *nested.desks]
    assert [attempt(db, ben, one, now) for one in inside] == ["taken"] * 5
    assert attempt(db, ben, nested.den, now, 2) == "ok"
    assert attempt(db, ada, hall, now, 2) == "taken"
    assert attempt(db, ada, nested.lab, now, 2) == "ok"
    assert attempt(db, ben, nested.desks[1], now, 3) == "ok"
    assert attempt(db, ada, hall, now, 3) == "taken"


def test_what_was_booked_before_rooms_are_joined_keeps_the_hall_from_being_taken(
    db: Database, nested: Nested, now: datetime
) -> None:
    ada, ben = nested.people
    assert attempt(db, ada, nested.desks[0], now) == "ok"
    hall = join(db, nested, now)
    assert attempt(db, ben, hall, now) == "taken"
    assert attempt(db, ben, hall, now, 2) == "ok"


def test_a_zone_is_booked_with_all_that_lies_in_it(
    db: Database, nested: Nested, now: datetime
) -> None:
    ada, ben = nested.people
    zone = make_zoned(db, nested, now)
    east = joining.let_zone_be_booked(db, nested.staff, zone, now)
    assert (east.name, east.kind, east.takes, east.zone_id) == ("Team East", "area", 2, zone)
    assert joining.let_zone_be_booked(db, nested.staff, zone, now).id == east.id
    assert attempt(db, ada, east.id, now) == "ok"
    assert attempt(db, ben, nested.far_desk, now) == "taken"
    assert attempt(db, ben, nested.den, now) == "taken"
    assert attempt(db, ben, nested.lab, now) == "ok"
    assert attempt(db, ben, nested.far_desk, now, 2) == "ok"
    assert attempt(db, ada, east.id, now, 2) == "taken"


def test_the_hall_and_a_zone_that_share_a_room_are_never_both_booked(
    db: Database, nested: Nested, now: datetime
) -> None:
    ada, ben = nested.people
    zone = make_zoned(db, nested, now)
    east = joining.let_zone_be_booked(db, nested.staff, zone, now).id
    hall = join(db, nested, now)
    assert attempt(db, ada, east, now) == "ok"
    assert attempt(db, ben, hall, now) == "taken"
    assert attempt(db, ben, hall, now, 2) == "ok"
    assert attempt(db, ada, east, now, 2) == "taken"


def test_what_closes_a_room_closes_what_it_is_joined_to(
    db: Database, nested: Nested, now: datetime
) -> None:
    ada, _ = nested.people
    hall = join(db, nested, now)
    closure = ClosureRequest(nested.floor_id, now, now + 2 * HOUR, "Paint", space_id=nested.den)
    close_place(db, nested.staff, closure, now)
    assert attempt(db, ada, hall, now) == "closed"
    assert attempt(db, ada, nested.lab, now) == "ok"
    assert attempt(db, ada, hall, now, 3) == "ok"


def test_joined_rooms_are_there_while_the_plan_has_both_and_come_back_with_them(
    db: Database, nested: Nested, now: datetime
) -> None:
    ada, _ = nested.people
    with db.transaction(nested.staff.organisation_id) as tx:
        first = tx.execute(
            text("SELECT id FROM plan_revision WHERE floor_id = :floor AND state = 'published'"),
            {"floor": nested.floor_id},
        ).scalar_one()
    hall = join(db, nested, now)
    assert attempt(db, ada, hall, now, 30) == "ok"
    lone = make_draft(rooms=[make_draft_room("101", "Lab", "conferenceroom")])
    publish_draft(db, nested.staff, nested.floor_id, lone, now + HOUR)
    assert attempt(db, ada, hall, now + HOUR, 5) == "space_not_found"
    (held,) = service.my_bookings(db, ada, now + HOUR)
    assert held.state == "held"
    (told,) = joining.together(db, nested.staff, nested.floor_id)
    assert not told.is_there
    bring_back(db, nested.staff, UUID(str(first)), now + 2 * HOUR)
    (back,) = service.my_bookings(db, ada, now + 2 * HOUR)
    assert back.state == "confirmed"
    assert attempt(db, ada, nested.desks[0], now + 2 * HOUR, 28) == "taken"


def test_separating_holds_what_was_booked_and_frees_the_rooms(
    db: Database, nested: Nested, now: datetime
) -> None:
    ada, _ = nested.people
    hall = join(db, nested, now)
    assert attempt(db, ada, hall, now) == "ok"
    assert joining.separate(db, nested.staff, hall, now) == 1
    (held,) = service.my_bookings(db, ada, now)
    assert held.state == "held"
    assert joining.together(db, nested.staff, nested.floor_id) == []
    assert attempt(db, ada, hall, now, 4) == "space_not_found"
    assert attempt(db, ada, nested.lab, now, 4) == "ok"


def test_the_number_of_places_changes_around_the_bookings_there_are(
    db: Database, nested: Nested, now: datetime
) -> None:
    ada, ben = nested.people
    bench = nested.far_desk
    assert attempt(db, ada, bench, now) == "ok"
    joining.set_places(db, nested.staff, bench, 3, now)
    assert [attempt(db, ben, bench, now) for _ in range(3)] == ["ok", "ok", "taken"]
    with pytest.raises(Conflict) as refused:
        joining.set_places(db, nested.staff, bench, 2, now)
    assert refused.value.code == "places_booked"
    joining.set_places(db, nested.staff, bench, 3, now)
    later = now + 2 * HOUR
    joining.set_places(db, nested.staff, bench, 1, later)
    assert [attempt(db, ben, bench, later) for _ in range(2)] == ["ok", "taken"]


def test_only_staff_say_what_is_booked_together_and_only_of_their_own_organisation(
    db: Database, nested: Nested, now: datetime
) -> None:
    ada, _ = nested.people
    other = make_nested(db, now)
    with pytest.raises(Forbidden):
        joining.set_places(db, ada, nested.lab, 2, now)
    with pytest.raises(NotFound):
        joining.set_places(db, other.staff, nested.lab, 2, now)
    with pytest.raises(NotFound):
        joining.separate(db, nested.staff, nested.lab, now)
    with pytest.raises(NotFound):
        joining.let_zone_be_booked(db, nested.staff, uuid4(), now)
    with pytest.raises(NotFound):
        joining.join_rooms(db, nested.staff, nested.floor_id, "Both", [nested.lab, other.lab], now)
    with pytest.raises(Invalid):
        joining.join_rooms(db, nested.staff, nested.floor_id, "One", [nested.lab], now)
    with pytest.raises(Invalid):
        joining.join_rooms(db, nested.staff, nested.floor_id, " ", [nested.lab, nested.den], now)


def test_the_same_rooms_are_joined_once(db: Database, nested: Nested, now: datetime) -> None:
    rooms = [nested.lab, nested.den]
    made = joining.join_rooms(db, nested.staff, nested.floor_id, "Both", rooms, now)
    with pytest.raises(Conflict, match="rooms_joined_already") as no:
        joining.join_rooms(db, nested.staff, nested.floor_id, "Again", rooms[::-1], now)
    assert "“Both”" in no.value.message
    joining.separate(db, nested.staff, made.id, now)
    assert joining.join_rooms(db, nested.staff, nested.floor_id, "Again", rooms, now).id != made.id


def told(db: Database, actor: Actor, nested: Nested, now: datetime) -> dict[str, dict[str, object]]:
    """What the availability of the next hour says of each space."""
    window = (now + HOUR, now + 2 * HOUR)
    body = service.availability(db, actor, nested.floor_id, *window, now).body
    return {entry["id"]: entry for entry in json.loads(body)["spaces"]}


def test_a_refusal_of_the_whole_says_which_space_in_it_is_booked(
    db: Database, nested: Nested, now: datetime
) -> None:
    ada, ben = nested.people
    hall = join(db, nested, now)
    assert attempt(db, ada, nested.desks[0], now) == "ok"
    request = BookingRequest(hall, now + HOUR, now + 2 * HOUR)
    with pytest.raises(Conflict) as found:
        service.book(db, ben, request, now)
    said = "Lab and den cannot be booked in these hours, because desk 1 is."
    assert found.value.message.startswith(said)
    because = found.value.fields["because"]
    assert isinstance(because, dict)
    assert because["space_id"] == str(nested.desks[0])
    assert ada.name not in found.value.message


def test_a_refusal_of_a_part_says_that_the_whole_is_booked_and_of_itself_nothing_more(
    db: Database, nested: Nested, now: datetime
) -> None:
    ada, ben = nested.people
    hall = join(db, nested, now)
    assert attempt(db, ada, hall, now) == "ok"
    for space_id, because in ((nested.den, True), (hall, False)):
        with pytest.raises(Conflict) as found:
            service.book(db, ben, BookingRequest(space_id, now + HOUR, now + 2 * HOUR), now)
        assert ("because" in found.value.fields) is because
        assert ("because Lab and den is." in found.value.message) is because


def test_availability_says_with_which_space_another_is_taken(
    db: Database, nested: Nested, now: datetime
) -> None:
    ada, ben = nested.people
    hall = join(db, nested, now)
    desk = nested.desks[0]
    assert attempt(db, ada, desk, now) == "ok"
    seen = told(db, ben, nested, now)
    for whole in (nested.lab, hall):
        entry = seen[str(whole)]
        assert (entry["status"], entry["because"]) == ("taken", str(desk))
        assert "who" not in entry
    assert "because" not in seen[str(desk)]
    assert seen[str(nested.den)]["status"] == "free"


def test_whoever_has_the_whole_sees_its_parts_as_theirs_with_it(
    db: Database, nested: Nested, now: datetime
) -> None:
    ada, _ = nested.people
    hall = join(db, nested, now)
    assert attempt(db, ada, hall, now) == "ok"
    seen = told(db, ada, nested, now)
    assert (seen[str(nested.den)]["status"], seen[str(nested.den)]["because"]) == (
        "yours",
        str(hall),
    )
    assert "because" not in seen[str(hall)]


def test_a_space_with_several_places_tells_them_before_anybody_came_and_when_it_is_full(
    db: Database, nested: Nested, now: datetime
) -> None:
    joining.set_places(db, nested.staff, nested.far_desk, 2, now)
    seen = []
    for person in (None, *nested.people):
        if person is not None:
            assert attempt(db, person, nested.far_desk, now) == "ok"
        entry = told(db, nested.staff, nested, now)[str(nested.far_desk)]
        seen.append((entry["status"], entry["left"], entry["places"]))
    assert seen == [("free", 2, 2), ("free", 1, 2), ("taken", 0, 2)]
