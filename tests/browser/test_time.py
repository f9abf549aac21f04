"""The page's own arithmetic of wall time, against Python's, on both nights when clocks change."""

from __future__ import annotations

import base64
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser

from app import paths
from floorplans.bookings.windows import window_of_wall
from floorplans.errors import Invalid

ZONES = (
    "Europe/Amsterdam",
    "Europe/London",
    "Europe/Helsinki",
    "America/New_York",
    "America/Los_Angeles",
    "America/St_Johns",
    "America/Santiago",
    "Australia/Sydney",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
    "Asia/Tokyo",
    "Pacific/Auckland",
    "Pacific/Chatham",
    "Africa/Cairo",
    "UTC",
)
#: Both change nights of Europe, America, Australia and New Zealand lie within these days.
DAYS = (
    *(date(2026, 3, day) for day in range(1, 32)),
    date(2026, 4, 5),
    date(2026, 9, 27),
    *(date(2026, 10, day) for day in range(1, 32)),
)
MINUTES = (0, 60, 90, 120, 135, 150, 180, 540, 1020)


@pytest.fixture(scope="module")
def times(chromium: Browser) -> Any:
    """A page that has our module of time and nothing else."""
    source = (paths.static() / "src" / "common" / "time.js").read_bytes()
    address = "data:text/javascript;base64," + base64.b64encode(source).decode()
    page = chromium.new_page()
    page.evaluate("async (address) => { window.times = await import(address); }", address)
    yield page
    page.close()


def _exists(wall: datetime, zone: ZoneInfo) -> bool:
    there = wall.replace(tzinfo=zone).astimezone(UTC)
    return there.astimezone(zone).replace(tzinfo=None) == wall


@pytest.mark.parametrize("name", ZONES)
def test_a_wall_time_is_the_instant_that_python_says(times: Any, name: str) -> None:
    zone = ZoneInfo(name)
    midnights = [datetime.combine(day, time()) for day in DAYS]
    walls = [midnight + timedelta(minutes=minute) for midnight in midnights for minute in MINUTES]
    walls = [wall for wall in walls if _exists(wall, zone)]
    asked = [[f"{wall:%Y-%m-%d}", f"{wall:%H:%M}"] for wall in walls]
    told = times.evaluate(
        "([walls, zone]) => walls.map(([date, time]) => window.times.instantOf(date, time, zone))",
        [asked, name],
    )
    # Where the hour comes twice, the first is meant: Python's fold 0.
    expected = [wall.replace(tzinfo=zone).timestamp() * 1000 for wall in walls]
    assert told == expected


#: What the service's own arithmetic must agree with, minute by minute, where clocks change.
NIGHTS = (
    ("Europe/Berlin", date(2027, 3, 28)),
    ("Europe/Berlin", date(2026, 10, 25)),
    ("Australia/Lord_Howe", date(2026, 4, 5)),
    ("Australia/Lord_Howe", date(2026, 10, 4)),
    ("America/New_York", date(2026, 11, 1)),
    ("Africa/Cairo", date(2026, 4, 24)),
)


@pytest.mark.parametrize(("name", "night"), NIGHTS)
def test_a_window_on_a_night_of_change_is_the_one_that_the_service_means(
    times: Any, name: str, night: date
) -> None:
    zone = ZoneInfo(name)
    midnight = datetime.combine(night, time())
    walls = [midnight + timedelta(minutes=minute) for minute in range(0, 300, 15)]
    pairs = [(start, end) for start in walls for end in walls if start < end]
    asked = [[f"{night:%Y-%m-%d}", f"{start:%H:%M}", f"{end:%H:%M}"] for start, end in pairs]
    told = times.evaluate(
        "([asked, zone]) => asked.map(([date, from, to]) => "
        "window.times.instants({ date, from, to }, zone))",
        [asked, name],
    )
    for (start, end), said in zip(pairs, told, strict=True):
        try:
            meant = window_of_wall(start, end, zone)
        except Invalid:
            assert said["from"] == said["to"]  # The clock skips all of it; the service says so.
            continue
        assert [datetime.fromisoformat(said[key]) for key in ("from", "to")] == [
            meant.from_at,
            meant.to_at,
        ]


