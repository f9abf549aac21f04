"""Long tables that several people work at from both sides, each with elbow room.

At a table for meetings people sit shoulder to shoulder, and at its ends; at a shared table each
has the width of a desk, and nobody sits at its ends.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace

from shapely import STRtree

from importers.dxf.understand.pieces import SHARED_DEEP_M, SHARED_LONG_M, TABLE, Piece
from importers.dxf.understand.seats import REACH_M, side_of

#: From two desks back to back on.
LEAST_LONG_M = 1.35
#: The width of one person's part.
PART_M = (1.15, 2.1)
#: Chairs of one side stand in such even steps, as a share of a part.
EVEN_SHARE = 0.25


def shared_tables(
    pieces: Sequence[Piece], chairs: Sequence[Piece], meets: Callable[[Piece], bool]
) -> tuple[list[Piece], set[int], list[Piece]]:
    """The parts of shared tables with their seat side, the chairs at them, and the tables.

    ``meets`` tells of a piece whether it stands where people meet or eat.
    """
    tables = [p for p in pieces if p.kind == TABLE and _is_shared_size(p)]
    if not tables or not chairs:
        return [], set(), []
    tree = STRtree([chair.shape for chair in chairs])
    seated = []
    for table in tables:
        near = sorted(int(i) for i in tree.query(table.shape, "dwithin", REACH_M))
        if near and not meets(table) and (sides := _two_sides(table, [chairs[i] for i in near])):
            seated.append((table, near, sides))
    if not any(len(chairs_of) > 1 for _, _, sides in seated for _, chairs_of in sides):
        # Two people across a square table may as well be meeting.
        return [], set(), []
    parts = [p for table, _, sides in seated for side in sides for p in _parts(table, *side)]
    return parts, {i for _, near, _ in seated for i in near}, [table for table, _, _ in seated]


def _is_shared_size(piece: Piece) -> bool:
    long, short = max(piece.box.length, piece.box.width), min(piece.box.length, piece.box.width)
    return LEAST_LONG_M <= long <= SHARED_LONG_M and SHARED_DEEP_M[0] <= short <= SHARED_DEEP_M[1]


def _two_sides(table: Piece, around: Sequence[Piece]) -> list[tuple[int, list[Piece]]] | None:
    """The two long sides with their chairs, if all chairs stand there with elbow room."""
    by_side: dict[int, list[Piece]] = {}
    for chair in around:
        by_side.setdefault(side_of(table, chair), []).append(chair)
    if len(by_side) != 2 or sorted(by_side) not in ([0, 2], [1, 3]):
        return None
    long = _long_of(table, min(by_side))
    deep = table.box.length + table.box.width - long
    if deep > long + EVEN_SHARE:
        return None
    for side, chairs in by_side.items():
        part = long / len(chairs)
        if not PART_M[0] <= part <= PART_M[1] or not _even(table, side, chairs, part):
            return None
    return sorted(by_side.items())


def _long_of(table: Piece, side: int) -> float:
    return table.box.width if side in {0, 2} else table.box.length


def _even(table: Piece, side: int, chairs: Sequence[Piece], part: float) -> bool:
    """True if each chair stands before the middle of its part."""
    along = math.radians(table.box.angle_deg + (90.0 if side in {0, 2} else 0.0))
    spots = sorted(
        (c.box.x - table.box.x) * math.cos(along) + (c.box.y - table.box.y) * math.sin(along)
        for c in chairs
    )
    middles = [(k - (len(chairs) - 1) / 2) * part for k in range(len(chairs))]
    return all(abs(s - m) <= EVEN_SHARE * part for s, m in zip(spots, middles, strict=True))


def _parts(table: Piece, side: int, chairs: Sequence[Piece]) -> list[Piece]:
    """One half of the table, cut into a part for each chair of that side."""
    long = _long_of(table, side)
    deep = (table.box.length + table.box.width - long) / 2
    out = math.radians(table.box.angle_deg + 90.0 * side)
    seat = (math.cos(out), math.sin(out))
    step = long / len(chairs)
    found = []
    for k in range(len(chairs)):
        shift = (k - (len(chairs) - 1) / 2) * step
        x = table.box.x + seat[0] * deep / 2 - seat[1] * shift
        y = table.box.y + seat[1] * deep / 2 + seat[0] * shift
        sizes = (deep, step) if side in {0, 2} else (step, deep)
        box = replace(table.box, x=x, y=y, length=sizes[0], width=sizes[1])
        found.append(replace(table, box=box, shape=box.polygon, seat=seat))
    return found
