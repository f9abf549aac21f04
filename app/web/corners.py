"""Corners typed into a field, one on each line: x and y, or east and north, in metres."""

from __future__ import annotations

import math
import re

from floorplans.closing.rules import LARGEST_AREA_POINTS
from floorplans.errors import Invalid

LEAST = 3
#: Where something else stands between the two, or they are so far apart, commas are decimal.
_APART = re.compile(r"\s*[;\t|]\s*|\s*,\s+|\s+")


def corners_of(text: str) -> list[tuple[float, float]]:
    """The corners in their order; raises Invalid ``corners_unclear`` or ``corners_too_few``."""
    rows = [(n, line.strip()) for n, line in enumerate(text.splitlines(), 1) if line.strip()]
    found = [_corner(n, line) for n, line in rows]
    if len(found) > 1 and found[0] == found[-1]:
        found.pop()
    if not LEAST <= len(found) < LARGEST_AREA_POINTS:
        raise Invalid(
            "corners_too_few",
            f"An area has {LEAST} to {LARGEST_AREA_POINTS - 1} corners, these are {len(found)}."
            " Nothing was closed.",
            "Write one corner on each line, in the order round the area.",
            field="corners",
        )
    return found


def _corner(line_number: int, line: str) -> tuple[float, float]:
    parts = _APART.split(line)
    if len(parts) == 1:
        parts = line.split(",")
    try:
        x, y = (float(part.replace(",", ".")) for part in parts)
    except ValueError:
        x = y = math.nan
    if not (math.isfinite(x) and math.isfinite(y)):
        raise Invalid(
            "corners_unclear",
            f"Line {line_number} of the corners, “{line[:40]}”, is not two numbers."
            " Nothing was closed.",
            "Write two numbers in metres on each line, such as 12.5, 3.4.",
            field="corners",
            line=line_number,
        )
    return x, y
