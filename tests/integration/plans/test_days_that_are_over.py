"""Days that are over are shown on the plan that was in force then, with its spaces."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from shapely import box
from sqlalchemy import text

from floorplans.closing.service import close_place
from floorplans.closing.views import ClosureRequest
from floorplans.errors import Refused
from floorplans.places import service as places
from floorplans.plans import service as plans
from floorplans.plans.editing.actions import At, Change
from importers.draft import DraftZone
from tests.support.dated import AT, DAY, HOUR, MONDAY, WEEK_AFTER, Floor
from tests.support.drafts import make_draft, make_draft_desk, stage_draft

#: Hours of the Thursday and Friday that begin after the hall was first published.
THURSDAY = AT - 4 * DAY + 10 * HOUR
FRIDAY = THURSDAY + DAY


def at(hall: Floor, days: float = 0, hours: float = 0) -> Floor:
    """The same floor, some time later."""
    return replace(hall, now=hall.now + days * DAY + hours * HOUR)


def digests(hall: Floor) -> list[tuple[str, str | None]]:
    found = places.floor(hall.db, hall.person, hall.id).plans
    return [(plan.map_digest, plan.to_at.isoformat() if plan.to_at else None) for plan in found]


def test_a_day_that_is_over_shows_the_plan_and_the_desks_of_then(hall: Floor) -> None:
    thursday = hall.book("B", THURSDAY)
    first = hall.document(THURSDAY)["plan"]["digest"]
    then = at(hall, days=2)
    report = then.put(then.stage("AC"))
    later = at(hall, days=5)
    assert later.document(THURSDAY)["plan"] == {
        "digest": first,
        "from": hall.now.isoformat(),
        "until": then.now.isoformat(),
    }
    assert later.shown(THURSDAY) == {"A": "free", "B": "yours"}
    assert later.state(thursday) == "confirmed"
    over = later.now - HOUR
    assert later.document(over)["plan"]["digest"] == report.map_digest
    assert later.shown(over) == {"A": "free", "C": "free"}
    assert plans.map_document(hall.db, hall.person, hall.id, first)


def test_before_the_first_plan_there_is_nothing_and_that_is_told(hall: Floor) -> None:
    document = hall.document(hall.now - DAY)
    assert (document["plan"], document["spaces"]) == (None, [])
    assert places.floor(hall.db, hall.person, hall.id).plan_at(hall.now - DAY) is None


def test_desks_are_told_as_the_plan_of_then_had_them(hall: Floor) -> None:
    then = at(hall, days=2)
    desks = [make_draft_desk("A", 2, 2), make_draft_desk("B", 4, 2)]
    made = stage_draft(hall.db, hall.staff, hall.id, make_draft(desks=desks), then.now)
    not_bookable = Change((At("desk", 4, 2),), bookable=False)
    plans.edit(hall.db, hall.staff, made, not_bookable, 0, then.now)
    then.put(made)
    later = at(hall, days=5)
    assert later.shown(THURSDAY) == {"A": "free", "B": "free"}
    assert later.shown(later.now) == {"A": "free"}


def test_a_plan_that_came_back_is_shown_whenever_it_was_in_force(hall: Floor) -> None:
    first = places.floor(hall.db, hall.staff, hall.id).revision_id
    assert first is not None
    at(hall, days=1).publish("BC")
    plans.bring_back(hall.db, hall.staff, first, at(hall, days=2).now)
    later = at(hall, days=9)
    days = [set(later.shown(hall.now + n * DAY + HOUR)) for n in range(4)]
    assert days == [{"A", "B"}, {"B", "C"}, {"A", "B"}, {"A", "B"}]
    told = digests(later)
    assert [until for _, until in told] == [
        (hall.now + DAY).isoformat(),
        (hall.now + 2 * DAY).isoformat(),
        None,
    ]
    assert told[0][0] == told[2][0]


def test_hours_that_run_are_shown_on_the_plan_that_was_just_published(hall: Floor) -> None:
    morning = at(hall, days=1)
    noon = at(hall, days=1, hours=4)
    assert morning.shown(morning.now, 8) == {"A": "free", "B": "free"}
    noon.publish("AC")
    assert noon.shown(morning.now, 8) == {"A": "free", "C": "free"}
    evening = at(hall, days=1, hours=12)
    assert evening.shown(morning.now, 8) == {"A": "free", "B": "closed"}


def test_what_is_over_cannot_be_booked(hall: Floor) -> None:
    at(hall, days=2).publish("AC")
    later = at(hall, days=5)
    assert later.shown(THURSDAY)["B"] == "free"
    with pytest.raises(Refused) as refused:
        later.book("B", THURSDAY)
    assert refused.value.code == "in_the_past"


@pytest.mark.parametrize("tidied", [False, True])
def test_after_a_date_days_before_it_show_the_plan_before(hall: Floor, tidied: bool) -> None:
    hall.publish("AC", MONDAY)
    hall.publish("ACD", WEEK_AFTER)
    late = replace(hall, now=WEEK_AFTER + DAY)
    if tidied:
        taken = plans.take_over_all(hall.db, hall.staff.organisation_id, late.now)
        assert taken == 2
        assert plans.next_date(hall.db, hall.staff.organisation_id) is None
    days = [FRIDAY, AT + HOUR, WEEK_AFTER + HOUR, late.now + HOUR]
    assert [set(late.shown(each)) for each in days] == [
        {"A", "B"},
        {"A", "C"},
        {"A", "C", "D"},
        {"A", "C", "D"},
    ]
    assert late.shown(AT - HOUR, 2) == {"A": "free", "B": "closed"}


def test_while_hours_run_nobody_sees_the_plan_before_the_date(hall: Floor) -> None:
    hall.publish("AC", MONDAY)
    before = replace(hall, now=AT - timedelta(minutes=1))
    after = replace(hall, now=AT + timedelta(minutes=1))
    assert before.shown(AT - HOUR, 3) == {"A": "free", "B": "closed"}
    assert after.shown(AT - HOUR, 3) == {"A": "free", "C": "free"}


def test_a_closure_that_is_over_closed_the_desks_of_then(hall: Floor) -> None:
    zone = DraftZone("East", box(0, 0, 5, 12), "Z", None)
    desks = [make_draft_desk("A", 2, 2), make_draft_desk("B", 4, 2)]
    then = at(hall, hours=1)
    made = make_draft(desks=desks, zones=[zone])
    then.put(stage_draft(hall.db, hall.staff, hall.id, made, then.now))
    with hall.db.transaction(hall.staff.organisation_id) as tx:
        zone_id = tx.execute(text("SELECT id FROM zone WHERE floor_id = :f"), {"f": hall.id})
        east = zone_id.scalar_one()
    closing = ClosureRequest(hall.id, then.now, then.now + 9 * DAY, "paint", zone_id=east)
    close_place(hall.db, hall.staff, closing, then.now)
    moved = make_draft(desks=[make_draft_desk("A", 2, 2), make_draft_desk("C", 9, 2)], zones=[zone])
    next_day = at(hall, days=2)
    next_day.put(stage_draft(hall.db, hall.staff, hall.id, moved, next_day.now))
    later = at(hall, days=5)
    assert later.shown(THURSDAY) == {"A": "closed", "B": "closed"}
    assert later.shown(later.now) == {"A": "closed", "C": "free"}
