"""CSV of the bookings whose places a plan takes, for whoever tells people."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from app.exports.csv import defused
from floorplans.bookings.views import AffectedBooking

COLUMNS = (
    "person", "e_mail", "place", "kind", "from", "to", "time_zone", "state", "moved_to",
    "answered_at", "booking_id",
)  # fmt: skip


def write(found: Sequence[AffectedBooking]) -> bytes:
    """RFC 4180 in UTF-8 with a byte order mark; the times are those of the building."""
    text = io.StringIO(newline="")
    table = csv.writer(text)
    table.writerow(COLUMNS)
    for each in found:
        table.writerow([defused(cell) for cell in _row(each)])
    return text.getvalue().encode("utf-8-sig")


def _row(each: AffectedBooking) -> list[str]:
    zone = ZoneInfo(each.time_zone)
    return [
        each.person_name,
        each.person_email,
        each.space_name,
        each.kind,
        _local(each.from_at, zone),
        _local(each.to_at, zone),
        each.time_zone,
        each.state,
        each.moved_to or "",
        "" if each.answered_at is None else _local(each.answered_at, zone),
        str(each.booking_id),
    ]


def _local(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"
