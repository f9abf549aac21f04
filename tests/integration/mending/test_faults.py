"""Faults at places: what becomes of a report, and of the name of who made it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text

from floorplans.errors import Conflict, Forbidden, NotFound, Refused
from floorplans.mending import rules
from floorplans.mending import service as mending
from floorplans.mending.views import ReportRequest, What
from tests.support.factories import make_person
from tests.support.faults import make_fault

MINUTE = timedelta(minutes=1)


@pytest.fixture
def fault_id(db, world, now):
    return make_fault(db, world.employee, world.desks[0], now)


def names_kept(db, world):
    with db.transaction(world.employee.organisation_id) as tx:
        return tx.execute(text("SELECT count(*) FROM fault_report")).scalar_one()


def test_a_fault_is_told_at_its_place_and_at_no_other(db, world, now, fault_id):
    (found,) = mending.at_space(db, world.admin, world.desks[0])
    assert (found.id, found.words, found.reports) == (
        fault_id,
        "Equipment broken: the left screen",
        1,
    )
    assert not found.is_mine
    assert mending.at_space(db, world.employee, world.desks[0])[0].is_mine
    assert mending.at_space(db, world.employee, world.desks[1]) == []


def test_the_same_request_again_is_the_same_fault(db, world, now):
    asked = ReportRequest(world.desks[0], What.MISSING, "a chair", key="k1")
    first = mending.report(db, world.employee, asked, now)
    assert mending.report(db, world.employee, asked, now + MINUTE) == first
    with pytest.raises(Conflict, match="idempotency_key_reused"):
        mending.report(db, world.employee, replace(asked, note="a lamp"), now)
    # The key of somebody else is another one.
    assert mending.report(db, world.facility, asked, now).id != first.id
    assert len(mending.at_space(db, world.employee, world.desks[0])) == 2


def test_a_repeated_request_after_it_was_done_reports_nothing_anew(db, world, now):
    asked = ReportRequest(world.desks[0], What.MISSING, "a chair", key="k1")
    first = mending.report(db, world.employee, asked, now)
    mending.finish(db, world.facility, first.id, None, now)
    assert mending.report(db, world.employee, asked, now + MINUTE).done_at is not None
    assert mending.at_space(db, world.employee, world.desks[0]) == []


def test_who_finds_the_same_adds_to_it_once(db, world, now, fault_id):
    for _ in range(2):
        assert mending.same_here(db, world.admin, fault_id, now).reports == 2
    # Who reported it has said so.
    assert mending.same_here(db, world.employee, fault_id, now).reports == 2
    (told,) = mending.open_faults(db, world.facility)
    assert sorted(told.reporters) == sorted([world.employee.name, world.admin.name])


def test_what_is_done_takes_nothing_more(db, world, now, fault_id):
    mending.finish(db, world.facility, fault_id, "  A new screen\n", now + MINUTE)
    with pytest.raises(Conflict, match="fault_done"):
        mending.same_here(db, world.admin, fault_id, now)
    again = mending.finish(db, world.facility, fault_id, "Something else", now + 2 * MINUTE)
    assert (again.word, again.fault.done_at) == ("A new screen", now + MINUTE)


def test_names_are_forgotten_when_it_is_done(db, world, now, fault_id):
    mending.same_here(db, world.admin, fault_id, now)
    assert names_kept(db, world) == 2
    mending.finish(db, world.facility, fault_id, None, now)
    assert names_kept(db, world) == 0
    (done,) = mending.done_faults(db, world.facility)
    assert (done.reporters, done.fault.reports) == ((), 2)
    assert mending.open_faults(db, world.facility) == []


def test_the_name_of_who_leaves_is_forgotten_and_the_fault_stays(db, world, now, fault_id):
    mending.forget_person(db, world.employee)
    (told,) = mending.open_faults(db, world.facility)
    assert (told.fault.id, told.reporters) == (fault_id, ())


def test_a_person_reports_no_more_than_so_many_at_once(db, world, now):
    for _ in range(rules.MOST_AT_PLACE):
        make_fault(db, world.employee, world.desks[0], now)
    with pytest.raises(Refused, match="enough_reported"):
        make_fault(db, world.admin, world.desks[0], now)
    last = [
        make_fault(db, world.employee, world.desks[1], now)
        for _ in range(rules.MOST_OF_PERSON - rules.MOST_AT_PLACE)
    ][-1]
    with pytest.raises(Refused, match="too_many_reports"):
        make_fault(db, world.employee, world.desks[2], now)
    assert mending.at_space(db, world.employee, world.desks[2]) == []
    other = make_fault(db, world.admin, world.desks[2], now)
    with pytest.raises(Refused, match="too_many_reports"):
        mending.same_here(db, world.employee, other, now)
    assert mending.at_space(db, world.employee, world.desks[2])[0].reports == 1
    # What is done counts no longer.
    mending.finish(db, world.facility, last, None, now)
    assert mending.same_here(db, world.employee, other, now).is_mine


def test_staff_see_the_newest_of_a_floor_first(db, world, now):
    older = make_fault(db, world.employee, world.desks[0], now)
    newer = make_fault(db, world.employee, world.desks[1], now + MINUTE)
    assert [each.fault.id for each in mending.open_faults(db, world.facility)] == [newer, older]
    assert mending.count_open(db, world.facility) == 2


def test_only_staff_see_who_reported_and_say_that_it_is_done(db, world, now, fault_id):
    for asked in (
        lambda: mending.open_faults(db, world.employee),
        lambda: mending.done_faults(db, world.employee),
        lambda: mending.count_open(db, world.employee),
        lambda: mending.finish(db, world.employee, fault_id, None, now),
    ):
        with pytest.raises(Forbidden):
            asked()


def test_another_organisation_sees_and_changes_nothing(db, world, now, fault_id):
    assert mending.open_faults(db, world.stranger) == []
    for asked in (
        lambda: mending.at_space(db, world.stranger, world.desks[0]),
        lambda: make_fault(db, world.stranger, world.desks[0], now),
        lambda: mending.same_here(db, world.stranger, fault_id, now),
        lambda: mending.finish(db, world.stranger, fault_id, None, now),
        lambda: mending.same_here(db, world.employee, uuid4(), now),
    ):
        with pytest.raises(NotFound):
            asked()
    assert mending.open_faults(db, world.facility)[0].fault.reports == 1


def test_what_was_done_long_ago_is_deleted_and_what_is_open_is_not(db, world, now, fault_id):
    done = make_fault(db, world.employee, world.desks[1], now)
    mending.finish(db, world.facility, done, None, now)
    assert mending.forget_done(db, now + rules.KEPT) == 0
    assert mending.forget_done(db, now + rules.KEPT + MINUTE) == 1
    assert mending.done_faults(db, world.facility) == []
    assert len(mending.open_faults(db, world.facility)) == 1


def test_no_table_of_faults_has_a_position(db, world):
    columns = text(
        "SELECT column_name FROM information_schema.columns WHERE table_name LIKE 'fault%'"
        " AND (udt_name = 'geometry' OR column_name ~ 'lat|lon|position')"
    )
    with db.transaction(world.employee.organisation_id) as tx:
        assert tx.execute(columns).all() == []


def test_somebody_of_the_organisation_who_has_reported_nothing_is_told_of_nobody(db, world, now):
    make_fault(db, world.employee, world.desks[0], now)
    onlooker = make_person(db, world.employee.organisation_id)
    assert world.employee.name not in repr(mending.at_space(db, onlooker, world.desks[0]))
