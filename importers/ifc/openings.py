"""Doors and windows: the line in the wall, the width, and how a door opens."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from shapely import LineString

from importers.dxf.understand.leaves import operation_by_name
from importers.geographic.things import Kind, Thing
from importers.ifc.load import Entity
from importers.ifc.placements import moved
from importers.ifc.shapes import ShapeError, Shapes
from importers.ifc.values import attribute, number, several, text, type_of
from importers.roles import LayerRole

#: A width that is told is believed if it is not further from what is drawn; some files tell it
#: in another unit.
BELIEVED = (0.5, 1.5)
CLEARLY = 0.8  # a door is drawn along y only if it is clearly longer there
USUAL_M = 0.9
_UNTOLD = {"NOTDEFINED", "USERDEFINED"}


@dataclass(frozen=True, slots=True)
class Opening:
    """A door or window with its ends in the plan; ``opens_to`` is the free edge of an open door."""

    thing: Thing
    opens_to: tuple[float, float] | None = None


def door_of(door: Entity, shapes: Shapes) -> Opening:
    """A door; raises ``ShapeError`` where nothing tells its place."""
    told = _told_m(door, shapes)
    start, end, turned = _ends(door, shapes, told)
    operation = _operation(door)
    if operation is not None and operation.endswith("_right") and "swing" in operation:
        start, end = end, start  # a line runs from the hinge to the latch
    kind = Kind(LayerRole.DOOR, _kind(door, operation), operation)
    to = None if operation is None else _free_edge(operation, start, end, turned)
    return Opening(_thing(door, kind, start, end), to)


def window_of(window: Entity, shapes: Shapes) -> Opening:
    """A window; raises ``ShapeError`` where nothing tells its place."""
    start, end, _ = _ends(window, shapes, _told_m(window, shapes))
    return Opening(_thing(window, Kind(LayerRole.WINDOW), start, end))


def _thing(
    element: Entity, kind: Kind, start: NDArray[np.float64], end: NDArray[np.float64]
) -> Thing:
    return Thing(
        layer=element.is_a().removesuffix("StandardCase"),
        kind=kind,
        shape=LineString([start[:2], end[:2]]),
        handle=text(element, "GlobalId"),
        width_m=float(np.hypot(*(end - start)[:2])),
    )


def _told_m(element: Entity, shapes: Shapes) -> float | None:
    told = number(element, "OverallWidth")
    return told * shapes.placements.unit_m if told is not None and told > 0 else None


def _ends(
    element: Entity, shapes: Shapes, told_m: float | None
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Both ends of the line in the plan, and the way across it in which its leaf opens.

    The x axis of a door runs along its width, and it opens towards y; what is drawn the other way
    round is told by its width.
    """
    matrix, low, high = _box(element, shapes, told_m)
    along, width = _width(high - low, told_m)
    middle = (low + high) / 2
    # A frame reaches into the wall on both sides; the leaf of an open door only to one.
    if low[1 - along] <= 0.0 <= high[1 - along]:
        middle[1 - along] = 0.0
    half = np.zeros(3)
    half[along] = width / 2
    points = moved(np.array([middle - half, middle + half]), matrix)
    across = matrix[:3, 1 - along] * (1.0 if along == 0 else -1.0)
    if not np.isfinite(points).all() or width <= 0:
        raise ShapeError
    return points[0], points[1], across


def _width(size: NDArray[np.float64], told_m: float | None) -> tuple[int, float]:
    """Along which axis a door is wide, and how wide it is."""
    believed = [
        axis
        for axis in (0, 1)
        if told_m is not None and size[axis] > 0 and BELIEVED[0] < told_m / size[axis] < BELIEVED[1]
    ]
    if not believed or told_m is None:
        axis = 0 if size[0] >= CLEARLY * size[1] else 1
        return axis, float(size[axis])
    # A door that is drawn open is as deep as it is wide.
    return believed[0], told_m


def _box(
    element: Entity, shapes: Shapes, told_m: float | None
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """The box of a door in its own axes; without a shape that of the hole that it fills."""
    for one in (element, hole_of(element)):
        if one is not None and shapes.has_shape(one):
            try:
                low, high = shapes.local_box(one)
            except ShapeError:
                continue
            return shapes.matrix(one), low, high
    if attribute(element, "ObjectPlacement") is None:
        raise ShapeError
    return shapes.matrix(element), np.zeros(3), np.array([told_m or USUAL_M, 0.0, 2.0])


def hole_of(element: Entity) -> Entity | None:
    """The opening in the wall that a door or window fills."""
    holes = [attribute(rel, "RelatingOpeningElement") for rel in several(element, "FillsVoids")]
    return next((hole for hole in holes if hole is not None), None)


def _operation(door: Entity) -> str | None:
    kind = type_of(door)
    for one in (door, kind):
        told = attribute(one, "OperationType")
        if isinstance(told, str) and told not in _UNTOLD:
            return told.lower()
    for name in (text(kind, "Name"), text(door, "ObjectType"), text(door, "Name")):
        found = operation_by_name(name) if name else None
        if found is not None:
            return found
    return None


def _kind(door: Entity, operation: str | None) -> str:
    if operation is not None and operation.upper().startswith("DOUBLE_DOOR"):
        return "double_door"
    return "opening" if not attribute(door, "Representation") else "door"


def _free_edge(
    operation: str,
    hinge: NDArray[np.float64],
    latch: NDArray[np.float64],
    across: NDArray[np.float64],
) -> tuple[float, float] | None:
    """Where the free edge of the open leaf is; None for doors that slide, fold, or go both ways."""
    width = float(np.hypot(*(latch - hinge)[:2]))
    if operation in {"single_swing_left", "single_swing_right"}:
        free = hinge + across * width
    elif operation == "double_door_single_swing":
        free = (hinge + latch) / 2 + across * width / 2
    else:
        return None
    return float(free[0]), float(free[1])
