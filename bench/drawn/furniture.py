"""What stands in a room of each kind."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from random import Random

import shapely
from shapely import Polygon, affinity

from bench.drawn.shapes import ARM_M, hub_m, to_seat_m
from bench.drawn.truth import Piece, TrueDoor, TrueRoom

CHAIR_M = (0.5, 0.45)
DESKS_M = ((1.6, 0.8), (1.4, 0.7), (1.8, 0.8))
WING_ASIDE_M = 0.25
BENCH_ROW_M = 3.6


def furnish(
    rng: Random, room: TrueRoom, door: TrueDoor | None, columns: Sequence[Polygon]
) -> list[Piece]:
    """Furniture that lies wholly in the room, clear of its door."""
    x0, y0, x1, y1 = room.polygon.bounds
    middle = ((x0 + x1) / 2, (y0 + y1) / 2)
    facing = _away(room.polygon, door)
    sizes = (x1 - x0, y1 - y0) if facing % 180 == 0 else (y1 - y0, x1 - x0)
    wanted = list(_WAYS.get(room.kind, _nothing)(rng, *sizes))
    placed = [_turned(piece, middle, facing) for piece in wanted]
    clear = door.middle.buffer(1.1) if door is not None else shapely.Point()
    free = shapely.buffer(room.polygon, -0.03).difference(clear)
    if columns:
        free = free.difference(shapely.union_all(columns).buffer(0.1))
    shapely.prepare(free)
    kept = [piece for piece in placed if free.contains(_footprint(piece))]
    return _seated(kept)


def _away(polygon: Polygon, door: TrueDoor | None) -> float:
    """The turn that takes +y of a room's furniture to the wall across from its door."""
    if door is None:
        return 0.0
    x0, y0, x1, y1 = polygon.bounds
    gaps = {
        0.0: abs(door.middle.y - y0),
        90.0: abs(door.middle.x - x1),
        180.0: abs(door.middle.y - y1),
        270.0: abs(door.middle.x - x0),
    }
    return min(gaps, key=lambda turn: gaps[turn])


def _turned(piece: Piece, middle: tuple[float, float], turn: float) -> Piece:
    c, s = round(math.cos(math.radians(turn))), round(math.sin(math.radians(turn)))
    x, y = piece.x * c - piece.y * s + middle[0], piece.x * s + piece.y * c + middle[1]
    return replace(piece, x=x, y=y, turn_deg=piece.turn_deg + turn)


def _footprint(piece: Piece) -> Polygon:
    half_w, half_d = piece.width / 2, piece.depth / 2
    lower = -half_d - (0.55 if piece.kind == "desk" else 0.0)
    shape = shapely.box(-half_w, lower, half_w, half_d)
    turned = affinity.rotate(shape, piece.turn_deg, origin=(0, 0))
    return affinity.translate(turned, piece.x, piece.y)


def _seated(pieces: list[Piece]) -> list[Piece]:
    """A chair in front of each desk."""
    found = []
    for piece in pieces:
        found.append(piece)
        if piece.kind == "desk":
            away = to_seat_m(piece)
            turn = math.radians(piece.turn_deg)
            # A wing at the right leaves room for a chair at the left.
            aside = -WING_ASIDE_M if piece.form == "station" else 0.0
            x = piece.x + away * math.sin(turn) + aside * math.cos(turn)
            y = piece.y - away * math.cos(turn) + aside * math.sin(turn)
            found.append(Piece("chair", x, y, piece.turn_deg + 180, *CHAIR_M))
    return found


def _class(rng: Random, width: float, depth: float) -> Iterator[Piece]:
    """Rows of small desks, and the teacher's in front of them."""
    yield Piece("desk", 0.0, depth / 2 - 1.0, 0.0, 1.4, 0.7)
    for row in range(int((depth - 3.2) / 1.5)):
        for k in range(int((width - 1.6) / 1.25)):
            x = (k + 0.5) * 1.25 - int((width - 1.6) / 1.25) * 1.25 / 2
            yield Piece("desk", x, depth / 2 - 2.6 - 1.5 * row, 0.0, 1.0, 0.55)


def _nothing(rng: Random, width: float, depth: float) -> Iterator[Piece]:
    yield from ()


