"""REGION, 3DSOLID and other ACIS bodies: the flat faces that a person sees from above.

ezdxf links the parts of a body (faces, loops, edges) and knows straight edges; the arc is added
here. A face with another curve, or one that lies aslant, is not read.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
from ezdxf.acis.const import AcisException
from ezdxf.acis.dxf import load_dxf
from ezdxf.acis.entities import Curve, register
from ezdxf.math import Vec3

from importers.dxf.dynamic import Entity
from importers.dxf.extract import curves
from importers.dxf.scene import Filled, Points, Stroke

#: What ezdxf raises for a body that is damaged or newer than it.
ACIS_ERRORS = (AcisException, NotImplementedError)
#: Bodies with more parts than this are sculptures.
PARTS = 20_000
#: Points of one face differ in height by less than this share of its size, or it lies aslant.
LEVEL_SHARE = 1e-6

#: By so much a whole turn may be overshot in a file.
ROUND_OFF_RAD = 1e-6

Part = Any  # an entity of ezdxf.acis, whose attributes exist at run time only


@register
class EllipseCurve(Curve):
    """An arc of a circle or ellipse; its parameter is the angle from the major axis."""

    type: str = "ellipse-curve"
    centre = Vec3(0, 0, 0)
    major = Vec3(1, 0, 0)
    minor = Vec3(0, 1, 0)

    def restore_data(self, loader: Any) -> None:
        """Read centre, normal, major axis and the ratio of the axes."""
        self.centre = Vec3(loader.read_vec3())
        normal = Vec3(loader.read_vec3())
        self.major = Vec3(loader.read_vec3())
        self.minor = normal.cross(self.major) * loader.read_double()
        super().restore_data(loader)

    def evaluate(self, param: float) -> Vec3:
        return self.centre + self.major * math.cos(param) + self.minor * math.sin(param)


def region(entity: Entity, layer: str) -> list[Stroke | Filled]:
    """A REGION in the plan: an outline for each face, an area where a face has holes."""
    handle = entity.dxf.get("handle")
    found: list[Stroke | Filled] = []
    for rings in _flat_faces(entity):
        flat = tuple(ring[:, :2] for ring in rings)
        if len(flat) == 1:
            found.append(Stroke(flat[0], True, "polyline", layer, handle, None))
        else:
            found.append(Filled(flat, False, layer, handle, None))
    return found


def footprint(entity: Entity, layer: str) -> list[Stroke | Filled]:
    """Where a body stands: the outlines of its lowest level faces; empty if it has none."""
    faces = list(_flat_faces(entity))
    if not faces:
        return []
    floor = min(float(rings[0][:, 2].min()) for rings in faces)
    handle = entity.dxf.get("handle")
    return [
        Stroke(ring[:, :2], True, "solid", layer, handle, None)
        for rings in faces
        for ring in rings
        if float(ring[:, 2].min()) <= floor + LEVEL_SHARE * float(np.ptp(ring[:, :2]))
    ]


def _flat_faces(entity: Entity) -> Iterator[list[Points]]:
    """The level faces of all bodies of ``entity``: rings of (x, y, z), the outer one first."""
    for body in load_dxf(entity):
        matrix = None if body.transform.is_none else body.transform.matrix
        walk = _Walk()
        for lump in walk.along(body.lump, "next_lump"):
            if lump.shell.is_none:
                continue
            for face in walk.along(lump.shell.face, "next_face"):
                rings = _rings(face, matrix, walk)
                if rings:
                    yield rings


class _Walk:
    """Follows the chains of a body; no part is met twice, whatever a damaged body links."""

    def __init__(self) -> None:
        self._met: set[int] = set()

    def along(self, part: Part, following: str) -> Iterator[Part]:
        """``part`` and those linked behind it, until the end or until one comes again."""
        while not part.is_none and id(part) not in self._met and len(self._met) < PARTS:
            self._met.add(id(part))
            yield part
            part = getattr(part, following)


def _rings(face: Part, matrix: Any, walk: _Walk) -> list[Points] | None:
    """The rings of a level face, None for one that is curved, aslant or not understood."""
    if face.surface.type != "plane-surface":
        return None
    rings = []
    for loop in walk.along(face.loop, "next_loop"):
        drawn = _ring(loop, walk)
        if drawn is None or len(drawn) < 3:
            return None
        moved = drawn if matrix is None else list(matrix.transform_vertices(drawn))
        ring = np.array([(v.x, v.y, v.z) for v in moved])
        if not np.ptp(ring[:, 2]) <= LEVEL_SHARE * max(np.ptp(ring[:, 0]), np.ptp(ring[:, 1])):
            return None
        rings.append(ring)
    rings.sort(key=lambda ring: -float(np.ptp(ring[:, 0]) * np.ptp(ring[:, 1])))
    return rings


def _ring(loop: Part, walk: _Walk) -> list[Vec3] | None:
    """The corners along a loop that ends where it began, None for any other."""
    points: list[Vec3] = []
    last = None
    for coedge in walk.along(loop.coedge, "next_coedge"):
        last, edge = coedge, coedge.edge
        if edge.curve.type == "straight-curve":
            corner = edge.end_vertex if coedge.sense else edge.start_vertex
            points.append(corner.point.location)
        elif edge.curve.type == EllipseCurve.type:
            points += _arc(edge, bool(coedge.sense))
        else:
            return None
    return points if last is not None and last.next_coedge is loop.coedge else None


def _arc(edge: Part, backwards: bool) -> list[Vec3]:
    """Points along the edge in its loop's direction, without the last."""
    start, end = float(edge.start_param), float(edge.end_param)
    if edge.start_vertex is edge.end_vertex:
        end = start + 2 * math.pi
    if not abs(end - start) <= 2 * math.pi + ROUND_OFF_RAD:
        raise ValueError("an arc of more than one turn")
    pieces = max(2, math.ceil(abs(end - start) / curves.BULGE_STEP_RAD))
    turn = -1.0 if edge.sense else 1.0
    steps = [turn * t for t in np.linspace(start, end, pieces + 1)]
    if backwards:
        steps.reverse()
    return [edge.curve.evaluate(t) for t in steps[:-1]]
