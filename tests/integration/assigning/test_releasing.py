"""Days that an owner leaves to others, by a word or by being away, and has back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from floorplans.assigning import service
from floorplans.assigning.views import Span
from floorplans.errors import Conflict, Invalid, NotFound, Refused
from tests.support.assigned import AssignedOffice

THURSDAY, MONDAY = date(2026, 11, 19), date(2026, 11, 23)
DAY = timedelta(days=1)


def test_a_released_day_is_for_everybody_and_no_other_is(office: AssignedOffice) -> None:
    made = office.assign().assignment
    assert office.release(made.id, MONDAY) == (MONDAY,)
    assert office.book(MONDAY)
    assert office.refusal(MONDAY + DAY).code == "taken"
    assert office.refusal(MONDAY - DAY).code == "taken"


def test_a_released_day_that_nobody_took_comes_back(office: AssignedOffice) -> None:
    made = office.assign().assignment
    office.release(made.id, MONDAY, MONDAY + DAY)
    assert office.take_back(made.id, MONDAY) == (MONDAY,)
    assert office.refusal(MONDAY).code == "taken"
    assert office.book(MONDAY + DAY)


def test_a_released_day_that_was_taken_stays_with_whoever_took_it(office: AssignedOffice) -> None:
    made = office.assign().assignment
    office.release(made.id, MONDAY, MONDAY + DAY)
    office.book(MONDAY, begins=9, ends=10)
    with pytest.raises(Conflict) as no:
        office.take_back(made.id, MONDAY)
    assert no.value.code == "day_taken"
    assert office.take_back(made.id, MONDAY, MONDAY + DAY) == (MONDAY + DAY,)
    # The afternoon of the day is still for everybody.
    assert office.book(MONDAY, begins=13, ends=14)


def test_no_statement_takes_back_a_day_that_was_taken(office: AssignedOffice) -> None:
    made = office.assign().assignment
    office.release(made.id, MONDAY)
    office.book(MONDAY)
    for statement in ("DELETE FROM assigned_day", "UPDATE assigned_day SET is_released = false"):
        with (
            pytest.raises(IntegrityError, match="somebody has taken"),
            office.db.transaction(office.owner.organisation_id) as tx,
        ):
            tx.exec_driver_sql(statement)


def test_what_is_released_are_days_of_the_assignment_to_come(office: AssignedOffice) -> None:
    made = office.assign((1, 2)).assignment
    assert office.release(made.id, MONDAY - 7 * DAY, MONDAY + 2 * DAY) == (MONDAY, MONDAY + DAY)
    for wrong, span in (
        (Refused, Span(THURSDAY, THURSDAY)),
        (Refused, Span(MONDAY - 14 * DAY, MONDAY - 7 * DAY)),
        (Refused, Span(MONDAY, MONDAY + 400 * DAY)),
        (Invalid, Span(MONDAY, MONDAY - DAY)),
    ):
        with pytest.raises(wrong):
            service.release(office.db, office.owner, made.id, span, office.now)


def test_a_colleague_releases_nothing_and_facility_staff_may(office: AssignedOffice) -> None:
    made = office.assign().assignment
    span = Span(MONDAY, MONDAY)
    with pytest.raises(NotFound):
        service.release(office.db, office.colleague, made.id, span, office.now)
    with pytest.raises(NotFound):
        service.take_back(office.db, office.colleague, made.id, span, office.now)
    assert service.release(office.db, office.staff, made.id, span, office.now) == (MONDAY,)


def test_who_is_away_leaves_the_desk_to_others(office: AssignedOffice) -> None:
    office.assign()
    office.away(MONDAY, MONDAY + 4 * DAY)
    assert office.book(MONDAY + 4 * DAY)
    assert office.refusal(MONDAY + 5 * DAY).code == "taken"


def test_an_absence_that_was_there_before_the_assignment_counts(office: AssignedOffice) -> None:
    office.away(MONDAY)
    office.assign()
    assert office.book(MONDAY)


def test_who_comes_on_a_day_of_leave_has_the_desk(office: AssignedOffice) -> None:
    made = office.assign().assignment
    office.away(MONDAY, MONDAY + 4 * DAY)
    assert office.take_back(made.id, MONDAY + DAY) == (MONDAY + DAY,)
    assert office.refusal(MONDAY + DAY).code == "taken"
    assert office.book(MONDAY)
    # And leaves it again.
    office.release(made.id, MONDAY + DAY)
    assert office.book(MONDAY + DAY)


def test_an_absence_that_ends_leaves_taken_days_with_whoever_took_them(
    office: AssignedOffice,
) -> None:
    made = office.assign().assignment
    absence = office.away(MONDAY, MONDAY + 4 * DAY)
    office.book(MONDAY + DAY, begins=9, ends=10)
    assert service.remove_absence(office.db, office.owner, absence, office.now) == 1
    assert office.refusal(MONDAY).code == "taken"
    assert office.book(MONDAY + DAY, begins=13, ends=14)
    with pytest.raises(Conflict):
        office.take_back(made.id, MONDAY + DAY)


def test_an_absence_that_is_said_twice_is_one(office: AssignedOffice) -> None:
    assert office.away(MONDAY) == office.away(MONDAY)
    assert office.away(MONDAY, MONDAY + DAY) != office.away(MONDAY)
    assert len(service.absences(office.db, office.owner, office.now)) == 2


def test_an_absence_that_runs_ends_today(office: AssignedOffice) -> None:
    office.assign()
    absence = office.away(office.today - 3 * DAY, MONDAY)
    service.remove_absence(office.db, office.owner, absence, office.now)
    assert service.absences(office.db, office.owner, office.now) == []
    assert office.refusal(office.today, begins=12).code == "taken"


def test_absences_are_ones_own_affair_and_facility_staffs(office: AssignedOffice) -> None:
    absence = office.away(MONDAY)
    with pytest.raises(NotFound):
        service.remove_absence(office.db, office.colleague, absence, office.now)
    with pytest.raises(NotFound):
        service.absences(office.db, office.colleague, office.now, person_id=office.owner.person_id)
    (told,) = service.absences(
        office.db, office.staff, office.now, person_id=office.owner.person_id
    )
    assert (told.from_on, told.to_on) == (MONDAY, MONDAY)
