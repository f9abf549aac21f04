"""Which kind of leave calendar a file is."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from importers.issues import ImportRefused
from importers.leave.calendar import read_calendar
from importers.leave.table import read_leave_table
from importers.leave.values import Leave

LEAVE_BYTES = 2 * 1024 * 1024


def read_leave(
    name: str, content: bytes, zone: ZoneInfo, today: date, *, with_people: bool
) -> Leave:
    """The absences of a file that are not over; by person where ``with_people``.

    ``zone`` is where times without one are meant, ``today`` the day there. Raises ImportRefused.
    """
    if len(content) > LEAVE_BYTES:
        raise ImportRefused(
            "LEAVE_TOO_LARGE",
            f"The file has {len(content) / 1e6:.1f} MB; at most {LEAVE_BYTES / 1e6:.0f} are read.",
            "Export only the leave of the next year.",
        )
    is_calendar = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:15].upper() == b"BEGIN:VCALENDAR"
    if is_calendar or name.lower().endswith((".ics", ".ical")):
        return read_calendar(content, zone, today, with_people=with_people)
    return read_leave_table(content, today, with_people=with_people)
