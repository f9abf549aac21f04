"""How floors are divided: wings along a corridor, a hall with a core, a ward round a ring."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise
from random import Random

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Polygon, affinity

from bench.drawn.truth import Cell

#: kind: (how often, least width, greatest width)
Mix = Mapping[str, tuple[float, float, float]]
OFFICES: Mix = {
    "office": (5.0, 2.6, 3.6),
    "shared": (5.0, 4.2, 6.0),
    "meeting": (2.0, 4.5, 7.0),
    "store": (1.0, 1.9, 2.8),
    "toilet": (1.0, 2.2, 3.4),
    "lounge": (0.7, 4.0, 6.0),
    "kitchen": (0.6, 3.2, 5.0),
    "stair": (0.5, 2.6, 3.2),
    "lift": (0.4, 1.9, 2.3),
}
CLINIC: Mix = {
    "ward": (5.0, 3.6, 4.4),
    "exam": (4.0, 3.0, 4.0),
    "office": (2.0, 2.8, 3.6),
    "store": (1.5, 1.8, 2.8),
    "toilet": (2.0, 1.8, 2.6),
    "stair": (0.4, 2.8, 3.4),
    "lift": (0.4, 2.2, 2.8),
}
CORE: Mix = {
    "toilet": (2.0, 2.4, 3.6),
    "store": (1.0, 2.0, 3.0),
    "stair": (1.0, 2.8, 3.2),
    "lift": (1.0, 2.0, 2.4),
}
CLASSES: Mix = {"class": (6.0, 7.5, 9.5), "store": (1.0, 2.0, 3.0), "stair": (0.5, 2.8, 3.4)}
NARROWEST_M = 1.8
BOW_STEP_M = 0.8
GROUND_M = 0.001
#: A quarter turn without the rounding of sines.
TURN_LEFT = (0, -1, 1, 0, 0, 0)


def wing(rng: Random) -> list[Cell]:
    """Rooms on both sides of a straight corridor."""
    length, south, wide, north = _measures(rng)
    return [
        *row_of(rng, OFFICES, 0, length, 0, south),
        Cell("corridor", shapely.box(0, south, length, south + wide)),
        *row_of(rng, OFFICES, 0, length, south + wide, south + wide + north),
    ]


def angle(rng: Random) -> list[Cell]:
    """Two wings at a right angle, with one corridor round the corner."""
    length, south, wide, north = _measures(rng)
    west, east, up = rng.uniform(4, 6), rng.uniform(4, 6), rng.uniform(12, 26)
    top = south + wide + up
    corridor = shapely.box(0, south, length, south + wide).union(
        shapely.box(length, south, length + wide, top)
    )
    upright = [
        *row_of(rng, OFFICES, south + wide, top, -length, -length + west),
        *row_of(rng, OFFICES, 0, top, -(length + wide + east), -(length + wide)),
    ]
    return [
        *row_of(rng, OFFICES, 0, length + wide, 0, south),
        *row_of(rng, OFFICES, 0, length - west, south + wide, south + wide + north),
        *_upright(upright),
        Cell("corridor", corridor),
    ]


def hall(rng: Random) -> list[Cell]:
    """An open office with meeting rooms at one end and a core, free or at a wall."""
    length, deep = rng.uniform(24, 44), rng.uniform(14, 20)
    end = rng.uniform(4, 5.5)
    core_length, core_deep = rng.uniform(8, 12), rng.uniform(4, 6)
    x = rng.uniform(end + 6, length - core_length - 4)
    y = rng.choice([0.0, (deep - core_deep) / 2])
    rooms = _upright(row_of(rng, {"meeting": (1, 3.0, 6.0)}, 0, deep, -end, 0))
    core = row_of(rng, CORE, x, x + core_length, y, y + core_deep)
    left = shapely.box(end, 0, length, deep)
    taken = shapely.union_all([cell.polygon for cell in core])
    return [*rooms, *core, Cell("open", left.difference(taken))]


def ward(rng: Random) -> list[Cell]:
    """Rooms outside and inside a corridor that runs in a ring."""
    length, wide = rng.uniform(26, 44), rng.uniform(2.2, 2.8)
    south, core, north = rng.uniform(5, 6.5), rng.uniform(4, 6), rng.uniform(5, 6.5)
    low, high = south, south + 2 * wide + core
    inner = shapely.box(wide, low + wide, length - wide, high - wide)
    return [
        *row_of(rng, CLINIC, 0, length, 0, south),
        *row_of(rng, CLINIC, wide, length - wide, low + wide, high - wide),
        *row_of(rng, CLINIC, 0, length, high, high + north),
        Cell("corridor", shapely.box(0, low, length, high).difference(inner)),
    ]


def school(rng: Random) -> list[Cell]:
    """Classrooms along a wide corridor, smaller rooms across it."""
    length, deep, wide = rng.uniform(30, 56), rng.uniform(7.0, 8.5), rng.uniform(2.6, 3.6)
    return [
        *row_of(rng, CLASSES, 0, length, 0, deep),
        Cell("corridor", shapely.box(0, deep, length, deep + wide)),
        *row_of(rng, OFFICES, 0, length, deep + wide, deep + wide + rng.uniform(4.5, 6.0)),
    ]


def _measures(rng: Random) -> tuple[float, float, float, float]:
    return rng.uniform(20, 48), rng.uniform(4.2, 6.5), rng.uniform(1.6, 2.6), rng.uniform(4.2, 6.5)


def _upright(cells: Sequence[Cell]) -> list[Cell]:
    """A row along x turned to run along y: what was at y = -1 is at x = 1."""
    return [Cell(c.kind, affinity.affine_transform(c.polygon, TURN_LEFT)) for c in cells]


def row_of(rng: Random, mix: Mix, x0: float, x1: float, y0: float, y1: float) -> list[Cell]:
    cells: list[Cell] = []
    x = x0
    while x1 - x > NARROWEST_M:
        kind = rng.choices(list(mix), [often for often, _, _ in mix.values()])[0]
        _, least, most = mix[kind]
        to = x + rng.uniform(least, most)
        if x1 - to < NARROWEST_M:
            to = x1
        if to - x > 1.6 * most:
            kind, to = max(mix, key=lambda name: mix[name][2]), x1
        cells.append(Cell(kind, shapely.box(x, y0, to, y1)))
        x = to
    if not cells:
        cells.append(Cell(next(iter(mix)), shapely.box(x0, y0, x1, y1)))
    return cells


def slanted(cells: Sequence[Cell], rng: Random) -> list[Cell]:
    """The lowest row with an outer wall at an angle, as on a plot that is no rectangle."""
    x0, _, x1, _ = shapely.union_all([cell.polygon for cell in cells]).bounds
    lean = rng.uniform(0.04, 0.07) * rng.choice((-1, 1))

    def moved(points: NDArray[np.float64]) -> NDArray[np.float64]:
        low = points[:, 1] < GROUND_M
        shift = lean * (points[:, 0] - (x0 if lean < 0 else x1))
        return np.column_stack([points[:, 0], np.where(low, points[:, 1] + shift, points[:, 1])])

    return [Cell(cell.kind, shapely.transform(cell.polygon, moved)) for cell in cells]


def bent(cells: Sequence[Cell], rng: Random) -> list[Cell]:
    """The part beyond a line across the floor leans away by 30 degrees."""
    x0, _, x1, _ = shapely.union_all([cell.polygon for cell in cells]).bounds
    at, lean = rng.uniform(0.4, 0.6) * (x1 - x0) + x0, math.tan(math.radians(30))

    def moved(points: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(
            [points[:, 0], points[:, 1] + lean * np.maximum(0, points[:, 0] - at)]
        )

    return [Cell(c.kind, shapely.transform(_cornered(c.polygon, [at]), moved)) for c in cells]


def bowed(cells: Sequence[Cell], rng: Random) -> list[Cell]:
    """The lowest outer wall is a bow, drawn in many short steps."""
    x0, low, x1, _ = shapely.union_all([cell.polygon for cell in cells]).bounds
    half, deep = (x1 - x0) / 2, rng.uniform(0.8, 2.0)

    def moved(points: NDArray[np.float64]) -> NDArray[np.float64]:
        bow = deep * (1 - ((points[:, 0] - x0 - half) / half) ** 2)
        down = np.where(points[:, 1] < low + GROUND_M, bow, 0.0)
        return np.column_stack([points[:, 0], points[:, 1] - down])

    steps = np.arange(x0 + BOW_STEP_M, x1, BOW_STEP_M).tolist()
    return [Cell(c.kind, shapely.transform(_cornered(c.polygon, steps), moved)) for c in cells]


def _cornered(polygon: Polygon, at: Sequence[float]) -> Polygon:
    """The polygon with corners where its edges cross the given x."""

    def with_corners(ring: shapely.LinearRing) -> list[tuple[float, float]]:
        found: list[tuple[float, float]] = []
        for (ax, ay), (bx, by) in pairwise(ring.coords):
            found.append((ax, ay))
            between = sorted((x for x in at if min(ax, bx) < x < max(ax, bx)), reverse=bx < ax)
            found += [(x, ay + (by - ay) * (x - ax) / (bx - ax)) for x in between]
        return found

    return Polygon(with_corners(polygon.exterior), [with_corners(r) for r in polygon.interiors])


def outline_of(cells: Sequence[Cell]) -> Polygon:
    whole = shapely.union_all([cell.polygon for cell in cells], grid_size=0.001)
    if not isinstance(whole, Polygon):
        raise ValueError("the cells of a floor lie side by side")
    return Polygon(whole.exterior)
