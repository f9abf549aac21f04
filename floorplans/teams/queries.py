"""The SQL of booking for a team."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, RowMapping, text

from floorplans.actor import Actor, Role
from floorplans.bookings.views import Window

MOST_FOUND = 20
#: Bookings for teams that are shown at once.
MOST_SEATS = 1_000

_PEOPLE = text("""
SELECT id, role, name, email FROM person
WHERE organisation_id = :organisation AND id = ANY(CAST(:ids AS uuid[])) AND left_at IS NULL
  AND (lets_book OR :all_may OR id = :actor)
""")
_FIND = text("""
SELECT id, name FROM person
WHERE organisation_id = :organisation AND left_at IS NULL
  AND (id = :actor OR CASE WHEN :shown THEN shows_name ELSE lets_book OR :all_may END)
  AND strpos(lower(name), lower(:words)) > 0
ORDER BY lower(name), id LIMIT :most
""")
# In the axes of the site. Of a plan that takes over until then, its own shapes.
_FREE = text("""
SELECT h.space_id, coalesce(q.name, s.name) AS name, ST_X(h.anchor) AS x, ST_Y(h.anchor) AS y,
  ST_X(h.anchor_4326) AS lon, ST_Y(h.anchor_4326) AS lat
FROM space_shape h
JOIN space s ON s.organisation_id = h.organisation_id AND s.id = h.space_id
LEFT JOIN planned_space q ON q.organisation_id = h.organisation_id AND q.space_id = h.space_id
  AND q.plan_revision_id = h.plan_revision_id
WHERE h.organisation_id = :organisation AND h.floor_id = :floor
  AND CASE WHEN plan_at(:floor, :from_at) IS NULL THEN h.is_live
      ELSE h.plan_revision_id = plan_at(:floor, :from_at) END
  AND h.space_id = ANY(free_of_floor(
    :floor, tstzrange(:from_at, :to_at), :kind, CAST(:features AS text[]), NULL))
  AND h.space_id NOT IN (
    SELECT c.space_id FROM closed_spaces(:floor, tstzrange(:from_at, :to_at)) c)
ORDER BY h.space_id
""")
_FLOOR = text("""
SELECT f.id, f.name AS floor_name, f.ordinal, g.id AS building_id, g.name AS building_name,
  s.time_zone
FROM floor f
JOIN building g ON g.organisation_id = f.organisation_id AND g.id = f.building_id
JOIN site s ON s.organisation_id = f.organisation_id AND s.id = f.site_id
WHERE f.organisation_id = :organisation AND f.id = :floor
""")
_WHERE_SITS = text("""
SELECT ST_X(h.anchor) AS x, ST_Y(h.anchor) AS y
FROM booking b
JOIN person p ON p.organisation_id = b.organisation_id AND p.id = b.person_id
  AND (p.shows_name OR p.id = :actor)
JOIN space_shape h ON h.organisation_id = b.organisation_id AND h.space_id = b.space_id
  AND CASE WHEN plan_at(:floor, :from_at) IS NULL THEN h.is_live
      ELSE h.plan_revision_id = plan_at(:floor, :from_at) END
WHERE b.organisation_id = :organisation AND b.person_id = :person AND b.floor_id = :floor
  AND b.during && tstzrange(:from_at, :to_at) AND upper(b.during) > :from_at
  AND b.state IN ('held', 'confirmed', 'checked_in') AND (NOT b.is_private OR p.id = :actor)
ORDER BY lower(b.during), b.id LIMIT 1
""")
# People before spaces, and each in the order of their ids: nobody who books waits in a circle.
_LOCK_PEOPLE = text("""
SELECT lock_person(x.id) FROM (SELECT unnest(CAST(:ids AS uuid[])) AS id ORDER BY 1) x
""")
_LOCK_SPACES = text("""
SELECT id FROM space
WHERE organisation_id = :organisation AND id IN (
  SELECT u FROM unnest(CAST(:ids AS uuid[])) u
  UNION
  SELECT t.space_id FROM unnest(CAST(:ids AS uuid[])) u
  CROSS JOIN LATERAL taken_along(:organisation, u) t)
ORDER BY id FOR NO KEY UPDATE
""")
_INSERT = text("""
INSERT INTO booking (organisation_id, id, space_id, floor_id, person_id, during, state, booked_by,
  team_id, created_at, changed_at)
VALUES (:organisation, :id, :space, :floor, :person, tstzrange(:from_at, :to_at), 'confirmed', :by,
  :team, :now, :now)
""")
_GIVE_BACK = text("""
UPDATE booking SET changed_at = :now,
  state = CASE WHEN lower(during) >= :now OR state = 'requested' THEN 'cancelled'
    ELSE state END,
  during = CASE WHEN lower(during) >= :now OR state = 'requested' THEN during
    ELSE tstzrange(lower(during), :now) END
WHERE organisation_id = :organisation AND team_id = :team AND upper(during) > :now
  AND state IN ('held', 'confirmed', 'checked_in', 'requested')
RETURNING id
""")
_BOOKED_BY = text("""
SELECT booked_by FROM booking WHERE organisation_id = :organisation AND team_id = :team LIMIT 1
""")
_AHEAD = text("""
SELECT b.team_id, b.id AS booking_id, b.person_id, p.name AS person_name, b.space_id,
  coalesce(q.name, s.name) AS space_name, s.kind, b.floor_id, f.name AS floor_name,
  g.name AS building_name, t.time_zone, lower(b.during) AS from_at, upper(b.during) AS to_at,
  b.state
