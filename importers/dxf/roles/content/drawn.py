"""Everything that shows on one layer, drawn there or inherited by blocks; lengths in metres."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from shapely import Polygon

from importers.dxf.facts import Outline, outline_of, quarter_radius
from importers.dxf.roles.sizes import DOOR_RADIUS_M, within
from importers.dxf.scene import Arc, Filled, Scene, Stroke

Segments = NDArray[np.float64]  # shape (n, 4): from x, y to x, y

#: So many strokes tell how long the lines of a layer are.
SAMPLE = 400


class Drawn:
    """One layer. Measures are taken when first asked for."""

    def __init__(self) -> None:
        self.strokes: list[Stroke] = []
        self.fills: list[Filled] = []
        self.texts: list[int] = []  # indices into the scene's texts
        self.placed: list[int] = []  # indices into the scene's insertions
        self.marked = 0  # insertions with attributes

    def add(self, other: Drawn) -> None:
        """Take in what shows on another layer, before anything is measured."""
        self.strokes += other.strokes
        self.fills += other.fills
        self.texts += other.texts
        self.placed += other.placed

    @cached_property
    def segments(self) -> Segments:
        return segments_of(self.strokes)

    @cached_property
    def lengths(self) -> NDArray[np.float64]:
        return lengths_of(self.segments)

    @cached_property
    def total(self) -> float:
        return float(self.lengths.sum())

    @cached_property
    def usual_lengths(self) -> NDArray[np.float64]:
        """Lengths of a fair part of the segments: all of them, where there are few."""
        step = max(1, len(self.strokes) // SAMPLE)
        return lengths_of(segments_of(self.strokes[::step])) if step > 1 else self.lengths

    @cached_property
    def outlines(self) -> list[tuple[Outline, Stroke]]:
        found = ((outline_of(stroke), stroke) for stroke in self.strokes)
        return [(outline, stroke) for outline, stroke in found if outline is not None]

    @cached_property
    def door_arcs(self) -> list[Arc]:
        """Quarter arcs as wide as doors."""
        return [
            stroke.arc
            for stroke in self.strokes
            if stroke.arc is not None
            and (radius := quarter_radius(stroke)) is not None
            and within(radius, DOOR_RADIUS_M)
        ]

    @property
    def shows(self) -> bool:
        """True if anything but texts is drawn."""
        return bool(self.strokes or self.fills)

    def share_longer(self, least_m: float) -> float:
        """How much of all length is in segments of at least so many metres."""
        lengths = self.usual_lengths
        return float(lengths[lengths >= least_m].sum() / max(lengths.sum(), 1e-9))


def drawn_on(scene: Scene, names: Collection[str]) -> dict[str, Drawn]:
    """What shows on each of the named layers."""
    found = {name: Drawn() for name in names}
    for stroke in scene.strokes:
        if stroke.layer in found:
            found[stroke.layer].strokes.append(stroke)
    for fill in scene.fills:
        if fill.layer in found:
            found[fill.layer].fills.append(fill)
    for index, text in enumerate(scene.texts):
        if text.layer in found:
            found[text.layer].texts.append(index)
    for index, insertion in enumerate(scene.insertions):
        if insertion.layer in found:
            found[insertion.layer].placed.append(index)
            found[insertion.layer].marked += bool(insertion.attributes)
    return found


def shapes_of(drawn: Drawn) -> list[Polygon]:
    """Closed strokes and outer rings of hatches as polygons, in the order they were drawn."""
    rings = [stroke.points for _, stroke in drawn.outlines]
    rings += [fill.rings[0] for fill in drawn.fills if fill.rings and len(fill.rings[0]) > 2]
    shapes = [Polygon(ring) for ring in rings]
    whole = [shape if shape.is_valid else shape.buffer(0) for shape in shapes]
    return [shape for shape in whole if isinstance(shape, Polygon) and shape.area > 0]


def segments_of(strokes: Collection[Stroke]) -> Segments:
    """All straight pieces of lines and polylines."""
    pieces = []
    for stroke in strokes:
        if stroke.kind in {"line", "polyline"}:
            points = stroke.points
            pieces.append(np.hstack([points[:-1], points[1:]]))
            if stroke.closed:
                pieces.append(np.hstack([points[-1:], points[:1]]))
    return np.concatenate(pieces) if pieces else np.empty((0, 4))


def lengths_of(segments: Segments) -> NDArray[np.float64]:
    return np.asarray(np.hypot(segments[:, 2] - segments[:, 0], segments[:, 3] - segments[:, 1]))
