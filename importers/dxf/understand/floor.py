"""What is neither room nor desk: stairs and lifts, zones, and the floor's outer edge."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import shapely
from shapely import MultiPolygon, Point, Polygon, STRtree
from shapely.geometry.base import BaseGeometry

from geo.linework import fill_columns
from geo.shapes import hull, oriented_box, polygons_of
from importers.draft import DraftConnector, DraftRoom, DraftZone
from importers.dxf.findings import Findings
from importers.dxf.understand.outlines import Outline, closed_outlines
from importers.dxf.understand.plan import Plan, lines_of
from importers.dxf.understand.wells import lifts, stairs
from importers.dxf.understand.words import plain_layer
from importers.issues import Severity
from importers.roles import BlockRole, LayerRole

WALL_SPAN_M = 0.6  # rooms on two sides of a wall are one floor
MIN_CONNECTOR_M2 = 0.8
MIN_FLOOR_M2 = 4.0
STEP_GAP_M = 0.45  # the next tread of a stair is not further away
MIN_STEPS = 4
_ZONE_TEXTS = {LayerRole.ZONE, LayerRole.ZONE_LABEL}
_ESCALATOR = re.compile(r"escal|rolltrep|roltrap|rulletrap|rulltrapp", re.IGNORECASE)
_ZONE_WORD = re.compile(r"zon|area|sect|bereich", re.IGNORECASE)
_RAMP = re.compile(r"ramp|helling", re.IGNORECASE)


_BY_LOOKS = (("stair", LayerRole.STAIR, stairs), ("lift", LayerRole.LIFT, lifts))


def connectors(plan: Plan) -> list[DraftConnector]:
    """Stairs, lifts, ramps and escalators from closed shapes, blocks, or treads side by side."""
    found: list[DraftConnector] = []
    for role, kind in ((LayerRole.STAIR, "stair"), (LayerRole.LIFT, "lift")):
        shapes = _wells(plan, role) or _flights(plan, role)
        found += [
            DraftConnector(_kind(kind, s.layer), None, s.polygon, s.layer, s.handle) for s in shapes
        ]
    known = STRtree([c.polygon for c in found])
    for index, insertion in enumerate(plan.scene.insertions):
        roles = plan.roles_around(index)
        if roles[0] not in {BlockRole.STAIR, BlockRole.LIFT} or roles[0] in roles[1:]:
            continue
        box = oriented_box(hull(plan.points_of(index))) if plan.strokes_of[index] else None
        if box is None or box.area < MIN_CONNECTOR_M2:
            continue
        if len(known.query(Point(box.x, box.y), predicate="intersects")):
            continue
        kind = "stair" if roles[0] is BlockRole.STAIR else "lift"
        kind = _kind(kind, insertion.block)
        found.append(DraftConnector(kind, None, box.polygon, insertion.layer, insertion.handle))
    return found + _unnamed(plan, found)


def _unnamed(plan: Plan, known: Sequence[DraftConnector]) -> list[DraftConnector]:
    """Stairs and lifts by how they are drawn.

    Where names tell of some, only those count that are drawn on a layer of that name and stand
    apart: a stair of treads beside stairs with an outline.
    """
    kinds = {connector.kind for connector in known}
    found: list[DraftConnector] = []
    for kind, role, look in _BY_LOOKS:
        for well in look(plan):
            named = kind in kinds
            if named and plan.layer_role(well.layer) is not role:
                continue
            seen = well.polygon if named else well.polygon.centroid
            inside = any(c.polygon.intersects(seen) for c in (*known, *found))
            if not inside:
                found.append(DraftConnector(kind, None, well.polygon, well.layer, well.handle))
    return found


def _kind(kind: str, words: str) -> str:
    if _ESCALATOR.search(words):
        return "escalator"
    return "ramp" if _RAMP.search(words) else kind


def _wells(plan: Plan, role: LayerRole) -> list[Outline]:
    """Closed shapes on a stair or lift layer; circles are symbols where outlines exist."""
    circles = {s.handle for _, s in plan.strokes_on({role}) if s.kind == "circle" and s.handle}
    shapes = [
        o
        for o in closed_outlines(plan, {role}, Findings())
        if o.polygon.area >= MIN_CONNECTOR_M2 and o.source != "linework"
    ]
    angular = [o for o in shapes if o.handle not in circles]
    outer: list[Outline] = []
    for shape in sorted(angular or shapes, key=lambda o: (-o.polygon.area, o.polygon.bounds)):
        middle = shape.polygon.representative_point()
        if not any(o.polygon.contains(middle) for o in outer):
            outer.append(shape)
    return outer


def _flights(plan: Plan, role: LayerRole) -> list[Outline]:
    """Groups of lines side by side, as treads are drawn: one stair for each group."""
    strokes = [s for _, s in plan.strokes_on({role}) if not _in_a_well(plan, s.insertion)]
    lines = lines_of(strokes)
    if len(lines) < MIN_STEPS:
        return []
    groups = polygons_of(shapely.union_all(shapely.buffer(lines, STEP_GAP_M / 2, quad_segs=2)))
    tree = STRtree(lines)
    found = []
    for group in sorted(groups, key=lambda p: p.bounds):
        members = tree.query(group, predicate="intersects").tolist()
        area = shapely.convex_hull(shapely.union_all([lines[i] for i in members]))
        if len(members) >= MIN_STEPS and area.area >= MIN_CONNECTOR_M2:
            found.append(Outline(area, "linework", strokes[0].layer, strokes[0].handle))
    return found


def _in_a_well(plan: Plan, insertion: int | None) -> bool:
    """True inside a block that is a stair or a lift by itself."""
    return any(r in {BlockRole.STAIR, BlockRole.LIFT} for r in plan.roles_around(insertion))


def zones(plan: Plan, hulls: Sequence[Outline]) -> list[DraftZone]:
    """Areas on zone layers and ``hulls``, named by a zone layer's text inside, else by layer."""
    shapes = [*closed_outlines(plan, {LayerRole.ZONE}, Findings()), *hulls]
    own = [t for t in plan.scene.texts if plan.layer_role(t.layer) in _ZONE_TEXTS]
    found = []
    seen: list[Polygon] = []
    for shape in sorted(shapes, key=lambda o: (o.source != "polyline", o.polygon.bounds)):
        if any(_same(shape.polygon, s) for s in seen):
            continue
        seen.append(shape.polygon)
        inside = [t for t in own if shape.polygon.intersects(Point(t.x, t.y))]
        inside.sort(key=lambda t: (-t.height, -t.y, t.x))
        name = " ".join(inside[0].text.split()) if inside else _zone_layer_name(shape.layer)
        found.append(DraftZone(name or None, shape.polygon, shape.layer, shape.handle))
    return found


