"""Rooms drawn to the faces of their walls, where between two of them a piece of wall is missing.

A tea kitchen beside a corridor is open to it for some metres, too wide for a door. What is drawn of
the room ends where its wall would begin. Lengths are metres.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import Polygon, STRtree
from shapely.geometry.base import BaseGeometry

from geo.passages import TOUCH_M, Link

#: Rooms that are further apart have more than a wall between them.
THICK_M = 0.4
#: Of the edge of a room at least so much is drawn as walls, or the plan does not tell of openings.
DRAWN_SHARE = 0.25
#: A wall stands no further from the edge of its room.
FACE_M = 0.1
#: Edges are looked at so often.
EVERY_M = 0.5
#: What is thinner than twice this share of the wall is no way through it.
SLIT_SHARE = 0.4
_INTO_M = 0.005


@dataclass(frozen=True, slots=True)
class Gap:
    """The ground between two rooms where no wall stands."""

    link: Link
    shape: BaseGeometry


def openings(
    rooms: Sequence[Polygon], walls: BaseGeometry, barriers: BaseGeometry, least_m: float
) -> list[Gap]:
    """Gaps at least ``least_m`` wide between rooms that face each other across no wall.

    ``barriers`` are the walls with all else that keeps rooms apart, as the gaps of doors.
    """
    if not len(rooms) or walls.is_empty:
        return []
    shapes = np.array(rooms, dtype=object)
    parts = shapely.get_parts(walls)
    solid = STRtree(np.concatenate([parts, _areas(barriers)]))
    one, other = STRtree(shapes).query(shapes, predicate="dwithin", distance=THICK_M)
    tell = _drawn(shapes, STRtree(parts))
    kept = (one < other) & tell[one] & tell[other]
    one, other = one[kept], other[kept]
    away_m = shapely.distance(shapes[one], shapes[other])
    apart = away_m > TOUCH_M
    one, other, reach_m = one[apart], other[apart], away_m[apart] + _INTO_M
    wide = [shapely.buffer(shapes[n], reach_m, join_style="mitre") for n in (one, other)]
    strips = shapely.intersection(*wide)
    found = []
    for i, j, strip, thick_m in zip(
        one.tolist(), other.tolist(), strips.tolist(), reach_m.tolist(), strict=True
    ):
        for piece in _without(strip, solid, thick_m):
            width_m = min(piece.intersection(rooms[n]).area for n in (i, j)) / _INTO_M
            if width_m >= least_m:
                found.append(Gap(Link(i, j, width_m), piece))
    return found


def _areas(barriers: BaseGeometry) -> np.ndarray:
    parts = shapely.get_parts(barriers)
    areas: np.ndarray = parts[shapely.area(parts) > 0]
    return areas


def _drawn(rooms: np.ndarray, walls: STRtree) -> np.ndarray:
    """For each room whether enough of its edge is drawn as walls to tell where there are none."""
    lines = shapely.segmentize(shapely.boundary(rooms), EVERY_M)
    edges, room = shapely.get_coordinates(lines, return_index=True)
    met = walls.query(shapely.points(edges), predicate="dwithin", distance=FACE_M)[0]
    near = np.zeros(len(edges), dtype=bool)
    near[met] = True
    count = np.bincount(room, minlength=len(rooms))
    share: np.ndarray = np.bincount(room, near, len(rooms)) >= DRAWN_SHARE * count
    return share


def _without(strip: BaseGeometry, solid: STRtree, thick_m: float) -> list[BaseGeometry]:
    """What is left of a strip between the things that stand in it, where it is left in full.

    A wall of one line halves it, and round the end of that line there may be a slit.
    """
    near = solid.geometries[solid.query(strip, predicate="dwithin", distance=TOUCH_M)]
    stood = shapely.union_all(shapely.buffer(near, TOUCH_M, cap_style="square", quad_segs=1))
    slit_m = SLIT_SHARE * thick_m
    kept = shapely.buffer(strip.difference(stood), -slit_m, join_style="mitre")
    left: list[BaseGeometry] = shapely.get_parts(
        shapely.buffer(kept, slit_m, join_style="mitre")
    ).tolist()
    return left
