"""Where somebody starts, in a building's graph. What it knows of them it says to nobody."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar
from uuid import UUID

import numpy as np
import psycopg
import shapely
from shapely import Point

from floorplans.actor import Actor
from floorplans.database import Database
from floorplans.errors import Busy, Invalid
from floorplans.nearest import queries
from floorplans.nearest.position import Position
from floorplans.nearest.refusing import floor_needed, told, unplaced
from floorplans.nearest.views import EntranceOrigin, SpaceOrigin
from floorplans.plans.layout import lonlat
from floorplans.walking import graphs
from floorplans.walking.graphs import BuildingGraph, Known
from floorplans.walking.views import EntranceBegun, WalkOrigin, Why
from geo.ways.floor import Floor
from geo.ways.graph import NO_NODE
from geo.ways.network import Network
from geo.ways.outdoors import entrances
from geo.ways.profiles import PROFILES, Profile
from geo.ways.site import DoorRef
from geo.ways.starts import AtDoor, AtPlace, Outside, Spot, Start

T = TypeVar("T")
#: The thickness of a wall, and what drawings are off.
AT_WALL_M = 1.0


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
    """The floor of a start, and ``here`` unless ``why`` says that there is no way from it.

    ``entrance`` is the one that somebody begins at, ``at_door`` where it is.
    """

    floor_id: UUID
    here: Here | None
    why: Why | None = None
    at_door: Position | None = None
    entrance: EntranceBegun | None = None


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
    if isinstance(origin, EntranceOrigin):
        return _at_entrance(db, actor, origin, floor_id, profile=profile, at=at)
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
    return Begin(found_id, _here(known, profile, *started))


def _here(known: Known, profile: Profile, start: Start, off_m: float) -> Here:
    network = known.graph.network(profile, known.closed)
    free = known.open.network(profile, known.open_closed) if known.is_hindered else None
    return Here(known.graph, network, start, off_m, free)


def _at_entrance(
    db: Database,
    actor: Actor,
    origin: EntranceOrigin,
    floor_id: UUID | None,
    *,
    profile: Profile,
    at: datetime,
) -> Begin:
    """From the street: at an entrance that this person comes in by.

    At the first of the floor from the number on, where no number was given at its main entrance if
    it has one; or else at one of its building, the floor closest to the street first.
    """
    if floor_id is None:
        raise floor_needed()
    known = graphs.of_building(db, actor.organisation_id, floor_id, profile, at)
    if known is None:
        if not db.read(actor.organisation_id, queries.floor_known(actor.organisation_id, floor_id)):
            raise unplaced(db, actor, origin, floor_id)
        return Begin(floor_id, None, "no_ways")
    graph = known.graph
    own = next((each.building_id for each in graph.floors if each.id == floor_id), None)
    network = graph.network(profile, known.closed)

    def order(ref: DoorRef) -> tuple[float, ...]:
        n, door = ref
        is_main = graph.site.floors[n].entrance(door).is_main
        return (
            not network.enters(n, door),
            graph.floors[n].id != floor_id,
            door + 1 < origin.number,
            abs(graph.site.levels[n].ordinal),
            n,
            origin.number == 0 and not is_main,
        )

    doors = [ref for ref in entrances(graph.site.floors) if graph.floors[ref[0]].building_id == own]
    doors = [ref for ref in doors if graph.site.floors[ref[0]].entrance(ref[1]).opens_from_outside]
    if not doors:
        raise unplaced(db, actor, origin, floor_id)
    number, door = min(doors, key=order)
    x, y = graph.site.floors[number].door_at[door].tolist()
    (there,) = lonlat([Point(x, y)], graph.floors[number].srid)
    here = _here(known, profile, AtDoor(number, door), 0.0)
    own_floor = graph.floors[number].id
    name = graph.site.floors[number].entrance(door).name
    begun = EntranceBegun(own_floor, door + 1, name)
    return Begin(own_floor, here, at_door=Position(there.x, there.y), entrance=begun)


def _start(
    graph: BuildingGraph, floor: int, origin: Position | SpaceOrigin, x: float, y: float
) -> tuple[Start, float] | None:
    own = graph.site.floors[floor]
    if not isinstance(origin, Position):
        ref = graph.ref(origin.space_id, graph.floors[floor].id)
        if ref is None or own.ways.place_node[ref[1]] == NO_NODE:
            return None
        return AtPlace(*ref), float(own.ways.off_m[ref[1]])
    stand = graph.site.ground(floor).stand(x, y)
    has_doors = any(each.outside.any() for each in graph.site.floors)
    # Where a floor has entrances, whoever is beyond its walls by more than the circle is outside.
    is_out = stand is None or (
        own.outside.any() and _off_floor_m(own, x, y) > origin.accuracy_m + AT_WALL_M
    )
    if has_doors and is_out:
        return Outside(x, y, origin.accuracy_m), 0.0
    return None if stand is None else (Spot(floor, x, y, origin.accuracy_m), stand.off_m)


def _off_floor_m(floor: Floor, x: float, y: float) -> float:
    """How far a point is from all rooms of a floor."""
    halls = np.array([hall.floor for hall in floor.ways.halls], dtype=object)
    return float(shapely.distance(halls, Point(x, y)).min()) if len(halls) else math.inf
