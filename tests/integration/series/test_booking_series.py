"""Booking several days at once, and what is told of each of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from floorplans.bookings import service as bookings
from floorplans.bookings.windows import wall_time
from floorplans.closing.service import close_place
from floorplans.closing.views import ClosureRequest
from floorplans.database import Database
from floorplans.errors import Conflict, DomainError, Invalid, NotFound, Refused
from floorplans.series import service
from floorplans.series.rules import window_on
from floorplans.series.views import Hours, SeriesRequest, SeriesView, State
from tests.integration.bookings.conftest import Office
from tests.support.factories import make_booking, make_space

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
DAY = timedelta(days=1)
NINE_TO_FIVE = Hours(9 * 60, 17 * 60)
#: Tuesdays and Thursdays after the tests' Wednesday, 18 November 2026.
RULE = "FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20261203"
FIRST, SECOND, THIRD, FOURTH, FIFTH = (
    date(2026, 11, 19),
    date(2026, 11, 24),
    date(2026, 11, 26),
    date(2026, 12, 1),
    date(2026, 12, 3),
)
TODAY = date(2026, 11, 18)


def weekly(office: Office, **more: object) -> SeriesRequest:
    values: dict[str, object] = {"rule": RULE, "starts_on": TODAY, **more}
    return SeriesRequest(office.desk, NINE_TO_FIVE, **values)  # type: ignore[arg-type]


def chosen(office: Office, *days: date, **more: object) -> SeriesRequest:
    return SeriesRequest(office.desk, NINE_TO_FIVE, days=days, **more)  # type: ignore[arg-type]


def states(view: object) -> dict[date, str]:
    return {each.on: str(each.state) for each in view.dates}  # type: ignore[attr-defined]


def take(db: Database, office: Office, on: date, desk: UUID | None = None) -> UUID:
    """A colleague's booking that is in the way on a day."""
    window = window_on(on, Hours(10 * 60, 11 * 60), AMSTERDAM)
    return make_booking(db, office.colleague, desk or office.desk, window.from_at, window.to_at)


def test_every_day_of_a_rule_becomes_a_booking_of_its_own(
    db: Database, office: Office, now: datetime
) -> None:
    made = service.book(db, office.actor, weekly(office), now)
    assert states(made) == dict.fromkeys((FIRST, SECOND, THIRD, FOURTH, FIFTH), "booked")
    mine = {each.id: each for each in bookings.my_bookings(db, office.actor, now)}
    assert set(mine) == {each.booking_id for each in made.dates}
    assert {wall_time(each.from_at, AMSTERDAM).hour for each in mine.values()} == {9}
    assert made.said == "Every week on Tuesday and Thursday"


def test_chosen_days_may_have_hours_of_their_own(
    db: Database, office: Office, now: datetime
) -> None:
    night = {FIRST: Hours(22 * 60, 30 * 60)}
    made = service.book(db, office.actor, chosen(office, SECOND, FIRST, hours_on=night), now)
    spans = [each.to_at - each.from_at for each in made.dates if each.to_at and each.from_at]
    assert [each.on for each in made.dates] == [FIRST, SECOND]
    assert spans == [timedelta(hours=8), timedelta(hours=8)]
    assert made.dates[0].from_at != made.dates[1].from_at
    assert made.said == "2 chosen days"


def test_a_preview_says_what_would_come_of_it_and_writes_nothing(
    db: Database, office: Office, now: datetime
) -> None:
    take(db, office, SECOND)
    plan = service.preview(db, office.actor, weekly(office), now)
    assert states(plan) == {
        FIRST: "free",
        SECOND: "clash",
        THIRD: "free",
        FOURTH: "free",
        FIFTH: "free",
    }
    assert [near.space_id for near in plan.dates[1].alternatives] == [office.next_desk]
    assert [near.space_id for near in plan.for_all] == [office.next_desk]
    assert bookings.my_bookings(db, office.actor, now) == []
    assert service.my_series(db, office.actor, now) == []


def test_a_preview_and_the_booking_say_the_same(
    db: Database, office: Office, now: datetime
) -> None:
    take(db, office, SECOND)
    request = weekly(office, skip=frozenset([THIRD]))
    plan = service.preview(db, office.actor, request, now)
    made = service.book(db, office.actor, request, now)
    before = {on: state.replace("free", "booked") for on, state in states(plan).items()}
    assert states(made) == before


def test_dates_that_clash_are_told_and_the_others_are_booked(
    db: Database, office: Office, now: datetime
) -> None:
    take(db, office, SECOND)
    made = service.book(db, office.actor, weekly(office), now)
    assert states(made)[SECOND] == "clash"
    assert list(states(made).values()).count("booked") == 4
    clash = made.dates[1]
    assert clash.problem is not None
    assert clash.problem.code == "taken"
    assert [near.space_id for near in clash.alternatives] == [office.next_desk]


