"""What a layer must be by its own lines: doors, stairs, lifts, columns, parking, furniture."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

import numpy as np
import shapely
from shapely import STRtree

from importers.dxf.facts import Outline
from importers.dxf.roles.content.drawn import Drawn, shapes_of
from importers.dxf.roles.content.patterns import Sides, crossed_share, leaf_share
from importers.dxf.roles.sizes import PARKING_LONG_M, PARKING_SHORT_M, within
from importers.roles import LayerRole

Found = tuple[LayerRole, str]

#: A layer of doors has at most so much line for each of its arcs; more, if all of it is short.
LINE_A_DOOR_M = 8.0
SHORT_LINE_A_DOOR_M = 20.0
LEAVES_SHARE = 0.3
DOORS = 2
#: Above this much line for each arc, arcs must have leaves to be doors.
LEAFLESS_M = 3.0
TREADS_SHARE = 0.3
TREADS = 5
CROSSED_SHARE = 0.3
STALLS = 4
STALLS_SHARE = 0.6
STALLS_ALIKE = 1.3
#: Between the middles of two places side by side.
STALL_STEP_M = 3.6
STALL_GAP_M = 0.12
COLUMN_SIDE_M = (0.12, 1.2)
COLUMN_SQUARE = 0.45
COLUMNS = 3
COLUMNS_SHARE = 0.8
#: Columns stand apart, and are alike.
COLUMN_APART_M = 1.6
COLUMN_ALIKE = 1.8
#: Pieces of furniture have no longer sides than these, but for a few.
PIECE_M = 2.8
PIECE_LEAST_M = 0.25
BLOCK_M = 3.6
LONG_SHARE = 0.35
PIECE_LINES = 8
PIECES = 3
#: Nothing but shorter lines is shading.
SPECK_M = 0.1
SPECK_SHARE = 0.1
PAIRED_SHARE = 0.25
CLOSED_SHARE = 0.6
BLOCKS_SHARE = 0.8
SAME_SPOT_M = 0.3


def alone(drawn: Drawn, beside: Sides) -> Found | None:
    """The role that the lines of one layer have by themselves, if they have any."""
    return (
        _doors(drawn)
        or _stairs(drawn, beside)
        or _lifts(drawn)
        or _parking(drawn)
        or _columns(drawn)
    )


def _doors(drawn: Drawn) -> Found | None:
    arcs = drawn.door_arcs
    short = drawn.share_longer(PIECE_M) <= LONG_SHARE
    most_m = SHORT_LINE_A_DOOR_M if short else LINE_A_DOOR_M
    if len(arcs) < DOORS or drawn.total > most_m * len(arcs):
        return None
    if drawn.total > LEAFLESS_M * len(arcs) and leaf_share(arcs, drawn.segments) < LEAVES_SHARE:
        return None
    return LayerRole.DOOR, f"It holds {len(arcs)} quarter arcs as wide as doors, with leaves."


def _stairs(drawn: Drawn, beside: Sides) -> Found | None:
    if beside.tread < TREADS_SHARE or len(drawn.segments) < TREADS:
        return None
    return LayerRole.STAIR, "Its lines lie side by side, each as far from the next as a tread."


def _lifts(drawn: Drawn) -> Found | None:
    share = crossed_share(drawn.segments)
    if share < CROSSED_SHARE:
        return None
    return LayerRole.LIFT, "It holds boxes with both diagonals, as lifts are drawn."


def _parking(drawn: Drawn) -> Found | None:
    stalls = [o for o, _ in drawn.outlines if _long_and_short(o)]
    if len(stalls) < STALLS or len(stalls) < STALLS_SHARE * len(drawn.outlines):
        return None
    areas = sorted(o.area for o in stalls)
    if areas[(9 * len(areas)) // 10] > STALLS_ALIKE * areas[len(areas) // 10]:
        return None
    if _apart(stalls, STALL_STEP_M) > len(stalls) / 2 or _walled(drawn):
        return None
    return LayerRole.PARKING, f"It holds {len(stalls)} outlines of the size of parking places."


def _walled(drawn: Drawn) -> bool:
    """True if most outlines have a gap around them: rooms have walls between them."""
    shapes = shapes_of(drawn)
    one, other = STRtree(shapes).query(shapes, predicate="dwithin", distance=STALL_GAP_M)
    return len(np.unique(one[one != other])) < len(shapes) / 2


def _long_and_short(outline: Outline) -> bool:
    box = (outline.width, outline.height)
    return within(max(box), PARKING_LONG_M) and within(min(box), PARKING_SHORT_M)


def _columns(drawn: Drawn) -> Found | None:
    fit = [o for o, _ in drawn.outlines if _column_sized(o)]
    if drawn.texts or len(fit) < max(COLUMNS, COLUMNS_SHARE * len(drawn.strokes)):
        return None
    sides = sorted(max(o.width, o.height) for o in fit)
    if sides[(9 * len(sides)) // 10] > COLUMN_ALIKE * sides[len(sides) // 10]:
        return None
    if _apart(fit, COLUMN_APART_M) < COLUMNS_SHARE * len(fit):
        return None
    if len({(round(o.x), round(o.y)) for o in fit}) < COLUMNS:
        return None
    size = median(sides)
    return LayerRole.COLUMN, f"It holds {len(fit)} like shapes of {size:.2f} m that stand apart."


def _many_pieces(drawn: Drawn) -> bool:
    """Open lines of several corners, each as large as a piece: chairs are drawn so."""
    sizes = [
        float(np.ptp(stroke.points, axis=0).max())
        for stroke in drawn.strokes
        if len(stroke.points) > 2
    ]
    fit = sum(within(size, (PIECE_LEAST_M, PIECE_M)) for size in sizes)
    return fit >= max(PIECE_LINES, CLOSED_SHARE * len(drawn.strokes))


def _apart(outlines: Sequence[Outline], reach_m: float) -> int:
    """How many of the outlines have no other one within reach, from middle to middle.

    One that is drawn twice has itself for company, and counts once.
    """
    spots = np.array([(o.x, o.y) for o in outlines])
    points = shapely.points(spots)
    one, other = STRtree(points).query(points, predicate="dwithin", distance=reach_m)
    away = np.hypot(*(spots[one] - spots[other]).T) > SAME_SPOT_M
    return len(outlines) - len(np.unique(one[away]))


def _column_sized(outline: Outline) -> bool:
    long, short = max(outline.width, outline.height), min(outline.width, outline.height)
    return within(long, COLUMN_SIDE_M) and short >= COLUMN_SQUARE * long


def furniture(drawn: Drawn, beside: Sides) -> Found | None:
    """Many short lines in small shapes; asked last, for much is small."""
    count = len(drawn.strokes)
    if not count or len(drawn.texts) > count:
        return None
    in_blocks = sum(stroke.insertion is not None for stroke in drawn.strokes)
    if len(drawn.segments) and drawn.share_longer(SPECK_M) < SPECK_SHARE:
        return None
    if in_blocks >= BLOCKS_SHARE * count and drawn.share_longer(BLOCK_M) <= LONG_SHARE:
        return LayerRole.FURNITURE, "It holds blocks of the size of furniture."
    if drawn.share_longer(PIECE_M) > LONG_SHARE:
        return None
    closed = len(drawn.outlines) / count
    paired = count >= PIECE_LINES and max(closed, beside.pane + beside.wall) >= PAIRED_SHARE
    shapes = len(drawn.outlines) >= PIECES and closed >= CLOSED_SHARE
    if paired or shapes or _many_pieces(drawn):
        return LayerRole.FURNITURE, "It holds small shapes of the size of furniture."
    return None
