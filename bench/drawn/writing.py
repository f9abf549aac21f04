"""What is written on a plan: rooms, desks, sizes, and the sheet around it."""

from __future__ import annotations

import shapely

from bench.drawn.hands import Hand
from bench.drawn.pen import Pen, Point, box
from bench.drawn.truth import TrueFloor, TrueRoom

FRAME_M = 9.0
GRID_EVERY_M = 6.0
TITLE_M = 9.0
LABEL_M = 0.15


def write_all(pen: Pen, hand: Hand, floor: TrueFloor) -> None:
    for room in floor.rooms:
        _label(pen, hand, room)
    for piece in floor.pieces:
        if piece.label is not None:
            pen.text(piece.label, (piece.x, piece.y), hand.layers["desk_label"], 0.1, middle=True)
    if hand.notes:
        _notes(pen, hand, floor)
        _sizes(pen, hand, floor)
    if hand.sheeted:
        _grid(pen, hand, floor)
        _title(pen, hand, floor)


def _label(pen: Pen, hand: Hand, room: TrueRoom) -> None:
    x, y = _label_spot(room)
    number, name = hand.layers["number"], hand.layers["name"]
    if hand.labels == "one":
        pen.text(f"{room.number} {room.name}", (x, y), number, LABEL_M, middle=True)
    elif hand.labels in {"mtext", "mtext3"}:
        words = rf"{{\fArial|b1|i0|c0|p34;{room.number}}}\P{room.name}"
        if hand.labels == "mtext3":
            words += rf"\P{_area(room, hand)}"
        _paragraphs(pen, words, (x, y), number)
    elif hand.labels == "named":
        words = rf"\pxqc;{room.name}\P{{\H0.8x;{room.number}}}\P{_area(room, hand)}"
        _paragraphs(pen, words, (x, y), number)
    elif hand.labels in {"fields", "coded", "zone"}:
        _in_lines(pen, hand, room, (x, y))
    elif hand.labels in {"stamp", "tag"}:
        at = pen.sheet.at(x - 0.4, y + 0.1)
        reference = pen.layout.add_blockref(hand.blocks["stamp"], at, dxfattribs={"layer": number})
        values = {"NUMBER": room.number, "NAME": room.name, "AREA": _area(room, hand)}
        reference.add_auto_attribs(values)
    else:
        pen.text(room.number, (x, y + 0.15), number, LABEL_M, middle=True)
        pen.text(room.name, (x, y - 0.15), name, LABEL_M, middle=True)
        if hand.labels == "three":
            pen.text(_area(room, hand), (x, y - 0.45), name, LABEL_M, middle=True)


def _paragraphs(pen: Pen, words: str, at: Point, layer: str) -> None:
    """Several lines in one text."""
    attributes = {
        "layer": layer,
        "char_height": LABEL_M * pen.sheet.unit_per_m,
        "insert": pen.sheet.at(at[0] - 0.5, at[1] + 0.2),
        "rotation": pen.sheet.turn_deg,
    }
    pen.layout.add_mtext(words, dxfattribs=attributes)


def _in_lines(pen: Pen, hand: Hand, room: TrueRoom, at: Point) -> None:
    """Texts below each other, for a zone in a block of its own with a frame round the number."""
    area = room.polygon.area
    lines = {
        "fields": [
            f"Raum-Nr.: {room.number}",
            f"Bez.: {room.name}",
            f"F: {area:.2f} m2".replace(".", ","),
            f"U: {room.polygon.length:.2f} m".replace(".", ","),
            "B: Teppich",
        ],
        "coded": [room.number, room.name, f"{area:.2f}", _department(room)],
        "zone": [room.number, room.name, _area(room, hand), "h = 2,80 m"],
    }[hand.labels]
    target, layer = pen, hand.layers["number"]
    if hand.labels == "zone":
        name = f"{hand.blocks['stamp']}_{room.number}"
        target, layer = Pen(pen.layout.doc.blocks.new(name), pen.sheet), "0"
        frame = box(at[0] - 0.35, at[1] - 0.12, at[0] + 0.35, at[1] + 0.12)
        target.ring(frame, layer)
        pen.layout.add_blockref(name, (0, 0), dxfattribs={"layer": hand.layers["number"]})
    for k, words in enumerate(lines):
        spot = (at[0], at[1] - k * 1.6 * LABEL_M)
        target.text(words, spot, layer, LABEL_M, middle=True)


