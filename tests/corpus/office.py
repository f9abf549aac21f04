"""One office floor as many architects would draw it; every style has the same truth.

A corridor of 20 by 2 m between two rows of four rooms of 5 by 5 m. Seven rooms hold two desks
with a chair each, the eighth (104) a meeting table with ten chairs. Every room has a door to the
corridor, which has a double door at its east end. Lengths are in metres until they are drawn.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import ezdxf
import shapely
from ezdxf.document import Drawing
from ezdxf.layouts import BaseLayout
from shapely import LineString, Polygon

Point = tuple[float, float]
ROOMS = 9
DESKS = 14
NUMBERS = ("101", "102", "103", "104", "105", "106", "107", "108", "100")
NAMES = ("Office",) * 3 + ("Meeting room",) + ("Office",) * 4 + ("Corridor",)
DOOR_M = 0.9


@dataclass
class Style:
    """How an architect draws: names, unit, and which of several ways for each kind of thing."""

    unit_per_m: float = 1000.0
    header: int = 4
    version: str = "R2010"
    turn_deg: float = 0.0
    offset: Point = (0.0, 0.0)  # in metres
    wall: str = "A-WALL"
    door: str = "A-DOOR"
    furniture: str = "A-FURN"
    room: str | None = "A-AREA"
    number: str = "A-AREA-IDEN"
    name: str = "A-AREA-NAME"
    walls: str = "double"  # double, single, filled, none
    doors: str = "block"  # block, shut (drawn closed), arc, gap, sliding
    rooms: str = "polyline"  # polyline, hatch, lines, none
    labels: str = "text"  # text, mtext, stack, aligned, stamp, none
    desks: str = "block"  # block, anonymous, nested, shapes, assembly
    blocks: dict[str, str] = field(default_factory=dict)
    stamp_tags: tuple[str, str, str] = ("RAUMNR", "RAUMBEZ", "FLAECHE")
    names: tuple[str, ...] = NAMES


class Pen:
    """Draws metres into a layout in the style's unit, turned and moved."""

    def __init__(self, layout: BaseLayout, style: Style, *, placed: bool = True) -> None:
        self.layout = layout
        self.style = style
        self.turn = math.radians(style.turn_deg) if placed else 0.0
        self.move = style.offset if placed else (0.0, 0.0)

    def at(self, x: float, y: float) -> Point:
        c, s, u = math.cos(self.turn), math.sin(self.turn), self.style.unit_per_m
        return (x * c - y * s + self.move[0]) * u, (x * s + y * c + self.move[1]) * u

    def lines(self, points: Iterable[Point], layer: str, *, close: bool = False) -> None:
        corners = [self.at(*p) for p in points]
        pairs = zip(corners, corners[1:] + (corners[:1] if close else []), strict=False)
        for one, two in pairs:
            self.layout.add_line(one, two, dxfattribs={"layer": layer})

    def ring(self, points: Iterable[Point], layer: str) -> None:
        corners = [self.at(*p) for p in points]
        if self.style.version == "R12":
            self.layout.add_polyline2d(corners, close=True, dxfattribs={"layer": layer})
        else:
            self.layout.add_lwpolyline(corners, close=True, dxfattribs={"layer": layer})

    def hatch(self, points: Iterable[Point], layer: str) -> None:
        hatch = self.layout.add_hatch(dxfattribs={"layer": layer})
        hatch.paths.add_polyline_path([self.at(*p) for p in points], is_closed=True)

    def arc(self, middle: Point, radius: float, start: float, end: float, layer: str) -> None:
        turn = math.degrees(self.turn)
        radius *= self.style.unit_per_m
        self.layout.add_arc(
            self.at(*middle), radius, start + turn, end + turn, dxfattribs={"layer": layer}
        )

    def text(self, words: str, at: Point, layer: str, height: float = 0.2) -> None:
        attributes = {
            "layer": layer,
            "height": height * self.style.unit_per_m,
            "rotation": self.style.turn_deg,
            "insert": self.at(*at),
        }
        self.layout.add_text(words, dxfattribs=attributes)

    def insert(self, block: str, at: Point, layer: str, turn: float = 0.0, sx: float = 1.0) -> None:
        self.layout.add_blockref(
            block,
            self.at(*at),
            dxfattribs={
                "layer": layer,
                "rotation": turn + math.degrees(self.turn),
                "xscale": sx,
            },
        )


