"""What a rule would say to a booking that there is: the row of a query in, a verdict out."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import RowMapping

from floorplans.bookings.views import Window
from floorplans.bookings.windows import wall_time
from floorplans.policies import words
from floorplans.policies.rules import Case, all_broken
from floorplans.policies.terms import load_of, terms_of
from floorplans.policies.views import BrokenBooking


def broken_by(row: RowMapping, rule_id: UUID, now: datetime) -> BrokenBooking | None:
    """A booking that the rule does not allow, with what it says; None where it does.

    ``row`` is one of ``queries.judged``.
    """
    verdict = _judged(row, rule_id, now) or _crowded(row, rule_id)
    if verdict is None:
        return None
    code, says = verdict
    return BrokenBooking(
        booking_id=row["id"],
        person_name=row["person_name"],
        space_name=row["space_name"],
        kind=row["kind"],
        floor_name=row["floor_name"],
        time_zone=row["time_zone"],
        from_at=row["from_at"],
        to_at=row["to_at"],
        code=code,
        says=says,
    )


def _judged(row: RowMapping, rule_id: UUID, now: datetime) -> tuple[str, str] | None:
    terms = terms_of(
        row["rules"],
        ahead_days=row["book_ahead_days"],
        longest_hours=row["longest_booking_hours"],
    )
    zone = ZoneInfo(row["time_zone"])
    case = Case(terms, load_of(row["load"]), row["space_name"], zone, now)
    window = Window(row["from_at"], row["to_at"])
    broken = (found for found in all_broken(case, window) if found.by.rule_id == rule_id)
    return next(((found.code, found.says) for found in broken), None)


def _crowded(row: RowMapping, rule_id: UUID) -> tuple[str, str] | None:
    """What a space needs after a booking and around it, which the database holds for new ones."""
    rules = row["rules"] or {}
    buffer, distance = rules.get("buffer_min"), rules.get("distance_m")
    if buffer and UUID(buffer["id"]) == rule_id and row["next_at"] is not None:
        begins = wall_time(row["next_at"], ZoneInfo(row["time_zone"]))
        says = (
            f"The rule “{buffer['rule']}” keeps {words.length(buffer['says'])} free after each"
            f" booking, and the next one begins at {begins:%H:%M}."
        )
        return "too_soon_after", says
    if distance and UUID(distance["id"]) == rule_id and row["near_name"] is not None:
        says = (
            f"The rule “{distance['rule']}” keeps {words.metres(distance['says'])} free around a"
            f" booked place, and {row['near_name']} is booked {words.metres(row['near_m'])} away."
        )
        return "too_near_booked", says
    return None
