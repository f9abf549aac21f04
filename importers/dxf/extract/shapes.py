"""LINE, ARC, CIRCLE, ELLIPSE, SPLINE, polylines and solids as strokes."""

from __future__ import annotations

import math

import numpy as np
from ezdxf import path as ezpath
from numpy.typing import NDArray

from importers.dxf.affine import Affine, apply, apply_xy, from_extrusion, mirrors, similarity_scale
from importers.dxf.dynamic import Entity, EzPath, Namespace, Vector
from importers.dxf.extract import curves
from importers.dxf.extract.measure import usable
from importers.dxf.scene import Arc, Points, Stroke

#: An ellipse whose axes differ by less than this share is a circle that was scaled.
ROUND_SHARE = 0.002
_UP = (0.0, 0.0, 1.0)


def plane_of(dxf: Namespace, elevation: float = 0.0) -> Affine | None:
    """From the entity's own plane to the plan view; None where they are the same."""
    if not dxf.hasattr("extrusion"):
        return None
    extrusion = dxf.extrusion
    if extrusion.isclose(_UP):
        return None
    return from_extrusion(extrusion, elevation)


def line(entity: Entity, layer: str) -> Stroke:
    dxf = entity.dxf
    start, end = dxf.start, dxf.end
    points = np.array(((start.x, start.y), (end.x, end.y)))
    return Stroke(points, False, "line", layer, dxf.handle, None)


def arc(entity: Entity, layer: str) -> Stroke:
    """An ARC or CIRCLE; a radius of zero or less gives no points."""
    dxf = entity.dxf
    radius, centre = dxf.radius, dxf.center
    whole = entity.dxftype() == "CIRCLE"
    start = 0.0 if whole else float(dxf.start_angle)
    sweep = 360.0 if whole else curves.sweep_deg(start, float(dxf.end_angle))
    if radius <= 0:
        return Stroke(np.empty((0, 2)), False, "arc", layer, dxf.handle, None)
    points, closed = curves.ellipse_points(
        (centre.x, centre.y), (radius, 0.0), (0.0, radius), math.radians(start), math.radians(sweep)
    )
    exact = Arc(centre.x, centre.y, radius, start, start + sweep)
    plane = plane_of(dxf, centre.z)
    if plane is not None:
        moved = moved_arc(plane, exact)
        points, exact = apply(plane, points), moved  # type: ignore[assignment]
    kind = "circle" if closed else "arc"
    return Stroke(points, closed, kind, layer, dxf.handle, None, exact)


def moved_arc(m: Affine, arc: Arc) -> Arc | None:
    """``arc`` under ``m``, None where it is no circle any more."""
    scale = similarity_scale(m)
    if scale is None:
        return None
    x, y = apply_xy(m, arc.x, arc.y)
    sweep = arc.end_deg - arc.start_deg
    first = arc.end_deg if mirrors(m) else arc.start_deg
    a, b, c, d, _, _ = m
    cos, sin = math.cos(math.radians(first)), math.sin(math.radians(first))
    start = math.degrees(math.atan2(b * cos + d * sin, a * cos + c * sin)) % 360.0
    return Arc(x, y, arc.radius * scale, start, start + sweep)


def ellipse(entity: Entity, layer: str) -> Stroke:
    dxf = entity.dxf
    centre, major = dxf.center, dxf.major_axis
    minor = entity.minor_axis
    start = float(dxf.start_param)
    sweep = math.radians(curves.sweep_deg(math.degrees(start), math.degrees(dxf.end_param)))
    points, closed = curves.ellipse_points(
        (centre.x, centre.y), (major.x, major.y), (minor.x, minor.y), start, sweep
    )
    circle = _round_ellipse(dxf, major, minor, start, sweep)
    kind = "ellipse" if circle is None else "circle" if closed else "arc"
    return Stroke(points, closed, kind, layer, dxf.handle, None, circle)


def _round_ellipse(
    dxf: Namespace, major: Vector, minor: Vector, start: float, sweep: float
) -> Arc | None:
    long, short = math.hypot(major.x, major.y), math.hypot(minor.x, minor.y)
    if long <= 0 or abs(long - short) > ROUND_SHARE * long:
        return None
    clockwise = major.x * minor.y - major.y * minor.x < 0
    turn = -1.0 if clockwise else 1.0
    first = math.atan2(major.y, major.x) + turn * (start + sweep if clockwise else start)
    first_deg = math.degrees(first) % 360.0
    return Arc(dxf.center.x, dxf.center.y, long, first_deg, first_deg + math.degrees(sweep))


