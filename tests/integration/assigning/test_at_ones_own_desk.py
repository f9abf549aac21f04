"""Standing before a desk that is assigned to oneself: it is one's own, without a booking."""

from __future__ import annotations

from datetime import timedelta

import pytest

from floorplans.assigning.views import DayState
from floorplans.bookings.views import BookingView
from floorplans.errors import Conflict
from floorplans.policies import service as policies
from floorplans.policies.views import Rule
from floorplans.presence import service as presence
from floorplans.presence.views import Look, Step
from tests.support.assigned import AssignedOffice

HOUR = timedelta(hours=1)
#: It is 09:00 in the office; the working day ends at 18:00.
EVENING = 9 * HOUR


def seen_by_owner(office: AssignedOffice, later: timedelta = timedelta()) -> Look:
    return presence.look(office.db, office.owner, office.desk, office.now + later)


def sit_down(office: AssignedOffice) -> BookingView:
    return presence.take(office.db, office.owner, office.desk, office.now)


def test_ones_own_desk_is_offered_for_check_in_and_no_other(office: AssignedOffice) -> None:
    made = office.assign().assignment
    seen = seen_by_owner(office)
    assert (seen.step, seen.is_own, seen.others) == (Step.OWN, True, ())
    assert seen.until == office.now + EVENING
    assert seen.own is not None
    assert (seen.own.assignment_id, seen.own.on) == (made.id, office.today)


def test_its_owner_checks_in_and_leaves_and_it_stays_theirs(office: AssignedOffice) -> None:
    office.assign()
    made = sit_down(office)
    assert (made.state, made.to_at) == ("checked_in", office.now + EVENING)
    here = seen_by_owner(office, HOUR)
    assert here.step is Step.CHECK_OUT
    assert here.own is not None
    assert here.own.is_theirs
    presence.check_out(office.db, office.owner, made.id, office.now + HOUR)
    assert seen_by_owner(office, HOUR).step is Step.OWN
    assert office.refusal(office.today, begins=12).code == "taken"


def test_on_other_weekdays_it_is_a_desk_like_any_other(office: AssignedOffice) -> None:
    office.assign((office.today.isoweekday() % 7 + 1,))
    seen = seen_by_owner(office)
    assert (seen.step, seen.own) == (Step.TAKE, None)


def test_a_desk_that_was_left_to_others_is_free_to_its_owner_too(office: AssignedOffice) -> None:
    made = office.assign().assignment
    office.release(made.id, office.today)
    seen = seen_by_owner(office)
    assert seen.step is Step.TAKE
    assert seen.own is not None
    assert (seen.own.state, seen.own.is_theirs) == (DayState.RELEASED, False)
    presence.take(office.db, office.colleague, office.desk, office.now)
    assert seen_by_owner(office).step is Step.FIND_OTHER


def test_who_has_booked_elsewhere_brings_that_booking_along(office: AssignedOffice) -> None:
    office.assign()
    elsewhere = office.book(office.today, by=office.owner, space=office.other_desk, begins=10)
    before = office.now + HOUR
    seen = presence.look(office.db, office.owner, office.desk, before)
    assert (seen.step, seen.is_own) == (Step.SIT_HERE, True)
    moved = presence.take(office.db, office.owner, office.desk, before)
    assert (moved.id, moved.space_id) == (elsewhere.id, office.desk)


def test_where_bookings_need_approval_the_owner_is_offered_to_ask(office: AssignedOffice) -> None:
    office.assign()
    rule = Rule("Quiet desks", floor_id=office.floor_id, approval="needed")
    policies.make_rule(office.db, office.staff, rule, office.now)
    seen = seen_by_owner(office)
    assert (seen.step, seen.is_own) == (Step.ASK, True)


def test_others_are_told_that_it_is_assigned_and_led_elsewhere(office: AssignedOffice) -> None:
    office.assign()
    seen = presence.look(office.db, office.colleague, office.desk, office.now)
    assert (seen.step, seen.is_own, seen.own) == (Step.FIND_OTHER, False, None)
    with pytest.raises(Conflict) as no:
        presence.take(office.db, office.colleague, office.desk, office.now)
    assert "is assigned to somebody else today" in no.value.message


def test_a_free_place_is_taken_no_longer_than_until_it_is_anothers(office: AssignedOffice) -> None:
    """A booking that comes along may end on the next day, which is the owner's."""
    tomorrow = office.today + timedelta(days=1)
    made = office.assign((tomorrow.isoweekday(),)).assignment
    assert made.days.weekdays == (tomorrow.isoweekday(),)
    midnight = office.day(tomorrow).from_at
    late = midnight - HOUR
    night = (late, midnight + 2 * HOUR)
    booked = office.book_hours(*night, space=office.other_desk)
    seen = presence.look(office.db, office.colleague, office.desk, late)
    assert (seen.step, seen.until) == (Step.SIT_HERE, midnight)
    moved = presence.take(office.db, office.colleague, office.desk, late)
    assert (moved.id, moved.to_at) == (booked.id, midnight)
