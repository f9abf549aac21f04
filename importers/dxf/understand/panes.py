"""Windows in plain linework: lines side by side in an outer wall that end at the same places.

They run from jamb to jamb, or over a wall that goes on as one line through their middle.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, MultiPolygon, STRtree

from geo.density import is_pattern
from importers.draft import DraftWindow
from importers.dxf.understand.entrances import sides_of
from importers.dxf.understand.plan import Plan
from importers.dxf.understand.wells import lifts, stairs
from importers.roles import BlockRole, LayerRole

PANE_M = (0.4, 4.5)
DEEP_M = (0.02, 0.7)  # from the first line to the last
LONG = 1.3  # a shape less long than this times its depth is a column
LINES = (2, 6)
PAIR_DEEP_M = 0.1  # two lines alone: further apart they are the faces of a wall
EVEN_M = 0.05  # lines of one window end at the same places
JAMB_M = 0.03
BEYOND_M = 0.05  # what two lines alone leave of the jamb on both sides
GOES_ON_M = 0.2  # a wall, beyond the end of the window over it
OUT_M = 0.6
MAX_SHARE = 0.8  # of the building's edge: more would be a wall of several layers
MAX_LINES = 20_000
MAX_CROSSINGS = 20_000  # more are a pattern
ALIGNED = 0.999
_SNAP_M = 0.002
_OPEN = {LayerRole.WALL, LayerRole.UNKNOWN, LayerRole.WINDOW, LayerRole.DOOR}
_Pieces = NDArray[np.float64]  # shape (n, 2, 2)


def panes_in_walls(plan: Plan, doors: Collection[int], body: MultiPolygon) -> Iterator[DraftWindow]:
    """Windows that show only as lines across a gap of the building's outer wall.

    ``doors`` are the strokes that draw doors. A layer of openings may hold windows as well.
    """
    lines = _lines(plan, doors)
    if not lines or len(lines) > MAX_LINES:
        return
    near = body.boundary.buffer(OUT_M + DEEP_M[1])
    shapely.prepare(near)
    lines = [line for line in lines if near.intersects(line)]
    if is_pattern(lines, MAX_LINES, MAX_CROSSINGS):
        return
    pieces = _pieces(lines)
    found = [line for line in _windows(pieces) if _in_outer_wall(line, body)]
    if sum(line.length for line in found) > MAX_SHARE * float(body.boundary.length):
        return
    layers = [s.layer for _, s in plan.strokes_on({LayerRole.WALL})] or ["0"]
    for line in found:
        yield DraftWindow(line, float(line.length), "linework", layers[0], None)


def _lines(plan: Plan, doors: Collection[int]) -> list[LineString]:
    treads = {i for well in (*stairs(plan), *lifts(plan)) for i in well.strokes}
    known = treads.union(doors)
    return [
        line
        for index, stroke in plan.strokes_on(_OPEN)
        if index not in known
        and all(role is BlockRole.UNKNOWN for role in plan.roles_around(stroke.insertion))
        and stroke.kind in {"line", "polyline"}
        and (line := stroke.line) is not None
    ]


def _pieces(lines: list[LineString]) -> _Pieces:
    """All straight pieces between crossings."""
    if not lines:
        return np.empty((0, 2, 2))
    merged = shapely.union_all(shapely.set_precision(lines, _SNAP_M))
    points, owner = shapely.get_coordinates(shapely.get_parts(merged), return_index=True)
    same = owner[1:] == owner[:-1]
    pieces: _Pieces = np.stack([points[:-1][same], points[1:][same]], axis=1)
    return pieces


def _windows(pieces: _Pieces) -> Iterator[LineString]:
    run = pieces[:, 1] - pieces[:, 0]
    length = np.hypot(run[:, 0], run[:, 1])
    panes = np.flatnonzero((length >= PANE_M[0]) & (length <= PANE_M[1]))
    if not len(panes):
        return
    every = STRtree(shapely.linestrings(pieces))
    middles = shapely.points(pieces[panes].mean(axis=1))
    tree = STRtree(middles)
    used: set[int] = set()
    for k in range(len(panes)):
        if k in used:
            continue
        near = tree.query(middles[k], predicate="dwithin", distance=DEEP_M[1])
        group = [int(j) for j in sorted(near) if _beside(pieces[panes[k]], pieces[panes[j]])]
        line = _window(pieces[panes[group]], every)
        if line is not None:
            used.update(group)
            yield line


def _beside(one: _Pieces, two: _Pieces) -> bool:
    """True for pieces of one length and direction that lie straight across from each other."""
    run = one[1] - one[0]
    along = run / np.hypot(*run)
    reach = np.sort((two - one[0]) @ along)
    aside = (two - one[0]) @ np.array([-along[1], along[0]])
    ends = np.sort((one - one[0]) @ along)
    return bool(np.abs(reach - ends).max() < EVEN_M and abs(aside[0] - aside[1]) < EVEN_M / 2)


def _window(group: _Pieces, every: STRtree) -> LineString | None:
    """The middle line of a window; None where its lines do not end as those of windows do."""
    if not LINES[0] <= len(group) <= LINES[1]:
        return None
    run = group[0][1] - group[0][0]
    along = run / np.hypot(*run)
    left = np.array([-along[1], along[0]])
    aside = ((group - group[0][0]) @ left).mean(axis=1)
    deep = float(np.ptp(aside))
    if not DEEP_M[0] <= deep <= (PAIR_DEEP_M if len(group) == LINES[0] else DEEP_M[1]):
        return None
    reach = (group - group[0][0]) @ along
    ends = (float(reach.min(axis=1).mean()), float(reach.max(axis=1).mean()))
    if ends[1] - ends[0] < LONG * deep:
        return None
    low, high = float(aside.min()), float(aside.max())
    beyond = BEYOND_M if len(group) == LINES[0] else 0.0
    for end, out in zip(ends, (-along, along), strict=True):
        at = group[0][0] + end * along
        across = LineString([at + side * left for side in (low - beyond, high + beyond)])
        over = len(group) > LINES[0] and _goes_on(at + (low + high) / 2 * left, out, deep, every)
        if not over and not _jamb(across, every):
            return None
    middle = (low + high) / 2 * left
    points = [group[0][0] + end * along + middle for end in ends]
    return LineString(sorted((float(x), float(y)) for x, y in points))


def _jamb(across: LineString, every: STRtree) -> bool:
    """True where lines run from face to face at the end of a window."""
    near = every.query(across, predicate="dwithin", distance=JAMB_M)
    if not len(near):
        return False
    drawn = shapely.union_all(shapely.buffer(every.geometries[np.sort(near)], JAMB_M))
    return bool(across.intersection(drawn).length >= 0.9 * across.length)


def _goes_on(
    end: NDArray[np.float64], out: NDArray[np.float64], deep: float, every: STRtree
) -> bool:
    """True where a wall's line runs on from between the lines of a window."""
    near = shapely.points(end + GOES_ON_M * out)
    past = every.geometries[every.query(near, predicate="dwithin", distance=deep / 4)]
    for line in past:
        run = np.diff(shapely.get_coordinates(line), axis=0)[0]
        along = abs(float(run @ out)) / max(float(np.hypot(*run)), 1e-9)
        if along > ALIGNED and line.distance(shapely.points(end - GOES_ON_M * out)) < deep / 4:
            return True
    return False


def _in_outer_wall(line: LineString, body: MultiPolygon) -> bool:
    """True where one side is the building and the other is not."""
    inside = [bool(body.covers(shapely.Point(side))) for side in sides_of(line, OUT_M)]
    return inside[0] != inside[1]