@pytest.mark.parametrize(("name", "night"), NIGHTS)
def test_a_window_over_midnight_is_the_one_that_the_service_means(
    times: Any, name: str, night: date
) -> None:
    """Ending on the night of change, and beginning on it."""
    zone = ZoneInfo(name)
    clocks = [time(hour, minute) for hour in (0, 1, 2, 3, 6, 18, 22, 23) for minute in (0, 15, 45)]
    evenings = (night - timedelta(days=1), night)
    asked = [(day, start, end) for day in evenings for start in clocks for end in clocks]
    asked = [(day, start, end) for day, start, end in asked if end < start and end != time()]
    told = times.evaluate(
        "([asked, zone]) => asked.map(([date, from, to]) => "
        "window.times.instants({ date, from, to }, zone))",
        [[[f"{day}", f"{start:%H:%M}", f"{end:%H:%M}"] for day, start, end in asked], name],
    )
    for (day, start, end), said in zip(asked, told, strict=True):
        begins, ends = datetime.combine(day, start), datetime.combine(day, end)
        meant = window_of_wall(begins, ends + timedelta(days=1), zone)
        assert [datetime.fromisoformat(said[key]) for key in ("from", "to")] == [
            meant.from_at,
            meant.to_at,
        ]


@pytest.mark.parametrize(
    ("day", "hours"), [("2026-11-18", 8), ("2026-10-24", 9), ("2027-03-27", 7)]
)
def test_a_night_shift_has_the_hours_that_pass(times: Any, day: str, hours: int) -> None:
    told = times.evaluate(
        "(date) => window.times.instants({ date, from: '22:00', to: '06:00' }, 'Europe/Berlin')",
        day,
    )
    from_at, to_at = (datetime.fromisoformat(told[key]) for key in ("from", "to"))
    assert to_at - from_at == timedelta(hours=hours)


def test_a_window_over_midnight_goes_through_an_address_and_back(times: Any) -> None:
    window = {"date": "2026-12-31", "from": "22:00", "to": "06:00"}
    address = times.evaluate("(asked) => window.times.addressOf(asked)", window)
    assert address == {"from": "2026-12-31T22:00", "to": "2027-01-01T06:00"}
    back = times.evaluate("({ from, to }) => window.times.windowOf(from, to)", address)
    assert back == window


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2026-11-18T22:00", "2026-11-19T06:00", ("22:00", "06:00")),
        ("2026-11-18T22:00", "2026-11-18T06:00", ("22:00", "06:00")),
        ("2026-11-18T22:00", "2026-11-19T00:00", ("22:00", "24:00")),
        ("2026-11-18T08:00", "2026-11-18T18:00", ("08:00", "18:00")),
        ("2026-11-18T22:00", "2026-11-17T06:00", None),
        ("2026-11-18T09:00", "2026-11-17T18:00", None),
        ("2026-11-18T22:00", "2026-11-19T22:00", None),
        ("2026-11-18T22:00", "2026-11-18T22:00", None),
        ("2026-11-18T22:00", "2026-11-20T06:00", None),
        ("2026-11-18T22:00", "", None),
        ("2026-11-18T22:00", "9999-99-99T06:00", None),
    ],
)
def test_a_link_means_the_next_day_where_the_end_comes_before_the_start(
    times: Any, start: str, end: str, hours: tuple[str, str] | None
) -> None:
    told = times.evaluate("([from, to]) => window.times.linkedWindow(from, to)", [start, end])
    expected = hours and {"date": "2026-11-18", "from": hours[0], "to": hours[1]}
    assert told == expected


