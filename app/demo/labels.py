"""Room and zone labels in the three ways offices write them: MTEXT, loose TEXT, tag blocks."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import TYPE_CHECKING

from ezdxf.enums import TextEntityAlignment
from shapely import Point, box, union_all

from app.demo.sketch import Piece, Room, Zone
from app.demo.walls import HALF_PARTITION_M, clear_shape

if TYPE_CHECKING:
    from app.demo.drawing import Board

#: Drawn and left without a label, as on most plans.
UNLABELLED = frozenset({"Shaft"})

_SMALL_M2 = 8.0
LABEL_M = 1.4  # half a label: more free space than this is no better
_REACH_M = {
    "WS-CLUSTER-4": 2.0, "MEET-TABLE-8": 1.4, "MEET-TABLE-12": 2.2, "KITCHEN-LINE": 2.6,
    "PARKING-STALL": 5.5, "PARKING-ACC": 5.5, "PARKING-EV": 5.5,
}  # fmt: skip
_INSIDE_M = 0.3  # from the wall to the middle of a label: both its lines are inside
GRID = 24  # places tried along each side of a room


def label_place(room: Room, pieces: Sequence[Piece]) -> tuple[float, float]:
    """The point of the room with the most room around it, the middle if all are equal."""
    clear = clear_shape(room)
    inside = clear.buffer(-_INSIDE_M)
    near = [piece for piece in pieces if clear.contains(Point(piece.x, piece.y))]
    busy = [Point(piece.x, piece.y).buffer(_reach(piece)) for piece in near]
    if room.well is not None:
        busy.append(room.well.polygon())
    crowd = union_all(busy)
    x0, y0, x1, y1 = room.bounds
    middle = Point((x0 + x1) / 2, (y0 + y1) / 2)
    best, best_score = middle, -9.0
    for i, j in product(range(1, GRID), repeat=2):
        point = Point(x0 + i * (x1 - x0) / GRID, y0 + j * (y1 - y0) / GRID)
        free = min(
            point.distance(crowd) if busy else LABEL_M,
            1.4 * point.distance(clear.boundary),
            LABEL_M,
        )
        fits = clear.contains(box(point.x - 1.3, point.y - 0.5, point.x + 1.3, point.y + 0.5))
        score = free - 0.01 * point.distance(middle) - (0.0 if fits else LABEL_M)
        if score > best_score + 1e-9 and inside.contains(point):
            best, best_score = point, score
    return float(best.x), float(best.y)


def label_room(board: Board, room: Room, place: tuple[float, float]) -> None:
    """Number, name and area at ``place``, in the hand of this drawing."""
    if room.name in UNLABELLED:
        return
    clear = clear_shape(room)
    small = clear.area < _SMALL_M2
    area = f"{_floor_m2(room):.1f} m²"
    size = 0.16 if small else 0.25
    if board.hand.labels == "mtext":
        _mtext(board, room, area, place, size)
    elif board.hand.labels == "tag" and not small:
        tag = board.msp.add_blockref(
            "ROOM-TAG", board.at(*place), dxfattribs={"layer": "A-AREA-IDEN"}
        )
        tag.add_auto_attribs({"NUMBER": room.number, "NAME": room.name, "AREA": area})
    else:
        x, y = place
        _text(board, room.number, (x, y + size * 0.8), size, "A-AREA-NUMB")
        _text(board, room.name, (x, y - size * 0.8), size, "A-AREA-IDEN")


def label_zone(board: Board, zone: Zone) -> None:
    x0, y0, _, y1 = zone.shape.bounds
    at = (x0 + 0.5, y1 - 0.6) if y1 - y0 > 3 else (x0 + 0.3, y0 + 0.3)
    text = board.msp.add_text(
        zone.name,
        height=0.35 * board.hand.k,
        dxfattribs={"layer": "A-AREA-ZONE", "style": "ARIAL"},
    )
    text.set_placement(board.at(*at))


def _floor_m2(room: Room) -> float:
    """What can be walked on: a room that stands free inside this one takes its walls with it."""
    clear = clear_shape(room)
    well = room.well.polygon(HALF_PARTITION_M) if room.well is not None else None
    return float(clear.area if well is None else clear.difference(well).area)


def _reach(piece: Piece) -> float:
    """How far a piece gets from its insertion point, roughly, in metres."""
    return _REACH_M.get(piece.block, 1.0)


def _mtext(board: Board, room: Room, area: str, place: tuple[float, float], size: float) -> None:
    content = rf"{{\fArial|b1|i0|c0|p34;{room.number}}}\P{room.name}\P{{\H0.7x;\C8;{area}}}"
    text = board.msp.add_mtext(
        content, dxfattribs={"layer": "A-AREA-IDEN", "char_height": size * board.hand.k}
    )
    text.dxf.style = "ARIAL"
    text.set_location(board.at(*place), attachment_point=5)


def _text(board: Board, content: str, place: tuple[float, float], size: float, layer: str) -> None:
    text = board.msp.add_text(
        content, height=size * board.hand.k, dxfattribs={"layer": layer, "style": "ARIAL"}
    )
    text.set_placement(board.at(*place), align=TextEntityAlignment.MIDDLE_CENTER)
