"""The point of a shape where a label or a pin goes: always inside."""

from __future__ import annotations

import numpy as np
from shapely import Point, Polygon

from geo.shapes import SLIVER_M, inscribed_radius

TOLERANCE_M = 0.1


def anchor(shape: Polygon, tolerance_m: float = TOLERANCE_M) -> Point:
    """The centre of the largest circle inside, within ``tolerance_m``; strictly inside the shape.

    A centroid falls outside an L; this is the "pole of inaccessibility".
    Raises ValueError for an empty shape.
    """
    if shape.is_empty:
        raise ValueError("an empty shape has no anchor")
    centroid = shape.centroid
    if shape.geom_type == "Polygon" and shape.equals(shape.envelope):
        return centroid
    if shape.area < SLIVER_M * shape.length:
        return shape.representative_point()
    radius = inscribed_radius(shape, tolerance_m)
    if not radius.is_empty and np.isfinite(radius.bounds).all():
        centre = Point(radius.coords[0])
        if shape.contains(centre):
            return centre
    return shape.representative_point()
