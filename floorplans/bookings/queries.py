"""The SQL of bookings. Hot statements are constants that the driver prepares once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, text

from floorplans.actor import Actor, Role
from floorplans.bookings.rules import Asked, BookingFacts, SpaceFacts, phase_of
from floorplans.bookings.schedule import FloorSchedule, schedule_of
from floorplans.bookings.views import BookingView, Window
from floorplans.database import Query
from floorplans.equipment.shown import brings_column, brought

#: Past bookings shown on one's own page; older ones are in the data export.
PAST_SHOWN = 50
UPCOMING_SHOWN = 500

# This carries every booking. Written for the driver, it spares SQLAlchemy's compiler.
_BOOKING = """
SELECT * FROM book_as_seen(
  %(organisation)s, %(space)s, tstzrange(%(from_at)s, %(to_at)s), %(person)s, %(key)s::text,
  %(digest)s::bytea, %(id)s, %(now)s, %(seen)s::text)
"""

_FACTS = text("""
SELECT * FROM locked_space_facts(
  :space, tstzrange(:from_at, :to_at), :person, NULL, :apart_from, :other_space)
""")

# Who moves what a colleague booked for them looks after it from then on.
_UPDATE = text("""
UPDATE booking
SET space_id = :space, floor_id = :floor, during = tstzrange(:from_at, :to_at), changed_at = :now,
    booked_by = CASE WHEN NOT :moves OR person_id <> :actor OR booked_by = :actor
      THEN booked_by END,
    team_id = CASE WHEN NOT :moves OR person_id <> :actor OR booked_by = :actor THEN team_id END,
    state = CASE WHEN :asks THEN 'requested' WHEN state = 'requested' THEN 'confirmed'
      WHEN state = 'held' AND NOT :still_held THEN 'confirmed' ELSE state END
WHERE organisation_id = :organisation AND id = :id
""")

_CANCEL = text("""
UPDATE booking SET state = 'cancelled', changed_at = :now
WHERE organisation_id = :organisation AND id = :id
""")

_END = text("""
UPDATE booking SET during = tstzrange(lower(during), :now), changed_at = :now
WHERE organisation_id = :organisation AND id = :id
""")

_ONE = """
SELECT b.id, b.space_id, b.person_id, lower(b.during) AS from_at, upper(b.during) AS to_at, b.state,
  b.booked_by
FROM booking b WHERE b.organisation_id = :organisation AND b.id = :id
"""
_READ = text(_ONE)
_LOCK = text(_ONE + " FOR UPDATE")

_VIEW = f"""
SELECT b.id, b.space_id, coalesce(q.name, s.name) AS space_name, s.kind, b.floor_id,
       f.name AS floor_name,
       g.name AS building_name, t.time_zone, lower(b.during) AS from_at, upper(b.during) AS to_at,
       b.state, b.person_id, p.name AS person_name, b.booked_by, k.name AS booked_by_name,
       b.team_id, b.is_private, b.note, b.answer_by, b.answer,
       {brings_column("bringing", "b", "booking_id")} AS brings
FROM booking b
JOIN space s ON s.organisation_id = b.organisation_id AND s.id = b.space_id
JOIN floor f ON f.organisation_id = b.organisation_id AND f.id = b.floor_id
JOIN building g ON g.organisation_id = b.organisation_id AND g.id = f.building_id
JOIN site t ON t.organisation_id = b.organisation_id AND t.id = f.site_id
JOIN person p ON p.organisation_id = b.organisation_id AND p.id = b.person_id
LEFT JOIN person k ON k.organisation_id = b.organisation_id AND k.id = b.booked_by
  AND k.id <> b.person_id
-- As it will be called, where another plan takes over until then.
LEFT JOIN planned_space q ON q.organisation_id = b.organisation_id AND q.space_id = b.space_id
  AND q.plan_revision_id = plan_at(b.floor_id, lower(b.during))
