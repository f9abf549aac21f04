"""Sliding doors: thin leaves that lie beside each other, or beside the wall they slide along."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import STRtree

from geo.shapes import Box, hull, oriented_box
from importers.draft import DraftDoor
from importers.dxf.understand.leaves import SLIDING
from importers.dxf.understand.plan import Plan
from importers.roles import BlockRole, LayerRole

LEAF_THICK_M = 0.09
LEAF_LONG_M = (0.4, 4.0)
BESIDE_M = 0.3
TURN_DEG = 5.0
APART_M = 0.015  # leaves that pass each other do not lie in one line
OVER_M = 0.2  # a leaf that reaches so far beyond its opening slides along the wall
FILLED = 0.8  # a leaf that fills less of the opening leaves the rest to another


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A leaf along its door: from and to where, and how far aside."""

    start: float
    end: float
    aside: float


def with_sliding(plan: Plan, doors: Sequence[DraftDoor]) -> list[DraftDoor]:
    """The doors, those told that slide; doors that swing are left as they are."""
    boxes = _thin(plan)
    if not boxes:
        return list(doors)
    tree = STRtree([box.polygon for box in boxes])
    return [door if door.operation is not None else _told(door, boxes, tree) for door in doors]


def _thin(plan: Plan) -> list[Box]:
    """Shapes as thin as a leaf, on layers of doors and in their blocks."""
    found = []
    for index, stroke in enumerate(plan.scene.strokes):
        if not stroke.closed or not 4 <= len(stroke.points) <= 8:
            continue
        around = plan.roles_around(stroke.insertion)
        if BlockRole.DOOR not in around and not _on_door_layer(plan, index):
            continue
        box = oriented_box(hull([stroke.points]))
        if (
            box is not None
            and box.width <= LEAF_THICK_M
            and LEAF_LONG_M[0] <= box.length <= LEAF_LONG_M[1]
        ):
            found.append(box)
    return found


def _on_door_layer(plan: Plan, index: int) -> bool:
    return plan.layer_role(plan.scene.strokes[index].layer) is LayerRole.DOOR


def _told(door: DraftDoor, boxes: Sequence[Box], tree: STRtree) -> DraftDoor:
    ends = np.array([door.line.coords[0], door.line.coords[-1]])
    run = ends[1] - ends[0]
    length = float(np.hypot(*run))
    if length <= 0:
        return door
    turn = float(np.degrees(np.arctan2(run[1], run[0])))
    near = sorted(tree.query(door.line, predicate="dwithin", distance=BESIDE_M).tolist())
    own = [_along(boxes[k], ends, run / length) for k in near if _parallel(boxes[k], turn)]
    own = [leaf for leaf in own if leaf.end > 0.05 and leaf.start < length - 0.05]
    return replace(door, operation=SLIDING) if _slides(own, length) else door


def _parallel(box: Box, turn_deg: float) -> bool:
    apart = abs(box.angle_deg - turn_deg) % 180.0
    return min(apart, 180.0 - apart) <= TURN_DEG


def _along(box: Box, ends: NDArray[np.float64], along: NDArray[np.float64]) -> _Leaf:
    corners = shapely.get_coordinates(box.polygon) - ends[0]
    reach = corners @ along
    aside = float((corners @ np.array([-along[1], along[0]])).mean())
    return _Leaf(float(reach.min()), float(reach.max()), aside)


def _slides(leaves: Sequence[_Leaf], length: float) -> bool:
    if any(leaf.start < -OVER_M or leaf.end > length + OVER_M for leaf in leaves):
        return True
    if len(leaves) == 1:
        return leaves[0].end - leaves[0].start < FILLED * length
    asides = [leaf.aside for leaf in leaves]
    return len(leaves) > 1 and max(asides) - min(asides) >= APART_M
