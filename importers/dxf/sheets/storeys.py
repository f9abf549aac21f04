"""Which plans on a sheet are storeys of one building, and which are parts of one floor."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray

from importers.draft import ViewKind
from importers.dxf.roles.by_name import block_by_name, layer_by_name
from importers.dxf.scene import Scene
from importers.dxf.sheets.marks import Box, Marks, apart, area, height, width
from importers.dxf.sheets.pieces import Piece
from importers.dxf.understand.words import is_number
from importers.roles import BlockRole, LayerRole

Rows = NDArray[np.float64]  # middle x and y, half of width and height

#: Storeys of one building are drawn at one size, within these.
SIZE_SHARE = 0.02
SIZE_M = 0.6
#: Two rooms beside each other may be alike; floors are larger.
FLOOR_M2 = 60.0
FLOOR_SIDE_M = 5.0
#: Signs of being storeys, of which two are needed: lines in the same places, stairs above each
#: other, numbers of rooms that are counted per storey, plans in a row at equal steps.
ENOUGH_SIGNS = 2
#: Rows of rooms this near to each other have a corridor between them.
AISLE_M = 3.5
SAME_LINES_SHARE = 0.6
LONG_LINE_M = 1.5
PLACE_M = 0.3
ROW = 3
STEP_SHARE = 0.03
NUMBERS_TO_JUDGE = 3
_STOREY_NUMBER = re.compile(r"^([A-Z]{0,2})[-. ]?(\d)[.\-]?(\d{2,3})[A-Z]?$")
_WELLS = frozenset({LayerRole.STAIR, LayerRole.LIFT})
_WELL_BLOCKS = frozenset({BlockRole.STAIR, BlockRole.LIFT})


def alike(one: Box, two: Box) -> bool:
    """True for boxes of one size that is large enough for a floor."""
    if min(area(one), area(two)) < FLOOR_M2 or min(width(one), height(one)) < FLOOR_SIDE_M:
        return False
    sides = ((width(one), width(two)), (height(one), height(two)))
    return all(abs(a - b) <= max(SIZE_M, SIZE_SHARE * max(a, b)) for a, b in sides)


def families(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Groups of two and more plans of one size, in the order of ``pieces``."""
    groups: list[list[Piece]] = []
    for piece in pieces:
        group = next((g for g in groups if alike(g[0].box, piece.box)), None)
        if group is None:
            groups.append([piece])
        else:
            group.append(piece)
    return [group for group in groups if len(group) > 1]


def are_storeys(scene: Scene, marks: Marks, group: Sequence[Piece]) -> bool | None:
    """True if plans of one size lie one above the other, by at least two signs or by the numbers
    of their rooms; False if these prove the contrary, None if nothing proves anything."""
    pairs = [(group[0], other) for other in group[1:]]
    numbers = [_numbers(scene, piece) for piece in group]
    by_numbers = _by_numbers(numbers)
    if by_numbers is not None:
        return by_numbers
    boxes = np.array([piece.box for piece in group])
    if min(float(np.delete(apart(box, boxes), k).min()) for k, box in enumerate(boxes)) < AISLE_M:
        return None
    lines = [_long_lines(scene, marks, piece) for piece in group]
    wells = [_wells(scene, marks, piece) for piece in group]
    places = {id(piece): place for place, piece in enumerate(group)}
    signs = 0
    for found in (lines, wells):
        shares = [_common(found[places[id(a)]], found[places[id(b)]]) for a, b in pairs]
        signs += bool(shares) and min(shares) >= SAME_LINES_SHARE
    return True if signs + _in_a_row([p.box for p in group]) >= ENOUGH_SIGNS else None


def _numbers(scene: Scene, piece: Piece) -> set[str]:
    lines = [line.strip() for i in piece.texts for line in scene.texts[i].text.split("\n")]
    return {line.upper() for line in lines if is_number(line)}


def _by_numbers(numbers: Sequence[set[str]]) -> bool | None:
    """What the numbers of rooms say: True for storeys, False for parts of one, None for nothing."""
    if any(len(own) < NUMBERS_TO_JUDGE for own in numbers):
        return None
    if all(len(a & b) >= min(len(a), len(b)) / 2 for a, b in pairwise(numbers)):
        return True
    storeys = [_leading(own) for own in numbers]
    if any(storey is None for storey in storeys):
        return None
    return len(set(storeys)) == len(storeys) and len({s[0] for s in storeys if s}) == 1


