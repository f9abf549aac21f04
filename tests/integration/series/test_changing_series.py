"""Changing and cancelling one date of a series, this and the later ones, or all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from floorplans.bookings import service as bookings
from floorplans.bookings.views import BookingChange, Phase
from floorplans.bookings.windows import wall_time
from floorplans.database import Database
from floorplans.errors import DomainError
from floorplans.policies import service as policies
from floorplans.policies.views import Rule
from floorplans.series import service
from floorplans.series.views import Hours, Scope, SeriesChange, SeriesView
from tests.integration.bookings.conftest import Office
from tests.integration.series.test_booking_series import (
    AMSTERDAM,
    FIFTH,
    FIRST,
    FOURTH,
    SECOND,
    THIRD,
    TODAY,
    chosen,
    states,
    take,
    weekly,
)

HOUR = timedelta(hours=1)
AFTERNOON = Hours(13 * 60, 18 * 60)
DATES = (FIRST, SECOND, THIRD, FOURTH, FIFTH)


@pytest.fixture
def made(db: Database, office: Office, now: datetime) -> SeriesView:
    return service.book(db, office.actor, weekly(office), now)


def hours(view: SeriesView) -> dict[date, int]:
    """At which hour each date begins, on the wall."""
    return {each.on: wall_time(each.from_at, AMSTERDAM).hour for each in view.dates if each.from_at}


def problems(view: SeriesView) -> dict[date, str]:
    return {each.on: each.problem.code for each in view.dates if each.problem}


def test_one_date_is_changed_by_itself(
    db: Database, office: Office, made: SeriesView, now: datetime
) -> None:
    wanted = SeriesChange(Scope.THIS, SECOND, hours=AFTERNOON)
    changed = service.change(db, office.actor, made.id, wanted, now)
    assert hours(changed) == {FIRST: 9, SECOND: 13, THIRD: 9, FOURTH: 9, FIFTH: 9}
    assert [each.on for each in changed.dates if each.changed] == [SECOND]
    assert [each.on for each in changed.dates if each.by_hand] == [SECOND]
    assert changed.hours == made.hours


def test_this_and_the_later_dates_change_and_keep_their_bookings(
    db: Database, office: Office, made: SeriesView, now: datetime
) -> None:
    wanted = SeriesChange(Scope.LATER, THIRD, hours=AFTERNOON, space_id=office.next_desk)
    changed = service.change(db, office.actor, made.id, wanted, now)
    assert hours(changed) == {FIRST: 9, SECOND: 9, THIRD: 13, FOURTH: 13, FIFTH: 13}
    assert {each.space_id for each in changed.dates[2:]} == {office.next_desk}
    assert [each.booking_id for each in changed.dates] == [each.booking_id for each in made.dates]
    assert (changed.space_id, changed.hours) == (office.next_desk, AFTERNOON)


def test_all_dates_change_and_can_change_back(
    db: Database, office: Office, made: SeriesView, now: datetime
) -> None:
    there = SeriesChange(Scope.ALL, hours=AFTERNOON)
    back = SeriesChange(Scope.ALL, hours=made.hours)
    assert set(hours(service.change(db, office.actor, made.id, there, now)).values()) == {13}
    returned = service.change(db, office.actor, made.id, back, now)
    assert set(hours(returned).values()) == {9}
    assert problems(returned) == {}


def test_a_date_that_was_changed_by_hand_stays_when_the_series_changes(
    db: Database, office: Office, made: SeriesView, now: datetime
) -> None:
    by_hand = made.dates[1].booking_id
    assert by_hand is not None
    bookings.change(db, office.actor, by_hand, BookingChange(space_id=office.next_desk), now)
    changed = service.change(
        db, office.actor, made.id, SeriesChange(Scope.ALL, hours=AFTERNOON), now
    )
    assert hours(changed) == {FIRST: 13, SECOND: 9, THIRD: 13, FOURTH: 13, FIFTH: 13}
    assert problems(changed) == {SECOND: "changed_by_hand"}
    assert changed.dates[1].space_id == office.next_desk
    assert changed.dates[1].by_hand


def test_a_date_whose_new_hours_are_taken_stays_as_it_was_and_gets_offers(
    db: Database, office: Office, made: SeriesView, now: datetime
) -> None:
    take(db, office, SECOND, office.next_desk)
    wanted = SeriesChange(Scope.ALL, space_id=office.next_desk)
    changed = service.change(db, office.actor, made.id, wanted, now)
    places = {each.on: each.space_id for each in changed.dates}
    assert places == dict.fromkeys(DATES, office.next_desk) | {SECOND: office.desk}
    assert problems(changed) == {SECOND: "taken"}
    assert set(states(changed).values()) == {"booked"}
    assert not changed.dates[1].changed


def test_a_clash_that_the_new_place_resolves_is_booked_there(
    db: Database, office: Office, now: datetime
) -> None:
    take(db, office, SECOND)
    made = service.book(db, office.actor, weekly(office), now)
    assert states(made)[SECOND] == "clash"
    wanted = SeriesChange(Scope.ALL, space_id=office.next_desk)
    changed = service.change(db, office.actor, made.id, wanted, now)
    assert set(states(changed).values()) == {"booked"}
    assert {each.space_id for each in changed.dates} == {office.next_desk}


def test_what_is_over_stays_as_it_was(
    db: Database, office: Office, made: SeriesView, now: datetime
) -> None:
    later = now + timedelta(days=7)
    changed = service.change(
        db, office.actor, made.id, SeriesChange(Scope.ALL, hours=AFTERNOON), later
    )
    assert hours(changed) == {FIRST: 9, SECOND: 9, THIRD: 13, FOURTH: 13, FIFTH: 13}
    cancelled = service.cancel(db, office.actor, made.id, Scope.ALL, None, later)
    assert [each.phase for each in cancelled.dates] == [Phase.PAST] * 2 + [Phase.CANCELLED] * 3


def test_an_earlier_end_gives_back_what_lies_after_it(
    db: Database, office: Office, made: SeriesView, now: datetime
) -> None:
    wanted = SeriesChange(Scope.ALL, until=THIRD)
    changed = service.change(db, office.actor, made.id, wanted, now)
    assert list(states(changed).values()) == ["booked"] * 3 + ["cancelled"] * 2
    assert changed.rule == "FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20261126"
    assert changed.ends_on == THIRD


def test_a_later_end_brings_new_dates_and_those_that_were_cut_off(
    db: Database, office: Office, made: SeriesView, now: datetime
) -> None:
    service.change(db, office.actor, made.id, SeriesChange(Scope.ALL, until=THIRD), now)
    wanted = SeriesChange(Scope.ALL, until=date(2026, 12, 10))
    changed = service.change(db, office.actor, made.id, wanted, now)
    assert [each.on for each in changed.dates] == [
        *DATES,
        date(2026, 12, 8),
        date(2026, 12, 10),
    ]
    assert set(states(changed).values()) == {"booked"}


def test_chosen_days_can_end_earlier_and_not_later(
    db: Database, office: Office, now: datetime
) -> None:
    made = service.book(db, office.actor, chosen(office, FIRST, SECOND, THIRD), now)
    shorter = SeriesChange(Scope.ALL, until=SECOND)
    changed = service.change(db, office.actor, made.id, shorter, now)
    assert states(changed)[THIRD] == "cancelled"
    with pytest.raises(DomainError, match="end_unclear"):
        service.change(db, office.actor, made.id, SeriesChange(Scope.ALL, until=FIFTH), now)


@pytest.mark.parametrize(
    ("scope", "left"),
    [
        (Scope.THIS, [FIRST, SECOND, FOURTH, FIFTH]),
        (Scope.LATER, [FIRST, SECOND]),
        (Scope.ALL, []),
    ],
)
def test_one_the_later_or_all_dates_are_cancelled(
    db: Database, office: Office, made: SeriesView, now: datetime, scope: Scope, left: list[date]
) -> None:
    cancelled = service.cancel(db, office.actor, made.id, scope, THIRD, now)
    assert [on for on, state in states(cancelled).items() if state == "booked"] == left
    again = service.cancel(db, office.actor, made.id, scope, THIRD, now)
    assert states(again) == states(cancelled)


def test_cancelling_all_cancels_what_was_changed_by_hand_and_what_waits(
    db: Database, office: Office, now: datetime
) -> None:
    take(db, office, SECOND)
    made = service.book(db, office.actor, weekly(office, skip=frozenset([FOURTH])), now)
    by_hand = SeriesChange(Scope.THIS, THIRD, hours=AFTERNOON)
    service.change(db, office.actor, made.id, by_hand, now)
    cancelled = service.cancel(db, office.actor, made.id, Scope.ALL, None, now)
    assert set(states(cancelled).values()) == {"cancelled"}
    assert service.try_again(db, office.actor, made.id, {}, now).dates == tuple(
        replace(each, changed=False) for each in cancelled.dates
    )


def test_a_cancelled_date_can_be_booked_again(
    db: Database, office: Office, made: SeriesView, now: datetime
) -> None:
    service.cancel(db, office.actor, made.id, Scope.THIS, SECOND, now)
    again = service.try_again(db, office.actor, made.id, {SECOND: None}, now)
    assert set(states(again).values()) == {"booked"}
    assert again.dates[1].booking_id != made.dates[1].booking_id


def test_past_the_deadline_a_date_stays_and_the_later_ones_go(
    db: Database, office: Office, made: SeriesView, now: datetime
) -> None:
    # The first begins at 09:00 in Amsterdam, which is 24 hours after the tests' moment.
    rule = Rule("A day before", change_by_min=25 * 60, cancel_by_min=25 * 60)
    policies.make_rule(db, office.facility, rule, now)
    cancelled = service.cancel(db, office.actor, made.id, Scope.ALL, None, now)
    assert list(states(cancelled).values()) == ["booked"] + ["cancelled"] * 4
    assert problems(cancelled) == {FIRST: "deadline_passed"}
    later = SeriesChange(Scope.THIS, FIRST, hours=AFTERNOON)
    changed = service.change(db, office.actor, made.id, later, now)
    assert (hours(changed)[FIRST], problems(changed)) == (9, {FIRST: "deadline_passed"})


def test_facility_staff_change_anybodys_series_and_nobody_else_does(
    db: Database, office: Office, made: SeriesView, now: datetime
) -> None:
    wanted = SeriesChange(Scope.ALL, hours=AFTERNOON)
    for act in (
        lambda: service.change(db, office.colleague, made.id, wanted, now),
        lambda: service.cancel(db, office.colleague, made.id, Scope.ALL, None, now),
    ):
        with pytest.raises(DomainError, match="series_not_found"):
            act()
    changed = service.change(db, office.facility, made.id, wanted, now)
    assert set(hours(changed).values()) == {13}
    mine = bookings.my_bookings(db, office.actor, now)
    assert {each.id for each in mine} == {each.booking_id for each in made.dates}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (SeriesChange(Scope.THIS, hours=AFTERNOON), "date_needed"),
        (SeriesChange(Scope.LATER, TODAY, hours=AFTERNOON), "date_unknown"),
        (SeriesChange(Scope.THIS, FIRST, until=FIFTH), "end_unclear"),
        (SeriesChange(Scope.ALL, until=date(2026, 11, 1)), "end_unclear"),
        (SeriesChange(Scope.ALL, hours=Hours(60, 60)), "hours_invalid"),
        (SeriesChange(Scope.ALL, space_id=FIRST), "space_not_found"),  # type: ignore[arg-type]
        (SeriesChange(Scope.ALL, until=date(2099, 12, 31)), "series_too_long"),
    ],
)
def test_a_change_that_makes_no_sense_changes_nothing(
    db: Database, office: Office, made: SeriesView, now: datetime, change: SeriesChange, code: str
) -> None:
    if change.space_id is not None:
        change = replace(change, space_id=office.actor.person_id)
    with pytest.raises(DomainError, match=code):
        service.change(db, office.actor, made.id, change, now)
    assert service.series(db, office.actor, made.id, now) == made
