"""Free places like the one that a held booking lost: those kept for it, or the nearest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import text

from floorplans.actor import Actor
from floorplans.bookings import judging, queries, rules
from floorplans.bookings.views import Offers, Window
from floorplans.database import Database
from floorplans.errors import Conflict
from floorplans.nearest import costs
from floorplans.nearest import queries as near_queries
from floorplans.nearest.position import Position
from floorplans.nearest.views import NearSpace

OFFERED = 3
#: Less of a booking than this is not worth keeping.
SHORTEST_PART = timedelta(minutes=15)

# The place may be on no plan any more, so where it was is told by the last plan in force that had
# it; plans to come and those whose date was cancelled have shapes, too.
_LOST = text("""
SELECT b.floor_id, s.kind, s.capacity, s.features, h.lon, h.lat
FROM booking b
JOIN space s ON s.organisation_id = b.organisation_id AND s.id = b.space_id
JOIN LATERAL (
  SELECT ST_X(x.anchor_4326) AS lon, ST_Y(x.anchor_4326) AS lat
  FROM space_shape x
  JOIN plan_revision r ON r.organisation_id = x.organisation_id AND r.id = x.plan_revision_id
  LEFT JOIN plan_in_force t ON t.organisation_id = r.organisation_id AND t.floor_id = r.floor_id
    AND t.plan_revision_id = r.id
  WHERE x.organisation_id = b.organisation_id AND x.space_id = b.space_id
  ORDER BY x.is_live DESC, t.number DESC NULLS LAST, r.number DESC LIMIT 1) h ON true
WHERE b.organisation_id = :organisation AND b.id = :booking
""")


# Whether it waits for an answer; and of a place that is closed for a part of the hours, the other
# parts. What has begun keeps its beginning.
_HELD = text("""
SELECT b.state = 'held' OR h.booking_id IS NOT NULL AS is_held, (
  SELECT array_agg(ARRAY[lower(p), upper(p)] ORDER BY lower(p))
  FROM unnest(tstzmultirange(b.during) - coalesce((
    SELECT range_agg(x.during) FROM closed_spaces(b.floor_id, b.during) x
    WHERE x.space_id = b.space_id), '{}')) p
  WHERE h.closure_id IS NOT NULL AND upper(p) - lower(p) >= CAST(:shortest AS interval)
    AND upper(p) > :now AND (lower(b.during) > :now OR lower(p) = lower(b.during))) AS parts
FROM booking b
LEFT JOIN booking_hold h ON h.organisation_id = b.organisation_id AND h.booking_id = b.id
  AND h.answer IS NULL
WHERE b.organisation_id = :organisation AND b.id = :booking
""")
_KEPT = text("""
SELECT n.id AS space_id, n.name, n.number, n.kind, n.features, n.capacity, n.floor_id,
  f.name AS floor_name, f.short_name AS floor_short_name, g.id AS building_id,
  g.name AS building_name,
  round(ST_Distance(h.anchor, w.anchor)::numeric, 1)::float8 AS distance_m,
  round((ST_Distance(h.anchor, w.anchor) / :walking_m_per_s)::numeric)::float8 AS walk_s,
  ST_X(h.anchor_4326) AS lon, ST_Y(h.anchor_4326) AS lat
FROM booking_offer o
JOIN booking b ON b.organisation_id = o.organisation_id AND b.id = o.booking_id
JOIN space n ON n.organisation_id = o.organisation_id AND n.id = o.space_id
JOIN floor f ON f.organisation_id = n.organisation_id AND f.id = n.floor_id
JOIN building g ON g.organisation_id = f.organisation_id AND g.id = f.building_id
JOIN LATERAL (
  SELECT x.anchor, x.anchor_4326 FROM space_shape x
  WHERE x.organisation_id = n.organisation_id AND x.space_id = n.id
    AND CASE WHEN plan_at(n.floor_id, lower(b.during)) IS NULL THEN x.is_live
        ELSE x.plan_revision_id = plan_at(n.floor_id, lower(b.during)) END) h ON true
