"""Booking, changing and limits of one person, judged by rules on what is so under the lock."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from floorplans.actor import Actor
from floorplans.bookings import service as bookings
from floorplans.bookings.known import KnownSpaces
from floorplans.bookings.views import BookingChange, BookingRequest
from floorplans.policies import service as policies
from floorplans.policies.terms import Mode
from floorplans.policies.views import OpenHours, Rule
from tests.integration.policies.conftest import DAY, HOUR, Office
from tests.support.factories import make_booking, make_space

#: The tests begin on a Wednesday at 09:00 in Amsterdam.
WEEKDAYS = (OpenHours((1, 2, 3, 4, 5), 7 * 60, 19 * 60),)


def test_hours_within_the_opening_hours_are_booked_and_others_are_refused(office: Office) -> None:
    office.rule("Office hours", opening=WEEKDAYS)
    assert office.book(begins=HOUR).state == "confirmed"
    refusal = office.refusal(lambda: office.book(begins=11 * HOUR))
    assert refusal.code == "outside_opening_hours"
    assert "Office hours" in refusal.message
    offered = refusal.fields["nearest"]
    from_at, to_at = (datetime.fromisoformat(offered[end]) for end in ("from", "to"))
    booked = bookings.book(
        office.db, office.employee, BookingRequest(office.desk, from_at, to_at), office.now
    )
    assert booked.from_at == office.now + 9 * HOUR


def test_a_rule_may_allow_more_than_the_organisations_own_settings(office: Office) -> None:
    assert office.refusal(lambda: office.book(begins=200 * DAY)).code == "too_far_ahead"
    office.rule("Rooms a year ahead", ahead_days=365)
    office.book(begins=200 * DAY)


def test_who_may_book_is_asked_of_the_person(office: Office) -> None:
    office.rule("Team room", kind="room", only_groups=(office.group("Team", office.colleague),))
    office.book(office.room, by=office.colleague)
    refusal = office.refusal(lambda: office.book(office.room, begins=5 * HOUR))
    assert (refusal.code, refusal.fields["groups"]) == ("not_for_you", ["Team"])
    # A memory of the space as it was for somebody else is not believed.
    known = KnownSpaces()
    for by, expected in ((office.colleague, None), (office.employee, "not_for_you")):
        begins = 9 * HOUR if by is office.colleague else 12 * HOUR
        request = BookingRequest(office.room, office.now + begins, office.now + begins + HOUR)

        def book(request: BookingRequest = request, by: object = by) -> object:
            return bookings.book(office.db, by, request, office.now, known=known)  # type: ignore[arg-type]

        if expected is None:
            book()
        else:
            assert office.refusal(book).code == expected


def test_the_limit_at_once_counts_what_the_rule_is_about(office: Office) -> None:
    office.rule("Desks", kind="desk", most_at_once=1)
    office.book(office.room)
    office.book(office.desk)
    refusal = office.refusal(lambda: office.book(office.next_desk))
    assert (refusal.code, refusal.fields["booked"]) == ("too_many_at_once", 1)
    office.book(office.next_desk, by=office.colleague)
    office.book(office.next_desk, begins=2 * HOUR)


def test_the_limit_a_week_counts_monday_to_sunday(office: Office) -> None:
    office.rule("Desks", kind="desk", most_a_week=2)
    office.book()
    office.book(begins=DAY)
    refusal = office.refusal(lambda: office.book(begins=2 * DAY))
    assert refusal.code == "too_many_in_week"
    # The nearest is on Monday, at the same hours.
    assert refusal.fields["nearest"]["from"] == (office.now + 5 * DAY).isoformat()
    office.book(begins=5 * DAY)


def test_cancelled_bookings_count_for_nothing(office: Office) -> None:
    office.rule("Desks", kind="desk", most_a_week=1)
    first = office.book()
    bookings.cancel(office.db, office.employee, first.id, office.now)
    office.book()


def test_a_booking_that_is_changed_does_not_count_against_itself(office: Office) -> None:
    office.rule("Desks", most_at_once=1, most_a_week=1)
    made = office.book()
    later = BookingChange(from_at=made.from_at + HOUR / 2, to_at=made.to_at + HOUR)
    bookings.change(office.db, office.employee, made.id, later, office.now)


def test_a_change_by_staff_is_judged_by_the_limits_of_whose_booking_it_is(office: Office) -> None:
    office.rule("Desks", kind="desk", most_at_once=1)
    office.book()
    other = office.book(office.next_desk, begins=5 * HOUR)
    onto = BookingChange(from_at=other.from_at - 4 * HOUR, to_at=other.to_at - 4 * HOUR)
    refusal = office.refusal(
        lambda: bookings.change(office.db, office.facility, other.id, onto, office.now)
    )
    assert refusal.code == "too_many_at_once"


def test_time_is_given_back_whatever_the_rules_say(office: Office) -> None:
    made = office.book(length=4 * HOUR)
    office.rule("Whole days", mode=Mode.WHOLE_DAYS)
    shorter = BookingChange(to_at=made.to_at - HOUR)
    bookings.change(office.db, office.employee, made.id, shorter, office.now)
    longer = BookingChange(to_at=made.to_at + HOUR)
    refusal = office.refusal(
        lambda: bookings.change(office.db, office.employee, made.id, longer, office.now)
    )
    assert refusal.code == "whole_days_only"


def test_a_space_too_near_a_quiet_zone_is_refused_with_how_near_it_is(office: Office) -> None:
    office.rule("Calls", kind="desk", quiet_m=5, quiet_zones=(office.zone("Library", x=10.0),))
    office.book(office.desk)
    refusal = office.refusal(lambda: office.book(office.next_desk))
    assert (refusal.code, refusal.fields["zone"]) == ("too_near_quiet_zone", "Library")
    assert "is 4.2 m from it" in refusal.message


def test_a_rule_made_between_two_looks_is_asked(office: Office) -> None:
    known = KnownSpaces()
    first = BookingRequest(office.desk, office.now + HOUR, office.now + 2 * HOUR)
    bookings.book(office.db, office.employee, first, office.now, known=known)
    office.rule("Short", longest_min=30)
    second = BookingRequest(office.desk, office.now + 3 * HOUR, office.now + 4 * HOUR)
    refusal = office.refusal(
        lambda: bookings.book(office.db, office.employee, second, office.now, known=known)
    )
    assert (refusal.code, refusal.fields["rule"]) == ("too_long", "Short")


def test_bookings_of_last_week_do_not_count_and_those_of_this_week_that_are_over_do(
    office: Office,
) -> None:
    office.rule("Desks", most_a_week=1)
    # It is Wednesday; Monday's booking is over.
    make_booking(office.db, office.employee, office.desk, office.now - 3 * DAY)
    office.book(office.next_desk)
    make_booking(office.db, office.colleague, office.desk, office.now - 2 * DAY)
    refusal = office.refusal(lambda: office.book(begins=timedelta(hours=5), by=office.colleague))
    assert refusal.code == "too_many_in_week"


def test_what_is_offered_instead_of_a_taken_space_can_be_booked(office: Office) -> None:
    for number in range(3):
        make_space(office.db, office.facility, office.floor_id, x=6.0 + 3 * number)
    library = office.zone("Library", x=6.0, width_m=8.0)
    team = office.group("Team", office.colleague, office.facility)
    office.rule("Library", zone_id=library, only_groups=(team,))
    office.rule("Desks", kind="desk", longest_min=120)
    office.book(office.desk, by=office.colleague)

    def offered(person: Actor) -> set[UUID]:
        refusal = office.refusal(lambda: office.book(office.desk, by=person))
        assert refusal.code == "taken"
        return {UUID(each["space_id"]) for each in refusal.fields["alternatives"]}

    assert office.next_desk in offered(office.facility)
    free = offered(office.employee)
    assert free
    assert office.next_desk not in free
    for space in free:
        office.book(space, by=office.employee)


def test_time_between_bookings_is_kept_free_on_both_sides(office: Office) -> None:
    office.rule("Airing", kind="desk", buffer_min=15)
    office.book(begins=3 * HOUR)
    for begins, length in ((2 * HOUR, HOUR), (4 * HOUR, HOUR)):
        refusal = office.refusal(lambda: office.book(begins=begins, length=length))  # noqa: B023
        assert refusal.code == "taken"
    quarter = HOUR / 4
    office.book(begins=2 * HOUR, length=HOUR - quarter)
    office.book(begins=4 * HOUR + quarter)
    office.book(office.room, begins=3 * HOUR)
    office.book(office.room, begins=4 * HOUR)


def test_what_is_too_near_a_booked_space_is_not_booked(office: Office) -> None:
    # Between the edges of the desks there are 1.4 m.
    rule = office.rule("Apart", kind="desk", distance_m=1.5)
    office.book(office.desk)
    assert office.refusal(lambda: office.book(office.next_desk)).code == "taken"
    office.book(office.next_desk, begins=3 * HOUR)
    policies.change_rule(
        office.db, office.facility, rule, Rule("Apart", kind="desk", distance_m=1.3), office.now
    )
    office.book(office.desk, begins=6 * HOUR)
    office.book(office.next_desk, begins=6 * HOUR, by=office.colleague)
