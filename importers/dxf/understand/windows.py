"""Windows: by their blocks, by their layers, and by lines that glass leaves in an outer wall."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, MultiPolygon, Polygon, STRtree

from geo.shapes import Box, hull, oriented_box
from importers.draft import DraftDoor, DraftWindow
from importers.dxf.understand.entrances import sides_of
from importers.dxf.understand.panes import panes_in_walls
from importers.dxf.understand.plan import Plan
from importers.dxf.understand.swings import is_leaf_arc
from importers.roles import BlockRole, LayerRole

WINDOW_M = (0.3, 15.0)
DEEP_M = 0.75  # across the wall; sashes that stand open are left out
SQUARE = 1.35  # a shape less long than this times its width does not say which way it runs
WALL_NEAR_M = 0.6
INTO_M = 0.6  # from the middle of a window into the room
MAX_SIDES = 3000  # more glass than a floor has is a pattern
BESIDE_M = 0.15  # lines of one window lie this near to each other
SAME_SHARE = 0.5  # of the shorter window: two that share so much are one


def find_windows(
    plan: Plan,
    doors: Sequence[DraftDoor],
    drawn: Collection[int],
    rooms: Sequence[Polygon],
    body: MultiPolygon | None,
) -> list[DraftWindow]:
    """All windows, in order of place; ``body`` is what the building covers.

    ``drawn`` are the strokes that draw ``doors``.

    Plain lines are taken for a window only in an outer wall, and only in drawings that name none.
    Glass between two rooms is a wall.
    """
    spaces = STRtree(list(rooms))
    found = [*_from_blocks(plan), *(w for w in _from_layers(plan) if not _divides(w, spaces))]
    if not found and body is not None:
        found = list(panes_in_walls(plan, drawn, body))
    found.sort(key=lambda w: (-w.width_m, w.line.bounds, w.line.wkb))
    ways, others = (STRtree([item.line for item in items]) for items in (doors, found))
    kept: set[int] = set()
    for k, window in enumerate(found):
        if any(_share(window, doors[i].line) for i in _near(window, ways)):
            continue
        # Of windows over each other the widest stays.
        if not any(i in kept and _share(window, found[i].line) for i in _near(window, others)):
            kept.add(k)
    return sorted((found[k] for k in kept), key=lambda w: (w.line.bounds, w.line.wkb))


def _divides(window: DraftWindow, spaces: STRtree) -> bool:
    """True where there are rooms on both sides."""
    sides = sides_of(window.line, INTO_M)
    return all(len(spaces.query(shapely.Point(side), predicate="within")) for side in sides)


def _near(window: DraftWindow, tree: STRtree) -> list[int]:
    near: list[int] = tree.query(window.line, predicate="dwithin", distance=BESIDE_M).tolist()
    return sorted(near)


def _share(window: DraftWindow, line: LineString) -> bool:
    """True where most of the shorter of the two lies along the other."""
    around = line.buffer(2 * BESIDE_M, cap_style="flat")
    shared = float(window.line.intersection(around).length)
    return shared > SAME_SHARE * min(window.width_m, float(line.length))


def _from_blocks(plan: Plan) -> Iterator[DraftWindow]:
    walls = STRtree(
        [
            line
            for _, stroke in plan.strokes_on({LayerRole.WALL})
            if BlockRole.WINDOW not in plan.roles_around(stroke.insertion)
            and (line := stroke.line) is not None
        ]
    )
    for index, insertion in enumerate(plan.scene.insertions):
        around = plan.roles_around(index)
        if around[0] is not BlockRole.WINDOW or BlockRole.WINDOW in around[1:]:
            continue
        strokes = [plan.scene.strokes[i] for i in plan.strokes_of[index]]
        still = [s.points for s in strokes if not is_leaf_arc(s)]
        box = oriented_box(hull(still)) if still else None
        line = _axis(box, walls) if box is not None else _flat(hull(still)) if still else None
        if line is not None and WINDOW_M[0] <= line.length <= WINDOW_M[1]:
            width = float(line.length)
            yield DraftWindow(line, width, "block", insertion.layer, insertion.handle)


def _flat(shape: shapely.Geometry) -> LineString | None:
    """A window that was drawn as one line."""
    return shape if shape.geom_type == "LineString" and len(shape.coords) == 2 else None


def _axis(box: Box, walls: STRtree) -> LineString | None:
    """The middle line of a window's box: along its longer side, or along the wall it stands in."""
    turn, length, depth = box.angle_deg, box.length, box.width
    if length < SQUARE * depth:
        beside = _direction(box, walls)
        if beside is not None and abs(math.cos(math.radians(beside - turn))) < math.sqrt(0.5):
            turn, length, depth = turn + 90.0, depth, length
    if depth > DEEP_M:
        return None
    dx = math.cos(math.radians(turn)) * length / 2
    dy = math.sin(math.radians(turn)) * length / 2
    ends = sorted([(box.x - dx, box.y - dy), (box.x + dx, box.y + dy)])
    return LineString(ends)


