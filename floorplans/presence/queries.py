"""The SQL of being there. Each change of state is one statement that names the state before it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, text

from floorplans.actor import Actor
from floorplans.bookings.views import Window
from floorplans.ids import new_id
from floorplans.presence.views import USUAL_OPENS_MIN, BookingThere, PlaceAt, Stay

_LIVE = "('held', 'confirmed', 'checked_in')"

_THERE = f"""
SELECT b.id, b.person_id, b.space_id, s.name AS space_name, s.kind, b.floor_id,
       f.name AS floor_name, t.time_zone, lower(b.during) AS from_at, upper(b.during) AS to_at,
       b.state, b.check_in_by AS by_at, b.frees_itself,
       coalesce(r.opens_min, {USUAL_OPENS_MIN}) AS opens_min
FROM booking b
JOIN space s ON s.organisation_id = b.organisation_id AND s.id = b.space_id
JOIN floor f ON f.organisation_id = b.organisation_id AND f.id = b.floor_id
JOIN site t ON t.organisation_id = b.organisation_id AND t.id = f.site_id
LEFT JOIN LATERAL check_in_rule_of(b.space_id) r ON true
WHERE b.organisation_id = :organisation
"""  # noqa: S608 - only the constant above
_ONE = text(_THERE + " AND b.id = :id")
_OF_IDS = text(_THERE + " AND b.id = ANY(:ids) ORDER BY lower(b.during), b.id")
_MINE = text(
    _THERE
    + f" AND b.person_id = :person AND upper(b.during) > :now AND b.state IN {_LIVE}"
    + " AND lower(b.during) <= CAST(:now AS timestamptz)"
    + f" + make_interval(mins => coalesce(r.opens_min, {USUAL_OPENS_MIN}))"
    + " ORDER BY lower(b.during), b.id"
)

_SPACE = text("""
SELECT s.id, s.kind, s.name, s.number, s.bookable, s.ended_at IS NULL AS is_there, f.id AS floor_id,
       f.name AS floor_name, g.name AS building_name, t.time_zone, o.longest_booking_hours
FROM space s
JOIN floor f ON f.organisation_id = s.organisation_id AND f.id = s.floor_id
JOIN building g ON g.organisation_id = s.organisation_id AND g.id = f.building_id
JOIN site t ON t.organisation_id = s.organisation_id AND t.id = f.site_id
JOIN organisation o ON o.id = s.organisation_id
WHERE s.organisation_id = :organisation AND s.id = :id
""")
_FLOOR = text("""
SELECT f.id, 'floor' AS kind, f.name, f.short_name AS number, false AS bookable, true AS is_there,
       f.id AS floor_id, f.name AS floor_name, g.name AS building_name, t.time_zone,
       o.longest_booking_hours
FROM floor f
JOIN building g ON g.organisation_id = f.organisation_id AND g.id = f.building_id
JOIN site t ON t.organisation_id = f.organisation_id AND t.id = f.site_id
JOIN organisation o ON o.id = f.organisation_id
WHERE f.organisation_id = :organisation AND f.id = :id
""")

_CHECK_IN = text("""
UPDATE booking SET state = 'checked_in', changed_at = :now
WHERE organisation_id = :organisation AND id = :id AND state = 'confirmed'
  AND space_id = :space AND lower(during) = :from_at AND upper(during) > :now
RETURNING space_id
""")
_CHECK_OUT = text("""
UPDATE booking SET during = tstzrange(lower(during), :now), changed_at = :now
WHERE organisation_id = :organisation AND id = :id AND state = 'checked_in'
  AND lower(during) < :now AND upper(during) > :now
""")
# Who came early and leaves before the hours begin has used none of them.
_GIVE_BACK = text("""
UPDATE booking SET state = 'cancelled', changed_at = :now
WHERE organisation_id = :organisation AND id = :id AND state = 'checked_in'
  AND lower(during) >= :now
""")
_RELEASE_DUE = text("""
UPDATE booking SET state = 'released', changed_at = :now
WHERE organisation_id = :organisation AND floor_id = :floor AND state = 'confirmed'
  AND frees_itself AND check_in_by <= :now
RETURNING id
""")
_RELEASE_UNCLAIMED = text("""
UPDATE booking SET state = 'released', changed_at = :now
WHERE organisation_id = :organisation AND id = :id AND space_id = :space
  AND state = 'confirmed' AND check_in_by <= :now
