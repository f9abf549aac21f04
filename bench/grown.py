"""Plans of any size for measuring growth: one office, repeated along corridors.

Every room has its walls drawn line by line, a door with leaf and arc, a number, and two desks with
chairs and details as loose lines: 57 entities, as a plan that was exploded before it was sent.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

ROOM_M, DEPTH_M, CORRIDOR_M, HALF_WALL_M = 4.0, 5.0, 2.0, 0.05
HINGE_M, LEAF_M = 1.0, 0.9
DESK_M, DEEP_M, CHAIR_M, DETAILS = 1.6, 0.8, 0.5, 14
PER_ROOM = 57
_HEAD = "0\nSECTION\n2\nHEADER\n9\n$INSUNITS\n70\n6\n0\nENDSEC\n0\nSECTION\n2\nENTITIES\n"
_FOOT = "0\nENDSEC\n0\nEOF\n"


def write_grown(path: Path, entities: int) -> int:
    """Write a DXF of about ``entities`` to ``path``; returns the number of its rooms."""
    rooms = max(1, entities // PER_ROOM)
    columns = max(1, round(math.sqrt(rooms * (DEPTH_M + CORRIDOR_M) / ROOM_M)))
    with path.open("w", encoding="ascii") as file:
        file.write(_HEAD)
        for index in range(rooms):
            row, column = divmod(index, columns)
            x, y = column * ROOM_M, row * (DEPTH_M + CORRIDOR_M)
            file.writelines(_office(x, y, f"R-{index:05d}"))
        file.write(_FOOT)
    return rooms


def _office(x: float, y: float, number: str) -> Iterator[str]:
    t, hinge, latch = HALF_WALL_M, x + HINGE_M, x + HINGE_M + LEAF_M
    east, north = x + ROOM_M, y + DEPTH_M
    yield _line("A-WALL", x + t, y + t, hinge, y + t)
    yield _line("A-WALL", latch, y + t, east - t, y + t)
    yield _line("A-WALL", x + t, north - t, east - t, north - t)
    yield _line("A-WALL", x + t, y + t, x + t, north - t)
    yield _line("A-WALL", east - t, y + t, east - t, north - t)
    yield _line("A-WALL", hinge, y - t, hinge, y + t)
    yield _line("A-WALL", latch, y - t, latch, y + t)
    yield _line("A-WALL", x - t, y - t, hinge, y - t)
    yield _line("A-DOOR", hinge, y, hinge, y + LEAF_M)
    yield _arc("A-DOOR", hinge, y, LEAF_M, 0, 90)
    yield f"0\nTEXT\n8\nA-AREA-IDEN\n10\n{x + 2:.4f}\n20\n{north - 0.6:.4f}\n40\n0.2\n1\n{number}\n"
    for desk in range(2):
        yield from _desk(x + 0.3 + desk * (DESK_M + 0.2), y + 3.0)


def _desk(x: float, y: float) -> Iterator[str]:
    yield from _box(x, y, DESK_M, DEEP_M)
    yield from _box(x + 0.5, y - 0.6, CHAIR_M, CHAIR_M)
    for k in range(DETAILS):
        yield _line("A-FURN", x + 0.1 * (k + 1), y + 0.1, x + 0.1 * (k + 1), y + 0.7)
    yield _arc("A-FURN", x + 0.75, y - 0.1, 0.25, 180, 360)


def _box(x: float, y: float, width: float, depth: float) -> Iterator[str]:
    corners = [(x, y), (x + width, y), (x + width, y + depth), (x, y + depth)]
    for (x0, y0), (x1, y1) in zip(corners, corners[1:] + corners[:1], strict=True):
        yield _line("A-FURN", x0, y0, x1, y1)


def _line(layer: str, x0: float, y0: float, x1: float, y1: float) -> str:
    return f"0\nLINE\n8\n{layer}\n10\n{x0:.4f}\n20\n{y0:.4f}\n11\n{x1:.4f}\n21\n{y1:.4f}\n"


def _arc(layer: str, x: float, y: float, radius: float, start: float, end: float) -> str:
    return f"0\nARC\n8\n{layer}\n10\n{x:.4f}\n20\n{y:.4f}\n40\n{radius}\n50\n{start}\n51\n{end}\n"
