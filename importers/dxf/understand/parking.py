"""Parking bays: blocks of that role, and closed shapes on parking layers."""

from __future__ import annotations

import math

from shapely import STRtree

from geo.shapes import Box, hull, oriented_box
from importers.dxf.findings import Findings
from importers.dxf.understand.outlines import Outline, closed_outlines
from importers.dxf.understand.pieces import DESK, Piece, outline_of
from importers.dxf.understand.plan import Plan
from importers.dxf.understand.stalls import stalls
from importers.dxf.understand.workplaces import Place
from importers.roles import BlockRole, LayerRole

MIN_BAY_M2, MAX_BAY_M2 = 8.0, 40.0
#: (short, long) sides of what is parked on: for cars, and for bicycles and motorcycles.
CAR_M = ((1.9, 4.0), (4.0, 7.0))
CYCLE_M = ((0.45, 1.3), (1.6, 2.7))


def parking_places(plan: Plan) -> list[Place]:
    """Every bay once; a shape under a bay's block is its picture."""
    bays = [
        bay
        for index in range(len(plan.scene.insertions))
        if _is_bay(plan, index) and (bay := _from_block(plan, index)) is not None
    ]
    taken = STRtree([bay.piece.shape for bay in bays])
    drawn = [
        bay
        for outline in closed_outlines(plan, {LayerRole.PARKING}, Findings())
        if (bay := _from_outline(outline)) is not None
        and len(taken.query(outline.polygon.representative_point(), predicate="intersects")) == 0
    ]
    if not bays and not drawn:
        drawn = [bay for row in stalls(plan) if (bay := _from_outline(row)) is not None]
    return bays + drawn


def _is_bay(plan: Plan, index: int) -> bool:
    role = plan.block_role(index)
    on_layer = plan.layer_role(plan.scene.insertions[index].layer) is LayerRole.PARKING
    if not (role is BlockRole.PARKING or (on_layer and role is BlockRole.UNKNOWN)):
        return False
    # Asked last, since it looks at all points of the block.
    if plan.told_block(plan.scene.insertions[index].block) is None and not _fits(plan, index):
        return False
    return not any(_is_bay(plan, i) for i in plan.chain(index)[1:])


def _fits(plan: Plan, index: int) -> bool:
    """True for a footprint that a car or a cycle is parked on; arrows and signs have none."""
    points = plan.points_of(index)
    box = oriented_box(hull(points)) if points else None
    return box is not None and is_bay_size(box)


def is_bay_size(box: Box) -> bool:
    short, long = min(box.length, box.width), max(box.length, box.width)
    return any(
        low[0] <= short <= low[1] and high[0] <= long <= high[1] for low, high in (CAR_M, CYCLE_M)
    )


def _from_block(plan: Plan, index: int) -> Place | None:
    insertion = plan.scene.insertions[index]
    strokes = [plan.scene.strokes[i] for i in plan.strokes_of[index]]
    box = oriented_box(hull([s.points for s in strokes])) if strokes else None
    if box is None:
        return None
    _, _, c, d, _, _ = insertion.matrix
    size = math.hypot(c, d) or 1.0
    piece = Piece(
        DESK,
        outline_of(strokes, box),
        box,
        insertion.block,
        insertion.layer,
        insertion.handle,
        index,
        None,
        insertion.attributes,
        True,
    )
    return Place(piece, (-c / size, -d / size), False)


def _from_outline(outline: Outline) -> Place | None:
    shape = outline.polygon
    box = oriented_box(shape)
    if box is None or not (is_bay_size(box) or MIN_BAY_M2 <= shape.area <= MAX_BAY_M2):
        return None
    piece = Piece(DESK, shape, box, None, outline.layer, outline.handle, None, None, (), True)
    return Place(piece, (0.0, -1.0), False)
