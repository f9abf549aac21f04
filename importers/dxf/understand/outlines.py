"""Closed shapes on layers of one meaning: polylines, hatches, and lines that meet end to end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import LineString, Polygon

from geo.repair import SLIP_M, Gap, Repaired, gap_class, repair, repair_ring
from geo.shapes import polygons_of
from importers.dxf.findings import Findings
from importers.dxf.scene import Filled, Stroke
from importers.dxf.understand.plan import Plan, lines_of
from importers.issues import Severity
from importers.roles import BlockRole, LayerRole

OPEN_SHARE = 0.2  # of the outline's length; a wider opening is no outline at all
MIN_FACE_M2 = 1.0
_PIECES = frozenset(BlockRole) - {BlockRole.UNKNOWN, BlockRole.ROOM_TAG}


@dataclass(frozen=True, slots=True)
class Outline:
    """One closed shape with where it came from; ``source`` is polyline, hatch or linework."""

    polygon: Polygon
    source: str
    layer: str
    handle: str | None


def closed_outlines(plan: Plan, roles: Collection[LayerRole], findings: Findings) -> list[Outline]:
    """Every closed shape on layers with one of ``roles``, repaired, with what was done reported.

    Ends that miss each other by up to 1 mm are joined silently, wider gaps with a warning.
    """
    found: list[Outline] = []
    loose: dict[str, list[Stroke]] = defaultdict(list)
    for _, stroke in plan.strokes_on(roles):
        if _in_a_piece(plan, stroke.insertion):
            continue
        repaired = _from_stroke(stroke, findings)
        if repaired is None:
            loose[stroke.layer].append(stroke)
            continue
        found += [Outline(p, "polyline", stroke.layer, stroke.handle) for p in repaired.parts]
    for fill in plan.scene.fills:
        if plan.layer_role(fill.layer) in roles and not _in_a_piece(plan, fill.insertion):
            found += [Outline(p, "hatch", fill.layer, fill.handle) for p in fill_polygons(fill)]
    for layer, strokes in loose.items():
        found += _faces(layer, strokes, found)
    return found


def fill_polygons(fill: Filled) -> tuple[Polygon, ...]:
    """The polygons of a hatch: rings inside rings are holes, whatever order they come in."""
    rings = [Polygon(r) for r in fill.rings if len(r) >= 3 and np.isfinite(r).all()]
    if not rings:
        return ()
    parts = [part for ring in rings for part in repair(ring).parts]
    parts.sort(key=lambda p: (-float(p.area), p.bounds))
    shape = Polygon()
    for part in parts:
        shape = shape.symmetric_difference(part)
    return repair(shape).parts


def _in_a_piece(plan: Plan, insertion: int | None) -> bool:
    return any(role in _PIECES for role in plan.roles_around(insertion))


def _from_stroke(stroke: Stroke, findings: Findings) -> Repaired | None:
    """The stroke as polygons, None when it is not meant to be closed."""
    points = stroke.points
    if len(points) < 3 or not np.isfinite(points).all():
        return None
    if not stroke.closed and not _closable(stroke, findings):
        return None
    repaired = repair_ring(points)
    if not repaired.was_valid and repaired.parts:
        place = repaired.place or _middle(stroke)
        findings.add(
            "ROOM_SELF_CROSSING",
            Severity.WARNING,
            f"An outline on layer {stroke.layer} crosses or touches itself.",
            "Its valid part was kept. Check the shape at the pin and redraw the corner if needed.",
            handle=stroke.handle,
            layer=stroke.layer,
            at=place,
        )
    return repaired


def _closable(stroke: Stroke, findings: Findings) -> bool:
    points = stroke.points
    gap_m = float(np.hypot(*(points[-1] - points[0])))
    kind = gap_class(gap_m)
    if kind is Gap.NONE:
        return True
    length = float(np.hypot(*np.diff(points, axis=0).T).sum())
    if len(points) < 4 or gap_m > OPEN_SHARE * length:
        return False
    ring = Polygon(points)
    if kind is Gap.OPEN and (not ring.is_valid or float(ring.area) < MIN_FACE_M2):
        return False
    small = gap_m <= SLIP_M
    findings.add(
        "ROOM_NOT_CLOSED",
        Severity.INFO if small else Severity.WARNING,
        f"An outline on layer {stroke.layer} is open by {gap_m:.3f} m.",
        "It was closed with a straight line. Close the polyline in the drawing to be sure.",
        handle=stroke.handle,
        layer=stroke.layer,
        at=_between(points),
    )
    return True


def _faces(layer: str, strokes: list[Stroke], known: list[Outline]) -> list[Outline]:
    """Rooms drawn as separate lines that meet: the faces between them."""
    lines = [line for line in lines_of(strokes) if line.length > SLIP_M]
    if len(lines) < 3:
        return []
    noded = shapely.union_all(shapely.set_precision(lines, SLIP_M / 4))
    faces = shapely.polygonize([noded])
    here = [k.polygon for k in known if k.layer == layer]
    taken = shapely.union_all(here) if here else Polygon()
    return [
        Outline(face, "linework", layer, strokes[0].handle)
        for face in sorted(polygons_of(faces), key=lambda p: p.bounds)
        if face.area >= MIN_FACE_M2 and face.intersection(taken).area < 0.5 * face.area
    ]


def _between(points: np.ndarray) -> tuple[float, float]:
    middle = (points[0] + points[-1]) / 2
    return float(middle[0]), float(middle[1])


def _middle(stroke: Stroke) -> tuple[float, float]:
    centre = LineString(stroke.points).centroid
    return float(centre.x), float(centre.y)
