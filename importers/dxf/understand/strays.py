"""Lines on wall layers that are no walls: bars and axes drawn right across a plan."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import STRtree
from shapely.geometry.base import BaseGeometry

LONG_M = 8.0
CROSSED = 6  # a wall ends at other walls; it does not run through this many
SHARE = 0.03  # of all wall length; a direction with more is one the building has
TURN_DEG = 3.0
STRAIGHT_SHARE = 0.9  # of its length in its main direction; an outline of walls turns corners
MAX_STRAYS = 50  # more long lines in directions of their own are no slip


def stray_walls(lines: Sequence[BaseGeometry]) -> set[int]:
    """Indices of lines that cross many walls in a direction no other wall has."""
    lengths = shapely.length(list(lines)) if lines else np.empty(0)
    long = np.flatnonzero(lengths >= LONG_M).tolist()
    rare = _in_rare_directions(lines, long) if long else []
    if not rare or len(rare) > MAX_STRAYS:
        return set()
    tree = STRtree(list(lines))
    return {i for i in rare if len(tree.query(lines[i], predicate="crosses")) >= CROSSED}


def _in_rare_directions(lines: Sequence[BaseGeometry], among: Sequence[int]) -> list[int]:
    """Those of ``among`` whose main direction few other pieces share.

    Directions are sorted once and summed up, so that each look costs a search and no walk.
    """
    angles, lengths, owner = _directions(lines)
    total = float(lengths.sum())
    order = np.argsort(angles, kind="stable")
    ordered = np.concatenate([angles[order] - 180.0, angles[order], angles[order] + 180.0])
    summed = np.concatenate([[0.0], np.cumsum(np.tile(lengths[order], 3))])
    first = np.searchsorted(owner, among, side="left")
    last = np.searchsorted(owner, among, side="right")
    found = []
    for index, start, end in zip(among, first, last, strict=True):
        own = lengths[start:end]
        main = float(angles[start + int(np.argmax(own))])
        turned = np.abs((angles[start:end] - main + 90.0) % 180.0 - 90.0)
        along = float(own[turned <= TURN_DEG].sum())
        if along < STRAIGHT_SHARE * float(own.sum()):
            continue
        low, high = np.searchsorted(ordered, (main - TURN_DEG, main + TURN_DEG))
        if float(summed[high] - summed[low]) - along < SHARE * total:
            found.append(index)
    return found


def _directions(
    lines: Sequence[BaseGeometry],
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int64]]:
    """The angle (0 to 180 degrees), length and line's index of every straight piece."""
    points, owner = shapely.get_coordinates(list(lines), return_index=True)
    joined = np.diff(owner) == 0
    steps = np.diff(points, axis=0)[joined]
    angles = np.degrees(np.arctan2(steps[:, 1], steps[:, 0])) % 180.0
    return angles, np.hypot(*steps.T), owner[1:][joined]
