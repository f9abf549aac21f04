"""Setting the dates of plans and cancelling them, several of them, and after they have come."""

from __future__ import annotations

from datetime import timedelta

import pytest

from floorplans.bookings import service as bookings
from floorplans.errors import Conflict, NotFound, Refused
from floorplans.places import service as places
from floorplans.plans import service as plans
from tests.support.dated import (
    AT,
    DAY,
    FRIDAY,
    HOUR,
    MONDAY,
    NEXT_MONDAY,
    ON_MONDAY,
    WEEK_AFTER,
    Floor,
)
from tests.support.factories import make_organisation, make_person


def test_cancelling_the_date_restores_everything(hall: Floor) -> None:
    beyond = hall.book("B", ON_MONDAY)
    draft = hall.publish("AC", MONDAY)
    new = hall.book("C", ON_MONDAY)
    report = plans.unschedule(hall.db, hall.staff, draft, hall.now)
    assert (report.restored_bookings, report.held_bookings) == (1, 1)
    assert (hall.state(beyond), hall.state(new)) == ("confirmed", "held")
    assert plans.revision(hall.db, hall.staff, draft).state == "draft"
    assert hall.shown(ON_MONDAY) == {"A": "free", "B": "yours"}
    with pytest.raises(NotFound):
        hall.book("C", NEXT_MONDAY)


def test_a_date_that_was_cancelled_can_be_set_again_and_desks_keep_their_ids(hall: Floor) -> None:
    draft = hall.publish("AC", MONDAY)
    known, new = hall.desks(), hall.book("C", NEXT_MONDAY)
    plans.unschedule(hall.db, hall.staff, draft, hall.now)
    assert hall.state(new) == "held"
    hall.put(draft, WEEK_AFTER)
    assert hall.desks() == known
    assert hall.state(new) == "confirmed"
    plans.unschedule(hall.db, hall.staff, draft, hall.now)
    hall.put(draft)
    assert hall.desks() == known
    assert hall.shown(FRIDAY) == {"A": "free", "C": "free"}


def test_a_booking_that_a_plan_takes_the_place_of_again_is_told_once(hall: Floor) -> None:
    hall.book("B", ON_MONDAY)
    draft = hall.publish("AC", MONDAY)
    plans.unschedule(hall.db, hall.staff, draft, hall.now)
    hall.put(draft, MONDAY)
    (told,) = plans.affected(hall.db, hall.staff, draft, hall.now)
    assert (told.space_name, told.state) == ("B", "held")


def test_several_plans_follow_each_other(hall: Floor) -> None:
    first = hall.publish("AC", MONDAY)
    second = hall.stage("BC")
    ahead = plans.preview(hall.db, hall.staff, second, hall.now, effective_from=WEEK_AFTER)
    hall.put(second, WEEK_AFTER)
    assert {c.name: c.change for c in ahead.changes} == {"B": "new", "C": "same", "A": "gone"}
    days = [set(hall.shown(at)) for at in (FRIDAY, ON_MONDAY, NEXT_MONDAY)]
    assert days == [{"A", "B"}, {"A", "C"}, {"B", "C"}]
    assert hall.refusal("B", ON_MONDAY).code == "not_there_yet"
    assert hall.book("B", NEXT_MONDAY).state == "confirmed"
    assert hall.book("C", WEEK_AFTER - HOUR, 2).state == "confirmed"
    assert hall.refusal("A", NEXT_MONDAY).code == "gone_by_then"
    plans.unschedule(hall.db, hall.staff, first, hall.now)
    days = [set(hall.shown(at)) for at in (FRIDAY, ON_MONDAY, NEXT_MONDAY)]
    assert days == [{"A", "B"}, {"A", "B"}, {"B", "C"}]


def test_a_plan_may_come_before_one_that_waits_already(hall: Floor) -> None:
    hall.publish("BC", WEEK_AFTER)
    draft = hall.stage("ACD")
    ahead = plans.preview(hall.db, hall.staff, draft, hall.now, effective_from=MONDAY)
    known = hall.desks()["C"]
    hall.put(draft, MONDAY)
    assert [notice.code for notice in ahead.warnings if notice.code == "LATER_PLAN"]
    assert hall.desks()["C"] == known
    days = [set(hall.shown(at)) for at in (FRIDAY, ON_MONDAY, NEXT_MONDAY)]
    assert days == [{"A", "B"}, {"A", "C", "D"}, {"B", "C"}]


def test_two_plans_never_take_over_at_one_moment(hall: Floor) -> None:
    hall.publish("AC", MONDAY)
    with pytest.raises(Conflict) as clash:
        hall.put(hall.stage("AD"), AT)
    assert clash.value.code == "date_taken"
    assert "Plan 2 takes over on Monday 23 November 2026 already" in clash.value.message


@pytest.mark.parametrize(
    ("after_now", "code"),
    [(timedelta(0), "date_over"), (-DAY, "date_over"), (timedelta(days=4000), "date_too_far")],
)
def test_a_date_that_is_over_or_too_far_is_refused(
    hall: Floor, after_now: timedelta, code: str
) -> None:
    draft = hall.stage("AC")
    with pytest.raises(Refused) as refused:
        hall.put(draft, hall.now + after_now)
    assert refused.value.code == code
    assert plans.revision(hall.db, hall.staff, draft).state == "draft"


