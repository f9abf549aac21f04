"""What closures do to bookings: those they meet are held, and returned when the place is open.

Held bookings still take their space, so nothing can have overlapped them meanwhile. Whoever has
checked in sits there: that booking keeps its state, and its person is told all the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, text

#: All that is closed on the floor from now on, and when it can be booked by its plans.
_CLOSED = """
closed AS MATERIALIZED (
  SELECT x.space_id, x.closure_id, x.during
  FROM closed_spaces(:floor, tstzrange(:now, NULL)) x)
"""
_THERE = """
there AS MATERIALIZED (
  SELECT y.space_id, range_agg(y.during) AS during
  FROM bookable_spaces(:floor, tstzrange(:now, NULL)) y GROUP BY y.space_id)
"""
_MEETS = "c.space_id = b.space_id AND c.during && (b.during * tstzrange(:now, NULL))"

_LOCK_FLOOR = text("""
SELECT id FROM floor WHERE organisation_id = :organisation AND id = :floor FOR NO KEY UPDATE
""")
# Bookings lock spaces in the order of their ids, and so does this: nobody deadlocks.
_LOCK_SPACES = text("""
SELECT id FROM space
WHERE organisation_id = :organisation AND id IN (
  SELECT x.space_id FROM closed_spaces(:floor, tstzrange(:now, NULL)) x)
ORDER BY id FOR NO KEY UPDATE
""")
# Checking in and giving back lock the booking alone: what is seen after this stays so.
_LOCK_BOOKINGS = text("""
SELECT id FROM booking
WHERE organisation_id = :organisation AND floor_id = :floor AND upper(during) > :now
  AND state IN ('held', 'confirmed', 'checked_in')
  AND (space_id IN (SELECT x.space_id FROM closed_spaces(:floor, tstzrange(:now, NULL)) x)
    OR id IN (
      SELECT h.booking_id FROM booking_hold h
      WHERE h.organisation_id = :organisation AND h.floor_id = :floor
        AND h.closure_id IS NOT NULL AND h.answer IS NULL))
ORDER BY id FOR NO KEY UPDATE
""")
_HOLD = text(f"""
WITH {_CLOSED}, met AS MATERIALIZED (
  SELECT DISTINCT ON (b.id) b.id, b.space_id, b.during, b.state, c.closure_id
  FROM booking b
  JOIN closed c ON {_MEETS}
  WHERE b.organisation_id = :organisation AND b.floor_id = :floor AND upper(b.during) > :now
    AND b.state IN ('held', 'confirmed', 'checked_in') AND b.state <> 'held'
    AND NOT EXISTS (
      SELECT FROM booking_hold h
      WHERE h.organisation_id = b.organisation_id AND h.booking_id = b.id AND h.answer IS NULL)
  ORDER BY b.id, lower(c.during), c.closure_id
), held AS (
  UPDATE booking b SET state = 'held', changed_at = :now FROM met
  WHERE b.organisation_id = :organisation AND b.id = met.id AND b.state = 'confirmed'
)
INSERT INTO booking_hold (organisation_id, id, booking_id, floor_id, space_id, during, closure_id,
  held_at)
SELECT :organisation, gen_random_uuid(), m.id, :floor, m.space_id, m.during, m.closure_id, :now
FROM met m
RETURNING booking_id, closure_id
""")  # noqa: S608 - only the constants above
# Withdrawing or changing a request locks it alone, answering it its space before.
_LOCK_REQUESTS = text("""
SELECT id FROM booking
WHERE organisation_id = :organisation AND floor_id = :floor AND upper(during) > :now
  AND state = 'requested'
  AND space_id IN (SELECT x.space_id FROM closed_spaces(:floor, tstzrange(:now, NULL)) x)
ORDER BY id FOR NO KEY UPDATE
""")
_IMPOSSIBLE = text(f"""
WITH {_CLOSED}
SELECT DISTINCT ON (b.id) b.id, c.closure_id
FROM booking b
JOIN closed c ON {_MEETS}
WHERE b.organisation_id = :organisation AND b.floor_id = :floor AND upper(b.during) > :now
  AND b.state = 'requested'
ORDER BY b.id, lower(c.during), c.closure_id
""")  # noqa: S608 - only the constants above
# Held by the closure that meets it now, where another one did before.
_PASS_ON = text(f"""
WITH {_CLOSED}
UPDATE booking_hold h SET closure_id = x.closure_id
FROM booking b
CROSS JOIN LATERAL (
  SELECT c.closure_id FROM closed c WHERE {_MEETS}
  ORDER BY lower(c.during), c.closure_id LIMIT 1) x
WHERE h.organisation_id = :organisation AND h.floor_id = :floor AND h.closure_id IS NOT NULL
  AND h.answer IS NULL AND b.organisation_id = h.organisation_id AND b.id = h.booking_id
  AND NOT EXISTS (SELECT FROM closed c WHERE c.closure_id = h.closure_id AND {_MEETS})
