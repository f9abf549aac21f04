"""Whether a way that was told can be gone by who asked: looked at from the drawing alone.

It knows nothing of graphs. What it is given are rooms, walls, furniture, doors and connectors as
they were drawn, and the lines and steps that were told.
"""

from __future__ import annotations

import math
from itertools import pairwise

import shapely
from shapely import LineString, Point

from bench.walked.brute import outdoor_length
from bench.walked.world import World, kind_of
from geo.ways.network import Network
from geo.ways.profiles import Profile
from geo.ways.route import Leg, Route
from geo.ways.starts import AtPlace, Start

#: Corners are cut by that much, and numbers rounded.
CUT_M = 0.06
#: From the middle of a door a person is in its gap up to this far.
AT_DOOR_M = 1.25
AT_SHAFT_M = 1.8
NARROW_M = 0.80
CIRCLE_M = 0.75
#: Ends of doors, and a lift's car, are not drawn to the centimetre.
SLACK_M = 0.5
REACH_M = 2.5
STOREY_M = 3.5


def complaints(
    world: World, network: Network, start: Start, target: tuple[int, int], told: Route
) -> list[str]:
    """What is wrong with a way; nothing when it is as it should be."""
    profile = network.profile
    said = []
    for leg in told.legs:
        said += _leg(world, profile, leg)
    said += _doors(world, network, told)
    said += _between(world, network, told)
    said += _ends(world, profile, start, target, told)
    if profile.name != "on_foot":
        said += _time(world, network, start, target, told)
    return said


def _leg(world: World, profile: Profile, leg: Leg) -> list[str]:
    if leg.floor is None:
        return _open(world, profile, leg)
    plan = world.plans[leg.floor]
    line = LineString(leg.line)
    shut = world.shut_on(leg.floor)
    if shut is not None and line.intersects(shut.buffer(-CUT_M)):
        return ["the way goes over closed ground"]
    if line.intersects(plan.walls):
        return ["the way goes through a wall"]
    middles = [door.line.interpolate(0.5, normalized=True) for door in plan.doors]
    zones = shapely.union_all([point.buffer(AT_DOOR_M) for point in middles])
    free = line.difference(zones)
    least = profile.radius_m - CUT_M
    if not free.is_empty and free.distance(plan.walls) < least:
        return [f"a wall is {free.distance(plan.walls):.2f} m away"]
    things = shapely.union_all(list(plan.obstacles))
    if not things.is_empty and line.distance(things) < least and _not_at_doors(line, things, zones):
        return [f"furniture is {line.distance(things):.2f} m away"]
    return []


def _open(world: World, profile: Profile, leg: Leg) -> list[str]:
    """Out of doors only between entrances of two buildings, where there is a way."""
    ends = [_entrance_at(world, point) for point in (leg.line[0], leg.line[-1])]
    if ends[0] is None or ends[1] is None:
        return ["a leg out of doors that is at no entrance"]
    if world.levels[ends[0][0]].building == world.levels[ends[1][0]].building:
        return ["a leg out of doors in a building that stands alone"]
    if outdoor_length(world, *ends, profile.name == "on_foot") is None:
        return ["a leg out of doors where there is no way"]
    if not world.entrance(*ends[1]).opens_from_outside:
        return ["in by a door that does not open from outside"]
    return []


def _entrance_at(world: World, point: tuple[float, float]) -> tuple[int, int] | None:
    for floor, plan in enumerate(world.plans):
        for door, each in enumerate(plan.doors):
            if each.to_outside and each.line.distance(Point(point)) < CUT_M:
                return floor, door
    return None


def _not_at_doors(line: LineString, things: object, zones: object) -> bool:
    """Straight into a door one may brush past what stands beside it, but not through it."""
    free = line.difference(zones)
    return line.intersects(things) or (not free.is_empty and free.distance(things) < 0.2)


def _doors(world: World, network: Network, told: Route) -> list[str]:
    """Every door line that is crossed is told, open, and wide enough."""
    said, crossed = [], set()
    for leg in told.legs:
        line = LineString(leg.line)
        doors = [] if leg.floor is None else world.plans[leg.floor].doors
        for number, door in enumerate(doors):
            if line.distance(door.line) < 1e-6:
                crossed.add((leg.floor, number))
    if crossed != set(told.doors):
        said.append(f"doors {sorted(crossed)} are gone through, {sorted(told.doors)} are told")
    for floor, number in crossed:
        door = world.plans[floor].doors[number]
        if (floor, number) in network.closed.doors:
            said.append("a closed door")
        wheels = network.profile.name in ("wheelchair", "pram")
        if wheels and (door.clear_m is None or door.clear_m < NARROW_M):
            said.append(f"a door of {door.clear_m} m")
    return said


