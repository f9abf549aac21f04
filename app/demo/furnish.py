"""Furniture, the way offices are laid out: benches, clusters, tables, kitchens. Metres."""

from __future__ import annotations

import math

from app.demo.sketch import Piece, Room, Sketch

DESK_M = 1.6
WIDE_DESK_M = 1.8

Attributes = tuple[tuple[str, str], ...]


def _about(x: float, y: float, dx: float, dy: float, rotation_deg: float) -> tuple[float, float]:
    c, s = math.cos(math.radians(rotation_deg)), math.sin(math.radians(rotation_deg))
    return x + dx * c - dy * s, y + dx * s + dy * c


def desk(
    sketch: Sketch,
    x: float,
    y: float,
    rotation_deg: float,
    *,
    block: str = "DESK-160",
    mirrored: bool = False,
) -> None:
    """One desk with attributes; (x, y) is the middle of its rear edge, the seat lies below it."""
    number = sketch.next_desk()
    standing = block.endswith("SITSTAND")
    attributes: Attributes = (
        ("NUMBER", number),
        ("MONITORS", "2" if standing or sketch.desks % 3 == 0 else "1"),
        ("STANDING", "YES" if standing else "NO"),
        ("DOCK", "USB-C" if sketch.desks % 4 else ""),
    )
    sketch.pieces.append(Piece(block, x, y, rotation_deg, mirrored=mirrored, attributes=attributes))


def bench(sketch: Sketch, x: float, y: float, long: int, rotation_deg: float = 0.0) -> None:
    """``long`` pairs of desks back to back around (x, y), every other one mirrored."""
    for i in range(long):
        along = (i - (long - 1) / 2) * DESK_M
        at = _about(x, y, along, 0.0, rotation_deg)
        last = i == long - 1
        block = "DESK-160-SITSTAND" if last else "DESK-160"
        desk(sketch, *at, rotation_deg, block=block, mirrored=i % 2 == 1)
        desk(sketch, *at, rotation_deg + 180.0, block=block, mirrored=i % 2 == 0)


def cluster(sketch: Sketch, x: float, y: float, rotation_deg: float = 0.0) -> None:
    """Four workstations as one nested block around (x, y); their numbers are loose texts."""
    seats = [(-0.8, -0.4), (0.8, -0.4), (0.8, 0.4), (-0.8, 0.4)]
    labels = tuple((sketch.next_desk(), *_about(x, y, dx, dy, rotation_deg)) for dx, dy in seats)
    sketch.pieces.append(Piece("WS-CLUSTER-4", x, y, rotation_deg, labels=labels))


def desk_row(sketch: Sketch, x: float, y: float, count: int, rotation_deg: float = 0.0) -> None:
    """``count`` workstations in a row as one MINSERT; (x, y) is the first one's rear edge."""
    labels = tuple(
        (sketch.next_desk(), *_about(x, y, i * WIDE_DESK_M, -0.4, rotation_deg))
        for i in range(count)
    )
    sketch.pieces.append(
        Piece("WORKSTATION", x, y, rotation_deg, columns=count, column_m=WIDE_DESK_M, labels=labels)
    )


def office(sketch: Sketch, room: Room, seats: int = 1) -> None:
    """Desks with the light from the side, a cabinet along the wall, a guest chair."""
    x0, y0, x1, y1 = room.bounds
    cx, cy = (x0 + x1) / 2, (y0 + y1) / 2
    if seats == 1:
        desk(sketch, cx, cy + 0.3, 180.0, block="DESK-180-SITSTAND")
        sketch.put("CHAIR-VISITOR", cx, cy - 0.45, 180.0)
    else:
        desk(sketch, cx, cy, 90.0)
        desk(sketch, cx, cy, 270.0, mirrored=True)
    sketch.pieces.append(Piece("CABINET-120", x0 + 0.35, y1 - 1.0, 270.0))


def meeting(sketch: Sketch, room: Room, rotation_deg: float = 0.0) -> None:
    """The largest table that leaves a way round it, and a screen."""
    x0, y0, x1, y1 = room.bounds
    cx, cy = (x0 + x1) / 2, (y0 + y1) / 2
    area_m2 = room.shape.area
    table = "MEET-ROUND-4" if area_m2 < 14 else "MEET-TABLE-8" if area_m2 < 34 else "MEET-TABLE-12"
    if room.circle is not None:
        sketch.pieces.append(Piece("MEET-ROUND-4", cx, cy, 15.0, scale_x=1.3, scale_y=1.3))
        return
    upright = (y1 - y0) > (x1 - x0)
    sketch.put(table, cx, cy, rotation_deg + (90.0 if upright else 0.0))


def booth(sketch: Sketch, room: Room) -> None:
    x0, y0, x1, y1 = room.bounds
    sketch.put("BOOTH-SEAT", (x0 + x1) / 2, (y0 + y1) / 2)


def kitchen(sketch: Sketch, room: Room) -> None:
    """A counter along the left wall and round tables beside it."""
    x0, y0, x1, y1 = room.bounds
    sketch.put("KITCHEN-LINE", x0 + 0.06, (y0 + y1) / 2 + 1.5, 270.0)
    tables = max(1, int((x1 - x0 - 1.6) // 2.2))
    for i in range(tables):
        for dy in (-1.3, 1.3):
            sketch.put("CAFE-TABLE", x0 + 2.2 + i * 2.2, (y0 + y1) / 2 + dy, 20.0 * i)


def lounge(sketch: Sketch, x: float, y: float) -> None:
    sketch.put("SOFA-2", x, y + 1.1, 180.0)
    sketch.put("SOFA-2", x, y - 1.1, 0.0)
    sketch.put("TABLE-LOW", x, y)
    sketch.put("PLANT", x + 1.6, y + 1.1)


def toilets(sketch: Sketch, room: Room) -> None:
    """Cubicles along the right wall, basins on the left."""
    x0, y0, x1, y1 = room.bounds
    count = int((y1 - y0) // 1.2)
    for i in range(count):
        y = y0 + (i + 0.5) * (y1 - y0) / count
        sketch.put("WC", x1 - 0.06, y, 270.0)
        sketch.put("BASIN", x0 + 0.06, y, 90.0)


def stalls(
    sketch: Sketch, x: float, y: float, *, count: int, rotation_deg: float, block: str
) -> None:
    """``count`` parking places side by side; (x, y) is the first one's closed end."""
    for i in range(count):
        at = _about(x, y, i * 2.6, 0.0, rotation_deg)
        sketch.pieces.append(
            Piece(block, *at, rotation_deg, attributes=(("NUMBER", sketch.next_stall()),))
        )