def _office(rng: Random, width: float, depth: float) -> Iterator[Piece]:
    """One desk at the far wall, and perhaps a shelf."""
    wide, deep = rng.choice(DESKS_M)
    yield Piece("desk", 0.0, depth / 2 - deep / 2 - 0.15, 0.0, wide, deep)
    if rng.random() < 0.5:
        yield Piece("shelf", width / 2 - 0.3, -0.3, 270.0, 0.8, 0.4)


def _shared(rng: Random, width: float, depth: float) -> Iterator[Piece]:
    """Pairs of desks face to face, or a row at the far wall."""
    wide, deep = rng.choice(DESKS_M)
    if rng.random() < 0.5:
        for x in (-wide / 2 - 0.1, wide / 2 + 0.1):
            yield Piece("desk", x, depth / 2 - deep / 2 - 0.15, 0.0, wide, deep)
        return
    for x in (-wide / 2, wide / 2):
        yield Piece("desk", x, 0.4 - deep / 2, 0.0, wide, deep)
        yield Piece("desk", x, 0.4 + deep / 2, 180.0, wide, deep)


def _meeting(rng: Random, width: float, depth: float) -> Iterator[Piece]:
    """A table with chairs along both sides and at its ends."""
    long = max(1.8, min(max(width, depth) - 2.6, 4.2))
    along = 90.0 if depth > width else 0.0
    table = [Piece("table", 0.0, 0.0, 0.0, long, 1.2)]
    seats = int(long / 0.75)
    for k in range(seats):
        x = (k + 0.5) * long / seats - long / 2
        table.append(Piece("chair", x, -0.85, 180.0, *CHAIR_M))
        table.append(Piece("chair", x, 0.85, 0.0, *CHAIR_M))
    for piece in table:
        yield _turned(piece, (0.0, 0.0), along)


def _open(rng: Random, width: float, depth: float) -> Iterator[Piece]:
    """Benches: rows of desks, each two rows face to face, with ways between them."""
    wide, deep = rng.choice(DESKS_M)
    along = rng.choice((2, 3, 4, 6))
    step = along * wide + 1.8
    across = max(width, depth)
    for row in range(int(across / BENCH_ROW_M) + 1):
        y = row * BENCH_ROW_M - across / 2 + 1.8
        for block in range(int(across / step) + 1):
            x0 = block * step - across / 2 + 1.2
            for k in range(along):
                x = x0 + (k + 0.5) * wide
                yield Piece("desk", x, y - deep / 2, 0.0, wide, deep)
                yield Piece("desk", x, y + deep / 2, 180.0, wide, deep)


def _ward(rng: Random, width: float, depth: float) -> Iterator[Piece]:
    """Beds with their heads at the wall."""
    for x in (-1.0, 1.0) if width > 3.8 else (0.0,):
        yield Piece("bed", x, depth / 2 - 1.15, 0.0, 0.9, 2.0)


def _exam(rng: Random, width: float, depth: float) -> Iterator[Piece]:
    """A desk and a couch."""
    wide, deep = rng.choice(DESKS_M)
    yield Piece("bed", width / 2 - 0.6, -0.2, 0.0, 0.7, 1.9)
    yield Piece("desk", -0.3, depth / 2 - deep / 2 - 0.15, 0.0, wide, deep)


def _toilet(rng: Random, width: float, depth: float) -> Iterator[Piece]:
    for k in range(max(1, int(width / 1.2))):
        yield Piece("wc", 0.6 + 1.1 * k - width / 2, depth / 2 - 0.4, 0.0, 0.4, 0.6)


def _lounge(rng: Random, width: float, depth: float) -> Iterator[Piece]:
    """Sofas round a low table."""
    yield Piece("sofa", 0.0, depth / 2 - 0.6, 0.0, 2.0, 0.9)
    yield Piece("sofa", -1.6, depth / 2 - 2.0, 90.0, 1.6, 0.9)
    yield Piece("low_table", 0.0, depth / 2 - 1.9, 0.0, 1.0, 0.6)


def _kitchen(rng: Random, width: float, depth: float) -> Iterator[Piece]:
    """A counter along the wall and a round table with four chairs."""
    yield Piece("counter", 0.0, depth / 2 - 0.35, 0.0, width - 0.3, 0.6)
    yield Piece("round", 0.0, -0.3, 0.0, 0.9, 0.9)
    for turn, x, y in ((0, 0, 0.45), (180, 0, -1.05), (90, -0.75, -0.3), (270, 0.75, -0.3)):
        yield Piece("chair", x, y, turn, *CHAIR_M)


