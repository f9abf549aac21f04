"""The SQL of series."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, text

from floorplans.actor import Actor
from floorplans.bookings.views import Window
from floorplans.database import Query
from floorplans.series.facts import DateFacts, Place, SeriesFacts
from floorplans.series.stored import with_dates
from floorplans.series.views import Hours, State

#: What ``occurrence_booked`` says when the date is not to be booked any more.
NOT_WANTED = "FP001"

_PLACE = text("""
SELECT s.id, s.name, s.kind, s.floor_id, f.name AS floor_name, g.name AS building_name, t.time_zone
FROM space s
JOIN floor f ON f.organisation_id = s.organisation_id AND f.id = s.floor_id
JOIN building g ON g.organisation_id = s.organisation_id AND g.id = f.building_id
JOIN site t ON t.organisation_id = s.organisation_id AND t.id = f.site_id
WHERE s.organisation_id = :organisation AND s.id = ANY(CAST(:spaces AS uuid[]))
""")

_INSERT = text("""
INSERT INTO series (organisation_id, id, person_id, space_id, from_minute, to_minute, rule,
  starts_on, ends_on, idempotency_key, idempotency_digest, note, is_private, booked_by,
  created_at, changed_at)
VALUES (:organisation, :id, :person, :space, :from_minute, :to_minute, :rule, :starts_on, :ends_on,
  :key, :digest, :note, :is_private, :by, :now, :now)
ON CONFLICT (organisation_id, person_id, idempotency_key) WHERE idempotency_key IS NOT NULL
DO NOTHING
RETURNING id
""")

_PRIOR = text("""
SELECT id FROM series
WHERE organisation_id = :organisation AND person_id = :person AND idempotency_key = :key
""")

_ADD_DATES = text("""
INSERT INTO series_date (organisation_id, series_id, on_date, space_id, from_minute, to_minute,
  state, try_at, changed_at)
SELECT :organisation, :series, d.on_date, d.space_id, d.from_minute, d.to_minute, d.state,
  CASE WHEN d.state = 'planned' THEN CAST(:now AS timestamptz) END, :now
FROM json_to_recordset(CAST(:dates AS json))
  AS d (on_date date, space_id uuid, from_minute integer, to_minute integer, state text)
ON CONFLICT (organisation_id, series_id, on_date) DO NOTHING
""")

_SERIES = """
SELECT r.id, r.person_id, r.booked_by, r.from_minute, r.to_minute, r.rule, r.starts_on, r.ends_on,
  r.idempotency_digest, r.note, r.is_private, p.role, p.name AS person_name, p.email, p.left_at,
  s.id AS space_id, s.name, s.kind, s.floor_id, f.name AS floor_name, g.name AS building_name,
  t.time_zone
FROM series r
JOIN person p ON p.organisation_id = r.organisation_id AND p.id = r.person_id
JOIN space s ON s.organisation_id = r.organisation_id AND s.id = r.space_id
JOIN floor f ON f.organisation_id = r.organisation_id AND f.id = s.floor_id
JOIN building g ON g.organisation_id = r.organisation_id AND g.id = f.building_id
JOIN site t ON t.organisation_id = r.organisation_id AND t.id = f.site_id
WHERE r.organisation_id = :organisation
"""
_ONE = text(_SERIES + " AND r.id = :series")
# Yesterday may still run, on the other side of the earth or past midnight.
_OWN = text(
    _SERIES
    + " AND :person IN (r.person_id, r.booked_by)"
    + " AND r.ends_on >= CAST(:now AS timestamptz)::date - 2"
    + " ORDER BY r.starts_on, r.id LIMIT :limit"
)

_SETTLE = text("""
UPDATE series_date SET state = :state, refusal = CAST(:refusal AS jsonb), try_at = NULL,
  changed_at = :now
WHERE organisation_id = :organisation AND series_id = :series AND on_date = :on
  AND state = 'planned' AND space_id = :space
  AND from_minute = :from_minute AND to_minute = :to_minute
""")

# Whoever may not book this day may not book those after it at the same place either.
_WAIT = text("""
UPDATE series_date SET try_at = :try_at, refusal = CAST(:refusal AS jsonb)
WHERE organisation_id = :organisation AND series_id = :series AND on_date >= :on
  AND space_id = :space AND state = 'planned'
""")

_PLAN_AGAIN = text("""
UPDATE series_date d
SET state = 'planned', try_at = :now, booking_id = NULL, during = NULL, refusal = NULL,
  space_id = coalesce(w.space_id, d.space_id), changed_at = :now
