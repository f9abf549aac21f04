"""The SQL of assigned spaces."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, RowMapping, text

from floorplans.actor import Actor
from floorplans.assigning.views import AssignmentView, Days, StandingBooking
from floorplans.bookings.views import Window

_ONE_DAY = timedelta(days=1)

_VIEW = """
SELECT a.id, a.space_id, s.name AS space_name, s.kind, a.floor_id, f.name AS floor_name,
  g.name AS building_name, t.time_zone, a.person_id, p.name AS person_name,
  p.email AS person_email, s.bookable AND s.ended_at IS NULL AS is_there,
  ARRAY(SELECT n FROM generate_series(1, 7) n WHERE a.weekdays @> n) AS weekdays,
  lower(a.days) AS from_on, upper(a.days) AS until
FROM assignment a
JOIN space s ON s.organisation_id = a.organisation_id AND s.id = a.space_id
JOIN floor f ON f.organisation_id = a.organisation_id AND f.id = a.floor_id
JOIN building g ON g.organisation_id = a.organisation_id AND g.id = f.building_id
JOIN site t ON t.organisation_id = a.organisation_id AND t.id = f.site_id
JOIN person p ON p.organisation_id = a.organisation_id AND p.id = a.person_id
WHERE a.organisation_id = :organisation
"""
_ORDER = " ORDER BY g.name, f.ordinal, s.name, lower(a.days), a.id"
_ONE = text(_VIEW + " AND a.id = :id")
# What ended on some day of the last week may still be today's somewhere.
_ALL = text(
    _VIEW
    + """ AND p.left_at IS NULL AND (upper_inf(a.days) OR upper(a.days) > :today)
  AND (CAST(:floor AS uuid) IS NULL OR a.floor_id = :floor)
  AND (CAST(:space AS uuid) IS NULL OR a.space_id = :space)
  AND (CAST(:person AS uuid) IS NULL OR a.person_id = :person)"""
    + _ORDER
)
_SPACE = text("""
SELECT s.floor_id, s.places, t.time_zone FROM space s
JOIN floor f ON f.organisation_id = s.organisation_id AND f.id = s.floor_id
JOIN site t ON t.organisation_id = f.organisation_id AND t.id = f.site_id
WHERE s.organisation_id = :organisation AND s.id = :space AND s.bookable AND s.ended_at IS NULL
""")
_PERSON = text("""
SELECT id FROM person
WHERE organisation_id = :organisation AND lower(email) = lower(:email) AND left_at IS NULL
""")
_INSERT = text("""
INSERT INTO assignment (organisation_id, id, space_id, floor_id, person_id, weekdays, days,
  created_by, created_at)
VALUES (:organisation, :id, :space, :floor, :person,
  (SELECT range_agg(int4range(n, n, '[]')) FROM unnest(CAST(:weekdays AS integer[])) n),
  daterange(:from_on, :until), :by, :now)
""")
_CHANGE = text("""
UPDATE assignment SET days = daterange(:from_on, :until),
  weekdays = (
    SELECT range_agg(int4range(n, n, '[]')) FROM unnest(CAST(:weekdays AS integer[])) n)
WHERE organisation_id = :organisation AND id = :id
""")
_DELETE = text("DELETE FROM assignment WHERE organisation_id = :organisation AND id = :id")
_SAME = text("""
SELECT EXISTS (
  SELECT FROM assignment a
  WHERE a.organisation_id = :organisation AND a.space_id = :space AND a.person_id = :person
    AND a.days = daterange(:from_on, :until) AND a.weekdays = (
      SELECT range_agg(int4range(n, n, '[]')) FROM unnest(CAST(:weekdays AS integer[])) n))
""")
# Bookings of the space itself; whoever has the room around it is not told of a desk.
_STANDING = text("""
SELECT b.id AS booking_id, p.name AS person_name, lower(b.during) AS from_at,
  upper(b.during) AS to_at
FROM assignment a
JOIN floor f ON f.organisation_id = a.organisation_id AND f.id = a.floor_id
JOIN site t ON t.organisation_id = a.organisation_id AND t.id = f.site_id
JOIN taking k ON k.organisation_id = a.organisation_id AND k.space_id = a.space_id
  AND k.during && tstzrange(:now, NULL)
JOIN booking b ON b.organisation_id = a.organisation_id AND b.id = k.booking_id
  AND b.person_id <> a.person_id AND upper(b.during) > :now
JOIN person p ON p.organisation_id = a.organisation_id AND p.id = b.person_id
WHERE a.organisation_id = :organisation AND a.id = :id AND EXISTS (
  SELECT FROM assigned_days(a.floor_id, b.during, ARRAY[a.space_id]) d
  WHERE d.assignment_id = a.id AND d.during && tstzrange(:now, NULL))
