"""What a new plan does to bookings: those that lose their place are held until it is back.

Held bookings still take their space, so nothing can have overlapped them meanwhile. Each time a
booking is held is a row of its own, with the plan that took the place and what came of it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import Connection, text

from floorplans.bookings.rules import BookingFacts
from floorplans.messages.kinds import Kind
from floorplans.messages.queue import tell

#: What came of a held booking: its person moved it, gave it back or kept a part of its hours, or
#: the place returned.
Answer = Literal["moved", "cancelled", "returned", "shortened"]


#: The states of a booking that may wait for an answer: whoever sits in a place that is closed keeps
#: being there.
ANSWERABLE = ("held", "checked_in")

#: When which space of the floor can be booked, by all the plans that hold from now on.
_THERE = """
  SELECT y.space_id, range_agg(y.during) AS during
  FROM bookable_spaces(:floor, tstzrange(:now, NULL)) y GROUP BY y.space_id
"""


def renew_parts(tx: Connection, floor_id: UUID, now: datetime) -> None:
    """Which spaces of a floor lie inside which, and what bookings to come take because of it.

    To be called when a plan came into force; the spaces of the floor are locked. What is taken
    twice by it stays: no booking is lost.
    """
    tx.execute(text("SELECT renew_parts(:floor, :now)"), {"floor": floor_id, "now": now})


def upcoming_counts(
    tx: Connection,
    organisation_id: UUID,
    floor_id: UUID,
    now: datetime,
    until: datetime | None = None,
) -> dict[UUID, int]:
    """How many confirmed bookings of each space of a floor still run or lie ahead.

    With ``until`` only those that begin before it: while a plan holds that another one follows.
    """
    # The first condition on the state is the one that the partial index knows.
    statement = text("""
        SELECT space_id, count(*) AS bookings FROM booking
        WHERE organisation_id = :organisation AND floor_id = :floor
          AND upper(during) > :now AND lower(during) < coalesce(:until, timestamptz 'infinity')
          AND state IN ('held', 'confirmed', 'checked_in')
          AND state = 'confirmed'
        GROUP BY space_id
    """)
    values = {"organisation": organisation_id, "floor": floor_id, "now": now, "until": until}
    return {UUID(str(row.space_id)): row.bookings for row in tx.execute(statement, values)}


def hold(
    tx: Connection,
    organisation_id: UUID,
    floor_id: UUID,
    now: datetime,
    *,
    revision_id: UUID,
) -> int:
    """Hold the confirmed bookings of a floor whose space is not there all the time; how many.

    ``revision_id`` is the plan by which it is not. What is left of a running booking counts, and
    plans that take over on a date do. The spaces are locked. A person who has checked in sits
    there: that booking runs out by itself.
    """
    statement = text(f"""
        WITH there AS MATERIALIZED ({_THERE}), held AS (
          UPDATE booking b SET state = 'held', changed_at = :now
          WHERE b.organisation_id = :organisation AND b.floor_id = :floor
            AND b.state = 'confirmed' AND b.state IN ('held', 'confirmed', 'checked_in')
            AND upper(b.during) > :now
            AND NOT EXISTS (
              SELECT FROM there t
              WHERE t.space_id = b.space_id AND t.during @> b.during * tstzrange(:now, NULL))
          RETURNING b.id, b.floor_id, b.space_id, b.during)
        INSERT INTO booking_hold (organisation_id, id, booking_id, floor_id, space_id, during,
          plan_revision_id, held_at)
        SELECT :organisation, gen_random_uuid(), id, floor_id, space_id, during, :revision, :now
        FROM held
        RETURNING booking_id
    """)  # noqa: S608 - only the constant above
    values = {
        "organisation": organisation_id,
        "floor": floor_id,
        "now": now,
        "revision": revision_id,
    }
    held = tx.execute(statement, values).scalars().all()
    tell(tx, Kind.HELD, held, now)
    return len(held)


def restore(tx: Connection, organisation_id: UUID, floor_id: UUID, now: datetime) -> int:
    """Confirm the held bookings ahead whose space is there and bookable all the time; how many."""
    statement = text(f"""
        WITH there AS MATERIALIZED ({_THERE}), back AS (
          UPDATE booking AS b SET state = 'confirmed', changed_at = :now
          FROM there t
          WHERE b.organisation_id = :organisation AND b.floor_id = :floor AND b.state = 'held'
            AND upper(b.during) > :now AND t.space_id = b.space_id
            AND t.during @> b.during * tstzrange(:now, NULL)
            -- What is closed is given back by whoever opens it.
            AND NOT EXISTS (
              SELECT FROM booking_hold c
              WHERE c.organisation_id = b.organisation_id AND c.booking_id = b.id
                AND c.answer IS NULL AND c.closure_id IS NOT NULL)
          RETURNING b.id
        ), told AS (
          UPDATE booking_hold h SET answer = 'returned', answered_at = :now
          FROM back
          WHERE h.organisation_id = :organisation AND h.booking_id = back.id
            AND h.answer IS NULL)
        SELECT id FROM back
    """)  # noqa: S608 - only the constant above
    values = {"organisation": organisation_id, "floor": floor_id, "now": now}
    back = tx.execute(statement, values).scalars().all()
    tell(tx, Kind.RETURNED, back, now)
    return len(back)


def chose(
    tx: Connection, organisation_id: UUID, booking: BookingFacts, space_id: UUID, now: datetime
) -> None:
    """Note that a booking that had lost its place has this one, or has its own in other hours."""
    if space_id == booking.space_id:
        answered(tx, organisation_id, booking.id, "shortened", now)
    else:
        answered(tx, organisation_id, booking.id, "moved", now, moved_to=space_id)


def answered(
    tx: Connection,
    organisation_id: UUID,
    booking_id: UUID,
    answer: Answer,
    now: datetime,
    *,
    moved_to: UUID | None = None,
) -> None:
    """Note what came of a held booking; ``moved_to`` is its new place when it was moved."""
    statement = text("""
        WITH unoffered AS (
          DELETE FROM booking_offer
          WHERE organisation_id = :organisation AND booking_id = :booking)
        UPDATE booking_hold SET answer = :answer, answered_at = :now, moved_to = :moved_to
        WHERE organisation_id = :organisation AND booking_id = :booking AND answer IS NULL
    """)
    values = {
        "organisation": organisation_id,
        "booking": booking_id,
        "answer": answer,
        "now": now,
        "moved_to": moved_to,
    }
    tx.execute(statement, values)