FROM json_to_recordset(CAST(:wanted AS json)) AS w (on_date date, space_id uuid)
WHERE d.organisation_id = :organisation AND d.series_id = :series AND d.on_date = w.on_date
  AND (d.state IN ('clash', 'refused', 'skipped', 'cancelled', 'planned') OR EXISTS (
    SELECT FROM booking b
    WHERE b.organisation_id = d.organisation_id AND b.id = d.booking_id
      AND b.state IN ('cancelled', 'released', 'declined')))
""")

_REPLAN = text("""
UPDATE series_date
SET state = 'planned', try_at = :now, refusal = NULL, space_id = :space,
  from_minute = :from_minute, to_minute = :to_minute, changed_at = :now
WHERE organisation_id = :organisation AND series_id = :series AND on_date = :on
  AND state IN ('planned', 'clash', 'refused')
""")

_CHANGED = text("""
UPDATE series_date
SET space_id = :space, from_minute = :from_minute, to_minute = :to_minute,
  during = tstzrange(:from_at, :to_at), changed_at = :now
WHERE organisation_id = :organisation AND series_id = :series AND on_date = :on
  AND state = 'booked'
""")

_DROP = text("""
UPDATE series_date SET state = 'cancelled', try_at = NULL, refusal = NULL, changed_at = :now
WHERE organisation_id = :organisation AND series_id = :series
  AND on_date = ANY(CAST(:dates AS date[]))
  AND state IN ('planned', 'clash', 'refused', 'skipped')
""")

_UPDATE = text("""
UPDATE series SET space_id = :space, from_minute = :from_minute, to_minute = :to_minute,
  rule = :rule, ends_on = :ends_on, changed_at = :now
