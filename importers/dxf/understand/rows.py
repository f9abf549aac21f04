"""Seats without a table of their own: the rows of a lecture hall, where each seat is a place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from shapely import Point, Polygon, STRtree

from importers.dxf.understand.pieces import DESK, Piece

#: Rooms in which people sit and listen.
_LISTENING = {"auditorium", "classroom"}
ROWS_SEATS = 12  # fewer are chairs for visitors
NEIGHBOUR_M = 1.3  # from the middle of one seat to that of the next, beside or behind
NEIGHBOURS = 3  # that a seat in rows has at least; a chair at a table has one on either side
NEIGHBOURS_SHARE = 0.8  # of the seats have so many


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
        if len(here) >= ROWS_SEATS and _in_rows([points[k] for k in here]):
            found.update(here)
    return [replace(chairs[k], kind=DESK) for k in sorted(found)]


def _in_rows(points: Sequence[Point]) -> bool:
    near, _ = STRtree(points).query(points, predicate="dwithin", distance=NEIGHBOUR_M)
    neighbours = np.bincount(near, minlength=len(points)) - 1
    return bool(np.mean(neighbours >= NEIGHBOURS) >= NEIGHBOURS_SHARE)
