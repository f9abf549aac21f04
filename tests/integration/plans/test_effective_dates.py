"""Plans that take over on a date: what people see, find and may book, by their hours."""

from __future__ import annotations

from datetime import datetime
from itertools import product

import pytest
from shapely import box
from sqlalchemy import text

from floorplans.actor import Actor
from floorplans.bookings import service as bookings
from floorplans.bookings.known import KnownSpaces
from floorplans.bookings.views import BookingChange
from floorplans.closing.service import close_place
from floorplans.closing.views import ClosureRequest
from floorplans.database import Database
from floorplans.errors import DomainError, Refused
from floorplans.nearest import service as nearest
from floorplans.nearest.views import NearestRequest, SpaceOrigin
from floorplans.places import service as places
from floorplans.plans import service as plans
from importers.draft import DraftZone
from tests.support.dated import (
    AT,
    FRIDAY,
    HOUR,
    MONDAY,
    NEXT_MONDAY,
    ON_MONDAY,
    WEEK_AFTER,
    Floor,
)
from tests.support.drafts import make_draft, make_draft_desk, stage_draft
from tests.support.factories import make_floor, make_person


def test_until_its_date_a_plan_changes_nothing_that_people_see(hall: Floor) -> None:
    before = (hall.document(FRIDAY)["plan"]["digest"], hall.shown(FRIDAY), hall.near(FRIDAY))
    revision = places.floor(hall.db, hall.staff, hall.id).revision_id
    hall.publish("AC", MONDAY, A=6.0)
    after = (hall.document(FRIDAY)["plan"]["digest"], hall.shown(FRIDAY), hall.near(FRIDAY))
    assert after == before
    view = places.floor(hall.db, hall.staff, hall.id)
    assert view.revision_id == revision
    assert {space.name for space in places.spaces(hall.db, hall.staff, hall.id)} == {"A", "B"}


def test_a_day_without_an_offset_begins_by_the_clock_of_the_building(hall: Floor) -> None:
    report = hall.put(hall.stage("AC"), MONDAY)
    assert report.effective_from == AT
    (plan,) = [p for p in plans.revisions(hall.db, hall.staff, hall.id) if p.state == "scheduled"]
    assert plan.effective_from == AT


def test_the_hours_decide_which_plan_is_shown(hall: Floor) -> None:
    now_shown = places.floor(hall.db, hall.staff, hall.id).map_digest
    report = hall.put(hall.stage("AC"), MONDAY)
    before, after = hall.document(FRIDAY)["plan"], hall.document(ON_MONDAY)["plan"]
    since = hall.now.isoformat()
    assert before == {"digest": now_shown, "from": since, "until": AT.isoformat()}
    assert after == {"digest": report.map_digest, "from": AT.isoformat(), "until": None}
    assert hall.shown(FRIDAY) == {"A": "free", "B": "free"}
    assert hall.shown(ON_MONDAY) == {"A": "free", "C": "free"}
    told = places.floor(hall.db, hall.staff, hall.id).plans
    assert [(plan.from_at, plan.map_digest) for plan in told] == [
        (hall.now, now_shown),
        (AT, report.map_digest),
    ]
    assert plans.map_document(hall.db, hall.person, hall.id, report.map_digest)


def test_hours_across_the_date_show_what_is_gone_by_then_as_closed(hall: Floor) -> None:
    hall.publish("AC", MONDAY)
    assert hall.shown(AT - HOUR, 2) == {"A": "free", "B": "closed"}
    assert hall.shown(AT - HOUR, 1) == {"A": "free", "B": "free"}
    assert hall.shown(AT, 1) == {"A": "free", "C": "free"}


def test_what_is_gone_by_then_can_be_booked_until_then(hall: Floor) -> None:
    hall.publish("AC", MONDAY)
    assert hall.book("B", AT - HOUR).state == "confirmed"
    for at, hours in ((AT - 2 * HOUR, 3), (AT, 1), (ON_MONDAY, 1)):
        refused = hall.refusal("B", at, hours)
        assert (refused.code, refused.fields["until"]) == ("gone_by_then", AT.isoformat())
        assert refused.message.startswith("B can be booked until Monday 23 November 2026: ")