""")  # noqa: S608 - only the constants above
_RETURN = text(f"""
WITH {_CLOSED}, {_THERE}, open_hold AS MATERIALIZED (
  SELECT h.id, b.id AS booking_id, b.state
  FROM booking_hold h
  JOIN booking b ON b.organisation_id = h.organisation_id AND b.id = h.booking_id
  JOIN there t ON t.space_id = b.space_id AND t.during @> b.during * tstzrange(:now, NULL)
  WHERE h.organisation_id = :organisation AND h.floor_id = :floor AND h.closure_id IS NOT NULL
    AND h.answer IS NULL AND upper(b.during) > :now AND b.state IN ('held', 'checked_in')
    AND NOT EXISTS (SELECT FROM closed c WHERE {_MEETS})
), back AS (
  UPDATE booking b SET state = 'confirmed', changed_at = :now FROM open_hold o
  WHERE b.organisation_id = :organisation AND b.id = o.booking_id AND b.state = 'held'
), unoffered AS (
  DELETE FROM booking_offer f USING open_hold o
  WHERE f.organisation_id = :organisation AND f.booking_id = o.booking_id
)
UPDATE booking_hold h SET answer = 'returned', answered_at = :now FROM open_hold o
WHERE h.organisation_id = :organisation AND h.id = o.id
RETURNING h.booking_id
""")  # noqa: S608 - only the constants above
# Open again, but meanwhile on no plan: then it is the plan that holds it.
_LEAVE_TO_PLAN = text(f"""
WITH {_CLOSED}
UPDATE booking_hold h SET closure_id = NULL, plan_revision_id = r.id
FROM booking b, plan_revision r
WHERE h.organisation_id = :organisation AND h.floor_id = :floor AND h.closure_id IS NOT NULL
  AND h.answer IS NULL AND b.organisation_id = h.organisation_id AND b.id = h.booking_id
  AND upper(b.during) > :now AND b.state = 'held'
  AND r.organisation_id = h.organisation_id AND r.floor_id = h.floor_id AND r.state = 'published'
  AND NOT EXISTS (SELECT FROM closed c WHERE {_MEETS})
""")  # noqa: S608 - only the constants above
_BACK_AGAIN = text(f"""
WITH {_CLOSED}, {_THERE}
UPDATE booking_hold h SET back_told_at = :now
FROM booking b, there t
WHERE h.organisation_id = :organisation AND h.floor_id = :floor AND h.closure_id = :closure
  AND h.answer = 'moved' AND h.back_told_at IS NULL
  AND b.organisation_id = h.organisation_id AND b.id = h.booking_id AND b.state = 'confirmed'
  AND lower(b.during) > :now AND b.during = h.during AND b.space_id = h.moved_to
  AND b.space_id <> h.space_id
  AND t.space_id = h.space_id AND t.during @> b.during
  AND NOT EXISTS (
    SELECT FROM closed c WHERE c.space_id = h.space_id AND c.during && b.during)
  AND NOT is_space_taken(h.space_id, b.during, b.id)
RETURNING h.booking_id, h.space_id
""")  # noqa: S608 - only the constants above


def lock_floor(tx: Connection, organisation_id: UUID, floor_id: UUID) -> bool:
    """Keep plans and other closures of the floor waiting; False when there is no such floor."""
    found = tx.execute(_LOCK_FLOOR, {"organisation": organisation_id, "floor": floor_id})
    return found.one_or_none() is not None


def hold(
    tx: Connection, organisation_id: UUID, floor_id: UUID, now: datetime
) -> dict[UUID, list[UUID]]:
    """Hold the bookings of a floor that meet a closure and are not held yet, by the closure.

    What is left of a running booking counts. The spaces are locked first: a booking that is being
    made is seen by this, or sees the closure.
    """
    values = {"organisation": organisation_id, "floor": floor_id, "now": now}
    tx.execute(_LOCK_SPACES, values)
    tx.execute(_LOCK_BOOKINGS, values)
    tx.execute(_PASS_ON, values)
    held: dict[UUID, list[UUID]] = defaultdict(list)
    for row in tx.execute(_HOLD, values):
        held[row.closure_id].append(row.booking_id)
    return dict(held)


def impossible(
    tx: Connection, organisation_id: UUID, floor_id: UUID, now: datetime
) -> dict[UUID, list[UUID]]:
    """The requests of a floor that nobody can approve while its closures stand, by the closure.

    They are locked; so are the spaces, by ``hold`` before this.
    """
    values = {"organisation": organisation_id, "floor": floor_id, "now": now}
    tx.execute(_LOCK_REQUESTS, values)
    found: dict[UUID, list[UUID]] = defaultdict(list)
    for row in tx.execute(_IMPOSSIBLE, values):
        found[row.closure_id].append(row.id)
    return dict(found)


def give_back(
    tx: Connection, organisation_id: UUID, floor_id: UUID, now: datetime
) -> Sequence[UUID]:
    """Return the bookings of a floor that a closure held and none meets any more."""
    values = {"organisation": organisation_id, "floor": floor_id, "now": now}
    tx.execute(_LOCK_BOOKINGS, values)
    tx.execute(_PASS_ON, values)
    back = tx.execute(_RETURN, values).scalars().all()
    tx.execute(_LEAVE_TO_PLAN, values)
    return back


def free_again(
    tx: Connection, organisation_id: UUID, floor_id: UUID, closure_id: UUID, now: datetime
) -> list[tuple[UUID, UUID]]:
    """Bookings that had moved because of a closure and whose earlier place is free, with it.

    Each is given once.
    """
    values = {
        "organisation": organisation_id,
        "floor": floor_id,
        "closure": closure_id,
        "now": now,
    }
    return [(row.booking_id, row.space_id) for row in tx.execute(_BACK_AGAIN, values)]
