"""How wide a door leaves the way: between its jambs where both are drawn, else its leaf.

What counts is the clear opening between the faces of the wall or of the frame, as in ISO 21542 and
DIN 18040, as far as a plan shows it; a leaf that does not open wholly takes some of it away.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, Point, STRtree

from importers.draft import DraftDoor
from importers.dxf.understand.doors import Doors
from importers.dxf.understand.plan import Plan
from importers.roles import BlockRole, LayerRole

BY_JAMBS, BY_LEAF = "jambs", "leaf"
#: Rays run beside the door's line, inside the wall, whose corners lie on the line itself.
ASIDE_M = (-0.06, -0.02, 0.02, 0.06)
LEAST_SHARE, MOST_OVER_M = 0.8, 0.3  # of the leaf, and beyond it
PROFILE_M = 0.35  # a frame is no larger
JAMB_M = 0.6  # a line across a wall is no longer
_WALLS = {LayerRole.WALL, LayerRole.COLUMN, LayerRole.WINDOW}
_NO_WALLS = {BlockRole.DESK, BlockRole.CHAIR, BlockRole.FURNITURE, BlockRole.IGNORE}


def with_clear_widths(plan: Plan, found: Doors, doors: Sequence[DraftDoor]) -> list[DraftDoor]:
    """The doors with ``clear_m`` and what it was measured by."""
    if not doors:
        return []
    tree = STRtree([*_walls(plan, found), *_frames(plan, found)])
    return [_measured(door, tree) for door in doors]


def _walls(plan: Plan, found: Doors) -> Iterable[LineString]:
    for index, stroke in plan.strokes_on(_WALLS):
        if index in found.strokes:
            continue
        if any(role in _NO_WALLS for role in plan.roles_around(stroke.insertion)):
            continue
        if (line := stroke.line) is not None:
            yield line
    for fill in plan.scene.fills:
        if plan.layer_role(fill.layer) in _WALLS:
            yield from (LineString([*ring, ring[0]]) for ring in fill.rings if len(ring) >= 3)


def _frames(plan: Plan, found: Doors) -> Iterable[LineString]:
    """Small closed profiles of frames, and lines across the wall on layers of doors."""
    on_layer = {index for index, _ in plan.strokes_on({LayerRole.DOOR})}
    for index in sorted(on_layer | found.strokes):
        stroke = plan.scene.strokes[index]
        jamb = len(stroke.points) == 2 and index not in found.strokes
        if not (jamb or (stroke.closed and len(stroke.points) >= 3)):
            continue
        if not np.isfinite(stroke.points).all():
            continue
        size = float(np.ptp(stroke.points, axis=0).max())
        line = stroke.line if size <= (JAMB_M if jamb else PROFILE_M) else None
        if line is not None:
            yield line


def _measured(door: DraftDoor, tree: STRtree) -> DraftDoor:
    if door.kind == "opening" and door.operation is None:
        return replace(door, clear_m=door.width_m, clear_by=BY_JAMBS)
    between = _between_jambs(door.line, tree)
    if between is None or not (LEAST_SHARE * door.width_m <= between <= door.width_m + MOST_OVER_M):
        return replace(door, clear_m=door.width_m, clear_by=BY_LEAF)
    return replace(door, clear_m=between, clear_by=BY_JAMBS)


def _between_jambs(line: LineString, tree: STRtree) -> float | None:
    """The way from one jamb to the other along the line; None where one is missing."""
    ends = np.array([line.coords[0], line.coords[-1]])
    middle = ends.mean(axis=0)
    length = float(line.length)
    along = (ends[1] - ends[0]) / length
    across = np.array([-along[1], along[0]])
    reach = length / 2 + MOST_OVER_M
    near = tree.geometries[tree.query(line.buffer(MOST_OVER_M), predicate="intersects")]
    if len(near) == 0:
        return None
    ways = [_first_jamb(middle, sign * along, across, reach, near) for sign in (1.0, -1.0)]
    return None if None in ways else math.fsum(way for way in ways if way is not None)


def _first_jamb(
    middle: NDArray[np.float64],
    along: NDArray[np.float64],
    across: NDArray[np.float64],
    reach: float,
    near: NDArray[np.object_],
) -> float | None:
    """How far the first line is that stands across the way, from the middle of the door."""
    first: float | None = None
    for aside in ASIDE_M:
        start = middle + aside * across
        ray = LineString([start, start + reach * along])
        met = shapely.intersection(ray, near)
        # A wall's face along the ray is no jamb: what is met in a point stands across.
        points = [p for p in shapely.get_parts(met) if p.geom_type == "Point"]
        for point in points:
            away = float(Point(start).distance(point))
            if away > 0.3 * reach and (first is None or away < first):
                first = away
    return first
