"""The axes in which an architect gets the floor back: those of the drawing, where it is known."""

from __future__ import annotations

import math
from dataclasses import dataclass

import shapely
from shapely.geometry.base import BaseGeometry

from floorplans.plans.exporting.exported import ExportedFloor
from geo.georeference import Similarity

UNKNOWN_UNIT = "m"


@dataclass(frozen=True, slots=True)
class Frame:
    """``to_site`` takes metres of the drawing to the site's CRS; a unit has ``unit_m`` metres."""

    to_site: Similarity
    unit: str
    unit_m: float

    def drawn(self, shape: BaseGeometry) -> BaseGeometry:
        """A shape of the site's CRS in units of the drawing."""
        moved = self.to_site.inverse().apply(shape)
        return shapely.transform(moved, lambda points: points / self.unit_m)

    def turned(self, rotation_deg: float) -> float:
        """A rotation in the site's CRS as the drawing has it, in degrees."""
        own = rotation_deg - self.to_site.rotation_deg
        return -own if self.to_site.mirrored else own


def frame_of(floor: ExportedFloor) -> Frame:
    """The drawing's own frame, else metres to the CRS's north from a whole metre beside it."""
    if floor.drawing is not None:
        told = floor.drawing
        return Frame(told.transform, told.unit, told.metres_per_unit)
    shapes = [floor.outline, floor.walls, *(space.polygon for space in floor.spaces)]
    west, south, *_ = shapely.total_bounds(shapes)
    east_m = math.floor(west) if math.isfinite(west) else 0.0
    north_m = math.floor(south) if math.isfinite(south) else 0.0
    return Frame(Similarity(1.0, 0.0, east_m, north_m), UNKNOWN_UNIT, 1.0)
