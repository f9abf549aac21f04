"""What a person usually takes: said in the profile, or learnt from their bookings when asked."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, RowMapping, text

from floorplans.actor import Actor
from floorplans.bookings import rules as booking_rules
from floorplans.database import Database
from floorplans.errors import Invalid
from floorplans.finding.views import Usual

#: What is longer ago was another time of life.
LEARNT_FROM = timedelta(days=90)
#: Whoever did something once does not do it usually.
LEAST_TIMES = 2
MINUTES_A_DAY = 1_440

_SAID = text("""
SELECT u.from_minute, u.to_minute, u.space_id, s.name, s.kind,
  s.bookable AND s.ended_at IS NULL AS is_there
FROM usual_choice u
LEFT JOIN space s ON s.organisation_id = u.organisation_id AND s.id = u.space_id
WHERE u.organisation_id = :organisation AND u.person_id = :person
""")
_MINE = """
FROM booking b
JOIN space s ON s.organisation_id = b.organisation_id AND s.id = b.space_id
  AND s.kind = CAST(:kind AS text) AND s.bookable AND s.ended_at IS NULL
JOIN floor f ON f.organisation_id = b.organisation_id AND f.id = b.floor_id
JOIN site t ON t.organisation_id = f.organisation_id AND t.id = f.site_id
WHERE b.organisation_id = :organisation AND b.person_id = :person
  AND upper(b.during) > :since AND b.state IN ('confirmed', 'checked_in')
"""
_PLACE = text(
    "SELECT s.id, s.name" + _MINE + "GROUP BY s.id, s.name HAVING count(*) >= :least"
    " ORDER BY count(*) DESC, max(lower(b.during)) DESC, s.id LIMIT 1"
)
# On the wall of the building, within one day.
_HOURS = text(
    f"""
SELECT x.from_minute, x.to_minute FROM (
  SELECT (extract(epoch FROM (lower(b.during) AT TIME ZONE t.time_zone)::time) / 60)::integer
      AS from_minute,
    (extract(epoch FROM (upper(b.during) AT TIME ZONE t.time_zone)::time) / 60)::integer
      AS to_minute, lower(b.during) AS at {_MINE}) x
WHERE x.from_minute < x.to_minute
GROUP BY x.from_minute, x.to_minute HAVING count(*) >= :least
ORDER BY count(*) DESC, max(x.at) DESC LIMIT 1
"""  # noqa: S608 - only the constant above
)
_SAY = text("""
INSERT INTO usual_choice (organisation_id, person_id, from_minute, to_minute, space_id)
VALUES (:organisation, :person, :from_minute, :to_minute, :space)
ON CONFLICT (organisation_id, person_id) DO UPDATE SET from_minute = excluded.from_minute,
  to_minute = excluded.to_minute, space_id = excluded.space_id
""")
_UNSAY = text("""
DELETE FROM usual_choice WHERE organisation_id = :organisation AND person_id = :person
""")
_BOOKABLE = text("""
SELECT EXISTS (
  SELECT FROM space WHERE organisation_id = :organisation AND id = :space AND bookable
    AND ended_at IS NULL)
""")


def usual(db: Database, actor: Actor, now: datetime, kind: str = "desk") -> Usual:
    """The hours and the place that the actor usually takes, as far as anybody can tell."""
    with db.transaction(actor.organisation_id) as tx:
        return known(tx, actor, kind, now)


def say_usual(
    db: Database,
    actor: Actor,
    now: datetime,
    *,
    hours: tuple[int, int] | None,
    space_id: UUID | None,
) -> Usual:
    """Say what one usually takes; None leaves it to be learnt. Hours are minutes of one day.

    Raises Invalid ``hours_invalid``, NotFound ``space_not_found``.
    """
    _check_hours(hours)
    with db.transaction(actor.organisation_id) as tx:
        if space_id is not None and not is_bookable(tx, actor, space_id):
            raise booking_rules.space_missing()
        if hours is None and space_id is None:
            tx.execute(_UNSAY, _key(actor))
        else:
            first, last = hours or (None, None)
            values = {"from_minute": first, "to_minute": last, "space": space_id}
            tx.execute(_SAY, _key(actor) | values)
        return known(tx, actor, "desk", now)


def known(tx: Connection, actor: Actor, kind: str, now: datetime) -> Usual:
    """As ``usual``, in a transaction."""
    said = tx.execute(_SAID, _key(actor)).mappings().one_or_none()
    values = _key(actor) | {"kind": kind, "since": now - LEARNT_FROM, "least": LEAST_TIMES}
    has_hours = said is not None and said["from_minute"] is not None
    has_place = said is not None and bool(said["is_there"]) and said["kind"] == kind
    hours = said if has_hours else tx.execute(_HOURS, values).mappings().one_or_none()
    place = said if has_place else tx.execute(_PLACE, values).mappings().one_or_none()
    return _usual(hours, place, hours_are_said=has_hours, place_is_said=has_place)


def is_bookable(tx: Connection, actor: Actor, space_id: UUID) -> bool:
    """Whether there is such a space in the organisation, and it can be booked."""
    found: bool = tx.execute(
        _BOOKABLE, {"organisation": actor.organisation_id, "space": space_id}
    ).scalar_one()
    return found


def _usual(
    hours: RowMapping | None, place: RowMapping | None, *, hours_are_said: bool, place_is_said: bool
) -> Usual:
    return Usual(
        from_minute=None if hours is None else hours["from_minute"],
        to_minute=None if hours is None else hours["to_minute"],
        hours_are_said=hours_are_said,
        space_id=None if place is None else place["space_id" if place_is_said else "id"],
        space_name=None if place is None else place["name"],
        place_is_said=place_is_said,
    )


def _check_hours(hours: tuple[int, int] | None) -> None:
    if hours is not None and not 0 <= hours[0] < hours[1] <= MINUTES_A_DAY:
        raise Invalid(
            "hours_invalid",
            "Working hours begin and end on one day, the end after the beginning. Nothing was"
            " changed.",
            "Choose an end that lies after the beginning.",
        )


def _key(actor: Actor) -> dict[str, Any]:
    return {"organisation": actor.organisation_id, "person": actor.person_id}
