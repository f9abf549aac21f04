"""Where on a floor a person can stand, as halls: what is reached without going through a door."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import LineString, Polygon, STRtree
from shapely.geometry.base import BaseGeometry

from geo.passages import BESIDE_M, TOUCH_M, Link, open_links
from geo.ways.gaps import openings

#: What is bent by less than this is straight to somebody who walks.
STRAIGHT_M = 0.05
#: A corner that sticks out farther than so many times the distance is cut off.
MITRE = 2.0


@dataclass(frozen=True, slots=True)
class Hall:
    """Rooms without a wall between them, by their places in the list they came in.

    ``floor`` is all of them; ``free`` the part in which the middle of a person may be, away from
    walls and furniture. It may have several pieces, or none.
    """

    rooms: tuple[int, ...]
    floor: BaseGeometry
    free: BaseGeometry


def halls_of(
    rooms: Sequence[Polygon],
    walls: BaseGeometry,
    doors: Sequence[LineString],
    obstacles: Sequence[BaseGeometry],
    radius_m: float,
) -> list[Hall]:
    """The halls of a floor for somebody who keeps ``radius_m`` from walls and ``obstacles``.

    Rooms that meet in the gap of a door are apart, and rooms that face each other where a wall
    would be, and none is drawn, are not; a room that lies in another is no part of it.
    """
    gaps = shapely.buffer(np.array(doors, dtype=object), BESIDE_M, cap_style="flat")
    barriers = shapely.union_all([walls, *gaps])
    gaps_open = openings(rooms, walls, barriers, 2 * radius_m)
    open_ways = open_links(rooms, barriers, 2 * radius_m)
    groups = _groups(len(rooms), [*open_ways, *(gap.link for gap in gaps_open)])
    shapes = np.array(rooms, dtype=object)
    tree, things = STRtree(shapes), STRtree(obstacles)
    found = []
    for group in groups:
        between = [gap.shape for gap in gaps_open if gap.link.one in group]
        floor = _floor_of(group, shapes, tree, walls, between)
        near = things.query(floor, predicate="dwithin", distance=radius_m).tolist()
        blocked = shapely.buffer(
            shapely.union_all([obstacles[i] for i in near]),
            radius_m,
            join_style="mitre",
            mitre_limit=MITRE,
        )
        free = shapely.buffer(floor, -radius_m, join_style="mitre", mitre_limit=MITRE)
        found.append(Hall(group, floor, shapely.simplify(free.difference(blocked), STRAIGHT_M)))
    return found


def _groups(count: int, ways: Sequence[Link]) -> list[tuple[int, ...]]:
    """The rooms that open links tie together, in the order of their first ones."""
    above = list(range(count))

    def root(room: int) -> int:
        while above[room] != room:
            above[room] = above[above[room]]
            room = above[room]
        return room

    for way in ways:
        if way.one is not None and way.other is not None:
            first, second = sorted((root(way.one), root(way.other)))
            above[second] = first
    groups: dict[int, list[int]] = {}
    for room in range(count):
        groups.setdefault(root(room), []).append(room)
    return [tuple(group) for group in groups.values()]


def _floor_of(
    group: Sequence[int],
    shapes: np.ndarray,
    tree: STRtree,
    walls: BaseGeometry,
    between: Sequence[BaseGeometry],
) -> BaseGeometry:
    own = shapely.union_all([*shapes[list(group)], *between])
    if len(group) > 1:
        # The slits between neighbours are closed, and walls that stand there are put back.
        closed = own.buffer(TOUCH_M, join_style="mitre").buffer(-TOUCH_M, join_style="mitre")
        own = closed.difference(shapely.buffer(walls.intersection(closed), TOUCH_M))
    largest = max(shapes[i].area for i in group)
    others = [
        shapes[i]
        for i in tree.query(own, predicate="intersects").tolist()
        if i not in group and shapes[i].area < largest
    ]
    return own.difference(shapely.union_all(others)) if others else own
