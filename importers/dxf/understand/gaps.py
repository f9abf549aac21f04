"""Gaps in walls, told: closed small ones, openings between two rooms, rooms that leak."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from shapely import LineString, Point, Polygon, STRtree
from shapely.geometry.base import BaseGeometry

from geo.gaps import EDGE_M, Mark, closed_gaps, divided
from geo.linework import GAP_M, MAX_LEAK_M, Leak, Survey, Walls, merged, survey
from geo.repair import SAME_POINT_M, SLIP_M
from importers.dxf.findings import Findings
from importers.dxf.understand.glazing import Glass
from importers.dxf.understand.label import labels_of
from importers.dxf.understand.plan import Plan
from importers.dxf.understand.words import category_of, way_of
from importers.issues import Severity
from importers.repairs import RepairName

CROWD = 4  # so many labels of one kind side by side in a room are not rooms' numbers
PLACES_APART_M = 2.4  # from a label to the next one of its kind: desks stand nearer than rooms
_CLOSED = "It was closed with a straight line. Draw a door or the missing piece of wall there."
_OPEN = "It was left open, as asked. Draw a door or the missing piece of wall there."


def walls_surveyed(plan: Plan, lines: Sequence[BaseGeometry]) -> Survey:
    """What ``lines`` enclose as far as closing gaps is allowed, with the gaps that matter.

    Where it is not, the spaces behind the gaps are missing.
    """
    gap_m = plan.tolerance("wall_gap_m", GAP_M)
    leak_m = plan.tolerance("door_gap_m", MAX_LEAK_M)
    if plan.repairs.allows(RepairName.CLOSE_WALL_GAPS):
        return survey(lines, gap_m, leak_m)
    closed = survey(lines, gap_m, 0.0)
    gaps = closed_gaps(lines, closed.spaces, closed.gaps, gap_m)
    seen = survey(lines, SAME_POINT_M, leak_m, SAME_POINT_M)
    left = STRtree(gaps)
    leaks = (k for k in seen.leaks if not len(left.query(k.space, "dwithin", EDGE_M)))
    return Survey(seen.spaces, gaps, tuple(leaks))


def tell_gaps(
    plan: Plan,
    lines: Sequence[BaseGeometry],
    spaces: Sequence[Polygon],
    seen: Survey,
    *,
    layer: str,
    findings: Findings,
) -> None:
    """State the small gaps that were closed for ``spaces``, and ask about those beyond a slip.

    Nobody is asked about a gap that begins or ends at a window.
    """
    allowed = plan.repairs.allows(RepairName.CLOSE_WALL_GAPS)
    gap_m = plan.tolerance("wall_gap_m", GAP_M)
    glass = Glass(plan)
    for gap in closed_gaps(lines, spaces, seen.gaps, gap_m) if allowed else seen.gaps:
        plan.repairs.note(RepairName.CLOSE_WALL_GAPS, gap.bounds, float(gap.length))
        if not allowed or (gap.length > SLIP_M and not glass.ends(gap)):
            _tell_opening(gap, "Two walls", allowed, layer, findings)


def rooms_apart(
    plan: Plan,
    lines: Sequence[BaseGeometry],
    spaces: Sequence[Polygon],
    *,
    layer: str,
    findings: Findings,
) -> list[Polygon]:
    """``spaces``, those that hold two rooms' numbers divided at the opening between them."""
    marks = room_marks(plan)
    tree = STRtree([point for point, _ in marks])
    gap_m = plan.tolerance("wall_gap_m", GAP_M)
    small = plan.repairs.allows(RepairName.CLOSE_WALL_GAPS)
    walls: Walls | None = None
    found: list[Polygon] = []
    for space in spaces:
        inside = [marks[i] for i in sorted(tree.query(space, predicate="covers").tolist())]
        inside = _of_rooms(inside)
        alike = Counter(way_of(name) for _, name in inside).most_common(1)
        inside = [mark for mark in inside if way_of(mark[1]) == alike[0][0]]
        if len({name for _, name in inside}) < 2:
            found.append(space)
            continue
        walls = walls if walls is not None else Walls(merged(lines))
        parts = divided(space, walls, inside, gap_m)
        if not small and any(o.length <= gap_m for part in parts for o in part.openings):
            parts = ()
        allowed = plan.repairs.allows(RepairName.CLOSE_WALL_OPENINGS)
        for opening in (part.openings[0] for part in parts if part.openings):
            plan.repairs.note(RepairName.CLOSE_WALL_OPENINGS, opening.bounds, float(opening.length))
            _tell_opening(opening, "The walls between two rooms", allowed, layer, findings)
        found += [part.shape for part in parts] if parts and allowed else [space]
    return sorted(found, key=lambda p: p.bounds)


def _of_rooms(marks: Sequence[Mark]) -> list[Mark]:
    """``marks`` of one space without those that stand side by side, as the labels of desks do.

    Rooms that a wall should part have their numbers further from each other than places have.
    """
    ways: dict[str, list[Mark]] = {}
    for mark in marks:
        ways.setdefault(way_of(mark[1]), []).append(mark)
    return [m for alike in ways.values() if not _is_crowd(alike) for m in alike]


def _is_crowd(marks: Sequence[Mark]) -> bool:
    if len(marks) < CROWD:
        return False
    points = STRtree([point for point, _ in marks])
    _, apart = points.query_nearest(
        [point for point, _ in marks], exclusive=True, return_distance=True, all_matches=False
    )
    return float(np.median(apart)) < PLACES_APART_M if len(apart) else True


def room_marks(plan: Plan) -> list[Mark]:
    """Where rooms are numbered, or named where none has a number: one kind for a drawing.

    Two rooms may have one name; a corridor may be named at both its ends.
    """
    told = labels_of(plan)
    numbers = [(Point(t.x, t.y), t.number) for t in told if t.strong and t.number]
    if numbers:
        return numbers
    found: list[Mark] = []
    ways: dict[str, int] = {}
    for index, label in enumerate(told):
        category = category_of(label.name) if label.name else None
        if label.name and (label.strong or category):
            same = ways.setdefault(label.name, index) if category == "walkway" else index
            found.append((Point(label.x, label.y), str(same)))
    return found


def kept_leaks(plan: Plan, leaks: Sequence[Leak], layer: str, findings: Findings) -> list[Polygon]:
    """The spaces that close only over an opening, each with the missing line pointed at.

    Without leave to close them they are told but are no rooms.
    """
    allowed = plan.repairs.allows(RepairName.CLOSE_WALL_OPENINGS)
    for leak in leaks:
        around = f"Walls around {leak.space.area:.1f} m\u00b2"
        for opening in leak.openings:
            length_m = float(opening.length)
            plan.repairs.note(RepairName.CLOSE_WALL_OPENINGS, opening.bounds, length_m)
        for opening in leak.openings[:1]:
            _tell_opening(opening, around, allowed, layer, findings)
    return [leak.space for leak in leaks] if allowed else []


def _tell_opening(gap: LineString, what: str, closed: bool, layer: str, findings: Findings) -> None:
    (x0, y0), (x1, y1) = gap.coords[0], gap.coords[-1]
    wide = f"{gap.length:.2f} m" if gap.length >= 1 else f"{gap.length * 1000:.0f} mm"
    findings.add(
        "WALL_LEAK",
        Severity.WARNING if closed else Severity.ERROR,
        f"{what} leave an opening of {wide}.",
        _CLOSED if closed else _OPEN,
        layer=layer,
        at=((x0 + x1) / 2, (y0 + y1) / 2),
        segment=(x0, y0, x1, y1),
    )
