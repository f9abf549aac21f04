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


def stray_walls(lines: Sequence[BaseGeometry]) -> set[int]:
    """Indices of lines that cross many walls in a direction no other wall has."""
    long = [i for i, line in enumerate(lines) if line.length >= LONG_M]
    if not long:
        return set()
    tree = STRtree(list(lines))
    angles, lengths = _directions(lines)
    total = float(lengths.sum())
    found = set()
    for index in long:
        crossed = tree.query(lines[index], predicate="crosses")
        if len(crossed) < CROSSED:
            continue
        own_angles, own_lengths = _directions([lines[index]])
        main = float(own_angles[int(np.argmax(own_lengths))])
        turn = np.abs((angles - main + 90.0) % 180.0 - 90.0)
        same = float(lengths[turn < TURN_DEG].sum()) - float(own_lengths.sum())
        if same < SHARE * total:
            found.add(index)
    return found


def _directions(
    lines: Sequence[BaseGeometry],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The angle (0 to 180 degrees) and the length of every straight piece."""
    points, owner = shapely.get_coordinates(list(lines), return_index=True)
    steps = np.diff(points, axis=0)[np.diff(owner) == 0]
    return np.degrees(np.arctan2(steps[:, 1], steps[:, 0])) % 180.0, np.hypot(*steps.T)