def lwpolyline(entity: Entity, layer: str) -> Stroke:
    dxf = entity.dxf
    values: NDArray[np.float64] = np.array(entity.lwpoints.values, dtype=float).reshape(-1, 5)
    plane = plane_of(dxf, float(dxf.get("elevation", 0.0)))
    return _polyline(
        values[:, :2],
        values[:, 4],
        closed=entity.closed,
        plane=plane,
        layer=layer,
        handle=dxf.handle,
    )


def polyline(entity: Entity, layer: str) -> Stroke | None:
    """A POLYLINE of 2 or 3 dimensions; None for meshes."""
    if not (entity.is_2d_polyline or entity.is_3d_polyline):
        return None
    # Spline frame vertices (flag 16) steer the curve and are not on it.
    own = [v.dxf for v in entity.vertices if not v.dxf.get("flags", 0) & 16]
    rows = [(v.location.x, v.location.y, v.get("bulge", 0.0)) for v in own]
    values = np.array(rows, dtype=float).reshape(-1, 3)
    plane = None
    if entity.is_2d_polyline:
        plane = plane_of(entity.dxf, own[0].location.z if own else 0.0)
    return _polyline(
        values[:, :2],
        values[:, 2],
        closed=entity.is_closed,
        plane=plane,
        layer=layer,
        handle=entity.dxf.handle,
    )


def _polyline(
    vertices: Points,
    bulges: NDArray[np.float64],
    *,
    closed: bool,
    plane: Affine | None,
    layer: str,
    handle: str | None,
) -> Stroke:
    points = curves.bulged(vertices, bulges, closed)
    exact = None
    if len(vertices) == 2 and not closed and abs(bulges[0]) > curves.BULGE_MIN:
        exact = _arc_of_bulge(vertices[0], vertices[1], float(bulges[0]))
    if plane is not None:
        points = apply(plane, points)
        exact = moved_arc(plane, exact) if exact else None
    return Stroke(points, closed, "polyline", layer, handle, None, exact)


def _arc_of_bulge(start: Points, end: Points, bulge: float) -> Arc:
    x, y, radius = curves.bulge_circle(start, end, bulge)
    first = start if bulge > 0 else end
    angle = math.degrees(math.atan2(float(first[1]) - y, float(first[0]) - x)) % 360.0
    return Arc(x, y, radius, angle, angle + math.degrees(4 * math.atan(abs(bulge))))


def spline(entity: Entity, layer: str) -> Stroke:
    dxf = entity.dxf
    if not len(entity.control_points) and len(entity.fit_points) > curves.MOST_FITTED:
        through = np.array(entity.fit_points, dtype=float)[:, :2]
        return Stroke(through, bool(entity.closed), "spline", layer, dxf.get("handle"), None)
    drawn = ezpath.make_path(entity)
    points = flattened(drawn)
    closed = bool(drawn.is_closed) and len(points) > 2
    return Stroke(points[:-1] if closed else points, closed, "spline", layer, _handle(entity), None)


def flattened(drawn: EzPath) -> Points:
    """The points of an ezdxf path, as near to it as its size asks for."""
    control = np.array([(v.x, v.y, v.z) for v in drawn.control_vertices()], dtype=float)
    if len(control) < 2:
        return np.empty((0, 2))
    if not usable(control):
        # Dividing such a curve would not end; its points are told as beyond all measure.
        return control[:, :2]
    # Steps smaller than the last digit of the coordinates would be divided for ever.
    finest = float(np.abs(control).max()) * curves.LAST_DIGIT
    size = float(np.ptp(control, axis=0).max())
    if finest >= size * curves.SPLINE_SHARE:
        return np.empty((0, 2))
    vertices = drawn.flattening(size * curves.SPLINE_SHARE)
    return np.array([(v.x, v.y) for v in vertices], dtype=float).reshape(-1, 2)


def solid(entity: Entity, layer: str) -> Stroke:
    """SOLID, TRACE (corners in Z order, own plane) or 3DFACE (in turn, in the plan)."""
    face = entity.dxftype() == "3DFACE"
    names = ("vtx0", "vtx1", "vtx2", "vtx3") if face else ("vtx0", "vtx1", "vtx3", "vtx2")
    corners = [entity.dxf.get(name) for name in names]
    points = np.array([(v.x, v.y) for v in corners if v is not None], dtype=float)
    points = points[np.r_[True, np.any(np.diff(points, axis=0) != 0, axis=1)]]
    plane = None if face else plane_of(entity.dxf, corners[0].z)
    if plane is not None:
        points = apply(plane, points)
    return Stroke(points, True, "solid", layer, _handle(entity), None)


def _handle(entity: Entity) -> str | None:
    handle: str | None = entity.dxf.get("handle")
    return handle
