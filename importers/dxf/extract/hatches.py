"""HATCH and MPOLYGON as rings."""

from __future__ import annotations

import numpy as np
from ezdxf import path as ezpath

from importers.dxf.dynamic import Entity
from importers.dxf.extract.shapes import flattened
from importers.dxf.scene import Filled, Points

#: More rings than this in one hatch are the specks of an exploded pattern.
RINGS = 5000


def hatch(entity: Entity, layer: str) -> Filled | None:
    """The rings of a hatch in the plan view; None if it has none with an area."""
    rings: list[Points] = []
    for drawn in ezpath.from_hatch(entity):
        points = flattened(drawn)
        if len(points) > 1 and np.array_equal(points[0], points[-1]):
            points = points[:-1]
        if len(points) > 2:
            rings.append(points)
        if len(rings) >= RINGS:
            break
    if not rings:
        return None
    solid = bool(entity.dxf.get("solid_fill", 0))
    return Filled(tuple(rings), solid, layer, entity.dxf.get("handle"), None)
