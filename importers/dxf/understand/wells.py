"""Stairs and lifts that no layer and no block names: treads side by side, and crossed shafts."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import MultiPoint, Polygon

from geo.shapes import oriented_box, polygons_of
from importers.dxf.scene import Stroke
from importers.dxf.understand.plan import Plan
from importers.roles import BlockRole, LayerRole

TREAD_M = (0.8, 3.0)  # the length of a tread
GOING_M = (0.22, 0.36)  # from one tread to the next
STEPS = 6
MAX_STEPS = 30
UNEVEN_SHARE = 0.12  # of a going; treads are alike, boards and tiles of a pattern go on and on
TURN_DEG = 1.0
SHIFT_M = 0.06
SHORTENED = 1.25  # times as long as the shorter one is the longer of two treads
TWICE_M = 0.01
FLIGHTS_APART_M = 1.0  # flights this near belong to one stair
LANDED_SHARE = 0.7  # of the box around it; less is no stair that winds in a square
DIAGONAL_M = (1.5, 3.9)
CAR_SIDE_M = (1.0, 2.9)
CROSS_M = 0.03
MAX_CROSSED = 8  # diagonals through one point; more are the spokes of something
MAX_WELLS = 200
# Walls too: on a drawing of one layer everything is on that of the walls.
_OPEN = {LayerRole.UNKNOWN, LayerRole.STAIR, LayerRole.LIFT, LayerRole.WALL}


@dataclass(frozen=True, slots=True)
class Well:
    """The footprint of a stair or a lift, with the layer and handle of one of its lines.

    ``strokes`` are its treads or diagonals, by index: nobody walks into those.
    """

    polygon: Polygon
    layer: str
    handle: str | None
    strokes: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Segment:
    one: tuple[float, float]
    two: tuple[float, float]
    layer: str
    handle: str | None
    stroke: int | None  # None for a side of a larger shape

    @property
    def length(self) -> float:
        return math.dist(self.one, self.two)

    @property
    def middle(self) -> tuple[float, float]:
        return (self.one[0] + self.two[0]) / 2, (self.one[1] + self.two[1]) / 2


def stairs(plan: Plan) -> list[Well]:
    """``stairs_by_treads``, looked for once."""
    return plan.once("stairs", stairs_by_treads)


def lifts(plan: Plan) -> list[Well]:
    """``lifts_by_cross``, looked for once."""
    return plan.once("lifts", lifts_by_cross)


def stairs_by_treads(plan: Plan) -> list[Well]:
    """Runs of six or more lines alike, one going apart; flights near each other are one stair."""
    flights: list[tuple[Polygon, Sequence[_Segment]]] = []
    for group in _parallel(list(_segments(plan, TREAD_M))):
        flights += _flights(group)
    if not flights:
        return []
    half = FLIGHTS_APART_M / 2
    whole = shapely.union_all([shape.buffer(half, join_style="mitre") for shape, _ in flights])
    found = []
    for part in sorted(polygons_of(whole), key=lambda p: p.bounds):
        members = [(shape, treads) for shape, treads in flights if part.intersects(shape)]
        treads = [tread for _, flight in members for tread in flight]
        area = shapely.convex_hull(shapely.union_all([shape for shape, _ in members]))
        found.append(_well(_with_landings(area, treads), treads))
    return found


def _with_landings(area: Polygon, treads: Sequence[_Segment]) -> Polygon:
    """Where flights run in several directions, the landings in the corners belong to the stair."""
    if len({_direction(tread) for tread in treads}) == 1:
        return area
    box = oriented_box(area)
    return box.polygon if box is not None and area.area > LANDED_SHARE * box.area else area


def _well(area: Polygon, drawn: Sequence[_Segment]) -> Well:
    strokes = frozenset(s.stroke for s in drawn if s.stroke is not None)
    return Well(area, drawn[0].layer, drawn[0].handle, strokes)


def lifts_by_cross(plan: Plan) -> list[Well]:
    """Rectangles as large as a lift's car, told by their two diagonals."""
    by_middle: dict[tuple[int, int], list[_Segment]] = defaultdict(list)
    found: list[Well] = []
    for segment in _segments(plan, DIAGONAL_M):
        x, y = segment.middle
        key = (round(x / CROSS_M), round(y / CROSS_M))
        for near in ((key[0] + i, key[1] + j) for i in (-1, 0, 1) for j in (-1, 0, 1)):
            crossed = [s for s in by_middle[near] if _makes_a_car(s, segment)]
            if crossed:
                corners = [crossed[0].one, crossed[0].two, segment.one, segment.two]
                shape = shapely.convex_hull(MultiPoint(corners))
                if len(found) < MAX_WELLS and not any(
                    w.polygon.intersects(shape.centroid) for w in found
                ):
                    found.append(_well(shape, [segment, crossed[0]]))
                break
        if len(by_middle[key]) < MAX_CROSSED:
            by_middle[key].append(segment)
    return found


