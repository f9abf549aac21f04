"""Furniture that was drawn line by line: the rectangles that its lines close."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import shapely
from shapely import Polygon, STRtree
from shapely.geometry.base import BaseGeometry

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
STRIP_LINES = 50_000  # of a large plan looked at together, so that memory does not grow with it
MAX_LINES = 300_000  # on one strip: more is a pattern, not furniture


class _Strip(NamedTuple):
    lines: list[BaseGeometry]
    start: float  # x in metres from which on its faces begin
    end: float


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
    found = []
    for face in _outermost([face for strip in _strips(lines) for face in _closed_by(strip)]):
        box = oriented_box(face)
        if box is None or not FACE_M2[0] <= face.area <= FACE_M2[1] or box.length > MAX_PIECE_M:
            continue
        if face.area >= SQUARE_SHARE * box.area:
            layer, handle = strokes[0].layer, strokes[0].handle
            found.append(Piece(TABLE, face, box, None, layer, handle, None, None, (), False))
    return found


def _strips(lines: Sequence[BaseGeometry]) -> Iterator[_Strip]:
    """The lines in strips of the plan, each with what its pieces need of its neighbours."""
    bounds = shapely.bounds(np.array(lines, dtype=object)).reshape(-1, 4)
    west, east = bounds[:, 0], bounds[:, 2]
    count = math.ceil(len(lines) / STRIP_LINES)
    edges = np.quantile(west, np.arange(1, count) / count) if count > 1 else np.empty(0)
    for start, end in pairwise([-math.inf, *edges.tolist(), math.inf]):
        near = (east >= start - MAX_PIECE_M) & (west <= end + MAX_PIECE_M)
        yield _Strip([lines[i] for i in np.flatnonzero(near).tolist()], start, end)


def _closed_by(strip: _Strip) -> list[Polygon]:
    """The faces between the lines of a strip that begin on it."""
    if not strip.lines or is_pattern(strip.lines, MAX_LINES, MOST_CROSSINGS):
        return []
    # Snap rounding: ends that lie on other lines meet them, however the plan is turned.
    noded = shapely.union_all(strip.lines, grid_size=SNAP_M)
    faces = polygons_of(shapely.polygonize([noded]))
    return [face for face in faces if strip.start <= face.bounds[0] < strip.end]


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
