"""Furniture by one hand: as blocks, as closed shapes, or line by line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import shapely
from ezdxf.document import Drawing
from shapely import affinity

from bench.drawn.hands import Hand
from bench.drawn.pen import Pen, Sheet
from bench.drawn.shapes import footprint, parts, placed, rings
from bench.drawn.truth import Piece

#: Blocks of one kind that come in many sizes carry them in their names.
SIZED = ("table", "counter", "sofa", "panel", "rack", "ledge")
#: What is not on the layer of furniture.
LAYER_OF = {"wc": "fixture", "panel": "panel", "plant": "plant"}
#: Sizes that a desk with states also holds, unseen.
OTHER_DESKS_M = ((1.2, 0.6), (2.0, 1.0))
TOUCH_M = 0.01
GROUP = "Group"
#: Tells which dynamic block a nameless one shows.
TAG = "AcDbBlockRepBTag"


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
    """One piece, or the parts that it is built of."""
    for part in parts(piece):
        if part.kind == "tier":
            _tier(pen, hand, part)
        elif part.kind == "bay":
            _bay(pen, hand, part)
        else:
            _one(pen, hand, part)


def _one(pen: Pen, hand: Hand, piece: Piece) -> None:
    layer = _layer(hand, piece)
    shapes = hand.furniture == "shapes" and piece.kind != "chair"
    if not shapes and hand.furniture != "exploded":
        pen.insert(_block_for(pen, hand, piece), (piece.x, piece.y), layer, piece.turn_deg)
        return
    if piece.kind == "round":
        pen.circle((piece.x, piece.y), piece.width / 2, layer)
        return
    for ring in rings(piece, rich=hand.rich and not shapes):
        corners = [placed(point, piece) for point in ring]
        if shapes:
            pen.ring(corners, layer)
        else:
            pen.lines(corners, layer, close=True)


def _layer(hand: Hand, piece: Piece) -> str:
    return hand.layers[LAYER_OF.get(piece.kind, "furniture")]


def _tier(pen: Pen, hand: Hand, piece: Piece) -> None:
    """A curved top in front of a row of seats."""
    half = float(piece.form)
    for radius in (piece.width, piece.width - piece.depth):
        middle = (piece.x, piece.y)
        turn = 270.0 + piece.turn_deg
        pen.arc(middle, radius, turn - half, turn + half, hand.layers["furniture"])


def _bay(pen: Pen, hand: Hand, piece: Piece) -> None:
    """Open towards the aisle: two long lines and one across."""
    w, d = piece.width / 2, piece.depth / 2
    corners = [placed(p, piece) for p in ((-w, -d), (-w, d), (w, d), (w, -d))]
    pen.lines(corners, hand.layers["bay"])
    if piece.label is not None:
        pen.text(piece.label, (piece.x, piece.y), hand.layers["bay"], 0.3, middle=True)


def together(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces with desks that touch each other, row by row and back to back, as one table."""
    desks = [piece for piece in pieces if piece.kind == "desk"]
    whole = [piece for piece in pieces if piece.kind != "desk"]
    shapes = [footprint(desk) for desk in desks]
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


def _own(hand: Hand) -> Sheet:
    return Sheet(hand.sheet.unit_per_m, version=hand.sheet.version)


def _block_for(pen: Pen, hand: Hand, piece: Piece) -> str:
    doc = pen.layout.doc
    if hand.furniture == "grouped":
        name = f"{GROUP}-{len(doc.blocks)}"
    else:
        name = hand.blocks[piece.kind]
        if piece.kind in SIZED:
            name = f"{name}-{round(piece.width * 100)}"
        if piece.kind == "top":
            name = f"{name}-{round(piece.width * 100)}x{round(piece.depth * 100)}"
    if name not in doc.blocks:
        _drawn(Pen(doc.blocks.new(name), _own(hand)), hand, piece)
    if hand.furniture == "dynamic" and piece.kind == "desk":
        return _state_of(doc, hand, piece, name)
    return name


def _drawn(block: Pen, hand: Hand, piece: Piece) -> None:
    if piece.kind == "round":
        block.circle((0, 0), piece.width / 2, "0")
        return
    for ring in rings(piece, rich=hand.rich):
        block.ring(ring, "0")
    if piece.kind == "chair" and hand.rich:
        block.arc((0, 0), 0.3, 30, 150, "0")
    if piece.kind == "plant":
        block.circle((0, 0), piece.width / 2, "0")
        for turn in range(0, 360, 40):
            block.lines([(0, 0), placed((0, piece.width / 2), Piece("", 0, 0, turn, 0, 0))], "0")


def _state_of(doc: Drawing, hand: Hand, piece: Piece, name: str) -> str:
    """A nameless block that shows one state of a dynamic one; the other sizes are unseen in it."""
    state = f"*U{round(piece.width * 100)}{round(piece.depth * 100)}"
    if state in doc.blocks:
        return state
    block = doc.blocks.new(state)
    _drawn(Pen(block, _own(hand)), hand, piece)
    seen = len(block)
    for width, depth in OTHER_DESKS_M:
        other = replace(piece, width=width, depth=depth)
        _drawn(Pen(block, _own(hand)), hand, other)
    for entity in list(block)[seen:]:
        entity.dxf.invisible = 1
    if TAG not in doc.appids:
        doc.appids.new(TAG)
    origin = doc.blocks.get(name).block_record.dxf.handle
    block.block_record.set_xdata(TAG, [(1070, 1), (1005, origin)])
    return state
