"""Furniture by one hand: as blocks, as closed shapes, or line by line."""

from __future__ import annotations

import math
from collections.abc import Sequence

import shapely
from ezdxf.document import Drawing
from shapely import Polygon, affinity

from bench.drawn.hands import Hand
from bench.drawn.pen import Pen, Point, Sheet, box
from bench.drawn.truth import Piece

#: Blocks of one kind that come in many sizes carry them in their names.
SIZED = ("table", "counter", "sofa")
TOUCH_M = 0.01


def define_blocks(doc: Drawing, hand: Hand) -> None:
    """The door, of one metre to be scaled, and the stamp of a room."""
    door = Pen(doc.blocks.new(hand.blocks["door"]), _own(hand))
    door.lines([(0, 0), (0, 1)], "0")
    door.arc((0, 0), 1.0, 0, 90, "0")
    if hand.labels in {"stamp", "tag"}:
        stamp = doc.blocks.new(hand.blocks["stamp"])
        tags = ("NUMBER", "NAME") if hand.labels == "stamp" else ("NUMBER", "NAME", "AREA")
        for line, tag in enumerate(tags):
            size = 0.2 * hand.sheet.unit_per_m
            stamp.add_attdef(tag, (0, -line * 1.5 * size), dxfattribs={"height": size})


def draw_piece(pen: Pen, hand: Hand, piece: Piece) -> None:
    layer = hand.layers["fixture" if piece.kind == "wc" else "furniture"]
    shapes = hand.furniture == "shapes" and piece.kind != "chair"
    if not shapes and hand.furniture != "exploded":
        pen.insert(_block_for(pen, hand, piece), (piece.x, piece.y), layer, piece.turn_deg)
        return
    if piece.kind == "round":
        pen.circle((piece.x, piece.y), piece.width / 2, layer)
        return
    for ring in _rings(piece, rich=hand.rich and not shapes):
        placed = [_placed(point, piece) for point in ring]
        if shapes:
            pen.ring(placed, layer)
        else:
            pen.lines(placed, layer, close=True)


def together(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces with desks that touch each other, row by row and back to back, as one table."""
    desks = [piece for piece in pieces if piece.kind == "desk"]
    whole = [piece for piece in pieces if piece.kind != "desk"]
    shapes = [_footprint(desk) for desk in desks]
    joined = shapely.union_all([shape.buffer(TOUCH_M, join_style="mitre") for shape in shapes])
    for part in shapely.get_parts(joined):
        members = [desk for desk, s in zip(desks, shapes, strict=True) if part.contains(s)]
        turn = members[0].turn_deg % 180
        flat = affinity.rotate(part.buffer(-TOUCH_M, join_style="mitre"), -turn, origin=(0, 0))
        x0, y0, x1, y1 = flat.bounds
        middle = affinity.rotate(flat.envelope.centroid, turn, origin=(0, 0))
        if flat.area < 0.99 * (x1 - x0) * (y1 - y0):
            whole += members
        else:
            whole.append(Piece("top", middle.x, middle.y, turn, x1 - x0, y1 - y0))
    return whole


def _footprint(piece: Piece) -> Polygon:
    return Polygon([_placed(point, piece) for point in _rings(piece, rich=False)[0]])


def _own(hand: Hand) -> Sheet:
    return Sheet(hand.sheet.unit_per_m, version=hand.sheet.version)


def _block_for(pen: Pen, hand: Hand, piece: Piece) -> str:
    name = hand.blocks[piece.kind]
    if piece.kind in SIZED:
        name = f"{name}-{round(piece.width * 100)}"
    if piece.kind == "top":
        name = f"{name}-{round(piece.width * 100)}x{round(piece.depth * 100)}"
    doc = pen.layout.doc
    if name not in doc.blocks:
        block = Pen(doc.blocks.new(name), _own(hand))
        if piece.kind == "round":
            block.circle((0, 0), piece.width / 2, "0")
            return name
        for ring in _rings(piece, rich=hand.rich):
            block.ring(ring, "0")
        if piece.kind == "chair" and hand.rich:
            block.arc((0, 0), 0.3, 30, 150, "0")
    return name


def _rings(piece: Piece, *, rich: bool) -> list[list[Point]]:
    """The closed shapes that a piece is drawn with, at the origin."""
    w, d = piece.width / 2, piece.depth / 2
    whole = box(-w, -d, w, d)
    if piece.kind == "chair":
        return [whole, box(-w, d - 0.08, w, d)]
    if piece.kind == "bed":
        return [whole, box(-w + 0.1, d - 0.5, w - 0.1, d - 0.1)]
    if piece.kind == "wc":
        return [box(-w, d - 0.2, w, d), box(-w + 0.03, -d, w - 0.03, d - 0.2)]
    if piece.kind == "sofa":
        return [whole, box(-w, d - 0.25, w, d), box(-w + 0.2, -d, w - 0.2, d - 0.25)]
    if piece.kind == "desk" and rich:
        return [
            whole,
            box(w - 0.42, -d + 0.05, w - 0.02, d - 0.05),
            box(-0.3, d - 0.2, 0.3, d - 0.14),
        ]
    return [whole]


def _placed(point: Point, piece: Piece) -> Point:
    turn = math.radians(piece.turn_deg)
    c, s = math.cos(turn), math.sin(turn)
    return point[0] * c - point[1] * s + piece.x, point[0] * s + point[1] * c + piece.y
