"""Which chair belongs to which table, and whether that makes a workplace.

A workplace is a surface with a seat of its own. A table with four chairs or more on several sides
is for meeting; so is a pair of equal chairs at a small table.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence

import numpy as np
from shapely import STRtree

from geo.density import is_crowd
from importers.dxf.roles.sizes import SHARED_LONG_M, SHARED_SHORT_M
from importers.dxf.understand.pieces import CHAIR, DESK, TABLE, Piece

REACH_M = 0.40  # a chair belongs to the table within this distance
MEETING_CHAIRS = 4
OWN_AND_TWO = 3
ROW_TABLES = 6  # equal tables with their chairs on one side; fewer may be a coincidence
SEAT_WIDTH_M = 0.7  # of table edge that one person needs
OWN_PLACE_M = 1.1  # from here on each seat of a bench is a workplace of its own
VOTE_SHARE = 0.6
LOOSE_CHAIRS, LOOSE_SHARE = 4, 0.7
CELL_M = 0.7  # a compartment is no larger than a seat
ROW_CELLS = 3
TOUCH_M = 0.01
SAME_M = 0.03
MAX_TOUCHING = 100_000  # more lie in heaps on each other
Chairs = dict[int, list[int]]  # index of a table: indices of its chairs


def is_table_size(piece: Piece) -> bool:
    """A surface somebody can work at, from a tablet-arm chair's board to a manager's desk."""
    long, short = max(piece.box.length, piece.box.width), min(piece.box.length, piece.box.width)
    return 0.35 <= long <= 3.6 and 0.22 <= short <= 2.2


def chair_types_by_content(pieces: Sequence[Piece]) -> set[str]:
    """Blocks without a telling name that behave as chairs: small, square, repeated, at tables."""
    tables = [p for p in pieces if p.kind in {TABLE, DESK} and _seats_people(p)]
    if not tables:
        return set()
    tree = STRtree([p.shape for p in tables])
    groups: dict[str, list[Piece]] = defaultdict(list)
    for piece in pieces:
        if piece.kind == TABLE and (is_chair_size(piece) if piece.block else is_seat_size(piece)):
            groups[piece.type].append(piece)
    found = set()
    for block, members in groups.items():
        shapes = np.array([m.shape for m in members], dtype=object)
        near = set(tree.query(shapes, predicate="dwithin", distance=REACH_M)[0].tolist())
        on_top = set(tree.query(shapes, predicate="within")[0].tolist())
        beside = len(near - on_top)
        if members[0].block is None:
            # Shapes without a name must do more: cupboards stand at desks as well, but not all.
            if len(members) >= LOOSE_CHAIRS and beside >= LOOSE_SHARE * len(members):
                found.add(block)
        elif len(members) >= 3 and beside >= 0.5 * len(members):
            found.add(block)
    return found


def chairs_at(tables: Sequence[Piece], chairs: Sequence[Piece]) -> Chairs:
    """Each chair goes to the one table nearest to it, within ``REACH_M``."""
    found: Chairs = defaultdict(list)
    if not tables:
        return found
    tree = STRtree([t.shape for t in tables])
    for index, chair in enumerate(chairs):
        near = tree.query(chair.shape, predicate="dwithin", distance=REACH_M)
        best = min(
            (int(k) for k in near),
            key=lambda k: (round(_gap(chair, tables[k]), 3), _apart(chair, tables[k]), k),
            default=None,
        )
        if best is not None:
            found[best].append(index)
    return found


def seat_of(table: Piece, chairs: Sequence[Piece]) -> Piece | None:
    """The chair a person works from; None when the chairs do not make it a workplace."""
    if not chairs:
        return None
    kinds = Counter(c.type for c in chairs)
    sides = {side_of(table, c) for c in chairs}
    single = [c for c in chairs if kinds[c.type] == 1]
    facing = chairs[0] if len(chairs) == 1 else _one_facing_visitors(table, chairs)
    if facing is not None:
        return facing
    if len(chairs) >= MEETING_CHAIRS and len(sides) >= 2:
        return None
    if len(chairs) < MEETING_CHAIRS and single:
        return min(single, key=lambda c: (_gap(c, table), c.box.x, c.box.y))
    long = max(table.box.length, table.box.width)
    if len(sides) == 1 and long / len(chairs) >= SEAT_WIDTH_M:
        return min(chairs, key=lambda c: (_apart(c, table), c.box.x, c.box.y))
    return None


def row_seats(tables: Sequence[Piece], at: Chairs, chairs: Sequence[Piece]) -> dict[int, Piece]:
    """A seat for each of many equal tables whose chairs all face one way, as in a classroom.

    Two pupils may share a bench that would be too narrow for two people at work.
    """
    groups: dict[str, dict[int, Piece]] = defaultdict(dict)
    for index, table in enumerate(tables):
        around = [chairs[k] for k in at.get(index, [])]
        if around and len({side_of(table, chair) for chair in around}) == 1:
            middle = min(around, key=lambda c: (_apart(c, table), c.box.x, c.box.y))
            groups[table.type][index] = middle
    rows = (found for found in groups.values() if len(found) >= ROW_TABLES)
    return {index: seat for found in rows for index, seat in found.items()}


def _one_facing_visitors(table: Piece, chairs: Sequence[Piece]) -> Piece | None:
    """The chair across from two others: a person's own, with two for visitors."""
    by_side: dict[int, list[Piece]] = defaultdict(list)
    for chair in chairs:
        by_side[side_of(table, chair)].append(chair)
    if len(chairs) != OWN_AND_TWO or len(by_side) != 2:
        return None
    one, two = sorted(by_side)
    alone = [side for side in (one, two) if len(by_side[side]) == 1]
    return by_side[alone[0]][0] if two - one == 2 and alone else None


