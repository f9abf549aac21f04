"""All that is drawn, as numbers in one row: the boxes of strokes, fills and texts of a scene."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from importers.dxf.scene import Points, Scene

Box = tuple[float, float, float, float]  # min x, min y, max x, max y
Boxes = NDArray[np.float64]  # shape (n, 4)


@dataclass(frozen=True, slots=True)
class Marks:
    """Points of all lines, and boxes in the order strokes, fills, texts.

    ``owner`` tells for each point which stroke or fill it belongs to; the ring of a closed stroke
    and of a fill is closed by ``closings``, pairs of indices into ``points``.
    """

    points: Points
    owner: NDArray[np.int64]
    ring: NDArray[np.int64]  # which line a point belongs to: a fill has several
    closings: NDArray[np.int64]  # shape (k, 2)
    boxes: Boxes
    strokes: int
    fills: int

    @property
    def lines(self) -> int:
        """How many strokes and fills there are; texts come after them."""
        return self.strokes + self.fills


def measure(scene: Scene) -> Marks:
    """Look at every point once."""
    shapes: list[Points] = [stroke.points for stroke in scene.strokes]
    owners = list(range(len(shapes)))
    closed = [stroke.closed for stroke in scene.strokes]
    for index, fill in enumerate(scene.fills, len(scene.strokes)):
        rings = [ring for ring in fill.rings if len(ring)]
        shapes += rings
        owners += [index] * len(rings)
        closed += [True] * len(rings)
    counts = np.array([len(shape) for shape in shapes], dtype=np.int64)
    points = np.concatenate(shapes) if shapes else np.empty((0, 2))
    ends = np.cumsum(counts)
    starts = ends - counts
    shut = np.flatnonzero(np.array(closed, dtype=bool))
    owner = np.array(owners, dtype=np.int64)
    return Marks(
        points,
        np.repeat(owner, counts),
        np.repeat(np.arange(len(shapes)), counts),
        np.stack((ends[shut] - 1, starts[shut]), axis=1).reshape(-1, 2),
        np.concatenate((_boxes(points, starts, owner, _lines(scene)), _text_boxes(scene))),
        len(scene.strokes),
        len(scene.fills),
    )


def _lines(scene: Scene) -> int:
    return len(scene.strokes) + len(scene.fills)


def _boxes(
    points: Points, starts: NDArray[np.int64], owner: NDArray[np.int64], count: int
) -> Boxes:
    boxes = np.full((count, 4), np.nan)
    if not len(starts):
        return boxes
    # The rings of a fill follow each other, so that a new owner begins a new box.
    first = np.flatnonzero(np.diff(owner, prepend=-1))
    boxes[owner[first], :2] = np.minimum.reduceat(points, starts[first], axis=0)
    boxes[owner[first], 2:] = np.maximum.reduceat(points, starts[first], axis=0)
    return boxes


def _text_boxes(scene: Scene) -> Boxes:
    at = np.array([(t.x, t.y) for t in scene.texts]).reshape(-1, 2)
    half = np.array([(t.width / 2, t.height / 2) for t in scene.texts]).reshape(-1, 2)
    return np.concatenate((at - half, at + half), axis=1)


def around(boxes: Boxes) -> Box | None:
    """The box around several boxes, None if none of them has any extent."""
    known = boxes[~np.isnan(boxes).any(axis=1)]
    if not len(known):
        return None
    low, high = known[:, :2].min(axis=0), known[:, 2:].max(axis=0)
    return (float(low[0]), float(low[1]), float(high[0]), float(high[1]))


def apart(box: Box, boxes: Boxes) -> NDArray[np.float64]:
    """How far each of ``boxes`` lies from ``box``; 0 where they touch or overlap."""
    dx = np.maximum(np.maximum(boxes[:, 0] - box[2], box[0] - boxes[:, 2]), 0.0)
    dy = np.maximum(np.maximum(boxes[:, 1] - box[3], box[1] - boxes[:, 3]), 0.0)
    distance: NDArray[np.float64] = np.hypot(dx, dy)
    return distance


def inside(boxes: Boxes, box: Box, slack: float = 0.0) -> NDArray[np.bool_]:
    """Which of ``boxes`` lie in ``box`` entirely."""
    found: NDArray[np.bool_] = (
        (boxes[:, 0] >= box[0] - slack)
        & (boxes[:, 1] >= box[1] - slack)
        & (boxes[:, 2] <= box[2] + slack)
        & (boxes[:, 3] <= box[3] + slack)
    )
    return found


def contains(outer: Box, inner: Box, slack: float = 1e-6) -> bool:
    """True if ``inner`` lies in ``outer`` entirely."""
    return (
        inner[0] >= outer[0] - slack
        and inner[1] >= outer[1] - slack
        and inner[2] <= outer[2] + slack
        and inner[3] <= outer[3] + slack
    )


def width(box: Box) -> float:
    return box[2] - box[0]


def height(box: Box) -> float:
    return box[3] - box[1]


def area(box: Box) -> float:
    return width(box) * height(box)
