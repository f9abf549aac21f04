"""Draw a random floor by one hand."""

from __future__ import annotations

import math
from collections.abc import Iterable
from random import Random

import ezdxf
import shapely
from ezdxf.document import Drawing

from bench.drawn import building
from bench.drawn.hands import HANDS, Hand
from bench.drawn.pen import Pen, Point, Sheet, box
from bench.drawn.truth import Piece, TrueDoor, TrueFloor, TrueRoom

FRAME_M = 6.0
GRID_EVERY_M = 6.0
TITLE_M = 9.0


def draw(family: str, seed: int) -> tuple[Drawing, TrueFloor, Hand]:
    """The drawing, what is true of it in metres (not turned nor moved), and the hand."""
    rng = Random(f"{family} {seed}")
    hand = HANDS[family](rng)
    storey = rng.randint(0, 9)
    half = building.build(
        rng,
        hand.layout(rng),
        hand.names,
        inner_m=hand.inner_m,
        outer_m=hand.outer_m,
        storey=storey,
        labelled=hand.labelled,
    )
    doc = ezdxf.new(hand.sheet.version)
    doc.header["$INSUNITS"] = hand.header
    _define(doc, hand)
    pen = Pen(doc.modelspace(), hand.sheet)
    if not hand.mirrored:
        _fabric(pen, hand, half, rng)
        floor = half
    else:
        floor = _twice(doc, pen, hand, half, storey, rng)
    for room in floor.rooms:
        _label(pen, hand, room)
    _desk_labels(pen, hand, floor.pieces)
    if hand.sheeted:
        _around(pen, hand, floor)
    return doc, floor, hand


def _twice(
    doc: Drawing, pen: Pen, hand: Hand, half: TrueFloor, storey: int, rng: Random
) -> TrueFloor:
    """The half as a block, inserted as it is and mirrored; texts would be mirrored and stay out."""
    block = Pen(doc.blocks.new("WING"), Sheet(hand.sheet.unit_per_m, version=hand.sheet.version))
    _fabric(block, hand, half, rng)
    pen.insert("WING", (0, 0), hand.layers["wall"])
    pen.insert("WING", (0, 0), hand.layers["wall"], x_scale=-1.0)
    numbers = [f"{storey}{len(half.rooms) + n + 1:02d}" for n in range(len(half.rooms))]
    other = building.mirrored(half, numbers)
    return TrueFloor(
        [*half.rooms, *other.rooms],
        [*half.pieces, *other.pieces],
        [*half.doors, *(door for door in other.doors if abs(door.middle.x) > 0.1)],
        half.walls,
        half.axes,
    )


def _fabric(pen: Pen, hand: Hand, floor: TrueFloor, rng: Random) -> None:
    _walls(pen, hand, floor, rng)
    for door in floor.doors:
        _door(pen, hand, door)
    for piece in floor.pieces:
        _piece(pen, hand, piece)
    for room in floor.rooms:
        if hand.rooms == "rings":
            pen.ring(room.polygon.exterior.coords[:-1], hand.layers["room"])
        elif hand.rooms == "hatches":
            rings = [room.polygon.exterior, *room.polygon.interiors]
            pen.hatch([ring.coords[:-1] for ring in rings], hand.layers["room"])


# -- walls ----------------------------------------------------------------------------------


def _walls(pen: Pen, hand: Hand, floor: TrueFloor, rng: Random) -> None:
    layer = hand.layers["wall"]
    if hand.walls == "axes":
        for axis in floor.axes:
            _segments(pen, axis, layer, hand.slip_m, rng)
        return
    for part in floor.walls.geoms:
        for ring in (part.exterior, *part.interiors):
            if hand.walls == "lines":
                _segments(pen, ring, layer, hand.slip_m, rng)
            else:
                pen.ring(ring.coords[:-1], layer)
        if hand.walls == "filled":
            rings = [part.exterior, *part.interiors]
            pen.hatch([ring.coords[:-1] for ring in rings], layer)


