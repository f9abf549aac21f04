"""Which points of a hall see each other: the straight pieces that shortest ways are made of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

#: A way along a wall is not refused for the last digit of its numbers.
SLIP_M = 1e-4
#: Lines are looked at so many at a time, which bounds the memory.
AT_ONCE = 20_000

Points = NDArray[np.float64]
Pairs = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Turns:
    """The corners round which a shortest way can turn, with the corners before and after each.

    Three arrays of shape (n, 2), metres.
    """

    at: Points
    before: Points
    after: Points


def turns_of(free: BaseGeometry) -> Turns:
    """The corners that stand into ``free``: reflex ones outside, and those of what stands in it."""
    found: list[Points] = []
    for piece in shapely.get_parts(free).tolist():
        if piece.geom_type != "Polygon":
            continue
        for ring in shapely.get_rings(shapely.normalize(piece)).tolist():
            # Normalized, the outer ring runs clockwise and the holes the other way round: free
            # ground is on the right of both, so a turn to the left stands into it.
            at = shapely.get_coordinates(ring)[:-1]
            before, after = np.roll(at, 1, axis=0), np.roll(at, -1, axis=0)
            into = _cross(at - before, after - at) > 0
            found.append(np.hstack([at, before, after])[into])
    all_found = np.vstack(found) if found else np.empty((0, 6))
    return Turns(all_found[:, :2], all_found[:, 2:4], all_found[:, 4:])


def seen_pairs(free: BaseGeometry, turns: Turns, points: Points) -> Pairs:
    """Pairs of places in ``turns.at`` followed by ``points`` between which a way can be straight.

    Shape (m, 2), the smaller first. Of pairs of corners only those are told that a shortest way
    can take: it touches a corner that it turns round. Two points are told if they see each other.
    """
    at = np.vstack([turns.at, points])
    corners = len(turns.at)
    one, other = np.triu_indices(len(at), k=1)
    keep = np.ones(len(one), dtype=bool)
    for end, away in ((one, other), (other, one)):
        is_corner = end < corners
        turn = end[is_corner]
        way = at[turn] - at[away[is_corner]]
        left = _cross(way, turns.before[turn] - at[turn])
        right = _cross(way, turns.after[turn] - at[turn])
        keep[is_corner] &= left * right >= -SLIP_M * SLIP_M
    one, other = one[keep], other[keep]
    seen = in_sight(free, at[one], at[other])
    return np.column_stack([one[seen], other[seen]])


def in_sight(free: BaseGeometry, one: Points, other: Points) -> NDArray[np.bool_]:
    """Whether the straight way from each of ``one`` to that of ``other`` stays in ``free``."""
    return sees(widened(free), one, other)


def widened(free: BaseGeometry) -> BaseGeometry:
    """``free`` as ``sees`` wants it, ready to be asked often."""
    wide = shapely.buffer(free, SLIP_M, join_style="mitre")
    shapely.prepare(wide)
    return wide


def sees(wide: BaseGeometry, one: Points, other: Points) -> NDArray[np.bool_]:
    """As ``in_sight``, for ground that was ``widened``."""
    seen = np.zeros(len(one), dtype=bool)
    for start in range(0, len(one), AT_ONCE):
        part = slice(start, start + AT_ONCE)
        lines = shapely.linestrings(np.stack([one[part], other[part]], axis=1))
        seen[part] = shapely.covers(wide, lines)
    return seen


def _cross(one: Points, other: Points) -> NDArray[np.float64]:
    crossed: NDArray[np.float64] = one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0]
    return crossed