def test_what_appears_then_can_be_booked_from_then_on(hall: Floor) -> None:
    hall.publish("AC", MONDAY)
    made = hall.book("C", AT)
    assert (made.state, made.space_name) == ("confirmed", "C")
    for at, hours in ((FRIDAY, 1), (AT - HOUR, 2)):
        refused = hall.refusal("C", at, hours)
        assert (refused.code, refused.fields["from"]) == ("not_there_yet", AT.isoformat())
    assert "is there from Monday 23 November 2026 on" in refused.message


def test_what_stays_can_be_booked_across_the_date(hall: Floor) -> None:
    hall.publish("AC", MONDAY, A=6.0)
    assert hall.book("A", AT - HOUR, 2).state == "confirmed"


def test_what_a_process_remembers_of_a_desk_is_not_believed_beyond_the_date(hall: Floor) -> None:
    hall.publish("AC", MONDAY)
    known = KnownSpaces()
    hall.book("B", FRIDAY, known=known)
    with pytest.raises(Refused) as refused:
        hall.book("B", ON_MONDAY, known=known)
    assert refused.value.code == "gone_by_then"
    hall.book("C", ON_MONDAY, known=known)
    with pytest.raises(Refused) as refused:
        hall.book("C", FRIDAY, known=known)
    assert refused.value.code == "not_there_yet"


def test_bookings_beyond_the_date_on_what_is_gone_are_held_and_the_others_stay(
    hall: Floor,
) -> None:
    before, across = hall.book("B", FRIDAY), hall.book("B", AT - HOUR, 2)
    beyond, other = hall.book("B", ON_MONDAY), hall.book("A", ON_MONDAY)
    draft = hall.stage("AC")
    ahead = plans.preview(hall.db, hall.staff, draft, hall.now, effective_from=MONDAY)
    report = hall.put(draft, MONDAY)
    assert (ahead.held_bookings, report.held_bookings) == (2, 2)
    assert {each.booking_id for each in ahead.affected} == {across.id, beyond.id}
    states = [hall.state(each) for each in (before, across, beyond, other)]
    assert states == ["confirmed", "held", "held", "confirmed"]
    told = plans.affected(hall.db, hall.staff, draft, hall.now)
    assert {(each.booking_id, each.state) for each in told} == {
        (across.id, "held"),
        (beyond.id, "held"),
    }


def test_a_held_booking_that_is_made_to_end_before_the_date_has_its_place_again(
    hall: Floor,
) -> None:
    across = hall.book("B", AT - HOUR, 2)
    hall.publish("AC", MONDAY)
    change = BookingChange(None, None, AT)
    changed = bookings.change(hall.db, hall.person, across.id, change, hall.now)
    assert changed.state == "confirmed"


def test_a_held_booking_can_move_to_what_is_there_then(hall: Floor) -> None:
    beyond = hall.book("B", ON_MONDAY)
    hall.publish("AC", MONDAY)
    change = BookingChange(hall.desks()["C"], None, None)
    changed = bookings.change(hall.db, hall.person, beyond.id, change, hall.now)
    assert (changed.state, changed.space_name) == ("confirmed", "C")


def test_the_nearest_are_those_of_the_plan_that_holds_then(hall: Floor) -> None:
    hall.publish("ACB", MONDAY, B=12.0)
    assert hall.near(FRIDAY) == [("A", 0.0), ("B", 2.0)]
    assert hall.near(ON_MONDAY) == [("A", 0.0), ("C", 4.0), ("B", 10.0)]


def test_the_nearest_leave_out_what_goes_within_the_hours(hall: Floor) -> None:
    hall.publish("AC", MONDAY)
    assert hall.near(AT - HOUR, 2) == [("A", 0.0)]
    assert hall.near(ON_MONDAY) == [("A", 0.0), ("C", 4.0)]


def test_a_search_around_a_desk_begins_where_it_is_then(hall: Floor) -> None:
    hall.publish("ABC", MONDAY, A=4.0, B=2.0)
    assert hall.near(FRIDAY) == [("A", 0.0), ("B", 2.0)]
    assert dict(hall.near(ON_MONDAY)) == {"A": 0.0, "B": 2.0, "C": 2.0}