def test_a_date_that_a_rule_refuses_names_the_rule(
    db: Database, office: Office, now: datetime
) -> None:
    start = window_on(THIRD, NINE_TO_FIVE, AMSTERDAM).from_at
    request = ClosureRequest(
        office.floor_id, start, start + DAY / 2, "carpet cleaning", space_id=office.desk
    )
    close_place(db, office.facility, request, now)
    made = service.book(db, office.actor, weekly(office), now)
    problem = made.dates[2].problem
    assert made.dates[2].state is State.REFUSED
    assert problem is not None
    assert problem.code == "closed"
    assert "carpet cleaning" in problem.message


def test_dates_that_are_over_are_refused_and_the_others_are_booked(
    db: Database, office: Office, now: datetime
) -> None:
    made = service.book(db, office.actor, chosen(office, date(2026, 11, 11), FIRST), now)
    assert [each.state for each in made.dates] == [State.REFUSED, State.BOOKED]


def test_hours_that_the_clock_skips_are_refused_on_that_day_alone(
    db: Database, office: Office, now: datetime
) -> None:
    request = SeriesRequest(
        office.desk,
        Hours(2 * 60, 3 * 60),
        rule="FREQ=DAILY;COUNT=3",
        starts_on=date(2027, 3, 27),
    )
    made = service.book(db, office.actor, request, now)
    assert [str(each.state) for each in made.dates] == ["booked", "refused", "booked"]
    assert made.dates[1].from_at is None


def test_dates_can_be_left_out_and_others_be_at_another_place(
    db: Database, office: Office, now: datetime
) -> None:
    request = weekly(office, skip=frozenset([THIRD]), instead={FOURTH: office.next_desk})
    made = service.book(db, office.actor, request, now)
    assert states(made)[THIRD] == "skipped"
    assert made.dates[3].space_id == office.next_desk
    assert made.dates[4].space_id == office.desk


def test_the_same_request_sent_again_is_the_same_series(
    db: Database, office: Office, now: datetime
) -> None:
    request = weekly(office, idempotency_key="once")
    first = service.book(db, office.actor, request, now)
    again = service.book(db, office.actor, request, now)
    assert again == first
    assert len(bookings.my_bookings(db, office.actor, now)) == 5
    other = weekly(office, idempotency_key="once", skip=frozenset([THIRD]))
    with pytest.raises(Conflict, match="idempotency_key_reused"):
        service.book(db, office.actor, other, now)


def test_a_key_is_ones_own(db: Database, office: Office, now: datetime) -> None:
    service.book(db, office.actor, weekly(office, idempotency_key="once"), now)
    theirs = service.book(db, office.colleague, weekly(office, idempotency_key="once"), now)
    assert set(states(theirs).values()) == {"clash"}


def test_dates_out_of_reach_wait_and_are_booked_when_they_come_in_reach(
    db: Database, office: Office, now: datetime
) -> None:
    with db.transaction(office.actor.organisation_id) as tx:
        tx.execute(text("UPDATE organisation SET book_ahead_days = 7"))
    made = service.book(db, office.actor, weekly(office), now)
    assert list(states(made).values()) == ["booked", "booked", "planned", "planned", "planned"]
    assert [each.reach_on for each in made.dates[2:]] == [
        date(2026, 11, 19),
        date(2026, 11, 24),
        date(2026, 11, 26),
    ]
    assert service.book_due(db, now + timedelta(hours=1)) == 0
    # Midnight in the building: the day after the tests' Wednesday.
    midnight = now.replace(hour=23, minute=0)
    assert service.book_due(db, midnight) == 1
    found = service.series(db, office.actor, made.id, midnight)
    assert list(states(found).values()) == ["booked"] * 3 + ["planned"] * 2
    assert service.book_due(db, midnight) == 0
    later = midnight + 7 * DAY
    service.book_due(db, later)
    assert set(states(service.series(db, office.actor, made.id, later)).values()) == {"booked"}


def test_a_late_job_that_runs_twice_books_nothing_twice(
    db: Database, office: Office, now: datetime
) -> None:
    with db.transaction(office.actor.organisation_id) as tx:
        tx.execute(text("UPDATE organisation SET book_ahead_days = 2"))
    service.book(db, office.actor, weekly(office), now)
    late = now + 13 * DAY
    service.book_due(db, late)
    service.book_due(db, late)
    with db.transaction(office.actor.organisation_id) as tx:
        counted = tx.execute(text("SELECT count(*), count(DISTINCT during) FROM booking")).one()
    assert tuple(counted) == (3, 3)


def test_who_has_left_books_nothing_any_more(db: Database, office: Office, now: datetime) -> None:
    with db.transaction(office.actor.organisation_id) as tx:
        tx.execute(text("UPDATE organisation SET book_ahead_days = 7"))
    made = service.book(db, office.actor, weekly(office), now)
    with db.transaction(office.actor.organisation_id) as tx:
        tx.execute(
            text("UPDATE person SET left_at = :now WHERE id = :id"),
            {"now": now, "id": office.actor.person_id},
        )
    later = now + 10 * DAY
    service.book_due(db, later)
    found = service.series(db, office.facility, made.id, later)
    assert list(states(found).values()) == ["booked"] * 2 + ["cancelled"] * 3


