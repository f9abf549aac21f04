"""Lines that lead from a label outside to the room it names."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cached_property

import numpy as np
from shapely import Point, STRtree

from importers.dxf.understand.plan import Plan
from importers.roles import LayerRole

AT_LABEL_M = 1.2  # from the middle or the start of the words to the line's end
LENGTH_M = (0.5, 25.0)
BENDS = 4
NEAREST = 4  # lines at one label that are looked at
_LAYERS = {LayerRole.UNKNOWN, LayerRole.IGNORE, LayerRole.ROOM_LABEL}

Place = tuple[float, float]


class Pointers:
    """Open lines of a few points; looked up only where a label lies in no room."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan

    def room_at(self, places: Sequence[Place], rooms: STRtree) -> int | None:
        """The room that a line with one end at one of ``places`` has its other end in."""
        starts, ends = self._ends
        if not ends:
            return None
        for place in places:
            if not math.isfinite(place[0] + place[1]):
                continue
            near = starts.query(Point(place), predicate="dwithin", distance=AT_LABEL_M)
            for index in sorted(near.tolist(), key=lambda k: math.dist(ends[k][0], place))[
                :NEAREST
            ]:
                target = Point(ends[index][1])
                inside = rooms.query(target, predicate="within").tolist()
                if inside:
                    return int(min(inside, key=lambda i: (rooms.geometries[i].area, i)))
        return None

    @cached_property
    def _ends(self) -> tuple[STRtree, list[tuple[Place, Place]]]:
        found: list[tuple[Place, Place]] = []
        for _, stroke in self._plan.strokes_on(_LAYERS):
            points = stroke.points
            usual = stroke.kind in {"line", "polyline"} and 2 <= len(points) <= BENDS
            if stroke.closed or not usual or stroke.insertion is not None:
                continue
            if not np.isfinite(points).all():
                continue
            one = (float(points[0][0]), float(points[0][1]))
            two = (float(points[-1][0]), float(points[-1][1]))
            if LENGTH_M[0] <= math.dist(one, two) <= LENGTH_M[1]:
                found += [(one, two), (two, one)]
        return STRtree([Point(one) for one, _ in found]), found
