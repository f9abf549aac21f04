"""Whose bookings a new plan takes the place of: told before it is published, and followed after.

Whoever tells people by mail reads it here, too: ``of_plan`` has their address and what they said.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, text

from floorplans.bookings.views import AffectedBooking

_COLUMNS = """
b.id AS booking_id, p.id AS person_id, p.name AS person_name, p.email AS person_email,
s.id AS space_id, s.name AS space_name, s.kind, t.time_zone
"""
_JOINS = """
JOIN floor f ON f.organisation_id = s.organisation_id AND f.id = s.floor_id
JOIN site t ON t.organisation_id = f.organisation_id AND t.id = f.site_id
JOIN person p ON p.organisation_id = b.organisation_id AND p.id = b.person_id
"""
_AHEAD = text(f"""
SELECT {_COLUMNS}, lower(b.during) AS from_at, upper(b.during) AS to_at,
  'to_be_held' AS state, CAST(NULL AS timestamptz) AS answered_at, CAST(NULL AS text) AS moved_to
FROM booking b
JOIN space s ON s.organisation_id = b.organisation_id AND s.id = b.space_id
{_JOINS}
WHERE b.organisation_id = :organisation AND b.space_id = ANY(CAST(:spaces AS uuid[]))
  AND b.state = 'confirmed' AND b.during && tstzrange(:now, CAST(:until AS timestamptz))
ORDER BY lower(b.during), p.name, b.id
""")  # noqa: S608 - only the constants above
_OF_PLAN = text(f"""
SELECT {_COLUMNS}, lower(h.during) AS from_at, upper(h.during) AS to_at,
  CASE WHEN h.answer IS NOT NULL THEN h.answer WHEN upper(h.during) <= :now THEN 'over'
    ELSE 'held' END AS state,
  h.answered_at, m.name AS moved_to
FROM (
  SELECT DISTINCT ON (booking_id) * FROM booking_hold
  WHERE organisation_id = :organisation AND plan_revision_id = :revision
  ORDER BY booking_id, answer IS NULL DESC, held_at DESC, answered_at DESC
) h
JOIN booking b ON b.organisation_id = h.organisation_id AND b.id = h.booking_id
JOIN space s ON s.organisation_id = h.organisation_id AND s.id = h.space_id
LEFT JOIN space m ON m.organisation_id = h.organisation_id AND m.id = h.moved_to
{_JOINS}
ORDER BY h.answer IS NOT NULL, lower(h.during), p.name, b.id
""")  # noqa: S608 - only the constants above


def ahead(
    tx: Connection,
    organisation_id: UUID,
    space_ids: Sequence[UUID],
    now: datetime,
    until: datetime | None = None,
) -> tuple[AffectedBooking, ...]:
    """The bookings that would be held if these spaces were gone from then on, or until then."""
    values = {
        "organisation": organisation_id,
        "spaces": list(space_ids),
        "now": now,
        "until": until,
    }
    return _found(tx, _AHEAD, values) if space_ids else ()


def of_plan(
    tx: Connection, organisation_id: UUID, revision_id: UUID, now: datetime
) -> tuple[AffectedBooking, ...]:
    """The bookings that a plan held, those that nobody has answered first, then by time.

    A date that was cancelled and set again holds a booking twice: it is told once, as it stands.
    """
    values = {"organisation": organisation_id, "revision": revision_id, "now": now}
    return _found(tx, _OF_PLAN, values)


def _found(tx: Connection, statement: Any, values: dict[str, Any]) -> tuple[AffectedBooking, ...]:
    return tuple(AffectedBooking(**row) for row in tx.execute(statement, values).mappings())
