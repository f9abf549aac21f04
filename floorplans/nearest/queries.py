"""The SQL of the nearest search. A position is bound here, once, and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import Text

from floorplans.bookings.views import Window
from floorplans.nearest import costs
from floorplans.nearest.position import Position
from floorplans.nearest.views import EntranceOrigin, NearSpace, Origin, SpaceOrigin

#: The code with which the database says that an origin cannot be placed.
ORIGIN_UNPLACED = "FP001"

_NEAREST = text("""
SELECT n.space_id, s.name, s.number, s.kind, s.features, s.capacity, n.floor_id,
       f.name AS floor_name, f.short_name AS floor_short_name,
       g.id AS building_id, g.name AS building_name,
       round(n.distance_m::numeric, 1)::float8 AS distance_m,
       round(n.walk_s::numeric)::float8 AS walk_s,
       ST_X(h.anchor_4326) AS lon, ST_Y(h.anchor_4326) AS lat, n.looked_m, n.is_complete
FROM nearest_free(
  :floor, :lon, :lat, :near_space, :near_entrance, :reach_of_site_m,
  :from_at, :to_at, :kind, :features, :limit, :own_floor_first,
  :walking_m_per_s, :floor_s, :other_building_s,
  :reach_m, :floors_at_most, :spaces_at_most, :budget) WITH ORDINALITY n
LEFT JOIN space s ON s.organisation_id = :organisation AND s.id = n.space_id
LEFT JOIN space_shape h
  ON h.organisation_id = :organisation AND h.space_id = n.space_id AND h.is_live
LEFT JOIN floor f ON f.organisation_id = :organisation AND f.id = n.floor_id
LEFT JOIN building g ON g.organisation_id = :organisation AND g.id = f.building_id
ORDER BY n.ordinality
""").bindparams(bindparam("features", type_=ARRAY(Text)))

_NEXT_FREE = text("SELECT next_free_at(:floor, :from_at, :to_at, :kind, :features)").bindparams(
    bindparam("features", type_=ARRAY(Text))
)

_HAS_FLOOR = text("SELECT 1 FROM floor WHERE organisation_id = :organisation AND id = :floor")


@dataclass(frozen=True, slots=True)
class Found:
    """What a search gave: the spaces, the floor it began on, and how far it went."""

    spaces: tuple[NearSpace, ...]
    floor_id: UUID
    looked_m: float
    is_complete: bool


def nearest(
    connection: Connection,
    organisation_id: UUID,
    origin: Origin,
    *,
    floor_id: UUID | None,
    window: Window,
    kind: str | None,
    features: tuple[str, ...],
    limit: int,
    own_floor_first: bool = False,
) -> Found | None:
    """Search; None when the origin is not on the floor's site or does not exist."""
    values: dict[str, Any] = {
        "organisation": organisation_id,
        "floor": floor_id,
        "from_at": window.from_at,
        "to_at": window.to_at,
        "kind": kind,
        "features": list(features),
        "limit": limit,
        "own_floor_first": own_floor_first,
        "reach_of_site_m": costs.REACH_OF_SITE_M,
        "walking_m_per_s": costs.WALKING_M_PER_S,
        "floor_s": costs.FLOOR_S,
        "other_building_s": costs.OTHER_BUILDING_S,
        "reach_m": costs.REACH_M,
        "floors_at_most": costs.FLOORS_AT_MOST,
        "spaces_at_most": costs.SPACES_OF_A_FLOOR_AT_MOST,
        "budget": costs.BUDGET,
    }
    rows = connection.execute(_NEAREST, values | _bound(origin)).all()
    if not rows:
        return None
    first = rows[0]
    spaces = tuple(_near(row) for row in rows[1:])
    return Found(spaces, first.floor_id, first.looked_m, first.is_complete)


def next_free_at(
    connection: Connection,
    floor_id: UUID,
    window: Window,
    kind: str | None,
    features: tuple[str, ...],
) -> datetime | None:
    """When a fitting space of the floor becomes free for the rest of the window, if one does."""
    values = {
        "floor": floor_id,
        "from_at": window.from_at,
        "to_at": window.to_at,
        "kind": kind,
        "features": list(features),
    }
    found: datetime | None = connection.execute(_NEXT_FREE, values).scalar_one()
    return found


def has_floor(connection: Connection, organisation_id: UUID, floor_id: UUID) -> bool:
    values = {"organisation": organisation_id, "floor": floor_id}
    return connection.execute(_HAS_FLOOR, values).one_or_none() is not None


def _near(row: Row[Any]) -> NearSpace:
    values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
    del values["looked_m"], values["is_complete"]
    values["features"] = tuple(values["features"])
    return NearSpace(**values)


def _bound(origin: Origin) -> dict[str, Any]:
    lon = lat = near_space = near_entrance = None
    if isinstance(origin, Position):
        lon, lat = origin.lon, origin.lat
    elif isinstance(origin, SpaceOrigin):
        near_space = origin.space_id
    elif isinstance(origin, EntranceOrigin):
        near_entrance = origin.number
    return {"lon": lon, "lat": lat, "near_space": near_space, "near_entrance": near_entrance}