def _segments(pen: Pen, line: shapely.Geometry, layer: str, slip_m: float, rng: Random) -> None:
    """Line by line, each end a little short or long."""
    for one, two in zip(line.coords[:-1], line.coords[1:], strict=True):
        length = math.dist(one, two)
        if length < 4 * slip_m or not slip_m:
            pen.lines([one, two], layer)
            continue
        dx, dy = (two[0] - one[0]) / length, (two[1] - one[1]) / length
        a, b = rng.uniform(-slip_m, slip_m), rng.uniform(-slip_m, slip_m)
        ends = [(one[0] + a * dx, one[1] + a * dy), (two[0] + b * dx, two[1] + b * dy)]
        pen.lines(ends, layer)


# -- doors ----------------------------------------------------------------------------------


def _leaf(hinge: Point, latch: Point, side: int) -> tuple[Point, float, float, float]:
    """The tip of an open leaf, its length, and the arc's start and end in degrees."""
    dx, dy = latch[0] - hinge[0], latch[1] - hinge[1]
    tip = (hinge[0] - side * dy, hinge[1] + side * dx)
    start = math.degrees(math.atan2(dy, dx))
    first, last = (start, start + 90) if side > 0 else (start - 90, start)
    return tip, math.hypot(dx, dy), first, last


def _door(pen: Pen, hand: Hand, door: TrueDoor) -> None:
    middle = (door.middle.x, door.middle.y)
    leaves = [(door.hinge, middle, door.side), (door.latch, middle, -door.side)]
    layer = hand.layers["door"]
    for hinge, latch, side in leaves if door.double else [(door.hinge, door.latch, door.side)]:
        tip, width, start, end = _leaf(hinge, latch, side)
        if hand.doors == "loose":
            pen.lines([hinge, tip], layer)
            pen.arc(hinge, width, start, end, layer)
        else:
            along = math.degrees(math.atan2(latch[1] - hinge[1], latch[0] - hinge[0]))
            pen.insert(hand.blocks["door"], hinge, layer, along, width, side * width)


# -- furniture ------------------------------------------------------------------------------


def _define(doc: Drawing, hand: Hand) -> None:
    """One block for each kind, one metre wide and deep where its size varies."""
    sheet = Sheet(hand.sheet.unit_per_m, version=hand.sheet.version)
    door = Pen(doc.blocks.new(hand.blocks["door"]), sheet)
    door.lines([(0, 0), (0, 1)], "0")
    door.arc((0, 0), 1.0, 0, 90, "0")
    if hand.labels == "stamp":
        stamp = doc.blocks.new(hand.blocks["stamp"])
        for line, tag in enumerate(("NUMBER", "NAME")):
            size = 0.2 * hand.sheet.unit_per_m
            stamp.add_attdef(tag, (0, -line * 1.5 * size), dxfattribs={"height": size})


def _piece(pen: Pen, hand: Hand, piece: Piece) -> None:
    layer = hand.layers["fixture" if piece.kind == "wc" else "furniture"]
    loose = hand.furniture == "exploded" or (hand.furniture == "shapes" and piece.kind != "chair")
    if loose:
        for ring in _shapes(piece.kind, piece.width, piece.depth):
            placed = [_set(point, piece) for point in ring]
            if hand.furniture == "shapes":
                pen.ring(placed, layer)
            else:
                pen.lines(placed, layer, close=True)
        return
    name = _block_for(pen, hand, piece)
    pen.insert(name, (piece.x, piece.y), layer, piece.turn_deg)


def _block_for(pen: Pen, hand: Hand, piece: Piece) -> str:
    name = hand.blocks[piece.kind]
    if piece.kind == "table":
        name = f"{name}-{round(piece.width * 100)}"
    doc = pen.layout.doc
    if name not in doc.blocks:
        block = Pen(doc.blocks.new(name), Sheet(pen.sheet.unit_per_m, version=pen.sheet.version))
        for ring in _shapes(piece.kind, piece.width, piece.depth):
            block.ring(ring, "0")
    return name


