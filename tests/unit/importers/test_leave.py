"""What leave calendars say, as people and programs write them."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from importers.assignments import read_assignments
from importers.assignments.reader import weekdays_of
from importers.days import day_of_text
from importers.issues import ImportRefused
from importers.leave import Away, Leave, read_leave

ZONE = ZoneInfo("Europe/Amsterdam")
TODAY = date(2026, 11, 18)


def calendar(*events: str) -> bytes:
    inside = "".join(f"BEGIN:VEVENT\r\nUID:{n}\r\n{e}END:VEVENT\r\n" for n, e in enumerate(events))
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{inside}END:VCALENDAR\r\n".encode()


def read(content: bytes, name: str = "leave.ics", *, with_people: bool = False) -> Leave:
    return read_leave(name, content, ZONE, TODAY, with_people=with_people)


def test_an_entry_of_whole_days_ends_the_day_before_its_end() -> None:
    found = read(calendar("DTSTART;VALUE=DATE:20261221\r\nDTEND;VALUE=DATE:20261224\r\n"))
    assert found.entries == (Away(date(2026, 12, 21), date(2026, 12, 23)),)


def test_days_that_hours_cover_whole_are_away_and_a_morning_is_not() -> None:
    found = read(
        calendar(
            "DTSTART:20261221T230000Z\r\nDTEND:20261223T230000Z\r\n",
            "DTSTART:20261125T090000Z\r\nDTEND:20261125T120000Z\r\n",
        )
    )
    assert found == Leave((Away(date(2026, 12, 22), date(2026, 12, 23)),), partly=1)


def test_repeated_days_are_followed_but_for_those_left_out() -> None:
    fridays = (
        "DTSTART;VALUE=DATE:20261120\r\nRRULE:FREQ=WEEKLY;COUNT=4\r\nEXDATE;VALUE=DATE:20261127\r\n"
    )
    days = [each.from_on for each in read(calendar(fridays)).entries]
    assert days == [date(2026, 11, 20), date(2026, 12, 4), date(2026, 12, 11)]


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "rule", ["FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=SECONDLY", "FREQ=DAILY;INTERVAL=0"]
)
def test_a_rule_without_an_end_holds_nobody_up(rule: str) -> None:
    found = read(calendar(f"DTSTART;VALUE=DATE:20261120\r\nRRULE:{rule}\r\n"))
    assert len(found.entries) <= 1


def test_what_is_cancelled_over_or_no_absence_is_left_out() -> None:
    found = read(
        calendar(
            "DTSTART;VALUE=DATE:20261120\r\nSTATUS:CANCELLED\r\n",
            "DTSTART;VALUE=DATE:20250101\r\n",
            "DTSTART;VALUE=DATE:20261201\r\nX-MICROSOFT-CDO-BUSYSTATUS:BUSY\r\n",
            "DTSTART;VALUE=DATE:20261202\r\nX-MICROSOFT-CDO-BUSYSTATUS:OOF\r\n",
        )
    )
    assert found == Leave((Away(date(2026, 12, 2), date(2026, 12, 2)),), partly=1)


def test_a_calendar_of_all_says_whose_leave_it_is() -> None:
    entry = "DTSTART;VALUE=DATE:20261120\r\nATTENDEE:MAILTO:Ann@Example.test\r\n"
    other = "DTSTART;VALUE=DATE:20261121\r\nORGANIZER:mailto:bob@example.test\r\n"
    found = read(calendar(entry, other, "DTSTART;VALUE=DATE:20261122\r\n"), with_people=True)
    assert [each.email for each in found.entries] == ["ann@example.test", "bob@example.test"]
    assert found.partly == 1


def test_a_table_says_the_same() -> None:
    content = b"E-Mail;von;bis\nann@example.test;21.12.2026;23.12.2026\n"
    found = read(content, "urlaub.csv", with_people=True)
    assert found.entries == (Away(date(2026, 12, 21), date(2026, 12, 23), "ann@example.test"),)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.ics", b"hello"),
        ("a.ics", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n"),
        ("a.csv", b"name,colour\nx,y\n"),
        ("a.csv", b"from,to\n2026-13-01,2026-12-01\n"),
        ("a.csv", b"from,to\n2026-12-02,2026-12-01\n"),
        ("a.csv", b""),
        ("a.ics", b"x" * 3_000_000),
    ],
)
def test_what_cannot_be_read_is_refused_with_advice(name: str, content: bytes) -> None:
    with pytest.raises(ImportRefused) as no:
        read(content, name)
    assert no.value.advice


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-12-24", date(2026, 12, 24)),
        ("24.12.2026", date(2026, 12, 24)),
        ("24/12/2026", date(2026, 12, 24)),
        ("12/24/2026", date(2026, 12, 24)),
        ("05/06/2026", None),
        ("29.02.2028", date(2028, 2, 29)),
        ("29.02.2027", None),
    ],
)
def test_days_are_read_where_they_mean_one_day(text: str, day: date | None) -> None:
    assert day_of_text(text) == day


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Mon Wed", (1, 3)),
        ("Mo-Fr", (1, 2, 3, 4, 5)),
        ("Fridays, Mondays", (1, 5)),
        ("Sat-Mon", (1, 6, 7)),
        ("1;3", (1, 3)),
        ("", (1, 2, 3, 4, 5, 6, 7)),
        ("someday", None),
    ],
)
def test_weekdays_are_read_as_people_write_them(text: str, days: tuple[int, ...] | None) -> None:
    assert weekdays_of(text) == days


def test_a_list_tells_which_lines_are_wrong() -> None:
    content = b"number,e-mail,weekdays,from,to\n1,a@b.test,Mon,2026-12-01,\n2,nobody,Mon,,\n"
    lines, trouble = read_assignments(content)
    assert [each.number for each in lines] == ["1"]
    assert [(each.line, each.code) for each in trouble] == [(3, "LIST_ROW_WITHOUT_PERSON")]
