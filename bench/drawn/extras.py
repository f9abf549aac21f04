"""What else stands on plans: rails, plants, tiles, curtains, signs, arrows and chains of sizes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

import shapely
from shapely import Polygon

from bench.drawn.contents import draw_piece
from bench.drawn.hands import Hand
from bench.drawn.pen import Pen, Point, box
from bench.drawn.truth import OPTIONAL, WAYS, Piece, TrueFloor

RAIL_M = 0.09
TILE_M = 0.6
PLANT_M = 0.6
TILED = ("toilet", "kitchen", "bath", "corridor")
#: Signs on plans of the way out, and what the legend says of them.
SIGNS = {"E": "Fire extinguisher", "H": "Fire hose", "A": "Call point", "+": "First aid"}


def draw_extras(pen: Pen, hand: Hand, floor: TrueFloor, rng: Random) -> None:
    """Whatever the hand adds, in a fixed order."""
    for name, extra in EXTRAS.items():
        if name in hand.extras:
            extra(pen, hand, floor, rng)


def _rails(pen: Pen, hand: Hand, floor: TrueFloor, rng: Random) -> None:
    """A handrail along both sides of each corridor, open at the doors."""
    doors = shapely.union_all([door.line.buffer(0.35) for door in floor.doors])
    for room in floor.rooms:
        if room.kind == "corridor":
            inside = room.polygon.buffer(-RAIL_M, join_style="mitre")
            for part in shapely.get_parts(shapely.line_merge(inside.boundary.difference(doors))):
                if part.length > 0.5:
                    pen.lines(part.coords, hand.layers["rail"])


def _plants(pen: Pen, hand: Hand, floor: TrueFloor, rng: Random) -> None:
    """A plant in a corner of every second room that has a free one."""
    taken = shapely.union_all(
        [
            *(shapely.Point(p.x, p.y).buffer(max(p.width, p.depth)) for p in floor.pieces),
            *(door.middle.buffer(1.2) for door in floor.doors),
        ]
    )
    for room in floor.rooms[::2]:
        if room.kind in OPTIONAL or room.kind == "parking":
            continue
        inside = room.polygon.buffer(-PLANT_M / 2 - 0.1, join_style="mitre")
        for x, y in shapely.get_coordinates(inside):
            if not taken.intersects(shapely.Point(x, y).buffer(PLANT_M / 2)):
                draw_piece(pen, hand, Piece("plant", x, y, 0.0, PLANT_M, PLANT_M))
                break


def _tiles(pen: Pen, hand: Hand, floor: TrueFloor, rng: Random) -> None:
    """Every joint of a tiled floor, line by line."""
    for room in floor.rooms:
        if room.kind not in TILED or not isinstance(room.polygon, Polygon):
            continue
        x0, y0, x1, y1 = room.polygon.bounds
        joints = [
            [(x0 + k * TILE_M, y0), (x0 + k * TILE_M, y1)] for k in range(int((x1 - x0) / TILE_M))
        ] + [[(x0, y0 + k * TILE_M), (x1, y0 + k * TILE_M)] for k in range(int((y1 - y0) / TILE_M))]
        for joint in joints[1:]:
            for part in shapely.get_parts(shapely.LineString(joint).intersection(room.polygon)):
                if part.geom_type == "LineString" and part.length > 0.05:
                    pen.lines(part.coords, hand.layers["floor"])


def _patterns(pen: Pen, hand: Hand, floor: TrueFloor, rng: Random) -> None:
    """A pattern hatch over the floor of each tiled room, and a fill over the others."""
    for room in floor.rooms:
        rings = [room.polygon.exterior, *room.polygon.interiors]
        pattern = "NET" if room.kind in TILED else ""
        pen.hatch([ring.coords[:-1] for ring in rings], hand.layers["floor"], pattern)


def _curtains(pen: Pen, hand: Hand, floor: TrueFloor, rng: Random) -> None:
    """The rail of a curtain round each bed, with a round corner."""
    for piece in floor.pieces:
        if piece.kind == "bed" and piece.width > 0.8:
            middle = shapely.Point(piece.x, piece.y).buffer(1.0, cap_style="square")
            turned = shapely.affinity.rotate(middle, piece.turn_deg)
            pen.lines(turned.buffer(0.2).exterior.coords, hand.layers["curtain"])


def _signs(pen: Pen, hand: Hand, floor: TrueFloor, rng: Random) -> None:
    """Signs of fire protection along the ways, a mark for the reader, and a legend of them."""
    layer = hand.layers["route"]
    for room in floor.rooms:
        if room.kind in WAYS:
            for k, (x, y, *_) in enumerate(room.polygon.buffer(-0.4).exterior.coords[:8]):
                _sign(pen, layer, (x, y), list(SIGNS)[k % len(SIGNS)])
    spot = shapely.maximum_inscribed_circle(floor.rooms[-1].polygon, tolerance=0.1)
    pen.circle(spot.coords[0], 0.25, layer)
    x0, y0, _, _ = _bounds(floor)
    pen.ring(box(x0 - 7.0, y0, x0 - 1.5, y0 + 4.6), hand.layers["note"])
    pen.text("LEGEND", (x0 - 6.6, y0 + 4.0), hand.layers["note"], 0.3)
    for k, (letter, words) in enumerate(SIGNS.items()):
        _sign(pen, layer, (x0 - 6.3, y0 + 0.6 + 0.8 * k), letter)
        pen.text(words, (x0 - 5.7, y0 + 0.5 + 0.8 * k), hand.layers["note"], 0.25)


def _sign(pen: Pen, layer: str, at: Point, letter: str) -> None:
    x, y = at
    square = box(x - 0.2, y - 0.2, x + 0.2, y + 0.2)
    pen.hatch([square], layer)
    pen.ring(square, layer)
    pen.text(letter, at, layer, 0.2, middle=True)


def _north(pen: Pen, hand: Hand, floor: TrueFloor, rng: Random) -> None:
    """An arrow in a circle beside the plan."""
    _, _, x1, y1 = _bounds(floor)
    x, y, size = x1 + 3.5, y1 - 1.5, 1.2
    layer = hand.layers["note"]
    pen.circle((x, y), size, layer)
    tip, left, right = (x, y + size), (x - 0.5, y - size * 0.8), (x + 0.5, y - size * 0.8)
    pen.hatch([[tip, left, (x, y - 0.4)]], layer)
    pen.lines([tip, left, (x, y - 0.4), right], layer, close=True)
    pen.text("N", (x, y + size + 0.4), layer, 0.5, middle=True)


def _chains(pen: Pen, hand: Hand, floor: TrueFloor, rng: Random) -> None:
    """Real dimensions: one along the plan, and one through each third room."""
    layer = hand.layers["dimension"]
    x0, y0, x1, _ = _bounds(floor)
    pen.dimension((x0, y0 - 2.5), (x1, y0 - 2.5), layer)
    for room in floor.rooms[::3]:
        a0, b0, a1, b1 = room.polygon.bounds
        at = b0 + 0.3 * (b1 - b0)
        pen.dimension((a0, at), (a1, at), layer)


def _sills(pen: Pen, hand: Hand, floor: TrueFloor, rng: Random) -> None:
    """The size of each door and window, one number above and one below a line."""
    layer = hand.layers["dimension"]
    spots = [(door.middle.x, door.middle.y) for door in floor.doors]
    spots += [(window.centroid.x, window.centroid.y) for window in floor.windows]
    lengths = [door.line.length for door in floor.doors] + [w.length for w in floor.windows]
    for (x, y), length in zip(spots, lengths, strict=True):
        pen.text(f"{length:.2f}".replace(".", ","), (x, y + 0.12), layer, 0.1, middle=True)
        pen.text("2,13", (x, y - 0.12), layer, 0.1, middle=True)
        pen.lines([(x - 0.2, y), (x + 0.2, y)], layer)


def _bounds(floor: TrueFloor) -> tuple[float, float, float, float]:
    x0, y0, x1, y1 = shapely.union_all([room.polygon for room in floor.rooms]).bounds
    return float(x0), float(y0), float(x1), float(y1)


EXTRAS: Mapping[str, Callable[[Pen, Hand, TrueFloor, Random], None]] = {
    "patterns": _patterns,
    "tiles": _tiles,
    "rails": _rails,
    "plants": _plants,
    "curtains": _curtains,
    "signs": _signs,
    "north": _north,
    "chains": _chains,
    "sills": _sills,
}