def _shapes(kind: str, width: float, depth: float) -> list[list[Point]]:
    w, d = width / 2, depth / 2
    whole = box(-w, -d, w, d)
    if kind == "chair":
        return [whole, box(-w, d - 0.08, w, d)]
    if kind == "bed":
        return [whole, box(-w + 0.1, d - 0.5, w - 0.1, d - 0.1)]
    if kind == "wc":
        return [box(-w, d - 0.2, w, d), box(-w + 0.03, -d, w - 0.03, d - 0.2)]
    return [whole]


def _set(point: Point, piece: Piece) -> Point:
    turn = math.radians(piece.turn_deg)
    c, s = math.cos(turn), math.sin(turn)
    return point[0] * c - point[1] * s + piece.x, point[0] * s + point[1] * c + piece.y


# -- texts ----------------------------------------------------------------------------------


def _label(pen: Pen, hand: Hand, room: TrueRoom) -> None:
    spot = _label_spot(room)
    number, name = hand.layers["number"], hand.layers["name"]
    if hand.labels == "one":
        pen.text(f"{room.number} {room.name}", spot, number, 0.15, middle=True)
    elif hand.labels == "mtext":
        words = rf"{{\fArial|b1|i0|c0|p34;{room.number}}}\P{room.name}"
        pen.layout.add_mtext(
            words,
            dxfattribs={
                "layer": number,
                "char_height": 0.15 * pen.sheet.unit_per_m,
                "insert": pen.sheet.at(spot[0] - 0.5, spot[1] + 0.2),
                "rotation": pen.sheet.turn_deg,
            },
        )
    elif hand.labels == "stamp":
        at = pen.sheet.at(spot[0] - 0.4, spot[1] + 0.1)
        reference = pen.layout.add_blockref(hand.blocks["stamp"], at, dxfattribs={"layer": number})
        reference.add_auto_attribs({"NUMBER": room.number, "NAME": room.name})
    else:
        pen.text(room.number, (spot[0], spot[1] + 0.15), number, 0.15, middle=True)
        pen.text(room.name, (spot[0], spot[1] - 0.15), name, 0.15, middle=True)


def _label_spot(room: TrueRoom) -> Point:
    middle = room.polygon.centroid
    if not room.polygon.contains(middle.buffer(0.5)):
        middle = shapely.maximum_inscribed_circle(room.polygon, tolerance=0.1).interpolate(0)
    return middle.x, middle.y


def _desk_labels(pen: Pen, hand: Hand, pieces: Iterable[Piece]) -> None:
    for piece in pieces:
        if piece.label is not None:
            pen.text(piece.label, (piece.x, piece.y), hand.layers["desk_label"], 0.1, middle=True)


# -- the sheet around -----------------------------------------------------------------------


def _around(pen: Pen, hand: Hand, floor: TrueFloor) -> None:
    """Grid lines with bubbles, a frame, and a title block in its corner."""
    x0, y0, x1, y1 = shapely.union_all([room.polygon for room in floor.rooms]).bounds
    grid, sheet = hand.layers["grid"], hand.layers["sheet"]
    for k in range(int((x1 - x0) / GRID_EVERY_M) + 1):
        x = x0 + k * GRID_EVERY_M
        pen.lines([(x, y0 - 3), (x, y1 + 3)], grid)
        pen.circle((x, y1 + 3.4), 0.4, grid)
        pen.text(chr(65 + k), (x, y1 + 3.4), grid, 0.3, middle=True)
    frame = box(x0 - FRAME_M, y0 - FRAME_M, x1 + FRAME_M, y1 + FRAME_M)
    pen.ring(frame, sheet)
    right, low = x1 + FRAME_M, y0 - FRAME_M
    left = right - TITLE_M
    pen.ring(box(left, low, right, low + 2.4), sheet)
    for number, words in enumerate(("FLOOR PLAN 1:100", "Project 2231", "Drawn 2026")):
        y = low + 0.8 * number
        pen.text(words, (left + 0.2, y + 0.25), sheet, 0.3)
        pen.lines([(left, y), (right, y)], sheet)
