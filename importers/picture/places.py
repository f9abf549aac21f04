"""Where in a shape its words fit, without lying over what stands there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Polygon, STRtree
from shapely.geometry.base import BaseGeometry

from geo.anchor import anchor
from importers.picture.letters import width_of, wrapped

SIZES_PX = (19, 16, 14, 12, 10)
LINE_HEIGHT = 1.22
#: Places that are tried along each side of a shape's box.
TRIES = 9
NAME_LINES = 3
#: A name is broken into lines this wide, in sizes of its letters, when it does not fit in one.
NARROW, NARROWER = 11.0, 6.5
EDGE_PX = 3.0


@dataclass(frozen=True, slots=True)
class Label:
    """Lines of text centred on a place; the first is the bold one where there are two kinds."""

    x: float
    y: float
    size_px: int
    lines: tuple[str, ...]
    box: Polygon

    def rows(self) -> Iterator[tuple[float, str]]:
        """The height of the middle of each line, and the line."""
        step = self.size_px * LINE_HEIGHT
        top = self.y - step * (len(self.lines) - 1) / 2
        for row, line in enumerate(self.lines):
            yield top + row * step, line


def fit(shape: BaseGeometry, number: str, name: str, taken: STRtree) -> Label | None:
    """The largest words that fit inside ``shape``, in pixels; None where not even the number does.

    What ``taken`` holds is kept free as long as any words fit beside it; number and name come
    before the number alone, and that before the name alone.
    """
    spots = _spots(shape)
    shapely.prepare(shape)
    for free in (True, False):
        for words in _choices(number, name):
            for size in SIZES_PX:
                for lines in _layouts(words, size):
                    label = _placed(shape, spots, size, lines, taken if free else None)
                    if label is not None:
                        return label
    return None


def _choices(number: str, name: str) -> Iterator[tuple[str, str]]:
    if number and name:
        yield number, name
    if number:
        yield number, ""
    if name:
        yield "", name


def _layouts(words: tuple[str, str], size: int) -> Iterator[tuple[str, ...]]:
    number, name = words
    head = (number,) if number else ()
    yield (*head, name) if name else head
    for width in (NARROW, NARROWER) if name else ():
        lines = tuple(wrapped(name, size, width * size))
        if 1 < len(lines) <= NAME_LINES:
            yield (*head, *lines)


def _spots(shape: BaseGeometry) -> NDArray[np.float64]:
    """Places inside, the middle first and then the nearest to it."""
    middle = shapely.get_coordinates(anchor(shape, tolerance_m=2.0))[0]
    left, low, right, high = shape.bounds
    shares = (np.arange(TRIES) + 0.5) / TRIES
    xs, ys = np.meshgrid(left + shares * (right - left), low + shares * (high - low))
    grid = np.column_stack([xs.ravel(), ys.ravel()])
    away = np.hypot(*(grid - middle).T)
    return np.vstack([middle, grid[np.argsort(away, kind="stable")]])


def _placed(
    shape: BaseGeometry,
    spots: NDArray[np.float64],
    size: int,
    lines: Sequence[str],
    taken: STRtree | None,
) -> Label | None:
    half_w = max(width_of(line, size) for line in lines) / 2 + EDGE_PX
    half_h = len(lines) * size * LINE_HEIGHT / 2 + EDGE_PX / 2
    boxes = shapely.box(
        spots[:, 0] - half_w, spots[:, 1] - half_h, spots[:, 0] + half_w, spots[:, 1] + half_h
    )
    for k in np.flatnonzero(shapely.covers(shape, boxes)):
        if taken is None or not len(taken.query(boxes[k], predicate="intersects")):
            x, y = spots[k].tolist()
            return Label(x, y, size, tuple(lines), boxes[k])
    return None
