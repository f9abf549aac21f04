"""A series booked for a colleague: by their leave and their rules, and looked after by both."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from floorplans.actor import Actor
from floorplans.bookings import service as bookings
from floorplans.bookings.views import BookingChange, BookingRequest
from floorplans.database import Database, Query
from floorplans.errors import Conflict, NotFound
from floorplans.messages.queue import Gathering
from floorplans.people import service as people
from floorplans.policies import service as policies
from floorplans.policies.views import Rule
from floorplans.series import queries, service
from floorplans.series.views import Hours, Scope, SeriesChange, SeriesRequest, SeriesView
from tests.integration.bookings.conftest import Office
from tests.integration.series.test_booking_series import (
    FIFTH,
    FIRST,
    FOURTH,
    SECOND,
    THIRD,
    states,
    take,
    weekly,
)
from tests.support.factories import make_person

AFTERNOON = Hours(13 * 60, 18 * 60)
DATES = (FIRST, SECOND, THIRD, FOURTH, FIFTH)


@pytest.fixture
def willing(db: Database, office: Office, now: datetime) -> Actor:
    """Somebody who lets colleagues book for them."""
    people.update_profile(db, office.colleague, now, lets_book=True)
    return office.colleague


def book_for(
    db: Database, office: Office, person: Actor, now: datetime, request: SeriesRequest | None = None
) -> SeriesView:
    wanted = request or weekly(office)
    return service.book(db, office.actor, wanted, now, for_person_id=person.person_id)


def booked_by_me(db: Database, actor: Actor, now: datetime) -> int:
    return len(bookings.booked_for_others(db, actor, now))


def troubles(view: SeriesView) -> set[str]:
    return {each.problem.code for each in view.dates if each.problem}


def test_each_date_is_the_colleagues_booking_and_both_see_the_series(
    db: Database, office: Office, willing: Actor, now: datetime
) -> None:
    made = book_for(db, office, willing, now)
    assert states(made) == dict.fromkeys(DATES, "booked")
    assert (made.is_mine, made.is_by_me, made.person_name) == (False, True, willing.name)
    assert len(bookings.my_bookings(db, willing, now)) == 5
    assert bookings.my_bookings(db, office.actor, now) == []
    assert booked_by_me(db, office.actor, now) == 5
    (theirs,) = service.my_series(db, willing, now)
    assert (theirs.id, theirs.is_mine, theirs.is_by_me) == (made.id, True, False)
    assert [each.id for each in service.my_series(db, office.actor, now)] == [made.id]


def test_nobody_books_for_who_does_not_let_them_but_facility_staff(
    db: Database, office: Office, now: datetime
) -> None:
    for act in (service.preview, service.book):
        with pytest.raises(NotFound, match="person_not_found"):
            act(db, office.actor, weekly(office), now, for_person_id=office.colleague.person_id)
    assert service.my_series(db, office.colleague, now) == []
    person = office.colleague.person_id
    made = service.book(db, office.facility, weekly(office), now, for_person_id=person)
    assert states(made) == dict.fromkeys(DATES, "booked")


def test_no_other_colleague_sees_changes_or_cancels_it(
    db: Database, office: Office, willing: Actor, now: datetime
) -> None:
    made = book_for(db, office, willing, now)
    other = make_person(db, office.actor.organisation_id)
    with pytest.raises(NotFound):
        service.series(db, other, made.id, now)
    with pytest.raises(NotFound):
        service.cancel(db, other, made.id, Scope.ALL, None, now)
    assert service.my_series(db, other, now) == []


def test_it_is_judged_by_the_rules_for_the_colleague(
    db: Database, office: Office, willing: Actor, now: datetime
) -> None:
    group = policies.make_group(db, office.facility, "Once a week")
    policies.add_member(db, office.facility, group.id, willing.email)
    rule = Rule("Once", group_id=group.id, most_a_week=1)
    policies.make_rule(db, office.facility, rule, now)
    made = book_for(db, office, willing, now)
    assert [each.state for each in made.dates].count("booked") == 3
    assert troubles(made) == {"too_many_in_week"}
    own = service.book(db, office.actor, weekly(office), now)
    assert troubles(own) == {"taken"}


def test_who_booked_changes_and_cancels_one_the_later_and_all(
    db: Database, office: Office, willing: Actor, now: datetime
) -> None:
    made = book_for(db, office, willing, now)
    this = SeriesChange(Scope.THIS, FIRST, hours=AFTERNOON)
    later = SeriesChange(Scope.LATER, THIRD, space_id=office.next_desk)
    service.change(db, office.actor, made.id, this, now)
    changed = service.change(db, office.actor, made.id, later, now)
    assert [each.space_id for each in changed.dates[2:]] == [office.next_desk] * 3
    assert booked_by_me(db, office.actor, now) == 5
    service.cancel(db, office.actor, made.id, Scope.THIS, FIRST, now)
    gone = service.cancel(db, office.actor, made.id, Scope.ALL, None, now)
    assert states(gone) == dict.fromkeys(DATES, "cancelled")
    assert booked_by_me(db, office.actor, now) == 0


def test_a_date_that_its_person_moved_is_theirs_and_stays_when_the_rest_changes(
    db: Database, office: Office, willing: Actor, now: datetime
) -> None:
    made = book_for(db, office, willing, now)
    second = made.dates[1].booking_id
    assert second is not None
    bookings.change(db, willing, second, BookingChange(space_id=office.next_desk), now)
    seen = service.series(db, office.actor, made.id, now).dates[1]
    assert (seen.is_theirs, seen.booking_id, seen.space_id) == (True, None, office.desk)
    changed = service.change(
        db, office.actor, made.id, SeriesChange(Scope.ALL, hours=AFTERNOON), now
    )
    assert troubles(changed) == {"changed_by_person"}
    assert sum(each.changed for each in changed.dates) == 4
    cancelled = service.cancel(db, office.actor, made.id, Scope.ALL, None, now)
    assert troubles(cancelled) == {"changed_by_person"}
    (left,) = [each for each in bookings.my_bookings(db, willing, now) if each.phase == "upcoming"]
    assert (left.id, left.space_id) == (second, office.next_desk)
    assert service.series(db, willing, made.id, now).dates[1].space_id == office.next_desk


def test_a_series_that_its_person_changes_is_nobody_elses_to_see_any_more(
    db: Database, office: Office, willing: Actor, now: datetime
) -> None:
    made = book_for(db, office, willing, now)
    service.change(db, willing, made.id, SeriesChange(Scope.ALL, hours=AFTERNOON), now)
    assert service.my_series(db, office.actor, now) == []
    assert booked_by_me(db, office.actor, now) == 0
    with pytest.raises(NotFound):
        service.series(db, office.actor, made.id, now)


def test_what_its_person_tries_again_is_theirs_and_what_was_booked_stays_with_both(
    db: Database, office: Office, willing: Actor, now: datetime
) -> None:
    take(db, office, SECOND)
    made = book_for(db, office, willing, now)
    assert states(made)[SECOND] == "clash"
    tried = service.try_again(db, willing, made.id, {SECOND: office.next_desk}, now)
    assert states(tried)[SECOND] == "booked"
    assert service.my_series(db, office.actor, now) == []
    assert booked_by_me(db, office.actor, now) == 4


def test_who_booked_takes_another_place_for_a_date_that_clashed(
    db: Database, office: Office, willing: Actor, now: datetime
) -> None:
    take(db, office, SECOND)
    made = book_for(db, office, willing, now)
    tried = service.try_again(db, office.actor, made.id, {SECOND: office.next_desk}, now)
    assert states(tried)[SECOND] == "booked"
    assert booked_by_me(db, office.actor, now) == 5


def test_dates_that_come_in_reach_later_are_booked_for_the_colleague_while_they_allow_it(
    db: Database, office: Office, willing: Actor, now: datetime
) -> None:
    policies.make_rule(db, office.facility, Rule("A week", ahead_days=7), now)
    made = book_for(db, office, willing, now)
    assert [str(each.state) for each in made.dates].count("planned") == 3
    in_a_week = now + timedelta(days=7)
    service.book_due(db, in_a_week)
    assert booked_by_me(db, office.actor, now) == 4
    people.update_profile(db, willing, in_a_week, lets_book=False)
    much_later = in_a_week + (in_a_week - now)
    service.book_due(db, much_later)
    last = service.series(db, willing, made.id, much_later).dates[-1]
    assert last.problem is not None
    assert (str(last.state), last.problem.code) == ("refused", "not_for_others")
    # They may still have it by themselves.
    tried = service.try_again(db, willing, made.id, {FIFTH: None}, much_later)
    assert states(tried)[FIFTH] == "booked"


def test_the_same_request_again_is_the_same_series_and_of_another_sender_is_not(
    db: Database, office: Office, willing: Actor, now: datetime
) -> None:
    wanted = weekly(office, idempotency_key="key")
    first, again = (book_for(db, office, willing, now, wanted) for _ in range(2))
    assert first.id == again.id
    assert booked_by_me(db, office.actor, now) == 5
    with pytest.raises(Conflict, match="idempotency_key_reused"):
        service.book(db, willing, wanted, now)


def test_a_date_booked_from_what_was_read_before_is_theirs_once_they_took_the_series_over(
    db: Database, office: Office, willing: Actor, now: datetime
) -> None:
    """The job may have read the series a moment before its person changed it."""
    made = book_for(db, office, willing, now)

    def also(query: Query) -> Query:
        by = office.actor.person_id
        return Gathering().confirming(query, by, now, of_series=made.id)

    def book(hour: int) -> bool:
        begins = now + timedelta(hours=hour)
        wanted = BookingRequest(office.next_desk, begins, begins + timedelta(hours=1))
        booking = bookings.book(db, willing, wanted, now, also=also)
        return booking.id in {each.id for each in bookings.booked_for_others(db, office.actor, now)}

    # The control: while it is not taken over, who booked sees it.
    assert book(1)
    with db.transaction(willing.organisation_id) as tx:
        queries.take_over(tx, willing, made.id)
    assert not book(2)
