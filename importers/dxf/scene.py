"""A drawing laid flat: what ``extract`` makes of the entities and ``understand`` reads.

Blocks are expanded, object coordinate systems resolved, layer 0 inheritance applied, curves
flattened. Coordinates are in drawing units until ``Scene.scaled`` has made them metres. Only what a
person would see is here: frozen, off and invisible content is counted in ``hidden``.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString

from importers.issues import ImportIssue

Points = NDArray[np.float64]  # shape (n, 2)

_NO_LINE = LineString()


@dataclass(frozen=True, slots=True)
class Arc:
    """The exact circle behind a flattened arc; angles counter-clockwise, end after start."""

    x: float
    y: float
    radius: float
    start_deg: float
    end_deg: float


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line, polyline, arc or other curve as points. A closed one does not repeat its start."""

    points: Points
    closed: bool
    kind: str  # "line", "polyline", "arc", "circle", "ellipse", "spline", "solid"
    layer: str
    handle: str | None
    insertion: int | None  # index into Scene.insertions of the innermost insert, None outside
    arc: Arc | None = None
    # Everybody who looks for something asks for it, so it is worked out once.
    drawn: LineString | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def line(self) -> LineString | None:
        """The stroke as a line, a closed one ending where it starts; None when it has no length."""
        if self.drawn is None:
            draw([self])
        return None if self.drawn is _NO_LINE else self.drawn


def draw(strokes: Iterable[Stroke]) -> None:
    """Work out the lines of ``strokes`` all at once, in a tenth of the time of one by one."""
    fresh = []
    for stroke in strokes:
        if stroke.drawn is None:
            object.__setattr__(stroke, "drawn", _NO_LINE)
            if len(stroke.points) > 1:
                fresh.append(stroke)
    if not fresh:
        return
    rings = [stroke.closed and len(stroke.points) > 2 for stroke in fresh]
    parts = [
        part
        for stroke, ring in zip(fresh, rings, strict=True)
        for part in ((stroke.points, stroke.points[:1]) if ring else (stroke.points,))
    ]
    sizes = [len(stroke.points) + ring for stroke, ring in zip(fresh, rings, strict=True)]
    owner = np.repeat(np.arange(len(fresh)), sizes)
    lines = shapely.linestrings(np.concatenate(parts), indices=owner)
    for stroke, line, length in zip(fresh, lines, shapely.length(lines).tolist(), strict=True):
        if 0 < length < math.inf:
            object.__setattr__(stroke, "drawn", line)


@dataclass(frozen=True, slots=True)
class Filled:
    """A HATCH or MPOLYGON: outer rings and holes as drawn, not yet sorted into polygons."""

    rings: tuple[Points, ...]
    solid: bool
    layer: str
    handle: str | None
    insertion: int | None


@dataclass(frozen=True, slots=True)
class Text:
    """One TEXT, MTEXT or ATTRIB, cleaned of codes; several lines are separated by newlines.

    ``x, y`` is the centre of the text's estimated box, ``insert_x, insert_y`` where it is anchored.
    """

    text: str
    x: float
    y: float
    insert_x: float
    insert_y: float
    height: float
    width: float
    rotation_deg: float
    layer: str
    handle: str | None
    insertion: int | None
    tag: str | None = None  # the attribute's tag, for an ATTRIB
    tips: tuple[tuple[float, float], ...] = ()  # where its leaders point to


@dataclass(frozen=True, slots=True)
class Insertion:
    """One placed block. A MINSERT appears once per cell. ``matrix`` maps block to drawing.

    ``matrix`` is (a, b, c, d, e, f): x' = a x + c y + e, y' = b x + d y + f.
    """

    block: str  # the real name, also for a dynamic block's anonymous copy
    layer: str
    handle: str | None
    matrix: tuple[float, float, float, float, float, float]
    parent: int | None
    attributes: tuple[tuple[str, str], ...]  # (tag, text), constant attributes included

    @property
    def mirrored(self) -> bool:
        a, b, c, d, _, _ = self.matrix
        return a * d - b * c < 0


@dataclass(frozen=True, slots=True)
class LayerFacts:
    name: str  # as written in the file
    visible: bool
    entities: int  # before blocks are expanded, visible or not


@dataclass(slots=True)
class Scene:
    format_version: str
    strokes: list[Stroke] = field(default_factory=list)
    fills: list[Filled] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    insertions: list[Insertion] = field(default_factory=list)
    layers: list[LayerFacts] = field(default_factory=list)
    header_unit: str | None = None  # $INSUNITS as a name of geo.units, None if unset
    metric: bool | None = None  # $MEASUREMENT
    feet_and_inches: bool = False  # $LUNITS shows lengths as 12'-6"
    geodata_unit_m: float | None = None  # metres of the CRS in one unit, by a GEODATA
    issues: list[ImportIssue] = field(default_factory=list)
    # Dimensions measured in the drawing beside the text a person wrote over them.
    dimensions: list[tuple[float, str]] = field(default_factory=list)

    hidden: int = 0  # entities that a person would not see

    def scaled(self, metres_per_unit: float) -> Scene:
        """The same scene in metres."""
        f = metres_per_unit
        if f == 1.0:
            return self
        return Scene(
            self.format_version,
            [_scaled_stroke(stroke, f) for stroke in self.strokes],
            [
                Filled(tuple(r * f for r in x.rings), x.solid, x.layer, x.handle, x.insertion)
                for x in self.fills
            ],
            [_scaled_text(text, f) for text in self.texts],
            [_scaled_insertion(insertion, f) for insertion in self.insertions],
            self.layers,
            self.header_unit,
            self.metric,
            self.feet_and_inches,
            self.geodata_unit_m,
            [_scaled_issue(issue, f) for issue in self.issues],
            [(measured * f, written) for measured, written in self.dimensions],
            self.hidden,
        )


def _scaled_stroke(stroke: Stroke, f: float) -> Stroke:
    arc = stroke.arc
    if arc is not None:
        arc = Arc(arc.x * f, arc.y * f, arc.radius * f, arc.start_deg, arc.end_deg)
    return Stroke(
        stroke.points * f, stroke.closed, stroke.kind, stroke.layer, stroke.handle,
        stroke.insertion, arc,
    )  # fmt: skip


def _scaled_text(t: Text, f: float) -> Text:
    return Text(
        t.text, t.x * f, t.y * f, t.insert_x * f, t.insert_y * f, t.height * f, t.width * f,
        t.rotation_deg, t.layer, t.handle, t.insertion, t.tag,
        tuple((x * f, y * f) for x, y in t.tips),
    )  # fmt: skip


def _scaled_insertion(x: Insertion, f: float) -> Insertion:
    a, b, c, d, e, g = x.matrix
    # Points of the block stay in the block's own unit: only the map grows.
    matrix = (a * f, b * f, c * f, d * f, e * f, g * f)
    return Insertion(x.block, x.layer, x.handle, matrix, x.parent, x.attributes)


def _scaled_issue(issue: ImportIssue, f: float) -> ImportIssue:
    if issue.x is None or issue.y is None:
        return issue
    a, b, c, d = issue.segment or (0.0, 0.0, 0.0, 0.0)
    segment = (a * f, b * f, c * f, d * f) if issue.segment is not None else None
    return replace(issue, x=issue.x * f, y=issue.y * f, segment=segment)
