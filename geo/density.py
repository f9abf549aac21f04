"""Tells the lines of a building from a pattern, before work begins that a pattern would not end."""

from __future__ import annotations

from collections.abc import Sequence

from shapely import STRtree
from shapely.geometry.base import BaseGeometry

CROSSING_SAMPLE = 256  # lines whose crossings are counted to estimate those of all


def is_pattern(lines: Sequence[BaseGeometry], most_lines: int, most_crossings: int) -> bool:
    """True for more lines, or more crossings of them, than ``most_…``.

    What people build or make meets at its ends; what crosses everywhere fills an area.
    """
    if len(lines) > most_lines:
        return True
    if len(lines) * len(lines) <= 2 * most_crossings:
        return False
    step = max(1, len(lines) // CROSSING_SAMPLE)
    sample = lines[::step]
    pairs = STRtree(list(lines)).query(list(sample), predicate="crosses")
    return bool(pairs.shape[1] * len(lines) / len(sample) / 2 > most_crossings)