def test_a_plan_published_beneath_one_that_waits_holds_until_that_date(hall: Floor) -> None:
    hall.publish("AC", MONDAY)
    friday, monday = hall.book("A", FRIDAY), hall.book("A", ON_MONDAY)
    draft = hall.stage("BC")
    ahead = plans.preview(hall.db, hall.staff, draft, hall.now)
    known = hall.desks()["C"]
    report = hall.put(draft)
    assert hall.desks()["C"] == known  # the desk that only the later plan had
    assert (ahead.held_bookings, report.held_bookings) == (1, 1)
    assert (hall.state(friday), hall.state(monday)) == ("held", "confirmed")
    assert "Plan 2 takes over on Monday 23 November 2026" in report.warnings[-1].message
    assert (set(hall.shown(FRIDAY)), set(hall.shown(ON_MONDAY))) == ({"B", "C"}, {"A", "C"})


def test_an_earlier_plan_that_comes_back_does_so_beneath_the_ones_that_wait(hall: Floor) -> None:
    first = places.floor(hall.db, hall.staff, hall.id).revision_id
    hall.publish("BD")
    hall.publish("AC", MONDAY)
    assert first is not None
    report = plans.bring_back(hall.db, hall.staff, first, hall.now)
    assert [notice.code for notice in report.warnings] == ["LATER_PLAN"]
    assert (set(hall.shown(FRIDAY)), set(hall.shown(ON_MONDAY))) == ({"A", "B"}, {"A", "C"})


def test_a_scheduled_plan_is_neither_edited_nor_put_away_nor_published_again(hall: Floor) -> None:
    draft = hall.publish("AC", MONDAY)
    for act in (
        lambda: plans.discard(hall.db, hall.staff, draft),
        lambda: plans.redraw(hall.db, hall.staff, draft, {}, hall.now),
        lambda: hall.put(draft),
    ):
        with pytest.raises(Conflict) as clash:
            act()
        assert clash.value.code == "plan_scheduled"


def test_a_draft_without_a_date_has_none_to_cancel(hall: Floor) -> None:
    with pytest.raises(Conflict) as clash:
        plans.unschedule(hall.db, hall.staff, hall.stage("AC"), hall.now)
    assert clash.value.code == "plan_not_published"


def everything(hall: Floor) -> list[object]:
    """All that people see and may do from the date on."""
    hours = [(AT, 1), (ON_MONDAY, 1), (ON_MONDAY, 8), (WEEK_AFTER - HOUR, 2), (NEXT_MONDAY, 1)]
    told: list[object] = []
    for at, length in hours:
        document = hall.document(at, length)
        told += [document["spaces"], document["plan"]["digest"], document["plan"]["until"]]
        told.append(hall.near(at, length))
    mine = bookings.my_bookings(hall.db, hall.person, hall.now)
    return [*told, sorted((each.id, each.state, each.space_name) for each in mine)]


def test_tidying_up_after_the_date_changes_nothing_for_anybody(hall: Floor) -> None:
    for name, at in (("B", ON_MONDAY), ("A", NEXT_MONDAY), ("B", FRIDAY)):
        hall.book(name, at)
    hall.publish("AC", MONDAY, A=6.0)
    hall.publish("ACD", WEEK_AFTER)
    hall.book("C", ON_MONDAY)
    before = everything(hall)
    late = AT + 2 * HOUR
    assert plans.take_over(hall.db, hall.staff.organisation_id, hall.id, late) == 1
    assert everything(hall) == before
    assert {space.name for space in places.spaces(hall.db, hall.staff, hall.id)} == {"A", "C"}
    assert plans.take_over(hall.db, hall.staff.organisation_id, hall.id, late) == 0
    states = {p.number: p.state for p in plans.revisions(hall.db, hall.staff, hall.id)}
    assert states == {1: "superseded", 2: "published", 3: "scheduled"}


def test_what_is_published_after_a_date_replaces_the_plan_of_that_date(hall: Floor) -> None:
    draft = hall.publish("AC", MONDAY)
    late = Floor(hall.db, hall.staff, hall.person, hall.id, AT + HOUR)
    with pytest.raises(Conflict) as clash:
        plans.unschedule(hall.db, hall.staff, draft, late.now)
    assert clash.value.code == "already_in_force"
    # Whether it was noted that the date has come or not, the same is said.
    plans.take_over(hall.db, hall.staff.organisation_id, hall.id, late.now)
    with pytest.raises(Conflict) as noted:
        plans.unschedule(hall.db, hall.staff, draft, late.now)
    assert (noted.value.code, noted.value.advice) == (clash.value.code, clash.value.advice)
    next_plan = late.stage("AD")
    ahead = plans.preview(hall.db, hall.staff, next_plan, late.now)
    report = late.put(next_plan)
    assert {c.name: c.change for c in report.changes} == {"A": "same", "C": "gone", "D": "new"}
    assert report.counts == ahead.counts
    states = {p.number: p.state for p in plans.revisions(hall.db, hall.staff, hall.id)}
    assert states == {1: "superseded", 2: "superseded", 3: "published"}


def test_another_organisation_can_neither_see_nor_cancel_a_date(hall: Floor) -> None:
    draft = hall.publish("AC", MONDAY)
    stranger = make_person(hall.db, make_organisation(hall.db), role=hall.staff.role)
    with pytest.raises(NotFound):
        plans.unschedule(hall.db, stranger, draft, hall.now)
