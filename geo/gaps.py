"""Gaps in walls: those that were closed for a space, and the one that joins two rooms.

Lengths are in metres.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import shapely
from shapely import LineString, Point, Polygon, STRtree
from shapely.geometry.base import BaseGeometry

from geo.joins import joins
from geo.linework import (
    GAP_M,
    Walls,
    at_edge,
    closed_exactly,
    grown_back,
    merged,
    mostly_in,
    spaces_between,
    thicken,
    voids_between,
)

ONE_PLACE_M = 0.4  # both faces of a wall are broken at one place
SIGHT_M = 1.0  # a wall is not thicker than one can look through it
WALL_M = 0.5  # what is further from every space lies outside
GLANCES_DEG = (0, 35, -35, 65, -65)  # where a gap meets a slanting wall one has to look aside
OUTSIDE = -1
EDGE_M = 0.02  # a gap this near to the edge of a space is its own
MAX_WAY_M = 1.6  # what is wider joins two rooms to one
WIDTHS_M = (0.2, 0.3, 0.45, 0.65, 0.9, 1.15, 1.4, MAX_WAY_M)
INSIDE_SHARE = 0.8
HALF = 0.5

Mark = tuple[Point, str]


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a space that was divided; ``openings`` are the lines that divide it."""

    shape: Polygon
    openings: tuple[LineString, ...]


def closed_gaps(
    lines: Sequence[BaseGeometry],
    spaces: Sequence[Polygon],
    closers: Sequence[LineString],
    gap_m: float,
) -> tuple[LineString, ...]:
    """The gaps between ``lines`` without which ``spaces`` would run together or outside.

    Looked for are loose ends up to ``gap_m`` from the next line, and ``closers``. One line for each
    place, as wide as the gap is drawn; sorted by place.
    """
    if not spaces:
        return ()
    edges = STRtree([space.exterior for space in spaces])
    loose = joins(lines, gap_m)
    found = [k for k in (*loose, *closers) if _is_on_edge(k, edges)]
    if not found:
        return ()
    sight = _Sight(lines, spaces)
    return _one_for_each_place([gap for gap in found if sight.tells_apart(gap)])


def _is_on_edge(gap: LineString, edges: STRtree) -> bool:
    middle = gap.interpolate(0.5, normalized=True)
    return len(edges.query(middle, "dwithin", gap.length / 2 + EDGE_M)) > 0


class _Sight:
    """What one sees through a gap: a space, the outside, or only the inside of a wall."""

    def __init__(self, lines: Sequence[BaseGeometry], spaces: Sequence[Polygon]) -> None:
        self._walls = STRtree(list(lines))
        self._spaces = STRtree(list(spaces))

    def tells_apart(self, gap: LineString) -> bool:
        """True when the two sides of ``gap`` are different places."""
        (x0, y0), (x1, y1) = gap.coords[0], gap.coords[-1]
        turn = math.atan2(y1 - y0, x1 - x0)
        left, right = (self._beyond(gap, turn + side) for side in (math.pi / 2, -math.pi / 2))
        return left is not None and right is not None and left != right

    def _beyond(self, gap: LineString, turn: float) -> int | None:
        """The first place that is seen when one looks through at about ``turn``."""
        middle = gap.interpolate(0.5, normalized=True)
        places = (self._seen(middle, turn + math.radians(aside)) for aside in GLANCES_DEG)
        return next((place for place in places if place is not None), None)

    def _seen(self, eye: Point, turn: float) -> int | None:
        ux, uy = math.cos(turn), math.sin(turn)
        ray = LineString([(eye.x, eye.y), (eye.x + SIGHT_M * ux, eye.y + SIGHT_M * uy)])
        hits = self._walls.geometries[self._walls.query(ray, "intersects")]
        reach = min((float(eye.distance(hit.intersection(ray))) for hit in hits), default=SIGHT_M)
        if reach <= 0:
            return None
        free = LineString([(eye.x, eye.y), (eye.x + reach * ux, eye.y + reach * uy)])
        inside = self._spaces.query(free, "intersects")
        if len(inside):
            shares = [float(self._spaces.geometries[i].intersection(free).length) for i in inside]
            best = max(zip(shares, (-int(i) for i in inside), strict=True))
            if best[0] > EDGE_M:
                return -best[1]
        far = Point(eye.x + SIGHT_M * ux, eye.y + SIGHT_M * uy)
        is_outside = reach >= SIGHT_M and not len(self._spaces.query(far, "dwithin", WALL_M))
        return OUTSIDE if is_outside else None