def _same(one: Polygon, two: Polygon) -> bool:
    shared = float(one.intersection(two).area)
    return shared > 0.98 * max(float(one.area), float(two.area))


def _zone_layer_name(layer: str) -> str | None:
    """ "ZONE-Quiet" names its zone; "A-ZONE" says nothing."""
    words = re.split(r"[-_\s]+", plain_layer(layer))
    rest = [
        w for w in words if len(w) > 2 and not re.match(r"zon|area|sect|bereich", w, re.IGNORECASE)
    ]
    return " ".join(rest) or None


def _closed(shapes: Sequence[Polygon], half_m: float) -> BaseGeometry:
    """All shapes together, with what is narrower than twice ``half_m`` between them."""
    # At the tip of a needle the mitre has no end; the other corners are still right.
    with np.errstate(all="ignore"):
        grown = shapely.union_all([s.buffer(half_m, join_style="mitre") for s in shapes])
        return grown.buffer(-half_m, join_style="mitre")


def floor_outline(
    plan: Plan, rooms: Sequence[DraftRoom], findings: Findings
) -> MultiPolygon | None:
    """The outer edge: drawn shapes on an outline layer, else all rooms and wells together."""
    drawn = [
        o.polygon
        for o in closed_outlines(plan, {LayerRole.OUTLINE}, Findings())
        if o.polygon.area >= MIN_FLOOR_M2
    ]
    if drawn:
        return _many(shapely.union_all(drawn))
    shapes = [r.polygon for r in rooms]
    if not shapes:
        return None
    whole = _closed(shapes, WALL_SPAN_M / 2)
    if len(polygons_of(whole)) > 1:
        findings.add(
            "OUTLINE_GUESSED",
            Severity.INFO,
            "No outline of the floor is drawn; it was put together from the rooms.",
            "Draw one closed polyline around the floor on a layer of its own.",
        )
    return _many(whole)


def _many(shape: shapely.Geometry) -> MultiPolygon | None:
    parts = [fill_columns(p) for p in polygons_of(shape) if p.area > 0]
    parts.sort(key=lambda p: p.bounds)
    return MultiPolygon(parts) if parts else None
