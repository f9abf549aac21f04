"""A desk that is somebody's own: who may book it, and what stands in its days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from floorplans.assigning import service
from floorplans.assigning.views import AssignmentRequest, Days, DayState
from floorplans.bookings import service as bookings
from floorplans.bookings.views import BookingChange
from floorplans.database import Database
from floorplans.errors import Conflict, Forbidden, Invalid, NotFound, Refused
from tests.support.assigned import EVERY_DAY, AssignedOffice
from tests.support.factories import make_booking, make_person

WEDNESDAY, THURSDAY, MONDAY = date(2026, 11, 18), date(2026, 11, 19), date(2026, 11, 23)
DAY = timedelta(days=1)


def test_an_assigned_desk_is_booked_by_nobody_else_on_its_weekdays(office: AssignedOffice) -> None:
    office.assign((1, 3))
    assert office.refusal(MONDAY).code == "taken"
    assert office.book(THURSDAY).space_id == office.desk


def test_a_refusal_says_that_the_desk_is_assigned_and_offers_another(
    office: AssignedOffice,
) -> None:
    office.assign((1, 3))
    no = office.refusal(MONDAY)
    assert "assigned to somebody on Monday 23 November 2026" in no.message
    assert [each["space_id"] for each in no.fields["alternatives"]] == [str(office.other_desk)]
    assert no.fields["assigned"]["who"] is None


def test_its_owner_may_book_it_as_well(office: AssignedOffice) -> None:
    office.assign()
    assert office.book(MONDAY, by=office.owner).is_mine


def test_a_booking_over_midnight_meets_the_assigned_day(office: AssignedOffice) -> None:
    office.assign((1,))
    evening = office.hours(MONDAY - DAY, 22, 23)
    make_booking(office.db, office.colleague, office.desk, evening.from_at, evening.to_at)
    late, early = office.hours(MONDAY - DAY, 23), office.hours(MONDAY, 1)
    with pytest.raises(IntegrityError, match="assigned to somebody else"):
        make_booking(office.db, office.colleague, office.desk, late.from_at, early.from_at)


def test_no_statement_books_past_an_assignment(office: AssignedOffice) -> None:
    office.assign()
    window = office.hours(MONDAY)
    with pytest.raises(IntegrityError, match="assigned to somebody else"):
        make_booking(office.db, office.colleague, office.desk, window.from_at, window.to_at)


def test_a_booking_is_not_moved_to_an_assigned_desk(office: AssignedOffice) -> None:
    office.assign()
    booked = office.book(MONDAY, space=office.other_desk)
    wanted = BookingChange(space_id=office.desk)
    with pytest.raises(Conflict) as no:
        bookings.change(office.db, office.colleague, booked.id, wanted, office.now)
    assert no.value.code == "taken"


def test_bookings_that_were_there_before_are_shown_and_kept(office: AssignedOffice) -> None:
    before = office.book(MONDAY)
    made = office.assign()
    assert [each.booking_id for each in made.standing] == [before.id]
    shorter = BookingChange(to_at=before.to_at - timedelta(hours=2))
    bookings.change(office.db, office.colleague, before.id, shorter, office.now)
    longer = BookingChange(to_at=before.to_at + timedelta(hours=1))
    with pytest.raises(Conflict):
        bookings.change(office.db, office.colleague, before.id, longer, office.now)


def test_a_look_first_tells_who_has_booked_and_changes_nothing(office: AssignedOffice) -> None:
    office.book(MONDAY)
    looked = office.assign(dry_run=True)
    assert len(looked.standing) == 1
    assert service.assignments(office.db, office.staff, office.now) == []
    assert office.book(THURSDAY)


def test_two_people_share_a_desk_by_weekday(office: AssignedOffice) -> None:
    office.assign((1, 2))
    office.assign((3, 4), to=office.colleague)
    assert office.refusal(THURSDAY, by=office.owner).code == "taken"
    assert office.refusal(MONDAY).code == "taken"


@pytest.mark.parametrize(
    ("weekdays", "from_on", "to_on"),
    [((2, 3), MONDAY, None), ((1,), MONDAY, MONDAY), (EVERY_DAY, WEDNESDAY, MONDAY + 30 * DAY)],
)
def test_two_assignments_of_a_desk_never_meet_in_weekday_and_date(
    office: AssignedOffice, weekdays: tuple[int, ...], from_on: date, to_on: date | None
) -> None:
    office.assign((1, 3), from_on=MONDAY)
    with pytest.raises(Conflict) as no:
        office.assign(weekdays, to=office.colleague, from_on=from_on, to_on=to_on)
    assert no.value.code == "already_assigned"


def test_one_after_the_other_is_no_clash(office: AssignedOffice) -> None:
    office.assign(to_on=MONDAY)
    office.assign(to=office.colleague, from_on=MONDAY + DAY)
    assert office.refusal(MONDAY + DAY, by=office.owner).code == "taken"


def test_other_weekdays_and_dates_take_the_place_of_the_old(office: AssignedOffice) -> None:
    made = office.assign((1,)).assignment
    days = Days((4,), WEDNESDAY, MONDAY)
    changed = service.change(office.db, office.staff, made.id, days, office.now)
    assert changed.assignment.days == Days((4,), WEDNESDAY, MONDAY)
    assert office.book(MONDAY)
    assert office.refusal(THURSDAY).code == "taken"


def test_an_assignment_that_ended_today_leaves_the_desk_to_all(office: AssignedOffice) -> None:
    made = office.assign(from_on=WEDNESDAY - 7 * DAY).assignment
    service.end(office.db, office.staff, made.id, office.now)
    assert office.book(WEDNESDAY, begins=12)
    assert service.assignments(office.db, office.staff, office.now) == []


def test_a_desk_of_somebody_who_left_is_free(office: AssignedOffice) -> None:
    office.assign()
    with office.db.transaction(office.owner.organisation_id) as tx:
        tx.exec_driver_sql(
            "UPDATE person SET left_at = now() WHERE id = %s", (office.owner.person_id,)
        )
    assert office.book(MONDAY)


def test_only_facility_staff_assign(office: AssignedOffice) -> None:
    wanted = AssignmentRequest(office.desk, office.owner.email, Days(EVERY_DAY, office.today))
    with pytest.raises(Forbidden):
        service.assign(office.db, office.owner, wanted, office.now)


def test_what_makes_no_sense_is_refused(office: AssignedOffice) -> None:
    for wrong, days in (
        (Invalid, Days((), MONDAY)),
        (Invalid, Days((8,), MONDAY)),
        (Invalid, Days((1,), MONDAY, MONDAY - DAY)),
        (Refused, Days((1,), date(2025, 1, 1), date(2025, 2, 1))),
    ):
        wanted = AssignmentRequest(office.desk, office.owner.email, days)
        with pytest.raises(wrong):
            service.assign(office.db, office.staff, wanted, office.now)
    nobody = AssignmentRequest(office.desk, "nobody@example.test", Days((1,), MONDAY))
    with pytest.raises(NotFound):
        service.assign(office.db, office.staff, nobody, office.now)


def test_a_space_for_several_is_nobodys_own_and_the_other_way_round(
    office: AssignedOffice,
) -> None:
    bookings.set_places(office.db, office.staff, office.other_desk, 3, office.now)
    with pytest.raises(Conflict) as no:
        office.assign(space=office.other_desk)
    assert no.value.code == "space_has_places"
    office.assign()
    with pytest.raises(Conflict) as no:
        bookings.set_places(office.db, office.staff, office.desk, 3, office.now)
    assert no.value.code == "space_assigned"


def test_ones_own_page_tells_of_each_day(office: AssignedOffice, db: Database) -> None:
    third = make_person(db, office.owner.organisation_id)
    before = office.book(MONDAY, by=third)
    made = office.assign((1, 3, 4)).assignment
    office.release(made.id, THURSDAY)
    office.book(THURSDAY)
    office.away(MONDAY + 2 * DAY)
    (own,) = service.mine(db, office.owner, office.now)
    assert [(each.on, each.state) for each in own.days][:4] == [
        (WEDNESDAY, DayState.OWN),
        (THURSDAY, DayState.TAKEN),
        (MONDAY, DayState.BOOKED_BEFORE),
        (MONDAY + 2 * DAY, DayState.AWAY),
    ]
    assert before.space_id == office.desk
    assert service.mine(db, third, office.now) == []
