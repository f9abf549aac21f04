"""What a new plan does to bookings: those that lose their place are held until it is back.

Held bookings still take their space, so nothing can have overlapped them meanwhile.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, text


def upcoming_counts(
    tx: Connection, organisation_id: UUID, floor_id: UUID, now: datetime
) -> dict[UUID, int]:
    """How many confirmed bookings of each space of a floor still run or lie ahead."""
    # The first condition on the state is the one that the partial index knows.
    statement = text("""
        SELECT space_id, count(*) AS bookings FROM booking
        WHERE organisation_id = :organisation AND floor_id = :floor
          AND during && tstzrange(:now, NULL) AND state IN ('held', 'confirmed', 'checked_in')
          AND state = 'confirmed'
        GROUP BY space_id
    """)
    values = {"organisation": organisation_id, "floor": floor_id, "now": now}
    return {UUID(str(row.space_id)): row.bookings for row in tx.execute(statement, values)}


def hold(tx: Connection, organisation_id: UUID, space_ids: Sequence[UUID], now: datetime) -> int:
    """Hold the confirmed bookings, running or ahead, of spaces that are gone; returns how many.

    The spaces are locked. A person who has checked in sits there: that booking runs out by itself.
    """
    statement = text("""
        UPDATE booking SET state = 'held', changed_at = :now
        WHERE organisation_id = :organisation AND space_id = ANY(CAST(:spaces AS uuid[]))
          AND state = 'confirmed' AND upper(during) > :now
    """)
    values = {"organisation": organisation_id, "spaces": list(space_ids), "now": now}
    return tx.execute(statement, values).rowcount


def restore(tx: Connection, organisation_id: UUID, floor_id: UUID, now: datetime) -> int:
    """Confirm the held bookings ahead whose space is there and bookable again; returns how many."""
    statement = text("""
        UPDATE booking AS b SET state = 'confirmed', changed_at = :now
        FROM space p
        WHERE b.organisation_id = :organisation AND b.floor_id = :floor AND b.state = 'held'
          AND upper(b.during) > :now AND p.organisation_id = b.organisation_id
          AND p.id = b.space_id AND p.ended_at IS NULL AND p.bookable
    """)
    values = {"organisation": organisation_id, "floor": floor_id, "now": now}
    return tx.execute(statement, values).rowcount
