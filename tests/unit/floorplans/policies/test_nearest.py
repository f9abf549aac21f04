"""The nearest hours that are allowed: they are, everywhere, in every night of a clock change."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from floorplans.bookings.views import Window
from floorplans.bookings.windows import day_of
from floorplans.policies import hours
from floorplans.policies.nearest import nearest_to
from floorplans.policies.rules import Case, broken
from floorplans.policies.terms import MINUTES_A_DAY, Load, Mode, Units
from tests.support.slowness import soon
from tests.unit.floorplans.bookings.test_windows import ZONES
from tests.unit.floorplans.policies.cases import AMSTERDAM, DAY, HOUR, NOW, make_case

#: Around both clock changes of every zone, and the end of a February with 29 days.
STARTS = [
    datetime(2026, 3, 1, tzinfo=UTC),
    datetime(2026, 9, 1, tzinfo=UTC),
    datetime(2028, 2, 20, tzinfo=UTC),
]
MINUTE = timedelta(minutes=1)


@st.composite
def openings(draw: st.DrawFn) -> tuple[tuple[int, int], ...] | None:
    days = draw(st.sets(st.integers(0, 6), min_size=1))
    quarters = draw(st.tuples(st.integers(0, 94), st.integers(1, 96)).filter(lambda q: q[0] < q[1]))
    start, end = (15 * quarter for quarter in quarters)
    spans = tuple((d * MINUTES_A_DAY + start, d * MINUTES_A_DAY + end) for d in sorted(days))
    return draw(st.sampled_from([None, spans, spans]))


@st.composite
def units(draw: st.DrawFn) -> Units | None:
    return draw(
        st.sampled_from(
            [
                None,
                Units(Mode.HOURS),
                Units(Mode.HOURS, step_min=30),
                Units(Mode.HOURS, step_min=15),
                Units(Mode.HALF_DAYS, half_at_min=13 * 60),
                Units(Mode.WHOLE_DAYS),
            ]
        )
    )


@st.composite
def windows(draw: st.DrawFn, start: datetime, most_days: int = 60) -> Window:
    from_at = start + draw(st.integers(0, most_days * MINUTES_A_DAY)) * MINUTE
    return Window(from_at, from_at + draw(st.integers(1, 3 * MINUTES_A_DAY)) * MINUTE)


@st.composite
def cases(draw: st.DrawFn) -> tuple[Case, Window]:
    now = draw(st.sampled_from(STARTS))
    zone = ZoneInfo(draw(st.sampled_from(ZONES)))
    load = tuple(draw(st.lists(windows(now, 20), max_size=4)))
    shortest = draw(st.sampled_from([None, 30, 120]))
    said = {
        "opening": draw(openings()),
        "units": draw(units()),
        "shortest_min": shortest,
        "at_once": draw(st.sampled_from([None, 1, 2])),
        "a_week": draw(st.sampled_from([None, 1, 3])),
    }
    case = make_case(
        now=now,
        zone=zone,
        load=Load(load, load),
        ahead=draw(st.integers(0, 90)),
        longest=draw(st.sampled_from([120, 600, 1_500, 10_080])),
        **{term: value for term, value in said.items() if value is not None},
    )
    return case, draw(windows(now))


@settings(max_examples=400, deadline=None)
@given(cases())
def test_the_nearest_hours_that_are_offered_are_allowed(drawn: tuple[Case, Window]) -> None:
    case, wanted = drawn
    found = broken(case, wanted)
    if found is None:
        return
    offered = nearest_to(case, wanted, found)
    if offered is None:
        return
    assert broken(case, offered) is None
    assert case.now < offered.to_at
    assert case.today <= hours.day_at(offered.from_at, case.zone) <= case.latest_day


@settings(max_examples=150, deadline=None)
@given(cases())
def test_where_nothing_is_offered_there_is_nothing_within_two_weeks(
    drawn: tuple[Case, Window],
) -> None:
    """Every window of an independent, coarse grid breaks a rule too."""
    case, wanted = drawn
    found = broken(case, wanted)
    if found is None or nearest_to(case, wanted, found) is not None:
        return
    for number in range(15):
        day = day_of(hours.day_at(case.now, case.zone) + number * DAY, case.zone)
        for begin in range(0, 48, 3):
            from_at = day.from_at + begin * HOUR / 2
            for half_hours in (1, 2, 4, 8, 16, 24):
                tried = Window(from_at, from_at + half_hours * HOUR / 2)
                assert tried.to_at <= case.now or broken(case, tried) is not None, tried


@pytest.mark.parametrize("name", ZONES)
@pytest.mark.parametrize("first", [date(2026, 3, 1), date(2026, 9, 1), date(2028, 2, 20)])
def test_opening_hours_are_those_on_the_wall_through_every_clock_change(
    name: str, first: date
) -> None:
    zone = ZoneInfo(name)
    spans = tuple((d * MINUTES_A_DAY + 420, d * MINUTES_A_DAY + 1_140) for d in range(7))
    for number in range(75):
        day = first + number * DAY
        (stretch,) = hours.open_on(spans, day, zone)
        assert stretch.from_at.astimezone(zone).strftime("%H:%M") == "07:00"
        assert stretch.to_at.astimezone(zone).strftime("%H:%M") == "19:00"
        assert hours.day_at(stretch.from_at, zone) == day


@pytest.mark.parametrize("name", ZONES)
@pytest.mark.parametrize("first", [date(2026, 3, 1), date(2026, 9, 1), date(2028, 2, 20)])
def test_days_that_are_open_all_round_leave_no_gap_in_any_night(name: str, first: date) -> None:
    zone = ZoneInfo(name)
    always = tuple((d * MINUTES_A_DAY, (d + 1) * MINUTES_A_DAY) for d in range(7))
    (stretch,) = hours.open_between(always, first, first + 75 * DAY, zone)
    assert stretch.from_at == day_of(first, zone).from_at
    assert stretch.to_at == day_of(first + 75 * DAY, zone).to_at


@pytest.mark.parametrize("name", ZONES)
@pytest.mark.parametrize("first", [date(2026, 3, 1), date(2026, 9, 1), date(2028, 2, 20)])
def test_every_whole_day_can_be_booked_and_is_what_is_offered(name: str, first: date) -> None:
    zone = ZoneInfo(name)
    now = day_of(first, zone).from_at
    case = make_case(units=Units(Mode.WHOLE_DAYS), zone=zone, now=now)
    for number in range(75):
        whole = day_of(first + number * DAY, zone)
        assert broken(case, whole) is None
        part = Window(whole.from_at + 9 * HOUR, whole.from_at + 10 * HOUR)
        found = broken(case, part)
        assert found is not None
        assert nearest_to(case, part, found) == whole


def test_a_day_that_is_not_open_offers_the_next_one_not_the_one_before() -> None:
    saturday = date(2026, 11, 21)
    spans = tuple((d * MINUTES_A_DAY + 420, d * MINUTES_A_DAY + 1_140) for d in range(5))
    case = make_case(opening=spans, now=NOW)
    begin = day_of(saturday, AMSTERDAM).from_at + 9 * HOUR
    found = broken(case, Window(begin, begin + HOUR))
    assert found is not None
    offered = nearest_to(case, Window(begin, begin + HOUR), found)
    assert offered is not None
    assert offered.from_at == begin + 2 * DAY


def test_nobody_is_sent_to_the_night_who_did_not_ask_for_it() -> None:
    day = day_of(date(2026, 11, 24), AMSTERDAM).from_at
    wanted = Window(day + 9 * HOUR, day + 17 * HOUR)
    case = make_case(at_once=1, load=Load(at_once=(wanted,)), now=NOW)
    found = broken(case, wanted)
    assert found is not None
    offered = nearest_to(case, wanted, found)
    assert offered is not None
    assert day + 7 * HOUR <= offered.from_at < offered.to_at <= day + 20 * HOUR


def test_who_asks_for_the_night_is_offered_the_night() -> None:
    day = day_of(date(2026, 11, 24), AMSTERDAM).from_at
    wanted = Window(day + 22 * HOUR, day + 30 * HOUR)
    case = make_case(longest=4 * 60, now=NOW)
    found = broken(case, wanted)
    assert found is not None
    offered = nearest_to(case, wanted, found)
    assert offered is not None
    assert wanted.from_at <= offered.from_at < offered.to_at <= wanted.to_at


def test_hours_that_are_over_are_not_offered() -> None:
    # It is 09:00; today was open from 05:00 to 08:00.
    case = make_case(opening=((2 * MINUTES_A_DAY + 300, 2 * MINUTES_A_DAY + 480),))
    wanted = Window(NOW + HOUR, NOW + 2 * HOUR)
    found = broken(case, wanted)
    assert found is not None
    offered = nearest_to(case, wanted, found)
    assert offered is not None
    assert hours.day_at(offered.from_at, AMSTERDAM) == date(2026, 11, 25)


def test_very_many_bookings_of_one_person_are_looked_through_in_a_moment() -> None:
    """Every hour of four months is full: nothing is found, and nobody waits for that."""
    hourly = tuple(Window(NOW + n * HOUR, NOW + (n + 1) * HOUR) for n in range(-24, 24 * 120))
    case = make_case(at_once=1, load=Load(at_once=hourly))
    wanted = Window(NOW + DAY, NOW + DAY + 2 * HOUR)
    found = broken(case, wanted)
    assert found is not None
    with soon(1):
        assert nearest_to(case, wanted, found) is None
