"""Walls, windows, columns, doors, stairs and lifts, by one hand."""

from __future__ import annotations

import math
from itertools import pairwise
from random import Random

import shapely
from shapely import LineString, Polygon

from bench.drawn.doors import draw_door
from bench.drawn.hands import Hand
from bench.drawn.pen import Pen, box
from bench.drawn.truth import TrueFloor, TrueRoom

TREAD_M = 0.28
MULLION_EVERY_M = 1.35
#: Pieces of a traced line: how long, how far aside, and the widest break between two.
TRACE_M = (0.3, 2.2)
TRACE_ASIDE_M = 0.006
TRACE_BREAK_M = 0.05
PANE_M = 0.03  # from the middle of a window to each of its two lines


def draw_fabric(pen: Pen, hand: Hand, floor: TrueFloor, rng: Random) -> None:
    """All that is built."""
    _walls(pen, hand, floor, rng)
    for window in floor.windows:
        _window(pen, hand, window)
    for post in floor.columns:
        pen.ring(post.exterior.coords[:-1], hand.layers["column"])
        if hand.rich:
            pen.hatch([post.exterior.coords[:-1]], hand.layers["column"])
    for number, door in enumerate(floor.doors):
        draw_door(pen, hand, door, number)
    if hand.routes:
        _routes(pen, hand, floor)
    for room in floor.rooms:
        if room.kind == "stair":
            _stair(pen, hand, room)
        elif room.kind == "lift":
            _lift(pen, hand, room)
        _room(pen, hand, room)


def _walls(pen: Pen, hand: Hand, floor: TrueFloor, rng: Random) -> None:
    if hand.walls == "axes":
        for axis in floor.axes:
            _loose_lines(pen, axis, hand.layers["wall"], hand.slip_m, rng)
        return
    solid = floor.walls.difference(floor.glass)
    if hand.windows in {"cut", "triple", "curtain"} and floor.windows:
        cuts = [window.buffer(hand.outer_m, cap_style="flat") for window in floor.windows]
        solid = solid.difference(shapely.union_all(cuts))
    for part in _polygons(solid):
        _solid(pen, hand, part, rng)
    for pane in _polygons(floor.glass):
        pen.lines(pane.exterior.coords, hand.layers["window"])


def _solid(pen: Pen, hand: Hand, part: Polygon, rng: Random) -> None:
    layer = hand.layers["wall"]
    rings = [part.exterior, *part.interiors]
    corners = [ring.coords[:-1] for ring in rings]
    for ring in rings:
        if hand.walls == "lines":
            _loose_lines(pen, LineString(ring), layer, hand.slip_m, rng)
        elif hand.walls == "scanned":
            _broken_lines(pen, LineString(ring), layer, rng)
        elif hand.walls != "solids":
            pen.ring(ring.coords[:-1], layer)
    if hand.walls in {"filled", "solids"}:
        pen.hatch(corners, layer)
    elif hand.walls == "poched":
        pen.hatch(corners, hand.layers["hatch"], "ANSI31")


def _polygons(shape: shapely.Geometry) -> list[Polygon]:
    parts = shapely.get_parts(shape).tolist()
    return [part for part in parts if isinstance(part, Polygon) and part.area > 1e-6]


def _loose_lines(pen: Pen, line: LineString, layer: str, slip_m: float, rng: Random) -> None:
    """Line by line, each end a little short or long."""
    for one, two in pairwise(line.coords):
        length = math.dist(one, two)
        if length < 4 * slip_m or not slip_m:
            pen.lines([one, two], layer)
            continue
        dx, dy = (two[0] - one[0]) / length, (two[1] - one[1]) / length
        a, b = rng.uniform(-slip_m, slip_m), rng.uniform(-slip_m, slip_m)
        ends = [(one[0] + a * dx, one[1] + a * dy), (two[0] + b * dx, two[1] + b * dy)]
        pen.lines(ends, layer)


