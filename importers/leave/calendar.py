"""An iCalendar file as absences: its entries of whole days, repeated ones each by itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr
from icalendar import Calendar

from importers.issues import ImportRefused
from importers.leave.values import Away, Leave

#: How far ahead repeated entries are followed.
AHEAD = timedelta(days=731)
MOST_ENTRIES = 20_000
#: Of one repeated entry: more than every day until then.
MOST_REPEATS = 1_000
DAY = timedelta(days=1)
_FREQUENCIES = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})
#: Programs follow a rule to the year 9999. The calendar repeats after 400 years to the weekday, so
#: rules are followed near that end.
_LATER_YEARS = 7600
#: What programs of offices say of an entry; of these the person is not at their desk.
_NOT_THERE = frozenset({"OOF", "WORKINGELSEWHERE"})


class _LeftOut(Exception):
    """An entry that says nothing of whole days away."""


def read_calendar(content: bytes, zone: ZoneInfo, today: date, *, with_people: bool) -> Leave:
    """The absences of a calendar from ``today`` on; ImportRefused for what is none."""
    if not content.rstrip().upper().endswith(b"END:VCALENDAR"):
        # A part of a calendar would end the leave that the rest of it tells of.
        raise _not_readable()
    try:
        calendars = Calendar.from_ical(content, multiple=True)
        events: list[Any] = [event for each in calendars for event in each.walk("VEVENT")]
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError) as error:
        raise _not_readable() from error
    if len(events) > MOST_ENTRIES:
        raise ImportRefused(
            "LEAVE_TOO_LARGE",
            f"The calendar has {len(events):,} entries; at most {MOST_ENTRIES:,} are read.",
            "Export only the leave of the next year.",
        )
    # One date of a series that was moved stands in the file beside it.
    moved = {
        (str(e.get("UID")), _day(e["RECURRENCE-ID"].dt, zone))
        for e in events
        if "RECURRENCE-ID" in e
    }
    found: list[Away] = []
    partly = 0
    for event in events:
        try:
            found.extend(_aways(event, zone, today, moved, with_people=with_people))
        except _LeftOut:
            partly += 1
    return Leave(tuple(found), partly)


def _not_readable() -> ImportRefused:
    return ImportRefused(
        "LEAVE_NOT_READABLE",
        "The file is no calendar that can be read, or not all of it arrived.",
        "Export it again as iCalendar (.ics), or send a table (CSV).",
    )


def _aways(
    event: Any, zone: ZoneInfo, today: date, moved: set[tuple[str, date]], *, with_people: bool
) -> Iterator[Away]:
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        return
    busy = str(event.get("X-MICROSOFT-CDO-BUSYSTATUS", "OOF")).upper()
    if busy not in _NOT_THERE:
        raise _LeftOut
    first, days = _whole_days(event, zone)
    people = _people(event) if with_people else [None]
    if not people:
        raise _LeftOut
    uid = str(event.get("UID"))
    skipped = _skipped(event, zone)
    if "RECURRENCE-ID" not in event:
        skipped |= {day for of, day in moved if of == uid}
    for start in _starts(event, first, today):
        last = start + (days - 1) * DAY
        if start in skipped or last < today:
            continue
        yield from (Away(start, last, email) for email in people)


def _whole_days(event: Any, zone: ZoneInfo) -> tuple[date, int]:
    """The first whole day of an entry, and how many there are."""
    if "DTSTART" not in event:
        raise _LeftOut
    start = event["DTSTART"].dt
    if isinstance(start, datetime):
        return _of_hours(_wall(start, zone), _wall_end(event, start, zone))
    end = event["DTEND"].dt if "DTEND" in event else None
    if isinstance(end, datetime):
        end = _wall(end, zone).date()
    length = event["DURATION"].dt if "DURATION" in event else DAY
    days = (end - start).days if end is not None else max(length.days, 1)
    # Some programs write the last day itself.
    return start, max(days, 1)


def _of_hours(start: datetime, end: datetime) -> tuple[date, int]:
    first = start.date() if start.time() == time.min else start.date() + DAY
    days = (end.date() - first).days
    if days < 1:
        raise _LeftOut
    return first, days


def _wall_end(event: Any, start: datetime, zone: ZoneInfo) -> datetime:
    if "DTEND" in event:
        end = event["DTEND"].dt
        return _wall(end, zone) if isinstance(end, datetime) else datetime.combine(end, time.min)
    if "DURATION" in event:
        return _wall(start + event["DURATION"].dt, zone)
    raise _LeftOut


def _starts(event: Any, first: date, today: date) -> Iterator[date]:
    """The first days of all repeats that matter, each once."""
    horizon = today + AHEAD
    seen = set()
    for day in (first, *_repeated(event, first, horizon), *_more(event)):
        if day <= horizon and day not in seen:
            seen.add(day)
            yield day


def _repeated(event: Any, first: date, horizon: date) -> Iterator[date]:
    rules = event.get("RRULE")
    if rules is None:
        return
    for rule in rules if isinstance(rules, list) else [rules]:
        yield from _followed(rule, first, horizon)


def _followed(rule: Any, first: date, horizon: date) -> Iterator[date]:
    parts = {name.upper(): rule[name] for name in rule}
    if not parts.get("FREQ") or str(parts["FREQ"][0]).upper() not in _FREQUENCIES:
        raise _LeftOut
    until = parts.pop("UNTIL", None)
    last = horizon
    if until:
        end = until[0]
        last = min(horizon, end.date() if isinstance(end, datetime) else end)
    text = ";".join(
        f"{name}={','.join(str(v) for v in (values if isinstance(values, list) else [values]))}"
        for name, values in parts.items()
    )
    later = _later(first)
    try:
        for count, moment in enumerate(rrulestr(text, dtstart=datetime.combine(later, time.min))):
            day = moment.date().replace(year=moment.year - _LATER_YEARS)
            if day > last or count >= MOST_REPEATS * 10:
                return
            yield day
    except (ValueError, TypeError, KeyError, IndexError, OverflowError) as error:
        raise _LeftOut from error


def _later(first: date) -> date:
    try:
        return first.replace(year=first.year + _LATER_YEARS)
    except ValueError as error:
        raise _LeftOut from error


def _more(event: Any) -> Iterator[date]:
    for dates in _several(event.get("RDATE")):
        for each in dates.dts:
            value = each.dt[0] if isinstance(each.dt, tuple) else each.dt
            yield value.date() if isinstance(value, datetime) else value


def _skipped(event: Any, zone: ZoneInfo) -> set[date]:
    return {_day(each.dt, zone) for dates in _several(event.get("EXDATE")) for each in dates.dts}


def _several(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _people(event: Any) -> list[str | None]:
    """Whose entry it is: those who are asked to it, else whoever made it."""
    attendees = [_address(each) for each in _several(event.get("ATTENDEE"))]
    named = [each for each in attendees if each]
    if not named:
        named = [each for each in (_address(event.get("ORGANIZER")),) if each]
    return list(dict.fromkeys(named))


def _address(value: Any) -> str | None:
    text = str(value or "").strip()
    scheme, _, address = text.partition(":")
    return address.strip().lower() if scheme.lower() == "mailto" and "@" in address else None


def _day(value: date | datetime, zone: ZoneInfo) -> date:
    return _wall(value, zone).date() if isinstance(value, datetime) else value


def _wall(value: datetime, zone: ZoneInfo) -> datetime:
    """What the clock of the building shows; times without a zone are meant there."""
    if value.tzinfo is None:
        return value
    return value.astimezone(UTC).astimezone(zone).replace(tzinfo=None)
