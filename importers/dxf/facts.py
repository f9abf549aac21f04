"""Plain measures of a scene, in whatever unit it is in: what the votes on unit and roles look at.

Every number here scales with the drawing, so the same facts serve before and after the unit is
known.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace

import numpy as np

from importers.dxf.affine import Affine
from importers.dxf.scene import Insertion, Points, Scene, Stroke

#: A leaf that opens to a right angle, with what people's drawings vary it by.
DOOR_SWEEP_DEG = (70.0, 115.0)
#: Ends this close, as a share of the outline's size, were meant to meet.
CLOSED_SHARE = 1e-6
#: An edge runs along a side of a box if it is this near, and covers so much of it.
EDGE_SHARE = 0.02
ALONG_SHARE = 0.4


@dataclass(frozen=True, slots=True)
class Outline:
    """A closed stroke: its area and the sides of its upright box."""

    area: float
    width: float
    height: float
    x: float
    y: float


@dataclass(slots=True)
class LayerContent:
    """What lies on one layer outside of blocks."""

    outlines: list[Outline] = field(default_factory=list)
    open_strokes: int = 0
    open_sizes: list[float] = field(default_factory=list)  # longer sides of open polylines
    quarter_radii: list[float] = field(default_factory=list)
    texts: int = 0
    fills: int = 0
    placed: int = 0


@dataclass(slots=True)
class BlockContent:
    """One block: where it is inserted, and the size of its first placed copy."""

    insertions: list[int] = field(default_factory=list)
    width: float = 0.0  # along the block's own x axis, as placed
    depth: float = 0.0
    low: tuple[float, float] = (0.0, 0.0)  # the box in the block's own coordinates
    high: tuple[float, float] = (0.0, 0.0)
    quarter_radii: list[float] = field(default_factory=list)
    strokes: int = 0
    straight_sides: int = 0  # sides of its box that a straight edge runs along
    layers: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Facts:
    layers: dict[str, LayerContent]
    blocks: dict[str, BlockContent]
    extent: tuple[float, float]  # width and height of everything

    def scaled(self, f: float) -> Facts:
        """The same facts in another unit; boxes in a block's own coordinates stay as they are."""
        return Facts(
            {name: _scaled_layer(content, f) for name, content in self.layers.items()},
            {name: _scaled_block(content, f) for name, content in self.blocks.items()},
            (self.extent[0] * f, self.extent[1] * f),
        )


def _scaled_layer(content: LayerContent, f: float) -> LayerContent:
    return replace(
        content,
        outlines=[
            Outline(o.area * f * f, o.width * f, o.height * f, o.x * f, o.y * f)
            for o in content.outlines
        ],
        open_sizes=[size * f for size in content.open_sizes],
        quarter_radii=[radius * f for radius in content.quarter_radii],
    )


def _scaled_block(content: BlockContent, f: float) -> BlockContent:
    return replace(
        content,
        width=content.width * f,
        depth=content.depth * f,
        quarter_radii=[radius * f for radius in content.quarter_radii],
    )


def gather(scene: Scene) -> Facts:
    """Measure ``scene`` once."""
    layers: dict[str, LayerContent] = {}
    for stroke in scene.strokes:
        content = layers.get(stroke.layer)
        if content is None:
            content = layers[stroke.layer] = LayerContent()
        _add_stroke(content, stroke)
    for fill in scene.fills:
        layers.setdefault(fill.layer, LayerContent()).fills += fill.insertion is None
    for text in scene.texts:
        layers.setdefault(text.layer, LayerContent()).texts += 1
    for insertion in scene.insertions:
        layers.setdefault(insertion.layer, LayerContent()).placed += 1
    return Facts(layers, _blocks(scene), _extent(scene))


def _add_stroke(content: LayerContent, stroke: Stroke) -> None:
    if stroke.insertion is not None:
        return
    radius = quarter_radius(stroke)
    if radius is not None:
        content.quarter_radii.append(radius)
    outline = outline_of(stroke)
    if outline is None:
        content.open_strokes += 1
        if stroke.kind == "polyline":
            content.open_sizes.append(float(np.ptp(stroke.points, axis=0).max()))
    else:
        content.outlines.append(outline)