def box(x0: float, y0: float, x1: float, y1: float) -> list[Point]:
    return [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]


def room_boxes() -> list[tuple[float, float, float, float]]:
    upper = [(5.0 * i, 7.0, 5.0 * i + 5, 12.0) for i in range(4)]
    lower = [(5.0 * i, 0.0, 5.0 * i + 5, 5.0) for i in range(4)]
    return [*upper, *lower, (0.0, 5.0, 20.0, 7.0)]


def start(style: Style) -> tuple[Drawing, Pen]:
    """A drawing with the style's blocks and nothing drawn yet, and the pen for it."""
    doc = ezdxf.new(style.version)
    doc.header["$INSUNITS"] = style.header
    _define(doc, style)
    return doc, Pen(doc.modelspace(), style)


def make_office(style: Style) -> Drawing:
    """The floor in one style."""
    doc, pen = start(style)
    draw_office(pen)
    return doc


def draw_office(pen: Pen, numbers: tuple[str, ...] = NUMBERS) -> None:
    """The floor in the style of the pen, with its rooms numbered like this."""
    style = pen.style
    _walls(pen, style)
    _doors(pen, style)
    _rooms(pen, style)
    for number, name, edges in zip(numbers, style.names, room_boxes(), strict=True):
        _LABELS[style.labels](pen, number, name, edges)
    for index, edges in enumerate(room_boxes()[:-1]):
        if index == 3:
            _meeting(pen, edges)
        else:
            _furnish(pen, edges, upper=index < 4)


def _inner(edges: tuple[float, float, float, float]) -> list[Point]:
    x0, y0, x1, y1 = edges
    return box(x0 + 0.1, y0 + 0.1, x1 - 0.1, y1 - 0.1)


def _block(style: Style, kind: str) -> str:
    return style.blocks.get(kind, kind.upper())


def _define(doc: Drawing, style: Style) -> None:
    """Blocks: a desk of 1.6 by 0.8 m with its seat below, a chair, a door, a meeting table."""
    desk = Pen(doc.blocks.new(_block(style, "desk")), style, placed=False)
    desk.ring(box(-0.8, -0.4, 0.8, 0.4), "0")
    chair = Pen(doc.blocks.new(_block(style, "chair")), style, placed=False)
    chair.ring(box(-0.25, -0.22, 0.25, 0.22), "0")
    chair.arc((0, 0.05), 0.28, 200, 340, "0")
    chair.lines([(-0.25, 0.1), (0.25, 0.1)], "0")
    table = Pen(doc.blocks.new(_block(style, "table")), style, placed=False)
    table.ring(box(-1.6, -0.6, 1.6, 0.6), "0")
    door = Pen(doc.blocks.new(_block(style, "door")), style, placed=False)
    door.lines([(0, 0), (0, DOOR_M)], "0")
    door.arc((0, 0), DOOR_M, 0, 90, "0")
    if style.desks == "assembly":
        both = Pen(doc.blocks.new(_block(style, "both")), style, placed=False)
        both.insert(_block(style, "desk"), (0, 0), "0")
        both.insert(_block(style, "chair"), (0, -0.65), "0", 180)
    if style.desks == "nested":
        inner = Pen(doc.blocks.new("GROUP-INNER"), style, placed=False)
        inner.insert(_block(style, "desk"), (0, 0), "0", 90)
        inner.insert(_block(style, "chair"), (0.65, 0), "0", 270)
        outer = Pen(doc.blocks.new("GROUP-OUTER"), style, placed=False)
        outer.insert("GROUP-INNER", (-1.25, 0), "0", 270)
        outer.insert("GROUP-INNER", (1.25, 0), "0", 270, sx=-1.0)


