"""Doors from blocks, loose arcs and door outlines, and the lines that close their openings."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

import shapely
from shapely import LineString, STRtree

from geo.shapes import Box, hull, oriented_box
from importers.draft import DraftDoor
from importers.dxf.scene import Stroke
from importers.dxf.understand.leaves import operation_by_name
from importers.dxf.understand.plan import Plan
from importers.dxf.understand.swings import (
    Swing,
    is_leaf_arc,
    leaf_arcs,
    leaf_ends,
    meets_a_leaf,
    stepped_arcs,
    swing_of,
    wall_gap,
)
from importers.dxf.understand.words import category_of, plain_layer
from importers.roles import BlockRole, LayerRole

SAME_M = 0.05  # two doors from and to the same spots are one
SAME_HINGE_M, SAME_LATCH_M = 0.12, 0.2  # both arcs of a thick leaf turn round one hinge
HANGS_M = 0.15  # from the wall to the hinge of a door on a layer of furniture
PAIR_M = 0.2  # two leaves whose latches meet this closely are one double door
REACH_M = 0.35  # a closing line is drawn on to a wall that stands this near
LEAF_POINTS = 12  # a leaf is a line or a rectangle
MAX_DOOR_M = 4.0
MAX_DEPTH_M = 0.6  # a door outline is not deeper than a wall
_WALLS = {LayerRole.WALL, LayerRole.COLUMN, LayerRole.WINDOW}
# Without a swing only the name tells a sliding door from a window on the same layer.
_DOOR_NAME = re.compile(
    r"door|t(?:ue|\u00fc)r|deur|d(?:oe|\u00f8|\u00f6)rr?|port[ae]|puerta|\bovi|drzwi|dvere|gate|tor\b|"
    r"entrance|opening|pocket|sliding|overhead|roll",
    re.IGNORECASE,
)
_NO_DOORS = {
    BlockRole.DESK,
    BlockRole.CHAIR,
    BlockRole.FURNITURE,
    BlockRole.WINDOW,
    BlockRole.IGNORE,
}
_ARC_LAYERS = {LayerRole.DOOR, LayerRole.WALL, LayerRole.WINDOW, LayerRole.UNKNOWN}


@dataclass(slots=True)
class Doors:
    """Doors, the strokes that draw them (and are no walls), and the lines that close the walls."""

    doors: list[DraftDoor] = field(default_factory=list)
    strokes: set[int] = field(default_factory=set)
    closers: list[LineString] = field(default_factory=list)
    leaves: list[Swing] = field(default_factory=list)  # all that swing, also two on one hinge


def find_doors(plan: Plan) -> Doors:
    """Every door of the scene, in drawing order."""
    found = Doors()
    walls = _wall_tree(plan)
    for index in range(len(plan.scene.insertions)):
        if _is_door(plan, index) and not any(_is_door(plan, i) for i in plan.chain(index)[1:]):
            _from_insert(plan, index, walls, found)
    _from_arcs(plan, walls, found)
    found.doors = _once(_paired(found.doors))
    _from_outlines(plan, found)
    found.closers += [d.line for d in found.doors]
    found.closers += _reaching_walls(found.doors, walls)
    return found


def _is_door(plan: Plan, index: int) -> bool:
    """A block of that role, or one on a door layer whose name says nothing and which swings."""
    role = plan.block_role(index)
    if role is not BlockRole.UNKNOWN:
        return role is BlockRole.DOOR
    layer = plan.layer_role(plan.scene.insertions[index].layer)
    members = plan.strokes_of[index]
    return layer is LayerRole.DOOR and any(is_leaf_arc(plan.scene.strokes[i]) for i in members)


def _wall_tree(plan: Plan) -> STRtree:
    lines = [
        line
        for _, stroke in plan.strokes_on(_WALLS)
        if stroke.insertion is None and (line := stroke.line) is not None
    ]
    return STRtree(lines)


def _from_insert(plan: Plan, index: int, walls: STRtree, found: Doors) -> None:
    insertion = plan.scene.insertions[index]
    members = plan.strokes_of[index]
    strokes = [plan.scene.strokes[i] for i in members]
    meeting = partial(plan.once, "leaf ends", leaf_ends)
    swings = [
        swing
        for i, arc in leaf_arcs(plan.scene.strokes, members)
        if (swing := swing_of(i, arc, strokes, walls, meeting)) is not None
    ]
    found.leaves += swings
    doors = _doors_of(_one_per_leaf(swings), insertion.layer, insertion.handle)
    if not doors and strokes and _DOOR_NAME.search(insertion.block):
        box = oriented_box(hull([s.points for s in strokes]))
        if box is not None and 0.5 <= box.length <= MAX_DOOR_M:
            door = _opening(box, "door", insertion.layer, insertion.handle)
            doors = [replace(door, operation=operation_by_name(insertion.block))]
    if doors:
        found.doors += doors
        found.strokes.update(members)


def _from_arcs(plan: Plan, walls: STRtree, found: Doors) -> None:
    """Loose arcs: the leaf may be any line beside it, so neighbours are looked up in a tree."""
    strokes = plan.scene.strokes
    free = [
        i
        for i, s in plan.strokes_on(_ARC_LAYERS | {LayerRole.FURNITURE})
        if i not in found.strokes and _may_hold_door(plan, s)
    ]
    # Where no door has an arc, arcs may have been exported line by line.
    arcs = leaf_arcs(strokes, free) or ([] if found.doors else stepped_arcs(strokes, free))
    if not arcs:
        return
    near = [i for i in free if 2 <= len(strokes[i].points) <= LEAF_POINTS]
    tree = STRtree([strokes[i].line for i in near])
    meeting = partial(plan.once, "leaf ends", leaf_ends)
    swings = []
    for index, arc in arcs:
        line = arc.line
        beside = [near[k] for k in tree.query(line, predicate="dwithin", distance=0.3)]
        swing = swing_of(index, arc, [strokes[i] for i in sorted({*beside, index})], walls, meeting)
        if swing is None or not _hangs(plan, swing, walls, meeting):
            continue
        swings.append(swing)
        found.strokes.add(index)
        reach = swing.sector.buffer(0.06)
        found.strokes.update(
            i for i in beside if not is_leaf_arc(strokes[i]) and reach.covers(strokes[i].line)
        )
    found.leaves += swings
    for swing in _one_per_leaf(swings):
        stroke = strokes[swing.stroke]
        found.doors += _doors_of([swing], stroke.layer, stroke.handle)


def _hangs(plan: Plan, swing: Swing, walls: STRtree, meeting: Callable[[], STRtree]) -> bool:
    """True unless the arc lies among furniture and not in an opening of a wall."""
    if plan.layer_role(plan.scene.strokes[swing.stroke].layer) is not LayerRole.FURNITURE:
        return True
    return wall_gap(swing.hinge, walls) < HANGS_M and (
        wall_gap(swing.latch, walls) < HANGS_M or meets_a_leaf(swing.latch, meeting())
    )


def _may_hold_door(plan: Plan, stroke: Stroke) -> bool:
    return not any(r in _NO_DOORS for r in plan.roles_around(stroke.insertion))


def _from_outlines(plan: Plan, found: Doors) -> None:
    """Thin closed shapes on a door layer: the opening itself, drawn as an outline."""
    known = STRtree([d.line for d in found.doors])
    for index, stroke in plan.strokes_on({LayerRole.DOOR}):
        if (
            index in found.strokes
            or not stroke.closed
            or len(stroke.points) < 3
            or stroke.insertion is not None
        ):
            continue
        box = oriented_box(hull([stroke.points]))
        if box is None or not 0.6 <= box.length <= MAX_DOOR_M or box.width > MAX_DEPTH_M:
            continue
        if len(known.query(box.polygon, predicate="dwithin", distance=REACH_M)):
            continue
        kind = "entrance" if category_of(plain_layer(stroke.layer)) == "lobby" else "opening"
        found.doors.append(_opening(box, kind, stroke.layer, stroke.handle))


def _opening(box: Box, kind: str, layer: str, handle: str | None) -> DraftDoor:
    turn = math.radians(box.angle_deg)
    dx, dy = math.cos(turn) * box.length / 2, math.sin(turn) * box.length / 2
    line = LineString([(box.x - dx, box.y - dy), (box.x + dx, box.y + dy)])
    return DraftDoor(line, box.length, kind, layer, handle)


def _one_per_leaf(swings: Sequence[Swing]) -> list[Swing]:
    """A thick leaf draws two arcs around one hinge: keep the wider."""
    if len(swings) < 2:
        return list(swings)
    wide = sorted(swings, key=lambda s: (-s.radius, s.hinge, s.stroke))
    hinges = shapely.points([s.hinge for s in wide])
    around: list[list[int]] = [[] for _ in wide]
    for one, other in STRtree(hinges).query(hinges, "dwithin", distance=SAME_HINGE_M).T.tolist():
        if other < one and math.dist(wide[one].latch, wide[other].latch) < SAME_LATCH_M:
            around[one].append(other)
    kept: set[int] = set()
    for index, wider in enumerate(around):
        if kept.isdisjoint(wider):
            kept.add(index)
    return sorted((wide[index] for index in kept), key=lambda s: s.stroke)


def _doors_of(swings: Sequence[Swing], layer: str, handle: str | None) -> list[DraftDoor]:
    return _paired([DraftDoor(s.line, s.radius, "door", layer, handle) for s in swings])


def _paired(doors: Sequence[DraftDoor]) -> list[DraftDoor]:
    """Two leaves that meet are one double door from hinge to hinge."""
    latches = shapely.points([d.line.coords[-1] for d in doors]) if doors else []
    tree = STRtree(latches)
    used: set[int] = set()
    result: list[DraftDoor] = []
    for index, door in enumerate(doors):
        if index in used:
            continue
        used.add(index)
        partner = None
        if door.kind == "door":
            near = tree.query(latches[index], predicate="dwithin", distance=PAIR_M)
            partner = next(
                (int(k) for k in sorted(near) if _meets(door, doors, int(k), used)), None
            )
        if partner is None:
            result.append(door)
            continue
        used.add(partner)
        line = LineString([door.line.coords[0], doors[partner].line.coords[0]])
        result.append(DraftDoor(line, float(line.length), "double_door", door.layer, door.handle))
    return result


def _once(doors: Sequence[DraftDoor]) -> list[DraftDoor]:
    """Leaves that open to both sides, or parts drawn twice over each other, are one door."""
    kept: list[DraftDoor] = []
    seen: dict[tuple[int, int], list[DraftDoor]] = {}
    for door in doors:
        middle = door.line.centroid
        cell = (round(middle.x / SAME_M), round(middle.y / SAME_M))
        around = [seen.get((cell[0] + i, cell[1] + j), []) for i in (-1, 0, 1) for j in (-1, 0, 1)]
        if any(_same(door, other) for near in around for other in near):
            continue
        seen.setdefault(cell, []).append(door)
        kept.append(door)
    return kept


def _same(one: DraftDoor, two: DraftDoor) -> bool:
    return bool(shapely.hausdorff_distance(one.line, two.line) < SAME_M)


def _meets(door: DraftDoor, doors: Sequence[DraftDoor], other: int, used: set[int]) -> bool:
    if other in used or doors[other].kind != "door":
        return False
    span = math.dist(door.line.coords[0], doors[other].line.coords[0])
    return span > 0.9 * (door.width_m + doors[other].width_m) - PAIR_M


def _reaching_walls(doors: Sequence[DraftDoor], walls: STRtree) -> list[LineString]:
    """Short lines from both ends of each door to the walls beside it."""
    found: list[LineString] = []
    if len(walls.geometries) == 0:
        return found
    for door in doors:
        for end in (door.line.coords[0], door.line.coords[-1]):
            point = shapely.points(end)
            for index in walls.query(point, predicate="dwithin", distance=REACH_M):
                link = shapely.shortest_line(point, walls.geometries[index])
                if link.length > 0:
                    found.append(link)
    return found
