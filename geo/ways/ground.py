"""Where on a floor somebody is: which ground that may be, and what is seen from it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Point, Polygon, STRtree
from shapely.geometry.base import BaseGeometry

from geo.ways.floor import Floor
from geo.ways.graph import NO_NODE, nearest_free
from geo.ways.sight import sees, widened

#: A circle as so many sides a quarter, drawn round it.
QUARTER = 3
#: A place that far from all free ground is not on this floor.
AWAY_M = 25.0

Corner = tuple[float, float]
Triangle = tuple[Corner, Corner, Corner]


@dataclass(frozen=True, slots=True)
class Stand:
    """Where somebody stands in a hall, and how far that is from where they were said to be."""

    hall: int
    x: float
    y: float
    off_m: float


@dataclass(frozen=True, slots=True)
class Cell:
    """A convex part of the ground somebody may stand on: nothing in it is further from (x, y) than
    ``radius_m``."""

    hall: int
    x: float
    y: float
    radius_m: float
    corners: Triangle

    def halves(self) -> tuple[Cell, Cell]:
        """The two halves of its triangle, cut at the middle of its longest side."""
        a, b, c = self.corners
        a, b, c = max((a, b, c), (b, c, a), (c, a, b), key=lambda turned: math.dist(*turned[:2]))
        middle = ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)
        return cell_of(self.hall, (a, middle, c)), cell_of(self.hall, (middle, b, c))


def cell_of(hall: int, corners: Triangle) -> Cell:
    (x0, y0), (x1, y1), (x2, y2) = corners
    x, y = (x0 + x1 + x2) / 3, (y0 + y1 + y2) / 3
    radius_m = max(math.dist((x, y), corner) for corner in corners)
    return Cell(hall, x, y, radius_m, corners)


class Ground:
    """The free ground of one floor, made ready to be asked often; it keeps no position."""

    def __init__(self, floor: Floor) -> None:
        self._floor = floor
        self._halls = floor.ways.halls
        self._floors = STRtree([hall.floor for hall in self._halls])
        self._free = STRtree([hall.free for hall in self._halls])
        self._wide: dict[int, BaseGeometry] = {}
        ways = floor.ways
        order = np.argsort(ways.hall, kind="stable")
        begins = np.searchsorted(ways.hall[order], np.arange(len(self._halls) + 1))
        self._nodes = [order[a:b] for a, b in pairwise(begins)]
        # Nobody turns before a place: its node matters to whoever goes there alone.
        self.passed = np.ones(len(ways.at), dtype=bool)
        self.passed[ways.place_node[ways.place_node != NO_NODE]] = False

    def stand(self, x: float, y: float) -> Stand | None:
        """Where whoever is at (x, y) stands: in the hall that it is in, else in the nearest."""
        point = Point(x, y)
        inside = self._floors.query(point, predicate="intersects").tolist()
        inside.sort(key=lambda n: self._halls[n].floor.area)
        near = inside or self._free.query(point, predicate="dwithin", distance=AWAY_M).tolist()
        found = [
            Stand(n, stand.x, stand.y, stand.distance(point))
            for n in near
            if (stand := nearest_free(self._halls[n], point)) is not None
        ]
        if inside and found:
            return found[0]
        return min(found, key=lambda stand: stand.off_m, default=None)

    def cells(self, x: float, y: float, accuracy_m: float) -> list[Cell]:
        """Triangles that cover all free ground within the circle, and little more."""
        round_m = accuracy_m / math.cos(math.pi / (4 * QUARTER))
        circle = Point(x, y).buffer(round_m, quad_segs=QUARTER)
        found = []
        for number in sorted(self._free.query(circle, predicate="intersects").tolist()):
            part = shapely.intersection(self._halls[number].free, circle)
            found += [cell_of(number, corners) for corners in _triangles(part)]
        return found

    def seen(
        self, hall: int, points: Sequence[tuple[float, float]], wanted: NDArray[np.bool_]
    ) -> list[tuple[NDArray[np.int64], NDArray[np.float64]]]:
        """For each point in a hall the nodes that are seen from it, and how far they are.

        Of nodes nobody passes only those are told that are ``wanted``.
        """
        nodes = self._nodes[hall]
        nodes = nodes[self.passed[nodes] | wanted[nodes]]
        at = self._floor.ways.at[nodes]
        own = np.array(points, dtype=float)
        one, other = np.repeat(own, len(nodes), axis=0), np.tile(at, (len(own), 1))
        if hall not in self._wide:
            self._wide[hall] = widened(self._halls[hall].free)
        saw = sees(self._wide[hall], one, other).reshape(len(own), len(nodes))
        away = np.hypot(*(one - other).T).reshape(saw.shape)
        return [(nodes[row], away[n][row]) for n, row in enumerate(saw)]


def _triangles(part: BaseGeometry) -> list[Triangle]:
    pieces = [p for p in shapely.get_parts(part).tolist() if isinstance(p, Polygon) and p.area > 0]
    found: list[Triangle] = []
    for piece in pieces:
        cut = shapely.get_parts(shapely.constrained_delaunay_triangles(piece))
        rings = shapely.get_coordinates(cut).reshape(-1, 4, 2).tolist()
        found += [((*a,), (*b,), (*c,)) for a, b, c, _ in rings]
    return found
