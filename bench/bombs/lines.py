"""Bombs of lines and curves."""

from __future__ import annotations

import math
import random

from bench.bombs.write import Bomb, Point, drawing, head, line, polyline

ZIGZAG = 1_000  # corners of one zigzag
_SEED = 2


def _crossing(size: int) -> str:
    step = 50.0 / size
    return drawing(
        line("WALL", 0, i * step, 60, i * step) + line("WALL", i * step, 0, i * step, 60)
        for i in range(size)
    )


def _short_walls(size: int) -> str:
    chance = random.Random(_SEED)
    side = 1.65 * math.sqrt(size)
    drawn = []
    for _ in range(size):
        x, y = chance.uniform(0, side), chance.uniform(0, side)
        drawn.append(line("WALL", x, y, x + chance.uniform(-1, 1), y + chance.uniform(-1, 1)))
    return drawing(drawn)


def _zigzags(size: int) -> str:
    return drawing(
        polyline("WALL", [(x * 0.05, k * 0.2 + (x % 2) * 30) for x in range(ZIGZAG)], closed=False)
        for k in range(size // ZIGZAG)
    )


def _spread_lines(size: int) -> str:
    return drawing(
        line("TREES", i % 2000, i // 2000, i % 2000 + 0.5, i // 2000) for i in range(size)
    )


def _vertices(size: int) -> str:
    return drawing([polyline("WALL", [_on_round(i / size) for i in range(size)])])


def _bulges(size: int) -> str:
    corners = [(float(i % 50), float(i % 40)) for i in range(size)]
    return drawing([polyline("WALL", corners, bulge=1e6)])


def _spline(size: int, degree: int, points: list[Point]) -> str:
    knots = [0] * degree + list(range(size - degree + 1)) + [size - degree] * degree
    tags = f"70\n8\n71\n{degree}\n72\n{len(knots)}\n73\n{size}\n74\n0\n"
    tags += "".join(f"40\n{knot}\n" for knot in knots)
    tags += "".join(f"10\n{x:.4f}\n20\n{y:.4f}\n30\n0\n" for x, y in points)
    return drawing([head("SPLINE", "WALL", "AcDbSpline") + tags])


def _spline_controls(size: int) -> str:
    return _spline(size, 3, [_on_round(i / (2 * math.pi)) for i in range(size)])


def _spline_degree(size: int) -> str:
    return _spline(size, size - 1, [_on_round(i / (2 * math.pi)) for i in range(size)])


def _spline_fit(size: int) -> str:
    tags = f"70\n8\n71\n3\n72\n0\n73\n0\n74\n{size}\n"
    points = [_on_round(i / (2 * math.pi)) for i in range(size)]
    tags += "".join(f"11\n{x:.4f}\n21\n{y:.4f}\n31\n0\n" for x, y in points)
    return drawing([head("SPLINE", "WALL", "AcDbSpline") + tags])


def _on_round(turns: float) -> Point:
    return 25 + 20 * math.cos(2 * math.pi * turns), 20 + 15 * math.sin(2 * math.pi * turns)


LINES = (
    Bomb("crossing_lines", _crossing, 3_000),
    Bomb("short_walls", _short_walls, 59_000),
    Bomb("zigzags", _zigzags, 200_000),
    Bomb("spread_lines", _spread_lines, 400_000),
    Bomb("vertices", _vertices, 200_000),
    Bomb("bulges", _bulges, 150_000),
    Bomb("spline_controls", _spline_controls, 100_000),
    Bomb("spline_degree", _spline_degree, 3_000),
    Bomb("spline_fit", _spline_fit, 20_000),
)