JOIN LATERAL (
  SELECT x.anchor FROM space_shape x
  JOIN plan_revision r ON r.organisation_id = x.organisation_id AND r.id = x.plan_revision_id
  WHERE x.organisation_id = b.organisation_id AND x.space_id = b.space_id
  ORDER BY x.is_live DESC, r.number DESC LIMIT 1) w ON true
WHERE o.organisation_id = :organisation AND o.booking_id = :booking
  AND NOT is_space_taken(n.id, b.during, b.id)
  AND NOT EXISTS (
    SELECT FROM closed_spaces(n.floor_id, b.during) c WHERE c.space_id = n.id)
ORDER BY o.rank
""")
_ELSEWHERE = text("""
SELECT o.space_id FROM booking_offer o
JOIN booking b ON b.organisation_id = o.organisation_id AND b.id = o.booking_id
JOIN booking own ON own.organisation_id = b.organisation_id AND own.id = :booking
WHERE o.organisation_id = :organisation AND b.id <> own.id AND b.during && own.during
""")


@dataclass(frozen=True, slots=True)
class _Lost:
    """What a booking's place was like, and where it was (EPSG:4326)."""

    floor_id: UUID
    kind: str
    capacity: int
    features: tuple[str, ...]
    lon: float
    lat: float


def offers(db: Database, actor: Actor, booking_id: UUID, now: datetime) -> Offers:
    """Up to three places that a held booking can be moved to, free for all of its hours.

    They are of the same kind, hold as many people, and have every feature of the place that was
    lost. Where a closure took it, they are those that were shared out among all whom it affects,
    as long as one is free; ``parts`` are then the hours in which the own place is open. Raises
    NotFound ``booking_not_found``, Conflict ``booking_not_held`` (also when over).
    """
    with db.transaction(actor.organisation_id) as tx:
        booking = queries.booking_facts(tx, actor, booking_id, lock=False)
        if booking is None:
            raise rules.booking_missing()
        rules.check_may_touch(actor, booking)
        values = {
            "organisation": actor.organisation_id,
            "booking": booking_id,
            "now": now,
            "shortest": SHORTEST_PART,
            "walking_m_per_s": costs.WALKING_M_PER_S,
        }
        held = tx.execute(_HELD, values).mappings().one()
        if not held["is_held"] or booking.window.to_at <= now:
            raise _not_held()
        parts = tuple(Window(*part) for part in held["parts"] or ())
        kept = tuple(
            NearSpace(**{**row, "features": tuple(row["features"])})
            for row in tx.execute(_KEPT, values).mappings()
        )
        elsewhere = frozenset(tx.execute(_ELSEWHERE, values).scalars())
        row = tx.execute(_LOST, values).mappings().one_or_none()
    if kept or row is None:
        return Offers(booking_id, kept, parts)
    lost = _Lost(**{**row, "features": tuple(row["features"])})
    alike = _alike(db, actor, lost, booking.window)
    may = judging.of_allowed(db, actor, alike, booking.window, now, moved_id=booking_id)
    # What others are offered comes only where nothing else is left.
    own = tuple(space for space in may if space.space_id not in elsewhere)
    return Offers(booking_id, (own or may)[:OFFERED], parts)


def held_here(db: Database, actor: Actor, floor_id: UUID, now: datetime) -> int:
    """How many of the actor's own bookings on a floor wait for another place."""
    with db.transaction(actor.organisation_id) as tx:
        return queries.held_count(tx, actor, floor_id, now)


def _alike(db: Database, actor: Actor, lost: _Lost, window: Window) -> tuple[NearSpace, ...]:
    search = near_queries.searching(
        actor.organisation_id,
        Position(lost.lon, lost.lat),
        floor_id=lost.floor_id,
        window=window,
        kind=lost.kind,
        features=lost.features,
        limit=costs.LONGEST_LIST,
        own_floor_first=True,
    )
    found = near_queries.found(db.read(actor.organisation_id, search))
    spaces = found.spaces if found is not None else ()
    return tuple(space for space in spaces if space.capacity >= lost.capacity)


def _not_held() -> Conflict:
    return Conflict(
        "booking_not_held",
        "This booking has its place, or is over. Nothing was changed.",
        "Open “My bookings” again to see how it stands.",
    )
