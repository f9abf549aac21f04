"""Openings in walls where no door is drawn: passages, and doors that show only as a gap."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
import shapely
from shapely import LineString, Polygon, STRtree
from shapely.geometry.base import BaseGeometry

from geo.openings import Opening, openings_between
from importers.draft import DraftDoor
from importers.dxf.understand.doors import Doors
from importers.dxf.understand.plan import Plan
from importers.roles import BlockRole, LayerRole

DOOR_NEAR_M = 0.3  # a gap this near to a door is the door's
LEAF_SHARE = 0.8  # of the gap that it stands in
CORRIDOR_M = 1.5  # half the width of a corridor that is open at its ends
MIN_CORNERS = 3
STEP_M = 0.5  # from the middle of an opening to the places it joins
_WALLS = {LayerRole.WALL, LayerRole.COLUMN, LayerRole.WINDOW}
_NO_WALLS = {BlockRole.DESK, BlockRole.CHAIR, BlockRole.FURNITURE, BlockRole.IGNORE}


def undrawn_openings(plan: Plan, doors: Doors, roles: Collection[LayerRole]) -> tuple[Opening, ...]:
    """The gaps between ends of walls that no door closes; ``roles`` are those that bar the way."""
    barring = {*_WALLS, LayerRole.UNKNOWN} & {*roles}
    walls = _lines(plan, doors, barring)
    filled = _edges_of_fills(plan, barring)
    if sum(line.length for line in filled) > sum(line.length for line in walls):
        # Where walls are nothing but fills, their edges are the faces of the walls.
        walls += filled
    frames = _lines(plan, doors, {LayerRole.DOOR})
    found = openings_between(walls, frames)
    leaves = [door for door in doors.doors if door.kind == "opening"]
    known = STRtree([door.line for door in doors.doors if door.kind != "opening"])
    drawn = STRtree([door.line for door in leaves])
    return tuple(
        o
        for o in found
        if not len(known.query(o.line, predicate="dwithin", distance=DOOR_NEAR_M))
        and all(
            _is_leaf(leaves[i], o)
            for i in drawn.query(o.line, predicate="dwithin", distance=DOOR_NEAR_M)
        )
    )


def with_openings(doors: Sequence[DraftDoor], found: Sequence[DraftDoor]) -> list[DraftDoor]:
    """All doors; one that turns out to be a leaf in a wider opening is no door of its own."""
    tree = STRtree([opening.line for opening in found])
    kept = [
        door
        for door in doors
        if door.kind != "opening"
        or not len(tree.query(door.line.centroid, predicate="dwithin", distance=DOOR_NEAR_M))
    ]
    return [*kept, *found]


def _is_leaf(door: DraftDoor, opening: Opening) -> bool:
    """True for a thin shape that fills only a part of the gap, as a sliding leaf does."""
    near = opening.line.buffer(DOOR_NEAR_M).covers(door.line)
    return near and door.width_m < LEAF_SHARE * opening.width_m


def as_doors(openings: Sequence[Opening], spaces: Sequence[Polygon], layer: str) -> list[DraftDoor]:
    """Those openings that join two places within the building, as doors without a leaf.

    Other gaps between ends of walls are windows that nobody drew.
    """
    # A pillar of some size is a hole in its room, and no place to go to.
    tree = STRtree([Polygon(space.exterior) for space in spaces])
    inside = _building(spaces) if openings else Polygon()
    found = []
    for opening in openings:
        points = beside(opening.line, STEP_M)
        one, two = (set(tree.query(point, predicate="within").tolist()) for point in points)
        if one != two and all(inside.covers(point) for point in points):
            found.append(DraftDoor(opening.line, opening.width_m, "opening", layer, None))
    return found


def _building(spaces: Sequence[Polygon]) -> BaseGeometry:
    """The spaces with the walls and corridors between them."""
    grown = shapely.union_all(shapely.buffer(list(spaces), CORRIDOR_M, join_style="mitre"))
    body = shapely.buffer(grown, -CORRIDOR_M, join_style="mitre")
    shapely.prepare(body)
    return body


def beside(line: LineString, step_m: float) -> tuple[BaseGeometry, BaseGeometry]:
    """A point ``step_m`` away from the middle of a straight ``line`` on either side."""
    (x1, y1), (x2, y2) = line.coords
    dx, dy = (x2 - x1) / line.length * step_m, (y2 - y1) / line.length * step_m
    x, y = (x1 + x2) / 2, (y1 + y2) / 2
    return shapely.points(x - dy, y + dx), shapely.points(x + dy, y - dx)


def _edges_of_fills(plan: Plan, roles: Collection[LayerRole]) -> list[LineString]:
    """The edges of what is filled on layers of walls."""
    return [
        LineString([*ring, ring[0]])
        for fill in plan.scene.fills
        if plan.layer_role(fill.layer) in roles
        for ring in fill.rings
        if len(ring) >= MIN_CORNERS and np.isfinite(ring).all()
    ]


def _lines(plan: Plan, doors: Doors, roles: Collection[LayerRole]) -> list[LineString]:
    return [
        line
        for index, stroke in plan.strokes_on(roles)
        if index not in doors.strokes
        and not any(role in _NO_WALLS for role in plan.roles_around(stroke.insertion))
        and (line := stroke.line) is not None
    ]