def _store(rng: Random, width: float, depth: float) -> Iterator[Piece]:
    yield Piece("shelf", 0.0, depth / 2 - 0.3, 0.0, 1.0, 0.4)


def _pods(rng: Random, width: float, depth: float) -> Iterator[Piece]:
    """Desks for three round a hub, their arms at 120 degrees."""
    pitch = 2 * ARM_M + 1.9
    across = max(width, depth)
    for row in range(int(across / pitch) + 1):
        for k in range(int(across / pitch) + 1):
            x, y = k * pitch - across / 2 + 2.8, row * pitch - across / 2 + 2.8
            for turn in (0.0, 120.0, 240.0):
                angle = math.radians(turn)
                at = (x + hub_m() * math.sin(angle), y - hub_m() * math.cos(angle))
                yield Piece("desk", *at, turn, 2.2, 1.6, form="arms")


def _cubicles(rng: Random, width: float, depth: float) -> Iterator[Piece]:
    """Stations back to back in rows, a panel behind and beside each."""
    across = max(width, depth)
    wide, deep = 1.524, 0.762
    for row in range(int(across / 5.6) + 1):
        y = row * 5.6 - across / 2 + 2.6
        for k in range(int(across / (wide + 0.05)) + 1):
            if k % 5 == 4:
                continue
            x = k * (wide + 0.05) - across / 2 + 1.2
            yield Piece("desk", x, y - deep / 2 - 0.05, 0.0, wide, deep, form="station")
            yield Piece("desk", x, y + deep / 2 + 0.05, 180.0, wide, deep, form="station")


def _theatre(rng: Random, width: float, depth: float) -> Iterator[Piece]:
    """Curved rows of seats that face the desk in front, each with a curved top before it."""
    front = depth / 2 - 0.9
    yield Piece("counter", 0.0, front - 0.4, 0.0, 2.2, 0.7)
    for row in range(int((depth - 4.4) / 1.0)):
        radius = 4.2 + row * 1.0
        half = math.degrees(math.asin(min(0.8, (width / 2 - 1.4) / radius)))
        count = int(math.radians(2 * half) * radius / 0.6)
        yield Piece("tier", 0.0, front, 0.0, radius - 0.45, 0.35, form=f"{half:.2f}")
        for k in range(count):
            angle = math.radians(-half + (k + 0.5) * 2 * half / count)
            x, y = radius * math.sin(angle), front - radius * math.cos(angle)
            yield Piece("seat", x, y, math.degrees(angle) + 180, 0.5, 0.45)


def _booth(rng: Random, width: float, depth: float) -> Iterator[Piece]:
    yield Piece("ledge", 0.0, depth / 2 - 0.2, 0.0, min(width, 1.2) - 0.15, 0.3)


def _bath(rng: Random, width: float, depth: float) -> Iterator[Piece]:
    yield Piece("wc", 0.3 - width / 2, depth / 2 - 0.4, 0.0, 0.4, 0.6)


def _shop(rng: Random, width: float, depth: float) -> Iterator[Piece]:
    """Rows of shelves and a till."""
    for k in range(int((width - 2.0) / 1.8)):
        yield Piece("rack", (k + 0.5) * 1.8 - width / 2 + 1.0, 0.8, 90.0, 2.4, 0.6)
    yield Piece("counter", 0.0, 1.6 - depth / 2, 0.0, 1.8, 0.6)


def _parking(rng: Random, width: float, depth: float) -> Iterator[Piece]:
    """Two rows of bays on both sides of an aisle."""
    for k in range(int((max(width, depth) - 1.0) / 2.5)):
        x = (k + 0.5) * 2.5 - max(width, depth) / 2 + 0.4
        yield Piece("bay", x, 5.5, 0.0, 2.5, 5.0)
        yield Piece("bay", x, -5.5, 180.0, 2.5, 5.0)


_WAYS = {
    "pods": _pods,
    "cubicles": _cubicles,
    "theatre": _theatre,
    "booth": _booth,
    "bath": _bath,
    "shop": _shop,
    "parking": _parking,
    "office": _office,
    "shared": _shared,
    "meeting": _meeting,
    "open": _open,
    "class": _class,
    "ward": _ward,
    "exam": _exam,
    "toilet": _toilet,
    "store": _store,
    "lounge": _lounge,
    "kitchen": _kitchen,
}