def quarter_radius(stroke: Stroke) -> float | None:
    """The radius of an arc that could be the swing of a door."""
    arc = stroke.arc
    if arc is None or not DOOR_SWEEP_DEG[0] <= arc.end_deg - arc.start_deg <= DOOR_SWEEP_DEG[1]:
        return None
    return arc.radius


def outline_of(stroke: Stroke) -> Outline | None:
    """The measures of a closed stroke, None for an open one or one without area."""
    points = stroke.points
    if stroke.kind == "line" or len(points) < 3:
        return None
    low, high = points.min(axis=0), points.max(axis=0)
    width, height = float(high[0] - low[0]), float(high[1] - low[1])
    if not stroke.closed:
        gap = points[0] - points[-1]
        if math.hypot(gap[0], gap[1]) > CLOSED_SHARE * (width + height):
            return None
    area = ring_area(points - low)
    middle = (low + high) / 2
    return Outline(area, width, height, float(middle[0]), float(middle[1])) if area > 0 else None


def ring_area(points: Points) -> float:
    """The area inside a ring, by the shoelace formula; its direction does not matter."""
    x, y = points[:, 0], points[:, 1]
    doubled = np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))
    return abs(float(doubled)) / 2


def subtree_ends(insertions: list[Insertion]) -> list[int]:
    """For each insertion the index after its last descendant; they follow it without a gap."""
    ends = list(range(1, len(insertions) + 1))
    for index in range(len(insertions) - 1, -1, -1):
        parent = insertions[index].parent
        if parent is not None:
            ends[parent] = max(ends[parent], ends[index])
    return ends


def _blocks(scene: Scene) -> dict[str, BlockContent]:
    own: dict[int, list[Stroke]] = {}
    for stroke in scene.strokes:
        if stroke.insertion is not None:
            own.setdefault(stroke.insertion, []).append(stroke)
    ends = subtree_ends(scene.insertions)
    blocks: dict[str, BlockContent] = {}
    for index, insertion in enumerate(scene.insertions):
        content = blocks.get(insertion.block)
        if content is None:
            content = blocks[insertion.block] = BlockContent()
            strokes = [s for i in range(index, ends[index]) for s in own.get(i, ())]
            _measure(content, strokes, insertion.matrix)
        content.insertions.append(index)
        content.layers.add(insertion.layer)
    return blocks


def _measure(content: BlockContent, strokes: list[Stroke], m: Affine) -> None:
    content.strokes = len(strokes)
    content.quarter_radii = [r for s in strokes if (r := quarter_radius(s)) is not None]
    a, b, c, d, e, f = m
    det = a * d - b * c
    if not strokes or abs(det) < 1e-30:
        return
    moved = np.concatenate([stroke.points for stroke in strokes]) - np.array((e, f))
    back = moved @ (np.array(((d, -b), (-c, a))) / det)
    low, high = back.min(axis=0), back.max(axis=0)
    content.low = (float(low[0]), float(low[1]))
    content.high = (float(high[0]), float(high[1]))
    content.width = float(high[0] - low[0]) * math.hypot(a, b)
    content.depth = float(high[1] - low[1]) * math.hypot(c, d)
    content.straight_sides = _straight_sides(strokes, back, low, high)


def _straight_sides(strokes: list[Stroke], points: Points, low: Points, high: Points) -> int:
    """How many sides of the box have an edge along much of them: tables do, plants do not."""
    size = high - low
    if not size.min() > 0:
        return 0
    ends = np.cumsum([len(stroke.points) for stroke in strokes])[:-1]
    steps = np.delete(np.diff(points, axis=0), ends - 1, axis=0)
    starts = np.delete(points[:-1], ends - 1, axis=0)
    count = 0
    for axis in (0, 1):
        level = np.abs(steps[:, axis]) < EDGE_SHARE * size[axis]
        lengths = np.abs(steps[:, 1 - axis])
        for side in (low[axis], high[axis]):
            near = level & (np.abs(starts[:, axis] - side) < EDGE_SHARE * size[axis])
            count += bool(lengths[near].sum() >= ALONG_SHARE * size[1 - axis])
    return count


def _extent(scene: Scene) -> tuple[float, float]:
    parts = [stroke.points for stroke in scene.strokes]
    parts += [ring for fill in scene.fills for ring in fill.rings]
    if not parts:
        return (0.0, 0.0)
    joined = np.concatenate(parts)
    size = joined.max(axis=0) - joined.min(axis=0)
    return float(size[0]), float(size[1])
