"""Whether it is too late to change or cancel a booking, by the rules of its place and person."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, text

from floorplans.actor import Actor, Role
from floorplans.bookings.rules import BookingFacts
from floorplans.policies import deadlines
from floorplans.policies.deadlines import Act
from floorplans.policies.terms import terms_of

#: What waits for a new place or an answer can be changed and given back at any time.
_AGREED = ("confirmed", "checked_in")

_SAID = text("""
SELECT x.rules, t.time_zone, o.book_ahead_days, o.longest_booking_hours,
  x.rules ?| ARRAY['change_by_min', 'cancel_by_min'] AND EXISTS (
    SELECT FROM closed_spaces(b.floor_id, b.during) c WHERE c.space_id = b.space_id) AS is_closed
FROM booking b
JOIN floor f ON f.organisation_id = b.organisation_id AND f.id = b.floor_id
JOIN site t ON t.organisation_id = f.organisation_id AND t.id = f.site_id
JOIN organisation o ON o.id = b.organisation_id
CROSS JOIN LATERAL (
  SELECT booking_rules(b.space_id, b.person_id, lower(b.during)) AS rules OFFSET 0) x
WHERE b.organisation_id = :organisation AND b.id = :id
""")


def check(
    connection: Connection, actor: Actor, booking: BookingFacts, act: Act, now: datetime
) -> None:
    """Refuse an act that comes after the deadline of the narrowest rule that says one.

    Facility staff may pass it; so may whose place is closed in the booked hours or waits for a new
    plan's. Raises Refused ``deadline_passed``.
    """
    if actor.role.covers(Role.FACILITY) or booking.state not in _AGREED:
        return
    if booking.window.from_at <= now:
        return
    key = {"organisation": actor.organisation_id, "id": booking.id}
    row = connection.execute(_SAID, key).one()
    if row.rules is None or row.is_closed:
        return
    terms = terms_of(
        row.rules, ahead_days=row.book_ahead_days, longest_hours=row.longest_booking_hours
    )
    said = terms.change_by_min if act is Act.CHANGE else terms.cancel_by_min
    deadlines.check(said, act, booking.window, ZoneInfo(row.time_zone), now)
