"""XCLIP: of a clipped block only the part inside its frame is seen (or outside, if inverted)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import shapely
from ezdxf.xclip import XClip
from shapely import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

from geo.shapes import polygons_of
from importers.dxf.affine import Affine, apply
from importers.dxf.dynamic import Entity
from importers.dxf.scene import Filled, Insertion, Points, Scene, Stroke


@dataclass(frozen=True, slots=True)
class Clip:
    """The frame of a clipped INSERT in the coordinates of its block."""

    ring: Points
    inverted: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """How much a scene held before a block was expanded into it."""

    strokes: int
    fills: int
    texts: int
    insertions: int


def is_clipped(insert: Entity) -> bool:
    """True where a clipping frame is set and switched on."""
    if not insert.has_extension_dict:
        return False
    clip = XClip(insert)
    return clip.has_clipping_path and clip.is_clipping_enabled


def clip_of(insert: Entity) -> Clip | None:
    """The frame of a clipped INSERT, None for one that encloses nothing."""
    path = XClip(insert).get_block_clipping_path()
    ring = np.array([(v.x, v.y) for v in path.inner_polygon()], dtype=float).reshape(-1, 2)
    if len(ring) == 2:
        # Two corners stand for a rectangle.
        (x0, y0), (x1, y1) = ring
        ring = np.array(((x0, y0), (x1, y0), (x1, y1), (x0, y1)))
    if len(ring) < 3 or not np.isfinite(ring).all():
        return None
    return Clip(ring, bool(path.is_inverted_clip)) if Polygon(ring).area > 0 else None


def mark(scene: Scene) -> Mark:
    """To be taken before a clipped block is expanded."""
    return Mark(len(scene.strokes), len(scene.fills), len(scene.texts), len(scene.insertions))


def cut(scene: Scene, since: Mark, clip: Clip, matrix: Affine) -> None:
    """Leave of what came ``since`` only what is seen; ``matrix`` maps the block to the drawing.

    The first insertion since the mark is the clipped one itself and stays.
    """
    frame = shapely.make_valid(Polygon(apply(matrix, clip.ring)))
    if not frame.area > 0:
        return
    shapely.prepare(frame)
    window = _Window(frame, clip.inverted)
    scene.strokes[since.strokes :] = [
        piece for s in scene.strokes[since.strokes :] for piece in window.strokes(s)
    ]
    scene.fills[since.fills :] = [
        fill for f in scene.fills[since.fills :] if (fill := window.fill(f)) is not None
    ]
    scene.texts[since.texts :] = [
        t for t in scene.texts[since.texts :] if window.shows(Point(t.x, t.y))
    ]
    _drop_insertions(scene, since, window)


@dataclass(frozen=True, slots=True)
class _Window:
    frame: BaseGeometry
    inverted: bool

    def shows(self, shape: BaseGeometry) -> bool:
        """True if ``shape`` is seen as a whole."""
        return not self._hides(shape) if self.inverted else bool(self.frame.covers(shape))

    def _hides(self, shape: BaseGeometry) -> bool:
        """True if ``shape`` touches what an inverted frame covers."""
        return bool(self.frame.intersects(shape))

    def _seen(self, shape: BaseGeometry) -> BaseGeometry:
        return shape.difference(self.frame) if self.inverted else shape.intersection(self.frame)

    def strokes(self, stroke: Stroke) -> Iterator[Stroke]:
        """The stroke itself, or the pieces of it that are seen."""
        points = np.vstack([stroke.points, stroke.points[:1]]) if stroke.closed else stroke.points
        line = LineString(points) if len(points) > 1 else Point(points[0])
        if self.shows(line):
            yield stroke
            return
        kind = "line" if stroke.kind == "line" else "polyline"
        for part in shapely.get_parts(shapely.line_merge(self._seen(line))):
            if part.geom_type == "LineString" and part.length > 0:
                cut_off = np.asarray(part.coords, dtype=float)[:, :2]
                yield replace(stroke, points=cut_off, closed=False, kind=kind, arc=None)

    def fill(self, fill: Filled) -> Filled | None:
        """The part of the area that is seen."""
        rings: list[Points] = []
        for ring in fill.rings:
            shape = Polygon(ring)
            if self.shows(shape):
                rings.append(ring)
                continue
            for part in polygons_of(self._seen(shapely.make_valid(shape))):
                edges = (part.exterior, *part.interiors)
                rings += [np.asarray(edge.coords, dtype=float)[:-1] for edge in edges]
        return replace(fill, rings=tuple(rings)) if rings else None


def _drop_insertions(scene: Scene, since: Mark, window: _Window) -> None:
    """Take out the blocks of which nothing is left, and count the others anew."""
    first = since.insertions
    used = {first}
    tails = (scene.strokes[since.strokes :], scene.fills[since.fills :], scene.texts[since.texts :])
    for tail in tails:
        for item in tail:
            index = item.insertion
            while index is not None and index not in used:
                used.add(index)
                index = scene.insertions[index].parent
    numbers: dict[int | None, int | None] = {}
    kept: list[Insertion] = []
    for index in range(first, len(scene.insertions)):
        insertion = scene.insertions[index]
        if index in used or window.shows(Point(insertion.matrix[4:])):
            numbers[index] = first + len(kept)
            kept.append(replace(insertion, parent=numbers.get(insertion.parent, insertion.parent)))
    if len(kept) == len(scene.insertions) - first:
        return
    scene.insertions[first:] = kept
    scene.strokes[since.strokes :] = [replace(s, insertion=numbers[s.insertion]) for s in tails[0]]
    scene.fills[since.fills :] = [replace(f, insertion=numbers[f.insertion]) for f in tails[1]]
    scene.texts[since.texts :] = [replace(t, insertion=numbers[t.insertion]) for t in tails[2]]
