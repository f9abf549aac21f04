"""From a drawn ring to valid polygons, with a report of what had to be done and where.

Gap classes are those that drawing offices work with: a millimetre is rounding, a finger's width
is a slip of the mouse, a hand's width needs a person's eye, and anything wider is an opening.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Polygon
from shapely.geometry.base import BaseGeometry
from shapely.validation import explain_validity

from geo.density import MOST_CROSSINGS, is_pattern
from geo.shapes import polygons_of

SAME_POINT_M = 0.001
SLIP_M = 0.020
DOUBT_M = 0.150
TINY_PART_M2 = 0.01
NOTHING_M2 = 1e-6
_PLACE = re.compile(r"\[(-?[\d.eE+-]+) (-?[\d.eE+-]+)\]")


class Gap(StrEnum):
    """How far apart the ends of a ring are: at most 1 mm, 20 mm, 150 mm, or more."""

    NONE = "none"
    SLIP = "slip"
    DOUBT = "doubt"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Repaired:
    """The valid parts of a ring, largest first; ``place`` is where it crossed itself."""

    parts: tuple[Polygon, ...]
    was_valid: bool
    place: tuple[float, float] | None


def gap_class(gap_m: float) -> Gap:
    """The class of a gap of ``gap_m`` metres."""
    if gap_m <= SAME_POINT_M:
        return Gap.NONE
    if gap_m <= SLIP_M:
        return Gap.SLIP
    return Gap.DOUBT if gap_m <= DOUBT_M else Gap.OPEN


def repair(shape: BaseGeometry) -> Repaired:
    """Valid polygons with the same even-odd interior; never halves a bow-tie as buffer(0) does.

    A ring that crosses itself like a scribble has no interior that anybody meant, and no part.
    """
    if shape.is_valid:
        return Repaired(_largest_first(polygons_of(shape)), True, None)
    found = _PLACE.search(explain_validity(shape))
    place = (float(found.group(1)), float(found.group(2))) if found else None
    if is_pattern([shape.boundary], 1, MOST_CROSSINGS):
        return Repaired((), False, place)
    mended = shapely.make_valid(shape, method="structure", keep_collapsed=False)
    parts = tuple(
        p for p in polygons_of(mended) if p.area > TINY_PART_M2 or p.area > shape.area / 2
    )
    return Repaired(_largest_first(parts), False, place)


def repair_ring(points: NDArray[np.float64]) -> Repaired:
    """``repair`` of the ring through ``points``; fewer than three different ones give no part."""
    finite = points[np.isfinite(points).all(axis=1)]
    if len(finite) < 3:
        return Repaired((), False, None)
    return repair(Polygon(finite))


def _largest_first(parts: tuple[Polygon, ...]) -> tuple[Polygon, ...]:
    real = [p for p in parts if p.area > NOTHING_M2]
    return tuple(sorted(real, key=lambda p: (-float(p.area), p.bounds)))
