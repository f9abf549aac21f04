"""Which rooms can be reached from outside, through passages that are wide enough.

Lengths are metres. What a drawing does not tell stays unknown (None), which is not "no".
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import LineString, Point, Polygon, STRtree
from shapely.geometry.base import BaseGeometry

#: Half of the thickest wall, and a little: a room begins no further from the middle of a door.
BESIDE_M = 0.6
#: Steps in which the sides of a door are looked at.
STEP_M = 0.1
#: Rooms that lie no further from each other have no wall between them.
TOUCH_M = 0.03


@dataclass(frozen=True, slots=True)
class Passage:
    """A door or an opening: a line from jamb to jamb; ``clear_m`` None where it is not known."""

    line: LineString
    clear_m: float | None
    to_outside: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """A way between two rooms, or from outside (None) into one."""

    one: int | None
    other: int | None
    clear_m: float | None


def links(rooms: Sequence[Polygon], passages: Iterable[Passage]) -> list[Link | None]:
    """For each passage the rooms on its sides; None where it leads to none."""
    passages = list(passages)
    tree = STRtree(rooms)
    areas = shapely.area(np.array(rooms, dtype=object))
    found: list[Link | None] = []
    for passage in passages:
        here, there = (_room_at(rooms, tree, areas, side) for side in _sides(passage.line))
        if here == there:
            # Both sides in one room: a door that stands in it, or one whose rooms were not found.
            found.append(None)
        elif (here is None or there is None) and not passage.to_outside:
            # What is behind it is not known: it is an end of the room all the same.
            inside = there if here is None else here
            found.append(Link(inside, inside, passage.clear_m))
        else:
            found.append(Link(here, there, passage.clear_m))
    return found


def _sides(line: LineString) -> tuple[list[Point], list[Point]]:
    """Points ever further from the middle of a door, on both of its sides."""
    (x0, y0), (x1, y1) = line.coords[0], line.coords[-1]
    length = float(np.hypot(x1 - x0, y1 - y0))
    if not length > 0:
        return [], []
    middle = ((x0 + x1) / 2, (y0 + y1) / 2)
    across = (-(y1 - y0) / length, (x1 - x0) / length)
    steps = [STEP_M * n for n in range(1, round(BESIDE_M / STEP_M) + 1)]

    def along(sign: int) -> list[Point]:
        return [
            Point(middle[0] + sign * d * across[0], middle[1] + sign * d * across[1]) for d in steps
        ]

    return along(1), along(-1)


def _room_at(
    rooms: Sequence[Polygon], tree: STRtree, areas: np.ndarray, points: list[Point]
) -> int | None:
    """The smallest room that holds the nearest of the points that lies in any."""
    for point in points:
        inside = [i for i in tree.query(point).tolist() if rooms[i].covers(point)]
        if inside:
            return int(min(inside, key=lambda i: (areas[i], i)))
    return None


def open_links(rooms: Sequence[Polygon], walls: BaseGeometry, least_m: float) -> list[Link]:
    """Rooms side by side without a wall between them, at least so wide."""
    tree = STRtree(rooms)
    one, other = tree.query(np.array(rooms, dtype=object), predicate="dwithin", distance=TOUCH_M)
    barrier = shapely.buffer(walls, TOUCH_M, cap_style="flat")
    shapely.prepare(barrier)
    found = []
    for i, j in zip(one.tolist(), other.tolist(), strict=True):
        if i < j:
            edge = rooms[i].boundary.intersection(rooms[j].buffer(TOUCH_M))
            free = edge.difference(barrier)
            widths = [part.length for part in _lines(free)]
            if widths and max(widths) >= least_m:
                found.append(Link(i, j, max(widths)))
    return found


def _lines(shape: BaseGeometry) -> list[BaseGeometry]:
    merged = shapely.line_merge(shape) if not shape.is_empty else shape
    return [part for part in shapely.get_parts(merged).tolist() if part.length > 0]


def reachable(
    count: int,
    ways: Iterable[Link],
    starts: Collection[int],
    barred: Collection[int],
    least_m: float,
) -> list[bool | None]:
    """For each of ``count`` rooms whether it is reached from outside or from ``starts``.

    True with a way through links that are at least ``least_m`` wide and not through ``barred``
    rooms; None where that hangs on a width that is not known, or where no way is known at all;
    False where there are ways and none of them will do.
    """
    ways = list(ways)
    wide = _reached(_around(w for w in ways if _at_least(w, least_m)), starts, barred)
    perhaps = _reached(
        _around(w for w in ways if w.clear_m is None or _at_least(w, least_m)), starts, barred
    )
    anyhow = _reached(_around(ways), starts, ())
    return [
        True if i in wide else None if i in perhaps or i not in anyhow else False
        for i in range(count)
    ]


def _at_least(way: Link, least_m: float) -> bool:
    return way.clear_m is not None and way.clear_m >= least_m


def _around(ways: Iterable[Link]) -> dict[int | None, set[int]]:
    around: dict[int | None, set[int]] = defaultdict(set)
    for way in ways:
        for one, other in ((way.one, way.other), (way.other, way.one)):
            if other is not None:
                around[one].add(other)
    return around


def _reached(
    around: dict[int | None, set[int]], starts: Collection[int], barred: Collection[int]
) -> set[int]:
    """What is reached from outside (None) and from ``starts``, not going on from what is barred."""
    shut = set(barred)
    queue = deque([*starts, *around.get(None, ())])
    found = set(queue)
    while queue:
        room = queue.popleft()
        if room in shut:
            continue
        for other in around.get(room, set()) - found:
            found.add(other)
            queue.append(other)
    return found
