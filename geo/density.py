"""Tells the lines of a building from a pattern, before work begins that a pattern would not end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import STRtree
from shapely.geometry.base import BaseGeometry

SAMPLE = 256  # straight pieces that are looked at to estimate for all
MORE_SAMPLE = 2_000  # pieces that these are held against
AT_ONCE = 32  # pieces held against all others together, for the memory's sake
MET = 10  # crossings of the two samples that are no chance
#: Walls meet at their ends: on real plans there is about one crossing for every two lines, and no
#: plan had more than 500. So many are a pattern, and finding the spaces in it would take long.
MOST_CROSSINGS = 8_000

Pieces = NDArray[np.float64]  # shape (n, 4): x and y of one end, then of the other


def is_pattern(lines: Sequence[BaseGeometry], most_lines: int, most_crossings: int) -> bool:
    """True for more lines, or more crossings of their straight pieces, than ``most_…``.

    What people build or make meets at its ends; what crosses everywhere fills an area.
    """
    if len(lines) > most_lines:
        return True
    points, owner = shapely.get_coordinates(list(lines), return_index=True)
    joined = np.diff(owner) == 0
    return crosses_everywhere(np.hstack([points[:-1][joined], points[1:][joined]]), most_crossings)


def crosses_everywhere(pieces: Pieces, most_crossings: int) -> bool:
    """True for more crossings among straight ``pieces``, estimated from two samples of them.

    The cost does not grow with the drawing.
    """
    if len(pieces) ** 2 <= 2 * most_crossings:
        return False
    few, more = some(pieces, SAMPLE), some(pieces, MORE_SAMPLE)
    met = int(crossed_by(more, few).sum())
    share = len(few) * len(more) / len(pieces) ** 2
    return met >= MET and met / share / 2 > most_crossings


def some(pieces: Pieces, count: int) -> Pieces:
    """At most ``count`` pieces, the same each time; a stride could match what repeats."""
    if len(pieces) <= count:
        return pieces
    return pieces[np.random.default_rng(count).choice(len(pieces), count, replace=False)]


def crossed_by(pieces: Pieces, others: Pieces) -> NDArray[np.int64]:
    """For each piece how many of ``others`` cross it; what only touches or covers it does not."""
    found = np.zeros(len(pieces), dtype=np.int64)
    (west, south), (east, north) = _corners(pieces)
    lows, highs = _corners(others)
    for first in range(0, len(others), AT_ONCE):
        here = slice(first, first + AT_ONCE)
        low, high = lows[:, here, None], highs[:, here, None]
        near = (west <= high[0]) & (east >= low[0]) & (south <= high[1]) & (north >= low[1])
        one, two = np.nonzero(near)
        other, piece = others[here][one], pieces[two]
        met = _on_both_sides(other, piece) & _on_both_sides(piece, other)
        found += np.bincount(two[met], minlength=len(pieces))
    return found


def _corners(pieces: Pieces) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The lower left and the upper right corner of each piece's box, as shape (2, n)."""
    ends = pieces[:, :2].T, pieces[:, 2:].T
    return np.minimum(*ends), np.maximum(*ends)


def _on_both_sides(lines: Pieces, ends: Pieces) -> NDArray[np.bool_]:
    """Where the two ``ends`` lie on different sides of the endless line, one by one."""
    x, y, u, v = lines.T
    one = (u - x) * (ends.T[1] - y) - (v - y) * (ends.T[0] - x)
    two = (u - x) * (ends.T[3] - y) - (v - y) * (ends.T[2] - x)
    apart: NDArray[np.bool_] = np.sign(one) * np.sign(two) < 0
    return apart


def piled(boxes: Pieces, most_pairs: int, most_each: int) -> NDArray[np.int64]:
    """Indices of the ``boxes`` that lie over more than ``most_each`` others, where there are heaps.

    A box is the least x and y, then the most. There are none below ``most_pairs`` overlaps of all
    boxes. Both are estimated from a sample, so the cost does not grow with the square.
    """
    if len(boxes) ** 2 <= 2 * most_pairs:
        return np.empty(0, dtype=np.int64)
    sample = some(boxes, SAMPLE)
    over = np.zeros(len(boxes), dtype=np.int64)
    for x0, y0, x1, y1 in sample.tolist():
        beside = (boxes[:, 2] < x0) | (boxes[:, 0] > x1) | (boxes[:, 3] < y0) | (boxes[:, 1] > y1)
        over += ~beside
    each = over * (len(boxes) / len(sample))
    if each.sum() / 2 <= most_pairs:
        return np.empty(0, dtype=np.int64)
    return np.flatnonzero((over >= MET) & (each > most_each))


def is_crowd(lines: NDArray[Any], distance_m: float, most_pairs: int) -> bool:
    """True when more than ``most_pairs`` pairs of ``lines`` lie within ``distance_m`` metres."""
    if len(lines) * len(lines) <= 2 * most_pairs:
        return False
    return _estimated_pairs(lines, predicate="dwithin", distance=distance_m) > most_pairs


def _estimated_pairs(lines: NDArray[Any], **predicate: Any) -> float:
    step = max(1, len(lines) // SAMPLE)
    sample = lines[::step]
    pairs = STRtree(lines).query(sample, **predicate)
    return float(pairs.shape[1] * len(lines) / len(sample) / 2)
