"""Free places like the one that a held booking lost, the nearest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text

from floorplans.actor import Actor
from floorplans.bookings import queries, rules
from floorplans.bookings.views import Offers, Window
from floorplans.database import Database
from floorplans.errors import Conflict
from floorplans.nearest import costs
from floorplans.nearest import queries as near_queries
from floorplans.nearest.position import Position
from floorplans.nearest.views import NearSpace

OFFERED = 3

# The place may be on no plan any more, so where it was is told by the last one that had it.
_LOST = text("""
SELECT b.floor_id, s.kind, s.capacity, s.features, h.lon, h.lat
FROM booking b
JOIN space s ON s.organisation_id = b.organisation_id AND s.id = b.space_id
JOIN LATERAL (
  SELECT ST_X(x.anchor_4326) AS lon, ST_Y(x.anchor_4326) AS lat
  FROM space_shape x
  JOIN plan_revision r ON r.organisation_id = x.organisation_id AND r.id = x.plan_revision_id
  WHERE x.organisation_id = b.organisation_id AND x.space_id = b.space_id
  ORDER BY x.is_live DESC, r.published_at DESC LIMIT 1) h ON true
WHERE b.organisation_id = :organisation AND b.id = :booking
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
    lost. Raises NotFound ``booking_not_found``, Conflict ``booking_not_held`` (also when over).
    """
    with db.transaction(actor.organisation_id) as tx:
        booking = queries.booking_facts(tx, actor, booking_id, lock=False)
        if booking is None:
            raise rules.booking_missing()
        rules.check_may_touch(actor, booking)
        if booking.state != "held" or booking.window.to_at <= now:
            raise _not_held()
        values = {"organisation": actor.organisation_id, "booking": booking_id}
        row = tx.execute(_LOST, values).mappings().one_or_none()
    if row is None:
        return Offers(booking_id, ())
    lost = _Lost(**{**row, "features": tuple(row["features"])})
    return Offers(booking_id, _alike(db, actor, lost, booking.window))


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
    return tuple(space for space in spaces if space.capacity >= lost.capacity)[:OFFERED]


def _not_held() -> Conflict:
    return Conflict(
        "booking_not_held",
        "This booking has its place, or is over. Nothing was changed.",
        "Open “My bookings” again to see how it stands.",
    )
