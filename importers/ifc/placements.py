"""Where things stand in a model: chains of placements as matrices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from importers.ifc.load import MODEL_ERRORS, Entity
from importers.ifc.values import attribute, finite

Matrix: TypeAlias = NDArray[np.float64]

#: A door stands in a wall, that in a storey, that in a building on a site.
DEPTH = 64


class PlacementError(ValueError):
    """A placement that leads nowhere: a circle, or directions that are none."""


class Placements:
    """Matrices from an object's own axes to those of the model, in metres."""

    def __init__(self, metres_per_unit: float) -> None:
        self.unit_m = metres_per_unit
        self._known: dict[int, Matrix] = {}

    def of(self, product: Entity) -> Matrix:
        """The matrix of a product; raises ``PlacementError``."""
        return self._at(attribute(product, "ObjectPlacement"), 0)

    def mapped(self, item: Entity) -> Matrix:
        """From the axes of a shape that is used many times to those of who uses it."""
        origin = axes(attribute(attribute(item, "MappingSource"), "MappingOrigin"), self.unit_m)
        return _operator(attribute(item, "MappingTarget"), self.unit_m) @ origin

    def _at(self, placement: Entity | None, depth: int) -> Matrix:
        if placement is None:
            return np.eye(4)
        if depth > DEPTH:
            raise PlacementError
        key = int(placement.id())
        if key not in self._known:
            own = axes(attribute(placement, "RelativePlacement"), self.unit_m)
            self._known[key] = self._at(attribute(placement, "PlacementRelTo"), depth + 1) @ own
        return self._known[key]


def axes(placement: Entity | None, unit_m: float) -> Matrix:
    """The matrix of an IfcAxis2Placement in two or three dimensions."""
    if placement is None:
        return np.eye(4)
    z = direction(attribute(placement, "Axis"), (0.0, 0.0, 1.0))
    x = direction(attribute(placement, "RefDirection"), (1.0, 0.0, 0.0))
    at = point(attribute(placement, "Location"))
    return _matrix(x, z, at * unit_m, (1.0, 1.0, 1.0))


def _operator(target: Entity | None, unit_m: float) -> Matrix:
    x = direction(attribute(target, "Axis1"), (1.0, 0.0, 0.0))
    y = direction(attribute(target, "Axis2"), (0.0, 1.0, 0.0))
    z = direction(attribute(target, "Axis3"), (0.0, 0.0, 1.0))
    at = point(attribute(target, "LocalOrigin"))
    scale = finite(attribute(target, "Scale")) or 1.0
    scales = [finite(attribute(target, name)) or scale for name in ("Scale2", "Scale3")]
    made = _matrix(x, z, at * unit_m, (scale, scales[0], scales[1]))
    if float(made[:3, 1] @ y) < 0:
        made[:3, 1] *= -1  # a mirrored copy
    return made


def _matrix(x: Matrix, z: Matrix, at: Matrix, scales: Sequence[float]) -> Matrix:
    along = x - z * float(x @ z)
    length = float(np.linalg.norm(along))
    if length < 1e-9:
        raise PlacementError
    along /= length
    made = np.eye(4)
    for column, axis in enumerate((along, np.cross(z, along), z)):
        made[:3, column] = axis * scales[column]
    made[:3, 3] = at
    if not np.isfinite(made).all():
        raise PlacementError
    return made


def direction(entity: Entity | None, otherwise: tuple[float, float, float]) -> Matrix:
    """The unit vector of an IfcDirection."""
    ratios = _three(attribute(entity, "DirectionRatios"))
    length = 0.0 if ratios is None else float(np.linalg.norm(ratios))
    if ratios is None or not np.isfinite(length) or length < 1e-12:
        return np.array(otherwise)
    return ratios / length


def point(entity: Entity | None) -> Matrix:
    """The coordinates of an IfcCartesianPoint, in its own unit."""
    found = _three(attribute(entity, "Coordinates"))
    return np.zeros(3) if found is None else found


def _three(values: object) -> Matrix | None:
    if not isinstance(values, tuple | list) or not 2 <= len(values) <= 3:
        return None
    try:
        return np.array([*map(float, values), 0.0][:3])
    except MODEL_ERRORS:
        return None


def turn_deg(matrix: Matrix) -> float:
    """How far the x axis of a matrix is turned in the plan, counter-clockwise."""
    return float(np.degrees(np.arctan2(matrix[1, 0], matrix[0, 0]))) % 360.0


def moved(points: Matrix, matrix: Matrix) -> Matrix:
    """Points (n, 3) by a matrix."""
    result: Matrix = points @ matrix[:3, :3].T + matrix[:3, 3]
    return result
