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
#: Walls meet at their ends: on real plans there is about one crossing for every two lines, and no
#: plan had more than 500. So many are a pattern, and finding the spaces in it would take long.
MOST_CROSSINGS = 8_000


def is_pattern(lines: Sequence[BaseGeometry], most_lines: int, most_crossings: int) -> bool:
    """True for more lines, or more crossings of their straight pieces, than ``most_…``.

    What people build or make meets at its ends; what crosses everywhere fills an area.
    """
    if len(lines) > most_lines:
        return True
    pieces = straight_pieces(lines)
    if len(pieces) * len(pieces) <= 2 * most_crossings:
        return False
    return _estimated_pairs(pieces, predicate="crosses") > most_crossings


def is_crowd(lines: NDArray[Any], distance_m: float, most_pairs: int) -> bool:
    """True when more than ``most_pairs`` pairs of ``lines`` lie within ``distance_m`` metres."""
    if len(lines) * len(lines) <= 2 * most_pairs:
        return False
    return _estimated_pairs(lines, predicate="dwithin", distance=distance_m) > most_pairs


def straight_pieces(lines: Sequence[BaseGeometry]) -> NDArray[Any]:
    """Every straight piece of ``lines`` as a line of its own."""
    points, owner = shapely.get_coordinates(list(lines), return_index=True)
    joined = np.diff(owner) == 0
    pieces: NDArray[Any] = shapely.linestrings(
        np.stack([points[:-1][joined], points[1:][joined]], axis=1)
    )
    return pieces


def _estimated_pairs(lines: NDArray[Any], **predicate: Any) -> float:
    step = max(1, len(lines) // SAMPLE)
    sample = lines[::step]
    pairs = STRtree(lines).query(sample, **predicate)
    return float(pairs.shape[1] * len(lines) / len(sample) / 2)