@pytest.mark.parametrize(
    ("from_at", "to_at", "hours"),
    [
        ("2026-11-18T21:00:00Z", "2026-11-19T05:00:00Z", ("22:00", "06:00")),
        ("2026-11-18T08:00:00Z", "2026-11-18T17:00:00Z", ("09:00", "18:00")),
        ("2026-11-18T08:00:00Z", "2026-11-20T07:00:00Z", None),
        # From the first 02:45 of the night of change to the second 02:15: no two fields say that.
        ("2026-10-25T00:45:00Z", "2026-10-25T01:15:00Z", None),
    ],
)
def test_a_booking_is_shown_in_fields_only_where_they_say_the_same(
    times: Any, from_at: str, to_at: str, hours: tuple[str, str] | None
) -> None:
    told = times.evaluate(
        "([from, to]) => window.times.windowBetween(from, to, 'Europe/Amsterdam')",
        [from_at, to_at],
    )
    assert (told and (told["from"], told["to"])) == hours


@pytest.mark.parametrize("day", ["0001-01-01", "1999-12-31", "9999-12-31", "2026-13-01"])
def test_an_address_with_a_day_that_the_service_has_not_is_no_window(times: Any, day: str) -> None:
    told = times.evaluate("(day) => window.times.windowOf(`${day}T09:00`, `${day}T17:00`)", day)
    assert told is None


def test_the_end_of_a_day_is_the_start_of_the_next(times: Any) -> None:
    told = times.evaluate("window.times.instantOf('2026-10-25', '24:00', 'Europe/Amsterdam')")
    assert datetime.fromtimestamp(told / 1000, UTC) == datetime(2026, 10, 25, 23, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-11-18T09:07:00Z", {"date": "2026-11-18", "from": "10:00", "to": "18:00"}),
        ("2026-11-18T05:00:00Z", {"date": "2026-11-18", "from": "08:00", "to": "18:00"}),
        ("2026-11-18T17:30:00Z", {"date": "2026-11-19", "from": "08:00", "to": "18:00"}),
        ("2026-11-20T19:00:00Z", {"date": "2026-11-23", "from": "08:00", "to": "18:00"}),
        ("2026-11-21T09:00:00Z", {"date": "2026-11-23", "from": "08:00", "to": "18:00"}),
    ],
)
def test_the_window_shown_first_is_what_somebody_means(
    times: Any, now: str, expected: dict[str, str]
) -> None:
    told = times.evaluate(
        "(now) => window.times.usualWindow(Date.parse(now), 'Europe/Amsterdam')", now
    )
    assert told == expected


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-11-18T05:00:00Z", {"date": "2026-11-18", "from": "07:00", "to": "15:30"}),
        ("2026-11-18T09:07:00Z", {"date": "2026-11-18", "from": "10:00", "to": "15:30"}),
        ("2026-11-18T14:00:00Z", {"date": "2026-11-19", "from": "07:00", "to": "15:30"}),
    ],
)
def test_who_usually_has_other_hours_means_those(
    times: Any, now: str, expected: dict[str, str]
) -> None:
    told = times.evaluate(
        """(now) => window.times.usualWindow(
          Date.parse(now), "Europe/Amsterdam", { from: "07:00", to: "15:30" })""",
        now,
    )
    assert told == expected


@pytest.mark.parametrize(
    ("day", "start", "end", "words"),
    [
        ("2026-11-18", "08:00", "18:00", None),
        ("2026-11-18", "22:00", "06:00", None),
        ("2026-11-18", "08:00", "20:00", None),
        ("2026-11-18", "08:00", "20:15", "12 hours 15 minutes"),
        ("2026-11-18", "19:00", "18:00", "23 hours"),
        ("2026-11-18", "00:00", "24:00", "24 hours"),
        # The night with the hour that comes twice, and the one that lacks an hour.
        ("2026-10-24", "19:00", "18:00", "24 hours"),
        ("2026-03-28", "19:00", "07:30", None),
    ],
)
def test_the_hours_that_pass_are_told_where_they_are_many(
    times: Any, day: str, start: str, end: str, words: str | None
) -> None:
    told = times.evaluate(
        "([date, from, to]) => window.times.longText({ date, from, to }, 'Europe/Amsterdam')",
        [day, start, end],
    )
    assert (told and told.replace("\N{NO-BREAK SPACE}", " ")) == words
