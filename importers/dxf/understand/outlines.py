"""Closed shapes on layers of one meaning: polylines, hatches, and lines that meet end to end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from geo.joins import joins
from geo.repair import SAME_POINT_M, SLIP_M, Gap, Repaired, gap_class, repair, repair_ring
from geo.shapes import polygons_of
from importers.dxf.drawn import closes, drawn_lines
from importers.dxf.findings import Findings
from importers.dxf.scene import Filled, Stroke
from importers.dxf.understand.plan import Plan, lines_of
from importers.issues import Severity
from importers.repairs import RepairName
from importers.roles import BlockRole, LayerRole

OPEN_SHARE = 0.2  # of the outline's length; a wider opening is no outline at all
MIN_FACE_M2 = 1.0
MAX_JOINED = 20_000  # more loose lines on one layer are a pattern, and joining would not end
FEW_RINGS = 16  # so many are joined one by one, which would take long for thousands
_PIECES = frozenset(BlockRole) - {BlockRole.UNKNOWN, BlockRole.ROOM_TAG}
_NOTHING = Repaired((), True, None)
_DONE = {
    Gap.NONE: "It is rounding, and was closed.",
    Gap.SLIP: "It was closed with a straight line. Close the polyline in the drawing to be sure.",
    Gap.DOUBT: "It was closed with a straight line. Look whether that is where its edge runs.",
    Gap.OPEN: "It was closed with a straight line. If it is a way through, draw a door there.",
}


@dataclass(frozen=True, slots=True)
class Outline:
    """One closed shape with where it came from; ``source`` is polyline, hatch or linework."""

    polygon: Polygon
    source: str
    layer: str
    handle: str | None


def closed_outlines(
    plan: Plan, roles: Collection[LayerRole], findings: Findings | None
) -> list[Outline]:
    """Every closed shape on layers with one of ``roles``, repaired, with what was done reported.

    Ends that miss each other by up to 1 mm are joined without a finding, wider gaps with one.
    Without ``findings`` it is only a look: no repair is stated.
    """
    found: list[Outline] = []
    loose: dict[str, list[Stroke]] = defaultdict(list)
    mender = _Mender(plan, findings)
    for _, stroke in plan.strokes_on(roles):
        if _in_a_piece(plan, stroke.insertion):
            continue
        repaired = mender.from_stroke(stroke)
        if repaired is None:
            loose[stroke.layer].append(stroke)
            continue
        found += [Outline(p, "polyline", stroke.layer, stroke.handle) for p in repaired.parts]
    for fill in plan.scene.fills:
        if plan.layer_role(fill.layer) in roles and not _in_a_piece(plan, fill.insertion):
            parts = mender.from_fill(fill)
            found += [Outline(p, "hatch", fill.layer, fill.handle) for p in parts]
    for layer, strokes in loose.items():
        found += mender.faces(layer, strokes, found)
    return found


def _in_a_piece(plan: Plan, insertion: int | None) -> bool:
    return any(role in _PIECES for role in plan.roles_around(insertion))


class _Mender:
    """Closes and mends outlines as far as the plan allows, and states each repair."""

    def __init__(self, plan: Plan, findings: Findings | None) -> None:
        self._repairs = plan.repairs
        self._findings = findings
        self._drawn = plan.once("drawn by hand", lambda asked: drawn_lines(asked.scene))

    def from_stroke(self, stroke: Stroke) -> Repaired | None:
        """The stroke as polygons, None when it is not meant to be closed."""
        points = stroke.points
        if len(points) < 3 or not np.isfinite(points).all():
            return None
        if not stroke.closed and not np.array_equal(points[0], points[-1]):
            if not _is_nearly_closed(points):
                return None
            if closes(self._drawn, points):
                return repair_ring(points)
            self._tell_open(stroke)
            if not self._repairs.allows(RepairName.CLOSE_OUTLINES):
                return _NOTHING
        repaired = repair_ring(points)
        if repaired.was_valid or not repaired.parts:
            return repaired
        return self._mended(repaired, stroke, repaired.place or _middle(stroke))

    def from_fill(self, fill: Filled) -> tuple[Polygon, ...]:
        """The polygons of a hatch: rings inside rings are holes, whatever order they come in."""
        rings = [Polygon(r) for r in fill.rings if len(r) >= 3 and np.isfinite(r).all()]
        if not rings:
            return ()
        seen = [repair(ring) for ring in rings]
        for crossed in (one for one in seen if not one.was_valid and one.parts):
            if not self._mended(crossed, fill, crossed.place or _corner(fill)).parts:
                return ()
        parts = [part for one in seen for part in one.parts]
        parts.sort(key=lambda p: (-float(p.area), p.bounds))
        # Rings that touch make a shape that has to be cut where they do; nothing is lost there.
        return repair(_odd_cover(parts)).parts

    def faces(self, layer: str, strokes: list[Stroke], known: list[Outline]) -> list[Outline]:
        """Rooms drawn as separate lines that meet: the faces between them."""
        lines = [line for line in lines_of(strokes) if line.length > SLIP_M]
        if len(lines) < 3:
            return []
        links = joins(lines, SLIP_M) if len(lines) <= MAX_JOINED else ()
        joined = [*lines, *links] if self._repairs.allows(RepairName.JOIN_LINES) else lines
        # Snap rounding: ends that lie on other lines meet them, however the plan is turned.
        noded = shapely.union_all(joined, grid_size=SAME_POINT_M)
        faces = polygons_of(shapely.polygonize([noded]))
        here = [k.polygon for k in known if k.layer == layer]
        taken = shapely.union_all(here) if here else Polygon()
        found = [
            Outline(face, "linework", layer, strokes[0].handle)
            for face in sorted(faces, key=lambda p: p.bounds)
            if face.area >= MIN_FACE_M2 and face.intersection(taken).area < 0.5 * face.area
        ]
        self._note_joins(links, found)
        return found

    def _note_joins(self, links: Collection[LineString], found: list[Outline]) -> None:
        """Joins count where they made an outline; those left undone count anyway."""
        made = self._repairs.allows(RepairName.JOIN_LINES)
        edges = shapely.union_all([o.polygon.boundary for o in found]) if found else Polygon()
        for link in links if self._findings is not None else ():
            if not made or link.distance(edges) <= 2 * SAME_POINT_M:
                self._repairs.note(RepairName.JOIN_LINES, link.bounds, float(link.length))

    def _mended(
        self, repaired: Repaired, shape: Stroke | Filled, at: tuple[float, float]
    ) -> Repaired:
        """What is left of an outline that crosses itself: nothing where mending is off."""
        allowed = self._repairs.allows(RepairName.MEND_CROSSINGS)
        if self._findings is not None:
            self._repairs.note(RepairName.MEND_CROSSINGS, (shape.handle, at))
            kept = "Its valid part was kept." if allowed else "It was left out, as asked."
            self._findings.add(
                "ROOM_SELF_CROSSING",
                Severity.WARNING if allowed else Severity.ERROR,
                f"An outline on layer {shape.layer} crosses or touches itself.",
                f"{kept} Check the shape at the pin and redraw the corner if needed.",
                handle=shape.handle,
                layer=shape.layer,
                at=at,
            )
        return repaired if allowed else _NOTHING

    def _tell_open(self, stroke: Stroke) -> None:
        """State the gap of an outline, wherever it lies, and report it beyond rounding."""
        if self._findings is None:
            return
        (x0, y0), (x1, y1) = stroke.points[-1].tolist(), stroke.points[0].tolist()
        gap_m = float(np.hypot(x1 - x0, y1 - y0))
        self._repairs.note(RepairName.CLOSE_OUTLINES, (stroke.handle, x0, y0), gap_m)
        allowed = self._repairs.allows(RepairName.CLOSE_OUTLINES)
        kind = gap_class(gap_m)
        if allowed and kind is Gap.NONE:
            return
        left = "It was left open, as asked. Close the polyline in the drawing."
        self._findings.add(
            "ROOM_NOT_CLOSED",
            Severity.WARNING if allowed else Severity.ERROR,
            f"An outline on layer {stroke.layer} is open by {_length(gap_m)}.",
            _DONE[kind] if allowed else left,
            handle=stroke.handle,
            layer=stroke.layer,
            at=((x0 + x1) / 2, (y0 + y1) / 2),
            segment=(x0, y0, x1, y1),
        )


def _odd_cover(parts: Sequence[Polygon]) -> BaseGeometry:
    """What lies in an odd number of ``parts``; joined in halves, so that many cost little more."""
    if len(parts) > FEW_RINGS:
        half = len(parts) // 2
        return _odd_cover(parts[:half]).symmetric_difference(_odd_cover(parts[half:]))
    shape: BaseGeometry = Polygon()
    for part in parts:
        shape = shape.symmetric_difference(part)
    return shape


def _is_nearly_closed(points: np.ndarray) -> bool:
    gap_m = float(np.hypot(*(points[-1] - points[0])))
    kind = gap_class(gap_m)
    if kind is Gap.NONE:
        return True
    length = float(np.hypot(*np.diff(points, axis=0).T).sum())
    if len(points) < 4 or gap_m > OPEN_SHARE * length:
        return False
    ring = Polygon(points)
    return kind is not Gap.OPEN or (ring.is_valid and float(ring.area) >= MIN_FACE_M2)


def _length(gap_m: float) -> str:
    return f"{gap_m * 1000:.1f} mm" if gap_m < 1 else f"{gap_m:.2f} m"


def _middle(stroke: Stroke) -> tuple[float, float]:
    centre = LineString(stroke.points).centroid
    return float(centre.x), float(centre.y)


def _corner(fill: Filled) -> tuple[float, float]:
    return float(fill.rings[0][0, 0]), float(fill.rings[0][0, 1])
