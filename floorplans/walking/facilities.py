"""The nearest of what nobody books: toilets, first aid, ways out. By the way there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from shapely import MultiPoint
from sqlalchemy import RowMapping

from floorplans.actor import Actor
from floorplans.database import Database
from floorplans.errors import Invalid, NotFound
from floorplans.plans.layout import lonlat
from floorplans.walking import facility_queries as queries
from floorplans.walking.routing import exit_name, no_way, not_ready, way_closed
from floorplans.walking.starting import Here, begin, discreetly, profile_of
from floorplans.walking.views import WalkOrigin
from geo.ways.exits import nearest_exits
from geo.ways.nearest import nearest

MOST = 3
MOST_DOORS = 100
EXIT = "exit"


@dataclass(frozen=True, slots=True)
class Sort:
    """What rooms count: of a category or what is below it (IMDF), or with one of the features."""

    word: str
    categories: tuple[str, ...] = ()
    features: tuple[str, ...] = ()


SORTS: Mapping[str, Sort] = MappingProxyType(
    {
        "toilet": Sort("toilet", ("restroom",)),
        "first_aid": Sort("first aid", ("firstaid", "firstaidroom"), ("defibrillator", "aed")),
        "defibrillator": Sort("defibrillator", (), ("defibrillator", "aed")),
        "shower": Sort("shower", ("shower",)),
        "kitchen": Sort("kitchen", ("kitchen", "foodservice")),
        EXIT: Sort("way out of doors"),
    }
)


@dataclass(frozen=True, slots=True)
class FacilityRequest:
    """From where, who walks, and which of ``SORTS``."""

    origin: WalkOrigin
    floor_id: UUID | None
    what: str
    profile: str = "on_foot"


@dataclass(frozen=True, slots=True)
class Facility:
    """A room or a door by the way there; EPSG:4326 degrees.

    A room has its ``space_id``, a door its number on its floor's plan (the first is 1).
    """

    space_id: UUID | None
    door: int | None
    name: str
    floor_id: UUID
    floor_name: str
    walk_s: float
    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class FacilityAnswer:
    from_floor_id: UUID
    found: tuple[Facility, ...]


def nearest_facilities(
    db: Database, actor: Actor, request: FacilityRequest, now: datetime
) -> FacilityAnswer:
    """The nearest of a sort in the building, at most ``MOST``, the quickest way first.

    The position is bound to one query and kept nowhere. Raises Invalid ``facility_unknown`` and
    ``profile_unknown``, NotFound (``facility_not_found`` among them), Refused ``not_on_site`` and
    ``no_way`` and ``way_closed``, Conflict ``ways_not_ready``, Busy.
    """
    if request.what not in SORTS:
        raise Invalid(
            "facility_unknown", "There is no such facility.", f"Use one of: {', '.join(SORTS)}."
        )
    return discreetly(lambda: _answer(db, actor, request, now), request.origin)


def _answer(db: Database, actor: Actor, request: FacilityRequest, now: datetime) -> FacilityAnswer:
    profile = profile_of(request.profile)
    begun = begin(db, actor, request.origin, request.floor_id, profile=profile, at=now)
    if begun.why == "no_ways":
        raise not_ready()
    if begun.why == "closed":
        raise way_closed()
    if begun.here is None:
        raise no_way()
    sort = SORTS[request.what]
    with db.transaction(actor.organisation_id) as tx:
        rows = queries.rooms(
            tx, actor.organisation_id, begun.floor_id, sort.categories, sort.features
        )
        names = queries.floor_names(tx, actor.organisation_id, begun.floor_id)
    is_exit = request.what == EXIT
    found = _exits(begun.here, names) if is_exit else _rooms(begun.here, rows, names)
    if found:
        return FacilityAnswer(begun.floor_id, found)
    if not (_has_doors_out(begun.here, names) if is_exit else rows):
        raise _none_known(sort)
    raise no_way()


def _has_doors_out(here: Here, names: Mapping[UUID, str]) -> bool:
    """Whether a plan of the building shows any, be it too narrow or closed."""
    graph = here.graph
    return any(
        own.id in names and floor.outside.any()
        for own, floor in zip(graph.floors, graph.site.floors, strict=True)
    )


def _rooms(
    here: Here, rows: Sequence[RowMapping], names: Mapping[UUID, str]
) -> tuple[Facility, ...]:
    graph = here.graph
    refs = ((graph.ref(row["id"], row["floor_id"]), row) for row in rows)
    own = {ref: row for ref, row in refs if ref is not None}
    found = nearest(here.network, here.start, list(own), MOST).found
    return tuple(
        Facility(
            row["id"],
            None,
            row["name"],
            row["floor_id"],
            names[row["floor_id"]],
            round(near.seconds, 1),
            row["lon"],
            row["lat"],
        )
        for near in found
        for row in (own[near.floor, near.place],)
    )


def _exits(here: Here, names: Mapping[UUID, str]) -> tuple[Facility, ...]:
    floors = here.graph.floors
    # Those of the buildings beside this one are no way out of it.
    reached = nearest_exits(here.network, here.start, MOST_DOORS)
    found = [each for each in reached if floors[each.floor].id in names][:MOST]
    moved = lonlat([MultiPoint([(each.x, each.y)]) for each in found], floors[0].srid)
    return tuple(
        Facility(
            None,
            each.door + 1,
            exit_name(here.graph, each.floor, each.door),
            floors[each.floor].id,
            names[floors[each.floor].id],
            round(each.seconds, 1),
            round(at.centroid.x, 7),
            round(at.centroid.y, 7),
        )
        for each, at in zip(found, moved, strict=True)
    )


def _none_known(sort: Sort) -> NotFound:
    return NotFound(
        "facility_not_found",
        f"The plans of this building show no {sort.word}.",
        "Ask somebody nearby. Facility staff can add it by the use of a room or a feature.",
    )
