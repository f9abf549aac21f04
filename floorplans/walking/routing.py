"""The way to a space: lines to draw, floor by floor, and what to do in plain words."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

import shapely
from shapely import MultiPoint
from shapely.geometry.base import BaseGeometry

from floorplans.actor import Actor
from floorplans.bookings import rules
from floorplans.database import Database
from floorplans.errors import Conflict, NotFound, Refused
from floorplans.nearest.position import Position
from floorplans.plans.layout import lonlat
from floorplans.walking import queries
from floorplans.walking.graphs import BuildingGraph
from floorplans.walking.starting import Here, begin, discreetly, profile_of
from floorplans.walking.views import ExitRef, RouteAnswer, RouteLeg, RouteRequest, WalkOrigin
from geo.ways.exits import way_out
from geo.ways.network import Network
from geo.ways.profiles import Profile
from geo.ways.route import Leg, Line, Route, route
from geo.ways.site import DoorRef
from geo.ways.starts import Start
from geo.ways.wording import sentences

log = logging.getLogger(__name__)

#: Of a degree: about a centimetre.
DECIMALS = 7
WAY_OUT = "Way out"
#: Looks for a way in a network, from a start.
Finder = Callable[[Network, Start], Route | None]


def way_to(db: Database, actor: Actor, request: RouteRequest, now: datetime) -> RouteAnswer:
    """The quickest way from an origin to a space or a way out, as things are when it is gone.

    The position is bound to one query and kept nowhere; the lines begin after it. Raises NotFound,
    Refused ``not_on_site``, ``no_way`` and ``way_closed``, Conflict ``ways_not_ready``, Invalid
    ``profile_unknown``, Busy.
    """
    profile = profile_of(request.profile)
    return discreetly(lambda: _answer(db, actor, request, profile, now), request.origin)


def _answer(
    db: Database, actor: Actor, request: RouteRequest, profile: Profile, now: datetime
) -> RouteAnswer:
    name = _name_of(db, actor, request.to)
    begun = begin(
        db, actor, request.origin, request.floor_id, profile=profile, at=max(now, request.at or now)
    )
    here = begun.here
    if begun.why == "no_ways":
        raise not_ready()
    if begun.why == "closed":
        raise way_closed()
    if here is None:
        raise no_way()
    find = _finder(here.graph, request.to)
    found = None if find is None else _route(find, here.network, here.start)
    if found is None:
        raise way_closed() if find is not None and _is_barred(here, find) else no_way()
    if isinstance(request.to, ExitRef):
        name = exit_name(here.graph, found.steps[-1].floor, request.to.door - 1)
    return _told(here.graph, _unsaid(found, request.origin), name)


def exit_name(graph: BuildingGraph, floor: int, door: int) -> str:
    """What a door that leads outside is called: as staff say, or what it is for."""
    said = graph.site.floors[floor].entrance(door)
    return said.name or ("Emergency exit" if said.is_emergency else WAY_OUT)


def _name_of(db: Database, actor: Actor, to: UUID | ExitRef) -> str:
    if isinstance(to, ExitRef):
        return WAY_OUT
    with db.transaction(actor.organisation_id) as tx:
        title = queries.title_of(tx, actor.organisation_id, to)
    if title is None:
        raise rules.space_missing()
    return title


def _finder(graph: BuildingGraph, to: UUID | ExitRef) -> Finder | None:
    """What looks for the way; None where a space is in no ways. Raises ``exit_not_found``."""
    if isinstance(to, ExitRef):
        floor = graph.floor(to.floor_id)
        outside = () if floor is None else graph.site.floors[floor].outside
        if floor is None or not (0 < to.door <= len(outside) and outside[to.door - 1]):
            raise _no_exit()
        return lambda network, start: way_out(network, start, floor, to.door - 1)
    ref = graph.ref(to)
    return None if ref is None else lambda network, start: route(network, start, *ref)


def _route(find: Finder, network: Network, start: Start) -> Route | None:
    try:
        return find(network, start)
    except Exception as error:  # noqa: BLE001 - its text could hold coordinates; its name cannot
        log.error("a way could not be worked out: %s", type(error).__name__)
        return None


def _is_barred(here: Here, find: Finder) -> bool:
    """Whether there would be a way if nothing were closed."""
    return here.open is not None and _route(find, here.open, here.start) is not None


def _unsaid(found: Route, origin: WalkOrigin) -> Route:
    """Whoever sent a position knows where the way begins: it is not sent back."""
    if not isinstance(origin, Position) or not found.legs:
        return found
    first, *others = found.legs
    return replace(found, legs=(replace(first, line=first.line[1:]), *others))


def _told(graph: BuildingGraph, found: Route, name: str) -> RouteAnswer:
    buildings = {graph.floors[leg.floor].building_id for leg in found.legs if leg.floor is not None}

    def floor_name(number: int) -> str:
        own = graph.floors[number]
        return own.short_name if len(buildings) < 2 else f"{own.short_name}, {own.building_name}"

    def door_name(door: DoorRef) -> str | None:
        return graph.site.floors[door[0]].entrance(door[1]).name

    passed = [leg.floor for leg in found.legs if leg.floor is not None]
    floors = [n for i, n in enumerate(passed) if i == 0 or n != passed[i - 1]]
    return RouteAnswer(
        round(found.seconds, 1),
        round(found.metres, 1),
        tuple(graph.floors[n].short_name for n in floors),
        tuple(_leg(graph, leg, line) for leg, line in _on_earth(graph, found.legs)),
        tuple(sentences(found.steps, floor_name, name, door_name)),
    )


def _on_earth(graph: BuildingGraph, legs: Sequence[Leg]) -> list[tuple[Leg, Line]]:
    moved = lonlat([MultiPoint(leg.line) for leg in legs], graph.floors[0].srid)
    return [(leg, _line(points)) for leg, points in zip(legs, moved, strict=True)]


def _line(points: BaseGeometry) -> Line:
    at = shapely.get_coordinates(points).tolist()
    return tuple((round(x, DECIMALS), round(y, DECIMALS)) for x, y in at)


def _leg(graph: BuildingGraph, leg: Leg, line: Line) -> RouteLeg:
    own = None if leg.floor is None else graph.floors[leg.floor]
    return RouteLeg(None if own is None else own.id, None if own is None else own.short_name, line)


def not_ready() -> Conflict:
    return Conflict(
        "ways_not_ready",
        "The ways on this floor are not worked out yet. Your position was not kept.",
        "Try again in some minutes; the map shows where the place is.",
    )


def _no_exit() -> NotFound:
    return NotFound(
        "exit_not_found",
        "The plan shows no such door to the outside. Your position was not kept.",
        "Ask for the ways out again; the plan may have changed.",
    )


def way_closed() -> Refused:
    return Refused(
        "way_closed",
        "Every way to this place is closed or out of order now. Your position was not kept.",
        "Choose another place, or ask those who run the building when it is open again.",
    )


def no_way() -> Refused:
    return Refused(
        "no_way",
        "No way is known from there to this place. Your position was not kept.",
        "Choose another way of moving or another place; the map shows where it is.",
    )
