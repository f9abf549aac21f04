"""Rooms from plain wall lines, when nobody drew the rooms themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

import shapely
from shapely import LineString, MultiLineString, Polygon
from shapely.geometry.base import BaseGeometry

from geo.linework import GAP_M, MAX_LEAK_M, enclosed, leaks
from geo.shapes import hull, oriented_box
from importers.dxf.findings import Findings
from importers.dxf.understand.doors import Doors
from importers.dxf.understand.outlines import Outline
from importers.dxf.understand.plan import Plan, line_of
from importers.dxf.understand.swings import is_leaf_arc
from importers.issues import Severity
from importers.roles import BlockRole, LayerRole

_SOLID = {LayerRole.WALL, LayerRole.WINDOW, LayerRole.DOOR, LayerRole.COLUMN, LayerRole.OUTLINE}
_MOVABLE = {BlockRole.DESK, BlockRole.CHAIR, BlockRole.FURNITURE, BlockRole.IGNORE}
MAX_LINES = 60_000  # above this the drawing is no floor plan, and the work would not end


def rooms_from_walls(plan: Plan, doors: Doors, findings: Findings) -> list[Outline]:
    """The spaces between walls, windows, columns and closed doors; leaks are reported."""
    for roles in (_SOLID, _SOLID | {LayerRole.UNKNOWN}):
        lines = barrier_lines(plan, doors, roles)
        if not 3 <= len(lines) <= MAX_LINES:
            continue
        layer = _main_layer(plan, roles)
        gap_m = plan.tolerance("wall_gap_m", GAP_M)
        spaces = enclosed(lines, gap_m)
        found = [Outline(space, "linework", layer, None) for space in spaces]
        found += _leaking(plan, lines, spaces, layer, findings)
        if found:
            return found
    return []


def barrier_lines(plan: Plan, doors: Doors, roles: Collection[LayerRole]) -> list[BaseGeometry]:
    """Everything that keeps people from walking through, as lines."""
    lines: list[BaseGeometry] = list(doors.closers)
    windows: set[int] = set()
    for index, stroke in enumerate(plan.scene.strokes):
        if index in doors.strokes:
            continue
        around = plan.chain(stroke.insertion)
        block_roles = [plan.block_role(i) for i in around]
        if BlockRole.WINDOW in block_roles:
            windows.add(around[block_roles.index(BlockRole.WINDOW)])
            continue
        if any(r in _MOVABLE for r in block_roles) or plan.layer_role(stroke.layer) not in roles:
            continue
        if is_leaf_arc(stroke) and plan.layer_role(stroke.layer) is not LayerRole.WALL:
            continue
        line = line_of(stroke)
        if line is not None:
            lines.append(line)
    lines += [b for i in sorted(windows) if (b := _frame(plan, i)) is not None]
    lines += _filled(plan)
    return lines


def wall_lines(plan: Plan) -> MultiLineString:
    """The walls for display; empty when no layer holds walls."""
    lines = [
        line
        for stroke in plan.scene.strokes
        if plan.layer_role(stroke.layer) in {LayerRole.WALL, LayerRole.COLUMN}
        and (line := line_of(stroke)) is not None
    ]
    return MultiLineString(lines)


def _frame(plan: Plan, insertion: int) -> LineString | None:
    """A window block as its rectangle: its many lines say nothing more about the room."""
    box = oriented_box(hull(plan.points_of(insertion)))
    return box.polygon.exterior if box is not None else None


def _filled(plan: Plan) -> list[BaseGeometry]:
    return [
        shapely.linearrings(ring)
        for fill in plan.scene.fills
        if plan.layer_role(fill.layer) in {LayerRole.WALL, LayerRole.COLUMN}
        for ring in fill.rings
        if len(ring) >= 3
    ]


def _main_layer(plan: Plan, roles: Collection[LayerRole]) -> str:
    counts = Counter(
        s.layer
        for s in plan.scene.strokes
        if plan.layer_role(s.layer) in roles and plan.layer_role(s.layer) is not LayerRole.DOOR
    )
    return min(counts, key=lambda name: (-counts[name], name), default="0")


def _leaking(
    plan: Plan,
    lines: list[BaseGeometry],
    spaces: tuple[Polygon, ...],
    layer: str,
    findings: Findings,
) -> list[Outline]:
    """Rooms that close only over an opening: kept, with the missing line pointed at."""
    found = []
    for leak in leaks(lines, spaces, plan.tolerance("door_gap_m", MAX_LEAK_M)):
        gap = leak.openings[0] if leak.openings else leak.space.exterior
        middle = gap.interpolate(0.5, normalized=True)
        findings.add(
            "WALL_LEAK",
            Severity.WARNING,
            f"The walls of a room of {leak.space.area:.1f} m\u00b2 leave {len(leak.openings)} "
            f"opening(s), the narrowest {gap.length:.2f} m wide.",
            "It was closed with a straight line. Draw a door or the missing piece of wall there.",
            layer=layer,
            at=(float(middle.x), float(middle.y)),
        )
        found.append(Outline(leak.space, "linework", layer, None))
    return found