def test_a_search_may_begin_at_a_desk_that_is_to_come(hall: Floor) -> None:
    hall.publish("AC", MONDAY)
    request = NearestRequest(SpaceOrigin(hall.desks()["C"]), None, ON_MONDAY, ON_MONDAY + HOUR)
    found = nearest.nearest(hall.db, hall.person, request, hall.now)
    assert [space.name for space in found.spaces] == ["C", "A"]


def test_a_search_finds_what_lies_outside_the_present_plan(hall: Floor) -> None:
    hall.publish("ABZ", MONDAY, Z=200.0)
    assert ("Z", 198.0) in hall.near(ON_MONDAY)
    assert "Z" not in dict(hall.near(FRIDAY))


def test_a_closure_closes_by_the_plan_that_holds(hall: Floor) -> None:
    zone = DraftZone("East", box(0, 0, 3, 12), "Z", None)
    desks = [make_draft_desk(name, x, 2) for name, x in (("A", 8), ("B", 2), ("C", 6))]
    first = make_draft(desks=[make_draft_desk("A", 2, 2), desks[1]], zones=[zone])
    hall.put(stage_draft(hall.db, hall.staff, hall.id, first, hall.now))
    then = make_draft(desks=desks, zones=[zone])
    hall.put(stage_draft(hall.db, hall.staff, hall.id, then, hall.now), MONDAY)
    with hall.db.transaction(hall.staff.organisation_id) as tx:
        zone_id = tx.execute(text("SELECT id FROM zone WHERE floor_id = :f"), {"f": hall.id})
        east = zone_id.scalar_one()
    closing = ClosureRequest(hall.id, FRIDAY, NEXT_MONDAY, "paint", zone_id=east)
    close_place(hall.db, hall.staff, closing, hall.now)
    assert hall.shown(FRIDAY)["A"] == "closed"
    assert hall.shown(ON_MONDAY) == {"A": "free", "B": "closed", "C": "free"}
    assert hall.refusal("B", ON_MONDAY).code == "closed"
    assert hall.book("A", ON_MONDAY).state == "confirmed"


def test_another_name_is_told_of_bookings_after_the_date(hall: Floor) -> None:
    monday, friday = hall.book("B", ON_MONDAY), hall.book("B", FRIDAY)
    renamed = make_draft(
        desks=[make_draft_desk("A", 2, 2, handle="A"), make_draft_desk("Q", 4, 2, handle="B")]
    )
    hall.put(stage_draft(hall.db, hall.staff, hall.id, renamed, hall.now), MONDAY)
    names = {
        each.id: each.space_name for each in bookings.my_bookings(hall.db, hall.person, hall.now)
    }
    assert (names[friday.id], names[monday.id]) == ("B", "Q")


def test_the_first_plan_of_a_floor_may_have_a_date(
    db: Database, staff: Actor, now: datetime
) -> None:
    person = make_person(db, staff.organisation_id)
    empty = Floor(db, staff, person, make_floor(db, staff), now)
    empty.publish("AB", MONDAY)
    assert empty.document(FRIDAY)["plan"] is None
    assert empty.shown(FRIDAY) == {}
    assert empty.shown(ON_MONDAY) == {"A": "free", "B": "free"}
    assert empty.refusal("A", FRIDAY).code == "not_there_yet"
    assert empty.book("A", ON_MONDAY).state == "confirmed"
    assert empty.near(ON_MONDAY) == [("B", 2.0)]


def test_what_is_shown_as_free_can_be_booked_and_nothing_else(hall: Floor) -> None:
    """The map, the search and the booking judge by one function of time."""
    hall.publish("ACD", MONDAY)
    hall.publish("BCE", WEEK_AFTER)
    starts = [*(AT + n * HOUR for n in (-30, -2, 0, 12)), *(WEEK_AFTER + n * HOUR for n in (-1, 0))]
    for at, hours in product(starts, (1, 3)):
        shown, near = hall.shown(at, hours), dict(hall.near(at, hours))
        free = {name for name, status in shown.items() if status == "free"}
        assert set(near) == free
        booked = {name for name in hall.desks() if can_book(hall, name, at, hours)}
        assert booked == free


def can_book(hall: Floor, name: str, at: datetime, hours: float) -> bool:
    """Whether it could be booked; it is given back."""
    try:
        made = hall.book(name, at, hours)
    except DomainError:
        return False
    bookings.cancel(hall.db, hall.person, made.id, hall.now)
    return True
