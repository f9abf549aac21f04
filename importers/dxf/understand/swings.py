"""Door leaves: arcs around a hinge that end at the open leaf and at the latch."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely
from shapely import LineString, Point, Polygon, STRtree

from importers.dxf.scene import Arc, Stroke
from importers.dxf.understand.plan import Plan

MIN_LEAF_M = 0.45
MAX_LEAF_M = 1.5
MIN_SWEEP_DEG = 20.0
MAX_SWEEP_DEG = 130.0
AT_WALL_M = 0.25
LEAF_SLACK_M = 0.12
MEETING_M = 0.1  # the ends of two leaves of one double door
PIE_POINTS = 80  # a leaf and its arc in one line have no more
CURVE_POINTS = 5  # fewer points may be a bend in a wall
HINGE_SHARE = 0.08  # of the radius, from the hinge to where the arc has its centre
STEP_M = (0.03, 0.4)  # of an arc that was taken apart
MAX_STEPS = 20_000  # more short lines are a pattern
JOIN_M = 0.004  # pieces of one curve meet this closely
ROUNDNESS = 0.02  # of the radius


@dataclass(frozen=True, slots=True)
class Swing:
    """A leaf, closed from ``hinge`` to ``latch``; ``sector`` is what it sweeps."""

    hinge: tuple[float, float]
    latch: tuple[float, float]
    sector: Polygon
    stroke: int

    @property
    def line(self) -> LineString:
        return LineString([self.hinge, self.latch])

    @property
    def radius(self) -> float:
        return math.dist(self.hinge, self.latch)


def arc_of(stroke: Stroke) -> Arc | None:
    """The circle behind a stroke: as drawn, or through a curve that was exported as a polyline."""
    if stroke.arc is not None:
        return stroke.arc
    points = stroke.points
    if stroke.closed or len(points) < CURVE_POINTS or not np.isfinite(points).all():
        return None
    (x1, y1), (x2, y2), (x3, y3) = points[0], points[len(points) // 2], points[-1]
    cross = 2 * ((x2 - x1) * (y3 - y1) - (x3 - x1) * (y2 - y1))
    if abs(cross) < 1e-9:
        return None
    a, b = (x2 - x1) ** 2 + (y2 - y1) ** 2, (x3 - x1) ** 2 + (y3 - y1) ** 2
    x = x1 + ((y3 - y1) * a - (y2 - y1) * b) / cross
    y = y1 + ((x2 - x1) * b - (x3 - x1) * a) / cross
    radii = np.hypot(points[:, 0] - x, points[:, 1] - y)
    radius = float(radii[0])
    if radius > 2 * MAX_LEAF_M or float(np.ptp(radii)) > ROUNDNESS * radius:
        return None
    ends = (points[0], points[-1]) if cross > 0 else (points[-1], points[0])
    start, end = (math.degrees(math.atan2(py - y, px - x)) for px, py in ends)
    return Arc(float(x), float(y), radius, start, end if end > start else end + 360.0)


def is_leaf_arc(stroke: Stroke) -> bool:
    """True for an arc as a door leaf draws it: radius 0.45 to 1.5 m, 20 to 130 degrees."""
    arc = arc_of(stroke)
    if arc is None or stroke.closed or len(stroke.points) < 2:
        return False
    sweep = arc.end_deg - arc.start_deg
    return MIN_LEAF_M <= arc.radius <= MAX_LEAF_M and MIN_SWEEP_DEG <= sweep <= MAX_SWEEP_DEG


def without_leaf(stroke: Stroke) -> Stroke:
    """The arc of a leaf that was drawn together with it, as one line or as a slice of pie."""
    points = stroke.points
    if stroke.arc is not None or not CURVE_POINTS < len(points) <= PIE_POINTS:
        return stroke
    if stroke.closed:
        sides = np.hypot(*(points - np.roll(points, 1, axis=0)).T)
        hinge = int(np.argmax(sides + np.roll(sides, -1)))
        cut = np.roll(points, -hinge, axis=0)
        tries = [(cut[0], cut[1:])]
    else:
        tries = [(points[0], points[1:]), (points[-1], points[:-1])]
    for hinge_at, rest in tries:
        arc = replace(stroke, points=rest, closed=False)
        circle = arc_of(arc)
        if circle is not None and is_leaf_arc(arc):
            away = math.dist((circle.x, circle.y), hinge_at)
            if away < HINGE_SHARE * circle.radius:
                return arc
    return stroke


def leaf_arcs(strokes: Sequence[Stroke], among: Sequence[int]) -> list[tuple[int, Stroke]]:
    """(index, arc) of every leaf; pieces of one curve that were exported apart are joined."""
    drawn = {i: without_leaf(strokes[i]) for i in among}
    curves = [i for i in among if _is_curve(drawn[i])]
    if not curves:
        return []
    lines = shapely.set_precision([LineString(drawn[i].points) for i in curves], JOIN_M)
    tree = STRtree(lines)
    found: list[tuple[int, Stroke]] = []
    for part in shapely.get_parts(shapely.line_merge(shapely.union_all(lines))):
        near = tree.query(part, predicate="dwithin", distance=JOIN_M)
        held = [
            int(k)
            for k in near
            if part.distance(lines[k].interpolate(0.5, normalized=True)) < JOIN_M
        ]
        if not held:
            continue
        first = drawn[curves[min(held)]]
        whole = replace(first, points=shapely.get_coordinates(part), arc=None, closed=False)
        if len(held) > 1 and is_leaf_arc(whole):
            found.append((curves[min(held)], whole))
        else:
            found += [(curves[k], drawn[curves[k]]) for k in held if is_leaf_arc(drawn[curves[k]])]
    return sorted(dict(found).items())


def stepped_arcs(strokes: Sequence[Stroke], among: Sequence[int]) -> list[tuple[int, Stroke]]:
    """(index, arc) of leaves whose arcs were taken apart into short straight lines."""
    short = [i for i in among if _is_step(strokes[i])]
    if not CURVE_POINTS <= len(short) + 1 <= MAX_STEPS:
        return []
    lines = shapely.set_precision([LineString(strokes[i].points) for i in short], JOIN_M)
    tree = STRtree(lines)
    found = []
    for part in shapely.get_parts(shapely.line_merge(shapely.union_all(lines))):
        points = shapely.get_coordinates(part)
        if len(points) < CURVE_POINTS:
            continue
        first = short[int(tree.query(part, predicate="dwithin", distance=JOIN_M).min())]
        whole = replace(strokes[first], points=points, arc=None, closed=False)
        if is_leaf_arc(whole):
            found.append((first, whole))
    return sorted(found, key=lambda pair: pair[0])


def _is_step(stroke: Stroke) -> bool:
    points = stroke.points
    if len(points) != 2 or not np.isfinite(points).all():
        return False
    return STEP_M[0] <= math.dist(points[0], points[1]) <= STEP_M[1]


def _is_curve(stroke: Stroke) -> bool:
    if stroke.closed or len(stroke.points) < 2:
        return False
    arc = arc_of(stroke)
    return arc is not None and 0.5 * MIN_LEAF_M <= arc.radius <= MAX_LEAF_M


def leaf_ends(plan: Plan) -> STRtree:
    """The ends of the arcs of all leaves, where two may meet."""
    strokes = plan.scene.strokes
    arcs = [without_leaf(stroke) for stroke in strokes if len(stroke.points) > CURVE_POINTS]
    ends = [arc.points[[0, -1]] for arc in arcs if is_leaf_arc(arc)]
    return STRtree(shapely.points(np.concatenate(ends)) if ends else [])


def swing_of(
    index: int,
    stroke: Stroke,
    beside: Sequence[Stroke],
    walls: STRtree | None,
    meeting: Callable[[], STRtree] | None = None,
) -> Swing | None:
    """The leaf behind an arc; ``beside`` may hold the leaf's own line, ``walls`` the walls' lines.

    The end that the leaf's line reaches is the open one; without a leaf the end nearer to a wall
    is where the door closes. ``meeting`` gives the ends of all arcs: two leaves that meet close
    far from any wall.
    """
    arc = arc_of(stroke)
    if arc is None:
        return None
    hinge = (arc.x, arc.y)
    ends = [(float(x), float(y)) for x, y in (stroke.points[0], stroke.points[-1])]
    if any(math.dist(hinge, e) < MIN_LEAF_M / 2 for e in ends):
        return None
    opened = [_has_leaf(hinge, end, beside) for end in ends]
    gaps = [wall_gap(end, walls) for end in ends]
    if opened[0] != opened[1]:
        latch = ends[1] if opened[0] else ends[0]
        other = gaps[0] if opened[0] else gaps[1]
        # A leaf that is drawn shut lies in the opening, and the arc's other end in the room.
        far = wall_gap(latch, walls) > AT_WALL_M >= other
        if far and not (meeting and meets_a_leaf(latch, meeting())):
            latch = ends[0] if opened[0] else ends[1]
    elif gaps[0] == gaps[1]:
        return None
    else:
        latch = ends[0] if gaps[0] < gaps[1] else ends[1]
    sector = Polygon([hinge, *map(tuple, stroke.points.tolist())])
    return Swing(hinge, latch, sector, index)


def meets_a_leaf(latch: tuple[float, float], ends: STRtree) -> bool:
    """True where the ends of two arcs lie: the leaf's own and its partner's."""
    return len(ends.query(Point(latch), predicate="dwithin", distance=MEETING_M)) > 1


def _has_leaf(
    hinge: tuple[float, float], tip: tuple[float, float], beside: Sequence[Stroke]
) -> bool:
    """True when a straight line, or the side of a thin rectangle, runs from hinge to tip."""
    leaf = LineString([hinge, tip])
    for stroke in beside:
        if is_leaf_arc(stroke):
            continue
        line = stroke.line
        if line is None or line.length < 0.7 * leaf.length:
            continue
        sides = np.hypot(*np.diff(shapely.get_coordinates(line), axis=0).T)
        long = float(sides.max(initial=0.0))
        near = line.distance(Point(tip)) < LEAF_SLACK_M and line.distance(Point(hinge)) < 0.2
        if near and 0.7 * leaf.length <= long <= 1.3 * leaf.length:
            part = line.intersection(leaf.buffer(LEAF_SLACK_M))
            if part.length >= 0.7 * leaf.length:
                return True
    return False


def wall_gap(end: tuple[float, float], walls: STRtree | None) -> float:
    """From a point to the nearest wall, in metres; infinite beyond 2 m."""
    if walls is None or len(walls.geometries) == 0:
        return math.inf
    _, distance = walls.query_nearest(Point(end), max_distance=2.0, return_distance=True)
    return float(distance[0]) if len(distance) else math.inf