def side_of(table: Piece, chair: Piece) -> int:
    """The side of the table's box, 0 to 3, on which the chair stands."""
    u, v = _local(table, chair)
    across, along = abs(u) / table.box.length, abs(v) / table.box.width
    if across > along:
        return 0 if u > 0 else 2
    return 1 if v > 0 else 3


def seat_direction(table: Piece, chair: Piece) -> tuple[float, float]:
    """The unit direction from the table to its seat, along a side of the table's box."""
    turn = math.radians(table.box.angle_deg + 90.0 * side_of(table, chair))
    return math.cos(turn), math.sin(turn)


def votes(tables: Sequence[Piece], seats: Sequence[Piece | None]) -> set[str]:
    """Types of blocks most of whose copies are workplaces: then all of them are."""
    groups: dict[str, list[bool]] = defaultdict(list)
    for table, seat in zip(tables, seats, strict=True):
        if table.block is not None:
            groups[table.type].append(seat is not None)
    return {
        block
        for block, found in groups.items()
        if len(found) >= 3 and sum(found) >= VOTE_SHARE * len(found)
    }


def split_chairs(
    pieces: Sequence[Piece], known: Collection[str] = ()
) -> tuple[list[Piece], list[Piece]]:
    """(tables, chairs) among the pieces; unnamed blocks are told apart by how they are used.

    ``known`` are blocks that are chairs for other reasons.
    """
    pieces = _without_cells(pieces)
    types = chair_types_by_content(pieces) | set(known)
    chairs = [p for p in pieces if p.kind == CHAIR or (p.kind == TABLE and p.type in types)]
    tables = [
        p
        for p in pieces
        if p.kind == DESK or (p.kind == TABLE and p.type not in types and is_table_size(p))
    ]
    return tables, chairs


def _without_cells(pieces: Sequence[Piece]) -> list[Piece]:
    """``pieces`` without the compartments of shelves: loose shapes as small as seats, in a row.

    Chairs that nobody drew as blocks stand apart, since people have elbows.
    """
    cells = [p for p in pieces if p.kind == TABLE and p.block is None and max(_sides(p)) <= CELL_M]
    if len(cells) < ROW_CELLS:
        return list(pieces)
    shapes = np.array([p.shape for p in cells], dtype=object)
    if is_crowd(shapes, TOUCH_M, MAX_TOUCHING):
        return list(pieces)
    one, two = STRtree(shapes).query(shapes, predicate="dwithin", distance=TOUCH_M)
    beside: dict[int, list[int]] = defaultdict(list)
    for a, b in zip(one.tolist(), two.tolist(), strict=True):
        if a != b and _side_by_side(cells[a], cells[b]):
            beside[a].append(b)
    # One with two beside it is the middle of three.
    middle = {a for a, others in beside.items() if len(others) >= ROW_CELLS - 1}
    gone = {id(cells[k]) for a in middle for k in (a, *beside[a])}
    return [p for p in pieces if id(p) not in gone]


def _side_by_side(one: Piece, two: Piece) -> bool:
    """True for equal shapes that share a side, and not for one on top of the other."""
    if any(abs(a - b) > SAME_M for a, b in zip(_sides(one), _sides(two), strict=True)):
        return False
    return any(abs(_apart(one, two) - side) <= SAME_M for side in _sides(one))


def _sides(piece: Piece) -> tuple[float, float]:
    """(short, long)"""
    return (
        min(piece.box.length, piece.box.width),
        max(piece.box.length, piece.box.width),
    )


def _seats_people(piece: Piece) -> bool:
    """True from a desk to a table for a large meeting."""
    long, short = max(piece.box.length, piece.box.width), min(piece.box.length, piece.box.width)
    return 0.8 <= long <= SHARED_LONG_M[1] and 0.45 <= short <= SHARED_SHORT_M[1]


def is_chair_size(piece: Piece) -> bool:
    long, short = max(piece.box.length, piece.box.width), min(piece.box.length, piece.box.width)
    return short >= 0.35 and long <= 0.85 and long <= 1.35 * short


def is_seat_size(piece: Piece) -> bool:
    """True also for a chair that is partly pushed under its table and drawn cut off."""
    long, short = max(piece.box.length, piece.box.width), min(piece.box.length, piece.box.width)
    return 0.2 <= short <= 0.7 and 0.38 <= long <= 0.7


def _local(table: Piece, chair: Piece) -> tuple[float, float]:
    turn = math.radians(table.box.angle_deg)
    dx, dy = chair.box.x - table.box.x, chair.box.y - table.box.y
    return (
        dx * math.cos(turn) + dy * math.sin(turn),
        -dx * math.sin(turn) + dy * math.cos(turn),
    )


def _gap(one: Piece, two: Piece) -> float:
    return float(one.shape.distance(two.shape))


def _apart(one: Piece, two: Piece) -> float:
    return math.hypot(one.box.x - two.box.x, one.box.y - two.box.y)
