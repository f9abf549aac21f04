"""Many people report, add to and end faults at one moment."""

from __future__ import annotations

from datetime import datetime

from floorplans.actor import Role
from floorplans.database import Database
from floorplans.mending import rules
from floorplans.mending import service as mending
from floorplans.mending.views import ReportRequest, What
from tests.support.factories import make_floor, make_organisation, make_person, make_space
from tests.support.faults import make_fault
from tests.support.races import together

AT_ONCE = 12


def test_a_press_that_is_sent_many_times_reports_once(cloned_db: Database, now: datetime) -> None:
    db = cloned_db
    person = make_person(db, make_organisation(db), role=Role.FACILITY)
    desk = make_space(db, person, make_floor(db, person))
    asked = ReportRequest(desk, What.DIRTY, key="one press")
    told = together([lambda: mending.report(db, person, asked, now)] * AT_ONCE)
    assert told == {"ok": AT_ONCE}
    assert [fault.reports for fault in mending.at_space(db, person, desk)] == [1]


def test_nobody_gets_past_their_limit_by_being_quick(cloned_db: Database, now: datetime) -> None:
    db = cloned_db
    person = make_person(db, make_organisation(db), role=Role.FACILITY)
    floor = make_floor(db, person)
    desks = [make_space(db, person, floor, x=2.0 * n) for n in range(AT_ONCE)]
    for n in range(rules.MOST_OF_PERSON - 2):
        make_fault(db, person, desks[n % AT_ONCE], now)
    told = together([lambda desk=desk: make_fault(db, person, desk, now) for desk in desks])
    assert told == {"ok": 2, "too_many_reports": AT_ONCE - 2}


def test_who_adds_to_what_is_done_in_this_moment_is_told_so(
    cloned_db: Database, now: datetime
) -> None:
    db, organisation = cloned_db, make_organisation(cloned_db)
    staff = make_person(db, organisation, role=Role.FACILITY)
    crowd = [make_person(db, organisation) for _ in range(AT_ONCE)]
    fault = make_fault(db, crowd[0], make_space(db, staff, make_floor(db, staff)), now)
    adding = [lambda one=one: mending.same_here(db, one, fault, now) for one in crowd[1:]]
    told = together([*adding, lambda: mending.finish(db, staff, fault, None, now)])
    assert set(told) <= {"ok", "fault_done"}
    (done,) = mending.done_faults(db, staff)
    # All but the end itself; nobody is remembered who came after it.
    assert done.fault.reports == told["ok"]
    assert done.reporters == ()
