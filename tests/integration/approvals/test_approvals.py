"""Asking, approving, declining, changing and expiring, one act at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from floorplans.approvals import service
from floorplans.bookings import service as bookings
from floorplans.bookings.views import BookingChange, BookingRequest, BookingView
from floorplans.messages import service as messages
from floorplans.presence import service as presence
from floorplans.presence.views import Step
from floorplans.series import service as series
from floorplans.series.views import Hours, SeriesRequest
from floorplans.teams import service as teams
from floorplans.teams.views import TeamRequest
from tests.integration.policies.conftest import Office
from tests.support.factories import make_person

HOUR = timedelta(hours=1)


@pytest.fixture
def asking(office: Office) -> Office:
    """An office whose desks need the approval of facility staff."""
    messages.say_whether_sent(office.db, True)
    office.rule("Desks", kind="desk", approval="needed")
    return office


def told(office: Office, booking_id: UUID) -> list[tuple[str, UUID]]:
    """Kinds and recipients of the messages about a booking, in their order."""
    with office.db.transaction(office.facility.organisation_id) as tx:
        rows = tx.execute(
            text("SELECT kind, person_id FROM message WHERE booking_id = :id ORDER BY number"),
            {"id": booking_id},
        )
        return [(row.kind, row.person_id) for row in rows]


def now_is(office: Office, booking_id: UUID) -> BookingView:
    return bookings.booking(office.db, office.facility, booking_id, office.now)


def approve(office: Office, booking_id: UUID, **more: Any) -> Any:
    return service.approve(office.db, office.facility, booking_id, office.now, **more)


def test_a_booking_that_needs_approval_is_asked_for_and_takes_nothing(asking: Office) -> None:
    made = asking.book()
    assert made.state == "requested"
    assert made.answer_by == made.from_at
    other = asking.book(by=asking.colleague)
    assert other.state == "requested"
    assert told(asking, made.id) == [("requested", asking.employee.person_id)]


def test_a_place_without_such_a_rule_is_booked_as_before(asking: Office) -> None:
    assert asking.book(asking.room).state == "confirmed"


def test_a_group_can_be_spared_by_a_narrower_rule(asking: Office) -> None:
    group = asking.group("Nurses", asking.employee)
    asking.rule("Nurses' desks", kind="desk", group_id=group, approval="not_needed")
    assert asking.book().state == "confirmed"
    assert asking.book(asking.next_desk, by=asking.colleague).state == "requested"


def test_who_approves_needs_not_ask(asking: Office) -> None:
    assert asking.book(by=asking.facility).state == "confirmed"


def test_asking_twice_for_the_same_hours_is_refused_in_words(asking: Office) -> None:
    asking.book()
    assert asking.refusal(asking.book).code == "asked_already"


def test_approving_declines_who_else_asked_and_says_before_whom(asking: Office) -> None:
    first, second = asking.book(), asking.book(by=asking.colleague)
    open_now = service.open_requests(asking.db, asking.facility, asking.now)
    assert {each.booking_id: [r.booking_id for r in each.rivals] for each in open_now} == {
        first.id: [second.id],
        second.id: [first.id],
    }
    booking, lost = approve(asking, first.id)
    assert booking.state == "confirmed"
    assert [rival.booking_id for rival in lost] == [second.id]
    assert now_is(asking, second.id).state == "declined"
    assert told(asking, first.id)[-1] == ("approved", asking.employee.person_id)
    assert told(asking, second.id)[-1] == ("declined", asking.colleague.person_id)


def test_looking_whom_an_approval_refuses_changes_nothing(asking: Office) -> None:
    first, second = asking.book(), asking.book(by=asking.colleague)
    service.request(asking.db, asking.facility, first.id, asking.now)
    assert now_is(asking, first.id).state == now_is(asking, second.id).state == "requested"
    with asking.db.transaction(asking.facility.organisation_id) as tx:
        assert tx.execute(text("SELECT count(*) FROM taking")).scalar_one() == 0


def test_only_who_is_named_may_answer_and_facility_staff(asking: Office) -> None:
    boss = make_person(asking.db, asking.facility.organisation_id)
    asking.rule("Rooms", kind="room", approval="needed", approvers=(boss.person_id,))
    made = asking.book(asking.room)
    assert service.count_open(asking.db, boss, asking.now) == 1
    assert service.count_open(asking.db, asking.colleague, asking.now) == 0
    for who in (asking.colleague, asking.employee):
        refused = asking.refusal(
            lambda who=who: service.approve(asking.db, who, made.id, asking.now)  # type: ignore[misc]
        )
        assert refused.code == "request_not_found"
    # Facility staff can answer for who is away, and are told only where nobody is named.
    assert service.count_open(asking.db, asking.facility, asking.now) == 1
    service.ask_approvers(asking.db, asking.now)
    assert told(asking, made.id)[-1] == ("asked", boss.person_id)
    assert service.approve(asking.db, boss, made.id, asking.now)[0].state == "confirmed"


def test_nobody_answers_their_own_request(asking: Office) -> None:
    boss = make_person(asking.db, asking.facility.organisation_id)
    asking.rule("Rooms", kind="room", approval="needed", approvers=(boss.person_id,))
    made = asking.book(asking.room, by=asking.facility)
    assert asking.refusal(lambda: approve(asking, made.id)).code == "own_request"


def test_a_declined_request_tells_why_and_is_final(asking: Office) -> None:
    made = asking.book()
    service.decline(asking.db, asking.facility, made.id, asking.now, reason=" Visitors ")
    seen = bookings.booking(asking.db, asking.employee, made.id, asking.now)
    assert (seen.state, seen.answer) == ("declined", "Visitors")
    assert asking.refusal(lambda: approve(asking, made.id)).code == "already_answered"


def test_an_answer_to_what_was_changed_since_is_refused(asking: Office) -> None:
    made = asking.book()
    seen = service.request(asking.db, asking.facility, made.id, asking.now)
    later = BookingChange(to_at=made.to_at + HOUR)
    bookings.change(asking.db, asking.employee, made.id, later, asking.now)
    refused = asking.refusal(lambda: approve(asking, made.id, sequence=seen.sequence))
    assert refused.code == "moved_on"
    assert now_is(asking, made.id).state == "requested"


def test_other_hours_of_an_approved_booking_are_asked_for_anew_and_fewer_are_not(
    asking: Office,
) -> None:
    made = asking.book(length=2 * HOUR)
    approve(asking, made.id)
    fewer = BookingChange(to_at=made.from_at + HOUR)
    changed = bookings.change(asking.db, asking.employee, made.id, fewer, asking.now)
    assert changed.state == "confirmed"
    more = BookingChange(to_at=made.from_at + 3 * HOUR)
    changed = bookings.change(asking.db, asking.employee, made.id, more, asking.now)
    assert changed.state == "requested"
    service.ask_approvers(asking.db, asking.now)
    kinds = [kind for kind, _ in told(asking, made.id)]
    assert kinds[-2:] == ["requested", "asked"]
    moved = BookingChange(space_id=asking.room)
    assert bookings.change(asking.db, asking.employee, made.id, moved, asking.now).state == (
        "confirmed"
    )


def test_more_hours_that_meet_ones_own_request_are_not_said_to_be_somebody_elses(
    asking: Office,
) -> None:
    made = asking.book()
    approve(asking, made.id)
    asking.book(begins=3 * HOUR)
    more = BookingChange(to_at=made.from_at + 3 * HOUR)
    refused = asking.refusal(
        lambda: bookings.change(asking.db, asking.employee, made.id, more, asking.now)
    )
    assert refused.code == "asked_already"
    assert now_is(asking, made.id).state == "confirmed"


def test_more_of_a_place_in_use_is_refused_rather_than_lost(asking: Office) -> None:
    made = asking.book(begins=timedelta(0))
    approve(asking, made.id)
    later = asking.now + HOUR / 2
    more = BookingChange(to_at=made.to_at + HOUR)
    refused = asking.refusal(
        lambda: bookings.change(asking.db, asking.employee, made.id, more, later)
    )
    assert refused.code == "approval_needed"
    assert now_is(asking, made.id).state == "confirmed"


def test_what_nobody_answers_ends_when_its_hours_begin(asking: Office) -> None:
    made = asking.book(begins=3 * HOUR)
    assert service.expire_due(asking.db, made.from_at - timedelta(seconds=1)) == 0
    refused = asking.refusal(
        lambda: service.approve(asking.db, asking.facility, made.id, made.from_at)
    )
    assert refused.code == "request_expired"
    assert service.expire_due(asking.db, made.from_at) == 1
    assert service.expire_due(asking.db, made.from_at) == 0
    assert now_is(asking, made.id).state == "declined"
    assert [kind for kind, _ in told(asking, made.id)] == ["requested", "expired"]


def test_an_approved_place_that_somebody_got_meanwhile_can_only_be_declined(
    asking: Office,
) -> None:
    made = asking.book()
    asking.book(by=asking.facility)
    seen = service.request(asking.db, asking.facility, made.id, asking.now)
    assert seen.is_taken
    assert asking.refusal(lambda: approve(asking, made.id)).code == "taken"


def test_a_request_is_taken_back_like_a_booking(asking: Office) -> None:
    made = asking.book()
    bookings.cancel(asking.db, asking.employee, made.id, asking.now)
    refused = asking.refusal(lambda: approve(asking, made.id))
    assert refused.code == "request_withdrawn"


def test_requests_count_for_limits(asking: Office) -> None:
    asking.rule("Few", kind="desk", site_id=asking.site_id, most_at_once=1)
    asking.book()
    assert asking.refusal(lambda: asking.book(asking.next_desk)).code == "too_many_at_once"


def test_dates_of_a_series_are_asked_for_and_told_to_who_answers_in_one_mail(
    asking: Office,
) -> None:
    first = (asking.now + timedelta(days=1)).date()
    days = tuple(first + timedelta(days=n) for n in range(3))
    wanted = SeriesRequest(asking.desk, Hours(9 * 60, 10 * 60), days, note="Visits")
    made = series.book(asking.db, asking.employee, wanted, asking.now)
    assert [date_.asked for date_ in made.dates] == [True] * 3
    service.ask_approvers(asking.db, asking.now)
    asked = [
        (kind, who)
        for date_ in made.dates
        if date_.booking_id
        for kind, who in told(asking, date_.booking_id)
        if kind == "asked"
    ]
    assert asked == [("asked", asking.facility.person_id)]
    booked = now_is(asking, made.dates[0].booking_id)  # type: ignore[arg-type]
    assert booked.note == "Visits"


def test_a_team_is_never_a_bundle_of_requests(asking: Office) -> None:
    wanted = TeamRequest(
        asking.floor_id, (asking.employee.person_id,), asking.now + HOUR, asking.now + 2 * HOUR
    )
    refused = asking.refusal(
        lambda: teams.book_team(asking.db, asking.employee, wanted, asking.now)
    )
    assert refused.code == "approval_needed"


def test_at_the_place_one_asks_instead_of_sitting_down(asking: Office) -> None:
    seen = presence.look(asking.db, asking.employee, asking.desk, asking.now)
    assert seen.step is Step.ASK
    refused = asking.refusal(
        lambda: presence.take(asking.db, asking.employee, asking.desk, asking.now)
    )
    assert refused.code == "approval_needed"
    made = asking.book(begins=timedelta(0))
    seen = presence.look(asking.db, asking.employee, asking.desk, asking.now)
    assert (seen.step, seen.request) == (Step.ASKED, made.id)
    refused = asking.refusal(
        lambda: presence.check_in(asking.db, asking.employee, made.id, asking.now)
    )
    assert refused.code == "not_approved_yet"


def test_a_calendar_has_a_request_as_tentative_entry(asking: Office) -> None:
    made = asking.book()
    token = messages.make_feed(asking.db, asking.employee, asking.now)
    feed = messages.feed(asking.db, token, asking.now)
    assert [(e.booking_id, e.state) for e in feed.entries] == [(made.id, "requested")]


def test_a_note_is_for_the_person_and_staff_and_of_a_private_booking_for_the_person(
    office: Office,
) -> None:
    wanted = BookingRequest(
        office.desk,
        office.now + HOUR,
        office.now + 2 * HOUR,
        note=" Dentist after ",
        is_private=True,
    )
    made = bookings.book(office.db, office.employee, wanted, office.now)
    seen = bookings.booking(office.db, office.employee, made.id, office.now)
    assert (seen.note, seen.is_private) == ("Dentist after", True)
    assert now_is(office, made.id).note is None
    open_ = BookingChange(is_private=False)
    changed = bookings.change(office.db, office.employee, made.id, open_, office.now)
    assert changed.note == "Dentist after"
    assert now_is(office, made.id).note == "Dentist after"
    gone = BookingChange(note="")
    assert bookings.change(office.db, office.employee, made.id, gone, office.now).note is None


def test_a_private_booking_shows_no_name_even_if_its_person_allows_it(office: Office) -> None:
    with office.db.transaction(office.facility.organisation_id) as tx:
        tx.execute(text("UPDATE person SET shows_name = true"))
    window = bookings.shown_window(office.now + HOUR, office.now + 2 * HOUR)
    wanted = BookingRequest(office.desk, window.from_at, window.to_at)
    open_one = replace(wanted, space_id=office.next_desk)
    bookings.book(office.db, office.employee, replace(wanted, is_private=True), office.now)
    bookings.book(office.db, office.employee, open_one, office.now)
    hours = (window.from_at, window.to_at)
    shown = bookings.availability(
        office.db, office.colleague, office.floor_id, *hours, office.now
    ).body
    assert shown.count('"taken"') == 2
    assert shown.count('"who"') == 1
