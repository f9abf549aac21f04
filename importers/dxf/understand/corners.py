"""Corner desks drawn as two tables: the main one and the return, with a chair in the angle."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import shapely
from shapely import STRtree

from geo.shapes import oriented_box, polygons_of
from importers.dxf.understand.pieces import DESK, TABLE, Piece

TOUCH_M = 0.03
SHARED_EDGE_M = 0.3  # along which the two tables meet
ANGLE_SHARE = 0.85  # of its hull; what fills more is no angle
NEAR_M = 0.45  # a chair in the angle is this near to both
ANGLE_SLACK_M = 0.2  # a chair may stand a little out of the angle
MAX_SIDE_M = 2.6  # a longer corner seats several


@dataclass(frozen=True, slots=True)
class _Corner:
    """Two tables (by index) as one piece, and the chair (by index) in their angle."""

    tables: tuple[int, int]
    piece: Piece
    chair: int
    gap_m: float  # from the chair to both tables together


def with_corners(
    tables: Sequence[Piece], chairs: Sequence[Piece]
) -> tuple[list[Piece], dict[int, int]]:
    """``tables`` with those that make one corner desk joined, and (index: chair) of these.

    Blocks are whole as they are. A table and a chair belong to one corner, the closest.
    """
    joined: dict[int, _Corner] = {}
    gone: set[int] = set()
    seated: set[int] = set()
    for corner in sorted(_corners(tables, chairs), key=lambda c: (round(c.gap_m, 2), c.tables)):
        if {*corner.tables} & (gone | joined.keys()) or corner.chair in seated:
            continue
        joined[corner.tables[0]] = corner
        gone.add(corner.tables[1])
        seated.add(corner.chair)
    result: list[Piece] = []
    own: dict[int, int] = {}
    for index, table in enumerate(tables):
        if index in joined:
            own[len(result)] = joined[index].chair
        if index not in gone:
            result.append(joined[index].piece if index in joined else table)
    return result, own


def _corners(tables: Sequence[Piece], chairs: Sequence[Piece]) -> Iterator[_Corner]:
    """All pairs of tables that meet around a chair."""
    loose = [i for i, t in enumerate(tables) if t.block is None and t.kind in {TABLE, DESK}]
    if len(loose) < 2 or not chairs:
        return
    tree = STRtree([tables[i].shape for i in loose])
    seats = STRtree([chair.shape.centroid for chair in chairs])
    for k, index in enumerate(loose):
        near = tree.query(tables[index].shape, predicate="dwithin", distance=TOUCH_M)
        for other in sorted(n for n in near.tolist() if n > k):
            one, two = tables[index], tables[loose[other]]
            if _shared_edge(one, two) < SHARED_EDGE_M:
                continue
            piece = _joined(one, two)
            if piece is None:
                continue
            angle = piece.shape.convex_hull.difference(piece.shape).buffer(ANGLE_SLACK_M)
            for chair in sorted(seats.query(angle, predicate="intersects").tolist()):
                gaps = [float(chairs[chair].shape.distance(t.shape)) for t in (one, two)]
                if max(gaps) <= NEAR_M:
                    yield _Corner((index, loose[other]), piece, chair, sum(gaps))


def _shared_edge(one: Piece, two: Piece) -> float:
    near = one.shape.exterior.intersection(two.shape.exterior.buffer(TOUCH_M))
    return max(0.0, float(near.length) - 2 * TOUCH_M)


def _joined(one: Piece, two: Piece) -> Piece | None:
    """Both tables as one piece; None when they lie in a row."""
    glued = shapely.union(one.shape.buffer(TOUCH_M), two.shape.buffer(TOUCH_M)).buffer(-TOUCH_M)
    parts = polygons_of(glued)
    box = oriented_box(glued)
    if len(parts) != 1 or box is None or max(box.length, box.width) > MAX_SIDE_M:
        return None
    if parts[0].area > ANGLE_SHARE * parts[0].convex_hull.area:
        return None
    main = max(one, two, key=lambda piece: (float(piece.shape.area), piece.shape.bounds))
    return replace(main, shape=parts[0].simplify(TOUCH_M / 3), box=box)
