"""Parking bays: blocks of that role, and closed shapes on parking layers."""

from __future__ import annotations

import math

from shapely import STRtree

from geo.shapes import hull, oriented_box
from importers.dxf.findings import Findings
from importers.dxf.understand.outlines import Outline, closed_outlines
from importers.dxf.understand.pieces import DESK, Piece, outline_of
from importers.dxf.understand.plan import Plan
from importers.dxf.understand.workplaces import Place
from importers.roles import BlockRole, LayerRole

MIN_BAY_M2, MAX_BAY_M2 = 3.0, 40.0


def parking_places(plan: Plan) -> list[Place]:
    """Every bay once; a shape under a bay's block is its picture."""
    bays = [
        bay
        for index in range(len(plan.scene.insertions))
        if _is_bay(plan, index) and (bay := _from_block(plan, index)) is not None
    ]
    taken = STRtree([bay.piece.shape for bay in bays])
    for outline in closed_outlines(plan, {LayerRole.PARKING}, Findings()):
        middle = outline.polygon.representative_point()
        bay = _from_outline(outline)
        if bay is not None and len(taken.query(middle, predicate="intersects")) == 0:
            bays.append(bay)
    return bays


def _is_bay(plan: Plan, index: int) -> bool:
    roles = plan.roles_around(index)
    on_layer = plan.layer_role(plan.scene.insertions[index].layer) is LayerRole.PARKING
    bay = roles[0] is BlockRole.PARKING or (on_layer and roles[0] is BlockRole.UNKNOWN)
    return bay and BlockRole.PARKING not in roles[1:]


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
    if box is None or not MIN_BAY_M2 <= shape.area <= MAX_BAY_M2:
        return None
    piece = Piece(DESK, shape, box, None, outline.layer, outline.handle, None, None, (), True)
    return Place(piece, (0.0, -1.0), False)