def _one_for_each_place(links: Sequence[LineString]) -> tuple[LineString, ...]:
    """The widest of the gaps that lie together."""
    kept: list[LineString] = []
    for link in sorted(links, key=lambda k: (-k.length, k.bounds)):
        if not kept or shapely.distance(kept, link).min() > ONE_PLACE_M:
            kept.append(link)
    return tuple(sorted(kept, key=lambda k: k.bounds))


def divided(
    space: Polygon, walls: Walls, marks: Sequence[Mark], gap_m: float = GAP_M
) -> tuple[Part, ...]:
    """``space`` in parts where its narrowest opening keeps different ``marks`` apart.

    Marks are the numbers (or names) of rooms: an opening of up to 1.6 m between two of them is a
    wall that ends too early. Empty where the marks stand in one room.
    """
    waiting, done = [_Undivided(Part(space, ()), walls, tuple(marks), gap_m)], list[Part]()
    while waiting:
        one = waiting.pop(0)
        pieces = _cut(one) if len(one.names()) > 1 else ()
        # A cut that takes no mark away would be made for ever.
        if pieces and all(len(piece.names()) < len(one.names()) for piece in pieces):
            waiting += pieces
        else:
            done.append(one.part)
    return tuple(done) if len(done) > 1 else ()


@dataclass(frozen=True, slots=True)
class _Undivided:
    """A part with the walls around it, its marks, and the width up to which all openings are shut.

    The walls have the lines that were closed before, so that no piece grows back through one.
    """

    part: Part
    walls: Walls
    marks: tuple[Mark, ...]
    shut_m: float

    def names(self) -> set[str]:
        return {name for _, name in self.marks}

    def piece(self, part: Part, closed: Sequence[LineString], shut_m: float) -> _Undivided:
        walls = Walls(merged([*self.walls.near(part.shape), *closed]))
        marks = tuple(mark for mark in self.marks if part.shape.covers(mark[0]))
        return _Undivided(part, walls, marks, shut_m)


def _cut(one: _Undivided) -> tuple[_Undivided, ...]:
    """Two or more pieces, cut at the narrowest opening that tells marks apart."""
    near = merged(one.walls.near(one.part.shape))

    @cache
    def voids(width: float) -> list[Polygon]:
        return voids_between(thicken(near, width / 2))

    widths = [one.shut_m, *(width for width in WIDTHS_M if width > one.shut_m)]
    # What a narrow opening parts, a wide one does too: where that begins is found by halving.
    first = bisect_left(widths, True, lo=1, key=lambda width: not _in_one(voids(width), one.marks))
    for shut, width in pairwise(widths[first - 1 :]):
        spaces = _apart(one, voids(width), width)
        shapes, closers = closed_exactly(spaces, one.walls, width) if spaces else ([], [])
        for shape in (shape for shape in shapes if _tells_apart(shape, one.marks)):
            cut = _pieces(one, shape, closers, shut)
            if cut:
                return cut
    return ()


def _in_one(voids: Sequence[Polygon], marks: Sequence[Mark]) -> bool:
    return any(all(void.covers(point) for point, _ in marks) for void in voids)


def _apart(one: _Undivided, voids: Sequence[Polygon], width: float) -> list[Polygon]:
    """The spaces of the part when openings to ``width`` are shut; none where they part no marks."""
    spaces = grown_back(voids, width / 2, Polygon())
    mine = [space for space in spaces if mostly_in(space, one.part.shape, INSIDE_SHARE)]
    return mine if any(_tells_apart(space, one.marks) for space in mine) else []


def _tells_apart(shape: Polygon, marks: Sequence[Mark]) -> bool:
    here = {name for point, name in marks if shape.covers(point)}
    there = {name for point, name in marks if not shape.covers(point)}
    return bool(here) and bool(there - here)


def _pieces(
    whole: _Undivided, room: Polygon, closers: Sequence[LineString], shut_m: float
) -> tuple[_Undivided, ...]:
    """``room`` and what else of ``whole`` is a room when the way between them is closed."""
    across = at_edge(room, closers)
    if not across:
        return ()
    # The other face of a thick wall is closed too, else its inside would be one with the room.
    both = [c for c in closers if shapely.distance(across, c).min() <= WALL_M]
    closed = [*across, *both]
    mass = thicken(merged([*whole.walls.near(whole.part.shape), *closed]), GAP_M / 2)
    rest = [
        space
        for space in spaces_between(mass, GAP_M / 2, Polygon())
        if mostly_in(space, whole.part.shape, INSIDE_SHARE) and not mostly_in(space, room, HALF)
    ]
    ways = tuple(c for c in across if any(c.distance(space) <= WALL_M for space in rest))
    if not ways:
        return ()
    before = whole.part.openings
    others = [Part(s, tuple(o for o in before if o.distance(s) < GAP_M)) for s in rest]
    return tuple(whole.piece(part, closed, shut_m) for part in (Part(room, ways), *others))
