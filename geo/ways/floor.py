"""One floor for one width of person: its ways, with its doors, and where its stairs and lifts are.

All floors of a site share its metric axes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, Point, Polygon, STRtree
from shapely.geometry.base import BaseGeometry

from geo.passages import BESIDE_M, Link, Passage, links
from geo.ways.graph import NO_NODE, FloorWays, nearest_free, ways_of
from geo.ways.halls import Hall, halls_of
from geo.ways.profiles import TURN_M

#: A lift's door lies no further from its shaft.
DOOR_M = 0.6
#: Stairs that stand open are stepped on from no further away than this and a person's radius.
BESIDE_STAIR_M = 1.0
#: A door whose free ground begins later is blocked by what stands before it.
SLACK_M = 0.15
_ON_M = 1e-3

Goes = Literal["both", "up", "down"]


@dataclass(frozen=True, slots=True)
class Door:
    """``line`` from jamb to jamb; ``clear_m`` None where not known; an opening has no leaf."""

    line: LineString
    clear_m: float | None = None
    to_outside: bool = False
    leaf: bool = True


@dataclass(frozen=True, slots=True)
class Connector:
    """A stair, lift, escalator or ramp where it meets this floor; ``kind`` as in a draft."""

    kind: str
    polygon: Polygon
    name: str | None = None
    goes: Goes = "both"


@dataclass(frozen=True, slots=True)
class FloorPlan:
    """What a plan tells of ways. ``places`` are points to go to, by their place in the list."""

    rooms: Sequence[Polygon]
    walls: BaseGeometry
    doors: Sequence[Door]
    obstacles: Sequence[BaseGeometry]
    places: Sequence[Point]
    connectors: Sequence[Connector] = ()


@dataclass(frozen=True, slots=True)
class Entrance:
    """What people say of a door that leads outside.

    Who comes to a house looks for its main one first; an emergency exit is gone through in an
    emergency alone; ``opens_from_outside`` False: one comes out by it and not in.
    """

    name: str | None = None
    is_main: bool = False
    is_emergency: bool = False
    opens_from_outside: bool = True
    steps: bool = False


#: A door that leads outside and of which nobody said anything.
PLAIN = Entrance()


@dataclass(frozen=True, slots=True)
class Floor:
    """The ways of a floor with what is known of its doors and connectors.

    ``door_at`` (d, 2), ``clear_m`` (d; NaN where not known), ``outside`` (d) and ``leaf`` (d) tell
    of the doors. ``can_turn`` (places) whether there is room for a turning circle where one stands.
    ``stop_node`` (s) are nodes from which connectors are entered, ``stop_of`` (s) which connector.
    ``entrances`` has what was said of doors that lead outside, by door.
    """

    radius_m: float
    ways: FloorWays
    door_at: NDArray[np.float64]
    clear_m: NDArray[np.float32]
    outside: NDArray[np.bool_]
    leaf: NDArray[np.bool_]
    can_turn: NDArray[np.bool_]
    stop_node: NDArray[np.int32]
    stop_of: NDArray[np.int32]
    entrances: Mapping[int, Entrance] = field(default_factory=dict)

    def entrance(self, door: int) -> Entrance:
        return self.entrances.get(door, PLAIN)


def floor_of(plan: FloorPlan, radius_m: float) -> Floor:
    """The ways of a floor for somebody who keeps ``radius_m`` from walls and furniture."""
    lines = [door.line for door in plan.doors]
    passages = [Passage(door.line, door.clear_m, door.to_outside) for door in plan.doors]
    found = links(plan.rooms, passages)
    halls = halls_of(plan.rooms, plan.walls, lines, plan.obstacles, radius_m)
    stops = _stops(plan, halls, found, radius_m)
    entries = [point for _, point in stops]
    reach_m = BESIDE_M + radius_m + SLACK_M
    ways = ways_of(
        halls, lines, found, [*plan.places, *entries], reach_m=reach_m, obstacles=plan.obstacles
    )
    places = len(plan.places)
    stop_of = np.array([number for number, _ in stops], dtype=np.int32)
    stop_node = ways.place_node[places:]
    met = stop_node != NO_NODE
    ways = ways.with_places(places)
    return Floor(
        radius_m=radius_m,
        ways=ways,
        door_at=_middles(lines),
        clear_m=np.array(
            [np.nan if door.clear_m is None else door.clear_m for door in plan.doors], np.float32
        ),
        outside=np.array([door.to_outside for door in plan.doors], dtype=bool),
        leaf=np.array([door.leaf for door in plan.doors], dtype=bool),
        can_turn=turning(ways, radius_m),
        stop_node=stop_node[met],
        stop_of=stop_of[met],
    )


def _middles(lines: Sequence[LineString]) -> NDArray[np.float64]:
    middles = shapely.line_interpolate_point(np.array(lines, dtype=object), 0.5, normalized=True)
    at: NDArray[np.float64] = shapely.get_coordinates(middles).reshape(-1, 2)
    return at


def _stops(
    plan: FloorPlan, halls: Sequence[Hall], found: Sequence[Link | None], radius_m: float
) -> list[tuple[int, Point]]:
    """Where each connector is entered: inside its own room, by its doors, or from beside it."""
    floors = STRtree([hall.floor for hall in halls])
    doors = STRtree([door.line for door in plan.doors])
    hall_of = {room: number for number, hall in enumerate(halls) for room in hall.rooms}
    stops = []
    for number, connector in enumerate(plan.connectors):
        shape = connector.polygon
        points = _inside(halls, floors, shape)
        if not points:
            near = doors.query(shape, predicate="dwithin", distance=DOOR_M).tolist()
            own = {n for n, room in enumerate(plan.rooms) if room.intersects(shape.centroid)}
            lead_in = [door for door in near if _leads_in(plan.doors[door], found[door], own)]
            points = _at_doors(halls, hall_of, plan.doors, found, lead_in)
        if not points:
            points = _beside(halls, floors, shape, radius_m)
        stops += [(number, point) for point in points]
    return stops


def _inside(halls: Sequence[Hall], floors: STRtree, shape: Polygon) -> list[Point]:
    middle = shape.centroid
    inside = floors.query(middle, predicate="intersects").tolist()
    for number in sorted(inside, key=lambda n: halls[n].floor.area):
        point = nearest_free(halls[number], middle)
        if point is not None:
            return [point]
    return []


def _leads_in(door: Door, link: Link | None, own: set[int]) -> bool:
    """Whether a door beside a shaft is the shaft's, and not one that only stands close to it.

    Behind a shaft's door is the shaft: its ``own`` room, or no room at all. A door between two
    other rooms, taken for the shaft's, would let people through the lift past that door.
    """
    if link is None or door.to_outside:
        return False
    return link.one == link.other or not own.isdisjoint((link.one, link.other))


def _at_doors(
    halls: Sequence[Hall],
    hall_of: dict[int, int],
    doors: Sequence[Door],
    found: Sequence[Link | None],
    near: Sequence[int],
) -> list[Point]:
    points = []
    for door in near:
        link = found[door]
        rooms = () if link is None else {link.one, link.other}
        middle = doors[door].line.interpolate(0.5, normalized=True)
        for room in sorted(room for room in rooms if room is not None):
            point = nearest_free(halls[hall_of[room]], middle)
            if point is not None:
                points.append(point)
    return points


def _beside(halls: Sequence[Hall], floors: STRtree, shape: Polygon, radius_m: float) -> list[Point]:
    reach_m = BESIDE_STAIR_M + radius_m
    near = floors.query(shape, predicate="dwithin", distance=reach_m).tolist()
    points = [p for p in (nearest_free(halls[n], shape) for n in near) if p is not None]
    points = [point for point in points if point.distance(shape) <= reach_m]
    return [min(points, key=shape.distance)] if points else []


def turning(ways: FloorWays, radius_m: float) -> NDArray[np.bool_]:
    """Whether the free ground where one stands before each place holds a turning circle."""
    pieces = [
        piece
        for hall in ways.halls
        for piece in shapely.get_parts(hall.free).tolist()
        if not piece.buffer(-max(0.0, TURN_M / 2 - radius_m)).is_empty
    ]
    can = np.zeros(len(ways.place_node), dtype=bool)
    stands = np.flatnonzero(ways.place_node != NO_NODE)
    if pieces and len(stands):
        points = shapely.points(ways.at[ways.place_node[stands]])
        met = STRtree(pieces).query(points, predicate="dwithin", distance=_ON_M)[0]
        can[stands[met]] = True
    return can
