"""The ways through one floor as a graph: corners, doors and places, and how far it is between them.

Everything is in arrays, a few bytes for each node and edge: a campus is kept in memory, and a phone
takes a floor with it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, Point, STRtree
from shapely.geometry.base import BaseGeometry

from geo.passages import Link
from geo.ways.halls import Hall
from geo.ways.sight import Points, seen_pairs, turns_of

#: No passage: an edge within a hall.
WITHIN = -1
NO_NODE = -1


@dataclass(frozen=True, slots=True)
class FloorWays:
    """Nodes and edges of a floor; an edge can be gone both ways.

    ``at`` (n, 2) are the nodes in metres, ``hall`` (n) the hall each is in. ``ends`` (m, 2) are the
    nodes of each edge, ``length_m`` (m) how long it is, ``passage`` (m) the passage that it leads
    through or ``WITHIN``. ``place_node`` and ``off_m`` say for each place which node one stands at
    before it (``NO_NODE`` where nobody can) and how far that is from it; ``door_nodes`` (doors, 2)
    the nodes on both sides of each passage, ``NO_NODE`` where there is none.
    """

    halls: Sequence[Hall]
    at: Points
    hall: NDArray[np.int32]
    ends: NDArray[np.int32]
    length_m: NDArray[np.float32]
    passage: NDArray[np.int32]
    place_node: NDArray[np.int32]
    off_m: NDArray[np.float32]
    door_nodes: NDArray[np.int32]

    def with_places(self, count: int) -> FloorWays:
        """Only the first ``count`` places; the nodes before the others stay."""
        return replace(self, place_node=self.place_node[:count], off_m=self.off_m[:count])


class _Making:
    """Nodes and edges as they are found."""

    def __init__(self, reach_m: float, things: STRtree) -> None:
        self.reach_m = reach_m
        self.things = things
        self.at: list[tuple[float, float]] = []
        self.hall: list[int] = []
        self.ends: list[tuple[int, int]] = []
        self.length_m: list[float] = []
        self.passage: list[int] = []

    def node(self, x: float, y: float, hall: int) -> int:
        self.at.append((x, y))
        self.hall.append(hall)
        return len(self.at) - 1

    def edge(self, one: int, other: int, length_m: float, passage: int = WITHIN) -> None:
        self.ends.append((one, other))
        self.length_m.append(length_m)
        self.passage.append(passage)


def ways_of(
    halls: Sequence[Hall],
    doors: Sequence[LineString],
    links: Sequence[Link | None],
    places: Sequence[Point],
    *,
    reach_m: float = math.inf,
    obstacles: Sequence[BaseGeometry] = (),
) -> FloorWays:
    """Join the halls of a floor by its doors, and find where one stands before each place.

    ``links`` are the rooms on both sides of each of ``doors``, as ``geo.passages.links`` finds
    them. A door that leads outside has a node in its hall alone; one from whose middle no free
    ground is reached within ``reach_m``, straight and past ``obstacles``, is blocked and has none.
    """
    making = _Making(reach_m, STRtree(obstacles))
    hall_of = {room: number for number, hall in enumerate(halls) for room in hall.rooms}
    door_nodes = np.full((len(doors), 2), NO_NODE, dtype=np.int32)
    for number, (door, link) in enumerate(zip(doors, links, strict=True)):
        if link is None:
            continue
        sides = [None if room is None else hall_of[room] for room in (link.one, link.other)]
        nodes, far_m = _sides(making, halls, door, sides)
        door_nodes[number] = nodes
        if NO_NODE not in nodes and link.one != link.other:
            making.edge(nodes[0], nodes[1], far_m, number)
    place_node, off_m = _stands(making, halls, places)
    _within(making, halls)
    return FloorWays(
        halls=tuple(halls),
        at=np.array(making.at, dtype=float).reshape(-1, 2),
        hall=np.array(making.hall, dtype=np.int32),
        ends=np.array(making.ends, dtype=np.int32).reshape(-1, 2),
        length_m=np.array(making.length_m, dtype=np.float32),
        passage=np.array(making.passage, dtype=np.int32),
        place_node=place_node,
        off_m=off_m,
        door_nodes=door_nodes,
    )


def _sides(
    making: _Making,
    halls: Sequence[Hall],
    door: LineString,
    rooms: Sequence[int | None],
) -> tuple[list[int], float]:
    """The nodes on the sides of a door, and how far it is from the one to the other."""
    middle = door.interpolate(0.5, normalized=True)
    nodes, far_m = [], 0.0
    for number in rooms:
        stand = None if number is None else _before(halls[number], middle, making)
        if number is None or stand is None:
            nodes.append(NO_NODE)
            continue
        nodes.append(making.node(stand.x, stand.y, number))
        far_m += stand.distance(middle)
    return nodes, far_m


def _before(hall: Hall, door: Point, making: _Making) -> Point | None:
    """Where one stands before a door: the nearest free ground that is gone to straight from it."""
    stand = nearest_free(hall, door)
    if stand is None or stand.distance(door) > making.reach_m:
        return None
    if not len(making.things.query(LineString([door, stand]), predicate="intersects")):
        return stand
    near = hall.free.intersection(door.buffer(making.reach_m))
    points = shapely.points(np.unique(shapely.get_coordinates(near), axis=0))
    if not len(points):
        return None
    points = points[np.argsort(shapely.distance(points, door), kind="stable")]
    lines = shapely.linestrings([[(door.x, door.y), (each.x, each.y)] for each in points.tolist()])
    barred = np.unique(making.things.query(lines, predicate="intersects")[0])
    clear = np.setdiff1d(np.arange(len(points)), barred)
    return points[clear[0]] if len(clear) else None


def _stands(
    making: _Making, halls: Sequence[Hall], places: Sequence[Point]
) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """Where one stands before each place: the nearest free ground of the hall that it is in."""
    nodes = np.full(len(places), NO_NODE, dtype=np.int32)
    off_m = np.zeros(len(places), dtype=np.float32)
    tree = STRtree([hall.floor for hall in halls])
    for number, place in enumerate(places):
        inside = tree.query(place, predicate="intersects").tolist()
        if not inside:
            continue
        within = min(inside, key=lambda n: halls[n].floor.area)
        stand = nearest_free(halls[within], place)
        if stand is not None:
            nodes[number] = making.node(stand.x, stand.y, within)
            off_m[number] = stand.distance(place)
    return nodes, off_m


def nearest_free(hall: Hall, to: BaseGeometry) -> Point | None:
    """The nearest place to ``to`` where one can stand in a hall; None where nobody can."""
    if hall.free.is_empty:
        return None
    return Point(shapely.get_coordinates(shapely.shortest_line(hall.free, to))[0])


def _within(making: _Making, halls: Sequence[Hall]) -> None:
    """The corners of each hall, and the straight ways between all that is in it."""
    own: list[list[int]] = [[] for _ in halls]
    for node, hall in enumerate(making.hall):
        own[hall].append(node)
    for number, each in enumerate(halls):
        turns = turns_of(each.free)
        fixed = own[number]
        corners = [making.node(x, y, number) for x, y in turns.at.tolist()]
        points = np.array([making.at[node] for node in fixed], dtype=float).reshape(-1, 2)
        nodes = np.array([*corners, *fixed], dtype=int)
        at = np.vstack([turns.at, points])
        pairs = seen_pairs(each.free, turns, points)
        lengths = np.hypot(*(at[pairs[:, 0]] - at[pairs[:, 1]]).T)
        for (one, other), length in zip(nodes[pairs].tolist(), lengths.tolist(), strict=True):
            making.edge(one, other, length)