def _department(room: TrueRoom) -> str:
    """A code of letters and digits, as those who book costs write it."""
    return f"CC{4000 + len(room.name) % 7 * 100}"


def _area(room: TrueRoom, hand: Hand, decimals: int = 2) -> str:
    # The code pages of China and Japan have no small two.
    unit = "m2" if hand.encoding else "m\u00b2"
    return f"{room.polygon.area:.{decimals}f} {unit}"


def _label_spot(room: TrueRoom) -> Point:
    middle = room.polygon.centroid
    if not room.polygon.contains(middle.buffer(0.5)):
        middle = shapely.maximum_inscribed_circle(room.polygon, tolerance=0.1).interpolate(0)
    return middle.x, middle.y


def _notes(pen: Pen, hand: Hand, floor: TrueFloor) -> None:
    """The area of each room, and a mark beside each door."""
    layer = hand.layers["note"]
    for room in floor.rooms:
        x, y = _label_spot(room)
        pen.text(_area(room, hand, 1), (x, y - 0.5), layer, LABEL_M, middle=True)
    for number, door in enumerate(floor.doors, 1):
        at = (door.middle.x + 0.1, door.middle.y + 0.15)
        pen.text(f"D{number:02d}", at, layer, 0.1, middle=True)


def _sizes(pen: Pen, hand: Hand, floor: TrueFloor) -> None:
    """A chain of sizes below the plan: lines, ticks, and lengths in metres."""
    layer = hand.layers["dimension"]
    x0, y0, x1, _ = _bounds(floor)
    y = y0 - 1.5
    pen.lines([(x0, y), (x1, y)], layer)
    steps = 5
    for k in range(steps + 1):
        x = x0 + k * (x1 - x0) / steps
        pen.lines([(x, y - 0.3), (x, y + 0.3)], layer)
        pen.lines([(x - 0.1, y - 0.1), (x + 0.1, y + 0.1)], layer)
    for k in range(steps):
        x = x0 + (k + 0.5) * (x1 - x0) / steps
        pen.text(f"{(x1 - x0) / steps:.2f}", (x, y + 0.2), layer, LABEL_M, middle=True)


def _grid(pen: Pen, hand: Hand, floor: TrueFloor) -> None:
    """Lines of the structure right through the plan, with bubbles at their ends."""
    x0, y0, x1, y1 = _bounds(floor)
    layer = hand.layers["grid"]
    for k in range(int((x1 - x0) / GRID_EVERY_M) + 1):
        x = x0 + k * GRID_EVERY_M
        pen.lines([(x, y0 - 3), (x, y1 + 3)], layer)
        pen.circle((x, y1 + 3.4), 0.4, layer)
        pen.text(chr(65 + k), (x, y1 + 3.4), layer, 0.3, middle=True)


def _title(pen: Pen, hand: Hand, floor: TrueFloor) -> None:
    """A frame round the sheet, and a title block in its corner."""
    x0, y0, x1, y1 = _bounds(floor)
    layer = hand.layers["sheet"]
    pen.ring(box(x0 - FRAME_M, y0 - FRAME_M, x1 + FRAME_M, y1 + FRAME_M), layer)
    right, low = x1 + FRAME_M, y0 - FRAME_M
    left = right - TITLE_M
    pen.ring(box(left, low, right, low + 2.4), layer)
    for number, words in enumerate(("FLOOR PLAN 1:100", "Project 2231", "Drawn 2026")):
        y = low + 0.8 * number
        pen.text(words, (left + 0.2, y + 0.25), layer, 0.3)
        pen.lines([(left, y), (right, y)], layer)


def _bounds(floor: TrueFloor) -> tuple[float, float, float, float]:
    x0, y0, x1, y1 = shapely.union_all([room.polygon for room in floor.rooms]).bounds
    return float(x0), float(y0), float(x1), float(y1)