def test_clashes_are_tried_again_and_what_is_booked_stays(
    db: Database, office: Office, now: datetime
) -> None:
    in_the_way = [take(db, office, SECOND), take(db, office, THIRD)]
    made = service.book(db, office.actor, weekly(office), now)
    before = {each.on: each.booking_id for each in made.dates}
    bookings.cancel(db, office.colleague, in_the_way[0], now)
    again = service.try_again(db, office.actor, made.id, {}, now)
    assert states(again)[SECOND] == "booked"
    assert states(again)[THIRD] == "clash"
    kept = {each.on: each.booking_id for each in again.dates if before[each.on]}
    assert kept == {on: booking for on, booking in before.items() if booking}


def test_another_place_is_booked_for_the_clashing_dates_in_one_go(
    db: Database, office: Office, now: datetime
) -> None:
    take(db, office, SECOND)
    take(db, office, THIRD)
    made = service.book(db, office.actor, weekly(office), now)
    assert [near.space_id for near in made.for_all] == [office.next_desk]
    wanted = dict.fromkeys((SECOND, THIRD), office.next_desk)
    again = service.try_again(db, office.actor, made.id, wanted, now)
    places = {each.on: each.space_id for each in again.dates}
    assert set(states(again).values()) == {"booked"}
    assert (places[SECOND], places[THIRD]) == (office.next_desk, office.next_desk)
    assert places[FIRST] == office.desk


def test_only_a_place_that_is_free_on_every_clashing_date_is_offered_for_all(
    db: Database, office: Office, now: datetime
) -> None:
    third_desk = make_space(db, office.facility, office.floor_id, x=6.0, name="Desk 3")
    take(db, office, SECOND)
    take(db, office, THIRD)
    take(db, office, THIRD, office.next_desk)
    plan = service.preview(db, office.actor, weekly(office), now)
    offers = [[near.space_id for near in each.alternatives] for each in plan.dates[1:3]]
    assert offers == [[office.next_desk, third_desk], [third_desk]]
    assert [near.space_id for near in plan.for_all] == [third_desk]


def test_trying_a_date_that_the_series_does_not_have_is_refused(
    db: Database, office: Office, now: datetime
) -> None:
    made = service.book(db, office.actor, weekly(office), now)
    with pytest.raises(Invalid, match="date_unknown"):
        service.try_again(db, office.actor, made.id, {TODAY: None}, now)


def bad_requests(office: Office) -> list[tuple[SeriesRequest, str]]:
    many = tuple(TODAY + n * DAY for n in range(367))
    return [
        (weekly(office, days=(FIRST,)), "series_unclear"),
        (SeriesRequest(office.desk, NINE_TO_FIVE), "series_unclear"),
        (SeriesRequest(office.desk, NINE_TO_FIVE, rule=RULE), "series_unclear"),
        (chosen(office, FIRST, FIRST), "dates_repeated"),
        (SeriesRequest(office.desk, NINE_TO_FIVE, many), "series_too_long"),
        (SeriesRequest(office.desk, Hours(540, 540), (FIRST,)), "hours_invalid"),
        (SeriesRequest(office.desk, Hours(540, 540 + 1441), (FIRST,)), "hours_invalid"),
        (chosen(office, FIRST, skip=frozenset([SECOND])), "date_unknown"),
        (chosen(office, FIRST, skip=frozenset([FIRST])), "series_without_days"),
        (chosen(office, date(1999, 1, 1)), "day_out_of_range"),
        (chosen(office, FIRST, instead={FIRST: office.actor.person_id}), "space_not_found"),
    ]


@pytest.mark.parametrize("number", range(11))
def test_a_request_that_makes_no_series_is_refused_and_writes_nothing(
    db: Database, office: Office, now: datetime, number: int
) -> None:
    request, code = bad_requests(office)[number]
    for ask in (service.preview, service.book):
        with pytest.raises(DomainError, match=code):
            ask(db, office.actor, request, now)
    assert service.my_series(db, office.facility, now) == []


def test_a_series_is_for_its_person_and_for_facility_staff(
    db: Database, office: Office, now: datetime
) -> None:
    made: SeriesView = service.book(db, office.actor, weekly(office), now)
    assert not service.series(db, office.facility, made.id, now).is_mine
    with pytest.raises(NotFound, match="series_not_found"):
        service.series(db, office.colleague, made.id, now)
    with pytest.raises(NotFound, match="series_not_found"):
        service.try_again(db, office.colleague, made.id, {}, now)


def test_a_year_of_days_is_booked_as_far_as_is_allowed(
    db: Database, office: Office, now: datetime
) -> None:
    request = SeriesRequest(office.desk, NINE_TO_FIVE, rule="FREQ=DAILY;COUNT=366", starts_on=FIRST)
    made = service.book(db, office.actor, request, now)
    counted = list(states(made).values())
    # 180 days ahead of today, which is the day before the first.
    assert (counted.count("booked"), counted.count("planned")) == (180, 186)
    longer = replace(request, rule="FREQ=DAILY;COUNT=367")
    with pytest.raises(Refused, match="series_too_long"):
        service.book(db, office.actor, longer, now)