def door_places() -> list[tuple[Point, float]]:
    """(hinge, y of the wall's middle) of each room's door; the latch lies 0.9 m to the right."""
    upper = [((5.0 * i + 3.0, 7.0), 7.0) for i in range(4)]
    lower = [((5.0 * i + 3.0, 5.0), 5.0) for i in range(4)]
    return [*upper, *lower]


def _wall_mass(style: Style) -> shapely.Geometry:
    half = 0.1
    edges = [LineString([*box(*b), box(*b)[0]]) for b in room_boxes()]
    lines = shapely.union_all(edges)
    holes: list[shapely.Geometry] = [
        shapely.box(x, y - 0.2, x + DOOR_M, y + 0.2) for (x, y), _ in door_places()
    ]
    holes.append(shapely.box(19.8, 5.2, 20.2, 6.8))
    mass = lines if style.walls == "single" else lines.buffer(half, join_style="mitre")
    return mass.difference(shapely.union_all(holes))


def _walls(pen: Pen, style: Style) -> None:
    if style.walls == "none":
        return
    mass = _wall_mass(style)
    for part in shapely.get_parts(shapely.line_merge(mass) if style.walls == "single" else mass):
        if style.walls == "single":
            pen.lines(part.coords, style.wall)
            continue
        for ring in (part.exterior, *part.interiors):
            pen.lines(ring.coords, style.wall)
        if style.walls == "filled" and isinstance(part, Polygon):
            pen.hatch(part.exterior.coords[:-1], style.wall)


def _doors(pen: Pen, style: Style) -> None:
    for (x, y), _ in door_places():
        up = y > 6
        if style.doors == "block":
            turn, sx = (0.0, 1.0) if up else (180.0, -1.0)
            pen.insert(_block(style, "door"), (x, y), style.door, turn, sx)
        elif style.doors == "shut":
            turn, sx = 270.0, -1.0 if up else 1.0
            pen.insert(_block(style, "door"), (x, y), style.door, turn, sx)
        elif style.doors == "arc":
            sign = 1 if up else -1
            pen.lines([(x, y), (x, y + sign * DOOR_M)], style.door)
            pen.arc((x, y), DOOR_M, *((0, 90) if up else (270, 360)), style.door)
        elif style.doors == "sliding":
            pen.ring(box(x, y - 0.03, x + DOOR_M, y + 0.03), style.door)
    if style.doors in {"block", "arc", "shut"}:
        for hinge, start, end in ((5.2, 0.0, 90.0), (6.8, 270.0, 360.0)):
            tip = (20.8, hinge)
            pen.lines([(20.0, hinge), tip], style.door)
            pen.arc((20.0, hinge), 0.8, start, end, style.door)
    elif style.doors == "sliding":
        pen.ring(box(19.97, 5.2, 20.03, 6.8), style.door)


def _rooms(pen: Pen, style: Style) -> None:
    if style.room is None:
        return
    for edges in room_boxes():
        if style.rooms == "polyline":
            pen.ring(_inner(edges), style.room)
        elif style.rooms == "hatch":
            pen.hatch(_inner(edges), style.room)
        elif style.rooms == "lines":
            pen.lines(_inner(edges), style.room, close=True)


def _label_place(edges: tuple[float, float, float, float]) -> Point:
    x0, y0, _, y1 = edges
    return x0 + 1.6, (y0 + y1) / 2


def _text(pen: Pen, number: str, name: str, edges: tuple[float, float, float, float]) -> None:
    x, y = _label_place(edges)
    pen.text(number, (x, y + 0.3), pen.style.number)
    pen.text(name, (x, y), pen.style.name)


def _mtext(pen: Pen, number: str, name: str, edges: tuple[float, float, float, float]) -> None:
    x, y = _label_place(edges)
    words = rf"{{\fArial|b1|i0|c0|p34;\H1.2x;{number}}}\P{{\C1;{name}}}\P25,0 m\U+00B2"
    pen.layout.add_mtext(  # type: ignore[attr-defined]
        words,
        dxfattribs={
            "layer": pen.style.number,
            "char_height": 0.2 * pen.style.unit_per_m,
            "insert": pen.at(x, y + 0.5),
            "rotation": pen.style.turn_deg,
        },
    )


