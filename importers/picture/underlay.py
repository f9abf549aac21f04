"""What lies under the understanding: the drawing's own lines, areas and texts, in metres."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Polygon

from geo.shapes import rectangle
from importers.draft import FloorPlanDraft
from importers.picture.letters import width_for_capital

Segments = NDArray[np.float64]  # shape (n, 4): x and y of one end, x and y of the other
Ring = NDArray[np.float64]  # shape (n, 2)


@dataclass(frozen=True, slots=True)
class Writing:
    """One line of text; ``x, y`` is where its baseline begins, ``height`` that of a capital."""

    text: str
    x: float
    y: float
    height: float
    rotation_deg: float


@dataclass(frozen=True, slots=True)
class Underlay:
    """The drawing as its own program would show it, in the axes and metres of the draft.

    A fill is rings under the even-odd rule: what lies in two of them is a hole.
    """

    segments: Segments
    fills: tuple[tuple[Ring, ...], ...] = ()
    writings: tuple[Writing, ...] = ()


def segments_of(points: NDArray[np.float64], closed: bool = False) -> Segments:
    """The pieces of a line through ``points``."""
    if len(points) < 2:
        return np.empty((0, 4))
    if closed and len(points) > 2:
        points = np.vstack([points, points[:1]])
    return np.hstack([points[:-1], points[1:]])


def joined(pieces: list[Segments]) -> Segments:
    """All pieces in one array, without those that have no finite place."""
    if not pieces:
        return np.empty((0, 4))
    every = np.concatenate(pieces)
    return every[np.isfinite(every).all(axis=1)]


def box_of(writing: Writing) -> Polygon:
    """About what a text covers."""
    turn = math.radians(writing.rotation_deg)
    length, height = width_for_capital(writing.text, writing.height), 1.3 * writing.height
    x = writing.x + length / 2 * math.cos(turn) - 0.4 * height * math.sin(turn)
    y = writing.y + length / 2 * math.sin(turn) + 0.4 * height * math.cos(turn)
    return rectangle(x, y, length, height, writing.rotation_deg)


def walls_of(draft: FloorPlanDraft) -> Underlay:
    """The walls of the draft, for a format whose importer shows nothing itself."""
    lines = [shapely.get_coordinates(line) for line in draft.walls.geoms]
    return Underlay(joined([segments_of(line) for line in lines]))
