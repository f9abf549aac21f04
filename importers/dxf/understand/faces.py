"""Furniture that was drawn line by line: the rectangles that its lines close."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from shapely import Polygon, STRtree

from geo.density import MOST_CROSSINGS, is_pattern
from geo.shapes import oriented_box, polygons_of
from importers.dxf.understand.pieces import MAX_PIECE_M, TABLE, Piece, names_no_desk
from importers.dxf.understand.plan import Plan, lines_of
from importers.dxf.understand.words import plain_layer
from importers.roles import LayerRole

FACE_M2 = (0.08, 6.0)
SQUARE_SHARE = 0.9  # of its box; other faces are what is left between things
SNAP_M = 0.002
CORNERS = 6  # a stroke with more is a drawing by itself
MAX_LINES = 300_000  # more is a pattern, not furniture


def faces_of(plan: Plan) -> list[Piece]:
    """Rectangles between open lines on furniture layers, in a stable order."""
    strokes = [
        stroke
        for _, stroke in plan.strokes_on({LayerRole.FURNITURE})
        if stroke.insertion is None
        and not stroke.closed
        and stroke.kind in {"line", "polyline"}
        and len(stroke.points) <= CORNERS
        and plan.told_layer(stroke.layer) is None
        and not names_no_desk(plain_layer(stroke.layer))
    ]
    lines = lines_of(strokes)
    if not lines or is_pattern(lines, MAX_LINES, MOST_CROSSINGS):
        return []
    # Snap rounding: ends that lie on other lines meet them, however the plan is turned.
    noded = shapely.union_all(lines, grid_size=SNAP_M)
    found = []
    for face in _outermost(polygons_of(shapely.polygonize([noded]))):
        box = oriented_box(face)
        if box is None or not FACE_M2[0] <= face.area <= FACE_M2[1] or box.length > MAX_PIECE_M:
            continue
        if face.area >= SQUARE_SHARE * box.area:
            layer, handle = strokes[0].layer, strokes[0].handle
            found.append(Piece(TABLE, face, box, None, layer, handle, None, None, (), False))
    return found


def _outermost(faces: Sequence[Polygon]) -> list[Polygon]:
    """Faces without the drawers and screens that are drawn inside them."""
    whole = np.array([Polygon(face.exterior) for face in faces], dtype=object)
    small = [shape for shape in whole if shape.area <= FACE_M2[1]]
    tree = STRtree(small)
    found = []
    for shape in small:
        around = tree.query(shape, predicate="covered_by").tolist()
        if not any(_holds(small[k], shape) for k in around):
            found.append(shape)
    return sorted(found, key=lambda p: p.bounds)


def _holds(outer: Polygon, inner: Polygon) -> bool:
    """True for a desk round its drawers; not for a frame round several pieces."""
    box = oriented_box(outer)
    square = box is not None and outer.area >= SQUARE_SHARE * box.area
    return square and outer.area > inner.area