def _aligned(pen: Pen, number: str, name: str, edges: tuple[float, float, float, float]) -> None:
    x0, y0, x1, y1 = edges
    middle = pen.at((x0 + x1) / 2, (y0 + y1) / 2)
    attributes = {"layer": pen.style.number, "height": 0.2 * pen.style.unit_per_m}
    text = pen.layout.add_text(f"{number} {name}", dxfattribs=attributes)
    text.set_placement(middle, align=ezdxf.enums.TextEntityAlignment.MIDDLE_CENTER)
    # Programs that only look at the insert point find it far away.
    text.dxf.insert = (0, 0)


def _stamp(pen: Pen, number: str, name: str, edges: tuple[float, float, float, float]) -> None:
    doc = pen.layout.doc
    block_name = _block(pen.style, "stamp")
    if block_name not in doc.blocks:
        stamp = doc.blocks.new(block_name)
        size = 0.2 * pen.style.unit_per_m
        for line, tag in enumerate(pen.style.stamp_tags):
            stamp.add_attdef(tag, (0, -line * 1.5 * size), dxfattribs={"height": size})
    x, y = _label_place(edges)
    x0, y0, x1, y1 = edges
    reference = pen.layout.add_blockref(
        block_name, pen.at(x, y + 0.4), dxfattribs={"layer": pen.style.number}
    )
    area = f"{(x1 - x0) * (y1 - y0):.2f} m²"
    reference.add_auto_attribs(dict(zip(pen.style.stamp_tags, (number, name, area), strict=True)))


def _no_label(pen: Pen, number: str, name: str, edges: tuple[float, float, float, float]) -> None:
    return


_LABELS: dict[str, Callable[[Pen, str, str, tuple[float, float, float, float]], None]] = {
    "text": _text,
    "mtext": _mtext,
    "aligned": _aligned,
    "stamp": _stamp,
    "none": _no_label,
}


def _furnish(pen: Pen, edges: tuple[float, float, float, float], *, upper: bool) -> None:
    style = pen.style
    x0, y0, _, y1 = edges
    y = y1 - 0.9 if upper else y0 + 0.9
    turn = 0.0 if upper else 180.0
    seat = -0.65 if upper else 0.65
    desk, chair, layer = _block(style, "desk"), _block(style, "chair"), style.furniture
    middles = (x0 + 1.25, x0 + 3.75)
    if style.desks == "nested":
        pen.insert("GROUP-OUTER", (x0 + 2.5, y), layer, turn)
        return
    for number, x in enumerate(middles):
        if style.desks == "assembly":
            pen.insert(_block(style, "both"), (x, y), layer, turn)
            continue
        if style.desks == "shapes":
            pen.ring(box(x - 0.8, y - 0.4, x + 0.8, y + 0.4), layer)
        else:
            name = f"*U{100 + number}" if style.desks == "anonymous" else desk
            if name not in pen.layout.doc.blocks:
                copy = Pen(pen.layout.doc.blocks.new(name), style, placed=False)
                copy.ring(box(-0.8, -0.4, 0.8, 0.4), "0")
            pen.insert(name, (x, y), layer, turn)
        pen.insert(chair, (x, y + seat), layer, turn + 180)


def _meeting(pen: Pen, edges: tuple[float, float, float, float]) -> None:
    x0, y0, x1, y1 = edges
    x, y = (x0 + x1) / 2, (y0 + y1) / 2 + 0.9
    style = pen.style
    pen.insert(_block(style, "table"), (x, y), style.furniture)
    chair = _block(style, "chair")
    for k in range(4):
        pen.insert(chair, (x - 1.2 + 0.8 * k, y - 0.85), style.furniture, 180)
        pen.insert(chair, (x - 1.2 + 0.8 * k, y + 0.85), style.furniture)
    pen.insert(chair, (x - 1.85, y), style.furniture, 90)
    pen.insert(chair, (x + 1.85, y), style.furniture, 270)