RETURNING id
""")
_TAKE = text("""
INSERT INTO booking (organisation_id, id, space_id, floor_id, person_id, during, state,
  created_at, changed_at)
VALUES (:organisation, :id, :space, :floor, :person, tstzrange(:start, :until), 'checked_in',
  :now, :now)
""")
_MOVE = text("""
UPDATE booking SET space_id = :space, floor_id = :floor, during = tstzrange(:start, :until),
  state = 'checked_in', changed_at = :now,
  booked_by = CASE WHEN booked_by = :person THEN booked_by END,
  team_id = CASE WHEN booked_by = :person THEN team_id END
WHERE organisation_id = :organisation AND id = :id AND person_id = :person
  AND state IN ('confirmed', 'checked_in') AND upper(during) > :now
RETURNING id
""")

_ARRIVE = text("""
INSERT INTO presence (organisation_id, id, booking_id, space_id, from_at)
VALUES (:organisation, :stay, :id, :space, :now)
""")
_LEAVE = text("""
UPDATE presence SET to_at = greatest(from_at, :now)
WHERE organisation_id = :organisation AND booking_id = :id AND to_at IS NULL
""")
# A booking that was ended in another way, or just ran out, ends its stay with it.
_STAYS = text("""
SELECT p.space_id, s.name AS space_name, p.from_at,
  CASE WHEN p.to_at IS NOT NULL THEN p.to_at
       WHEN b.state <> 'checked_in' THEN greatest(p.from_at, b.changed_at)
       WHEN upper(b.during) <= :now THEN greatest(p.from_at, upper(b.during)) END AS to_at
FROM presence p
JOIN booking b ON b.organisation_id = p.organisation_id AND b.id = p.booking_id
JOIN space s ON s.organisation_id = p.organisation_id AND s.id = p.space_id
WHERE p.organisation_id = :organisation AND p.booking_id = :id
ORDER BY p.from_at, p.id
""")

_DUE = text("SELECT organisation_id, floor_id FROM floors_to_release(:now)")
# In this order, as every booking does.
_LOCK_PERSON = text("SELECT lock_person(:person)")
_LOCK_SPACES = text("SELECT lock_spaces(:space, :other)")
_ROOMS = text("""
SELECT s.id, s.name FROM space s
WHERE s.organisation_id = :organisation AND s.floor_id = :floor AND s.kind = 'room'
  AND s.ended_at IS NULL
  AND EXISTS (SELECT FROM space_shape h WHERE h.organisation_id = s.organisation_id
    AND h.space_id = s.id AND h.is_live)
ORDER BY s.number, s.name, s.id LIMIT 200
""")
_FIRST_SPACE = text("""
SELECT id FROM space
WHERE organisation_id = :organisation AND floor_id = :floor AND bookable AND ended_at IS NULL
ORDER BY number, name, id LIMIT 1
""")


def place(tx: Connection, actor: Actor, place_id: UUID) -> PlaceAt | None:
    """The space or the floor of this id; None when it is neither in the organisation."""
    values = {"organisation": actor.organisation_id, "id": place_id}
    for statement in (_SPACE, _FLOOR):
        row = tx.execute(statement, values).mappings().one_or_none()
        if row is not None:
            return PlaceAt(**row)
    return None


def there(tx: Connection, actor: Actor, booking_id: UUID) -> BookingThere | None:
    row = tx.execute(_ONE, _key(actor, booking_id)).mappings().one_or_none()
    return None if row is None else _there(row)


def of_ids(tx: Connection, actor: Actor, ids: Sequence[UUID]) -> list[BookingThere]:
    values = {"organisation": actor.organisation_id, "ids": list(ids)}
    return [_there(row) for row in tx.execute(_OF_IDS, values).mappings()]


def mine_now(tx: Connection, actor: Actor, now: datetime) -> list[BookingThere]:
    """The actor's bookings that run, or whose check-in has opened; the earliest first."""
    values = {"organisation": actor.organisation_id, "person": actor.person_id, "now": now}
    return [_there(row) for row in tx.execute(_MINE, values).mappings()]


def check_in(tx: Connection, actor: Actor, seen: BookingThere, now: datetime) -> bool:
    """From confirmed to checked in, if it still is what was seen; tells whether it was."""
    values = _key(actor, seen.id) | {
        "now": now,
        "space": seen.space_id,
        "from_at": seen.window.from_at,
    }
    if tx.execute(_CHECK_IN, values).one_or_none() is None:
        return False
    arrive(tx, actor, seen.id, seen.space_id, now)
    return True