WHERE b.organisation_id = :organisation
"""  # noqa: S608 - only a constant of equipment
_VIEW_ONE = text(_VIEW + " AND b.id = :id")
_UPCOMING = text(
    _VIEW
    + " AND b.person_id = :person AND upper(b.during) > :now"
    + " AND b.state IN ('held', 'confirmed', 'checked_in', 'requested')"
    + " ORDER BY upper(b.during), b.id LIMIT :limit"
)
_PAST = text(
    _VIEW
    + " AND b.person_id = :person"
    + " AND (upper(b.during) <= :now OR b.state IN ('cancelled', 'released', 'declined'))"
    + " ORDER BY upper(b.during) DESC, b.id LIMIT :limit"
)

_FOR_OTHERS = text(
    _VIEW
    + " AND b.booked_by = :person AND b.person_id <> :person AND upper(b.during) > :now"
    + " AND b.state IN ('held', 'confirmed', 'checked_in', 'requested')"
    + " ORDER BY lower(b.during), p.name, b.id LIMIT :limit"
)

_HELD_HERE = text("""
SELECT count(*) FROM booking
WHERE organisation_id = :organisation AND person_id = :person AND upper(during) > :now
  AND state = 'held' AND floor_id = :floor
""")

_SCHEDULE = text("""
SELECT f.*, (
  SELECT json_object_agg(s.id, s.places) FROM space s
  WHERE s.organisation_id = current_organisation() AND s.floor_id = :floor AND s.places > 1
    AND s.ended_at IS NULL) AS places, (
  SELECT json_agg(json_build_array(a.space_id, extract(epoch FROM lower(a.during)),
    extract(epoch FROM upper(a.during)), a.person_id, a.who, a.assigned_id))
  FROM assigned_spaces(:floor, tstzrange(:from_at, :to_at)) a) AS assigned
FROM floor_schedule(:floor, :from_at, :to_at) f
""")
_BOOKED = text("""
SELECT b.id, b.space_id FROM booking b
WHERE b.organisation_id = current_organisation() AND b.id = ANY(CAST(:ids AS uuid[]))
""")

_VERSION = text("""
SELECT COALESCE(v.version, 0)
FROM floor f
LEFT JOIN floor_version v ON v.organisation_id = f.organisation_id AND v.floor_id = f.id
WHERE f.organisation_id = :organisation AND f.id = :floor
""")


def booking_as_seen(actor: Actor, booking_id: UUID, asked: Asked, seen: str | None) -> Query:
    """Lock the space and write the booking, if all that ``seen`` stands for is still so.

    The row tells whether it was written, and what is so now as ``SpaceFacts`` takes it. Without
    ``seen`` it only tells. There is no row when there is no such space in the organisation.
    """
    return Query(
        _BOOKING,
        {
            "organisation": actor.organisation_id,
            "space": asked.space_id,
            "from_at": asked.window.from_at,
            "to_at": asked.window.to_at,
            "person": actor.person_id,
            "key": asked.key,
            "digest": asked.digest,
            "id": booking_id,
            "now": asked.now,
            "seen": seen,
        },
    )


def locked_facts(
    connection: Connection,
    space_id: UUID,
    window: Window,
    *,
    person_id: UUID,
    apart_from: UUID,
    other_space: UUID,
) -> SpaceFacts | None:
    """Lock a space and another one, in the order of their ids, then read what rules need.

    ``person_id`` is whose booking it is, and whose row is locked before where rules limit what
    one person books. ``apart_from`` is a booking that does not stand in its own way. None when
    there is no such space in the organisation.
    """
    values = {
        "space": space_id,
        "from_at": window.from_at,
        "to_at": window.to_at,
        "person": person_id,
        "apart_from": apart_from,
        "other_space": other_space,
    }
    row = connection.execute(_FACTS, values).one_or_none()
    return None if row is None else SpaceFacts(*row)


def update(
    connection: Connection,
    actor: Actor,
    booking_id: UUID,
    *,
    space: SpaceFacts,
    window: Window,
    now: datetime,
    still_held: bool,
    asks: bool,
    moves: bool = True,
) -> None:
    """Move a booking, or with ``moves`` false leave it where it is.

    Raises IntegrityError 23P01 when the new place and time are taken.
    """
    connection.execute(
        _UPDATE,
        {
            "organisation": actor.organisation_id,
            "id": booking_id,
            "space": space.id,
            "floor": space.floor_id,
            "from_at": window.from_at,
            "to_at": window.to_at,
            "now": now,
            "actor": actor.person_id,
            "still_held": still_held,
            "asks": asks,
            "moves": moves,
        },
    )


def cancel(connection: Connection, actor: Actor, booking_id: UUID, now: datetime) -> None:
    connection.execute(_CANCEL, _key(actor, booking_id) | {"now": now})


def end(connection: Connection, actor: Actor, booking_id: UUID, now: datetime) -> None:
    connection.execute(_END, _key(actor, booking_id) | {"now": now})


def booking_facts(
    connection: Connection, actor: Actor, booking_id: UUID, *, lock: bool
) -> BookingFacts | None:
    """A stored booking, locked against other changes if wanted; None when there is none."""
    row = connection.execute(_LOCK if lock else _READ, _key(actor, booking_id)).one_or_none()
    if row is None:
        return None
    return BookingFacts(
        *(row.id, row.space_id, row.person_id),
        *(Window(row.from_at, row.to_at), row.state, row.booked_by),
    )


def view(
    connection: Connection, actor: Actor, booking_id: UUID, now: datetime
) -> BookingView | None:
    row = connection.execute(_VIEW_ONE, _key(actor, booking_id)).mappings().one_or_none()
    return None if row is None else _view(row, actor, now)


def bookings_of(connection: Connection, actor: Actor, now: datetime) -> list[BookingView]:
    """The person's bookings: those to come by time, then the latest that are over."""
    values = {"organisation": actor.organisation_id, "person": actor.person_id, "now": now}
    coming = connection.execute(_UPCOMING, values | {"limit": UPCOMING_SHOWN}).mappings()
    over = connection.execute(_PAST, values | {"limit": PAST_SHOWN}).mappings()
    ahead = sorted((_view(row, actor, now) for row in coming), key=lambda b: (b.from_at, b.id))
    return ahead + [_view(row, actor, now) for row in over]