def _broken_lines(pen: Pen, line: LineString, layer: str, rng: Random) -> None:
    """As a program traces a scan: short pieces, each a little aside, with breaks between them."""
    for one, two in pairwise(line.coords):
        length = math.dist(one, two)
        dx, dy = (two[0] - one[0]) / length, (two[1] - one[1]) / length
        at = 0.0
        while at < length:
            to = min(length, at + rng.uniform(*TRACE_M))
            a, b = (rng.uniform(-TRACE_ASIDE_M, TRACE_ASIDE_M) for _ in range(2))
            ends = [
                (one[0] + at * dx - a * dy, one[1] + at * dy + a * dx),
                (one[0] + to * dx - b * dy, one[1] + to * dy + b * dx),
            ]
            pen.lines(ends, layer)
            at = to + rng.choice((0.0, 0.0, rng.uniform(0.005, TRACE_BREAK_M)))


def _window(pen: Pen, hand: Hand, window: LineString) -> None:
    if hand.windows == "none":
        return
    if hand.windows == "curtain":
        _mullions(pen, hand, window)
    steps = [-PANE_M, PANE_M]
    if hand.windows == "triple":
        steps = [-hand.outer_m / 2, 0.0, hand.outer_m / 2]
    if hand.windows == "over" or hand.rich:
        steps += [-hand.outer_m / 2, hand.outer_m / 2]
    for step in steps:
        pen.lines(shapely.offset_curve(window, step).coords, hand.layers["window"])


def _mullions(pen: Pen, hand: Hand, window: LineString) -> None:
    """Square posts along a curtain wall, at its ends and evenly between."""
    count = max(1, round(window.length / MULLION_EVERY_M))
    for k in range(count + 1):
        spot = window.interpolate(k / count, normalized=True)
        pen.ring(
            box(spot.x - 0.04, spot.y - 0.04, spot.x + 0.04, spot.y + 0.04), hand.layers["window"]
        )


def _routes(pen: Pen, hand: Hand, floor: TrueFloor) -> None:
    """From the middle of each room through its door, with an arrow's head."""
    layer = hand.layers["route"]
    for door in floor.doors:
        dx, dy = door.latch[0] - door.hinge[0], door.latch[1] - door.hinge[1]
        long = math.hypot(dx, dy)
        ux, uy = -dy / long, dx / long
        middle = (door.middle.x, door.middle.y)
        way = [(middle[0] + k * ux, middle[1] + k * uy) for k in (-0.8, 0.8)]
        pen.lines(way, layer)
        tip = way[1]
        for side in (-0.15, 0.15):
            back = (tip[0] - 0.3 * ux + side * dx / long, tip[1] - 0.3 * uy + side * dy / long)
            pen.lines([tip, back], layer)


def _stair(pen: Pen, hand: Hand, room: TrueRoom) -> None:
    """Treads across the longer way of the room."""
    x0, y0, x1, y1 = shapely.buffer(room.polygon, -0.1).bounds
    layer = hand.layers["stair"]
    upright = y1 - y0 > x1 - x0
    low, high = (y0, y1) if upright else (x0, x1)
    for k in range(int((high - low - 1.2) / TREAD_M)):
        at = high - k * TREAD_M
        pen.lines([(x0, at), (x1, at)] if upright else [(at, y0), (at, y1)], layer)


def _lift(pen: Pen, hand: Hand, room: TrueRoom) -> None:
    x0, y0, x1, y1 = shapely.buffer(room.polygon, -0.15).bounds
    car = box(x0, y0, x1, min(y1, y0 + 2.2))
    layer = hand.layers["lift"]
    pen.lines(car, layer, close=True)
    pen.lines([car[0], car[2]], layer)
    pen.lines([car[1], car[3]], layer)


def _room(pen: Pen, hand: Hand, room: TrueRoom) -> None:
    if hand.rooms == "rings":
        pen.ring(room.polygon.exterior.coords[:-1], hand.layers["room"])
    elif hand.rooms == "hatches":
        rings = [room.polygon.exterior, *room.polygon.interiors]
        pen.hatch([ring.coords[:-1] for ring in rings], hand.layers["room"])