def _between(world: World, network: Network, told: Route) -> list[str]:
    """From floor to floor only where both ends are at the same connector, which is open."""
    said = []
    for one, other in pairwise(told.legs):
        if one.floor == other.floor or one.floor is None or other.floor is None:
            continue
        here = _at(world, one.floor, one.line[-1])
        there = _at(world, other.floor, other.line[0])
        common = here & there
        if not common:
            said.append(f"from floor {one.floor} to {other.floor} at no connector")
        elif network.profile.name != "on_foot" and "lift" not in {kind_of(n) for n in common}:
            said.append(f"without a lift: {sorted(common)}")
    shut = {
        world.truth[stop.floor][stop.connector]
        for number in network.closed.shafts
        for stop in network.site.shafts[number].stops
    }
    for number in told.shafts:
        stop = network.site.shafts[number].stops[0]
        if world.truth[stop.floor][stop.connector] in shut:
            said.append("a closed shaft")
    return said


def _at(world: World, floor: int, point: tuple[float, float]) -> set[str]:
    plan = world.plans[floor]
    return {
        name
        for name, connector in zip(world.truth[floor], plan.connectors, strict=True)
        if connector.polygon.distance(Point(point)) <= AT_SHAFT_M
    }


def _ends(
    world: World, profile: Profile, start: Start, target: tuple[int, int], told: Route
) -> list[str]:
    said = []
    plan = world.plans[target[0]]
    place = plan.places[target[1]]
    if told.legs:
        last = told.legs[-1]
        end = Point(last.line[-1])
        if last.floor != target[0]:
            said.append("the way ends on another floor")
        if LineString([end, place]).length > 1e-6 and LineString([end, place]).crosses(plan.walls):
            said.append("a wall stands between the end of the way and the place")
        begin = told.legs[0]
        if begin.floor != start.floor:
            said.append("the way begins on another floor")
        # Whoever stands on closed ground begins beside it, however far that is.
        shut = world.shut_on(start.floor)
        is_shut = shut is not None and not isinstance(start, AtPlace)
        is_shut = is_shut and shut.buffer(1.0).covers(Point(start.x, start.y))
        is_told = isinstance(start, AtPlace) or is_shut
        if not is_told and _far(begin, start.x, start.y) > 4.0:
            said.append("the way begins elsewhere")
    if profile.name == "wheelchair" and not _turns(world, target[0], place):
        said.append("no room to turn before the place")
    return said


def _far(leg: Leg, x: float, y: float) -> float:
    return math.dist(leg.line[0], (x, y))


def _turns(world: World, floor: int, place: Point) -> bool:
    """Whether a circle lies free somewhere in the rooms of a place."""
    plan = world.plans[floor]
    inside = shapely.union_all([r for r in plan.rooms if r.distance(place) < 1e-6])
    around = shapely.union_all([r for r in plan.rooms if r.distance(inside) < 0.01])
    least = CIRCLE_M - CUT_M
    solid = shapely.union_all([plan.walls, *plan.obstacles]).buffer(least)
    return not around.buffer(-least).difference(solid).is_empty


def _length(world: World, leg: Leg) -> float:
    if leg.floor is not None:
        return LineString(leg.line).length
    ends = [_entrance_at(world, point) for point in (leg.line[0], leg.line[-1])]
    told = None if None in ends else outdoor_length(world, *ends, foot=True)
    return told or 0.0


def _beside_m(world: World, start: Start, target: tuple[int, int], told: Route) -> float:
    """From where somebody is to where the way begins, and from where it ends to the place."""
    if isinstance(start, AtPlace):
        here = world.plans[start.floor].places[start.place]
    else:
        here = Point(start.x, start.y)
    there = world.plans[target[0]].places[target[1]]
    if not told.legs:
        return float(here.distance(there))
    begin, end = Point(told.legs[0].line[0]), Point(told.legs[-1].line[-1])
    return float(here.distance(begin) + there.distance(end))


def _time(
    world: World, network: Network, start: Start, target: tuple[int, int], told: Route
) -> list[str]:
    """Walking, doors and lifts added up by hand."""
    profile = network.profile
    speed = {"wheelchair": 0.79}.get(profile.name, 1.3)
    walked = sum(_length(world, leg) for leg in told.legs) + _beside_m(world, start, target, told)
    # Nothing is drawn where one only reaches out for the place, round a corner or not.
    most = walked + (SLACK_M if told.legs else REACH_M)
    if not walked - SLACK_M <= told.metres <= most:
        return [f"{told.metres:.2f} m told, {walked:.2f} m drawn"]
    taken = told.metres / speed
    opened = [f for f, d in told.doors if world.plans[f].doors[d].leaf]
    taken += len(opened) * (5.0 if profile.name in ("wheelchair", "pram") else 3.3)
    floors = [leg.floor for leg in told.legs]
    for one, other in pairwise(floors):
        if one != other and one is not None and other is not None:
            taken += 30 + 4 + 3 + abs(other - one) * STOREY_M
        elif one == other is not None:
            # In by one door of a lift and out by another.
            taken += 30 + 4 + 3
    if abs(taken - told.seconds) > 0.05:
        return [f"{told.seconds:.2f} s told, {taken:.2f} s added up"]
    return []
