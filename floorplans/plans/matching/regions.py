"""Parts of a floor that look as if they had been mirrored or turned where they stand."""

from __future__ import annotations

import cmath
import math
from collections.abc import Iterator

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Polygon

from floorplans.plans.matching.ground import Ground, Indexes
from floorplans.plans.matching.planar import Shapes, likeness, similarity
from geo.georeference import Similarity

JOINED_M = 1.0  # spaces that are nearer hang together: walls and aisles lie between them
POORLY_COVERED = 0.7
WING_GAP_M = 6.0  # the widest space between two of a wing that is no member itself
PARTS = 3


def places_turned_over(
    ground: Ground, floor: Similarity, odd: Indexes, least: int
) -> Iterator[Similarity]:
    """For the largest parts with ``least`` odd spaces: mirrored across, along, and both.

    What a part and its image cover together is symmetric about the axis, so its box tells it.
    """
    laid = ground.laid(floor, odd)
    bare = ground.new[_poorly_covered(ground, floor)]
    grown = shapely.buffer(np.concatenate([laid, bare]), JOINED_M / 2, quad_segs=1)
    parts = shapely.get_parts(shapely.union_all(grown))
    part, _ = shapely.STRtree(shapely.centroid(laid)).query(parts, predicate="contains")
    held = np.bincount(part, minlength=len(parts))
    turn = _main_direction(ground)
    for index in np.argsort(-held, kind="stable")[:PARTS]:
        if held[index] >= least:
            yield from _turns(parts[index], turn)


def largest_part(shapes: Shapes) -> NDArray[np.bool_]:
    """Which shapes belong to the part of neighbours that holds most of them."""
    grown = shapely.buffer(shapes, WING_GAP_M / 2, quad_segs=1)
    parts = shapely.get_parts(shapely.union_all(grown))
    part, member = shapely.STRtree(shapes).query(parts, predicate="intersects")
    mine = member[part == np.bincount(part).argmax()]
    return np.asarray(np.isin(np.arange(len(shapes)), mine))


def _poorly_covered(ground: Ground, floor: Similarity) -> Indexes:
    best = np.zeros(len(ground.new))
    _, j, _, alike = likeness(
        ground.laid(floor, ground.living),
        ground.new,
        ground.old_kinds[ground.living],
        ground.new_kinds,
    )
    np.maximum.at(best, j, alike)
    return np.flatnonzero(best < POORLY_COVERED)


def _main_direction(ground: Ground) -> float:
    """The direction of the longest side of the new plan's largest spaces, in radians."""
    areas = shapely.area(ground.new)
    largest = ground.new[int(areas.argmax())]
    (x0, y0), (x1, y1) = largest.minimum_rotated_rectangle.exterior.coords[:2]
    return math.atan2(y1 - y0, x1 - x0)


def _turns(part: Polygon, turn: float) -> Iterator[Similarity]:
    back = cmath.exp(-1j * turn)
    points = shapely.get_coordinates(part)
    upright = (points[:, 0] + 1j * points[:, 1]) * back
    middle = (
        complex(
            (upright.real.min() + upright.real.max()) / 2,
            (upright.imag.min() + upright.imag.max()) / 2,
        )
        / back
    )
    # Mirrored along a line of direction d through m: z' = d^2 conj(z - m) + m.
    for direction in (turn, turn + math.pi / 2):
        a = cmath.exp(2j * direction)
        yield similarity(a, middle - a * middle.conjugate(), mirrored=True)
    yield similarity(-1.0 + 0j, 2 * middle)