ORDER BY lower(b.during), b.id
""")
_IN_THE_WAY = text("""
SELECT s.id AS space_id, s.kind, s.name, d.who, d.day
FROM space w
CROSS JOIN LATERAL (
  SELECT array_agg(t.space_id) AS ids FROM (
    SELECT w.id AS space_id
    UNION ALL SELECT x.space_id FROM taken_along(:organisation, w.id) x) t) reach
CROSS JOIN LATERAL assigned_days(w.floor_id, tstzrange(:from_at, :to_at), reach.ids) d
JOIN space s ON s.organisation_id = :organisation AND s.id = d.space_id
WHERE w.organisation_id = :organisation AND w.id = :space AND d.person_id <> :person
  AND NOT is_space_taken(w.id, tstzrange(:from_at, :to_at), NULL)
ORDER BY s.id <> w.id, d.day, s.name LIMIT 1
""")
_LOCK = text(
    "SELECT FROM space WHERE organisation_id = :organisation AND id = :space FOR NO KEY UPDATE"
)
# What the assignment says, less what was said of single days; whether others have them.
_DAYS = """
SELECT n.at::date AS day, coalesce(x.is_released, z.is_away) AS is_left, x.is_released,
  z.is_away, is_day_taken(a.id, n.at::date) AS is_taken
FROM assignment a
CROSS JOIN LATERAL generate_series(
  greatest(lower(a.days), CAST(:first AS date)),
  least(upper(a.days) - 1, CAST(:last AS date)), interval '1 day') n (at)
LEFT JOIN assigned_day x ON x.organisation_id = a.organisation_id AND x.assignment_id = a.id
  AND x.day = n.at::date
CROSS JOIN LATERAL (SELECT EXISTS (
  SELECT FROM absence b
  WHERE b.organisation_id = a.organisation_id AND b.person_id = a.person_id
    AND b.days @> n.at::date) AS is_away) z
WHERE a.organisation_id = :organisation AND a.id = :id
  AND a.weekdays @> extract(isodow FROM n.at)::integer
ORDER BY n.at
"""
_DAYS_OF = text(_DAYS)
_RELEASE = text("""
INSERT INTO assigned_day (organisation_id, assignment_id, floor_id, day, is_released)
SELECT :organisation, :id, :floor, unnest(CAST(:days AS date[])), true
ON CONFLICT (organisation_id, assignment_id, day) DO UPDATE SET is_released = true
""")
_STAY = text("""
INSERT INTO assigned_day (organisation_id, assignment_id, floor_id, day, is_released)
SELECT :organisation, :id, :floor, unnest(CAST(:days AS date[])), false
ON CONFLICT (organisation_id, assignment_id, day) DO UPDATE SET is_released = false
""")
_FORGET = text("""
DELETE FROM assigned_day
WHERE organisation_id = :organisation AND assignment_id = :id AND day = ANY(CAST(:days AS date[]))
""")
_HAS_SPACE = text("""
SELECT EXISTS (
  SELECT FROM assignment WHERE organisation_id = :organisation AND space_id = :space
    AND (upper_inf(days) OR upper(days) > :today))
""")


@dataclass(frozen=True, slots=True)
class Claim:
    """Whose a space is on the first of some days; ``who`` only where they let it be seen."""

    space_id: UUID
    kind: str
    name: str
    who: str | None
    day: date


def in_the_way(tx: Connection, actor: Actor, space_id: UUID, window: Window) -> Claim | None:
    """What is somebody else's and keeps a space from being booked; None where a booking does."""
    values = {
        "organisation": actor.organisation_id,
        "space": space_id,
        "person": actor.person_id,
        "from_at": window.from_at,
        "to_at": window.to_at,
    }
    row = tx.execute(_IN_THE_WAY, values).mappings().one_or_none()
    return None if row is None else Claim(**row)


def all_of(
    tx: Connection,
    organisation_id: UUID,
    today: date,
    *,
    floor_id: UUID | None = None,
    space_id: UUID | None = None,
    person_id: UUID | None = None,
) -> list[AssignmentView]:
    """Assignments that hold now or later, by place."""
    values = {
        "organisation": organisation_id,
        "today": today,
        "floor": floor_id,
        "space": space_id,
        "person": person_id,
    }
    return [_view(row) for row in tx.execute(_ALL, values).mappings()]


def one(tx: Connection, organisation_id: UUID, assignment_id: UUID) -> AssignmentView | None:
    row = tx.execute(_ONE, _key(organisation_id, assignment_id)).mappings().one_or_none()
    return None if row is None else _view(row)


