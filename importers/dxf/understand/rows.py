"""Seats without a table of their own: the rows of a lecture hall, where each seat is a place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from shapely import Point, Polygon, STRtree

from importers.dxf.understand.pieces import DESK, Piece

#: Rooms in which people sit and listen.
_LISTENING = {"auditorium", "classroom"}
ROWS_SEATS = 12  # fewer are chairs for visitors
NEIGHBOUR_M = 0.95  # from the middle of one seat to that of the next
NEIGHBOURS_SHARE = 0.8  # of the seats have another beside them


def seats_in_rows(chairs: Sequence[Piece], rooms: Sequence[tuple[Polygon, str]]) -> list[Piece]:
    """Those of ``chairs`` that stand side by side in a hall; ``rooms`` are (polygon, category)."""
    if len(chairs) < ROWS_SEATS:
        return []
    points = [Point(chair.box.x, chair.box.y) for chair in chairs]
    tree = STRtree(points)
    found: set[int] = set()
    for shape, category in rooms:
        if category not in _LISTENING:
            continue
        here = sorted(tree.query(shape, predicate="contains").tolist())
        if len(here) >= ROWS_SEATS and _side_by_side([points[k] for k in here]):
            found.update(here)
    return [replace(chairs[k], kind=DESK) for k in sorted(found)]


def _side_by_side(points: Sequence[Point]) -> bool:
    near = STRtree(points).query(points, predicate="dwithin", distance=NEIGHBOUR_M)
    beside = {one for one, other in near.T.tolist() if one != other}
    return len(beside) >= NEIGHBOURS_SHARE * len(points)