WHERE organisation_id = :organisation AND id = :series
""")

_TAKE_OVER = text("""
UPDATE series SET booked_by = NULL
WHERE organisation_id = :organisation AND id = :series AND person_id = :person
""")

_DUE = text("SELECT organisation_id, series_id FROM series_due(:now, :most)")


def places(connection: Connection, actor: Actor, spaces: Sequence[UUID]) -> dict[UUID, Place]:
    """The places with these ids, as far as the organisation has them."""
    values = {"organisation": actor.organisation_id, "spaces": list(spaces)}
    return {row["id"]: Place(**row) for row in connection.execute(_PLACE, values).mappings()}


def insert(connection: Connection, actor: Actor, values: dict[str, Any]) -> UUID | None:
    """Write a series for the actor; None when its idempotency key has one already."""
    own = {"organisation": actor.organisation_id, "person": actor.person_id}
    made: UUID | None = connection.execute(_INSERT, values | own).scalar_one_or_none()
    return made


def prior(connection: Connection, actor: Actor, key: str) -> UUID | None:
    values = {"organisation": actor.organisation_id, "person": actor.person_id, "key": key}
    found: UUID | None = connection.execute(_PRIOR, values).scalar_one_or_none()
    return found


def add_dates(
    connection: Connection,
    actor: Actor,
    series_id: UUID,
    dates: Sequence[tuple[date, UUID, Hours, State]],
    now: datetime,
) -> None:
    """Write the dates of a series; those that are there stay as they are."""
    rows = [
        {
            "on_date": str(on),
            "space_id": str(space_id),
            "from_minute": hours.from_minute,
            "to_minute": hours.to_minute,
            "state": str(state),
        }
        for on, space_id, hours, state in dates
    ]
    values = {"dates": json.dumps(rows), "now": now}
    connection.execute(_ADD_DATES, _key(actor, series_id) | values)


def one(connection: Connection, actor: Actor, series_id: UUID) -> SeriesFacts | None:
    """A series with its dates; None when the organisation has none with that id."""
    row = connection.execute(_ONE, _key(actor, series_id)).mappings().one_or_none()
    return None if row is None else with_dates(connection, actor, [row])[0]


def own(connection: Connection, actor: Actor, now: datetime, limit: int) -> list[SeriesFacts]:
    """Series that are not over, of the actor and booked for others by them, by their first day."""
    values = {"organisation": actor.organisation_id, "person": actor.person_id}
    rows = connection.execute(_OWN, values | {"now": now, "limit": limit}).mappings().all()
    return with_dates(connection, actor, rows) if rows else []


def linking(
    actor: Actor, series_id: UUID, date_: DateFacts, now: datetime
) -> Callable[[Query], Query]:
    """Makes of the statement that writes a booking one that writes it as this date's.

    It raises ``NOT_WANTED``, and books nothing, when the date is not planned like this any more.
    """

    def linked(query: Query) -> Query:
        # In a CASE, which alone is sure not to call it for what was not booked.
        statement = f"""
        WITH w AS MATERIALIZED ({query.statement})
        SELECT * FROM w WHERE CASE WHEN w.booked THEN occurrence_booked(
          %(organisation)s, %(of_series)s, %(on_date)s, %(space)s, %(from_minute)s, %(to_minute)s,
          %(id)s, tstzrange(%(from_at)s, %(to_at)s), %(now)s) ELSE true END
        """  # noqa: S608 - only a constant of the bookings' own
        own = {"of_series": series_id, "on_date": date_.on} | _minutes(date_.hours)
        return Query(statement, {**query.values, **own})

    return linked


def settle(
    connection: Connection,
    actor: Actor,
    series_id: UUID,
    date_: DateFacts,
    *,
    state: State,
    refusal: dict[str, Any],
    now: datetime,
) -> None:
    """Note why a date could not be booked; one that is not planned like this any more stays."""
    wanted = {"on": date_.on, "space": date_.space_id} | _minutes(date_.hours)
    values = {"state": str(state), "refusal": json.dumps(refusal), "now": now}
    connection.execute(_SETTLE, _key(actor, series_id) | wanted | values)


def wait(
    connection: Connection,
    actor: Actor,
    series_id: UUID,
    date_: DateFacts,
    *,
    refusal: dict[str, Any],
    try_at: datetime,
) -> None:
    """Try a planned date, and those after it at the same place, not before ``try_at``."""
    values = {
        "on": date_.on,
        "space": date_.space_id,
        "refusal": json.dumps(refusal),
        "try_at": try_at,
    }
    connection.execute(_WAIT, _key(actor, series_id) | values)


def plan_again(
    connection: Connection,
    actor: Actor,
    series_id: UUID,
    wanted: Sequence[tuple[date, UUID | None]],
    now: datetime,
) -> None:
    """Have dates without a booking booked, some of them at another place."""
    rows = [
        {"on_date": str(on), "space_id": None if space is None else str(space)}
        for on, space in wanted
    ]
    connection.execute(
        _PLAN_AGAIN, _key(actor, series_id) | {"wanted": json.dumps(rows), "now": now}
    )


def replan(
    connection: Connection,
    actor: Actor,
    series_id: UUID,
    on: date,
    *,
    space_id: UUID,
    hours: Hours,
    now: datetime,
) -> None:
    """Have a date without a booking booked at this place, in these hours."""
    values = {"on": on, "space": space_id, "now": now} | _minutes(hours)
    connection.execute(_REPLAN, _key(actor, series_id) | values)


def changed(
    connection: Connection,
    actor: Actor,
    series_id: UUID,
    on: date,
    *,
    space_id: UUID,
    hours: Hours,
    window: Window,
    now: datetime,
) -> None:
    """Note that the booking of a date was changed with its series."""
    values = {"on": on, "space": space_id, "now": now} | _minutes(hours)
    ends = {"from_at": window.from_at, "to_at": window.to_at}
    connection.execute(_CHANGED, _key(actor, series_id) | values | ends)


def drop(
    connection: Connection, actor: Actor, series_id: UUID, dates: Sequence[date], now: datetime
) -> None:
    """Cancel dates that have no booking."""
    values = {"dates": list(dates), "now": now}
    connection.execute(_DROP, _key(actor, series_id) | values)


def update(
    connection: Connection,
    actor: Actor,
    series_id: UUID,
    *,
    space_id: UUID,
    hours: Hours,
    rule: str | None,
    ends_on: date,
    now: datetime,
) -> None:
    """Change what a series tells of itself, and what dates added later begin with."""
    values = {"space": space_id, "rule": rule, "ends_on": ends_on, "now": now} | _minutes(hours)
    connection.execute(_UPDATE, _key(actor, series_id) | values)


def take_over(connection: Connection, actor: Actor, series_id: UUID) -> None:
    """Leave a series to the actor alone, if it is theirs and somebody else booked it."""
    connection.execute(_TAKE_OVER, _key(actor, series_id) | {"person": actor.person_id})


def due(connection: Connection, now: datetime, most: int) -> list[tuple[UUID, UUID]]:
    """Organisations and series of which dates are to be tried, the longest waiting first."""
    found = connection.execute(_DUE, {"now": now, "most": most})
    return [(row.organisation_id, row.series_id) for row in found]


def _key(actor: Actor, series_id: UUID) -> dict[str, Any]:
    return {"organisation": actor.organisation_id, "series": series_id}


def _minutes(hours: Hours) -> dict[str, int]:
    return {"from_minute": hours.from_minute, "to_minute": hours.to_minute}
