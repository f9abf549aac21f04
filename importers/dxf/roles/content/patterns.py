"""How the lines of a layer lie to each other: side by side, in steps, crossed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import STRtree

from importers.dxf.roles.content.drawn import Segments, lengths_of
from importers.dxf.scene import Arc

#: Shorter lines have no side worth the name.
SIDE_M = 0.25
#: Two lines as far apart are no pair of anything.
REACH_M = 0.75
#: Nearer lines are the same line drawn twice.
TWICE_M = 0.004
PARALLEL_SINE = 0.02
#: Between two panes of a window, and between the two faces of a wall.
PANE_M = 0.07
WALL_M = 0.6
TREAD_M = (0.2, 0.37)
TREAD_LONG_M = (0.6, 5.5)
TREAD_LIKE_SHARE = 0.15
LIFT_DIAGONAL_M = (1.2, 6.2)
CROSS_M = 0.1
CROSS_LIKE_SHARE = 0.1
#: A leaf starts at the middle of its arc and ends at an end of it.
LEAF_M = 0.12
#: So many lines, evenly chosen, tell of all.
LOOKED_AT = 500


@dataclass(frozen=True, slots=True)
class Sides:
    """Of all length that was looked at, the shares with a parallel line so far beside it."""

    pane: float = 0.0  # at most ``PANE_M``
    wall: float = 0.0  # from there to ``WALL_M``
    tread: float = 0.0  # in a row of lines as long, each as far from the next as a tread


def sides(segments: Segments) -> Sides:
    """What lies beside the segments. Linear in their number, but for crowds."""
    lengths = lengths_of(segments)
    segments, lengths = segments[lengths > SIDE_M], lengths[lengths > SIDE_M]
    if len(segments) < 2:
        return Sides()
    chosen = np.unique(np.linspace(0, len(segments) - 1, min(LOOKED_AT, len(segments))).astype(int))
    one, other, off, on_left = _beside(segments, lengths, chosen)
    nearest = np.full(len(segments), np.inf)
    np.minimum.at(nearest, one, off)
    alike = np.abs(lengths[one] / lengths[other] - 1) < TREAD_LIKE_SHARE
    tread = alike & (off > TREAD_M[0]) & (off < TREAD_M[1])
    steps = (lengths > TREAD_LONG_M[0]) & (lengths < TREAD_LONG_M[1])
    for left in (True, False):
        beyond = np.zeros(len(segments), bool)
        beyond[one[tread & (on_left == left)]] = True
        steps &= beyond
    # A window has four lines, of which the inner two may be as far from the outer ones.
    in_row = np.zeros(len(segments), bool)
    in_row[one[tread & steps[one] & steps[other]]] = True
    near, weight = nearest[chosen], lengths[chosen]
    total = float(weight.sum())
    return Sides(
        float(weight[near <= PANE_M].sum() / total),
        float(weight[(near > PANE_M) & (near <= WALL_M)].sum() / total),
        float(weight[in_row[chosen]].sum() / total),
    )


_Ints = NDArray[np.intp]


def _beside(
    segments: Segments, lengths: NDArray[np.float64], chosen: _Ints
) -> tuple[_Ints, _Ints, NDArray[np.float64], NDArray[np.bool_]]:
    """Pairs of a chosen segment and a parallel one beside it, how far, and on which side."""
    tree = STRtree(shapely.linestrings(segments.reshape(-1, 2, 2)))
    middle = (segments[:, :2] + segments[:, 2:]) / 2
    way = (segments[:, 2:] - segments[:, :2]) / lengths[:, None]
    spots = shapely.points(middle[chosen])
    found, other = tree.query(spots, predicate="dwithin", distance=REACH_M)
    one = chosen[found]
    sine = way[one, 0] * way[other, 1] - way[one, 1] * way[other, 0]
    keep = (one != other) & (np.abs(sine) < PARALLEL_SINE)
    one, other = one[keep], other[keep]
    away = middle[one] - segments[other, :2]
    off = np.abs(away[:, 0] * way[other, 1] - away[:, 1] * way[other, 0])
    along = away[:, 0] * way[other, 0] + away[:, 1] * way[other, 1]
    keep = (along > 0) & (along < lengths[other]) & (off > TWICE_M)
    one, other = one[keep], other[keep]
    to = segments[other, :2] - middle[one]
    on_left = way[one, 0] * to[:, 1] - way[one, 1] * to[:, 0] > 0
    return one, other, off[keep], on_left


def crossed_share(segments: Segments) -> float:
    """The share of length in pairs of equal lines that cross in their middles, as in lifts."""
    lengths = lengths_of(segments)
    low, high = LIFT_DIAGONAL_M
    fit = (lengths > low) & (lengths < high)
    some, long = segments[fit], lengths[fit]
    if len(some) < 2 or len(some) > 4 * LOOKED_AT:
        return 0.0
    spots = shapely.points((some[:, :2] + some[:, 2:]) / 2)
    one, other = STRtree(spots).query(spots, predicate="dwithin", distance=CROSS_M)
    way = (some[:, 2:] - some[:, :2]) / long[:, None]
    sine = way[one, 0] * way[other, 1] - way[one, 1] * way[other, 0]
    alike = np.abs(long[one] / long[other] - 1) < CROSS_LIKE_SHARE
    crossing = np.unique(one[(one != other) & alike & (np.abs(sine) > 0.3)])
    return float(long[crossing].sum() / lengths.sum())


def leaf_share(arcs: list[Arc], segments: Segments) -> float:
    """The share of arcs with a straight leaf from their middle to one of their ends."""
    arcs = arcs[:: max(1, len(arcs) // 60)]
    lengths = lengths_of(segments)
    leaves = segments[(lengths > 0.4) & (lengths < 1.6)]
    if not arcs or not len(leaves):
        return 0.0
    ends = np.concatenate([leaves[:, :2], leaves[:, 2:]])
    others = np.concatenate([leaves[:, 2:], leaves[:, :2]])
    hits = 0
    for arc in arcs:
        at_hinge = np.hypot(*(ends - (arc.x, arc.y)).T) < LEAF_M
        for degrees in (arc.start_deg, arc.end_deg):
            turn = np.radians(degrees)
            tip = (arc.x + arc.radius * np.cos(turn), arc.y + arc.radius * np.sin(turn))
            if (np.hypot(*(others[at_hinge] - tip).T) < LEAF_M).any():
                hits += 1
                break
    return hits / len(arcs)
