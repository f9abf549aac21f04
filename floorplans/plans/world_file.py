"""World files: six numbers beside a picture, or pairs of points beside a CAD drawing.

The six are A, D, B, E, C, F, one to a line: east = A x + B y + C and north = D x + E y + F. Of a
picture x and y are columns and rows, rows counting downwards from the middle of the first; of a
drawing they are its own units. A CAD file's ``.wld`` has one or two lines "x,y east,north" instead.
"""

from __future__ import annotations

import math
import re

from floorplans.errors import Invalid
from geo.georeference import ControlPoint, GeoreferenceError, Similarity, fit

SHEAR_SHARE = 0.01  # of the scale, by which its axes may differ: a similarity has one for both
MOST_CHARACTERS = 2000
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?")
_BETWEEN = re.compile(r"[\s,;]+")


def parse(text: str) -> Similarity:
    """From the units of a drawing to metres of a CRS, as the file says.

    Raises ``Invalid`` (world_file_unreadable, world_file_sheared).
    """
    if len(text) > MOST_CHARACTERS:
        raise _unreadable()
    lines = [_numbers(line) for line in text.replace("\ufeff", "").splitlines() if line.strip()]
    flat = [number for line in lines for number in line]
    if all(len(line) == 4 for line in lines) and len(lines) in {1, 2}:
        return _by_pairs(lines)
    if len(flat) != 6:
        raise _unreadable()
    return _by_six(flat)


def _numbers(line: str) -> list[float]:
    parts = [part for part in _BETWEEN.split(line.strip()) if part]
    if not all(_NUMBER.fullmatch(part) for part in parts):
        raise _unreadable()
    numbers = [float(part) for part in parts]
    if not all(math.isfinite(number) and abs(number) < 1e12 for number in numbers):
        raise _unreadable()
    return numbers


def _by_six(numbers: list[float]) -> Similarity:
    """``Similarity`` of an affine map whose axes are equally long and square to each other."""
    a, d, b, e, c, f = numbers
    across, up = complex(a, d), complex(b, e)
    scale = math.sqrt((abs(across) ** 2 + abs(up) ** 2) / 2)
    if not scale > 0:
        raise _unreadable()
    mirrored = a * e - b * d < 0
    square = across * (-1j if mirrored else 1j)
    if abs(square - up) > SHEAR_SHARE * scale:
        raise Invalid(
            "world_file_sheared",
            "The world file stretches the plan more one way than the other. Nothing was changed.",
            "Bring in the plan as it was drawn, and place it by points.",
        )
    mean = (across + up * (1j if mirrored else -1j)) / 2
    return Similarity(mean.real, mean.imag, c, f, mirrored)


def _by_pairs(lines: list[list[float]]) -> Similarity:
    points = [ControlPoint(*line) for line in lines]
    if len(points) == 1:
        only = points[0]
        return Similarity(1.0, 0.0, only.east - only.x, only.north - only.y)
    try:
        return fit(points).transform
    except GeoreferenceError as error:
        raise _unreadable() from error


def _unreadable() -> Invalid:
    return Invalid(
        "world_file_unreadable",
        "This is not a world file. Nothing was changed.",
        "A world file has six numbers, one to a line, or one or two lines “x,y east,north”.",
    )