def space(tx: Connection, organisation_id: UUID, space_id: UUID) -> RowMapping | None:
    """Floor, places and time zone of a space that can be booked."""
    values = {"organisation": organisation_id, "space": space_id}
    return tx.execute(_SPACE, values).mappings().one_or_none()


def person(tx: Connection, organisation_id: UUID, email: str) -> UUID | None:
    found: UUID | None = tx.execute(
        _PERSON, {"organisation": organisation_id, "email": email}
    ).scalar_one_or_none()
    return found


def insert(
    tx: Connection,
    organisation_id: UUID,
    assignment_id: UUID,
    *,
    space_id: UUID,
    floor_id: UUID,
    person_id: UUID,
    days: Days,
    by: UUID | None,
    now: datetime,
) -> None:
    """Write an assignment, the space locked; IntegrityError 23P01 where it is somebody else's."""
    values = _key(organisation_id, assignment_id) | _days(days)
    values |= {"space": space_id, "floor": floor_id, "person": person_id, "by": by, "now": now}
    tx.execute(_INSERT, values)


def change(tx: Connection, organisation_id: UUID, assignment_id: UUID, days: Days) -> None:
    tx.execute(_CHANGE, _key(organisation_id, assignment_id) | _days(days))


def delete(tx: Connection, organisation_id: UUID, assignment_id: UUID) -> None:
    tx.execute(_DELETE, _key(organisation_id, assignment_id))


def is_there(
    tx: Connection, organisation_id: UUID, space_id: UUID, person_id: UUID, days: Days
) -> bool:
    """Whether exactly this is assigned already."""
    values = {"organisation": organisation_id, "space": space_id, "person": person_id}
    return bool(tx.execute(_SAME, values | _days(days)).scalar_one())


def has_space(tx: Connection, organisation_id: UUID, space_id: UUID, today: date) -> bool:
    """Whether a space is somebody's, today or later."""
    values = {"organisation": organisation_id, "space": space_id, "today": today}
    return bool(tx.execute(_HAS_SPACE, values).scalar_one())


def standing(
    tx: Connection, organisation_id: UUID, assignment_id: UUID, now: datetime
) -> tuple[StandingBooking, ...]:
    """Bookings of others in days that are the person's own."""
    values = _key(organisation_id, assignment_id) | {"now": now}
    return tuple(StandingBooking(**row) for row in tx.execute(_STANDING, values).mappings())


def lock(tx: Connection, organisation_id: UUID, space_id: UUID) -> None:
    """As whoever books the space does."""
    tx.execute(_LOCK, {"organisation": organisation_id, "space": space_id})


def days_of(
    tx: Connection, organisation_id: UUID, assignment_id: UUID, first: date, last: date
) -> Sequence[RowMapping]:
    """Each day of an assignment: ``is_left`` to others, why, and whether somebody took it."""
    values = _key(organisation_id, assignment_id) | {"first": first, "last": last}
    return tx.execute(_DAYS_OF, values).mappings().all()


def release(tx: Connection, organisation_id: UUID, own: AssignmentView, days: list[date]) -> None:
    tx.execute(_RELEASE, _of_days(organisation_id, own, days))


def stay(tx: Connection, organisation_id: UUID, own: AssignmentView, days: list[date]) -> None:
    """Their own although they are away; IntegrityError 23P01 where somebody has a day."""
    tx.execute(_STAY, _of_days(organisation_id, own, days))


def forget(tx: Connection, organisation_id: UUID, own: AssignmentView, days: list[date]) -> None:
    """As any other day of the assignment; IntegrityError 23P01 where somebody has one."""
    tx.execute(_FORGET, _of_days(organisation_id, own, days))


def _of_days(organisation_id: UUID, own: AssignmentView, days: list[date]) -> dict[str, object]:
    return _key(organisation_id, own.id) | {"floor": own.floor_id, "days": days}


def _key(organisation_id: UUID, assignment_id: UUID) -> dict[str, object]:
    return {"organisation": organisation_id, "id": assignment_id}


def _days(days: Days) -> dict[str, object]:
    until = None if days.to_on is None else days.to_on + _ONE_DAY
    return {"weekdays": list(days.weekdays), "from_on": days.from_on, "until": until}


def _view(row: RowMapping) -> AssignmentView:
    values: dict[str, Any] = dict(row)
    until: date | None = values.pop("until")
    to_on = None if until is None else until - _ONE_DAY
    days = Days(tuple(values.pop("weekdays")), values.pop("from_on"), to_on)
    return AssignmentView(days=days, **values)
