"""Calendar rules as days, and their hours on walls whose clocks change."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from floorplans.bookings.windows import first_instant, is_repeated, wall_time
from floorplans.errors import Invalid, Refused
from floorplans.series.recurrence import MOST_DATES, WEEKDAYS, days_of, rule_of
from floorplans.series.rules import window_on
from floorplans.series.views import Hours
from floorplans.series.words import said
from tests.support.slowness import soon

#: Each of them changes its clock in a way of its own, or not at all.
ZONES = (
    "Europe/Amsterdam",
    "Europe/London",
    "Europe/Dublin",
    "Europe/Lisbon",
    "Europe/Athens",
    "Africa/Cairo",
    "Africa/Casablanca",
    "Asia/Beirut",
    "Asia/Gaza",
    "Asia/Jerusalem",
    "Asia/Kathmandu",
    "Asia/Tokyo",
    "America/New_York",
    "America/St_Johns",
    "America/Santiago",
    "America/Havana",
    "America/Sao_Paulo",
    "Australia/Adelaide",
    "Australia/Lord_Howe",
    "Pacific/Chatham",
)
EARLY, LATE = date(2024, 1, 1), date(2037, 12, 31)
DAY = timedelta(days=1)

weekday_sets = st.sets(st.sampled_from(WEEKDAYS), min_size=1)


def days(rule: str, starts_on: date) -> list[date]:
    return list(days_of(rule_of(rule), starts_on))


@given(st.dates(EARLY, LATE), weekday_sets, st.integers(1, 6), st.integers(0, 370))
def test_a_weekly_rule_has_the_chosen_weekdays_of_each_nth_week(
    start: date, chosen: set[str], every: int, length: int
) -> None:
    until = start + timedelta(days=length)
    monday = start - timedelta(days=start.weekday())
    expected = [
        day
        for day in (start + timedelta(days=n) for n in range(length + 1))
        if WEEKDAYS[day.weekday()] in chosen and (day - monday).days // 7 % every == 0
    ]
    rule = f"FREQ=WEEKLY;INTERVAL={every};BYDAY={','.join(sorted(chosen))};UNTIL={until:%Y%m%d}"
    if expected and len(expected) <= MOST_DATES:
        assert days(rule, start) == expected
    else:
        with pytest.raises(Refused, match=r"series_(without_days|too_long)"):
            days(rule, start)


@given(st.dates(EARLY, LATE), st.integers(1, 31), st.integers(1, 40))
def test_a_monthly_rule_leaves_out_months_that_are_too_short(
    start: date, day: int, count: int
) -> None:
    found = days(f"FREQ=MONTHLY;BYMONTHDAY={day};COUNT={count}", start)
    expected, year, month = [], start.year, start.month
    while len(expected) < count:
        if day <= monthrange(year, month)[1] and date(year, month, day) >= start:
            expected.append(date(year, month, day))
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    assert found == expected


def test_the_thirty_first_is_no_day_of_april() -> None:
    found = days("FREQ=MONTHLY;COUNT=7", date(2027, 1, 31))
    assert [day.month for day in found] == [1, 3, 5, 7, 8, 10, 12]
    assert {day.day for day in found} == {31}


def test_a_leap_day_comes_every_four_years_and_not_in_between() -> None:
    found = days("FREQ=YEARLY;COUNT=3", date(2028, 2, 29))
    assert found == [date(2028, 2, 29), date(2032, 2, 29), date(2036, 2, 29)]


def test_the_last_day_of_a_month_may_be_a_leap_day() -> None:
    found = days("FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3", date(2028, 1, 1))
    assert found == [date(2028, 1, 31), date(2028, 2, 29), date(2028, 3, 31)]


def test_a_daily_rule_passes_through_a_leap_day() -> None:
    found = days("FREQ=DAILY;COUNT=3", date(2028, 2, 28))
    assert found == [date(2028, 2, 28), date(2028, 2, 29), date(2028, 3, 1)]


@pytest.mark.parametrize("zone_name", ZONES)
@settings(deadline=None, max_examples=40)
@given(st.dates(EARLY, LATE), st.integers(0, 95), st.integers(1, 96), st.integers(0, 4))
def test_hours_stay_on_the_wall_whatever_its_clock_does(
    zone_name: str, start: date, quarter: int, length: int, night: int
) -> None:
    """Each date is held to the clock by asking it what it shows, not by adding hours."""
    zone = ZoneInfo(zone_name)
    hours = Hours(quarter * 15, (quarter + length) * 15)
    # Series that pass a change of the clock, where the zone has one.
    near = nights(zone, start.year)
    first = near[night % len(near)] - 2 * DAY
    for on in days("FREQ=DAILY;COUNT=5", first):
        wanted_from, wanted_to = walls(on, hours)
        try:
            window = window_on(on, hours, zone)
        except Invalid:
            assert first_instant(wanted_to, zone) <= first_instant(wanted_from, zone)
            continue
        assert window.from_at < window.to_at
        assert shows(window.from_at, zone, wanted_from)
        assert shows(window.to_at, zone, wanted_to)
        assert not is_repeated(wanted_from, zone) or window.from_at == first_instant(
            wanted_from, zone
        )


def walls(on: date, hours: Hours) -> tuple[datetime, datetime]:
    midnight = datetime(on.year, on.month, on.day)  # noqa: DTZ001 - what a wall clock shows
    minute = timedelta(minutes=1)
    return midnight + hours.from_minute * minute, midnight + hours.to_minute * minute


def shows(instant: datetime, zone: ZoneInfo, wall: datetime) -> bool:
    """Whether the clock shows this time then, or skips it just then."""
    before = wall_time(instant - timedelta(seconds=1), zone)
    return wall_time(instant, zone) == wall or before < wall < wall_time(instant, zone)


def nights(zone: ZoneInfo, year: int) -> list[date]:
    """Days on which the clock changes, filled up with days on which it does not."""
    first = datetime(year, 1, 1, 12, tzinfo=UTC)
    noons = [first + n * DAY for n in range(366)]
    changed = [
        later.date()
        for earlier, later in pairwise(noons)
        if earlier.astimezone(zone).utcoffset() != later.astimezone(zone).utcoffset()
    ]
    return [*changed[:2], date(year, 2, 28), date(year, 12, 31), date(year, 6, 15)]


def test_a_weekly_morning_stays_at_nine_over_both_changes() -> None:
    zone = ZoneInfo("Europe/Amsterdam")
    found = days("FREQ=WEEKLY;COUNT=53", date(2026, 3, 20))
    starts = [window_on(day, Hours(540, 1020), zone).from_at for day in found]
    assert {wall_time(start, zone).hour for start in starts} == {9}
    assert {start.hour for start in starts} == {7, 8}


def test_a_night_shift_lasts_an_hour_less_or_more_when_the_clock_changes() -> None:
    zone, shift = ZoneInfo("Europe/Amsterdam"), Hours(22 * 60, 30 * 60)
    lengths = {
        on: (window := window_on(on, shift, zone)).to_at - window.from_at
        for on in (date(2027, 3, 26), date(2027, 3, 27), date(2027, 10, 30))
    }
    assert [length / timedelta(hours=1) for length in lengths.values()] == [8, 7, 9]


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ("FREQ=WEEKLY;BYDAY=MO", "series_without_end"),
        ("FREQ=DAILY;COUNT=367", "series_too_long"),
        ("FREQ=DAILY;UNTIL=20991231", "series_too_long"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=2", "series_without_days"),
        ("FREQ=DAILY;UNTIL=20200101", "series_without_days"),
    ],
)
def test_a_rule_that_makes_no_series_is_refused(rule: str, code: str) -> None:
    with pytest.raises(Refused, match=code):
        days(rule, date(2026, 11, 24))


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "WEEKLY",
        "FREQ=HOURLY;COUNT=2",
        "FREQ=SECONDLY;COUNT=2",
        "FREQ=DAILY;BYHOUR=9;COUNT=2",
        "FREQ=DAILY;FREQ=DAILY;COUNT=2",
        "FREQ=DAILY;BYEASTER=0;COUNT=2",
        "FREQ=WEEKLY;BYDAY=XX;COUNT=2",
        "FREQ=DAILY;COUNT=0",
        "FREQ=DAILY;COUNT=-1",
        "FREQ=DAILY;INTERVAL=0;COUNT=2",
        "FREQ=DAILY;COUNT=99999999999999999999",
        "FREQ=DAILY;UNTIL=20261341",
        "FREQ=DAILY;UNTIL=20261218T090000Z",
        "FREQ=MONTHLY;BYSETPOS=0;BYDAY=MO;COUNT=1",
        "FREQ=MONTHLY;BYDAY=+999MO;COUNT=2",
        "FREQ=YEARLY;BYMONTH=2;BYDAY=-999FR;COUNT=1",
        "FREQ=DAILY;COUNT=1\nDTSTART:20260101",
        "FREQ=DAILY;COUNT=" + "1" * 600,
    ],
)
def test_what_is_no_rule_is_told_so(rule: str) -> None:
    with pytest.raises(Invalid, match="rule_invalid"):
        days(rule, date(2026, 11, 24))


PARTS = """
FREQ=DAILY FREQ=WEEKLY FREQ=MONTHLY FREQ=YEARLY COUNT=3 UNTIL=20301231 INTERVAL=7 INTERVAL=9999
BYDAY=MO BYDAY=5MO BYDAY=-53SU BYDAY=+999MO
BYMONTHDAY=30 BYMONTHDAY=-31 BYMONTH=2 BYMONTH=13 BYYEARDAY=366
BYYEARDAY=-400 BYWEEKNO=53 BYWEEKNO=99 BYSETPOS=-1 BYSETPOS=400 WKST=SU WKST=XX
"""


@settings(deadline=None, max_examples=300)
@given(
    st.lists(
        st.sampled_from(PARTS.split()),
        min_size=1,
        max_size=7,
    ),
    st.dates(date(2000, 1, 1), date(2099, 12, 31)),
)
def test_any_rule_gives_days_or_a_refusal_and_soon(parts: list[str], start: date) -> None:
    # A rule that never meets a day is followed to the end of the calendar; three seconds without
    # the shift towards it, a sixth of one with it.
    with soon(0.2):
        try:
            found = days(";".join(parts), start)
        except (Invalid, Refused):
            found = [start]
    assert found == sorted(set(found))
    assert start <= found[0]
    assert found[-1] <= date(2099, 12, 31)


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("FREQ=WEEKLY;BYDAY=WE,MO;COUNT=2", "Every week on Monday and Wednesday"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;COUNT=2", "Every working day"),
        ("FREQ=WEEKLY;INTERVAL=2;COUNT=2", "Every 2 weeks on Tuesday"),
        ("FREQ=DAILY;COUNT=2", "Every day"),
        ("FREQ=MONTHLY;BYDAY=-1FR;COUNT=2", "Every month on the last Friday"),
        ("FREQ=MONTHLY;BYMONTHDAY=31;COUNT=2", "Every month on the 31."),
        ("FREQ=YEARLY;COUNT=2", "Every year on 24 November"),
        ("FREQ=YEARLY;BYWEEKNO=20;COUNT=2", "By a calendar rule"),
    ],
)
def test_a_rule_is_said_in_words(rule: str, words: str) -> None:
    assert said(rule_of(rule), date(2026, 11, 24), 2) == words


def test_a_rule_is_written_back_as_it_was_read() -> None:
    written = "FREQ=WEEKLY;BYDAY=MO;UNTIL=20261218"
    assert rule_of(f"RRULE:{written.lower()}").text == written
