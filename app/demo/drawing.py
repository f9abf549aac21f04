"""A sketch becomes a DXF document: walls, openings, furniture, outlines and their texts."""

from __future__ import annotations

import math
from dataclasses import dataclass

from ezdxf.document import Drawing
from ezdxf.enums import TextEntityAlignment
from ezdxf.filemanagement import new
from ezdxf.layouts.layout import Modelspace
from shapely import Polygon

from app.demo import sheet
from app.demo.blocks import BLOCKS
from app.demo.labels import label_place, label_room, label_zone
from app.demo.library import add_blocks, add_layers
from app.demo.sketch import Circle, Opening, Piece, Room, Sketch, Use
from app.demo.walls import HALF_PARTITION_M, clear_shape, gross_outline, wall_pieces

UNITS_PER_METRE = {"mm": 1000.0, "cm": 100.0, "inch": 1 / 0.0254, "m": 1.0}
INSUNITS = {None: 0, "inch": 1, "mm": 4, "cm": 5, "m": 6}

_HATCHED = {Use.TOILET: "ANSI37", Use.KITCHEN: "NET"}


@dataclass(frozen=True, slots=True)
class Hand:
    """How one office draws. ``header`` is the unit the file claims, ``unit`` the one it is in.

    ``labels`` is "mtext", "text" or "tag"; ``shift`` moves the drawing's axes, in metres.
    """

    version: str
    unit: str
    header: str | None
    labels: str
    title: str
    outlines: bool = True
    loose_walls: bool = False
    poche: bool = False
    shift: tuple[float, float] = (0.0, 0.0)

    @property
    def k(self) -> float:
        return UNITS_PER_METRE[self.unit]


@dataclass(frozen=True, slots=True)
class Board:
    """The modelspace with the hand that draws on it: metres in, drawing units out."""

    doc: Drawing
    msp: Modelspace
    hand: Hand

    def at(self, x: float, y: float) -> tuple[float, float]:
        k, (dx, dy) = self.hand.k, self.hand.shift
        return round((x + dx) * k, 6), round((y + dy) * k, 6)

    def ring(self, shape: Polygon) -> list[tuple[float, float]]:
        return [self.at(x, y) for x, y in list(shape.exterior.coords)[:-1]]


def draw(sketch: Sketch, hand: Hand) -> Drawing:
    """The whole sheet of one floor."""
    doc = new(hand.version, setup=["linetypes"], units=INSUNITS[hand.header])
    doc.header["$MEASUREMENT"] = 0 if hand.unit == "inch" else 1
    doc.header["$LTSCALE"] = hand.k * 0.02
    add_layers(doc)
    add_blocks(doc, hand.k)
    board = Board(doc, doc.modelspace(), hand)
    for room in sketch.rooms:
        _room(board, room)
    _walls(board, sketch)
    for opening in sketch.openings:
        _opening(board, opening)
    for piece in sketch.pieces:
        _piece(board, piece)
    for room in sketch.rooms:
        label_room(board, room, label_place(room, sketch.pieces))
    for zone in sketch.zones:
        outline = zone.shape.buffer(-2 * HALF_PARTITION_M, join_style="mitre")
        board.msp.add_lwpolyline(
            board.ring(outline), close=True, dxfattribs={"layer": "A-AREA-ZONE"}
        )
        label_zone(board, zone)
    sheet.draw_sheet(board, sketch)
    return doc


def _walls(board: Board, sketch: Sketch) -> None:
    at = {"layer": "A-WALL"}
    for piece in wall_pieces(sketch):
        for ring in (piece.exterior, *piece.interiors):
            points = [board.at(x, y) for x, y in list(ring.coords)[:-1]]
            if board.hand.loose_walls:
                for start, end in zip(points, points[1:] + points[:1], strict=True):
                    board.msp.add_line(start, end, dxfattribs=at)
            else:
                board.msp.add_lwpolyline(points, close=True, dxfattribs=at)
        if board.hand.poche:
            _poche(board, piece)
    for room in sketch.rooms:
        if room.circle is not None:
            _round_wall(board, room.circle, sketch.openings)
    for x, y in sketch.columns:
        board.msp.add_blockref("COLUMN-40", board.at(x, y), dxfattribs={"layer": "A-COLS"})
    if board.hand.outlines:
        outline = board.ring(gross_outline(sketch))
        board.msp.add_lwpolyline(outline, close=True, dxfattribs={"layer": "A-FLOR-OTLN"})


