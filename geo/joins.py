"""Ends of lines that stop just short of another line, and the short lines that join them.

Lengths are in metres.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, STRtree
from shapely.geometry.base import BaseGeometry

from geo.repair import SLIP_M

AHEAD = 0.26  # cosine: what lies more than 75 degrees aside is the other face of a wall
SAME_JOIN_M = 0.002  # two ends that face each other find the same join
NOTHING_M = 1e-6


@dataclass(frozen=True, slots=True)
class _Ends:
    """The two ends of every open line: place, outward direction, and the segment it ends."""

    places: NDArray[np.float64]
    outward: NDArray[np.float64]
    segment: NDArray[np.int64]


def joins(lines: Sequence[BaseGeometry], reach_m: float) -> tuple[LineString, ...]:
    """The shortest lines from loose ends to the next line within ``reach_m``, sorted by place.

    An end is loose when no other line touches it. Beyond a slip of 20 mm only what lies ahead of
    the end counts: the line beside it is the other face of its wall.
    """
    segments, ends = _taken_apart(lines)
    if not len(segments) or not len(ends.places):
        return ()
    drawn = shapely.linestrings(segments)
    tree = STRtree(drawn)
    points = shapely.points(ends.places)
    which, near = tree.query(points, predicate="dwithin", distance=reach_m)
    other = near != ends.segment[which]
    which, near = which[other], near[other]
    apart = shapely.distance(points[which], drawn[near])
    # What is drawn apart by rounding alone is joined too, but does meet for every other purpose.
    held = np.zeros(len(points), dtype=bool)
    held[which[apart <= NOTHING_M]] = True
    found: dict[tuple[int, int], LineString] = {}
    for end, choices in _grouped(which, near, held).items():
        join = _nearest_ahead(end, choices, ends, points, drawn)
        if join is not None:
            middle = join.interpolate(0.5, normalized=True)
            cell = (round(middle.x / SAME_JOIN_M), round(middle.y / SAME_JOIN_M))
            found.setdefault(cell, join)
    return tuple(sorted(found.values(), key=lambda j: j.bounds))


def _taken_apart(lines: Sequence[BaseGeometry]) -> tuple[NDArray[np.float64], _Ends]:
    """All straight segments as (n, 2, 2), and the ends of the lines that are not closed."""
    points, owner = shapely.get_coordinates(list(lines), return_index=True)
    same = owner[1:] == owner[:-1]
    segments = np.stack([points[:-1][same], points[1:][same]], axis=1)
    holder = owner[1:][same]
    if not len(segments):
        none = np.empty((0, 2))
        return segments, _Ends(none, none, np.empty(0, dtype=np.int64))
    first = np.flatnonzero(np.r_[True, holder[1:] != holder[:-1]])
    last = np.r_[first[1:] - 1, len(segments) - 1]
    open_ = np.any(segments[first, 0] != segments[last, 1], axis=1)
    first, last = first[open_], last[open_]
    places = np.concatenate([segments[first, 0], segments[last, 1]])
    outward = places - np.concatenate([segments[first, 1], segments[last, 0]])
    length = np.maximum(np.hypot(*outward.T), NOTHING_M)
    return segments, _Ends(places, outward / length[:, None], np.concatenate([first, last]))


def _grouped(
    which: NDArray[np.int64], near: NDArray[np.int64], held: NDArray[np.bool_]
) -> dict[int, list[int]]:
    """For each loose end the segments that are near it."""
    found: dict[int, list[int]] = defaultdict(list)
    loose = ~held[which]
    for end, segment in zip(which[loose].tolist(), near[loose].tolist(), strict=True):
        found[end].append(segment)
    return found


def _nearest_ahead(
    end: int,
    choices: Sequence[int],
    ends: _Ends,
    points: NDArray[np.object_],
    drawn: NDArray[np.object_],
) -> LineString | None:
    links = shapely.shortest_line(points[end], drawn[np.array(choices)])
    lengths = shapely.length(links)
    run = shapely.get_coordinates(links).reshape(-1, 2, 2)
    away = run[:, 1] - run[:, 0]
    ahead = away @ ends.outward[end] >= AHEAD * lengths
    fitting = np.flatnonzero((lengths > NOTHING_M) & (ahead | (lengths <= SLIP_M)))
    if not len(fitting):
        return None
    best: LineString = links[fitting[np.argmin(lengths[fitting])]]
    return best