def _segments(plan: Plan, length_m: tuple[float, float]) -> Iterator[_Segment]:
    """Straight pieces of that length on layers of no known use, outside of known blocks."""
    for index, stroke in plan.strokes_on(_OPEN):
        if stroke.kind not in {"line", "polyline"} or _is_beside(stroke, length_m):
            continue
        if not np.isfinite(stroke.points).all():
            continue
        if any(role is not BlockRole.UNKNOWN for role in plan.roles_around(stroke.insertion)):
            continue
        points = stroke.points
        if stroke.closed and len(points) > 2:
            points = np.vstack([points, points[:1]])
        own = index if len(points) == 2 else None
        sizes = np.hypot(*np.diff(points, axis=0).T)
        for k in np.flatnonzero((sizes >= length_m[0]) & (sizes <= length_m[1])):
            one, two = sorted(
                (
                    (float(points[k][0]), float(points[k][1])),
                    (float(points[k + 1][0]), float(points[k + 1][1])),
                )
            )
            yield _Segment(one, two, stroke.layer, stroke.handle, own)


def _is_beside(stroke: Stroke, length_m: tuple[float, float]) -> bool:
    """True for a single straight piece of another length: most lines of a plan, told at once."""
    if len(stroke.points) != 2:
        return False
    (x0, y0), (x1, y1) = stroke.points.tolist()
    return not length_m[0] <= math.hypot(x1 - x0, y1 - y0) <= length_m[1]


def _parallel(segments: Sequence[_Segment]) -> list[list[_Segment]]:
    """Groups of one direction that are equal and beside each other, or begin or end on one line.

    Where a stair winds, all its treads reach the wall, and posts at its eye take a piece off some.
    """
    groups: dict[tuple[int, ...], list[_Segment]] = defaultdict(list)
    for segment in segments:
        step = _direction(segment)
        ends = sorted(_turned(end, step)[0] for end in (segment.one, segment.two))
        middle, size = (ends[0] + ends[1]) / 2, round(segment.length / (2 * SHIFT_M))
        groups[step, size, round(middle / (2 * SHIFT_M))].append(segment)
        for side, along in enumerate(ends):
            # Sizes are counted from 0 on, so that these never meet them.
            groups[step, -1 - side, round(along / (2 * SHIFT_M))].append(segment)
    return [groups[key] for key in sorted(groups) if len(groups[key]) >= STEPS]


def _direction(segment: _Segment) -> int:
    """The direction of a segment in steps of ``TURN_DEG``, whichever way it was drawn."""
    (x0, y0), (x1, y1) = segment.one, segment.two
    turn = math.degrees(math.atan2(y1 - y0, x1 - x0))
    return round(turn / TURN_DEG) % round(180.0 / TURN_DEG)


def _flights(group: Sequence[_Segment]) -> list[tuple[Polygon, Sequence[_Segment]]]:
    step = _direction(group[0])
    ordered = _once_each(sorted(group, key=lambda s: (_turned(s.middle, step)[1], s.length)), step)
    places = [_turned(s.middle, step)[1] for s in ordered]
    found: list[tuple[Polygon, Sequence[_Segment]]] = []
    start = 0
    for k in range(1, len(ordered) + 1):
        if k < len(ordered) and _goes_on(places, start, k) and _as_long(ordered, start, k):
            continue
        if STEPS <= k - start <= MAX_STEPS:
            ends = [end for s in ordered[start:k] for end in (s.one, s.two)]
            found.append((shapely.convex_hull(MultiPoint(ends)), ordered[start:k]))
        start = k
    return found


def _once_each(ordered: Sequence[_Segment], step: int) -> list[_Segment]:
    """Without treads that are drawn twice in one place."""
    found: list[_Segment] = []
    for segment in ordered:
        place = _turned(segment.middle, step)[1]
        if not found or place - _turned(found[-1].middle, step)[1] > TWICE_M:
            found.append(segment)
    return found


def _as_long(ordered: Sequence[_Segment], start: int, k: int) -> bool:
    """True for a tread about as long as the first of its flight."""
    one, two = ordered[start].length, ordered[k].length
    return max(one, two) <= SHORTENED * min(one, two)


def _goes_on(places: Sequence[float], start: int, k: int) -> bool:
    going = places[k] - places[k - 1]
    if not GOING_M[0] <= going <= GOING_M[1]:
        return False
    usual = (places[k - 1] - places[start]) / (k - 1 - start) if k - 1 > start else going
    return abs(going - usual) <= UNEVEN_SHARE * usual


def _turned(point: tuple[float, float], step: int) -> tuple[float, float]:
    """(along, across) in the axes of lines that run in direction ``step``."""
    turn = math.radians(step * TURN_DEG)
    c, s = math.cos(turn), math.sin(turn)
    return point[0] * c + point[1] * s, -point[0] * s + point[1] * c


def _makes_a_car(one: _Segment, two: _Segment) -> bool:
    if abs(one.length - two.length) > 0.03 * one.length:
        return False
    if math.dist(one.middle, two.middle) > CROSS_M:
        return False
    a, b = math.dist(one.one, two.one), math.dist(one.one, two.two)
    return all(CAR_SIDE_M[0] <= side <= CAR_SIDE_M[1] for side in (a, b))
