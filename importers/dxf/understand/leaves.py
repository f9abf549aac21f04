"""How doors open: the leaves that their arcs drew, told in the words of IFC.

``operation`` is IfcDoorTypeOperationEnum of ISO 16739-1:2018 in small letters: a single leaf hangs
left or right as seen by somebody who pushes it open. IFC names the way of a sliding or folding
leaf, which no plan shows: here it is "sliding" or "folding" alone.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import replace

import shapely
from shapely import STRtree

from importers.draft import DraftDoor
from importers.dxf.understand.swings import Swing

AT_HINGE_M = 0.2  # from a leaf's hinge to the end of its door's line
ALONG_M = 0.25  # a leaf that is shut lies along its door's line
SLIDING, FOLDING = "sliding", "folding"
_NAMES = (
    (SLIDING, r"slid|schieb|schuif|coulis|corred|skyde|skyv|skjut|scorrev|przesuw|posuv|pocket"),
    (FOLDING, r"fold|falt|vouw|pliant|plegab|folde"),
    ("revolving", r"revolv|karussell|draaideur|tambour|giratori|karusell"),
    ("rollingup", r"roll(?!stuhl)|overhead|sectional|garage.?(?:door|tor)"),
)
_WAYS = tuple((way, re.compile(pattern, re.IGNORECASE)) for way, pattern in _NAMES)
_Point = tuple[float, float]


def with_operations(doors: Sequence[DraftDoor], leaves: Sequence[Swing]) -> list[DraftDoor]:
    """The doors, those with leaves told how they open and to where."""
    tree = STRtree(shapely.points([leaf.hinge for leaf in leaves]) if leaves else [])
    return [_opened(door, _own(door, leaves, tree)) for door in doors]


def operation_by_name(block: str) -> str | None:
    """How a door without a swing opens, by the name of its block."""
    return next((way for way, pattern in _WAYS if pattern.search(block)), None)


def _own(door: DraftDoor, leaves: Sequence[Swing], tree: STRtree) -> list[Swing]:
    """The leaves that hang at one of the ends of a door and close along its line."""
    ends = (door.line.coords[0], door.line.coords[-1])
    near: set[int] = set()
    for end in ends:
        point = shapely.points(end)
        near.update(tree.query(point, predicate="dwithin", distance=AT_HINGE_M).tolist())
    shut = [leaves[k] for k in sorted(near)]
    return [leaf for leaf in shut if door.line.distance(shapely.Point(leaf.latch)) < ALONG_M]


def _opened(door: DraftDoor, own: Sequence[Swing]) -> DraftDoor:
    start = door.line.coords[0]
    end = door.line.coords[-1]
    first = [leaf for leaf in own if _nearer(leaf.hinge, start, end)]
    second = [leaf for leaf in own if not _nearer(leaf.hinge, start, end)]
    if first and second:
        return _pair(door, first, second)
    only = first or second
    if not only:
        return door
    sides = {_side(leaf) for leaf in only}
    if len(sides) == 2:
        return replace(door, operation=f"double_swing_{_hand(_upward(only))}")
    return replace(door, operation=f"single_swing_{_hand(only[0])}", opens_to=_tip(only[0]))


def _pair(door: DraftDoor, first: Sequence[Swing], second: Sequence[Swing]) -> DraftDoor:
    """Two leaves: a leaf's side counts from its hinge, so leaves of one way have other sides."""
    one, two = ({_side(leaf) for leaf in leaves} for leaves in (first, second))
    if len(one) == 2 or len(two) == 2:
        return replace(door, operation="double_door_double_swing")
    if one == two:
        hand = _hand(first[0])
        return replace(door, operation=f"double_door_single_swing_opposite_{hand}")
    (x1, y1), (x2, y2) = _tip(first[0]), _tip(second[0])
    middle = ((x1 + x2) / 2, (y1 + y2) / 2)
    return replace(door, operation="double_door_single_swing", opens_to=middle)


def _nearer(point: _Point, one: Sequence[float], two: Sequence[float]) -> bool:
    return math.dist(point, one) <= math.dist(point, two)


def _side(leaf: Swing) -> int:
    """1 where the leaf opens to the left of the way from hinge to latch, else -1."""
    (hx, hy), (lx, ly), (tx, ty) = leaf.hinge, leaf.latch, _tip(leaf)
    return 1 if (lx - hx) * (ty - hy) - (ly - hy) * (tx - hx) > 0 else -1


def _hand(leaf: Swing) -> str:
    """Where the hinges are for somebody who pushes the leaf open."""
    return "left" if _side(leaf) > 0 else "right"


def _upward(leaves: Sequence[Swing]) -> Swing:
    """Of leaves that swing both ways the one that opens upwards, or else to the right."""
    return max(leaves, key=lambda leaf: (round(_tip(leaf)[1], 3), round(_tip(leaf)[0], 3)))


def _tip(leaf: Swing) -> _Point:
    """Where the free edge of the leaf is when it is open."""
    points = list(leaf.sector.exterior.coords)
    ends = (points[1], points[-2])
    x, y = max(ends, key=lambda end: math.dist(end, leaf.latch))
    return (float(x), float(y))
