"""Gaps at windows that nobody has to mend: a post between panes, a wall that ends at the glass."""

from __future__ import annotations

import math

import numpy as np
import shapely
from shapely import LineString, STRtree
from shapely.geometry.base import BaseGeometry

from importers.dxf.understand.plan import Plan
from importers.roles import BlockRole, LayerRole

POST_M = 0.15  # from pane to pane, or from a pane to the wall beside it
REVEAL_M = 0.6  # from the end of a wall across a parapet to the glass
TOUCH_M = 0.03
PANE_M = 0.3  # a shorter line of a window is its frame
ACROSS_DEG = 30.0  # a gap that turns so far from the pane leads up to it and not along


class Glass:
    """Where the windows of a plan are drawn."""

    def __init__(self, plan: Plan) -> None:
        self._tree = STRtree(_lines(plan))

    def ends(self, gap: LineString) -> bool:
        """True for a gap that begins or ends at a window: one cannot walk through, nor fall."""
        if gap.length > REVEAL_M:
            return False
        tips = shapely.points([gap.coords[0], gap.coords[-1]])
        _, near = self._tree.query(tips, predicate="dwithin", distance=TOUCH_M)
        panes = [self._tree.geometries[i] for i in sorted(set(near.tolist()))]
        if gap.length <= POST_M:
            return bool(panes)
        return any(_lead_up(gap, pane) for pane in panes)


def _lines(plan: Plan) -> list[BaseGeometry]:
    return [
        shapely.linestrings(stroke.points)
        for stroke in plan.scene.strokes
        if len(stroke.points) > 1
        and np.isfinite(stroke.points).all()
        and (
            plan.layer_role(stroke.layer) is LayerRole.WINDOW
            or BlockRole.WINDOW in plan.roles_around(stroke.insertion)
        )
    ]


def _lead_up(gap: LineString, pane: BaseGeometry) -> bool:
    points = shapely.get_coordinates(pane)
    sides = np.diff(points, axis=0)
    long = max(sides.tolist(), key=lambda s: math.hypot(*s))
    if math.hypot(*long) < PANE_M:
        return False
    (x0, y0), (x1, y1) = gap.coords[0], gap.coords[-1]
    turn = math.degrees(math.atan2(y1 - y0, x1 - x0) - math.atan2(long[1], long[0])) % 180.0
    return min(turn, 180.0 - turn) >= ACROSS_DEG