def _poche(board: Board, piece: Polygon) -> None:
    """The grey filling of a cut wall."""
    hatch = board.msp.add_hatch(color=252, dxfattribs={"layer": "A-WALL-PATT"})
    hatch.paths.add_polyline_path(board.ring(piece), is_closed=True)
    for hole in piece.interiors:
        points = [board.at(x, y) for x, y in list(hole.coords)[:-1]]
        hatch.paths.add_polyline_path(points, is_closed=True, flags=16)


def _round_wall(board: Board, circle: Circle, openings: list[Opening]) -> None:
    """Two arcs from one jamb of the door round to the other, and the jambs."""
    door = next(
        o for o in openings if abs(math.hypot(o.x - circle.x, o.y - circle.y) - circle.radius) < 0.1
    )
    middle = math.degrees(math.atan2(door.y - circle.y, door.x - circle.x))
    half = math.degrees(math.asin(door.width_m / 2 / circle.radius))
    centre, k = board.at(circle.x, circle.y), board.hand.k
    for grow in (-HALF_PARTITION_M, HALF_PARTITION_M):
        board.msp.add_arc(
            centre, (circle.radius + grow) * k, middle + half, middle - half,
            dxfattribs={"layer": "A-WALL"},
        )  # fmt: skip
    for angle in (math.radians(middle - half), math.radians(middle + half)):
        ends = [
            board.at(circle.x + r * math.cos(angle), circle.y + r * math.sin(angle))
            for r in (circle.radius - HALF_PARTITION_M, circle.radius + HALF_PARTITION_M)
        ]
        board.msp.add_line(ends[0], ends[1], dxfattribs={"layer": "A-WALL"})


def _opening(board: Board, opening: Opening) -> None:
    if opening.block is None:
        return
    if opening.block.startswith("WIN"):
        at, scale = board.at(opening.x, opening.y), opening.width_m
    else:  # a door is placed by its hinge
        (x0, y0), (x1, y1) = opening.line.coords
        at, scale = board.at(x1, y1) if opening.mirrored else board.at(x0, y0), 1.0
    board.msp.add_blockref(
        opening.block,
        at,
        dxfattribs={
            "layer": BLOCKS[opening.block].layer,
            "rotation": opening.rotation_deg,
            "xscale": -scale if opening.mirrored else scale,
        },
    )


def _piece(board: Board, piece: Piece) -> None:
    attribs: dict[str, float | int | str] = {
        "layer": BLOCKS[piece.block].layer,
        "rotation": piece.rotation_deg % 360.0,
        "xscale": -piece.scale_x if piece.mirrored else piece.scale_x,
        "yscale": piece.scale_y,
    }
    if piece.columns > 1:
        attribs |= {"column_count": piece.columns, "column_spacing": piece.column_m * board.hand.k}
    insert = board.msp.add_blockref(piece.block, board.at(piece.x, piece.y), dxfattribs=attribs)
    if piece.attributes:
        insert.add_auto_attribs(dict(piece.attributes))
    for text, x, y in piece.labels:
        board.msp.add_text(
            text, height=0.18 * board.hand.k, dxfattribs={"layer": "I-FURN-WKSF", "style": "ARIAL"}
        ).set_placement(board.at(x, y), align=TextEntityAlignment.MIDDLE_CENTER)


def _room(board: Board, room: Room) -> None:
    if room.use in _HATCHED:
        pattern = board.msp.add_hatch(color=253, dxfattribs={"layer": "A-FLOR-PATT"})
        pattern.set_pattern_fill(_HATCHED[room.use], color=253, scale=0.1 * board.hand.k)
        pattern.paths.add_polyline_path(board.ring(clear_shape(room)), is_closed=True)
    if not board.hand.outlines:
        return
    at = {"layer": "A-AREA"}
    if room.circle is not None:
        board.msp.add_lwpolyline(
            _bulged(board, room.circle, -HALF_PARTITION_M), format="xyb", close=True, dxfattribs=at
        )
    elif room.well is not None:
        area = board.msp.add_hatch(color=254, dxfattribs=at)
        area.paths.add_polyline_path(board.ring(clear_shape(room)), is_closed=True)
        area.paths.add_polyline_path(
            _bulged(board, room.well, HALF_PARTITION_M), is_closed=True, flags=16
        )
    else:
        board.msp.add_lwpolyline(board.ring(clear_shape(room)), close=True, dxfattribs=at)


def _bulged(board: Board, circle: Circle, grow_m: float) -> list[tuple[float, float, float]]:
    """A circle as two half circles of a polyline."""
    r = circle.radius + grow_m
    left, right = board.at(circle.x - r, circle.y), board.at(circle.x + r, circle.y)
    return [(*left, 1.0), (*right, 1.0)]
