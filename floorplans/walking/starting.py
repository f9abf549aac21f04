"""Where somebody starts, in a building's graph. What it knows of them it says to nobody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar
from uuid import UUID

import psycopg
from shapely import Point

from floorplans.actor import Actor
from floorplans.database import Database
from floorplans.errors import Busy, Invalid
from floorplans.nearest import queries
from floorplans.nearest.position import Position
from floorplans.nearest.refusing import told, unplaced
from floorplans.walking import graphs
from floorplans.walking.graphs import BuildingGraph
from floorplans.walking.views import WalkOrigin, Why
from geo.ways.graph import NO_NODE
from geo.ways.network import Network
from geo.ways.profiles import PROFILES, Profile
from geo.ways.starts import AtPlace, Outside, Spot, Start

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Here:
    """A start in a building's graph; ``off_m`` is how far it stands from what was said.

    ``open`` is the network as if nothing were closed or out of order; None where nothing is.
    """

    graph: BuildingGraph
    network: Network
    start: Start = field(repr=False)
    off_m: float
    open: Network | None = None


@dataclass(frozen=True, slots=True)
class Begin:
    """The floor of a start, and ``here`` unless ``why`` says that there is no way from it."""

    floor_id: UUID
    here: Here | None
    why: Why | None = None


def profile_of(name: str) -> Profile:
    """Raises Invalid ``profile_unknown``."""
    profile = PROFILES.get(name)
    if profile is None:
        raise Invalid(
            "profile_unknown",
            "There is no such way of moving.",
            f"Use one of: {', '.join(PROFILES)}.",
        )
    return profile


def discreetly(ask: Callable[[], T], origin: WalkOrigin) -> T:
    """What ``ask`` gives. A database's error, which knows what was bound, is let go."""
    try:
        return ask()
    except (psycopg.Error, Busy) as error:
        trouble = told(error, origin)
    raise trouble


def begin(
    db: Database,
    actor: Actor,
    origin: WalkOrigin,
    floor_id: UUID | None,
    *,
    profile: Profile,
    at: datetime,
) -> Begin:
    """Where an origin lies in the graph of its building, as it can be walked at ``at``.

    Raises as the straight search does: NotFound, Refused ``not_on_site``.
    """
    rows = db.read(actor.organisation_id, queries.origin_of(origin, floor_id))
    if not rows or rows[0][1] is None:
        raise unplaced(db, actor, origin, floor_id)
    found_id, x, y = rows[0]
    known = graphs.of_building(db, actor.organisation_id, found_id, profile, at, within=Point(x, y))
    number = None if known is None else known.graph.floor(found_id)
    if known is None or number is None:
        return Begin(found_id, None, "no_ways")
    started = _start(known.graph, number, origin, x, y)
    if started is None:
        is_open = known.is_hindered and _start(known.open, number, origin, x, y) is not None
        return Begin(found_id, None, "closed" if is_open else "no_start")
    network = known.graph.network(profile, known.closed)
    free = known.open.network(profile, known.open_closed) if known.is_hindered else None
    return Begin(found_id, Here(known.graph, network, *started, free))


def _start(
    graph: BuildingGraph, floor: int, origin: WalkOrigin, x: float, y: float
) -> tuple[Start, float] | None:
    own = graph.site.floors[floor]
    if not isinstance(origin, Position):
        ref = graph.refs.get(origin.space_id)
        if ref is None or ref[0] != floor or own.ways.place_node[ref[1]] == NO_NODE:
            return None
        return AtPlace(*ref), float(own.ways.off_m[ref[1]])
    stand = graph.site.ground(floor).stand(x, y)
    if stand is not None:
        return Spot(floor, x, y, origin.accuracy_m), stand.off_m
    if any(each.outside.any() for each in graph.site.floors):
        return Outside(x, y, origin.accuracy_m), 0.0
    return None