FROM booking b
JOIN person p ON p.organisation_id = b.organisation_id AND p.id = b.person_id
JOIN space s ON s.organisation_id = b.organisation_id AND s.id = b.space_id
JOIN floor f ON f.organisation_id = b.organisation_id AND f.id = b.floor_id
JOIN building g ON g.organisation_id = b.organisation_id AND g.id = f.building_id
JOIN site t ON t.organisation_id = b.organisation_id AND t.id = f.site_id
LEFT JOIN planned_space q ON q.organisation_id = b.organisation_id AND q.space_id = b.space_id
  AND q.plan_revision_id = plan_at(b.floor_id, lower(b.during))
WHERE b.organisation_id = :organisation AND b.team_id IS NOT NULL AND upper(b.during) > :now
  AND b.state IN ('held', 'confirmed', 'checked_in')
  AND (CAST(:by AS uuid) IS NULL OR b.booked_by = :by)
  AND (CAST(:team AS uuid) IS NULL OR b.team_id = :team)
ORDER BY lower(b.during), lower(p.name), b.id LIMIT :most
""")


def people(
    tx: Connection,
    organisation_id: UUID,
    actor_id: UUID,
    ids: Sequence[UUID],
    *,
    all_may: bool,
) -> dict[UUID, Actor]:
    """Those of ``ids`` whom the actor may book for; everybody with ``all_may``."""
    key = {"organisation": organisation_id, "actor": actor_id, "all_may": all_may}
    rows = tx.execute(_PEOPLE, {**key, "ids": list(ids)})
    return {
        row.id: Actor(organisation_id, row.id, Role(row.role), row.name, row.email) for row in rows
    }


def find_people(
    tx: Connection,
    organisation_id: UUID,
    actor_id: UUID,
    words: str,
    *,
    all_may: bool,
    shown: bool,
) -> Sequence[RowMapping]:
    """Up to 20 whose name has ``words`` in it, by name.

    They are those whom the actor may book for, or with ``shown`` those who show where they sit.
    """
    key = {"organisation": organisation_id, "actor": actor_id, "all_may": all_may, "shown": shown}
    return tx.execute(_FIND, {**key, "words": words, "most": MOST_FOUND}).mappings().all()


def floor(tx: Connection, organisation_id: UUID, floor_id: UUID) -> RowMapping | None:
    """A floor's names, ordinal, building and IANA time zone; None when there is no such floor."""
    values = {"organisation": organisation_id, "floor": floor_id}
    return tx.execute(_FLOOR, values).mappings().one_or_none()


def free_places(
    tx: Connection,
    organisation_id: UUID,
    floor_id: UUID,
    window: Window,
    *,
    kind: str,
    features: Sequence[str],
) -> Sequence[RowMapping]:
    """Every free and open space of the floor that fits: id, name, and its anchor.

    ``x`` and ``y`` are metres (site CRS), ``lon`` and ``lat`` degrees (EPSG:4326).
    """
    values = _hours(organisation_id, floor_id, window)
    return tx.execute(_FREE, {**values, "kind": kind, "features": list(features)}).mappings().all()


def where_sits(
    tx: Connection,
    organisation_id: UUID,
    floor_id: UUID,
    window: Window,
    *,
    person_id: UUID,
    actor_id: UUID,
) -> tuple[float, float] | None:
    """Where a person who lets it be seen has a place on the floor then; metres (site CRS)."""
    values = _hours(organisation_id, floor_id, window)
    row = tx.execute(_WHERE_SITS, {**values, "person": person_id, "actor": actor_id}).one_or_none()
    return None if row is None else (row.x, row.y)


def lock(
    tx: Connection, organisation_id: UUID, person_ids: Sequence[UUID], space_ids: Sequence[UUID]
) -> None:
    """Lock all that bookings of these spaces for these people lock one by one, in their order."""
    tx.execute(_LOCK_PEOPLE, {"ids": list(person_ids)})
    tx.execute(_LOCK_SPACES, {"organisation": organisation_id, "ids": list(space_ids)})


def insert(
    tx: Connection,
    organisation_id: UUID,
    booking_id: UUID,
    *,
    team_id: UUID,
    space_id: UUID,
    floor_id: UUID,
    person_id: UUID,
    by: UUID,
    window: Window,
    now: datetime,
) -> None:
    """Write one of a team's bookings; raises IntegrityError 23P01 when the place is taken."""
    tx.execute(
        _INSERT,
        {
            **_hours(organisation_id, floor_id, window),
            "id": booking_id,
            "space": space_id,
            "person": person_id,
            "by": by,
            "team": team_id,
            "now": now,
        },
    )


def booked_by(tx: Connection, organisation_id: UUID, team_id: UUID) -> UUID | None:
    """Who booked for a team; None when there is no such team."""
    values = {"organisation": organisation_id, "team": team_id}
    found: UUID | None = tx.execute(_BOOKED_BY, values).scalar_one_or_none()
    return found


def ahead(
    tx: Connection,
    organisation_id: UUID,
    now: datetime,
    *,
    by: UUID | None = None,
    team_id: UUID | None = None,
) -> Sequence[RowMapping]:
    """Bookings of teams that are not over, by time and name: of who booked, of one team."""
    values = {"organisation": organisation_id, "by": by, "team": team_id, "now": now}
    return tx.execute(_AHEAD, values | {"most": MOST_SEATS}).mappings().all()


def give_back(tx: Connection, organisation_id: UUID, team_id: UUID, now: datetime) -> list[UUID]:
    """Cancel what lies ahead of a team's bookings and end what runs; returns which."""
    values = {"organisation": organisation_id, "team": team_id, "now": now}
    return list(tx.execute(_GIVE_BACK, values).scalars())


def _hours(organisation_id: UUID, floor_id: UUID, window: Window) -> dict[str, object]:
    return {
        "organisation": organisation_id,
        "floor": floor_id,
        "from_at": window.from_at,
        "to_at": window.to_at,
    }
