"""The shapes that pieces of furniture are drawn with, in metres at the origin."""

from __future__ import annotations

import math

from shapely import Polygon, affinity

from bench.drawn.pen import Point, box
from bench.drawn.truth import Piece

#: A desk for one of three round a hub: its two arms, and how deep they are.
ARM_M, ARM_DEEP_M = 1.7, 0.75
#: From the edge of a desk to the middle of the chair.
SEAT_M = 0.25
CORNER_M = (1.067, 0.61)  # how far the wing of a corner desk reaches, and how deep it is


def rings(piece: Piece, *, rich: bool) -> list[list[Point]]:
    """The closed shapes that a piece is drawn with."""
    w, d = piece.width / 2, piece.depth / 2
    whole = box(-w, -d, w, d)
    if piece.kind in {"chair", "seat"}:
        return [whole, box(-w, d - 0.08, w, d)]
    if piece.kind == "bed":
        return [whole, box(-w + 0.1, d - 0.5, w - 0.1, d - 0.1)]
    if piece.kind == "wc":
        return [box(-w, d - 0.2, w, d), box(-w + 0.03, -d, w - 0.03, d - 0.2)]
    if piece.kind == "sofa":
        return [whole, box(-w, d - 0.25, w, d), box(-w + 0.2, -d, w - 0.2, d - 0.25)]
    if piece.form == "arms":
        return [list(_arms().exterior.coords[:-1])]
    drawers = [box(w - 0.42, -d + 0.05, w - 0.02, d - 0.05), box(-0.3, d - 0.2, 0.3, d - 0.14)]
    return [whole, *drawers] if piece.kind == "desk" and rich else [whole]


def footprint(piece: Piece) -> Polygon:
    """Where a piece stands."""
    return Polygon([placed(point, piece) for point in rings(piece, rich=False)[0]])


def placed(point: Point, piece: Piece) -> Point:
    turn = math.radians(piece.turn_deg)
    c, s = math.cos(turn), math.sin(turn)
    return point[0] * c - point[1] * s + piece.x, point[0] * s + point[1] * c + piece.y


def to_seat_m(piece: Piece) -> float:
    """From the middle of a desk to the middle of its chair, towards its front."""
    if piece.form == "arms":
        return hub_m() - ARM_DEEP_M / math.cos(math.radians(30)) + 0.1
    return piece.depth / 2 + SEAT_M


def hub_m() -> float:
    """From the middle of a desk with arms back to its hub."""
    return float(_arms().exterior.coords[0][1])


def parts(piece: Piece) -> list[Piece]:
    """A workstation as dealers build it: a top, a wing, drawers below and panels around."""
    if piece.form != "station":
        return [piece]
    w, d = piece.width / 2, piece.depth / 2
    long, deep = CORNER_M
    across = math.hypot(piece.width, 0.0)
    found = [
        (Piece("desk", 0.0, 0.0, 0.0, piece.width, piece.depth, piece.label)),
        (Piece("return", w - deep / 2, -d - long / 2, 90.0, long, deep)),
        (Piece("pedestal", -w + 0.2, 0.05, 0.0, 0.38, 0.56)),
        (Piece("panel", 0.0, d + 0.025, 0.0, across, 0.05)),
        (Piece("panel", w + 0.025, d - across / 2, 90.0, across, 0.05)),
    ]
    return [_on(part, piece) for part in found]


def _on(part: Piece, piece: Piece) -> Piece:
    x, y = placed((part.x, part.y), piece)
    turn = part.turn_deg + piece.turn_deg
    return Piece(part.kind, x, y, turn, part.width, part.depth, part.label)


def _arms() -> Polygon:
    """Two arms at 120 degrees; whoever sits there has one at each hand."""
    c, s = math.cos(math.radians(30)), math.sin(math.radians(30))
    right = [
        (ARM_M * c, -ARM_M * s),
        (ARM_M * c - ARM_DEEP_M * s, -ARM_M * s - ARM_DEEP_M * c),
    ]
    left = [(-x, y) for x, y in reversed(right)]
    whole = Polygon([(0, 0), *right, (0, -ARM_DEEP_M / c), *left])
    middle = whole.centroid
    return affinity.translate(whole, -middle.x, -middle.y)
