"""An assignment belongs to the place, not to a drawing: it outlives new plans of its floor."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from shapely import box
from sqlalchemy import text

from floorplans.actor import Actor, Role
from floorplans.assigning import service
from floorplans.assigning.views import AssignmentView, DayState, OwnAssignment
from floorplans.database import Database
from floorplans.errors import NotFound
from floorplans.places import service as places
from floorplans.presence import service as presence
from floorplans.presence.views import Step
from tests.support.assigned import AssignedOffice
from tests.support.drafts import make_draft, make_draft_desk, make_draft_room, publish_draft
from tests.support.factories import make_floor, make_organisation, make_person

MONDAY = date(2026, 11, 23)
DAY = timedelta(days=1)
BOTH = {"1": 2.0, "2": 8.0}
MOVED = {"1": 30.0, "2": 8.0}
WITHOUT = {"2": 8.0}
_WHERE = text("""
SELECT ST_Distance(ST_Centroid(h.geom), ST_Centroid(o.geom)) AS apart_m
FROM space_shape h JOIN space_shape o ON o.space_id = :other AND o.is_live
WHERE h.space_id = :space AND h.is_live
""")


@pytest.fixture
def drawn(db: Database, now: datetime) -> AssignedOffice:
    """As ``office``, on a floor that was drawn: desks 1 and 2 six metres apart."""
    organisation_id = make_organisation(db)
    staff = make_person(db, organisation_id, role=Role.FACILITY)
    owner = make_person(db, organisation_id, name="Ann Owner")
    floor_id = make_floor(db, staff)
    draw(db, now, staff, floor_id, BOTH)
    desks = {space.name: space.id for space in places.spaces(db, staff, floor_id)}
    colleague, zone = make_person(db, organisation_id), ZoneInfo("Europe/Amsterdam")
    return AssignedOffice(db, now, zone, owner, colleague, staff, floor_id, desks["1"], desks["2"])


def draw(
    db: Database, now: datetime, staff: Actor, floor_id: UUID, desks: dict[str, float]
) -> None:
    """Publish a plan with these desks, each so many metres from the western wall."""
    plan = make_draft(
        rooms=[make_draft_room("1.01", "Open", polygon=box(0, 0, 60, 12))],
        desks=[make_draft_desk(label, x, 2) for label, x in desks.items()],
    )
    publish_draft(db, staff, floor_id, plan, now)


def redraw(office: AssignedOffice, desks: dict[str, float]) -> None:
    draw(office.db, office.now, office.staff, office.floor_id, desks)


def mine(office: AssignedOffice) -> OwnAssignment:
    (own,) = service.mine(office.db, office.owner, office.now)
    return own


def told_to_staff(office: AssignedOffice) -> AssignmentView:
    (own,) = service.assignments(
        office.db, office.staff, office.now, floor_id=office.floor_id, space_id=office.desk
    )
    return own


def state_on(office: AssignedOffice, on: date) -> DayState:
    return next(each.state for each in mine(office).days if each.on == on)


def metres_apart(office: AssignedOffice) -> float:
    """How far the desk stands from the other one on the plan in force."""
    with office.db.transaction(office.owner.organisation_id) as tx:
        values = {"space": office.desk, "other": office.other_desk}
        return float(tx.execute(_WHERE, values).scalar_one())


def test_a_desk_that_a_new_plan_moves_stays_its_persons(drawn: AssignedOffice) -> None:
    made = drawn.assign().assignment
    assert metres_apart(drawn) == pytest.approx(6, abs=0.1)
    redraw(drawn, MOVED)
    assert metres_apart(drawn) == pytest.approx(22, abs=0.1)
    assert mine(drawn).assignment == made
    assert drawn.refusal(MONDAY).code == "taken"
    assert drawn.entry(drawn.hours(MONDAY), drawn.owner)["is_mine"]


def test_days_that_were_released_or_taken_stay_so_on_a_new_plan(drawn: AssignedOffice) -> None:
    made = drawn.assign().assignment
    drawn.release(made.id, MONDAY, MONDAY + DAY)
    booked = drawn.book(MONDAY)
    redraw(drawn, MOVED)
    assert state_on(drawn, MONDAY) is DayState.TAKEN
    assert state_on(drawn, MONDAY + DAY) is DayState.RELEASED
    assert booked.space_id == drawn.desk
    assert drawn.take_back(made.id, MONDAY, MONDAY + DAY) == (MONDAY + DAY,)


def test_owner_and_staff_are_told_when_a_plan_does_not_have_the_desk(
    drawn: AssignedOffice,
) -> None:
    made = drawn.assign().assignment
    redraw(drawn, WITHOUT)
    assert not mine(drawn).assignment.is_there
    told = told_to_staff(drawn)
    assert (told.id, told.is_there, told.days) == (made.id, False, made.days)
    seen = presence.look(drawn.db, drawn.owner, drawn.desk, drawn.now)
    assert (seen.step, seen.place.is_there) == (Step.FIND_OTHER, False)
    # They book another place like everybody.
    assert drawn.book(MONDAY, by=drawn.owner, space=drawn.other_desk)


def test_a_desk_that_is_gone_is_assigned_to_nobody_else(drawn: AssignedOffice) -> None:
    drawn.assign((1,))
    redraw(drawn, WITHOUT)
    with pytest.raises(NotFound) as no:
        drawn.assign((2,), to=drawn.colleague)
    assert no.value.code == "space_not_found"


def test_nothing_is_lost_when_a_later_plan_has_the_desk_again(drawn: AssignedOffice) -> None:
    made = drawn.assign().assignment
    drawn.release(made.id, MONDAY)
    redraw(drawn, WITHOUT)
    # What is said of days meanwhile counts too.
    drawn.release(made.id, MONDAY + DAY)
    redraw(drawn, BOTH)
    assert mine(drawn).assignment == made
    assert drawn.refusal(MONDAY + 2 * DAY).code == "taken"
    assert drawn.book(MONDAY)
    assert drawn.book(MONDAY + DAY)


def test_an_assignment_is_ended_while_its_desk_is_gone(drawn: AssignedOffice) -> None:
    made = drawn.assign().assignment
    redraw(drawn, WITHOUT)
    service.end(drawn.db, drawn.staff, made.id, drawn.now)
    redraw(drawn, BOTH)
    assert service.mine(drawn.db, drawn.owner, drawn.now) == []
    assert drawn.book(MONDAY)