def _direction(box: Box, walls: STRtree) -> float | None:
    """The way the longest piece of wall near a box runs."""
    near = walls.query(box.polygon, predicate="dwithin", distance=WALL_NEAR_M)
    longest: tuple[float, float] | None = None
    for line in walls.geometries[np.sort(near)]:
        steps = np.diff(shapely.get_coordinates(line), axis=0)
        lengths = np.hypot(steps[:, 0], steps[:, 1])
        k = int(np.argmax(lengths))
        turn = math.degrees(math.atan2(steps[k, 1], steps[k, 0]))
        longest = max(longest or (0.0, 0.0), (float(lengths[k]), turn))
    return None if longest is None else longest[1]


def _from_layers(plan: Plan) -> Iterator[DraftWindow]:
    """Lines on layers of windows, those side by side or one behind the other taken together."""
    pieces: list[NDArray[np.float64]] = []
    owners: list[int] = []
    for index, stroke in plan.strokes_on({LayerRole.WINDOW}):
        inside = any(r is not BlockRole.UNKNOWN for r in plan.roles_around(stroke.insertion))
        line = None if is_leaf_arc(stroke) or inside else stroke.line
        if line is None:
            continue
        points = shapely.get_coordinates(line)
        sides = np.hstack([points[:-1], points[1:]])
        long = sides[np.hypot(*(sides[:, 2:] - sides[:, :2]).T) >= WINDOW_M[0] / 2]
        pieces.append(long)
        owners += [index] * len(long)
    if not owners:
        return
    sides = np.concatenate(pieces)
    if len(sides) > MAX_SIDES:
        return
    for members in _together(sides):
        line = _through(sides[members])
        if line is None:
            continue
        stroke = plan.scene.strokes[min(owners[k] for k in members)]
        yield DraftWindow(line, float(line.length), "layer", stroke.layer, stroke.handle)


def _together(sides: NDArray[np.float64]) -> list[list[int]]:
    """Groups of sides of one direction that touch each other or lie side by side."""
    run = sides[:, 2:] - sides[:, :2]
    turns = np.degrees(np.arctan2(run[:, 1], run[:, 0])) % 180.0
    lines = shapely.linestrings(sides.reshape(-1, 2, 2))
    one, two = STRtree(lines).query(lines, predicate="dwithin", distance=DEEP_M)
    apart = np.abs(turns[one] - turns[two])
    same = np.minimum(apart, 180.0 - apart) < 2.0
    same &= _touching(lines, one, two) | _even(sides, one, two)
    parent = list(range(len(sides)))

    def root(k: int) -> int:
        while parent[k] != k:
            parent[k] = parent[parent[k]]
            k = parent[k]
        return k

    for a, b in zip(one[same].tolist(), two[same].tolist(), strict=True):
        parent[max(root(a), root(b))] = min(root(a), root(b))
    groups: dict[int, list[int]] = {}
    for k in range(len(sides)):
        groups.setdefault(root(k), []).append(k)
    return [groups[k] for k in sorted(groups)]


def _touching(
    lines: NDArray[np.object_], one: NDArray[np.int64], two: NDArray[np.int64]
) -> NDArray[np.bool_]:
    near: NDArray[np.bool_] = shapely.distance(lines[one], lines[two]) <= BESIDE_M
    return near


def _even(
    sides: NDArray[np.float64], one: NDArray[np.int64], two: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """True for lines that lie straight across from each other, as on both faces of a wall."""
    run = sides[one, 2:] - sides[one, :2]
    along = run / np.maximum(np.hypot(run[:, 0], run[:, 1]), 1e-9)[:, None]
    ends = np.stack(
        [
            np.einsum("ij,ij->i", sides[k, at : at + 2] - sides[one, :2], along)
            for k in (one, two)
            for at in (0, 2)
        ],
        axis=1,
    )
    mine, other = np.sort(ends[:, :2], axis=1), np.sort(ends[:, 2:], axis=1)
    level: NDArray[np.bool_] = np.abs(mine - other).max(axis=1) <= BESIDE_M
    return level


def _through(sides: NDArray[np.float64]) -> LineString | None:
    """The line through the middle of a group, along its longest member."""
    run = sides[:, 2:] - sides[:, :2]
    k = int(np.argmax(np.hypot(run[:, 0], run[:, 1])))
    along = run[k] / np.hypot(*run[k])
    ends = sides.reshape(-1, 2) - sides[k, :2]
    reach, aside = ends @ along, ends @ np.array([-along[1], along[0]])
    if float(np.ptp(aside)) > DEEP_M or not WINDOW_M[0] <= float(np.ptp(reach)) <= WINDOW_M[1]:
        return None
    middle = (float(aside.min()) + float(aside.max())) / 2 * np.array([-along[1], along[0]])
    points = [sides[k, :2] + at * along + middle for at in (reach.min(), reach.max())]
    return LineString(sorted((float(x), float(y)) for x, y in points))
