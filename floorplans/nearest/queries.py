"""The SQL of the nearest search. A position is bound here, once, and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from floorplans.bookings.views import Window
from floorplans.database import Query, Row
from floorplans.nearest import costs
from floorplans.nearest.position import Position
from floorplans.nearest.views import EntranceOrigin, NearSpace, Origin, SpaceOrigin

#: The code with which the database says that an origin cannot be placed.
ORIGIN_UNPLACED = "FP001"

_NEAREST = """
SELECT n.space_id, coalesce(q.name, s.name),
       CASE WHEN q.name IS NULL THEN s.number ELSE q.number END, s.kind,
       coalesce(q.features, s.features), coalesce(q.capacity, s.capacity), n.floor_id,
       f.name AS floor_name, f.short_name AS floor_short_name,
       g.id AS building_id, g.name AS building_name,
       round(n.distance_m::numeric, 1)::float8 AS distance_m,
       round(n.walk_s::numeric)::float8 AS walk_s,
       coalesce(ST_X(i.anchor_4326), ST_X(h.anchor_4326)) AS lon,
       coalesce(ST_Y(i.anchor_4326), ST_Y(h.anchor_4326)) AS lat, n.looked_m, n.is_complete
FROM nearest_free(
  %(floor)s, %(lon)s, %(lat)s, %(near_space)s, %(near_entrance)s, %(reach_of_site_m)s,
  %(from_at)s, %(to_at)s, %(kind)s, %(features)s::text[], %(limit)s, %(own_floor_first)s,
  %(walking_m_per_s)s, %(floor_s)s, %(other_building_s)s,
  %(reach_m)s, %(floors_at_most)s, %(spaces_at_most)s, %(budget)s) WITH ORDINALITY n
LEFT JOIN space s ON s.organisation_id = %(organisation)s AND s.id = n.space_id
LEFT JOIN space_shape h
  ON h.organisation_id = %(organisation)s AND h.space_id = n.space_id AND h.is_live
-- By a plan that takes over before the hours begin; there is none as a rule.
LEFT JOIN planned_space q ON q.organisation_id = %(organisation)s
  AND q.plan_revision_id = n.plan_id AND q.space_id = n.space_id
LEFT JOIN space_shape i ON i.organisation_id = %(organisation)s
  AND i.plan_revision_id = n.plan_id AND i.space_id = n.space_id
LEFT JOIN floor f ON f.organisation_id = %(organisation)s AND f.id = n.floor_id
LEFT JOIN building g ON g.organisation_id = %(organisation)s AND g.id = f.building_id
ORDER BY n.ordinality
"""

#: Where the floor stands in a row, and how many columns at its end are about the search itself.
_FLOOR, _OF_SEARCH = 6, 2

_NEXT_FREE = """
SELECT next_free_at(%(floor)s, %(from_at)s, %(to_at)s, %(kind)s, %(features)s::text[])
"""

_ORIGIN = """
SELECT floor_id, ST_X(point), ST_Y(point) FROM nearest_origin(
  %(floor)s, %(lon)s, %(lat)s, %(near_space)s, %(near_entrance)s, %(reach_of_site_m)s)
"""

_HAS_FLOOR = """
SELECT 1 FROM floor WHERE organisation_id = %(organisation)s AND id = %(floor)s
"""


@dataclass(frozen=True, slots=True)
class Found:
    """What a search gave: the spaces, the floor it began on, and how far it went.

    ``is_cut``: more of what was looked for may lie beyond ``looked_m``, though few were found.
    """

    spaces: tuple[NearSpace, ...]
    floor_id: UUID
    looked_m: float
    is_complete: bool
    is_cut: bool = False


def searching(
    organisation_id: UUID,
    origin: Origin,
    *,
    floor_id: UUID | None,
    window: Window,
    kind: str | None,
    features: tuple[str, ...],
    limit: int,
    own_floor_first: bool = False,
    straight: bool = False,
    floor_s: float = 0.0,
) -> Query:
    """Search; ``found`` reads the answer.

    ``straight``: floors of other buildings cost nothing, and those of one's own ``floor_s`` each,
    so that the order is that of straight lines, and every place of a floor is looked at.
    """
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
        "floor_s": floor_s if straight else costs.FLOOR_S,
        "other_building_s": 0.0 if straight else costs.OTHER_BUILDING_S,
        "reach_m": costs.REACH_M,
        "floors_at_most": costs.FLOORS_AT_MOST,
        "spaces_at_most": costs.ALL_OF_A_FLOOR if straight else costs.SPACES_OF_A_FLOOR_AT_MOST,
        "budget": costs.BUDGET,
    }
    return Query(_NEAREST, values | _bound(origin))


def found(rows: Sequence[Row]) -> Found | None:
    """The answer of a search; None when the origin is not on the floor's site or does not exist."""
    if not rows:
        return None
    *_, looked_m, is_complete = rows[0]
    return Found(tuple(_near(row) for row in rows[1:]), rows[0][_FLOOR], looked_m, is_complete)


def origin_of(origin: Origin, floor_id: UUID | None) -> Query:
    """The floor that an origin is on, and where, in metres of the site's CRS; no row without."""
    values = {"floor": floor_id, "reach_of_site_m": costs.REACH_OF_SITE_M}
    return Query(_ORIGIN, values | _bound(origin))


def next_free(floor_id: UUID, window: Window, kind: str | None, features: tuple[str, ...]) -> Query:
    """When a fitting space of the floor becomes free for the rest of the window; may be NULL."""
    values = {
        "floor": floor_id,
        "from_at": window.from_at,
        "to_at": window.to_at,
        "kind": kind,
        "features": list(features),
    }
    return Query(_NEXT_FREE, values)


def floor_known(organisation_id: UUID, floor_id: UUID) -> Query:
    return Query(_HAS_FLOOR, {"organisation": organisation_id, "floor": floor_id})


def _near(row: Row) -> NearSpace:
    space_id, name, number, kind, features, *others = row[:-_OF_SEARCH]
    return NearSpace(space_id, name, number, kind, tuple(features), *others)


def _bound(origin: Origin) -> dict[str, Any]:
    lon = lat = near_space = near_entrance = None
    if isinstance(origin, Position):
        lon, lat = origin.lon, origin.lat
    elif isinstance(origin, SpaceOrigin):
        near_space = origin.space_id
    elif isinstance(origin, EntranceOrigin):
        near_entrance = origin.number
    return {"lon": lon, "lat": lat, "near_space": near_space, "near_entrance": near_entrance}