def check_out(tx: Connection, actor: Actor, booking_id: UUID, now: datetime) -> None:
    """End a booking that somebody is checked in to, and the stay with it."""
    values = _key(actor, booking_id) | {"now": now}
    for statement in (_CHECK_OUT, _GIVE_BACK, _LEAVE):
        tx.execute(statement, values)


def arrive(tx: Connection, actor: Actor, booking_id: UUID, space_id: UUID, now: datetime) -> None:
    """Begin a stay, and end the one before it: a person is at one place."""
    values = _key(actor, booking_id) | {"now": now, "space": space_id, "stay": new_id()}
    tx.execute(_LEAVE, values)
    tx.execute(_ARRIVE, values)


def take(  # noqa: PLR0917 - one act, its person, what is taken where and when
    tx: Connection,
    actor: Actor,
    booking_id: UUID,
    where: PlaceAt,
    window: Window,
    now: datetime,
) -> None:
    """A new booking whose person is there; raises IntegrityError 23P01 when taken."""
    tx.execute(_TAKE, _taking(actor, booking_id, where, window) | {"now": now})
    arrive(tx, actor, booking_id, where.id, now)


def move(  # noqa: PLR0917 - as above
    tx: Connection,
    actor: Actor,
    booking_id: UUID,
    where: PlaceAt,
    window: Window,
    now: datetime,
) -> bool:
    """What is left of an own booking, here and checked in; False when it is over by now."""
    values = _taking(actor, booking_id, where, window) | {"now": now}
    if tx.execute(_MOVE, values).one_or_none() is None:
        return False
    arrive(tx, actor, booking_id, where.id, now)
    return True


def release_due(tx: Connection, organisation_id: UUID, floor_id: UUID, now: datetime) -> list[UUID]:
    """Free the floor's places that nobody came for; the bookings that this call released."""
    values = {"organisation": organisation_id, "floor": floor_id, "now": now}
    return list(tx.execute(_RELEASE_DUE, values).scalars())


def release_unclaimed(
    tx: Connection, actor: Actor, booking_id: UUID, space_id: UUID, now: datetime
) -> bool:
    """Free one place whose grace is over; False when its person came or another was faster."""
    values = _key(actor, booking_id) | {"space": space_id, "now": now}
    return tx.execute(_RELEASE_UNCLAIMED, values).one_or_none() is not None


def lock(tx: Connection, actor: Actor, space_id: UUID, other_id: UUID) -> None:
    """Lock what a booking of these two would lock, in the same order."""
    tx.execute(_LOCK_PERSON, {"person": actor.person_id})
    tx.execute(_LOCK_SPACES, {"space": space_id, "other": other_id})


def due(tx: Connection, now: datetime) -> list[tuple[UUID, UUID]]:
    """The floors, with their organisations, on which something is to be released."""
    return [(row.organisation_id, row.floor_id) for row in tx.execute(_DUE, {"now": now})]


def stays(tx: Connection, actor: Actor, booking_id: UUID, now: datetime) -> tuple[Stay, ...]:
    rows = tx.execute(_STAYS, _key(actor, booking_id) | {"now": now}).mappings()
    return tuple(Stay(**row) for row in rows)


def first_space(tx: Connection, actor: Actor, floor_id: UUID) -> UUID | None:
    """A bookable space of the floor, the first by number; None where there is none."""
    values = {"organisation": actor.organisation_id, "floor": floor_id}
    found: UUID | None = tx.execute(_FIRST_SPACE, values).scalar_one_or_none()
    return found


def rooms(tx: Connection, actor: Actor, floor_id: UUID) -> list[tuple[UUID, str]]:
    values = {"organisation": actor.organisation_id, "floor": floor_id}
    return [(row.id, row.name) for row in tx.execute(_ROOMS, values)]


def _there(row: Any) -> BookingThere:
    values = dict(row)
    window = Window(values.pop("from_at"), values.pop("to_at"))
    return BookingThere(window=window, **values)


def _key(actor: Actor, booking_id: UUID) -> dict[str, object]:
    return {"organisation": actor.organisation_id, "id": booking_id}


def _taking(actor: Actor, booking_id: UUID, where: PlaceAt, window: Window) -> dict[str, object]:
    return _key(actor, booking_id) | {
        "person": actor.person_id,
        "space": where.id,
        "floor": where.floor_id,
        "start": window.from_at,
        "until": window.to_at,
    }
