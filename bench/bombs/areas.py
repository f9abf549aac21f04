"""Bombs of closed shapes: outlines in heaps, and hatches."""

from __future__ import annotations

import math

from bench.bombs.write import Bomb, Point, circle, drawing, head, rectangle


def _nested_circles(size: int) -> str:
    return drawing(circle("ROOM", 25, 20, 1 + 20 * i / size) for i in range(size))


def _shifted_rooms(size: int) -> str:
    return drawing(rectangle(f"ROOM{i % 50}", 5 * i / size, 0, 5, 4) for i in range(size))


def _room_grid(size: int) -> str:
    side = math.isqrt(size)
    return drawing(rectangle("ROOM", i % side * 3, i // side * 3, 3, 3) for i in range(size))


def _hatch_rings(size: int) -> str:
    side = math.isqrt(size)
    return drawing([_hatch([_square(i % side * 2, i // side * 2, 1.5) for i in range(size)])])


def _hatch_crossing(size: int) -> str:
    step = 40.0 / size
    across = [_strip(0, i * step, 40, step / 2) for i in range(size // 2)]
    along = [_strip(i * step, 0, step / 2, 40) for i in range(size // 2)]
    return drawing([_hatch(across + along)])


def _hatch_scribble(size: int) -> str:
    ring = [(25 + 20 * math.cos(i), 20 + 15 * math.sin(i)) for i in range(size)]
    return drawing([_hatch([ring])])


def _many_hatches(size: int) -> str:
    return drawing(_hatch([_square(i % 50, i // 50 % 40, 2)]) for i in range(size))


def _hatch(rings: list[list[Point]]) -> str:
    parts = []
    for ring in rings:
        corners = "".join(f"10\n{x:.4f}\n20\n{y:.4f}\n" for x, y in ring)
        parts.append(f"92\n2\n72\n0\n73\n1\n93\n{len(ring)}\n{corners}97\n0\n")
    start = head("HATCH", "ROOM", "AcDbHatch")
    solid = f"10\n0\n20\n0\n30\n0\n2\nSOLID\n70\n1\n71\n0\n91\n{len(rings)}\n"
    return f"{start}{solid}{''.join(parts)}75\n0\n76\n1\n98\n0\n"


def _square(x: float, y: float, side: float) -> list[Point]:
    return _strip(x, y, side, side)


def _strip(x: float, y: float, width: float, depth: float) -> list[Point]:
    return [(x, y), (x + width, y), (x + width, y + depth), (x, y + depth)]


AREAS = (
    Bomb("nested_circles", _nested_circles, 20_000),
    Bomb("shifted_rooms", _shifted_rooms, 5_000),
    Bomb("room_grid", _room_grid, 20_000),
    Bomb("hatch_rings", _hatch_rings, 50_000),
    Bomb("hatch_crossing", _hatch_crossing, 4_000),
    Bomb("hatch_scribble", _hatch_scribble, 30_000),
    Bomb("many_hatches", _many_hatches, 25_000),
)