def storey_told(scene: Scene, piece: Piece) -> int | None:
    """The storey that the numbers of the rooms begin with, as in 2.07 or 207."""
    told = _leading(_numbers(scene, piece))
    return None if told is None else int(told[1])


def _leading(numbers: set[str]) -> tuple[str, str] | None:
    """Building letter and storey digit that nearly all numbers of a plan begin with."""
    split = [(hit[1], hit[2]) for n in numbers if (hit := _STOREY_NUMBER.match(n))]
    if len(split) < NUMBERS_TO_JUDGE:
        return None
    usual = max(sorted(set(split)), key=split.count)
    return usual if split.count(usual) >= 0.8 * len(split) else None


def _long_lines(scene: Scene, marks: Marks, piece: Piece) -> Rows:
    """Middles and directions of long straight pieces, from the corner of the plan."""
    own = [i for i in piece.members.tolist() if i < marks.strokes]
    rows = [_segments(scene.strokes[i].points, scene.strokes[i].closed) for i in own]
    return _from_corner(np.concatenate(rows) if rows else np.empty((0, 4)), piece.box)


def _segments(points: Rows, closed: bool) -> Rows:
    ends = np.roll(points, -1, axis=0) if closed else points[1:]
    starts = points if closed else points[:-1]
    way = ends - starts
    long = np.hypot(way[:, 0], way[:, 1]) >= LONG_LINE_M
    rows: Rows = np.concatenate(((starts + ends)[long] / 2, np.abs(way[long]) / 2), axis=1)
    return rows


def _wells(scene: Scene, marks: Marks, piece: Piece) -> Rows:
    """The places of stairs and lifts that layers or blocks are named for."""
    rows = []
    for index in piece.members.tolist():
        if index >= marks.strokes:
            continue
        stroke = scene.strokes[index]
        guess = layer_by_name(stroke.layer)
        known = guess is not None and guess.role in _WELLS
        if stroke.insertion is not None:
            named = block_by_name(scene.insertions[stroke.insertion].block)
            known = known or (named is not None and named.role in _WELL_BLOCKS)
        if known:
            box = marks.boxes[index]
            rows.append([*(box[:2] + box[2:]) / 2, *(box[2:] - box[:2]) / 2])
    return _from_corner(np.array(rows).reshape(-1, 4), piece.box)


def _from_corner(rows: Rows, box: Box) -> Rows:
    moved: Rows = rows - np.array((box[0], box[1], 0.0, 0.0))
    return moved


def _common(one: Rows, two: Rows) -> float:
    """The share of the smaller list that is found in the other, at the same place."""
    if not len(one) or not len(two):
        return 0.0
    few, many = (one, two) if len(one) <= len(two) else (two, one)
    tree = shapely.STRtree(shapely.points(many[:, :2]))
    near = tree.query(shapely.points(few[:, :2]), predicate="dwithin", distance=PLACE_M)
    same = np.abs(few[near[0], 2:] - many[near[1], 2:]).max(axis=1) <= PLACE_M
    return len(set(near[0][same].tolist())) / len(few)


def _in_a_row(boxes: Sequence[Box]) -> bool:
    """Three and more plans at equal steps along one line."""
    if len(boxes) < ROW:
        return False
    corners = np.array(sorted(box[:2] for box in boxes))
    steps = np.diff(corners, axis=0)
    size = max(width(boxes[0]), height(boxes[0]))
    return bool(np.ptp(steps, axis=0).max() <= STEP_SHARE * size)


def same_floor(one: Piece, two: Piece) -> bool:
    """Two titled plans that show parts of one storey: the same storey, another wing."""
    a, b = one.title, two.title
    if a is None or b is None or a.kind is not ViewKind.FLOOR_PLAN or b.kind is not a.kind:
        return False
    if a.ordinal is not None and a.ordinal == b.ordinal:
        return a.part != b.part or not alike(one.box, two.box)
    return a.ordinal is None and b.ordinal is None and a.name.upper() == b.name.upper()
