"""Doors as different hands draw them."""

from __future__ import annotations

import math

from bench.drawn.hands import Hand
from bench.drawn.pen import Pen, Point, Sheet
from bench.drawn.truth import TrueDoor

#: Of two leaves that are not alike, the wide one takes this share.
WIDE_SHARE = 0.7
LEAF_THICK_M = 0.04
STEP_DEG = 15.0

Leaf = tuple[Point, Point, int]


def draw_door(pen: Pen, hand: Hand, door: TrueDoor, number: int) -> None:
    """All leaves of a door; ``number`` tells those apart that are drawn one by one."""
    if hand.doors == "whole":
        _whole(pen, hand, door, number)
        return
    layer = hand.layers["door"]
    for leaf in _leaves(hand, door):
        hinge, latch, side = leaf
        if hand.doors == "block":
            along = math.degrees(math.atan2(latch[1] - hinge[1], latch[0] - hinge[0]))
            width = math.dist(hinge, latch)
            pen.insert(hand.blocks["door"], hinge, layer, along, width, side * width)
        else:
            _swing(pen, hand, leaf, layer)


def _leaves(hand: Hand, door: TrueDoor) -> list[Leaf]:
    if door.double:
        middle = (door.middle.x, door.middle.y)
        return [(door.hinge, middle, door.side), (door.latch, middle, -door.side)]
    if hand.unequal and door.line.length > 1.1:
        meet = door.line.interpolate(WIDE_SHARE, normalized=True)
        between = (meet.x, meet.y)
        return [(door.hinge, between, door.side), (door.latch, between, -door.side)]
    return [(door.hinge, door.latch, door.side)]


def _swing(pen: Pen, hand: Hand, leaf: Leaf, layer: str) -> None:
    hinge, latch, side = leaf
    dx, dy = latch[0] - hinge[0], latch[1] - hinge[1]
    tip = (hinge[0] - side * dy, hinge[1] + side * dx)
    width, start = math.hypot(dx, dy), math.degrees(math.atan2(dy, dx))
    if hand.doors == "leaf":
        back = (LEAF_THICK_M / width * dx, LEAF_THICK_M / width * dy)
        pen.ring([hinge, tip, _plus(tip, back), _plus(hinge, back)], layer)
        return
    pen.lines([hinge, tip], layer)
    if hand.doors == "stepped":
        steps = int(90 / STEP_DEG)
        angles = [math.radians(start + side * k * STEP_DEG) for k in range(steps + 1)]
        arc = [_plus(hinge, (width * math.cos(a), width * math.sin(a))) for a in angles]
        pen.lines(arc, layer)
        return
    first, last = (start, start + 90) if side > 0 else (start - 90, start)
    pen.arc(hinge, width, first, last, layer)


def _whole(pen: Pen, hand: Hand, door: TrueDoor, number: int) -> None:
    """A block of its own, far from its origin: leaf, arc, both jambs and the lines of the sill."""
    name = hand.blocks["door"] + f"-{number}" if hand.named_doors else f"*U{900 + number}"
    doc = pen.layout.doc
    block = Pen(doc.blocks.new(name), Sheet(hand.sheet.unit_per_m, version=hand.sheet.version))
    for leaf in _leaves(hand, door):
        _swing(block, hand, leaf, "0")
    dx, dy = door.latch[0] - door.hinge[0], door.latch[1] - door.hinge[1]
    long, half = math.hypot(dx, dy), hand.inner_m / 2
    aside = (-dy / long * half, dx / long * half)
    against = (-aside[0], -aside[1])
    for end in (door.hinge, door.latch):
        block.lines([_plus(end, aside), _plus(end, against)], "0")
    for way in (aside, against):
        block.lines([_plus(door.hinge, way), _plus(door.latch, way)], "0")
    pen.insert(name, (0.0, 0.0), hand.layers["door"])


def _plus(point: Point, step: Point) -> Point:
    return point[0] + step[0], point[1] + step[1]