def booked_for_others(connection: Connection, actor: Actor, now: datetime) -> list[BookingView]:
    """What the person booked for others and is not over, by time."""
    values = {"organisation": actor.organisation_id, "person": actor.person_id, "now": now}
    found = connection.execute(_FOR_OTHERS, values | {"limit": UPCOMING_SHOWN}).mappings()
    return [_view(row, actor, now) for row in found]


def held_count(connection: Connection, actor: Actor, floor_id: UUID, now: datetime) -> int:
    values = {
        "organisation": actor.organisation_id,
        "person": actor.person_id,
        "floor": floor_id,
        "now": now,
    }
    found: int = connection.execute(_HELD_HERE, values).scalar_one()
    return found


def schedule(connection: Connection, floor_id: UUID, span: Window) -> FloorSchedule | None:
    """What takes the floor's spaces over ``span``; None when it is not the organisation's."""
    values = {"floor": floor_id, "from_at": span.from_at, "to_at": span.to_at}
    row = connection.execute(_SCHEDULE, values).one_or_none()
    if row is None:
        return None
    takings = row.takings or ()
    return schedule_of(
        floor_id,
        row.version,
        row.time_zone,
        span,
        spaces=row.spaces or (),
        takings=takings,
        closures=row.closures or (),
        plans=row.plans or (),
        there=row.there,
        places=row.places,
        booked=_booked(connection, takings),
        assigned=row.assigned or (),
    )


def _booked(connection: Connection, takings: Sequence[list[Any]]) -> dict[str, str]:
    """The space of each booking that takes more spaces than that one."""
    times = Counter(booking_id for _, _, _, _, _, booking_id, *_ in takings)
    several = [booking_id for booking_id, count in times.items() if count > 1]
    if not several:
        return {}
    found = connection.execute(_BOOKED, {"ids": several})
    return {str(row.id): str(row.space_id) for row in found}


def floor_version(connection: Connection, actor: Actor, floor_id: UUID) -> int | None:
    values = {"organisation": actor.organisation_id, "floor": floor_id}
    found: int | None = connection.execute(_VERSION, values).scalar_one_or_none()
    return found


def _key(actor: Actor, booking_id: UUID) -> dict[str, object]:
    return {"organisation": actor.organisation_id, "id": booking_id}


def _view(row: Mapping[str, Any] | Any, actor: Actor, now: datetime) -> BookingView:
    values = dict(row)
    person_id = values.pop("person_id")
    mine = person_id == actor.person_id
    by_me = values.pop("booked_by") == actor.person_id
    is_staff = actor.role.covers(Role.FACILITY)
    may_know = mine or by_me or is_staff
    if not may_know:
        values["person_name"] = values["booked_by_name"] = None
    values["brings"] = brought(values["brings"])
    if not (mine or by_me or (is_staff and not values["is_private"])):
        values["note"] = None
    window = Window(values["from_at"], values["to_at"])
    phase = phase_of(values["state"], window, now)
    return BookingView(
        phase=phase,
        is_mine=mine,
        is_by_me=by_me and not mine,
        person_id=person_id if may_know else None,
        **values,
    )
