"""When a plan takes over: what may be asked for, and how it is said. Values in, decision out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import RowMapping

from floorplans.bookings.windows import first_instant, moment_text
from floorplans.errors import Conflict, Refused
from floorplans.plans.views import Notice

#: A plan for later than this is better kept as a draft.
LATEST_DAYS = 3 * 366


def effective_at(asked: datetime | None, zone: ZoneInfo, now: datetime) -> datetime | None:
    """The instant (UTC) from which a plan shall hold; None means from now on.

    A time without an offset is what the clock in the building shows. Raises ``Refused``
    (``date_over``, ``date_too_far``).
    """
    if asked is None:
        return None
    at = first_instant(asked, zone) if asked.tzinfo is None else asked.astimezone(UTC)
    if at <= now:
        raise Refused(
            "date_over",
            f"{_upper(moment_text(at, zone))} is over. Nothing was published.",
            "Choose a later date, or publish without one to change the floor now.",
            **{"from": at.isoformat()},
        )
    if at > now + timedelta(days=LATEST_DAYS):
        raise Refused(
            "date_too_far",
            f"{_upper(moment_text(at, zone))} is too far ahead. Nothing was published.",
            "Choose a date within three years, or keep the plan as a draft.",
            **{"from": at.isoformat()},
        )
    return at


def check_moment_is_free(at: datetime, scheduled: Sequence[RowMapping], zone: ZoneInfo) -> None:
    """Raise ``Conflict`` when another plan takes over at that moment; the latter would never be."""
    for other in scheduled:
        if other["effective_from"] == at:
            raise Conflict(
                "date_taken",
                f"Plan {other['number']} takes over on {moment_text(at, zone)} already."
                " Nothing was published.",
                "Cancel its date first, or choose another one.",
                plan_id=str(other["id"]),
            )


def check_not_in_force(row: RowMapping, zone: ZoneInfo, now: datetime) -> None:
    """Raise ``Conflict`` when the date has come: then the plan is the floor's.

    A plan that was published without a date never had one.
    """
    at = row["effective_from"]
    if at is not None and at <= now:
        at = max(at, row["published_at"])  # One that was brought back is so for the second time.
        raise Conflict(
            "already_in_force",
            f"This plan is the floor's since {moment_text(at, zone)}. Nothing was changed.",
            "Bring the plan before it back instead.",
        )


def later_plans(
    scheduled: Sequence[RowMapping], revision_id: UUID, at: datetime, zone: ZoneInfo
) -> tuple[Notice, ...]:
    """What a person should know who publishes beneath plans that take over after ``at``."""
    return tuple(
        Notice(
            "LATER_PLAN",
            f"Plan {other['number']} takes over on {moment_text(other['effective_from'], zone)}"
            " all the same.",
            "It stays as it was compared. Look at it again, and cancel its date if it should"
            " not come.",
        )
        for other in scheduled
        if other["effective_from"] > at and other["id"] != revision_id
    )


def _upper(words: str) -> str:
    return words[:1].upper() + words[1:]
